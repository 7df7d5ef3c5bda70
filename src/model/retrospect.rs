//! What several releases say together. Every number is counted from the releases themselves; nothing is judged anew.

use crate::model::agency::AgencyCode;
use crate::model::class::{ClassCounts, TargetCounts, TaskClass, TaskCounts};
use crate::model::course::{TargetCourse, TaskCourse};
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::period_range::PeriodRange;
use crate::model::proposal::{ProposalNumber, ProposalState};
use crate::model::submission::Standing;
use crate::model::target::TargetCode;
use crate::model::task::TaskCode;
use crate::model::total_line::TotalsBy;
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeMap;

/// A look back upon the releases of a range.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Retrospect {
    /// What was asked for.
    pub range: PeriodRange,
    /// Code of the desk of the last release.
    pub desk: AgencyCode,
    /// Its name, as printed.
    pub desk_name: String,
    /// The release cutoff of the last release: what the files say of when they were made.
    #[serde(skip)]
    pub until: Moment,
    /// The releases, the earliest first; never none.
    pub weeks: Vec<CourseWeek>,
    /// Periods that should have a release and have none that can be read.
    pub missing: Vec<Period>,
    /// Periods that were opened again since: another version will follow the one that was read.
    pub reopened: Vec<Period>,
    /// Weeks of the range before the books of the desk begin: nobody missed them.
    #[serde(skip)]
    pub before_books: Vec<Period>,
    /// Short names of the offices of all releases.
    #[serde(skip)]
    pub names: BTreeMap<AgencyCode, String>,
    /// Tasks by programme, block, group and year, in each week.
    pub lines: Vec<CourseLine>,
    /// Every task with its class in each week.
    #[serde(skip)]
    pub tasks: Vec<TaskCourse>,
    /// Every target with its result in each week.
    #[serde(skip)]
    pub targets: Vec<TargetCourse>,
    /// When files of reports were received, by their address in the archive.
    #[serde(skip)]
    pub received: BTreeMap<String, Moment>,
    /// Targets that count what a period added, with the sum.
    pub sums: Vec<PeriodSum>,
    /// Each office: how it reported and what it finished.
    pub records: Vec<AgencyRecord>,
    /// Offices whose tasks moved, those that went forward most first.
    pub progress: Vec<Progress>,
    /// Proposals that were open at any time in the range.
    pub proposals: Vec<ProposalCourse>,
}

impl Retrospect {
    /// Tasks that were finished in the range, and in which week.
    pub fn finished(&self) -> impl Iterator<Item = (&TaskCourse, Period)> {
        self.tasks.iter().filter_map(|task| Some((task, task.finished_in?)))
    }

    /// Tasks that became overdue in the range, and in which week first.
    pub fn became_overdue(&self) -> impl Iterator<Item = (&TaskCourse, Period)> {
        self.tasks.iter().filter_map(|task| Some((task, task.overdue_in?)))
    }

    /// The short name of an office; its code if no release named it.
    pub fn short_name(&self, agency: &AgencyCode) -> String {
        self.names.get(agency).cloned().unwrap_or_else(|| agency.to_string())
    }
}

/// A release in the course of the weeks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CourseWeek {
    /// The week that names it.
    pub period: Period,
    /// The version in force.
    pub version: u32,
    /// Made after the release cutoff.
    pub late: bool,
    /// Each task once.
    pub tasks: TaskCounts,
    /// Each target once.
    pub targets: TargetCounts,
    /// Who reported.
    pub reports: ReportCounts,
}

/// How offices stood in a week. All but `exempt` add up to `must_report`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ReportCounts {
    /// Offices that had to report.
    pub must_report: u32,
    /// In time, those by the benefit of the doubt with them.
    pub on_time: u32,
    /// After the cutoff, taken in or not.
    pub late: u32,
    /// Something came, nothing usable.
    pub returned: u32,
    /// Nothing came, or it was still being copied.
    pub missing: u32,
    /// Nobody could look.
    pub unknown: u32,
    /// Did not have to report.
    pub exempt: u32,
}

/// Tasks that belong together, over the weeks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CourseLine {
    /// By what they belong together.
    pub by: TotalsBy,
    /// Programme, block, group or year.
    pub name: String,
    /// Its weeks, the earliest first; none of a release that counted no such line.
    pub weeks: Vec<LineWeek>,
}

impl CourseLine {
    /// What it was in a week; `None` if that release counted no such line.
    pub fn of(&self, period: Period) -> Option<&ClassCounts> {
        self.weeks.iter().find(|week| week.period == period).map(|week| &week.tasks.classes)
    }
}

/// What a release counted of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LineWeek {
    /// The week that names the release.
    pub period: Period,
    /// Each task once.
    #[serde(flatten)]
    pub tasks: TaskCounts,
}

/// A target that counts what each period added.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodSum {
    /// As in the register.
    pub code: TargetCode,
    /// What is measured.
    pub name: String,
    /// Unit of its figure.
    pub unit: String,
    /// Goal, as printed.
    pub goal: String,
    /// What each week added, the earliest first; none of a week in which nobody gave a figure.
    pub weeks: Vec<WeekFigure>,
    /// All weeks together; of a share the numerators over the denominators. `None` if the figures cannot be added.
    pub sum: Option<Decimal>,
    /// Weeks without a figure, or in which an office gave none.
    pub incomplete: u32,
    /// A figure is an estimate.
    pub estimated: bool,
}

