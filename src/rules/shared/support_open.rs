//! K03: the lead says done, a supporting agency says it is not.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::task::{Role, Status, TaskKind, Validity};
use crate::rules::case::WholeCase;
use crate::rules::{Check, Emitter, Rule};

/// The task counts as the lead says; open support is worth a question before leaders are told.
pub static RULE: Rule = Rule {
    code: "K03",
    name: "support_open",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Chủ trì báo Hoàn thành, đơn vị phối hợp chưa xong",
    advice: "Đề nghị hai đơn vị thống nhất trạng thái; đơn vị phối hợp cập nhật phần việc của mình.",
    explanation: "Nhiệm vụ được tính theo đơn vị chủ trì; phần phối hợp còn mở là dấu hiệu cần hỏi lại trước khi báo cáo lãnh đạo.",
    example: "Nhiệm vụ KH11-002: chủ trì báo Hoàn thành, Sở Tài chính (phối hợp) báo \"Đang thực hiện\".",
    check: Check::Whole(check),
};

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    let now = Some(case.period);
    for line in case.tasks.iter().filter(|l| l.task.kind == TaskKind::SharedLed && l.task.validity != Validity::Withdrawn) {
        let Some(lead) = line.parts.iter().find(|part| part.role == Role::Lead) else { continue };
        if lead.status != Some(Status::Done) {
            continue;
        }
        for support in line.parts.iter().filter(|part| part.role == Role::Support) {
            let Some(status) = support.status.filter(|status| !matches!(status, Status::Done | Status::Regular)) else { continue };
            // What both said in earlier weeks was told then.
            if lead.period != now && support.period != now {
                continue;
            }
            let (code, name) = (&line.task.code, case.register.short_name(&support.agency));
            let message = format!("Nhiệm vụ {code}: chủ trì báo Hoàn thành, {name} (phối hợp) báo \"{}\".", status.label());
            emitter.about_agency(Some(support.agency.clone()), "", Place::file(), code.as_str(), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn shared(lead: (Status, bool), support: (Status, bool)) -> Week {
        let parts = [("SYT", Role::Lead, Some(lead.0), lead.1), ("STC", Role::Support, Some(support.0), support.1)];
        Week::of(line("KH11-002", &parts))
    }

    #[test]
    fn an_open_support_is_named() {
        let found = fires_on_whole(&RULE, &shared((Status::Done, true), (Status::InProgress, false)));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].agency, Some(code("STC")));
        assert_eq!(fires_on_whole(&RULE, &shared((Status::Done, false), (Status::InProgress, true))).len(), 1);
    }

    #[test]
    fn agreement_open_leads_and_old_differences_are_silent() {
        assert_eq!(fires_on_whole(&RULE, &shared((Status::Done, true), (Status::Done, true))), []);
        assert_eq!(fires_on_whole(&RULE, &shared((Status::Done, true), (Status::Regular, true))), []);
        assert_eq!(fires_on_whole(&RULE, &shared((Status::InProgress, true), (Status::InProgress, true))), []);
        assert_eq!(fires_on_whole(&RULE, &shared((Status::Done, false), (Status::InProgress, false))), []);
    }
}
