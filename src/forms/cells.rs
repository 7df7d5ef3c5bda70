//! A raw cell becomes a [`Field`]: exact, normalised, or unreadable. Nothing is guessed: a bare number in a column of
//! dates is no date, a date in a column of figures is no figure.

use crate::model::criterion::CriterionResult;
use crate::model::period::Period;
use crate::model::place::CellRef;
use crate::model::report::{Field, Reading, StatusReading, TargetValue};
use crate::model::target::Assessment;
use crate::model::task::{Role, Status};
use crate::model::workbook::RawValue;
use crate::text::{dates, format, normalise, numbers, period as weeks, words};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A spreadsheet keeps at most this many characters in a cell.
const TYPED_MAX: usize = 32_767;

/// A cell of a known column: where it is, and what it holds if anything.
#[derive(Debug, Clone, Copy, Default)]
pub struct Slot<'a> {
    /// None where the sheet has no such column.
    pub cell: Option<CellRef>,
    /// None where the cell is blank.
    pub value: Option<&'a RawValue>,
}

/// What a person sees in a cell.
pub fn typed(value: &RawValue) -> String {
    match value {
        RawValue::Text(text) => {
            let shown = normalise::display(text);
            match shown.char_indices().nth(TYPED_MAX) {
                Some((at, _)) => shown.get(..at).unwrap_or("").to_owned(),
                None => shown,
            }
        }
        RawValue::Number(number) => {
            numbers::decimal_from_f64(*number).map_or_else(|| number.to_string(), |d| d.to_string().replace('.', ","))
        }
        RawValue::Bool(true) => "TRUE".to_owned(),
        RawValue::Bool(false) => "FALSE".to_owned(),
        RawValue::DateTime(at) if at.time() == NaiveTime::MIN => format::date(at.date()),
        RawValue::DateTime(at) => format!("{} {}", at.format("%H:%M"), format::date(at.date())),
        RawValue::Error(error) => error.clone(),
    }
}

fn field<T>(slot: Slot<'_>, read: impl FnOnce(&RawValue, &str) -> Option<T>) -> Field<T> {
    let Some(value) = slot.value else { return Field { cell: slot.cell, ..Field::default() } };
    let typed = typed(value);
    let reading = match value {
        _ if typed.is_empty() => Reading::Empty,
        RawValue::Error(_) => Reading::Unreadable,
        value => read(value, &typed).map_or(Reading::Unreadable, Reading::Value),
    };
    Field { cell: slot.cell, typed, reading }
}

/// Text: what is shown, whatever the cell holds; an error value is unreadable.
pub fn text(slot: Slot<'_>) -> Field<String> {
    field(slot, |_, typed| Some(typed.to_owned()))
}

/// A day: a real date, or a text that names one.
pub fn date(slot: Slot<'_>) -> Field<NaiveDate> {
    field(slot, |value, typed| match value {
        RawValue::DateTime(at) => Some(at.date()),
        RawValue::Text(_) => dates::date(typed),
        _ => None,
    })
}

/// A day with an hour.
pub fn date_time(slot: Slot<'_>) -> Field<NaiveDateTime> {
    field(slot, |value, typed| match value {
        RawValue::DateTime(at) => Some(*at),
        RawValue::Text(_) => dates::date_time(typed),
        _ => None,
    })
}

/// A week. Excel makes a date of `7/2025`; that is no week, and the text of the rule says how to write it.
pub fn period(slot: Slot<'_>) -> Field<Period> {
    field(slot, |value, typed| match value {
        RawValue::Text(_) => weeks::read(typed),
        _ => None,
    })
}

