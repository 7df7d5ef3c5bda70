//! Nothing that is 10 or 100 times off passes in silence: each kind of target, each slip, and the code that answers.

use super::review_report;
use super::ruleset::Ruleset;
use super::testing::*;
use crate::model::report::{Field, Reading};
use crate::model::target::{Direction, Target};
use crate::model::target_kind::TargetKind;
use rust_decimal::Decimal;

/// Unit, figure of last week, goal.
const KINDS: [(&str, &str, &str, TargetKind); 5] = [
    ("% dân số", "45", "90", TargetKind::Share),
    ("%/năm", "8", "12", TargetKind::Percent),
    ("trạm", "200", "250", TargetKind::Count),
    ("tỷ đồng", "125.5", "400", TargetKind::Amount),
    ("thứ hạng", "4", "10", TargetKind::Rank),
];

/// By what a slip multiplies.
const SLIPS: [(&str, &str); 4] = [("×10", "10"), ("×100", "100"), ("÷10", "0.1"), ("÷100", "0.01")];

fn target(unit: &str, goal: &str) -> Target {
    Target { unit: unit.into(), goal: dec(goal), goal_text: goal.into(), ..register().targets.remove(1) }
}

/// The codes about the figure that SYT is told of for CT-002.
fn told(written: &ReportDraft) -> Vec<String> {
    let found = review_report(&written.case(), &Ruleset::default());
    let about_figure = |code: &str| ["C02", "C03", "C07", "C08", "C09", "C16", "C19"].contains(&code);
    found.iter().map(|finding| finding.code.to_string()).filter(|code| about_figure(code)).collect()
}

fn report(target: Target, figure: Decimal, last: Option<&str>) -> ReportDraft {
    let text = figure.normalize().to_string();
    let mut written = ReportDraft::by("SYT").target("CT-002", |row| row.value = result_number(&text));
    if let Some(last) = last {
        written = written.last_week_target("CT-002", last);
    }
    written.register.targets[1] = target;
    written
}

#[test]
fn every_kind_and_every_slip_is_answered() {
    let mut answers = Vec::new();
    for (unit, last, goal, kind) in KINDS {
        let target = target(unit, goal);
        assert_eq!(target.kind(), kind);
        for (slip, factor) in SLIPS {
            let codes = told(&report(target.clone(), dec(last) * dec(factor), Some(last)));
            answers.push(format!("{unit} {slip}: {}", codes.join(" ")));
        }
        assert_eq!(told(&report(target, dec(last), Some(last))), [""; 0], "{unit}");
    }
    insta::assert_snapshot!(answers.join("\n"));
    assert!(answers.iter().all(|answer| !answer.ends_with(": ")), "{answers:#?}");
}

#[test]
fn a_share_typed_as_a_fraction_is_asked_about() {
    assert_eq!(told(&report(target("% dân số", "90"), dec("0.46"), Some("45"))), ["C16"]);
    assert_eq!(told(&report(target("% dân số", "90"), dec("0.46"), None)), ["C16"], "the first one too");
}

#[test]
fn a_first_figure_is_held_against_bounds_or_goal() {
    for (unit, _, goal, kind) in KINDS.into_iter().filter(|(.., kind)| *kind != TargetKind::Rank) {
        let times_ten = dec(goal) * Decimal::TEN;
        let answer = if kind == TargetKind::Share { "C03" } else { "C09" };
        assert_eq!(told(&report(target(unit, goal), times_ten, None)), [answer], "{unit}");
    }
    let bounded = Target { low: Some(dec("20")), high: Some(dec("500")), ..target("trạm", "250") };
    for figure in ["2000", "2"] {
        assert_eq!(told(&report(bounded.clone(), dec(figure), None)), ["C07"], "{figure}");
    }
    let rank = Target { low: Some(dec("1")), high: Some(dec("34")), direction: Direction::Lower, ..target("thứ hạng", "10") };
    assert_eq!(told(&report(rank, dec("40"), None)), ["C07"]);
}

#[test]
fn pass_or_fail_takes_no_number() {
    let mut written = ReportDraft::by("SYT").target("CT-003", |row| {
        row.value = Field { typed: "10".into(), reading: Reading::Unreadable, ..Field::default() };
    });
    written.register.targets[2].unit = "Đạt/Không đạt".into();
    assert_eq!(told(&written), ["C02"]);
}
