//! The form in the hands of people: filled cell by cell with another program, saved by LibreOffice, spoiled as tired
//! people spoil it, and answered. Needs `python3` with openpyxl and, for one test, LibreOffice.

use crate::desk::{Desk, Run};
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MONDAY: &str = "2025-07-07T08:00:00+07:00";
const BEFORE: &str = "2025-07-11T10:50:00+07:00";
const NOON: &str = "2025-07-11T11:30:00+07:00";
const NEXT_MONDAY: &str = "2025-07-14T08:00:00+07:00";

fn hand(arguments: &[&str]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/hand.py");
    let output = Command::new("python3").arg(script).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn read(path: &Path) -> Json {
    serde_json::from_str(&hand(&["read", path.to_str().unwrap()])).unwrap()
}

/// A desk with the register of the sample province.
fn province() -> Desk {
    let desk = Desk::new();
    let register = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/ha-tinh/danh-muc.xlsx");
    fs::copy(register, desk.path("danh-muc.xlsx")).unwrap();
    desk
}

/// The form of an agency as `forms` writes it, filled.
fn filled(desk: &Desk, agency: &str) -> PathBuf {
    desk.command().args(["forms", "--agency", agency, "--now", MONDAY]).assert().success();
    let out = desk.path(&format!("{agency}.xlsx"));
    hand(&["fill", desk.path(&format!("mau/2025-W28/BC_{agency}_T28_2025.xlsx")).to_str().unwrap(), out.to_str().unwrap()]);
    out
}

fn hand_in(desk: &Desk, agency: &str, file: &Path) -> Run {
    desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &fs::read(file).unwrap(), "2025-07-11T09:00:00+07:00");
    let run = desk.run(BEFORE);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

fn clean(desk: &Desk, run: &Run, agency: &str) {
    assert_eq!(run.standing(agency), "on_time", "{}", desk.feedback_text(agency));
    for weight in ["rejects", "errors", "warnings"] {
        assert_eq!(run.agency(agency)[weight], 0, "{}", desk.feedback_text(agency));
    }
}

#[test]
#[ignore = "needs python3 with openpyxl"]
fn a_form_filled_as_its_prompts_say_has_no_fault_and_comes_back_prefilled() {
    let desk = province();
    for agency in ["SYT", "X-THACHHA"] {
        let run = hand_in(&desk, agency, &filled(&desk, agency));
        clean(&desk, &run, agency);
    }
    desk.command().args(["release", "--now", NOON]).assert().success();
    desk.command().args(["forms", "--now", NEXT_MONDAY]).assert().success();
    for agency in ["SYT", "X-THACHHA"] {
        let before = read(&desk.path(&format!("{agency}.xlsx")));
        let after = read(&desk.path(&format!("mau/2025-W29/BC_{agency}_T29_2025.xlsx")));
        let tasks = before["tasks"].as_object().unwrap();
        assert!(tasks.len() > 5, "{before}");
        for (code, task) in tasks {
            assert_eq!(after["tasks"][code]["kept"], task["kept"], "{agency} {code}");
            assert_eq!(after["tasks"][code]["result"], Json::Null, "{agency} {code}");
            let shown = after["tasks"][code]["before"].as_str().unwrap_or_default();
            assert!(shown.contains(task["result"].as_str().unwrap()), "{agency} {code}: {shown}");
        }
    }
}

#[test]
#[ignore = "needs python3 with openpyxl and LibreOffice"]
fn so_has_one_that_libreoffice_saved_and_its_own_count_says_that_it_may_be_sent() {
    let desk = province();
    for agency in ["SYT", "X-THACHHA"] {
        let file = filled(&desk, agency);
        let profile = format!("-env:UserInstallation=file://{}", desk.path("profile").display());
        let out = desk.path("saved");
        let done = Command::new("soffice")
            .args([profile.as_str(), "--headless", "--convert-to", "xlsx", "--outdir"])
            .args([&out, &file])
            .output()
            .unwrap();
        let saved = out.join(file.file_name().unwrap());
        assert!(saved.exists(), "{}", String::from_utf8_lossy(&done.stderr));
        assert_eq!(read(&saved)["status"], "Có thể gửi");
        let run = hand_in(&desk, agency, &saved);
        clean(&desk, &run, agency);
    }
}

/// The feedback on a report of Sở Y tế with one slip.
fn spoiled(how: &str) -> (Run, String) {
    let desk = province();
    let good = filled(&desk, "SYT");
    let bad = desk.path("bad.xlsx");
    hand(&["spoil", how, good.to_str().unwrap(), bad.to_str().unwrap()]);
    let run = hand_in(&desk, "SYT", &bad);
    let text = desk.feedback_text("SYT");
    (run, text)
}

#[test]
#[ignore = "needs python3 with openpyxl"]
fn slips_are_named_and_none_is_swallowed() {
    // What was done, the standing it leads to, what the answer says, what it does not say.
    let table: [(&str, &str, &[&str], &[&str]); 9] = [
        ("tasks-deleted", "returned", &["[T07]", "\"NhiemVu\""], &["[N06]"]),
        ("targets-deleted", "returned", &["[T07]", "\"ChiTieu\""], &["[C18]"]),
        ("target-row-deleted", "on_time", &["[C18]", "Thiếu số liệu của 1 chỉ tiêu"], &["[T07]"]),
        ("formula-uncomputed", "on_time", &["[D04]", "tại G5", "tại J5"], &["#CHƯA TÍNH", "[N12]"]),
        ("last-week", "returned", &["[T14]", "ô B9"], &["[T27]"]),
        ("next-week", "missing", &["[T34]", "Chưa nhận được báo cáo tuần 28/2025"], &["[T27]"]),
        ("statuses-cleared", "on_time", &["[N11]", "15 ô: F5, F6"], &["2. [N11]"]),
        ("sorted", "on_time", &["ĐÃ NHẬN, KHÔNG CẦN SỬA."], &["["]),
        ("rows-inserted", "on_time", &["[D08]", "cảnh báo 00"], &["[N01]", "[N11]"]),
    ];
    for (how, standing, said, unsaid) in table {
        let (run, text) = spoiled(how);
        let answer = text.split_once('\n').map_or("", |(_, rest)| rest);
        assert_eq!(run.standing("SYT"), standing, "{how}: {text}");
        assert!(said.iter().all(|part| answer.contains(part)), "{how}: {text}");
        assert!(!unsaid.iter().any(|part| answer.contains(part)), "{how}: {text}");
    }
}
