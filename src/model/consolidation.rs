//! The result of a period: one line for each task and target of the register, the matrix of criteria, totals, and
//! what changed since the last release. Every figure in a product is taken from here.
//!
//! One file, because these values are one: whoever asks what a product can print reads them together.

use crate::model::agency::{AgencyCode, AgencyKind, Block};
use crate::model::calendar::Calendar;
use crate::model::class::{ClassCounts, Light, TargetClass, TargetCounts, TaskClass, TaskState};
use crate::model::comparison::Comparison;
use crate::model::confirmation::Confirmation;
use crate::model::criterion::{Criterion, CriterionResult};
use crate::model::cutoff::Cutoffs;
use crate::model::desk_rule::DeskRule;
pub use crate::model::extra_task::ExtraTask;
use crate::model::finding::Finding;
use crate::model::history::{KnownCriterion, Source};
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::places::{ByAgency, Places};
use crate::model::proposal::{ProposalLine, ProposalNumber};
use crate::model::register::Remark;
use crate::model::report::TargetValue;
use crate::model::roads::Roads;
use crate::model::span::Span;
use crate::model::submission::{Standing, Submission};
use crate::model::target::{Target, TargetCode};
use crate::model::task::{Role, Status, Task, TaskCode};
use crate::model::total_line::TotalLine;
use crate::model::week_figures::{Punctuality, WeekFigures};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeMap;

/// The row of one agency behind a task's line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartLine {
    /// Whose share of the task this line is.
    pub agency: AgencyCode,
    /// Role of the agency by the register: lead, part or support.
    pub role: Role,
    /// What it has to do, for tasks with parts.
    pub work: String,
    /// Last day of the deadline that holds for the agency; `None` if there is none.
    pub deadline_to: Option<NaiveDate>,
    /// The status it reported, if any.
    pub status: Option<Status>,
    /// The class of its part, for leads and parts.
    pub state: Option<TaskState>,
    /// Reported percentage, 0 to 100.
    pub percent: Option<Decimal>,
    /// The day on which it was finished, as reported; `None` if it is open or undated.
    pub completed_on: Option<NaiveDate>,
    /// The period the row is from, if there is a row.
    pub period: Option<Period>,
    /// The period in which the row last said something new, if there is a row.
    #[serde(skip)]
    pub changed_in: Option<Period>,
    /// Where it was read.
    pub source: Option<Source>,
}

/// The mark of a task that its agency says is not finished after all, which is not taken yet.
pub const TAKEN_BACK: &str = "đơn vị báo lại chưa hoàn thành, chưa tính";

/// A task of the register in the consolidation: each stands here exactly once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaskLine {
    /// The task as in force at the cutoff.
    pub task: Task,
    /// What the program makes of it.
    pub state: TaskState,
    /// The status the lead reported, or that of the whole.
    pub reported: Option<Status>,
    /// "cơ bản", "đang đề nghị gia hạn", "k/n đơn vị hoàn thành": marks printed beside the state, in Vietnamese.
    pub marks: Vec<String>,
    /// Percent of the whole.
    pub percent: Option<Decimal>,
    /// Completion date of the whole.
    pub completed_on: Option<NaiveDate>,
    /// Results, one line an agency where several report.
    pub result: String,
    /// Evidence that the leads or the parts name, one line an agency where several do; blank if none.
    pub evidence: String,
    /// Obstacles that anybody names, supports included, one line for all who say the same; blank if none.
    pub obstacle: String,
    /// Causes of delay that the leads or the parts give, one line an agency where several do; blank if none.
    pub cause: String,
    /// Proposals that anybody makes, supports included, one line for all who say the same; blank if none.
    pub proposal: String,
    /// The latest day on which an unfinished agency expects to finish; `None` for a finished task and if nobody says.
    pub expected_on: Option<NaiveDate>,
    /// The period of the row that decided; `None` for a task never reported.
    pub last_update: Option<Period>,
    /// The period in which what is printed last said something new; `None` if nobody ever reported.
    pub changed_in: Option<Period>,
    /// The period before, if a report that came late in it, and nothing else, moved the class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late_in: Option<Period>,
    /// The deciding row, or one of its cells, is of an earlier period: "Số liệu kỳ trước". Never set for a finished task.
    pub stale: bool,
    /// By state, percent, obstacles and age of the row (`src/docs/rows.md`, "Colours").
    pub light: Light,
    /// What each agency reported on it.
    pub parts: Vec<PartLine>,
    /// Cells behind it, all agencies.
    pub sources: Vec<Source>,
    /// The class in the last release, if there was one.
    pub previous_class: Option<TaskClass>,
    /// Names of the programmes it belongs to, in the register's order.
    pub programmes: Vec<String>,
}

