//! The class of one agency's task, or of its part of a shared one: `src/docs/rows.md`, "Class of a task". One pure
//! function; the first rule that matches wins.

use crate::model::class::{TaskClass, TaskState};
use crate::model::deadline::DayInterval;
use crate::model::task::{DeadlineKind, Status, Validity};
use chrono::NaiveDate;

/// What decides a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassInput {
    /// Is the task in force, adjusted or taken back?
    pub validity: Validity,
    /// Whether it has a deadline at all, and from what that is counted.
    pub deadline_kind: DeadlineKind,
    /// The deadline that holds for the agency.
    pub deadline: Option<DayInterval>,
    /// "Kỳ triển khai"; `None` if the register names none.
    pub window: Option<DayInterval>,
    /// The accepted status; `None` for a task never reported.
    pub status: Option<Status>,
    /// The accepted completion date.
    pub completed_on: Option<NaiveDate>,
    /// `D`: the day of the submit cutoff.
    pub day: NaiveDate,
    /// "Sắp đến hạn" from this many days before the deadline.
    pub due_soon_days: u32,
}

/// The class of a task at `D`.
pub fn classify(input: &ClassInput) -> TaskState {
    // 1.
    if input.validity == Validity::Withdrawn {
        return state(input, TaskClass::Withdrawn, None);
    }
    // 2. Even where the agency says Hoàn thành (N28).
    if input.deadline_kind == DeadlineKind::Regular {
        return state(input, TaskClass::Regular, None);
    }
    // 3.
    if input.status == Some(Status::Done) {
        return done(input);
    }
    let left = input.deadline.map(|d| (d.to - input.day).num_days());
    let overdue_by = left.filter(|days| *days < 0).map(|days| -days);
    // 4. A pause stops nothing: past the deadline rule 6 follows at once.
    let waits = input.status == Some(Status::Paused) || input.deadline_kind == DeadlineKind::Conditional;
    if waits && overdue_by.is_none() {
        return state(input, TaskClass::Paused, left);
    }
    // 5.
    if !waits && input.window.is_some_and(|w| input.day < w.from) {
        // A register that lets the work start after its deadline contradicts itself; the deadline is not hidden.
        let past_deadline = overdue_by.is_some();
        return TaskState { past_deadline, ..state(input, TaskClass::NotDueYet, overdue_by.or(left)) };
    }
    // Never reported: nobody may say what became of it, but the deadline stays visible.
    if input.status.is_none() {
        let past_deadline = overdue_by.is_some();
        return TaskState { past_deadline, ..state(input, TaskClass::NoReport, overdue_by.or(left)) };
    }
    // 6. Due today is not overdue.
    if overdue_by.is_some() {
        return state(input, TaskClass::Overdue, overdue_by);
    }
    // 7.
    let Some(left) = left else {
        return state(input, TaskClass::NoDeadline, None);
    };
    // 8. and 9.
    let class = if left <= i64::from(input.due_soon_days) {
        TaskClass::DueSoon
    } else if begun(input.status) {
        TaskClass::InProgress
    } else {
        TaskClass::NotStarted
    };
    state(input, class, Some(left))
}

/// Has work begun by what is reported? Chưa đến kỳ counts as not started, everything else as in progress.
pub fn begun(status: Option<Status>) -> bool {
    !matches!(status, None | Some(Status::NotStarted | Status::NotDueYet))
}

fn done(input: &ClassInput) -> TaskState {
    let (Some(completed), Some(deadline)) = (input.completed_on, input.deadline) else {
        return state(input, TaskClass::DoneUndated, None);
    };
    let late_by = (completed - deadline.to).num_days();
    // "Trong tháng 9" begins on 01/9: only work finished before that is early. For a single day `from` is that day.
    if late_by > 0 {
        state(input, TaskClass::DoneLate, Some(late_by))
    } else if completed < deadline.from {
        state(input, TaskClass::DoneEarly, None)
    } else {
        state(input, TaskClass::DoneOnTime, None)
    }
}

