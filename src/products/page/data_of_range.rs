//! What the page over several periods opens: the same lists as that of a week, each line with what every release says of it, and
//! the rows behind it of the weeks in which that changed. A row shows its place; its cells are on the page of its week.

use crate::model::agency::AgencyCode;
use crate::model::class::TaskClass;
use crate::model::course::{InWeek, TargetCourse, TargetResult, TaskCourse};
use crate::model::history::Source;
use crate::model::period::Period;
use crate::model::released_week::ReleasedPart;
use crate::model::retrospect::{AgencyRecord, ProposalCourse, Retrospect, WeekStanding};
use crate::model::shared_text::SharedText;
use crate::products::page::data::{self, shown};
use crate::products::page::markup::Figures;
use crate::products::page::shapes::{FileData, OfficeData, PageData, ProposalData, RowData, TargetData, TaskData, WeekData};
use crate::sheets::counted::ListOf;
use crate::sheets::retrospect::{self, RetrospectInput};
use crate::text::{class, format};
use std::collections::BTreeMap;

/// Where a line stands on the page that opens.
pub(super) fn address(r: &Retrospect, of: ListOf, at: usize) -> String {
    let code = match of {
        ListOf::Tasks => r.tasks.get(at).map(|line| format!("nv/{}", line.code)),
        ListOf::Targets => r.targets.get(at).map(|line| format!("ct/{}", line.code)),
        ListOf::Agencies => r.records.get(at).map(|line| format!("dv/{}", line.agency)),
        ListOf::Communes => None,
        ListOf::Proposals => r.proposals.get(at).map(|line| format!("kn/{}", line.number)),
    };
    format!("#{}", code.unwrap_or_default())
}

/// Everything behind the figures of a page.
pub(super) fn of(input: &RetrospectInput<'_>, figures: &Figures) -> PageData {
    let r = input.retrospect;
    let mut rows = Rows::of(r);
    let tasks = r.tasks.iter().map(|line| task(&mut rows, line)).collect();
    let targets = r.targets.iter().map(|line| target(&mut rows, line)).collect();
    PageData {
        schema: "tonghop.range-page/1",
        several: true,
        before: String::new(),
        moved: Vec::new(),
        moved_late: Vec::new(),
        measured: Vec::new(),
        offices: r.records.iter().map(|record| office(input, record)).collect(),
        tasks,
        targets,
        criteria: Vec::new(),
        communes: Vec::new(),
        proposals: r.proposals.iter().map(|line| proposal(&rows, line)).collect(),
        rows: rows.rows,
        files: rows.files,
        figures: figures.0.iter().map(data::figure).collect(),
    }
}

/// What each release says of a line; nothing of those that do not know it.
fn weeks<T: Copy>(r: &Retrospect, each: &[Option<T>], says: impl Fn(T) -> String) -> Vec<WeekData> {
    let said = r.weeks.iter().zip(each).filter_map(|(week, said)| Some((week.period, (*said)?)));
    said.map(|(period, said)| WeekData { week: format::period(period), says: says(said) }).collect()
}

fn office(input: &RetrospectInput<'_>, record: &AgencyRecord) -> OfficeData {
    let week = |week: &WeekStanding| {
        let received = week.received_at.map(|at| format!("nhận {}", format::moment(at)));
        let says = [Some(retrospect::standing_told(input, week)), received, week.file.as_deref().map(shown)];
        WeekData { week: format::period(week.period), says: says.into_iter().flatten().collect::<Vec<_>>().join("; ") }
    };
    OfficeData {
        code: record.agency.to_string(),
        name: shown(&record.name),
        block: "",
        standing: format!("đúng hạn {}/{} tuần được tính", record.on_time, record.counted),
        received: String::new(),
        counted: None,
        weeks: record.standings.iter().map(week).collect(),
    }
}

fn task(rows: &mut Rows<'_>, line: &TaskCourse) -> TaskData {
    let r = rows.r;
    let last = line.classes.iter().rev().find_map(|class| *class);
    let days = line.days.filter(|days| *days > 0 && line.at_last() == Some(TaskClass::Overdue));
    let state = last.map_or("", class::class);
    let parts: Vec<&AgencyCode> = line.rows.iter().flat_map(|week| &week.rows).map(|part| &part.agency).collect();
    let offices = rows.places(parts.into_iter().chain(&line.leads));
    TaskData {
        code: line.code.to_string(),
        content: shown(&line.content),
        document: String::new(),
        programmes: Vec::new(),
        leads: line.leads.iter().map(|agency| shown(&r.short_name(agency))).collect::<Vec<_>>().join(", "),
        supports: String::new(),
        deadline: shown(&line.deadline_text),
        state: days.map_or_else(|| state.to_owned(), |days| format!("{state} {days} ngày")),
        class: state,
        before: line.before.map(class::class),
        percent: String::new(),
        completed: line.completed_on.map_or_else(String::new, format::date),
        expected: String::new(),
        result: String::new(),
        obstacle: String::new(),
        cause: String::new(),
        proposal: String::new(),
        notes: Vec::new(),
        offices,
        rows: rows.each(&line.rows, Rows::part),
        weeks: weeks(r, &line.classes, |known| class::class(known).to_owned()),
    }
}

