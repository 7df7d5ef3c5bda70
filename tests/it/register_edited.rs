//! The desk edits its register in mid-week. After it issued the forms: an office that used its form as it came is blamed for
//! nothing. After the freeze: who had to report stays as it was fixed.

use crate::desk::{self, AGENCIES, CRITERIA, Desk, Run, TARGETS, TASKS};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tonghop::io::archive::sha256;
use tonghop::io::clock::Pause;
use tonghop::io::disk::{Disk, Interference, Operation};
use tonghop::io::workspace::{self, Workspace};
use tonghop::run::session::progress::Silent;
use tonghop::run::session::{self, Start};
use tonghop::run::status;
use tonghop::run::weekly::{self, RunOptions};

/// What the desk changes: content, deadline, goal and unit of what the forms were issued with.
const EDITS: [(&str, usize, &str, &str); 4] = [
    ("NhiemVu", 1, "Nội dung nhiệm vụ", "Xây dựng kho dữ liệu dùng chung của ngành"),
    ("NhiemVu", 2, "Thời hạn (theo văn bản)", "30/11/2025"),
    ("ChiTieu", 2, "Mục tiêu", "95"),
    ("ChiTieu", 2, "Đơn vị tính", "hồ sơ"),
];

/// The codes about what the form came with that its office is told.
fn told(desk: &Desk, run: &Run) -> Vec<&'static str> {
    assert_eq!(run.standing("SYT"), "on_time");
    let answer = desk.feedback_text("SYT");
    ["N07", "N08", "C12", "C13"].into_iter().filter(|code| answer.contains(&format!("[{code}]"))).collect()
}

#[test]
fn an_office_that_used_its_form_as_it_came_is_told_nothing_of_it() {
    let desk = Desk::new();
    let mut report = desk.report("SYT", "2025-W28");
    desk.write_register(&EDITS);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), "2025-07-11T09:00:00+07:00");
    assert_eq!(told(&desk, &desk.run("2025-07-11T10:00:00+07:00")), [""; 0], "{}", desk.feedback_text("SYT"));
    // Whoever writes into those cells is told what the register says.
    report.set("NhiemVu", "KH11-002", "Thời hạn", "31/12/2025");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), "2025-07-11T10:05:00+07:00");
    let told = told(&desk, &desk.run("2025-07-11T10:30:00+07:00"));
    assert_eq!(told, ["N07", "N08", "C12", "C13"]);
}

/// The offices whose rows are edited, and one that is added.
const EDITED: [&str; 5] = ["SYT", "STC", "X-A", "X-B", "BNC"];

/// Writes the register as somebody leaves it after the freeze: offices exempted, ended, sent elsewhere, one added.
fn edit_who_reports(desk: &Desk) {
    let (sheet, headings, rows) = AGENCIES;
    let added = "X-C|UBND xã Cẩm Bình|xã Cẩm Bình||Xã|Cấp xã|UBND các xã, phường||X-C|Có|Cả hai|SKHCN|8|01/01/2025||";
    let rows: Vec<&str> = rows.iter().copied().chain([added]).collect();
    let changes = [
        ("DonVi", 2, "Nộp báo cáo tuần?", "Không"),
        ("DonVi", 3, "Nộp báo cáo tuần?", "Không"),
        ("DonVi", 5, "Nơi nộp", "Chỉ VPTU"),
        ("DonVi", 6, "Hiệu lực đến", "10/7/2025"),
        ("DonVi", 7, "Nơi nộp", "Cả hai"),
    ];
    fs::write(desk.path("danh-muc.xlsx"), desk::register_workbook(&[(sheet, headings, &rows), TASKS, TARGETS, CRITERIA], &changes))
        .unwrap();
}

fn standings(run: &Run) -> Vec<(&'static str, String)> {
    EDITED.into_iter().map(|code| (code, run.standing(code).to_owned())).collect()
}

