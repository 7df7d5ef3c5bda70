//! Long bodies of rows are packed, as a zlib stream that `zlib` of any language and `sqlar_uncompress` of the database's own
//! shell open. What the chain witnesses is the text, and not how it was packed: another packer, or none, changes no digest.
//!
//! A row whose body is still a text is read as it is: rows that `recover` writes from the journal of an earlier program, or that
//! somebody put back by hand.

use libdeflater::{CompressionLvl, Compressor, DecompressionError, Decompressor};
use rusqlite::functions::FunctionFlags;
use rusqlite::types::{Type, Value, ValueRef};
use rusqlite::{Connection, Row};

/// A shorter text is kept as it is: nothing would be gained.
const SHORT: usize = 200;
/// Nothing that this program wrote is longer, in bytes; whatever claims to be was not written by it.
const LONGEST: usize = 1 << 29;

/// Packs bytes.
pub(super) fn pack(bytes: &[u8]) -> rusqlite::Result<Vec<u8>> {
    pack_with(CompressionLvl::default(), bytes)
}

/// The same with a quarter of the work: what only saves a reading may be a few percent larger.
pub(super) fn pack_lightly(bytes: &[u8]) -> rusqlite::Result<Vec<u8>> {
    pack_with(CompressionLvl::new(1).unwrap_or_default(), bytes)
}

fn pack_with(level: CompressionLvl, bytes: &[u8]) -> rusqlite::Result<Vec<u8>> {
    let mut compressor = Compressor::new(level);
    let mut packed = vec![0; compressor.zlib_compress_bound(bytes.len())];
    let length =
        compressor.zlib_compress(bytes, &mut packed).map_err(|_| rusqlite::Error::UserFunctionError("không nén được nội dung".into()))?;
    packed.truncate(length);
    Ok(packed)
}

/// The bytes of what [`pack`] made; `None` if it is none of it.
pub(super) fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let mut room = packed.len().saturating_mul(12).max(1 << 12);
    loop {
        let mut bytes = vec![0; room];
        match Decompressor::new().zlib_decompress(packed, &mut bytes) {
            Ok(length) => {
                bytes.truncate(length);
                return Some(bytes);
            }
            // How long it is stands nowhere.
            Err(DecompressionError::InsufficientSpace) if room < LONGEST => room = room.saturating_mul(4).min(LONGEST),
            Err(_) => return None,
        }
    }
}

/// A text as a row keeps it: packed if it is long.
pub(super) fn value(text: &str) -> rusqlite::Result<Value> {
    if text.len() < SHORT { Ok(Value::Text(text.to_owned())) } else { Ok(Value::Blob(pack(text.as_bytes())?)) }
}

/// A text that a row keeps, packed or not.
pub(super) fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    match row.get_ref(column)? {
        ValueRef::Blob(packed) => {
            let bytes = unpack(packed).and_then(|bytes| String::from_utf8(bytes).ok());
            bytes.ok_or_else(|| rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, "nội dung đã nén không đọc được".into()))
        }
        _ => row.get(column),
    }
}

/// Gives migrations the function `packed`: of a long text or of bytes what [`pack`] makes of it; anything else as it is.
pub(super) fn teach(c: &Connection) -> rusqlite::Result<()> {
    c.create_scalar_function("packed", 1, FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC, |context| {
        Ok(match context.get_raw(0) {
            ValueRef::Text(text) if text.len() >= SHORT => Value::Blob(pack(text)?),
            ValueRef::Blob(bytes) => Value::Blob(pack(bytes)?),
            other => Value::try_from(other).map_err(|_| rusqlite::Error::UserFunctionError("a text that is none".into()))?,
        })
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_however_well_it_packed() {
        let nothing_alike: Vec<u8> = (0..5_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        for bytes in [Vec::new(), b"x".to_vec(), vec![b'x'; 3_000_000], nothing_alike] {
            assert_eq!(unpack(&pack_lightly(&bytes).unwrap()), Some(bytes.clone()), "{} bytes", bytes.len());
            let packed = pack(&bytes).unwrap();
            assert_eq!(unpack(&packed), Some(bytes.clone()), "{} bytes", bytes.len());
            if packed.len() > 20 {
                let mut changed = packed.clone();
                changed[packed.len() / 2] ^= 1;
                assert_ne!(unpack(&changed), Some(bytes));
            }
        }
        assert_eq!(unpack(b"{}"), None, "a text is nothing packed");
    }

    #[test]
    fn a_text_is_read_packed_and_as_it_is() {
        let c = Connection::open_in_memory().unwrap();
        teach(&c).unwrap();
        let long = "việc ".repeat(100);
        c.execute_batch("CREATE TABLE t (body TEXT)").unwrap();
        for text in ["[]", &long] {
            c.execute("INSERT INTO t VALUES (?1), (?2), (packed(?2))", [value(text).unwrap(), Value::Text(text.to_owned())]).unwrap();
            let mut statement = c.prepare("SELECT body, typeof(body) FROM t").unwrap();
            let mut rows = statement.query([]).unwrap();
            let mut kinds = Vec::new();
            while let Some(row) = rows.next().unwrap() {
                assert_eq!(super::text(row, 0).unwrap(), text);
                kinds.push(row.get::<_, String>(1).unwrap());
            }
            let expected = if text == "[]" { ["text", "text", "text"] } else { ["blob", "text", "blob"] };
            assert_eq!(kinds, expected);
            c.execute_batch("DELETE FROM t").unwrap();
        }
    }
}
