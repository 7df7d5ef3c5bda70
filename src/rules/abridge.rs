//! How much is told of what is wrong with a file: so much that a person can mend it, and no more than the limits say.
//! A code filled down 20,000 rows is one mistake, and must not become 20,000 sentences that everything after it keeps,
//! sorts and prints.

use crate::model::agency::AgencyCode;
use crate::model::config::FindingLimits;
use crate::model::finding::{Effect, Finding};
use crate::model::place::Place;
use crate::rules::ruleset;
use crate::text::format;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The file that a finding is about: its agency and its path.
type About = (Option<AgencyCode>, String);

/// Sorted findings within the limits. What is beyond them is one finding for each rule and file, which counts the rest
/// and takes out of the figures what the rest would have taken out.
pub(super) fn abridge(findings: Vec<Finding>, limits: &FindingLimits) -> Vec<Finding> {
    let report_max = usize::try_from(limits.report_max).unwrap_or(usize::MAX);
    let rule_max = usize::try_from(limits.rule_max).unwrap_or(usize::MAX);
    let few = findings.len() <= report_max.min(rule_max);
    let mut kept = Vec::new();
    let mut rest: BTreeMap<(About, String), Finding> = BTreeMap::new();
    let mut told: BTreeMap<(About, String), usize> = BTreeMap::new();
    let mut of_file: BTreeMap<About, usize> = BTreeMap::new();
    for mut finding in findings {
        shorten(&mut finding.message, limits.message_bytes_max);
        if few {
            kept.push(finding);
            continue;
        }
        let about = (finding.agency.clone(), finding.file.clone());
        let rule = (about.clone(), finding.code.to_string());
        let (by_rule, by_file) = (told.entry(rule.clone()).or_default(), of_file.entry(about).or_default());
        if *by_rule < rule_max && *by_file < report_max {
            (*by_rule, *by_file) = (*by_rule + 1, *by_file + 1);
            kept.push(finding);
            continue;
        }
        match rest.entry(rule) {
            Entry::Vacant(none) => drop(none.insert(first_of_rest(finding))),
            Entry::Occupied(one) => join(one.into_mut(), finding),
        }
    }
    let said = rest.into_values().map(|mut finding| {
        let count = format::count(u64::from(finding.places()));
        let title = ruleset::find(&finding.code).map_or("", |rule| rule.title);
        finding.message = format!("{title}: và {count} dòng khác{}.", finding.message);
        finding
    });
    kept.extend(said);
    kept
}

/// The first finding that is not told by itself, its message the words that say where the rest begins.
fn first_of_rest(mut finding: Finding) -> Finding {
    let from = finding.place.cell.map_or_else(String::new, |cell| format!(", từ ô {cell}"));
    finding.also = taken_out(&finding);
    let place = Place { cell: None, ..finding.place };
    Finding { message: from, about: String::new(), subject: None, place, ..finding }
}

fn join(rest: &mut Finding, finding: Finding) {
    rest.more = rest.more.saturating_add(finding.places());
    rest.also.extend(taken_out(&finding));
    if rest.place != (Place { cell: None, ..finding.place }) {
        rest.place = Place::file();
    }
}

/// What a finding takes out of the figures.
fn taken_out(finding: &Finding) -> Vec<crate::model::finding::Subject> {
    if finding.effect == Effect::Flag { Vec::new() } else { finding.subjects().copied().collect() }
}

/// Cuts a sentence to so many bytes, between two letters.
fn shorten(message: &mut String, bytes_max: u32) {
    let max = usize::try_from(bytes_max).unwrap_or(usize::MAX);
    if message.len() <= max {
        return;
    }
    const MORE: char = '…';
    let end = (0..=max.saturating_sub(MORE.len_utf8())).rev().find(|at| message.is_char_boundary(*at)).unwrap_or(0);
    message.truncate(end);
    message.push(MORE);
    message.shrink_to_fit();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::Subject;
    use crate::rules::review_report;
    use crate::rules::ruleset::Ruleset;
    use crate::rules::testing::{ReportDraft, number};

    fn reviewed(limits: FindingLimits, rows: usize) -> Vec<Finding> {
        let mut written = ReportDraft::by("SYT");
        for _ in 0..rows {
            written = written.task("KH11-001", |row| row.percent = number("150"));
        }
        review_report(&written.case(), &Ruleset { limits, ..Ruleset::default() })
    }

    fn out(findings: &[Finding]) -> Vec<Subject> {
        let mut out: Vec<Subject> = findings.iter().filter(|f| f.effect != Effect::Flag).flat_map(Finding::subjects).copied().collect();
        out.sort_by_key(|subject| (subject.row, subject.field));
        out
    }

    #[test]
    fn what_is_not_told_one_by_one_is_counted_and_still_taken_out() {
        let all = reviewed(FindingLimits { rule_max: 100_000, report_max: 100_000, ..FindingLimits::DEFAULT }, 300);
        let few = reviewed(FindingLimits { rule_max: 10, ..FindingLimits::DEFAULT }, 300);
        assert_eq!(out(&all).len(), 300);
        assert_eq!(out(&few), out(&all), "no row enters the figures because of a limit");
        let of = |findings: &[Finding]| -> u32 { findings.iter().filter(|f| f.code == "N12").map(Finding::places).sum() };
        assert_eq!((of(&all), of(&few)), (300, 300));
        let told: Vec<&Finding> = few.iter().filter(|f| f.code == "N12").collect();
        assert_eq!(told.len(), 11);
        assert!(told[10].message.contains(": và 290 dòng khác, từ ô "), "{}", told[10].message);
        assert_eq!((told[10].place.sheet.as_deref(), told[10].place.cell), (Some("NhiemVu"), None));
    }

    #[test]
    fn a_report_has_a_limit_of_its_own() {
        let some = reviewed(FindingLimits { report_max: 20, ..FindingLimits::DEFAULT }, 60);
        let one_by_one = some.iter().filter(|f| !f.message.contains(": và ")).count();
        assert_eq!(one_by_one, 20);
        assert_eq!(out(&some).len(), 60);
    }

    #[test]
    fn few_findings_are_left_as_they_are() {
        let (some, all) = (reviewed(FindingLimits::DEFAULT, 3), reviewed(FindingLimits { rule_max: 100_000, ..FindingLimits::DEFAULT }, 3));
        assert_eq!(some, all);
    }

    #[test]
    fn a_sentence_is_cut_between_letters() {
        let mut message = "Đề nghị".repeat(100);
        shorten(&mut message, 200);
        assert!(message.len() <= 200 && message.ends_with('…'), "{message}");
        let mut short = "Đề nghị".to_owned();
        shorten(&mut short, 200);
        assert_eq!(short, "Đề nghị");
    }
}
