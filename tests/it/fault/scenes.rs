//! Commands of the program in process, and the weeks in which they are disturbed.

use crate::desk::{Desk, at};
use std::path::Path;
use std::sync::Arc;
use tonghop::io::clock::Pause;
use tonghop::io::disk::Disk;
use tonghop::io::failure::Failure;
use tonghop::io::reader_pool::{Readers, WorkbookReader};
use tonghop::io::workspace;
use tonghop::model::clock_reading::BootTime;
use tonghop::model::config::Limits;
use tonghop::model::period::Period;
use tonghop::model::workbook::Refusal;
use tonghop::reader::{self, Received};
use tonghop::run::admit::{self, AdmitAnswer, AdmitRequest};
use tonghop::run::exit;
use tonghop::run::recover::{self, RecoverRequest};
use tonghop::run::release;
use tonghop::run::reopen::{self, ReopenAnswer, ReopenRequest};
use tonghop::run::sent::{self, SentAnswer, SentRequest};
use tonghop::run::session::progress::Silent;
use tonghop::run::session::{Session, Start};
use tonghop::run::watched::{self, Noted};
use tonghop::run::weekly::{self, RunOptions};
use tonghop::run::withdraw::{self, WithdrawAnswer, WithdrawRequest};

/// Reads in this process: what is tested here is what happens around it.
#[derive(Debug)]
pub struct InProcess;

impl WorkbookReader for InProcess {
    fn read(&self, bytes: &[u8], extension: &str) -> Result<Received, Refusal> {
        reader::receive(bytes, extension, &Limits::DEFAULT)
    }

    fn limits(&self) -> Limits {
        Limits::DEFAULT
    }

    fn failure(&self) -> Option<String> {
        None
    }
}

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Run,
    /// A run on a machine that has counted so many minutes.
    Counted(i64),
    /// A run while the file server says the same as our clock.
    Confirmed,
    /// Two late agencies at once.
    Admit,
    Revoke,
    Sent,
    Reopen,
    Withdraw,
    Release,
    Recover,
}

/// A command, its instant on the Friday of week 28 (with a day of July before it, on that one), and the code that it ends
/// with undisturbed: that of what it works around.
pub type Call = (Act, &'static str, u8);

/// What a command said.
#[derive(Debug, Default)]
pub struct Told {
    pub code: u8,
    /// A file of the inbox could not be read, or is taken to be still arriving.
    pub hidden: bool,
    /// The code of each failure that did not stop it.
    pub failures: Vec<&'static str>,
}

/// A week, and the command in it that is disturbed: the first of these. Afterwards all of them are played on a disk that
/// works.
pub struct Scene {
    pub name: &'static str,
    pub desk: Desk,
    pub calls: &'static [Call],
    /// New reports are read in the disturbed run: one that a fault hides is missing from what is fixed then, and comes
    /// by evidence afterwards.
    pub fixes_what_it_reads: bool,
}

impl Act {
    /// Does it record what a person decided? Such a command is repeated only if its decision is not there.
    pub fn decides(self) -> bool {
        matches!(self, Self::Admit | Self::Revoke | Self::Sent | Self::Reopen | Self::Withdraw)
    }
}

pub fn moment(time: &str) -> String {
    if time.contains('T') { format!("2025-07-{time}:00+07:00") } else { format!("2025-07-11T{time}:00+07:00") }
}

/// Calls a command on a disk.
pub fn call(disk: Disk, root: &Path, (act, now, _): Call) -> Result<Told, Failure> {
    let boot = match act {
        Act::Counted(minutes) => Some(BootTime { id: "a".to_owned(), milliseconds: minutes * 60_000 }),
        _ => None,
    };
    let start = Start {
        now: at(&moment(now)),
        boot,
        server_said: (act == Act::Confirmed).then_some(0),
        threads: 1,
        readers: Readers::Given(Arc::new(InProcess)),
        pause: Pause::with(|_| {}),
        wait_seconds: 0,
        played: false,
    };
    let workspace = workspace::open_on(disk, root)?;
    let period = Period::parse_id("2025-W28").unwrap();
    let (reason, by) = ("mất điện".to_owned(), "Chánh Văn phòng".to_owned());
    let of_run = |session: &mut Session| match act {
        Act::Release => release::release(session, Some(period), &Silent),
        _ => weekly::run(session, RunOptions::default(), &Silent),
    };
    let admission = AdmitRequest {
        codes: vec!["VPTU".to_owned(), "X-B".to_owned()],
        all_late: false,
        reason: reason.clone(),
        by: by.clone(),
        period: Some(period),
        file: None,
        until: None,
    };
    match act {
        Act::Run | Act::Counted(_) | Act::Confirmed | Act::Release => {
            let result = watched::watched(workspace, &start, "run", of_run)?;
            Ok(Told {
                code: result.exit_code,
                hidden: !result.unreadable.is_empty() || result.report.files.arriving > 0,
                failures: result.failures.iter().map(Failure::code).collect(),
            })
        }
        Act::Admit => noted(watched::noted(workspace, &start, "admit", |s| admit::admit(s, &admission, |_| None), AdmitAnswer::lines)?),
        Act::Revoke => noted(watched::noted(workspace, &start, "admit", |s| admit::revoke(s, &admission), AdmitAnswer::lines)?),
        Act::Sent => {
            let request = SentRequest { period, number: "12/BC".to_owned(), to: vec!["UBND tỉnh".to_owned()], at: None, by };
            noted(watched::noted(workspace, &start, "sent", |s| sent::sent(s, &request), SentAnswer::lines)?)
        }
        Act::Reopen => {
            let request = ReopenRequest { period, reason, by };
            noted(watched::noted(workspace, &start, "reopen", |s| reopen::reopen(s, &request), ReopenAnswer::lines)?)
        }
        Act::Withdraw => {
            let request = WithdrawRequest { period, reason, by };
            let noted = watched::noted(workspace, &start, "withdraw", |s| withdraw::withdraw(s, &request), WithdrawAnswer::lines)?;
            let failures: Vec<Failure> = noted.answer.failures.into_iter().chain(noted.troubles.into_iter().map(|t| t.failure)).collect();
            Ok(Told { code: exit::of(&failures), hidden: false, failures: failures.iter().map(Failure::code).collect() })
        }
        Act::Recover => {
            recover::recover(&workspace, &start, &RecoverRequest { new: false, reason, by })?;
            Ok(Told::default())
        }
    }
}

fn noted<T>(noted: Noted<T>) -> Result<Told, Failure> {
    let failures: Vec<Failure> = noted.troubles.into_iter().map(|trouble| trouble.failure).collect();
    Ok(Told { code: exit::of(&failures), hidden: false, failures: failures.iter().map(Failure::code).collect() })
}

const REPORTERS: [&str; 3] = ["SYT", "STC", "X-A"];

fn reported(desk: &Desk, revision: &str, percent: &str, time: &str) {
    for agency in REPORTERS {
        let mut report = desk.report(agency, "2025-W28");
        if agency == "SYT" {
            // With it the workbook of the desk is written.
            report.set("NhiemVu", "KH11-001", "Kiến nghị, đề xuất", "Bố trí vốn");
        }
        report.info("Lần nộp", revision).info("Lãnh đạo duyệt", &format!("Giám đốc {percent}"));
        desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &report.bytes(), &moment(time));
    }
}

