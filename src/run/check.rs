//! Checking files in the hand: the same rules as `run`, without ledger. With a workspace its registers and history
//! are used; without one, the form itself stands in for the register as far as it goes: its agency, its tasks and
//! their deadlines.

use crate::forms::Form;
use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::Ledger;
use crate::io::reader_pool::{SentBasis, WorkbookReader};
use crate::io::workspace::Workspace;
use crate::judge::attribute;
use crate::judge::duties;
use crate::judge::file::{Basis, FileJudgement, FileVerdict};
use crate::model::agency::{Agency, AgencyCode, AgencyKind, AgencyRole, Block, Contact, Route};
use crate::model::calendar::Calendar;
use crate::model::config::{FindingLimits, Limits};
use crate::model::cutoff::{Cadence, HolidayRule, Schedule, WeekTime};
use crate::model::deadline::DeadlineReading;
use crate::model::desk_report::{DeskRelease, DeskReport, OfficeReport};
use crate::model::finding::{self, Finding, Severity};
use crate::model::history::History;
use crate::model::inbox::{Content, Folder, InboxFile};
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::place::Place;
use crate::model::register::Register;
use crate::model::report::AgencyReport;
use crate::model::rhythm::Rhythm;
use crate::model::rule_policy::RulePolicy;
use crate::model::task::{DeadlineKind, Role, Task, TaskCode, TaskKind, Validity};
use crate::rules::case::{PeriodFit, ReceiptCase};
use crate::rules::{self, Ruleset};
use crate::run::judges;
use crate::run::receive::reading;
use crate::run::session::typed::agency_named;
use crate::run::session::{self, Start};
use crate::text::deadline;
use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

/// What a person asked for.
#[derive(Debug, Clone)]
pub struct CheckRequest {
    /// The files to check, as typed: none of them is received.
    pub files: Vec<PathBuf>,
    /// Agency as typed; from the form where none.
    pub agency: Option<String>,
    /// Period; from the form where none.
    pub period: Option<Period>,
}

/// What is wrong with one file by itself.
#[derive(Debug, Clone)]
pub struct CheckReport {
    /// Its name as given.
    pub file: String,
    /// Could it be used as a report?
    pub usable: bool,
    /// No register was at hand: targets, criteria and the list of tasks were not checked.
    pub partial: bool,
    /// What the file is, if it is the consolidated workbook of a desk and could be read.
    pub consolidation: Option<ConsolidationCheck>,
    /// What its reading and the rules say, weightiest first.
    pub findings: Vec<Finding>,
}

/// What a consolidated workbook holds.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ConsolidationCheck {
    /// The desk that released it.
    pub desk: AgencyCode,
    /// Its name in full.
    pub desk_name: String,
    /// The period that was consolidated.
    pub period: Period,
    /// 1, or more for a further version.
    pub version: u32,
    /// Made at or after its own release cutoff.
    pub late: bool,
    /// Offices whose standing it tells.
    pub offices: usize,
    /// Of these, how many are in its figures.
    pub merged: usize,
    /// Rows of offices: tasks, targets and criteria.
    pub rows: usize,
    /// How many things are not as the desk released them.
    pub edits: usize,
}

impl ConsolidationCheck {
    fn of(report: &DeskReport) -> Self {
        let DeskRelease { desk, desk_name, period, version, late, .. } = report.release.clone();
        let rows = |office: &OfficeReport| office.tasks.len() + office.targets.len() + office.criteria.len();
        Self {
            desk,
            desk_name,
            period,
            version,
            late,
            offices: report.offices.len(),
            merged: report.offices.iter().filter(|office| office.standing.row.merged).count(),
            rows: report.offices.iter().map(rows).sum(),
            edits: report.edits.len(),
        }
    }
}

/// What files are held against: with a workspace its registers and history, without one the form alone.
struct Standard {
    register: Option<Arc<Register>>,
    ledger: Option<Ledger>,
    schedule: Schedule,
    rules: RulePolicy,
    limits: FindingLimits,
    form: Form,
    now: Moment,
    /// Of the periods that were asked for so far.
    bases: RefCell<BTreeMap<Period, Rc<SentBasis<'static>>>>,
}

