//! The sheet `Lich`: rest days, days worked instead, announced cutoffs. A cutoff announced for groups and single
//! agencies becomes one of each agency here: a row that names the agency wins over a row that names its group.

use super::names::Names;
use super::table::{Log, Row, Table};
use crate::model::agency::AgencyCode;
use crate::model::calendar::{Calendar, CutoffOverride, OwnOverride};
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

/// Where the own cutoffs of each week stand, and whether the row names the agency itself.
type Own = BTreeMap<(Period, AgencyCode), (CellRef, bool)>;

/// The rest days, work days and announced cutoffs of the sheet; an empty calendar if the sheet is not there.
pub(super) fn read(table: Option<&Table<'_>>, names: &Names<'_>, log: &mut Log) -> Calendar {
    let mut calendar = Calendar::default();
    let mut days: BTreeMap<NaiveDate, (CellRef, Kind)> = BTreeMap::new();
    let mut weeks: BTreeMap<Period, CellRef> = BTreeMap::new();
    let mut own: Own = BTreeMap::new();
    for row in table.into_iter().flat_map(Table::rows) {
        let kind = row.word(&columns::KIND, Choice::CalendarKind, kind, log);
        // Told in the weeks whose cutoff it may move: a list of the days of the next two years is read by nobody.
        let unconfirmed = row.optional_word(&columns::CONFIRMED, Choice::Confirmed, confirmed, log) == Some(false);
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
                if log.has_mistake_in(row) {
                    continue;
                }
                let name = row.text(&columns::NAME);
                if unconfirmed {
                    let name = if name.is_empty() { row.text(&columns::KIND) } else { name.clone() };
                    calendar.unconfirmed.entry(day).or_insert(name);
                }
                if kind == Kind::Rest {
                    calendar.rest_days.entry(day).or_insert(if name.is_empty() { "Ngày nghỉ".to_owned() } else { name });
                } else {
                    calendar.work_days.insert(day);
                }
            }
            Some(Kind::Cutoff) => {
                let Some((period, announced)) = cutoff(row, log) else { continue };
                let announced = CutoffOverride { unconfirmed, ..announced };
                if log.has_mistake_in(row) {
                    continue;
                }
                if is_for_all(&row.text(&columns::FOR)) {
                    if let Some(first) = weeks.get(&period) {
                        let message = format!("Tuần {} đã có ở ô {first}. Đề nghị giữ một dòng.", format::period(period));
                        log.mistake(row.place(&columns::WEEK), message);
                        continue;
                    }
                    weeks.insert(period, row.cell(&columns::WEEK));
                    calendar.overrides.insert(period, announced);
                } else {
                    for_some(row, names, (period, announced), (&mut own, &mut calendar), log);
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

/// The week of a row "Đổi hạn" and the cutoffs it announces; `None` after a mistake.
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
    let document = row.text(&columns::DOCUMENT);
    let announced = CutoffOverride { submit: submit.map(moment::at), release: release.map(moment::at), document, unconfirmed: false };
    Some((period, announced))
}

/// A submit cutoff of some agencies. The product leaves once, so they can have no release cutoff of their own.
fn for_some(row: Row<'_>, names: &Names<'_>, announced: (Period, CutoffOverride), into: (&mut Own, &mut Calendar), log: &mut Log) {
    let (period, announced) = announced;
    let (own, calendar) = into;
    if announced.release.is_some() {
        let message = "“Hạn tổng hợp” là hạn chung, không đặt riêng cho một số đơn vị. Đề nghị để trống ô này, hoặc ghi một dòng Đổi hạn \
                       chung có “Áp dụng cho” để trống.";
        log.mistake(row.place(&columns::RELEASE), message);
    }
    let Some(submit) = announced.submit else { return };
    let named = names.on_day(row, &columns::FOR, &row.text(&columns::FOR), moment::day(submit), log);
    if log.has_mistake_in(row) {
        return;
    }
    for (agency, named) in named {
        let weeks = calendar.own.entry(period).or_default();
        match own.get(&(period, agency.clone())) {
            Some((first, before)) if *before == named => {
                if weeks.get(&agency).is_some_and(|o| o.submit != submit) {
                    let message = format!("Tuần {}: {agency} đã có hạn khác ở ô {first}. Đề nghị giữ một dòng.", format::period(period));
                    log.mistake(row.place(&columns::FOR), message);
                }
            }
            // The row that names the agency itself stays.
            Some((_, true)) => {}
            _ => {
                own.insert((period, agency.clone()), (row.cell(&columns::FOR), named));
                let document = announced.document.clone();
                weeks.insert(agency, OwnOverride { submit, document, unconfirmed: announced.unconfirmed });
            }
        }
    }
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
