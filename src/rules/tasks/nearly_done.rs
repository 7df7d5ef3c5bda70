//! N36: "cơ bản hoàn thành" and the like: not done.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::model::task::Status;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// What is left to do is not done, so the task counts as in progress.
pub static RULE: Rule = Rule {
    code: "N36",
    name: "nearly_done",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Báo “cơ bản hoàn thành”",
    advice: "Đề nghị chọn Hoàn thành nếu đã xong và có minh chứng, nếu chưa thì chọn Đang thực hiện và nêu phần còn lại.",
    explanation: "“Cơ bản hoàn thành” không bao giờ được tính là Hoàn thành: phần còn lại chưa xong thì nhiệm vụ chưa xong.",
    example: "Báo \"cơ bản hoàn thành\": tính là Đang thực hiện.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in &view.tasks {
        if entry.row.status.value().is_some_and(|reading| reading.nearly_done) {
            let typed = format::quote(&entry.row.status.typed);
            emitter.field(entry.at, FieldId::Status, &entry.row.status, format!("Báo \"{typed}\": tính là Đang thực hiện."));
            emitter.to_type(Status::InProgress.label());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    use crate::model::task::Status;

    #[test]
    fn nearly_is_not_done() {
        let written = ReportDraft::by("SYT").task("KH11-001", |row| row.status = status_as("cơ bản hoàn thành", Status::InProgress, true));
        assert_eq!(messages(&fires(&RULE, &written)), [RULE.example]);
    }

    #[test]
    fn other_words_are_silent() {
        let written = ReportDraft::by("SYT").task("KH11-001", |row| row.status = status_as("đang làm", Status::InProgress, false));
        assert_eq!(fires(&RULE, &written), []);
    }
}
