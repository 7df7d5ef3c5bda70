//! The rows of every office in the hidden sheet of data, for the desk above: the tables that the form BM-TH defines.

use crate::forms::desk_report::definition::{DeskForm, TableId};
use crate::forms::desk_report::pages;
use crate::forms::desk_report::write::RowWriter;
use crate::model::consolidation::{AgencyInfo, Edition};
use crate::model::desk_report::{DeskRelease, NearCompletion, OfficeStanding, PageRow};
use crate::model::finding::Tally;
use crate::model::known_rows::KnownRows;
use crate::model::submission::Submission;
use crate::sheets::as_read;
use crate::sheets::input::{OfficeRows, ProductInput};
use crate::sheets::sheet::{Cell, Row, Sheet, Style, Visibility};
use crate::sheets::submissions;
use serde::Serialize;
use std::collections::BTreeMap;

/// Letters of codes that go into a cell, which holds a few more.
const LETTERS_MAX: usize = 30_000;
/// Letters around a code.
const QUOTES: usize = 3;
/// Points of a row that nobody reads: as high as a line.
const HEIGHT: f64 = 15.0;

/// Digests of the rows of the sheets that people read, each taken while the sheet is at hand; none where no rows are handed on.
#[derive(Debug)]
pub(crate) struct PageRows {
    is_kept: bool,
    rows: Vec<PageRow>,
}

impl PageRows {
    /// Those of an edition, before any sheet.
    pub(crate) fn new(input: &ProductInput<'_>) -> Self {
        Self { is_kept: input.rows.is_some(), rows: Vec::new() }
    }

    /// Takes the next sheet in.
    pub(crate) fn see(&mut self, sheet: &Sheet) {
        if self.is_kept && sheet.visibility == Visibility::Visible {
            self.rows.extend(pages::of_sheet(&as_read::sheet(sheet), sheet.repeat_rows.map(|(row, _)| row)));
        }
    }
}

/// Writes the tables below what stands in the sheet. `pages` has seen the sheets of the book that people read.
pub(crate) fn append(sheet: &mut Sheet, input: &ProductInput<'_>, rows: OfficeRows<'_>, pages: PageRows) {
    let c = input.consolidation;
    let counts = pages::of_counts(&as_read::sheet(sheet));
    let mut tables = Tables { sheet, writer: RowWriter::default() };
    tables.put(TableId::Offices, submissions::pairs(c).map(|(agency, submission)| standing(agency, submission, rows)));
    let accepted = || rows.accepted.values();
    tables.put(TableId::Tasks, accepted().flat_map(|office| &office.tasks));
    tables.put(TableId::LateTasks, &rows.late.tasks);
    tables.put(TableId::Targets, accepted().flat_map(|office| &office.targets));
    tables.put(TableId::LateTargets, &rows.late.targets);
    tables.put(TableId::Criteria, accepted().flat_map(|office| &office.criteria));
    tables.put(TableId::LateCriteria, &rows.late.criteria);
    tables.put(TableId::ExtraTasks, accepted().flat_map(|office| &office.extra_tasks));
    tables.put(TableId::Claims, accepted().flat_map(|office| &office.claims));
    let nearly_done = rows.accepted.iter().flat_map(|(agency, office)| {
        office.nearly_done.iter().map(move |task| NearCompletion { agency: agency.clone(), task: task.clone() })
    });
    tables.put(TableId::NearCompletion, nearly_done);
    tables.put(TableId::Pages, counts.into_iter().chain(pages.rows));
    let release = release(input, &tables.writer);
    tables.put(TableId::Release, [release]);
}

struct Tables<'a> {
    sheet: &'a mut Sheet,
    writer: RowWriter,
}

impl Tables<'_> {
    fn put<R: Serialize>(&mut self, id: TableId, rows: impl IntoIterator<Item = R>) {
        self.line(Vec::new());
        self.line(RowWriter::headings(id));
        for row in rows {
            let texts = self.writer.row(id, &row);
            self.line(texts);
        }
    }

    fn line(&mut self, texts: Vec<String>) {
        let cells = texts.into_iter().map(|text| Cell::text(text, Style::PLAIN)).collect();
        self.sheet.rows.push(Row { height: HEIGHT, cells });
    }
}

fn standing(agency: &AgencyInfo, submission: &Submission, rows: OfficeRows<'_>) -> OfficeStanding {
    let version = submission.shown_version();
    let tally = Tally::of(&submission.findings);
    OfficeStanding {
        agency: agency.code.clone(),
        name: agency.short.clone(),
        standing: submission.standing,
        evidence: submission.evidence,
        received_at: submission.received_at,
        booked_late: submission.booked_late,
        merged: submission.merged,
        nil: submission.nil,
        form_unfilled: submission.form_unfilled,
        confirmed_only: submission.confirmed_only,
        document_received: submission.document_received,
        revised_after_cutoff: submission.revised_after_cutoff,
        exempt_because: submission.exempt_because.clone(),
        cutoff: submission.cutoff,
        file: version.map(|version| version.receipt.file.path.clone()),
        sha256: version.map(|version| version.receipt.sha256.clone()),
        version: version.map(|version| version.number),
        fingerprint: rows.fingerprints.get(&agency.code).cloned(),
        missing_streak: agency.missing_streak,
        rejects: tally.rejects,
        errors: tally.errors,
        warnings: tally.warnings,
        rows: rows.accepted.get(&agency.code).map(codes).unwrap_or_default(),
    }
}

/// Codes of an office's rows by the name of their table, if a cell holds them: whoever takes out a row is known by them.
fn codes(office: &KnownRows) -> BTreeMap<String, Vec<String>> {
    let tasks = office.tasks.iter().map(|row| row.task.to_string()).collect();
    let targets = office.targets.iter().map(|row| row.target.to_string()).collect();
    let criteria = office.criteria.iter().map(|row| row.criterion.clone()).collect();
    let tables: [(TableId, Vec<String>); 3] = [(TableId::Tasks, tasks), (TableId::Targets, targets), (TableId::Criteria, criteria)];
    let letters: usize = tables.iter().flat_map(|(_, codes)| codes).map(|code| code.len() + QUOTES).sum();
    let rows = tables.into_iter().filter(|(_, codes)| !codes.is_empty() && letters < LETTERS_MAX);
    let named = rows.filter_map(|(id, codes)| Some((DeskForm::current().table(id)?.name.clone(), codes)));
    named.collect()
}

fn release(input: &ProductInput<'_>, writer: &RowWriter) -> DeskRelease {
    let c = input.consolidation;
    let (version, late) = match input.edition {
        Edition::Draft | Edition::Frozen => (0, false),
        Edition::Release { version, late } => (version, late),
    };
    DeskRelease {
        form_version: DeskForm::current().version.clone(),
        desk: input.config.desk.code.clone(),
        desk_name: input.desk_name.to_owned(),
        period: c.period,
        version,
        late,
        rehearsal: input.config.rehearsal,
        submit_cutoff: c.cutoffs.submit,
        release_cutoff: c.cutoffs.release,
        rows: writer.rows(),
        rows_digest: writer.digest(),
    }
}
