//! Proposals as the desk keeps them: each has a number that is never used again, and what the desk answered.
//!
//! A proposal is asked by an office of a level of decision. Of the same office and level the same words are one, for however
//! many tasks they are said; a number belongs to the task for which it was given.

use crate::model::agency::AgencyCode;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::task::TaskCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// `KN-2025-0001`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ProposalNumber {
    /// The year of the period in which it was given.
    pub year: i32,
    /// From 1 in each year.
    pub ordinal: u32,
}

impl ProposalNumber {
    /// Reads a number; `None` if it is not written so.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, ordinal) = text.trim().strip_prefix("KN-")?.split_once('-')?;
        let digits = |text: &str, least: usize| text.len() >= least && text.bytes().all(|b| b.is_ascii_digit());
        let both = digits(year, 4) && digits(ordinal, 4);
        both.then(|| Some(Self { year: year.parse().ok()?, ordinal: ordinal.parse().ok()? }))?
    }
}

impl fmt::Display for ProposalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KN-{}-{:04}", self.year, self.ordinal)
    }
}

impl From<ProposalNumber> for String {
    fn from(number: ProposalNumber) -> Self {
        number.to_string()
    }
}

impl TryFrom<String> for ProposalNumber {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("“{text}” is no number of a proposal"))
    }
}

/// What got a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberedProposal {
    /// Who asks.
    pub agency: AgencyCode,
    /// For which task; where the same words are said for several, the first of the register.
    pub task: TaskCode,
    /// Cấp giải quyết, as the office wrote it.
    pub level: String,
    /// The period in which it was asked first.
    pub since: Period,
    /// What was asked when the number was given.
    pub text: String,
}

/// How far the desk is with a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handling {
    /// "Đang xử lý".
    UnderWay,
    /// "Đã giải quyết".
    Solved,
    /// "Không chấp thuận".
    Refused,
}

impl Handling {
    /// Every value, in the order of the list.
    pub const ALL: [Self; 3] = [Self::UnderWay, Self::Solved, Self::Refused];

    /// The word people see.
    pub fn label(self) -> &'static str {
        match self {
            Self::UnderWay => "Đang xử lý",
            Self::Solved => "Đã giải quyết",
            Self::Refused => "Không chấp thuận",
        }
    }
}

/// What the desk typed beside a proposal; blank where it typed nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// "Trình?": is it put before the leaders?
    pub choice: String,
    /// The desk's own words for it, which stand before the leaders.
    pub wording: String,
    /// What the desk thinks of it.
    pub advice: String,
    /// How far it is; `None` if nobody said.
    pub handling: Option<Handling>,
    /// The answer.
    pub text: String,
    /// Who answered.
    pub by: String,
    /// With which document.
    pub document: String,
    /// On which day.
    pub on: Option<NaiveDate>,
    /// Who wrote it down. A person: kept in the ledger, printed nowhere but in the workbook of the desk.
    pub writer: String,
}

impl Answer {
    /// Does it close the proposal? Only a decision with its document, its day and who wrote it down; else it is being handled.
    pub fn closes(&self) -> bool {
        let decided = matches!(self.handling, Some(Handling::Solved | Handling::Refused));
        decided && !self.document.is_empty() && self.on.is_some() && !self.writer.is_empty()
    }

    /// Is it put before the leaders?
    pub fn is_chosen(&self) -> bool {
        self.choice.trim().to_lowercase() == "trình"
    }

    /// Did the desk decide anything about it?
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    /// Is there something to tell the office?
    pub fn tells(&self) -> bool {
        self.handling.is_some() || !self.text.is_empty()
    }
}

/// What happened to a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalEvent {
    /// It got its number.
    Numbered(NumberedProposal),
    /// The desk wrote beside it.
    Answered {
        /// What the office asked, as it stood beside the answer.
        about: String,
        /// All that stands there now.
        answer: Answer,
        /// The workbook in which it was seen; in the archive.
        book_sha256: String,
        /// The line of the sheet on which it stood, from 1.
        line: u32,
        /// The tasks for which the same was asked then.
        #[serde(default)]
        tasks: Vec<TaskCode>,
    },
}

/// An entry of the ledger about a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalEntry {
    /// Its number in the ledger, from 1; 0 for one that is not recorded yet.
    pub seq: i64,
    /// As it stands in the first column of `kien-nghi.xlsx`.
    pub number: ProposalNumber,
    /// The command that recorded it.
    pub at: Moment,
    /// What happened.
    pub event: ProposalEvent,
}

/// Everything that happened to proposals, in the order in which it was recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProposalRecord {
    /// From the first one on.
    pub entries: Vec<ProposalEntry>,
}

impl ProposalRecord {
    /// What had been recorded up to an entry.
    pub fn until(&self, last: i64) -> Self {
        Self { entries: self.entries.iter().filter(|entry| entry.seq <= last).cloned().collect() }
    }

    /// The number of the last entry; 0 before the first.
    pub fn last(&self) -> i64 {
        self.entries.iter().map(|entry| entry.seq).max().unwrap_or(0)
    }

