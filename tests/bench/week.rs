//! The speed that is promised: a week of a province through the program itself, on this machine, now.
//!
//! ```text
//! cargo bench --bench week                 150 agencies of 40 tasks
//! cargo bench --bench week -- 150 1000 4000
//! cargo bench --bench week -- beside 150    beside it the same week with public tools, and the limit (`public_tools.py`)
//! cargo bench --bench week -- make 150     only makes the workspace and leaves it there, for a profiler
//! ```
//!
//! The machine is seldom idle, so cpu seconds and the ratios within one run say more than wall time.
#![allow(missing_docs, unreachable_pub, reason = "nobody calls a bench")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "it fails by panicking, and a table is all it gives")]

mod province;
mod watch;

use province::Province;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Instant, SystemTime};
use tempfile::TempDir;
use tonghop::io::inbox;
use tonghop::io::workspace;
use tonghop::model::moment::Moment;
use tonghop::model::period::Period;
use tonghop::run::session;
use tonghop::text::areas::Areas;
use watch::{Cost, watch};

const COLLECTING: &str = "2025-07-11T10:50:00+07:00";
const AGAIN: &str = "2025-07-11T10:52:00+07:00";
const AGAIN_LATER: &str = "2025-07-11T10:54:00+07:00";
const SAVED_AGAIN: &str = "2025-07-11T10:55:00+07:00";
const ONE_CHANGED: &str = "2025-07-11T10:56:00+07:00";
const RELEASE: &str = "2025-07-11T15:20:00+07:00";
const AFTERWARDS: &str = "2025-07-11T15:40:00+07:00";

