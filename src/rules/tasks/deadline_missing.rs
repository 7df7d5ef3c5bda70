//! N31: a task that has a deadline by the register's word, and no day. The desk's to mend, so no agency is told.

use crate::model::class::TaskClass;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::task::DeadlineKind;
use crate::rules::case::WholeCase;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};

/// The rule.
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

/// So many codes are told.
const SHOWN: usize = 30;

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    let lacking = case.tasks.iter().filter(|line| {
        let (task, class) = (&line.task, line.state.class);
        task.deadline.is_none() && task.deadline_kind == DeadlineKind::Dated && !class.is_done() && class != TaskClass::Withdrawn
    });
    let codes: Vec<&str> = lacking.map(|line| line.task.code.as_str()).collect();
    if !codes.is_empty() {
        let codes = wording::some_of(&codes, SHOWN, "nhiệm vụ");
        let message = format!("Nhiệm vụ trong danh mục có hạn nhưng chưa ghi thời hạn cụ thể: {codes}. Cơ quan tổng hợp cần bổ sung.");
        emitter.at(Place::file(), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::task::{Role, Status};

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
    fn a_day_and_a_task_that_needs_none_are_silent() {
        assert_eq!(fires_on_whole(&RULE, &with(|_| {})), []);
        assert_eq!(fires_on_whole(&RULE, &with(|task| (task.deadline, task.deadline_kind) = (None, DeadlineKind::Conditional))), []);
    }
}
