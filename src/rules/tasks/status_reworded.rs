//! N10: a status in other words than those of the list, but understood.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// The office has to see how its words were read, to mend them if that is wrong.
pub static RULE: Rule = Rule {
    code: "N10",
    name: "status_reworded",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Trạng thái ghi khác danh sách, đã hiểu được",
    advice: "Đề nghị chọn trạng thái từ danh sách có sẵn trong ô và xác nhận cách hiểu này là đúng.",
    explanation: "Cách ghi quen thuộc được quy về trạng thái chuẩn; đơn vị cần thấy chương trình đã hiểu thế nào để sửa nếu chưa đúng.",
    example: "Trạng thái \"đã xong\" được hiểu là \"Hoàn thành\".",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.tasks {
        // "cơ bản hoàn thành" has a rule of its own (N36).
        let Some(reading) = entry.row.status.value().filter(|reading| !reading.exact && !reading.nearly_done) else { continue };
        let (typed, status) = (format::quote(&entry.row.status.typed), reading.status.label());
        emitter.field(entry.at, FieldId::Status, &entry.row.status, format!("Trạng thái \"{typed}\" được hiểu là \"{status}\"."));
        emitter.to_type(status);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::task::Status;

    #[test]
    fn other_words_are_repeated_as_they_were_understood() {
        let written = ReportDraft::by("SYT").task("KH11-001", |row| row.status = status_as("đã xong", Status::Done, false));
        assert_eq!(messages(&fires(&RULE, &written)), [RULE.example]);
    }

    #[test]
    fn the_words_of_the_list_and_nearly_done_are_silent() {
        let written = ReportDraft::by("SYT")
            .task("KH11-001", |_| {})
            .task("KH11-002", |row| row.status = status_as("cơ bản hoàn thành", Status::InProgress, true));
        assert_eq!(fires(&RULE, &written), []);
    }
}
