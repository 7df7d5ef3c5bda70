//! Workspaces that released versions of the program left, one in a folder of `tests/kept`: today's program opens each,
//! holds its records against themselves, and goes on with the week.
//!
//! `keep_a_workspace` makes the folder of a version, with the program of that version; see `tests/kept/README.md`.

use crate::desk::{Desk, Run};
use crate::evidence::{code_in, write_book};
use crate::kill::copy;
use std::fs;
use std::path::{Path, PathBuf};

const DOCUMENT: &[u8] = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n";

const LEDGER: &str = "so-tiep-nhan/ledger.sqlite";

/// What stands in the ledger of a kept workspace as the week that is still collecting.
const THIS_WEEK: &str = "2025-W30";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept")
}

/// Every kept workspace, by the version that made it.
fn kept() -> Vec<(String, Desk)> {
    let mut found: Vec<(String, Desk)> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), Desk::copy_of(&path, copy)))
        .collect();
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    assert!(!found.is_empty());
    found
}

fn put(desk: &Desk, agency: &str, period: &str, time: &str) {
    let name = format!("{agency}/BC_{agency}_T{}_2025.xlsx", period.trim_start_matches("2025-W"));
    desk.put(&name, &desk.report(agency, period).bytes(), time);
}

fn ran(desk: &Desk, now: &str) -> Run {
    let run = desk.run(now);
    assert_eq!(run.code, 0, "{now}: {}", run.stderr);
    run
}

fn ok(desk: &Desk, arguments: &[&str], now: &str) -> String {
    let output = desk.command().args(arguments).args(["--now", now]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{arguments:?} at {now}: {text}");
    text
}

/// Two weeks released, the first of them twice, a third collecting; in them something for every table of the ledger.
pub fn play(desk: &Desk) {
    // Week 28: on time, late and admitted, late and not, returned, a document, a row of the clerk, a secret removed.
    put(desk, "SYT", "2025-W28", "2025-07-11T09:00:00+07:00");
    put(desk, "VPTU", "2025-W28", "2025-07-11T09:10:00+07:00");
    desk.put("X-A/ke-hoach.pdf", DOCUMENT, "2025-07-11T09:20:00+07:00");
    let mut secret = desk.report("X-B", "2025-W28");
    secret.set("NhiemVu", "KH11-004", "Khó khăn, vướng mắc", "MẬT");
    desk.put("X-B/BC_X-B_T28_2025.xlsx", &secret.bytes(), "2025-07-11T09:30:00+07:00");
    ran(desk, "2025-07-11T10:00:00+07:00");
    ran(desk, "2025-07-11T10:55:00+07:00");
    put(desk, "STC", "2025-W28", "2025-07-11T11:02:00+07:00");
    put(desk, "SKHCN", "2025-W28", "2025-07-11T11:03:00+07:00");
    write_book(desk, &["28/2025|SKHCN||11/7/2025 10:40|Zalo||Nguyễn Thị A|"]);
    ran(desk, "2025-07-11T11:05:00+07:00");
    ok(desk, &["admit", "STC", "--reason", "Mất điện", "--by", "Nguyễn Văn A"], "2025-07-11T13:00:00+07:00");
    ran(desk, "2025-07-11T15:20:00+07:00");
    // Week 29: on time, nothing said, a file with a mistake; the week before is made once more.
    let mut corrected = desk.report("SYT", "2025-W28");
    corrected.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "75");
    desk.put("SYT/BC_SYT_T28_2025 dinh chinh.xlsx", &corrected.bytes(), "2025-07-14T07:50:00+07:00");
    ran(desk, "2025-07-14T08:00:00+07:00");
    ok(desk, &["reopen", "--period", "2025-W28", "--reason", "Sở Y tế đính chính", "--by", "Nguyễn Văn A"], "2025-07-14T08:10:00+07:00");
    let admit = ["admit", "SYT", "--period", "2025-W28", "--reason", "đính chính", "--by", "Nguyễn Văn A"];
    ok(desk, &admit, "2025-07-14T08:20:00+07:00");
    ok(desk, &["release", "--period", "2025-W28"], "2025-07-14T08:30:00+07:00");
    let mut wrong = desk.report("STC", "2025-W29");
    wrong.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "120");
    desk.put("STC/BC_STC_T29_2025.xlsx", &wrong.bytes(), "2025-07-18T09:00:00+07:00");
    put(desk, "SYT", "2025-W29", "2025-07-18T09:10:00+07:00");
    ran(desk, "2025-07-18T10:55:00+07:00");
    ran(desk, "2025-07-18T11:05:00+07:00");
    // Late, and left out: what it says is kept for the week after.
    put(desk, "VPTU", "2025-W29", "2025-07-18T11:30:00+07:00");
    ran(desk, "2025-07-18T15:20:00+07:00");
    // Week 30 collects.
    put(desk, "SYT", THIS_WEEK, "2025-07-24T16:00:00+07:00");
    ran(desk, "2025-07-25T08:00:00+07:00");
}

