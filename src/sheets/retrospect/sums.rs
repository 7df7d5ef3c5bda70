//! `Chỉ tiêu trong kỳ`: targets that count what each period added, week by week, with the sum.

use super::list::{RetrospectInput, column, open, week_columns};
use crate::model::retrospect::PeriodSum;
use crate::sheets::frame::{self, CENTERED, FOOT};
use crate::sheets::sheet::{Align, Cell, Sheet, Style};
use crate::text::format;

/// So many weeks go on a paper beside the sums.
const WEEKS_PRINTED: usize = 6;
/// Width of what is measured.
const SUBJECT: f64 = 30.0;
const FIGURE: Style = Style { align: Align::Right, ..Style::BODY };

/// `None` where no target counts what a period added.
pub(super) fn sheet(input: &RetrospectInput<'_>) -> Option<Sheet> {
    let sums = &input.retrospect.sums;
    if sums.is_empty() {
        return None;
    }
    let mut columns = vec![
        column("TT", 5.0),
        column("Mã chỉ tiêu", 11.0),
        column("Tên chỉ tiêu", SUBJECT),
        column("Đơn vị tính", 10.0),
        column("Mục tiêu", 10.0),
        column("Cộng cả kỳ", 12.0),
        column("Ghi chú", 20.0),
    ];
    columns.extend(week_columns(input, 8.0, WEEKS_PRINTED));
    let mut sheet = open(input, "Chỉ tiêu trong kỳ", "CHỈ TIÊU GHI SỐ LIỆU TRONG KỲ", &[], &columns, 3);
    for (number, sum) in (1u32..).zip(sums) {
        let mut cells = vec![
            Cell::count(number, CENTERED),
            Cell::text(sum.code.as_str(), Style::BODY),
            frame::subject(&sum.name, SUBJECT),
            Cell::text(format::clean(&sum.unit), CENTERED),
            Cell::text(format::clean(&sum.goal), FIGURE),
            Cell::text(sum.sum.map(format::decimal).unwrap_or_default(), Style { bold: true, ..FIGURE }),
            Cell::text(notes(sum).join("; "), Style::BODY),
        ];
        let figure = |period| sum.weeks.iter().find(|week| week.period == period).map(|week| format::decimal(week.value));
        cells.extend(input.retrospect.weeks.iter().map(|week| Cell::text(figure(week.period).unwrap_or_default(), FIGURE)));
        frame::push(&mut sheet, cells);
    }
    frame::filter(&mut sheet);
    let foot = "Chỉ tiêu “Trong kỳ” mỗi tuần chỉ ghi phần phát sinh của tuần đó nên cộng được; ô trống là không có số liệu, không phải bằng 0. Tỷ lệ có tử \
                số, mẫu số: cộng tử số, mẫu số rồi chia, không lấy trung bình các tỷ lệ.";
    frame::merged(&mut sheet, foot, FOOT);
    Some(frame::finish(sheet))
}

/// What a reader has to know of a sum before it is quoted.
pub(super) fn notes(sum: &PeriodSum) -> Vec<String> {
    let mut notes = Vec::new();
    if sum.sum.is_none() && !sum.weeks.is_empty() {
        notes.push("không cộng được".to_owned());
    }
    if sum.incomplete > 0 {
        notes.push(format!("thiếu số liệu {} tuần", sum.incomplete));
    }
    if sum.estimated {
        notes.push("có số ước".to_owned());
    }
    notes
}
