//! Which code the texts of a sheet are written in. Columns may mix codes and our own headings are always Unicode, so
//! each text is weighed by itself: of its words that a code would change, how many are frequent syllables before and
//! after, and how many hold letters that Vietnamese does not have. A sheet is in a code when enough texts say so and
//! nearly nothing else explains its odd letters; then each of its texts is converted, left, or called doubtful.

use super::{decode, is_vietnamese, syllables};
use crate::model::extraction::EightBit;

/// Texts of a sheet that must say the same before one of them is converted …
const TEXTS_NEEDED: u32 = 3;
/// … or frequent syllables, where there are fewer but longer texts.
const SYLLABLES_NEEDED: u32 = 20;
/// Of the words with odd letters, this share in percent must become frequent syllables. Names are rare words, so a
/// list of people reaches about half; a text in another language stays below a twentieth.
const SHARE_NEEDED: u32 = 35;
/// The codes, the more common first.
const CODES: [EightBit; 2] = [EightBit::Tcvn3, EightBit::Vni];

/// What a text of a sheet in a code turns out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// Unicode, or the same in both.
    AsWritten,
    /// In the code; this is what it says.
    Coded(String),
    /// It could be either, or both at once: left as written, and said.
    Doubtful,
}

/// The words of a text that a code would change.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    words: u32,
    /// Frequent syllables as written, and decoded.
    frequent: (u32, u32),
    /// Words with letters that Vietnamese does not have, as written and decoded.
    odd: (u32, u32),
    /// Words that, decoded, could be no syllable.
    impossible: u32,
}

impl Weight {
    fn of(text: &str, code: EightBit) -> Self {
        let mut weight = Self::default();
        for word in words(text) {
            let decoded = decode(word, code);
            if decoded == word {
                continue;
            }
            weight.words += 1;
            weight.frequent.0 += u32::from(syllables::is_frequent(word));
            weight.frequent.1 += u32::from(syllables::is_frequent(&decoded));
            weight.odd.0 += u32::from(is_odd(word));
            weight.odd.1 += u32::from(is_odd(&decoded));
            let abbreviation = !decoded.chars().any(char::is_lowercase);
            weight.impossible += u32::from(!abbreviation && !syllables::is_possible(&decoded));
        }
        weight
    }

    /// Does the text by itself say clearly that it is in the code? Half of the changed words must speak for it.
    fn is_clear(self) -> bool {
        let for_it = i64::from(self.frequent.1) - i64::from(self.odd.1);
        let against = i64::from(self.frequent.0) - i64::from(self.odd.0);
        self.frequent.1 > self.frequent.0 && (for_it - against) * 2 >= i64::from(self.words)
    }
}

/// The code of a sheet; `None` if it is Unicode, or if too little says otherwise.
pub fn code_of_sheet<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Option<EightBit> {
    // Text in a code cannot do without characters that Vietnamese in Unicode never holds: nearly every sheet ends here.
    if !texts.clone().any(holds_odd_letter) {
        return None;
    }
    let found = CODES.into_iter().filter_map(|code| Some((evidence(texts.clone(), code)?, code)));
    found.max_by_key(|(syllables, _)| *syllables).map(|(_, code)| code)
}

/// How many frequent syllables speak for the code, if that is enough.
fn evidence<'a>(texts: impl Iterator<Item = &'a str>, code: EightBit) -> Option<u32> {
    let (mut clear, mut syllables, mut odd_words, mut explained) = (0u32, 0u32, 0u32, 0u32);
    for text in texts.filter(|text| !text.is_ascii() && !holds_unicode(text)) {
        let weight = Weight::of(text, code);
        if weight.is_clear() {
            clear += 1;
            syllables += weight.frequent.1;
        }
        for word in words(text).filter(|word| is_odd(word)) {
            odd_words += 1;
            explained += u32::from(syllables::is_frequent(&decode(word, code)));
        }
    }
    let enough = clear >= TEXTS_NEEDED || (clear > 0 && syllables >= SYLLABLES_NEEDED);
    (enough && explained * 100 >= odd_words * SHARE_NEEDED).then_some(syllables)
}

/// What a text of a sheet in `code` is. `pure`: no text of the sheet is in Unicode for certain, so that a name which
/// could be either is taken for coded like the rest.
pub fn text_of_sheet(text: &str, code: EightBit, pure: bool) -> Text {
    if text.is_ascii() {
        return Text::AsWritten;
    }
    let weight = Weight::of(text, code);
    if weight.words == 0 {
        return Text::AsWritten;
    }
    if holds_unicode(text) {
        return if weight.odd.0 > weight.odd.1 && weight.frequent.1 > 0 { Text::Doubtful } else { Text::AsWritten };
    }
    let (before, after) = (i64::from(weight.frequent.0) - i64::from(weight.odd.0), i64::from(weight.frequent.1) - i64::from(weight.odd.1));
    match after.cmp(&before) {
        // A foreign name among coded texts, such as Noël: no syllable comes of it.
        std::cmp::Ordering::Greater | std::cmp::Ordering::Equal if weight.frequent.1 == 0 && weight.impossible > 0 => Text::Doubtful,
        std::cmp::Ordering::Greater => Text::Coded(decode(text, code)),
        std::cmp::Ordering::Less => Text::AsWritten,
        std::cmp::Ordering::Equal if pure => Text::Coded(decode(text, code)),
        std::cmp::Ordering::Equal => Text::Doubtful,
    }
}