/// What a week added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct WeekFigure {
    /// The week that names the release.
    pub period: Period,
    /// Figure of all offices together.
    pub value: Decimal,
}

/// How an office reported over the weeks, and what it finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgencyRecord {
    /// As in the register.
    pub agency: AgencyCode,
    /// Full name.
    pub name: String,
    /// Its standing in each week, the earliest first; none of a release that did not know it.
    pub standings: Vec<WeekStanding>,
    /// Weeks that count for or against it: the sum of the next four.
    pub counted: u32,
    /// Received before its cutoff.
    pub on_time: u32,
    /// After the cutoff.
    pub late: u32,
    /// Something came, nothing usable.
    pub returned: u32,
    /// Nothing came, or nothing but the form as it was issued.
    pub missing: u32,
    /// Of those late: taken in by a decision.
    pub admitted: u32,
    /// Of those in time: proved by a row that the clerk wrote after the cutoff.
    pub booked_late: u32,
    /// Weeks in which nobody could look, or nobody can prove it: neither for nor against it.
    pub left_out: u32,
    /// Weeks in which it did not have to report.
    pub exempt: u32,
    /// The most counted weeks in a row in which it was in time.
    pub streak: u32,
    /// Its parts of tasks that were finished in the range: before their deadline.
    pub done_early: u32,
    /// The same on the last day of it.
    pub done_on_time: u32,
    /// The same after it.
    pub done_late: u32,
    /// The same where day or deadline is not known.
    pub done_undated: u32,
    /// Its parts that were overdue in the first release that knew it.
    pub overdue_first: u32,
    /// Its parts that are overdue at the end.
    pub overdue_last: u32,
    /// Of those overdue at first: still its own at the end, and not overdue.
    pub caught_up: u32,
    /// The last release knows it.
    pub current: bool,
    /// The score of its data in the first and the last week that has one. For itself and the desk: it never leaves.
    #[serde(skip)]
    pub scores: Option<(u32, u32)>,
}

impl AgencyRecord {
    /// The record of an office of which no week is known yet.
    pub fn of(agency: AgencyCode, name: String) -> Self {
        Self {
            agency,
            name,
            standings: Vec::new(),
            counted: 0,
            on_time: 0,
            late: 0,
            returned: 0,
            missing: 0,
            admitted: 0,
            booked_late: 0,
            left_out: 0,
            exempt: 0,
            streak: 0,
            done_early: 0,
            done_on_time: 0,
            done_late: 0,
            done_undated: 0,
            overdue_first: 0,
            overdue_last: 0,
            caught_up: 0,
            current: false,
            scores: None,
        }
    }
}

/// How an office stood in a week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WeekStanding {
    /// The week that names the release.
    pub period: Period,
    /// As the release says.
    pub standing: Standing,
    /// Does the week count for or against it?
    pub counts: bool,
    /// All that came was the form as it was issued.
    pub form_unfilled: bool,
    /// When the version that counts was received; `None` if nothing came.
    #[serde(skip)]
    pub received_at: Option<Moment>,
    /// Its file below the inbox.
    #[serde(skip)]
    pub file: Option<String>,
}

/// How the tasks of an office moved from the first release to the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// `None` for all communes and wards together.
    pub agency: Option<AgencyCode>,
    /// Parts of tasks at the end.
    pub tasks: u32,
    /// Open at first, finished at the end.
    pub finished: u32,
    /// Overdue at first, open and not overdue at the end.
    pub relieved: u32,
    /// Overdue at the end and not at first, or finished at first and open at the end.
    pub fallen: u32,
    /// Which these are.
    #[serde(skip)]
    pub moves: Vec<TaskMove>,
}

impl Progress {
    /// By how many tasks it went forward more than back.
    pub fn net(&self) -> i64 {
        i64::from(self.finished) + i64::from(self.relieved) - i64::from(self.fallen)
    }
}

/// An office's part of a task that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskMove {
    /// Whose part.
    pub agency: AgencyCode,
    /// As in the register.
    pub task: TaskCode,
    /// Class in the first release.
    pub first: TaskClass,
    /// Class in the last release.
    pub last: TaskClass,
}

/// A proposal over the weeks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProposalCourse {
    /// Never used again.
    pub number: ProposalNumber,
    /// Who asks.
    pub agency: AgencyCode,
    /// Those that it is asked for.
    #[serde(skip)]
    pub tasks: Vec<TaskCode>,
    /// Who is asked to decide.
    pub level: String,
    /// The desk's own words for it; blank if it has none.
    pub wording: String,
    /// When it was asked first.
    pub since: Period,
    /// Was it asked first in the range?
    pub opened: bool,
    /// How it stands at the end.
    pub state: ProposalState,
    /// The week in which it was not open any more; `None` if it still is.
    pub closed_in: Option<Period>,
    /// With which document the desk answered it; blank if it did not.
    pub document: String,
}
