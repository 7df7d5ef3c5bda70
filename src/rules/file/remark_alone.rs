//! T45: words of a report that enter no figure, in rows that say nothing else that is new.

use crate::forms::new_remarks;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::remark::Remark;
use crate::model::report::SheetId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule, wording};

/// Who writes a note reports no other figure by it; office and desk are told that it was read, and by whom.
pub static RULE: Rule = Rule {
    code: "T45",
    name: "remark_alone",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Chỉ có ghi chú, không có số liệu mới",
    advice: "Đề nghị ghi vào cột tương ứng (trạng thái, tỷ lệ, kết quả, vướng mắc, kiến nghị) nếu ghi chú là số liệu hoặc kiến nghị mới; nếu không thì không phải sửa.",
    explanation: "Ghi chú, kế hoạch, lý do không làm thay đổi số liệu: dòng chỉ có các nội dung này được tính là xác nhận không thay đổi. Nguyên văn được chuyển tới cơ quan tổng hợp, ở trang “Ghi chú của đơn vị” của bản nội bộ.",
    example: "Có 1 ghi chú không kèm số liệu mới: KH11-001 (ô Q9). Cơ quan tổng hợp đọc nguyên văn; số liệu không đổi.",
    check: Check::Report(check),
};

/// Cells that are named.
const SHOWN: usize = 20;

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let case = view.case;
    let alone = new_remarks::alone(case.report, case.agency, case.history);
    // Remarks come sheet by sheet: all of one sheet have one cause.
    for of_sheet in alone.chunk_by(|one, next| one.sheet == next.sheet) {
        let Some(first) = of_sheet.first() else { continue };
        let cells: Vec<String> = of_sheet.iter().map(named).collect();
        let (count, cells) = (cells.len(), wording::some_of(&cells, SHOWN, "ô"));
        emitter.at(
            Place::sheet(&first.sheet_name),
            format!("Có {count} ghi chú không kèm số liệu mới: {cells}. Cơ quan tổng hợp đọc nguyên văn; số liệu không đổi."),
        );
    }
}

fn named(remark: &Remark) -> String {
    let row = if remark.sheet == SheetId::Info { "cả báo cáo" } else { remark.about.as_str() };
    remark.cell.map_or_else(|| row.to_owned(), |cell| format!("{row} (ô {cell})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::CellRef;
    use crate::model::report::{Field, TaskRow};
    use crate::model::task::Status;
    use crate::rules::testing::*;

    /// A row that says again what stood last week, changed by `change`.
    fn unchanged(change: impl FnOnce(&mut TaskRow)) -> ReportDraft {
        let again = |row: &mut TaskRow| {
            row.result = empty();
            change(row);
        };
        ReportDraft::by("SYT").last_week("KH11-001", Status::InProgress, "50").task("KH11-001", again)
    }

    fn note(words: &str) -> Field<crate::model::shared_text::SharedText> {
        Field { cell: Some(CellRef::new(8, 16)), ..text(words) }
    }

    #[test]
    fn a_note_alone_is_told() {
        assert_eq!(messages(&fires(&RULE, &unchanged(|row| row.note = note("Chờ Bộ cho ý kiến")))), [RULE.example]);
        let mut nil = ReportDraft::by("SYT").nil();
        nil.report.info.note = Field { cell: Some(CellRef::new(15, 1)), ..text("Đang sắp xếp lại phòng") };
        let told = "Có 1 ghi chú không kèm số liệu mới: cả báo cáo (ô B16). Cơ quan tổng hợp đọc nguyên văn; số liệu không đổi.";
        assert_eq!(messages(&fires(&RULE, &nil)), [told]);
    }

    #[test]
    fn a_note_beside_news_an_old_one_and_none_are_silent() {
        assert_eq!(fires(&RULE, &unchanged(|row| (row.note, row.percent) = (note("Chờ Bộ"), number("60")))), []);
        assert_eq!(fires(&RULE, &unchanged(|row| row.note = note("Không"))), []);
        assert_eq!(fires(&RULE, &unchanged(|_| {})), []);
        let mut old = unchanged(|row| row.note = note("Chờ Bộ"));
        old.history.tasks[0].note = "chờ  bộ".into();
        assert_eq!(fires(&RULE, &old), []);
    }
}
