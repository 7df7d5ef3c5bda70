//! A fortnight of 146 offices (`samples/nghe-an`): the figures that its author wrote down before it was first played
//! (`ket-qua-mong-doi.csv`) stand on the first page, and can be counted again in the lists behind it and in the data.

use crate::sample::figures::{first_page, grid, records};
use assert_cmd::Command;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;
use tonghop::model::config::Limits;
use tonghop::model::workbook::RawWorkbook;

const W38: &str = "2025-W38";
const W39: &str = "2025-W39";
/// The task that was finished between the two releases.
const MOVED: &str = "KH328-013";
const PARTY: &str = "Chuyển đổi số trong các cơ quan Đảng và Mặt trận Tổ quốc năm 2025";
const PLAN_02: &str = "Kế hoạch số 02-KH/BCĐTW (cấp tỉnh)";

type Rows = Vec<BTreeMap<String, String>>;

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/nghe-an")
}

static PLAYED: LazyLock<TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let mut command = Command::cargo_bin("tonghop").unwrap();
    command.env_clear().env("TZ", "UTC").current_dir(dir.path());
    let played = command.arg("rehearse").arg(sample()).args(["--out", "out", "--quiet"]).output().unwrap();
    assert!(played.status.success(), "{}", String::from_utf8_lossy(&played.stderr));
    dir
});

