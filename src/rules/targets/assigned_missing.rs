//! C18: targets for which the agency gives no figure: no row, or an empty one and nothing known from before.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::report::TargetRow;
use crate::model::target::Target;
use crate::rules::taken_over::TakenOver;
use crate::rules::view::ReportView;
use crate::rules::wording;
use crate::rules::{Check, Emitter, Rule};
use crate::text::normalise;
use std::collections::BTreeSet;

/// Figures known from before are carried forward; a target without any counts as "Chưa có số liệu".
pub static RULE: Rule = Rule {
    code: "C18",
    name: "assigned_missing",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Thiếu số liệu chỉ tiêu được giao",
    advice: "Đề nghị báo cáo đủ các chỉ tiêu được giao; biểu mẫu được cấp đã ghi sẵn các mã này ở trang ChiTieu.",
    explanation: "Chỉ tiêu không có dòng trong báo cáo giữ số liệu kỳ trước; chưa từng có số liệu thì xếp “Chưa có số liệu”. Dòng để trống của chỉ tiêu đã báo ở kỳ trước, hoặc khi chọn “Không phát sinh”, thì không nêu.",
    example: "Thiếu số liệu của 2 chỉ tiêu được giao: CT-002, CT-003.",
    check: Check::Report(check),
};

/// As many codes as the rule about tasks shows.
const SHOWN: usize = 30;

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    // What an office lacks that was merged may be another's of those that became one.
    if view.nil() || view.case.of_predecessor {
        return;
    }
    let case = view.case;
    let given = view.targets.iter().filter(|entry| entry.known.is_some() || !blank(entry.row));
    let given: BTreeSet<&str> = given.filter_map(|entry| Some(entry.target?.code.as_str())).collect();
    let elsewhere = elsewhere(view);
    let own = case.register.targets_of(case.agency).filter(|target| !given.contains(target.code.as_str()));
    let here = |target: &Target| !elsewhere.is_empty() && elsewhere.contains(&normalise::key(&target.name));
    let taken_over = TakenOver::of(case);
    // A row that is there and blank is asked about; of what came with an office in this period the form may have none (N45).
    let has_row = |target: &Target| view.targets.iter().any(|entry| entry.target.is_some_and(|of| of.code == target.code));
    let is_missing = |target: &&Target| !here(target) && (taken_over.who_had_target(target).is_none() || has_row(target));
    let missing: Vec<&str> = own.filter(is_missing).map(|target| target.code.as_str()).collect();
    if !missing.is_empty() {
        let (count, codes) = (missing.len(), wording::some_of(&missing, SHOWN, "chỉ tiêu"));
        let place = case.report.targets.as_ref().map_or_else(Place::file, |table| Place::sheet(&table.sheet));
        emitter.at(place, format!("Thiếu số liệu của {count} chỉ tiêu được giao: {codes}."));
    }
}

/// What rows are called whose code is no target's, or is written twice: the row is there, and another rule says what is wrong
/// with its code (C01, C17).
fn elsewhere(view: &ReportView<'_>) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let mut strays = BTreeSet::new();
    for entry in &view.targets {
        let own = entry.target.is_some_and(|target| codes.insert(target.code.as_str()));
        let name = entry.row.name.text();
        if !own && !name.is_empty() {
            strays.insert(normalise::key(name));
        }
    }
    strays
}

fn blank(row: &TargetRow) -> bool {
    row.numerator.is_empty() && row.denominator.is_empty() && row.value.is_empty() && row.assessment.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn targets_without_a_row_or_with_an_empty_one_are_listed_once() {
        let written = ReportDraft::by("SYT").target("CT-001", |row| row.value = result_number("80")).target("CT-002", |_| {});
        assert_eq!(messages(&fires(&RULE, &written)), [RULE.example]);
    }

    #[test]
    fn a_target_whose_row_is_there_under_a_wrong_code_is_not_missing_too() {
        let figure = |name: &'static str| move |row: &mut TargetRow| (row.value, row.name) = (result_number("80"), text(name));
        let mut written = ReportDraft::by("SYT").target("CT-001", figure("Một")).target("CT-999", figure("Hai"));
        written = written.target("CT-001", figure("Ba"));
        for (target, name) in written.register.targets.iter_mut().zip(["Một", "Hai", "Ba"]) {
            target.name = name.into();
        }
        assert_eq!(fires(&RULE, &written), []);
    }

    #[test]
    fn a_sheet_that_is_gone_is_not_silent() {
        let mut written = ReportDraft::by("SYT");
        written.report.targets = None;
        let found = fires(&RULE, &written);
        assert_eq!(messages(&found), ["Thiếu số liệu của 3 chỉ tiêu được giao: CT-001, CT-002, CT-003."]);
    }

    #[test]
    fn a_full_report_nil_and_an_agency_without_targets_are_silent() {
        let figure = |row: &mut TargetRow| row.value = result_number("80");
        let full = ReportDraft::by("SYT").target("CT-001", figure).target("CT-002", figure).target("CT-003", figure);
        assert_eq!(fires(&RULE, &full), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").nil()), []);
        assert_eq!(fires(&RULE, &ReportDraft::by("SKHCN")), []);
    }
}
