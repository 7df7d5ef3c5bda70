//! Bytes in letters, as RFC 4648 has them: a packed text inside a line of JSON.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The letters of bytes.
pub(super) fn write(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let letter = usize::try_from(bits >> (18 - 6 * place) & 63).ok().and_then(|at| LETTERS.get(at));
            text.push(if place > group.len() { '=' } else { char::from(*letter.unwrap_or(&b'=')) });
        }
    }
    text
}

/// The bytes of letters; `None` if they are none of [`write()`].
pub(super) fn read(text: &str) -> Option<Vec<u8>> {
    let (groups, rest) = text.as_bytes().as_chunks::<4>();
    let mut bytes = Vec::with_capacity(groups.len() * 3);
    for (number, group) in groups.iter().enumerate() {
        let filled = if number + 1 == groups.len() { group.iter().take_while(|letter| **letter != b'=').count() } else { 4 };
        let mut bits = 0_u32;
        for place in 0..4 {
            let value = match group.get(place).filter(|_| place < filled) {
                Some(letter) => u32::try_from(LETTERS.iter().position(|known| known == letter)?).ok()?,
                None => 0,
            };
            bits = bits << 6 | value;
        }
        let [_, three @ ..] = bits.to_be_bytes();
        bytes.extend(three.get(..filled.checked_sub(1).filter(|count| *count > 0)?)?);
    }
    rest.is_empty().then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for (bytes, letters) in
            [(&b""[..], ""), (b"f", "Zg=="), (b"fo", "Zm8="), (b"foo", "Zm9v"), (b"foob", "Zm9vYg=="), (b"\xff\xfe\xfd", "//79")]
        {
            assert_eq!(write(bytes), letters);
            assert_eq!(read(letters).as_deref(), Some(bytes));
        }
        for wrong in ["Z", "Zg=", "Zg==Zg==", "Z===", "====", "Zg!=", "Zm9v\n"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
