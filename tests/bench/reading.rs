//! What reading costs against calamine, which only streams: CPU time of this process, over the same files, each read
//! from disk anew, nothing kept between them.
//!
//! ```text
//! cargo bench --bench reading                  4,000 reports
//! cargo bench --bench reading -- 500           500 reports
//! cargo bench --bench reading -- 500 read      only our reader and ten times, for a profiler; also: stream, check …
//! ```
//!
//! The ways take turns in batches, so that a busy neighbour costs all of them alike. calamine streams the same sheets as
//! our reader, which leaves out those that nobody reads back; what all sheets cost it is said beside.
#![allow(missing_docs, unreachable_pub, reason = "nobody calls a bench")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "it fails by panicking, and a table is all it gives")]

mod province;

use calamine::{Reader, Xlsx};
use province::Province;
use std::borrow::Cow;
use std::fs;
use std::hint::black_box;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::Instant;
use tempfile::TempDir;
use tonghop::forms::{self, Form};
use tonghop::io::reader_pool::{ReaderPool, SentBasis, WorkbookReader};
use tonghop::io::registers;
use tonghop::judge::file::{self, Basis};
use tonghop::model::agency::AgencyCode;
use tonghop::model::config::Limits;
use tonghop::model::history::History;
use tonghop::model::inbox::Folder;
use tonghop::model::moment;
use tonghop::model::period::Period;
use tonghop::model::span::Span;
use tonghop::model::workbook::RawWorkbook;
use tonghop::reader::{self, Received};
use tonghop::rules::Ruleset;

