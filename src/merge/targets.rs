//! One line for each target in force (`src/docs/rows.md`, "Targets"). Percentages are never averaged: numerators
//! and denominators are added. Figures are exact decimals; what is printed has two decimals, what is held against the
//! goal is not rounded.

use crate::merge::accept::target::{exact_quotient, quotient};
use crate::merge::lights::target_light;
use crate::merge::rows::{Names, Rows};
use crate::model::agency::AgencyCode;
use crate::model::class::TargetClass;
use crate::model::config::Lights;
use crate::model::consolidation::TargetLine;
use crate::model::history::{Aging, History, KnownTarget};
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::report::{FieldId, TargetValue};
use crate::model::target::{Aggregation, Assessment, Comparison, Direction, Method, Recording, Target};
use crate::model::task::Validity;
use crate::text::normalise;
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// What the lines are made of.
#[derive(Debug, Clone, Copy)]
pub struct TargetsInput<'a> {
    /// The register in force at `day`.
    pub register: &'a Register,
    /// The known rows of every agency, of this period or carried over.
    pub rows: &'a Rows<'a>,
    /// What the last release before the period left.
    pub history: &'a History,
    /// The period whose lines are made.
    pub period: Period,
    /// The day of the submit cutoff.
    pub day: NaiveDate,
    /// Thresholds of the colours.
    pub lights: &'a Lights,
}

/// The lines, in the register's order; withdrawn targets are left out.
pub fn lines(input: &TargetsInput<'_>) -> Vec<TargetLine> {
    let names = Names::of(input.register);
    input.register.targets.iter().filter(|t| t.validity != Validity::Withdrawn).map(|t| line(input, &names, t)).collect()
}

/// Does a known figure say something of this period? One "trong kỳ" is of its own period alone: carried on it would be
/// counted a second time.
fn counts_now(target: &Target, known: &KnownTarget, period: Period) -> bool {
    let carried = known.period != period || [FieldId::Value, FieldId::Numerator].iter().any(|id| known.stale_fields.contains_key(id));
    target.recording != Recording::InPeriod || !carried
}

/// What the figures of several agencies amount to.
#[derive(Debug, Clone, Default, PartialEq)]
struct Amount {
    value: Option<TargetValue>,
    /// Held against the goal where it differs from `value` by rounding.
    exact: Option<Decimal>,
    numerator: Option<Decimal>,
    denominator: Option<Decimal>,
    estimated: bool,
    missing: Vec<AgencyCode>,
}

fn line(input: &TargetsInput<'_>, names: &Names<'_>, target: &Target) -> TargetLine {
    let asked = asked(names, target);
    let row = |agency: &AgencyCode| input.rows.target(agency, &target.code).filter(|k| counts_now(target, k, input.period));
    let given: Vec<(&AgencyCode, Option<&KnownTarget>)> = asked.iter().map(|a| (*a, row(a))).collect();
    let amount = amount(target, &given);
    let known: Vec<&KnownTarget> = given.iter().filter_map(|(_, row)| *row).collect();
    let reason = reason(target, &known, amount.value.is_some());
    let class = class(target, &amount, &known, input.day);
    let provisional = !amount.missing.is_empty();
    let old_figures = known.iter().any(|k| k.period != input.period || !k.stale_fields.is_empty());
    TargetLine {
        class,
        value: amount.value,
        numerator: amount.numerator,
        denominator: amount.denominator,
        estimated: amount.estimated,
        light: target_light(target, class, amount.value, provisional, input.day, input.lights),
        missing: amount.missing,
        providers: u32::try_from(asked.len()).unwrap_or(u32::MAX),
        self_assessment: assessment(target, &asked, &known).map_or_else(String::new, |a| a.label().to_owned()),
        reason: if class == TargetClass::NotAssessable { reason } else { String::new() },
        previous: input.history.target_values.get(&target.code).cloned(),
        stale: old_figures,
        last_update: known.iter().map(|k| k.period).max(),
        changed_in: known.iter().map(|k| k.changed_in()).max(),
        sources: known.iter().flat_map(|k| k.sources()).cloned().collect(),
        target: target.clone(),
    }
}

