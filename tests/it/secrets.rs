//! A workbook with a mark of secrecy leaves nothing behind but time, agency and hash; verdicts, products and `verify`
//! do not change by its going.

use crate::desk::Desk;
use rusqlite::Connection;
use std::fs;
use std::path::Path;
use tonghop::io::archive::{Archive, sha256};
use tonghop::io::disk::Disk;

const BEFORE: &str = "2025-07-11T10:50:00+07:00";
/// Stands in the file beside the mark, and must stand nowhere afterwards.
const TRACE: &str = "đánh dấu để tìm 7431";

fn marked(desk: &Desk, mark: &str) -> Vec<u8> {
    let mut report = desk.report("SYT", "2025-W28");
    report.set("NhiemVu", "KH11-002", "Kết quả thực hiện trong kỳ", TRACE);
    report.set("NhiemVu", "KH11-002", "Khó khăn, vướng mắc", mark);
    report.bytes()
}

/// Files below a folder in which some bytes stand.
fn holding(folder: &Path, wanted: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, wanted));
        } else if fs::read(&path).unwrap().windows(wanted.len()).any(|w| w == wanted) {
            found.push(path.display().to_string());
        }
    }
    found
}

fn verified(desk: &Desk, now: &str) -> String {
    let output = desk.command().args(["verify", "--now", now]).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn only_a_mark_by_itself_is_a_mark() {
    for (text, secret) in [
        ("MẬT", true),
        ("Tối mật", true),
        ("TUYỆT MẬT", true),
        ("Độ mật: MẬT", true),
        ("Công văn 12\nTỐI MẬT", true),
        ("bảo mật", false),
        ("đổi mật khẩu", false),
        ("mật độ dân số", false),
        ("Độ mật: Không", false),
    ] {
        let desk = Desk::new();
        let bytes = marked(&desk, text);
        desk.put("SYT/BC_SYT_T28_2025.xlsx", &bytes, "2025-07-11T10:00:00+07:00");
        let run = desk.run(BEFORE);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(run.standing("SYT"), if secret { "returned" } else { "on_time" }, "{text}");
        let archive = Archive::at(&Disk::default(), &desk.path("so-tiep-nhan"));
        assert_eq!(archive.contains(&sha256(&bytes)), !secret, "{text}");
    }
}

#[test]
fn nothing_of_it_stays_and_nothing_changes_by_its_going() {
    let desk = Desk::new();
    let bytes = marked(&desk, "Độ mật: Mật");
    let address = sha256(&bytes);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &bytes, "2025-07-11T10:00:00+07:00");
    // The same content lies where the agency is known by the form alone.
    desk.put("_chung/ban-sao.xlsx", &bytes, "2025-07-11T10:01:00+07:00");
    let run = desk.run(BEFORE);
    assert_eq!((run.code, run.json["files"]["returned"].as_u64()), (0, Some(2)), "{}", run.stderr);
    let records = desk.path("so-tiep-nhan");
    for folder in [records.as_path(), &desk.path("ket-qua"), &desk.path("phan-hoi")] {
        assert_eq!(holding(folder, TRACE.as_bytes()), [] as [String; 0]);
    }
    assert_eq!(holding(&records, &bytes), [] as [String; 0]);
    let told = desk.feedback_text("SYT");
    assert!(told.contains("[T23]") && told.contains("lấy ngay tệp này ra khỏi thư mục nộp"), "{told}");
    assert_eq!(told.matches("[T").count(), told.matches("[T23]").count(), "nothing else is told: {told}");

    let products = desk.products();
    let again = desk.run("2025-07-11T10:55:00+07:00");
    assert_eq!((again.json["files"]["known"].as_u64(), again.json["outputs"].as_array().map(Vec::len)), (Some(2), Some(0)));
    assert_eq!(desk.products(), products);
    // New times on disk are no reason to keep it after all; nor is a limit that it is now too large for.
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &bytes, "2025-07-11T10:30:00+07:00");
    assert_eq!(desk.run("2025-07-11T10:56:00+07:00").json["files"]["known"], 2);
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    fs::write(desk.path("tonghop.toml"), format!("{config}\n[limits]\nfile_bytes_max = 2000\n")).unwrap();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &bytes, "2025-07-11T10:31:00+07:00");
    desk.put("SYT/doi-ten.xlsx", &bytes, "2025-07-11T10:31:00+07:00");
    let limited = desk.run("2025-07-11T10:57:00+07:00");
    assert_eq!((limited.json["files"]["known"].as_u64(), limited.json["files"]["returned"].as_u64()), (Some(2), Some(1)));
    fs::write(desk.path("tonghop.toml"), config).unwrap();
    assert!(!Archive::at(&Disk::default(), &records).contains(&address));

    assert_eq!(desk.run("2025-07-11T15:20:00+07:00").code, 0);
    let checks = verified(&desk, "2025-07-11T15:25:00+07:00");
    assert!(checks.contains("không giữ 1 tệp có dấu mật") && !checks.contains("KHÔNG"), "{checks}");

    // What was told of the copy that came when the mark was known already went from the journal as well.
    for side in ["", "-wal", "-shm"] {
        fs::remove_file(desk.path(&format!("so-tiep-nhan/ledger.sqlite{side}"))).ok();
    }
    let recover = ["recover", "--reason", "mất sổ", "--by", "Chánh Văn phòng", "--now", "2025-07-11T15:30:00+07:00"];
    let recovered = desk.json(&recover, &[]);
    assert_eq!(recovered.code, 0, "{}", recovered.stderr);
    let checks = verified(&desk, "2025-07-11T15:35:00+07:00");
    assert!(!checks.contains("KHÔNG"), "{checks}");
}

