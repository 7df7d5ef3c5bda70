//! N06: tasks given to the agency that do not stand in its report.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::task::{DeadlineKind, Role, Status, Task};
use crate::rules::taken_over::TakenOver;
use crate::rules::view::ReportView;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::task_content;
use std::collections::BTreeSet;

/// Last week's figures stay and are marked; finished tasks and a report of nothing need no row.
pub static RULE: Rule = Rule {
    code: "N06",
    name: "assigned_missing",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Thiếu nhiệm vụ được giao",
    advice: "Đề nghị báo cáo đủ các nhiệm vụ được giao; biểu mẫu được cấp đã ghi sẵn các mã này.",
    explanation: "Nhiệm vụ không có trong báo cáo giữ số liệu kỳ trước, đánh dấu “Số liệu kỳ trước”. Nhiệm vụ đã hoàn thành thì không cần dòng; khi chọn “Không phát sinh” chỉ nêu nhiệm vụ có hạn chưa từng báo cáo.",
    example: "Thiếu 3 nhiệm vụ được giao, không có trong báo cáo: KH11-002, KH11-003, KH11-006.",
    check: Check::Report(check),
};

/// Enough codes to work through; a report without any of the agency's tasks may lack more.
const SHOWN: usize = 30;

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    // What an office lacks that was merged may be another's of those that became one.
    if view.case.of_predecessor {
        return;
    }
    if view.nil() {
        never_reported(view, emitter);
        return;
    }
    let case = view.case;
    let reported: BTreeSet<&str> = view.tasks.iter().filter_map(|entry| entry.task).map(|task| task.code.as_str()).collect();
    let elsewhere = elsewhere(view);
    let missing: Vec<&Task> = case
        .register
        .tasks_of(case.agency)
        .filter(|(task, _)| !reported.contains(task.code.as_str()))
        .filter(|(task, _)| elsewhere.is_empty() || !elsewhere.contains(&task_content::key(&task.content)))
        // A finished task needs no further row; a task without end is never finished.
        .filter(|(task, _)| {
            let known = case.history.task(case.agency, &task.code);
            task.deadline_kind == DeadlineKind::Regular || known.is_none_or(|known| known.status != Some(Status::Done))
        })
        .map(|(task, _)| task)
        .collect();
    // Of what came with an office in this period the form may have no row (N45).
    let taken_over = TakenOver::of(case);
    let missing: Vec<&str> =
        missing.into_iter().filter(|task| taken_over.who_had_task(task).is_none()).map(|task| task.code.as_str()).collect();
    if !missing.is_empty() {
        let (count, codes) = (missing.len(), wording::some_of(&missing, SHOWN, "nhiệm vụ"));
        let place = case.report.tasks.as_ref().map_or_else(Place::file, |table| Place::sheet(&table.sheet));
        emitter.at(place, format!("Thiếu {count} nhiệm vụ được giao, không có trong báo cáo: {codes}."));
    }
}

/// "Không phát sinh" confirms what was reported; of a task never reported there is nothing to confirm. Tasks without end, waiting
/// ones and those whose time has not come are left in peace.
fn never_reported(view: &ReportView<'_>, emitter: &mut Emitter) {
    let case = view.case;
    let told: BTreeSet<&str> =
        view.tasks.iter().filter(|entry| !entry.row.status.is_empty()).filter_map(|entry| entry.task).map(|t| t.code.as_str()).collect();
    let due = |task: &Task| task.deadline_kind == DeadlineKind::Dated && task.window.is_none_or(|window| window.from <= case.day);
    let own = case.register.tasks_of(case.agency).filter(|(task, role)| *role != Role::Support && due(task));
    let never = own.filter(|(task, _)| !told.contains(task.code.as_str()) && case.history.task(case.agency, &task.code).is_none());
    let codes: Vec<&str> = never.map(|(task, _)| task.code.as_str()).collect();
    if !codes.is_empty() {
        let (count, codes, info) = (codes.len(), wording::some_of(&codes, SHOWN, "nhiệm vụ"), &case.report.info);
        emitter.at(
            info.nil.place(&info.sheet),
            format!("Đơn vị chọn “Không phát sinh” nhưng có {count} nhiệm vụ chưa từng báo cáo: {codes}."),
        );
    }
}

/// What rows speak of whose code is not that of a task of the agency, or is written twice: the row is there, and another rule
/// says what is wrong with its code (N02, N03, N05).
fn elsewhere(view: &ReportView<'_>) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let mut strays = BTreeSet::new();
    for entry in &view.tasks {
        let own = entry.assigned().is_some_and(|(task, _)| codes.insert(task.code.as_str()));
        let content = entry.row.content.text();
        if !own && !content.is_empty() {
            strays.insert(task_content::key(content));
        }
    }
    strays
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn two_of_five() -> ReportDraft {
        ReportDraft::by("SYT").task("KH11-001", |_| {}).task("KH11-004", |_| {})
    }

    #[test]
    fn missing_tasks_are_listed_once() {
        assert_eq!(messages(&fires(&RULE, &two_of_five())), [RULE.example]);
    }

    #[test]
    fn finished_tasks_need_no_row_but_regular_ones_do() {
        let written = two_of_five().last_week("KH11-002", Status::Done, "100").last_week("KH11-003", Status::Done, "100");
        let found = fires(&RULE, &written);
        assert_eq!(messages(&found), ["Thiếu 2 nhiệm vụ được giao, không có trong báo cáo: KH11-003, KH11-006."]);
    }

    #[test]
    fn a_task_whose_row_is_there_under_a_wrong_code_is_not_missing_too() {
        let row = |code: &str| two_of_five().task(code, |row| row.content = text("1. Nhiệm vụ KH11-002"));
        for code in ["KH99-099", "KH11-005", "KH11-001"] {
            let found = fires(&RULE, &row(code));
            assert_eq!(messages(&found), ["Thiếu 2 nhiệm vụ được giao, không có trong báo cáo: KH11-003, KH11-006."], "{code}");
        }
    }

    #[test]
    fn nil_confirms_nothing_of_a_task_that_was_never_reported() {
        let found = fires(&RULE, &ReportDraft::by("SYT").nil().last_week("KH11-001", Status::InProgress, "50"));
        assert_eq!(messages(&found), ["Đơn vị chọn “Không phát sinh” nhưng có 2 nhiệm vụ chưa từng báo cáo: KH11-002, KH11-004."]);
        assert_eq!(found[0].place.cell.unwrap().to_string(), "B14");
    }

    #[test]
    fn nil_after_reports_and_a_full_report_are_silent() {
        let known = ["KH11-001", "KH11-002", "KH11-004"];
        let nil = known.iter().fold(ReportDraft::by("SYT").nil(), |nil, code| nil.last_week(code, Status::InProgress, "50"));
        assert_eq!(fires(&RULE, &nil), [], "one task is without end, of the other the time has not come");
        let full = two_of_five().task("KH11-002", |_| {}).task("KH11-003", |_| {}).task("KH11-006", |_| {});
        assert_eq!(fires(&RULE, &full), []);
    }
}