/// Reported and looked at in the morning.
fn begun() -> Desk {
    let desk = Desk::new();
    reported(&desk, "1", "40", "09:00");
    assert_eq!(desk.run(&moment("10:00")).code, 0);
    desk
}

/// Newer reports lie there since.
fn revised() -> Desk {
    let desk = begun();
    reported(&desk, "2", "50", "10:40");
    desk
}

/// A run whose clock said Saturday ended the week; newer reports lie there since.
fn ended_too_early() -> Desk {
    let desk = after(begun(), &[(Act::Run, "12T09:00", 0)]);
    reported(&desk, "2", "50", "10:40");
    desk
}

/// Two offices are late after the freeze. The ledger as it was in the morning is kept beside.
fn two_late() -> Desk {
    let desk = begun();
    assert_eq!(desk.run(&moment("10:55")).code, 0);
    std::fs::copy(desk.path("so-tiep-nhan/ledger.sqlite"), desk.path("so-buoi-sang")).unwrap();
    for agency in ["VPTU", "X-B"] {
        desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &desk.report(agency, "2025-W28").bytes(), &moment("11:02"));
    }
    assert_eq!(desk.run(&moment("11:05")).standing("VPTU"), "late");
    desk
}

/// The ledger is put back as it was in the morning, and another report comes.
fn refused() -> Desk {
    let desk = two_late();
    for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
        std::fs::remove_file(desk.path("so-tiep-nhan").join(name)).ok();
    }
    std::fs::copy(desk.path("so-buoi-sang"), desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    desk.put("SKHCN/BC_SKHCN_T28_2025.xlsx", &desk.report("SKHCN", "2025-W28").bytes(), &moment("12:00"));
    desk
}

/// A desk after some calls.
fn after(desk: Desk, calls: &[Call]) -> Desk {
    for one in calls {
        let code = call(Disk::default(), desk.root(), *one).map_or_else(|failure| failure.exit_code(), |told| told.code);
        assert_eq!(code, one.2, "{one:?}");
    }
    desk
}

