//! N40: the cell of a proposal or an obstacle that the form came with was emptied.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{format, nothing, open_matter};

/// An empty cell takes no proposal back, so the office is told that its proposal still stands.
pub static RULE: Rule = Rule {
    code: "N40",
    name: "proposal_cleared",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Ô kiến nghị, vướng mắc bị xóa, nội dung vẫn được giữ",
    advice: "Đề nghị ghi “Đã giải quyết” hoặc “Rút” vào ô nếu không còn; nếu còn, để nguyên như biểu mẫu.",
    explanation: "Kiến nghị, vướng mắc được giữ cho đến khi đơn vị báo đã giải quyết, rút, hoặc được trả lời; ô để trống không làm mất nội dung.",
    example: "Kiến nghị từ tuần 26/2025 vẫn được giữ: “Bổ sung kinh phí”.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.assigned().is_some() && !entry.finished() && !entry.row.status.is_empty()) {
        let Some(known) = entry.known else { continue };
        for (id, cell, text, what) in [
            (FieldId::Proposal, &entry.row.proposal, &known.proposal, "Kiến nghị"),
            (FieldId::Obstacle, &entry.row.obstacle, &known.obstacle, "Khó khăn, vướng mắc"),
        ] {
            let stood = known.waiting.contains_key(&id) && !nothing::says_nothing(text);
            let emptied = !cell.is_unreadable() && nothing::says_nothing(cell.text()) && open_matter::ending(cell.text()).is_none();
            // Only a form of ours came with the text; an office's own table need not repeat it.
            if stood && emptied && view.case.given.are_as_issued() {
                let since = format::period(known.waiting(id).since);
                emitter.field(entry.at, id, cell, format!("{what} từ tuần {since} vẫn được giữ: “{}”.", format::quote(text)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::task::Status;
    use crate::model::waiting::Wait;
    use crate::rules::testing::*;

    fn asked_before(now: &str) -> ReportDraft {
        let mut draft =
            ReportDraft::by("SYT").last_week("KH11-001", Status::InProgress, "40").task("KH11-001", |row| row.proposal = text(now));
        let known = &mut draft.history.tasks[0];
        known.proposal = "Bổ sung kinh phí".into();
        known.waiting = [(FieldId::Proposal, Wait { since: week("2025-W26"), said_in: week("2025-W27") })].into();
        draft.in_its_form()
    }

    #[test]
    fn an_emptied_proposal_is_said_to_stand() {
        for now in ["", "Không", "-"] {
            assert_eq!(messages(&fires(&RULE, &asked_before(now))), [RULE.example], "{now}");
        }
    }

    #[test]
    fn so_is_an_emptied_obstacle() {
        let mut draft = asked_before("Bổ sung kinh phí");
        let known = &mut draft.history.tasks[0];
        known.obstacle = "Thiếu vốn".into();
        known.waiting.insert(FieldId::Obstacle, Wait { since: week("2025-W27"), said_in: week("2025-W27") });
        assert_eq!(messages(&fires(&RULE, &draft)), ["Khó khăn, vướng mắc từ tuần 27/2025 vẫn được giữ: “Thiếu vốn”."]);
    }

    #[test]
    fn repeated_taken_back_and_own_tables_are_silent() {
        for now in ["Bổ sung kinh phí", "Đã giải quyết", "Rút", "Bổ sung biên chế"] {
            assert_eq!(fires(&RULE, &asked_before(now)), [], "{now}");
        }
        assert_eq!(fires(&RULE, &ReportDraft { given: None, ..asked_before("") }), []);
        let mut old = asked_before("");
        old.history.tasks[0].waiting.clear();
        assert_eq!(fires(&RULE, &old), [], "the form did not come with it yet");
    }
}
