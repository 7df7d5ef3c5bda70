//! Numbers as people type them (handbook domain 3.5): exact, or not read at all.

use crate::text::normalise;
use rust_decimal::{Decimal, RoundingStrategy};

/// A number in the Vietnamese or the plain form, where only one reading is possible: `99,74`, `99.74`, `1.234.567`,
/// `1.234.567,5`, `85%`, `-3`. A lone separator before exactly three digits (`1.234`) has two readings: none.
pub fn decimal(text: &str) -> Option<Decimal> {
    number(text, false)
}

/// A percentage on the scale from 0 to 100, with or without its sign. In a column of rates a lone comma before three
/// digits is a decimal comma: `99,745`.
pub fn percent(text: &str) -> Option<Decimal> {
    number(text, true)
}

/// The number that a spreadsheet shows for a cell: 15 significant digits, at most nine of them decimals, so that
/// `0.1 + 0.2` is `0.3`. None if it is not finite or too large to be exact.
pub fn decimal_from_f64(number: f64) -> Option<Decimal> {
    if !number.is_finite() || number.abs() >= 1e24 {
        return None;
    }
    if number.abs() < 1e-12 {
        return Some(Decimal::ZERO);
    }
    let shown = Decimal::from_scientific(&format!("{number:.14e}")).ok()?;
    Some(shown.round_dp_with_strategy(9, RoundingStrategy::MidpointAwayFromZero).normalize())
}

fn number(text: &str, rate: bool) -> Option<Decimal> {
    let shown = normalise::display(text);
    let shown = shown.strip_prefix('\'').unwrap_or(&shown);
    let shown = shown.strip_suffix('%').unwrap_or(shown).trim_end();
    let (negative, digits) = match shown.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, shown.strip_prefix('+').unwrap_or(shown)),
    };
    let plain = plain(digits, rate)?;
    let value = Decimal::from_str_exact(&plain).ok()?.normalize();
    Some(if negative { -value } else { value })
}

/// Digits with at most one decimal point, or none if there are two readings.
fn plain(digits: &str, rate: bool) -> Option<String> {
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',') {
        return None;
    }
    let dots = digits.matches('.').count();
    let commas = digits.matches(',').count();
    let decimal_mark = match (dots, commas) {
        (0, 0) => None,
        (1, 0) => Some('.'),
        (0, 1) => Some(','),
        (_, 1) if digits.rfind(',') > digits.rfind('.') => Some(','),
        (1, _) if digits.rfind('.') > digits.rfind(',') => Some('.'),
        (_, 0) => return grouped(digits, '.'),
        (0, _) => return grouped(digits, ','),
        _ => return None,
    };
    let Some(mark) = decimal_mark else { return Some(digits.to_owned()) };
    let (whole, fraction) = digits.rsplit_once(mark)?;
    if whole.is_empty() || fraction.is_empty() {
        return None;
    }
    let whole = if dots + commas > 1 { grouped(whole, if mark == ',' { '.' } else { ',' })? } else { whole.to_owned() };
    let thousands_possible = dots + commas == 1 && fraction.len() == 3 && whole.len() <= 3 && !whole.starts_with('0');
    if thousands_possible && !(rate && mark == ',') {
        return None;
    }
    Some(format!("{whole}.{fraction}"))
}

/// `1.234.567` without its separators, if every group is right.
fn grouped(digits: &str, separator: char) -> Option<String> {
    let mut groups = digits.split(separator);
    let first = groups.next()?;
    let fits = (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(|g| g.len() == 3 && !g.contains(['.', ',']));
    fits.then(|| digits.replace(separator, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Option<Decimal> {
        Some(text.parse::<Decimal>().unwrap())
    }

    #[test]
    fn numbers_with_one_reading() {
        for (text, value) in [
            ("99,74", "99.74"),
            ("99.74", "99.74"),
            ("1.234.567", "1234567"),
            ("1,234,567", "1234567"),
            ("1.234.567,5", "1234567.5"),
            ("1,234,567.5", "1234567.5"),
            ("1.234,567", "1234.567"),
            ("85%", "85"),
            ("85 %", "85"),
            (" \u{a0}85\u{a0}", "85"),
            ("'07", "7"),
            ("-0,5", "-0.5"),
            ("0,125", "0.125"),
            ("1234,567", "1234.567"),
            ("100", "100"),
        ] {
            assert_eq!(decimal(text), d(value), "{text}");
        }
    }

    #[test]
    fn a_number_with_two_readings_is_not_read() {
        for text in ["1.234", "1,234", "12,345%", "999.000"] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(percent("99,745"), d("99.745"));
        assert_eq!(percent("99.745"), None);
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "",
            "%",
            "abc",
            "1.23.456",
            "1,2,3",
            "1.234.56",
            "5,",
            ",5",
            "1 234",
            "39/65",
            ">30",
            "250 trạm",
            "--1",
            "1.2,3.4",
            "012.345.678",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn cells_are_rounded_once_as_a_spreadsheet_shows_them() {
        assert_eq!(decimal_from_f64(0.1 + 0.2), d("0.3"));
        assert_eq!(decimal_from_f64(99.74), d("99.74"));
        assert_eq!(decimal_from_f64(1.005 * 1000.0), d("1005"));
        assert_eq!(decimal_from_f64(123_456_789_012.3), d("123456789012.3"));
        assert_eq!(decimal_from_f64(1.0 / 3.0), d("0.333333333"));
        assert_eq!(decimal_from_f64(-0.0).map(|n| n.to_string()), Some("0".to_owned()));
        assert_eq!(decimal_from_f64(f64::NAN), None);
        assert_eq!(decimal_from_f64(f64::INFINITY), None);
        assert_eq!(decimal_from_f64(1e300), None);
    }
}
