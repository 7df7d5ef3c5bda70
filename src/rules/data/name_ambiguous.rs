//! D09: the name written for the agency is that of several; the folder says which one is meant.

use crate::model::finding::{Effect, Severity};
use crate::rules::case::FileCase;
use crate::rules::view::written_code;
use crate::rules::{Check, Emitter, Rule, wording};
use crate::text::{agency_names, format};

/// A name of several is no slip where the folder settles it, so the report is used and the office is asked for its code.
pub static RULE: Rule = Rule {
    code: "D09",
    name: "name_ambiguous",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Tên đơn vị khớp nhiều đơn vị",
    advice: "Đề nghị ghi mã đơn vị theo biểu mẫu được cấp.",
    explanation: "Hai đơn vị có thể trùng tên viết tắt hoặc bí danh. Tệp trong thư mục của một trong các đơn vị đó thì lấy theo thư mục; tệp ở thư mục chung thì phải ghi mã (T13).",
    example: "Tên đơn vị \"Trạm Y tế\" khớp nhiều đơn vị: Sở Y tế, TT KSBT. Lấy theo thư mục.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    let Some(extraction) = case.extraction() else { return };
    let info = &extraction.report.info;
    let written = written_code(&info.agency);
    // Nearly every report bears its code.
    if agency_names::find(case.register, written).is_some() {
        return;
    }
    let several = agency_names::bearers(case.register, written);
    if several.len() > 1 && several.iter().any(|agency| Some(&agency.code) == case.agency) {
        let names = wording::agencies(case.register, several.iter().map(|agency| &agency.code));
        let message = format!("Tên đơn vị \"{}\" khớp nhiều đơn vị: {names}. Lấy theo thư mục.", format::quote(written));
        emitter.at(info.agency.place(&info.sheet), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn named(name: &str, agencies: &[&str]) -> FileSample {
        let mut written = FileSample::workbook().with(|x| x.report.info.agency = text(name));
        written.register.agencies.iter_mut().filter(|a| agencies.contains(&a.code.as_str())).for_each(|a| a.aliases.push(name.into()));
        written
    }

    #[test]
    fn a_name_of_several_is_told_with_all_of_them() {
        assert_eq!(messages(&fires_on_file(&RULE, &named("Trạm Y tế", &["SYT", "TTKSBT"]))), [RULE.example]);
    }

    #[test]
    fn a_name_of_one_a_code_and_names_of_others_are_silent() {
        assert_eq!(fires_on_file(&RULE, &named("Trạm Y tế", &["SYT"])), []);
        assert_eq!(fires_on_file(&RULE, &named("SYT", &["STC", "TTKSBT"])), []);
        assert_eq!(fires_on_file(&RULE, &named("Trạm Y tế", &["STC", "TTKSBT"])), [], "T13 returns it");
    }
}