/// Promises for 150 agencies: wall seconds, and MiB of the parent.
const SECONDS: f64 = 2.0;
const MEMORY: f64 = 100.0;
/// Promises for any number: the parent at 4,000, and a scan against `find`.
const MEMORY_LARGE: f64 = 256.0;
const AGAINST_FIND: f64 = 2.0;
const TWO_THREADS: f64 = 1.6;
/// So many agencies are run with one thread and with two as well; more would take long.
const THREADS_TO: usize = 1000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` starts benches too, but without this.
    if !arguments.iter().any(|a| a == "--bench") {
        println!("đo tốc độ: chỉ chạy với cargo bench");
        return;
    }
    let sizes: Vec<usize> = arguments.iter().filter_map(|a| a.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![150] } else { sizes };
    for agencies in sizes {
        if arguments.iter().any(|a| a == "make") {
            let root = TempDir::new().unwrap().keep();
            province::build(&root, Province { number: 0, agencies });
            println!("{}", root.display());
        } else {
            measure(agencies, arguments.iter().any(|a| a == "beside"));
        }
    }
}

fn measure(agencies: usize, others: bool) {
    let dir = TempDir::new().unwrap();
    let root = dir.path();
    let start = Instant::now();
    province::build(root, Province { number: 0, agencies });
    let built = start.elapsed().as_secs_f64();
    println!("\n{agencies} agencies of {} tasks (made in {built:.1} s)", province::TASKS);
    println!("{:<44} {:>8} {:>8} {:>10} {:>10}", "", "wall s", "cpu s", "ms cpu/rep", "peak MiB");

    if agencies <= THREADS_TO {
        threads(root, agencies);
    }
    let cold = run(root, COLLECTING);
    line("cold: scan to draft and feedback", agencies, cold);
    if others {
        beside(root, agencies, cold);
    }
    // The first look after a file was written reads it again where the clock of the disk is too coarse to tell; that one goes the
    // whole way, and notes what the next need not do.
    for folder in ["ket-qua", "phan-hoi"] {
        age(&root.join(folder));
    }
    run(root, AGAIN);
    let unchanged = run(root, AGAIN_LATER);
    line("again, nothing changed", agencies, unchanged);
    change(root, agencies);
    let one = run(root, ONE_CHANGED);
    line("one report changed", agencies, one);
    scan(root, agencies);
    line("cutoff and release, all received before", agencies, run(root, RELEASE));
    line("after the release, nothing changed", agencies, run(root, AFTERWARDS));
    forget(root);
    line("cold: scan to frozen, release and feedback", agencies, run(root, RELEASE));

    let seconds = |cost: Cost| cost.cpu.unwrap_or(0.0);
    if agencies <= 150 {
        promise("nothing changed, cpu s", seconds(unchanged), 0.03);
        promise("one report changed, cpu s", seconds(one), 0.2);
        promise("cold run, wall s", cold.wall, SECONDS);
        promise("parent, MiB", cold.peak.unwrap_or(0.0), MEMORY);
    } else {
        promise("nothing changed, cpu s", seconds(unchanged), 0.3);
        if agencies <= 1000 {
            promise("one report changed, cpu s", seconds(one), 0.6);
        }
        promise("parent, MiB", cold.peak.unwrap_or(0.0), MEMORY_LARGE);
    }
}

/// A first look with one thread and with two. Their wall times tell on a quiet machine alone, so the best of a few is taken.
fn threads(root: &Path, agencies: usize) {
    let rounds = if agencies <= 150 { 3 } else { 1 };
    let mut best = [Cost { wall: f64::INFINITY, ..Cost::default() }; 2];
    for _ in 0..rounds {
        for (count, best) in ["1", "2"].into_iter().zip(&mut best) {
            let cost = run_with(root, COLLECTING, &["--threads", count]);
            if cost.wall < best.wall {
                *best = cost;
            }
            forget(root);
        }
    }
    let [one, two] = best;
    line("the same with one thread", agencies, one);
    line("the same with two threads", agencies, two);
    println!("    one thread / two, wall: {:.2}, promised at least {TWO_THREADS}", one.wall / two.wall);
}

/// The workspace as it was before its first run.
fn forget(root: &Path) {
    for folder in ["so-tiep-nhan", "ket-qua", "phan-hoi"] {
        fs::remove_dir_all(root.join(folder)).unwrap();
    }
    // Its numbers are those of the ledger that is gone.
    fs::remove_file(root.join("kien-nghi.xlsx")).unwrap();
}

/// One office sends its report again, with something new in it.
fn change(root: &Path, agencies: usize) {
    let register = province::register_of(root);
    let period = Period::parse_id(province::WEEK).unwrap();
    let saved = Moment::parse_from_rfc3339(SAVED_AGAIN).unwrap();
    let province = Province { number: 0, agencies };
    province::send(root, province, &register, agencies / 2, period, saved, "10/07/2025 16:00", 1);
}

/// The same week with public tools, and the work below which no tool can go, on the workspace of a cold run. Their figures must be
/// ours.
fn beside(root: &Path, agencies: usize, cold: Cost) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/public_tools.py");
    let cold = cold.cpu.unwrap_or(0.0);
    let other = |what: &str, out: Option<&Path>| {
        let mut command = Command::new("python3");
        command.arg(&script).arg(what).arg(root).args(out);
        let output = command.output().ok()?;
        let said = String::from_utf8_lossy(&output.stderr);
        if said.contains("ModuleNotFoundError") {
            return None;
        }
        assert!(output.status.success(), "{what}: {said}");
        let told = String::from_utf8(output.stdout).ok()?;
        told.lines().last()?.split(' ').map(|seconds| seconds.parse::<f64>().ok()).collect::<Option<Vec<_>>>()
    };
    match other("limit", None).as_deref() {
        Some([limit, ..]) => println!("    cold / limit ({limit:.2} s cpu): {:.2}", cold / limit),
        _ => println!("    the limit could not be measured: python3 with the module deflate is needed"),
    }
    for (what, named) in [("lean", "python-calamine + XlsxWriter"), ("pandas", "pandas + openpyxl")] {
        if what == "pandas" && agencies > 1000 {
            println!("    {named}: not at {agencies}, it would take minutes");
            continue;
        }
        let out = TempDir::new().unwrap();
        let Some([whole, unread]) = other(what, Some(out.path())).as_deref().and_then(|told| told.first_chunk().copied()) else {
            println!("    {named}: could not run, the modules are needed");
            continue;
        };
        println!(
            "    {named} ({whole:.2} s cpu) / ours: {:.2}; {:.2} where it does not read back what it wrote ({unread:.2} s)",
            whole / cold,
            unread / cold
        );
        let compared = Command::new("python3").arg(&script).arg("compare").arg(root).arg(out.path()).output().unwrap();
        print!("        {}", String::from_utf8_lossy(&compared.stdout));
        assert!(compared.status.success(), "{named} gives other figures");
    }
}

/// As if hours lay between two runs: by the time of a rehearsal nothing that is written now is ever old.
fn age(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            age(&path);
        } else {
            let time = SystemTime::from(Moment::parse_from_rfc3339(province::SAVED_AT).unwrap());
            fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
        }
    }
}

/// The program in a workspace at a moment, in a bare environment.
fn run(root: &Path, now: &str) -> Cost {
    run_with(root, now, &[])
}

fn run_with(root: &Path, now: &str, options: &[&str]) -> Cost {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tonghop"));
    command.env_clear().arg("-C").arg(root).args(["run", "--json", "--now", now]).args(options).current_dir(root);
    watch(&mut command, &[0])
}

/// The scan alone, as `run` does it when nothing is new, against the tool that only lists.
fn scan(root: &Path, agencies: usize) {
    const ROUNDS: usize = 5;
    let workspace = workspace::open(root).unwrap();
    let register = session::read_register(&workspace).unwrap().register;
    let inbox_folder = workspace.inbox();
    let exclude = workspace.not_inbox(&register);
    let terms = inbox::Terms::of(&workspace.config, tonghop::io::clock::now());
    let mut ours = Vec::new();
    let mut find = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let scan = inbox::scan(&workspace.disk, &inbox_folder, &Areas::new(&register), &exclude, &terms).unwrap();
        let known = workspace.ledger_to_read().unwrap().unwrap().known_files().unwrap();
        let same = scan.files.iter().filter(|f| known.get(&f.file.path).is_some_and(|k| k.modified_ns == f.modified_ns)).count();
        ours.push(start.elapsed().as_secs_f64());
        assert_eq!(same, agencies, "files known");
        let mut command = Command::new("find");
        let start = Instant::now();
        if command.arg(&inbox_folder).args(["-printf", "%s %T@ %p\n"]).output().is_ok_and(|o| o.status.success()) {
            find.push(start.elapsed().as_secs_f64());
        }
    }
    let ours = median(ours);
    line("scan of unchanged files alone", agencies, Cost { wall: ours, cpu: None, peak: None });
    if !find.is_empty() {
        let find = median(find);
        line("find -printf over them", agencies, Cost { wall: find, cpu: None, peak: None });
        promise("scan / find", ours / find, AGAINST_FIND);
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn line(what: &str, agencies: usize, cost: Cost) {
    let number = |value: Option<f64>, digits: usize| value.map_or_else(|| "-".to_owned(), |v| format!("{v:.digits$}"));
    let each = cost.cpu.map(|cpu| cpu * 1000.0 / agencies as f64);
    println!("{what:<44} {:>8.3} {:>8} {:>10} {:>10}", cost.wall, number(cost.cpu, 2), number(each, 2), number(cost.peak, 1));
}

fn promise(what: &str, found: f64, promised: f64) {
    let verdict = if found <= promised { "kept" } else { "NOT KEPT" };
    println!("    {what}: {found:.2}, promised at most {promised}: {verdict}");
}
