//! Bytes as a page carries them: deflated, and in letters that no page takes for anything else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use libdeflater::{CompressionLvl, Compressor};
use sha2::{Digest, Sha256};

/// How hard it is tried to make them small: always the same, so that the same bytes come out.
const LEVEL: i32 = 9;

/// Deflated with a checksum (zlib), in base64.
pub(super) fn packed(bytes: &[u8]) -> Result<String, String> {
    let level = CompressionLvl::new(LEVEL).map_err(|e| format!("{e:?}"))?;
    let mut compressor = Compressor::new(level);
    let mut room = vec![0; compressor.zlib_compress_bound(bytes.len())];
    let length = compressor.zlib_compress(bytes, &mut room).map_err(|e| e.to_string())?;
    Ok(STANDARD.encode(room.get(..length).unwrap_or_default()))
}

/// A script or a style in the words of a content policy.
pub(in crate::products) fn policy_hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_in_the_letters_of_every_other_program() {
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
