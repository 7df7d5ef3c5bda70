//! Tasks of the register.

use crate::model::agency::{AgencyCode, Block};
use crate::model::code::{self, Letters};
use crate::model::deadline::DayInterval;
use crate::model::place::Place;
use crate::model::shared_text::SharedText;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The code of a task: `^[A-Z]{2,6}\d{0,4}-\d{2,4}(\.\d{1,2})?$`, such as `KH11-007` or `TB15-021.2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskCode(Letters);

impl<'de> Deserialize<'de> for TaskCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        code::read(deserializer, "a code", Self::parse)
    }
}

// As the text it is, without a copy of it.
impl Serialize for TaskCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl TaskCode {
    /// Accepts a code of the right shape; trims and upper-cases it. A letter, figure or dash that only looks like one of
    /// a code is taken for it: nobody who reads such a code again could see what is wrong with it.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        // Nearly every code is written as it is.
        if has_shape(text.as_bytes()) {
            return Letters::from(text).ok().map(Self);
        }
        let mut letters = Letters::new();
        text.chars().map(of_a_code).try_for_each(|letter| letters.try_push(letter)).ok()?;
        has_shape(letters.as_bytes()).then_some(Self(letters))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Two to six letters, up to four figures, a dash and two to four figures; then perhaps a full stop and one or two.
fn has_shape(text: &[u8]) -> bool {
    /// What of a text is left behind its first figures, if they are so many.
    fn behind_figures(text: &[u8], few: usize, many: usize) -> Option<&[u8]> {
        let figures = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if (few..=many).contains(&figures) { text.get(figures..) } else { None }
    }
    let letters = text.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let head = text.get(letters..).filter(|_| (2..=6).contains(&letters)).and_then(|rest| behind_figures(rest, 0, 4));
    match head.and_then(|rest| rest.strip_prefix(b"-")).and_then(|rest| behind_figures(rest, 2, 4)) {
        Some([]) => true,
        Some([b'.', part @ ..]) => behind_figures(part, 1, 2).is_some_and(<[u8]>::is_empty),
        _ => false,
    }
}

/// A character as a code has it: full-width, Cyrillic and Greek look-alikes and the dashes of word processors in ASCII.
fn of_a_code(c: char) -> char {
    const FOREIGN: [char; 40] = [
        'А', 'В', 'Е', 'К', 'М', 'Н', 'О', 'Р', 'С', 'Т', 'У', 'Х', 'І', 'Ѕ', 'Ј', 'а', 'е', 'о', 'р', 'с', 'у', 'х', 'і', 'ѕ', 'ј', 'Α',
        'Β', 'Ε', 'Ζ', 'Η', 'Ι', 'Κ', 'Μ', 'Ν', 'Ο', 'Ρ', 'Τ', 'Υ', 'Χ', 'ο',
    ];
    const LATIN: &[u8; 40] = b"ABEKMHOPCTYXISJAEOPCYXISJABEZHIKMNOPTYXO";
    match c {
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c).to_ascii_uppercase(),
        c if c.is_ascii() => c.to_ascii_uppercase(),
        c => FOREIGN.iter().position(|foreign| *foreign == c).and_then(|at| LATIN.get(at)).map_or(c, |latin| char::from(*latin)),
    }
}

impl fmt::Display for TaskCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<TaskCode> for String {
    fn from(code: TaskCode) -> Self {
        code.0.as_str().to_owned()
    }
}

/// How a task is shared: the register's column "Loại nhiệm vụ".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TaskKind {
    /// Riêng: one agency does it alone.
    Own,
    /// Chung có chủ trì: one lead, others support.
    SharedLed,
    /// Chung nhiều chủ trì: several leads, each with its part.
    SharedMany,
    /// Giao toàn khối: every member of a group has its part.
    WholeGroup,
}

impl TaskKind {
    /// Every kind, in the order of the list that the register workbook offers.
    pub const ALL: [Self; 4] = [Self::Own, Self::SharedLed, Self::SharedMany, Self::WholeGroup];

    /// The word of the register.
    pub fn label(self) -> &'static str {
        match self {
            Self::Own => "Riêng",
            Self::SharedLed => "Chung có chủ trì",
            Self::SharedMany => "Chung nhiều chủ trì",
            Self::WholeGroup => "Giao toàn khối",
        }
    }

    /// Does the whole consist of parts, one an agency?
    pub fn has_parts(self) -> bool {
        matches!(self, Self::SharedMany | Self::WholeGroup)
    }
}

/// Kind of deadline: the register's column "Loại thời hạn".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DeadlineKind {
    /// Có hạn: days that the register names.
    Dated,
    /// Thường xuyên: work without an end, so no deadline.
    Regular,
    /// Theo ngày giao: counted from the date of the document.
    FromIssue,
    /// Chờ điều kiện: no deadline until something else has happened.
    Conditional,
}

impl DeadlineKind {
    /// Every kind, in the order of the list that the register workbook offers.
    pub const ALL: [Self; 4] = [Self::Dated, Self::Regular, Self::FromIssue, Self::Conditional];

    /// The word of the register.
    pub fn label(self) -> &'static str {
        match self {
            Self::Dated => "Có hạn",
            Self::Regular => "Thường xuyên",
            Self::FromIssue => "Theo ngày giao",
            Self::Conditional => "Chờ điều kiện",
        }
    }
}

/// Is a task or target in force? The register's column "Tình trạng nhiệm vụ".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Validity {
    /// Đang hiệu lực: it counts.
    InForce,
    /// Đã điều chỉnh: it counts like the other; the desk notes that something was changed.
    Adjusted,
    /// Thôi giao: outside the totals.
    Withdrawn,
}

impl Validity {
    /// Every state, in the order of the list that the register workbook offers.
    pub const ALL: [Self; 3] = [Self::InForce, Self::Adjusted, Self::Withdrawn];

    /// The word of the register.
    pub fn label(self) -> &'static str {
        match self {
            Self::InForce => "Đang hiệu lực",
            Self::Adjusted => "Đã điều chỉnh",
            Self::Withdrawn => "Thôi giao",
        }
    }
}

/// Role of an agency in a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Chủ trì: answers for the task and decides its class.
    Lead,
    /// Thực hiện phần việc: a part of a task with parts.
    Part,
    /// Phối hợp: helps; what it reports decides nothing.
    Support,
}

impl Role {
    /// Every role, in the order of the form's list.
    pub const ALL: [Self; 3] = [Self::Lead, Self::Part, Self::Support];

    /// The word of the forms.
    pub fn label(self) -> &'static str {
        match self {
            Self::Lead => "Chủ trì",
            Self::Part => "Thực hiện phần việc",
            Self::Support => "Phối hợp",
        }
    }
}

/// The status an agency reports ("Trạng thái đơn vị báo"). What the program makes of it is
/// [`TaskClass`](crate::model::class::TaskClass).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    /// Hoàn thành: the task is finished.
    Done,
    /// Đang thực hiện: work has begun.
    InProgress,
    /// Chưa thực hiện: work has not begun.
    NotStarted,
    /// Thường xuyên: work without an end goes on.
    Regular,
    /// Chưa đến kỳ: the time for it has not come.
    NotDueYet,
    /// Tạm dừng: work has stopped, or waits for something.
    Paused,
    /// Đề nghị điều chỉnh.
    ChangeRequested,
}

impl Status {
    /// Every status, in the order of the form's list.
    pub const ALL: [Self; 7] =
        [Self::Done, Self::InProgress, Self::NotStarted, Self::Regular, Self::NotDueYet, Self::Paused, Self::ChangeRequested];

    /// The word of the form's list.
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "Hoàn thành",
            Self::InProgress => "Đang thực hiện",
            Self::NotStarted => "Chưa thực hiện",
            Self::Regular => "Thường xuyên",
            Self::NotDueYet => "Chưa đến kỳ",
            Self::Paused => "Tạm dừng",
            Self::ChangeRequested => "Đề nghị điều chỉnh",
        }
    }
}

/// A task as it is in force on a day: adjustments up to that day are applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Code of the register, such as `KH11-007`; never used again for another task.
    pub code: TaskCode,
    /// Group ("Nhóm nhiệm vụ"), blank if none.
    pub group: SharedText,
    /// What is to be done, as the register writes it or as last adjusted.
    pub content: SharedText,
    /// The document that assigned it, as written.
    pub document: SharedText,
    /// Date of that document.
    pub issued_on: Option<NaiveDate>,
    /// How it is shared.
    pub kind: TaskKind,
    /// Leads, groups expanded, in print order. One for `Own` and `SharedLed`.
    pub leads: Vec<AgencyCode>,
    /// Supporting agencies, groups expanded, without the leads.
    pub supports: Vec<AgencyCode>,
    /// Does it have a deadline, and from what is it counted?
    pub deadline_kind: DeadlineKind,
    /// The deadline as written in the document, or as last adjusted.
    pub deadline_text: SharedText,
    /// The deadline in days, where it has any.
    pub deadline: Option<DayInterval>,
    /// The deadline as first written, if an adjustment changed it, and how often it was changed.
    pub extended: Option<Extension>,
    /// "Kỳ triển khai": before its first day the task is not due yet.
    pub window: Option<DayInterval>,
    /// "Kỳ triển khai" as written.
    pub window_text: SharedText,
    /// Year of the plan; a deadline written without a year is of this one.
    pub plan_year: i32,
    /// "Giai đoạn": the stage of the plan, as written; blank if none.
    pub phase: SharedText,
    /// What the task has to bring forth, as the register writes it.
    pub output: SharedText,
    /// Block ("Khối") under which the products print it.
    pub block: Block,
    /// Who follows it up.
    pub supervisor: SharedText,
    /// Code on the national system.
    pub nq57_code: SharedText,
    /// In force, adjusted or taken back, by the register and the adjustments in effect.
    pub validity: Validity,
    /// Note of the register.
    pub note: SharedText,
    /// Parts, for tasks with parts: named in `DonViThamGia`, or one for each lead.
    pub parts: Vec<Part>,
    /// Where it stands in the register.
    pub place: Place,
}

/// An adjusted deadline: "Hạn 30/9/2025 (gia hạn lần 1 từ 30/6/2025)".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The deadline's words before the first adjustment.
    pub original_text: String,
    /// How many adjustments are in effect.
    pub times: u32,
    /// The document of the last adjustment in effect.
    pub document: String,
}

/// An agency's part of a task with parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The agency that has to do this part.
    pub agency: AgencyCode,
    /// What it has to do, blank if the register says nothing.
    pub work: String,
    /// Its own deadline, if any.
    pub deadline: Option<DayInterval>,
}

impl Task {
    /// The role of an agency, if it is given this task.
    pub fn role_of(&self, agency: &AgencyCode) -> Option<Role> {
        if self.kind.has_parts() {
            if self.parts.iter().any(|p| &p.agency == agency) {
                return Some(Role::Part);
            }
        } else if self.leads.contains(agency) {
            return Some(Role::Lead);
        }
        self.supports.contains(agency).then_some(Role::Support)
    }

    /// Every agency that may have a role in it, some more than once.
    pub fn agencies(&self) -> impl Iterator<Item = &AgencyCode> {
        self.leads.iter().chain(self.parts.iter().map(|p| &p.agency)).chain(&self.supports)
    }

    /// The deadline that holds for an agency: that of its part if it has one, else that of the task.
    pub fn deadline_for(&self, agency: &AgencyCode) -> Option<DayInterval> {
        self.parts.iter().find(|p| &p.agency == agency).and_then(|p| p.deadline).or(self.deadline)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_the_registers_shape() {
        for good in ["KH11-007", "TB15-021.2", "NQ-12", "kh11-007", "CT-001", "ABCDEF1234-1234.99"] {
            assert!(TaskCode::parse(good).is_some(), "{good}");
        }
        for bad in ["", "K-12", "KH11-1", "KH11_007", "KH11-007.", "KH11-007.123", "KHÁ-12", "ABCDEFG-12", "KH12345-12", "11-12"] {
            assert!(TaskCode::parse(bad).is_none(), "{bad}");
        }
    }

    proptest::proptest! {
        /// Part by part, as the shape is told in words.
        #[test]
        fn a_shape_is_seen_at_once(text in "[A-C]{0,7}[a-c]?[0-9]{0,5}[-.]?[0-9]{0,5}(\\.[0-9]{0,3})?[-Đ ]?") {
            let all_digits = |s: &str, most: &[usize]| most.contains(&s.len()) && s.bytes().all(|byte| byte.is_ascii_digit());
            let by_parts = || {
                let (head, tail) = text.split_once('-')?;
                let letters = head.bytes().take_while(u8::is_ascii_uppercase).count();
                let (number, part) = tail.split_once('.').map_or((tail, None), |(number, part)| (number, Some(part)));
                let is_head = (2..=6).contains(&letters) && all_digits(&head[letters..], &[0, 1, 2, 3, 4]);
                Some(is_head && all_digits(number, &[2, 3, 4]) && part.is_none_or(|part| all_digits(part, &[1, 2])))
            };
            proptest::prop_assert_eq!(has_shape(text.as_bytes()), by_parts() == Some(true), "{}", text);
        }
    }

    #[test]
    fn a_code_is_written_and_read_as_its_text() {
        let code = TaskCode::parse(" kh11-007 ").unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"KH11-007\"");
        assert_eq!(postcard::to_stdvec(&code).unwrap(), postcard::to_stdvec("KH11-007").unwrap());
        assert_eq!(serde_json::from_str::<TaskCode>("\"kh11-007\"").unwrap(), code);
        assert!(serde_json::from_str::<TaskCode>("\"KH\"").is_err());
    }

    #[test]
    fn look_alikes_are_what_they_look_like() {
        for alike in ["КН11-001", "KH11–001", "KH11−001", "ＫＨ１１－００１", "кh11-001", "ΚΗ11-001"] {
            let wanted = (!alike.starts_with('к')).then_some("KH11-001");
            assert_eq!(TaskCode::parse(alike).as_ref().map(TaskCode::as_str), wanted, "{alike}");
        }
        for other in ["Ж11-001", "KĐ11-001", "KH11_001", "KH11 - 001"] {
            assert!(TaskCode::parse(other).is_none(), "{other}");
        }
    }
}
