//! T10: the form is of an older version, but its columns can be read.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::format;

/// An older form may lack tasks or columns; as long as the essential ones are there it is taken.
pub static RULE: Rule = Rule {
    code: "T10",
    name: "form_version_outdated",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Biểu mẫu phiên bản cũ",
    advice: "Đề nghị dùng biểu mẫu mới được cấp cho các kỳ sau; kỳ này số liệu vẫn được đọc.",
    explanation: "Biểu mẫu cũ có thể thiếu nhiệm vụ hoặc cột mới. Khi các cột bắt buộc vẫn đọc được thì báo cáo được nhận và chỉ nhắc đơn vị.",
    example: "Biểu mẫu phiên bản 0.9 đã hết hiệu lực. Đề nghị dùng phiên bản 1.0.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    let Some(written) = case.extraction().and_then(|extraction| extraction.form_version.as_deref()) else { return };
    if let (Some(old), Some(current)) = (numbers(written), numbers(case.form_version))
        && old < current
    {
        let (old, current) = (format::quote(written), case.form_version);
        emitter.at(Place::file(), format!("Biểu mẫu phiên bản {old} đã hết hiệu lực. Đề nghị dùng phiên bản {current}."));
    }
}

/// `1.10` comes after `1.9`.
fn numbers(version: &str) -> Option<Vec<u32>> {
    version.trim().split('.').map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn of_version(version: Option<&str>) -> FileSample {
        FileSample::workbook().with(|x| x.form_version = version.map(Into::into))
    }

    #[test]
    fn an_older_version_is_named() {
        assert_eq!(messages(&fires_on_file(&RULE, &of_version(Some("0.9")))), [RULE.example]);
    }

    #[test]
    fn the_version_in_force_a_newer_one_and_none_are_silent() {
        for version in [Some("1.0"), Some("1.10"), Some("lạ"), None] {
            assert_eq!(fires_on_file(&RULE, &of_version(version)), [], "{version:?}");
        }
    }
}
