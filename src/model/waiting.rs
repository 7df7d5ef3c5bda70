//! What an office asks for, or what is in its way, stays until somebody answers: how long that has been said, and how it
//! ended.

use crate::model::period::Period;
use serde::{Deserialize, Serialize};

/// Since when a text of a row is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// The period in which it was said first.
    pub since: Period,
    /// The period in which the office said it last: a row that is left as the form came with it says nothing again.
    pub said_in: Period,
}

impl Wait {
    /// Of what is said for the first time.
    pub fn new(period: Period) -> Self {
        Self { since: period, said_in: period }
    }

    /// In which week of waiting a period is: the first is 1.
    pub fn weeks(&self, period: Period) -> i64 {
        (period.first_day() - self.since.first_day()).num_weeks().max(0) + 1
    }
}

/// How a proposal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Its office wrote "Đã giải quyết".
    Solved,
    /// Its office wrote "Rút".
    Withdrawn,
    /// The desk answered it.
    Answered,
}

/// The last proposal of an office for a task that is open no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedProposal {
    /// What was asked, in the words that stood last.
    pub text: String,
    /// The level that was asked to decide; blank if none was named.
    pub level: String,
    /// The period in which it was asked first.
    pub since: Period,
    /// By whose word, and how, it was ended.
    pub how: Ending,
}