/// Promised: our reader with checks, against calamine over the same sheets.
const PROMISED: f64 = 1.0;
/// Files that one way takes before the next way has its turn.
const BATCH: usize = 250;
/// Sheets that our reader leaves out.
const UNREAD: [&str; 3] = ["_DM", "HuongDan", "ViDu"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` starts benches too, but without this.
    if !arguments.iter().any(|a| a == "--bench") {
        println!("đo tốc độ đọc: chỉ chạy với cargo bench");
        return;
    }
    let reports = arguments.iter().find_map(|a| a.parse().ok()).unwrap_or(4000);
    let dir = TempDir::new().unwrap();
    province::build(dir.path(), Province { number: 0, agencies: reports });
    let work = Work::of(dir.path());
    match WAYS.into_iter().find(|way| arguments.iter().any(|a| a == way.word)) {
        Some(only) => (0..10).for_each(|_| only.take(&work, &work.files)),
        None => compare(&work),
    }
}

/// One way to read a file; it says how many cells or findings it saw, so that nothing is left out as unused.
#[derive(Clone, Copy)]
struct Way {
    word: &'static str,
    what: &'static str,
    read: fn(&Work, &File) -> usize,
}

const WAYS: [Way; 5] = [
    Way { word: "stream", what: "calamine, the sheets that we read", read: |_, file| stream(file, &UNREAD) },
    Way { word: "all", what: "calamine, all sheets", read: |_, file| stream(file, &[]) },
    Way { word: "read", what: "our reader", read: |_, file| read(file).sheets.len() },
    Way { word: "extract", what: "our reader, report extracted", read: |work, file| usize::from(extracted(work, file)) },
    Way { word: "check", what: "our reader with checks", read: check },
];

impl Way {
    fn take(&self, work: &Work, files: &[File]) {
        for file in files {
            black_box((self.read)(work, file));
        }
    }
}

/// A report.
struct File {
    path: PathBuf,
    agency: AgencyCode,
}

/// What the rules are given.
struct Work {
    files: Vec<File>,
    form: &'static Form,
    against: SentBasis<'static>,
}

impl Work {
    fn of(root: &Path) -> Self {
        let bytes = fs::read(root.join("danh-muc.xlsx")).unwrap();
        let period = Period::parse_id(province::WEEK).unwrap();
        let day = moment::day(province::schedule().plain(period).submit);
        let register = registers::understand(&reader::read(&bytes, ".xlsx", &Limits::DEFAULT).unwrap()).unwrap().in_force(day);
        let file = |agency: &AgencyCode| {
            let path = root.join("nop").join(agency.as_str()).join(format!("BC_{agency}_T28_2025.xlsx"));
            File { path, agency: agency.clone() }
        };
        let form = forms::current(day).unwrap();
        let basis = Basis {
            form: Cow::Borrowed(form),
            register: Cow::Owned(register.clone()),
            history: Cow::Owned(History::default()),
            rules: Cow::Owned(Ruleset::default()),
            span: Span::week(period),
            day,
        };
        Self {
            files: register.agencies.iter().map(|agency| file(&agency.code)).collect(),
            form,
            against: SentBasis::new(basis, "one".to_owned()),
        }
    }
}

fn stream(file: &File, unread: &[&str]) -> usize {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(&file.path).unwrap())).unwrap();
    let mut cells = 0;
    for name in book.sheet_names().into_iter().filter(|name| !unread.contains(&name.as_str())) {
        let mut reader = book.worksheet_cells_reader(&name).unwrap();
        while let Some(cell) = reader.next_cell().unwrap() {
            black_box(&cell);
            cells += 1;
        }
    }
    cells
}

fn read(file: &File) -> RawWorkbook {
    match reader::receive(&fs::read(&file.path).unwrap(), ".xlsx", &Limits::DEFAULT).unwrap() {
        Received::Workbook(workbook) => workbook,
        Received::Document(kind) => panic!("a {kind}"),
    }
}

fn extracted(work: &Work, file: &File) -> bool {
    forms::extract(&read(file), work.form).report.tasks.is_some()
}

/// The judgement of a file, as a child makes it.
fn check(work: &Work, file: &File) -> usize {
    let judged = file::file(&read(file), &Folder::Agency(file.agency.clone()), work.against.basis());
    judged.verdict.file.len() + judged.verdict.rows.len()
}

fn compare(work: &Work) {
    let mut spent = [0.0; WAYS.len()];
    for (turn, batch) in work.files.chunks(BATCH).enumerate() {
        // Whoever comes first finds the files out of the caches: each is first in turn.
        for place in 0..WAYS.len() {
            let place = (place + turn) % WAYS.len();
            let before = cpu().own;
            WAYS[place].take(work, batch);
            spent[place] += cpu().own - before;
        }
    }
    let (whole, wall) = whole(work);
    let reports = work.files.len();
    println!("\n{reports} reports of {} tasks\n{:<44} {:>8} {:>10} {:>10}", province::TASKS, "", "cpu s", "ms cpu/rep", "/ calamine");
    let line = |what: &str, seconds: f64| {
        println!("{what:<44} {seconds:>8.2} {:>10.3} {:>10.2}", seconds * 1000.0 / reports as f64, seconds / spent[0]);
    };
    for (way, seconds) in WAYS.iter().zip(&spent) {
        line(way.what, *seconds);
    }
    line("the same with checks, read in child processes", whole);
    println!("    in child processes: {wall:.2} s of wall time, one child");
    let ratio = spent[WAYS.len() - 1] / spent[0];
    let verdict = if ratio <= PROMISED { "kept" } else { "NOT KEPT" };
    println!("    with checks / calamine: {ratio:.2}, promised at most {PROMISED}: {verdict}");
}

/// As the program does it: a child reads and judges. CPU of both, and wall time.
fn whole(work: &Work) -> (f64, f64) {
    let (before, start) = (cpu(), Instant::now());
    let pool = ReaderPool::new(env!("CARGO_BIN_EXE_tonghop").into(), 1, Limits::DEFAULT);
    for file in &work.files {
        let judged = pool.judge(&fs::read(&file.path).unwrap(), ".xlsx", &Folder::Agency(file.agency.clone()), &work.against);
        assert!(black_box(judged).made.verdict.refusal.is_none());
    }
    // The time of a child counts once it has been waited for.
    drop(pool);
    let after = cpu();
    (after.own + after.children - before.own - before.children, start.elapsed().as_secs_f64())
}

/// CPU seconds so far.
struct Cpu {
    own: f64,
    children: f64,
}

fn cpu() -> Cpu {
    /// Ticks in a second; the same on every Linux that people use.
    const TICKS: f64 = 100.0;
    let text = fs::read_to_string("/proc/self/stat").unwrap();
    // The fields after the name of the program, which may hold anything.
    let fields: Vec<f64> = text.rsplit_once(')').unwrap().1.split_whitespace().skip(11).take(4).map(|f| f.parse().unwrap()).collect();
    Cpu { own: (fields[0] + fields[1]) / TICKS, children: (fields[2] + fields[3]) / TICKS }
}