fn state(input: &ClassInput, class: TaskClass, days: Option<i64>) -> TaskState {
    TaskState { class, started: begun(input.status), days, past_deadline: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    /// A day of July 2025; 11 is `D`.
    fn july(d: u32) -> NaiveDate {
        date(2025, 7, d)
    }

    fn until(d: u32) -> Option<DayInterval> {
        Some(DayInterval { from: july(d), to: july(d) })
    }

    fn within(from: u32, to: u32) -> Option<DayInterval> {
        Some(DayInterval { from: july(from), to: july(to) })
    }

    fn open(status: Option<Status>, deadline: Option<DayInterval>) -> ClassInput {
        ClassInput {
            validity: Validity::InForce,
            deadline_kind: DeadlineKind::Dated,
            deadline,
            window: None,
            status,
            completed_on: None,
            day: july(11),
            due_soon_days: 7,
        }
    }

    fn finished(completed: Option<NaiveDate>, deadline: Option<DayInterval>) -> ClassInput {
        ClassInput { completed_on: completed, ..open(Some(Status::Done), deadline) }
    }

    /// What it is, the input, class, begun, days, past its deadline.
    type Case<'a> = (&'a str, ClassInput, TaskClass, bool, Option<i64>, bool);

    #[test]
    fn the_table_of_classes() {
        use DeadlineKind::{Conditional, FromIssue, Regular};
        use Status::{ChangeRequested, Done, InProgress, NotDueYet, NotStarted, Paused};
        use TaskClass as C;
        let kind = |kind, input: ClassInput| ClassInput { deadline_kind: kind, ..input };
        let gone = |input: ClassInput| ClassInput { validity: Validity::Withdrawn, ..input };
        let from = |d, input: ClassInput| ClassInput { window: within(d, 31), ..input };
        let soon = |n, input: ClassInput| ClassInput { due_soon_days: n, ..input };
        let at = |day, input: ClassInput| ClassInput { day, ..input };
        let table: &[Case<'_>] = &[
            ("1 withdrawn", gone(open(Some(InProgress), until(1))), C::Withdrawn, true, None, false),
            ("1 before 2", gone(kind(Regular, open(None, None))), C::Withdrawn, false, None, false),
            ("1 before 3", gone(finished(Some(july(1)), until(1))), C::Withdrawn, true, None, false),
            ("2 regular", kind(Regular, open(Some(InProgress), None)), C::Regular, true, None, false),
            ("2 regular though done", kind(Regular, finished(Some(july(1)), until(5))), C::Regular, true, None, false),
            ("2 regular never reported", kind(Regular, open(None, None)), C::Regular, false, None, false),
            ("3 no date", finished(None, until(10)), C::DoneUndated, true, None, false),
            ("3 no deadline", finished(Some(july(1)), None), C::DoneUndated, true, None, false),
            ("3 one day: the day before", finished(Some(july(9)), until(10)), C::DoneEarly, true, None, false),
            ("3 one day: on it", finished(Some(july(10)), until(10)), C::DoneOnTime, true, None, false),
            ("3 one day: a day after", finished(Some(july(11)), until(10)), C::DoneLate, true, Some(1), false),
            ("3 interval: before it", finished(Some(july(4)), within(5, 10)), C::DoneEarly, true, None, false),
            ("3 interval: first day", finished(Some(july(5)), within(5, 10)), C::DoneOnTime, true, None, false),
            ("3 interval: last day", finished(Some(july(10)), within(5, 10)), C::DoneOnTime, true, None, false),
            ("3 twelve days late", finished(Some(date(2025, 6, 13)), Some(june(1, 1))), C::DoneLate, true, Some(12), false),
            ("3 done before its window", from(20, finished(Some(july(1)), until(31))), C::DoneEarly, true, None, false),
            ("3 conditional but done", kind(Conditional, finished(Some(july(1)), until(5))), C::DoneEarly, true, None, false),
            ("4 paused, no deadline", open(Some(Paused), None), C::Paused, true, None, false),
            ("4 paused, due today", open(Some(Paused), until(11)), C::Paused, true, Some(0), false),
            ("4 paused, past", open(Some(Paused), until(10)), C::Overdue, true, Some(1), false),
            ("4 paused, past, before its window", from(20, open(Some(Paused), until(10))), C::Overdue, true, Some(1), false),
            ("4 conditional", kind(Conditional, open(Some(NotStarted), None)), C::Paused, false, None, false),
            ("4 conditional, never reported", kind(Conditional, open(None, None)), C::Paused, false, None, false),
            ("4 conditional, past", kind(Conditional, open(Some(NotStarted), until(10))), C::Overdue, false, Some(1), false),
            ("4 conditional, past, never reported", kind(Conditional, open(None, until(10))), C::NoReport, false, Some(1), true),
            ("5 before its window", from(12, open(Some(NotStarted), until(31))), C::NotDueYet, false, Some(20), false),
            ("5 before its window, begun", from(12, open(Some(InProgress), until(31))), C::NotDueYet, true, Some(20), false),
            ("5 before its window, never reported", from(12, open(None, until(31))), C::NotDueYet, false, Some(20), false),
            ("5 the window's first day", from(11, open(Some(NotStarted), until(31))), C::NotStarted, false, Some(20), false),
            ("5 a contradiction of the register", from(12, open(Some(InProgress), until(10))), C::NotDueYet, true, Some(1), true),
            ("never reported, in time", open(None, until(31)), C::NoReport, false, Some(20), false),
            ("never reported, due today", open(None, until(11)), C::NoReport, false, Some(0), false),
            ("never reported, past", open(None, until(8)), C::NoReport, false, Some(3), true),
            ("never reported, no deadline", open(None, None), C::NoReport, false, None, false),
            ("6 due today", open(Some(InProgress), until(11)), C::DueSoon, true, Some(0), false),
            ("6 a day past", open(Some(InProgress), until(10)), C::Overdue, true, Some(1), false),
            ("6 a day past, not begun", open(Some(NotStarted), until(10)), C::Overdue, false, Some(1), false),
            ("6 last day of an interval", open(Some(InProgress), within(1, 11)), C::DueSoon, true, Some(0), false),
            ("6 a wish stops no clock", open(Some(ChangeRequested), until(10)), C::Overdue, true, Some(1), false),
            ("6 'chưa đến kỳ' past", open(Some(NotDueYet), until(10)), C::Overdue, false, Some(1), false),
            ("6 'thường xuyên' of a dated task", open(Some(Status::Regular), until(10)), C::Overdue, true, Some(1), false),
            ("7 no deadline", open(Some(InProgress), None), C::NoDeadline, true, None, false),
            ("7 no deadline, not begun", open(Some(NotStarted), None), C::NoDeadline, false, None, false),
            ("7 issue date unknown", kind(FromIssue, open(Some(InProgress), None)), C::NoDeadline, true, None, false),
            ("8 seven days", open(Some(InProgress), until(18)), C::DueSoon, true, Some(7), false),
            ("8 seven days, not begun", open(Some(NotStarted), until(18)), C::DueSoon, false, Some(7), false),
            ("8 as configured", soon(3, open(Some(InProgress), until(18))), C::InProgress, true, Some(7), false),
            ("8 'chưa đến kỳ' but its window began", open(Some(NotDueYet), until(18)), C::DueSoon, false, Some(7), false),
            ("9 eight days", open(Some(InProgress), until(19)), C::InProgress, true, Some(8), false),
            ("9 eight days, not begun", open(Some(NotStarted), until(19)), C::NotStarted, false, Some(8), false),
            ("9 a wish is work", open(Some(ChangeRequested), until(31)), C::InProgress, true, Some(20), false),
            ("9 'chưa đến kỳ' is no work", open(Some(NotDueYet), until(31)), C::NotStarted, false, Some(20), false),
            (
                "9 over the year's end",
                at(date(2025, 12, 31), open(Some(InProgress), Some(new_year()))),
                C::InProgress,
                true,
                Some(14),
                false,
            ),
        ];
        for (what, input, class, started, days, past_deadline) in table {
            let expected = TaskState { class: *class, started: *started, days: *days, past_deadline: *past_deadline };
            assert_eq!(classify(input), expected, "{what}");
        }
        assert_eq!(classify(&open(Some(Done), None)).class, C::DoneUndated);
    }

    fn june(from: u32, to: u32) -> DayInterval {
        DayInterval { from: date(2025, 6, from), to: date(2025, 6, to) }
    }

    fn new_year() -> DayInterval {
        DayInterval { from: date(2026, 1, 14), to: date(2026, 1, 14) }
    }

    fn days() -> impl Strategy<Value = Option<DayInterval>> {
        proptest::option::of((0i64..60, 0i64..20).prop_map(|(start, length)| {
            let from = date(2025, 6, 15) + chrono::TimeDelta::days(start);
            DayInterval { from, to: from + chrono::TimeDelta::days(length) }
        }))
    }

    fn any_input() -> impl Strategy<Value = ClassInput> {
        (
            proptest::sample::select(&Validity::ALL[..]),
            proptest::sample::select(&DeadlineKind::ALL[..]),
            days(),
            days(),
            proptest::option::of(proptest::sample::select(&Status::ALL[..])),
            proptest::option::of((0i64..80).prop_map(|n| date(2025, 6, 1) + chrono::TimeDelta::days(n))),
            0i64..80,
            0u32..15,
        )
            .prop_map(|(validity, deadline_kind, deadline, window, status, completed_on, day, due_soon_days)| ClassInput {
                validity,
                deadline_kind,
                deadline,
                window,
                status,
                completed_on,
                day: date(2025, 6, 10) + chrono::TimeDelta::days(day),
                due_soon_days,
            })
    }

    proptest! {
        #[test]
        fn a_class_agrees_with_the_facts(input in any_input()) {
            let state = classify(&input);
            let past = input.deadline.is_some_and(|d| d.to < input.day);
            if state.class.is_done() {
                prop_assert_eq!(input.status, Some(Status::Done));
            }
            if matches!(state.class, TaskClass::DueSoon | TaskClass::InProgress | TaskClass::NotStarted) {
                prop_assert!(!past && input.deadline.is_some());
            }
            if state.class == TaskClass::Overdue || state.past_deadline {
                prop_assert!(past && state.days.is_some_and(|n| n > 0));
            }
            // In force, dated and reported: exactly one of the counted classes, and never "chưa có báo cáo".
            if state.class == TaskClass::NoReport {
                prop_assert_eq!(input.status, None);
            }
        }

        #[test]
        fn more_time_never_mends_an_open_task(input in any_input(), later in 1i64..40) {
            let now = classify(&input);
            let then = classify(&ClassInput { day: input.day + chrono::TimeDelta::days(later), ..input });
            if now.class == TaskClass::Overdue {
                prop_assert_eq!(then.class, TaskClass::Overdue);
                prop_assert_eq!(then.days, now.days.map(|n| n + later));
            }
            if now.class == TaskClass::NoReport && now.past_deadline {
                prop_assert_eq!(then.class, TaskClass::NoReport);
                prop_assert!(then.past_deadline);
            }
            if now.class.is_done() {
                prop_assert_eq!(then, now);
            }
        }
    }
}
