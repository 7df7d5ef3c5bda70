//! What is wrong with the workspace itself: a clear Vietnamese message with file and place, the documented exit code,
//! and nothing written.

use crate::desk::{self, Desk};
use std::fs;
use tonghop::sheets::sheet::{Cell, Value};

const BEFORE: &str = "2025-07-11T10:50:00+07:00";

fn nothing_written(desk: &Desk) {
    for folder in ["so-tiep-nhan", "ket-qua", "phan-hoi"] {
        assert!(!desk.path(folder).exists(), "{folder} was written");
    }
}

#[test]
fn an_unknown_key_in_the_configuration() {
    let desk = Desk::new();
    let mut config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    config.push_str("settle_secnds = 1\n");
    fs::write(desk.path("tonghop.toml"), config).unwrap();
    let run = desk.run(BEFORE);
    assert_eq!(run.code, 2, "{}", run.stderr);
    for part in ["tonghop.toml", "settle_secnds", "settle_seconds"] {
        assert!(run.stderr.contains(part), "{part} in {}", run.stderr);
    }
    nothing_written(&desk);
}

#[test]
fn a_rule_that_decides_figures_cannot_be_switched_off() {
    let desk = Desk::new();
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    let change = |code: &str| format!("[[rules.change]]\ncode = \"{code}\"\nseverity = \"note\"\nreason = \"a\"\n");
    let dated = format!("{}{}{}", change("N20"), change("N98"), change("N06"));
    for rules in [
        String::from("[rules]\noff = [\"N13\", \"N12\", \"N99\", \"N20\", \"N98\"]\n"),
        format!("[rules]\noff = [\"N12\", \"N99\"]\n{dated}"),
    ] {
        fs::write(desk.path("tonghop.toml"), format!("{config}\n{rules}")).unwrap();
        let run = desk.run(BEFORE);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(["N12", "N99", "N20", "N98"].iter().all(|code| run.stderr.contains(code)), "{}", run.stderr);
        assert!(!run.stderr.contains("N13") && !run.stderr.contains("N06"), "{}", run.stderr);
        nothing_written(&desk);
    }
}

/// A register in which a whole column is missing, and a row of another sheet is wrong.
fn write_broken_register(desk: &Desk) {
    let (sheet, headings, rows) = desk::TASKS;
    let headings = headings.replace("Loại nhiệm vụ|", "Kiểu|");
    let tables = [desk::AGENCIES, (sheet, headings.as_str(), rows), desk::TARGETS, desk::CRITERIA];
    fs::write(desk.path("danh-muc.xlsx"), desk::register_workbook(&tables, &[("ChiTieu", 1, "Mục tiêu", "cao")])).unwrap();
}

#[test]
fn mistakes_in_the_register_are_told_together() {
    let desk = Desk::new();
    write_broken_register(&desk);
    let run = desk.run(BEFORE);
    assert_eq!(run.code, 2, "{}", run.stderr);
    for part in ["danh-muc.xlsx", "NhiemVu", "Loại nhiệm vụ", "ChiTieu", "H2", "cao"] {
        assert!(run.stderr.contains(part), "{part} in {}", run.stderr);
    }
    nothing_written(&desk);
}

#[test]
fn a_broken_register_does_not_stop_receiving_where_an_earlier_one_is_known() {
    let desk = Desk::new();
    assert_eq!(desk.run("2025-07-11T09:40:00+07:00").code, 0);
    let good = fs::read(desk.path("danh-muc.xlsx")).unwrap();
    let report = desk.report("SYT", "2025-W28").bytes();
    write_broken_register(&desk);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report, "2025-07-11T10:45:00+07:00");
    let run = desk.run(BEFORE);
    assert_eq!(run.code, 2);
    assert_eq!(run.standing("SYT"), "on_time");
    assert!(run.stderr.contains("dùng bản lúc 9 giờ 40") || run.stderr.contains("dùng bản lúc 09:40"), "{}", run.stderr);
    let run = desk.run("2025-07-11T11:00:00+07:00");
    assert_eq!((run.code, run.json["phase"].as_str()), (2, Some("consolidating")));
    assert!(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025_chot-11h00.xlsx").exists());
    fs::write(desk.path("danh-muc.xlsx"), good).unwrap();
    assert_eq!(desk.run("2025-07-11T11:05:00+07:00").code, 0);
}

#[test]
fn an_inbox_that_is_not_there() {
    let desk = Desk::new();
    fs::remove_dir_all(desk.path("nop")).unwrap();
    let run = desk.run(BEFORE);
    assert_eq!(run.code, 10, "{}", run.stderr);
    assert!(run.stderr.contains("nop"), "{}", run.stderr);
    nothing_written(&desk);
}

