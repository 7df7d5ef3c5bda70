//! The chain: of everything that decides one entry, in the order in which it came, each carrying the hash of the entry
//! before. It holds digests only, so that a text may go and the chain hold. An edited, removed or added row shows, and so
//! does an order that was changed; whoever writes the chain anew from there on gives all later entries other hashes, and
//! those stand on feedback that left, in products, and with a witness.
//!
//! ```text
//! hash = SHA-256 of "<prev>\n[seq,kind,key,digest]" · digest = SHA-256 of the JSON of the canonical columns
//! ```
//!
//! What is covered of which table: [`chain_tables`].

use super::chain_tables::{self, ChainTable};
use super::{Broken, Ledger, first, row_hash, rows};
use crate::io::failure::Failure;
use crate::text::sha256;
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

/// Before the first entry.
pub(super) const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The kind of the first entry.
pub(super) const FIRST: &str = "start";

/// What the chain says of one row at one time: its digest, over the hash of the entry before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainEntry {
    /// Its number, from 1.
    pub seq: i64,
    /// The hash of the entry before; of the first one, zeros.
    pub prev: String,
    /// The hash of this entry, over the one before and what it witnesses.
    pub hash: String,
    /// What the row is that it witnesses.
    pub kind: String,
    /// Which row of that kind, by the columns that name it.
    pub key: String,
    /// SHA-256 of the row's canonical columns.
    pub digest: String,
}

/// The last entry of the chain, as it stood at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainHead {
    /// The number of the entry, from 1.
    pub seq: i64,
    /// Its hash: whoever has it can later prove that nothing up to there was changed.
    pub hash: String,
}

impl Ledger {
    /// The last entry of the chain; `None` in a ledger that was never opened for writing.
    pub fn chain_head(&self) -> Result<Option<ChainHead>, Failure> {
        self.with(head)
    }

    /// Was nothing but looks into the inbox witnessed since the entry with this number?
    pub fn only_scans_since(&self, seq: i64) -> Result<bool, Failure> {
        let sql = "SELECT 1 FROM chain WHERE seq > ?1 AND kind <> ?2 LIMIT 1";
        let kind = chain_tables::SCANS.kind;
        self.with(|c| Ok(first(c, sql, rusqlite::params![seq, kind], |_| Ok(()))?.is_none()))
    }

    /// The hash of the first entry: what names a ledger of before ledgers had names, whatever later program opens it. New ledgers
    /// all begin alike.
    pub fn beginning(&self) -> Result<Option<String>, Failure> {
        self.with(|c| first(c, "SELECT hash FROM chain WHERE seq = 1", [], |row| Ok(row.get(0)?)))
    }
}

/// Witnesses the row of this key as it stands now, in the transaction that wrote it. Returns the hash of the entry.
pub(super) fn append(c: &Connection, table: &ChainTable, key: &str) -> Result<String, Broken> {
    let Some(row) = table.row(c, key)? else {
        return Err(Broken::Content(format!("không có {}", table.name(key))));
    };
    entry(c, table.kind, &row.key, &row.digest)
}

/// Witnesses that the row of this key is gone, in the transaction that removed it.
pub(super) fn append_gone(c: &Connection, table: &ChainTable, key: &str) -> Result<String, Broken> {
    entry(c, table.kind, key, chain_tables::GONE)
}

/// The entry with the highest number; `None` in an empty chain.
pub(super) fn head(c: &Connection) -> Result<Option<ChainHead>, Broken> {
    let read = |row: &Row<'_>| Ok(ChainHead { seq: row.get(0)?, hash: row.get(1)? });
    first(c, "SELECT seq, hash FROM chain ORDER BY seq DESC LIMIT 1", [], read)
}

/// The last entry of a row.
pub(super) fn of_row(c: &Connection, table: &ChainTable, key: &str) -> Result<Option<ChainEntry>, Broken> {
    first(c, &format!("{SELECT} WHERE kind = ?1 AND key = ?2 ORDER BY seq DESC LIMIT 1"), [table.kind, key], read)
}

/// The entries with a number larger than `seq`.
pub(super) fn entries_after(c: &Connection, seq: i64) -> Result<Vec<ChainEntry>, Broken> {
    rows(c, &format!("{SELECT} WHERE seq > ?1 ORDER BY seq"), [seq], read)
}

/// Was the chain ever begun? One that was emptied was.
pub(super) fn is_begun(c: &Connection) -> Result<bool, Broken> {
    Ok(first(c, "SELECT 1 FROM sqlite_sequence WHERE name = 'chain'", [], |_| Ok(()))?.is_some())
}

