//! K04: some parts of a task with parts are done, others are not.

use crate::model::consolidation::PartLine;
use crate::model::finding::{Effect, Severity};
use crate::model::task::{DeadlineKind, Role, Status, Task, Validity};
use crate::rules::case::WholeCase;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};

/// The task is done when every part is; the product names the offices that are missing.
pub static RULE: Rule = Rule {
    code: "K04",
    name: "parts_open",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Nhiệm vụ chung mới hoàn thành một phần",
    advice: "Đề nghị các đơn vị còn lại báo cáo phần việc của mình.",
    explanation: "Nhiệm vụ giao nhiều đơn vị chỉ hoàn thành khi mọi đơn vị hoàn thành phần của mình; bản tổng hợp ghi rõ còn đơn vị nào.",
    example: "Nhiệm vụ KH11-004: 1/3 đơn vị hoàn thành; còn Sở Tài chính, Sở KH&CN.",
    check: Check::Whole(check),
};

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    let counted =
        |task: &Task| task.kind.has_parts() && task.validity != Validity::Withdrawn && task.deadline_kind != DeadlineKind::Regular;
    for line in case.tasks.iter().filter(|line| counted(&line.task)) {
        let parts: Vec<&PartLine> = line.parts.iter().filter(|part| part.role == Role::Part).collect();
        let open: Vec<_> = parts.iter().filter(|part| !is_done(part)).map(|part| &part.agency).collect();
        let (all, done) = (parts.len(), parts.len() - open.len());
        if done > 0 && done < all {
            let (code, rest) = (&line.task.code, wording::agencies(case.register, open));
            let message = format!("Nhiệm vụ {code}: {done}/{all} đơn vị hoàn thành; còn {rest}.");
            emitter.about(code.as_str(), message);
        }
    }
}

fn is_done(part: &PartLine) -> bool {
    part.state.map_or(part.status == Some(Status::Done), |state| state.class.is_done())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn parts(statuses: [Option<Status>; 3]) -> Week {
        let [a, b, c] = statuses;
        let parts = [("SYT", Role::Part, a, true), ("STC", Role::Part, b, true), ("SKHCN", Role::Part, c, true)];
        Week::of(line("KH11-004", &parts))
    }

    #[test]
    fn the_rest_is_named() {
        let found = fires_on_whole(&RULE, &parts([Some(Status::Done), Some(Status::InProgress), None]));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!((found[0].agency.as_ref(), found[0].about.as_str()), (None, "KH11-004"));
    }

    #[test]
    fn none_or_all_done_is_silent() {
        assert_eq!(fires_on_whole(&RULE, &parts([Some(Status::InProgress), None, None])), []);
        assert_eq!(fires_on_whole(&RULE, &parts([Some(Status::Done); 3])), []);
    }
}
