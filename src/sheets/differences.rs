//! `Khác biệt`: every value that a further version of a release prints differently, by agency and code, with the cell
//! it was read from. Only a version that replaces another one has this sheet.

use crate::model::history::Source;
use crate::model::replacement::{Difference, Replacement, Subject};
use crate::sheets::annex::Annex;
use crate::sheets::edition;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, aside, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::sheets::tasks;
use crate::text::{format, party};
use std::collections::BTreeSet;

const COLUMNS: [Column; 12] = [
    column("TT", 5.0),
    column("Trang", 12.0),
    column("Đơn vị", 16.0),
    column("Mã", 11.0),
    column("Nội dung (tóm tắt)", 30.0),
    column("Cột", 16.0),
    column("Bản trước", 26.0),
    column("Bản này", 26.0),
    aside("Nội dung", 46.0),
    aside("Bản trước (đầy đủ)", 46.0),
    aside("Bản này (đầy đủ)", 46.0),
    aside("Nguồn số liệu", 40.0),
];

/// The sheet, of a version that replaces another one: what it comes to in a few lines, then every value.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Option<Sheet> {
    let replacement = input.replacement?;
    let title = "KHÁC BIỆT SO VỚI BẢN TRƯỚC";
    let mut sheet = frame::open_annex_with(input, Annex::Differences, title, &summary(input, replacement), &COLUMNS, 0);
    let numbered = [(6, replacement.version), (7, replacement.by_version)];
    let heading_row = frame::heading_row(&sheet);
    if let Some(headings) = sheet.rows.get_mut(usize::try_from(heading_row).unwrap_or_default()) {
        for (index, version) in numbered {
            if let Some(cell) = headings.cells.get_mut(index) {
                *cell = Cell::text(format!("Bản {version}"), Style::HEADING);
            }
        }
    }
    for (number, difference) in (1u32..).zip(&replacement.differences) {
        frame::push(&mut sheet, row(input, number, difference));
    }
    frame::filter(&mut sheet);
    if replacement.differences.is_empty() {
        frame::merged(&mut sheet, "Số liệu hai bản không khác nhau.", FOOT);
    }
    frame::merged(&mut sheet, edition::replaces(replacement, input.edition), FOOT);
    frame::merged(&mut sheet, format!("Mở lại lúc {}.", format::moment(replacement.reopened_at)), FOOT);
    let note = "Liệt kê số liệu và trạng thái khác nhau; tổng theo văn bản và theo đơn vị suy ra từ các dòng này.";
    frame::merged(&mut sheet, note, FOOT);
    frame::code_to_compare(&mut sheet, input);
    Some(frame::finish(sheet))
}

/// One line an agency whose report came to count otherwise, one each for the totals of tasks, targets and communes.
fn summary(input: &ProductInput<'_>, replacement: &Replacement) -> Vec<String> {
    /// Agencies with a line of their own.
    const AGENCIES: usize = 8;
    let c = input.consolidation;
    let about = |subject: Subject| replacement.differences.iter().filter(move |difference| difference.subject == subject);
    let change = |d: &Difference| {
        let said = |words: &str| said(input, d, words);
        format!("{} {} → {}", said(&d.column).to_lowercase(), said(or_none(&d.before)), said(or_none(&d.after)))
    };
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    let mut add = |name: String, change: String| match lines.iter_mut().find(|(known, _)| *known == name) {
        Some((_, changes)) => changes.push(change),
        None => lines.push((name, vec![change])),
    };
    for difference in about(Subject::Submission).filter(|d| matches!(d.column.as_str(), "Kết quả" | "Đưa vào số liệu")) {
        let name = difference.agency.as_ref().map_or_else(|| difference.content.clone(), |code| c.short_name(code));
        add(format::clean(&name), change(difference));
    }
    about(Subject::Totals).for_each(|difference| add(difference.content.clone(), change(difference)));
    let totals = about(Subject::Totals).map(|d| d.content.as_str()).collect::<BTreeSet<_>>().len();
    let agencies = lines.len() - totals;
    let left_out = agencies.saturating_sub(AGENCIES);
    let shown = lines.iter().enumerate().filter(|(index, _)| *index < AGENCIES || *index >= agencies);
    let mut shown: Vec<String> = shown.map(|(_, (name, changes))| format!("- {name}: {}.", changes.join("; "))).collect();
    if left_out > 0 {
        shown.insert(AGENCIES, format!("- Báo cáo của {left_out:02} cơ quan, đơn vị khác: xem bảng dưới."));
    }
    shown
}

