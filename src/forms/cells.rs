//! A raw cell becomes a [`Field`]: exact, normalised with the [`Manner`] it was written in, or unreadable. Nothing is
//! guessed: a number with two readings is no number, a date in a column of figures is no figure, and of the bare
//! numbers in a column of dates only those are days that nobody would write for anything else.

use crate::model::criterion::CriterionResult;
use crate::model::period::PeriodName;
use crate::model::place::CellRef;
use crate::model::report::{Field, Manner, Reading, StatusReading, TargetRow, TargetValue};
use crate::model::shared_text::SharedText;
use crate::model::target::Assessment;
use crate::model::target_kind::TargetKind;
use crate::model::task::{Role, Status};
use crate::model::workbook::RawValue;
use crate::text::{dates, format, normalise, numbers, period as weeks, words};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A spreadsheet keeps at most this many characters in a cell.
const TYPED_MAX: usize = 32_767;

/// Bare numbers that are days in a column of days: from 2009 to 2064 (`src/docs/reading.md`, "Days").
const SERIALS: std::ops::RangeInclusive<f64> = 40_000.0..=60_000.0;
/// Days between the two date systems of spreadsheets.
const DAYS_TO_1904: u64 = 1462;
/// Years of which reports speak; others are slips, or numbers shown as dates.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// A cell of a known column: where it is, and what it holds if anything.
#[derive(Debug, Clone, Copy, Default)]
pub struct Slot<'a> {
    /// `None` if the sheet has no such column.
    pub cell: Option<CellRef>,
    /// `None` if the cell is blank.
    pub value: Option<&'a RawValue>,
    /// Does the file count its days from 1904?
    pub date_1904: bool,
}

/// What a person sees in a cell.
pub fn typed(value: &RawValue) -> SharedText {
    let shown = match value {
        RawValue::Text(text) => {
            let shown = normalise::display_shared(text);
            // Nothing is longer in characters than in bytes.
            let cut = if shown.len() > TYPED_MAX { shown.char_indices().nth(TYPED_MAX) } else { None };
            return cut.and_then(|(at, _)| shown.get(..at)).map_or_else(|| shown.clone(), SharedText::from);
        }
        RawValue::Number(number) => {
            numbers::decimal_from_f64(*number).map_or_else(|| number.to_string(), |d| d.to_string().replace('.', ","))
        }
        RawValue::Percent(number) => {
            numbers::percent_from_f64(*number).map_or_else(|| number.to_string(), |d| format!("{d}%").replace('.', ","))
        }
        RawValue::Bool(true) => "TRUE".to_owned(),
        RawValue::Bool(false) => "FALSE".to_owned(),
        RawValue::DateTime(at) if at.time() == NaiveTime::MIN => format::date(at.date()),
        RawValue::DateTime(at) => format!("{} {}", at.format("%H:%M"), format::date(at.date())),
        RawValue::Error(error) => error.clone(),
    };
    shown.into()
}

fn field<T>(slot: Slot<'_>, read: impl FnOnce(&RawValue, &SharedText) -> Option<T>) -> Field<T> {
    field_in_manner(slot, |value, typed| read(value, typed).map(|value| (value, Manner::Plain)))
}

fn field_in_manner<T>(slot: Slot<'_>, read: impl FnOnce(&RawValue, &SharedText) -> Option<(T, Manner)>) -> Field<T> {
    let Some(value) = slot.value else { return Field { cell: slot.cell, ..Field::default() } };
    let typed = typed(value);
    let read = match value {
        _ if typed.is_empty() => return Field { cell: slot.cell, ..Field::default() },
        RawValue::Error(_) => None,
        value => read(value, &typed),
    };
    let (reading, manner) = match read {
        Some((value, manner)) => (Reading::Value(value), manner),
        None => (Reading::Unreadable, Manner::Plain),
    };
    Field { cell: slot.cell, typed, reading, manner }
}

/// Text: what is shown, whatever the cell holds; an error value is unreadable.
pub fn text(slot: Slot<'_>) -> Field<SharedText> {
    field(slot, |_, typed| Some(typed.clone()))
}

