//! H15: a desk below sent a release that it had withdrawn.

use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::rules::case::ReceiptCase;
use crate::rules::{Check, Emitter, Rule};
use crate::text::{file_name, format};

/// The workbook was made before it was withdrawn and cannot say so; the name that it got then does.
pub static RULE: Rule = Rule {
    code: "H15",
    name: "release_withdrawn",
    severity: Severity::Reject,
    effect: Effect::Version,
    title: "Bản tổng hợp đã hủy",
    advice: "Đề nghị cơ quan đầu mối gửi bản tổng hợp đang có hiệu lực; chưa có bản thay thì lập rồi gửi bản đó.",
    explanation: "Bản tổng hợp đã hủy được giữ với tên …_huy và không dùng nữa. Bản đã hủy bị đổi lại tên thì trong tệp không có gì cho biết; \
        bản thay có số lần chốt lớn hơn nên luôn được lấy thay bản đó.",
    example: "Tệp TongHop_SKHCN_T28_2025_huy.xlsx là bản tổng hợp lần 1 đã hủy, không nhận.",
    check: Check::Receipt(check),
};

fn check(case: &ReceiptCase<'_>, emitter: &mut Emitter) {
    let name = case.file.name();
    if let Some(report) = case.content.desk_report().filter(|_| file_name::says_withdrawn(name)) {
        let (name, version) = (format::quote(name), report.release.version);
        emitter.at(Place::file(), format!("Tệp {name} là bản tổng hợp lần {version} đã hủy, không nhận."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn found(name: &str) -> Vec<crate::model::finding::Finding> {
        let mut sample = FileSample::consolidation(|_| {});
        sample.file.path = format!("SKHCN/{name}");
        fires_on_file(&RULE, &sample)
    }

    #[test]
    fn fires() {
        assert_eq!(messages(&found("TongHop_SKHCN_T28_2025_huy.xlsx")), [RULE.example]);
        assert_eq!(found("TongHop_SKHCN_T28_2025_v2_huy2 (1).xlsx").len(), 1);
    }

    #[test]
    fn a_release_in_force_and_a_report_are_not_asked() {
        assert_eq!(found("TongHop_SKHCN_T28_2025.xlsx"), []);
        let mut sample = FileSample::workbook();
        sample.file.path = "SYT/BC_SYT_T28_2025_huy.xlsx".into();
        assert_eq!(fires_on_file(&RULE, &sample), []);
    }
}
