//! T43: rows, or cells of rows, that were left as the form came with them, although something newer is known of them.

use crate::model::fields::Row;
use crate::model::finding::{Effect, Severity};
use crate::model::place::Place;
use crate::model::report::{Manner, Table};
use crate::rules::view::{ReportView, written_code};
use crate::rules::{Check, Emitter, Rule, wording};

/// Who wrote nothing takes nothing back; who did mean the older value cannot be told from that, and reads here what to do.
pub static RULE: Rule = Rule {
    code: "T43",
    name: "left_alone",
    severity: Severity::Note,
    effect: Effect::Flag,
    title: "Ô để nguyên như biểu mẫu đã cấp, sau đó đã có số liệu mới hơn",
    advice: "Đề nghị giữ nguyên nếu số liệu mới hơn là đúng; nếu số liệu ghi trong biểu mẫu cũ mới đúng, đề nghị cơ quan tổng hợp cấp lại biểu mẫu, ghi số liệu đó vào và gửi lại.",
    explanation: "Biểu mẫu được cấp trước khi có số liệu mới nhất của đơn vị. Ô mà đơn vị không sửa được coi là không đổi so với số liệu mới nhất, không phải là đơn vị báo lại số liệu cũ, kể cả khi dòng đó chỉ ghi thêm Ghi chú. Trạng thái, tỷ lệ, ngày hoàn thành là một nội dung, sửa một ô thì tính cả ba ô.",
    example: "Không sửa so với biểu mẫu đã cấp: KH11-001 (ô G9). Sau khi cấp biểu mẫu đã có số liệu mới hơn; các ô này lấy theo số liệu mới hơn.",
    check: Check::Report(check),
};

/// Rows that are named.
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
    let rows: Vec<String> = table.rows.iter().filter_map(left_alone).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    if !rows.is_empty() {
        let rows = wording::some_of(&rows, SHOWN, "dòng");
        let message = format!(
            "Không sửa so với biểu mẫu đã cấp: {rows}. Sau khi cấp biểu mẫu đã có số liệu mới hơn; các ô này lấy theo số liệu mới hơn."
        );
        emitter.at(Place::sheet(&table.sheet), message);
    }
}

/// A row with its cells that say something newer than its form; `None` if there are none. A cell that is blank since says nothing
/// newer: what stood there was answered, or taken back.
fn left_alone<R: Row>(row: &R) -> Option<String> {
    let fields = R::FIELDS.iter().filter_map(|spec| spec.access.as_ref()).map(|access| access.field(row));
    let newer = fields.filter(|field| field.manner() == Manner::LeftAlone && !field.is_empty());
    let cells: Vec<String> = newer.map(|field| field.cell().map(|cell| cell.to_string()).unwrap_or_default()).collect();
    let code = written_code(row.key());
    let known: Vec<&str> = cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
    match (cells.is_empty(), known.is_empty()) {
        (true, _) => None,
        (false, true) => Some(code.to_owned()),
        (false, false) => Some(format!("{code} (ô {})", known.join(", "))),
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
    fn rows_that_somebody_wrote_are_silent_and_so_is_what_was_answered_since() {
        assert_eq!(fires(&RULE, &ReportDraft::by("SYT").task("KH11-001", |_| {})), []);
        let answered = ReportDraft::by("SYT").task("KH11-001", |row| row.proposal.manner = Manner::LeftAlone);
        assert_eq!(fires(&RULE, &answered), []);
    }
}
