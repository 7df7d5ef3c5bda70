//! A workbook becomes a report: every field with its cell. Never fails and judges nothing; what the layout lacks is
//! said as data.

use crate::forms::cells::{self, Slot};
use crate::forms::form::{Form, SheetForm};
use crate::forms::letters;
use crate::forms::recognise::{FoundSheet, Recognition, recognise};
use crate::forms::secrecy;
use crate::forms::table::{self, HeadingRow};
use crate::model::extraction::{Extraction, LayoutIssue};
use crate::model::place::CellRef;
use crate::model::report::{AgencyReport, CriterionRow, ExtraTaskRow, FieldId, Info, SheetId, Table, TargetRow, TaskRow};
use crate::model::workbook::{RawSheet, RawWorkbook};

/// Reads a workbook against a form definition.
pub fn extract(workbook: &RawWorkbook, form: &Form) -> Extraction {
    let letters = letters::unicode(workbook);
    let workbook = letters.workbook.as_ref();
    let recognition = recognise(workbook, form);
    let mut layout = Vec::new();
    let mut report = AgencyReport::default();
    for (id, found) in &recognition.sheets {
        let Some(sheet) = form.sheet(*id) else { continue };
        match id {
            SheetId::Info => report.info = info(found, sheet),
            SheetId::Tasks => report.tasks = rows(found, sheet, &mut layout, task),
            SheetId::Targets => report.targets = rows(found, sheet, &mut layout, target),
            SheetId::Criteria => report.criteria = rows(found, sheet, &mut layout, criterion),
            // Listed for the secretariat, never counted: a broken sheet of this kind must not cost a whole report.
            SheetId::ExtraTasks => report.extra_tasks = rows(found, sheet, &mut Vec::new(), extra_task),
        }
    }
    layout.splice(0..0, missing_sheets(workbook, form, &recognition, report.info.nil.value() == Some(&true)));
    let extraction = Extraction {
        recognised_by: recognition.by,
        form: recognition.form,
        form_version: recognition.version,
        meta_agency: recognition.agency,
        meta_period: recognition.period,
        layout,
        converted: letters.converted,
        doubtful: letters.doubtful,
        secrecy_marks: secrecy::marks(workbook),
        report,
    };
    if extraction.secrecy_marks.is_empty() { extraction } else { secrecy::only_the_marks(extraction, form) }
}

/// `ThongTin` is always needed; of the tables, those with nothing assigned are left out of a form, so a file lacks one
/// that its own form had, unless it says "Không phát sinh"; a file that tells nothing of its form lacks one if it has
/// none at all.
fn missing_sheets(workbook: &RawWorkbook, form: &Form, recognition: &Recognition<'_>, nil: bool) -> Vec<LayoutIssue> {
    let here = |id: SheetId| recognition.sheets.contains_key(&id);
    let any_table = [SheetId::Tasks, SheetId::Targets, SheetId::Criteria].into_iter().any(here);
    let mut wanted = Vec::new();
    if !here(SheetId::Info) {
        wanted.push(SheetId::Info);
    }
    if !nil {
        wanted.extend(recognition.given.iter().copied().filter(|id| !here(*id)));
    }
    if !any_table && !recognition.nothing_assigned && !wanted.iter().any(|id| *id != SheetId::Info) {
        wanted.push(SheetId::Tasks);
    }
    // A sheet that the file names and does not hold was there once: what it said is missing, whatever it was.
    let lost = form.sheets.iter().filter(|sheet| sheet.id != SheetId::ExtraTasks && workbook.absent.contains(&sheet.name));
    for sheet in lost {
        if !wanted.contains(&sheet.id) {
            wanted.push(sheet.id);
        }
    }
    let shown = |name: &&String| !name.starts_with('_') && !workbook.absent.contains(name);
    let present = || workbook.sheet_names.iter().filter(shown).cloned().collect();
    wanted
        .into_iter()
        .filter_map(|id| form.sheet(id))
        .map(|s| LayoutIssue::SheetMissing { sheet: s.name.clone(), present: present() })
        .collect()
}