/// Does a text of a sheet that is in no code look coded for itself?
pub fn looks_coded(text: &str) -> bool {
    if !holds_odd_letter(text) {
        return false;
    }
    CODES.into_iter().any(|code| {
        let weight = Weight::of(text, code);
        if holds_unicode(text) { weight.odd.0 > weight.odd.1 && weight.frequent.1 >= 2 } else { weight.is_clear() && weight.odd.0 > 0 }
    })
}

/// Does the text hold anything that only a code could mean?
pub fn may_be_coded(text: &str) -> bool {
    holds_odd_letter(text) && !holds_unicode(text)
}

/// Does the text hold a letter or sign that no Vietnamese word in Unicode holds?
fn holds_odd_letter(text: &str) -> bool {
    // Such a letter is two bytes, the first of which is one of two.
    let mut before = 0;
    text.bytes().any(|byte| match std::mem::replace(&mut before, byte) {
        0xc2 => byte > 0xa0,
        0xc3 => is_odd_letter(char::from(byte | 0x40)),
        _ => false,
    })
}

/// Does the text hold a sign of a code from before Unicode, of misread UTF-8 or a mark apart from its letter? One look at
/// its bytes, because every text of every report gets it. What was misread holds either an odd letter or an Ã: the
/// letters of Vietnamese are two bytes from Ã, Ä, Å and Æ on in UTF-8, or three of which the second shows as º or ».
pub fn is_suspicious(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let mut before = 0;
    text.bytes().any(|byte| match std::mem::replace(&mut before, byte) {
        0xc2 => byte > 0xa0,
        0xc3 => byte == 0x83 || is_odd_letter(char::from(byte | 0x40)),
        0xcc => true,
        0xcd => byte < 0xb0,
        _ => false,
    })
}

/// Is the text in Unicode for certain: a letter that neither code could show, or frequent syllables as it stands?
pub fn is_unicode(text: &str) -> bool {
    holds_unicode(text)
        || (!text.is_ascii() && words(text).any(|w| !w.is_ascii() && !is_odd(w) && syllables::is_frequent(w)) && clean(text))
}

fn clean(text: &str) -> bool {
    !holds_odd_letter(text)
        && CODES.into_iter().all(|code| {
            let weight = Weight::of(text, code);
            weight.frequent.1 <= weight.frequent.0
        })
}

/// A Vietnamese letter beyond Windows-1252, such as ư or ệ.
fn holds_unicode(text: &str) -> bool {
    text.chars().any(|c| c >= '\u{100}' && is_vietnamese(c))
}

/// Runs of letters and of the signs that may stand for letters.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphabetic() || ('\u{a1}'..='\u{ff}').contains(&c) || ('\u{300}'..='\u{36f}').contains(&c)))
        .filter(|word| !word.is_empty())
}

fn is_odd(word: &str) -> bool {
    word.chars().any(is_odd_letter)
}

