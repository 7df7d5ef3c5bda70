//! T21: an office that has to send to both desks sent to the other one alone.

use crate::model::agency::Route;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::WholeCase;
use crate::rules::{Check, Emitter, Rule};

/// Its figures are here all the same, so it is told and nothing is taken out.
pub static RULE: Rule = Rule {
    code: "T21",
    name: "sent_to_one_desk",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Báo cáo mới gửi một trong hai nơi",
    advice: "Đề nghị kỳ sau gửi báo cáo đến cả hai nơi trong cùng hạn nộp.",
    explanation: "Danh mục ghi Nơi nộp của đơn vị là Cả hai. Số liệu của đơn vị vẫn có, lấy theo bản tổng hợp của cơ quan đầu mối; nhưng nơi chưa \
        nhận báo cáo không đối chiếu được, và không có số liệu nếu bản tổng hợp đến muộn.",
    example: "Đã gửi Sở KH&CN nhưng chưa gửi trực tiếp đến cơ quan tổng hợp này; danh mục ghi Nơi nộp: Cả hai.",
    check: Check::Whole(check),
};

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    let to_both = |agency: &_| case.register.agency(agency).is_some_and(|office| office.route == Route::Both);
    for (agency, desk) in case.roads.silent.iter().filter(|(agency, _)| to_both(agency)) {
        let name = case.register.short_name(desk);
        let message = format!("Đã gửi {name} nhưng chưa gửi trực tiếp đến cơ quan tổng hợp này; danh mục ghi Nơi nộp: Cả hai.");
        emitter.about_agency(Some(agency.clone()), "", Place::file(), "", message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::roads::Roads;
    use crate::rules::testing::*;

    fn through_a_desk() -> Week {
        Week { roads: Roads { silent: [(code("SYT"), code("SKHCN"))].into(), ..Roads::default() }, ..Week::default() }
    }

    #[test]
    fn fires() {
        let found = fires_on_whole(&RULE, &through_a_desk());
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!(found[0].agency, Some(code("SYT")));
    }

    #[test]
    fn who_sends_to_one_place_is_not_asked() {
        let mut register = register();
        register.agencies.iter_mut().for_each(|office| office.route = Route::DepartmentOnly);
        assert_eq!(fires_on_whole_with(&RULE, &through_a_desk(), &register), []);
        assert_eq!(fires_on_whole(&RULE, &Week::default()), []);
    }
}