/// A row of a table with the columns found.
struct Row<'a> {
    raw: &'a RawSheet,
    date_1904: bool,
    heading: &'a HeadingRow,
    row: u32,
}

impl<'a> Row<'a> {
    fn slot(&self, field: FieldId) -> Slot<'a> {
        match self.heading.columns.get(&field) {
            Some(column) => at(self.raw, CellRef::new(self.row, *column), self.date_1904),
            None => Slot::default(),
        }
    }
}

fn at(raw: &RawSheet, cell: CellRef, date_1904: bool) -> Slot<'_> {
    Slot { cell: Some(cell), value: raw.get(cell), date_1904 }
}

/// A table's rows: those with a code, or with anything in a column that the agency fills.
fn rows<R>(found: &FoundSheet<'_>, sheet: &SheetForm, layout: &mut Vec<LayoutIssue>, read: fn(&Row<'_>) -> R) -> Option<Table<R>> {
    let raw = found.raw;
    let name = || raw.name.clone();
    let Some(heading) = table::heading_row(raw, sheet, found.heading_row) else {
        let wanted = sheet.columns.iter().filter(|c| c.essential).map(|c| c.heading.clone()).collect();
        layout.push(LayoutIssue::HeadingsMissing { sheet: name(), wanted });
        return Some(Table { sheet: name(), rows: Vec::new() });
    };
    for column in sheet.columns.iter().filter(|c| c.essential && !heading.columns.contains_key(&c.field)) {
        layout.push(LayoutIssue::ColumnMissing { sheet: name(), column: column.heading.clone() });
    }
    let key = sheet.key_field();
    let filled: Vec<FieldId> = sheet.columns.iter().filter(|c| c.input || c.field == key).map(|c| c.field).collect();
    let date_1904 = found.date_1904;
    let kept = table::rows(raw, &heading, sheet).into_iter().map(|row| Row { raw, date_1904, heading: &heading, row });
    let written = |row: &Row<'_>| filled.iter().any(|f| row.slot(*f).value.is_some_and(|v| !cells::typed(v).is_empty()));
    let mut rows: Vec<R> = kept.filter(written).map(|row| read(&row)).collect();
    // Reports stay in memory until the period is assembled: what growing left free would be a third of them.
    rows.shrink_to_fit();
    Some(Table { sheet: name(), rows })
}

fn info(found: &FoundSheet<'_>, sheet: &SheetForm) -> Info {
    let raw = found.raw;
    let labels = table::labels(raw, sheet);
    let slot = |field: FieldId| labels.cells.get(&field).map_or_else(Slot::default, |cell| at(raw, *cell, found.date_1904));
    Info {
        sheet: raw.name.clone(),
        agency: cells::text(slot(FieldId::Agency)),
        agency_name: cells::text(slot(FieldId::AgencyName)),
        period: cells::period(slot(FieldId::Period)),
        as_of: cells::date_time(slot(FieldId::AsOf)),
        revision: cells::revision(slot(FieldId::Revision)),
        revision_reason: cells::text(slot(FieldId::RevisionReason)),
        document_number: cells::text(slot(FieldId::DocumentNumber)),
        signed_on: cells::date(slot(FieldId::SignedOn)),
        author: cells::text(slot(FieldId::Author)),
        approver: cells::text(slot(FieldId::Approver)),
        nil: cells::mark(slot(FieldId::Nil)),
        note: cells::text(slot(FieldId::Note)),
    }
}

