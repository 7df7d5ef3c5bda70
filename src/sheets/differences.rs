//! `Khác biệt`: every value that a further version of a release prints differently, by agency and code, with the cell
//! it was read from. Only a version that replaces another one has this sheet.

use crate::model::history::Source;
use crate::model::replacement::Difference;
use crate::sheets::edition;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, HEADING_ROW, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::sheets::tasks;
use crate::text::format;

const COLUMNS: [Column; 9] = [
    column("TT", 5.0),
    column("Trang", 13.0),
    column("Đơn vị", 18.0),
    column("Mã", 11.0),
    column("Nội dung", 32.0),
    column("Cột", 18.0),
    column("Bản trước", 30.0),
    column("Bản này", 30.0),
    column("Nguồn số liệu", 34.0),
];

/// The sheet, of a version that replaces another one.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Option<Sheet> {
    let replacement = input.replacement?;
    let mut sheet = frame::open(input, "Khác biệt", "KHÁC BIỆT SO VỚI BẢN ĐÃ PHÁT HÀNH", &COLUMNS, 0);
    let numbered = [(6, replacement.version), (7, replacement.by_version)];
    if let Some(headings) = sheet.rows.get_mut(usize::try_from(HEADING_ROW).unwrap_or_default()) {
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
    Some(frame::finish(sheet))
}

fn row(input: &ProductInput<'_>, number: u32, difference: &Difference) -> Vec<Cell> {
    let c = input.consolidation;
    let agency = difference.agency.as_ref().map_or_else(String::new, |code| format::clean(&c.short_name(code)));
    vec![
        Cell::count(number, CENTERED),
        Cell::text(difference.subject.label(), Style::BODY),
        Cell::text(agency, Style::BODY),
        frame::body(&difference.code, COLUMNS[3].width),
        frame::body(&difference.content, COLUMNS[4].width),
        frame::body(&difference.column, COLUMNS[5].width),
        frame::body(&difference.before, COLUMNS[6].width),
        frame::body(&difference.after, COLUMNS[7].width),
        frame::body(&difference.source.as_ref().map_or_else(String::new, |s| source(input, s)), COLUMNS[8].width),
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
    use crate::model::replacement::{Replacement, Subject};
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
            file: "SYT/BC_SYT_T28_2025.xlsx".to_owned(),
            sha256: "ab".to_owned(),
            sheet: sheet.to_owned(),
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
    fn a_first_version_has_none() {
        testing::with_input(|input| assert!(sheet(input).is_none()));
    }
}
