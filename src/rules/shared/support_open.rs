//! K03: the lead says done, a supporting agency says it is not. No slip of anybody: both are asked to agree, once.

use crate::model::consolidation::{PartLine, TaskLine};
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::task::{DeadlineKind, Role, Status, TaskKind, Validity};
use crate::rules::case::WholeCase;
use crate::rules::{Check, Emitter, Rule, wording};
use crate::text::format;
use chrono::{Days, NaiveDate};

/// The task counts as the lead says; open support is worth a question before leaders are told.
pub static RULE: Rule = Rule {
    code: "K03",
    name: "support_open",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Chủ trì báo Hoàn thành, đơn vị phối hợp chưa xong",
    advice: "Đề nghị hai đơn vị thống nhất.",
    explanation: "Nhiệm vụ được tính theo đơn vị chủ trì. Phần phối hợp còn mở chỉ nêu một lần để đơn vị chủ trì và cơ quan tổng hợp biết; đơn vị phối hợp chỉ được nhắc khi phần việc của mình đã quá hạn. Không nêu với nhiệm vụ thường xuyên, chưa đến kỳ hoặc tạm dừng.",
    example: "Để biết: nhiệm vụ “KH11-002 Nhiệm vụ KH11-002” Sở Y tế (chủ trì) đã báo hoàn thành ngày 09/7/2025; phần việc của Sở Tài chính hạn 30/6/2025 đang ghi “Đang thực hiện”. Đề nghị hai đơn vị thống nhất.",
    check: Check::Whole(check),
};

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    let led = |line: &&TaskLine| {
        let task = &line.task;
        task.kind == TaskKind::SharedLed && task.validity != Validity::Withdrawn && task.deadline_kind != DeadlineKind::Regular
    };
    for line in case.tasks.iter().filter(led) {
        let Some(lead) = line.parts.iter().find(|part| part.role == Role::Lead && part.status == Some(Status::Done)) else { continue };
        let open = line.parts.iter().filter(|part| part.role == Role::Support && is_open(part.status));
        let (new, told): (Vec<&PartLine>, Vec<&PartLine>) = open.partition(|support| !said_before(case, line, lead, support));
        if !new.is_empty() {
            emitter.about_agency(Some(lead.agency.clone()), "", Place::file(), line.task.code.as_str(), message(case, line, lead, &new));
        }
        // A support is reminded where its own part is past its date: when that is new, or when the day has passed since last week.
        let past = |support: &&&PartLine| due(line, support).is_some_and(|to| to < case.day);
        let just_past = |support: &&&PartLine| due(line, support).is_some_and(|to| to + Days::new(7) >= case.day);
        for support in new.iter().filter(past).chain(told.iter().filter(past).filter(just_past)) {
            let message = message(case, line, lead, &[support]);
            emitter.about_agency(Some(support.agency.clone()), "", Place::file(), line.task.code.as_str(), message);
        }
    }
}

/// The day by which a support has to do its part: its own, else that of the task.
fn due(line: &TaskLine, support: &PartLine) -> Option<NaiveDate> {
    support.deadline_to.or(line.task.deadline.map(|deadline| deadline.to))
}

fn is_open(status: Option<Status>) -> bool {
    status.is_some_and(|status| !matches!(status, Status::Done | Status::Regular | Status::NotDueYet | Status::Paused))
}

/// Did both stand like this in an earlier week? Then it was told when it became so.
fn said_before(case: &WholeCase<'_>, line: &TaskLine, lead: &PartLine, support: &PartLine) -> bool {
    let known = |part: &PartLine| case.history.task(&part.agency, &line.task.code).and_then(|known| known.status);
    known(lead) == Some(Status::Done) && is_open(known(support))
}

fn message(case: &WholeCase<'_>, line: &TaskLine, lead: &PartLine, supports: &[&PartLine]) -> String {
    let name = case.register.short_name(&lead.agency);
    let on = lead.completed_on.map_or_else(String::new, |day| format!(" ngày {}", format::date(day)));
    // Without a day of its own a support is held to that of the task, and that is said.
    let until = |support: &PartLine| match (support.deadline_to, due(line, support)) {
        (Some(own), _) => format!(" hạn {}", format::date(own)),
        (None, Some(of_task)) => format!(" (nhiệm vụ hạn {})", format::date(of_task)),
        (None, None) => String::new(),
    };
    let parts = match supports {
        [one] => {
            let status = one.status.map_or("", Status::label);
            format!("phần việc của {}{} đang ghi “{status}”", case.register.short_name(&one.agency), until(one))
        }
        several => {
            let names = wording::agencies(case.register, several.iter().map(|part| &part.agency));
            format!("phần việc của {names}{} chưa ghi Hoàn thành", several.first().map_or_else(String::new, |support| until(support)))
        }
    };
    let content = format!("{} {}", line.task.code, format::quote(&line.task.content));
    format!("Để biết: nhiệm vụ “{content}” {name} (chủ trì) đã báo hoàn thành{on}; {parts}. {}", RULE.advice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;
    use crate::testing::known_task;

    fn shared(lead: Status, support: Status) -> Week {
        let parts = [("SYT", Role::Lead, Some(lead), true), ("STC", Role::Support, Some(support), true)];
        let mut week = Week::of(line("KH11-002", &parts));
        let line = &mut week.tasks[0];
        line.parts[0].completed_on = Some(day(2025, 7, 9));
        line.parts[1].deadline_to = Some(day(2025, 6, 30));
        week
    }

    fn told(week: &Week) -> Vec<String> {
        fires_on_whole(&RULE, week).iter().map(|finding| finding.agency.as_ref().unwrap().to_string()).collect()
    }

    #[test]
    fn the_lead_is_told_and_a_support_whose_own_part_is_late() {
        let week = shared(Status::Done, Status::InProgress);
        let found = fires_on_whole(&RULE, &week);
        assert_eq!(messages(&found), [RULE.example, RULE.example]);
        assert_eq!((told(&week), found[0].severity), (vec!["SYT".to_owned(), "STC".to_owned()], Severity::Note));
        let mut due_later = week;
        due_later.tasks[0].parts[1].deadline_to = Some(day(2025, 9, 30));
        assert_eq!(told(&due_later), ["SYT"]);
    }

    #[test]
    fn it_is_told_once_and_to_the_support_when_its_day_has_passed() {
        let mut week = shared(Status::Done, Status::InProgress);
        week.history.tasks = vec![known_task("STC", "KH11-002", Status::InProgress), known_task("SYT", "KH11-002", Status::Done)];
        assert_eq!(fires_on_whole(&RULE, &week), []);
        week.tasks[0].parts[1].deadline_to = Some(day(2025, 7, 7));
        assert_eq!(told(&week), ["STC"]);
        week.history.tasks[1].status = Some(Status::InProgress);
        assert_eq!(told(&week), ["SYT", "STC"], "the lead finished it this week");
    }

    #[test]
    fn agreement_open_leads_and_what_goes_on_or_waits_are_silent() {
        for support in [Status::Done, Status::Regular, Status::NotDueYet, Status::Paused] {
            assert_eq!(fires_on_whole(&RULE, &shared(Status::Done, support)), [], "{support:?}");
        }
        assert_eq!(fires_on_whole(&RULE, &shared(Status::InProgress, Status::InProgress)), []);
        let mut regular = shared(Status::Done, Status::InProgress);
        regular.tasks[0].task.deadline_kind = DeadlineKind::Regular;
        assert_eq!(fires_on_whole(&RULE, &regular), []);
    }
}
