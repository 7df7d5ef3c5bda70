//! What earlier periods left: the accepted row of every agency for every task, target and criterion. Sealed in the
//! ledger at each release; the next period starts from it.

use crate::model::agency::AgencyCode;
use crate::model::class::{ClassCounts, TargetClass, TargetCounts, TaskClass};
use crate::model::criterion::CriterionResult;
use crate::model::period::Period;
use crate::model::place::CellRef;
use crate::model::places::Places;
use crate::model::report::{FieldId, TargetValue};
use crate::model::shared_text::SharedText;
use crate::model::target::{Assessment, TargetCode};
use crate::model::task::{DeadlineKind, Role, Status, TaskCode};
use crate::model::waiting::{EndedProposal, Wait};
use crate::model::week_figures::WeekFigures;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The cell a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// Whose row it is.
    pub agency: AgencyCode,
    /// Path of the file below the inbox when it was received.
    pub file: SharedText,
    /// SHA-256 of the file in the archive.
    pub sha256: SharedText,
    /// The sheet as it is named in the file.
    pub sheet: SharedText,
    /// The cell of the row's code.
    pub cell: Option<CellRef>,
}

/// An agency's accepted row for a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownTask {
    /// Whose row it is.
    pub agency: AgencyCode,
    /// The task it speaks of.
    pub task: TaskCode,
    /// Role by the register.
    pub role: Role,
    /// Reported status; `None` if it was never readable.
    pub status: Option<Status>,
    /// Reported percentage, 0 to 100.
    pub percent: Option<Decimal>,
    /// The day on which it was finished, if it is.
    pub completed_on: Option<NaiveDate>,
    /// Kết quả thực hiện.
    pub result: String,
    /// Minh chứng: what proves the result, as last accepted.
    pub evidence: String,
    /// Khó khăn, vướng mắc.
    pub obstacle: String,
    /// Nguyên nhân chậm: why the task is late, in the agency's words.
    pub cause: String,
    /// Kiến nghị, đề xuất.
    pub proposal: String,
    /// Cấp giải quyết: the level asked to decide on the proposal.
    pub level: String,
    /// Dự kiến hoàn thành.
    pub expected_on: Option<NaiveDate>,
    /// Nhiệm vụ tuần tới.
    pub next_week: String,
    /// Ghi chú: the agency's note on the row.
    pub note: String,
    /// The period in which the row was last reported.
    pub period: Period,
    /// The period in which it last said something new; `None` in a row of before this was kept.
    #[serde(default)]
    pub changed_in: Option<Period>,
    /// The period in which it came late, if nobody reported the row in time since; `None` of what was reported in time.
    #[serde(default)]
    pub late_in: Option<Period>,
    /// The period in which its agency last said that it is not finished after all, which was not taken; `None` if it never did.
    #[serde(default)]
    pub taken_back_in: Option<Period>,
    /// Since when its obstacle, cause, proposal and expected day are said; a text without an entry is as old as the row.
    #[serde(default)]
    pub waiting: BTreeMap<FieldId, Wait>,
    /// The last proposal that is open no more; `None` if none ever ended.
    #[serde(default)]
    pub ended: Option<EndedProposal>,
    /// Fields that a finding rejected and that hold an earlier value, with that value's period.
    pub stale_fields: BTreeMap<FieldId, Period>,
    /// Where it was read.
    pub source: Source,
}

impl KnownTarget {
    /// Every cell that its figure is from.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.added.iter().chain([&self.source])
    }
}

impl KnownTask {
    /// The reported status as it counts for a task of this kind: one without end is never finished, whatever was reported.
    pub fn status_under(&self, kind: DeadlineKind) -> Option<Status> {
        self.status.map(|status| if kind == DeadlineKind::Regular && status == Status::Done { Status::Regular } else { status })
    }

