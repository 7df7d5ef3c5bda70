//! The sheet `Lich`: rest days, days worked instead, announced cutoffs.

use super::table::{Log, Row, Table};
use crate::model::calendar::{Calendar, CutoffOverride};
use crate::model::moment;
use crate::model::period::Period;
use crate::model::place::CellRef;
use crate::model::workbook::RawValue;
use crate::sheets::register_layout::{Choice, Column, calendar as columns};
use crate::text::{format, normalise, period};
use chrono::{Days, NaiveDate, NaiveDateTime};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rest,
    Work,
    Cutoff,
}

/// The calendar.
pub(super) fn read(table: Option<&Table<'_>>, log: &mut Log) -> Calendar {
    let mut calendar = Calendar::default();
    let mut days: BTreeMap<NaiveDate, (CellRef, Kind)> = BTreeMap::new();
    let mut weeks: BTreeMap<Period, CellRef> = BTreeMap::new();
    for row in table.into_iter().flat_map(Table::rows) {
        let kind = row.word(&columns::KIND, Choice::CalendarKind, kind, log);
        if row.optional_word(&columns::CONFIRMED, Choice::Confirmed, confirmed, log) == Some(false) {
            let what = [row.text(&columns::DAY), row.text(&columns::WEEK)].concat();
            log.note(row.place(&columns::CONFIRMED), format!("{what} ({}) chưa được xác nhận.", row.text(&columns::NAME)));
        }
        match kind {
            Some(kind @ (Kind::Rest | Kind::Work)) => {
                if row.value(&columns::DAY).is_none() {
                    needed(row, &columns::DAY, log);
                }
                let Some(day) = row.date(&columns::DAY, log) else { continue };
                match days.get(&day) {
                    Some((first, other)) if *other != kind => {
                        let message = format!("Ngày {} vừa nghỉ vừa làm bù (ô {first}). Đề nghị giữ một dòng.", format::date(day));
                        log.mistake(row.place(&columns::DAY), message);
                    }
                    Some(_) => {}
                    None => {
                        days.insert(day, (row.cell(&columns::DAY), kind));
                    }
                }
                if kind == Kind::Rest {
                    let name = row.text(&columns::NAME);
                    calendar.rest_days.entry(day).or_insert(if name.is_empty() { "Ngày nghỉ".to_owned() } else { name });
                } else {
                    calendar.work_days.insert(day);
                }
            }
            Some(Kind::Cutoff) => {
                if let Some((period, announced)) = cutoff(row, log) {
                    if let Some(first) = weeks.get(&period) {
                        let message = format!("Tuần {} đã có ở ô {first}. Đề nghị giữ một dòng.", format::period(period));
                        log.mistake(row.place(&columns::WEEK), message);
                    }
                    weeks.insert(period, row.cell(&columns::WEEK));
                    calendar.overrides.insert(period, announced);
                }
            }
            None => {}
        }
    }
    calendar
}

fn kind(text: &str) -> Option<Kind> {
    match normalise::unaccented(text).as_str() {
        "nghi" => Some(Kind::Rest),
        "lam bu" => Some(Kind::Work),
        "doi han" => Some(Kind::Cutoff),
        _ => None,
    }
}

fn confirmed(text: &str) -> Option<bool> {
    match normalise::unaccented(text).as_str() {
        "co" => Some(true),
        "chua" => Some(false),
        _ => None,
    }
}

/// A value that this kind of row has to have.
fn needed(row: Row<'_>, column: &Column, log: &mut Log) {
    let message = format!("“{}” cần có “{}”. Đề nghị điền.", row.text(&columns::KIND), column.heading);
    log.mistake(row.place(column), message);
}

/// An announced cutoff that holds for everybody.
fn cutoff(row: Row<'_>, log: &mut Log) -> Option<(Period, CutoffOverride)> {
    let period = week(row, log);
    let submit = row.date_time(&columns::SUBMIT, log);
    let release = row.date_time(&columns::RELEASE, log);
    if row.value(&columns::SUBMIT).is_none() && row.value(&columns::RELEASE).is_none() {
        log.mistake(row.place(&columns::SUBMIT), "“Đổi hạn” cần có “Hạn nộp” hoặc “Hạn tổng hợp”. Đề nghị điền.");
        return None;
    }
    let period = period?;
    for (column, at) in [(&columns::SUBMIT, submit), (&columns::RELEASE, release)] {
        if let Some(at) = at
            && !is_near(period, at)
        {
            let message = format!("{} không ở gần {}. Đề nghị kiểm tra lại.", row.text(column), format::period_long(period));
            log.mistake(row.place(column), message);
        }
    }
    if let (Some(submit), Some(release)) = (submit, release)
        && release <= submit
    {
        log.mistake(row.place(&columns::RELEASE), "“Hạn tổng hợp” phải sau “Hạn nộp”. Đề nghị kiểm tra lại.");
    }
    if !is_for_all(&row.text(&columns::FOR)) {
        let message = format!("Đổi hạn tuần {} chưa áp dụng riêng từng đơn vị; dòng này chưa được dùng.", format::period(period));
        log.note(row.place(&columns::FOR), message);
        return None;
    }
    let document = row.text(&columns::DOCUMENT);
    Some((period, CutoffOverride { submit: submit.map(moment::at), release: release.map(moment::at), document }))
}

fn week(row: Row<'_>, log: &mut Log) -> Option<Period> {
    let found = match row.value(&columns::WEEK) {
        None => {
            needed(row, &columns::WEEK, log);
            return None;
        }
        Some(RawValue::Text(text)) => period::read(text),
        Some(_) => None,
    };
    if found.is_none() {
        log.mistake(row.place(&columns::WEEK), no_week(&row.text(&columns::WEEK)));
    }
    found
}

/// What to say of a cell that is no week. Excel makes a date of "7/2026" and a number of "18.2026".
pub(super) fn no_week(text: &str) -> String {
    format!("“{}” không phải là tuần. Đề nghị định dạng ô là chữ (Text) rồi ghi như T18/2026.", format::quote(text))
}

/// A cutoff of a week lies in it, or a few days beside it; anything else is a slip of the year or month.
fn is_near(period: Period, at: NaiveDateTime) -> bool {
    let first = period.first_day() - Days::new(14);
    let last = period.last_day() + Days::new(14);
    (first..=last).contains(&at.date())
}

fn is_for_all(text: &str) -> bool {
    matches!(normalise::unaccented(text).as_str(), "" | "tat ca" | "tat ca don vi" | "tat ca cac don vi" | "toan bo")
}
