//! What Excel 2010 and later write ([MS-OFFCRYPTO] 2.3.4.10 to 15): a description in XML, a key that the password opens,
//! and a package in segments that this key opens.

use super::block::{BLOCK, decrypt};
use super::spun::{Hash, spun};
use crate::model::workbook::Refusal;
use crate::reader::xml::{Node, Tag, Xml};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{Engine as _, alphabet};

/// Bytes of a segment of the package.
const SEGMENT: usize = 4096;
/// What each use of the password's hash is told apart by.
const INPUT: [u8; 8] = [0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79];
const VALUE: [u8; 8] = [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e];
const KEY: [u8; 8] = [0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6];

/// How something is encrypted.
struct Cipher {
    hash: Hash,
    salt: Vec<u8>,
    /// Bytes of its key.
    key: usize,
}

/// The key of the package, encrypted, with what tells whether a password opens it.
struct Lock {
    cipher: Cipher,
    spins: u32,
    input: Vec<u8>,
    value: Vec<u8>,
    key: Vec<u8>,
}

/// The package in clear, with what fills up its last block.
pub(super) fn opened(description: &[u8], package: &[u8], password: &str) -> Result<Vec<u8>, Refusal> {
    let (data, lock) = described(description)?;
    let hash = spun(lock.cipher.hash, &lock.cipher.salt, password, lock.spins)?;
    let opened = |what: &[u8], of: [u8; 8]| -> Result<Vec<u8>, Refusal> {
        let mut clear = what.to_vec();
        decrypt(&sized(&lock.cipher.hash.of(&[&hash, &of]), lock.cipher.key), Some(start(&lock.cipher.salt)), &mut clear)?;
        Ok(clear)
    };
    let (input, value) = (opened(&lock.input, INPUT)?, opened(&lock.value, VALUE)?);
    let wanted = lock.cipher.hash.of(&[&input]);
    if value.get(..wanted.len()) != Some(wanted.as_slice()) {
        return Err(Refusal::Encrypted);
    }
    let key = opened(&lock.key, KEY)?;
    let key = key.get(..data.key).ok_or(Refusal::Encrypted)?;
    let mut clear = package.to_vec();
    for (number, segment) in (0u32..).zip(clear.chunks_mut(SEGMENT)) {
        decrypt(key, Some(start(&data.hash.of(&[&data.salt, &number.to_le_bytes()]))), segment)?;
    }
    Ok(clear)
}

/// Cut to a length, or filled up to it.
fn sized(bytes: &[u8], length: usize) -> Vec<u8> {
    let mut sized = bytes.to_vec();
    sized.resize(length, 0x36);
    sized
}

/// What a first block is chained to.
fn start(bytes: &[u8]) -> [u8; BLOCK] {
    let mut start = [0x36; BLOCK];
    start.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    start
}

fn described(description: &[u8]) -> Result<(Cipher, Lock), Refusal> {
    let mut xml = Xml::new(description)?;
    let (mut data, mut lock) = (None, None);
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "keyData" => data = Some(cipher(&tag)?),
                "encryptedKey" if lock.is_none() => {
                    lock = Some(Lock {
                        cipher: cipher(&tag)?,
                        spins: tag.number("spinCount")?.ok_or(Refusal::Encrypted)?,
                        input: bytes(&tag, "encryptedVerifierHashInput")?,
                        value: bytes(&tag, "encryptedVerifierHashValue")?,
                        key: bytes(&tag, "encryptedKeyValue")?,
                    });
                }
                _ => {}
            },
            Node::Close(_) | Node::Text(_) => {}
            Node::End => return data.zip(lock).ok_or(Refusal::Encrypted),
        }
    }
}

fn cipher(tag: &Tag<'_>) -> Result<Cipher, Refusal> {
    let is = |name: &str, value: &str| Ok::<bool, Refusal>(tag.attribute(name)?.as_deref() == Some(value));
    if !is("cipherAlgorithm", "AES")? || !is("cipherChaining", "ChainingModeCBC")? {
        return Err(Refusal::Encrypted);
    }
    let hash = tag.attribute("hashAlgorithm")?.and_then(|name| Hash::named(&name)).ok_or(Refusal::Encrypted)?;
    let bits = tag.number("keyBits")?.and_then(|bits| usize::try_from(bits).ok()).ok_or(Refusal::Encrypted)?;
    Ok(Cipher { hash, salt: bytes(tag, "saltValue")?, key: bits / 8 })
}

fn bytes(tag: &Tag<'_>, name: &str) -> Result<Vec<u8>, Refusal> {
    tag.attribute(name)?.and_then(|text| from_base64(&text)).ok_or(Refusal::Encrypted)
}

/// As Excel writes them, and as others do that leave the padding out.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let lenient =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(&alphabet::STANDARD, lenient).decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64() {
        assert_eq!(from_base64("VGjhu6d5").unwrap(), "Thủy".as_bytes());
        assert_eq!(from_base64("YQ==").unwrap(), b"a");
        assert_eq!(from_base64("YQ").unwrap(), b"a");
        assert_eq!(from_base64("/+8=").unwrap(), [0xff, 0xef]);
        assert_eq!(from_base64("Y Q"), None);
    }
}