/// A target of the register in the consolidation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TargetLine {
    /// The target as in force at the cutoff.
    pub target: Target,
    /// Result compared with the goal.
    pub class: TargetClass,
    /// Result of all agencies together; `None` if nobody gave a figure.
    pub value: Option<TargetValue>,
    /// Sum of numerators, where the aggregation has them.
    pub numerator: Option<Decimal>,
    /// Sum of denominators, where the aggregation has them.
    pub denominator: Option<Decimal>,
    /// At least one figure is an estimate ("ước").
    pub estimated: bool,
    /// Agencies that supplied no figure: "Tạm tính (thiếu n/m đơn vị)".
    pub missing: Vec<AgencyCode>,
    /// How many agencies should supply figures.
    pub providers: u32,
    /// Self-assessment of the lead, as a word; blank if none.
    pub self_assessment: String,
    /// Reason why it cannot be assessed.
    pub reason: String,
    /// The result in the last release, as printed.
    pub previous: Option<String>,
    /// A figure is of an earlier period.
    pub stale: bool,
    /// The latest period a figure is from.
    pub last_update: Option<Period>,
    /// The period in which what is printed last said something new; `None` if nobody ever reported.
    pub changed_in: Option<Period>,
    /// By result and goal; at most yellow while a provider's figure is missing.
    pub light: Light,
    /// The cell of each provider's row that was counted.
    pub sources: Vec<Source>,
}

/// A commune's row of the matrix.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriteriaLine {
    /// Whose row it is: a commune or ward.
    pub agency: AgencyCode,
    /// One entry a criterion, in the order of [`Criteria::criteria`]; `None` if never reported.
    pub results: Vec<Option<KnownCriterion>>,
    /// Met, "không áp dụng" not counted.
    pub met: u32,
    /// By how many criteria are met or do not apply, and by evidence.
    pub light: Light,
    /// The day on which the last criterion was met, if all are.
    pub complete_on: Option<NaiveDate>,
    /// Criteria whose result differs from the last release: code, before, now.
    pub changes: Vec<(String, Option<CriterionResult>, CriterionResult)>,
    /// A result is of an earlier period.
    pub stale: bool,
    /// What the body that confirms has said of it last; `None` if nothing that is in force at the cutoff.
    pub confirmed: Option<Confirmation>,
}

/// The matrix of criteria.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Criteria {
    /// Criteria in force at the cutoff: the columns of the matrix.
    pub criteria: Vec<Criterion>,
    /// One line a commune that must report.
    pub lines: Vec<CriteriaLine>,
}

impl Criteria {
    /// How many communes have this colour?
    pub fn count(&self, light: Light) -> u32 {
        u32::try_from(self.lines.iter().filter(|l| l.light == light).count()).unwrap_or(u32::MAX)
    }
}

/// What an agency asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difficulty {
    /// The agencies that say so.
    pub agencies: Vec<AgencyCode>,
    /// Task, if it belongs to one; of several the first of the register.
    pub task: Option<TaskCode>,
    /// Every task for which the same words are said to the same level, in the register's order.
    pub tasks: Vec<TaskCode>,
    /// Khó khăn, vướng mắc.
    pub obstacle: String,
    /// Kiến nghị, đề xuất.
    pub proposal: String,
    /// Cấp giải quyết: the level asked to decide, the highest where several agencies name one; blank if none is named.
    pub level: String,
    /// The period it was last said in.
    pub period: Period,
    /// The period in which it was said first.
    pub since: Period,
    /// Numbers of the proposals in it, one for each agency that asks; none where nothing is asked.
    pub numbers: Vec<ProposalNumber>,
    /// The cell it was read from.
    pub source: Source,
}

/// How many tasks have each class, in the ways in which products list them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct TaskTotals {
    /// Of the whole register: a shared task counts once.
    pub overall: ClassCounts,
    /// By plan year, ascending.
    pub by_year: Vec<(i32, ClassCounts)>,
    /// By document, in the register's order.
    pub by_document: Vec<(String, ClassCounts)>,
    /// By group, in the register's order.
    pub by_group: Vec<(String, ClassCounts)>,
    /// By agency, in print order: a shared task counts for every lead or part, with that part's class.
    pub by_agency: Vec<(AgencyCode, ClassCounts)>,
    /// By programme, block, group and year, each task once in a line, with what changed.
    pub lines: Vec<TotalLine>,
}

