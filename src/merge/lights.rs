//! Traffic lights of tasks, targets and communes (`src/docs/rows.md`, "Colours") with the configured thresholds. Those
//! of agencies depend on the edition and are made where they are printed.

use crate::model::class::{Light, TargetClass, TaskClass, TaskState};
use crate::model::config::Lights;
use crate::model::report::TargetValue;
use crate::model::target::{Comparison, Direction, Target};
use crate::model::task::Task;
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// What decides the colour of a task.
#[derive(Debug, Clone, Copy)]
pub struct TaskLightInput<'a> {
    /// The task as in force at the cutoff.
    pub task: &'a Task,
    /// Its class, with how many days it is early, late or overdue.
    pub state: TaskState,
    /// Percent of the whole.
    pub percent: Option<Decimal>,
    /// Somebody names an obstacle.
    pub open_obstacle: bool,
    /// "Số liệu kỳ trước".
    pub stale: bool,
    /// A result was given in the last four weeks.
    pub recent_result: bool,
    /// Releases in a row, this one included, without any report.
    pub no_report_streak: u32,
    /// The day of the submit cutoff.
    pub day: NaiveDate,
    /// Thresholds of the colours, from the configuration.
    pub lights: &'a Lights,
}

/// The colour of a task.
pub fn task_light(input: &TaskLightInput<'_>) -> Light {
    if input.state.past_deadline {
        return Light::Red;
    }
    match input.state.class {
        TaskClass::Overdue => Light::Red,
        TaskClass::NoReport if input.no_report_streak >= 2 => Light::Red,
        TaskClass::NoReport | TaskClass::DueSoon | TaskClass::DoneLate | TaskClass::DoneUndated | TaskClass::NoDeadline => Light::Yellow,
        TaskClass::DoneEarly | TaskClass::DoneOnTime => Light::Green,
        TaskClass::Regular if input.recent_result => Light::Green,
        TaskClass::Regular => Light::Yellow,
        TaskClass::InProgress | TaskClass::NotStarted if input.stale || input.open_obstacle || slow(input) => Light::Yellow,
        TaskClass::InProgress | TaskClass::NotStarted => Light::Green,
        TaskClass::NotDueYet | TaskClass::Paused | TaskClass::Withdrawn => Light::Grey,
    }
}

/// Is the percent more than the allowed points behind the share of time that has passed? Where the beginning is not
/// known nothing can be said, and the task is not called slow.
fn slow(input: &TaskLightInput<'_>) -> bool {
    let Some(deadline) = input.task.deadline else { return false };
    let begin = input.task.issued_on.or(input.task.window.map(|w| w.from)).or((deadline.from < deadline.to).then_some(deadline.from));
    let Some(begin) = begin else { return false };
    let total = (deadline.to - begin).num_days();
    let passed = (input.day - begin).num_days().clamp(0, total.max(0));
    if total <= 0 {
        return false;
    }
    // percent < 100 · passed / total − points, without a division.
    let reached = (input.percent.unwrap_or(Decimal::ZERO) + Decimal::from(input.lights.task_lag_points)) * Decimal::from(total);
    reached < Decimal::ONE_HUNDRED * Decimal::from(passed)
}

/// The colour of a target. `provisional`: a provider is missing ("tạm tính").
pub fn target_light(
    target: &Target,
    class: TargetClass,
    result: Option<TargetValue>,
    provisional: bool,
    day: NaiveDate,
    lights: &Lights,
) -> Light {
    match class {
        TargetClass::NotAssessable | TargetClass::NoData => Light::Grey,
        TargetClass::NotMet => Light::Red,
        TargetClass::Exceeded | TargetClass::Met if provisional => Light::Yellow,
        TargetClass::Exceeded | TargetClass::Met => Light::Green,
        TargetClass::NotYet => {
            let days_left = (target.due.to - day).num_days();
            if near(target, result, lights.target_yellow_percent) || days_left > 30 { Light::Yellow } else { Light::Red }
        }
    }
}

/// Does a result that misses the goal reach this percent of it?
fn near(target: &Target, result: Option<TargetValue>, percent: u32) -> bool {
    let Some(TargetValue::Number(value)) = result else { return false };
    let wanted = Decimal::from(percent);
    let lower_is_better = target.direction == Direction::Lower || matches!(target.comparison, Comparison::AtMost | Comparison::LessThan);
    // Of a goal that is better when lower, 80% is reached where the goal is at least 80% of the result.
    let (better, worse) = if lower_is_better { (target.goal, value) } else { (value, target.goal) };
    // A figure too large to compute with is near no goal.
    let sides = better.checked_mul(Decimal::ONE_HUNDRED).zip(worse.checked_mul(wanted));
    sides.is_some_and(|(reached, needed)| reached >= needed)
}

/// What a commune reports of the criteria in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CommuneFacts {
    /// How many criteria are in force.
    pub total: u32,
    /// How many of them the commune has met.
    pub met: u32,
    /// How many of them do not apply to it ("Không áp dụng").
    pub not_applicable: u32,
    /// Met ones without evidence.
    pub without_evidence: u32,
    /// Ever reported, with any result.
    pub reported: u32,
}

