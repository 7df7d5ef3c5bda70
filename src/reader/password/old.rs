//! The records of an `.xls` ([MS-XLS] 2.2.10): encrypted one by one, but for their heads and for those that tell how. What is
//! in clear stands where it stood, so that the file is the same but for this.

use super::spun::{Hash, units};
use super::standard::Verifier;
use crate::model::workbook::Refusal;
use crate::reader::compound::Compound;
use md5::{Digest, Md5};

const BOF: u16 = 0x0809;
const FILE_PASS: u16 = 0x002f;
/// A record that means nothing: there is no encryption to tell of any more.
const NOTHING: u16 = 0x0fff;
const BOUND_SHEET: u16 = 0x0085;
/// Records that are never encrypted: BOF, FilePass, InterfaceHdr, and those of workbooks that several people have open.
const CLEAR: [u16; 7] = [BOF, FILE_PASS, 0x00e1, 0x0194, 0x0195, 0x0196, 0x0138];
/// Bytes that one key is used for.
const BLOCK: usize = 1024;

/// The file with its records in clear.
pub(super) fn opened(file: &Compound<'_>, password: &str) -> Result<Vec<u8>, Refusal> {
    for name in ["Workbook", "Book"] {
        if let Some(mut stream) = file.stream(name)? {
            decrypt(&mut stream, password)?;
            return file.with_stream(name, &stream);
        }
    }
    Err(Refusal::Encrypted)
}

/// A record's kind, its length, and where its bytes begin.
fn head(stream: &[u8], at: usize) -> Option<(u16, usize, usize)> {
    let head: &[u8; 4] = stream.get(at..)?.first_chunk()?;
    let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
    (stream.len() >= at + 4 + length).then_some((u16::from_le_bytes([head[0], head[1]]), length, at + 4))
}

fn decrypt(stream: &mut [u8], password: &str) -> Result<(), Refusal> {
    let mut at = 0;
    let mut cipher = None;
    while let Some((kind, length, start)) = head(stream, at) {
        at = start + length;
        match &mut cipher {
            None if kind == FILE_PASS => {
                let wide = head(stream, 0).and_then(|(_, _, start)| stream.get(start + 1)).is_some_and(|version| *version >= 6);
                cipher = Some(Cipher::of(stream.get(start..at).unwrap_or_default(), wide, password).ok_or(Refusal::Encrypted)?);
                if let Some(head) = stream.get_mut(start - 4..start - 2) {
                    head.copy_from_slice(&NOTHING.to_le_bytes());
                }
            }
            None => {}
            Some(cipher) => {
                let clear = match kind {
                    kind if CLEAR.contains(&kind) => length,
                    // Where the sheet begins.
                    BOUND_SHEET => length.min(4),
                    _ => 0,
                };
                if let Some(bytes) = stream.get_mut(start + clear..at) {
                    cipher.apply(bytes, start + clear, clear + at);
                }
            }
        }
    }
    if cipher.is_some() { Ok(()) } else { Err(Refusal::Encrypted) }
}

/// How records are encrypted, with the keys that the password makes.
enum Cipher {
    /// Each byte against one of sixteen.
    Xor([u8; 16]),
    /// A stream of bytes for each block: from what its key is made, and the one at hand.
    Rc4 { key: BlockKey, at: Option<(usize, Vec<u8>)> },
}

/// From what the key of a block is made.
enum BlockKey {
    /// The first bytes of a hash.
    Md5([u8; 5]),
    /// A hash, and how many bytes of the next one are the key.
    Sha1(Vec<u8>, usize),
}

