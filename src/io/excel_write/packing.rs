//! Packing of a part in one go. The library that is here for unpacking packs as well, faster and smaller than the one that packs in
//! pieces, and gives the same bytes on every system.

use libdeflater::{CompressionLvl, Compressor};

/// Between speed and size: the next steps cost half as much again for a thirtieth less.
const LEVEL: i32 = 6;

/// Packs one part after the other with the tables of the first.
pub(super) struct Packer(Compressor);

impl Packer {
    pub(super) fn new() -> Self {
        Self(Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()))
    }

    /// The packed content; `None` if it is no shorter.
    pub(super) fn pack(&mut self, content: &[u8]) -> Option<Vec<u8>> {
        let mut packed = vec![0; self.0.deflate_compress_bound(content.len())];
        let length = self.0.deflate_compress(content, &mut packed).ok()?;
        if length >= content.len() {
            return None;
        }
        packed.truncate(length);
        packed.shrink_to_fit();
        Some(packed)
    }
}
