//! N40: the cell of a proposal that the form came with was emptied.

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
    title: "Ô kiến nghị bị xóa, kiến nghị vẫn được giữ",
    advice: "Đề nghị ghi “Đã giải quyết” hoặc “Rút” vào ô nếu không còn kiến nghị; nếu còn, để nguyên như biểu mẫu.",
    explanation: "Kiến nghị được giữ và trình cho đến khi đơn vị báo đã giải quyết, rút, hoặc được trả lời; ô để trống không làm mất kiến nghị.",
    example: "Kiến nghị từ tuần 26/2025 vẫn được giữ: “Bổ sung kinh phí”.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    // Only a form of ours came with the text; an office's own table need not repeat it.
    if !view.case.given_as_issued {
        return;
    }
    for entry in view.tasks.iter().filter(|entry| entry.assigned().is_some() && !entry.finished() && !entry.row.status.is_empty()) {
        let cell = &entry.row.proposal;
        let open = entry.known.filter(|known| known.waiting.contains_key(&FieldId::Proposal) && !nothing::says_nothing(&known.proposal));
        let Some(known) = open.filter(|_| !cell.is_unreadable() && nothing::says_nothing(cell.text())) else { continue };
        if open_matter::ending(cell.text()).is_none() {
            let since = format::period(known.waiting(FieldId::Proposal).since);
            let message = format!("Kiến nghị từ tuần {since} vẫn được giữ: “{}”.", format::quote(&known.proposal));
            emitter.field(entry.at, FieldId::Proposal, cell, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::task::Status;
    use crate::model::waiting::Waiting;
    use crate::rules::testing::*;

    fn asked_before(now: &str) -> ReportDraft {
        let mut draft =
            ReportDraft::by("SYT").last_week("KH11-001", Status::InProgress, "40").task("KH11-001", |row| row.proposal = text(now));
        draft.given_as_issued = true;
        let known = &mut draft.history.tasks[0];
        known.proposal = "Bổ sung kinh phí".into();
        known.waiting = [(FieldId::Proposal, Waiting { since: week("2025-W26"), said_in: week("2025-W27") })].into();
        draft
    }

    #[test]
    fn an_emptied_proposal_is_said_to_stand() {
        for now in ["", "Không", "-"] {
            assert_eq!(messages(&fires(&RULE, &asked_before(now))), [RULE.example], "{now}");
        }
    }

    #[test]
    fn repeated_taken_back_and_own_tables_are_silent() {
        for now in ["Bổ sung kinh phí", "Đã giải quyết", "Rút", "Bổ sung biên chế"] {
            assert_eq!(fires(&RULE, &asked_before(now)), [], "{now}");
        }
        assert_eq!(fires(&RULE, &ReportDraft { given_as_issued: false, ..asked_before("") }), []);
        let mut old = asked_before("");
        old.history.tasks[0].waiting.clear();
        assert_eq!(fires(&RULE, &old), [], "the form did not come with it yet");
    }
}
