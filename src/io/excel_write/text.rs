//! Texts as Excel takes them: without what XML forbids, and within its limits.

use std::borrow::Cow;

/// Excel's limit for the text of a cell, UTF-16 units.
pub(super) const TEXT_MAX: usize = 32_767;
/// Stands where a text had to be cut.
const CUT_MARK: &str = "…(đã cắt)";

/// Without the characters that XML forbids; `\r\n` becomes `\n`.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if !may_hold_odd(text) {
        return Cow::Borrowed(text);
    }
    text.replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\r' => Some('\n'),
            '\n' | '\t' => Some(c),
            '\u{fffe}' | '\u{ffff}' => None,
            c if c < ' ' => None,
            c => Some(c),
        })
        .collect()
}

/// Looked at in pieces, each to its end: the processor takes many bytes of a piece at once then.
fn may_hold_odd(text: &str) -> bool {
    let odd = |bytes: &[u8]| bytes.iter().fold(false, |found, byte| found | is_odd(*byte) | (*byte == NON_CHARACTER));
    let (pieces, rest) = text.as_bytes().as_chunks::<32>();
    pieces.iter().any(|piece| odd(piece)) || odd(rest)
}

/// The first byte of the two that are no characters, and of few others.
const NON_CHARACTER: u8 = 0xef;

fn is_odd(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\n') & (byte != b'\t')
}

/// At most `max` UTF-16 units; what is cut is marked.
pub(super) fn cut(text: Cow<'_, str>, max: usize) -> Cow<'_, str> {
    // A UTF-8 text is never shorter in bytes than in UTF-16 units.
    if text.len() <= max || text.encode_utf16().count() <= max {
        return text;
    }
    let mut left = max.saturating_sub(CUT_MARK.encode_utf16().count());
    let mut kept = String::new();
    for c in text.chars() {
        if c.len_utf16() > left {
            break;
        }
        left -= c.len_utf16();
        kept.push(c);
    }
    Cow::Owned(kept + CUT_MARK)
}

/// Our own short texts: cut with an ellipsis alone.
pub(super) fn cut_plain(text: &str, max: usize) -> String {
    if text.encode_utf16().count() <= max {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if kept.encode_utf16().count() + c.len_utf16() >= max {
            break;
        }
        kept.push(c);
    }
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_with_a_mark_and_control_characters_go() {
        let kept = cut("ế".repeat(40_000).into(), TEXT_MAX);
        assert_eq!(kept.encode_utf16().count(), TEXT_MAX);
        assert!(kept.ends_with("ế…(đã cắt)"));
        assert_eq!(cut("a".repeat(TEXT_MAX).into(), TEXT_MAX).len(), TEXT_MAX, "what fits is left alone");
        assert_eq!(cut("😀".repeat(20_000).into(), TEXT_MAX).encode_utf16().count(), TEXT_MAX, "pairs are not torn");
        assert_eq!(clean("a\u{0}b\u{1b}c\r\nd\u{fffe}\te"), "abc\nd\te");
        for at in 0..70 {
            let mut text = "ê".repeat(35);
            text.insert(text.floor_char_boundary(at), '\u{1}');
            assert_eq!(clean(&text), "ê".repeat(35), "odd at {at}");
        }
        assert_eq!(clean("ï ﬁ\u{ffff}｡"), "ï ﬁ｡", "other characters of that first byte stay");
    }
}