fn or_none(value: &str) -> &str {
    if value.is_empty() { "không có" } else { value }
}

/// Words about a report in the words of the desk's layout; figures and texts of offices as they are.
fn said(input: &ProductInput<'_>, difference: &Difference, words: &str) -> String {
    let about_report = difference.subject == Subject::Submission && difference.column != "Tệp";
    if about_report { party::said(input.config.desk.layout, words) } else { words.to_owned() }
}

fn row(input: &ProductInput<'_>, number: u32, difference: &Difference) -> Vec<Cell> {
    let c = input.consolidation;
    let said = |words: &str| said(input, difference, words);
    let agency = difference.agency.as_ref().map_or_else(String::new, |code| format::clean(&c.short_name(code)));
    vec![
        Cell::count(number, CENTERED),
        Cell::text(said(difference.subject.label()), Style::BODY),
        Cell::text(agency, Style::BODY),
        frame::short(&difference.code, COLUMNS[3].width),
        frame::short(&difference.content, COLUMNS[4].width),
        frame::short(&said(&difference.column), COLUMNS[5].width),
        frame::short(&said(&difference.before), COLUMNS[6].width),
        frame::short(&said(&difference.after), COLUMNS[7].width),
        frame::whole(&difference.content),
        frame::whole(&said(&difference.before)),
        frame::whole(&said(&difference.after)),
        frame::whole(&difference.source.as_ref().map_or_else(String::new, |s| source(input, s))),
    ]
}

/// A cell; or, where a difference is about a whole report, its file.
fn source(input: &ProductInput<'_>, source: &Source) -> String {
    if source.sheet.is_empty() { format::clean(&source.file) } else { tasks::source(input.consolidation, source) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::moment::at;
    use crate::model::place::CellRef;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    fn replacement() -> Replacement {
        let difference = |subject, agency: Option<&str>, code: &str, column: &str, before: &str, after: &str, source| Difference {
            subject,
            agency: agency.map(testing::agency),
            code: code.to_owned(),
            content: "Nội dung".to_owned(),
            column: column.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
            source,
        };
        let source = |sheet: &str, cell| Source {
            agency: testing::agency("SYT"),
            file: "SYT/BC_SYT_T28_2025.xlsx".into(),
            sha256: "ab".into(),
            sheet: sheet.into(),
            cell,
        };
        let day = at(chrono::NaiveDate::from_ymd_opt(2025, 7, 14).unwrap().and_hms_opt(8, 0, 0).unwrap());
        Replacement {
            version: 1,
            by_version: 2,
            released_at: testing::consolidation().cutoffs.release,
            reason: "Sở Y tế đính chính số liệu.".to_owned(),
            by: "Nguyễn Văn A".to_owned(),
            reopened_at: day,
            differences: vec![
                difference(Subject::Totals, None, "", "Hoàn thành", "04/13 (31%)", "05/13 (38%)", None),
                difference(Subject::Submission, Some("SYT"), "", "Kết quả", "Nộp muộn", "Nộp muộn, được tiếp nhận", Some(source("", None))),
                difference(
                    Subject::Task,
                    Some("SYT"),
                    "KH11-001",
                    "Tỷ lệ hoàn thành (%)",
                    "40",
                    "=1+1",
                    Some(source("NhiemVu", Some(CellRef::new(13, 6)))),
                ),
            ],
        }
    }

    #[test]
    fn every_difference_with_its_cell_and_no_person() {
        let replacement = replacement();
        testing::with_input(|input| {
            let input = ProductInput { replacement: Some(&replacement), ..*input };
            let text = dump(&sheet(&input).unwrap());
            assert!(!text.contains("Nguyễn Văn A"), "{text}");
            insta::assert_snapshot!(text);
        });
    }

    #[test]
    fn a_few_lines_say_what_it_comes_to() {
        let replacement = replacement();
        testing::with_input(|input| {
            assert_eq!(
                summary(input, &replacement),
                ["- Sở Y tế: kết quả Nộp muộn → Nộp muộn, được tiếp nhận.", "- Nội dung: hoàn thành 04/13 (31%) → 05/13 (38%)."]
            );
        });
    }

    #[test]
    fn a_first_version_has_none() {
        testing::with_input(|input| assert!(sheet(input).is_none()));
    }
}
