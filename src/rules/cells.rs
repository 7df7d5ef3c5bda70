//! The cells an agency fills, one after the other: what the rules about damaged cells share.

use crate::model::place::CellRef;
use crate::model::report::{Field, FieldId, Info, SheetId, TargetRow, TaskRow};
use crate::rules::view::ReportView;
use crate::rules::{Emitter, RowAt};

/// Says what is wrong with something unreadable, given as typed and as ` tại G9`; none where that is not its matter.
pub(super) type Say = fn(&str, &str) -> Option<String>;

/// Every cell of a report but codes and statuses: an error there makes the whole row unusable, and
/// N02, C01, X01 and N09 say so.
pub(super) fn each(view: &ReportView<'_>, emitter: &mut Emitter, say: Say) {
    info(emitter, &view.case.report.info, say);
    if let Some(table) = &view.case.report.extra_tasks {
        for row in &table.rows {
            let at = RowAt { id: SheetId::ExtraTasks, sheet: &table.sheet, row: row.row, about: "" };
            cell(emitter, at, FieldId::Content, &row.content, say);
            cell(emitter, at, FieldId::Document, &row.document, say);
            cell(emitter, at, FieldId::AssignedOn, &row.assigned_on, say);
            cell(emitter, at, FieldId::Deadline, &row.deadline, say);
            cell(emitter, at, FieldId::Status, &row.status, say);
            cell(emitter, at, FieldId::Result, &row.result, say);
        }
    }
    for entry in &view.tasks {
        task(emitter, entry.at, entry.row, say);
    }
    for entry in &view.targets {
        target(emitter, entry.at, entry.row, say);
    }
    for entry in &view.criteria {
        let (at, row) = (entry.at, entry.row);
        cell(emitter, at, FieldId::CriterionResult, &row.result, say);
        cell(emitter, at, FieldId::CriterionValue, &row.value, say);
        cell(emitter, at, FieldId::MetOn, &row.met_on, say);
        cell(emitter, at, FieldId::Evidence, &row.evidence, say);
        cell(emitter, at, FieldId::Obstacle, &row.obstacle, say);
        cell(emitter, at, FieldId::Note, &row.note, say);
    }
}

fn info(emitter: &mut Emitter, info: &Info, say: Say) {
    let at = |cell: Option<CellRef>| RowAt { id: SheetId::Info, sheet: &info.sheet, row: cell.map_or(0, |cell| cell.row), about: "" };
    cell(emitter, at(info.as_of.cell), FieldId::AsOf, &info.as_of, say);
    cell(emitter, at(info.revision_reason.cell), FieldId::RevisionReason, &info.revision_reason, say);
    cell(emitter, at(info.document_number.cell), FieldId::DocumentNumber, &info.document_number, say);
    cell(emitter, at(info.signed_on.cell), FieldId::SignedOn, &info.signed_on, say);
    cell(emitter, at(info.approver.cell), FieldId::Approver, &info.approver, say);
    cell(emitter, at(info.note.cell), FieldId::Note, &info.note, say);
}

fn task(emitter: &mut Emitter, at: RowAt<'_>, row: &TaskRow, say: Say) {
    cell(emitter, at, FieldId::Percent, &row.percent, say);
    cell(emitter, at, FieldId::CompletedOn, &row.completed_on, say);
    cell(emitter, at, FieldId::Result, &row.result, say);
    cell(emitter, at, FieldId::Evidence, &row.evidence, say);
    cell(emitter, at, FieldId::Obstacle, &row.obstacle, say);
    cell(emitter, at, FieldId::Cause, &row.cause, say);
    cell(emitter, at, FieldId::Proposal, &row.proposal, say);
    cell(emitter, at, FieldId::Level, &row.level, say);
    cell(emitter, at, FieldId::ExpectedOn, &row.expected_on, say);
    cell(emitter, at, FieldId::NextWeek, &row.next_week, say);
    cell(emitter, at, FieldId::Note, &row.note, say);
}

fn target(emitter: &mut Emitter, at: RowAt<'_>, row: &TargetRow, say: Say) {
    cell(emitter, at, FieldId::Numerator, &row.numerator, say);
    cell(emitter, at, FieldId::Denominator, &row.denominator, say);
    cell(emitter, at, FieldId::Value, &row.value, say);
    cell(emitter, at, FieldId::Estimated, &row.estimated, say);
    cell(emitter, at, FieldId::DataSource, &row.data_source, say);
    cell(emitter, at, FieldId::Assessment, &row.assessment, say);
    cell(emitter, at, FieldId::Reason, &row.reason, say);
    cell(emitter, at, FieldId::ProposedMethod, &row.proposed_method, say);
    cell(emitter, at, FieldId::Note, &row.note, say);
}

fn cell<T>(emitter: &mut Emitter, at: RowAt<'_>, id: FieldId, field: &Field<T>, say: Say) {
    if !field.is_unreadable() {
        return;
    }
    let place = field.cell.map(|cell| format!(" tại {cell}")).unwrap_or_default();
    if let Some(message) = say(&field.typed, &place) {
        emitter.field(at, id, field, message);
    }
}
