//! N45: tasks and targets of offices that ended in the period, which the report of the one that took over does not have.

use crate::model::agency::AgencyCode;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::task::{DeadlineKind, Status, Task};
use crate::rules::taken_over::TakenOver;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule, wording};
use std::collections::BTreeSet;

/// Its form may be of before the merger: it is told whose rows stand for these, and no slip is made of it (N06, C18).
pub static RULE: Rule = Rule {
    code: "N45",
    name: "taken_over_missing",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Chưa báo cáo nhiệm vụ, chỉ tiêu nhận từ đơn vị đã sáp nhập",
    advice: "Đề nghị dùng biểu mẫu cấp sau ngày sáp nhập cho báo cáo tiếp theo; biểu mẫu đó đã ghi sẵn các mã này.",
    explanation: "Đơn vị được sáp nhập trong kỳ, biểu mẫu có thể được cấp trước đó nên chưa có các dòng này. Số liệu lấy theo báo cáo gần nhất của đơn vị cũ; không tính là thiếu.",
    example: "Báo cáo chưa có 2 nhiệm vụ nhận từ Sở Tài chính (đã sáp nhập): KH11-001, KH11-002. Số liệu lấy theo báo cáo gần nhất của đơn vị này.",
    check: Check::Report(check),
};

/// Codes that are named.
const SHOWN: usize = 30;

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let case = view.case;
    if view.nil() || case.of_predecessor {
        return;
    }
    let taken_over = TakenOver::of(case);
    if taken_over.is_nothing() {
        return;
    }
    let written: BTreeSet<&str> = view.tasks.iter().filter_map(|entry| entry.task).map(|task| task.code.as_str()).collect();
    let tasks = case.register.tasks_of(case.agency).map(|(task, _)| task).filter(|task| !written.contains(task.code.as_str()));
    let needs_row = |office: &AgencyCode, task: &Task| {
        let known = case.history.task(case.agency, &task.code).or_else(|| case.history.task(office, &task.code));
        task.deadline_kind == DeadlineKind::Regular || known.is_none_or(|known| known.status != Some(Status::Done))
    };
    let had = |task: &'_ Task| taken_over.who_had_task(task).filter(|office| needs_row(office, task));
    let tasks = tasks.filter_map(|task| Some((had(task)?, task.code.as_str()))).collect();
    tell(view, tasks, "nhiệm vụ", case.report.tasks.as_ref().map(|table| table.sheet.as_str()), emitter);
    let written: BTreeSet<&str> = view.targets.iter().filter_map(|entry| entry.target).map(|target| target.code.as_str()).collect();
    let targets = case.register.targets_of(case.agency).filter(|target| !written.contains(target.code.as_str()));
    let targets = targets.filter_map(|target| Some((taken_over.who_had_target(target)?, target.code.as_str()))).collect();
    tell(view, targets, "chỉ tiêu", case.report.targets.as_ref().map(|table| table.sheet.as_str()), emitter);
}

/// One line for all that one office had.
fn tell(view: &ReportView<'_>, had: Vec<(&AgencyCode, &str)>, what: &str, sheet: Option<&str>, emitter: &mut Emitter) {
    let offices: BTreeSet<&AgencyCode> = had.iter().map(|(office, _)| *office).collect();
    for office in offices {
        let codes: Vec<&str> = had.iter().filter(|(of, _)| *of == office).map(|(_, code)| *code).collect();
        let (count, name) = (codes.len(), view.case.register.short_name(office));
        let codes = wording::some_of(&codes, SHOWN, what);
        emitter.at(
            sheet.map_or_else(Place::file, Place::sheet),
            format!(
                "Báo cáo chưa có {count} {what} nhận từ {name} (đã sáp nhập): {codes}. Số liệu lấy theo báo cáo gần nhất của đơn vị này."
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tasks::assigned_missing;
    use crate::rules::testing::*;

    /// The Finance office ended on this day of July and became part of the Health office, which has two of its tasks since.
    fn merged_on(day_of_july: u32) -> ReportDraft {
        let mut draft = ReportDraft::by("STC").last_week("KH11-001", Status::InProgress, "50").last_week("KH11-002", Status::Paused, "10");
        draft.agency = code("SYT");
        let old = draft.register.agencies.iter_mut().find(|agency| agency.code == code("STC")).unwrap();
        (old.to, old.successor) = (Some(day(2025, 7, day_of_july)), Some(code("SYT")));
        ["KH11-003", "KH11-004", "KH11-006"].into_iter().fold(draft, |draft, code| draft.task(code, |_| {}))
    }

    #[test]
    fn what_came_with_an_office_that_ended_is_told_and_not_called_missing() {
        let written = merged_on(9);
        assert_eq!(messages(&fires(&RULE, &written)), [RULE.example]);
        assert_eq!(fires(&assigned_missing::RULE, &written), []);
    }

    #[test]
    fn later_it_is_missing_and_a_row_that_is_there_is_silent() {
        let before = merged_on(4);
        assert_eq!(fires(&RULE, &before), [], "it ended in an earlier period");
        assert_eq!(fires(&assigned_missing::RULE, &before).len(), 1);
        let mut finished = merged_on(9);
        finished.history.tasks.iter_mut().for_each(|known| known.status = Some(Status::Done));
        assert_eq!(fires(&RULE, &finished), [], "what is finished needs no row");
        let whole = ["kh11-001", "KH11-002"].into_iter().fold(merged_on(9), |draft, code| draft.task(code, |_| {}));
        assert_eq!(fires(&RULE, &whole), []);
        assert_eq!(fires(&RULE, &merged_on(9).nil()), []);
    }
}
