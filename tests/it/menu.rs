//! A Friday by the menu alone: answers at its prompt, from the first look to the letter that was sent. Nothing is typed but numbers,
//! names and reasons.

use crate::desk::{Desk, Table, register_workbook};
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

/// A list as a desk keeps it: a title above the headings, a group, an office under two names, a deadline in words.
pub fn list_of_the_desk() -> Vec<u8> {
    let tasks: Table<'_> = (
        "Phụ lục",
        "DANH MỤC NHIỆM VỤ NĂM 2025|||||",
        &[
            "(Kèm theo Kế hoạch số 11-KH/BCĐ ngày 29/6/2025 của Ban Chỉ đạo)|||||",
            "|||||",
            "TT|Nội dung nhiệm vụ|Cơ quan chủ trì|Cơ quan phối hợp|Thời hạn|Ghi chú",
            "I|DỮ LIỆU||||",
            "1|Số hóa hồ sơ bệnh án|Sở Y tế|Sở KH&CN; Sở Tài chính|30/9/2025|",
            "2|Bố trí kinh phí|Sở Tài chính||Quý III/2025|",
            "3|Tập huấn kỹ năng số|Sở Khoa học và Công nghệ|UBND các xã, phường|thường xuyên|",
        ],
    );
    let offices: Table<'_> =
        ("Đơn vị", "STT|Tên đơn vị|Cán bộ đầu mối|Điện thoại", &["1|Sở Y tế|Nguyễn Văn An|0912345678", "2|UBND xã Thạch Hà||"]);
    register_workbook(&[tasks, offices], &[])
}

/// A list in which one task bears a mark of secrecy.
pub fn secret_list_of_the_desk() -> Vec<u8> {
    let rows = ["1|Số hóa hồ sơ|Sở Y tế|30/9/2025", "2|TỐI MẬT: trang bị mật mã|Sở Y tế|30/9/2025"];
    register_workbook(&[("Phụ lục", "TT|Nội dung nhiệm vụ|Cơ quan chủ trì|Thời hạn", &rows)], &[])
}

