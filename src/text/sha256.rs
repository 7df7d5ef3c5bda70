//! SHA-256 as people and tools write it.

use sha2::{Digest, Sha256};

/// SHA-256 of bytes in hexadecimal, as `sha256sum` prints it.
pub fn of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The first eight bytes of it, in hexadecimal: sixteen digits, where nobody means to deceive.
pub fn short(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    hex(digest.get(..8).unwrap_or_default())
}

/// A finished digest in hexadecimal.
pub fn hex(digest: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let mut text = String::with_capacity(digest.len() * 2);
    for byte in digest {
        text.push(DIGITS[usize::from(byte >> 4)]);
        text.push(DIGITS[usize::from(byte & 15)]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_sha256sum_prints() {
        assert_eq!(of(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(short(b"abc"), "ba7816bf8f01cfea");
        assert_eq!(of(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
