//! From a report and its findings to the agency's known rows after this period (`src/docs/rows.md`, "What a
//! severity does"). A row that a finding rejects, and a task the report leaves out, keep the row of the last release; a
//! rejected cell keeps its last value, and the row says so.

pub mod cells;
pub mod criterion;
mod lasting;
pub mod target;
pub mod task;

use crate::forms::last_said;
use crate::judge::duties::Duties;
use crate::model::agency::AgencyCode;
use crate::model::consolidation::ExtraTask;
use crate::model::fields::{Record, Row, has_news};
use crate::model::finding::Finding;
use crate::model::history::{Aging, KnownTask, Source};
use crate::model::known_rows::{KnownRows, LeadClaim};
use crate::model::period::Period;
use crate::model::place::CellRef;
use crate::model::report::{AgencyReport, CriterionRow, Field, SheetId, TargetRow, TaskRow};
use crate::model::shared_text::SharedText;
use crate::model::target::Recording;
use crate::model::task::{Role, TaskCode};
use crate::text::normalise;
use cells::Rejections;
use std::collections::BTreeMap;

/// A report to accept.
#[derive(Debug, Clone, Copy)]
pub struct AcceptInput<'a> {
    /// Whose report it is.
    pub agency: &'a AgencyCode,
    /// Path of the file below the inbox.
    pub file: &'a SharedText,
    /// SHA-256 of the file.
    pub sha256: &'a SharedText,
    /// The report of the version that counts.
    pub report: &'a AgencyReport,
    /// Nothing in it differs from the form as it was issued, and somebody filled the first sheet: the agency confirms.
    pub confirms: bool,
    /// The findings about that version, and no other: a rejection is found by sheet and row.
    pub findings: &'a [Finding],
    /// The register in force and the last release.
    pub duties: &'a Duties<'a>,
}

/// What an agency whose report enters the figures is known for.
///
/// *Không phát sinh*, or a filled first sheet alone: the agency confirms that nothing changed. Its rows keep their values and their source, and count
/// as reported in this period, so that they are not marked "Số liệu kỳ trước". Rows that the report holds all the
/// same are used (T29).
pub fn accept(input: &AcceptInput<'_>) -> KnownRows {
    let (agency, duties) = (input.agency, input.duties);
    let rejected = Rejections::of(input.findings);
    let nil = input.confirms || input.report.info.nil.value() == Some(&true);
    let mut accepted = KnownRows::default();

    let rows = input.report.tasks.as_ref().map(|t| (&t.sheet, first_by_code(&t.rows, |r| TaskCode::parse(written(&r.code)))));
    // As many as there can be: room for more would be room for all offices until the figures are made.
    accepted.tasks.reserve_exact(duties.tasks_of(agency).len());
    for (task, role) in duties.tasks_of(agency) {
        let earlier = duties.known_task(agency, &task.code, *role);
        let row = rows.as_ref().and_then(|(sheet, rows)| rows.get(&task.code).map(|row| (*sheet, *row)));
        // Nothing in the status and nobody objects: the row is there, locked or untouched, and says nothing.
        let row = row.filter(|(_, row)| !row.status.is_empty() || rejected.row(SheetId::Tasks, row.row));
        let known = match row {
            Some((sheet, row)) => {
                let source = source(input, sheet, row.code.cell);
                let left = left_alone(row, earlier.as_ref(), &rejected, (duties.period, &source));
                let known = left.or_else(|| task::known(row, task, *role, earlier.as_ref(), &rejected, duties.period, source));
                if known.is_some() && row.status.value().is_some_and(|s| s.nearly_done) {
                    accepted.nearly_done.insert(task.code.clone());
                }
                let taken_back_in = rejected.taken_back(row.row).then_some(duties.period);
                let earlier_or = |earlier: KnownTask| KnownTask { taken_back_in: taken_back_in.or(earlier.taken_back_in), ..earlier };
                known.map(|known| aged::<TaskRow>(known, earlier.as_ref(), duties.period)).or(earlier.map(earlier_or))
            }
            None if nil => earlier.map(|k| k.confirmed(duties.period)),
            None => earlier,
        };
        accepted.tasks.extend(known);
    }

    let rows = input.report.targets.as_ref().map(|t| (&t.sheet, first_by_code(&t.rows, |r| TaskCode::parse(written(&r.code)))));
    accepted.targets.reserve_exact(duties.targets_of(agency).len());
    for target in duties.targets_of(agency) {
        let earlier = duties.known_target(agency, &target.code);
        let row = rows.as_ref().and_then(|(sheet, rows)| rows.get(&target.code).map(|row| (*sheet, *row)));
        let row = row.filter(|(_, row)| !last_said::is_repeated(*row, None) || rejected.touches(SheetId::Targets, row.row));
        // What a figure "trong kỳ" says of one period it says of no other: silence confirms none.
        let is_confirmed = |row: Option<&TargetRow>| {
            let figure = row.is_some_and(|row| !row.value.is_empty() || !row.numerator.is_empty());
            figure || target.recording != Recording::InPeriod
        };
        let known = match row {
            Some((sheet, row)) => {
                let source = source(input, sheet, row.code.cell);
                let left = left_alone(row, earlier.as_ref(), &rejected, (duties.period, &source)).filter(|_| is_confirmed(Some(row)));
                let known = left.or_else(|| target::known(row, target, earlier.as_ref(), &rejected, duties.period, source));
                known.map(|known| aged::<TargetRow>(known, earlier.as_ref(), duties.period)).or(earlier)
            }
            None if nil && is_confirmed(None) => earlier.map(|k| k.confirmed(duties.period)),
            None => earlier,
        };
        accepted.targets.extend(known);
    }

    let rows = input.report.criteria.as_ref().map(|t| (&t.sheet, first_by_code(&t.rows, |r| Some(normalise::key(written(&r.code))))));
    for criterion in duties.criteria_of(agency) {
        let earlier = duties.known_criterion(agency, &criterion.code);
        let row = rows.as_ref().and_then(|(sheet, rows)| rows.get(&normalise::key(&criterion.code)).map(|row| (*sheet, *row)));
        let row = row.filter(|(_, row)| !last_said::is_repeated(*row, None) || rejected.touches(SheetId::Criteria, row.row));
        let known = match row {
            Some((sheet, row)) => {
                let source = source(input, sheet, row.code.cell);
                let left = left_alone(row, earlier.as_ref(), &rejected, (duties.period, &source));
                let known = left.or_else(|| criterion::known(row, criterion, earlier.as_ref(), &rejected, duties.period, source));
                known.map(|known| aged::<CriterionRow>(known, earlier.as_ref(), duties.period)).or(earlier)
            }
            None if nil => earlier.map(|k| k.confirmed(duties.period)),
            None => earlier,
        };
        accepted.criteria.extend(known);
    }

    accepted.tasks.shrink_to_fit();
    accepted.claims = claims(input);
    accepted.extra_tasks = extra_tasks(input, &rejected);
    accepted
}