fn task(row: &Row<'_>) -> TaskRow {
    let text = |field| cells::text(row.slot(field));
    TaskRow {
        row: row.row,
        code: text(FieldId::TaskCode),
        content: text(FieldId::Content),
        role: cells::role(row.slot(FieldId::Role)),
        deadline: text(FieldId::Deadline),
        status: cells::status(row.slot(FieldId::Status)),
        percent: cells::percent(row.slot(FieldId::Percent)),
        completed_on: cells::date(row.slot(FieldId::CompletedOn)),
        result: text(FieldId::Result),
        evidence: text(FieldId::Evidence),
        obstacle: text(FieldId::Obstacle),
        cause: text(FieldId::Cause),
        proposal: text(FieldId::Proposal),
        level: text(FieldId::Level),
        expected_on: cells::date(row.slot(FieldId::ExpectedOn)),
        next_week: text(FieldId::NextWeek),
        note: text(FieldId::Note),
    }
}

fn target(row: &Row<'_>) -> TargetRow {
    let text = |field| cells::text(row.slot(field));
    let unit = text(FieldId::Unit);
    let value = cells::target_value(row.slot(FieldId::Value), unit.text());
    let mut target = TargetRow {
        row: row.row,
        code: text(FieldId::TargetCode),
        name: text(FieldId::TargetName),
        unit,
        goal: text(FieldId::Goal),
        numerator: cells::number(row.slot(FieldId::Numerator)),
        denominator: cells::number(row.slot(FieldId::Denominator)),
        value,
        estimated: cells::mark(row.slot(FieldId::Estimated)),
        data_source: text(FieldId::DataSource),
        assessment: cells::assessment(row.slot(FieldId::Assessment)),
        reason: text(FieldId::Reason),
        proposed_method: text(FieldId::ProposedMethod),
        note: text(FieldId::Note),
    };
    cells::spread_ratio(&mut target);
    target
}

fn criterion(row: &Row<'_>) -> CriterionRow {
    let text = |field| cells::text(row.slot(field));
    CriterionRow {
        row: row.row,
        code: text(FieldId::CriterionCode),
        name: text(FieldId::CriterionName),
        result: cells::criterion_result(row.slot(FieldId::CriterionResult)),
        value: text(FieldId::CriterionValue),
        met_on: cells::date(row.slot(FieldId::MetOn)),
        evidence: text(FieldId::Evidence),
        obstacle: text(FieldId::Obstacle),
        note: text(FieldId::Note),
    }
}

fn extra_task(row: &Row<'_>) -> ExtraTaskRow {
    let text = |field| cells::text(row.slot(field));
    ExtraTaskRow {
        row: row.row,
        content: text(FieldId::Content),
        document: text(FieldId::Document),
        assigned_on: cells::date(row.slot(FieldId::AssignedOn)),
        deadline: text(FieldId::Deadline),
        supports: text(FieldId::Supports),
        status: cells::status(row.slot(FieldId::Status)),
        result: text(FieldId::Result),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::builtin;
    use crate::forms::recognise::tests::sheet;

    #[test]
    fn a_sheet_that_is_named_and_not_there_is_missing() {
        let missing = |absent: &[&str]| -> Vec<String> {
            let rows: &[&[&str]] = &[&["Mã nhiệm vụ", "Trạng thái đơn vị báo", "Tỷ lệ hoàn thành (%)"], &["KH11-001", "Hoàn thành", "100"]];
            let workbook = RawWorkbook {
                sheets: vec![sheet("NhiemVu", rows)],
                sheet_names: ["NhiemVu", "ChiTieu", "NhiemVuPhatSinh"].map(str::to_owned).to_vec(),
                absent: absent.iter().map(|name| (*name).to_owned()).collect(),
                ..RawWorkbook::default()
            };
            let layout = extract(&workbook, &builtin()[0]).layout;
            layout
                .into_iter()
                .filter_map(|issue| match issue {
                    LayoutIssue::SheetMissing { sheet, present } => Some(format!("{sheet}: {}", present.join(", "))),
                    _ => None,
                })
                .collect()
        };
        assert_eq!(missing(&[]), ["ThongTin: NhiemVu, ChiTieu, NhiemVuPhatSinh"]);
        assert_eq!(missing(&["ChiTieu", "NhiemVuPhatSinh"]), ["ThongTin: NhiemVu", "ChiTieu: NhiemVu"]);
    }
}