/// A letter or sign of Windows-1252 that no Vietnamese word in Unicode holds.
fn is_odd_letter(c: char) -> bool {
    ('\u{a1}'..='\u{ff}').contains(&c) && !is_vietnamese(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(texts: &[&str]) -> Option<EightBit> {
        code_of_sheet(texts.iter().copied())
    }

    const TCVN3: [&str; 4] = ["Uû ban nh©n d©n tØnh", "Hoµn thµnh", "NguyÔn V¨n B×nh", "§ang thùc hiÖn"];
    const VNI: [&str; 4] = ["UÛy ban nhaân daân tænh", "Hoaøn thaønh", "Nguyeãn Vaên Bình", "Ñang thöïc hieän"];

    #[test]
    fn sheets_in_either_code_are_told() {
        assert_eq!(code(&TCVN3), Some(EightBit::Tcvn3));
        assert_eq!(code(&VNI), Some(EightBit::Vni));
    }

    #[test]
    fn headings_in_unicode_above_do_not_hide_it() {
        let headings = ["Mã nhiệm vụ", "Nội dung nhiệm vụ", "Trạng thái đơn vị báo", "Hoàn thành", "Ngày hoàn thành", "Ghi chú"];
        assert_eq!(code(&[&headings[..], &TCVN3].concat()), Some(EightBit::Tcvn3));
        assert_eq!(code(&[&headings[..], &VNI].concat()), Some(EightBit::Vni));
    }

    #[test]
    fn one_long_text_is_enough_and_two_words_are_not() {
        let long = "Së Khoa häc vµ C«ng nghÖ ®· phèi hîp víi c¸c ®¬n vÞ triÓn khai nhiÖm vô chuyÓn ®æi sè, hoµn thµnh kÕ ho¹ch quý";
        assert_eq!(code(&[long]), Some(EightBit::Tcvn3));
        assert_eq!(code(&["Hoµn thµnh", "B¶o Th¾ng"]), None);
        assert!(looks_coded("Hoµn thµnh") && looks_coded("Hoaøn thaønh"), "but it is said");
    }

    #[test]
    fn unicode_and_other_languages_are_let_alone() {
        let unicode = ["Hoàn thành", "Tháng 7", "Số liệu", "15°C, 20 m², «tốt», ½, ±3, 5×4, © 2025 ®"];
        let german = ["Übersicht über die Maßnahmen", "Größe", "Änderung", "schön", "für alle Länder", "Straße"];
        let french = ["Département", "où ça", "déjà prêt", "Noël", "œuvre", "français", "reçu", "île", "août"];
        let others = ["Año", "señor", "São Paulo", "coração", "ação", "på norsk", "ændret", "Ísland", "þú", "naïve", "ÐÑÒ"];
        for texts in [&unicode[..], &german, &french, &others] {
            assert_eq!(code(texts), None, "{texts:?}");
            assert!(!texts.iter().any(|t| looks_coded(t)), "{texts:?}");
        }
        assert_eq!(code(&[]), None);
    }

    #[test]
    fn each_text_of_a_coded_sheet_is_judged_for_itself() {
        let of = |text: &str, pure| text_of_sheet(text, EightBit::Tcvn3, pure);
        assert_eq!(of("th¸ng", false), Text::Coded("tháng".into()));
        assert_eq!(of("cã", false), Text::Coded("có".into()));
        assert_eq!(of("L·ng Phong", false), Text::Coded("Lãng Phong".into()));
        for unicode in ["Tháng", "Hoàn thành", "Đang thực hiện", "KH11-007", "ban"] {
            assert_eq!(of(unicode, false), Text::AsWritten, "{unicode}");
        }
        assert_eq!(of("12/Q§-UBND", false), Text::Coded("12/QĐ-UBND".into()));
        assert_eq!(of("Noël", false), Text::Doubtful, "no Noậl");
        assert_eq!(of("Noël", true), Text::Doubtful);
        assert_eq!(of("Ph×n", false), Text::Coded("Phìn".into()), "a rare syllable, but one");
        assert_eq!(of("Bó", false), Text::Doubtful, "Bó or Bú");
        assert_eq!(of("Bó", true), Text::Coded("Bú".into()));
        assert_eq!(of("Đã hoµn thµnh", false), Text::Doubtful, "two codes in one cell");
    }

    #[test]
    fn odd_letters_and_signs_are_known_by_their_bytes() {
        for c in '\u{1}'..='\u{ffff}' {
            assert_eq!(holds_odd_letter(&format!("ệ{c}x")), is_odd_letter(c), "{c:?}");
            let sign = is_odd_letter(c) || c == 'Ã' || ('\u{300}'..='\u{36f}').contains(&c);
            assert_eq!(is_suspicious(&format!("ệ{c}x")), sign, "{c:?}");
        }
    }

    #[test]
    fn the_texts_that_are_unicode_for_certain() {
        for text in ["Đang", "ư", "Hoàn thành", "Tháng"] {
            assert!(is_unicode(text), "{text}");
        }
        for text in ["", "ban", "cã", "sè", "Hoµn thµnh", "th¸ng", "Bó"] {
            assert!(!is_unicode(text), "{text}");
        }
    }

    /// The phrases of our own form, every other one in a code: each of those is converted to what it was or called
    /// doubtful, none of the others is touched.
    #[test]
    fn a_sheet_of_two_minds_is_read_right_throughout() {
        let form = include_str!("../../../templates/BM-01/1.0.toml");
        let phrases: Vec<&str> = form.split('"').skip(1).step_by(2).filter(|p| !p.is_ascii() && !p.contains('\n')).collect();
        assert!(phrases.len() > 200, "{}", phrases.len());
        for code in CODES {
            let coded: Vec<String> = phrases
                .iter()
                .enumerate()
                .map(|(at, p)| if at % 2 == 0 { crate::text::legacy::tests::encode(p, code) } else { (*p).to_owned() })
                .collect();
            assert_eq!(code_of_sheet(coded.iter().map(String::as_str)), Some(code));
            for (at, (written, phrase)) in coded.iter().zip(&phrases).enumerate() {
                match text_of_sheet(written, code, false) {
                    // Capitals with a tone have no code of their own in TCVN3.
                    Text::Coded(said) => assert_eq!(said.to_lowercase(), phrase.to_lowercase()),
                    Text::AsWritten => assert_eq!(written, phrase),
                    Text::Doubtful => assert!(at % 2 == 0, "{phrase}: our own words raise no doubt"),
                }
            }
        }
    }
}
