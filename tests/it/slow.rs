//! Files that take a reading child too long: what comes of them is true of the moment, and never of the file.

use crate::desk::{Desk, at};
use crate::fault::InProcess;
use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tonghop::forms;
use tonghop::io::clock::Pause;
use tonghop::io::disk::{Disk, Interference, Operation};
use tonghop::io::reader_pool::{Attempt, ReaderPool, Readers, SentBasis, Validity, WorkbookReader};
use tonghop::io::workspace;
use tonghop::judge::file::{Basis, FileJudgement};
use tonghop::model::config::Limits;
use tonghop::model::history::History;
use tonghop::model::inbox::{Content, Folder};
use tonghop::model::period::Period;
use tonghop::model::register::Register;
use tonghop::model::span::Span;
use tonghop::model::submission::{Evidence, Standing};
use tonghop::model::workbook::Refusal;
use tonghop::reader::Received;
use tonghop::rules::Ruleset;
use tonghop::run::session::progress::Silent;
use tonghop::run::session::{self, Start};
use tonghop::run::weekly::{self, RunOptions, RunResult};

/// Leaves the files of one agency to the next run, as long as it is busy.
#[derive(Debug)]
struct Busy {
    agency: &'static str,
    busy: AtomicBool,
}

impl WorkbookReader for Busy {
    fn read(&self, bytes: &[u8], extension: &str) -> Result<Received, Refusal> {
        InProcess.read(bytes, extension)
    }

    fn judge(&self, bytes: &[u8], extension: &str, folder: &Folder, against: &SentBasis<'_>) -> Attempt<FileJudgement> {
        let slow = matches!(folder, Folder::Agency(code) if code.as_str() == self.agency);
        if slow && self.busy.load(Ordering::SeqCst) {
            let refusal = Refusal::Unsafe { cause: "đọc quá 2 giây chưa xong".to_owned() };
            let made = FileJudgement::of(Content::Refused(refusal), folder, against.basis());
            return Attempt { made, validity: Validity::LeftOver };
        }
        InProcess.judge(bytes, extension, folder, against)
    }

    fn limits(&self) -> Limits {
        Limits::DEFAULT
    }

    fn failure(&self) -> Option<String> {
        None
    }
}

fn run(reader: &Arc<Busy>, root: &Path, now: &str) -> RunResult {
    let readers = Readers::Given(Arc::clone(reader) as Arc<dyn WorkbookReader>);
    let start = Start {
        now: at(now),
        boot: None,
        server_said: None,
        threads: 1,
        readers,
        pause: Pause::with(|_| {}),
        wait_seconds: 0,
        played: false,
    };
    let mut session = session::open(workspace::open_on(Disk::default(), root).unwrap(), &start).unwrap();
    weekly::run(&mut session, RunOptions::default(), &Silent).unwrap()
}

fn standing(result: &RunResult, agency: &str) -> (Standing, Option<Evidence>) {
    let submissions = &result.current.as_ref().unwrap().consolidation.submissions;
    let of = submissions.iter().find(|submission| submission.agency.as_str() == agency).unwrap();
    (of.standing, of.evidence)
}

#[test]
fn what_a_run_has_no_time_for_is_received_and_left_to_the_next() {
    let desk = Desk::new();
    for agency in ["SYT", "STC"] {
        desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &desk.report(agency, "2025-W28").bytes(), "2025-07-11T10:55:00+07:00");
    }
    let reader = Arc::new(Busy { agency: "SYT", busy: AtomicBool::new(true) });
    // The last run before the hour of delivery, and the freeze: it is neither judged broken nor late.
    for now in ["2025-07-11T10:58:00+07:00", "2025-07-11T11:01:00+07:00"] {
        let busy = run(&reader, desk.root(), now);
        assert_eq!((busy.exit_code, standing(&busy, "SYT").0, standing(&busy, "STC").0), (0, Standing::Arriving, Standing::OnTime));
        assert!(busy.notices.iter().any(|notice| notice.contains("SYT/BC_SYT_T28_2025.xlsx")), "{:?}", busy.notices);
        assert!(busy.report.files.adds_up() && busy.report.files.returned == 0, "{:?}", busy.report.files);
    }
    reader.busy.store(false, Ordering::SeqCst);
    let calm = run(&reader, desk.root(), "2025-07-11T11:10:00+07:00");
    assert_eq!(standing(&calm, "SYT"), (Standing::OnTime, Some(Evidence::Scan)), "it counts as received when it was first seen");
    assert_eq!(calm.notices, Vec::<String>::new());
}

