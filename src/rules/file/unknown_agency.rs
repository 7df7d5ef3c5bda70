//! T13: the form names an agency that the register does not have.

use crate::model::finding::{Effect, Severity};
use crate::rules::case::FileCase;
use crate::rules::view::written_code;
use crate::rules::{Check, Emitter, Rule, wording};
use crate::text::{agency_names, format};

/// An office is known by its code, never by a similar name: two communes may differ by one accent.
pub static RULE: Rule = Rule {
    code: "T13",
    name: "unknown_agency",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Mã đơn vị không có trong danh sách",
    advice: "Đề nghị ghi lại mã đơn vị ở trang ThongTin theo biểu mẫu được cấp.",
    explanation: "Đơn vị được nhận biết theo mã trong danh sách đơn vị, không theo tên gần giống: hai xã có thể chỉ khác nhau một dấu.",
    example: "Mã đơn vị \"SYTE\" không có trong danh sách đơn vị.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    let Some(extraction) = case.extraction() else { return };
    let info = &extraction.report.info;
    let written = written_code(&info.agency);
    if written.is_empty() || agency_names::find(case.register, written).is_some() {
        return;
    }
    let name = format::quote(written);
    let message = match agency_names::bearers(case.register, written).as_slice() {
        [] => format!("Mã đơn vị \"{name}\" không có trong danh sách đơn vị."),
        // A name of several in the folder of one of them means that one (D09).
        several if several.iter().any(|agency| Some(&agency.code) == case.agency) => return,
        several => format!(
            "Tên đơn vị \"{name}\" khớp nhiều đơn vị: {}.",
            wording::agencies(case.register, several.iter().map(|agency| &agency.code))
        ),
    };
    emitter.at(info.agency.place(&info.sheet), message);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn written(agency: &str) -> FileSample {
        FileSample::workbook().with(|x| x.report.info.agency = text(agency))
    }

    #[test]
    fn an_unknown_code_is_returned() {
        assert_eq!(messages(&fires_on_file(&RULE, &written("SYTE"))), [RULE.example]);
        let broken = FileSample::workbook().with(|x| x.report.info.agency = unreadable("#REF!"));
        assert_eq!(fires_on_file(&RULE, &broken).len(), 1);
    }

    #[test]
    fn known_ones_and_an_empty_cell_are_silent() {
        for agency in ["SYT", "syt", "Sở Y tế", ""] {
            assert_eq!(fires_on_file(&RULE, &written(agency)), [], "{agency}");
        }
    }

    #[test]
    fn a_name_of_several_is_returned_where_no_folder_says_which() {
        let mut shared = written("Trạm Y tế");
        shared
            .register
            .agencies
            .iter_mut()
            .filter(|a| ["SYT", "TTKSBT"].contains(&a.code.as_str()))
            .for_each(|a| a.aliases.push("Trạm Y tế".into()));
        assert_eq!(fires_on_file(&RULE, &shared), [], "it lies in the folder of one of them");
        shared.agency = None;
        assert_eq!(messages(&fires_on_file(&RULE, &shared)), ["Tên đơn vị \"Trạm Y tế\" khớp nhiều đơn vị: Sở Y tế, TT KSBT."]);
    }
}
