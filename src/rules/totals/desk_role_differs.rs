//! H10: a desk below sent the form of an office, or an office a consolidated workbook.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// The desk's own rows stand in its workbook beside those of its offices: taken from a form as well they would be two truths. And
/// who hands on for others is decided by the register, not by who sends.
pub static RULE: Rule = Rule {
    code: "H10",
    name: "desk_role_differs",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Tệp gửi không đúng vai trò của cơ quan trong danh mục",
    advice: "Đề nghị cơ quan đầu mối gửi tệp TongHop_….xlsx do chương trình lập khi chốt bản tổng hợp, cơ quan khác gửi báo cáo BM-01.",
    explanation: "Cột Vai trò của trang DonVi ghi cơ quan nào là Đầu mối: số liệu của cơ quan ấy và của các đơn vị do cơ quan ấy đôn đốc lấy từ \
        bản tổng hợp. Lấy thêm một báo cáo riêng thì có hai số liệu của cùng một cơ quan. Kỳ đã chốt số liệu vẫn theo vai trò lúc chốt.",
    example: "Cơ quan đầu mối gửi bản tổng hợp, không gửi báo cáo theo biểu mẫu BM-01.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    let Some(is_desk) = case.agency.map(|agency| case.register.is_desk_below(agency)) else { return };
    // Of a file with a mark of secrecy nothing was read but that.
    if is_desk && case.extraction().is_some_and(|extraction| extraction.secrecy_marks.is_empty()) {
        emitter.at(Place::file(), "Cơ quan đầu mối gửi bản tổng hợp, không gửi báo cáo theo biểu mẫu BM-01.".to_owned());
    } else if !is_desk && case.consolidation().is_some() {
        let message = "Danh mục của kỳ này chưa ghi cơ quan là Đầu mối, nên chưa dùng được bản tổng hợp. Nếu đúng là đầu mối, đề nghị báo cơ quan \
                       tổng hợp ghi vào danh mục (trang DonVi, cột Vai trò).";
        emitter.at(Place::file(), message.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::desk_report::DeskFault;
    use crate::model::inbox::Content;
    use crate::model::workbook::Refusal;
    use crate::rules::testing::*;

    fn of_a_desk(mut sample: FileSample) -> FileSample {
        sample.register.calendar.desks.extend(sample.agency.clone());
        sample
    }

    fn consolidation() -> FileSample {
        FileSample::other(Content::Consolidation(Box::new(Err(DeskFault::DataGone))))
    }

    #[test]
    fn fires() {
        assert_eq!(messages(&fires_on_file(&RULE, &of_a_desk(FileSample::workbook()))), [RULE.example]);
        let found = fires_on_file(&RULE, &consolidation());
        assert!(messages(&found)[0].contains("chưa ghi cơ quan là Đầu mối"), "{found:?}");
    }

    #[test]
    fn who_sends_what_the_register_says_is_not_asked() {
        for sample in [FileSample::workbook(), of_a_desk(consolidation()), of_a_desk(FileSample::other(Content::Refused(Refusal::Empty)))] {
            assert_eq!(fires_on_file(&RULE, &sample), []);
        }
        assert_eq!(fires_on_file(&RULE, &FileSample { agency: None, ..consolidation() }), []);
    }
}