/// A day: a real date, a text that names one, or the bare number of one whose format was lost.
pub fn date(slot: Slot<'_>) -> Field<NaiveDate> {
    field_in_manner(slot, |value, typed| match value {
        RawValue::DateTime(at) => YEARS.contains(&at.year()).then(|| (at.date(), Manner::Plain)),
        RawValue::Text(_) => {
            let Some(read) = dates::read(typed) else { return Some((dates::date_time(typed)?.date(), Manner::DayAsText)) };
            Some((read.day, if read.swapped { Manner::MonthFirst } else { Manner::DayAsText }))
        }
        RawValue::Number(number) => Some((serial(*number, slot.date_1904)?, Manner::Serial)),
        _ => None,
    })
}

/// A day with an hour.
pub fn date_time(slot: Slot<'_>) -> Field<NaiveDateTime> {
    field_in_manner(slot, |value, typed| match value {
        RawValue::DateTime(at) => YEARS.contains(&at.year()).then_some((*at, Manner::Plain)),
        RawValue::Text(_) => {
            let swapped = dates::read(typed).is_some_and(|read| read.swapped);
            Some((dates::date_time(typed)?, if swapped { Manner::MonthFirst } else { Manner::DayAsText }))
        }
        // Without its format nobody saw the hour either: only a whole day is taken.
        RawValue::Number(number) => Some((serial(*number, slot.date_1904)?.and_time(NaiveTime::MIN), Manner::Serial)),
        _ => None,
    })
}

/// The day that a spreadsheet keeps as this whole number.
fn serial(number: f64, date_1904: bool) -> Option<NaiveDate> {
    if !SERIALS.contains(&number) || number.fract() != 0.0 {
        return None;
    }
    let days = numbers::decimal_from_f64(number)?.to_u64()? + if date_1904 { DAYS_TO_1904 } else { 0 };
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

/// A period by its name. Excel makes a date of `7/2025`; that is none, and the text of the rule says how to write it.
pub fn period(slot: Slot<'_>) -> Field<PeriodName> {
    field(slot, |value, typed| match value {
        RawValue::Text(_) => weeks::name(typed),
        _ => None,
    })
}

/// A percentage from 0 to 100, as people see it: 75, or 75% in a cell with a percent format, where 0.75 is stored. A
/// number between 0 and 1 in a plain cell is not read: 0,75% of a task is meant by nobody.
pub fn percent(slot: Slot<'_>) -> Field<Decimal> {
    let whole = |d: Decimal| (d <= Decimal::ZERO || d >= Decimal::ONE).then_some(d);
    field_in_manner(slot, |value, typed| match value {
        RawValue::Number(number) => Some((numbers::decimal_from_f64(*number).and_then(whole)?, Manner::Plain)),
        RawValue::Percent(number) => Some((numbers::percent_from_f64(*number)?, Manner::Plain)),
        RawValue::Text(_) => {
            let read = numbers::percent(typed)?;
            let read = if typed.contains('%') { Some(read) } else { whole(read) };
            Some((read?, Manner::NumberAsText))
        }
        _ => None,
    })
}

/// A bare 1 in a column with bare fractions may be 1% or the whole: it is no percentage there.
pub fn no_one_among_fractions<'r>(percents: impl Iterator<Item = &'r mut Field<Decimal>>) {
    let mut percents: Vec<&mut Field<Decimal>> = percents.collect();
    let fraction = |field: &&mut Field<Decimal>| field.is_unreadable() && numbers::decimal(&field.typed).is_some_and(|d| d < Decimal::ONE);
    if percents.iter().any(fraction) {
        let one = |field: &&mut Field<Decimal>| field.value() == Some(&Decimal::ONE) && !field.typed.contains('%');
        for field in percents.iter_mut().filter(|field| one(field)) {
            field.reading = Reading::Unreadable;
        }
    }
}

/// A figure that is no percentage.
pub fn number(slot: Slot<'_>) -> Field<Decimal> {
    field_in_manner(slot, |value, typed| match value {
        RawValue::Text(_) if typed.contains('%') => None,
        RawValue::Text(_) => Some((numbers::decimal(typed)?, Manner::NumberAsText)),
        RawValue::Number(number) => Some((numbers::decimal_from_f64(*number)?, Manner::Plain)),
        _ => None,
    })
}

