//! Numbers as people type them (`src/docs/reading.md`, "Numbers"): exact, or not read at all.

use crate::text::normalise;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

/// A number in the Vietnamese or the plain form, where only one reading is possible: `99,74`, `99.74`, `1.234.567`,
/// `1.234.567,5`, `85%`, `-3`. A lone separator before exactly three digits (`1.234`) has two readings: none.
pub fn decimal(text: &str) -> Option<Decimal> {
    number(text, false)
}

/// A number of things that are counted: a separator before every three digits is one of thousands, for there are no
/// fractions. `1.234` is 1234; `12,5` is still a number, which a rule refuses.
pub fn count(text: &str) -> Option<Decimal> {
    number(text, false).or_else(|| two_readings(text, false).map(|(thousands, _)| thousands))
}

/// A percentage on the scale from 0 to 100, with or without its sign. In a column of rates a lone comma before three
/// digits is a decimal comma: `99,745`.
pub fn percent(text: &str) -> Option<Decimal> {
    number(text, true)
}

/// Both readings of a number that has two: separator of thousands first, then decimal mark. `1.234` and `1,234` are
/// 1234 or 1.234. `None` if there is one reading, or not even one.
pub fn two_readings(text: &str, rate: bool) -> Option<(Decimal, Decimal)> {
    let (negative, digits) = signed(text)?;
    if plain(&digits, rate).is_some() || !is_plain_number(&digits) {
        return None;
    }
    let (whole, fraction) = digits.split_once(['.', ','])?;
    if !thousands_possible(whole, fraction) {
        return None;
    }
    let value = |digits: String| Decimal::from_str_exact(&digits).ok().map(|d| if negative { -d } else { d }.normalize());
    Some((value(format!("{whole}{fraction}"))?, value(format!("{whole}.{fraction}"))?))
}

/// A number with its unit behind it, where that is the unit wanted: `250 trạm`, `1,5 triệu đồng`; `2 tỷ` of a figure
/// in `tỷ đồng`. Another unit is another figure, and nothing is converted.
pub fn with_unit(text: &str, unit: &str) -> Option<Decimal> {
    decimal(&before_unit(text, unit)?)
}

/// The same of things that are counted: `1.234 người`.
pub fn count_with_unit(text: &str, unit: &str) -> Option<Decimal> {
    count(&before_unit(text, unit)?)
}

/// What stands before the unit wanted.
fn before_unit(text: &str, unit: &str) -> Option<String> {
    let shown = shown(text);
    let end = shown.rfind(|c: char| c.is_ascii_digit()).map(|at| at + 1)?;
    let (number, written) = (shown.get(..end)?, shown.get(end..)?);
    let (written, unit) = (normalise::key(written), normalise::key(unit));
    let same = !written.is_empty() && (written == unit || format!("{written} đồng") == unit);
    same.then(|| number.to_owned())
}

/// A part of a whole in one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    /// The number above the stroke, or before it.
    pub part: Decimal,
    /// The number below the stroke, or behind it.
    pub whole: Decimal,
    /// The percentage written beside it.
    pub percent: Option<Decimal>,
}

/// `07/43`, `39/65 (60%)`, `100% (16/16)`.
pub fn ratio(text: &str) -> Option<Ratio> {
    let shown = shown(text);
    let (first, second) = match shown.split_once('(') {
        Some((first, rest)) => (first.trim(), Some(rest.strip_suffix(')')?.trim())),
        None => (shown.as_str(), None),
    };
    let of = |fraction: &str, percent: Option<&str>| {
        let (part, whole) = fraction.split_once('/')?;
        let percent = match percent {
            Some(text) => Some(self::percent(text.strip_suffix('%')?)?),
            None => None,
        };
        Some(Ratio { part: unsigned(part)?, whole: unsigned(whole)?, percent })
    };
    of(first, second).or_else(|| of(second?, Some(first)))
}

/// The text without the marks of footnotes behind its figures: `26¹` is 26. Behind a letter they belong to a unit.
fn shown(text: &str) -> String {
    let shown = normalise::display(text);
    if shown.is_ascii() {
        return shown;
    }
    let mut figures = String::with_capacity(shown.len());
    let mut noted = false;
    for c in shown.chars() {
        noted = is_raised(c) && (noted || figures.ends_with(|last: char| last.is_ascii_digit() || last == '%'));
        if !noted {
            figures.push(c);
        }
    }
    figures.truncate(figures.trim_end().len());
    figures
}

