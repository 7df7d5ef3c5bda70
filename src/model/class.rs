//! What the program makes of a task or target: its class, how many have each class, and the colour. A consolidation says
//! it of a period; a history, of the last release.

use serde::{Deserialize, Serialize};

/// The class of a task (`src/docs/rows.md`, "Class of a task").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskClass {
    /// Hoàn thành trước hạn.
    DoneEarly,
    /// Hoàn thành đúng hạn.
    DoneOnTime,
    /// Hoàn thành quá hạn.
    DoneLate,
    /// Hoàn thành (chưa rõ ngày/hạn).
    DoneUndated,
    /// Đang thực hiện - trong hạn.
    InProgress,
    /// Sắp đến hạn, whether started or not.
    DueSoon,
    /// Chưa thực hiện - trong hạn.
    NotStarted,
    /// Open and past its deadline, whether started or not.
    Overdue,
    /// Thường xuyên: work without an end.
    Regular,
    /// Chưa đến kỳ: its "Kỳ triển khai" has not begun, or the agency says so.
    NotDueYet,
    /// Tạm dừng/Chờ điều kiện.
    Paused,
    /// Chưa có hạn: unfinished, and the register gives no day.
    NoDeadline,
    /// Chưa có báo cáo: never reported.
    NoReport,
    /// Thôi giao: outside the totals.
    Withdrawn,
}

impl TaskClass {
    /// Every class, those of finished tasks first.
    pub const ALL: [Self; 14] = [
        Self::DoneEarly,
        Self::DoneOnTime,
        Self::DoneLate,
        Self::DoneUndated,
        Self::InProgress,
        Self::DueSoon,
        Self::NotStarted,
        Self::Overdue,
        Self::Regular,
        Self::NotDueYet,
        Self::Paused,
        Self::NoDeadline,
        Self::NoReport,
        Self::Withdrawn,
    ];

    /// Is it one of the four classes of finished tasks?
    pub fn is_done(self) -> bool {
        matches!(self, Self::DoneEarly | Self::DoneOnTime | Self::DoneLate | Self::DoneUndated)
    }
}

/// The class of a task with what its name says besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskState {
    /// What the task counts as; the other fields only say more of it.
    pub class: TaskClass,
    /// For open classes: has work begun?
    pub started: bool,
    /// Calendar days past the deadline (done late, overdue), or left until it (other open tasks with a deadline).
    pub days: Option<i64>,
    /// Past its deadline though the class says something else (a task never reported).
    pub past_deadline: bool,
}

/// Tasks by class. `not_started_due_soon` and `not_started_overdue` are parts of `due_soon` and `overdue`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the number of tasks of the class with the same name")]
pub struct ClassCounts {
    /// All tasks but the withdrawn ones.
    pub total: u32,
    pub done_early: u32,
    pub done_on_time: u32,
    pub done_late: u32,
    pub done_undated: u32,
    pub in_progress: u32,
    pub due_soon: u32,
    pub not_started: u32,
    pub overdue: u32,
    pub regular: u32,
    pub not_due_yet: u32,
    pub paused: u32,
    pub no_deadline: u32,
    pub no_report: u32,
    pub not_started_due_soon: u32,
    pub not_started_overdue: u32,
}

/// From so many tasks on an office is named by how many of them are late or done: of one or two a count says nothing.
pub const NAMED_FROM: u32 = 3;

/// Tasks by class as programs get them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TaskCounts {
    /// The four `done_*` together.
    pub done: u32,
    /// How many tasks have each class; in the JSON at the same level as `done`.
    #[serde(flatten)]
    pub classes: ClassCounts,
}

impl From<ClassCounts> for TaskCounts {
    fn from(classes: ClassCounts) -> Self {
        Self { done: classes.done(), classes }
    }
}

