//! K01: a supporting agency reported on a shared task, its lead did not.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::task::{Role, Status, TaskKind, Validity};
use crate::rules::case::WholeCase;
use crate::rules::{Check, Emitter, Rule};

/// A supporting office's report cannot stand in for the lead's, so last week's figures stay.
pub static RULE: Rule = Rule {
    code: "K01",
    name: "lead_silent",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Đơn vị chủ trì nhiệm vụ chung chưa báo cáo",
    advice: "Đề nghị đơn vị chủ trì báo cáo; đơn vị phối hợp chỉ báo phần việc của mình.",
    explanation: "Trạng thái nhiệm vụ chung lấy từ đơn vị chủ trì. Báo cáo của đơn vị phối hợp không thay được, nên số liệu kỳ trước được giữ.",
    example: "Nhiệm vụ chung KH11-002: đơn vị chủ trì Sở Y tế chưa báo cáo; số liệu kỳ trước.",
    check: Check::Whole(check),
};

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    for line in case.tasks.iter().filter(|l| l.task.kind == TaskKind::SharedLed && l.task.validity != Validity::Withdrawn) {
        let now = Some(case.period);
        let supported = line.parts.iter().any(|part| part.role == Role::Support && part.period == now);
        let Some(lead) = line.parts.iter().find(|part| part.role == Role::Lead) else { continue };
        // A finished task needs no further row; a lead that reported without this row is told of the row (N06).
        if supported && lead.period != now && lead.status != Some(Status::Done) && !case.reported.contains(&lead.agency) {
            let (code, name) = (&line.task.code, case.register.short_name(&lead.agency));
            let figures = if lead.period.is_some() { "số liệu kỳ trước" } else { "chưa có số liệu" };
            let message = format!("Nhiệm vụ chung {code}: đơn vị chủ trì {name} chưa báo cáo; {figures}.");
            emitter.about_agency(Some(lead.agency.clone()), "", Place::file(), code.as_str(), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn shared(lead: (Option<Status>, bool), support: (Option<Status>, bool)) -> Week {
        Week::of(line("KH11-002", &[("SYT", Role::Lead, lead.0, lead.1), ("STC", Role::Support, support.0, support.1)]))
    }

    #[test]
    fn a_silent_lead_is_named() {
        let week = shared((Some(Status::InProgress), false), (Some(Status::InProgress), true));
        let found = fires_on_whole(&RULE, &week);
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].agency, Some(code("SYT")));
        assert_eq!(found[0].about, "KH11-002");
        let never = fires_on_whole(&RULE, &shared((None, false), (Some(Status::InProgress), true)));
        assert!(never[0].message.ends_with("chưa báo cáo; chưa có số liệu."), "{}", never[0].message);
    }

    #[test]
    fn a_lead_that_reported_without_the_row_is_silent() {
        let mut week = shared((Some(Status::InProgress), false), (Some(Status::InProgress), true));
        week.reported.insert(code("SYT"));
        assert_eq!(fires_on_whole(&RULE, &week), []);
    }

    #[test]
    fn a_lead_that_reported_or_finished_and_silent_supports_are_silent() {
        let open = Some(Status::InProgress);
        assert_eq!(fires_on_whole(&RULE, &shared((open, true), (open, true))), []);
        assert_eq!(fires_on_whole(&RULE, &shared((Some(Status::Done), false), (open, true))), []);
        assert_eq!(fires_on_whole(&RULE, &shared((open, false), (open, false))), []);
    }
}
