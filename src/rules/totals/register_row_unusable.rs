//! H06: a row of the register that cannot be used as it is written, and what holds in its place.

use crate::model::finding::{Effect, Severity};
use crate::model::register_mistake::FILE_NAME;
use crate::rules::case::WholeCase;
use crate::rules::{Check, Emitter, Rule};

/// The row costs nobody else anything, so the desk would not notice it from the figures.
pub static RULE: Rule = Rule {
    code: "H06",
    name: "register_row_unusable",
    severity: Severity::Warning,
    effect: Effect::Flag,
    title: "Danh mục có dòng chưa dùng được",
    advice: "Đề nghị cơ quan tổng hợp sửa ô được nêu trong danh-muc.xlsx, lưu và đóng tệp.",
    explanation: "Một dòng sai của danh mục không làm dừng việc nhận, tổng hợp báo cáo của các dòng khác. Dòng sai tạm lấy theo danh mục đã dùng trước đó. Nếu chưa từng có dòng ấy: ô có thể để trống thì tạm coi là trống; đơn vị vẫn được nhận báo cáo nhưng tạm thời chưa bị yêu cầu; dòng khác chưa được tính, cho đến khi được sửa.",
    example: "Không có đơn vị “SKHNC” trong trang DonVi. Có phải là “SKHCN” không? Tạm dùng dòng này theo danh mục trước đó.",
    check: Check::Whole(check),
};

fn check(case: &WholeCase<'_>, emitter: &mut Emitter) {
    for mistake in &case.register.mistakes {
        emitter.about_agency(None, FILE_NAME, mistake.place.clone(), "", mistake.message.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::{CellRef, Place};
    use crate::model::register_mistake::RegisterMistake;
    use crate::rules::testing::*;

    #[test]
    fn a_register_without_a_mistake_is_silent() {
        assert_eq!(fires_on_whole(&RULE, &Week::default()), []);
    }

    #[test]
    fn each_mistake_is_told_at_its_cell() {
        let (week, mut register) = (Week::default(), register());
        let place = Place::cell("NhiemVu", CellRef::new(4, 6));
        register.mistakes.push(RegisterMistake { place: place.clone(), message: RULE.example.to_owned() });
        let found = fires_on_whole_with(&RULE, &week, &register);
        assert_eq!(messages(&found), [RULE.example]);
        assert_eq!((found[0].file.as_str(), &found[0].place, &found[0].agency), (FILE_NAME, &place, &None));
    }
}
