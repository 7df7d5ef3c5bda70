//! N31: tasks that have a deadline by the register's word, and no day, by their codes. The desk's to mend, so no agency is told.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::WholeCase;
use crate::rules::{Check, Emitter, Rule};

/// Of more tasks than it can name H05 tells the count instead: one cause is one warning.
pub static RULE: Rule = Rule {
    code: "N31",
    name: "deadline_missing",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Nhiệm vụ có hạn nhưng danh mục chưa ghi thời hạn cụ thể",
    advice: "Đề nghị cơ quan tổng hợp bổ sung “Thời hạn (theo văn bản)” hoặc “Hạn cuối” trong danh mục.",
    explanation: "Không có ngày thì không xét được quá hạn; nhiệm vụ được xếp “Chưa có hạn”. Việc của cơ quan tổng hợp nên không nêu trong phiếu của đơn vị.",
    example: "Nhiệm vụ trong danh mục có hạn nhưng chưa ghi thời hạn cụ thể: KH11-001. Cơ quan tổng hợp cần bổ sung.",
    check: Check::Whole(check),
};

/// So many tasks are told by their codes.
pub(in crate::rules) const NAMED_MAX: usize = 30;

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    let codes: Vec<&str> = case.without_day().map(|line| line.task.code.as_str()).collect();
    if !codes.is_empty() && codes.len() <= NAMED_MAX {
        let codes = codes.join(", ");
        let message = format!("Nhiệm vụ trong danh mục có hạn nhưng chưa ghi thời hạn cụ thể: {codes}. Cơ quan tổng hợp cần bổ sung.");
        emitter.at(Place::file(), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::task::{DeadlineKind, Role, Status};

    fn with(change: impl FnOnce(&mut crate::model::task::Task)) -> Week {
        let mut line = line("KH11-001", &[("SYT", Role::Lead, Some(Status::InProgress), true)]);
        change(&mut line.task);
        Week::of(line)
    }

    #[test]
    fn a_task_without_a_day_is_named_to_the_desk() {
        let found = fires_on_whole(&RULE, &with(|task| task.deadline = None));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].agency, None);
    }

    #[test]
    fn more_tasks_than_can_be_named_are_counted_elsewhere() {
        let mut week = with(|task| task.deadline = None);
        week.tasks = vec![week.tasks.remove(0); NAMED_MAX];
        assert_eq!(fires_on_whole(&RULE, &week).len(), 1);
        week.tasks.push(week.tasks[0].clone());
        assert_eq!(fires_on_whole(&RULE, &week), [], "H05 says so");
    }

    #[test]
    fn a_day_and_a_task_that_needs_none_are_silent() {
        assert_eq!(fires_on_whole(&RULE, &with(|_| {})), []);
        assert_eq!(fires_on_whole(&RULE, &with(|task| (task.deadline, task.deadline_kind) = (None, DeadlineKind::Conditional))), []);
    }
}
