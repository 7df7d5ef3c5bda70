//! X02: criteria that the commune has never reported.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::view::ReportView;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};

/// A criterion reported before is carried forward; of one never reported there is nothing to count.
pub static RULE: Rule = Rule {
    code: "X02",
    name: "never_reported",
    severity: Severity::Error,
    effect: Effect::Flag,
    title: "Thiếu kết quả tiêu chí",
    advice: "Đề nghị chọn kết quả cho mỗi tiêu chí: Đạt, Chưa đạt hoặc Không áp dụng.",
    explanation: "Tiêu chí đã báo ở kỳ trước được giữ; chỉ tiêu chí chưa từng báo mới nêu ở đây, vì chưa có gì để đếm.",
    example: "Thiếu kết quả tiêu chí: TC02 (1/2).",
    check: Check::Report(check),
};

/// Enough for any set of criteria so far.
const SHOWN: usize = 30;

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let case = view.case;
    // A merged commune begins anew: what one of those that became it says of criteria is not taken for the whole.
    if case.of_predecessor {
        return;
    }
    let in_effect = case.register.criteria_of(case.agency, case.day);
    let missing: Vec<&str> = in_effect
        .iter()
        .filter(|criterion| case.history.criterion(case.agency, &criterion.code).is_none())
        // A result that cannot be read is another rule's (X03).
        .filter(|criterion| {
            let mut rows = view.criteria.iter().filter(|entry| entry.criterion.is_some_and(|c| c.code == criterion.code));
            rows.all(|entry| entry.row.result.is_empty())
        })
        .map(|criterion| criterion.code.as_str())
        .collect();
    if !missing.is_empty() {
        let (count, total) = (missing.len(), in_effect.len());
        let codes = wording::some_of(&missing, SHOWN, "tiêu chí");
        let place = case.report.criteria.as_ref().map_or_else(Place::file, |table| Place::sheet(&table.sheet));
        emitter.at(place, format!("Thiếu kết quả tiêu chí: {codes} ({count}/{total})."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn criteria_never_reported_are_listed_once() {
        let written = ReportDraft::by("X-THANHAN").criterion("TC01", |_| {});
        assert_eq!(messages(&fires(&RULE, &written)), [RULE.example]);
        let emptied = written.criterion("TC02", |row| row.result = empty());
        assert_eq!(messages(&fires(&RULE, &emptied)), [RULE.example]);
    }

    #[test]
    fn what_was_reported_before_or_cannot_be_read_is_silent() {
        let written = ReportDraft::by("X-THANHAN").criterion("TC01", |_| {});
        assert_eq!(fires(&RULE, &written.clone().last_week_criterion("TC02")), []);
        assert_eq!(fires(&RULE, &written.criterion("TC02", |row| row.result = unreadable("?"))), []);
    }

    #[test]
    fn other_agencies_have_no_criteria() {
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT")), []);
    }
}
