//! What a ledger of five years costs a command: 172,000 scans at the recommended rhythm, as many runs, and a receipt an
//! agency and week, all released but the current week.
//!
//! ```text
//! cargo bench --bench years                a young ledger, and what the years add: scans kept as intervals, and as
//!                                          version 0.1 kept them, one row each
//! cargo bench --bench years -- make        only makes the workspace with the years and leaves it there, for a profiler
//! ```
#![allow(missing_docs, unreachable_pub, reason = "nobody calls a bench")]
#![allow(dead_code, reason = "the province has more than this bench asks for")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "it fails by panicking, and a table is all it gives")]

mod province;
mod watch;

use chrono::{Datelike, Days, NaiveTime, TimeDelta, Weekday};
use province::Province;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;
use tonghop::forms::{self, Form};
use tonghop::io::disk::Disk;
use tonghop::io::inbox::ScannedFile;
use tonghop::io::ledger::{Ledger, NewReceipt, NewScan, ReleaseRecord, Verdict};
use tonghop::model::agency::AgencyCode;
use tonghop::model::config::Limits;
use tonghop::model::history::History;
use tonghop::model::inbox::{Content, Folder, InboxFile, Receipt};
use tonghop::model::late_rows::LateRows;
use tonghop::model::moment::{self, Moment};
use tonghop::model::outcome::Outcome;
use tonghop::model::period::{Period, PeriodName};
use tonghop::model::report::Reading;
use tonghop::run::receive::reading;
use watch::{Cost, watch};

const AGENCIES: usize = 150;
const SCANS: usize = 172_000;
/// For so long a run remembers what a report was read as.
const WEEKS_REMEMBERED: i64 = 10;
/// The first run of the program itself, and one that finds nothing new.
const FIRST: &str = "2025-07-11T10:50:00+07:00";
const AGAIN: &str = "2025-07-11T10:52:00+07:00";
/// Promised.
const MEMORY: f64 = 100.0;
const SECONDS: f64 = 0.3;

fn main() {
    // `cargo test --benches` starts benches too, but without this.
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("đo sổ năm năm: chỉ chạy với cargo bench");
        return;
    }
    if std::env::args().any(|argument| argument == "make") {
        let root = TempDir::new().unwrap().keep();
        province::build(&root, Province { number: 0, agencies: AGENCIES });
        fill(&root, false);
        run(&root, &["run", "--json", "--now", FIRST]);
        println!("{}", root.display());
        return;
    }
    let years = |single| move |root: &Path| fill(root, single);
    let young = measure("a young ledger", |_| {});
    for (what, single) in [("intervals", false), ("one row a scan, as version 0.1 kept them", true)] {
        for (young, old) in young.iter().zip(measure(what, years(single))) {
            println!("    more than a young one: {:.1} MiB, {:.2} s cpu", old.0 - young.0, old.1 - young.1);
        }
    }
}

/// Peak MiB and cpu seconds of `run` without news and of `status`, in a ledger that was filled.
fn measure(what: &str, fill: impl FnOnce(&Path)) -> [(f64, f64); 2] {
    let dir = TempDir::new().unwrap();
    province::build(dir.path(), Province { number: 0, agencies: AGENCIES });
    fill(dir.path());
    run(dir.path(), &["run", "--json", "--now", FIRST]);
    let size = std::fs::metadata(dir.path().join("so-tiep-nhan/ledger.sqlite")).unwrap().len() >> 20;
    println!("\n{AGENCIES} agencies, {what} (ledger of {size} MiB)");
    ["run", "status"].map(|command| {
        let cost = run(dir.path(), &[command, "--json", "--now", AGAIN]);
        let (cpu, peak) = (cost.cpu.unwrap_or(0.0), cost.peak.unwrap_or(0.0));
        let verdict = if peak <= MEMORY && cpu <= SECONDS { "kept" } else { "NOT KEPT" };
        println!("    {command}: {peak:.1} MiB, {cpu:.2} s cpu, promised at most {MEMORY} MiB and {SECONDS} s: {verdict}");
        (peak, cpu)
    })
}

fn run(root: &Path, arguments: &[&str]) -> Cost {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tonghop"));
    watch(command.env_clear().arg("-C").arg(root).args(arguments).current_dir(root), &[0])
}

/// Every scan before the current week, oldest first: hourly, every five minutes in office hours, every two minutes in the
/// hour before the submit cutoff.
fn scans() -> Vec<Moment> {
    let mut day = moment::day(Moment::parse_from_rfc3339(FIRST).unwrap()) - Days::new(5);
    let mut times = Vec::new();
    while times.len() < SCANS {
        let midnight = moment::at(day.and_time(NaiveTime::MIN));
        let office = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let due = |minute: &i64| {
            minute % 60 == 0
                || (office && (420..=1020).contains(minute) && minute % 5 == 0)
                || (day.weekday() == Weekday::Fri && (600..=660).contains(minute) && minute % 2 == 0)
        };
        times.extend((0..24 * 60).filter(due).rev().map(|minute| midnight + TimeDelta::minutes(minute)));
        day = day - Days::new(1);
    }
    times.truncate(SCANS);
    times.reverse();
    times
}

