//! H11: a desk below hands on what the register here does not have.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::WholeCase;
use crate::rules::{Check, Emitter, Rule, wording};

/// Such rows are in no figure here, and nobody would see it.
pub static RULE: Rule = Rule {
    code: "H11",
    name: "beyond_register",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Bản tổng hợp có mã không có trong danh mục ở đây",
    advice: "Đề nghị cơ quan tổng hợp đối chiếu danh mục với cơ quan đầu mối: dùng cùng một danh mục, hoặc bổ sung mã còn thiếu.",
    explanation: "Đơn vị, nhiệm vụ, chỉ tiêu không có trong danh mục ở đây thì không vào số liệu, dù bản tổng hợp của cơ quan đầu mối có.",
    example: "Bản tổng hợp của Sở KH&CN có 2 mã không có trong danh mục ở đây, chưa đưa vào số liệu: KH99-001, SLA.",
    check: Check::Whole(check),
};

/// So many codes are told.
const SHOWN: usize = 20;

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    for (desk, codes) in &case.roads.beyond {
        let (name, count) = (case.register.short_name(desk), codes.len());
        let listed = wording::some_of(&codes.iter().collect::<Vec<_>>(), SHOWN, "mã");
        let message = format!("Bản tổng hợp của {name} có {count} mã không có trong danh mục ở đây, chưa đưa vào số liệu: {listed}.");
        emitter.about_agency(None, "", Place::file(), "", message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::roads::Roads;
    use crate::rules::testing::*;

    #[test]
    fn fires() {
        let codes = ["SLA", "KH99-001"].map(str::to_owned).into();
        let week = Week { roads: Roads { beyond: [(code("SKHCN"), codes)].into(), ..Roads::default() }, ..Week::default() };
        assert_eq!(messages(&fires_on_whole(&RULE, &week)), [RULE.example]);
    }

    #[test]
    fn what_the_register_has_is_not_asked() {
        assert_eq!(fires_on_whole(&RULE, &Week::default()), []);
    }
}