fn target(rows: &mut Rows<'_>, line: &TargetCourse) -> TargetData {
    let r = rows.r;
    let value = |result: TargetResult| match (result.value, result.passed) {
        (Some(value), _) => format::decimal(value),
        (None, Some(passed)) => if passed { "Đạt" } else { "Chưa đạt" }.to_owned(),
        (None, None) => String::new(),
    };
    let last = line.results.iter().rev().find_map(|result| *result);
    let offices = rows.places(line.rows.iter().flat_map(|week| &week.rows).map(|source| &source.agency));
    TargetData {
        code: line.code.to_string(),
        name: shown(&line.name),
        unit: shown(&line.unit),
        goal: shown(&line.goal),
        due: String::new(),
        value: last.map_or_else(String::new, value),
        before: None,
        class: last.map_or("", |result| result.class.label()),
        leads: String::new(),
        reason: String::new(),
        offices,
        rows: rows.each(&line.rows, |rows, at, source| Some(rows.row(at, source, String::new(), String::new(), None))),
        weeks: weeks(r, &line.results, |result| {
            let value = value(result);
            if value.is_empty() { result.class.label().to_owned() } else { format!("{value}; {}", result.class.label()) }
        }),
    }
}

fn proposal(rows: &Rows<'_>, line: &ProposalCourse) -> ProposalData {
    let wording = shown(&line.wording);
    ProposalData {
        number: line.number.to_string(),
        office: shown(&rows.r.short_name(&line.agency)),
        level: shown(&line.level),
        wording: if wording.trim().is_empty() { "(chưa có nội dung trình)".to_owned() } else { wording },
        text: String::new(),
        since: format::period(line.since),
        tasks: line.tasks.iter().filter(|code| rows.r.tasks.iter().any(|task| task.code == **code)).map(ToString::to_string).collect(),
        offices: rows.places([&line.agency]),
        rows: Vec::new(),
    }
}

/// The rows of files behind the lines, and the files.
struct Rows<'a> {
    r: &'a Retrospect,
    /// Place of each office.
    agencies: BTreeMap<&'a AgencyCode, usize>,
    rows: Vec<RowData>,
    /// Place of each file in `files`, by its path and its content.
    known: BTreeMap<(SharedText, SharedText), usize>,
    files: Vec<FileData>,
}

impl<'a> Rows<'a> {
    fn of(r: &'a Retrospect) -> Self {
        let agencies = r.records.iter().enumerate().map(|(at, record)| (&record.agency, at)).collect();
        Self { r, agencies, rows: Vec::new(), known: BTreeMap::new(), files: Vec::new() }
    }

    /// Places of offices, each once, in print order.
    fn places<'b>(&self, codes: impl IntoIterator<Item = &'b AgencyCode>) -> Vec<usize> {
        let mut places: Vec<usize> = codes.into_iter().filter_map(|code| self.agencies.get(code).copied()).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The rows of the weeks of a line, the latest first: that is how things stand.
    fn each<T>(&mut self, weeks: &[InWeek<T>], row: impl Fn(&mut Self, usize, &T) -> Option<usize>) -> Vec<usize> {
        let all = weeks.iter().rev().flat_map(|week| week.rows.iter().map(move |one| (week.at, one)));
        all.filter_map(|(at, one)| row(self, at, one)).collect()
    }

    /// The row of an office's share in a task, of a week by its place; `None` if it was never reported.
    fn part(&mut self, at: usize, part: &ReleasedPart) -> Option<usize> {
        let source = part.source.as_ref()?;
        let percent = part.percent.map(|percent| format!("{}%", format::decimal(percent)));
        let completed = part.completed_on.map(format::date);
        let says: Vec<String> = part.reported.clone().into_iter().chain(percent).chain(completed).collect();
        Some(self.row(at, source, part.role.clone(), says.join("; "), part.period))
    }

    fn row(&mut self, at: usize, source: &Source, role: String, says: String, period: Option<Period>) -> usize {
        let week = self.r.weeks.get(at);
        let earlier = period.filter(|period| week.is_some_and(|week| week.period != *period));
        let release = week.map_or_else(String::new, |week| {
            let version = if week.version > 1 { format!(" (bản {})", week.version) } else { String::new() };
            format!("Bản tổng hợp tuần {}{version}", format::period(week.period))
        });
        let file = self.file(source);
        self.rows.push(RowData {
            office: shown(&self.r.short_name(&source.agency)),
            role,
            says: shown(&says),
            release,
            week: earlier.map_or_else(String::new, format::period),
            file,
            sheet: shown(&source.sheet),
            cell: source.cell.map_or_else(String::new, |cell| cell.to_string()),
            cells: Vec::new(),
        });
        self.rows.len() - 1
    }

    fn file(&mut self, source: &Source) -> usize {
        let files = &mut self.files;
        let received = self.r.received.get(source.sha256.as_str());
        *self.known.entry((source.file.clone(), source.sha256.clone())).or_insert_with(|| {
            files.push(FileData {
                path: shown(&source.file),
                sha256: source.sha256.to_string(),
                received: received.map_or_else(String::new, |at| format::moment(*at)),
                code: String::new(),
            });
            files.len() - 1
        })
    }
}
