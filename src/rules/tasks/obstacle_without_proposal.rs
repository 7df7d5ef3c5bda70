//! N23: an obstacle is named, but not what is proposed and who decides.

use crate::model::finding::{Effect, Severity};
use crate::model::report::FieldId;
use crate::rules::view::ReportView;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{normalise, nothing, open_matter};

/// An obstacle is removed only if somebody knows what is asked of whom.
pub static RULE: Rule = Rule {
    code: "N23",
    name: "obstacle_without_proposal",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Có vướng mắc nhưng chưa có kiến nghị",
    advice: "Đề nghị ghi kiến nghị, đề xuất và chọn cấp giải quyết; nếu không còn vướng mắc, ghi “Không còn”.",
    explanation: "Vướng mắc chỉ được giải quyết khi rõ đề xuất gì và cấp nào quyết định; bản tổng hợp xếp kiến nghị theo cấp giải quyết.",
    example: "Có khó khăn, vướng mắc nhưng chưa có kiến nghị, đề xuất và cấp giải quyết.",
    check: Check::Report(check),
};

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    for entry in view.tasks.iter().filter(|entry| entry.assigned().is_some()) {
        let row = entry.row;
        // What stands since an earlier week was told then.
        let told = entry.known.is_some_and(|known| normalise::key(&known.obstacle) == normalise::key(row.obstacle.text()));
        if told || nothing::says_nothing(row.obstacle.text()) || open_matter::ending(row.obstacle.text()).is_some() {
            continue;
        }
        let proposed = entry.known.is_some_and(|known| !nothing::says_nothing(&known.proposal));
        let level = entry.known.is_some_and(|known| !known.level.is_empty());
        let lacks = match (!proposed && nothing::says_nothing(row.proposal.text()), !(proposed && level) && row.level.is_empty()) {
            (true, true) => "kiến nghị, đề xuất và cấp giải quyết",
            (true, false) => "kiến nghị, đề xuất",
            (false, true) => "cấp giải quyết",
            (false, false) => continue,
        };
        emitter.field(entry.at, FieldId::Obstacle, &row.obstacle, format!("Có khó khăn, vướng mắc nhưng chưa có {lacks}."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn obstacle(obstacle: &str, proposal: &str, level: &str) -> ReportDraft {
        ReportDraft::by("SYT").task("KH11-001", |row| {
            (row.obstacle, row.proposal, row.level) = (text(obstacle), text(proposal), text(level));
        })
    }

    #[test]
    fn an_obstacle_needs_a_proposal_and_a_level() {
        assert_eq!(messages(&fires(&RULE, &obstacle("Thiếu kinh phí", "", ""))), [RULE.example]);
        let found = fires(&RULE, &obstacle("Thiếu kinh phí", "Bổ sung kinh phí", ""));
        assert_eq!(messages(&found), ["Có khó khăn, vướng mắc nhưng chưa có cấp giải quyết."]);
    }

    #[test]
    fn complete_ones_and_words_for_no_obstacle_are_silent() {
        assert_eq!(fires(&RULE, &obstacle("Thiếu kinh phí", "Bổ sung kinh phí", "UBND tỉnh")), []);
        for nothing in ["", "Không", "Không có", "-"] {
            assert_eq!(fires(&RULE, &obstacle(nothing, "", "")), [], "{nothing}");
        }
    }
}
