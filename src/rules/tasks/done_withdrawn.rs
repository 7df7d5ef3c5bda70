//! N42: accepted as done before, and taken back: with a reason, for the second time, or as the desk confirmed.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::tasks::done_taken_back::{Meant, meant, taken_back, then_and_now};
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// The number of finished tasks falls below the released one, and leaders will ask why.
pub static RULE: Rule = Rule {
    code: "N42",
    name: "done_withdrawn",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Đơn vị rút kết quả Hoàn thành đã báo",
    advice: "Đề nghị bảo đảm lý do ở cột Ghi chú đủ rõ để báo cáo cấp trên.",
    explanation: "Nhiệm vụ đã hoàn thành mà mở lại làm giảm số hoàn thành của tỉnh so với bản trình ký; lãnh đạo sẽ hỏi lý do. Thay đổi được tính vì đơn vị đã ghi lý do, hoặc đã báo như vậy hai kỳ liền, hoặc cơ quan tổng hợp đã xác nhận.",
    example: "Tuần trước Hoàn thành, tuần này “Đang thực hiện”. Đã tính thay đổi này.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for (entry, status) in taken_back(view) {
        let now = then_and_now(view, entry, status);
        match meant(view, entry) {
            None => {}
            Some(Meant::ByAgency) => {
                emitter.field(entry.at, FieldId::Status, &entry.row.status, format!("{now}. Đã tính thay đổi này."));
            }
            // The document of the desk is the reason.
            Some(Meant::ByDesk(row)) => {
                let (document, from) = (format::clean(&row.document), format::date(row.from));
                let message = format!("{now}. Đã tính thay đổi này, theo xác nhận của cơ quan tổng hợp ({document}, từ ngày {from}).");
                emitter.field(entry.at, FieldId::Status, &entry.row.status, message);
                emitter.nothing_to_do();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::register::{Adjustment, Change};
    use crate::model::task::Status;
    use crate::rules::testing::*;

    fn after(note: &str) -> ReportDraft {
        ReportDraft::by("SYT").last_week("KH11-001", Status::Done, "100").task("KH11-001", |row| row.note = text(note))
    }

    #[test]
    fn what_is_taken_back_with_a_reason_is_told() {
        assert_eq!(messages(&fires(&RULE, &after("Nghiệm thu không đạt"))), [RULE.example]);
    }

    #[test]
    fn where_the_desk_confirmed_it_no_reason_is_asked_for() {
        let mut confirmed = after("");
        let known = &confirmed.history.tasks[0];
        let (code, from) = (known.task.clone(), known.period.first_day());
        confirmed.register.adjustments = vec![Adjustment { code, change: Change::NotFinished, document: "45/BB".into(), from }];
        let found = fires(&RULE, &confirmed);
        assert!(found[0].message.contains("theo xác nhận của cơ quan tổng hợp (45/BB, từ ngày"), "{}", found[0].message);
        assert!(found[0].advice.is_empty(), "{}", found[0].advice);
    }

    #[test]
    fn without_a_reason_it_is_not_taken() {
        assert_eq!(fires(&RULE, &after("Không")), []);
    }
}
