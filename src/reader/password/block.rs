//! AES over many blocks: each by itself, or chained to the block before it.

use crate::model::workbook::Refusal;
use aes::cipher::{BlockCipherDecrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256, Block};

/// Bytes of a block.
pub(super) const BLOCK: usize = 16;

/// Decrypts whole blocks in place; what is left over is no block and stays. `first`: what the first block is chained to;
/// `None` if blocks are not chained.
pub(super) fn decrypt(key: &[u8], first: Option<[u8; BLOCK]>, bytes: &mut [u8]) -> Result<(), Refusal> {
    match key.len() {
        16 => over(&Aes128::new_from_slice(key).map_err(|_| Refusal::Encrypted)?, first, bytes),
        24 => over(&Aes192::new_from_slice(key).map_err(|_| Refusal::Encrypted)?, first, bytes),
        32 => over(&Aes256::new_from_slice(key).map_err(|_| Refusal::Encrypted)?, first, bytes),
        _ => return Err(Refusal::Encrypted),
    }
    Ok(())
}

fn over(cipher: &impl BlockCipherDecrypt<BlockSize = aes::cipher::consts::U16>, first: Option<[u8; BLOCK]>, bytes: &mut [u8]) {
    let mut before = first;
    for chunk in bytes.as_chunks_mut::<BLOCK>().0 {
        let mut block = Block::from(*chunk);
        cipher.decrypt_block(&mut block);
        if let Some(chained) = &mut before {
            block.iter_mut().zip(&*chained).for_each(|(byte, before)| *byte ^= before);
            *chained = *chunk;
        }
        chunk.copy_from_slice(&block);
    }
}
