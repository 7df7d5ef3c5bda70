//! What comes out of the printer: each sheet that leaves is printed by LibreOffice, for few and many offices in both layouts,
//! and the papers are measured.

use crate::io::excel_write;
use crate::merge::desks::tests::desk as desk_below;
use crate::model::class::TaskClass;
use crate::model::config::{Config, Layout};
use crate::model::consolidation::{Consolidation, Criteria};
use crate::model::inbox::Content;
use crate::model::roads::{CellDifference, RoadDifference, Said};
use crate::model::submission::{Evidence, Standing, Timing};
use crate::model::task::Status;
use crate::products::{self, Kind, ProductBody};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Book, Page, Row, Sheet, Value, Visibility};
use crate::sheets::summary::of_desk::tests::page_of_state;
use crate::sheets::testing as scene;
use crate::testing;
use std::path::Path;
use std::process::Command;

/// How much larger than points the measures of the printed text are.
const ZOOM: f64 = 3.0;
/// Of the paper between its margins, how much is filled at least; the last paper of a list is as full as it comes.
const FULL: f64 = 0.6;

/// A text as it stands on a paper, points.
struct Printed {
    top: f64,
    left: f64,
    width: f64,
    size: f64,
    words: String,
}

/// The scene of the sheets with so many offices, each with a long name and a task with long texts.
fn scene_of(offices: usize) -> Consolidation {
    let mut c = scene::consolidation();
    let (agencies, submissions, tasks) = (c.agencies.clone(), c.submissions.clone(), c.tasks.clone());
    let counts: Vec<_> = c.task_totals.by_agency.iter().map(|(_, counts)| *counts).collect();
    for number in agencies.len()..offices {
        let at = number % agencies.len();
        let code = testing::agency(&format!("X-{number:03}"));
        let mut agency = agencies[at].clone();
        agency.code = code.clone();
        agency.name = format!("Ủy ban nhân dân phường Bắc Hồng Lĩnh Thượng số {number} (sau sắp xếp đơn vị hành chính)");
        agency.short = format!("phường Bắc Hồng Lĩnh Thượng {number}");
        c.agencies.push(agency);
        let mut submission = submissions[at].clone();
        submission.agency = code.clone();
        c.submissions.push(submission);
        c.task_totals.by_agency.push((code.clone(), counts[at]));
        let mut line = tasks[number % tasks.len()].clone();
        line.task.code = testing::task_code(&format!("KHDAI99-{number:03}"));
        line.task.leads = vec![code];
        let sentence = "Rà soát, đánh giá, nâng cấp hạ tầng số, cơ sở dữ liệu dùng chung của các cơ quan nhà nước trên địa bàn tỉnh; ";
        line.task.content = sentence.repeat(1 + number % 4).into();
        line.result = format!("Đã hoàn thành {number} nội dung; {}", sentence.repeat(number % 7));
        line.cause = sentence.repeat(number % 3);
        c.tasks.push(line);
    }
    let criterion = c.criteria.criteria[0].clone();
    let row = c.criteria.lines[0].clone();
    c.criteria = Criteria {
        criteria: (1..=16).map(|n| crate::model::criterion::Criterion { code: format!("TC{n:02}"), ..criterion.clone() }).collect(),
        lines: c
            .agencies
            .iter()
            .skip(agencies.len() / 2)
            .map(|agency| {
                let mut line = row.clone();
                line.agency = agency.code.clone();
                line.results = (0..16).map(|n| row.results[n % row.results.len()].clone()).collect();
                line
            })
            .collect(),
    };
    assert!(c.tasks.iter().any(|line| line.state.class == TaskClass::Overdue));
    c
}