impl TaskTotals {
    /// The counts of each agency.
    pub fn of_agencies(&self) -> BTreeMap<&AgencyCode, ClassCounts> {
        self.by_agency.iter().map(|(code, counts)| (code, *counts)).collect()
    }
}

/// An agency as the products print it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgencyInfo {
    /// Code of the register.
    pub code: AgencyCode,
    /// Full name, as tables print it.
    pub name: String,
    /// Short name, as messages and charts print it.
    pub short: String,
    /// What sort of office it is.
    pub kind: AgencyKind,
    /// Block ("Khối") under which it is listed.
    pub block: Block,
    /// For how many periods in a row it is missing, this one included.
    pub missing_streak: u32,
}

/// Which product is being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Edition {
    /// `_du-thao`, rewritten on change.
    Draft,
    /// `_chot-11h00`: what was known at the submit cutoff, made once.
    Frozen,
    /// What leaves: the version of a period that is sealed and sent.
    Release {
        /// 1, or more after `reopen`.
        version: u32,
        /// Made at or after the release cutoff: "lập sau hạn".
        late: bool,
    },
}

/// Everything the products print. Made only by `merge::consolidate`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Consolidation {
    /// The ISO week that names the report, whatever the cadence.
    pub period: Period,
    /// The days it covers.
    pub span: Span,
    /// The instants everybody is held to; agencies with their own have it in `submissions`.
    pub cutoffs: Cutoffs,
    /// Why a cutoff is not at its usual hour; `None` if it is.
    pub moved: Option<String>,
    /// What of its week's calendar nobody has confirmed; `None` if all is.
    pub unconfirmed: Option<String>,
    /// Agencies of the register that are in effect, in print order.
    pub agencies: Vec<AgencyInfo>,
    /// Short names of the agencies of the register that are not in effect: earlier rows and tasks still speak of them.
    pub former: BTreeMap<AgencyCode, String>,
    /// Desks below that hand on to this one, in print order.
    pub desks: Vec<AgencyCode>,
    /// By which roads reports came, and what of that is to be told.
    pub roads: Roads,
    /// One for each of `agencies`, same order.
    pub submissions: Vec<Submission>,
    /// Every task of the register, in its order.
    pub tasks: Vec<TaskLine>,
    /// Every target in force, in the register's order.
    pub targets: Vec<TargetLine>,
    /// Matrix of communes and criteria.
    pub criteria: Criteria,
    /// Tasks counted by class, overall and by year, document, group and agency.
    pub task_totals: TaskTotals,
    /// Targets counted by result.
    pub target_counts: TargetCounts,
    /// Totals of targets by plan year, ascending.
    pub target_counts_by_year: Vec<(i32, TargetCounts)>,
    /// Obstacles and proposals, those for the highest level first.
    pub difficulties: Vec<Difficulty>,
    /// Every proposal that has a number, open or not, in the order of the numbers.
    pub proposals: Vec<ProposalLine>,
    /// Tasks beyond the register.
    pub extra_tasks: Vec<ExtraTask>,
    /// Change since the last release; `None` in a first period.
    pub comparison: Option<Comparison>,
    /// The numbers of the releases before, newest first; those that were kept.
    pub weeks: Vec<WeekFigures>,
    /// The chief's sentences for this period.
    pub remarks: Vec<Remark>,
    /// Of the whole, and of shared tasks about agencies that are not in the figures; all others are in `submissions`.
    pub findings: Vec<Finding>,
    /// Rules that the desk wrote, those in force.
    pub desk_rules: Vec<DeskRule>,
    /// Of rules on trial, for the desk alone.
    pub trials: Vec<Finding>,
    /// The latest receipt among everything received, for the draft's "cập nhật lúc".
    pub latest_receipt: Option<Moment>,
    /// Rest days, by which the age of what offices send is counted.
    #[serde(skip)]
    pub calendar: Calendar,
    /// Index by code into the lists above, and nothing beside them.
    #[serde(skip)]
    pub places: ConsolidationPlaces,
}

