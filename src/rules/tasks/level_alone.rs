//! N44: a level is written beside no proposal, while one stands at another level.

use crate::model::finding::{Effect, Severity};
use crate::model::report::{FieldId, Manner};
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{format, normalise, nothing, open_matter};

/// A level goes with its proposal, so one that is written alone moves none; the office is told.
pub static RULE: Rule = Rule {
    code: "N44",
    name: "level_alone",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Ghi cấp giải quyết mà không ghi kiến nghị",
    advice: "Đề nghị ghi cả kiến nghị ở cột “Kiến nghị, đề xuất” nếu muốn chuyển kiến nghị sang cấp này; nếu không thì không phải sửa.",
    explanation: "Cấp giải quyết đi cùng kiến nghị do đơn vị ghi. Ô kiến nghị để trống hoặc chưa có trong biểu mẫu đã cấp thì kiến nghị đã báo vẫn giữ cấp cũ.",
    example: "Chưa dùng cấp giải quyết “Trung ương”: kiến nghị từ tuần 26/2025 “Bổ sung kinh phí” vẫn giữ cấp “UBND tỉnh”.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.assigned().is_some() && !entry.finished() && !entry.row.status.is_empty()) {
        let (Some(known), level, proposal) = (entry.known, &entry.row.level, &entry.row.proposal) else { continue };
        let stands = known.waiting.contains_key(&FieldId::Proposal) && !nothing::says_nothing(&known.proposal);
        let is_other = !level.is_empty() && !known.level.is_empty() && normalise::key(level.text()) != normalise::key(&known.level);
        if !stands || !is_other {
            continue;
        }
        let says_none =
            nothing::says_nothing(proposal.text()) && open_matter::ending(proposal.text()).is_none() && !proposal.is_unreadable();
        if says_none || proposal.manner == Manner::LeftAlone {
            let (since, text) = (format::period(known.waiting(FieldId::Proposal).since), format::quote(&known.proposal));
            let (typed, kept) = (format::quote(level.text()), format::quote(&known.level));
            let message = format!("Chưa dùng cấp giải quyết “{typed}”: kiến nghị từ tuần {since} “{text}” vẫn giữ cấp “{kept}”.");
            emitter.field(entry.at, FieldId::Level, level, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::report::TaskRow;
    use crate::model::task::Status;
    use crate::model::waiting::Wait;
    use crate::rules::testing::*;

    /// A row of an office whose proposal stands at the province.
    fn asked_before(write: impl FnOnce(&mut TaskRow)) -> ReportDraft {
        let mut draft = ReportDraft::by("SYT").last_week("KH11-001", Status::InProgress, "40").task("KH11-001", write);
        let known = &mut draft.history.tasks[0];
        (known.proposal, known.level) = ("Bổ sung kinh phí".into(), "UBND tỉnh".into());
        known.waiting = [(FieldId::Proposal, Wait { since: week("2025-W26"), said_in: week("2025-W27") })].into();
        draft
    }

    #[test]
    fn a_level_without_a_proposal_is_told() {
        assert_eq!(messages(&fires(&RULE, &asked_before(|row| row.level = text("Trung ương")))), [RULE.example]);
        let left = asked_before(|row| {
            (row.level, row.proposal) = (text("Trung ương"), text("Bổ sung kinh phí"));
            row.proposal.manner = Manner::LeftAlone;
        });
        assert_eq!(messages(&fires(&RULE, &left)), [RULE.example]);
    }

    #[test]
    fn a_level_of_a_proposal_and_the_same_level_are_silent() {
        let silent = |proposal: &str, level: &str| {
            let (proposal, level) = (text(proposal), text(level));
            assert_eq!(fires(&RULE, &asked_before(|row| (row.proposal, row.level) = (proposal, level))), []);
        };
        silent("Bổ sung kinh phí", "Trung ương");
        silent("Rút", "Trung ương");
        silent("", "ubnd tỉnh");
        silent("", "");
    }
}
