//! T22: an office said one thing here and another to a desk below.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::WholeCase;
use crate::rules::{Check, Emitter, Rule, wording};

/// One of the two counts; that the other says something else must not pass in silence.
pub static RULE: Rule = Rule {
    code: "T22",
    name: "sent_differently",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Hai bản gửi hai nơi khác nhau",
    advice: "Đề nghị gửi cùng một báo cáo đến cả hai nơi; nếu bản chưa tính là bản đúng, gửi bản ấy cho nơi còn lại.",
    explanation: "Đơn vị gửi báo cáo đến cả hai nơi và hai bản khác nhau. Mỗi đơn vị được tính một lần, theo bản gửi cơ quan đôn đốc đơn vị.",
    example: "Bản gửi Sở KH&CN và bản gửi trực tiếp khác nhau ở 1 ô: KH11-001; số liệu lấy theo bản gửi Sở KH&CN.",
    check: Check::Whole(check),
};

/// So many codes are told.
const SHOWN: usize = 20;

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    for (agency, difference) in &case.roads.differences {
        let desk = case.register.short_name(&difference.desk);
        let cells = difference.cells.len();
        let at = match difference.codes().as_slice() {
            [] => String::new(),
            codes => format!(" ở {cells} ô: {}", wording::some_of(codes, SHOWN, "mã")),
        };
        let counted = if difference.counts_there { format!("bản gửi {desk}") } else { "bản gửi trực tiếp".to_owned() };
        let message = format!("Bản gửi {desk} và bản gửi trực tiếp khác nhau{at}; số liệu lấy theo {counted}.");
        emitter.about_agency(Some(agency.clone()), "", Place::file(), "", message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::roads::{CellDifference, RoadDifference, Roads, Said};
    use crate::rules::testing::*;

    fn week(counts_there: bool, codes: &[&str]) -> Week {
        let said = |text: &str| Said { text: text.to_owned(), source: None };
        let cell =
            |code: &&str| CellDifference {
                code: (*code).to_owned(), column: "Tỷ lệ hoàn thành (%)", here: said("90"), there: said("40")
            };
        let difference = RoadDifference { desk: code("SKHCN"), counts_there, cells: codes.iter().map(cell).collect() };
        Week { roads: Roads { differences: [(code("SYT"), difference)].into(), ..Roads::default() }, ..Week::default() }
    }

    #[test]
    fn fires() {
        let found = fires_on_whole(&RULE, &week(true, &["KH11-001"]));
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].agency, Some(code("SYT")));
        let found = fires_on_whole(&RULE, &week(false, &[]));
        assert!(messages(&found)[0].ends_with("khác nhau; số liệu lấy theo bản gửi trực tiếp."), "{found:?}");
    }

    #[test]
    fn who_says_the_same_is_not_asked() {
        assert_eq!(fires_on_whole(&RULE, &Week::default()), []);
    }
}