/// The last row, confirmed, where the agency left this one as it was and no finding speaks against a cell of it: nothing that was
/// said is taken back by a cell that the form leaves blank.
fn left_alone<R: Row>(row: &R, last: Option<&R::Known>, rejected: &Rejections, (period, source): (Period, &Source)) -> Option<R::Known>
where
    R::Known: Aging,
{
    let last = last.filter(|last| !rejected.touches(R::SHEET, row.row()) && last_said::is_repeated(row, Some(last)));
    last.map(|last| {
        let mut known = last.confirmed(period).read_at(source.clone());
        if let Some(stale) = known.stale_fields() {
            // What is written again is reported, wherever the value was first from.
            let fields = R::FIELDS.iter().filter(|spec| spec.access.as_ref().is_some_and(|access| !access.field(row).is_empty()));
            for spec in fields {
                stale.remove(&spec.id);
            }
        }
        known
    })
}

/// An accepted row with its age: as old as the one before it where it says the same.
fn aged<R: Record>(known: R::Known, earlier: Option<&R::Known>, period: Period) -> R::Known
where
    R::Known: Aging,
{
    let same = earlier.filter(|earlier| !has_news::<R>(earlier, &known));
    known.aged(same.map_or(period, Aging::changed_in))
}

/// What an agency without a report in the figures is known for: the last release, unchanged.
pub fn carry(duties: &Duties<'_>, agency: &AgencyCode) -> KnownRows {
    KnownRows {
        tasks: duties.tasks_of(agency).iter().filter_map(|(task, role)| duties.known_task(agency, &task.code, *role)).collect(),
        targets: duties.targets_of(agency).iter().filter_map(|t| duties.known_target(agency, &t.code)).collect(),
        criteria: duties.criteria_of(agency).iter().filter_map(|c| duties.known_criterion(agency, &c.code)).collect(),
        ..KnownRows::default()
    }
}

/// The first row of each code; equal duplicates are the same row (N04), different ones are rejected (N03).
fn first_by_code<R, C: Ord>(rows: &[R], code: impl Fn(&R) -> Option<C>) -> BTreeMap<C, &R> {
    let mut first = BTreeMap::new();
    for row in rows {
        if let Some(code) = code(row) {
            first.entry(code).or_insert(row);
        }
    }
    first
}

/// What stands in a code cell, readable or not: the rules judge the same words, so that a row they let pass is found.
fn written(code: &Field<SharedText>) -> &str {
    code.value().unwrap_or(&code.typed)
}

fn source(input: &AcceptInput<'_>, sheet: &SharedText, cell: Option<CellRef>) -> Source {
    Source { agency: input.agency.clone(), file: input.file.clone(), sha256: input.sha256.clone(), sheet: sheet.clone(), cell }
}

fn claims(input: &AcceptInput<'_>) -> Vec<LeadClaim> {
    let Some(table) = &input.report.tasks else {
        return Vec::new();
    };
    let typed_lead = table.rows.iter().filter(|row| row.role.value() == Some(&Role::Lead));
    typed_lead
        .filter_map(|row| {
            let task = TaskCode::parse(written(&row.code))?;
            Some(LeadClaim { task, agency: input.agency.clone(), source: source(input, &table.sheet, row.code.cell) })
        })
        .collect()
}

fn extra_tasks(input: &AcceptInput<'_>, rejected: &Rejections) -> Vec<ExtraTask> {
    let Some(table) = &input.report.extra_tasks else {
        return Vec::new();
    };
    let usable = table.rows.iter().filter(|row| !row.content.text().is_empty() && !rejected.row(SheetId::ExtraTasks, row.row));
    usable
        .map(|row| ExtraTask {
            agency: input.agency.clone(),
            content: row.content.text().to_owned(),
            document: row.document.text().to_owned(),
            assigned_on: row.assigned_on.value().copied(),
            deadline: row.deadline.typed.to_string(),
            status: row.status.typed.to_string(),
            result: row.result.text().to_owned(),
            source: source(input, &table.sheet, row.content.cell),
        })
        .collect()
}
