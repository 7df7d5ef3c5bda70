//! Telephone numbers, numbers of identity cards and e-mail addresses in what offices write: they do not leave the desk. Names stand
//! in no such text by rule, and nothing here guesses them.

use crate::text::glance;
use std::borrow::Cow;

/// Digits of a telephone number that begins with 0: a mobile, or a line with the code of its province.
const PHONE: std::ops::RangeInclusive<usize> = 10..=11;
/// Digits before the first blank, point or dash of a telephone number: fewer are those of a day.
const FIRST_GROUP: usize = 3;
/// What may stand between two groups of a number.
const BETWEEN: [&str; 18] =
    [" ", ".", "-", "\u{a0}", ")", ") ", "]", "] ", "  ", " - ", "–", " – ", "—", "\u{2010}", "\u{2011}", "−", "\u{2009}", "\u{202f}"];
/// What may stand before the 0 that is written behind the country as well: +84 (0)912 …
const BEFORE_ZERO: [&str; 2] = ["(", " ("];
/// Digits of an identity card, which are written without a break and begin with 0.
const CARD: usize = 12;
/// More digits than any number of a person has.
const DIGITS_MOST: usize = 16;
/// How the numbers of telephones that are carried begin behind their 0.
const MOBILE: [char; 5] = ['3', '5', '7', '8', '9'];
/// The country in front of a number, in the place of its 0.
const COUNTRY: &str = "84";

/// The text with what is personal replaced by what it was.
pub fn masked(text: &str) -> Cow<'_, str> {
    if may_have_any(text) { looked_through(text) } else { Cow::Borrowed(text) }
}

