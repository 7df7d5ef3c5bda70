//! H04: what a desk below printed is not what its rows come to.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::WholeCase;
use crate::rules::{Check, Emitter, Rule, wording};

/// Leaders read both papers; where they say something else the Office has to know first.
pub static RULE: Rule = Rule {
    code: "H04",
    name: "desk_figures_differ",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Số liệu của đầu mối khác tính lại",
    advice: "Đề nghị cơ quan tổng hợp trao đổi với cơ quan đầu mối trước khi trình: danh mục hai nơi có thể khác nhau, hoặc trang in bị sửa.",
    explanation: "Tổng số in trong bản tổng hợp của đầu mối được tính lại từ các dòng của chính bản ấy, theo danh mục ở đây, và từ báo cáo các đơn \
        vị gửi trực tiếp. Số liệu trình lấy theo số tính lại.",
    example: "Số liệu của Sở KH&CN (37) khác tính lại từ báo cáo đơn vị (36) ở mục nhiệm vụ hoàn thành.",
    check: Check::Whole(check),
};

/// So many codes are told.
const SHOWN: usize = 20;

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    for figure in &case.roads.figures {
        let (desk, printed, counted, item) = (case.register.short_name(&figure.desk), figure.printed, figure.counted, figure.item);
        let from = if figure.with_direct { "báo cáo đơn vị gửi trực tiếp" } else { "báo cáo đơn vị" };
        let codes = match figure.codes.as_slice() {
            [] => String::new(),
            codes => format!(": {}", wording::some_of(codes, SHOWN, "nhiệm vụ")),
        };
        let message = format!("Số liệu của {desk} ({printed}) khác tính lại từ {from} ({counted}) ở mục {item}{codes}.");
        emitter.about_agency(None, "", Place::file(), "", message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::roads::{FigureOfDesk, Roads};
    use crate::rules::testing::*;

    fn week(with_direct: bool, codes: &[&str]) -> Week {
        let codes = codes.iter().map(|code| (*code).to_owned()).collect();
        let item = "nhiệm vụ hoàn thành";
        let figure = FigureOfDesk { desk: code("SKHCN"), item, printed: 37, counted: 36, with_direct, codes };
        Week { roads: Roads { figures: vec![figure], ..Roads::default() }, ..Week::default() }
    }

    #[test]
    fn fires() {
        assert_eq!(messages(&fires_on_whole(&RULE, &week(false, &[]))), [RULE.example]);
        let found = fires_on_whole(&RULE, &week(true, &["KH11-001"]));
        assert!(messages(&found)[0].ends_with("từ báo cáo đơn vị gửi trực tiếp (36) ở mục nhiệm vụ hoàn thành: KH11-001."), "{found:?}");
    }

    #[test]
    fn figures_that_agree_are_silent() {
        assert_eq!(fires_on_whole(&RULE, &Week::default()), []);
    }
}
