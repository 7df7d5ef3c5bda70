//! What a year of a desk leaves, and what keeping it costs: 52 weeks, 40 agencies, 6 runs a week through the program itself.
//!
//! ```text
//! cargo bench --bench year
//! cargo bench --bench year -- make         only makes the workspace and leaves it there, for a profiler
//! ```
#![allow(missing_docs, unreachable_pub, reason = "nobody calls a bench")]
#![allow(dead_code, reason = "the province has more than this bench asks for")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "it fails by panicking, and a table is all it gives")]

mod province;
mod watch;

use chrono::{Days, NaiveTime};
use province::Province;
use rayon::prelude::*;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;
use tonghop::model::moment::{self, Moment};
use tonghop::model::period::Period;
use watch::{Cost, watch};

const AGENCIES: usize = 40;
const WEEKS: usize = 52;
const FIRST: &str = "2025-W01";
/// When it runs: days before the Friday of the week, and the time.
const RUNS: [(u64, (u32, u32)); 6] = [(3, (9, 0)), (1, (16, 0)), (0, (9, 30)), (0, (10, 50)), (0, (11, 2)), (0, (15, 21))];
/// Agencies that have sent by the run of this number; the others come with the next one.
const SENT: [usize; 4] = [4, 12, 24, 40];

/// Promised of `verify`, from the archived bytes of all weeks.
const VERIFY_SECONDS: f64 = 10.0;

fn main() {
    // `cargo test --benches` starts benches too, but without this.
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("đo một năm: chỉ chạy với cargo bench");
        return;
    }
    let dir = TempDir::new().unwrap();
    let root = dir.path().join("goc");
    std::fs::create_dir(&root).unwrap();
    province::build(&root, Province { number: 0, agencies: AGENCIES });
    // Reports of the year itself follow; those of the one week that are made with a province are none of them.
    std::fs::remove_dir_all(root.join("nop")).unwrap();
    std::fs::create_dir_all(root.join("nop/_chung")).unwrap();
    let cpu = play(&root);
    println!("\n{AGENCIES} agencies, {WEEKS} weeks, {} runs: {cpu:.1} s cpu", WEEKS * RUNS.len());
    for part in ["ledger.sqlite", "so-phu", "archive", "nhat-ky"] {
        println!("    {part}: {:.1} MB", megabytes(&root.join("so-tiep-nhan").join(part)));
    }
    if std::env::args().any(|argument| argument == "make") {
        println!("{}", dir.keep().display());
        return;
    }
    keep(dir.path(), &root);
}

/// The year is backed up, lost, put back on another path, checked, and closed.
fn keep(dir: &Path, root: &Path) {
    let (copies, back, zip) = (dir.join("sao-luu"), dir.join("máy khác/nơi làm việc"), dir.join("nam.zip"));
    let (copies, zip) = (copies.to_str().unwrap(), zip.to_str().unwrap());
    let said = |what: &str, cost: Cost| {
        println!("    {what}: {:.2} s cpu, {:.2} s, {:.0} MiB", cost.cpu.unwrap_or(0.0), cost.wall, cost.peak.unwrap_or(0.0));
    };
    let now = |text: &str| format!("2026-01-0{text}:00+07:00");
    said("backup, the first", tonghop(root, &["backup", copies, "--now", &now("5T08:00")], &[0]));
    println!("        {:.1} MB", megabytes(Path::new(copies)));
    said("backup, nothing new", tonghop(root, &["backup", copies, "--now", &now("5T09:00")], &[0]));
    said("backup --full", tonghop(root, &["backup", copies, "--full", "--now", &now("5T10:00")], &[0]));
    println!("        {:.1} MB", megabytes(Path::new(copies)));
    std::fs::rename(root, dir.join("mất")).unwrap();
    let mut restore = Command::new(env!("CARGO_BIN_EXE_tonghop"));
    said("restore", watch(restore.env_clear().args(["restore", copies]).arg(&back).current_dir(dir), &[0]));
    // Offices' folders are connected again.
    std::fs::rename(dir.join("mất/nop"), back.join("nop")).unwrap();
    let verify = tonghop(&back, &["verify", "--now", &now("5T11:00")], &[0]);
    said("verify, all weeks", verify);
    let kept = if verify.cpu.is_some_and(|cpu| cpu <= VERIFY_SECONDS) { "kept" } else { "NOT KEPT" };
    println!("        promised at most {VERIFY_SECONDS} s cpu: {kept}");
    said("archive --year 2025", tonghop(&back, &["archive", "--year", "2025", "--out", zip, "--now", &now("5T12:00")], &[0]));
    println!("        {:.1} MB", megabytes(Path::new(zip)));
    said("verify --archive", tonghop(&back, &["verify", "--archive", zip], &[0]));
    said("run, the next week", tonghop(&back, &["run", "--now", &now("5T13:00")], &[0, 1]));
}

/// Plays the year; returns the seconds of cpu of all runs.
fn play(root: &Path) -> f64 {
    let province = Province { number: 0, agencies: AGENCIES };
    let register = province::register_of(root);
    let mut cpu = 0.0;
    let mut period = Period::parse_id(FIRST).unwrap();
    for week in 1..=WEEKS {
        let friday = moment::day(province::schedule().plain(period).submit);
        let mut sent = 0;
        for (run, (before, (hour, minute))) in RUNS.into_iter().enumerate() {
            let at = moment::at((friday - Days::new(before)).and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap()));
            let until = SENT.get(run).copied().unwrap_or(AGENCIES);
            let saved = at - chrono::TimeDelta::minutes(10);
            let as_of = format!("{} 08:00", (moment::day(saved)).format("%d/%m/%Y"));
            (sent..until).into_par_iter().for_each(|index| province::send(root, province, &register, index, period, saved, &as_of, week));
            sent = until;
            cpu += tonghop(root, &["run", "-q", "--now", &moment_text(at)], &[0, 1, 2]).cpu.unwrap_or(0.0);
        }
        period = period.next();
    }
    cpu
}

fn moment_text(at: Moment) -> String {
    at.to_rfc3339()
}

fn tonghop(root: &Path, arguments: &[&str], codes: &[i32]) -> Cost {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tonghop"));
    watch(command.env_clear().arg("-C").arg(root).args(arguments).current_dir(root), codes)
}

/// The size of a file, or of all files of a folder.
fn megabytes(path: &Path) -> f64 {
    let bytes: u64 = walkdir::WalkDir::new(path)
        .into_iter()
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .filter(|data| data.is_file())
        .map(|data| data.len())
        .sum();
    bytes as f64 / 1e6
}
