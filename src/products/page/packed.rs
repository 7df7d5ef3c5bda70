//! Bytes as a page carries them: deflated, and in letters that no page takes for anything else.

use libdeflater::{CompressionLvl, Compressor};
use sha2::{Digest, Sha256};

/// How hard it is tried to make them small: always the same, so that the same bytes come out.
const LEVEL: i32 = 9;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Deflated with a checksum (zlib), in base64.
pub(super) fn packed(bytes: &[u8]) -> Result<String, String> {
    let level = CompressionLvl::new(LEVEL).map_err(|e| format!("{e:?}"))?;
    let mut compressor = Compressor::new(level);
    let mut room = vec![0; compressor.zlib_compress_bound(bytes.len())];
    let length = compressor.zlib_compress(bytes, &mut room).map_err(|e| e.to_string())?;
    Ok(base64(room.get(..length).unwrap_or_default()))
}

/// A script or a style in the words of a content policy.
pub(in crate::products) fn policy_hash(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
}

fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let letter = LETTERS[usize::try_from(bits >> (18 - 6 * place) & 63).unwrap_or(0)];
            text.push(if place <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_every_other_program() {
        for (bytes, text) in [("", ""), ("a", "YQ=="), ("ab", "YWI="), ("abc", "YWJj"), ("Thủy", "VGjhu6d5")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xff, 0xef]), "/+8=");
        // The hash of an empty text that the policy's own specification gives.
        assert_eq!(policy_hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    #[test]
    fn what_is_packed_is_smaller_and_the_same_each_time() {
        let text = "Đã ban hành kế hoạch. ".repeat(500);
        let once = packed(text.as_bytes()).unwrap();
        assert!(once.len() * 20 < text.len());
        assert_eq!(once, packed(text.as_bytes()).unwrap());
    }
}
