//! H16: the workbook of a desk below lies in the folder of another office.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::FileCase;
use crate::rules::{Check, Emitter, Rule};

/// Whoever writes into the folder of an office would speak for the desk, and for all of its offices.
pub static RULE: Rule = Rule {
    code: "H16",
    name: "desk_report_misplaced",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Bản tổng hợp nằm trong thư mục của cơ quan khác",
    advice: "Đề nghị cơ quan đầu mối gửi bản tổng hợp vào thư mục của mình hoặc thư mục chung; bản gửi để đơn vị biết thì đặt ngoài thư mục báo cáo.",
    explanation: "Ai ghi được vào thư mục của một đơn vị thì chỉ nói thay đơn vị đó. Bản tổng hợp nói thay nhiều đơn vị nên chỉ nhận ở thư mục \
        của cơ quan đầu mối hoặc thư mục chung. Tệp giống hệt bản đã nhận thì bỏ qua.",
    example: "Bản tổng hợp của Sở KH&CN nằm trong thư mục của Sở Y tế, chưa nhận.",
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, emitter: &mut Emitter) {
    if let (Some(owner), Some(report)) = (case.content.misplaced_in(case.folder), case.content.desk_report()) {
        let (owner, desk) = (case.register.short_name(owner), case.register.short_name(&report.release.desk));
        emitter.at(Place::file(), format!("Bản tổng hợp của {desk} nằm trong thư mục của {owner}, chưa nhận."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::Finding;
    use crate::model::inbox::Folder;
    use crate::rules::testing::*;

    fn found(owner: &str) -> Vec<Finding> {
        let sample = FileSample::consolidation(|report| report.release.desk = code("SKHCN"));
        let mut sample = FileSample { file: inbox_file(&format!("{owner}/TongHop.xlsx")), agency: Some(code("SKHCN")), ..sample };
        sample.file.folder = Folder::Agency(code(owner));
        fires_on_file(&RULE, &sample)
    }

    #[test]
    fn fires() {
        assert_eq!(messages(&found("SYT")), [RULE.example]);
    }

    #[test]
    fn in_its_own_folder_it_is_where_it_belongs() {
        assert_eq!(found("SKHCN"), []);
    }
}
