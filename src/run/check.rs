//! Checking files in the hand: the same rules as `run`, without ledger. With a workspace its registers and history
//! are used; without one, the form itself stands in for the register as far as it goes: its agency, its tasks and
//! their deadlines.

use crate::forms::Form;
use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::Ledger;
use crate::io::workspace::Workspace;
use crate::judge::{attribute, content_match};
use crate::model::agency::{Agency, AgencyCode, AgencyKind, Block, Route};
use crate::model::calendar::Calendar;
use crate::model::config::Limits;
use crate::model::cutoff::{HolidayRule, Schedule, WeekTime};
use crate::model::deadline::DeadlineReading;
use crate::model::finding::{self, Finding, Severity};
use crate::model::history::History;
use crate::model::inbox::{Content, Folder, InboxFile};
use crate::model::moment;
use crate::model::period::Period;
use crate::model::place::Place;
use crate::model::register::Register;
use crate::model::report::AgencyReport;
use crate::model::rhythm::{Cadence, Rhythm};
use crate::model::task::{DeadlineKind, Role, Task, TaskCode, TaskKind, Validity};
use crate::reader::WorkbookReader;
use crate::rules::case::{FileCase, PeriodFit, ReportCase};
use crate::rules::{self, Ruleset};
use crate::run::reading;
use crate::run::session::{self, Start};
use crate::text::{agency_names, deadline};
use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use std::path::PathBuf;
use std::sync::Arc;

/// What a person asked for.
#[derive(Debug, Clone)]
pub struct CheckRequest {
    /// Files.
    pub files: Vec<PathBuf>,
    /// Agency as typed; from the form where none.
    pub agency: Option<String>,
    /// Period; from the form where none.
    pub period: Option<Period>,
}

/// A checked file.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Its name as given.
    pub file: String,
    /// Could it be used as a report?
    pub usable: bool,
    /// No register was at hand: targets, criteria and the list of tasks were not checked.
    pub partial: bool,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// What the rules compare with.
struct Basis {
    register: Option<Register>,
    history: Option<Ledger>,
    schedule: Schedule,
    rules: Ruleset,
}

/// Checks files.
///
/// A file that cannot be read is a failure of its own and keeps nobody from the others.
pub fn check(workspace: Option<&Workspace>, start: &Start, request: &CheckRequest) -> Result<Vec<Result<Checked, Failure>>, Failure> {
    let basis = match workspace {
        Some(workspace) => Basis {
            register: Some(session::read_register(workspace)?.register),
            history: workspace.ledger_to_read()?,
            schedule: workspace.config.schedule.clone(),
            rules: Ruleset::new(&workspace.config.rules),
        },
        None => Basis { register: None, history: None, schedule: fridays(), rules: Ruleset::default() },
    };
    let limits = workspace.map_or(Limits::DEFAULT, |w| w.config.limits);
    let form = session::form(workspace, start.now)?;
    let pool = start.readers.pool(1, limits);
    Ok(request.files.iter().map(|path| check_one(&basis, &form, pool.as_ref(), start, request, path)).collect())
}

fn check_one(
    basis: &Basis,
    form: &Form,
    pool: &dyn WorkbookReader,
    start: &Start,
    request: &CheckRequest,
    path: &std::path::Path,
) -> Result<Checked, Failure> {
    let bytes = files::read(&Disk::default(), path)?;
    let shown = path.display().to_string();
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let content = Arc::new(content_for(basis, reading::content(pool, form, &bytes, &name)));
    let no_register = Calendar::default();
    let calendar = basis.register.as_ref().map_or(&no_register, |register| &register.calendar);
    let rhythm = Rhythm { calendar, schedule: &basis.schedule };
    let claimed = attribute::claimed_period(&content, rhythm);
    let asked = request.period.map(|week| rhythm.period_of(week));
    let period = asked.or(claimed).unwrap_or_else(|| rhythm.period_on(moment::day(start.now)));
    let report = match content.as_ref() {
        Content::Workbook(extraction) => Some(&extraction.report),
        Content::Document { .. } | Content::Refused(_) => None,
    };
    let cutoffs = rhythm.cutoffs(period).unwrap_or_else(|| basis.schedule.plain(period));
    let day = moment::day(cutoffs.submit);
    let register = match (&basis.register, report) {
        (Some(register), _) => register.in_force(day),
        (None, Some(report)) => register_from(report, period),
        (None, None) => Register::default(),
    };
    let typed = request.agency.clone().or_else(|| report.map(|r| r.info.agency.typed.to_string())).unwrap_or_default();
    let agency = agency_names::resolve(&register, &typed);
    let content = content_match::with_codes(&content, agency.as_ref(), &register);
    let report = match content.as_ref() {
        Content::Workbook(extraction) => Some(&extraction.report),
        Content::Document { .. } | Content::Refused(_) => None,
    };
    let file = InboxFile {
        path: name,
        folder: request.agency.as_ref().and(agency.clone()).map_or(Folder::Common, Folder::Agency),
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        modified_at: None,
        server_time: None,
    };
    let fit = match claimed {
        Some(claimed) if claimed == period => PeriodFit::Fits,
        Some(claimed) if claimed > period => PeriodFit::Future(claimed),
        Some(claimed) => PeriodFit::Past(claimed),
        None => PeriodFit::Unknown,
    };
    let case = FileCase {
        file: &file,
        content: &content,
        workbook_beside: false,
        agency: agency.as_ref(),
        register: &register,
        span: rhythm.span(period),
        named: rhythm.span(claimed.unwrap_or(period)),
        cutoffs: Some(cutoffs),
        fit,
        received_at: start.now,
        first_seen: None,
        form_version: &form.version,
        open_when_taken: false,
    };
    let mut findings = rules::review_file(&case, &basis.rules);
    let usable = report.is_some() && !findings.iter().any(|f| f.severity == Severity::Reject);
    if let (true, Some(report), Some(agency)) = (usable, report, &agency) {
        let history = match &basis.history {
            Some(ledger) => ledger.history_before(period)?,
            None => History::default(),
        };
        let case = ReportCase { agency, file: &file.path, report, register: &register, history: &history, span: rhythm.span(period), day };
        findings.extend(rules::review_report(&case, &basis.rules));
    }
    finding::sort(&mut findings);
    Ok(Checked { file: shown, usable, partial: usable && basis.register.is_none(), findings })
}