    /// Takes out what goes on with the task under another lead: obstacle, cause, proposal and expected day.
    pub fn leave_open_matters(&mut self) {
        for text in [&mut self.obstacle, &mut self.cause, &mut self.proposal, &mut self.level] {
            text.clear();
        }
        self.expected_on = None;
        self.waiting.clear();
        let gone = [FieldId::Obstacle, FieldId::Cause, FieldId::Proposal, FieldId::Level, FieldId::ExpectedOn];
        self.stale_fields.retain(|id, _| !gone.contains(id));
    }

    /// Since when a text of the row, or its expected day, is said.
    pub fn waiting(&self, field: FieldId) -> Wait {
        self.waiting.get(&field).copied().unwrap_or(Wait { since: self.changed_in(), said_in: self.period })
    }
}

/// An agency's accepted row for a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownTarget {
    /// Whose row it is.
    pub agency: AgencyCode,
    /// The target it speaks of.
    pub target: TargetCode,
    /// Numerator of the figure.
    pub numerator: Option<Decimal>,
    /// Denominator of the figure.
    pub denominator: Option<Decimal>,
    /// Result; from numerator and denominator where both are given.
    pub value: Option<TargetValue>,
    /// Is it an estimate?
    pub estimated: bool,
    /// Source of the figures.
    pub data_source: String,
    /// What the agency thinks of its result.
    pub assessment: Option<Assessment>,
    /// Reason why it cannot be assessed.
    pub reason: String,
    /// The method it proposes where it cannot assess.
    pub proposed_method: String,
    /// Ghi chú: the agency's note on the row.
    pub note: String,
    /// The period in which it was last reported.
    pub period: Period,
    /// The period in which it last said something new; `None` in a row of before this was kept.
    #[serde(default)]
    pub changed_in: Option<Period>,
    /// The period in which it came late, if nobody reported the row in time since; `None` of what was reported in time.
    #[serde(default)]
    pub late_in: Option<Period>,
    /// Fields that hold an earlier value, with that value's period.
    pub stale_fields: BTreeMap<FieldId, Period>,
    /// Where it was read; of a figure that was added up of those of several offices, the last of them.
    pub source: Source,
    /// Where the other figures were read of which it was added up; none of a figure that an office gave itself.
    #[serde(default)]
    pub added: Vec<Source>,
}

/// An agency's accepted row for a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownCriterion {
    /// Whose row it is.
    pub agency: AgencyCode,
    /// The criterion it speaks of.
    pub criterion: String,
    /// The result last accepted.
    pub result: CriterionResult,
    /// Giá trị: the figure or words given with the result; not read as a number.
    pub value: String,
    /// Ngày đạt: the day on which the criterion was met; `None` if it is not or nobody says.
    pub met_on: Option<NaiveDate>,
    /// Minh chứng: what proves the result.
    pub evidence: String,
    /// Khó khăn: what stands in the way of meeting it.
    pub obstacle: String,
    /// Ghi chú: the agency's note on the row.
    pub note: String,
    /// The period in which it was last reported.
    pub period: Period,
    /// The period in which it last said something new; `None` in a row of before this was kept.
    #[serde(default)]
    pub changed_in: Option<Period>,
    /// The period in which it came late, if nobody reported the row in time since; `None` of what was reported in time.
    #[serde(default)]
    pub late_in: Option<Period>,
    /// Where it was read.
    pub source: Source,
}

/// An accepted row that ages: it keeps the period in which it last said something new.
pub trait Aging: Clone {
    /// The period in which the row was last reported: its figures are confirmed by it.
    fn confirmed_in(&self) -> Period;
    /// The period in which it last said something new. Of a row of before this was kept, the one in which it was last
    /// reported: it is no younger.
    fn changed_in(&self) -> Period;
    /// The same row, reported again in a period without anything new.
    fn confirmed(&self, period: Period) -> Self;
    /// The same row, found again in a file: its office says all of it there.
    fn read_at(self, source: Source) -> Self;
    /// Its fields that hold an earlier value; `None` if none of its fields ever does.
    fn stale_fields(&mut self) -> Option<&mut BTreeMap<FieldId, Period>>;
    /// The same row, new in a period or as old as given.
    fn aged(self, changed_in: Period) -> Self;
    /// The same row, of a report that came late in a period.
    fn late(self, period: Period) -> Self;
}

