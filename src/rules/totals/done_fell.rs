//! H02: fewer tasks are done than in the release before.

use crate::model::class::TaskClass;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::WholeCase;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// The number falls only if somebody reopened a task or the register took one back.
pub static RULE: Rule = Rule {
    code: "H02",
    name: "done_fell",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Số nhiệm vụ hoàn thành giảm so với kỳ trước",
    advice: "Đề nghị cơ quan tổng hợp hỏi lại các đơn vị có nhiệm vụ được nêu trước khi chốt bản tổng hợp.",
    explanation: "Số hoàn thành trong bản trình ký chỉ giảm khi có đơn vị báo lại chưa xong hoặc danh mục thôi giao nhiệm vụ; lãnh đạo sẽ hỏi vì sao.",
    example: "So với bản tổng hợp tuần 27/2025: hoàn thành giảm từ 1 xuống 0; các nhiệm vụ thay đổi: KH11-001.",
    check: Check::Whole(check),
};

/// So many codes are told.
const SHOWN: usize = 20;

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    let Some((period, before)) = case.history.period.zip(case.history.task_counts.as_ref()) else { return };
    let (before, now) = (before.done(), case.totals.overall.done());
    if now < before {
        let was_done = |code| case.history.classes.get(code).is_some_and(|class: &TaskClass| class.is_done());
        let changed: Vec<&str> = case
            .tasks
            .iter()
            .filter(|line| !line.state.class.is_done() && was_done(&line.task.code))
            .map(|line| line.task.code.as_str())
            .collect();
        let (week, codes) = (format::period(period), wording::some_of(&changed, SHOWN, "nhiệm vụ"));
        // What was done and is in the register no more has no line of its own.
        let why = if codes.is_empty() {
            " do nhiệm vụ đã ra khỏi danh mục".to_owned()
        } else {
            format!("; các nhiệm vụ thay đổi: {codes}")
        };
        emitter.at(Place::file(), format!("So với bản tổng hợp tuần {week}: hoàn thành giảm từ {before} xuống {now}{why}."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::class::ClassCounts;
    use crate::model::task::{Role, Status};

    fn after_done(now: Status) -> Week {
        let mut week = Week::of(line("KH11-001", &[("SYT", Role::Lead, Some(now), true)]));
        week.history.period = Some(this_week().previous());
        week.history.classes.insert(task_code("KH11-001"), TaskClass::DoneOnTime);
        week.history.task_counts = Some(ClassCounts { total: 1, done_on_time: 1, ..ClassCounts::default() });
        week
    }

    #[test]
    fn fewer_done_are_named() {
        assert_eq!(messages(&fires_on_whole(&RULE, &after_done(Status::InProgress))), [RULE.example]);
    }

    #[test]
    fn what_left_the_register_is_said_as_the_reason() {
        let mut week = after_done(Status::InProgress);
        week.history.classes.clear();
        let told = "So với bản tổng hợp tuần 27/2025: hoàn thành giảm từ 1 xuống 0 do nhiệm vụ đã ra khỏi danh mục.";
        assert_eq!(messages(&fires_on_whole(&RULE, &week)), [told]);
    }

    #[test]
    fn as_many_done_and_a_first_week_are_silent() {
        assert_eq!(fires_on_whole(&RULE, &after_done(Status::Done)), []);
        let first = Week::of(line("KH11-001", &[("SYT", Role::Lead, Some(Status::InProgress), true)]));
        assert_eq!(fires_on_whole(&RULE, &first), []);
    }
}
