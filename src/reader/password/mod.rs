//! Workbooks that Excel opens without asking for a password, though they are encrypted: one that is protected and has no
//! password of its own is encrypted with a password that every Excel knows. With this one password files are opened, and
//! with no other: what a person's Excel asks for nobody but the office knows.
//!
//! ```text
//! compound file ─┬─ EncryptedPackage ─ agile or standard ─ the zip package inside
//!                └─ Workbook with a FilePass ─ old ─ the same file with its records in clear
//! ```

mod agile;
mod block;
mod old;
mod spun;
mod standard;

use crate::model::workbook::Refusal;
use crate::reader::compound::Compound;

/// What Excel encrypts with where it asks for no password ([MS-OFFCRYPTO], [MS-XLS] 2.2.10).
const PASSWORD: &str = "VelvetSweatshop";

/// The file as it is without its encryption. [`Refusal::Encrypted`] if it has a password of its own, or a kind of encryption
/// that no Excel uses with this one.
pub(super) fn opened(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    opened_with(bytes, PASSWORD)
}

fn opened_with(bytes: &[u8], password: &str) -> Result<Vec<u8>, Refusal> {
    let Ok(file) = Compound::open(bytes) else { return Err(Refusal::Encrypted) };
    let Some(package) = file.stream("EncryptedPackage")? else { return old::opened(&file, password) };
    let info = file.stream("EncryptionInfo")?.ok_or(Refusal::Encrypted)?;
    let (version, rest) = info.split_at_checked(8).ok_or(Refusal::Encrypted)?;
    let (length, content) = package.split_first_chunk::<8>().ok_or(Refusal::Encrypted)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
    let mut clear = match version {
        [4, 0, 4, 0, ..] => agile::opened(rest, content, password)?,
        [2..=4, 0, 2, 0, ..] => standard::opened(rest, content, password)?,
        _ => return Err(Refusal::Encrypted),
    };
    if clear.len() < length {
        return Err(Refusal::Damaged { detail: "an encrypted package is shorter than it says".to_owned() });
    }
    clear.truncate(length);
    Ok(clear)
}

#[cfg(test)]
mod tests;
