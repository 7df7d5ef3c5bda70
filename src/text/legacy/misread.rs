//! UTF-8 that some program took for Windows-1252: `HoÃ n thÃ nh`. Such a text is UTF-8 when its characters are made
//! bytes again, which no text of people is by chance.

use super::syllables;

/// What Windows-1252 shows for the bytes from 0x80 to 0x9F; five of them are not used and stay control characters.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–',
    '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text as it was meant, if it was misread: every character goes back to a byte, the bytes are UTF-8, no letter of
/// it is other than Vietnamese, and its words are no worse than those written. None for any other text.
pub fn repair(text: &str) -> Option<String> {
    // Vietnamese letters with a mark begin with one of these bytes in UTF-8.
    if !text.contains(['\u{c3}', '\u{c4}', '\u{c5}', '\u{c6}', '\u{e1}']) {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    // How many bytes the character begun last still needs.
    let mut open = 0u8;
    // "XÃ" before a space looks like a misread "Xà": such a pair alone proves nothing.
    let mut proven = false;
    for c in text.chars() {
        let byte = match byte(c)? {
            // "à" ends in a non-breaking space, which became a plain one on the way.
            b' ' if open > 0 => 0xa0,
            byte => byte,
        };
        proven |= open > 0 && byte != 0xa0;
        open = match byte {
            0xc2..=0xdf => 1,
            0xe0..=0xef => 2,
            _ => open.saturating_sub(1),
        };
        bytes.push(byte);
    }
    let meant = String::from_utf8(bytes).ok()?;
    let vietnamese = |c: char| if c.is_alphabetic() { super::is_vietnamese(c) } else { !('\u{80}'..'\u{a0}').contains(&c) };
    let marked = meant.chars().any(|c| !c.is_ascii() && super::is_vietnamese(c));
    if !marked || !meant.chars().all(|c| vietnamese(c) || is_combining(c)) {
        return None;
    }
    let (before, after) = (frequent_words(text), frequent_words(&meant));
    (after > before || (proven && after == before)).then_some(meant)
}

fn frequent_words(text: &str) -> usize {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| syllables::is_frequent(word)).count()
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The byte that Windows-1252 shows as this character.
fn byte(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ (0..=0x7f | 0xa0..=0xff) => u8::try_from(code).ok(),
        _ => HIGH.iter().position(|h| *h == c).and_then(|at| u8::try_from(at + 0x80).ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn misread(text: &str) -> String {
        text.bytes().map(|b| if (0x80..0xa0).contains(&b) { HIGH[usize::from(b - 0x80)] } else { char::from(b) }).collect()
    }

    #[test]
    fn a_misread_text_is_read_again() {
        for text in ["Hoàn thành", "Đang thực hiện – 85%", "Ủy ban nhân dân tỉnh", "Số 12/QĐ-UBND", "“Đã xong”", "ẾỆỈỊỌỘỰỶ ưƯđĐ"]
        {
            assert_eq!(repair(&misread(text)).as_deref(), Some(text), "{}", misread(text));
        }
        assert_eq!(repair("HoÃ n thÃ nh").as_deref(), Some("Hoàn thành"), "with plain spaces");
    }

    #[test]
    fn other_texts_are_let_alone() {
        for text in ["", "Hoàn thành", "XÃ THẠNH AN", "XÃ", "Ã", "Uû ban nh©n d©n", "UÛY BAN NHAÂN DAÂN", "Ánh", "Ä§", "résumé Ã"]
        {
            assert_eq!(repair(text), None, "{text}");
        }
        for letter in super::super::MARKED.chars() {
            assert_eq!(repair(&letter.to_string()), None);
            assert_eq!(repair(&format!("XÃ {letter}")), None);
            assert_eq!(repair(&format!("XÃ {}", letter.to_uppercase())), None);
        }
    }

    #[test]
    fn a_commune_in_capitals_is_no_misread_letter() {
        for name in ["XÃ AN", "XÃ THANH AN", "XÃ  BA", "XÃ\u{a0}AN"] {
            assert_eq!(repair(name), None, "{name}");
        }
    }

    /// Nobody is asked who shows no sign of it.
    #[test]
    fn whatever_was_misread_is_suspicious() {
        for letter in crate::text::legacy::MARKED.chars() {
            for letter in [letter, letter.to_uppercase().next().unwrap()] {
                for text in [format!("{letter}"), format!("x{letter}n"), format!("{letter} {letter}")] {
                    let written = misread(&text);
                    assert!(super::super::detect::is_suspicious(&written), "{text}");
                    let spaced = written.replace('\u{a0}', " ");
                    assert!(repair(&spaced).is_none() || super::super::detect::is_suspicious(&spaced), "{text}");
                }
            }
        }
    }
}
