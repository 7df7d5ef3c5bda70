//! What can be wrong. A rule is one file: a static value with everything about it, its check and its tests, and one
//! line in the `RULES` of its theme. Only rules make findings, so each finding has a code, a text and a test. Rules
//! see values ([`case`], [`view`]); they never touch disk, clock or other rules.
//!
//! To add one: write `src/rules/<theme>/<name>.rs`, list it in that theme's `mod.rs`. The tests of this file fail
//! when a file is not listed, a code is used twice or out of its theme, a text or a test is missing. The catalogue in
//! `src/rules/snapshots/` then shows its words to the people who know the business.
//!
//! | Theme | Letter | Speaks of |
//! | --- | --- | --- |
//! | [`mod@file`] | T | the file, its form, its period, its receipt |
//! | [`tasks`] | N | rows of `NhiemVu` |
//! | [`targets`] | C | rows of `ChiTieu` |
//! | [`criteria`] | X | rows of `TieuChi` |
//! | [`data`] | D | cells that are damaged whatever their meaning |
//! | [`shared`] | K | tasks of several agencies |
//! | [`totals`] | H | the consolidation |
//! | [`desk`] | Q | rows, by conditions that a desk wrote in its register |

mod abridge;
pub mod case;
mod cells;
pub mod criteria;
pub mod data;
mod days;
pub mod desk;
mod explained;
pub mod file;
mod repeated;
mod reported_figure;
mod rule;
mod ruleset;
pub mod shared;
#[cfg(test)]
mod slips;
mod taken_over;
pub mod targets;
pub mod tasks;
#[cfg(test)]
mod testing;
pub mod thresholds;
pub mod totals;
pub mod view;
mod wording;

use crate::model::finding::{self, Finding};
use crate::model::inbox::Content;
use case::{FileCase, ReceiptCase, ReportCase, SubmissionCase, WholeCase};
use rule::run;
pub use rule::{Check, Emitter, Rule, Threshold};
pub use ruleset::{Ruleset, all, find};
use view::ReportView;
pub use view::RowAt;

/// Findings about a file by itself. A Reject among them makes the version unusable.
///
/// Of a file with a mark of secrecy nothing is told but the mark.
pub fn review_file(case: &FileCase<'_>, rules: &Ruleset) -> Vec<Finding> {
    let secret = is_secret(case.content);
    review(rules, |rule| match rule.check {
        Check::File(_) if secret && rule.code != file::marked_secret::RULE.code => None,
        Check::File(check) => Some(run(rule, &rules.policy, case.agency, case.path, |emitter| check(case, emitter))),
        Check::Receipt(_) | Check::Report(_) | Check::Row | Check::Submission(_) | Check::Whole(_) => None,
    })
}

/// Findings about the receipt of a file. A Reject among them makes the version unusable as well.
pub fn review_receipt(case: &ReceiptCase<'_>, rules: &Ruleset) -> Vec<Finding> {
    if is_secret(case.content) {
        return Vec::new();
    }
    review(rules, |rule| match rule.check {
        Check::Receipt(check) => Some(run(rule, &rules.policy, case.agency, &case.file.path, |emitter| check(case, emitter))),
        Check::File(_) | Check::Report(_) | Check::Row | Check::Submission(_) | Check::Whole(_) => None,
    })
}

fn is_secret(content: &Content) -> bool {
    content.extraction().is_some_and(|extraction| !extraction.secrecy_marks.is_empty())
}

/// Findings about the rows of a usable report.
pub fn review_report(case: &ReportCase<'_>, rules: &Ruleset) -> Vec<Finding> {
    let view = ReportView::of(case);
    let mut findings = found(rules, |rule| match rule.check {
        Check::Report(check) => Some(run(rule, &rules.policy, Some(case.agency), case.file, |emitter| check(&view, emitter))),
        Check::File(_) | Check::Receipt(_) | Check::Row | Check::Submission(_) | Check::Whole(_) => None,
    });
    findings.extend(desk::review(&view, &rules.desk, &rules.policy));
    explained::leave_out(&mut findings);
    told(findings, rules)
}

/// Findings about what an agency did in the period.
pub fn review_submission(case: &SubmissionCase<'_>, rules: &Ruleset) -> Vec<Finding> {
    let file = case.submission.shown_version().map_or("", |version| version.receipt.file.path.as_str());
    review(rules, |rule| match rule.check {
        Check::Submission(check) => Some(run(rule, &rules.policy, Some(&case.submission.agency), file, |emitter| check(case, emitter))),
        Check::File(_) | Check::Receipt(_) | Check::Report(_) | Check::Row | Check::Whole(_) => None,
    })
}