/// A share that answers nothing any more.
#[derive(Debug)]
struct Hanging {
    inbox: PathBuf,
}

impl Interference for Hanging {
    fn before(&self, _operation: Operation, path: &Path) -> io::Result<()> {
        if path.starts_with(&self.inbox) {
            std::thread::sleep(Duration::from_secs(60));
        }
        Ok(())
    }
}

#[test]
fn a_share_that_hangs_holds_back_neither_freeze_nor_release() {
    let desk = Desk::new();
    desk.configure("[limits]\noperation_seconds_max = 1");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T10:30:00+07:00");
    assert_eq!(desk.run("2025-07-11T10:42:00+07:00").standing("SYT"), "on_time");
    let (reader, began) = (Arc::new(Busy { agency: "SYT", busy: AtomicBool::new(false) }), Instant::now());
    for (now, product) in [("11:01", "TongHop_SKHCN_T28_2025_chot-11h00.xlsx"), ("15:20", "TongHop_SKHCN_T28_2025.xlsx")] {
        let readers = Readers::Given(Arc::clone(&reader) as Arc<dyn WorkbookReader>);
        let now = at(&format!("2025-07-11T{now}:00+07:00"));
        let start =
            Start { now, boot: None, server_said: None, threads: 1, readers, pause: Pause::with(|_| {}), wait_seconds: 0, played: false };
        let disk = Disk::with(Arc::new(Hanging { inbox: desk.path("nop") }));
        let mut session = session::open(workspace::open_on(disk, desk.root()).unwrap(), &start).unwrap();
        let run = weekly::run(&mut session, RunOptions::default(), &Silent).unwrap();
        assert_eq!((run.exit_code, standing(&run, "SYT").0), (10, Standing::OnTime), "{:?}", run.failures);
        assert!(run.notices.iter().any(|notice| notice.contains("theo sổ tiếp nhận")), "{:?}", run.notices);
        assert!(desk.path("ket-qua/2025-W28").join(product).exists());
    }
    assert!(began.elapsed() < Duration::from_secs(50), "it was waited for: {:?}", began.elapsed());
}

#[test]
fn a_reading_child_that_died_of_want_says_nothing_for_good() {
    let desk = Desk::new();
    let report = crate::trouble::one_task_in_rows(&desk, 20_000);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &report, "2025-07-11T09:00:00+07:00");
    let config = std::fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    desk.configure(&format!("[limits]\nchild_memory_bytes = {}", crate::reader_pool::DEADLY_MEMORY));
    assert_eq!(desk.run("2025-07-11T10:00:00+07:00").standing("SYT"), "returned");
    std::fs::write(desk.path("tonghop.toml"), config).unwrap();
    let run = desk.run("2025-07-11T10:05:00+07:00");
    assert_eq!((run.standing("SYT"), run.json["files"]["known"].as_u64()), ("on_time", Some(1)), "{}", run.stderr);
}

/// A child that never answers.
#[cfg(unix)]
#[test]
fn one_run_spends_only_so_much_time_on_slow_files() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let program = dir.path().join("never");
    std::fs::write(&program, "#!/bin/sh\nexec /bin/sleep 100\n").unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let week = Period::parse_id("2025-W28").unwrap();
    let basis = Basis {
        form: Cow::Borrowed(&forms::builtin()[0]),
        register: Cow::Owned(Register::default()),
        history: Cow::Owned(History::default()),
        rules: Cow::Owned(Ruleset::default()),
        span: Span::week(week),
        day: week.first_day(),
    };
    let basis = SentBasis::new(basis, String::new());
    let pool = |slow_files_seconds_max| {
        let limits = Limits { file_seconds_max: 3, slow_files_seconds_max, ..Limits::DEFAULT };
        ReaderPool::new(program.clone(), 1, limits)
    };
    let judged = |pool: &ReaderPool| pool.judge(b"PK", ".xlsx", &Folder::Common, &basis).validity;
    let started = Instant::now();
    let some = pool(1);
    assert_eq!([judged(&some), judged(&some)], [Validity::OfTheMoment, Validity::LeftOver]);
    assert!(started.elapsed() < Duration::from_secs(20));
}
