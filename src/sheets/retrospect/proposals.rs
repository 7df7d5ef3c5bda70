//! `Kiến nghị`: what was asked first, answered, and still waits, in the desk's words.

use super::list::{RetrospectInput, column, open, week_cell};
use crate::sheets::frame::{self, CENTERED, FOOT};
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::text::format;

/// Width of the desk's words.
const SUBJECT: f64 = 32.0;

pub(super) fn sheet(input: &RetrospectInput<'_>) -> Sheet {
    let r = input.retrospect;
    let columns = [
        column("TT", 5.0),
        column("Số kiến nghị", 15.0),
        column("Đơn vị", 20.0),
        column("Cấp giải quyết", 16.0),
        column("Nội dung trình", SUBJECT),
        column("Từ tuần", 10.0),
        column("Mới trong kỳ", 8.0),
        column("Tình trạng cuối kỳ", 18.0),
        column("Tuần kết thúc", 10.0),
        column("Văn bản trả lời", 14.0),
    ];
    let mut sheet = open(input, "Kiến nghị", "KIẾN NGHỊ TRONG KỲ", &[], &columns, 2);
    for (number, proposal) in (1u32..).zip(&r.proposals) {
        let wording = if proposal.wording.trim().is_empty() { "(chưa có nội dung trình)" } else { &proposal.wording };
        let cells = vec![
            Cell::count(number, CENTERED),
            Cell::text(proposal.number.to_string(), Style::BODY),
            Cell::text(format::clean(&r.short_name(&proposal.agency)), Style::BODY),
            Cell::text(format::clean(&proposal.level), Style::BODY),
            frame::subject(wording, SUBJECT),
            week_cell(Some(proposal.since)),
            Cell::text(if proposal.opened { "x" } else { "" }, CENTERED),
            Cell::text(proposal.state.label(), Style::BODY),
            week_cell(proposal.closed_in),
            frame::subject(&proposal.document, 14.0),
        ];
        frame::push(&mut sheet, cells);
    }
    frame::filter(&mut sheet);
    frame::merged(&mut sheet, "Kiến nghị có số từ bản đã chốt; lời của đơn vị ở trang Vướng mắc, kiến nghị của tuần đó.", FOOT);
    frame::finish(sheet)
}
