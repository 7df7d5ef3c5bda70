//! Packing of a part in one go. The library that is here for unpacking packs as well, faster and smaller than the one that packs in
//! pieces, and gives the same bytes on every system.

use libdeflater::{CompressionLvl, Compressor};

/// How much work goes into making a file small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Effort {
    /// What stays or leaves for good: the next steps cost twice as much for a twentieth less.
    #[default]
    Lasting,
    /// What the next run may put something else in the place of: a quarter of the work. Measured on a draft of 150 offices, 1.2 MB
    /// where 0.9 would do, and on an answer 13.5 KB where 12.4 would do.
    Passing,
}

impl Effort {
    fn level(self) -> i32 {
        match self {
            Self::Lasting => 6,
            Self::Passing => 1,
        }
    }
}

/// Packs one part after the other with the tables of the first.
pub(super) struct Packer(Compressor);

impl Packer {
    pub(super) fn new(effort: Effort) -> Self {
        Self(Compressor::new(CompressionLvl::new(effort.level()).unwrap_or_default()))
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
