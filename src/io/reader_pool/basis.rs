//! What files are held against, for this process and for the children.

use super::protocol::encode;
use crate::judge::file::Basis;
use std::io::Error;
use std::sync::OnceLock;

/// What files are held against, and the same as it travels to the children: written out when the first of them asks.
#[derive(Debug)]
pub struct SentBasis<'a> {
    basis: Basis<'a>,
    /// Two of one key are the same.
    key: String,
    bytes: OnceLock<Vec<u8>>,
}

impl<'a> SentBasis<'a> {
    /// A basis under a key that no other basis has.
    pub fn new(basis: Basis<'a>, key: String) -> Self {
        Self { basis, key, bytes: OnceLock::new() }
    }

    /// The basis, for a judgement in this process.
    pub fn basis(&self) -> &Basis<'a> {
        &self.basis
    }

    /// The key, by which a child's basis is known to be this one.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The basis as it travels, written out at the first call.
    pub(super) fn bytes(&self) -> Result<&[u8], Error> {
        if let Some(bytes) = self.bytes.get() {
            return Ok(bytes);
        }
        let bytes = encode(&self.basis)?;
        Ok(self.bytes.get_or_init(|| bytes))
    }
}