/// A file with a mark of secrecy beside a report that counts, whichever of the two came first: the office and the desk are told as long as
/// the file lies there, and nobody is asked any more once a run has seen that it is gone, also after the release.
#[test]
fn a_secret_beside_a_report_is_asked_about_until_it_is_gone() {
    let desk = Desk::new();
    let with_mark = |agency: &str| {
        let mut report = desk.report(agency, "2025-W28");
        report.set("NhiemVu", "KH11-002", "Khó khăn, vướng mắc", "MẬT");
        report.bytes()
    };
    let report = |agency: &str| desk.report(agency, "2025-W28").bytes();
    let good = |agency: &str| format!("{agency}/BC_{agency}_T28_2025.xlsx");
    let secret = |agency: &str| format!("{agency}/phu-luc-{}.xlsx", agency.to_lowercase());
    // Of SYT the report comes first, of STC the secret.
    desk.put(&good("SYT"), &report("SYT"), "2025-07-11T09:00:00+07:00");
    desk.put(&secret("STC"), &with_mark("STC"), "2025-07-11T09:00:00+07:00");
    let first = desk.run("2025-07-11T09:10:00+07:00");
    assert_eq!((first.standing("SYT"), first.standing("STC")), ("on_time", "returned"), "{}", first.stderr);
    desk.put(&secret("SYT"), &with_mark("SYT"), "2025-07-11T09:20:00+07:00");
    desk.put(&good("STC"), &report("STC"), "2025-07-11T09:20:00+07:00");

    const STEP: &str = "đơn vị lấy tệp có dấu mật ra khỏi thư mục báo cáo.";
    let asked = |now: &str| -> Vec<String> {
        let said = desk.json(&["remind", "--now", now], &[]);
        let concerns = said.json["concerns"].as_array().unwrap();
        let secrets = concerns.iter().filter(|one| one["matter"] == "secret_beside");
        let told: Vec<String> = secrets.map(|one| one["agency"].as_str().unwrap().to_owned()).collect();
        let step = format!("Báo {} {STEP}", told.len());
        let page = fs::read_to_string(desk.path("noi-bo/tinh-hinh.html")).unwrap();
        for place in [said.json["steps"].to_string(), page] {
            assert!(if told.is_empty() { !place.contains(STEP) } else { place.contains(&step) }, "{now}: {place}");
        }
        for agency in ["SYT", "STC"] {
            let asks = desk.feedback_text(agency).lines().nth(1).unwrap().contains("lấy ngay tệp này ra khỏi thư mục");
            assert_eq!(asks, told.iter().any(|one| one == agency), "{now}: {}", desk.feedback_text(agency));
        }
        told
    };
    // The second of each pair of runs has nothing new to find.
    for minute in ["30", "35"] {
        let run = desk.run(&format!("2025-07-11T09:{minute}:00+07:00"));
        assert_eq!((run.standing("SYT"), run.standing("STC")), ("on_time", "on_time"), "{}", run.stderr);
        let mut told = asked(&format!("2025-07-11T09:{minute}:30+07:00"));
        told.sort();
        assert_eq!(told, ["STC", "SYT"]);
    }
    let named = desk.feedback_text("STC");
    assert!(named.contains(&format!("Tệp có dấu chỉ độ mật còn trong thư mục: {}.", secret("STC"))), "{named}");

    fs::remove_file(desk.path("nop").join(secret("SYT"))).unwrap();
    for minute in ["40", "45"] {
        desk.run(&format!("2025-07-11T09:{minute}:00+07:00"));
        assert_eq!(asked(&format!("2025-07-11T09:{minute}:30+07:00")), ["STC"]);
    }
    let settled = desk.feedback_text("SYT");
    assert!(settled.contains("đã được lấy ra khỏi thư mục; đơn vị không phải làm gì thêm") && settled.contains("[T23]"), "{settled}");
    assert!(!settled.contains("Đề nghị lấy ngay"), "{settled}");

    // What left says nothing of where files lie: it stays what it is when the file goes afterwards.
    assert_eq!(desk.run("2025-07-11T15:40:00+07:00").code, 0);
    assert_eq!(asked("2025-07-11T15:41:00+07:00"), ["STC"]);
    let left = desk.products().into_iter().filter(|(path, _)| path.starts_with("ket-qua"));
    let left: std::collections::BTreeMap<String, Vec<u8>> = left.collect();
    // A good file at the same path is another file.
    desk.put(&secret("STC"), &report("STC"), "2025-07-11T15:45:00+07:00");
    desk.run("2025-07-11T15:50:00+07:00");
    assert_eq!(asked("2025-07-11T15:51:00+07:00"), [] as [String; 0]);
    let products = desk.products();
    assert!(!left.is_empty() && left.iter().all(|(path, bytes)| products.get(path) == Some(bytes)));
    let checks = verified(&desk, "2025-07-11T15:55:00+07:00");
    assert!(!checks.contains("KHÔNG"), "{checks}");
}

