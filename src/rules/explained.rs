//! One line a cause: what another finding of the same row explains is not told beside it. Who mends the cause mends both,
//! and two sentences about one slip are read as two slips.

use crate::model::finding::{Effect, Finding, Severity};
use crate::model::report::SheetId;
use std::collections::BTreeMap;

/// A code, and the beginnings of the codes that it explains in its row.
type Cause = (&'static str, &'static [&'static str]);

const CAUSES: [Cause; 10] = [
    // Of several rows with one code none is used, and all but one belong to something else.
    ("N03", &["N"]),
    // A row whose code is repeated belongs to no target: nothing can be said of its figure.
    ("C17", &["C0", "C1"]),
    // The row is not taken: what else is wrong with it is looked at when it is meant.
    ("N24", &["N"]),
    // A day that cannot be is told as such; whether it was also swapped is seen when it is mended.
    ("N18", &["N21"]),
    ("C13", &["C07", "C08", "C09", "C10"]),
    ("C02", &["C07", "C08", "C09", "C10"]),
    ("C03", &["C07", "C08", "C09", "C10"]),
    ("C16", &["C07", "C08", "C09", "C10"]),
    ("C07", &["C08", "C09", "C10"]),
    ("C09", &["C08", "C10"]),
];

/// Leaves out what is explained. An Error is left out only where its cause takes the whole row out of the figures.
pub(super) fn leave_out(findings: &mut Vec<Finding>) {
    let mut causes: BTreeMap<(SheetId, u32), Vec<(&Cause, Effect)>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.severity > Severity::Trial) {
        let Some(cause) = CAUSES.iter().find(|(code, _)| finding.code == *code) else { continue };
        for subject in finding.subjects() {
            causes.entry((subject.sheet, subject.row)).or_default().push((cause, finding.effect));
        }
    }
    if causes.is_empty() {
        return;
    }
    findings.retain(|finding| {
        let Some(subject) = finding.subject.filter(|_| finding.also.is_empty()) else { return true };
        let of_row = causes.get(&(subject.sheet, subject.row)).map_or(&[][..], Vec::as_slice);
        let explains = |((code, explained), effect): &(&Cause, Effect)| {
            let covers = finding.effect == Effect::Flag || *effect == Effect::Row;
            covers && finding.code != *code && explained.iter().any(|beginning| finding.code.starts_with(beginning))
        };
        !of_row.iter().any(explains)
    });
}

#[cfg(test)]
mod tests {
    use crate::model::target::Assessment;
    use crate::rules::testing::{ReportDraft, result_number, value};
    use crate::rules::{Ruleset, review_report};

    fn codes(written: &ReportDraft) -> Vec<String> {
        review_report(&written.case(), &Ruleset::default()).iter().map(|finding| finding.code.to_string()).collect()
    }

    fn figure(written: ReportDraft, code: &str, typed: &str) -> ReportDraft {
        written.target(code, |row| (row.value, row.assessment) = (result_number(typed), value("Đạt", Assessment::Met)))
    }

    #[test]
    fn what_a_cause_explains_is_not_told_beside_it_and_stays_where_it_stands_alone() {
        let told = |typed: &str| {
            let mut codes = codes(&figure(ReportDraft::by("SYT"), "CT-001", typed));
            codes.retain(|code| code.starts_with('C') && code != "C18");
            codes
        };
        assert_eq!(told("80"), ["C10"]);
        assert_eq!(told("-1"), ["C03"]);
    }

    #[test]
    fn of_a_row_that_belongs_to_no_target_its_code_is_told() {
        let twice = figure(figure(ReportDraft::by("SYT"), "CT-001", "800"), "CT-001", "-1");
        let codes = codes(&twice);
        assert_eq!(codes.iter().filter(|code| *code == "C17").count(), 2);
        assert!(!codes.iter().any(|code| code == "C03" || code == "C10"), "{codes:?}");
    }
}
