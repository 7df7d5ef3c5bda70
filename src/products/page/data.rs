//! What the page of a week opens: lists of tasks, targets, communes, offices and proposals, and the rows of files behind them.
//!
//! Nothing of the first sheet of a report is among it, so no name of an officer and no telephone number.

use crate::model::agency::AgencyCode;
use crate::model::consolidation::{Consolidation, CriteriaLine, PartLine, TargetLine, TaskLine};
use crate::model::criterion::CriterionResult;
use crate::model::history::Source;
use crate::model::inbox::Receipt;
use crate::model::period::Period;
use crate::model::proposal::ProposalLine;
use crate::model::shared_text::SharedText;
use crate::model::submission::Submission;
use crate::model::task::{Role, Status};
use crate::products::page::markup::Figures;
use crate::products::page::shapes::{CommuneData, FigureData, FileData, OfficeData, PageData, ProposalData, RowData, TargetData, TaskData};
use crate::sheets::counted::{Counted, ListOf};
use crate::sheets::frame;
use crate::sheets::input::ProductInput;
use crate::sheets::sentence::Figure;
use crate::sheets::summary::{moves, sets};
use crate::sheets::trail::{TrailTable, Trails};
use crate::sheets::{difficulties, submissions, targets, tasks};
use crate::text::{class, format, receipt_code};
use std::collections::BTreeMap;

/// Letters of a text that are shown; a longer one says how many it leaves out.
const LETTERS_MAX: usize = 2_000;

/// Where a line stands on the page that opens.
pub(super) fn address(c: &Consolidation, of: ListOf, at: usize) -> String {
    let code = match of {
        ListOf::Tasks => c.tasks.get(at).map(|line| format!("nv/{}", line.task.code)),
        ListOf::Targets => c.targets.get(at).map(|line| format!("ct/{}", line.target.code)),
        ListOf::Agencies => c.agencies.get(at).map(|agency| format!("dv/{}", agency.code)),
        ListOf::Communes => c.criteria.lines.get(at).map(|line| format!("tc/{}", line.agency)),
        ListOf::Proposals => c.proposals.get(at).map(|line| format!("kn/{}", line.number)),
    };
    format!("#{}", code.unwrap_or_default())
}

fn word(of: ListOf) -> &'static str {
    match of {
        ListOf::Tasks => "tasks",
        ListOf::Targets => "targets",
        ListOf::Agencies => "offices",
        ListOf::Communes => "communes",
        ListOf::Proposals => "proposals",
    }
}

/// Everything behind the figures of a page.
pub(super) fn of(input: &ProductInput<'_>, figures: &Figures) -> PageData {
    let c = input.consolidation;
    let mut rows = Rows::of(c, input.earlier);
    let tasks = c.tasks.iter().map(|line| task(&mut rows, line)).collect();
    let targets = c.targets.iter().map(|line| target(&mut rows, line)).collect();
    let communes = c.criteria.lines.iter().map(|line| commune(&mut rows, line)).collect();
    let proposals = c.proposals.iter().map(|line| proposal(&mut rows, line)).collect();
    let (moved, moved_late) = moves::moved(c);
    PageData {
        schema: "tonghop.page/1",
        several: false,
        before: c.comparison.as_ref().map_or_else(String::new, |before| format::period(before.period)),
        moved: moved.at,
        moved_late: moved_late.at,
        measured: if c.comparison.is_some() { sets::targets_otherwise(c).at } else { Vec::new() },
        offices: c.agencies.iter().map(|agency| office(input, &agency.code)).collect(),
        tasks,
        targets,
        criteria: c.criteria.criteria.iter().map(|criterion| shown(&criterion.name)).collect(),
        communes,
        proposals,
        rows: rows.rows,
        files: rows.files,
        figures: figures.0.iter().map(figure).collect(),
    }
}

/// A text, cut where it is longer than anybody reads on a screen.
pub(super) fn shown(text: &str) -> String {
    let text = frame::as_it_leaves(text);
    match text.char_indices().nth(LETTERS_MAX) {
        None => text,
        Some((end, _)) => {
            let left = text.get(end..).map_or(0, |rest| rest.chars().count());
            format!("{}… (còn {left} ký tự)", text.get(..end).unwrap_or_default())
        }
    }
}

