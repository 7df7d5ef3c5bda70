//! Under which circumstances files arrived: whether the clocks agreed, and whether somebody had a file open.

use super::{Ledger, rows};
use crate::io::failure::Failure;
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet};

impl Ledger {
    /// How far the file server's clock was from ours at a scan: server less own, in seconds.
    pub fn note_skew(&self, scan: i64, seconds: i64) -> Result<(), Failure> {
        self.write(|c| {
            c.execute("UPDATE scans SET skew_seconds = ?2 WHERE id = ?1", params![scan, seconds])?;
            Ok(())
        })
    }

    /// The scans at which the clocks were further apart than this many seconds, and by how much.
    pub fn skews_above(&self, seconds: i64) -> Result<BTreeMap<i64, i64>, Failure> {
        let sql = "SELECT id, skew_seconds FROM scans WHERE abs(skew_seconds) > ?1 AND finished ORDER BY id";
        self.with(|c| Ok(rows(c, sql, [seconds], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect()))
    }

    /// These receipts are of files that somebody at the office had open.
    pub fn note_open(&self, receipts: &[i64]) -> Result<(), Failure> {
        self.write(|c| {
            let mut insert = c.prepare_cached("INSERT OR IGNORE INTO taken_open (receipt) VALUES (?1)")?;
            for receipt in receipts {
                insert.execute([receipt])?;
            }
            Ok(())
        })
    }

    /// Receipts of files that somebody at the office had open when they were taken.
    pub fn taken_open(&self) -> Result<BTreeSet<i64>, Failure> {
        let sql = "SELECT receipt FROM taken_open ORDER BY receipt";
        self.with(|c| Ok(rows(c, sql, [], |row| Ok(row.get(0)?))?.into_iter().collect()))
    }
}

#[cfg(test)]
mod tests {
    use crate::io::ledger::receipts::tests::three_receipts;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn they_come_back() {
        let (_dir, ledger) = three_receipts();
        ledger.note_skew(1, -400).unwrap();
        ledger.note_skew(2, 30).unwrap();
        assert_eq!(ledger.skews_above(300).unwrap(), BTreeMap::from([(1, -400)]));
        ledger.note_open(&[2]).unwrap();
        ledger.note_open(&[2]).unwrap();
        assert_eq!(ledger.taken_open().unwrap(), BTreeSet::from([2]));
        assert!(ledger.note_open(&[99]).is_err(), "there is no such receipt");
    }
}
