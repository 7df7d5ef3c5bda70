//! Under which circumstances files arrived: whether the clocks agreed, and whether somebody had a file open.

use super::{Ledger, chain, chain_tables, first, rows};
use crate::io::failure::Failure;
use crate::model::inbox::Receipt;
use rusqlite::Row;
use std::collections::{BTreeMap, BTreeSet};

impl Ledger {
    /// The scans that brought these receipts while the clocks were further apart than so many seconds, and by how much:
    /// the file server's clock less ours.
    pub fn skews_of(&self, receipts: &[Receipt], seconds: i64) -> Result<BTreeMap<i64, i64>, Failure> {
        let scans: BTreeSet<i64> = receipts.iter().map(|receipt| receipt.scan).collect();
        let skew = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        self.with(|c| {
            let sql = "SELECT id, skew_seconds FROM scans WHERE id = ?1 AND abs(skew_seconds) > ?2";
            scans.iter().filter_map(|scan| first(c, sql, [*scan, seconds], skew).transpose()).collect()
        })
    }

    /// These receipts are of files that somebody at the office had open.
    pub fn note_open(&self, receipts: &[i64]) -> Result<(), Failure> {
        self.write(|c| {
            let mut insert = c.prepare_cached("INSERT OR IGNORE INTO taken_open (receipt) VALUES (?1)")?;
            for receipt in receipts {
                if insert.execute([receipt])? > 0 {
                    chain::append(c, &chain_tables::TAKEN_OPEN, &receipt.to_string())?;
                }
            }
            Ok(())
        })
    }

    /// Those of these receipts whose files somebody at the office had open when they were taken.
    pub fn taken_open(&self, receipts: &[Receipt]) -> Result<BTreeSet<i64>, Failure> {
        let of: BTreeSet<i64> = receipts.iter().map(|receipt| receipt.seq).collect();
        let Some(first) = of.first() else { return Ok(BTreeSet::new()) };
        // Few are: to ask for each receipt by itself would cost more than to read them all.
        let sql = "SELECT receipt FROM taken_open WHERE receipt >= ?1";
        let open = self.with(|c| rows(c, sql, [first], |row| Ok(row.get::<_, i64>(0)?)))?;
        Ok(open.into_iter().filter(|receipt| of.contains(receipt)).collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::io::ledger::NewReceipt;
    use crate::io::ledger::NewScan;
    use crate::io::ledger::receipts::tests::{file, three_receipts};
    use crate::io::ledger::scans::tests::quiet;
    use crate::io::ledger::tests::moment;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn they_come_back_for_the_receipts_that_are_asked_about() {
        let (_dir, ledger) = three_receipts();
        for (at, skew, path) in [("11T10:30:00", -400, "SYT/d.xlsx"), ("11T10:40:00", 30, "SYT/e.xlsx")] {
            let scan = ledger.record_scan(&NewScan { news: true, skew_seconds: Some(skew), ..quiet(moment(at), &[]) }).unwrap();
            ledger.record_receipts(&[NewReceipt { file: &file(path), sha256: "cd" }], scan, moment(at)).unwrap();
        }
        let receipts = ledger.receipts().unwrap();
        assert_eq!(ledger.skews_of(&receipts, 300).unwrap(), BTreeMap::from([(3, -400)]));
        assert_eq!(ledger.skews_of(&receipts[4..], 300).unwrap(), BTreeMap::new());
        ledger.note_open(&[2]).unwrap();
        ledger.note_open(&[2]).unwrap();
        assert_eq!(ledger.taken_open(&receipts).unwrap(), BTreeSet::from([2]));
        assert_eq!(ledger.taken_open(&receipts[2..]).unwrap(), BTreeSet::new());
        assert!(ledger.note_open(&[99]).is_err(), "there is no such receipt");
    }
}