impl ClassCounts {
    /// Counts one more task by its class; a withdrawn one is not counted.
    pub fn add(&mut self, state: TaskState) {
        let slot = match state.class {
            TaskClass::DoneEarly => &mut self.done_early,
            TaskClass::DoneOnTime => &mut self.done_on_time,
            TaskClass::DoneLate => &mut self.done_late,
            TaskClass::DoneUndated => &mut self.done_undated,
            TaskClass::InProgress => &mut self.in_progress,
            TaskClass::DueSoon => &mut self.due_soon,
            TaskClass::NotStarted => &mut self.not_started,
            TaskClass::Overdue => &mut self.overdue,
            TaskClass::Regular => &mut self.regular,
            TaskClass::NotDueYet => &mut self.not_due_yet,
            TaskClass::Paused => &mut self.paused,
            TaskClass::NoDeadline => &mut self.no_deadline,
            TaskClass::NoReport => &mut self.no_report,
            TaskClass::Withdrawn => return,
        };
        *slot += 1;
        self.total += 1;
        if !state.started && state.class == TaskClass::DueSoon {
            self.not_started_due_soon += 1;
        }
        if !state.started && state.class == TaskClass::Overdue {
            self.not_started_overdue += 1;
        }
    }

    /// The four `done_*` together.
    pub fn done(&self) -> u32 {
        self.done_early + self.done_on_time + self.done_late + self.done_undated
    }

    /// The sum of all classes; equal to `total` in every row that is printed (H01).
    pub fn sum(&self) -> u32 {
        self.done()
            + self.in_progress
            + self.due_soon
            + self.not_started
            + self.overdue
            + self.regular
            + self.not_due_yet
            + self.paused
            + self.no_deadline
            + self.no_report
    }
}

/// Result of a target (`src/docs/rows.md`, "Targets").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetClass {
    /// Vượt: strictly better than the goal.
    Exceeded,
    /// Đạt: the goal is reached, not surpassed.
    Met,
    /// Không đạt: the deadline is past.
    NotMet,
    /// Chưa đạt - chưa đến hạn.
    NotYet,
    /// Chưa đánh giá được: no method, or no figure with a reason.
    NotAssessable,
    /// Chưa có số liệu: nobody reported.
    NoData,
}

impl TargetClass {
    /// Every class in print order.
    pub const ALL: [Self; 6] = [Self::Exceeded, Self::Met, Self::NotYet, Self::NotMet, Self::NotAssessable, Self::NoData];

    /// The words people see.
    pub fn label(self) -> &'static str {
        match self {
            Self::Exceeded => "Vượt",
            Self::Met => "Đạt",
            Self::NotMet => "Không đạt",
            Self::NotYet => "Chưa đạt - chưa đến hạn",
            Self::NotAssessable => "Chưa đánh giá được",
            Self::NoData => "Chưa có số liệu",
        }
    }
}

/// How many targets have each result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the number of targets of the class with the same name")]
pub struct TargetCounts {
    pub total: u32,
    pub exceeded: u32,
    pub met: u32,
    pub not_met: u32,
    pub not_yet: u32,
    pub not_assessable: u32,
    pub no_data: u32,
}

impl TargetCounts {
    /// Counts one more target.
    pub fn add(&mut self, class: TargetClass) {
        self.total += 1;
        *match class {
            TargetClass::Exceeded => &mut self.exceeded,
            TargetClass::Met => &mut self.met,
            TargetClass::NotMet => &mut self.not_met,
            TargetClass::NotYet => &mut self.not_yet,
            TargetClass::NotAssessable => &mut self.not_assessable,
            TargetClass::NoData => &mut self.no_data,
        } += 1;
    }

    /// "Đạt và vượt": targets that reach their goal, surpassed or not.
    pub fn reached(&self) -> u32 {
        self.exceeded + self.met
    }
}

/// The colour in which a line is shown (`src/docs/rows.md`, "Colours").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// XANH: all is well.
    Green,
    /// VÀNG: to be watched.
    Yellow,
    /// ĐỎ: overdue, missed or silent.
    Red,
    /// XÁM: nothing can be said yet, or there is nothing to judge.
    Grey,
}

impl Light {
    /// The word printed beside the colour.
    pub fn label(self) -> &'static str {
        match self {
            Self::Green => "XANH",
            Self::Yellow => "VÀNG",
            Self::Red => "ĐỎ",
            Self::Grey => "XÁM",
        }
    }
}
