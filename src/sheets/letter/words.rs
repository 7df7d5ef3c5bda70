//! Words of the written report and the numbers in them. Each number has a name, under which it is found again after somebody
//! edited the document.

use crate::text::format;
use crate::text::normalise;
use std::collections::BTreeMap;

/// As long as the name of a number may be: what Word lets a content control carry, less the sign in front of it.
pub(super) const NAME_MAX: usize = 60;
/// Letters of a sentence that stand in a name.
const SPOKEN_MAX: usize = 24;

/// A stretch of words, or a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words that nothing is compared with.
    Text(String),
    /// A number as it is printed.
    Number {
        /// Its name, of letters, digits, dots, `_` and `-`, at most [`NAME_MAX`] long.
        name: String,
        /// What is printed, such as `37/102` or `36%`.
        text: String,
    },
}

/// What stands in one place of the document; blank where there is nothing to say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// In the order of reading.
    pub pieces: Vec<Piece>,
}

impl Words {
    /// Words without a number that is compared. Control characters do not pass.
    pub(super) fn text(text: &str) -> Self {
        let text = format::clean(text);
        Self { pieces: if text.is_empty() { Vec::new() } else { vec![Piece::Text(text)] } }
    }

    /// A number alone.
    pub(super) fn number(name: &str, text: impl Into<String>) -> Self {
        Self { pieces: vec![Piece::Number { name: cut(name, NAME_MAX), text: text.into() }] }
    }

    /// A sentence in which every number is named by the words in front of it, behind `of`. What stands in quotation marks is
    /// somebody's name of something, and its numbers are left alone.
    pub(super) fn sentence(of: &str, text: &str) -> Self {
        let text = format::clean(text);
        let mut pieces = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut last = 0;
        for (from, to) in numbers(&text) {
            let (Some(before), Some(number)) = (text.get(last..from), text.get(from..to)) else { continue };
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            let spoken = spoken(before);
            let count = seen.entry(spoken.clone()).or_default();
            *count += 1;
            let name = if *count > 1 { format!("{of}.{spoken}-{count}") } else { format!("{of}.{spoken}") };
            pieces.push(Piece::Number { name: cut(&name, NAME_MAX), text: number.to_owned() });
            last = to;
        }
        let rest = text.get(last..).unwrap_or_default();
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Self { pieces }
    }

    /// What is read.
    pub fn plain(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) | Piece::Number { text, .. } => text.as_str(),
            })
            .collect()
    }
}

/// The last words before a number, as part of a name.
fn spoken(before: &str) -> String {
    let plain = normalise::unaccented(before).to_lowercase();
    let words: Vec<&str> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut taken: Vec<&str> = Vec::new();
    let mut length = 0;
    for word in words.into_iter().rev() {
        length += word.len() + 1;
        if length > SPOKEN_MAX {
            break;
        }
        taken.push(word);
    }
    taken.reverse();
    if taken.is_empty() { "so".to_owned() } else { taken.join("-") }
}

fn cut(name: &str, most: usize) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    name.chars().map(plain).take(most).collect()
}

/// Where the numbers of a text begin and end, in bytes: digits with what joins them (`39/65`, `18/7/2025`, `1.234,5`, `60%`).
/// Digits that belong to a word (`5G`, `KH11-001`, `57-NQ/TW`) are no number.
pub fn numbers(text: &str) -> Vec<(usize, usize)> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let at = |index: usize| letters.get(index).map(|(_, letter)| *letter);
    let digit = |index: usize| at(index).is_some_and(|letter| letter.is_ascii_digit());
    let word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'));
    let (mut found, mut quoted, mut index) = (Vec::new(), false, 0);
    while let Some(letter) = at(index) {
        match letter {
            '“' => quoted = true,
            '”' => quoted = false,
            _ => {}
        }
        if !letter.is_ascii_digit() {
            index += 1;
            continue;
        }
        let start = index;
        while digit(index) || (matches!(at(index), Some('/' | '.' | ',')) && digit(index + 1)) {
            index += 1;
        }
        if at(index) == Some('%') {
            index += 1;
        }
        let behind = at(index);
        let joined = behind.is_some_and(|letter| letter.is_alphabetic() || (matches!(letter, '-' | '/') && word(at(index + 1))));
        if !quoted && !joined && !word(start.checked_sub(1).and_then(at)) {
            let place = |index: usize| letters.get(index).map_or(text.len(), |(place, _)| *place);
            found.push((place(start), place(index)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<(String, String)> {
        let number = |piece| if let Piece::Number { name, text } = piece { Some((name, text)) } else { None };
        Words::sentence("bc", text).pieces.into_iter().filter_map(number).collect()
    }

    #[test]
    fn a_number_is_named_by_the_words_before_it() {
        let found = named("Có 12 cơ quan phải báo cáo: đúng hạn 05 (42%); gửi muộn 02; chưa gửi 02.");
        let found: Vec<(&str, &str)> = found.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        assert_eq!(
            found,
            [("bc.co", "12"), ("bc.phai-bao-cao-dung-han", "05"), ("bc.so", "42%"), ("bc.gui-muon", "02"), ("bc.chua-gui", "02")]
        );
        assert_eq!(named("tuần 1 và tuần 1").last().unwrap().0, "bc.va-tuan");
        assert_eq!(named("hạn 1; hạn 2").last().unwrap().0, "bc.han-2", "the same words again");
    }

    #[test]
    fn words_with_digits_and_names_in_quotation_marks_are_no_numbers() {
        let of = |text: &str| named(text).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(of("Nghị quyết số 57-NQ/TW, mạng 5G, KH11-001"), Vec::<String>::new());
        assert_eq!(of("“Xây 10 trạm” (Sở A, còn 3 ngày)"), ["3"]);
        assert_eq!(of("đến 11 giờ 00 ngày 18/7/2025, đạt 1.234,5 (16%), 39/65."), ["11", "00", "18/7/2025", "1.234,5", "16%", "39/65"]);
        assert_eq!(of("07 - 13/7/2025"), ["07", "13/7/2025"]);
    }

    #[test]
    fn pieces_are_the_sentence() {
        for text in ["", "Không có.", "Có 05 nhiệm vụ; 07/43", "12 nhiệm vụ"] {
            assert_eq!(Words::sentence("x", text).plain(), text);
        }
    }

    #[test]
    fn a_name_has_room_in_word() {
        let long = Words::sentence(&"x".repeat(80), "Kết quả thực hiện nhiệm vụ 7");
        assert!(matches!(&long.pieces[1], Piece::Number { name, .. } if name.len() == NAME_MAX));
    }
}