fn office(input: &ProductInput<'_>, code: &AgencyCode) -> OfficeData {
    let c = input.consolidation;
    let info = c.agency(code);
    let submission = c.submission(code);
    OfficeData {
        code: code.to_string(),
        name: info.map_or_else(String::new, |info| shown(&info.name)),
        block: info.map_or("", |info| info.block.label()),
        standing: submission.map_or_else(String::new, |s| submissions::standing(s, c.cutoffs)),
        received: submission.and_then(|s| s.received_at).map_or_else(String::new, format::moment),
        counted: Some(submission.is_some_and(|s: &Submission| s.merged)),
        weeks: Vec::new(),
    }
}

fn task(rows: &mut Rows<'_>, line: &TaskLine) -> TaskData {
    let (c, task) = (rows.c, &line.task);
    let of_parts: Vec<usize> = line.parts.iter().filter_map(|part| rows.part(part)).collect();
    TaskData {
        code: task.code.to_string(),
        content: shown(&task.content),
        document: shown(&task.document),
        programmes: line.programmes.iter().map(|name| shown(name)).collect(),
        leads: tasks::names(c, &task.leads),
        supports: tasks::names(c, &task.supports),
        deadline: tasks::deadline(task),
        state: class::line(line, |agency| c.short_name(agency)),
        class: class::class(line.state.class),
        before: line.previous_class.map(class::class),
        percent: line.percent.map_or_else(String::new, |percent| format!("{}%", format::decimal(percent))),
        completed: line.completed_on.map_or_else(String::new, format::date),
        expected: line.expected_on.map_or_else(String::new, format::date),
        result: shown(&line.result),
        obstacle: shown(&line.obstacle),
        cause: shown(&line.cause),
        proposal: shown(&line.proposal),
        notes: tasks::notes(c, line),
        offices: rows.places(line.parts.iter().map(|part| &part.agency).chain(&task.leads).chain(&task.supports)),
        rows: of_parts,
        weeks: Vec::new(),
    }
}

fn target(rows: &mut Rows<'_>, line: &TargetLine) -> TargetData {
    let (c, target) = (rows.c, &line.target);
    TargetData {
        code: target.code.to_string(),
        name: shown(&target.name),
        unit: shown(&target.unit),
        goal: targets::goal(target),
        due: shown(&target.due_text),
        value: targets::result(line),
        before: line.previous.as_deref().map(shown),
        class: line.class.label(),
        leads: tasks::names(c, &target.leads),
        reason: shown(&line.reason),
        offices: rows.places(line.sources.iter().map(|source| &source.agency).chain(&target.leads)),
        rows: line.sources.iter().map(|source| rows.row(source, TrailTable::Targets, "", String::new(), None)).collect(),
        weeks: Vec::new(),
    }
}

fn commune(rows: &mut Rows<'_>, line: &CriteriaLine) -> CommuneData {
    let c = rows.c;
    let not_applicable = crate::sheets::criteria::not_applicable(line);
    let mut results = Vec::new();
    for known in &line.results {
        results.push(known.as_ref().map(|known| {
            let label = CriterionResult::label(known.result);
            (label, rows.row(&known.source, TrailTable::Criteria, "", label.to_owned(), Some(known.period)))
        }));
    }
    CommuneData {
        code: line.agency.to_string(),
        name: c.short_name(&line.agency),
        met: line.met,
        applicable: u32::try_from(line.results.len()).unwrap_or(u32::MAX).saturating_sub(not_applicable),
        results,
        offices: rows.places([&line.agency]),
    }
}

fn proposal(rows: &mut Rows<'_>, line: &ProposalLine) -> ProposalData {
    let c = rows.c;
    let sources = c.difficulties.iter().filter(|difficulty| difficulty.numbers.contains(&line.number)).map(|difficulty| &difficulty.source);
    ProposalData {
        number: line.number.to_string(),
        office: c.short_name(&line.agency),
        level: shown(&line.level),
        wording: difficulties::wording(line),
        text: shown(&line.text),
        since: format::period(line.since),
        tasks: line.tasks.iter().map(ToString::to_string).collect(),
        offices: rows.places([&line.agency]),
        rows: sources.map(|source| rows.row(source, TrailTable::Tasks, "", String::new(), None)).collect(),
    }
}

