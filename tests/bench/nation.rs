//! A nation of desks: provinces of which each consolidates its offices with the program itself, and one desk above to which all of
//! them hand on; what that costs on this machine, how much travels, and whether the figures are those that a database counts.
//!
//! ```text
//! cargo bench --bench nation                   34 provinces of 134 offices of 40 tasks
//! cargo bench --bench nation -- 4 134          4 provinces
//! cargo bench --bench nation -- reading 150    only what reading one consolidation costs beside reading reports
//! ```
//!
//! Reading is promised by the row: a row of an office costs in its desk's workbook less than three times what it costs in the office's
//! own report. Times of a busy machine say little; `valgrind --tool=callgrind --toggle-collect='*report_rows'` before the program of the bench
//! counts the instructions of reports, and the same with `*consolidation_rows` those of the consolidation. DuckDB is asked if `python3` has it.
#![allow(missing_docs, unreachable_pub, reason = "nobody calls a bench")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "it fails by panicking, and a table is all it gives")]

mod province;
mod watch;

use province::Province;
use serde_json::Value as Json;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;
use tonghop::forms::desk_report::read;
use tonghop::forms::{self, Form};
use tonghop::io::excel_write;
use tonghop::model::config::Limits;
use tonghop::model::moment::{self, Moment};
use tonghop::reader;
use watch::{Cost, watch};

