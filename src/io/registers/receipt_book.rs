//! `tiep-nhan.xlsx` understood: the rows of the clerk. Unlike the register it is taken row by row: a row with a mistake
//! is told and not used, the others count.

use super::calendar::no_week;
use super::table::{self, Log, Row};
use crate::model::agency::AgencyCode;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::receipt_book::BookRow;
use crate::model::register::Register;
use crate::model::workbook::{RawValue, RawWorkbook};
use crate::sheets::register_layout::{Need, receipts as columns};
use crate::text::{agency_names, format, period, suggest};
use chrono::{Days, NaiveDateTime};

/// The file's name in the workspace.
pub const FILE_NAME: &str = "tiep-nhan.xlsx";

/// A report can come this long before its week begins or after it ends; any other day is a slip of month or year.
const DAYS_BEFORE: u64 = 14;
const DAYS_AFTER: u64 = 28;

/// What a book says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Book {
    /// Rows without a mistake, each with the line on which it stands, from 1.
    pub rows: Vec<(u32, BookRow)>,
    /// What is wrong, each with file, sheet and cell.
    pub mistakes: Vec<String>,
    /// The sheet and its columns are there. Without them nothing in it was read, and nothing can be called removed.
    pub readable: bool,
}

/// Understands a book. `now` is the start of the command: nothing was received after it.
pub fn understand(workbook: &RawWorkbook, register: &Register, now: Moment) -> Book {
    let mut log = Log::default();
    let table = table::find(workbook, &columns::SHEET, &mut log);
    let columns_there = table.as_ref().is_some_and(|t| columns::SHEET.columns.iter().all(|c| t.has(c) || c.need == Need::Optional));
    let mut rows = Vec::new();
    for row in table.iter().flat_map(table::Table::rows) {
        let understood = read(row, register, now, &mut log);
        // An error value in any cell is a mistake too, also where the cell may be blank.
        rows.extend(understood.filter(|_| !log.has_mistake_in(row)).map(|said| (row.line(), said)));
    }
    let (mistakes, _) = log.finish();
    Book { rows, mistakes: mistakes.iter().map(|m| m.told(FILE_NAME)).collect(), readable: columns_there }
}

fn read(row: Row<'_>, register: &Register, now: Moment, log: &mut Log) -> Option<BookRow> {
    let period = week(row, log);
    let agency = agency(row, register, log);
    let received = row.required_date_time(&columns::RECEIVED_AT, log);
    let received_at = received.and_then(|at| plausible(row, at, period, now, log));
    let file = row.text(&columns::FILE);
    Some(BookRow {
        period: period?,
        agency: agency?,
        file: (!file.is_empty()).then_some(file),
        received_at: received_at?,
        channel: row.text(&columns::CHANNEL),
        number: row.text(&columns::NUMBER),
        receiver: row.text(&columns::RECEIVER),
        note: row.text(&columns::NOTE),
    })
}

fn week(row: Row<'_>, log: &mut Log) -> Option<Period> {
    let written = row.required_text(&columns::PERIOD, log);
    let found = match row.value(&columns::PERIOD)? {
        RawValue::Text(text) => period::read(text),
        RawValue::Number(_) | RawValue::Percent(_) | RawValue::Bool(_) | RawValue::DateTime(_) | RawValue::Error(_) => None,
    };
    if found.is_none() {
        log.mistake(row.place(&columns::PERIOD), no_week(&written));
    }
    found
}

/// The agency of the code; a predecessor's code is its successor's, as everywhere.
fn agency(row: Row<'_>, register: &Register, log: &mut Log) -> Option<AgencyCode> {
    let written = row.required_text(&columns::AGENCY, log);
    if written.is_empty() {
        return None;
    }
    let found = agency_names::resolve(register, &written);
    if found.is_none() {
        let near = suggest::nearest(&written, register.agencies.iter().map(|a| a.code.as_str()));
        let hint = near.map_or_else(String::new, |code| format!(" Có phải là {code} không?"));
        let message = format!("Không có đơn vị “{}” trong danh mục.{hint} Đề nghị ghi đúng mã ở trang DonVi.", format::quote(&written));
        log.mistake(row.place(&columns::AGENCY), message);
    }
    found
}