/// Begins the chain, once in the life of a ledger: with the heads of the hashes that rows carried before, and with what
/// was recorded until now.
pub(super) fn begin(c: &Connection) -> Result<(), Broken> {
    let heads = row_hash::heads(c)?;
    entry(c, FIRST, &heads, &sha256::of(heads.as_bytes()))?;
    for table in chain_tables::ALL {
        for row in table.rows(c)? {
            if !table.is_open(c, &row.key)? {
                entry(c, table.kind, &row.key, &row.digest)?;
            }
        }
    }
    Ok(())
}

/// The hash of an entry.
pub(super) fn link(prev: &str, seq: i64, kind: &str, key: &str, digest: &str) -> String {
    sha256::of(format!("{prev}\n{}", serde_json::json!([seq, kind, key, digest])).as_bytes())
}

fn entry(c: &Connection, kind: &str, key: &str, digest: &str) -> Result<String, Broken> {
    let (seq, prev) = head(c)?.map_or((1, START.to_owned()), |head| (head.seq + 1, head.hash));
    let hash = link(&prev, seq, kind, key, digest);
    let sql = "INSERT INTO chain (seq, prev, hash, kind, key, digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    c.prepare_cached(sql)?.execute(params![seq, prev, hash, kind, key, digest])?;
    Ok(hash)
}

const SELECT: &str = "SELECT seq, prev, hash, kind, key, digest FROM chain";

fn read(row: &Row<'_>) -> Result<ChainEntry, Broken> {
    Ok(ChainEntry { seq: row.get(0)?, prev: row.get(1)?, hash: row.get(2)?, kind: row.get(3)?, key: row.get(4)?, digest: row.get(5)? })
}

#[cfg(test)]
mod tests {
    use crate::io::ledger::receipts::tests::three_receipts;
    use crate::io::ledger::tests::{ledger, moment};
    use crate::text::sha256;

    #[test]
    fn a_new_ledger_begins_with_the_same_entry_everywhere() {
        let ((_one, one), (_two, two)) = (ledger(), ledger());
        let head = one.chain_head().unwrap().unwrap();
        assert_eq!((head.seq, two.chain_head().unwrap().unwrap()), (1, head.clone()));
        let zeros = "0".repeat(64);
        assert_eq!(head.hash, sha256::of(format!("{zeros}\n[1,\"start\",\"{{}}\",\"{}\"]", sha256::of(b"{}")).as_bytes()));
    }

    #[test]
    fn a_receipt_is_witnessed_without_the_number_of_its_scan() {
        let (_dir, ledger) = three_receipts();
        let covered = r#"{"first_seen":"2025-07-11T09:30:00.000000000+07:00","folder":"{\"Agency\":\"SYT\"}","modified_at":"2025-07-11T09:00:00.123456789+07:00","path":"SYT/a.xlsx","server_time":"2025-07-11T09:30:00.000000000+07:00","sha256":"ab","size":10}"#;
        let entry = ledger.receipt_entry(1).unwrap().unwrap();
        assert_eq!((entry.kind.as_str(), entry.key.as_str(), entry.digest), ("receipt", "1", sha256::of(covered.as_bytes())));
        let kinds: Vec<String> =
            ledger.journal_after(1).unwrap().into_iter().map(|line| format!("{} {}", line.entry.kind, line.entry.key)).collect();
        assert_eq!(kinds, ["receipt 1", "scan 2025-07-11T09:30:00.000000000+07:00", "receipt 2", "receipt 3"], "an interval when it ends");
    }

    #[test]
    fn the_row_behind_an_entry_comes_whole() {
        let (_dir, ledger) = three_receipts();
        let lines = ledger.journal_after(0).unwrap();
        let of = |seq: i64| lines.iter().find(|line| line.entry.seq == seq).unwrap().row.clone();
        let row = of(ledger.receipt_entry(2).unwrap().unwrap().seq).unwrap();
        assert_eq!((&row["path"], &row["scan"], &row["seq"]), (&"SYT/b.xlsx".into(), &2.into(), &2.into()));
        assert_eq!(of(1), None);
        let scan = of(3).unwrap();
        assert_eq!((&scan["id"], &scan["count"]), (&1.into(), &1.into()));
    }

    #[test]
    fn a_repeated_look_at_one_instant_is_no_further_one() {
        use crate::io::ledger::scans::tests::quiet;
        let (_dir, ledger) = ledger();
        let look = |time: &str| ledger.record_scan(&quiet(moment(time), &["syt".into()])).unwrap();
        assert_eq!((look("11T10:00:00"), look("11T10:00:00"), look("11T10:05:00"), look("11T10:05:00")), (1, 1, 2, 2));
    }
}