fn is_raised(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '⁻' | '⁽' | '⁾')
}

fn unsigned(text: &str) -> Option<Decimal> {
    let text = text.trim();
    if text.starts_with(|c: char| c.is_ascii_digit()) && text.ends_with(|c: char| c.is_ascii_digit()) { decimal(text) } else { None }
}

/// Does the text name a bound or an estimate instead of a number: `trên 90%`, `≥ 70%`, `khoảng 20`?
pub fn is_vague(text: &str) -> bool {
    const WORDS: [&str; 20] = [
        "tren",
        "hon",
        "duoi",
        "khoang",
        "toi thieu",
        "toi da",
        "it nhat",
        "gan",
        "xap xi",
        "uoc",
        "uoc dat",
        "khong qua",
        "khong duoi",
        "dat tren",
        ">",
        "<",
        "≥",
        "≤",
        "~",
        "≈",
    ];
    let key = normalise::unaccented(text);
    let rest = |word: &&str| key.strip_prefix(*word).map(|rest| rest.trim_start_matches(['=', ' ']));
    WORDS.iter().filter_map(rest).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
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
    // A whole number of at most 15 digits is exact as it is.
    if number.fract() == 0.0
        && number.abs() < 1e15
        && let Some(whole) = number.to_i64()
    {
        return Some(Decimal::from(whole));
    }
    let shown = Decimal::from_scientific(&format!("{number:.14e}")).ok()?;
    Some(shown.round_dp_with_strategy(9, RoundingStrategy::MidpointAwayFromZero).normalize())
}

/// What people see in a cell with a percent format: 75 where 0.75 is stored.
pub fn percent_from_f64(number: f64) -> Option<Decimal> {
    Some((decimal_from_f64(number)? * Decimal::ONE_HUNDRED).normalize())
}

fn number(text: &str, rate: bool) -> Option<Decimal> {
    let (negative, digits) = signed(text)?;
    let value = Decimal::from_str_exact(&plain(&digits, rate)?).ok()?.normalize();
    Some(if negative { -value } else { value })
}

/// Is there a minus, and what follows it, without an apostrophe before and a percent sign behind.
fn signed(text: &str) -> Option<(bool, String)> {
    let shown = shown(text);
    let shown = shown.strip_prefix('\'').unwrap_or(&shown);
    let shown = shown.strip_suffix('%').unwrap_or(shown).trim_end();
    let (negative, digits) = match shown.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, shown.strip_prefix('+').unwrap_or(shown)),
    };
    (!digits.is_empty()).then(|| (negative, digits.to_owned()))
}

fn is_plain_number(digits: &str) -> bool {
    digits.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
}

/// Could a lone separator here be one of thousands?
fn thousands_possible(whole: &str, fraction: &str) -> bool {
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    fraction.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0') && digits(whole) && digits(fraction)
}

