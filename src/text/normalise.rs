//! One normaliser for keys (handbook domain 4.4). Keys compare; what people read keeps its own spelling.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Text for display: NFC, non-breaking spaces as spaces, without zero-width characters, `\r\n` as `\n`, trimmed.
pub fn display(text: &str) -> String {
    // Nearly every text is composed already, and taking it apart to put it together again is the dearest step here.
    if is_nfc_quick(text.chars()) == IsNormalized::Yes { plain(text.chars(), text.len()) } else { plain(text.nfc(), text.len()) }
}

fn plain(composed: impl Iterator<Item = char>, length: usize) -> String {
    let mut out = String::with_capacity(length);
    for c in composed {
        match c {
            '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{3000}' => out.push(' '),
            '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\r' | '\u{0}' => {}
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// A key: what two spellings of the same words have in common. NFC, look-alikes of đ, one style of tone marks,
/// lower case, single spaces, without punctuation at the ends.
pub fn key(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in display(text).chars() {
        match c {
            'ð' | 'ɖ' => folded.push('đ'),
            'Ð' | 'Ɖ' => folded.push('đ'),
            '“' | '”' | '„' => folded.push('"'),
            '‘' | '’' => folded.push('\''),
            '–' | '—' | '‐' | '‑' | '−' => folded.push('-'),
            c => folded.extend(c.to_lowercase()),
        }
    }
    let spaced = folded.split_whitespace().map(tone_placement).collect::<Vec<_>>().join(" ");
    spaced.trim_matches(|c: char| " .:;-*,".contains(c)).to_owned()
}

/// A key without any marks: `Sở Y tế` becomes `so y te`. Used only where a single answer is left.
pub fn unaccented(text: &str) -> String {
    key(text).nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

/// Puts the tone mark of `oa`, `oe`, `uy` at the end of a syllable on the second vowel ("hòa" becomes "hoà").
fn tone_placement(word: &str) -> String {
    const OLD: [(&str, &str); 15] = [
        ("òa", "oà"),
        ("óa", "oá"),
        ("ỏa", "oả"),
        ("õa", "oã"),
        ("ọa", "oạ"),
        ("òe", "oè"),
        ("óe", "oé"),
        ("ỏe", "oẻ"),
        ("õe", "oẽ"),
        ("ọe", "oẹ"),
        ("ùy", "uỳ"),
        ("úy", "uý"),
        ("ủy", "uỷ"),
        ("ũy", "uỹ"),
        ("ụy", "uỵ"),
    ];
    let end = word.trim_end_matches(|c: char| !c.is_alphabetic());
    let tail = word.get(end.len()..).unwrap_or("");
    for (old, new) in OLD {
        if let Some(head) = end.strip_suffix(old)
            && !head.ends_with('q')
        {
            return format!("{head}{new}{tail}");
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_the_same_words_have_one_key() {
        assert_eq!(key("Uỷ ban  nhân dân:"), key("Ủy ban nhân dân"));
        assert_eq!(key("Hoa\u{300} bình"), key("Hòa bình"));
        assert_eq!(key("Ðang thực hiện"), key("đang thực hiện"));
        assert_eq!(key("Hoàn\u{a0}thành."), "hoàn thành");
        assert_ne!(key("Thanh An"), key("Thạnh An"));
    }

    #[test]
    fn unaccented_folds_everything() {
        assert_eq!(unaccented("Đang thực hiện"), "dang thuc hien");
        assert_eq!(unaccented("Ủy ban"), unaccented("Uỷ ban"));
    }

    #[test]
    fn twice_is_once() {
        for text in ["Thủy lợi", "  A – B ", "quý III", "Khỏe, đẹp…", "hoà;"] {
            assert_eq!(key(&key(text)), key(text));
            assert_eq!(display(&display(text)), display(text));
        }
    }
}