fn looked_through(text: &str) -> Cow<'_, str> {
    let (mut out, mut rest, mut before) = (String::new(), text, None);
    // Behind a number that was taken out a stroke parts two numbers; else it is one of a document.
    let mut taken_out = false;
    while let Some(c) = rest.chars().next() {
        let parts = taken_out && before == Some('/');
        let inside = !parts && before.is_some_and(|before: char| before.is_alphanumeric() || "/@._".contains(before));
        let found = if inside { None } else { number(rest).or_else(|| address(rest)) };
        taken_out = found.is_some() || (taken_out && c == '/');
        let (length, word) = found.unwrap_or((c.len_utf8(), ""));
        let (taken, left) = rest.split_at(length);
        out.push_str(if word.is_empty() { taken } else { word });
        (before, rest) = (taken.chars().next_back(), left);
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Nearly no text has one: whether it has enough digits with nothing but such signs between them as a number may have is told at a glance.
fn may_have_any(text: &str) -> bool {
    if glance::has(text, |byte| byte == b'@') {
        return true;
    }
    if text.len() < *PHONE.start() || glance::count(text, |byte| byte.is_ascii_digit()) < *PHONE.start() {
        return false;
    }
    let mut digits = 0;
    text.bytes().any(|byte| {
        digits = match byte {
            b'0'..=b'9' => digits + 1,
            // Dashes and blanks of other kinds are several bytes; a letter of Vietnamese hardly stands between digits.
            b' ' | b'.' | b'-' | b'(' | b')' | b']' | 0x80.. => digits,
            _ => 0,
        };
        digits >= *PHONE.start()
    })
}

/// Things as they may leave: of each those texts that an office wrote.
pub fn masked_in<T: Clone>(things: &[T], texts: fn(&mut T) -> Vec<&mut String>) -> Vec<T> {
    let mut things = things.to_vec();
    for text in things.iter_mut().flat_map(texts) {
        if let Cow::Owned(other) = masked(text) {
            *text = other;
        }
    }
    things
}

/// A number at the beginning, how long it is and what it was.
fn number(text: &str) -> Option<(usize, &'static str)> {
    let (sign, rest) = text.strip_prefix('+').map_or((0, text), |rest| (1, rest));
    let mut digits = String::new();
    let (mut end, mut first_group, mut parted) = (0, 0, false);
    for (at, c) in rest.char_indices() {
        if c.is_ascii_digit() {
            if end != at {
                // What stands between two groups; two signs of it are no number any more, and a whole number is one by itself.
                let between = rest.get(end..at).unwrap_or_default();
                let is_between = BETWEEN.contains(&between) || (digits == COUNTRY && c == '0' && BEFORE_ZERO.contains(&between));
                if !is_between || (c == '0' && is_phone(&national(sign, &digits))) {
                    break;
                }
                parted = true;
            }
            digits.push(c);
            end = at + 1;
            first_group += usize::from(!parted);
            if digits.len() > DIGITS_MOST {
                return None;
            }
        } else if digits.is_empty() || !(BETWEEN.iter().any(|between| between.contains(c)) || (c == '(' && digits == COUNTRY)) {
            break;
        }
    }
    let behind = rest.get(end..).unwrap_or_default();
    let other = behind.strip_prefix('/').is_some_and(|other| other.starts_with(['0', '+']) && number(other).is_some());
    if !other && behind.chars().next().is_some_and(|next| next.is_alphanumeric() || "/%_".contains(next)) {
        return None;
    }
    let national = national(sign, &digits);
    // Without its sign the country is told from an amount by what follows: an amount has a unit.
    let of_country = sign == 1 || !digits.starts_with(COUNTRY) || !behind.trim_start().starts_with(char::is_alphabetic);
    let apart = !parted || sign == 1 || first_group >= FIRST_GROUP || digits.starts_with(COUNTRY);
    match () {
        () if is_phone(&national) && apart && of_country && (digits.starts_with('0') || sign == 1 || parted) => {
            Some((sign + end, "[đã ẩn số điện thoại]"))
        }
        () if digits.len() == CARD && digits.starts_with('0') && !parted => Some((sign + end, "[đã ẩn số giấy tờ]")),
        () => None,
    }
}

/// A number as it is dialled within the country: with a 0 in the place of the country's number.
fn national(sign: usize, digits: &str) -> String {
    match digits.strip_prefix(COUNTRY) {
        Some(national) if sign == 1 && national.starts_with('0') => national.to_owned(),
        Some(national) if sign == 1 || MOBILE.iter().any(|first| national.starts_with(*first)) => format!("0{national}"),
        _ if sign == 1 => String::new(),
        _ => digits.to_owned(),
    }
}

fn is_phone(national: &str) -> bool {
    PHONE.contains(&national.len()) && national.starts_with('0') && !national.starts_with("00")
}

/// An e-mail address at the beginning.
fn address(text: &str) -> Option<(usize, &'static str)> {
    let of_name = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    let name = text.find(|c: char| !of_name(c)).filter(|at| *at > 0)?;
    let host = text.get(name..)?.strip_prefix('@')?;
    let length = host.find(|c: char| !(c.is_ascii_alphanumeric() || "-.".contains(c))).unwrap_or(host.len());
    let host = host.get(..length)?.trim_end_matches(['.', '-']);
    host.contains('.').then_some((name + 1 + host.len(), "[đã ẩn địa chỉ thư điện tử]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_of_persons_are_taken_out() {
        for (text, said) in [
            ("Liên hệ anh An 0912345678.", "Liên hệ anh An [đã ẩn số điện thoại]."),
            ("ĐT: 0912.345.678, 024 3825 1234", "ĐT: [đã ẩn số điện thoại], [đã ẩn số điện thoại]"),
            ("(0238) 3844 500 hoặc +84 912 345 678", "([đã ẩn số điện thoại] hoặc [đã ẩn số điện thoại]"),
            ("+84912345678", "[đã ẩn số điện thoại]"),
            ("0912345678/0987654321", "[đã ẩn số điện thoại]/[đã ẩn số điện thoại]"),
            ("0912345678 0987654321", "[đã ẩn số điện thoại] [đã ẩn số điện thoại]"),
            ("0912 345 678 - 0987.654.321.", "[đã ẩn số điện thoại] - [đã ẩn số điện thoại]."),
            ("ĐT 84 912 345 678.", "ĐT [đã ẩn số điện thoại]."),
            ("0238-3844-500", "[đã ẩn số điện thoại]"),
            ("0912–345–678, 0912 - 345 - 678", "[đã ẩn số điện thoại], [đã ẩn số điện thoại]"),
            (
                "0912‑345‑678; 0912\u{2009}345\u{2009}678; 0912  345  678",
                "[đã ẩn số điện thoại]; [đã ẩn số điện thoại]; [đã ẩn số điện thoại]",
            ),
            ("0912—345—678 hoặc 0912−345−678", "[đã ẩn số điện thoại] hoặc [đã ẩn số điện thoại]"),
            ("[0912] 345 678", "[[đã ẩn số điện thoại]"),
            ("+84(0)912345678 / +84 (0)912 345 678", "[đã ẩn số điện thoại] / [đã ẩn số điện thoại]"),
            ("nguyễn.an@gmail.com", "[đã ẩn địa chỉ thư điện tử]"),
            ("CCCD 042090001234", "CCCD [đã ẩn số giấy tờ]"),
            ("gửi an.nguyen@nghean.gov.vn; vh@x", "gửi [đã ẩn địa chỉ thư điện tử]; vh@x"),
            ("thư: a_b@nghean.gov.vn.", "thư: [đã ẩn địa chỉ thư điện tử]."),
        ] {
            assert_eq!(masked(text), said);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_passed_over_at_a_glance_has_nothing_to_take_out(text in "[0-9084+ .()@/\u{a0}–−\\]aă-]{0,24}") {
            proptest::prop_assert_eq!(masked(&text), looked_through(&text), "{}", text);
        }
    }

    #[test]
    fn figures_days_and_documents_stay() {
        for text in [
            "150000000000 đồng",
            "1.234.567.890 đồng",
            "0,9123456789",
            "ngày 07-10-2025 08 giờ, 01.02.2025 09.15",
            "Quyết định số 0912345678/QĐ-UBND ngày 03/7/2025",
            "39/65 chỉ tiêu (đạt 60%), 0123456789%",
            "KN-2025-0001, KH11-001, T28-SYT-0042-7F3K",
            "2025 2026 2027 2028",
            "84 912 345 678 đồng, 84912345678",
            "0912345678/2025/QĐ-UBND",
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
            "hồ sơ A0912345678",
            "năm 2024 – 2025, 01–12/2025, 0,5 – 1,5; trang 10–11 (2025) – 120",
            "từ 08–10–2025 đến 09–10–2025",
            "",
        ] {
            assert!(matches!(masked(text), Cow::Borrowed(same) if same == text), "{text}: {}", masked(text));
        }
    }
}
