//! H05: tasks of the register that should have a deadline and have none: whether they are overdue cannot be said.

use crate::model::class::TaskClass;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::task::DeadlineKind;
use crate::rules::case::WholeCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// The rule. Which tasks they are, N31 says.
pub static RULE: Rule = Rule {
    code: "H05",
    name: "deadlines_missing",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Danh mục có nhiệm vụ “Có hạn” nhưng không có ngày",
    advice: "Đề nghị cơ quan tổng hợp bổ sung thời hạn cho các nhiệm vụ này trong danh mục.",
    explanation: "Nhiệm vụ có hạn mà danh mục không ghi ngày thì không bao giờ quá hạn trong bản tổng hợp, nên số quá hạn có thể thấp hơn thực tế. Mã các nhiệm vụ ở dòng N31.",
    example: "Danh mục có 1 nhiệm vụ \"Có hạn\" không có ngày: không thể xác định quá hạn.",
    check: Check::Whole(check),
};

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    let count = case
        .tasks
        .iter()
        .filter(|line| is_open_without_day(line.state.class, line.task.deadline_kind, line.task.deadline.is_none()))
        .count();
    if count > 0 {
        let count = format::count(u64::try_from(count).unwrap_or(u64::MAX));
        emitter.at(Place::file(), format!("Danh mục có {count} nhiệm vụ \"Có hạn\" không có ngày: không thể xác định quá hạn."));
    }
}

/// Of what is done or withdrawn nobody asks any more.
fn is_open_without_day(class: TaskClass, kind: DeadlineKind, no_day: bool) -> bool {
    no_day && kind == DeadlineKind::Dated && !class.is_done() && class != TaskClass::Withdrawn
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::task::{Role, Status};

    fn with(status: Status, change: impl FnOnce(&mut crate::model::task::Task)) -> Week {
        let mut line = line("KH11-001", &[("SYT", Role::Lead, Some(status), true)]);
        change(&mut line.task);
        Week::of(line)
    }

    #[test]
    fn tasks_without_a_day_are_counted() {
        assert_eq!(messages(&fires_on_whole(&RULE, &with(Status::InProgress, |task| task.deadline = None))), [RULE.example]);
    }

    #[test]
    fn a_day_a_regular_task_and_a_finished_one_are_silent() {
        assert_eq!(fires_on_whole(&RULE, &with(Status::InProgress, |_| {})), []);
        let regular = with(Status::InProgress, |task| (task.deadline, task.deadline_kind) = (None, DeadlineKind::Regular));
        assert_eq!(fires_on_whole(&RULE, &regular), []);
        assert_eq!(fires_on_whole(&RULE, &with(Status::Done, |task| task.deadline = None)), []);
    }
}