/// A number in its unit, which in text may stand behind it. A percent sign is that of the unit, or there is no unit.
fn figure(value: &RawValue, typed: &str, unit: &str) -> Option<(Decimal, Manner)> {
    match value {
        RawValue::Number(number) => Some((numbers::decimal_from_f64(*number)?, Manner::Plain)),
        // 500% of a count is no figure: five, or five hundred?
        RawValue::Percent(number) if is_rate(typed, unit) => Some((numbers::percent_from_f64(*number)?, Manner::Plain)),
        RawValue::Text(_) => {
            let read = match (is_rate(typed, unit), typed.contains('%')) {
                (true, _) => numbers::percent(typed),
                (false, true) => None,
                (false, false) if TargetKind::of_unit(unit).is_whole() => {
                    numbers::count(typed).or_else(|| numbers::count_with_unit(typed, unit))
                }
                (false, false) => numbers::decimal(typed).or_else(|| numbers::with_unit(typed, unit)),
            };
            Some((read?, Manner::NumberAsText))
        }
        _ => None,
    }
}

/// Is the figure a percentage: by its unit, or by its own sign where no unit is written? Then a lone comma before
/// three digits is a decimal comma.
pub fn is_rate(typed: &str, unit: &str) -> bool {
    TargetKind::of_unit(unit).is_percent() || (unit.is_empty() && typed.contains('%'))
}

/// The result of a target: a figure in its unit, or Đạt / Không đạt.
pub fn target_value(slot: Slot<'_>, unit: &str) -> Field<TargetValue> {
    field_in_manner(slot, |value, typed| {
        if let RawValue::Text(_) = value
            && let Some(passed) = words::passed(typed)
        {
            return Some((TargetValue::Passed(passed), Manner::Plain));
        }
        figure(value, typed, unit).map(|(number, manner)| (TargetValue::Number(number), manner))
    })
}

/// `39/65 (60%)` in the cell of a result in percent, where part and whole have no cells of their own or these are
/// blank: the two figures are read from there, and the percentage beside them is the result.
pub fn spread_ratio(row: &mut TargetRow) {
    if !TargetKind::of_unit(row.unit.text()).is_percent()
        || !row.value.is_unreadable()
        || !row.numerator.is_empty()
        || !row.denominator.is_empty()
    {
        return;
    }
    let Some(ratio) = numbers::ratio(&row.value.typed) else { return };
    let (cell, typed) = (row.value.cell, row.value.typed.clone());
    let part = |number| Field { cell, typed: typed.clone(), reading: Reading::Value(number), manner: Manner::Ratio };
    (row.numerator, row.denominator) = (part(ratio.part), part(ratio.whole));
    row.value = match ratio.percent {
        Some(percent) => Field { cell, typed, reading: Reading::Value(TargetValue::Number(percent)), manner: Manner::Ratio },
        None => Field { cell, ..Field::default() },
    };
}

/// How many times a report was sent before: a whole number, or "lần đầu".
pub fn revision(slot: Slot<'_>) -> Field<u32> {
    field(slot, |value, typed| match value {
        RawValue::Number(number) => {
            let number = numbers::decimal_from_f64(*number)?;
            if number.fract().is_zero() { number.to_u32() } else { None }
        }
        RawValue::Text(_) if normalise::unaccented(typed) == "lan dau" => Some(0),
        RawValue::Text(_) => typed.parse().ok(),
        _ => None,
    })
}

/// Whether a cell is ticked: "x" or TRUE, against "không", 0 or FALSE.
pub fn mark(slot: Slot<'_>) -> Field<bool> {
    field(slot, |value, typed| match value {
        RawValue::Bool(ticked) => Some(*ticked),
        RawValue::Number(_) | RawValue::Text(_) => words::mark(typed),
        _ => None,
    })
}

/// A status in the words of the form's list, or in others that are known.
pub fn status(slot: Slot<'_>) -> Field<StatusReading> {
    field(slot, |value, typed| match value {
        RawValue::Text(_) => read_status(typed),
        _ => None,
    })
}

fn read_status(typed: &str) -> Option<StatusReading> {
    // Nearly every cell holds a word of the list; only the others need the long look.
    match Status::ALL.into_iter().find(|s| s.label() == typed) {
        Some(status) => Some(StatusReading { status, exact: true, nearly_done: false }),
        None => words::status(typed),
    }
}

/// A role in the words of the form's list, or in others that are known.
pub fn role(slot: Slot<'_>) -> Field<Role> {
    field(slot, |_, typed| words::role(typed))
}