/// The same where an office hands on as a desk: every third office came through it, its first page is kept, and both roads are compared.
fn with_desk(mut c: Consolidation) -> Consolidation {
    let desk = c.submissions.iter().find(|submission| submission.merged).unwrap().agency.clone();
    c.desks = vec![desk.clone()];
    let mut report = desk_below(desk.as_str(), Standing::OnTime, Status::InProgress);
    (report.release.desk_name, report.first_page) = ("Sở Khoa học và Công nghệ".into(), page_of_state());
    let others: Vec<_> = c.submissions.iter_mut().filter(|s| s.agency != desk).collect();
    for (number, submission) in others.into_iter().enumerate().filter(|(number, _)| number % 3 == 0) {
        submission.through = submission.merged.then(|| desk.clone());
        let said = |text: &str| Said { text: text.to_owned(), source: c.tasks[0].sources.first().cloned() };
        let here = "Đã ban hành kế hoạch, đang lấy ý kiến các sở, ngành, địa phương lần thứ hai; ".repeat(1 + number % 4);
        let code = c.tasks[number % c.tasks.len()].task.code.to_string();
        let cells = vec![CellDifference { code, column: "Kết quả thực hiện", here: said(&here), there: said("") }];
        let difference = RoadDifference { desk: desk.clone(), counts_there: number % 2 == 0, cells };
        c.roads.differences.insert(submission.agency.clone(), difference);
        c.roads.silent.insert(submission.agency.clone(), desk.clone());
        if number % 12 == 0 {
            let edited = c.roads.edited.entry(desk.clone()).or_default();
            edited.rows += 1;
            edited.tasks.insert((submission.agency.clone(), c.tasks[0].task.code.clone()));
        }
    }
    let own = c.submissions.iter_mut().find(|submission| submission.agency == desk).unwrap();
    let received_at = testing::july(11, 15, 24);
    let timing = Timing { received_at, on_time: true, evidence: Evidence::Scan, booked_late: false };
    own.versions = vec![testing::version(&format!("{desk}/TongHop.xlsx"), timing, Content::Consolidation(Box::new(Ok(report))))];
    (own.counted, own.standing, own.merged, own.received_at) = (Some(0), Standing::OnTime, true, Some(received_at));
    c
}

/// Each visible sheet of the workbook as a workbook of its own.
fn books(input: &ProductInput<'_>) -> Vec<Book> {
    let (_, _, compose) = products::of_edition(input.edition, input.config).find(|(kind, ..)| *kind == Kind::Release).unwrap();
    let ProductBody::Long(long) = compose(input).unwrap() else { panic!("a workbook") };
    let book = long.whole(input);
    let visible = book.sheets.iter().filter(|sheet| sheet.visibility == Visibility::Visible);
    visible.map(|sheet| Book { sheets: vec![sheet.clone()], ..book.clone() }).collect()
}

fn said(program: &str, arguments: &[&str], file: &Path) -> String {
    let output = Command::new(program).args(arguments).arg(file).arg("-").output().unwrap();
    assert!(output.status.success(), "{program} {}", file.display());
    String::from_utf8(output.stdout).unwrap()
}

fn number(tag: &str, name: &str) -> f64 {
    let (_, rest) = tag.split_once(&format!(" {name}=\"")).unwrap_or_else(|| panic!("{name} in {tag}"));
    rest.split('"').next().unwrap().parse().unwrap()
}

/// The texts of each paper, and its height.
fn papers(file: &Path) -> Vec<(f64, Vec<Printed>)> {
    let output = Command::new("pdftohtml").args(["-xml", "-i", "-stdout", "-zoom", "3"]).arg(file).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut sizes: Vec<f64> = Vec::new();
    let mut papers = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with("<page ") {
            papers.push((number(line, "height") / ZOOM, Vec::new()));
        } else if line.starts_with("<fontspec ") {
            sizes.push(number(line, "size") / ZOOM);
        } else if let Some((tag, rest)) = line.strip_prefix("<text").and_then(|line| line.split_once('>')) {
            let words = rest.trim_end_matches("</text>").replace("<b>", "").replace("</b>", "").replace("<i>", "").replace("</i>", "");
            let font = number(tag, "font");
            let at = |name| number(tag, name) / ZOOM;
            let size = (0u32..).zip(&sizes).find(|(id, _)| (f64::from(*id) - font).abs() < 0.5).map(|(_, size)| *size).unwrap();
            let printed = Printed { top: at("top"), left: at("left"), width: at("width"), size, words };
            papers.last_mut().unwrap().1.push(printed);
        }
    }
    papers
}

/// The letters that every font has: those of another font are printed out of their order.
fn compact(text: &str) -> String {
    text.chars().filter(char::is_ascii_graphic).collect()
}