const RELEASE: &str = "2025-07-11T15:20:00+07:00";
const HANDED_ON: &str = "2025-07-11T15:25:00+07:00";
const ABOVE: [&str; 2] = ["2025-07-11T15:26:00+07:00", "2025-07-11T16:20:00+07:00"];
/// Promised: a row in a consolidation against a row in a report.
const PROMISED: f64 = 3.0;
/// The queries for a nation.
const QUERIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/toan-quoc/tong-hop.sql");

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` starts benches too, but without this.
    if !arguments.iter().any(|a| a == "--bench") {
        println!("đo nhiều đầu mối: chỉ chạy với cargo bench");
        return;
    }
    let sizes: Vec<usize> = arguments.iter().filter_map(|a| a.parse().ok()).collect();
    if arguments.iter().any(|a| a == "reading") {
        let dir = TempDir::new().unwrap();
        let province = Province { number: 0, agencies: sizes.first().copied().unwrap_or(150) };
        let (workbook, _) = released(dir.path(), province);
        reading(dir.path(), &fs::read(workbook).unwrap());
        return;
    }
    let (provinces, agencies) = (sizes.first().copied().unwrap_or(34), sizes.get(1).copied().unwrap_or(134));
    nation(&(0..provinces).map(|number| Province { number, agencies }).collect::<Vec<_>>());
}

/// The desk above all provinces, into whose inbox they hand on.
fn build_above(root: &Path, provinces: &[Province]) {
    let configuration = "rehearsal = true\n\n[desk]\ncode = \"TW\"\nlayout = \"party\"\n\n[schedule]\nrelease = \"Fri 16:30\"\n\n[policy]\n\
                         settle_seconds = 0\n";
    fs::write(root.join("tonghop.toml"), configuration).unwrap();
    fs::create_dir_all(root.join("nop/_chung")).unwrap();
    let own = "TW|Cơ quan Trung ương|Trung ương||Ban Đảng|Đảng|||TW|Không|Cả hai|TW|0|01/01/2025|||";
    fs::write(root.join("danh-muc.xlsx"), excel_write::to_bytes(&province::register_book(provinces, &[own])).unwrap()).unwrap();
}

/// A week of a province to its release: the workbook that leaves, and what the run cost.
fn released(root: &Path, province: Province) -> (PathBuf, Cost) {
    province::build(root, province);
    let cost = run(root, RELEASE);
    let released = fs::read_dir(root.join("ket-qua").join(province::WEEK)).unwrap().map(|entry| entry.unwrap().path());
    let name = format!("TongHop_{}_T28_2025.xlsx", province.code(0));
    let workbook = released.into_iter().find(|path| path.ends_with(&name)).unwrap_or_else(|| panic!("no {name}"));
    (workbook, cost)
}

/// The program in a workspace at a moment, in a bare environment.
fn run(root: &Path, now: &str) -> Cost {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tonghop"));
    command.env_clear().arg("-C").arg(root).args(["run", "--json", "--now", now]).current_dir(root);
    // TMPDIR and PATH are not there on purpose, as with cron.
    watch(&mut command, &[0])
}

fn line(what: &str, cost: Cost) {
    let number = |value: Option<f64>, digits: usize| value.map_or_else(|| "-".to_owned(), |v| format!("{v:.digits$}"));
    println!("{what:<58} {:>8.2} {:>8} {:>10}", cost.wall, number(cost.cpu, 2), number(cost.peak, 1));
}

fn nation(provinces: &[Province]) {
    let offices: usize = provinces.iter().map(|province| province.agencies).sum();
    println!("{} provinces, {offices} offices of {} tasks", provinces.len(), province::TASKS);
    println!("{:<58} {:>8} {:>8} {:>10}", "", "wall s", "cpu s", "peak MiB");
    let above = TempDir::new().unwrap();
    let exported = TempDir::new().unwrap();
    build_above(above.path(), provinces);
    let (mut sum, mut largest, mut bytes, mut parquet) = (Cost::default(), 0u64, 0u64, Cost::default());
    let mut tasks = [0u64; 2];
    for province in provinces {
        let dir = TempDir::new().unwrap();
        let (workbook, cost) = released(dir.path(), *province);
        sum = added(sum, cost);
        let size = fs::metadata(&workbook).unwrap().len();
        (largest, bytes) = (largest.max(size), bytes + size);
        let counted = totals(&workbook.with_extension("json"));
        tasks = [tasks[0] + counted[0], tasks[1] + counted[1]];
        hand_on(above.path(), *province, &workbook);
        let mut command = Command::new(env!("CARGO_BIN_EXE_tonghop"));
        command.env_clear().arg("-C").arg(dir.path()).args(["export", "--format", "parquet", "--out"]).arg(exported.path());
        parquet = added(parquet, watch(&mut command, &[0]));
    }
    line("all provinces, one after the other: scan to release", sum);
    println!("    what travels: {} workbooks, {:.1} MB; the largest {:.2} MB", provinces.len(), mb(bytes), mb(largest));
    line("the desk above: reads them and makes its draft", run(above.path(), ABOVE[0]));
    line("the desk above: its release", run(above.path(), ABOVE[1]));
    let folder = above.path().join("ket-qua").join(province::WEEK);
    let workbook = folder.join("TongHop_TW_T28_2025.xlsx");
    println!("    its workbook: {:.1} MB", mb(fs::metadata(&workbook).unwrap().len()));
    let counted = totals(&workbook.with_extension("json"));
    println!("    tasks done: {}/{}; the provinces add up to {}/{}", counted[1], counted[0], tasks[1], tasks[0]);
    assert_eq!(counted, tasks);
    line("all provinces: exported for programs", parquet);
    database(exported.path(), tasks);
    let dir = TempDir::new().unwrap();
    let (workbook, _) = released(dir.path(), provinces[0]);
    reading(dir.path(), &fs::read(workbook).unwrap());
}

/// Costs of commands that were run one after the other; of memory the most.
fn added(one: Cost, other: Cost) -> Cost {
    let peak = one.peak.into_iter().chain(other.peak).reduce(f64::max);
    Cost { wall: one.wall + other.wall, cpu: Some(one.cpu.unwrap_or(0.0) + other.cpu.unwrap_or(0.0)), peak }
}

fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// All tasks of a release, and those that are done.
fn totals(data: &Path) -> [u64; 2] {
    let data: Json = serde_json::from_slice(&fs::read(data).unwrap()).unwrap();
    let tasks = &data["totals"]["tasks"];
    [&tasks["total"], &tasks["done"]].map(|number| number.as_u64().unwrap_or_else(|| panic!("no figures in {}", data["totals"])))
}

/// Lays a workbook into the inbox of the desk above.
fn hand_on(above: &Path, province: Province, workbook: &Path) {
    let folder = above.join("nop").join(province.code(0));
    fs::create_dir_all(&folder).unwrap();
    let to = folder.join(workbook.file_name().unwrap());
    fs::copy(workbook, &to).unwrap();
    let at = Moment::parse_from_rfc3339(HANDED_ON).unwrap();
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(at.timestamp()).unwrap());
    fs::File::options().write(true).open(&to).unwrap().set_modified(at).unwrap();
}

/// The same totals by the queries for a nation.
fn database(folder: &Path, tasks: [u64; 2]) {
    let script = "
import os, sys, time
try:
    import duckdb
except ImportError:
    sys.exit(9)
os.chdir(sys.argv[1])
start = time.time()
db = duckdb.connect()
db.execute(open(sys.argv[2], encoding='utf-8').read())
total, done = db.execute('SELECT total, done FROM toan_quoc').fetchone()
print(int(total), int(done), round(time.time() - start, 2))";
    let output = Command::new("python3").args(["-c", script]).arg(folder).arg(QUERIES).output();
    let Some(output) = output.ok().filter(|output| output.status.code() != Some(9)) else {
        println!("    DuckDB is not there: nothing was asked");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    println!("    by DuckDB over the Parquet files: tasks, done, seconds: {}", said.trim());
    assert!(said.starts_with(&format!("{} {} ", tasks[0], tasks[1])), "{said}");
}

/// What reading a consolidation costs by the row, beside reading the reports it was made of; taking turns.
fn reading(root: &Path, consolidation: &[u8]) {
    const ROUNDS: usize = 5;
    let reports: Vec<Vec<u8>> = walkdir::WalkDir::new(root.join("nop"))
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "xlsx"))
        .map(|path| fs::read(path).unwrap())
        .collect();
    let form = forms::current(moment::day(Moment::parse_from_rfc3339(RELEASE).unwrap())).unwrap();
    let (mut of_reports, mut of_consolidation) = (Vec::new(), Vec::new());
    let mut rows = [0usize; 2];
    for _ in 0..ROUNDS {
        let start = Instant::now();
        rows[0] = reports.iter().map(|bytes| black_box(report_rows(bytes, form))).sum();
        of_reports.push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        rows[1] = black_box(consolidation_rows(consolidation));
        of_consolidation.push(start.elapsed().as_secs_f64());
    }
    let each = |times: &mut Vec<f64>, rows: usize| {
        times.sort_by(f64::total_cmp);
        times[0] * 1e6 / rows as f64
    };
    let (report, consolidation) = (each(&mut of_reports, rows[0]), each(&mut of_consolidation, rows[1]));
    println!("    a row in a report: {report:.1} µs ({} rows); in a consolidation: {consolidation:.1} µs ({} rows)", rows[0], rows[1]);
    let verdict = if consolidation / report < PROMISED { "kept" } else { "NOT KEPT" };
    println!("    consolidation / report by the row: {:.2}, promised less than {PROMISED}: {verdict}", consolidation / report);
}

/// Rows of tasks, targets and criteria in a report.
#[inline(never)]
fn report_rows(bytes: &[u8], form: &Form) -> usize {
    let report = forms::extract(&reader::read(bytes, ".xlsx", &Limits::DEFAULT).unwrap(), form).report;
    let tasks = report.tasks.map_or(0, |table| table.rows.len());
    tasks + report.targets.map_or(0, |table| table.rows.len()) + report.criteria.map_or(0, |table| table.rows.len())
}

/// The same of all offices in a consolidation.
#[inline(never)]
fn consolidation_rows(bytes: &[u8]) -> usize {
    let report = read::read(&reader::read(bytes, ".xlsx", &Limits::DEFAULT).unwrap()).unwrap();
    report.offices.iter().map(|office| office.tasks.len() + office.targets.len() + office.criteria.len()).sum()
}