/// From an empty folder to the letter that was sent, by numbers and answers alone: the workspace from a list, forms, a report that
/// comes, one that is broken, one form that comes back blank, reminders, an exception, the release.
#[test]
fn a_newcomers_week_without_a_typed_command() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("danh sách.xlsx"), list_of_the_desk()).unwrap();
    // Answers that cannot be used are asked for again, and cost no other one.
    fs::create_dir(outside.path().join("đã có tệp")).unwrap();
    fs::write(outside.path().join("đã có tệp/a.txt"), "a").unwrap();
    let typed = [
        "c",
        "đã có tệp",
        "noi lam viec",
        "Sở KH&CN",
        "",
        "",
        "Đảng",
        "1",
        "Hà Tĩnh",
        "UBND TỈNH HÀ TĨNH",
        "",
        "Văn phòng Tỉnh ủy",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "",
        "- Như trên;",
        "",
        "không có.xlsx",
        "\"danh sách.xlsx\"",
        "",
        "26",
        "2025",
        "c",
        "0",
    ];
    let begin = |typed: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("tonghop").unwrap();
        let output =
            command.env_clear().current_dir(outside.path()).arg("menu").write_stdin(format!("{}\n", typed.join("\n"))).output().unwrap();
        (output.status.code(), format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
    };
    // The script of the package says where: the same questions, but for the folder.
    let home = outside.path().join("ở nhà");
    let at_home = |typed: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("tonghop").unwrap();
        command.env_clear().current_dir(outside.path()).args(["menu", "--home"]).arg(&home);
        String::from_utf8(command.write_stdin(format!("{}\n", typed.join("\n"))).output().unwrap().stdout).unwrap()
    };
    assert!(at_home(&[""]).contains("Tạo nơi làm việc mới?") && !home.exists(), "nothing is made unasked");
    assert!(at_home(&["c", "", "", "", "", "", "", "", "", "", "", "c", "0"]).contains("Gõ số rồi Enter"));
    assert!(home.join("tonghop.toml").is_file());
    assert!(!at_home(&["0"]).contains("Tạo nơi làm việc mới?"), "it is there, and opened");
    fs::remove_dir_all(&home).unwrap();
    let (code, said) = begin(&["", "0"]);
    assert!(code == Some(2) && fs::read_dir(outside.path()).unwrap().count() == 2, "nothing is made unasked: {said}");
    // A list in which nothing is recognised: said once, and there is no workspace to open. The desk's own line of the head alone is kept.
    let nothing: Table<'_> = ("Ghi nhớ", "Họp thứ Sáu", &["Mang theo máy tính"]);
    fs::write(outside.path().join("b.xlsx"), register_workbook(&[nothing], &[])).unwrap();
    let (code, said) = begin(&["c", "x", "", "", "", "", "", "", "", "", "", "b.xlsx", "", "", "c", "0"]);
    assert!(code == Some(2) && !outside.path().join("x").exists(), "{said}");
    assert_eq!((said.matches("Vấn đề:").count(), said.contains("không nhận ra cột nào")), (1, true), "{said}");
    let (code, _) = begin(&["c", "x", "", "", "", "", "", "SỞ KHOA HỌC", "", "", "", "", "c", "0"]);
    assert!(code == Some(0) && fs::read_to_string(outside.path().join("x/tonghop.toml")).unwrap().contains("heading = [\"SỞ KHOA HỌC\"]"));
    let (code, said) = begin(&typed);
    assert_eq!(code, Some(0), "{said}");
    holds(
        &said,
        &[
            "“Sở KH&CN” không phải mã cơ quan.",
            "Không hiểu “Đảng”.",
            "“26” không phải năm kế hoạch.",
            "đã có tệp bên trong",
            "không có.xlsx",
        ],
    );
    let place = outside.path().join("noi lam viec");
    holds(
        &said,
        &[&format!("Lần sau: bấm đúp {} trong thư mục", if cfg!(windows) { "Menu.cmd" } else { "Menu.sh" }), place.to_str().unwrap()],
    );
    holds(&said, &["sao lưu, khôi phục"]);
    holds(
        &said,
        &[
            "Ở đây chưa có nơi làm việc",
            "Đã lập danh mục từ danh sách.xlsx: 4 cơ quan, 3 nhiệm vụ, 0 chỉ tiêu.",
            "trang Phụ lục: 3 nhiệm vụ",
        ],
    );
    holds(&said, &["Danh mục đủ để gửi biểu mẫu.", "Đề nghị mở: danh-muc.xlsx", "  2  Gửi biểu mẫu cho các đơn vị (thứ Hai)"]);
    let desk = Desk::copy_of(&outside.path().join("noi lam viec"), crate::kill::copy);
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    holds(
        &config,
        &["heading = [\"UBND TỈNH HÀ TĨNH\", \"SỞ KHOA HỌC VÀ CÔNG NGHỆ\"]", "recipients = [\"- Như trên;\"]", "place = \"Hà Tĩnh\""],
    );
    // From here on the week of July: what is played has a moment of its own.
    let from = config.lines().find(|line| line.starts_with("from = ")).unwrap();
    let played = config.replace(from, "from = \"2025-W28\"").replace("# rehearsal = false", "rehearsal = true");
    fs::write(desk.path("tonghop.toml"), played.replace("# settle_seconds = ", "settle_seconds = 0 # ")).unwrap();
    let monday = "2025-07-07T08:00:00+07:00";
    let output = desk.command().args(["menu", "--now", monday]).write_stdin("2\nc\nc\n0\n").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    holds(&said, &["Việc nên làm bây giờ: 2", "Xong."]);
    assert!(desk.path("nop/SYT/BC_SYT_T28_2025.xlsx").exists() && desk.path("nop/X-THACHHA/BC_X-THACHHA_T28_2025.xlsx").exists());
    // The form of Sở Tài chính comes back as a broken file, that of Sở Y tế filled; the commune leaves its form as it lies.
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-10T09:00:00+07:00");
    desk.put("STC/BC_STC_T28_2025.xlsx", b"PK", &friday("09:00"));
    let said = menu(&desk, "10:30", &["3", "c", "4", "STC", "", "0"]);
    holds(&said, &["đã nhận 01/04 báo cáo tuần 28/2025", "Cần gửi lại (xem phiếu phản hồi): Sở Tài chính.", "Kính gửi Sở Tài chính."]);
    holds(&said, &["Thư mục mới có biểu mẫu, chưa điền số liệu: xã Thạch Hà, Sở KH&CN."]);
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", "2025-W28").bytes(), &friday("11:20"));
    let said = menu(&desk, "11:30", &["3", "c", "6", "STC", "mất điện", "Trưởng phòng", "c", "8", "1", "c", "0"]);
    holds(&said, &["Việc nên làm bây giờ: 6", "đưa báo cáo gửi muộn vào số liệu: STC", "Đề nghị mở: ket-qua/2025-W28"]);
    let letter = ["8", "4", "c", "9", "", "12/BC-SKHCN", "", "Văn thư", "c", "1"];
    // What else the desk's guide sends its reader to.
    let said = menu(&desk, "14:00", &[&letter[..], &["5", "7", "10", "4", "2025-07", "c", "10", "5", "0"]].concat());
    holds(&said, &["đã gửi theo văn bản số 12/BC-SKHCN", "Đề nghị mở: tiep-nhan.xlsx", "báo cáo nhiều kỳ cho tháng 7/2025"]);
    assert!(!said.contains("Chưa xong"), "{said}");
    let status = desk.json(&["status", "--now", &friday("14:01")], &[]);
    assert_eq!((status.json["phase"].as_str(), status.standing("SYT"), status.standing("STC")), (Some("released"), "on_time", "admitted"));
    assert_eq!((status.standing("X-THACHHA"), &status.json["sent"][0]["number"]), ("missing", &"12/BC-SKHCN".into()));
    // What the guide for whatever is unusual sends its reader to: what a receipt proves, a copy on another disk, records that are lost
    // and made again, a rehearsal. Paths are dragged into the window, and hold blanks.
    let play = outside.path().join("kịch bản");
    fs::create_dir(&play).unwrap();
    for name in ["tonghop.toml", "danh-muc.xlsx"] {
        fs::copy(desk.path(name), play.join(name)).unwrap();
    }
    fs::write(play.join("SYT.xlsx"), desk.report("SYT", "2025-W28").bytes()).unwrap();
    let lines = ["at,action,file,to,note", "2025-07-11T09:00:00+07:00,submit,SYT.xlsx,SYT/SYT.xlsx,", "2025-07-11T10:55:00+07:00,run,,,"];
    fs::write(play.join("scenario.csv"), lines.join("\n")).unwrap();
    let copies = outside.path().join("sao lưu ở đĩa khác");
    let dragged = |path: &std::path::Path| format!("\"{}\"", path.display());
    let code = crate::evidence::code(&desk, "SYT");
    let said = menu(&desk, "16:00", &["10", "3", &code, "10", "6", &dragged(&copies), "c", "0"]);
    holds(&said, &[&code, "Sở Y tế", "sao lưu thư mục làm việc vào"]);
    assert!(!said.contains("Chưa xong") && fs::read_dir(&copies).unwrap().count() > 0, "{said}");
    // A scenario has moments of its own, and takes none from here.
    let typed = format!("10\n7\n{}\nc\n0\n", dragged(&play));
    let output = desk.command().arg("menu").write_stdin(typed).output().unwrap();
    holds(&String::from_utf8_lossy(&output.stdout), &["diễn tập theo", "Xong."]);
    holds(&String::from_utf8_lossy(&output.stderr), &["Đã diễn tập xong; kết quả ở dien-tap-"]);
    let played = fs::read_dir(desk.root()).unwrap().map(|entry| entry.unwrap().path());
    let played: Vec<_> = played.filter(|path| path.join("phan-hoi/2025-W28/PhanHoi_SYT_T28_2025.txt").is_file()).collect();
    assert_eq!(played.len(), 1, "{played:?}");
    fs::remove_file(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    let said = menu(&desk, "16:10", &["10", "6", "", "mất sổ tiếp nhận", "Trưởng phòng", "c", "1", "0"]);
    holds(&said, &["lập lại sổ tiếp nhận từ sổ phụ (lý do: mất sổ tiếp nhận; người quyết định: Trưởng phòng)", "Xong."]);
    let status = desk.json(&["status", "--now", &friday("16:11")], &[]);
    assert_eq!((status.json["phase"].as_str(), status.standing("SYT"), status.standing("STC")), (Some("released"), "on_time", "admitted"));
    let verify = desk.json(&["verify", &code, "--now", &friday("16:12")], &[]);
    assert_eq!(verify.code, 0, "{}{}", verify.json, verify.stderr);
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

/// A terminal in which a person presses keys and reads the screen.
struct Terminal {
    socket: std::path::PathBuf,
}

impl Terminal {
    fn tmux(&self, arguments: &[&str]) -> String {
        let output = Command::new("tmux").arg("-S").arg(&self.socket).args(arguments).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Starts the program in a folder with these arguments.
    fn start(folder: &std::path::Path, arguments: &str) -> Self {
        let terminal = Self { socket: folder.join("tmux") };
        let (program, folder) = (env!("CARGO_BIN_EXE_tonghop"), folder.to_str().unwrap());
        let command = format!("env -u TONGHOP_WORKSPACE LC_ALL=C.UTF-8 '{program}' {arguments}");
        terminal.tmux(&["-u", "new-session", "-d", "-x", "110", "-y", "50", "-c", folder, &command]);
        terminal
    }

    /// Waits until these words stand on the screen or above it; all that was shown.
    fn until(&self, words: &str) -> String {
        let started = Instant::now();
        loop {
            let shown = self.tmux(&["capture-pane", "-p", "-J", "-S", "-400"]);
            if shown.contains(words) {
                return shown;
            }
            assert!(started.elapsed() < Duration::from_secs(60), "{words} in {shown}");
            sleep(Duration::from_millis(100));
        }
    }

    /// Types a line, when these words ask for it.
    fn answer(&self, asked: &str, line: &str) {
        self.until(asked);
        self.tmux(&["send-keys", "-l", line]);
        self.tmux(&["send-keys", "Enter"]);
    }

    /// Leaves the menu, and waits until the program has ended.
    fn leave(self, last: &str) {
        self.answer(last, "0");
        let started = Instant::now();
        while !self.tmux(&["list-sessions"]).is_empty() {
            assert!(started.elapsed() < Duration::from_secs(60), "the menu does not end");
            sleep(Duration::from_millis(100));
        }
    }
}

/// A newcomer's week in a terminal, from an empty folder to the letter that was sent: whatever is asked has an answer, nothing but
/// numbers, names and reasons is typed, and no screen holds a code of colours or of a severity.
#[test]
#[ignore = "needs tmux"]
fn a_week_is_played_in_a_terminal() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("list.xlsx"), list_of_the_desk()).unwrap();
    // A double click types nothing.
    let terminal = Terminal::start(outside.path(), "");
    for (asked, line) in [
        ("Tạo nơi làm việc mới?", "c"),
        ("Thư mục mới", "lam-viec"),
        ("Mã cơ quan tổng hợp", ""),
        ("Tên đầy đủ", ""),
        ("Thể thức văn bản", ""),
        ("Địa danh", "Hà Tĩnh"),
        ("Cơ quan cấp trên", "UBND TỈNH HÀ TĨNH"),
        ("Tên cơ quan ở dòng dưới", ""),
        ("Kính gửi", "Văn phòng Tỉnh ủy"),
        ("Khối chữ ký", ""),
        ("Nơi nhận", ""),
        ("Danh sách nhiệm vụ", "list.xlsx"),
        ("Văn bản giao của danh sách", ""),
        ("Năm kế hoạch", ""),
        ("Gõ c rồi Enter để làm", "c"),
        ("Đặt phiếu phản hồi vào thư mục nộp", "k"),
    ] {
        terminal.answer(asked, line);
    }
    let shown = terminal.until("Gõ số rồi Enter");
    holds(&shown, &["4 cơ quan, 3 nhiệm vụ", "Danh mục đủ để gửi biểu mẫu.", "Bước tiếp theo"]);
    terminal.leave("Gõ số rồi Enter");
    let desk = Desk::copy_of(&outside.path().join("lam-viec"), crate::kill::copy);
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    let from = config.lines().find(|line| line.starts_with("from = ")).unwrap().to_owned();
    let played = config.replace(&from, "from = \"2025-W28\"").replace("# rehearsal = false", "rehearsal = true");
    fs::write(desk.path("tonghop.toml"), played.replace("# settle_seconds = ", "settle_seconds = 0 # ")).unwrap();
    let at = |moment: &str| Terminal::start(desk.root(), &format!("menu --now {moment}"));
    // Monday: forms, into the folders.
    let terminal = at("2025-07-07T08:00:00+07:00");
    terminal.answer("Việc nên làm bây giờ: 2", "2");
    terminal.answer("Sẽ làm: ghi biểu mẫu", "c");
    terminal.answer("Sẽ làm: chép biểu mẫu", "c");
    terminal.leave("Đã chép");
    // Friday: one report is good, one broken, one form lies as it came.
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-10T09:00:00+07:00");
    desk.put("STC/BC_STC_T28_2025.xlsx", b"PK", &friday("09:00"));
    let terminal = at(&friday("10:40"));
    terminal.answer("Gõ số rồi Enter", "3");
    terminal.answer("Sẽ làm: quét thư mục nộp", "c");
    terminal.until("Xong.");
    terminal.answer("Nhắc 1 đơn vị", "4");
    let shown = terminal.until("Tin riêng cho đơn vị nào");
    assert!(!shown.contains('\u{1b}') && !shown.contains("E-tệp"), "{shown}");
    holds(&shown, &["đã nhận 01/04 báo cáo tuần 28/2025", "Cần gửi lại (xem phiếu phản hồi): Sở Tài chính."]);
    terminal.answer("Tin riêng cho đơn vị nào", "STC");
    terminal.answer("Kính gửi Sở Tài chính.", "");
    terminal.leave("Đề nghị gửi trước 11 giờ 00");
    assert!(desk.path("noi-bo/NhacDonVi_SKHCN_T28_2025.xlsx").exists());
    // After the hour: late, an exception, a look, the release, the letter.
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", "2025-W28").bytes(), &friday("11:20"));
    let terminal = at(&friday("11:30"));
    for (asked, line) in [
        ("Gõ số rồi Enter", "3"),
        ("Sẽ làm: quét thư mục nộp", "c"),
        ("Việc nên làm bây giờ: 6", "6"),
        ("Gõ các mã đưa vào số liệu", "STC"),
        ("Lý do:", "mất điện"),
        ("Người quyết định (họ tên)", "Trưởng phòng"),
        ("Sẽ làm: đưa báo cáo gửi muộn vào số liệu: STC", "c"),
        ("Việc nên làm bây giờ: 8", "8"),
        ("Gõ 1 đến 4", "1"),
        ("Sẽ làm: lập bản sẽ trình ký", "c"),
    ] {
        terminal.answer(asked, line);
    }
    terminal.leave("xem-truoc");
    let terminal = at(&friday("14:00"));
    for (asked, line) in [
        ("Gõ số rồi Enter", "8"),
        ("Gõ 1 đến 4", "4"),
        ("Sẽ làm: chốt số liệu", "c"),
        ("Việc nên làm bây giờ: 9", "9"),
        ("Tuần (chỉ Enter", ""),
        ("Số, ký hiệu văn bản", "12/BC-SKHCN"),
        ("Giờ gửi hôm nay", ""),
        ("Người gửi (họ tên)", "Văn thư"),
        ("Sẽ làm: ghi bản tổng hợp", "c"),
    ] {
        terminal.answer(asked, line);
    }
    let shown = terminal.until("Đã ghi: ");
    println!("{shown}");
    terminal.leave("Gõ số rồi Enter");
    let status = desk.json(&["status", "--now", &friday("14:01")], &[]);
    assert_eq!((status.json["phase"].as_str(), status.standing("STC")), (Some("released"), "admitted"));
}
