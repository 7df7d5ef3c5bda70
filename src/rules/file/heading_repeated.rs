//! T38: several columns have one heading and different figures.

use crate::model::extraction::LayoutIssue;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Mostly last week beside this week; a wrong choice would falsify a whole column unseen.
pub static RULE: Rule = Rule {
    code: "T38",
    name: "heading_repeated",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Hai cột cùng tiêu đề, số liệu khác nhau",
    advice: "Đề nghị chỉ giữ cột của kỳ này, hoặc dùng biểu mẫu được cấp.",
    explanation: "Hai cột cùng tiêu đề thường là kỳ trước và kỳ này. Chọn nhầm thì cả cột sai mà không ai thấy, nên chương trình không chọn.",
    example: "Trang \"NhiemVu\" có 2 cột cùng tiêu đề \"Tỷ lệ (%)\" (E7, F7), số liệu khác nhau.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    for issue in case.extraction().iter().flat_map(|extraction| &extraction.layout) {
        let LayoutIssue::HeadingRepeated { sheet, heading, cells } = issue else { continue };
        let place = cells.first().map_or_else(|| Place::sheet(sheet), |cell| Place::cell(sheet, *cell));
        let names: Vec<String> = cells.iter().map(ToString::to_string).collect();
        let (count, names) = (cells.len(), wording::names(&names));
        let (sheet, heading) = (format::quote(sheet), format::quote(heading));
        emitter.at(place, format!("Trang \"{sheet}\" có {count} cột cùng tiêu đề \"{heading}\" ({names}), số liệu khác nhau."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::CellRef;
    use crate::rules::testing::*;

    #[test]
    fn both_columns_are_named() {
        let cells = vec![CellRef::new(6, 4), CellRef::new(6, 5)];
        let issue = LayoutIssue::HeadingRepeated { sheet: "NhiemVu".into(), heading: "Tỷ lệ (%)".into(), cells };
        let found = fires_on_file(&RULE, &FileSample::workbook().with(|x| x.layout.push(issue)));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place.cell.unwrap().to_string(), "E7");
    }

    #[test]
    fn other_issues_are_silent() {
        let issue = LayoutIssue::ColumnMissing { sheet: "NhiemVu".into(), column: "Mã nhiệm vụ".into() };
        assert_eq!(fires_on_file(&RULE, &FileSample::workbook().with(|x| x.layout.push(issue))), []);
    }
}
