//! N09: a status that is none of the list and cannot be understood.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// The status decides where the task counts, so it is not guessed and the row falls back.
pub static RULE: Rule = Rule {
    code: "N09",
    name: "status_invalid",
    severity: Severity::Error,
    effect: Effect::Row,
    title: "Trạng thái không hợp lệ",
    advice: "Đề nghị chọn trạng thái từ danh sách có sẵn trong ô.",
    explanation: "Trạng thái quyết định nhiệm vụ được đếm vào đâu. Từ không hiểu chắc chắn thì không đoán: dòng không được dùng, giữ số liệu kỳ trước.",
    example: "Trạng thái \"gần xong rồi\" không hợp lệ. Chọn một trong: Hoàn thành, Đang thực hiện, Chưa thực hiện, Thường xuyên, Chưa đến kỳ, Tạm dừng, Đề nghị điều chỉnh.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.row.status.is_unreadable()) {
        let typed = format::quote(&entry.row.status.typed);
        let list = Status::ALL.map(Status::label).join(", ");
        let message = format!("Trạng thái \"{typed}\" không hợp lệ. Chọn một trong: {list}.");
        emitter.field(entry.at, FieldId::Status, &entry.row.status, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn an_unknown_status_comes_with_the_list() {
        let found = fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |row| row.status = unreadable("gần xong rồi")));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].place.cell.unwrap().to_string(), "F9");
    }

    #[test]
    fn understood_and_empty_ones_are_silent() {
        let written = ReportDraft::by("SYT")
            .task("KH11-001", |row| row.status = status_as("xong", Status::Done, false))
            .task("KH11-002", |row| row.status = empty());
        assert_eq!(fires(&RULE, &written), []);
    }
}
