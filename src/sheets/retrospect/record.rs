//! `Theo dõi đơn vị`: the record of each office over the range, what was well done with it. The scores of its data go to the office
//! and the desk alone, so they stand in the workbook that stays.

use super::list::{Column, RetrospectInput, aside, column, open, said};
use crate::model::retrospect::AgencyRecord;
use crate::sheets::frame::{self, CENTERED, FOOT};
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::text::format;

/// Who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// It leaves.
    Leaders,
    /// It stays.
    Desk,
}

/// Weeks in a row from which on they are worth saying.
const STREAK_LEAST: u32 = 4;
/// Points from which on data are good.
const GOOD: u32 = 90;

pub(super) fn sheet(input: &RetrospectInput<'_>, reader: For) -> Sheet {
    let mut columns: Vec<Column> = vec![
        column("TT", 5.0),
        column("Đơn vị", if reader == For::Desk { 26.0 } else { 28.0 }),
        column("Số tuần tính", 7.0),
        column("Đúng hạn", 7.0),
        column("Muộn", 7.0),
        column("Trả lại", 8.0),
        column("Chưa gửi", 7.0),
        column("Nhiệm vụ xong trước hạn", 8.0),
        column("Xong đúng hạn", 7.4),
        column("Xong quá hạn", 7.4),
        column("Xong, chưa rõ ngày", 7.4),
        column("Quá hạn đầu kỳ", 7.4),
        column("Quá hạn cuối kỳ", 7.4),
        column("Làm tốt", if reader == For::Desk { 16.0 } else { 31.0 }),
    ];
    if reader == For::Desk {
        columns.extend([column("Điểm số liệu đầu kỳ", 8.0), column("Điểm số liệu cuối kỳ", 8.0)]);
    }
    columns.extend([
        aside("Mã đơn vị", 18.0),
        aside("Muộn, được tiếp nhận", 9.0),
        aside("Đúng hạn, ghi sổ sau hạn", 9.0),
        aside("Không tính", 9.0),
        aside("Không phải báo cáo", 9.0),
        aside("Nhiều tuần liên tiếp đúng hạn nhất", 10.0),
    ]);
    let mut sheet = open(input, "Theo dõi đơn vị", "THEO DÕI TỪNG ĐƠN VỊ TRONG KỲ", &[], &columns, 2);
    for (number, record) in (1u32..).zip(&input.retrospect.records) {
        let r = record;
        let mut cells = vec![Cell::count(number, CENTERED), Cell::text(format::clean(&r.name), Style::BODY)];
        let figures = [r.counted, r.on_time, r.late, r.returned, r.missing, r.done_early, r.done_on_time, r.done_late];
        cells.extend(figures.map(|figure| Cell::count(figure, CENTERED)));
        cells.extend([r.done_undated, r.overdue_first, r.overdue_last].map(|figure| Cell::count(figure, CENTERED)));
        cells.push(Cell::text(well_done(record, reader).join("; "), Style::BODY));
        if reader == For::Desk {
            let score = |score: Option<u32>| score.map_or_else(|| Cell::blank(CENTERED), |score| Cell::count(score, CENTERED));
            cells.extend([score(r.scores.map(|(first, _)| first)), score(r.scores.map(|(_, last)| last))]);
        }
        cells.push(Cell::text(r.agency.as_str(), Style::BODY));
        cells.extend([r.admitted, r.booked_late, r.left_out, r.exempt, r.streak].map(|figure| Cell::count(figure, CENTERED)));
        frame::push(&mut sheet, cells);
    }
    frame::filter(&mut sheet);
    let foot = "Số tuần tính = Đúng hạn + Muộn + Trả lại + Chưa gửi. Tuần chưa kiểm tra được do sự cố của cơ quan tổng hợp, tuần chưa xác minh \
                được giờ và tuần không phải báo cáo không tính. Nhiệm vụ: phần việc của đơn vị được ghi hoàn thành trong kỳ.";
    frame::merged(&mut sheet, said(input, foot), FOOT);
    frame::finish(sheet)
}

/// What was well done, in words.
pub(super) fn well_done(record: &AgencyRecord, reader: For) -> Vec<String> {
    let mut said = Vec::new();
    if !record.current {
        return said;
    }
    if is_punctual(record) {
        said.push(format!("đúng hạn cả {} tuần được tính", record.counted));
    } else if record.streak >= STREAK_LEAST {
        said.push(format!("{} tuần liên tiếp đúng hạn", record.streak));
    }
    if record.done_early > 0 {
        said.push(format!("{} nhiệm vụ xong trước hạn", record.done_early));
    }
    if has_caught_up(record) {
        said.push(format!("không còn nhiệm vụ quá hạn (đầu kỳ {})", record.overdue_first));
    }
    if let Some((_, last)) = record.scores.filter(|(_, last)| reader == For::Desk && *last >= GOOD) {
        said.push(format!("số liệu tốt ({last} điểm)"));
    }
    said
}

/// In time in every week that counts, and that in more than one. An office that ended is praised no more.
pub(super) fn is_punctual(record: &AgencyRecord) -> bool {
    record.current && record.counted > 1 && record.on_time == record.counted
}

/// Nothing is overdue any more, and all that was is still its own.
pub(super) fn has_caught_up(record: &AgencyRecord) -> bool {
    record.current && record.overdue_first > 0 && record.overdue_last == 0 && record.caught_up == record.overdue_first
}
