//! What Excel 2007 writes ([MS-OFFCRYPTO] 2.3.4.5 to 9): a description of fixed fields, and a package of single blocks.

use super::block::decrypt;
use super::spun::{Hash, spun};
use crate::model::workbook::Refusal;

const SPINS: u32 = 50_000;
/// Numbers of AES with keys of 128, 192 and 256 bits.
const AES: std::ops::RangeInclusive<u32> = 0x660e..=0x6610;
const SHA1: u32 = 0x8004;

/// What a description says.
pub(super) struct Verifier<'d> {
    /// The number of its cipher.
    pub(super) algorithm: u32,
    /// The number of its hash.
    pub(super) hash: u32,
    /// Bits of its key.
    pub(super) bits: u32,
    pub(super) salt: &'d [u8],
    /// Sixteen bytes that whoever protected the file drew, encrypted.
    pub(super) input: &'d [u8],
    /// The hash of these, encrypted.
    pub(super) value: &'d [u8],
}

impl<'d> Verifier<'d> {
    /// From a description behind its version and marks: a header of the length that it says first, then a salt, sixteen
    /// bytes and their hash. `None` if it is cut short.
    pub(super) fn read(description: &'d [u8]) -> Option<Self> {
        let long = |bytes: &[u8], at: usize| bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes));
        let (header, rest) = description.get(4..)?.split_at_checked(usize::try_from(long(description, 0)?).ok()?)?;
        Some(Self {
            algorithm: long(header, 8)?,
            hash: long(header, 12)?,
            bits: long(header, 16)?,
            salt: rest.get(4..20)?,
            input: rest.get(20..36)?,
            value: rest.get(40..)?,
        })
    }
}

/// The package in clear, with what fills up its last block.
pub(super) fn opened(description: &[u8], package: &[u8], password: &str) -> Result<Vec<u8>, Refusal> {
    let verifier = Verifier::read(description).ok_or(Refusal::Encrypted)?;
    if !AES.contains(&verifier.algorithm) || verifier.hash != SHA1 {
        return Err(Refusal::Encrypted);
    }
    let hash = spun(Hash::Sha1, verifier.salt, password, SPINS)?;
    let hash = Hash::Sha1.of(&[&hash, &0u32.to_le_bytes()]);
    // The two halves of a longer key: the hash against two constants, hashed.
    let half = |constant: u8| {
        let mut mixed = [constant; 64];
        mixed.iter_mut().zip(&hash).for_each(|(byte, hash)| *byte ^= hash);
        Hash::Sha1.of(&[&mixed])
    };
    let mut key = [half(0x36), half(0x5c)].concat();
    key.truncate(usize::try_from(verifier.bits / 8).unwrap_or(usize::MAX));
    let opened = |what: &[u8]| -> Result<Vec<u8>, Refusal> {
        let mut clear = what.to_vec();
        decrypt(&key, None, &mut clear)?;
        Ok(clear)
    };
    let (input, value) = (opened(verifier.input)?, opened(verifier.value)?);
    let wanted = Hash::Sha1.of(&[&input]);
    if value.get(..wanted.len()) != Some(wanted.as_slice()) {
        return Err(Refusal::Encrypted);
    }
    opened(package)
}
