//! What a run leaves about itself, and where its records may lie.

use crate::desk::Desk;
use serde_json::Value as Json;
use std::fs;
use std::io::Write;

const BEFORE: &str = "2025-07-11T10:50:00+07:00";

fn heartbeat(desk: &Desk) -> Json {
    serde_json::from_slice(&fs::read(desk.path("so-tiep-nhan/nhip.json")).unwrap()).unwrap()
}

fn page(desk: &Desk, name: &str) -> String {
    fs::read_to_string(desk.path("so-tiep-nhan/nhat-ky").join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

#[test]
fn a_run_leaves_a_page_and_a_heartbeat() {
    let desk = Desk::new();
    let mut report = desk.report("SYT", "2025-W28");
    report.set("NhiemVu", "KH11-001", "Trạng thái đơn vị báo", "câu trong ô báo cáo");
    report.set("NhiemVu", "KH11-002", "Trạng thái đơn vị báo", "");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), "2025-07-11T10:00:00+07:00");
    desk.put("STC/hong.xlsx", b"PK", "2025-07-11T10:00:00+07:00");
    let run = desk.run(BEFORE);
    let text = page(&desk, "2025-07-11_105000_run.log");
    for part in ["Lệnh: tonghop run", "Đã thấy 2 tệp", "SYT/BC_SYT_T28_2025.xlsx", "STC: trả lại [T", "Đã ghi ket-qua/", "Kết thúc: mã 0"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("câu trong ô"), "{text}");
    let beat = heartbeat(&desk);
    assert_eq!((beat["exit_code"].as_u64(), beat["command"].as_str(), beat["period"].as_str()), (Some(0), Some("run"), Some("2025-W28")));
    assert_eq!((&beat["now"], &beat["files"]), (&run.json["now"], &run.json["files"]));
    assert_eq!(beat["next_cutoff"], "2025-07-11T11:00:00+07:00");
    assert_eq!(beat["agencies"]["returned"], 1);

    // A failed run tells it too; a trial run tells nothing.
    fs::rename(desk.path("nop"), desk.path("nop-mat")).unwrap();
    assert_eq!(desk.run("2025-07-11T10:55:00+07:00").code, 10);
    assert!(page(&desk, "2025-07-11_105500_run.log").contains("Kết thúc: mã 10"));
    assert_eq!((heartbeat(&desk)["exit_code"].as_u64(), heartbeat(&desk)["failures"].as_array().map(Vec::len)), (Some(10), Some(1)));
    fs::rename(desk.path("nop-mat"), desk.path("nop")).unwrap();
    assert_eq!(desk.run_with("2025-07-11T10:56:00+07:00", &["--dry-run"]).code, 0);
    assert!(!desk.path("so-tiep-nhan/nhat-ky/2025-07-11_105600_run.log").exists());
    assert_eq!(heartbeat(&desk)["exit_code"], 10);
    // Refused by the calendar, after the ledger was opened.
    assert_eq!(desk.json(&["release", "--now", "2025-07-11T10:57:00+07:00"], &[]).code, 12);
    assert!(page(&desk, "2025-07-11_105700_release.log").contains("Kết thúc: mã 12"));
}

#[test]
fn a_decision_leaves_a_page_and_no_heartbeat() {
    let desk = Desk::new();
    desk.run("2025-07-11T10:50:00+07:00");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T11:20:00+07:00");
    desk.run("2025-07-11T11:30:00+07:00");
    let decide = |arguments: &[&str], now: &str| {
        desk.command().args(arguments).args(["--reason", "mất điện", "--by", "Chánh Văn phòng", "--now", now]).output().unwrap()
    };
    assert!(decide(&["admit", "SYT"], "2025-07-11T11:40:00+07:00").status.success());
    let text = page(&desk, "2025-07-11_114000_admit.log");
    for part in ["Lệnh: tonghop admit", "Sở Y tế", "Kết thúc: mã 0"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(decide(&["reopen", "--period", "2025-W28"], "2025-07-11T11:41:00+07:00").status.code(), Some(12));
    assert!(page(&desk, "2025-07-11_114100_reopen.log").contains("Kết thúc: mã 12"));
    assert_eq!(heartbeat(&desk)["now"], "2025-07-11T11:30:00+07:00", "runs alone beat");
}

#[test]
fn a_bug_of_ours_is_seen_from_outside() {
    let desk = Desk::new();
    let workspace = tonghop::io::workspace::open(desk.root()).unwrap();
    let start = tonghop::run::session::Start::new(crate::desk::at(BEFORE), 1, desk.command().get_program().into());
    let run = || tonghop::run::watched::watched(workspace, &start, "run", |_| panic!("a bug"));
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err(), "it goes on as a bug");
    assert_eq!(heartbeat(&desk)["exit_code"], 70);
    assert!(page(&desk, "2025-07-11_105000_run.log").ends_with("Chương trình gặp lỗi nội bộ.\nKết thúc: mã 70.\n"));
}

