//! Reading in child processes: deadly files cost themselves alone.

use crate::package::Package;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tonghop::io::excel_write;
use tonghop::io::reader_pool::{ReaderPool, WorkbookReader};
use tonghop::model::config::Limits;
use tonghop::model::moment;
use tonghop::model::workbook::{RawValue, RawWorkbook, Refusal};
use tonghop::reader::Received;
use tonghop::sheets::sheet::{Book, Cell, Row, Sheet, Style};

fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_tonghop"))
}

fn pool(limits: Limits) -> ReaderPool {
    ReaderPool::new(program(), 2, limits)
}

fn workbook(rows: usize, text: &str) -> Vec<u8> {
    let created = chrono::NaiveDate::from_ymd_opt(2025, 7, 11).unwrap().and_hms_opt(11, 0, 0).unwrap();
    let row = |number: usize| Row { height: 15.0, cells: vec![Cell::text(format!("{text} {number}"), Style::BODY)] };
    let sheet = Sheet { name: "NhiemVu".to_owned(), rows: (0..rows).map(row).collect(), ..Sheet::default() };
    let book = Book { title: String::new(), created: moment::at(created), properties: vec![], names: vec![], sheets: vec![sheet] };
    excel_write::to_bytes(&book).unwrap()
}

/// The same package with one part changed.
fn changed(package: &[u8], part: &str, change: impl FnOnce(String) -> String) -> Vec<u8> {
    Package::open(package).edit(part, change).pack()
}

/// The memory of a child that [`deadly`] ends.
pub(crate) const DEADLY_MEMORY: u64 = 64 << 20;

/// One text of 100 MB in a file of 100 KB: within what a package may declare, and more than a child of
/// [`DEADLY_MEMORY`] can hold.
pub(crate) fn deadly() -> Vec<u8> {
    let text = "x".repeat(100 << 20);
    changed(&workbook(3, "chữ"), "xl/sharedStrings.xml", |strings| strings.replacen("chữ", &text, 1))
}

fn deadly_limits() -> Limits {
    Limits { child_memory_bytes: DEADLY_MEMORY, ..Limits::DEFAULT }
}

fn cells(received: Result<Received, Refusal>) -> Vec<String> {
    let Ok(Received::Workbook(RawWorkbook { sheets, .. })) = received else { panic!("{received:?}") };
    let text = |value: &RawValue| if let RawValue::Text(text) = value { text.to_string() } else { panic!("{value:?}") };
    sheets[0].cells().map(|(_, value)| text(value)).collect()
}

fn died() -> Result<Received, Refusal> {
    Err(Refusal::Unsafe { cause: "bộ đọc dừng đột ngột (tệp có thể hỏng hoặc quá lớn)".to_owned() })
}

#[test]
fn a_file_that_claims_four_billion_strings_is_read_without_harm() {
    let huge = changed(&workbook(3, "chữ"), "xl/sharedStrings.xml", |strings| {
        assert!(strings.contains("uniqueCount=\"3\""), "{strings}");
        strings.replace("uniqueCount=\"3\"", "uniqueCount=\"4294967295\"")
    });
    assert_eq!(cells(pool(Limits::DEFAULT).read(&huge, "xlsx")).len(), 3);
}

#[test]
fn a_file_that_kills_its_reader_costs_itself_alone() {
    let pool = pool(deadly_limits());
    let (good, deadly) = (workbook(3, "chữ"), deadly());
    for _ in 0..2 {
        assert_eq!(cells(pool.read(&good, "xlsx")), ["chữ 0", "chữ 1", "chữ 2"]);
        assert_eq!(pool.read(&deadly, "xlsx"), died());
    }
    assert_eq!(cells(pool.read(&good, ".XLSX")).len(), 3);
    assert_eq!(pool.failure(), None);
}

#[test]
fn memory_is_limited_in_the_child_itself() {
    let text = "Tham mưu ban hành kế hoạch ".repeat(300);
    let large = workbook(6_000, &text);
    let small = Limits { child_memory_bytes: 64 << 20, ..Limits::DEFAULT };
    assert_eq!(pool(small).read(&large, "xlsx"), died());
    assert_eq!(cells(pool(Limits::DEFAULT).read(&large, "xlsx")).len(), 6_000);
}

#[test]
fn a_file_that_takes_too_long_is_ended() {
    let limits = Limits { file_seconds_max: 0, ..Limits::DEFAULT };
    let start = Instant::now();
    let refusal = pool(limits).read(&workbook(20_000, "chữ"), "xlsx");
    assert_eq!(refusal, Err(Refusal::Unsafe { cause: "đọc quá 0 giây chưa xong".to_owned() }));
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn many_threads_share_few_children_and_each_gets_its_own_answer() {
    let pool = pool(deadly_limits());
    let deadly = deadly();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (pool, deadly) = (&pool, &deadly);
            scope.spawn(move || {
                for round in 0..5 {
                    let text = format!("luồng {thread} lượt {round}");
                    assert_eq!(cells(pool.read(&workbook(1, &text), "xlsx")), [format!("{text} 0")]);
                    if (thread + round) % 4 == 0 {
                        assert_eq!(pool.read(deadly, "xlsx"), died());
                    }
                }
            });
        }
    });
}

#[test]
fn a_child_that_is_no_reader_is_noticed() {
    // A program that ends at once, and one that is not there.
    let silent = ReaderPool::new(PathBuf::from("/bin/true"), 1, Limits::DEFAULT);
    assert_eq!(silent.read(&workbook(1, "a"), "xlsx"), died());
    let missing = ReaderPool::new(PathBuf::from("/nowhere/tonghop"), 1, Limits::DEFAULT);
    assert!(matches!(missing.read(&workbook(1, "a"), "xlsx"), Err(Refusal::Unsafe { .. })));
    assert!(missing.failure().is_some(), "that is our failure, not the file's");
}

#[test]
fn documents_are_no_refusals() {
    let pool = pool(Limits::DEFAULT);
    assert_eq!(pool.read(b"%PDF-1.7", "pdf"), Ok(Received::Document("PDF".to_owned())));
    assert_eq!(pool.read(b"", "xlsx"), Err(Refusal::Empty));
}
