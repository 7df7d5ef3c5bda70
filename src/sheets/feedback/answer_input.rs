//! What an answer is made from, and the door through which somebody else's words enter it.

use crate::model::config::Layout;
use crate::model::consolidation::AgencyInfo;
use crate::model::cutoff::Phase;
use crate::model::finding::{Finding, Severity};
use crate::model::moment::{self, Moment};
use crate::model::submission::Submission;
use crate::rules::file::marked_secret;
use crate::sheets::own_figures::OwnFigures;
use crate::text::{format, party};

/// What one agency's feedback is made from.
#[derive(Debug, Clone, Copy)]
pub struct FeedbackInput<'a> {
    /// What of the figures of the period concerns the agency.
    pub figures: &'a OwnFigures<'a>,
    /// The agency that the feedback is for.
    pub agency: &'a AgencyInfo,
    /// What came from the agency and what became of it.
    pub submission: &'a Submission,
    /// Where the period stands.
    pub phase: Phase,
    /// The cutoff that comes next: submit while collecting, release while consolidating, the next week's submit after.
    pub next_cutoff: Moment,
    /// Is this a rehearsal? Then every page says so.
    pub rehearsal: bool,
    /// Full name of the desk.
    pub desk_name: &'a str,
    /// By whose rules the desk writes.
    pub layout: Layout,
}

/// Longest piece of an agency's own words that is printed back, characters.
pub(super) const QUOTE_MAX: usize = 200;

/// Somebody else's words on one line, at most [`QUOTE_MAX`] characters.
pub(super) fn one_line(text: &str) -> String {
    format::on_one_line(text, QUOTE_MAX)
}

/// Somebody's or our own words with a small first letter, to stand inside a sentence.
pub(super) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

impl FeedbackInput<'_> {
    /// Words of ours in those of the desk; never to be given what an office writes.
    pub(super) fn said(&self, words: &str) -> String {
        party::said(self.layout, words)
    }

    /// Is there something in the report to mend, or only to know? What came of the receipt itself, and files beside the one
    /// that counts, cannot be mended in a cell.
    pub(super) fn asks_to_mend(&self, finding: &Finding) -> bool {
        let placed = finding.place.sheet.is_some() || finding.subject.is_some() || !finding.about.is_empty();
        match finding.severity {
            _ if self.is_settled(finding) => false,
            Severity::Reject => self.submission.counted.is_none(),
            Severity::Error => true,
            Severity::Warning => placed && !self.beside_the_counted(finding),
            Severity::Note | Severity::Trial => false,
        }
    }

    /// Is the finding about a file with a mark of secrecy that was taken out?
    pub(super) fn is_settled(&self, finding: &Finding) -> bool {
        finding.code == marked_secret::RULE.code && self.submission.secret_taken_out(&finding.file)
    }

    /// Is the finding about another file than the one that counts?
    fn beside_the_counted(&self, finding: &Finding) -> bool {
        let counted = self.submission.counted_version().map(|version| version.receipt.file.path.as_str());
        counted.is_some_and(|path| !finding.file.is_empty() && finding.file != path)
    }

    /// The file that a finding is about, where it is not the one that the answer is about.
    pub(super) fn other_file(&self, finding: &Finding) -> Option<String> {
        let shown = self.submission.shown_version().map(|version| version.receipt.file.path.as_str());
        (!finding.file.is_empty() && shown != Some(finding.file.as_str())).then(|| one_line(&finding.file))
    }

    /// An instant around the cutoff: `10 giờ 12`, with its day where that is another one.
    pub(crate) fn clock(&self, at: Moment) -> String {
        let same_day = moment::day(at) == moment::day(self.submission.cutoff.submit);
        if same_day { format::clock(at) } else { format::moment(at) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_short_and_harmless() {
        let quoted = one_line(&format!("a\u{7}\n{}", "b".repeat(500)));
        assert_eq!(quoted.chars().count(), QUOTE_MAX);
        assert!(quoted.starts_with("a b"));
    }
}