/// Who has to supply the figure: with "Lấy của đơn vị chủ trì" the lead alone, else every provider in print order.
fn asked<'a>(names: &Names<'_>, target: &'a Target) -> Vec<&'a AgencyCode> {
    if target.aggregation == Aggregation::Lead {
        let lead = target.leads.iter().find(|a| target.providers.contains(a));
        return lead.or(target.providers.first()).into_iter().collect();
    }
    let mut all: Vec<&AgencyCode> = target.providers.iter().collect();
    all.sort_by(|a, b| names.key(a).cmp(&names.key(b)));
    all.dedup();
    all
}

fn amount(target: &Target, given: &[(&AgencyCode, Option<&KnownTarget>)]) -> Amount {
    // A figure of one agency needs no adding up, whatever the register calls it.
    if target.aggregation != Aggregation::CountPassing
        && let [(agency, row)] = given
    {
        return alone(target, agency, *row);
    }
    match target.aggregation {
        Aggregation::Lead | Aggregation::Sum => sum(given),
        Aggregation::Ratio => ratio(target, given),
        Aggregation::CountPassing => count(target, given),
    }
}

fn alone(target: &Target, agency: &AgencyCode, row: Option<&KnownTarget>) -> Amount {
    let Some(row) = row.filter(|r| r.value.is_some()) else {
        return Amount { missing: vec![agency.clone()], ..Amount::default() };
    };
    let share = target.aggregation == Aggregation::Ratio || target.is_percent();
    let parts = row.numerator.zip(row.denominator).filter(|_| share);
    Amount {
        value: row.value,
        exact: parts.and_then(|(n, d)| exact_quotient(n, d, target.is_percent())),
        numerator: row.numerator,
        denominator: row.denominator,
        estimated: row.estimated,
        missing: Vec::new(),
    }
}

fn sum(given: &[(&AgencyCode, Option<&KnownTarget>)]) -> Amount {
    let mut amount = Amount::default();
    let mut total: Option<Decimal> = None;
    for (agency, row) in given {
        let number = row.and_then(|r| if let Some(TargetValue::Number(n)) = r.value { Some((r, n)) } else { None });
        // A sum beyond what a decimal can hold is no figure either.
        match number.and_then(|(r, n)| Some((r, total.unwrap_or_default().checked_add(n)?))) {
            Some((row, sum)) => {
                total = Some(sum);
                amount.estimated |= row.estimated;
            }
            None => amount.missing.push((*agency).clone()),
        }
    }
    amount.value = total.map(TargetValue::Number);
    amount
}

fn ratio(target: &Target, given: &[(&AgencyCode, Option<&KnownTarget>)]) -> Amount {
    let mut amount = Amount::default();
    let mut sums: Option<(Decimal, Decimal)> = None;
    for (agency, row) in given {
        let parts = row.and_then(|r| Some((r, r.numerator?, r.denominator?)));
        let (top, bottom) = sums.unwrap_or_default();
        match parts.and_then(|(r, n, d)| Some((r, top.checked_add(n)?, bottom.checked_add(d)?))) {
            Some((row, n, d)) => {
                sums = Some((n, d));
                amount.estimated |= row.estimated;
            }
            // A percentage alone cannot be added.
            None => amount.missing.push((*agency).clone()),
        }
    }
    if let Some((n, d)) = sums {
        amount.numerator = Some(n);
        amount.denominator = Some(d);
        amount.value = quotient(n, d, target.is_percent()).map(TargetValue::Number);
        amount.exact = exact_quotient(n, d, target.is_percent());
    }
    amount
}

fn count(target: &Target, given: &[(&AgencyCode, Option<&KnownTarget>)]) -> Amount {
    let mut amount = Amount::default();
    let mut passing = Decimal::ZERO;
    let mut heard = false;
    for (agency, row) in given {
        match row.and_then(|r| Some((r, passes(r)?))) {
            Some((row, passed)) => {
                heard = true;
                amount.estimated |= row.estimated;
                if passed {
                    passing += Decimal::ONE;
                }
            }
            None => amount.missing.push((*agency).clone()),
        }
    }
    if heard {
        let of = Decimal::from(given.len());
        amount.numerator = Some(passing);
        amount.denominator = Some(of);
        if target.is_percent() {
            amount.value = quotient(passing, of, true).map(TargetValue::Number);
            amount.exact = exact_quotient(passing, of, true);
        } else if target.direction == Direction::PassFail {
            amount.value = Some(TargetValue::Passed(passing == of));
        } else {
            amount.value = Some(TargetValue::Number(passing));
        }
    }
    amount
}