/// Findings about shared tasks and totals.
pub fn review_whole(case: &WholeCase<'_>, rules: &Ruleset) -> Vec<Finding> {
    review(rules, |rule| match rule.check {
        Check::Whole(check) => Some(run(rule, &rules.policy, None, "", |emitter| check(case, emitter))),
        Check::File(_) | Check::Receipt(_) | Check::Report(_) | Check::Row | Check::Submission(_) => None,
    })
}

/// What the rules of one scope tell.
fn review(rules: &Ruleset, findings_of: impl FnMut(&Rule<'_>) -> Option<Vec<Finding>>) -> Vec<Finding> {
    told(found(rules, findings_of), rules)
}

/// Runs the rules of one scope.
fn found(rules: &Ruleset, mut findings_of: impl FnMut(&Rule<'_>) -> Option<Vec<Finding>>) -> Vec<Finding> {
    let weighed = |rule: &Rule<'_>| {
        let mut findings = findings_of(rule)?;
        rules.weigh(rule, &mut findings);
        Some(findings)
    };
    rules.in_force().filter_map(weighed).flatten().collect()
}

/// In one order, within the limits.
fn told(mut findings: Vec<Finding>, rules: &Ruleset) -> Vec<Finding> {
    finding::sort(&mut findings);
    // What the desk alone reads takes no room from what offices are told.
    let trials = finding::take_trials(&mut findings);
    let mut told = abridge::abridge(findings, &rules.limits);
    told.extend(abridge::abridge(trials, &rules.limits));
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::{Effect, Severity};
    use crate::model::report::TargetValue;
    use crate::model::task::Status;
    use std::collections::BTreeSet;
    use std::fmt::Write as _;
    use std::path::{Path, PathBuf};
    use testing::{FileSample, ReportDraft, Sent, Week, number, status};
    use unicode_normalization::UnicodeNormalization;

    const THEMES: [(&str, char, &[&Rule]); 7] = [
        ("file", 'T', file::RULES),
        ("tasks", 'N', tasks::RULES),
        ("targets", 'C', targets::RULES),
        ("criteria", 'X', criteria::RULES),
        ("data", 'D', data::RULES),
        ("shared", 'K', shared::RULES),
        ("totals", 'H', totals::RULES),
    ];

    fn folder(theme: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules").join(theme)
    }

    #[test]
    fn every_file_of_a_theme_is_listed_and_called_like_its_rule() {
        for (theme, _, rules) in THEMES {
            let mut files: Vec<String> = std::fs::read_dir(folder(theme))
                .unwrap()
                .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
                .filter(|name| name != "mod")
                .collect();
            files.sort();
            let mut names: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
            names.sort_unstable();
            assert_eq!(files, names, "{theme}");
        }
    }

    #[test]
    fn codes_are_unique_ordered_and_of_their_theme() {
        let mut seen = BTreeSet::new();
        for (theme, letter, rules) in THEMES {
            let codes: Vec<&str> = rules.iter().map(|rule| rule.code).collect();
            assert!(codes.is_sorted(), "{theme}: {codes:?}");
            for code in codes {
                assert!(code.starts_with(letter) && code.len() == 3, "{theme}: {code}");
                assert!(code[1..].chars().all(|c| c.is_ascii_digit()), "{code}");
                assert!(seen.insert(code), "{code} is used twice");
            }
        }
        assert_eq!(all().count(), seen.len());
    }

    #[test]
    fn every_text_is_there_and_in_one_unicode_form() {
        for rule in all() {
            for text in [rule.title, rule.advice, rule.explanation, rule.example] {
                assert!(!text.trim().is_empty() && text.nfc().eq(text.chars()), "{}: {text}", rule.code);
                assert!(!text.contains("  ") && text.trim() == text, "{}: {text}", rule.code);
            }
            assert!(rule.advice.starts_with("Đề nghị ") && rule.advice.ends_with('.'), "{}: {}", rule.code, rule.advice);
            assert!(rule.explanation.chars().count() >= 40 && rule.explanation.ends_with('.'), "{}", rule.code);
            assert!(!rule.title.ends_with('.'), "{}: a title is no sentence", rule.code);
        }
    }

    #[test]
    fn what_a_rule_takes_out_fits_its_weight() {
        for rule in all() {
            let fits = match rule.severity {
                Severity::Reject => rule.effect == Effect::Version,
                Severity::Error => rule.effect != Effect::Version,
                Severity::Warning | Severity::Note => rule.effect == Effect::Flag,
                // A trial is the desk's decision about a rule, and no rule of the program begins as one.
                Severity::Trial => false,
            };
            assert!(fits, "{}: {:?} with {:?}", rule.code, rule.severity, rule.effect);
        }
    }

    #[test]
    fn errors_reject_what_their_reach_says() {
        let with = |effect: Effect| -> Vec<&str> {
            all().filter(|rule| rule.severity == Severity::Error && rule.effect == effect).map(|rule| rule.code).collect()
        };
        let cells = ["N12", "N18", "N19", "N20", "C02", "C03", "C04", "C05", "C16", "X03", "D03", "D04", "D10", "D11"];
        assert_eq!(with(Effect::Cell), cells);
        assert_eq!(with(Effect::Row), ["N01", "N02", "N03", "N05", "N09", "N11", "N24", "C01", "C11", "C17", "X01", "X07", "H14"]);
        assert_eq!(with(Effect::Flag), ["N16", "X02", "K02"]);
    }

    #[test]
    fn every_rule_has_a_firing_and_a_silent_example() {
        for (theme, _, rules) in THEMES {
            for rule in rules {
                let source = std::fs::read_to_string(folder(theme).join(format!("{}.rs", rule.name))).unwrap();
                let tests = source.split("mod tests").nth(1).unwrap_or_default();
                assert!(tests.matches("#[test]").count() >= 2, "{}", rule.code);
                assert!(tests.contains("RULE.example"), "{}: no test compares a message with the example", rule.code);
                assert!(tests.contains(", [])") || tests.contains("), [],"), "{}: no silent example", rule.code);
            }
        }
    }

    #[test]
    fn rules_are_found_by_code_in_any_case() {
        assert_eq!(find(" n12 ").map(|rule| rule.name), Some("percent_out_of_range"));
        assert!(find("Z99").is_none());
    }

    fn codes(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|finding| finding.code.as_str()).collect()
    }

    /// Every task and target of SYT reported without fault.
    fn blameless() -> ReportDraft {
        ReportDraft::by("SYT")
            .task("KH11-001", |_| {})
            .task("KH11-002", |row| {
                row.cause = testing::text("Chờ hướng dẫn");
                row.expected_on = testing::on(2025, 7, 30);
            })
            .task("KH11-003", |row| row.status = status(Status::Regular))
            .task("KH11-004", |_| {})
            .task("KH11-006", |row| (row.status, row.percent) = (status(Status::NotDueYet), number("0")))
            .target("CT-001", |row| row.value = testing::result_number("80"))
            .target("CT-002", |row| row.value = testing::result_number("200"))
            .target("CT-003", |row| row.value = testing::value("Đạt", TargetValue::Passed(true)))
    }

    #[test]
    fn nothing_is_said_of_blameless_cases() {
        assert_eq!(review_report(&blameless().case(), &Ruleset::default()), []);
        assert_eq!(review_submission(&Sent::on_time().case(), &Ruleset::default()), []);
        let received = FileSample::workbook();
        assert_eq!(review_file(&received.case(), &Ruleset::default()), []);
        assert_eq!(review_receipt(&received.receipt(), &Ruleset::default()), []);
        let week = Week::of(testing::line("KH11-001", &[]));
        assert_eq!(review_whole(&week.case(&testing::register()), &Ruleset::default()), []);
    }

    #[test]
    fn a_bad_row_is_said_once() {
        let mut written = blameless().task("KH11-1", |row| row.percent = number("100"));
        let written_row = |change: fn(&mut crate::model::report::TaskRow)| blameless().task("KH11-005", change);
        assert_eq!(codes(&review_report(&written.case(), &Ruleset::default())), ["N02"]);
        written = written_row(|row| row.status = status(Status::Done));
        assert_eq!(codes(&review_report(&written.case(), &Ruleset::default())), ["N05"]);
    }

    #[test]
    fn the_weightiest_comes_first_then_the_upper_cell() {
        let written = blameless().task("KH11-001", |_| {}).task("KH11-00", |_| {}).task("KH11-0", |_| {});
        assert_eq!(codes(&review_report(&written.case(), &Ruleset::default())), ["N02", "N02", "N04"]);
    }

    #[test]
    fn findings_carry_agency_and_file() {
        let written = ReportDraft::by("SYT").task("KH11-00", |_| {});
        let found = review_report(&written.case(), &Ruleset::default());
        assert_eq!(found[0].agency, Some(testing::code("SYT")));
        assert_eq!(found[0].file, "SYT/BC_SYT_T28_2025.xlsx");
        assert_eq!(found[0].about, "KH11-00");
    }

    #[test]
    fn catalogue() {
        let mut text = String::new();
        for rule in all() {
            let (code, severity, effect) = (rule.code, rule.severity.label(), rule.effect);
            writeln!(text, "{code} [{severity}, {effect:?}] {}", rule.title).unwrap();
            writeln!(text, "    ví dụ: {}", rule.example).unwrap();
            writeln!(text, "    {}", rule.advice).unwrap();
            writeln!(text, "    {}\n", rule.explanation).unwrap();
        }
        insta::assert_snapshot!(text);
    }
}