/// What a run killed between note and removal left, and what a program that knew fewer marks kept.
#[test]
fn the_next_run_removes_what_is_left() {
    for note in ["", "DELETE FROM secrets;"] {
        let desk = Desk::new();
        let bytes = marked(&desk, "MẬT");
        desk.put("SYT/BC_SYT_T28_2025.xlsx", &bytes, "2025-07-11T10:00:00+07:00");
        desk.run(BEFORE);
        let (products, records) = (desk.products(), desk.path("so-tiep-nhan"));
        Connection::open(records.join("ledger.sqlite")).unwrap().execute_batch(note).unwrap();
        Archive::at(&Disk::default(), &records).put(&bytes).unwrap();
        let run = desk.run("2025-07-11T10:55:00+07:00");
        assert_eq!((run.code, run.json["files"]["known"].as_u64()), (0, Some(1)), "{}", run.stderr);
        assert!(!Archive::at(&Disk::default(), &records).contains(&sha256(&bytes)), "{note}");
        assert_eq!(desk.products(), products, "{note}");
        // A row that was taken out of the ledger by hand is told, whoever put the content back.
        assert_eq!(verified(&desk, "2025-07-11T10:56:00+07:00").contains("KHÔNG"), !note.is_empty(), "{note}");
    }
}

#[test]
fn a_trial_run_removes_nothing() {
    let desk = Desk::new();
    let bytes = marked(&desk, "MẬT");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &bytes, "2025-07-11T10:00:00+07:00");
    desk.run(BEFORE);
    let records = desk.path("so-tiep-nhan");
    Archive::at(&Disk::default(), &records).put(&bytes).unwrap();
    assert_eq!(desk.run_with("2025-07-11T10:55:00+07:00", &["--dry-run"]).code, 0);
    assert!(Archive::at(&Disk::default(), &records).contains(&sha256(&bytes)));
}