/// Does an agency count as one that passes? By its result, else by its own assessment.
fn passes(row: &KnownTarget) -> Option<bool> {
    match row.value {
        Some(TargetValue::Passed(passed)) => Some(passed),
        Some(TargetValue::Number(n)) if n == Decimal::ONE => Some(true),
        Some(TargetValue::Number(n)) if n.is_zero() => Some(false),
        Some(TargetValue::Number(_)) | None => match row.assessment? {
            Assessment::Exceeded | Assessment::Met => Some(true),
            Assessment::NotMet => Some(false),
            Assessment::NotAssessable => None,
        },
    }
}

fn class(target: &Target, amount: &Amount, known: &[&KnownTarget], day: NaiveDate) -> TargetClass {
    if target.method == Method::Missing {
        return TargetClass::NotAssessable;
    }
    let Some(value) = amount.value else {
        let explained = known.iter().any(|k| k.assessment == Some(Assessment::NotAssessable) || !k.reason.trim().is_empty());
        return if explained { TargetClass::NotAssessable } else { TargetClass::NoData };
    };
    match judge(target, value, amount.exact) {
        Some(reached) => reached,
        // The last day counts: only the day after is too late.
        None if target.due.to < day => TargetClass::NotMet,
        None => TargetClass::NotYet,
    }
}

/// Met or exceeded; `None` if the goal is missed.
fn judge(target: &Target, value: TargetValue, exact: Option<Decimal>) -> Option<TargetClass> {
    let number = match value {
        TargetValue::Passed(passed) => return passed.then_some(TargetClass::Met),
        TargetValue::Number(number) => exact.unwrap_or(number),
    };
    if !target.comparison.holds(number, target.goal) {
        return None;
    }
    let better = match target.direction {
        Direction::Higher => number > target.goal,
        Direction::Lower => number < target.goal,
        Direction::PassFail => false,
    };
    Some(if better && target.comparison != Comparison::Equal { TargetClass::Exceeded } else { TargetClass::Met })
}

/// The assessment of the lead, else of the only agency asked. What one of several says of its part is not said of the
/// whole.
fn assessment(target: &Target, asked: &[&AgencyCode], known: &[&KnownTarget]) -> Option<Assessment> {
    let lead = known.iter().find(|k| target.leads.first() == Some(&k.agency)).and_then(|k| k.assessment);
    lead.or_else(|| known.first().filter(|_| asked.len() == 1).and_then(|k| k.assessment))
}