#[test]
fn a_failure_says_with_v_what_was_typed_and_where() {
    let desk = Desk::new();
    fs::remove_dir_all(desk.path("nop")).unwrap();
    let root = desk.root().display().to_string();
    let said = |run: &str| run.contains("run --now") && run.contains("thư mục làm việc") && run.contains(&root);
    let verbose = desk.run_with(BEFORE, &["-v"]);
    assert!(said(&verbose.stderr), "{}", verbose.stderr);
    assert_eq!(verbose.code, 10, "what is said around a failure changes nothing of it");
    assert!(!said(&desk.run(BEFORE).stderr));
}

#[test]
fn no_workspace_at_all() {
    let empty = tempfile::tempdir().unwrap();
    let output = assert_cmd::Command::cargo_bin("tonghop").unwrap().env_clear().current_dir(empty.path()).arg("run").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("tonghop.toml"));
}

/// A report in which one task has so many rows, each with another result, and each named in the findings of all others.
pub fn one_task_in_rows(desk: &Desk, rows: usize) -> Vec<u8> {
    let mut report = desk.report("SYT", "2025-W28");
    let sheet = report.book.sheets.iter_mut().find(|sheet| sheet.name == "NhiemVu").unwrap();
    let text = |cell: &Cell| if let Value::Text(text) = &cell.value { text.clone() } else { String::new() };
    let heading = |words: &str| sheet.rows.iter().find_map(|row| row.cells.iter().position(|cell| text(cell).starts_with(words))).unwrap();
    let (code, result) = (heading("Mã nhiệm vụ"), heading("Kết quả thực hiện"));
    let row = sheet.rows.iter().position(|row| row.cells.get(code).is_some_and(|cell| text(cell) == "KH11-001")).unwrap();
    let one = sheet.rows[row].clone();
    let other = |number: usize| {
        let mut row = one.clone();
        row.cells[result].value = Value::Text(format!("Đã giải quyết {number} hồ sơ"));
        row
    };
    sheet.rows.splice(row..=row, (0..rows).map(other));
    report.bytes()
}

/// A file changes nothing for anybody but its own lines.
fn costs_its_own_lines(memory: u64, file: impl Fn(&Desk) -> Vec<u8>) {
    let with = Desk::new();
    let without = Desk::new();
    for desk in [&with, &without] {
        let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
        fs::write(desk.path("tonghop.toml"), format!("{config}\n[limits]\nchild_memory_bytes = {memory}\n")).unwrap();
        desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    }
    with.put("SYT/BC_SYT_T28_2025.xlsx", &file(&with), "2025-07-11T09:00:00+07:00");
    let run = with.run(BEFORE);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.standing("SYT"), "returned");
    assert_eq!(run.standing("STC"), "on_time");
    assert!(with.feedback_text("SYT").contains("T30"), "{}", with.feedback_text("SYT"));
    without.run(BEFORE);
    let differing = desk::differing_cells(
        &with.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025_du-thao.xlsx"),
        &without.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025_du-thao.xlsx"),
    );
    // Its own line in "Nộp báo cáo", and the counts of who reported.
    assert!(!differing.is_empty());
    let own = ["Nộp báo cáo!", "Tổng hợp!", "_meta!", "_so_lieu!", "Theo đơn vị!"];
    for line in &differing {
        assert!(own.iter().any(|sheet| line.starts_with(sheet)), "{line}");
    }
}

#[test]
fn a_file_that_kills_the_reader_changes_only_its_own_lines() {
    costs_its_own_lines(crate::reader_pool::DEADLY_MEMORY, |_| crate::reader_pool::deadly());
}

#[test]
fn a_report_whose_rows_kill_the_reader_changes_only_its_own_lines() {
    costs_its_own_lines(crate::reader_pool::DEADLY_MEMORY, |desk| one_task_in_rows(desk, 20_000));
}