/// What the reports of a week were read as: those that lie in the inbox, of another week.
fn contents(root: &Path, codes: &[AgencyCode], form: &Form, week: Period) -> Vec<Content> {
    let report = |code: &AgencyCode| {
        let bytes = std::fs::read(root.join(format!("nop/{code}/BC_{code}_T28_2025.xlsx"))).unwrap();
        let mut extraction = forms::extract(&tonghop::reader::read(&bytes, ".xlsx", &Limits::DEFAULT).unwrap(), form);
        let period = &mut extraction.report.info.period;
        assert_eq!(period.value(), Period::parse_id(province::WEEK).map(PeriodName::Week).as_ref());
        period.reading = Reading::Value(PeriodName::Week(week));
        Content::Workbook(Box::new(extraction))
    };
    codes.iter().map(report).collect()
}

/// Writes five years into the ledger of a workspace, in one transaction. On Fridays at 9:00 every agency has sent; what
/// the reports of the last weeks were read as is remembered.
fn fill(root: &Path, single: bool) {
    let form = forms::current(moment::day(Moment::parse_from_rfc3339(FIRST).unwrap())).unwrap();
    let remembered = Moment::parse_from_rfc3339(FIRST).unwrap() - TimeDelta::weeks(WEEKS_REMEMBERED);
    let codes: Vec<AgencyCode> = (1..=AGENCIES).map(|index| AgencyCode::parse(&format!("A{index:04}")).unwrap()).collect();
    let areas: Vec<String> = codes.iter().map(|code| code.as_str().to_lowercase()).chain(["_chung".to_owned(), String::new()]).collect();
    let ledger = Ledger::open(&Disk::default(), &root.join("so-tiep-nhan")).unwrap();
    let write = |ledger: &Ledger| {
        for at in scans() {
            let sent = at.weekday() == Weekday::Fri && at.time() == NaiveTime::from_hms_opt(9, 0, 0).unwrap();
            let seen =
                NewScan { at, areas: &areas, present: 151, skew_seconds: Some(0), doubted: false, news: single || sent, cutoffs: &[] };
            let scan = ledger.record_scan(&seen)?;
            let run = ledger.start_run(at, "run")?;
            if sent {
                receive(ledger, &codes, (scan, run), at)?;
                if at >= remembered {
                    let contents = contents(root, &codes, form, Period::containing(moment::day(at)));
                    let named: Vec<(String, &Content)> = codes.iter().map(|code| sha256(code, at)).zip(&contents).collect();
                    let named: Vec<(&str, &Content)> = named.iter().map(|(sha256, content)| (sha256.as_str(), *content)).collect();
                    ledger.put_contents(&reading::reader_name(form), &named)?;
                }
            }
            if at.weekday() == Weekday::Fri && at.time() == NaiveTime::from_hms_opt(16, 0, 0).unwrap() {
                ledger.put_release(&release(at, scan), &History::default(), &[], &LateRows::default())?;
            }
            ledger.finish_run(run, 0)?;
        }
        Ok(())
    };
    ledger.transaction(write).unwrap();
}

/// A release as version 0.1 recorded it.
fn release(at: Moment, scan: i64) -> ReleaseRecord {
    let body = serde_json::json!({
        "period": Period::containing(moment::day(at)), "version": 1, "at": at, "late": false, "register_sha256": "", "config_sha256": "",
        "receipt_book_sha256": null, "last_receipt": 0, "receipts_head": null, "last_scan": scan, "files": []
    });
    serde_json::from_value(body).unwrap()
}

/// Instead of a digest.
fn sha256(code: &AgencyCode, at: Moment) -> String {
    format!("{code}-{at}")
}

fn receive(ledger: &Ledger, codes: &[AgencyCode], (scan, run): (i64, i64), at: Moment) -> Result<(), tonghop::io::failure::Failure> {
    let file = |code: &AgencyCode| ScannedFile {
        file: InboxFile {
            path: format!("{code}/BC_{code}_{}.xlsx", at.format("%Y%m%d")),
            folder: Folder::Agency(code.clone()),
            size: 20_000,
            modified_at: Some(at),
            server_time: Some(at),
        },
        folder_key: code.as_str().to_lowercase(),
        real: code.as_str().into(),
        modified_ns: 0,
        open_at_office: false,
    };
    let files: Vec<(ScannedFile, String)> = codes.iter().map(|code| (file(code), sha256(code, at))).collect();
    let batch: Vec<NewReceipt<'_>> = files.iter().map(|(file, sha256)| NewReceipt { file, sha256 }).collect();
    let receipts = ledger.record_receipts(&batch, scan, at)?;
    let verdict = |(receipt, agency): (&Receipt, &AgencyCode)| Verdict {
        receipt: receipt.seq,
        run,
        outcome: Outcome::Received,
        period: Some(Period::containing(moment::day(at))),
        agency: Some(agency.clone()),
        findings: Vec::new(),
    };
    ledger.put_verdicts(&receipts.iter().zip(codes).map(verdict).collect::<Vec<_>>())
}