/// Where agencies, submissions, tasks, targets, rows of the matrix and proposals stand in a consolidation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsolidationPlaces {
    agencies: Places,
    submissions: Places,
    tasks: Places,
    targets: Places,
    criteria: Places,
    given: ByAgency,
    supplied: ByAgency,
    asked: ByAgency,
}

impl ConsolidationPlaces {
    /// Notes where everything stands now.
    pub fn of(consolidation: &Consolidation) -> Self {
        Self {
            agencies: Places::of(&consolidation.agencies, |a, b| a.code.cmp(&b.code)),
            submissions: Places::of(&consolidation.submissions, |a, b| a.agency.cmp(&b.agency)),
            tasks: Places::of(&consolidation.tasks, |a, b| a.task.code.cmp(&b.task.code)),
            targets: Places::of(&consolidation.targets, |a, b| a.target.code.cmp(&b.target.code)),
            criteria: Places::of(&consolidation.criteria.lines, |a, b| a.agency.cmp(&b.agency)),
            given: ByAgency::of(&consolidation.tasks, |line| line.task.agencies()),
            supplied: ByAgency::of(&consolidation.targets, |line| {
                line.target.providers.iter().chain(line.sources.iter().map(|source| &source.agency))
            }),
            asked: ByAgency::of(&consolidation.proposals, |line| [&line.agency, &line.holder].into_iter()),
        }
    }
}

impl Consolidation {
    /// An agency of the products.
    pub fn agency(&self, code: &AgencyCode) -> Option<&AgencyInfo> {
        self.places.agencies.find(&self.agencies, |a| a.code.cmp(code))
    }

    /// Short name of an agency, or its code.
    pub fn short_name(&self, code: &AgencyCode) -> String {
        let former = || self.former.get(code).cloned().unwrap_or_else(|| code.to_string());
        self.agency(code).map_or_else(former, |a| a.short.clone())
    }

    /// The line of a task; `None` if the register has no such code.
    pub fn task(&self, code: &TaskCode) -> Option<&TaskLine> {
        self.places.tasks.find(&self.tasks, |t| t.task.code.cmp(code))
    }

    /// The line of a target; `None` if no target in force has this code.
    pub fn target(&self, code: &TargetCode) -> Option<&TargetLine> {
        self.places.targets.find(&self.targets, |t| t.target.code.cmp(code))
    }

    /// A proposal by its number.
    pub fn proposal(&self, number: ProposalNumber) -> Option<&ProposalLine> {
        self.proposals.get(self.proposals.binary_search_by_key(&number, |line| line.number).ok()?)
    }

    /// Its numbers as its products print them.
    pub fn figures(&self) -> WeekFigures {
        let count = |wanted: fn(Standing) -> bool| {
            let counted = self.submissions.iter().filter(|submission| wanted(submission.standing)).count();
            u32::try_from(counted).unwrap_or(u32::MAX)
        };
        let on_time = count(|standing| standing == Standing::OnTime);
        let must_report = count(|standing| standing != Standing::Exempt);
        WeekFigures {
            period: self.period,
            tasks: self.task_totals.overall,
            targets: self.target_counts,
            reports: Some(Punctuality { on_time, must_report }),
        }
    }

    /// What an agency did.
    pub fn submission(&self, agency: &AgencyCode) -> Option<&Submission> {
        self.places.submissions.find(&self.submissions, |s| s.agency.cmp(agency))
    }

    /// The lines of all tasks that may concern an agency, in the register's order.
    pub fn lines_of<'a>(&'a self, agency: &AgencyCode) -> impl Iterator<Item = &'a TaskLine> + use<'a> {
        self.places.given.candidates(&self.tasks, agency)
    }

    /// The lines of all targets that an agency may supply a figure for, in the register's order.
    pub fn targets_of<'a>(&'a self, agency: &AgencyCode) -> impl Iterator<Item = &'a TargetLine> + use<'a> {
        self.places.supplied.candidates(&self.targets, agency)
    }

    /// An agency's row of the matrix; `None` if it has none.
    pub fn criteria_of(&self, agency: &AgencyCode) -> Option<&CriteriaLine> {
        self.places.criteria.find(&self.criteria.lines, |line| line.agency.cmp(agency))
    }

    /// All proposals that an agency may have made or be told of, in the order of the numbers.
    pub fn proposals_of<'a>(&'a self, agency: &AgencyCode) -> impl Iterator<Item = &'a ProposalLine> + use<'a> {
        self.places.asked.candidates(&self.proposals, agency)
    }
}