/// Without a register, targets and criteria cannot be judged: the form does not carry what their rules need.
fn content_for(basis: &Basis, mut content: Content) -> Content {
    if let (None, Content::Workbook(extraction)) = (&basis.register, &mut content) {
        extraction.report.targets = None;
        extraction.report.criteria = None;
    }
    content
}

/// Fridays 11:00 and 15:30: the rhythm of the notice, where no workspace says otherwise.
fn fridays() -> Schedule {
    let at = |h, m| WeekTime { day: Weekday::Fri, time: NaiveTime::from_hms_opt(h, m, 0).unwrap_or(NaiveTime::MIN) };
    Schedule {
        cadence: Cadence::Weekly,
        submit: at(11, 0),
        release: at(15, 30),
        release_auto_minutes: 10,
        holiday_rule: HolidayRule::Earlier,
    }
}

/// A register made of what the form itself says: its agency and the tasks in its grey columns.
fn register_from(report: &AgencyReport, period: Period) -> Register {
    let Some(code) = AgencyCode::parse(&report.info.agency.typed) else { return Register::default() };
    let agency = Agency {
        code: code.clone(),
        name: report.info.agency_name.text().to_owned(),
        short: code.to_string(),
        aliases: Vec::new(),
        kind: AgencyKind::Department,
        block: Block::Government,
        groups: Vec::new(),
        parent: None,
        folder: code.to_string(),
        weekly: true,
        route: Route::Both,
        supervisor: String::new(),
        order: 1,
        from: NaiveDate::MIN,
        to: None,
        successor: None,
    };
    let rows = report.tasks.iter().flat_map(|t| &t.rows);
    let tasks = rows.filter_map(|row| {
        let task = TaskCode::parse(&row.code.typed)?;
        Some(task_from(task, &code, row.content.text(), row.role.value().copied(), &row.deadline.typed, period))
    });
    Register { agencies: vec![agency], tasks: tasks.collect(), ..Register::default() }
}

fn task_from(task: TaskCode, agency: &AgencyCode, content: &str, role: Option<Role>, deadline_text: &str, period: Period) -> Task {
    let year = period.first_day().year();
    let reading = deadline::read(deadline_text, year);
    let days = match reading {
        Some(DeadlineReading::Days(days)) => Some(days),
        _ => None,
    };
    let regular = matches!(reading, Some(DeadlineReading::Regular));
    let supports = role == Some(Role::Support);
    Task {
        code: task,
        group: String::new(),
        content: content.to_owned(),
        document: String::new(),
        issued_on: None,
        kind: TaskKind::SharedLed,
        leads: if supports { Vec::new() } else { vec![agency.clone()] },
        supports: if supports { vec![agency.clone()] } else { Vec::new() },
        deadline_kind: if regular { DeadlineKind::Regular } else { DeadlineKind::Dated },
        deadline_text: deadline_text.to_owned(),
        deadline: days,
        extended: None,
        window: None,
        window_text: String::new(),
        plan_year: year,
        phase: String::new(),
        output: String::new(),
        block: Block::Government,
        supervisor: String::new(),
        nq57_code: String::new(),
        validity: Validity::InForce,
        note: String::new(),
        parts: Vec::new(),
        place: Place::default(),
    }
}