macro_rules! aging {
    ($($row:ident $(with $stale:ident)? $(of $added:ident)?),*) => {$(
        impl Aging for $row {
            fn confirmed_in(&self) -> Period {
                self.period
            }

            fn changed_in(&self) -> Period {
                self.changed_in.unwrap_or(self.period)
            }

            fn confirmed(&self, period: Period) -> Self {
                Self { period, changed_in: Some(self.changed_in()), late_in: None, ..self.clone() }
            }

            fn read_at(self, source: Source) -> Self {
                Self { source, $($added: Vec::new(),)? ..self }
            }

            fn stale_fields(&mut self) -> Option<&mut BTreeMap<FieldId, Period>> {
                [$(&mut self.$stale)?].into_iter().next()
            }

            fn aged(self, changed_in: Period) -> Self {
                Self { changed_in: Some(changed_in), ..self }
            }

            fn late(self, period: Period) -> Self {
                Self { late_in: Some(period), ..self }
            }
        }
    )*};
}

aging!(KnownTask with stale_fields, KnownTarget with stale_fields of added, KnownCriterion);

/// Everything known when a period starts, or what a period leaves behind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// The released period it was sealed with; `None` before the first release.
    pub period: Option<Period>,
    /// Accepted rows, by agency and task.
    pub tasks: Vec<KnownTask>,
    /// Accepted rows, by agency and target.
    pub targets: Vec<KnownTarget>,
    /// Accepted rows, by agency and criterion.
    pub criteria: Vec<KnownCriterion>,
    /// The class each task had in that release.
    pub classes: BTreeMap<TaskCode, TaskClass>,
    /// The class each target had in that release.
    pub target_classes: BTreeMap<TargetCode, TargetClass>,
    /// Result of each target in that release, as printed.
    pub target_values: BTreeMap<TargetCode, String>,
    /// Counts of that release.
    pub task_counts: Option<ClassCounts>,
    /// Counts of targets of that release.
    pub target_counts: Option<TargetCounts>,
    /// Fingerprint of the content of each agency's counted report (T16): all values but those of `ThongTin`.
    pub fingerprints: BTreeMap<AgencyCode, String>,
    /// The same of earlier releases, newest first, each with its period; at most [`PRINTS_KEPT`].
    #[serde(default)]
    pub earlier_fingerprints: BTreeMap<AgencyCode, Vec<(Period, String)>>,
    /// Figures of targets as each agency reported them, newest first; at most [`FIGURES_KEPT`], none of before they were kept.
    #[serde(default)]
    pub figures: BTreeMap<AgencyCode, BTreeMap<TargetCode, Vec<Decimal>>>,
    /// For how many periods in a row, up to that release, an agency has been missing.
    pub missing_streak: BTreeMap<AgencyCode, u32>,
    /// For how many releases in a row a task had class `no_report`.
    pub no_report_streak: BTreeMap<TaskCode, u32>,
    /// The numbers of that release and of earlier ones, newest first; at most [`WEEKS_KEPT`], none of before they were kept.
    #[serde(default)]
    pub weeks: Vec<WeekFigures>,
    /// In how many releases, up to that one, it was looked at whether forms came back untouched.
    #[serde(default)]
    pub forms_looked_at: u32,
    /// The class each task had in the earlier release that the desk chose for comparison; `None` if it chose none. Never sealed:
    /// it is asked for anew.
    #[serde(skip)]
    pub chosen: Option<(Period, BTreeMap<TaskCode, TaskClass>)>,
    /// Rows of tasks in whose place those of late reports stand, by agency and task; put there with them.
    #[serde(skip)]
    pub before_late: Vec<KnownTask>,
    /// Where rows stand; made by [`History::sort`].
    #[serde(skip)]
    pub places: HistoryPlaces,
}