/// A report that came while the ledger was refused, noted then; the ledger is recovered since.
pub fn kept_while_refused() -> Desk {
    after(refused(), &[NOTE, RECOVER])
}

const NOTE: Call = (Act::Run, "13:00", 13);
const RECOVER: Call = (Act::Recover, "13:10", 0);
const TAKE_OVER: Call = (Act::Run, "13:20", 0);
const ADMIT: Call = (Act::Admit, "11:30", 0);
const REVOKE: Call = (Act::Revoke, "11:40", 0);
const RELEASE: Call = (Act::Run, "15:25", 0);
const SENT: Call = (Act::Sent, "15:40", 0);
const REOPEN: Call = (Act::Reopen, "15:50", 0);
const BY_HAND: Call = (Act::Release, "14:00", 0);
const WITHDRAW: Call = (Act::Withdraw, "14:10", 0);
const AGAIN: Call = (Act::Release, "16:00", 0);
const THURSDAY: Call = (Act::Counted(100), "10T10:00", 0);
const SATURDAY: Call = (Act::Counted(105), "12T09:00", 0);
const BY_SERVER: Call = (Act::Confirmed, "10:50", 0);
const SET_RIGHT: Call = (Act::Counted(110), "10T10:10", 0);

/// A scene that nobody has prepared yet.
pub struct Plan {
    pub name: &'static str,
    prepare: fn() -> Desk,
    calls: &'static [Call],
    fixes_what_it_reads: bool,
}

impl Plan {
    pub fn prepared(&self) -> Scene {
        let Self { name, prepare, calls, fixes_what_it_reads } = *self;
        Scene { name, desk: prepare(), calls, fixes_what_it_reads }
    }
}

pub fn scenes() -> Vec<Plan> {
    let away = || {
        let desk = begun();
        std::fs::rename(desk.path("nop"), desk.path("xa")).unwrap();
        desk
    };
    let broken = || {
        let desk = begun();
        std::fs::write(desk.path("tonghop.toml"), "[desk").unwrap();
        desk
    };
    // The very first look of a desk, in which its ledger and its archive are made.
    let beginning = || {
        let desk = Desk::new();
        reported(&desk, "1", "40", "09:00");
        desk
    };
    fn jumped() -> Desk {
        let desk = after(Desk::new(), &[THURSDAY]);
        reported(&desk, "1", "40", "10T10:03");
        desk
    }
    fn scene(name: &'static str, prepare: fn() -> Desk, calls: &'static [Call]) -> Plan {
        Plan { name, prepare, calls, fixes_what_it_reads: false }
    }
    vec![
        scene("beginning", beginning, &[(Act::Run, "10:00", 0)]),
        scene("collecting", revised, &[(Act::Run, "10:50", 0)]),
        scene("freezing and releasing", begun, &[RELEASE]),
        Plan { fixes_what_it_reads: true, ..scene("freezing what came just before", revised, &[(Act::Run, "11:05", 0)]) },
        scene("releasing without the share", away, &[(Act::Run, "15:25", 10)]),
        scene("releasing by the last configuration", broken, &[(Act::Run, "15:25", 2)]),
        scene("looking by a clock in doubt", jumped, &[SATURDAY, SET_RIGHT]),
        scene("looking by a clock that was set right", || after(jumped(), &[SATURDAY]), &[SET_RIGHT]),
        scene("keeping what comes while the ledger is refused", refused, &[NOTE, RECOVER, TAKE_OVER]),
        scene("recovering the ledger", || after(refused(), &[NOTE]), &[RECOVER, TAKE_OVER]),
        scene("taking over what was kept", kept_while_refused, &[TAKE_OVER, RELEASE]),
        scene("granting an exception", two_late, &[ADMIT, RELEASE]),
        scene("taking an exception back", || after(two_late(), &[ADMIT]), &[REVOKE, RELEASE]),
        scene("withdrawing", || after(two_late(), &[BY_HAND]), &[WITHDRAW, (Act::Run, "14:20", 0), RELEASE]),
        scene("making void what a wrong clock ended", ended_too_early, &[BY_SERVER, (Act::Run, "11:05", 0), RELEASE]),
        scene("releasing in place of what was withdrawn", || after(two_late(), &[BY_HAND, WITHDRAW]), &[RELEASE, (Act::Run, "15:28", 0)]),
        scene("recording that a release was sent", || after(two_late(), &[RELEASE]), &[SENT, (Act::Run, "16:10", 0)]),
        scene("reopening", || after(two_late(), &[RELEASE]), &[REOPEN, (Act::Run, "16:10", 0)]),
        scene("releasing once more", || after(two_late(), &[RELEASE, REOPEN, (Act::Admit, "15:55", 0)]), &[AGAIN, (Act::Run, "16:10", 0)]),
    ]
}