/// A word in a workbook with a mark of secrecy, in a signed paper and in a mail stands nowhere in the workspace afterwards
/// but in the inbox, where the offices put it: not in ledger, archive, log or heartbeat, not in a product, an answer or a
/// `--json`.
#[test]
fn a_planted_word_stands_in_no_file_but_the_ones_that_the_offices_sent() {
    const WORD: &str = "TUKHOABIMAT7431";
    let desk = Desk::new();
    let mut secret = desk.report("SYT", "2025-W28");
    secret.set("NhiemVu", "KH11-002", "Kết quả thực hiện trong kỳ", WORD);
    secret.set("NhiemVu", "KH11-002", "Khó khăn, vướng mắc", "MẬT");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &secret.bytes(), "2025-07-11T10:00:00+07:00");
    let pdf = format!("%PDF-1.4\n1 0 obj\n<< /Title ({WORD}) >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n");
    desk.put("STC/BC tuần 28 (ký).pdf", pdf.as_bytes(), "2025-07-11T10:00:00+07:00");
    let mail = format!("From: a@b.vn\r\nTo: c@d.vn\r\nSubject: {WORD}\r\nMIME-Version: 1.0\r\n\r\n{WORD}\r\n");
    desk.put("X-A/bao cao.eml", mail.as_bytes(), "2025-07-11T10:00:00+07:00");
    desk.put("_chung/thu.msg", mail.as_bytes(), "2025-07-11T10:00:00+07:00");
    let mut said = String::new();
    for now in [BEFORE, "2025-07-11T11:00:00+07:00", "2025-07-11T15:20:00+07:00", "2025-07-14T08:00:00+07:00"] {
        let run = desk.run(now);
        assert_eq!(run.code, 0, "{}", run.stderr);
        said.push_str(&format!("{}{}", run.json, run.stderr));
    }
    for command in ["status", "verify", "doctor"] {
        for json in [&[][..], &["--json"]] {
            let output = desk.command().arg(command).args(json).args(["--now", "2025-07-14T08:05:00+07:00"]).output().unwrap();
            said.push_str(&String::from_utf8_lossy(&output.stdout));
            said.push_str(&String::from_utf8_lossy(&output.stderr));
        }
    }
    assert!(!said.contains(WORD), "{said}");
    let inbox = desk.path("nop").display().to_string();
    let elsewhere = || holding(desk.root(), WORD.as_bytes()).into_iter().filter(|path| !path.starts_with(&inbox)).collect::<Vec<_>>();
    assert_eq!(elsewhere(), [] as [String; 0]);
    // Nor in what is packed inside of products and answers.
    for (name, bytes) in desk.products() {
        if name.ends_with(".xlsx") {
            let book = tonghop::reader::read(&bytes, ".xlsx", &tonghop::model::config::Limits::OWN).unwrap();
            assert!(!format!("{book:?}").contains(WORD), "{name}");
        }
    }
    let checks = verified(&desk, "2025-07-14T08:10:00+07:00");
    assert!(checks.contains("không giữ 1 tệp có dấu mật") && checks.contains("không lưu 2 tệp"), "{checks}");
}
