//! Rows of four tables that prove each other whole: each carries the hash of the row before, over all of its columns,
//! the numbers of scans, builds and hashes of products too, which the chain of [`chain`](super::chain) leaves out. The
//! hashed text is the JSON list of the stored columns, which anybody can rebuild with a database tool.

use super::chain_tables::{self, ChainTable};
use super::{Broken, first, rows};
use crate::io::archive::sha256;
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::BTreeMap;

/// A table of the chain of which each row carries a hash, and the columns that its hashes cover, after `seq`.
pub(super) struct Chained {
    pub(super) of: &'static ChainTable,
    columns: &'static [&'static str],
}

pub(super) const RECEIPTS: Chained = Chained {
    of: &chain_tables::RECEIPTS,
    columns: &["path", "folder", "sha256", "size", "modified_at", "server_time", "scan", "first_seen", "last_scan_before"],
};
pub(super) const RELEASES: Chained =
    Chained { of: &chain_tables::RELEASES, columns: &["period", "version", "at", "late", "register_sha256", "config_sha256", "body"] };
pub(super) const EXCEPTIONS: Chained = Chained { of: &chain_tables::EXCEPTIONS, columns: &["kind", "period", "body"] };
pub(super) const CLERK_ROWS: Chained = Chained { of: &chain_tables::CLERK_ROWS, columns: &chain_tables::CLERK_COLUMNS };

/// Every table of which the rows carry hashes.
const ALL: [&Chained; 4] = [&RECEIPTS, &CLERK_ROWS, &EXCEPTIONS, &RELEASES];

/// Before the first row.
const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Appends a row; `values` in the order of the columns. Returns its number and its hash.
pub(super) fn append(c: &Connection, chained: &Chained, values: Vec<Value>) -> Result<(i64, String), Broken> {
    let table = chained.of.table;
    let last = first(c, &format!("SELECT seq, hash FROM {table} ORDER BY seq DESC LIMIT 1"), [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })?;
    let (seq, prev) = last.map_or((1, START.to_owned()), |(seq, hash)| (seq + 1, hash));
    let hash = link(&prev, seq, &values)?;
    let places = (1..=values.len() + 3).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ");
    let sql = format!("INSERT INTO {table} (seq, prev_hash, hash, {}) VALUES ({places})", chained.columns.join(", "));
    let head = [Value::Integer(seq), Value::Text(prev), Value::Text(hash.clone())];
    c.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(head.into_iter().chain(values)))?;
    Ok((seq, hash))
}

