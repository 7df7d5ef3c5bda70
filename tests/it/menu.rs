//! A Friday by the menu alone: answers at its prompt, from the first look to the letter that was sent. Nothing is typed but numbers,
//! names and reasons.

use crate::desk::Desk;
use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

fn friday(time: &str) -> String {
    format!("2025-07-11T{time}:00+07:00")
}

/// The menu at a moment, with these lines typed; what it printed.
fn menu(desk: &Desk, now: &str, typed: &[&str]) -> String {
    let output = desk.command().args(["menu", "--now", &friday(now)]).write_stdin(format!("{}\n", typed.join("\n"))).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{said}");
    said
}

fn holds(said: &str, words: &[&str]) {
    for word in words {
        assert!(said.contains(word), "{word} in {said}");
    }
}

#[test]
fn a_friday_without_a_typed_command() {
    let desk = crate::screen::desk_with_contacts();
    desk.configure("");
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    let named = config.replace("code = \"SKHCN\"", "code = \"SKHCN\"\nadmitters = [\"Chánh Văn phòng\", \"Trưởng phòng\"]");
    fs::write(desk.path("tonghop.toml"), named).unwrap();
    // The list, a number that is none, and nothing done without being asked for.
    let said = menu(&desk, "10:00", &["3", "", "77", "0"]);
    holds(&said, &["Tuần 28/2025, thứ Sáu 11/7 10 giờ 00. Việc nên làm bây giờ: 2", "  1  Xem tình hình tuần này", "  0  Thoát"]);
    holds(&said, &["Sẽ làm: quét thư mục nộp", "Không làm.", "Không có mục “77”."]);
    assert!(!desk.path("so-tiep-nhan/ledger.sqlite").exists());
    // Forms, a look at the inbox, reminders.
    desk.put("SYT/hong.xlsx", b"PK", &friday("09:30"));
    let said = menu(&desk, "10:30", &["2", "c", "c", "3", "c", "4", "SYT", "", "1", "0"]);
    holds(&said, &["Đề nghị mở: mau", "Xong.", "Kính gửi các cơ quan, đơn vị.", "Kính gửi Sở Y tế.", "Đề nghị mở: noi-bo/tinh-hinh.html"]);
    holds(&said, &["Việc nên làm bây giờ: 4", "Nhắc 1 đơn vị đã gửi nhưng chưa được tính."]);
    assert!(desk.path("mau/2025-W28/BC_SYT_T28_2025.xlsx").exists() && desk.path("noi-bo/tinh-hinh.html").exists());
    // What came late is taken in, by somebody who may.
    desk.put("SYT/BC_SYT.xlsx", &desk.report("SYT", "2025-W28").bytes(), &friday("11:02"));
    let said = menu(&desk, "11:05", &["3", "c", "6", "SYT", "mất điện", "2", "c", "0"]);
    holds(&said, &["Việc nên làm bây giờ: 6", "SYT", "2  Trưởng phòng", "người quyết định: Trưởng phòng", "Xong."]);
    // Looked at, fixed, edited, sent.
    let typed = ["8", "1", "c", "8", "4", "c", "8", "2", "c", "9", "", "12/BC-SKHCN", "", "1", "c", "10", "5", "0"];
    let said = menu(&desk, "14:00", &typed);
    holds(&said, &["Đề nghị mở: ket-qua/2025-W28", "đã gửi theo văn bản số 12/BC-SKHCN", "Việc nên làm bây giờ: 9"]);
    assert!(!said.contains("Chưa xong"), "{said}");
    let status = desk.json(&["status", "--now", &friday("14:01")], &[]).json;
    assert_eq!((&status["phase"], &status["sent"][0]["number"]), (&"released".into(), &"12/BC-SKHCN".into()));
    assert_eq!(status["sent"][0]["by"], "Chánh Văn phòng");
    let standing = status["agencies"].as_array().unwrap().iter().find(|line| line["code"] == "SYT").unwrap()["standing"].clone();
    assert_eq!(standing, "admitted");
    // What a command refuses is said, and the menu goes on; answers that end are a farewell.
    let said = menu(&desk, "14:05", &["8", "4", "c", "10", "2", "", "sai số", "1"]);
    holds(&said, &["Vấn đề:", "Chưa xong: xem vấn đề đã nêu.", "Sẽ làm: hủy bản đã chốt"]);
}

/// The scripts of a new workspace start it, wherever the workspace stands.
#[cfg(unix)]
#[test]
fn the_scripts_of_a_workspace_start_it() {
    let outside = tempfile::tempdir().unwrap();
    let root = outside.path().join("Tổng hợp 57's");
    let mut init = Command::new(env!("CARGO_BIN_EXE_tonghop"));
    assert!(init.env_clear().args(["init", root.to_str().unwrap()]).output().unwrap().status.success());
    let windows = fs::read_to_string(root.join("Menu.cmd")).unwrap();
    assert!(windows.is_ascii() && windows.contains("-C \"%~dp0.\" menu"), "{windows}");
    assert_eq!(windows.matches('\n').count(), windows.matches("\r\n").count(), "{windows}");
    let output = Command::new(root.join("Menu.sh")).env_clear().current_dir("/").stdin(Stdio::null()).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains("  9  Ghi số, ký hiệu, giờ gửi văn bản"), "{said}");
}

/// The menu in a terminal: a person presses keys and reads the screen.
#[test]
#[ignore = "needs tmux"]
fn it_is_played_in_a_terminal() {
    let desk = crate::screen::desk_with_contacts();
    let socket = desk.path("tmux");
    let tmux = |arguments: &[&str]| {
        let output = Command::new("tmux").arg("-S").arg(&socket).args(arguments).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let (program, root, now) = (env!("CARGO_BIN_EXE_tonghop"), desk.root().display(), friday("10:40"));
    tmux(&["-u", "new-session", "-d", "-x", "110", "-y", "50", &format!("env LC_ALL=C.UTF-8 '{program}' -C '{root}' menu --now {now}")]);
    let until = |words: &str| {
        let started = Instant::now();
        loop {
            let shown = tmux(&["capture-pane", "-p", "-S", "-200"]);
            if shown.contains(words) {
                return shown;
            }
            assert!(started.elapsed() < Duration::from_secs(60), "{words} in {shown}");
            sleep(Duration::from_millis(100));
        }
    };
    let press = |keys: &str| drop(tmux(&["send-keys", keys, "Enter"]));
    let shown = until("Gõ số rồi Enter");
    assert!(shown.contains("Tuần 28/2025, thứ Sáu 11/7 10 giờ 40.") && !shown.contains('\u{1b}'), "{shown}");
    press("3");
    until("Gõ c rồi Enter");
    press("c");
    until("Xong.");
    press("4");
    until("Tin riêng cho đơn vị nào");
    press("STC");
    println!("{}", until("Kính gửi Sở Tài chính."));
    press("");
    press("0");
    tmux(&["kill-server"]);
    assert!(desk.path("noi-bo/NhacDonVi_SKHCN_T28_2025.xlsx").exists());
}
