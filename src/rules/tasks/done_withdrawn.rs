//! N42: accepted as done before, and taken back: with a reason, for the second time, or as the desk confirmed.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::tasks::done_taken_back::{is_meant, taken_back, then_and_now};
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};

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
    for (entry, status) in taken_back(view).filter(|(entry, _)| is_meant(view, entry)) {
        let message = format!("{}. Đã tính thay đổi này.", then_and_now(view, entry, status));
        emitter.field(entry.at, FieldId::Status, &entry.row.status, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn without_a_reason_it_is_not_taken() {
        assert_eq!(fires(&RULE, &after("Không")), []);
    }
}
