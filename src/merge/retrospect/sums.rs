//! Targets that count what each period added. Figures of one period are of no other, so they are added; what cannot be added, such
//! as percentages without numerator and denominator, is not.

use super::each_once::union;
use crate::model::released_week::{ReleasedTarget, ReleasedWeek};
use crate::model::retrospect::{PeriodSum, WeekFigure};
use crate::model::target::TargetCode;
use crate::model::target_kind::TargetKind;
use rust_decimal::Decimal;

/// `missing` periods of the range have no release: their figures are in no sum.
pub(super) fn sums(weeks: &[ReleasedWeek], missing: usize) -> Vec<PeriodSum> {
    let all = union(weeks, |week| week.targets.as_slice(), |target| &target.code);
    let added = |target: &&ReleasedTarget| weeks.iter().any(|week| week.register.in_period.contains(&target.code));
    all.into_iter().filter(added).map(|target| sum(weeks, missing, target)).collect()
}

/// What a week says of a target, if it counts what that week added.
fn of<'a>(week: &'a ReleasedWeek, code: &TargetCode) -> Option<&'a ReleasedTarget> {
    let target = week.targets.iter().find(|target| target.code == *code)?;
    week.register.in_period.contains(code).then_some(target)
}

fn sum(weeks: &[ReleasedWeek], missing: usize, target: &ReleasedTarget) -> PeriodSum {
    let each: Vec<Option<&ReleasedTarget>> = weeks.iter().map(|week| of(week, &target.code)).collect();
    let figures = weeks.iter().zip(&each).filter_map(|(week, said)| Some(WeekFigure { period: week.period.id, value: (*said)?.value? }));
    let figures: Vec<WeekFigure> = figures.collect();
    let given = || each.iter().flatten().copied().filter(|target| target.value.is_some());
    let incomplete = each.iter().filter(|target| target.is_none_or(|target| target.value.is_none() || !target.missing.is_empty())).count();
    PeriodSum {
        code: target.code.clone(),
        name: target.name.clone(),
        unit: target.unit.clone(),
        goal: target.goal.clone(),
        sum: match TargetKind::of_unit(&target.unit) {
            TargetKind::Count | TargetKind::Amount => total(figures.iter().map(|figure| figure.value)),
            TargetKind::Share | TargetKind::Percent => share(given()),
            TargetKind::Rank | TargetKind::PassFail => None,
        },
        weeks: figures,
        incomplete: u32::try_from(incomplete + missing).unwrap_or(u32::MAX),
        estimated: given().any(|target| target.estimated),
    }
}

/// `None` without any figure, or where they are too large together.
fn total(figures: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    figures.map(Some).reduce(|sum, figure| sum?.checked_add(figure?)).flatten()
}

/// All numerators over all denominators in percent; `None` if a week gives a percentage alone.
fn share<'a>(given: impl Iterator<Item = &'a ReleasedTarget>) -> Option<Decimal> {
    let parts = given.map(|target| target.numerator.zip(target.denominator)).collect::<Option<Vec<_>>>()?;
    let numerator = total(parts.iter().map(|(numerator, _)| *numerator))?;
    let denominator = total(parts.iter().map(|(_, denominator)| *denominator))?;
    numerator.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(denominator).map(|percent| percent.round_dp(2))
}
