//! `Lỗi, cảnh báo` (stays at the desk): every finding of the period.

use crate::forms::desk_file::INTERNAL_SHEETS;
use crate::model::finding::{self, Finding, Severity};
use crate::sheets::frame::{self, CENTERED, Column, FOOT, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::sheets::submissions;
use crate::text::{format, party};

/// The name of the sheet.
pub(crate) const NAME: &str = INTERNAL_SHEETS[1];

const COLUMNS: [Column; 9] = [
    column("Mã đơn vị", 18.0),
    column("Đơn vị", 24.0),
    column("Tệp", 34.0),
    column("Trang tính", 14.0),
    column("Ô", 8.0),
    column("Mã", 7.0),
    column("Mức", 11.0),
    column("Nội dung", 60.0),
    column("Cách sửa", 48.0),
];

/// Fill of a severity.
pub(crate) fn fill(severity: Severity) -> Option<u32> {
    match severity {
        Severity::Reject | Severity::Error => Some(0x00FF_C7CE),
        Severity::Warning => Some(0x00FF_EB9C),
        Severity::Note | Severity::Trial => None,
    }
}

/// The sheet: agencies in print order, each with the weightiest first; findings about the whole at the end.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let c = input.consolidation;
    let mut sheet = frame::open(input, NAME, "DANH SÁCH LỖI VÀ CẢNH BÁO", &COLUMNS, 1);
    let mut count = 0usize;
    for (agency, submission) in submissions::pairs(c) {
        for finding in sorted(&submission.findings) {
            frame::push(&mut sheet, row(input, agency.code.as_str(), &agency.short, &finding));
            count += 1;
        }
    }
    for finding in sorted(&c.findings) {
        let agency = finding.agency.as_ref();
        let code = agency.map_or_else(String::new, ToString::to_string);
        let name = agency.map_or_else(|| "Toàn bộ".to_owned(), |code| c.short_name(code));
        frame::push(&mut sheet, row(input, &code, &name, &finding));
        count += 1;
    }
    frame::filter(&mut sheet);
    if count == 0 {
        frame::merged(&mut sheet, "Không có lỗi, cảnh báo.", FOOT);
    }
    frame::finish(sheet)
}

fn sorted(findings: &[Finding]) -> Vec<Finding> {
    let mut findings = findings.to_vec();
    finding::sort(&mut findings);
    findings
}

fn row(input: &ProductInput<'_>, code: &str, name: &str, finding: &Finding) -> Vec<Cell> {
    vec![
        Cell::text(code, Style::BODY),
        Cell::text(format::clean(name), Style::BODY),
        frame::body(&finding.file, COLUMNS[2].width),
        frame::body(finding.place.sheet.as_deref().unwrap_or(""), COLUMNS[3].width),
        Cell::text(finding.place.cell.map_or_else(String::new, |cell| cell.to_string()), CENTERED),
        Cell::text(finding.code.as_str(), CENTERED),
        Cell::text(party::said(input.config.desk.layout, finding.severity.label()), Style { fill: fill(finding.severity), ..CENTERED }),
        frame::body(&finding.message, COLUMNS[7].width),
        frame::body(&finding.advice, COLUMNS[8].width),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    #[test]
    fn every_finding() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }
}
