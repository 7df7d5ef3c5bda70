//! `Điểm số liệu`: how good the data of the report are, and what to do for more points. For the agency itself.

use crate::forms::desk_file::ANSWER_SHEETS;
use crate::model::as_sent::DataScore;
use crate::sheets::data_score::{MEASURES, PARTS};
use crate::sheets::feedback::answer_input::lower_first;
use crate::sheets::frame::{self, CENTERED, FOOT, FOOT_FIGURE, STRONG, STRONG_CENTERED};
use crate::sheets::sheet::{Align, Cell, Page, Sheet, Style};

/// A line a part with its points, then the whole and what to do for more.
pub(super) fn sheet(score: &DataScore) -> Sheet {
    let mut sheet = Sheet {
        name: ANSWER_SHEETS[2].to_owned(),
        widths: vec![60.0, 14.0, 14.0],
        page: Page { fit: Some((1, 0)), numbered: true, ..Page::default() },
        ..Sheet::default()
    };
    frame::merged(&mut sheet, "ĐIỂM CHẤT LƯỢNG SỐ LIỆU CỦA BÁO CÁO", Style { align: Align::Left, ..Style::TITLE });
    frame::push(&mut sheet, ["Nội dung", "Điểm", "Tối đa"].map(|heading| Cell::text(heading, Style::HEADING)).to_vec());
    for ((name, weight), points) in PARTS.into_iter().zip(score.points) {
        frame::push(&mut sheet, vec![Cell::text(name, Style::BODY), Cell::count(points, CENTERED), Cell::count(weight, CENTERED)]);
    }
    let total = format!("Tổng số (xếp loại: {})", score.rank());
    frame::push(&mut sheet, vec![Cell::text(total, STRONG), Cell::count(score.total, STRONG_CENTERED), Cell::count(100, STRONG_CENTERED)]);
    if !score.repairs.is_empty() {
        frame::merged(&mut sheet, "Cách tăng điểm ít tốn công nhất:", FOOT_FIGURE);
    }
    for (number, (words, points)) in (1u32..).zip(&score.repairs) {
        frame::merged(&mut sheet, format!("{number}. {words}: +{points} điểm"), FOOT_FIGURE);
    }
    frame::merged(&mut sheet, MEASURES, FOOT);
    frame::finish(sheet)
}

/// The same on one line.
pub(super) fn line(score: &DataScore) -> String {
    let repairs: Vec<String> = score.repairs.iter().map(|(words, points)| format!("{} (+{points} điểm)", lower_first(words))).collect();
    let more =
        if repairs.is_empty() { String::new() } else { format!(" Cách tăng điểm ít tốn công nhất: {}.", repairs.join("; ")) };
    format!("Điểm chất lượng số liệu: {}/100 ({}).{more} {MEASURES}", score.total, score.rank())
}
