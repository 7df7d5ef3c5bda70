//! T29: "Không phát sinh" is chosen, and there are figures.

use crate::model::finding::{Effect, Severity};
use crate::rules::view::{ReportView, TargetEntry, TaskEntry};
use crate::rules::{Check, Emitter, Rule};

/// The two contradict each other; the figures are taken, so that none is lost.
pub static RULE: Rule = Rule {
    code: "T29",
    name: "nil_with_figures",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Chọn “Không phát sinh” nhưng có số liệu",
    advice: "Đề nghị bỏ dấu ở ô “Không phát sinh?” nếu có cập nhật, hoặc xóa các cập nhật nếu không có.",
    explanation: "Hai điều này trái nhau; số liệu đã điền vẫn được tổng hợp để không mất, và đơn vị được hỏi lại.",
    example: "Đơn vị chọn \"Không phát sinh\" nhưng có 2 dòng số liệu.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    if !view.nil() {
        return;
    }
    let count = view.tasks.iter().filter(|entry| task_is_new(entry)).count() + view.targets.iter().filter(|e| target_is_new(e)).count();
    if count > 0 {
        let info = &view.case.report.info;
        let message = format!("Đơn vị chọn \"Không phát sinh\" nhưng có {count} dòng số liệu.");
        emitter.at(info.nil.place(&info.sheet), message);
    }
}

/// Forms come filled with last week's status and percent; only what differs from them is the agency's own.
fn task_is_new(entry: &TaskEntry<'_>) -> bool {
    let (status, percent) = entry.known.map_or((None, None), |known| (known.status, known.percent));
    let other_status = !entry.row.status.is_empty() && entry.status() != status;
    let other_percent = !entry.row.percent.is_empty() && entry.row.percent.value().copied() != percent;
    !entry.row.result.is_empty() || other_status || other_percent
}

fn target_is_new(entry: &TargetEntry<'_>) -> bool {
    let row = entry.row;
    let (value, numerator, denominator) = entry.known.map_or((None, None, None), |k| (k.value, k.numerator, k.denominator));
    (!row.value.is_empty() && row.value.value().copied() != value)
        || (!row.numerator.is_empty() && row.numerator.value().copied() != numerator)
        || (!row.denominator.is_empty() && row.denominator.value().copied() != denominator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::task::Status;

    #[test]
    fn rows_with_news_are_counted() {
        let written = ReportDraft::by("SYT").nil().task("KH11-001", |_| {}).target("CT-001", |row| row.value = result_number("80"));
        let found = fires(&RULE, &written);
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place.cell.unwrap().to_string(), "B14");
    }

    #[test]
    fn the_values_that_the_form_came_with_are_no_news() {
        let prefilled = ReportDraft::by("SYT").nil().last_week("KH11-001", Status::InProgress, "50").last_week_target("CT-001", "80");
        let prefilled = prefilled.task("KH11-001", |row| row.result = empty()).target("CT-001", |row| row.value = result_number("80"));
        assert_eq!(fires(&RULE, &prefilled), []);
    }

    #[test]
    fn without_the_mark_it_is_silent() {
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {})), []);
    }
}
