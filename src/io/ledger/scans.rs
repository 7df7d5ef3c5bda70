//! Looks at the inbox: what proves that something was not there yet.

use super::{Broken, Ledger, first, moment_of, moment_text, rows};
use crate::io::failure::Failure;
use crate::model::moment::Moment;
use rusqlite::{Connection, Row, params};
use std::collections::{BTreeMap, BTreeSet};

impl Ledger {
    /// A scan begins; it counts for nothing until it is finished. One that a killed run left unfinished gives its number
    /// to this one: the number stands in the chained receipts, and a kill must not show in the codes that follow from
    /// them.
    pub fn start_scan(&self, at: Moment) -> Result<i64, Failure> {
        self.write(|c| {
            let sql = "SELECT id FROM scans WHERE id = (SELECT max(id) FROM scans) AND NOT finished";
            if let Some(left) = first(c, sql, [], |row| Ok(row.get::<_, i64>(0)?))? {
                c.execute("UPDATE scans SET at = ?2 WHERE id = ?1", params![left, moment_text(at)])?;
                return Ok(left);
            }
            c.execute("INSERT INTO scans (at) VALUES (?1)", [moment_text(at)])?;
            Ok(c.last_insert_rowid())
        })
    }

    /// A scan is recorded whole: the areas it listed without trouble, and how many folders there were. Nearly every
    /// scan lists what the one before did, so the list is kept once and the scan names it.
    pub fn finish_scan(&self, scan: i64, folders: &[String], present: u32) -> Result<(), Failure> {
        let listed: BTreeSet<&String> = folders.iter().collect();
        self.write(|c| {
            let listed = serde_json::to_string(&listed)?;
            c.execute("INSERT OR IGNORE INTO folder_sets (folders) VALUES (?1)", [&listed])?;
            let sql = "UPDATE scans SET finished = 1, present = ?2, listed = (SELECT id FROM folder_sets WHERE folders = ?3) WHERE id = ?1";
            c.execute(sql, params![scan, present, listed])?;
            Ok(())
        })
    }

    /// The finished scans of every area that was ever listed, oldest first.
    pub fn scans_by_area(&self) -> Result<BTreeMap<String, Vec<(i64, Moment)>>, Failure> {
        self.with(|c| {
            let scan = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get(1)?, moment_of(&row.get::<_, String>(2)?)?));
            let mut of_set: BTreeMap<i64, Vec<(i64, Moment)>> = BTreeMap::new();
            let sql = "SELECT listed, id, at FROM scans WHERE finished AND listed IS NOT NULL";
            for (set, id, at) in rows(c, sql, [], scan)? {
                of_set.entry(set).or_default().push((id, at));
            }
            let set = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, serde_json::from_str::<Vec<String>>(&row.get::<_, String>(1)?)?));
            let mut by_area: BTreeMap<String, Vec<(i64, Moment)>> = BTreeMap::new();
            for (id, folders) in rows(c, "SELECT id, folders FROM folder_sets", [], set)? {
                for folder in folders {
                    by_area.entry(folder).or_default().extend(of_set.get(&id).into_iter().flatten());
                }
            }
            by_area.values_mut().for_each(|scans| scans.sort_unstable_by_key(|(id, at)| (*at, *id)));
            Ok(by_area)
        })
    }

    /// How many folders the last finished scan saw.
    pub fn last_present(&self) -> Result<Option<u32>, Failure> {
        let sql = "SELECT present FROM scans WHERE finished ORDER BY id DESC LIMIT 1";
        self.with(|c| Ok(first(c, sql, [], |row| Ok(row.get::<_, Option<u32>>(0)?))?.flatten()))
    }

    /// The last finished scan that began from one moment until before another.
    pub fn last_scan_between(&self, from: Moment, until: Moment) -> Result<Option<Moment>, Failure> {
        let sql = "SELECT at FROM scans WHERE finished AND at >= ?1 AND at < ?2 ORDER BY at DESC LIMIT 1";
        self.with(|c| first(c, sql, [moment_text(from), moment_text(until)], |row| moment_of(&row.get::<_, String>(0)?)))
    }

    /// The last finished scan, whatever it could list.
    pub fn last_scan(&self) -> Result<Option<(i64, Moment)>, Failure> {
        let sql = "SELECT id, at FROM scans WHERE finished ORDER BY id DESC LIMIT 1";
        self.with(|c| first(c, sql, [], |row| Ok((row.get(0)?, moment_of(&row.get::<_, String>(1)?)?))))
    }
}

/// The last finished scan of an area before another scan.
pub(super) fn before(c: &Connection, folder: &str, scan: i64) -> Result<Option<String>, Broken> {
    let sql = "SELECT at FROM scans WHERE finished AND id < ?2
               AND listed IN (SELECT folder_sets.id FROM folder_sets, json_each(folders) WHERE value = ?1)
               ORDER BY id DESC LIMIT 1";
    first(c, sql, params![folder, scan], |row| Ok(row.get(0)?))
}

#[cfg(test)]
mod tests {
    use crate::io::ledger::moment_text;
    use crate::io::ledger::tests::{ledger, moment};

    #[test]
    fn only_finished_scans_that_listed_the_folder_count() {
        let (_dir, ledger) = ledger();
        assert_eq!(ledger.last_present().unwrap(), None);
        let first = ledger.start_scan(moment("11T10:00:00")).unwrap();
        ledger.finish_scan(first, &["syt".into(), "snv".into()], 2).unwrap();
        let second = ledger.start_scan(moment("11T10:30:00")).unwrap();
        ledger.finish_scan(second, &["snv".into()], 3).unwrap();
        let killed = ledger.start_scan(moment("11T10:45:00")).unwrap();
        let third = ledger.start_scan(moment("11T10:50:00")).unwrap();
        assert_eq!(third, killed, "a killed run uses up no number");
        ledger.finish_scan(third, &["syt".into(), "snv".into()], 3).unwrap();
        let by_area = ledger.scans_by_area().unwrap();
        let (one, two, three) = ((first, moment("11T10:00:00")), (second, moment("11T10:30:00")), (third, moment("11T10:50:00")));
        assert_eq!(by_area, [("snv".to_owned(), vec![one, two, three]), ("syt".to_owned(), vec![one, three])].into());
        let before = |folder: &str, scan| ledger.with(|c| super::before(c, folder, scan)).unwrap();
        assert_eq!(before("syt", third), Some(moment_text(one.1)));
        assert_eq!((before("snv", third), before("khac", third)), (Some(moment_text(two.1)), None));
        let sets = ledger.with(|c| Ok(c.query_row("SELECT count(*) FROM folder_sets", [], |row| row.get::<_, i64>(0))?)).unwrap();
        assert_eq!(sets, 2, "the same folders in another order are the same");
        let between = |from, until| ledger.last_scan_between(moment(from), moment(until)).unwrap();
        assert_eq!(between("11T10:00:00", "11T10:50:00"), Some(two.1), "an unfinished one is none");
        assert_eq!(between("11T10:31:00", "11T10:50:00"), None);
        assert_eq!(ledger.last_present().unwrap(), Some(3));
        assert_eq!(ledger.last_scan().unwrap(), Some(three));
    }
}
