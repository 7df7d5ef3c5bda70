//! H05: so many tasks of the register have a deadline and no day that how many are overdue cannot be said.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::WholeCase;
use crate::rules::tasks::deadline_missing::NAMED_MAX;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// Fewer tasks N31 names, and this one is silent.
pub static RULE: Rule = Rule {
    code: "H05",
    name: "overdue_unknowable",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Danh mục có nhiều nhiệm vụ “Có hạn” nhưng không có ngày",
    advice: "Đề nghị cơ quan tổng hợp lọc trong danh mục các nhiệm vụ “Có hạn” còn trống hạn và bổ sung thời hạn.",
    explanation: "Nhiệm vụ có hạn mà danh mục không ghi ngày thì không bao giờ quá hạn trong bản tổng hợp, nên số quá hạn có thể thấp hơn thực tế. Từ 30 nhiệm vụ trở xuống thì N31 nêu từng mã.",
    example: "Danh mục có 31 nhiệm vụ \"Có hạn\" không có ngày: không thể xác định quá hạn.",
    check: Check::Whole(check),
};

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    let count = case.without_day().count();
    if count > NAMED_MAX {
        let count = format::count(u64::try_from(count).unwrap_or(u64::MAX));
        emitter.at(Place::file(), format!("Danh mục có {count} nhiệm vụ \"Có hạn\" không có ngày: không thể xác định quá hạn."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::task::{DeadlineKind, Role, Status};

    /// A week of so many tasks of one kind.
    fn with(count: usize, status: Status, change: impl FnOnce(&mut crate::model::task::Task)) -> Week {
        let mut line = line("KH11-001", &[("SYT", Role::Lead, Some(status), true)]);
        change(&mut line.task);
        Week { tasks: vec![line; count], ..Week::default() }
    }

    #[test]
    fn more_tasks_without_a_day_than_can_be_named_are_counted() {
        let week = |count| with(count, Status::InProgress, |task| task.deadline = None);
        assert_eq!(messages(&fires_on_whole(&RULE, &week(NAMED_MAX + 1))), [RULE.example]);
        assert_eq!(fires_on_whole(&RULE, &week(NAMED_MAX)), [], "N31 names them");
    }

    #[test]
    fn a_day_a_regular_task_and_a_finished_one_are_silent() {
        let many = NAMED_MAX + 1;
        assert_eq!(fires_on_whole(&RULE, &with(many, Status::InProgress, |_| {})), []);
        let regular = with(many, Status::InProgress, |task| (task.deadline, task.deadline_kind) = (None, DeadlineKind::Regular));
        assert_eq!(fires_on_whole(&RULE, &regular), []);
        assert_eq!(fires_on_whole(&RULE, &with(many, Status::Done, |task| task.deadline = None)), []);
    }
}
