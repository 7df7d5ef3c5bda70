//! Hashes of a password, made dear on purpose: each is hashed again with its number.

use crate::model::workbook::Refusal;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// Which hash turns the password into a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// By its name in the description of the encryption.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "SHA1" | "SHA-1" => Self::Sha1,
            "SHA256" | "SHA-256" => Self::Sha256,
            "SHA384" | "SHA-384" => Self::Sha384,
            "SHA512" | "SHA-512" => Self::Sha512,
            _ => return None,
        })
    }

    /// The hash of these, one behind the other.
    pub(super) fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        fn hash<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            let mut digest = D::new();
            parts.iter().for_each(|part| digest.update(part));
            digest.finalize().to_vec()
        }
        match self {
            Self::Sha1 => hash::<Sha1>(parts),
            Self::Sha256 => hash::<Sha256>(parts),
            Self::Sha384 => hash::<Sha384>(parts),
            Self::Sha512 => hash::<Sha512>(parts),
        }
    }
}

/// Excel hashes a hundred thousand times; ten times as often would still take no second. More is a file that is to cost time.
const SPINS_MAX: u32 = 1_000_000;

/// The hash of a salt and a password, hashed so many times again.
pub(super) fn spun(hash: Hash, salt: &[u8], password: &str, spins: u32) -> Result<Vec<u8>, Refusal> {
    if spins > SPINS_MAX {
        return Err(Refusal::Encrypted);
    }
    let first = hash.of(&[salt, &units(password)]);
    Ok((0..spins).fold(first, |before, spin| hash.of(&[&spin.to_le_bytes(), &before])))
}

/// A password as it enters every hash: in UTF-16.
pub(super) fn units(password: &str) -> Vec<u8> {
    password.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
