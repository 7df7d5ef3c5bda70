//! H01: the classes of a row of totals do not add up to its total, or a task is not counted.

use crate::model::class::{ClassCounts, TaskClass};
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::WholeCase;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use std::collections::BTreeMap;

/// Each task has exactly one class, so a difference is a task lost or counted twice.
pub static RULE: Rule = Rule {
    code: "H01",
    name: "classes_do_not_add_up",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Tổng các trạng thái khác tổng số nhiệm vụ",
    advice: "Đề nghị cơ quan tổng hợp không đưa số liệu này vào bản tổng hợp trước khi kiểm tra các dòng được nêu.",
    explanation: "Mỗi nhiệm vụ nằm trong đúng một trạng thái, nên cộng các trạng thái phải bằng tổng số. Lệch nghĩa là có nhiệm vụ bị sót hoặc đếm hai lần.",
    example: "Tổng các trạng thái (0) khác tổng số nhiệm vụ (1): còn 1 nhiệm vụ chưa phân loại: toàn danh mục.",
    check: Check::Whole(check),
};

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    let totals = case.totals;
    let in_force = case.tasks.iter().filter(|line| line.state.class != TaskClass::Withdrawn).count();
    let in_force = u32::try_from(in_force).unwrap_or(u32::MAX);
    let mut wrong: BTreeMap<(u32, u32), Vec<String>> = BTreeMap::new();
    let mut row = |counts: &ClassCounts, total: u32, name: String| {
        if counts.sum() != total || counts.total != total {
            wrong.entry((counts.sum(), total)).or_default().push(name);
        }
    };
    row(&totals.overall, in_force, String::from("toàn danh mục"));
    for (year, counts) in &totals.by_year {
        row(counts, counts.total, format!("năm {year}"));
    }
    for (document, counts) in &totals.by_document {
        row(counts, counts.total, format!("văn bản {document}"));
    }
    for (group, counts) in &totals.by_group {
        row(counts, counts.total, format!("nhóm {group}"));
    }
    for line in &totals.lines {
        row(&line.counts, line.counts.total, format!("{} {}", line.by.label().to_lowercase(), line.name));
    }
    for (agency, counts) in &totals.by_agency {
        row(counts, counts.total, case.register.short_name(agency));
    }
    for ((sum, total), names) in wrong {
        let (missing, names) = (total.abs_diff(sum), wording::names(&names));
        let message =
            format!("Tổng các trạng thái ({sum}) khác tổng số nhiệm vụ ({total}): còn {missing} nhiệm vụ chưa phân loại: {names}.");
        emitter.at(Place::file(), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::task::{Role, Status};

    fn one_task() -> Week {
        Week::of(line("KH11-001", &[("SYT", Role::Lead, Some(Status::InProgress), true)]))
    }

    #[test]
    fn a_task_that_is_not_counted_is_found() {
        let mut week = one_task();
        week.totals.overall = ClassCounts::default();
        assert_eq!(messages(&fires_on_whole(&RULE, &week)), [RULE.example]);
    }

    #[test]
    fn rows_that_do_not_add_up_are_named() {
        let mut week = one_task();
        week.totals.by_document = vec![("15-TB/BCĐ".into(), ClassCounts { total: 3, in_progress: 2, ..ClassCounts::default() })];
        let found = fires_on_whole(&RULE, &week);
        let message = "Tổng các trạng thái (2) khác tổng số nhiệm vụ (3): còn 1 nhiệm vụ chưa phân loại: văn bản 15-TB/BCĐ.";
        assert_eq!(messages(&found), [message]);
    }

    #[test]
    fn totals_that_fit_are_silent() {
        let mut week = one_task();
        week.totals.by_agency = vec![(code("SYT"), week.totals.overall)];
        assert_eq!(fires_on_whole(&RULE, &week), []);
    }
}