fn product(period: &str, ending: &str) -> Vec<u8> {
    let week = &period[6..];
    let path = PLAYED.path().join(format!("out/ket-qua/{period}/TongHop_SKHCN_T{week}_2025{ending}"));
    fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn workbook(period: &str) -> RawWorkbook {
    tonghop::reader::read(&product(period, ".xlsx"), ".xlsx", &Limits::DEFAULT).unwrap()
}

fn data(period: &str) -> Json {
    serde_json::from_slice(&product(period, ".json")).unwrap()
}

/// The data file of the first release, in which what was confirmed of communes stands.
pub(crate) fn texts() -> [String; 1] {
    [String::from_utf8(product(W38, ".json")).unwrap()]
}

fn table(name: &str) -> Rows {
    csv::Reader::from_path(sample().join(name)).unwrap().into_deserialize().map(Result::unwrap).collect()
}

/// What the author expects of a week, of one kind.
fn expected(period: &str, kind: &str) -> Rows {
    table("ket-qua-mong-doi.csv").into_iter().filter(|row| row["period"] == period && row["kind"] == kind).collect()
}

/// The key figures of the first page by label: each stands below its label.
fn tiles(book: &RawWorkbook) -> BTreeMap<String, String> {
    let grid = grid(book.sheet("Tổng hợp").unwrap());
    let below = |row: u32, column: u32| grid.get(&(row + 1))?.get(&column).cloned();
    let labels = grid.iter().flat_map(|(row, cells)| cells.iter().map(move |(column, text)| (*row, *column, text.clone())));
    labels.filter_map(|(row, column, label)| Some((label, below(row, column)?))).collect()
}

#[test]
fn the_first_page_says_every_expected_figure() {
    for period in [W38, W39] {
        let book = workbook(period);
        let (page, tiles) = (first_page(&book), tiles(&book));
        let (figures, sentences) = (expected(period, "tile"), expected(period, "sentence"));
        assert!(figures.len() >= 5 && sentences.len() >= 9, "{period}");
        for row in figures {
            assert_eq!(tiles.get(&row["name"]), Some(&row["expected"]), "{period} {}: {tiles:?}", row["name"]);
        }
        for row in sentences {
            assert!(page.contains(&row["expected"]), "{period} {}: {}\n{page}", row["name"], row["expected"]);
        }
    }
}

#[test]
fn the_written_report_says_every_expected_figure() {
    for period in [W38, W39] {
        let path = PLAYED.path().join(format!("out/ket-qua/{period}/BaoCao_SKHCN_T{}_2025.docx", &period[6..]));
        let report = tonghop::io::word::read(&fs::read(path).unwrap()).unwrap();
        let text: Vec<String> = report.paragraphs.into_iter().map(|paragraph| paragraph.text).collect();
        let text = text.join("\n");
        // The first page gives the parts of a programme in short.
        let short = |text: &str| text.contains(" hoàn thành (");
        for row in expected(period, "sentence").into_iter().filter(|row| !short(&row["expected"])) {
            assert!(text.contains(&row["expected"]), "{period} {}: {}\n{text}", row["name"], row["expected"]);
        }
        for programme in [
            format!(
                "- {PARTY}: hoàn thành 07/43 nhiệm vụ (đạt 16%); 08/43 thực hiện thường xuyên; 16/43 đang triển khai; 12/43 chưa đến kỳ."
            ),
            format!("- {PLAN_02}: hoàn thành 22/23 nhiệm vụ (đạt 96%); "),
        ] {
            assert!(text.contains(&programme), "{period} {programme}\n{text}");
        }
    }
}

#[test]
fn every_office_stands_as_expected() {
    for period in [W38, W39] {
        let told: BTreeMap<String, String> =
            expected(period, "standing").into_iter().map(|row| (row["name"].clone(), row["expected"].clone())).collect();
        let data = data(period);
        let agencies = data["agencies"].as_array().unwrap();
        assert_eq!((agencies.len(), told.len()), (146, 4), "{period}");
        for agency in agencies {
            let code = agency["code"].as_str().unwrap();
            let standing = told.get(code).map_or("on_time", String::as_str);
            assert_eq!(agency["standing"], standing, "{period} {code}");
        }
    }
}

fn count(rows: &Rows, test: impl Fn(&BTreeMap<String, String>) -> bool) -> usize {
    rows.iter().filter(|row| test(row)).count()
}

/// Hoàn thành, thường xuyên, đang triển khai and chưa đến kỳ of some tasks, and how many there are.
fn four(rows: &Rows, of: impl Fn(&BTreeMap<String, String>) -> bool) -> [usize; 5] {
    let state = |word: &str| count(rows, |row| of(row) && row["Trạng thái"].starts_with(word));
    let (all, done, regular, later) = (count(rows, &of), state("Hoàn thành"), state("Thường xuyên"), state("Chưa đến kỳ"));
    [done, regular, all - done - regular - later, later, all]
}

#[test]
fn the_figures_are_counted_again_in_the_lists_behind() {
    for (period, done) in [(W38, 37), (W39, 38)] {
        let book = workbook(period);
        let tasks = records(&book, "Nhiệm vụ", "Mã nhiệm vụ");
        assert_eq!(four(&tasks, |_| true), [done, 8, 102 - done - 20, 12, 102], "{period}");
        assert_eq!(four(&tasks, |row| row["Năm"] == "2025"), [35, 8, 27, 12, 82], "{period}");
        assert_eq!(four(&tasks, |row| row["Chương trình"] == PARTY), [7, 8, 16, 12, 43], "{period}");
        assert_eq!(four(&tasks, |row| row["Chương trình"] == PLAN_02), [22, 0, 1, 0, 23], "{period}");
        let open = |row: &BTreeMap<String, String>| row["Năm"] == "2025" && !row["Trạng thái"].starts_with("Hoàn thành");
        let begun = ["Đang thực hiện", "Thường xuyên"];
        assert_eq!(count(&tasks, open), 47, "{period}");
        assert_eq!(count(&tasks, |row| open(row) && begun.contains(&row["Trạng thái đơn vị báo"].as_str())), 46, "{period}");

        let targets = records(&book, "Chỉ tiêu", "Mã chỉ tiêu");
        let reached = |row: &BTreeMap<String, String>| ["Đạt", "Vượt"].contains(&row["Đánh giá"].as_str());
        assert_eq!((count(&targets, reached), targets.len()), (39, 65), "{period}");
        let of_year = |row: &BTreeMap<String, String>| row["Năm"] == "2025";
        assert_eq!((count(&targets, |row| of_year(row) && reached(row)), count(&targets, of_year)), (29, 45), "{period}");

        let communes = records(&book, "Tiêu chí xã", "Mã đơn vị");
        let full = |row: &BTreeMap<String, String>| (1..=16).all(|number| row[&format!("TC{number:02}")] == "✓");
        let confirmed = |row: &BTreeMap<String, String>| row["Ghi chú"].contains("Xác nhận “XANH” ngày 08/9/2025");
        assert_eq!((count(&communes, full), count(&communes, confirmed), communes.len()), (130, 130, 130), "{period}");

        let reports = records(&book, "Nộp báo cáo", "Mã đơn vị");
        assert_eq!((count(&reports, |row| row["Kết quả"].starts_with("Đúng hạn")), reports.len()), (142, 146), "{period}");
    }
}

#[test]
fn the_data_says_the_same() {
    for (period, done) in [(W38, 37), (W39, 38)] {
        let data = data(period);
        let totals = &data["totals"];
        assert_eq!((&totals["tasks"]["done"], &totals["tasks"]["total"]), (&done.into(), &102.into()), "{period}");
        let line = |by: &str, name: &str| -> Json {
            let of = |line: &&Json| line["by"] == by && line["name"] == name;
            totals["lines"].as_array().unwrap().iter().find(of).unwrap_or_else(|| panic!("{period}: no {name}")).clone()
        };
        for (by, name, part, whole) in [("year", "2025", 35, 82), ("programme", PARTY, 7, 43), ("programme", PLAN_02, 22, 23)] {
            let line = line(by, name);
            assert_eq!((&line["done"], &line["total"]), (&part.into(), &whole.into()), "{period} {name}");
        }
        let tasks = data["tasks"].as_array().unwrap();
        let open: Vec<&Json> =
            tasks.iter().filter(|task| task["plan_year"] == 2025 && !task["class"].as_str().unwrap().starts_with("done")).collect();
        assert_eq!((open.len(), open.iter().filter(|task| task["started"] == true).count()), (47, 46), "{period}");
        let communes = data["criteria"]["lines"].as_array().unwrap();
        let sure = |line: &&Json| line["met"] == 16 && line["confirmed"]["state"] == "XANH" && line["confirmed"]["on"] == "2025-09-08";
        assert_eq!(communes.iter().filter(sure).count(), 130, "{period}");
    }
}

/// One task was finished between the two weeks, and it is none of the plan of 2025.
#[test]
fn the_task_that_moved_is_named_and_of_a_later_year() {
    let of = |period: &str| -> BTreeSet<String> {
        let rows = records(&workbook(period), "Nhiệm vụ", "Mã nhiệm vụ");
        rows.iter().filter(|row| row["Trạng thái"].starts_with("Hoàn thành")).map(|row| row["Mã nhiệm vụ"].clone()).collect()
    };
    let (before, now) = (of(W38), of(W39));
    assert_eq!(now.difference(&before).collect::<Vec<_>>(), [MOVED]);
    assert_eq!(before.difference(&now).count(), 0);
    let task = table("danh-muc/NhiemVu.csv").into_iter().find(|row| row["Mã nhiệm vụ"] == MOVED).unwrap();
    assert_eq!(task["Năm kế hoạch"], "2026");
    assert!(first_page(&workbook(W39)).contains(&format!("- Hoàn thành: “{}”", task["Nội dung nhiệm vụ"])));
    let data = data(W39);
    let changes = data["comparison"]["changes"].as_array().unwrap();
    let finished: Vec<&Json> = changes.iter().filter(|change| change["now"].as_str().unwrap().starts_with("done")).collect();
    assert_eq!(finished.len(), 1);
    assert_eq!(finished[0]["task"], MOVED);
}

/// The sample stays small enough for a repository.
#[test]
fn the_reports_are_small() {
    let reports =
        walkdir::WalkDir::new(sample().join("bao-cao")).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let sizes: Vec<u64> = reports.map(|entry| entry.metadata().unwrap().len()).collect();
    assert_eq!(sizes.len(), 291);
    assert!(sizes.iter().sum::<u64>() < 5_000_000);
}