/// The colour of a commune. A criterion that does not apply counts as settled, but nobody is green by that alone.
pub fn commune_light(facts: CommuneFacts, lights: &Lights) -> Light {
    let settled = facts.met + facts.not_applicable;
    if facts.reported == 0 || facts.total == 0 {
        Light::Grey
    } else if settled >= facts.total && facts.without_evidence == 0 && facts.met > 0 {
        Light::Green
    } else if settled >= facts.total || settled >= lights.commune_yellow_from {
        Light::Yellow
    } else {
        Light::Red
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{date, decimal, friday, target, task};
    use crate::model::task::TaskKind;

    fn state(class: TaskClass) -> TaskState {
        TaskState { class, started: true, days: None, past_deadline: false }
    }

    /// Given 29/6, due 31/12: on 11/7 12 of 185 days have passed; on 30/9 93, which is 50,3%.
    fn color(class: TaskClass, change: impl FnOnce(&mut TaskLightInput<'_>)) -> Light {
        let task = task("KH11-001", TaskKind::Own, &["SYT"]);
        let mut input = TaskLightInput {
            task: &task,
            state: state(class),
            percent: None,
            open_obstacle: false,
            stale: false,
            recent_result: false,
            no_report_streak: 0,
            day: friday(),
            lights: &Lights::DEFAULT,
        };
        change(&mut input);
        task_light(&input)
    }

    #[test]
    fn colours_of_classes() {
        use TaskClass as C;
        let expected = [
            (C::DoneEarly, Light::Green),
            (C::DoneOnTime, Light::Green),
            (C::DoneLate, Light::Yellow),
            (C::DoneUndated, Light::Yellow),
            (C::InProgress, Light::Green),
            (C::DueSoon, Light::Yellow),
            (C::NotStarted, Light::Green),
            (C::Overdue, Light::Red),
            (C::Regular, Light::Yellow),
            (C::NotDueYet, Light::Grey),
            (C::Paused, Light::Grey),
            (C::NoDeadline, Light::Yellow),
            (C::NoReport, Light::Yellow),
            (C::Withdrawn, Light::Grey),
        ];
        for (class, light) in expected {
            assert_eq!(color(class, |_| {}), light, "{class:?}");
        }
        assert_eq!(color(C::Regular, |i| i.recent_result = true), Light::Green);
        assert_eq!(color(C::NoReport, |i| i.no_report_streak = 2), Light::Red);
        assert_eq!(color(C::NoReport, |i| i.state.past_deadline = true), Light::Red);
        assert_eq!(color(C::InProgress, |i| i.state.past_deadline = true), Light::Red, "a part is past its deadline");
        assert_eq!(color(C::InProgress, |i| i.stale = true), Light::Yellow);
        assert_eq!(color(C::NotStarted, |i| i.open_obstacle = true), Light::Yellow);
    }

    #[test]
    fn slower_than_time_less_twenty_points() {
        let on = |percent: &str| {
            color(TaskClass::InProgress, |i| {
                i.percent = Some(decimal(percent));
                i.day = date(2025, 9, 30);
            })
        };
        // 100 · 93 / 185 − 20 = 30,27…
        assert_eq!(on("30.27"), Light::Yellow);
        assert_eq!(on("30.28"), Light::Green);
        assert_eq!(color(TaskClass::InProgress, |i| i.day = date(2025, 9, 30)), Light::Yellow, "no percent is none");
    }

    #[test]
    fn colours_of_targets() {
        let at = |class, value: &str, provisional, day| {
            let value = Some(TargetValue::Number(decimal(value)));
            target_light(&target("CT-001", &["SYT"]), class, value, provisional, day, &Lights::DEFAULT)
        };
        let (early, near_end) = (date(2025, 11, 30), date(2025, 12, 1));
        assert_eq!(at(TargetClass::Met, "90", false, early), Light::Green);
        assert_eq!(at(TargetClass::Exceeded, "95", true, early), Light::Yellow);
        assert_eq!(at(TargetClass::NotMet, "89", false, early), Light::Red);
        assert_eq!(at(TargetClass::NotYet, "72", false, near_end), Light::Yellow, "80% of 90");
        assert_eq!(at(TargetClass::NotYet, "71.9", false, near_end), Light::Red, "30 days left");
        assert_eq!(at(TargetClass::NotYet, "71.9", false, early), Light::Yellow, "31 days left");
        assert_eq!(at(TargetClass::NoData, "0", false, early), Light::Grey);
        let lower =
            Target { direction: Direction::Lower, comparison: Comparison::AtMost, goal: decimal("8"), ..target("CT-001", &["SYT"]) };
        let of = |value: &str| near(&lower, Some(TargetValue::Number(decimal(value))), 80);
        assert!(of("10") && !of("10.1"));
        assert!(!of("79228162514264337593543950335"), "no overflow");
    }

    #[test]
    fn colours_of_communes() {
        let of = |met, not_applicable, without_evidence| {
            commune_light(
                CommuneFacts { total: 16, met, not_applicable, without_evidence, reported: met + not_applicable },
                &Lights::DEFAULT,
            )
        };
        assert_eq!(of(16, 0, 0), Light::Green);
        assert_eq!(of(14, 2, 0), Light::Green);
        assert_eq!(of(16, 0, 1), Light::Yellow);
        assert_eq!(of(12, 0, 0), Light::Yellow);
        assert_eq!(of(11, 0, 0), Light::Red);
        assert_eq!(of(0, 0, 0), Light::Grey);
        assert_eq!((of(1, 15, 0), of(0, 16, 0)), (Light::Green, Light::Yellow), "with nothing met nobody is green");
        assert_eq!(commune_light(CommuneFacts { total: 16, reported: 16, ..CommuneFacts::default() }, &Lights::DEFAULT), Light::Red);
    }
}