#[test]
fn a_code_filled_down_is_one_mistake_and_the_report_counts() {
    let desk = Desk::new();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &one_task_in_rows(&desk, 20_000), "2025-07-11T09:00:00+07:00");
    let run = desk.run(BEFORE);
    assert_eq!((run.code, run.standing("SYT")), (0, "on_time"), "{}", run.stderr);
    let feedback = desk.feedback_text("SYT");
    assert!(feedback.contains(", 29 và 19.980 dòng khác, nội dung khác nhau") || feedback.contains(" và 19.980 dòng khác"), "{feedback}");
    assert_eq!(feedback.matches("[N03]").count(), 1, "{feedback}");
    assert!(feedback.len() < 20_000, "{} bytes", feedback.len());
    let ledger = rusqlite::Connection::open(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    let recorded: i64 = ledger.query_row("SELECT max(length(findings)) FROM verdicts", [], |row| row.get(0)).unwrap();
    assert!(recorded < 100_000, "{recorded} bytes in the ledger");
    // Every later run, and the release of all others, goes on.
    assert_eq!(desk.run("2025-07-11T15:20:00+07:00").code, 0);
}

#[test]
fn a_file_is_judged_once_for_each_register() {
    let desk = Desk::new();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    let verdicts = || {
        let ledger = rusqlite::Connection::open(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
        let count = |table: &str| ledger.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0)).unwrap();
        (count("contents"), count("judgements"))
    };
    let first = desk.run(BEFORE);
    assert_eq!(verdicts(), (1, 1));
    let again = desk.run(BEFORE);
    assert_eq!((again.json["agencies"].clone(), verdicts()), (first.json["agencies"].clone(), (1, 1)), "nothing new, nothing judged");
    // Another name of an agency: what was read stays, what is wrong with it is asked again.
    desk.write_register(&[("DonVi", 2, "Tên viết tắt", "Y tế")]);
    let after = desk.run(BEFORE);
    assert_eq!((after.standing("SYT"), verdicts()), ("on_time", (1, 2)));
}

#[test]
fn a_workbook_named_after_another_format_and_a_locked_one() {
    let desk = Desk::new();
    desk.put("SYT/BC.xls", b"<html><table><tr><td>KH11-001</td></tr></table></html>", "2025-07-11T09:00:00+07:00");
    let run = desk.run(BEFORE);
    assert_eq!(run.standing("SYT"), "returned");
    assert!(desk.feedback_text("SYT").contains("T05"), "{}", desk.feedback_text("SYT"));
}

#[test]
fn a_register_that_nobody_filled_in_releases_nothing() {
    let outside = tempfile::tempdir().unwrap();
    let root = outside.path().join("Tổng hợp 57");
    let tonghop = |arguments: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("tonghop").unwrap();
        command.env_clear().current_dir(outside.path()).args(arguments).output().unwrap()
    };
    assert_eq!(tonghop(&["init", root.to_str().unwrap()]).status.code(), Some(0));
    for command in ["run", "release", "status", "forms"] {
        let output = tonghop(&["-C", root.to_str().unwrap(), command]);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{command}: {stderr}");
        assert!(stderr.contains("DonVi"), "{command}: {stderr}");
    }
    assert!(!root.join("so-tiep-nhan").exists());
    assert!(fs::read_dir(root.join("ket-qua")).unwrap().next().is_none());
    // Windows reads these line by line only with its own line ends.
    for script in ["1-Chay.cmd", "2-Tinh-hinh.cmd", "3-Phat-hanh.cmd", "Menu.cmd", "lich-chay/task-scheduler.cmd"] {
        let text = fs::read_to_string(root.join(script)).unwrap();
        assert!(text.lines().count() > 2 && text.matches('\n').count() == text.matches("\r\n").count(), "{script}");
        // An old console does not read further letters, and does not go into a share.
        assert!(text.is_ascii() && !text.contains("cd /d"), "{script}: {text}");
    }
}

#[test]
fn a_desk_that_the_register_does_not_know() {
    let desk = Desk::new();
    fs::write(desk.path("tonghop.toml"), "rehearsal = true\n\n[desk]\ncode = \"SKHCNN\"\n").unwrap();
    let run = desk.run(BEFORE);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("SKHCNN") && run.stderr.contains("có phải SKHCN?"), "{}", run.stderr);
    nothing_written(&desk);
}

#[test]
fn a_register_that_is_gone_is_said_by_every_command_that_goes_on_with_the_earlier_one() {
    let desk = Desk::new();
    assert_eq!(desk.run("2025-07-11T09:40:00+07:00").code, 0);
    fs::remove_file(desk.path("danh-muc.xlsx")).unwrap();
    for command in ["status", "forms", "run"] {
        let run = desk.json(&[command, "--now", BEFORE], &[]);
        assert_eq!(run.code, 2, "{command}: {}", run.stderr);
        assert!(
            run.stderr.contains("dùng bản lúc 9 giờ 40") && run.stderr.contains("có trong thư mục làm việc"),
            "{command}: {}",
            run.stderr
        );
    }
}

