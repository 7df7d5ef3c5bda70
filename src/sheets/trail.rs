//! From a line of a period back to the rows of the files it was made of: each cell with what stands in it.

use crate::forms::{self, Form};
use crate::model::agency::AgencyCode;
use crate::model::consolidation::Consolidation;
use crate::model::fields::Row;
use crate::model::history::Source;
use crate::model::moment;
use crate::model::place::CellRef;
use crate::model::report::{AgencyReport, FieldId, Table};
use crate::model::submission::Version;
use std::collections::{BTreeMap, BTreeSet};

/// The contents of files of earlier periods that figures still stand on, by SHA-256, each once and in order.
pub(crate) fn earlier_contents(c: &Consolidation) -> BTreeSet<&str> {
    let trails = Trails::of(c);
    let parts = c.tasks.iter().flat_map(|line| &line.parts).filter_map(|part| part.source.as_ref());
    let targets = c.targets.iter().flat_map(|line| &line.sources);
    let criteria = c.criteria.lines.iter().flat_map(|line| &line.results).flatten().map(|known| &known.source);
    let difficulties = c.difficulties.iter().map(|difficulty| &difficulty.source);
    let sources = parts.chain(targets).chain(criteria).chain(difficulties);
    sources.filter(|source| trails.version(source).is_none()).map(|source| source.sha256.as_str()).collect()
}

/// A cell of a row, and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrailCell<'a> {
    /// The heading of its column, in the words of the form.
    pub(crate) heading: &'a str,
    pub(crate) cell: CellRef,
    /// As a person reads it in the file.
    pub(crate) typed: &'a str,
}

/// Which table of a report a row stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TrailTable {
    Tasks,
    Targets,
    Criteria,
}

/// What was received for a period, by whose it is and by its content.
pub(crate) struct Trails<'a> {
    form: Option<&'static Form>,
    versions: BTreeMap<(&'a AgencyCode, &'a str), &'a Version>,
}

impl<'a> Trails<'a> {
    /// Of everything that was received for the period.
    pub(crate) fn of(c: &'a Consolidation) -> Self {
        let versions = c.submissions.iter().flat_map(|s| s.versions.iter().map(|v| ((&s.agency, v.receipt.sha256.as_str()), v)));
        Self { form: forms::current(moment::day(c.cutoffs.release)), versions: versions.collect() }
    }

    /// The version that a row was read from; `None` if it is one of an earlier period.
    pub(crate) fn version(&self, source: &Source) -> Option<&'a Version> {
        self.versions.get(&(&source.agency, source.sha256.as_str())).copied()
    }

    /// The cells of a row that say something, the code of what it is about first; none of a row of an earlier period, of which
    /// only the place is known.
    pub(crate) fn cells(&self, source: &Source, table: TrailTable) -> Vec<TrailCell<'a>> {
        let Some(report) = self.version(source).and_then(|version| version.content.extraction()).map(|extraction| &extraction.report)
        else {
            return Vec::new();
        };
        let AgencyReport { tasks, targets, criteria, .. } = report;
        match table {
            TrailTable::Tasks => self.of_row(tasks.as_ref(), source),
            TrailTable::Targets => self.of_row(targets.as_ref(), source),
            TrailTable::Criteria => self.of_row(criteria.as_ref(), source),
        }
    }

    fn of_row<R: Row>(&self, table: Option<&'a Table<R>>, source: &Source) -> Vec<TrailCell<'a>> {
        let there = |row: &&R| source.cell.is_some_and(|cell| cell.row == row.row());
        let Some(row) = table.filter(|table| table.sheet == source.sheet).and_then(|table| table.rows.iter().find(there)) else {
            return Vec::new();
        };
        // Notes and plans are not for whom the page goes to: nothing of them is in a figure.
        let shown = |id: FieldId, kept: bool| id == R::KEY || kept && !matches!(id, FieldId::Note | FieldId::NextWeek);
        let cell = |spec: &'static crate::model::fields::FieldSpec<R>| {
            let field = spec.access.as_ref().filter(|_| shown(spec.id, spec.known.is_some()))?.field(row);
            let heading = self.form.map_or("", |form| forms::column_name(form, R::SHEET, spec.id));
            (!field.typed().is_empty()).then_some(())?;
            Some(TrailCell { heading, cell: field.cell()?, typed: field.typed() })
        };
        R::FIELDS.iter().filter_map(cell).collect()
    }
}
