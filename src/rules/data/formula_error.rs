//! D03: a cell holds an error of a formula.

use crate::model::finding::{Effect, Severity};
use crate::model::place::CellRef;
use crate::model::report::{Field, FieldId, Info, SheetId, TargetRow, TaskRow};
use crate::rules::RowAt;
use crate::rules::view::ReportView;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// The rule.
pub static RULE: Rule = Rule {
    code: "D03",
    name: "formula_error",
    severity: Severity::Error,
    effect: Effect::Cell,
    title: "Ô lỗi công thức",
    advice: "Đề nghị sửa công thức hoặc nhập giá trị vào ô.",
    explanation: "Ô lỗi như #REF!, #DIV/0! không bao giờ được hiểu là 0. Chỉ ô này không được dùng, kỳ trước được giữ.",
    example: "Ô lỗi công thức #REF! tại G9.",
    check: Check::Report(check),
};

// An error in a code or a status makes the whole row unusable: N02, C01, X01 and N09 say so.
fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    info(emitter, &view.case.report.info);
    if let Some(table) = &view.case.report.extra_tasks {
        for row in &table.rows {
            let at = RowAt { id: SheetId::ExtraTasks, sheet: &table.sheet, row: row.row, about: "" };
            cell(emitter, at, FieldId::Content, &row.content);
            cell(emitter, at, FieldId::Document, &row.document);
            cell(emitter, at, FieldId::AssignedOn, &row.assigned_on);
            cell(emitter, at, FieldId::Deadline, &row.deadline);
            cell(emitter, at, FieldId::Status, &row.status);
            cell(emitter, at, FieldId::Result, &row.result);
        }
    }
    for entry in &view.tasks {
        task(emitter, entry.at, entry.row);
    }
    for entry in &view.targets {
        target(emitter, entry.at, entry.row);
    }
    for entry in &view.criteria {
        let (at, row) = (entry.at, entry.row);
        cell(emitter, at, FieldId::CriterionResult, &row.result);
        cell(emitter, at, FieldId::CriterionValue, &row.value);
        cell(emitter, at, FieldId::MetOn, &row.met_on);
        cell(emitter, at, FieldId::Evidence, &row.evidence);
        cell(emitter, at, FieldId::Obstacle, &row.obstacle);
        cell(emitter, at, FieldId::Note, &row.note);
    }
}

fn info(emitter: &mut Emitter, info: &Info) {
    let at = |cell: Option<CellRef>| RowAt { id: SheetId::Info, sheet: &info.sheet, row: cell.map_or(0, |cell| cell.row), about: "" };
    cell(emitter, at(info.as_of.cell), FieldId::AsOf, &info.as_of);
    cell(emitter, at(info.revision_reason.cell), FieldId::RevisionReason, &info.revision_reason);
    cell(emitter, at(info.document_number.cell), FieldId::DocumentNumber, &info.document_number);
    cell(emitter, at(info.signed_on.cell), FieldId::SignedOn, &info.signed_on);
    cell(emitter, at(info.approver.cell), FieldId::Approver, &info.approver);
    cell(emitter, at(info.note.cell), FieldId::Note, &info.note);
}

fn task(emitter: &mut Emitter, at: RowAt<'_>, row: &TaskRow) {
    cell(emitter, at, FieldId::Percent, &row.percent);
    cell(emitter, at, FieldId::CompletedOn, &row.completed_on);
    cell(emitter, at, FieldId::Result, &row.result);
    cell(emitter, at, FieldId::Evidence, &row.evidence);
    cell(emitter, at, FieldId::Obstacle, &row.obstacle);
    cell(emitter, at, FieldId::Cause, &row.cause);
    cell(emitter, at, FieldId::Proposal, &row.proposal);
    cell(emitter, at, FieldId::Level, &row.level);
    cell(emitter, at, FieldId::ExpectedOn, &row.expected_on);
    cell(emitter, at, FieldId::NextWeek, &row.next_week);
    cell(emitter, at, FieldId::Note, &row.note);
}

fn target(emitter: &mut Emitter, at: RowAt<'_>, row: &TargetRow) {
    cell(emitter, at, FieldId::Numerator, &row.numerator);
    cell(emitter, at, FieldId::Denominator, &row.denominator);
    cell(emitter, at, FieldId::Value, &row.value);
    cell(emitter, at, FieldId::Estimated, &row.estimated);
    cell(emitter, at, FieldId::DataSource, &row.data_source);
    cell(emitter, at, FieldId::Assessment, &row.assessment);
    cell(emitter, at, FieldId::Reason, &row.reason);
    cell(emitter, at, FieldId::ProposedMethod, &row.proposed_method);
    cell(emitter, at, FieldId::Note, &row.note);
}

fn cell<T>(emitter: &mut Emitter, at: RowAt<'_>, id: FieldId, field: &Field<T>) {
    if field.is_unreadable() && wording::is_formula_error(&field.typed) {
        let error = format::quote(&field.typed);
        let place = field.cell.map(|cell| format!(" tại {cell}")).unwrap_or_default();
        emitter.field(at, id, field, format!("Ô lỗi công thức {error}{place}."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn an_error_in_any_input_cell_is_refused() {
        let found = fires(&RULE, &Written::by("SYT").task("KH11-001", |row| row.percent = unreadable("#REF!")));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].subject.unwrap().field, Some(FieldId::Percent));
        let written = Written::by("X-THANHAN")
            .task("KH11-001", |row| (row.result, row.expected_on) = (unreadable("#NAME?"), unreadable("#N/A")))
            .target("CT-001", |row| row.denominator = unreadable("#DIV/0!"))
            .criterion("TC01", |row| row.result = unreadable("#VALUE!"));
        assert_eq!(fires(&RULE, &written).len(), 4);
    }

    #[test]
    fn so_is_one_in_the_first_sheet_or_beyond_the_register() {
        let mut written = Written::by("SYT").extra_task(|row| row.assigned_on = unreadable("#REF!"));
        written.report.info.as_of = unreadable("#N/A");
        assert_eq!(fires(&RULE, &written).len(), 2);
    }

    #[test]
    fn other_noise_and_a_text_that_speaks_of_errors_are_silent() {
        let written = Written::by("SYT").task("KH11-001", |row| {
            row.percent = unreadable("nhiều");
            row.result = text("Sửa lỗi #REF! trong bảng");
        });
        assert_eq!(fires(&RULE, &written), []);
    }
}