/// A percentage from 0 to 100, as written: cells of the form hold no percent format. A number between 0 and 1 is not
/// read: it is what "75%" becomes in a spreadsheet, and 0,75% of a task is meant by nobody.
pub fn percent(slot: Slot<'_>) -> Field<Decimal> {
    let whole = |d: Decimal| (d <= Decimal::ZERO || d >= Decimal::ONE).then_some(d);
    field(slot, |value, typed| match value {
        RawValue::Number(number) => numbers::decimal_from_f64(*number).and_then(whole),
        RawValue::Text(_) if typed.contains('%') => numbers::percent(typed),
        RawValue::Text(_) => numbers::percent(typed).and_then(whole),
        _ => None,
    })
}

/// A figure.
pub fn number(slot: Slot<'_>) -> Field<Decimal> {
    field(slot, |value, typed| figure(value, typed, false))
}

fn figure(value: &RawValue, typed: &str, rate: bool) -> Option<Decimal> {
    match value {
        RawValue::Number(number) => numbers::decimal_from_f64(*number),
        RawValue::Text(_) if rate => numbers::percent(typed),
        RawValue::Text(_) => numbers::decimal(typed),
        _ => None,
    }
}

/// The result of a target: a figure (`rate` for targets in %), or Đạt / Không đạt.
pub fn target_value(slot: Slot<'_>, rate: bool) -> Field<TargetValue> {
    field(slot, |value, typed| {
        if let RawValue::Text(_) = value
            && let Some(passed) = words::passed(typed)
        {
            return Some(TargetValue::Passed(passed));
        }
        figure(value, typed, rate).map(TargetValue::Number)
    })
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

/// A cross.
pub fn mark(slot: Slot<'_>) -> Field<bool> {
    field(slot, |value, typed| match value {
        RawValue::Bool(ticked) => Some(*ticked),
        RawValue::Number(_) | RawValue::Text(_) => words::mark(typed),
        _ => None,
    })
}

/// A task's status.
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

/// An agency's role.
pub fn role(slot: Slot<'_>) -> Field<Role> {
    field(slot, |_, typed| words::role(typed))
}

/// An agency's assessment of a target.
pub fn assessment(slot: Slot<'_>) -> Field<Assessment> {
    field(slot, |_, typed| words::assessment(typed))
}

/// A commune's result.
pub fn criterion_result(slot: Slot<'_>) -> Field<CriterionResult> {
    field(slot, |_, typed| words::criterion_result(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(value: &RawValue) -> Slot<'_> {
        Slot { cell: Some(CellRef::new(3, 2)), value: Some(value) }
    }

    fn txt(text: &str) -> RawValue {
        RawValue::Text(text.to_owned())
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
        assert_eq!(date(slot(&txt("ngày 4/7/2025"))).value().copied(), day);
        for odd in [RawValue::Number(45842.0), txt("đầu tháng 7"), txt("31/11/2026"), RawValue::Bool(true)] {
            assert!(date(slot(&odd)).is_unreadable(), "{odd:?}");
        }
        assert_eq!(date(slot(&RawValue::Number(45842.0))).typed, "45842");
        let hour = RawValue::DateTime(at(2025, 7, 10, 11));
        assert_eq!(date_time(slot(&hour)).typed, "11:00 10/7/2025");
        assert_eq!(date_time(slot(&txt("11 giờ 00 ngày 10/7/2025"))).value().copied(), Some(at(2025, 7, 10, 11)));
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
        let value = |raw: RawValue, rate| target_value(slot(&raw), rate).value().copied();
        assert_eq!(value(txt("Đạt"), false), Some(TargetValue::Passed(true)));
        assert_eq!(value(txt("không đạt"), false), Some(TargetValue::Passed(false)));
        assert_eq!(value(txt("99,745"), true), Some(TargetValue::Number("99.745".parse().unwrap())));
        assert_eq!(value(txt("99,745"), false), None);
        assert_eq!(value(RawValue::Number(99.74), true), Some(TargetValue::Number("99.74".parse().unwrap())));
        assert_eq!(value(txt("250 trạm"), false), None);
    }

    #[test]
    fn a_week_is_a_text() {
        assert_eq!(period(slot(&txt("Tuần 28/2025"))).value().copied(), Period::parse_id("2025-W28"));
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
