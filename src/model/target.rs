//! Targets (chỉ tiêu) of the register and what is said of their results.

use crate::model::agency::AgencyCode;
use crate::model::deadline::DayInterval;
use crate::model::place::Place;
use crate::model::target_kind::TargetKind;
use crate::model::task::{TaskCode, Validity};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Targets have codes of the same shape as tasks (`CT-001`).
pub type TargetCode = TaskCode;

/// "Chiều đánh giá": which way a result gets better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// Càng cao càng tốt.
    Higher,
    /// Càng thấp càng tốt.
    Lower,
    /// Đạt - không đạt.
    PassFail,
}

impl Direction {
    /// Every direction, in the order of the list that the register workbook offers.
    pub const ALL: [Self; 3] = [Self::Higher, Self::Lower, Self::PassFail];

    /// The word of the register.
    pub fn label(self) -> &'static str {
        match self {
            Self::Higher => "Càng cao càng tốt",
            Self::Lower => "Càng thấp càng tốt",
            Self::PassFail => "Đạt - không đạt",
        }
    }
}

/// "Phép so sánh" of a result with the goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparison {
    /// ≥: the goal itself is enough.
    AtLeast,
    /// >: the goal itself is not enough.
    MoreThan,
    /// ≤: the goal itself is still allowed.
    AtMost,
    /// <: the goal itself is already too much.
    LessThan,
    /// =: the goal and nothing else.
    Equal,
}

impl Comparison {
    /// Every comparison, in the order of the list that the register workbook offers.
    pub const ALL: [Self; 5] = [Self::AtLeast, Self::MoreThan, Self::AtMost, Self::LessThan, Self::Equal];

    /// The sign of the register.
    pub fn label(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::MoreThan => ">",
            Self::AtMost => "≤",
            Self::LessThan => "<",
            Self::Equal => "=",
        }
    }

    /// Does `value` satisfy the goal?
    pub fn holds(self, value: Decimal, goal: Decimal) -> bool {
        match self {
            Self::AtLeast => value >= goal,
            Self::MoreThan => value > goal,
            Self::AtMost => value <= goal,
            Self::LessThan => value < goal,
            Self::Equal => value == goal,
        }
    }
}

/// "Cách ghi số liệu".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Recording {
    /// Lũy kế đến thời điểm báo cáo.
    Cumulative,
    /// Trong kỳ: only what the period added.
    InPeriod,
}

impl Recording {
    /// Both ways, in the order of the list that the register workbook offers.
    pub const ALL: [Self; 2] = [Self::Cumulative, Self::InPeriod];

    /// The word of the register.
    pub fn label(self) -> &'static str {
        match self {
            Self::Cumulative => "Lũy kế đến thời điểm báo cáo",
            Self::InPeriod => "Trong kỳ",
        }
    }
}

/// "Cách tổng hợp". Percentages are never averaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Aggregation {
    /// Cộng: the figures of all providers are added.
    Sum,
    /// Tử số-mẫu số: numerators and denominators are added.
    Ratio,
    /// Lấy của đơn vị chủ trì.
    Lead,
    /// Đếm đơn vị đạt.
    CountPassing,
}

impl Aggregation {
    /// Every way, in the order of the list that the register workbook offers.
    pub const ALL: [Self; 4] = [Self::Sum, Self::Ratio, Self::Lead, Self::CountPassing];

    /// The word of the register.
    pub fn label(self) -> &'static str {
        match self {
            Self::Sum => "Cộng",
            Self::Ratio => "Tử số-mẫu số",
            Self::Lead => "Lấy của đơn vị chủ trì",
            Self::CountPassing => "Đếm đơn vị đạt",
        }
    }
}

/// "Phương pháp đánh giá".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Method {
    /// Chính thức: a method in force.
    Official,
    /// Tạm thời: a method until the official one comes.
    Provisional,
    /// Chưa có: nobody has said yet how to measure.
    Missing,
}

impl Method {
    /// Every state, in the order of the list that the register workbook offers.
    pub const ALL: [Self; 3] = [Self::Official, Self::Provisional, Self::Missing];