/// Digits with at most one decimal point, or none if there are two readings.
fn plain(digits: &str, rate: bool) -> Option<String> {
    if !is_plain_number(digits) {
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
    if dots + commas == 1 && thousands_possible(&whole, fraction) && !(rate && mark == ',') {
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

    #[test]
    fn marks_of_footnotes_are_no_digits() {
        assert_eq!(decimal("26¹"), Some(Decimal::from(26)));
        assert_eq!(percent("62,5%⁽²⁾"), Decimal::from_str_exact("62.5").ok());
        assert_eq!(with_unit("57¹ trạm", "trạm"), Some(Decimal::from(57)));
        assert_eq!(with_unit("57 km²", "km²"), Some(Decimal::from(57)));
        assert_eq!(decimal("¹26"), None);
    }

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
    fn both_readings_of_a_number_that_has_two() {
        let two = |a: &str, b: &str| Some((a.parse::<Decimal>().unwrap(), b.parse::<Decimal>().unwrap()));
        for (text, readings) in [
            ("1.234", two("1234", "1.234")),
            ("1,234", two("1234", "1.234")),
            ("-12,345%", two("-12345", "-12.345")),
            ("999.000", two("999000", "999")),
        ] {
            assert_eq!(two_readings(text, false), readings, "{text}");
        }
        assert_eq!(two_readings("99,745", true), None, "a rate");
        assert_eq!(two_readings("99.745", true), two("99745", "99.745"));
        for text in ["", "1234", "1.23", "0,125", "1.234.567", "1.234,5", "abc", "1.2345", "1.a34", "12,34,56"] {
            assert_eq!(two_readings(text, false), None, "{text}");
        }
    }

    #[test]
    fn a_number_with_its_unit() {
        for (text, unit, value) in [
            ("250 trạm", "trạm", d("250")),
            ("250trạm", "Trạm", d("250")),
            ("1,5 triệu đồng", "triệu đồng", d("1.5")),
            ("2 tỷ", "tỷ đồng", d("2")),
            ("2 tỉ đồng", "tỷ đồng", d("2")),
            ("1.234.567 người", "người", d("1234567")),
            ("1.234 người", "người", None),
            ("250 trạm", "cột", None),
            ("2 tỷ", "triệu đồng", None),
            ("250", "trạm", None),
            ("khoảng 250 trạm", "trạm", None),
            ("250 trạm", "", None),
            ("trạm", "trạm", None),
        ] {
            assert_eq!(with_unit(text, unit), value, "{text} in {unit}");
        }
    }

    #[test]
    fn what_is_counted_has_one_reading() {
        for (text, value) in
            [("1.234", d("1234")), ("1,234", d("1234")), ("12.345.678", d("12345678")), ("12,5", d("12.5")), ("nhiều", None)]
        {
            assert_eq!(count(text), value, "{text}");
        }
        assert_eq!(count_with_unit("1.234 người", "người"), d("1234"));
        assert_eq!(count_with_unit("1.234 lượt", "người"), None);
    }

    #[test]
    fn parts_of_wholes() {
        let read = |text: &str| ratio(text).map(|r| (r.part.to_string(), r.whole.to_string(), r.percent.map(|p| p.to_string())));
        let made = |part: &str, whole: &str, percent: Option<&str>| Some((part.into(), whole.into(), percent.map(String::from)));
        assert_eq!(read("07/43"), made("7", "43", None));
        assert_eq!(read("39/65 (60%)"), made("39", "65", Some("60")));
        assert_eq!(read("100% (16/16)"), made("16", "16", Some("100")));
        assert_eq!(read(" 1.234.567 / 2.000.000 "), made("1234567", "2000000", None));
        for text in ["", "39", "39/65/2", "a/65", "39/65 (60)", "39/65 (x%)", "08/12/2025", "-1/4", "1.234/2", "39/65 60%", "/4", "3/"] {
            assert_eq!(ratio(text), None, "{text}");
        }
    }

    #[test]
    fn bounds_and_estimates() {
        for text in ["trên 90%", ">30", "≥ 70%", "tối thiểu 70%", "hơn 10%", "khoảng 20%", "~20%", ">= 5", "Ước đạt 80"] {
            assert!(is_vague(text), "{text}");
        }
        for text in ["90%", "trên cả nước", "-5", "", "hơn nữa"] {
            assert!(!is_vague(text), "{text}");
        }
    }

    proptest::proptest! {
        /// What is printed the Vietnamese way is never read as another number, and read back wherever that way has
        /// one reading.
        #[test]
        fn what_is_printed_is_read_back(mantissa in -999_999_999_999_i64..999_999_999_999, scale in 0_u32..9) {
            let number = Decimal::new(mantissa, scale).normalize();
            let text = crate::text::format::decimal(number);
            match decimal(&text) {
                Some(read) => assert_eq!(read, number, "{text}"),
                None => {
                    let (thousands, point) = two_readings(&text, false).unwrap();
                    assert!(thousands == number || point == number, "{text}");
                }
            }
            // As a rate only the separator of thousands leaves a doubt.
            assert!(percent(&text).is_none_or(|read| read == number), "{text}");
        }

        /// Any text at all: a number comes only of texts that are nothing but one.
        #[test]
        fn no_number_comes_of_other_texts(text in "[0-9.,%a-z /-]{0,12}") {
            if let Some(number) = decimal(&text) {
                let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
                assert!(!text.contains(|c: char| c.is_ascii_lowercase() || c == '/'), "{text}");
                let shown = digits(&number.to_string());
                assert!(digits(&text).contains(shown.trim_start_matches('0').trim_end_matches('0')), "{text} read as {number}");
            }
        }
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