fn plausible(row: Row<'_>, at: NaiveDateTime, period: Option<Period>, now: Moment, log: &mut Log) -> Option<Moment> {
    let received = moment::at(at);
    let place = row.place(&columns::RECEIVED_AT);
    if received > now {
        log.mistake(place, format!("{} chưa đến. Đề nghị kiểm tra lại ngày và giờ nhận.", format::moment(received)));
        return None;
    }
    let near = |p: &Period| (p.first_day() - Days::new(DAYS_BEFORE)..=p.last_day() + Days::new(DAYS_AFTER)).contains(&at.date());
    if let Some(period) = period.filter(|p| !near(p)) {
        let message = format!("{} không ở gần {}. Đề nghị kiểm tra lại.", format::moment(received), format::period_long(period));
        log.mistake(place, message);
        return None;
    }
    Some(received)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workbook::RawSheet;

    const HEADINGS: &str = "Kỳ báo cáo|Mã đơn vị|Tệp|Thời điểm nhận|Kênh|Số đến|Người nhận|Ghi chú";

    fn book_with(headings: &str, rows: &[&str]) -> Book {
        let line = |text: &str| -> Vec<(u32, RawValue)> {
            let value = |text: &str| match text {
                "#REF!" => RawValue::Error(text.to_owned()),
                text => RawValue::Text(text.into()),
            };
            (0..).zip(text.split('|')).filter(|(_, t)| !t.is_empty()).map(|(at, t)| (at, value(t))).collect()
        };
        let rows = (0..).zip([headings].into_iter().chain(rows.iter().copied())).map(|(at, text)| (at, line(text))).collect();
        let sheet = RawSheet { name: "TiepNhan".to_owned(), rows, ..RawSheet::default() };
        let workbook = RawWorkbook { sheet_names: vec!["TiepNhan".to_owned()], sheets: vec![sheet], ..RawWorkbook::default() };
        let register = crate::io::inbox::tests::register(&[("SYT", "Sở Y tế"), ("STC", "Sở Tài chính")]);
        understand(&workbook, &register, Moment::parse_from_rfc3339("2025-07-11T11:05:00+07:00").unwrap())
    }

    fn book(rows: &[&str]) -> Book {
        book_with(HEADINGS, rows)
    }

    #[test]
    fn a_row_is_read_whole() {
        let book = book(&["28/2025|SYT|_chung/a.xlsx|11/7/2025 10:40|Zalo|123|Nguyễn Thị A|gọi lại", "T28/2025|stc||11/7/2025 09:05||||"]);
        assert_eq!((book.mistakes.as_slice(), book.readable), (&[][..], true));
        let [(2, first), (3, second)] = book.rows.as_slice() else { panic!("{book:?}") };
        assert_eq!((first.agency.as_str(), first.period.to_string().as_str()), ("SYT", "2025-W28"));
        assert_eq!((first.file.as_deref(), first.number.as_str(), first.channel.as_str()), (Some("_chung/a.xlsx"), "123", "Zalo"));
        assert_eq!(first.received_at.to_rfc3339(), "2025-07-11T10:40:00+07:00");
        assert_eq!((second.agency.as_str(), second.file.as_deref()), ("STC", None));
    }

    #[test]
    fn midnight_is_an_hour_where_it_is_written() {
        let book = book(&["28/2025|SYT||11/7/2025 00:00||||"]);
        assert_eq!(book.mistakes, [""; 0]);
        assert_eq!(book.rows[0].1.received_at.to_rfc3339(), "2025-07-11T00:00:00+07:00");
    }

    #[test]
    fn each_mistake_has_its_cell_and_costs_its_row_alone() {
        let good = "28/2025|SYT||11/7/2025 10:40||||";
        let cases = [
            ("28/2025|SYTT||11/7/2025 10:40||||", "tiep-nhan.xlsx, trang TiepNhan, ô B3: Không có đơn vị “SYTT”"),
            ("28/2025|||11/7/2025 10:40||||", "ô B3: Thiếu “Mã đơn vị”"),
            ("|SYT||11/7/2025 10:40||||", "ô A3: Thiếu “Kỳ báo cáo”"),
            ("tháng 7|SYT||11/7/2025 10:40||||", "ô A3: “tháng 7” không phải là tuần"),
            ("28/2025|SYT||||||", "ô D3: Thiếu “Thời điểm nhận”"),
            ("28/2025|SYT||11/7/2025||||", "ô D3: “11/7/2025” không phải là ngày và giờ"),
            ("28/2025|SYT||11/7/2025 11:06||||", "ô D3: 11 giờ 06 ngày 11/7/2025 chưa đến"),
            ("28/2025|SYT||11/7/2024 10:40||||", "ô D3: 10 giờ 40 ngày 11/7/2024 không ở gần Tuần 28/2025"),
            ("28/2025|SYT|#REF!|11/7/2025 10:40||||", "ô C3: Ô có lỗi công thức (#REF!)"),
        ];
        for (row, expected) in cases {
            let book = book(&[good, row]);
            assert_eq!((book.rows.len(), book.readable), (1, true), "{row}");
            assert!(book.mistakes.iter().any(|m| m.contains(expected)), "{row}: {:?}", book.mistakes);
        }
    }

    #[test]
    fn a_book_without_a_column_says_nothing() {
        let book = book_with("Kỳ báo cáo|Mã đơn vị|Tệp|Thời gian|Kênh|Số đến|Người nhận|Ghi chú", &["28/2025|SYT||11/7/2025 10:40||||"]);
        assert_eq!((book.rows.len(), book.readable), (0, false));
        assert!(book.mistakes[0].contains("Thiếu cột “Thời điểm nhận”"), "{:?}", book.mistakes);
    }
}