/// Where the rows of a history stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryPlaces {
    tasks: Places,
    targets: Places,
    criteria: Places,
}

/// Reports of an agency whose fingerprints are kept.
pub const PRINTS_KEPT: usize = 8;

/// Figures of a target that are kept of an agency: enough to say what is usual, few enough for thousands of offices.
pub const FIGURES_KEPT: usize = 8;

/// Releases whose numbers are kept for those after them: with the one that is made they are the course of eight weeks, and one
/// to spare.
pub const WEEKS_KEPT: usize = 8;

/// For so many periods an untouched form is told and still counts, so that nobody is surprised by it.
const FORMS_ON_TRIAL: u32 = 2;

impl History {
    /// Does an untouched form still count in the period that starts from here?
    pub fn forms_on_trial(&self) -> bool {
        self.forms_looked_at < FORMS_ON_TRIAL
    }

    /// The numbers of the releases before the period that starts from here, newest first. Where the last one kept none, those of
    /// it that were always kept.
    pub fn weeks(&self) -> Vec<WeekFigures> {
        let last = || {
            let (period, tasks) = (self.period?, self.task_counts?);
            Some(WeekFigures { period, tasks, targets: self.target_counts.unwrap_or_default(), reports: None })
        };
        if self.weeks.is_empty() { last().into_iter().collect() } else { self.weeks.clone() }
    }

    /// The accepted row of an agency for a task.
    pub fn task(&self, agency: &AgencyCode, task: &TaskCode) -> Option<&KnownTask> {
        self.places.tasks.find(&self.tasks, |k| (&k.agency, &k.task).cmp(&(agency, task)))
    }

    /// The row that stood in the place of a late one.
    pub fn before_late(&self, agency: &AgencyCode, task: &TaskCode) -> Option<&KnownTask> {
        let at = self.before_late.binary_search_by(|k| (&k.agency, &k.task).cmp(&(agency, task))).ok()?;
        self.before_late.get(at)
    }

    /// The accepted row of an agency for a target.
    pub fn target(&self, agency: &AgencyCode, target: &TargetCode) -> Option<&KnownTarget> {
        self.places.targets.find(&self.targets, |k| (&k.agency, &k.target).cmp(&(agency, target)))
    }

    /// The figures that an agency reported for a target, newest first.
    pub fn figures(&self, agency: &AgencyCode, target: &TargetCode) -> &[Decimal] {
        self.figures.get(agency).and_then(|targets| targets.get(target)).map_or(&[], Vec::as_slice)
    }

    /// The accepted row of an agency for a criterion.
    pub fn criterion(&self, agency: &AgencyCode, criterion: &str) -> Option<&KnownCriterion> {
        self.places.criteria.find(&self.criteria, |k| (&k.agency, k.criterion.as_str()).cmp(&(agency, criterion)))
    }

    /// Puts the rows in one order, so that equal histories are equal values.
    pub fn sort(&mut self) {
        self.tasks.sort_by(|a, b| (&a.agency, &a.task).cmp(&(&b.agency, &b.task)));
        self.targets.sort_by(|a, b| (&a.agency, &a.target).cmp(&(&b.agency, &b.target)));
        self.criteria.sort_by(|a, b| (&a.agency, &a.criterion).cmp(&(&b.agency, &b.criterion)));
        self.places = HistoryPlaces {
            tasks: Places::of(&self.tasks, |a, b| (&a.agency, &a.task).cmp(&(&b.agency, &b.task))),
            targets: Places::of(&self.targets, |a, b| (&a.agency, &a.target).cmp(&(&b.agency, &b.target))),
            criteria: Places::of(&self.criteria, |a, b| (&a.agency, &a.criterion).cmp(&(&b.agency, &b.criterion))),
        };
    }
}