/// The hash of a row and of the row before it.
pub(super) fn hashes(c: &Connection, chained: &Chained, seq: i64) -> Result<Option<(String, String)>, Broken> {
    let sql = format!("SELECT hash, prev_hash FROM {} WHERE seq = ?1", chained.of.table);
    first(c, &sql, [seq], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The number and the hash of the last row of each table, as the JSON that the first entry of the chain holds; a table
/// without rows is left out.
pub(super) fn heads(c: &Connection) -> Result<String, Broken> {
    let mut heads = serde_json::Map::new();
    for chained in ALL {
        let table = chained.of.table;
        let sql = format!("SELECT seq, hash FROM {table} ORDER BY seq DESC LIMIT 1");
        if let Some((seq, hash)) = first(c, &sql, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))? {
            heads.insert(table.to_owned(), serde_json::json!([seq, hash]));
        }
    }
    Ok(serde_json::Value::Object(heads).to_string())
}

/// Has a row this hash?
pub(super) fn holds(c: &Connection, chained: &Chained, hash: &str) -> Result<bool, Broken> {
    Ok(first(c, &format!("SELECT 1 FROM {} WHERE hash = ?1", chained.of.table), [hash], |_| Ok(()))?.is_some())
}

/// The heads of [`heads`] that are no longer there, in Vietnamese.
pub(super) fn lost_heads(c: &Connection, heads: &str) -> Result<Vec<String>, Broken> {
    let heads: BTreeMap<String, (i64, String)> = serde_json::from_str(heads)?;
    let mut lost = Vec::new();
    for (table, (seq, hash)) in heads {
        let Some(chained) = ALL.into_iter().find(|chained| chained.of.table == table) else {
            lost.push("mục số 1 của chuỗi ghi nhận đã bị sửa".to_owned());
            continue;
        };
        if hashes(c, chained, seq)?.is_none_or(|(found, _)| found != hash) {
            lost.push(format!("{} số {seq} đã bị thay thế", chained.of.called));
        }
    }
    Ok(lost)
}

fn link(prev: &str, seq: i64, values: &[Value]) -> Result<String, Broken> {
    let json = |value: &Value| match value {
        Value::Null => serde_json::Value::Null,
        Value::Integer(n) => (*n).into(),
        Value::Text(text) => text.as_str().into(),
        // The chained tables have no such columns; a row that has one was not written by us.
        Value::Real(_) | Value::Blob(_) => "?".into(),
    };
    let row: Vec<serde_json::Value> = std::iter::once(seq.into()).chain(values.iter().map(json)).collect();
    Ok(sha256(format!("{prev}\n{}", serde_json::to_string(&row)?).as_bytes()))
}

/// A text; of any other value, none.
fn text(value: Option<&Value>) -> String {
    if let Some(Value::Text(text)) = value { text.clone() } else { String::new() }
}

/// The first row that is not what was written, in Vietnamese.
fn broken_at(c: &Connection, chained: &Chained) -> Result<Option<String>, Broken> {
    let Chained { of: ChainTable { table, called, .. }, columns } = chained;
    let sql = format!("SELECT seq, prev_hash, hash, {} FROM {table} ORDER BY seq", columns.join(", "));
    let mut prev = START.to_owned();
    let mut wanted = 1i64;
    let mut broken = None;
    rows(c, &sql, [], |row| {
        let seq: i64 = row.get(0)?;
        // What is no text in UTF-8 was not written by us.
        let value = |n| Ok(Value::try_from(row.get_ref(n)?).unwrap_or(Value::Blob(Vec::new())));
        let mut values = (1..columns.len() + 3).map(value).collect::<Result<Vec<Value>, Broken>>()?;
        let own = values.split_off(2);
        let (prev_hash, hash) = (text(values.first()), text(values.get(1)));
        if broken.is_none() {
            if seq != wanted {
                broken = Some(format!("thiếu {called} số {wanted}"));
            } else if prev_hash != prev || hash != link(&prev, seq, &own)? {
                broken = Some(format!("{called} số {seq} đã bị sửa"));
            }
        }
        prev = hash;
        wanted = seq + 1;
        Ok(())
    })?;
    // Rows cut off the end leave the chain whole; the database still knows how many there were.
    let ever = first(c, "SELECT seq FROM sqlite_sequence WHERE name = ?1", [table], |row| Ok(row.get::<_, i64>(0)?))?.unwrap_or(0);
    if broken.is_none() && ever >= wanted {
        broken = Some(format!("thiếu {called} số {wanted}"));
    }
    Ok(broken)
}

/// The first row of each table that is not what was written, in Vietnamese.
pub(super) fn broken(c: &Connection) -> Result<Vec<String>, Broken> {
    ALL.into_iter().filter_map(|chained| broken_at(c, chained).transpose()).collect()
}

#[cfg(test)]
mod tests {
    use crate::io::ledger::receipts::tests::three_receipts;
    use crate::io::ledger::tests::tamper;

    #[test]
    fn an_untouched_ledger_is_whole() {
        let (_dir, ledger) = three_receipts();
        ledger.verify_chain().unwrap();
    }

    #[test]
    fn rows_cannot_be_changed_or_removed_by_accident() {
        let (dir, ledger) = three_receipts();
        for sql in
            ["UPDATE receipts SET first_seen = ''", "DELETE FROM receipts", "REPLACE INTO receipts SELECT * FROM receipts WHERE seq = 2"]
        {
            tamper(dir.path(), sql).ok();
        }
        assert!(tamper(dir.path(), "UPDATE receipts SET size = 1").is_err());
        ledger.verify_chain().unwrap();
        assert_eq!(ledger.receipts().unwrap().len(), 3);
    }

    #[test]
    fn whoever_drops_the_guards_is_still_noticed() {
        let drop = "DROP TRIGGER receipts_keep; DROP TRIGGER receipts_stay; PRAGMA foreign_keys = OFF;";
        let edit = "UPDATE receipts SET first_seen = replace(first_seen, '10:00', '09:00') WHERE seq = 2";
        for (sql, expected) in [
            (edit, "dòng tiếp nhận số 2 đã bị sửa"),
            ("UPDATE receipts SET server_time = NULL WHERE seq = 1", "số 1 đã bị sửa"),
            ("DELETE FROM receipts WHERE seq = 2", "thiếu dòng tiếp nhận số 2"),
            ("DELETE FROM receipts WHERE seq = 3", "thiếu dòng tiếp nhận số 3"),
            ("DELETE FROM receipts", "thiếu dòng tiếp nhận số 1"),
        ] {
            let (dir, ledger) = three_receipts();
            tamper(dir.path(), &format!("{drop} {sql};")).unwrap();
            let broken = ledger.verify_chain().unwrap_err();
            assert!(broken.contains(expected), "{sql}: {broken}");
        }
    }
}