    /// The word of the register.
    pub fn label(self) -> &'static str {
        match self {
            Self::Official => "Chính thức",
            Self::Provisional => "Tạm thời",
            Self::Missing => "Chưa có",
        }
    }
}

/// What an agency says of its own result ("Đơn vị tự đánh giá").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Assessment {
    /// Vượt: better than the goal.
    Exceeded,
    /// Đạt: the goal is reached.
    Met,
    /// Chưa đạt: the goal is not reached yet.
    NotMet,
    /// Chưa đánh giá được.
    NotAssessable,
}

impl Assessment {
    /// Every word of the form's list.
    pub const ALL: [Self; 4] = [Self::Exceeded, Self::Met, Self::NotMet, Self::NotAssessable];

    /// The word of the form's list.
    pub fn label(self) -> &'static str {
        match self {
            Self::Exceeded => "Vượt",
            Self::Met => "Đạt",
            Self::NotMet => "Chưa đạt",
            Self::NotAssessable => "Chưa đánh giá được",
        }
    }
}

/// A target as it is in force on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Code of the register, such as `TB15-021`; never used again for another target.
    pub code: TargetCode,
    /// Heading under which tables list it; blank if none.
    pub group: String,
    /// What is measured, in the register's words.
    pub name: String,
    /// The document that set it.
    pub document: String,
    /// Unit of measure, such as `%` or `trạm`.
    pub unit: String,
    /// Is more better, or less, or does it only pass or fail?
    pub direction: Direction,
    /// Comparison with the goal.
    pub comparison: Comparison,
    /// The goal; 1 for pass/fail.
    pub goal: Decimal,
    /// The goal as written, or as last adjusted.
    pub goal_text: String,
    /// The goal before the first adjustment in effect, with the last document.
    pub adjusted: Option<(String, String)>,
    /// Year of the plan; products total the targets by it.
    pub plan_year: i32,
    /// When it is due.
    pub due: DayInterval,
    /// The due day as the register writes it, or as last adjusted.
    pub due_text: String,
    /// What it is to reach by 2030, as written; blank if the register says nothing.
    pub goal_2030: String,
    /// How often it is measured anew ("Tần suất cập nhật"), as written; blank if the register says nothing.
    pub frequency: String,
    /// Cumulative or of the period.
    pub recording: Recording,
    /// How agencies' results become one.
    pub aggregation: Aggregation,
    /// What the numerator is.
    pub numerator: String,
    /// What the denominator is.
    pub denominator: String,
    /// Is there an official way to measure it?
    pub method: Method,
    /// The document that says how to measure it, as written; blank if none.
    pub method_document: String,
    /// Responsible agencies; the first is the lead.
    pub leads: Vec<AgencyCode>,
    /// Agencies that supply figures; the leads where the register names none.
    pub providers: Vec<AgencyCode>,
    /// Lowest plausible result, in `unit`; `None` if the register sets no bound.
    pub low: Option<Decimal>,
    /// Highest plausible result, in `unit`; `None` if the register sets no bound.
    pub high: Option<Decimal>,
    /// May it fall from one period to the next?
    pub may_fall: bool,
    /// Code on the national system.
    pub nq57_code: String,
    /// In force, adjusted or taken back, by the register and the adjustments in effect.
    pub validity: Validity,
    /// Note of the register.
    pub note: String,
    /// Where it stands in the register.
    pub place: Place,
}

impl Target {
    /// What kind of figure its result is.
    pub fn kind(&self) -> TargetKind {
        match self.direction {
            Direction::PassFail => TargetKind::PassFail,
            Direction::Higher | Direction::Lower => TargetKind::of_unit(&self.unit),
        }
    }

    /// Is the result a percentage?
    pub fn is_percent(&self) -> bool {
        self.kind().is_percent()
    }

    /// Is the result a part of a whole, so that it lies between 0 and 100?
    pub fn is_part_of_whole(&self) -> bool {
        self.kind() == TargetKind::Share
    }
}