/// What is wrong with the papers of a sheet.
fn faults(sheet: &Sheet, file: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    let papers = papers(file);
    let first = sheet.name == "Tổng hợp";
    if papers.len() != sheet.page.breaks.len() + 1 {
        faults.push(format!("{} papers, planned {}", papers.len(), sheet.page.breaks.len() + 1));
    }
    if first && papers.len() > 2 {
        faults.push(format!("{} papers", papers.len()));
    }
    let least = if first { 9.0 } else { 8.0 };
    for (index, (height, texts)) in papers.iter().enumerate() {
        let words: Vec<&Printed> = texts.iter().filter(|text| !text.words.trim().is_empty()).collect();
        let smallest = words.iter().map(|text| text.size).fold(f64::MAX, f64::min);
        // Sizes are told in whole thirds of a point.
        if smallest + 0.4 < least {
            faults.push(format!("paper {}: letters of {smallest} points", index + 1));
        }
        let margins = sheet.page.margins;
        let (top, bottom) = (margins.top * 72.0, height - margins.bottom * 72.0);
        let lowest = words.iter().map(|text| text.top + text.size).filter(|low| *low < bottom + 2.0).fold(0.0, f64::max);
        let full = (lowest - top) / (bottom - top);
        if index + 1 < papers.len() && full < FULL {
            faults.push(format!("paper {}: {:.0}% full", index + 1, full * 100.0));
        }
        for (place, text) in words.iter().enumerate() {
            let over = words[..place].iter().find(|other| {
                let apart = (other.top - text.top).abs();
                let line = text.size.min(other.size);
                let shared = (other.left + other.width).min(text.left + text.width) - other.left.max(text.left);
                apart > 0.2 * line && apart < 0.6 * line && shared > 3.0
            });
            if let Some(other) = over {
                faults.push(format!("paper {}: “{}” over “{}”", index + 1, text.words, other.words));
            }
        }
    }
    let all = compact(&said("pdftotext", &["-raw"], file));
    let columns = sheet.page.columns.map_or(usize::MAX, usize::from);
    let rows = sheet.page.rows.and_then(|rows| usize::try_from(rows).ok()).unwrap_or(usize::MAX);
    for text in sheet.rows.iter().take(rows).flat_map(|row| row.cells.iter().take(columns)) {
        if let Value::Text(text) = &text.value
            && !all.contains(&compact(text))
        {
            faults.push(format!("cut: “{text}”"));
        }
    }
    faults
}

#[test]
#[ignore = "needs LibreOffice and poppler"]
fn what_is_printed_is_legible_whole_and_well_filled() {
    let folder = tempfile::tempdir().unwrap();
    let mut sheets: Vec<(String, Sheet)> = Vec::new();
    for offices in [26, 50, 150] {
        let (alone, above) = (scene_of(offices), with_desk(scene_of(offices)));
        for (layout, c) in [(Layout::State, &alone), (Layout::Party, &alone), (Layout::Party, &above)] {
            let with_desk = if c.desks.is_empty() { "" } else { "-dau-moi" };
            let mut config: Config = scene::config();
            config.desk.layout = layout;
            config.desk.addressees = vec!["Văn phòng Tỉnh ủy Hà Tĩnh".into()];
            scene::with_input_of(c, |input| {
                let input = ProductInput { config: &config, ..*input };
                for (number, book) in books(&input).into_iter().enumerate() {
                    let name = format!("{layout:?}{with_desk}-{offices}-{number}");
                    std::fs::write(folder.path().join(format!("{name}.xlsx")), excel_write::to_bytes(&book).unwrap()).unwrap();
                    sheets.extend(book.sheets.into_iter().map(|sheet| (name.clone(), sheet)));
                }
            });
        }
    }
    assert_eq!(sheets.len(), 72 + 48);
    // What must be found: rows too low for their texts, and letters too small.
    let wanting =
        Sheet { rows: sheets[4].1.rows.iter().map(|row| Row { height: row.height / 3.0, ..row.clone() }).collect(), ..sheets[4].1.clone() };
    let page = Page { scale: Some(60), ..wanting.page.clone() };
    let wanting = Sheet { page, ..wanting };
    let book =
        Book { title: String::new(), created: testing::july(11, 11, 0), properties: Vec::new(), names: Vec::new(), sheets: vec![wanting] };
    std::fs::write(folder.path().join("wanting.xlsx"), excel_write::to_bytes(&book).unwrap()).unwrap();
    let mut office = Command::new("soffice");
    office.arg(format!("-env:UserInstallation=file://{}", folder.path().join("profile").display()));
    office.args(["--headless", "--convert-to", "pdf", "--outdir"]).arg(folder.path());
    office.arg(folder.path().join("wanting.xlsx"));
    let output = office.args(sheets.iter().map(|(name, _)| folder.path().join(format!("{name}.xlsx")))).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found = faults(&book.sheets[0], &folder.path().join("wanting.pdf")).join("\n");
    assert!([" over “", "letters of", "cut: “"].iter().all(|fault| found.contains(fault)), "{found}");
    let told = |(name, sheet): &(String, Sheet)| {
        let faults = faults(sheet, &folder.path().join(format!("{name}.pdf")));
        faults.into_iter().map(|fault| format!("{name} {}: {fault}", sheet.name)).collect::<Vec<_>>()
    };
    let wrong: Vec<String> = sheets.iter().flat_map(told).collect();
    if let Some(kept) = std::env::var_os("TONGHOP_PAPERS") {
        for (name, _) in &sheets {
            std::fs::copy(folder.path().join(format!("{name}.pdf")), Path::new(&kept).join(format!("{name}.pdf"))).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong.iter().take(60).cloned().collect::<Vec<_>>().join("\n"));
}
