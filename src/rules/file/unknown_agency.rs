//! T13: the form names an agency that the register does not have.

use crate::model::finding::{Effect, Severity};
use crate::rules::case::FileCase;
use crate::rules::view::written_code;
use crate::rules::{Check, Emitter, Rule};
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
    if !written.is_empty() && agency_names::find(case.register, written).is_none() {
        let code = format::quote(written);
        emitter.at(info.agency.place(&info.sheet), format!("Mã đơn vị \"{code}\" không có trong danh sách đơn vị."));
    }
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
}