#[test]
fn a_dry_run_does_not_say_that_it_wrote() {
    let desk = Desk::new();
    let output = desk.command().args(["run", "--dry-run", "--now", BEFORE]).output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.contains("sẽ ghi ket-qua/") && !stdout.contains("Đã ghi"), "{stdout}");
    nothing_written(&desk);
}

#[test]
fn no_form_for_an_agency_that_reports_elsewhere() {
    let desk = Desk::new();
    desk.command().args(["forms", "--now", BEFORE]).assert().success();
    assert!(desk.path("mau/2025-W28/BC_SYT_T28_2025.xlsx").exists());
    assert!(!desk.path("mau/2025-W28/BC_BNC_T28_2025.xlsx").exists());
    let output = desk.command().args(["forms", "--agency", "BNC", "--now", BEFORE]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("chỉ nộp Văn phòng Tỉnh ủy"));
}

#[test]
fn one_file_that_is_not_there_does_not_hide_what_the_check_says_of_another() {
    let desk = Desk::new();
    fs::write(desk.path("good.xlsx"), desk.report("SYT", "2025-W28").bytes()).unwrap();
    let output = desk.command().args(["check", "missing.xlsx", "good.xlsx", "--now", BEFORE]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stdout).contains("good.xlsx: dùng được"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("missing.xlsx"));
}

#[test]
fn what_is_no_file_is_not_read_without_an_end() {
    let desk = Desk::new();
    let endless = if cfg!(unix) { "/dev/zero" } else { "nop" };
    let output = desk.command().args(["check", endless, "--now", BEFORE]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("không phải là tệp") || told.contains("không phải tệp"), "{told}");
}

#[test]
fn a_product_that_cannot_be_written_is_not_called_unchanged() {
    let desk = Desk::new();
    fs::write(desk.path("ket-qua"), "").unwrap();
    let output = desk.command().args(["run", "--now", BEFORE]).output().unwrap();
    assert_eq!(output.status.code(), Some(13));
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(stdout.contains("Không ghi được sản phẩm") && !stdout.contains("Không có thay đổi"), "{stdout}");
    assert_eq!(stderr.matches("Gợi ý:").count(), 1, "{stderr}");
}

#[test]
fn the_doctor_names_what_is_wrong() {
    let desk = Desk::new();
    let now = "2025-07-11T10:50:00+07:00";
    let healthy = desk.command().args(["doctor", "--now", now]).output().unwrap();
    let text = String::from_utf8(healthy.stdout).unwrap();
    assert_eq!(healthy.status.code(), Some(1), "a doubt: {text}");
    assert!(text.contains("chưa có thư mục nộp: SKHCN"), "{text}");
    fs::remove_dir_all(desk.path("nop")).unwrap();
    desk.write_register(&[("NhiemVu", 2, "Mã nhiệm vụ", "KH11-001")]);
    let ill = desk.command().args(["doctor", "--now", now]).output().unwrap();
    let text = String::from_utf8(ill.stdout).unwrap();
    assert_eq!(ill.status.code(), Some(2), "{text}");
    assert!(text.contains("KH11-001") && text.contains("nop"), "{text}");
}

#[test]
fn a_file_that_grows_between_two_looks_has_not_arrived() {
    let desk = Desk::new();
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    fs::write(desk.path("tonghop.toml"), config.replace("rehearsal = true", "").replace("settle_seconds = 0", "settle_seconds = 1"))
        .unwrap();
    desk.put("SYT/BC_SYT.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    let growing = desk.path("nop/STC/BC_STC.txt");
    fs::create_dir_all(growing.parent().unwrap()).unwrap();
    fs::write(&growing, b"0").unwrap();

    // Somebody writes as long as the run lasts; what week the machine has does not matter for what has arrived.
    let mut run =
        desk.process(&["run", "--json"]).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn().unwrap();
    while run.try_wait().unwrap().is_none() {
        let mut text = fs::read(&growing).unwrap();
        text.push(b'0');
        fs::write(&growing, text).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(40));
    }
    let output = run.wait_with_output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((json["files"]["seen"].as_u64(), json["files"]["arriving"].as_u64()), (Some(2), Some(1)), "{}", json["files"]);

    let again: serde_json::Value = serde_json::from_slice(&desk.command().args(["run", "--json"]).output().unwrap().stdout).unwrap();
    assert_eq!((again["files"]["known"].as_u64(), again["files"]["arriving"].as_u64()), (Some(1), Some(0)), "{}", again["files"]);
}