impl Standard {
    fn of(workspace: Option<&Workspace>, start: &Start) -> Result<Self, Failure> {
        let (form, now, bases) = (session::form(workspace, start.now)?, start.now, RefCell::default());
        Ok(match workspace {
            Some(workspace) => Self {
                register: Some(session::read_register(workspace)?.register),
                ledger: workspace.ledger_to_read()?,
                schedule: workspace.config.schedule.clone(),
                rules: workspace.config.rules.clone(),
                limits: workspace.config.limits.findings,
                form,
                now,
                bases,
            },
            None => Self {
                register: None,
                ledger: None,
                schedule: fridays(),
                rules: RulePolicy::default(),
                limits: FindingLimits::DEFAULT,
                form,
                now,
                bases,
            },
        })
    }

    fn day(&self, period: Period, rhythm: Rhythm<'_>) -> NaiveDate {
        moment::day(rhythm.cutoffs(period).unwrap_or_else(|| self.schedule.plain(period)).submit)
    }

    fn rules_on(&self, day: NaiveDate) -> Ruleset {
        let desk = self.register.as_ref().map(|register| register.desk_rules.clone()).unwrap_or_default();
        Ruleset::on(day, &self.rules, self.limits, &desk)
    }

    fn basis(&self, period: Period, rhythm: Rhythm<'_>) -> Result<Rc<SentBasis<'static>>, Failure> {
        if let Some(basis) = self.bases.borrow().get(&period) {
            return Ok(Rc::clone(basis));
        }
        let register = self.register.as_ref().map(|register| register.in_force(self.day(period, rhythm))).unwrap_or_default();
        let left = self.ledger.as_ref().map(|ledger| judges::left(ledger, period, None)).transpose()?;
        let left = left.map(|left| left.history).unwrap_or_default();
        let history = duties::handed_over(&register, &left, period, self.day(period, rhythm)).into_owned();
        let basis = Rc::new(self.sent(period, rhythm, register, history, period.to_string()));
        self.bases.borrow_mut().insert(period, Rc::clone(&basis));
        Ok(basis)
    }

    fn sent(&self, period: Period, rhythm: Rhythm<'_>, register: Register, history: History, key: String) -> SentBasis<'static> {
        let basis = Basis {
            form: Cow::Owned(self.form.clone()),
            register: Cow::Owned(register),
            history: Cow::Owned(history),
            rules: Cow::Owned(self.rules_on(self.day(period, rhythm))),
            span: rhythm.span(period),
            day: self.day(period, rhythm),
        };
        SentBasis::new(basis, key)
    }

    /// The folder in which a file of the agency lies that a person typed.
    fn folder(&self, typed: Option<&str>) -> Result<Folder, Failure> {
        let Some(typed) = typed else { return Ok(Folder::Common) };
        let code = match &self.register {
            Some(register) => agency_named(&register.in_force(moment::day(self.now)), typed)?,
            None => AgencyCode::parse(typed)
                .ok_or_else(|| Failure::usage(format!("“{typed}” không phải mã cơ quan."), "Đề nghị ghi mã, ví dụ SYT."))?,
        };
        Ok(Folder::Agency(code))
    }
}

/// Checks files.
///
/// A file that cannot be read is a failure of its own and keeps nobody from the others.
pub fn check(workspace: Option<&Workspace>, start: &Start, request: &CheckRequest) -> Result<Vec<Result<CheckReport, Failure>>, Failure> {
    let standard = Standard::of(workspace, start)?;
    let folder = standard.folder(request.agency.as_deref())?;
    let pool = start.readers.pool(1, workspace.map_or(Limits::DEFAULT, |w| w.config.limits));
    Ok(request.files.iter().map(|path| check_one(&standard, pool.as_ref(), &folder, request.period, path)).collect())
}

fn check_one(
    standard: &Standard,
    pool: &dyn WorkbookReader,
    folder: &Folder,
    asked: Option<Period>,
    path: &Path,
) -> Result<CheckReport, Failure> {
    let disk = Disk::default();
    let (bytes, size) = files::read_at_most(&disk, path, pool.limits().file_bytes_max.saturating_add(1))?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let no_register = Calendar::default();
    let calendar = standard.register.as_ref().map_or(&no_register, |register| &register.calendar);
    let rhythm = Rhythm { calendar, schedule: &standard.schedule };
    let expected = asked.map_or_else(|| rhythm.period_on(moment::day(standard.now)), |week| rhythm.period_of(week));
    let mut basis = standard.basis(expected, rhythm)?;
    let FileJudgement { content, mut verdict } = reading::judgement(pool, &basis, &bytes, &name, folder).made;
    let content = Arc::new(if standard.register.is_some() { content } else { without_register(content) });
    let claimed = attribute::claimed_period(&content, rhythm);
    let period = if asked.is_some() { expected } else { claimed.unwrap_or(expected) };
    // Only the file itself says which week it is for, and without a register whose it is.
    if let (None, Some(extraction)) = (&standard.register, content.extraction()) {
        let register = register_from(&extraction.report, period);
        // Nobody knows how many periods were released: an untouched form is called what it will be called.
        let history = History { forms_looked_at: u32::MAX, ..History::default() };
        basis = Rc::new(standard.sent(period, rhythm, register, history, path.display().to_string()));
        verdict = pool.verdict(&content, folder, &basis).made;
    } else if period != expected {
        basis = standard.basis(period, rhythm)?;
        verdict = pool.verdict(&content, folder, &basis).made;
    }
    let FileVerdict { refusal, file: mut findings, rows, filling: _ } = verdict.at(&name);
    let content = refusal.map_or(content, |refusal| Arc::new(Content::Refused(refusal)));
    let agency = attribute::agency_of(folder, &content, &basis.basis().register);
    let under = attribute::predecessor_of(folder, &content, &basis.basis().register);
    let file = InboxFile { path: name, folder: folder.clone(), size, modified_at: None, server_time: None };
    let case = ReceiptCase {
        file: &file,
        content: &content,
        agency: agency.as_ref(),
        under: under.as_ref(),
        register: &basis.basis().register,
        workbook_beside: false,
        span: rhythm.span(period),
        named: rhythm.span(claimed.unwrap_or(period)),
        fit: match claimed {
            Some(claimed) if claimed == period => PeriodFit::Fits,
            Some(claimed) if claimed > period => PeriodFit::Future(claimed),
            Some(claimed) => PeriodFit::Past(claimed),
            None => PeriodFit::Unknown,
        },
        received_at: standard.now,
        first_seen: None,
        open_when_taken: false,
        rehearsal: None,
    };
    findings.extend(rules::review_receipt(&case, &standard.rules_on(standard.day(period, rhythm))));
    let consolidation = content.desk_report().map(ConsolidationCheck::of);
    let usable = (content.extraction().is_some() || consolidation.is_some()) && !findings.iter().any(|f| f.severity == Severity::Reject);
    if usable {
        findings.extend(rows);
    }
    finding::sort(&mut findings);
    let partial = usable && standard.register.is_none() && consolidation.is_none();
    Ok(CheckReport { file: path.display().to_string(), usable, partial, consolidation, findings })
}

/// Without a register, targets and criteria cannot be judged: the form does not carry what their rules need.
fn without_register(mut content: Content) -> Content {
    if let Content::Workbook(extraction) = &mut content {
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
        desks: at(15, 30),
        release: at(15, 30),
        release_auto_minutes: 10,
        holiday_rule: HolidayRule::Earlier,
        from: None,
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
        role: AgencyRole::Office,
        supervisor: String::new(),
        contact: Contact::default(),
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
        group: "".into(),
        content: content.into(),
        document: "".into(),
        issued_on: None,
        kind: TaskKind::SharedLed,
        leads: if supports { Vec::new() } else { vec![agency.clone()] },
        supports: if supports { vec![agency.clone()] } else { Vec::new() },
        deadline_kind: if regular { DeadlineKind::Regular } else { DeadlineKind::Dated },
        deadline_text: deadline_text.into(),
        deadline: days,
        extended: None,
        window: None,
        window_text: "".into(),
        plan_year: year,
        phase: "".into(),
        output: "".into(),
        block: Block::Government,
        supervisor: "".into(),
        nq57_code: "".into(),
        validity: Validity::InForce,
        note: "".into(),
        parts: Vec::new(),
        place: Place::default(),
    }
}