#[test]
#[ignore = "needs the program of the version to keep, in TONGHOP_KEEP, and its number in TONGHOP_KEEP_AS"]
fn keep_a_workspace() {
    let program = PathBuf::from(std::env::var("TONGHOP_KEEP").unwrap());
    let target = folder().join(std::env::var("TONGHOP_KEEP_AS").unwrap());
    assert!(!target.exists(), "{} is kept already", target.display());
    let desk = Desk::new().with_program(program);
    play(&desk);
    // The last to close the ledger has put everything into one file. Logs of runs are asked by nobody.
    assert!(!desk.path("so-tiep-nhan/ledger.sqlite-wal").exists());
    fs::remove_dir_all(desk.path("so-tiep-nhan/nhat-ky")).unwrap_or_default();
    copy(desk.root(), &target);
}

#[test]
fn a_kept_workspace_opens_agrees_and_goes_on() {
    for (version, desk) in kept() {
        let as_kept = fs::read(desk.path(LEDGER)).unwrap();
        let status = desk.json(&["status", "--now", "2025-07-25T08:30:00+07:00"], &[]);
        assert_eq!(status.code, 0, "{version}: {}", status.stderr);
        assert_eq!((status.standing("STC"), status.standing("SYT")), ("missing", "on_time"), "{version}: what came is known to `status`");
        let doctor = desk.command().args(["doctor", "--now", "2025-07-25T08:30:00+07:00"]).output().unwrap();
        let doctor = String::from_utf8(doctor.stdout).unwrap();
        assert!(doctor.contains("Chuỗi sổ tiếp nhận khớp.") && !doctor.contains("phiên bản mới"), "{version}: {doctor}");
        let told = ok(&desk, &["verify"], "2025-07-25T08:31:00+07:00");
        assert!(!told.contains("KHÔNG khớp"), "{version}: {told}");
        assert_eq!(told.contains("chưa niêm phong số liệu"), version == "0.1.0", "{told}");
        assert!(told.contains("Bản chốt Tuần 28/2025"), "{version}: every freeze is listed: {told}");
        assert!(told.contains("Bản trình ký số 2 Tuần 28/2025"), "{version}: {told}");

        // A code that was printed then still proves what it proved.
        let feedback = fs::read_to_string(desk.path("phan-hoi/2025-W28/PhanHoi_SYT_T28_2025.txt")).unwrap();
        let proof = ok(&desk, &["verify", &code_in(&feedback)], "2025-07-25T08:32:00+07:00");
        assert!(proof.contains("SYT/BC_SYT_T28_2025"), "{version}: {proof}");

        // None of these has changed the ledger; the first command that writes brings it up.
        assert_eq!(fs::read(desk.path(LEDGER)).unwrap(), as_kept, "{version}");
        ok(&desk, &["forms"], "2025-07-25T08:33:00+07:00");

        let before = desk.products();
        put(&desk, "STC", THIS_WEEK, "2025-07-25T10:40:00+07:00");
        let run = ran(&desk, "2025-07-25T10:50:00+07:00");
        assert_eq!((&run.json["files"]["received"], run.standing("STC")), (&1.into(), "on_time"), "{version}");
        assert_eq!(run.standing("SYT"), "on_time", "{version}: what another reader read is read again");
        ran(&desk, "2025-07-25T11:05:00+07:00");
        assert_eq!(ran(&desk, "2025-07-25T15:20:00+07:00").json["phase"], "released", "{version}");
        let after = desk.products();
        let touched: Vec<&String> = before.iter().filter(|(path, bytes)| after.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
        assert!(touched.iter().all(|path| path.contains(THIS_WEEK)), "{version}: {touched:?}");
        let told = ok(&desk, &["verify"], "2025-07-25T16:00:00+07:00");
        assert!(!told.contains("KHÔNG khớp") && told.contains("Tuần 30/2025"), "{version}: {told}");

        // Nobody is sent to an archive that does not hold what is lost.
        fs::remove_file(desk.path("ket-qua/2025-W29/TongHop_SKHCN_T29_2025.xlsx")).unwrap();
        let output = desk.command().args(["verify", "--now", "2025-07-25T16:10:00+07:00"]).output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        assert_eq!((output.status.code(), told.matches("tệp không còn ở chỗ cũ").count()), (Some(1), 1), "{version}: {told}");
        assert_eq!(told.contains("kho lưu không giữ sản phẩm"), version == "0.1.0", "{told}");
        assert_eq!(told.contains("đặt lại từ kho lưu"), version != "0.1.0", "{told}");
    }
}
