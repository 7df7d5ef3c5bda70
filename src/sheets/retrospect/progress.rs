//! `Đơn vị tiến bộ`: offices whose tasks moved from the first release to the last, each with the tasks behind its numbers.

use super::list::{RetrospectInput, column, open};
use super::moved;
use crate::model::class::NAMED_FROM;
use crate::model::retrospect::Progress;
use crate::sheets::frame::{self, FOOT, STRONG, STRONG_CENTERED};
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::text::format;
use std::collections::BTreeMap;

/// Width of what has to be done.
const SUBJECT: f64 = 52.0;

pub(super) fn sheet(input: &RetrospectInput<'_>) -> Sheet {
    let r = input.retrospect;
    let columns = [
        column("TT", 5.0),
        column("Đơn vị, nhiệm vụ", SUBJECT),
        column("Mã nhiệm vụ", 12.0),
        column("Mới hoàn thành", 10.0),
        column("Hết quá hạn", 10.0),
        column("Lùi lại", 10.0),
        column("Đầu kỳ", 20.0),
        column("Cuối kỳ", 20.0),
    ];
    let mut sheet = open(input, "Đơn vị tiến bộ", "ĐƠN VỊ CÓ NHIỆM VỤ CHUYỂN BIẾN", &[], &columns, 0);
    let contents: BTreeMap<_, &str> = r.tasks.iter().map(|task| (&task.code, task.content.as_str())).collect();
    for (number, progress) in (1usize..).zip(&r.progress) {
        let mut cells = vec![Cell::text(format::roman(number), STRONG_CENTERED), Cell::text(name(input, progress), STRONG)];
        cells.push(Cell::blank(STRONG));
        cells.extend([progress.finished, progress.relieved, progress.fallen].map(|figure| Cell::count(figure, STRONG_CENTERED)));
        cells.extend([Cell::blank(STRONG), Cell::blank(STRONG)]);
        frame::push(&mut sheet, cells);
        for (number, one) in (1u32..).zip(&progress.moves) {
            let of = if progress.agency.is_none() { format!("{}: ", r.short_name(&one.agency)) } else { String::new() };
            let content = contents.get(&one.task).copied().unwrap_or_default();
            let mut cells = vec![Cell::count(number, frame::CENTERED), frame::subject(&format!("{of}{content}"), SUBJECT)];
            cells.push(Cell::text(one.task.as_str(), Style::BODY));
            cells.extend((0..3).map(|_| Cell::blank(Style::BODY)));
            cells.extend([moved::state(Some(one.first)), moved::state(Some(one.last))]);
            frame::push(&mut sheet, cells);
        }
    }
    frame::filter(&mut sheet);
    let foot = format!(
        "So bản đã chốt đầu kỳ với cuối kỳ, theo phần việc của từng đơn vị có từ {NAMED_FROM:02} nhiệm vụ; xã, phường tính chung. Mức tiến bộ = Mới \
         hoàn thành + Hết quá hạn - Lùi lại; xếp theo số nhiệm vụ, không theo tỷ lệ. Lùi lại: mới quá hạn, hoặc đã báo hoàn thành nay báo lại chưa xong."
    );
    frame::merged(&mut sheet, foot, FOOT);
    frame::finish(sheet)
}

/// The office, or all communes.
pub(super) fn name(input: &RetrospectInput<'_>, progress: &Progress) -> String {
    progress.agency.as_ref().map_or_else(|| "Khối xã, phường".to_owned(), |agency| format::clean(&input.retrospect.short_name(agency)))
}
