//! T43: rows, or cells of rows, that were left as the form came with them, although something newer is known of them.

use crate::model::fields::Row;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::report::{Manner, Table};
use crate::rules::view::{ReportView, written_code};
use crate::rules::{Check, Emitter, Rule, wording};

/// Who wrote nothing takes nothing back; who did mean the older value cannot be told from that, and reads here what to write.
pub static RULE: Rule = Rule {
    code: "T43",
    name: "left_alone",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Dòng, ô để nguyên như biểu mẫu đã cấp, sau đó đã có số liệu mới hơn",
    advice: "Đề nghị giữ nguyên nếu số liệu mới hơn là đúng; nếu số liệu ghi trong biểu mẫu mới đúng, ghi lý do ở cột Ghi chú của dòng đó rồi gửi lại.",
    explanation: "Biểu mẫu được cấp trước khi có số liệu mới nhất của đơn vị. Dòng, ô mà đơn vị không sửa được coi là không đổi so với số liệu mới nhất, không phải là đơn vị báo lại số liệu cũ; trạng thái, tỷ lệ, ngày hoàn thành, ghi chú là một nội dung, sửa một ô thì tính cả bốn ô.",
    example: "Để nguyên như biểu mẫu đã cấp: KH11-001. Sau khi cấp biểu mẫu đã có số liệu mới hơn; chương trình dùng số liệu mới hơn.",
    check: Check::Report(check),
};

/// Codes that are named.
const SHOWN: usize = 20;

fn check(view: &ReportView<'_>, emitter: &mut Emitter) {
    let report = view.case.report;
    told(&report.tasks, emitter);
    told(&report.targets, emitter);
    told(&report.criteria, emitter);
}

/// One line a sheet: all its rows have one cause.
fn told<R: Row>(table: &Option<Table<R>>, emitter: &mut Emitter) {
    let Some(table) = table else { return };
    let left =
        |row: &&R| R::FIELDS.iter().filter_map(|spec| spec.access.as_ref()).any(|access| access.field(*row).manner() == Manner::LeftAlone);
    let codes: Vec<&str> = table.rows.iter().filter(left).map(|row| written_code(row.key())).collect();
    if !codes.is_empty() {
        let codes = wording::some_of(&codes, SHOWN, "dòng");
        let message = format!(
            "Để nguyên như biểu mẫu đã cấp: {codes}. Sau khi cấp biểu mẫu đã có số liệu mới hơn; chương trình dùng số liệu mới hơn."
        );
        emitter.at(Place::sheet(&table.sheet), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_row_that_says_what_is_known_now_is_noted() {
        let written = ReportDraft::by("SYT").task("KH11-001", |row| row.percent.manner = Manner::LeftAlone).task("KH11-002", |_| {});
        assert_eq!(messages(&fires(&RULE, &written)), [RULE.example]);
    }

    #[test]
    fn rows_that_somebody_wrote_are_silent() {
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {})), []);
    }
}