#[test]
fn who_had_to_report_stays_as_the_freeze_fixed_it() {
    let desk = Desk::new();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    desk.run("2025-07-11T10:55:00+07:00");
    desk.put("X-A/BC_X-A_T28_2025.xlsx", &desk.report("X-A", "2025-W28").bytes(), "2025-07-11T11:02:00+07:00");
    let frozen = desk.run("2025-07-11T11:05:00+07:00");
    let fixed = ["on_time", "missing", "late", "missing", "exempt"];
    assert_eq!(standings(&frozen), EDITED.into_iter().zip(fixed.map(str::to_owned)).collect::<Vec<_>>());

    edit_who_reports(&desk);
    let status = desk.json(&["status", "--now", "2025-07-11T11:19:00+07:00"], &[]);
    let run = desk.run("2025-07-11T11:20:00+07:00");
    let released = desk.run("2025-07-11T15:21:00+07:00");
    assert_eq!(released.json["phase"], "released");
    for after in [&status, &run, &released] {
        assert_eq!(standings(after), standings(&frozen));
        assert!(!after.json["agencies"].as_array().unwrap().iter().any(|line| line["code"] == "X-C"), "{}", after.json);
    }
    let calendar = status.json["calendar"].to_string();
    for told in [&calendar, &run.stderr] {
        assert!(told.contains("danh mục nay ghi khác về cơ quan phải báo cáo"), "{told}");
        for part in ["Sở Y tế nay không thuộc diện báo cáo tuần", "xã Thạch Hà nay chỉ nộp Văn phòng Tỉnh ủy", "xã Cẩm Bình mới thêm"]
        {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert!(told.contains("phường Trần Phú nay không có hiệu lực") && told.contains("Ban Nội chính nay phải báo cáo"), "{told}");
    }
    let verified = desk.command().args(["verify", "--now", "2025-07-11T16:00:00+07:00"]).output().unwrap();
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stdout));

    // A further version takes the corrected register, and its sheet of differences says so.
    let by = ["--reason", "danh mục sai", "--by", "Trần Thị Bình"];
    let reopen = ["reopen", "--period", "2025-W28", "--now", "2025-07-11T16:10:00+07:00"];
    desk.command().args(reopen).args(by).assert().success();
    desk.command().args(["release", "--period", "2025-W28", "--now", "2025-07-11T16:20:00+07:00"]).assert().success();
    let second = desk.product_text("TongHop_SKHCN_T28_2025_v2.xlsx");
    assert!(second.contains("Đúng hạn") && second.contains("Không phải nộp"), "{second}");
    let status = desk.json(&["status", "--period", "2025-W28", "--now", "2025-07-11T16:30:00+07:00"], &[]);
    assert_eq!((status.standing("SYT"), status.standing("STC"), status.standing("X-C")), ("exempt", "exempt", "missing"));
    let verified = desk.command().args(["verify", "--now", "2025-07-11T16:31:00+07:00"]).output().unwrap();
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stdout));
    let next = desk.run("2025-07-16T09:00:00+07:00");
    assert_eq!((next.standing("SYT"), next.standing("X-C")), ("exempt", "missing"));
    assert!(!next.stderr.contains("danh mục nay ghi khác"), "{}", next.stderr);
}

/// A frozen week with a register edited since, and the archive without that of the freeze.
#[test]
fn without_the_register_of_the_freeze_the_week_leaves_and_that_is_said() {
    const LOST: &str = "không đọc được danh mục lúc chốt";
    let desk = Desk::new();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    desk.run("2025-07-11T10:55:00+07:00");
    desk.run("2025-07-11T11:05:00+07:00");
    desk.lose_from_archive(&fs::read(desk.path("danh-muc.xlsx")).unwrap());
    edit_who_reports(&desk);
    let status = desk.json(&["status", "--now", "2025-07-11T11:19:00+07:00"], &[]);
    assert!(status.code == 2 && status.stderr.contains(LOST), "{}", status.stderr);
    let run = desk.run("2025-07-11T15:21:00+07:00");
    assert_eq!((run.code, run.json["phase"].as_str()), (2, Some("released")), "{}", run.stderr);
    assert!(run.stderr.contains(LOST), "{}", run.stderr);
}

/// Counts how often a file is read.
#[derive(Debug)]
struct Readings {
    path: PathBuf,
    times: AtomicUsize,
}

impl Interference for Readings {
    fn before(&self, operation: Operation, path: &Path) -> std::io::Result<()> {
        let counts = operation == Operation::Read && path == self.path;
        self.times.fetch_add(usize::from(counts), Ordering::Relaxed);
        Ok(())
    }
}

#[test]
fn the_register_of_the_freeze_is_read_once() {
    let desk = Desk::new();
    // A week that is over and not frozen would ask for the hours that each register gave it.
    desk.run("2025-07-04T10:50:00+07:00");
    desk.run("2025-07-04T15:20:00+07:00");
    desk.run("2025-07-11T10:50:00+07:00");
    desk.run("2025-07-11T11:01:00+07:00");
    let then = sha256(&fs::read(desk.path("danh-muc.xlsx")).unwrap());
    edit_who_reports(&desk);
    desk.run("2025-07-11T11:10:00+07:00");
    let path = desk.path("so-tiep-nhan/archive").join(&then[..2]).join(&then);
    let command = |what: &dyn Fn(Workspace, &Start)| {
        let readings = Arc::new(Readings { path: path.clone(), times: AtomicUsize::new(0) });
        let workspace = workspace::open_on(Disk::with(Arc::clone(&readings) as Arc<dyn Interference>), desk.root()).unwrap();
        let program = PathBuf::from(env!("CARGO_BIN_EXE_tonghop"));
        what(workspace, &Start { pause: Pause::with(|_| {}), ..Start::new(desk::at("2025-07-11T11:20:00+07:00"), 1, program) });
        readings.times.load(Ordering::Relaxed)
    };
    let run = |workspace, start: &Start| {
        let result = weekly::run(&mut session::open(workspace, start).unwrap(), RunOptions::default(), &Silent).unwrap();
        assert!(result.notices.iter().any(|notice| notice.contains("danh mục nay ghi khác")), "{:?}", result.notices);
    };
    assert_eq!(command(&run), 1);
    let status = |workspace: Workspace, start: &Start| {
        let status = status::status(&workspace, start, None).unwrap();
        assert!(status.calendar.iter().any(|line| line.contains("danh mục nay ghi khác")), "{:?}", status.calendar);
    };
    assert_eq!(command(&status), 1);
}
