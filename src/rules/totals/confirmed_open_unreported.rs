//! H07: the desk confirmed that a task is not finished after all, and its office goes on reporting that it is, or says nothing.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::WholeCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// The desk confirms what an office says and says nothing in its place, so a row of the register alone opens no task.
pub static RULE: Rule = Rule {
    code: "H07",
    name: "confirmed_open_unreported",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Cơ quan tổng hợp xác nhận chưa hoàn thành, đơn vị chưa báo lại",
    advice: "Đề nghị đơn vị chủ trì báo lại trạng thái, tỷ lệ hiện nay ở cột “Trạng thái đơn vị báo”, “Tỷ lệ hoàn thành (%)”; nếu đã hoàn thành, đề nghị báo cơ quan tổng hợp.",
    explanation: "Dòng “Kết quả: Chưa hoàn thành” ở trang DieuChinh xác nhận điều đơn vị báo, không thay báo cáo của đơn vị: nhiệm vụ chỉ mở lại khi đơn vị báo trạng thái khác Hoàn thành. Xác nhận nhầm thì cơ quan tổng hợp bỏ dòng đó.",
    example: "Nhiệm vụ KH11-001 được xác nhận chưa hoàn thành (45/BB, từ ngày 09/7/2025) nhưng Sở Y tế chưa báo lại; vẫn tính là hoàn thành.",
    check: Check::Whole(check),
};

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    let finished = case.tasks.iter().filter(|line| line.state.class.is_done() && line.previous_class.is_some_and(|class| class.is_done()));
    for line in finished {
        let (code, since) = (&line.task.code, line.changed_in.map(|period| period.first_day()));
        let Some(row) = since.and_then(|since| case.register.confirmed_open(code, since, case.day)) else { continue };
        let lead = line.task.leads.first().filter(|_| !line.task.kind.has_parts());
        let who = lead.map_or_else(|| "các đơn vị thực hiện".to_owned(), |lead| case.register.short_name(lead));
        let (document, from) = (format::clean(&row.document), format::date(row.from));
        let message = format!(
            "Nhiệm vụ {code} được xác nhận chưa hoàn thành ({document}, từ ngày {from}) nhưng {who} chưa báo lại; vẫn tính là hoàn thành."
        );
        emitter.about_agency(lead.cloned(), "", Place::file(), code.as_str(), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::class::TaskClass;
    use crate::model::register::{Adjustment, Change};
    use crate::model::task::{Role, Status, TaskCode};
    use crate::rules::testing::*;

    /// A finished task of which the desk says from this day of July on that it is not.
    fn confirmed(from: u32, previous: TaskClass) -> Vec<crate::model::finding::Finding> {
        let mut line = line("KH11-001", &[("SYT", Role::Lead, Some(Status::Done), true)]);
        (line.state.class, line.previous_class, line.changed_in) = (TaskClass::DoneOnTime, Some(previous), Some(week("2025-W27")));
        let week = Week::of(line);
        let code = TaskCode::parse("KH11-001").unwrap();
        let row = Adjustment { code, change: Change::NotFinished, document: "45/BB".into(), from: day(2025, 7, from) };
        let mut register = register();
        register.adjustments = vec![row];
        crate::rules::review_whole(&week.case(&register), &crate::rules::Ruleset::default())
            .into_iter()
            .filter(|finding| finding.code == RULE.code)
            .collect()
    }

    #[test]
    fn a_confirmation_that_no_report_follows_is_told() {
        let found = confirmed(9, TaskClass::DoneOnTime);
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].agency, Some(code("SYT")));
        assert!(!found[0].advice.contains("DieuChinh"), "an office has no register: {}", found[0].advice);
    }

    #[test]
    fn a_day_to_come_and_what_was_finished_this_week_are_silent() {
        assert_eq!(confirmed(20, TaskClass::DoneOnTime), []);
        assert_eq!(confirmed(9, TaskClass::InProgress), []);
    }
}