pub(super) fn figure(figure: &Figure) -> FigureData {
    let whole = figure.whole.as_ref().map(|Counted { at, .. }| at.clone());
    let Figure { words, title, part, counts, .. } = figure;
    FigureData { words: words.clone(), title: title.clone(), of: word(part.of), part: part.at.clone(), whole, counts: *counts }
}

/// The rows of files behind the lines, each once, and the files.
struct Rows<'a> {
    c: &'a Consolidation,
    trails: Trails<'a>,
    earlier: BTreeMap<&'a str, &'a Receipt>,
    /// Place of each agency.
    agencies: BTreeMap<&'a AgencyCode, usize>,
    rows: Vec<RowData>,
    /// Place of each file in `files`, by whose it is, by its content, and by the period of its rows where that is known.
    known: BTreeMap<(AgencyCode, SharedText, Option<Period>), usize>,
    files: Vec<FileData>,
}

impl<'a> Rows<'a> {
    fn of(c: &'a Consolidation, earlier: &'a [Receipt]) -> Self {
        let agencies = c.agencies.iter().enumerate().map(|(at, agency)| (&agency.code, at)).collect();
        let earlier = earlier.iter().map(|receipt| (receipt.sha256.as_str(), receipt)).collect();
        Self { c, trails: Trails::of(c), earlier, agencies, rows: Vec::new(), known: BTreeMap::new(), files: Vec::new() }
    }

    /// Places of offices, each once, in print order.
    fn places<'b>(&self, codes: impl IntoIterator<Item = &'b AgencyCode>) -> Vec<usize> {
        let mut places: Vec<usize> = codes.into_iter().filter_map(|code| self.agencies.get(code).copied()).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The row of an agency's share in a task; `None` if it never reported it.
    fn part(&mut self, part: &PartLine) -> Option<usize> {
        let source = part.source.as_ref()?;
        let percent = part.percent.map(|percent| format!("{}%", format::decimal(percent)));
        let completed = part.completed_on.map(format::date);
        let says = part.status.map(|status| Status::label(status).to_owned()).into_iter().chain(percent).chain(completed);
        Some(self.row(source, TrailTable::Tasks, Role::label(part.role), says.collect::<Vec<_>>().join("; "), part.period))
    }

    fn row(&mut self, source: &Source, table: TrailTable, role: &'static str, says: String, period: Option<Period>) -> usize {
        let file = self.file(source, period);
        let earlier = period.filter(|period| *period != self.c.period);
        let cells = self.trails.cells(source, table);
        let cells = cells.into_iter().map(|cell| (cell.heading.to_owned(), cell.cell.to_string(), shown(cell.typed))).collect();
        self.rows.push(RowData {
            office: self.c.short_name(&source.agency),
            role: role.to_owned(),
            says,
            release: String::new(),
            week: earlier.map_or_else(String::new, format::period),
            file,
            sheet: shown(&source.sheet),
            cell: source.cell.map_or_else(String::new, |cell| cell.to_string()),
            cells,
        });
        self.rows.len() - 1
    }

    /// The place of a file. Which period it was received for says the row: without it a file of an earlier one has no code.
    fn file(&mut self, source: &Source, period: Option<Period>) -> usize {
        let key = (source.agency.clone(), source.sha256.clone(), period);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let now = self.trails.version(source).map(|version| (&version.receipt, version.timing.received_at, Some(self.c.period)));
        let then = || self.earlier.get(source.sha256.as_str()).map(|receipt| (*receipt, receipt.first_seen, period));
        let receipt = now.or_else(then);
        let code = receipt.and_then(|(receipt, _, period)| Some(receipt_code::of(receipt, &source.agency, period?)));
        self.files.push(FileData {
            path: shown(&source.file),
            sha256: source.sha256.to_string(),
            received: receipt.map_or_else(String::new, |(_, at, _)| format::moment(at)),
            code: code.unwrap_or_default(),
        });
        self.known.insert(key, self.files.len() - 1);
        self.files.len() - 1
    }
}
