//! The figure a row of `ChiTieu` amounts to, as several rules compare it. Merging makes the same of it.

use crate::forms::cells;
use crate::model::agency::AgencyCode;
use crate::model::report::{Field, TargetRow, TargetValue};
use crate::model::target::{Aggregation, Target};
use crate::rules::view::TargetEntry;
use crate::text::numbers;
use rust_decimal::Decimal;

/// Is the result made of numerator and denominator? Elsewhere the two columns are remarks.
pub(super) fn is_share(target: &Target) -> bool {
    target.aggregation == Aggregation::Ratio || target.is_percent()
}

/// Is the part larger than its whole, where the register does not allow more than 100 percent?
pub(super) fn above_whole(target: &Target, part: Decimal, whole: Decimal) -> bool {
    let above_100_allowed = target.high.is_some_and(|high| high > Decimal::ONE_HUNDRED);
    target.is_part_of_whole() && part > whole && !above_100_allowed
}

/// Numerator by denominator in percent; `None` for other units, or if either is missing or refused (C04, C05).
pub(super) fn percent_of_parts(target: &Target, row: &TargetRow) -> Option<Decimal> {
    if target.is_percent() { share(target, row) } else { None }
}

/// The result: from numerator and denominator where both are given and it is a share, else as written.
pub(super) fn value(target: &Target, row: &TargetRow) -> Option<TargetValue> {
    let computed = if is_share(target) { share(target, row) } else { None };
    computed.map(TargetValue::Number).or_else(|| row.value.value().copied())
}

fn share(target: &Target, row: &TargetRow) -> Option<Decimal> {
    let (part, whole) = (row.numerator.value()?, row.denominator.value()?);
    if *whole <= Decimal::ZERO || above_whole(target, *part, *whole) {
        return None;
    }
    let scaled = if target.is_percent() { part.checked_mul(Decimal::ONE_HUNDRED)? } else { *part };
    scaled.checked_div(*whole)
}

/// Is the agency's figure that of the whole target? A part of a sum can be held against no goal and no lower bound.
pub(super) fn is_of_whole(target: &Target, agency: &AgencyCode) -> bool {
    match target.aggregation {
        Aggregation::Lead => target.leads.first() == Some(agency),
        Aggregation::Sum | Aggregation::Ratio => target.providers.as_slice() == std::slice::from_ref(agency),
        Aggregation::CountPassing => false,
    }
}

/// The figure of a row as it is printed, and the one last accepted; `None` where one of them is missing or no number.
pub(super) fn now_and_before(entry: &TargetEntry<'_>) -> Option<(Decimal, Decimal)> {
    let now = value(entry.target?, entry.row)?;
    match (now, entry.known?.value?) {
        (TargetValue::Number(now), TargetValue::Number(before)) => Some((now.round_dp(2), before.round_dp(2))),
        _ => None,
    }
}

/// A share between 0 and 1 that may be a hundred times as much, as written: 0,81 may be 0,81% or 81%. `None` if the cell says
/// which (a percent sign or format), if nothing else is plausible for the target, or if the last one was as small.
pub(super) fn fraction_of_one(entry: &TargetEntry<'_>) -> Option<Decimal> {
    let (target, row) = (entry.target?, entry.row);
    let Some(TargetValue::Number(written)) = row.value.value().copied() else { return None };
    let percent = written.checked_mul(Decimal::ONE_HUNDRED)?;
    let small = |number: Decimal| number > Decimal::ZERO && number < Decimal::ONE;
    let was_small = matches!(entry.known.and_then(|known| known.value), Some(TargetValue::Number(before)) if small(before));
    let plausible = percent <= target.high.unwrap_or(Decimal::ONE_HUNDRED) && target.goal > Decimal::ONE && !was_small;
    // What numerator and denominator give counts before what is written.
    let alone = percent_of_parts(target, row).is_none();
    (target.is_part_of_whole() && small(written) && !row.value.typed.contains('%') && plausible && alone).then_some(written)
}

/// Both readings of a row's result, where it has two (C16); `None` if it has one, or is no number at all.
pub(super) fn two_readings(row: &TargetRow) -> Option<(Decimal, Decimal)> {
    let rate = cells::is_rate(&row.value.typed, row.unit.text());
    if row.value.is_unreadable() { numbers::two_readings(&row.value.typed, rate) } else { None }
}

/// The same of a numerator or denominator.
pub(super) fn part_readings(field: &Field<Decimal>) -> Option<(Decimal, Decimal)> {
    if field.is_unreadable() { numbers::two_readings(&field.typed, false) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{number, register, result_number};

    #[test]
    fn the_ratio_wins_over_the_written_result_of_a_share_only() {
        let row = TargetRow { numerator: number("1"), denominator: number("4"), value: result_number("80"), ..TargetRow::default() };
        let mut targets = register().targets;
        let figure = |target: &Target| value(target, &row);
        assert_eq!(figure(&targets[0]), Some(TargetValue::Number(Decimal::from(25))));
        assert_eq!(figure(&targets[1]), Some(TargetValue::Number(Decimal::from(80))));
        targets[1].aggregation = Aggregation::Ratio;
        assert_eq!(figure(&targets[1]), Some(TargetValue::Number(Decimal::new(25, 2))), "no percent, no hundred");
        assert_eq!(percent_of_parts(&targets[1], &row), None);
    }

    #[test]
    fn ratios_that_are_refused_give_nothing() {
        let row = |part: &str, whole: &str| TargetRow { numerator: number(part), denominator: number(whole), ..TargetRow::default() };
        let mut target = register().targets.remove(0);
        assert_eq!(percent_of_parts(&target, &row("1", "0")), None);
        assert_eq!(percent_of_parts(&target, &row("-1", "-2")), None);
        assert_eq!(percent_of_parts(&target, &row("5", "4")), None);
        assert_eq!(percent_of_parts(&target, &TargetRow::default()), None);
        target.high = Some(Decimal::from(150));
        assert_eq!(percent_of_parts(&target, &row("5", "4")), Some(Decimal::from(125)));
    }
}