    /// Every proposal that has a number, in the order of their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = (ProposalNumber, &NumberedProposal)> {
        self.entries.iter().filter_map(|entry| match &entry.event {
            ProposalEvent::Numbered(numbered) => Some((entry.number, numbered)),
            ProposalEvent::Answered { .. } => None,
        })
    }

    /// What stands beside a proposal now; `None` if the desk never wrote there.
    pub fn answer(&self, number: ProposalNumber) -> Option<&Answer> {
        self.answers().remove(&number).map(|last| last.answer)
    }

    /// What stands beside each proposal now, as far as the desk ever wrote there.
    pub fn answers(&self) -> BTreeMap<ProposalNumber, LastAnswer<'_>> {
        let last = self.entries.iter().filter_map(|entry| match &entry.event {
            ProposalEvent::Answered { answer, about, tasks, .. } => Some((entry.number, LastAnswer { at: entry.at, answer, about, tasks })),
            ProposalEvent::Numbered(_) => None,
        });
        last.collect()
    }

    /// The workbook in which the last answer was seen, in the archive; `None` before the first.
    pub fn book_sha256(&self) -> Option<&str> {
        self.entries.iter().rev().find_map(|entry| match &entry.event {
            ProposalEvent::Answered { book_sha256, .. } => Some(book_sha256.as_str()),
            ProposalEvent::Numbered(_) => None,
        })
    }

    /// The number after the last one of a year.
    pub fn next_number(&self, year: i32) -> ProposalNumber {
        let last = self.entries.iter().filter(|entry| entry.number.year == year).map(|entry| entry.number.ordinal).max();
        ProposalNumber { year, ordinal: last.unwrap_or(0) + 1 }
    }
}

/// What stands beside a proposal now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastAnswer<'a> {
    /// When it was recorded.
    pub at: Moment,
    /// All that the desk wrote.
    pub answer: &'a Answer,
    /// The words of the office beside which it was written.
    pub about: &'a str,
    /// The tasks for which they were said then.
    pub tasks: &'a [TaskCode],
}

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// It waits.
    Open,
    /// The desk answered it: nothing waits any more.
    Answered,
    /// Its office says that it is solved.
    Solved,
    /// Its office took it back.
    Withdrawn,
    /// It stands in no report any more: its task is finished or gone, or it is part of another one.
    Gone,
}

impl ProposalState {
    /// The words people see.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "Đang chờ",
            Self::Answered => "Đã trả lời",
            Self::Solved => "Đơn vị báo đã giải quyết",
            Self::Withdrawn => "Đơn vị rút",
            Self::Gone => "Không còn trong số liệu",
        }
    }
}

/// A proposal as it stands after a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProposalLine {
    /// Recorded, or given for now.
    pub number: ProposalNumber,
    /// Who asks.
    pub agency: AgencyCode,
    /// Who has its task now, and is told what became of it.
    #[serde(skip)]
    pub holder: AgencyCode,
    /// For which tasks, in the register's order.
    pub tasks: Vec<TaskCode>,
    /// Cấp giải quyết, as the office wrote it.
    pub level: String,
    /// What is asked; of one that is not open, what was asked.
    pub text: String,
    /// The period in which it was asked first.
    pub since: Period,
    /// The period in which it was asked last.
    pub said_in: Period,
    /// Where it stands.
    pub state: ProposalState,
    /// What the desk wrote beside it; `None` if it never did.
    #[serde(serialize_with = "without_writer")]
    pub answer: Option<Answer>,
    /// When the desk wrote it; `None` if it never did.
    #[serde(skip)]
    pub answered_at: Option<Moment>,
    /// What its number was given for, or is given for now.
    #[serde(skip)]
    pub home: NumberedProposal,
}

/// An answer as it leaves.
#[derive(Serialize)]
struct PublicAnswer<'a> {
    choice: &'a str,
    wording: &'a str,
    advice: &'a str,
    handling: Option<Handling>,
    text: &'a str,
    by: &'a str,
    document: &'a str,
    on: Option<NaiveDate>,
}

fn without_writer<S: Serializer>(answer: &Option<Answer>, serializer: S) -> Result<S::Ok, S::Error> {
    let public = answer.as_ref().map(|answer| {
        let Answer { choice, wording, advice, handling, text, by, document, on, writer: _ } = answer;
        PublicAnswer { choice, wording, advice, handling: *handling, text, by, document, on: *on }
    });
    public.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let number = ProposalNumber { year: 2025, ordinal: 7 };
        assert_eq!(number.to_string(), "KN-2025-0007");
        assert_eq!(ProposalNumber::parse(" KN-2025-0007 "), Some(number));
        assert_eq!(ProposalNumber::parse("KN-2025-12345").map(|n| n.ordinal), Some(12_345));
        for no in ["KN-2025-007", "KN-25-0007", "KN20250007", "KN-2025--001", ""] {
            assert_eq!(ProposalNumber::parse(no), None, "{no}");
        }
    }

    #[test]
    fn only_a_decision_with_its_document_closes() {
        let decided = Answer {
            handling: Some(Handling::Solved),
            document: "12/UBND-TH".into(),
            on: NaiveDate::from_ymd_opt(2025, 7, 21),
            writer: "A".into(),
            ..Answer::default()
        };
        assert!(decided.closes());
        assert!(!Answer { document: String::new(), ..decided.clone() }.closes());
        assert!(!Answer { handling: Some(Handling::UnderWay), ..decided.clone() }.closes());
        assert!(!Answer { writer: String::new(), ..decided }.closes());
    }
}