impl Cipher {
    /// What a FilePass tells; `None` if the password does not fit. `wide`: it is one of Excel 97 or later.
    fn of(pass: &[u8], wide: bool, password: &str) -> Option<Self> {
        let short = |at: usize| pass.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes));
        if !wide || short(0)? == 0 {
            let at = if wide { 2 } else { 0 };
            return (short(at + 2)? == xor_verifier(password)).then_some(Self::Xor(xor_bytes(password, short(at)?)?));
        }
        let key = match (short(2)?, short(4)?) {
            (1, 1) => {
                let salted = [&first_five(&md5(&units(password)))?[..], pass.get(6..22)?].concat();
                let key = BlockKey::Md5(first_five(&md5(&salted.repeat(16)))?);
                let mut clear = pass.get(22..54)?.to_vec();
                key.bytes(0)?.over(&mut clear);
                let (input, value) = clear.split_at_checked(16)?;
                (md5(input) == value).then_some(key)?
            }
            (2..=4, 2) => {
                let verifier = Verifier::read(pass.get(10..)?)?;
                let bits = if verifier.bits == 0 { 40 } else { verifier.bits };
                let key = BlockKey::Sha1(Hash::Sha1.of(&[verifier.salt, &units(password)]), usize::try_from(bits / 8).ok()?);
                let mut clear = [verifier.input, verifier.value.get(..20)?].concat();
                key.bytes(0)?.over(&mut clear);
                let (input, value) = clear.split_at_checked(16)?;
                (Hash::Sha1.of(&[input]) == value).then_some(key)?
            }
            _ => return None,
        };
        Some(Self::Rc4 { key, at: None })
    }

    /// Turns bytes that stand at this place of the stream into what they say. `turn`: the end of their record and how many of
    /// its bytes stand before them, by which the first of the sixteen bytes is chosen.
    fn apply(&mut self, bytes: &mut [u8], place: usize, turn: usize) {
        match self {
            Self::Xor(key) => {
                for (byte, at) in bytes.iter_mut().zip(turn..) {
                    let key = key.get(at % 16).copied().unwrap_or(0);
                    *byte = (*byte ^ key).rotate_left(3);
                }
            }
            Self::Rc4 { key, at } => {
                for (byte, place) in bytes.iter_mut().zip(place..) {
                    let block = place / BLOCK;
                    if at.as_ref().is_none_or(|(number, _)| *number != block) {
                        let mut stream = vec![0; BLOCK];
                        if let Some(mut bytes) = u32::try_from(block).ok().and_then(|block| key.bytes(block)) {
                            bytes.over(&mut stream);
                        }
                        *at = Some((block, stream));
                    }
                    if let Some(key) = at.as_ref().and_then(|(_, stream)| stream.get(place % BLOCK)) {
                        *byte ^= key;
                    }
                }
            }
        }
    }
}

impl BlockKey {
    /// The stream of bytes of a block.
    fn bytes(&self, block: u32) -> Option<Rc4> {
        match self {
            Self::Md5(first) => Rc4::new(&md5(&[&first[..], &block.to_le_bytes()].concat())),
            Self::Sha1(hash, length) => {
                let mut key = Hash::Sha1.of(&[hash, &block.to_le_bytes()]);
                key.truncate(*length);
                // A key of 40 bits is filled up with zeros.
                if *length == 5 {
                    key.resize(16, 0);
                }
                Rc4::new(&key)
            }
        }
    }
}

fn md5(bytes: &[u8]) -> [u8; 16] {
    Md5::digest(bytes).into()
}

fn first_five(bytes: &[u8]) -> Option<[u8; 5]> {
    bytes.first_chunk().copied()
}

/// A stream of bytes from a key (RC4): broken for secrets, and what these files are written with.
struct Rc4 {
    state: [u8; 256],
    first: u8,
    second: u8,
}

impl Rc4 {
    fn new(key: &[u8]) -> Option<Self> {
        let mut state: [u8; 256] = std::array::from_fn(|place| u8::try_from(place).unwrap_or(0));
        let mut second = 0u8;
        for (first, key) in (0u8..=255).zip(key.iter().cycle()) {
            second = second.wrapping_add(*state.get(usize::from(first))?).wrapping_add(*key);
            state.swap(usize::from(first), usize::from(second));
        }
        (!key.is_empty()).then_some(Self { state, first: 0, second: 0 })
    }

    /// Mixes the stream into these bytes.
    fn over(&mut self, bytes: &mut [u8]) {
        let at = |state: &[u8; 256], place: u8| state.get(usize::from(place)).copied().unwrap_or(0);
        for byte in bytes {
            self.first = self.first.wrapping_add(1);
            self.second = self.second.wrapping_add(at(&self.state, self.first));
            self.state.swap(usize::from(self.first), usize::from(self.second));
            *byte ^= at(&self.state, at(&self.state, self.first).wrapping_add(at(&self.state, self.second)));
        }
    }
}

/// What is written of a password to tell whether another is the same ([MS-OFFCRYPTO] 2.3.7.1).
fn xor_verifier(password: &str) -> u16 {
    let length = u8::try_from(password.len()).unwrap_or(u8::MAX);
    let bytes = [length].into_iter().chain(password.bytes()).rev();
    let turned = bytes.fold(0u16, |turned, byte| (turned >> 14 & 1 | turned << 1 & 0x7fff) ^ u16::from(byte));
    turned ^ 0xce4b
}

/// The sixteen bytes of a password and the key that is written ([MS-OFFCRYPTO] 2.3.7.2): the password, filled up, each
/// byte against one half of the key.
fn xor_bytes(password: &str, key: u16) -> Option<[u8; 16]> {
    const FILL: [u8; 16] = [0xbb, 0xff, 0xff, 0xba, 0xff, 0xff, 0xb9, 0x80, 0x00, 0xbe, 0x0f, 0x00, 0xbf, 0x0f, 0x00, 0x00];
    let mut bytes = [0; 16];
    let filled = password.bytes().chain(FILL);
    for ((byte, letter), half) in bytes.iter_mut().zip(filled).zip(key.to_le_bytes().into_iter().cycle()) {
        *byte = (letter ^ half).rotate_right(1);
    }
    (password.len() < 16).then_some(bytes)
}