/// Why it cannot be assessed: what the agencies write, each text once, else what the register says.
fn reason(target: &Target, known: &[&KnownTarget], has_value: bool) -> String {
    let mut reasons: Vec<&str> = Vec::new();
    for text in known.iter().map(|k| k.reason.trim()).filter(|t| !t.is_empty()) {
        if !reasons.iter().any(|r| normalise::key(r) == normalise::key(text)) {
            reasons.push(text);
        }
    }
    if !reasons.is_empty() {
        reasons.join("; ")
    } else if target.method == Method::Missing {
        "Chưa có phương pháp đánh giá".to_owned()
    } else if has_value {
        String::new()
    } else {
        "Chưa nêu lý do".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{agency, date, decimal, known_target, target};

    fn judged(target: &Target, rows: &[Option<KnownTarget>], day: NaiveDate) -> (TargetClass, Amount) {
        let codes: Vec<AgencyCode> = (0..rows.len()).map(|i| agency(&format!("A{i}"))).collect();
        let given: Vec<(&AgencyCode, Option<&KnownTarget>)> = codes.iter().zip(rows.iter().map(Option::as_ref)).collect();
        let amount = amount(target, &given);
        let known: Vec<&KnownTarget> = rows.iter().flatten().collect();
        (class(target, &amount, &known, day), amount)
    }

    fn number(text: &str) -> Option<TargetValue> {
        Some(TargetValue::Number(decimal(text)))
    }

    fn share(n: &str, d: &str) -> Option<KnownTarget> {
        Some(KnownTarget {
            numerator: Some(decimal(n)),
            denominator: Some(decimal(d)),
            value: quotient(decimal(n), decimal(d), true).map(TargetValue::Number),
            ..known_target("A0", "CT-001")
        })
    }

    fn value(text: &str) -> Option<KnownTarget> {
        Some(KnownTarget { value: number(text), ..known_target("A0", "CT-001") })
    }

    #[test]
    fn a_figure_of_one_period_is_not_counted_in_the_next() {
        let now = known_target("A0", "CT-001").period.next();
        let cumulative = target("CT-001", &["A0"]);
        let in_period = Target { recording: Recording::InPeriod, ..cumulative.clone() };
        let old = known_target("A0", "CT-001");
        assert!(counts_now(&cumulative, &old, now), "a cumulative figure stands until it is replaced");
        assert!(!counts_now(&in_period, &old, now));
        let new = KnownTarget { period: now, ..old.clone() };
        assert!(counts_now(&in_period, &new, now));
        let fallen_back = KnownTarget { stale_fields: [(FieldId::Value, old.period)].into(), ..new };
        assert!(!counts_now(&in_period, &fallen_back, now), "nor one that a rejected cell fell back to");
    }

    #[test]
    fn what_one_of_several_says_of_its_part_is_not_said_of_the_whole() {
        let (a, b) = (agency("A0"), agency("A1"));
        let part = KnownTarget { assessment: Some(Assessment::Met), ..known_target("A1", "CT-001") };
        let shared = target("CT-001", &["A0", "A1"]);
        assert_eq!(assessment(&shared, &[&a, &b], &[&part]), None);
        let lead = KnownTarget { assessment: Some(Assessment::NotMet), ..known_target("A0", "CT-001") };
        assert_eq!(assessment(&shared, &[&a, &b], &[&part, &lead]), Some(Assessment::NotMet));
        let alone = Target { leads: vec![agency("A9")], ..target("CT-001", &["A1"]) };
        assert_eq!(assessment(&alone, &[&b], &[&part]), Some(Assessment::Met));
    }

    #[test]
    fn percentages_are_never_averaged() {
        let target = Target { aggregation: Aggregation::Ratio, goal: decimal("40"), ..target("CT-001", &["A0", "A1"]) };
        // 50% of 2 and 30% of 100: the mean would be 40%, the truth is 30,39%.
        let (class, amount) = judged(&target, &[share("1", "2"), share("30", "100")], date(2025, 7, 11));
        assert_eq!(amount.value, number("30.39"));
        assert_eq!((amount.numerator, amount.denominator), (Some(decimal("31")), Some(decimal("102"))));
        assert_eq!(class, TargetClass::NotYet);
        let (_, partial) = judged(&target, &[share("1", "2"), value("30")], date(2025, 7, 11));
        assert_eq!(partial.missing, vec![agency("A1")], "a percentage without numerator cannot be added");
        assert_eq!(partial.value, number("50"));
    }

    #[test]
    fn a_goal_is_not_reached_by_rounding() {
        let target = Target { aggregation: Aggregation::Ratio, goal: decimal("90"), ..target("CT-001", &["A0"]) };
        let (class, amount) = judged(&target, &[share("89999", "100000")], date(2025, 7, 11));
        assert_eq!(amount.value, number("90"));
        assert_eq!(class, TargetClass::NotYet);
        assert_eq!(judged(&target, &[share("90", "100")], date(2025, 7, 11)).0, TargetClass::Met);
    }

    #[test]
    fn classes_at_the_goal_and_at_the_deadline() {
        let at = |comparison, direction| Target { comparison, direction, goal: decimal("90"), ..target("CT-001", &["A0"]) };
        let due = date(2025, 12, 31);
        let after = date(2026, 1, 1);
        for (comparison, direction, result, day, expected) in [
            (Comparison::AtLeast, Direction::Higher, "90", due, TargetClass::Met),
            (Comparison::AtLeast, Direction::Higher, "90.01", due, TargetClass::Exceeded),
            (Comparison::AtLeast, Direction::Higher, "89.99", due, TargetClass::NotYet),
            (Comparison::AtLeast, Direction::Higher, "89.99", after, TargetClass::NotMet),
            (Comparison::MoreThan, Direction::Higher, "90", due, TargetClass::NotYet),
            (Comparison::MoreThan, Direction::Higher, "90.1", due, TargetClass::Exceeded),
            (Comparison::AtMost, Direction::Lower, "90", due, TargetClass::Met),
            (Comparison::AtMost, Direction::Lower, "4", due, TargetClass::Exceeded),
            (Comparison::LessThan, Direction::Lower, "90", after, TargetClass::NotMet),
            (Comparison::Equal, Direction::Higher, "90", due, TargetClass::Met),
            (Comparison::Equal, Direction::Higher, "91", due, TargetClass::NotYet),
        ] {
            assert_eq!(judged(&at(comparison, direction), &[value(result)], day).0, expected, "{comparison:?} {result} {day}");
        }
        let passed = |p| Some(KnownTarget { value: Some(TargetValue::Passed(p)), ..known_target("A0", "CT-001") });
        let pass = Target { goal: Decimal::ONE, ..at(Comparison::AtLeast, Direction::PassFail) };
        assert_eq!(judged(&pass, &[passed(true)], due).0, TargetClass::Met);
        assert_eq!(judged(&pass, &[passed(false)], due).0, TargetClass::NotYet);
        assert_eq!(judged(&pass, &[passed(false)], after).0, TargetClass::NotMet);
    }

    #[test]
    fn no_method_and_no_figure() {
        let plain = target("CT-001", &["A0"]);
        let none = Target { method: Method::Missing, ..plain.clone() };
        assert_eq!(
            judged(&none, &[value("95")], date(2025, 7, 11)).0,
            TargetClass::NotAssessable,
            "a figure without method proves nothing"
        );
        assert_eq!(judged(&plain, &[None], date(2025, 7, 11)).0, TargetClass::NoData);
        let explained =
            KnownTarget {
                assessment: Some(Assessment::NotAssessable), reason: "Chưa có hướng dẫn".into(), ..known_target("A0", "CT-001")
            };
        assert_eq!(judged(&plain, &[Some(explained.clone())], date(2025, 7, 11)).0, TargetClass::NotAssessable);
        assert_eq!(reason(&plain, &[&explained, &explained], false), "Chưa có hướng dẫn");
    }

    #[test]
    fn sums_name_who_is_missing() {
        let target =
            Target { unit: "trạm".into(), aggregation: Aggregation::Sum, goal: decimal("250"), ..target("CT-001", &["A0", "A1", "A2"]) };
        let (class, amount) = judged(&target, &[value("120"), None, value("130.5")], date(2025, 7, 11));
        assert_eq!(amount.value, number("250.5"));
        assert_eq!(amount.missing, vec![agency("A1")]);
        assert_eq!(class, TargetClass::Exceeded);
    }

    #[test]
    fn counting_those_who_pass() {
        let target = Target {
            unit: "xã".into(),
            aggregation: Aggregation::CountPassing,
            goal: decimal("2"),
            ..target("CT-001", &["A0", "A1", "A2"])
        };
        let passed = Some(KnownTarget { value: Some(TargetValue::Passed(true)), ..known_target("A0", "CT-001") });
        let says_so = Some(KnownTarget { assessment: Some(Assessment::Met), ..known_target("A0", "CT-001") });
        let (class, amount) = judged(&target, &[passed.clone(), says_so, None], date(2025, 7, 11));
        assert_eq!((amount.value, class), (number("2"), TargetClass::Met));
        assert_eq!((amount.numerator, amount.denominator, amount.missing.len()), (Some(decimal("2")), Some(decimal("3")), 1));
        let percent = Target { unit: "%".into(), ..target };
        assert_eq!(judged(&percent, &[passed, None, None], date(2025, 7, 11)).1.value, number("33.33"));
    }
}