/// An agency's assessment of a target.
pub fn assessment(slot: Slot<'_>) -> Field<Assessment> {
    field(slot, |_, typed| words::assessment(typed))
}

/// A commune's result for a criterion, in the words of the form's list or in others that are known.
pub fn criterion_result(slot: Slot<'_>) -> Field<CriterionResult> {
    field(slot, |_, typed| words::criterion_result(typed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::period::Period;

    fn slot(value: &RawValue) -> Slot<'_> {
        Slot { cell: Some(CellRef::new(3, 2)), value: Some(value), date_1904: false }
    }

    fn txt(text: &str) -> RawValue {
        RawValue::Text(text.into())
    }

    fn at(y: i32, m: u32, d: u32, h: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(y, m, d).unwrap().and_hms_opt(h, 0, 0).unwrap()
    }

    #[test]
    fn nothing_blanks_and_errors() {
        assert_eq!(text(Slot::default()), Field::default());
        for blank in ["", "  ", "\u{a0}\n"] {
            assert!(date(slot(&txt(blank))).is_empty(), "{blank:?}");
        }
        let broken = RawValue::Error("#REF!".into());
        assert!(text(slot(&broken)).is_unreadable());
        assert_eq!(percent(slot(&broken)).typed, "#REF!");
        assert_eq!(text(slot(&broken)).cell, Some(CellRef::new(3, 2)));
    }

    #[test]
    fn dates_are_dates_or_texts_that_name_one() {
        let day = NaiveDate::from_ymd_opt(2025, 7, 4);
        let real = RawValue::DateTime(at(2025, 7, 4, 0));
        assert_eq!(date(slot(&real)).value().copied(), day);
        assert_eq!(date(slot(&real)).typed, "04/7/2025");
        for text in ["ngày 4/7/2025", "2025-07-04", "04/07/2025 08:15", "2025-07-04T08:15:00", "08 giờ 15 ngày 4/7/2025"] {
            assert_eq!(date(slot(&txt(text))).value().copied(), day, "{text}");
        }
        for odd in [RawValue::Number(2025.0), txt("đầu tháng 7"), txt("31/11/2026"), RawValue::Bool(true), txt("-"), txt("không"), txt("0")]
        {
            assert!(date(slot(&odd)).is_unreadable(), "{odd:?}");
        }
        assert!(date(slot(&RawValue::DateTime(at(1905, 7, 16, 0)))).is_unreadable(), "2024 shown as a date");
        let manner = |value: RawValue| date(slot(&value)).manner;
        assert_eq!(manner(real), Manner::Plain);
        assert_eq!(manner(txt("4/7/2025")), Manner::DayAsText);
        assert_eq!(manner(txt("09/30/2025")), Manner::MonthFirst);
        let hour = RawValue::DateTime(at(2025, 7, 10, 11));
        assert_eq!(date_time(slot(&hour)).typed, "11:00 10/7/2025");
        assert_eq!(date_time(slot(&txt("11 giờ 00 ngày 10/7/2025"))).value().copied(), Some(at(2025, 7, 10, 11)));
    }

    #[test]
    fn a_day_that_lost_its_format() {
        let day = |number: f64, date_1904| {
            let value = RawValue::Number(number);
            date(Slot { date_1904, ..slot(&value) }).value().map(ToString::to_string)
        };
        assert_eq!(day(45_842.0, false).as_deref(), Some("2025-07-04"));
        assert_eq!(day(44_380.0, true).as_deref(), Some("2025-07-04"), "days from 1904");
        for odd in [39_999.0, 60_001.0, 45_842.5, 0.0, -1.0, 1e300, f64::NAN, f64::INFINITY] {
            assert_eq!(day(odd, false), None, "{odd}");
        }
        let field = date(slot(&RawValue::Number(45_842.0)));
        assert_eq!((field.typed.as_str(), field.manner), ("45842", Manner::Serial));
        assert_eq!(date_time(slot(&RawValue::Number(45_842.0))).value().copied(), Some(at(2025, 7, 4, 0)));
    }

    #[test]
    fn blank_zero_a_dash_and_no_are_four_things() {
        for read in [percent, number] {
            assert!(read(slot(&txt(" "))).is_empty());
            assert_eq!(read(slot(&RawValue::Number(0.0))).value(), Some(&Decimal::ZERO));
            assert_eq!(read(slot(&txt("0"))).value(), Some(&Decimal::ZERO));
            for odd in ["-", "–", "không", "Không có", "x", "…", "\u{0}", "inf", "NaN", "1e5"] {
                let field = read(slot(&txt(odd)));
                assert!(field.value().is_none(), "{odd}");
                assert_eq!(field.is_empty(), odd == "\u{0}", "{odd}");
            }
            for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300] {
                assert!(read(slot(&RawValue::Number(odd))).is_unreadable(), "{odd}");
            }
        }
    }

    #[test]
    fn percentages_are_taken_as_written_but_a_fraction_of_one_is_not() {
        let read = |value: RawValue| percent(slot(&value)).value().map(ToString::to_string);
        assert_eq!(read(RawValue::Number(75.0)).as_deref(), Some("75"));
        assert_eq!(read(RawValue::Number(0.0)).as_deref(), Some("0"));
        assert_eq!(read(RawValue::Number(1.0)).as_deref(), Some("1"));
        assert_eq!(read(RawValue::Number(150.0)).as_deref(), Some("150"), "out of range is for a rule to say");
        assert_eq!(read(txt("62,5")).as_deref(), Some("62.5"));
        assert_eq!(read(txt("85 %")).as_deref(), Some("85"));
        assert_eq!(read(txt("0,5%")).as_deref(), Some("0.5"));
        for (stored, shown) in [(0.75, "75"), (1.0, "100"), (0.07, "7"), (0.005, "0.5"), (75.0, "7500"), (0.0, "0"), (0.29, "29")] {
            assert_eq!(read(RawValue::Percent(stored)).as_deref(), Some(shown), "{stored} with a percent format");
        }
        assert_eq!(percent(slot(&RawValue::Percent(0.625))).typed, "62,5%");
        for odd in [RawValue::Number(0.75), txt("0,75"), txt("khoảng 20"), txt("39/65"), RawValue::DateTime(at(2025, 8, 12, 0))] {
            assert_eq!(read(odd.clone()), None, "{odd:?}");
        }
    }

    #[test]
    fn figures() {
        let read = |value: RawValue| number(slot(&value)).value().map(ToString::to_string);
        assert_eq!(read(RawValue::Number(0.1 + 0.2)).as_deref(), Some("0.3"));
        assert_eq!(read(txt("1.234.567,5")).as_deref(), Some("1234567.5"));
        assert_eq!(read(txt("1.234")), None, "two readings");
        assert_eq!(read(RawValue::DateTime(at(2025, 12, 8, 0))), None, "08/12 that Excel made a date");
        assert_eq!(number(slot(&RawValue::Number(1234.5))).typed, "1234,5");
    }

    #[test]
    fn results_of_targets() {
        let value = |raw: RawValue, unit| target_value(slot(&raw), unit).value().copied();
        let number = |text: &str| Some(TargetValue::Number(text.parse().unwrap()));
        assert_eq!(value(txt("Đạt"), ""), Some(TargetValue::Passed(true)));
        assert_eq!(value(txt("không đạt"), ""), Some(TargetValue::Passed(false)));
        assert_eq!(value(txt("99,745"), "%"), number("99.745"));
        assert_eq!(value(txt("99,745"), ""), None);
        assert_eq!(value(txt("99,745%"), ""), number("99.745"));
        assert_eq!(value(RawValue::Number(99.74), "%"), number("99.74"));
        assert_eq!(value(RawValue::Percent(0.9974), "%"), number("99.74"));
        assert_eq!(value(RawValue::Percent(5.0), "trạm"), None, "500% of a count");
        assert_eq!(value(txt("250 trạm"), "trạm"), number("250"));
        assert_eq!(value(txt("1.234"), "trạm"), number("1234"), "a count has no fraction");
        assert_eq!(value(txt("1.234 người"), "người"), number("1234"));
        assert_eq!(value(txt("1.234"), "tỷ đồng"), None, "an amount may have one");
        assert_eq!(value(txt("99,745"), "% dân số"), number("99.745"));
        for (odd, unit) in [
            ("250 trạm", "cột"),
            ("250 trạm", ""),
            ("khoảng 20%", "%"),
            ("trên 90%", "%"),
            ("20 %%", "%"),
            ("-", "%"),
            ("12% người", "người"),
            ("12%", "người"),
        ] {
            assert_eq!(value(txt(odd), unit), None, "{odd}");
        }
        assert_eq!(target_value(slot(&txt("85%")), "%").manner, Manner::NumberAsText);
        assert_eq!(target_value(slot(&RawValue::Number(85.0)), "%").manner, Manner::Plain);
    }

    #[test]
    fn thousands_of_what_is_counted_and_multiples_have_fractions() {
        let value = |typed: &str, unit: &str| target_value(slot(&txt(typed)), unit).value().copied();
        let number = |text: &str| Some(TargetValue::Number(text.parse().unwrap()));
        assert_eq!(value("1,234", "người"), number("1234"));
        for unit in ["người (nghìn)", "hộ (ngàn)", "lượt, triệu", "người (1.000)", "lần"] {
            assert_eq!(value("1,234", unit), None, "{unit}: 1234 or 1.234");
            assert_eq!(value("1,5", unit), number("1.5"), "{unit}");
        }
    }

    #[test]
    fn part_and_whole_in_the_cell_of_the_result() {
        let row = |written: &str, unit: &str| {
            let mut row =
                TargetRow { unit: text(slot(&txt(unit))), value: target_value(slot(&txt(written)), unit), ..TargetRow::default() };
            spread_ratio(&mut row);
            row
        };
        let number = |text: &str| Some(text.parse::<Decimal>().unwrap());
        let read = row("39/65 (60%)", "%");
        assert_eq!((read.numerator.value().copied(), read.denominator.value().copied()), (number("39"), number("65")));
        assert_eq!(read.value.value(), Some(&TargetValue::Number(Decimal::from(60))));
        assert_eq!((read.numerator.cell, read.numerator.manner), (Some(CellRef::new(3, 2)), Manner::Ratio));
        let read = row("07/43", "%");
        assert_eq!((read.numerator.value().copied(), read.value.is_empty()), (number("7"), true));
        assert!(row("07/43", "trạm").value.is_unreadable(), "no share");
        assert!(row("7/4/3", "%").value.is_unreadable());
        let mut given = TargetRow { numerator: super::number(slot(&RawValue::Number(1.0))), ..row("7/4/3", "%") };
        given.value.typed = "07/43".into();
        spread_ratio(&mut given);
        assert!(given.value.is_unreadable(), "which of the two counts is not ours to say");
        let eighth_of_december = RawValue::DateTime(at(2025, 12, 8, 0));
        assert!(target_value(slot(&eighth_of_december), "%").is_unreadable(), "08/12 that Excel made a date");
    }

    #[test]
    fn a_week_is_a_text() {
        assert_eq!(period(slot(&txt("Tuần 28/2025"))).value().copied(), Period::parse_id("2025-W28").map(PeriodName::Week));
        assert!(period(slot(&RawValue::DateTime(at(2025, 7, 1, 0)))).is_unreadable());
        assert!(period(slot(&RawValue::Number(28.0))).is_unreadable());
    }

    #[test]
    fn revisions_marks_and_words() {
        assert_eq!(revision(slot(&RawValue::Number(2.0))).value(), Some(&2));
        assert_eq!(revision(slot(&txt("lần đầu"))).value(), Some(&0));
        assert!(revision(slot(&RawValue::Number(1.5))).is_unreadable());
        assert!(revision(slot(&RawValue::Number(-1.0))).is_unreadable());
        assert_eq!(mark(slot(&txt("x"))).value(), Some(&true));
        assert_eq!(mark(slot(&RawValue::Bool(false))).value(), Some(&false));
        assert_eq!(mark(slot(&RawValue::Number(1.0))).value(), Some(&true));
        let done = status(slot(&txt("Hoàn thành"))).value().copied().unwrap();
        assert!(done.exact && done.status == Status::Done);
        assert!(!status(slot(&txt("đã xong"))).value().unwrap().exact);
        assert!(status(slot(&RawValue::Number(100.0))).is_unreadable());
        assert_eq!(text(slot(&RawValue::Number(2025.0))).text(), "2025");
    }

    #[test]
    fn long_texts_are_cut_at_the_limit_of_a_cell() {
        let long = txt(&"ế".repeat(40_000));
        assert_eq!(text(slot(&long)).typed.chars().count(), TYPED_MAX);
    }
}
