//! What a received file was judged to be.

use serde::{Deserialize, Serialize};

/// What a received file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A version newly accepted.
    Received,
    /// Unusable as a report.
    Returned,
    /// For a future week.
    Waiting,
    /// For a released week.
    AfterRelease,
    /// A signed PDF or Word file.
    Document,
}

impl Outcome {
    /// Every outcome a file can have.
    pub const ALL: [Self; 5] = [Self::Received, Self::Returned, Self::Waiting, Self::AfterRelease, Self::Document];

    /// The key of `files` in the JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Returned => "returned",
            Self::Waiting => "waiting",
            Self::AfterRelease => "after_release",
            Self::Document => "document",
        }
    }

    /// The outcome in Vietnamese, as messages print it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Received => "nhận",
            Self::Returned => "trả lại",
            Self::Waiting => "chờ đến kỳ",
            Self::AfterRelease => "đến sau khi chốt bản tổng hợp",
            Self::Document => "văn bản",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_are_called_as_in_the_json() {
        for outcome in Outcome::ALL {
            assert_eq!(serde_json::to_string(&outcome).unwrap(), format!("\"{}\"", outcome.key()));
        }
    }
}
