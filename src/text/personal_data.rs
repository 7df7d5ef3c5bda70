//! Telephone numbers, numbers of identity cards and e-mail addresses in what offices write: they do not leave the desk. Names stand
//! in no such text by rule, and nothing here guesses them.

use std::borrow::Cow;

/// Digits of a telephone number that begins with 0: a mobile, or a line with the code of its province.
const PHONE: std::ops::RangeInclusive<usize> = 10..=11;
/// Digits before the first blank, point or dash of a telephone number: fewer are those of a day.
const FIRST_GROUP: usize = 3;
/// What may stand between two groups of a number.
const BETWEEN: [&str; 6] = [" ", ".", "-", "\u{a0}", ")", ") "];
/// Digits of an identity card, which are written without a break and begin with 0.
const CARD: usize = 12;
/// The country in front of a number, in the place of its 0.
const COUNTRY: &str = "84";

/// The text with what is personal replaced by what it was.
pub fn masked(text: &str) -> Cow<'_, str> {
    // Nearly no text has one, and most have no digit at all.
    if !text.contains('@') && text.bytes().filter(u8::is_ascii_digit).count() < *PHONE.start() {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest, mut before) = (String::new(), text, None);
    while let Some(c) = rest.chars().next() {
        let inside = before.is_some_and(|before: char| before.is_alphanumeric() || "/@._".contains(before));
        let found = if inside { None } else { number(rest).or_else(|| address(rest)) };
        let (length, word) = found.unwrap_or((c.len_utf8(), ""));
        let (taken, left) = rest.split_at(length);
        out.push_str(if word.is_empty() { taken } else { word });
        (before, rest) = (taken.chars().next_back(), left);
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// A number at the beginning, how long it is and what it was.
fn number(text: &str) -> Option<(usize, &'static str)> {
    let (sign, rest) = text.strip_prefix('+').map_or((0, text), |rest| (1, rest));
    let mut digits = String::new();
    let (mut end, mut first_group, mut parted) = (0, 0, false);
    for (at, c) in rest.char_indices() {
        if c.is_ascii_digit() {
            if end != at {
                // What stands between two groups; two signs of it are no number any more.
                let between = rest.get(end..at).unwrap_or_default();
                if !BETWEEN.contains(&between) {
                    break;
                }
                parted = true;
            }
            digits.push(c);
            end = at + 1;
            first_group += usize::from(!parted);
        } else if digits.is_empty() || !BETWEEN.iter().any(|between| between.contains(c)) {
            break;
        }
    }
    let next = rest.get(end..).and_then(|rest| rest.chars().next());
    if next.is_some_and(|next| next.is_alphanumeric() || "/%_".contains(next)) {
        return None;
    }
    let national = match (sign, digits.strip_prefix(COUNTRY)) {
        (1, Some(national)) => format!("0{national}"),
        (1, None) => return None,
        _ => digits,
    };
    let is_phone = PHONE.contains(&national.len()) && national.starts_with('0') && !national.starts_with("00");
    let apart = !parted || sign == 1 || first_group >= FIRST_GROUP;
    match () {
        () if is_phone && apart => Some((sign + end, "[đã ẩn số điện thoại]")),
        () if national.len() == CARD && national.starts_with('0') && !parted => Some((sign + end, "[đã ẩn số giấy tờ]")),
        () => None,
    }
}

/// An e-mail address at the beginning.
fn address(text: &str) -> Option<(usize, &'static str)> {
    let of_name = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
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
            ("0238-3844-500", "[đã ẩn số điện thoại]"),
            ("CCCD 042090001234", "CCCD [đã ẩn số giấy tờ]"),
            ("gửi an.nguyen@nghean.gov.vn; vh@x", "gửi [đã ẩn địa chỉ thư điện tử]; vh@x"),
            ("thư: a_b@nghean.gov.vn.", "thư: [đã ẩn địa chỉ thư điện tử]."),
        ] {
            assert_eq!(masked(text), said);
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
            "hồ sơ A0912345678",
            "",
        ] {
            assert!(matches!(masked(text), Cow::Borrowed(same) if same == text), "{text}: {}", masked(text));
        }
    }
}
