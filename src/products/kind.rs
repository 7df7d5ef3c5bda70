//! What a product is to the records and to programs.

use serde::{Deserialize, Serialize};

/// The kind of a product: the word in the ledger and in `outputs[].kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The consolidated workbook of a draft.
    Draft,
    /// The consolidated workbook as frozen at the submit cutoff.
    Frozen,
    /// The consolidated workbook of a release.
    Release,
    /// The written report.
    Report,
    /// What stays at the desk.
    Internal,
    /// The figures for programs.
    Data,
    /// The first page for a screen, with what is behind its figures.
    Page,
    /// The workbook over several periods.
    Range,
    /// An answer to an agency, a form filled with its report among them.
    Feedback,
    /// The text for the chat group.
    Message,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::Draft,
        Self::Frozen,
        Self::Release,
        Self::Report,
        Self::Internal,
        Self::Data,
        Self::Page,
        Self::Range,
        Self::Feedback,
        Self::Message,
    ];

    /// The kind of a word; `None` if no kind has it.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.label() == word)
    }

    /// The word of the kind, as JSON and the ledger write it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Frozen => "frozen",
            Self::Release => "release",
            Self::Report => "report",
            Self::Internal => "internal",
            Self::Data => "data",
            Self::Page => "page",
            Self::Range => "range",
            Self::Feedback => "feedback",
            Self::Message => "message",
        }
    }

    /// Did version 0.1 make it of an edition? What it left is sealed by nothing and made again where it is lost; what it never
    /// made is not.
    pub fn is_of_first_version(self) -> bool {
        self.is_consolidated() || matches!(self, Self::Internal | Self::Data)
    }

    /// Is it the consolidated workbook of an edition?
    pub fn is_consolidated(self) -> bool {
        matches!(self, Self::Draft | Self::Frozen | Self::Release)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kind that follows in the list: a kind that is new has to be given its place here, and is then missed there.
    fn next(kind: Kind) -> Option<Kind> {
        match kind {
            Kind::Draft => Some(Kind::Frozen),
            Kind::Frozen => Some(Kind::Release),
            Kind::Release => Some(Kind::Report),
            Kind::Report => Some(Kind::Internal),
            Kind::Internal => Some(Kind::Data),
            Kind::Data => Some(Kind::Page),
            Kind::Page => Some(Kind::Range),
            Kind::Range => Some(Kind::Feedback),
            Kind::Feedback => Some(Kind::Message),
            Kind::Message => None,
        }
    }

    #[test]
    fn every_kind_is_read_by_its_word() {
        let kinds: Vec<Kind> = std::iter::successors(Some(Kind::Draft), |kind| next(*kind)).collect();
        assert_eq!(kinds, Kind::ALL);
        assert!(kinds.iter().all(|kind| Kind::read(kind.label()) == Some(*kind)));
    }
}