#[test]
fn a_log_that_cannot_be_written_stops_nothing() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("so-tiep-nhan/nhip.json/x")).unwrap();
    fs::write(desk.path("so-tiep-nhan/nhat-ky"), "a file in its place").unwrap();
    let run = desk.run(BEFORE);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025_du-thao.xlsx").exists());
}

#[test]
fn pages_are_kept_as_long_as_the_configuration_says() {
    let desk = Desk::new();
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    fs::write(desk.path("tonghop.toml"), format!("{config}log_weeks = 1\n")).unwrap();
    desk.run("2025-07-01T10:00:00+07:00");
    desk.run("2025-07-11T10:00:00+07:00");
    assert!(!desk.path("so-tiep-nhan/nhat-ky/2025-07-01_100000_run.log").exists());
    assert!(desk.path("so-tiep-nhan/nhat-ky/2025-07-11_100000_run.log").exists());
}

fn said(desk: &Desk, command: &str, now: &str) -> String {
    let output = desk.command().args([command, "--now", now]).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn status_tells_what_is_being_copied_and_how_the_last_run_ended() {
    let desk = Desk::new();
    assert!(said(&desk, "status", BEFORE).contains("Chưa có lần chạy nào."));
    let bytes = desk.report("STC", "2025-W28").bytes();
    desk.put("STC/BC_STC_T28_2025.xlsx", &bytes[..bytes.len() / 2], "2025-07-11T10:49:00+07:00");
    assert_eq!(desk.run(BEFORE).json["files"]["arriving"], 1);
    let status = desk.json(&["status", "--now", "2025-07-11T10:51:00+07:00"], &[]);
    assert_eq!(status.standing("STC"), "arriving");
    assert_eq!((status.json["last_attempt"]["exit_code"].as_u64(), status.json["minutes_left"].as_i64()), (Some(0), Some(9)));
    // Taken away again: nothing is on its way.
    fs::remove_file(desk.path("nop/STC/BC_STC_T28_2025.xlsx")).unwrap();
    desk.run("2025-07-11T10:52:00+07:00");
    assert_eq!(desk.json(&["status", "--now", "2025-07-11T10:53:00+07:00"], &[]).standing("STC"), "missing");

    // A product that cannot be written: a file stands where its folder should be.
    fs::remove_dir_all(desk.path("ket-qua")).unwrap();
    fs::write(desk.path("ket-qua"), "").unwrap();
    assert_eq!(desk.run("2025-07-11T10:54:00+07:00").code, 13);
    let text = said(&desk, "status", "2025-07-11T10:55:00+07:00");
    let expected = "Lần chạy gần nhất: 10 giờ 54 ngày 11/7/2025 (run: mã 13, không ghi được sản phẩm, bản cũ còn nguyên); \
                    lần chạy tốt trước đó: 10 giờ 52 ngày 11/7/2025.";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn beside_a_run_that_works_status_answers_and_a_second_run_is_told_who_it_is() {
    let desk = Desk::new();
    desk.run("2025-07-11T10:40:00+07:00");
    let mut lock = fs::File::options().read(true).write(true).open(desk.path("so-tiep-nhan/run.lock")).unwrap();
    lock.lock().unwrap();
    writeln!(lock, "{} 2025-07-11T10:45:00+07:00", std::process::id()).unwrap();
    let ledger = rusqlite::Connection::open(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    ledger.execute_batch("BEGIN IMMEDIATE; INSERT INTO runs (at, command) VALUES ('2025-07-11T10:45:00.000000000+07:00', 'run');").unwrap();

    let beat = heartbeat(&desk);
    let run = desk.run(BEFORE);
    assert_eq!(run.code, 11);
    let who = format!("từ 10 giờ 45 ngày 11/7/2025, tiến trình {}", std::process::id());
    assert!(run.stderr.contains(&who), "{}", run.stderr);
    assert_eq!(heartbeat(&desk), beat, "the run that holds the lock speaks for both");
    assert!(!desk.path("so-tiep-nhan/nhat-ky/2025-07-11_105000_run.log").exists());
    assert!(said(&desk, "status", BEFORE).contains("Lần chạy gần nhất: 10 giờ 40"));
    assert!(said(&desk, "doctor", BEFORE).contains(&format!("Đang có lần chạy (tiến trình {}", std::process::id())));
    assert!(said(&desk, "doctor", "2025-07-11T11:50:00+07:00").contains("chưa xong sau 65 phút"));
}

#[test]
fn doctor_sees_what_will_go_wrong_next_friday() {
    let desk = Desk::new();
    let healthy = said(&desk, "doctor", "2025-07-11T09:00:00+07:00");
    assert!(healthy.contains("[  tốt  ] Sổ tiếp nhận nằm trên đĩa của máy này."), "{healthy}");
    assert!(healthy.contains("chưa chạy “tonghop run” lần nào. (ledger)") && healthy.contains("\nKết luận: chạy được, "), "{healthy}");
    desk.configure("[[doctor.known]]\ncode = \"ledger\"\ncontains = \"chưa chạy\"\nreason = \"máy mới cài\"");
    let known = said(&desk, "doctor", "2025-07-11T09:01:00+07:00");
    assert!(known.contains("[đã biết] Chưa có sổ tiếp nhận") && known.contains("(Đã biết: máy mới cài) (ledger)"), "{known}");
    assert!(known.contains("; 1 điều đã biết."), "{known}");
    desk.run("2025-07-11T10:40:00+07:00");
    // Twenty minutes before the cutoff, and then a killed run, a draft that was open, and two agencies in one folder.
    let sign = desk.path("ket-qua/2025-W28/~$TongHop_SKHCN_T28_2025_du-thao.xlsx");
    fs::write(&sign, "").unwrap();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T10:30:00+07:00");
    desk.run("2025-07-11T10:44:00+07:00");
    fs::write(desk.path("so-tiep-nhan/run.lock"), "4000000000 2025-07-11T10:46:00+07:00\n").unwrap();
    fs::write(desk.path("tiep-nhan.xlsx"), "no workbook").unwrap();
    desk.write_register(&[("DonVi", 2, "Thư mục nộp", "CHUNG-HAI"), ("DonVi", 3, "Thư mục nộp", "CHUNG-HAI")]);
    let text = said(&desk, "doctor", "2025-07-14T08:00:00+07:00");
    for part in [
        "trước hạn: lần quét cuối lúc 10 giờ 44",
        "trong 15 phút trước hạn",
        "Lần chạy trước đã bị ngắt (tiến trình 4000000000",
        "1 tệp chưa ghi được vào chỗ: ket-qua/2025-W28/TongHop_SKHCN_T28_2025_du-thao.xlsx",
        "Không đọc được tiep-nhan.xlsx",
        "Thư mục “CHUNG-HAI” đã dành cho SYT",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    desk.write_register(&[]);
    for file in [sign, desk.path("tiep-nhan.xlsx")] {
        fs::remove_file(file).unwrap();
    }
    desk.run("2025-07-11T10:50:00+07:00");
    let text = said(&desk, "doctor", "2025-07-14T08:00:00+07:00");
    assert!(text.contains("[  tốt  ] Ngày hạn nộp gần nhất") && !text.contains("chưa ghi được") && !text.contains("bị ngắt"), "{text}");
}

/// A backup, or an account that may only read: the database's own helper files cannot be made there.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs the right to mount"]
fn records_that_may_only_be_read_are_read() {
    let desk = Desk::new();
    desk.run(BEFORE);
    for extra in ["ledger.sqlite-wal", "ledger.sqlite-shm"] {
        assert!(!desk.path("so-tiep-nhan").join(extra).exists(), "a run that ends leaves no {extra}");
    }
    let script = r#"mount --bind so-tiep-nhan so-tiep-nhan && mount -o remount,bind,ro so-tiep-nhan || exit 99
                    touch so-tiep-nhan/x 2> /dev/null && exit 99; exec "$0" status --now 2025-07-11T10:51:00+07:00"#;
    let mut command = std::process::Command::new("unshare");
    command.args(["-m", "sh", "-c", script, env!("CARGO_BIN_EXE_tonghop")]).current_dir(desk.root());
    let output = command.output().unwrap();
    assert_ne!(output.status.code(), Some(99), "no right to mount here: {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("Lần chạy gần nhất: 10 giờ 50"));
}

/// The table of mounts says that the records lie on a share; the program sees it in a view of the system of its own.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs the right to mount"]
fn records_on_a_share_are_refused_before_anything_is_written() {
    let desk = Desk::new();
    let table = format!("1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:9 / {} rw - nfs4 may-chu:/x rw\n", desk.root().display());
    fs::write(desk.path("bang"), table).unwrap();
    let script = format!(
        r#"mount -t tmpfs none /proc && mkdir /proc/self && cp bang /proc/self/mountinfo && ln -s "$0" /proc/self/exe || exit 99
           exec "$0" run --now {BEFORE}"#
    );
    let mut command = std::process::Command::new("unshare");
    command.args(["-m", "sh", "-c", &script, env!("CARGO_BIN_EXE_tonghop")]).current_dir(desk.root());
    let output = command.output().unwrap();
    assert_ne!(output.status.code(), Some(99), "no right to mount here: {}", String::from_utf8_lossy(&output.stderr));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("nfs4") && stderr.contains("[folders]") && stderr.contains("records"), "{stderr}");
    assert!(!desk.path("so-tiep-nhan").exists());
}

/// An original that is lost before the week leaves is taken again from the office's folder; where it is gone there too, the desk is told,
/// and the week leaves all the same.
#[test]
fn a_lost_original_is_taken_again_or_told_before_the_week_leaves() {
    let desk = Desk::new();
    for agency in ["SYT", "STC", "BNC"] {
        desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &desk.report(agency, "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    }
    assert_eq!(desk.run(BEFORE).code, 0);
    let original = |agency: &str| {
        let sha256 = tonghop::text::sha256::of(&desk.report(agency, "2025-W28").bytes());
        desk.path(&format!("so-tiep-nhan/archive/{}/{sha256}", &sha256[..2]))
    };
    fs::remove_file(original("STC")).unwrap();
    fs::remove_file(original("SYT")).unwrap();
    // Something else lies in the place of this one, and nobody remembers what stood in it.
    fs::write(original("BNC"), b"PK").unwrap();
    let ledger = rusqlite::Connection::open(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    let sha256 = tonghop::text::sha256::of(&desk.report("BNC", "2025-W28").bytes());
    for table in ["judgements", "contents"] {
        assert_eq!(ledger.execute(&format!("DELETE FROM {table} WHERE sha256 = ?"), [&sha256]).unwrap(), 1, "{table}");
    }
    drop(ledger);
    fs::remove_file(desk.path("nop/SYT/BC_SYT_T28_2025.xlsx")).unwrap();
    let run = desk.run("2025-07-11T11:01:00+07:00");
    assert!(original("STC").is_file() && !original("SYT").exists(), "{}", run.stderr);
    assert_eq!(run.code, 3, "{}", run.stderr);
    for agency in ["STC", "BNC"] {
        assert!(run.stderr.contains(&format!("Đã chép lại bản lưu của {agency}/BC_{agency}_T28_2025.xlsx")), "{}", run.stderr);
        assert_eq!(fs::read(original(agency)).unwrap(), desk.report(agency, "2025-W28").bytes());
        let told: Vec<String> = desk
            .products()
            .into_iter()
            .filter(|(name, _)| name.contains(&format!("PhanHoi_{agency}")) && name.ends_with(".txt"))
            .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
            .collect();
        assert!(told.iter().all(|text| !text.contains("không đọc được") && !text.contains("bản lưu")) && !told.is_empty(), "{told:?}");
    }
    assert!(run.stderr.contains("SYT/BC_SYT_T28_2025.xlsx") && run.stderr.contains("kho lưu không còn bản này"), "{}", run.stderr);
    assert_eq!(run.json["phase"], "consolidating");
    // What lies in the place of the copy is no file, and the office's file is where it was: it is not told as gone.
    fs::remove_file(original("STC")).unwrap();
    fs::create_dir(original("STC")).unwrap();
    let run = desk.run("2025-07-11T11:02:00+07:00");
    let whole = "STC/BC_STC_T28_2025.xlsx còn nguyên, nhưng bản lưu của tệp trong kho lưu bị hỏng";
    assert!(run.code == 3 && run.stderr.contains(whole) && !run.stderr.contains("STC_T28_2025.xlsx không còn"), "{}", run.stderr);
    fs::remove_dir(original("STC")).unwrap();
    // It comes back from a backup, and nothing is wrong any more.
    fs::write(original("SYT"), desk.report("SYT", "2025-W28").bytes()).unwrap();
    assert_eq!(desk.run("2025-07-11T15:20:00+07:00").code, 0);
    assert!(desk.command().args(["verify", "--now", "2025-07-11T16:00:00+07:00"]).output().unwrap().status.success());
}