#[test]
fn a_large_scan_of_a_signed_paper_is_a_document_then_and_in_verify() {
    let desk = Desk::new();
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    fs::write(desk.path("tonghop.toml"), format!("{config}\n[limits]\nfile_bytes_max = 1048576\n")).unwrap();
    let mut paper = b"%PDF-1.4\n".to_vec();
    paper.resize(3 << 20, b' ');
    desk.put("SYT/BC tuan 28 (ky).pdf", &paper, "2025-07-11T09:00:00+07:00");
    desk.put("STC/BC_STC_T28_2025.xlsx", &vec![b'x'; 2 << 20], "2025-07-11T09:00:00+07:00");
    let run = desk.run(BEFORE);
    assert_eq!((run.json["files"]["document"].as_u64(), run.json["files"]["returned"].as_u64()), (Some(1), Some(1)), "{}", run.stderr);
    assert_eq!(run.agency("SYT")["document_received"], true);
    desk.run("2025-07-11T15:20:00+07:00");
    let verified = desk.command().args(["verify", "--now", "2025-07-11T15:30:00+07:00"]).output().unwrap();
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[test]
fn a_file_over_the_limit_is_answered_seen_once_and_not_kept() {
    let desk = Desk::new();
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    desk.configure("[limits]\nfile_bytes_max = 1048576");
    let path = desk.path("nop/SYT/BC_SYT_T28_2025.xlsx");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", b"x", "2025-07-11T09:00:00+07:00");
    // Ten gigabytes of which the disk holds nothing: neither read nor copied.
    fs::File::options().write(true).open(&path).unwrap().set_len(10 << 30).unwrap();
    let started = std::time::Instant::now();
    let run = desk.run(BEFORE);
    assert_eq!((run.code, run.standing("SYT"), run.json["files"]["returned"].as_u64()), (0, "returned", Some(1)), "{}", run.stderr);
    let feedback = desk.feedback_text("SYT");
    assert!(feedback.contains("[T40]") && feedback.contains("Tệp 10.240,0 MB lớn hơn giới hạn 1,0 MB"), "{feedback}");
    let check = desk.command().args(["check", path.to_str().unwrap(), "--now", BEFORE]).output().unwrap();
    assert!(String::from_utf8_lossy(&check.stdout).contains("T40"), "{}", String::from_utf8_lossy(&check.stdout));
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    assert_eq!(desk.run("2025-07-11T10:55:00+07:00").json["files"]["known"], 1);
    let kept =
        walkdir::WalkDir::new(desk.path("so-tiep-nhan/archive")).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file());
    assert!(kept.map(|entry| entry.metadata().unwrap().len()).sum::<u64>() < 1 << 20);
    // A gap that `verify` knows.
    assert_eq!(desk.run("2025-07-11T15:20:00+07:00").code, 0);
    let verified = desk.command().args(["verify", "--now", "2025-07-11T15:30:00+07:00"]).output().unwrap();
    let said = String::from_utf8_lossy(&verified.stdout);
    assert!(verified.status.success() && said.contains("không lưu 1 tệp quá lớn"), "{said}");
    fs::write(desk.path("tonghop.toml"), config).unwrap();
}

#[test]
fn a_file_left_out_for_its_size_is_read_once_the_limit_lets_it_in() {
    let desk = Desk::new();
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    desk.configure("[limits]\nfile_bytes_max = 2000");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    assert_eq!(desk.run("2025-07-11T09:30:00+07:00").standing("SYT"), "returned");
    fs::write(desk.path("tonghop.toml"), config).unwrap();
    assert_eq!(desk.run("2025-07-11T09:40:00+07:00").standing("SYT"), "on_time");
    let verified = desk.command().args(["verify", "--now", "2025-07-11T09:50:00+07:00"]).output().unwrap();
    assert!(verified.status.success() && !String::from_utf8_lossy(&verified.stdout).contains("không lưu"));
}

/// What stands in the place of a file and is none.
#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_of_the_desk_stops_nothing() {
    let pipe = |path: &std::path::Path| {
        drop(fs::remove_file(path));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
    };
    let desk = Desk::new();
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    assert_eq!(desk.run("2025-07-11T09:40:00+07:00").code, 0);
    for (name, code) in [("tiep-nhan.xlsx", 2), ("danh-muc.xlsx", 2), ("templates/BM-01/1.0.toml", 13)] {
        let desk = Desk::copy_of(desk.root(), crate::kill::copy);
        pipe(&desk.path(name));
        let run = desk.run(BEFORE);
        assert_ne!(run.code, 0, "{name}: {code}");
        assert!(run.stderr.contains(name.rsplit('/').next().unwrap()), "{name}: {}", run.stderr);
    }
}
