//! A glance at the bytes of a text. Nearly every text that passes through the program is as it is wanted, and to see that,
//! sixteen bytes are looked at together: a processor does so in one step where no look depends on the one before.

/// Bytes looked at together.
const WIDE: usize = 16;

/// Does the text have a byte of this kind? The kind is told without a branch (`|`, not `||` or several patterns), so that many bytes can
/// be asked at once.
pub fn has(text: &str, is: impl Fn(u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let any = |bytes: &[u8; WIDE]| bytes.iter().fold(false, |found, byte| found | is(*byte));
    match bytes.last_chunk::<WIDE>() {
        // The last ones overlap with those before them, which does no harm.
        Some(last) => bytes.as_chunks::<WIDE>().0.iter().any(any) || any(last),
        None => bytes.iter().any(|byte| is(*byte)),
    }
}

/// How many bytes of this kind the text has.
pub fn count(text: &str, is: impl Fn(u8) -> bool) -> usize {
    let (wide, rest) = text.as_bytes().as_chunks::<WIDE>();
    // Sixteen at most, so a byte holds the sum.
    let of = |bytes: &[u8]| usize::from(bytes.iter().fold(0u8, |sum, byte| sum + u8::from(is(*byte))));
    wide.iter().map(|bytes| of(bytes)).sum::<usize>() + of(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_glance_sees_what_a_look_at_each_byte_sees(text in "[a-c\n đạ]{0,60}") {
            for wanted in [b'\n', b'a', b'b'] {
                proptest::prop_assert_eq!(has(&text, |byte| byte == wanted), text.contains(char::from(wanted)));
            }
            proptest::prop_assert_eq!(count(&text, |byte| byte == b'a'), text.bytes().filter(|byte| *byte == b'a').count());
        }
    }
}
