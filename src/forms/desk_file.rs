//! Files that desks write: consolidated and internal workbooks, answers, messages. Several desks may watch one inbox and have their
//! answers in the folders of offices, so such files lie where reports are expected. They are told by what is in them: a
//! name is changed too easily, and another desk's records are not at hand.

use crate::model::place::CellRef;
use crate::model::workbook::{RawValue, RawWorkbook};

/// Form code of the workbooks that a desk makes of reports.
pub const CONSOLIDATED: &str = "BM-TH";
/// Names of the sheets of the workbook that stays at a desk; no report has all of them. Earlier ones have the first three.
pub const INTERNAL_SHEETS: [&str; 4] = ["Chất lượng", "Lỗi, cảnh báo", "Nhật ký", "Ghi chú của đơn vị"];
/// Form code of that workbook. It bears none: it is told by its sheets.
pub const INTERNAL: &str = "BM-NB";
/// Form code of an answer. No answer bears it: it is told by its sheets and its title.
pub const ANSWER: &str = "BM-PH";
/// Names of the sheets of an answer; of some there is only the first, or the first two.
pub const ANSWER_SHEETS: [&str; 3] = ["Cần sửa", "Đã đọc được", "Điểm số liệu"];
/// How an answer begins, as a workbook and as text; its period follows.
pub const ANSWER_TITLE: &str = "PHIẾU PHẢN HỒI BÁO CÁO";
/// What stands before the title of an answer of a rehearsal.
pub const ANSWER_REHEARSAL: &str = "DIỄN TẬP - ";
/// How the text for the chat group, or for one block, begins; its counts follow.
pub const MESSAGE_TO: &str = "Kính gửi các cơ quan, đơn vị";
/// What stands before the text for the chat group in a rehearsal.
pub const MESSAGE_REHEARSAL: &str = "[DIỄN TẬP] ";
/// What the first line of the text for the chat group says of a period with reports, and of one without any.
const MESSAGE_COUNTS: [&str; 2] = [" đã nhận ", " chưa nhận được báo cáo "];
/// How the text for the chat group began in version 0.1, and what its first line said.
const FORMER_MESSAGE: &str = "Báo cáo ";
const FORMER_COUNTS: [&str; 2] = [") đã nhận ", ". Chưa nhận được báo cáo nào ("];
/// How the consolidated data for programs begin.
const DATA_START: &str = r#"{"schema":"tonghop."#;
/// Bytes of a text that are looked at: its first line is shorter.
const TEXT_BYTES: usize = 500;

/// Is this the form code of a workbook that a desk wrote?
pub fn is_desk_form(code: &str) -> bool {
    [CONSOLIDATED, INTERNAL, ANSWER].contains(&code)
}

/// The form code of a workbook that a desk wrote and that names none; `None` if it is of somebody else.
pub fn form_of(workbook: &RawWorkbook) -> Option<&'static str> {
    let of_first = |count: usize| workbook.sheets.iter().map(|sheet| sheet.name.as_str()).eq(INTERNAL_SHEETS.into_iter().take(count));
    if of_first(3) || of_first(4) {
        return Some(INTERNAL);
    }
    is_answer(workbook).then_some(ANSWER)
}

fn is_answer(workbook: &RawWorkbook) -> bool {
    let Some(sheet) = workbook.sheets.first() else { return false };
    let title = sheet.get(CellRef::new(0, 0));
    let ours =
        workbook.sheets.len() <= ANSWER_SHEETS.len() && workbook.sheets.iter().zip(ANSWER_SHEETS).all(|(sheet, name)| sheet.name == name);
    ours && matches!(title, Some(RawValue::Text(title)) if is_answer_title(title))
}

/// Is this a text that a desk wrote: an answer, a message, data for programs?
pub fn is_desk_text(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..TEXT_BYTES).unwrap_or(bytes));
    let head = head.trim_start_matches('\u{feff}');
    let line = head.lines().next().unwrap_or_default();
    let compact: String = head.chars().filter(|c| !c.is_whitespace()).collect();
    let message = line.strip_prefix(MESSAGE_REHEARSAL).unwrap_or(line);
    is_answer_title(line)
        || compact.starts_with(DATA_START)
        || [(MESSAGE_TO, MESSAGE_COUNTS), (FORMER_MESSAGE, FORMER_COUNTS)]
            .iter()
            .any(|(begins, counts)| message.starts_with(begins) && counts.iter().any(|words| message.contains(words)))
}

fn is_answer_title(title: &str) -> bool {
    title.strip_prefix(ANSWER_REHEARSAL).unwrap_or(title).starts_with(ANSWER_TITLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_a_desk_is_told_by_its_first_line() {
        for text in [
            "PHIẾU PHẢN HỒI BÁO CÁO TUẦN 28 NĂM 2025\nĐơn vị: …",
            "DIỄN TẬP - PHIẾU PHẢN HỒI BÁO CÁO TUẦN 28 NĂM 2025",
            "[DIỄN TẬP] Kính gửi các cơ quan, đơn vị. Đến 10 giờ 50 (thứ Sáu 11/7) Sở KH&CN đã nhận 01/06 báo cáo tuần 28/2025; trân trọng cảm ơn.",
            "Kính gửi các cơ quan, đơn vị khối Cấp xã. Sở KH&CN chưa nhận được báo cáo tuần 28/2025 nào (00/06).",
            "[DIỄN TẬP] Báo cáo tuần 28/2025. Đến 10 giờ 50 (thứ sáu) đã nhận 1/6.\n",
            "Báo cáo tuần 28/2025. Chưa nhận được báo cáo nào (0/6).",
            "{\n  \"schema\": \"tonghop.data/1\",",
        ] {
            assert!(is_desk_text(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "Báo cáo tuần 28/2025 của Sở Y tế",
            "Kính gửi: PHIẾU PHẢN HỒI BÁO CÁO",
            "Kính gửi các cơ quan, đơn vị của tỉnh",
            "{\"schema\":\"khac\"}",
            "PK\u{3}\u{4}",
        ] {
            assert!(!is_desk_text(text.as_bytes()), "{text}");
        }
    }
}
