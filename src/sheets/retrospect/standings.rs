//! `Chế độ báo cáo`: how each office stood in each week, by signs, with totals by office and by week.

use super::list::{RetrospectInput, aside, column, open, said, week_columns};
use crate::model::retrospect::{AgencyRecord, CourseWeek, ReportCounts, WeekStanding};
use crate::model::submission::Standing;
use crate::sheets::frame::{self, CENTERED, FOOT, STRONG, STRONG_CENTERED};
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::text::format;

/// So many weeks go on a paper beside names and totals.
const WEEKS_PRINTED: usize = 13;

/// What each sign means, in the order in which they are explained.
const SIGNS: [(&str, &str); 10] = [
    ("Đ", "đúng hạn"),
    ("đ", "đúng hạn, chưa xác minh được giờ (không tính)"),
    ("M", "gửi muộn"),
    ("m", "gửi muộn, được tiếp nhận"),
    ("T", "trả lại"),
    ("G", "đang gửi, chưa xong"),
    ("C", "chưa gửi"),
    ("B", "có biểu mẫu, chưa điền"),
    ("?", "chưa kiểm tra được do sự cố của cơ quan tổng hợp (không tính)"),
    ("-", "không phải báo cáo (không tính)"),
];

/// The sign of a standing.
fn sign(week: &WeekStanding) -> &'static str {
    match week.standing {
        Standing::OnTime if !week.counts => "đ",
        Standing::OnTime => "Đ",
        Standing::Late => "M",
        Standing::Admitted => "m",
        Standing::Returned => "T",
        Standing::Arriving => "G",
        Standing::Missing if week.form_unfilled => "B",
        Standing::Missing => "C",
        Standing::Unknown => "?",
        Standing::Exempt => "-",
    }
}

/// A standing in words, in those of the layout.
pub(crate) fn told(input: &RetrospectInput<'_>, week: &WeekStanding) -> String {
    let words = SIGNS.iter().find(|(known, _)| *known == sign(week)).map_or("", |(_, words)| words);
    format::capital(&said(input, words))
}

/// The names of totals, and what of an office and of a week they count.
type Total = (&'static str, fn(&AgencyRecord) -> u32, fn(&ReportCounts) -> u32);

const TOTALS: [Total; 6] = [
    ("Đúng hạn", |record| record.on_time, |week| week.on_time),
    ("Muộn", |record| record.late, |week| week.late),
    ("Trả lại", |record| record.returned, |week| week.returned),
    ("Chưa gửi", |record| record.missing, |week| week.missing),
    ("Không tính", |record| record.left_out, |week| week.unknown),
    ("Không phải báo cáo", |record| record.exempt, |week| week.exempt),
];

pub(super) fn sheet(input: &RetrospectInput<'_>) -> Sheet {
    let r = input.retrospect;
    let mut columns = vec![column("TT", 5.0), column("Đơn vị", 26.0)];
    columns.extend(TOTALS.map(|(name, ..)| column(name, 7.4)));
    columns.extend(week_columns(input, 5.0, WEEKS_PRINTED));
    columns.push(aside("Mã đơn vị", 18.0));
    let mut sheet = open(input, "Chế độ báo cáo", "CHẤP HÀNH CHẾ ĐỘ BÁO CÁO QUA CÁC TUẦN", &[], &columns, 2);
    for (number, record) in (1u32..).zip(&r.records) {
        let mut cells = vec![Cell::count(number, CENTERED), Cell::text(format::clean(&record.name), Style::BODY)];
        cells.extend(TOTALS.map(|(_, of_agency, _)| Cell::count(of_agency(record), CENTERED)));
        let standing = |period| record.standings.iter().find(|week| week.period == period).map_or("", sign);
        cells.extend(r.weeks.iter().map(|week| Cell::text(standing(week.period), CENTERED)));
        cells.push(Cell::text(record.agency.as_str(), Style::BODY));
        frame::push(&mut sheet, cells);
    }
    frame::filter(&mut sheet);
    by_week(input, &mut sheet);
    let signs: Vec<String> = SIGNS.iter().map(|(sign, words)| format!("{sign} {}", said(input, words))).collect();
    frame::merged(&mut sheet, format!("{}; ô trống: tuần đó danh mục chưa có, hoặc không còn đơn vị.", signs.join("; ")), FOOT);
    let foot = "Tuần chưa kiểm tra được, chưa xác minh được giờ và tuần không phải báo cáo không tính vào kết quả chấp hành của đơn vị.";
    frame::merged(&mut sheet, foot, FOOT);
    frame::finish(sheet)
}

/// The same by week, below: each total counts the signs of its column.
fn by_week(input: &RetrospectInput<'_>, sheet: &mut Sheet) {
    let r = input.retrospect;
    let all: [u32; TOTALS.len()] = TOTALS.map(|(_, of_agency, _)| r.records.iter().map(of_agency).sum());
    let mut cells = vec![Cell::blank(STRONG_CENTERED), Cell::text("Cộng các đơn vị", STRONG)];
    cells.extend(all.map(|sum| Cell::count(sum, STRONG_CENTERED)));
    frame::push(sheet, cells);
    frame::push(sheet, Vec::new());
    frame::merged(sheet, "Theo tuần", Style { bold: true, size: 12, wrap: true, ..Style::PLAIN });
    let names =
        TOTALS.map(|(name, ..)| Cell::text(said(input, if name == "Không tính" { "Chưa kiểm tra được" } else { name }), Style::HEADING));
    let mut headings = vec![Cell::text("TT", Style::HEADING), Cell::text("Tuần", Style::HEADING)];
    headings.extend(names);
    frame::push(sheet, headings);
    for (number, CourseWeek { period, reports, .. }) in (1u32..).zip(&r.weeks) {
        let mut cells = vec![Cell::count(number, CENTERED), Cell::text(format!("Tuần {}", format::period(*period)), Style::BODY)];
        cells.extend(TOTALS.map(|(_, _, of_week)| Cell::count(of_week(reports), CENTERED)));
        frame::push(sheet, cells);
    }
    let on_time = "Theo tuần, “Đúng hạn” gồm cả đơn vị được tính đúng hạn khi chưa xác minh được giờ (dấu đ).";
    frame::merged(sheet, on_time, FOOT);
}
