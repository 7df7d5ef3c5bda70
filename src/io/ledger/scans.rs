//! Looks at the inbox: what proves that something was not there yet.

use super::{Broken, Ledger, first, moment_of, moment_text, rows};
use crate::io::failure::Failure;
use crate::model::moment::Moment;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

impl Ledger {
    /// A scan begins; it counts for nothing until it is finished.
    pub fn start_scan(&self, at: Moment) -> Result<i64, Failure> {
        self.write(|c| {
            c.execute("INSERT INTO scans (at) VALUES (?1)", [moment_text(at)])?;
            Ok(c.last_insert_rowid())
        })
    }

    /// A scan is recorded whole: the areas it listed without trouble, and how many folders there were.
    pub fn finish_scan(&self, scan: i64, folders: &[String], present: u32) -> Result<(), Failure> {
        self.write(|c| {
            c.execute("UPDATE scans SET finished = 1, present = ?2 WHERE id = ?1", params![scan, present])?;
            let mut insert = c.prepare_cached("INSERT OR IGNORE INTO scan_folders (scan, folder) VALUES (?1, ?2)")?;
            for folder in folders {
                insert.execute(params![scan, folder])?;
            }
            Ok(())
        })
    }

    /// The finished scans that listed an area, oldest first.
    pub fn scans_of(&self, folder: &str) -> Result<Vec<(i64, Moment)>, Failure> {
        let sql = "SELECT id, at FROM scans JOIN scan_folders ON scan = id WHERE folder = ?1 AND finished ORDER BY at, id";
        self.with(|c| rows(c, sql, [folder], |row| Ok((row.get(0)?, moment_of(&row.get::<_, String>(1)?)?))))
    }

    /// The same for every area that was ever listed.
    pub fn scans_by_area(&self) -> Result<BTreeMap<String, Vec<(i64, Moment)>>, Failure> {
        let areas: Vec<String> =
            self.with(|c| rows(c, "SELECT DISTINCT folder FROM scan_folders ORDER BY folder", [], |row| Ok(row.get(0)?)))?;
        areas.into_iter().map(|area| Ok((area.clone(), self.scans_of(&area)?))).collect()
    }

    /// How many folders the last finished scan saw.
    pub fn last_present(&self) -> Result<Option<u32>, Failure> {
        let sql = "SELECT present FROM scans WHERE finished ORDER BY id DESC LIMIT 1";
        self.with(|c| Ok(first(c, sql, [], |row| Ok(row.get::<_, Option<u32>>(0)?))?.flatten()))
    }

    /// The last finished scan, whatever it could list.
    pub fn last_scan(&self) -> Result<Option<(i64, Moment)>, Failure> {
        let sql = "SELECT id, at FROM scans WHERE finished ORDER BY id DESC LIMIT 1";
        self.with(|c| first(c, sql, [], |row| Ok((row.get(0)?, moment_of(&row.get::<_, String>(1)?)?))))
    }
}

/// The last finished scan of an area before another scan.
pub(super) fn before(c: &Connection, folder: &str, scan: i64) -> Result<Option<String>, Broken> {
    let sql = "SELECT at FROM scan_folders JOIN scans ON id = scan
               WHERE folder = ?1 AND scan < ?2 AND finished ORDER BY scan DESC LIMIT 1";
    first(c, sql, params![folder, scan], |row| Ok(row.get(0)?))
}

#[cfg(test)]
mod tests {
    use crate::io::ledger::tests::{ledger, moment};

    #[test]
    fn only_finished_scans_that_listed_the_folder_count() {
        let (_dir, ledger) = ledger();
        assert_eq!(ledger.last_present().unwrap(), None);
        let first = ledger.start_scan(moment("11T10:00:00")).unwrap();
        ledger.finish_scan(first, &["syt".into(), "snv".into()], 2).unwrap();
        let second = ledger.start_scan(moment("11T10:30:00")).unwrap();
        ledger.finish_scan(second, &["snv".into()], 3).unwrap();
        ledger.start_scan(moment("11T10:45:00")).unwrap();
        assert_eq!(ledger.scans_of("syt").unwrap(), [(first, moment("11T10:00:00"))]);
        assert_eq!(ledger.scans_of("snv").unwrap().len(), 2);
        assert_eq!(ledger.scans_of("khac").unwrap(), []);
        assert_eq!(ledger.last_present().unwrap(), Some(3));
        assert_eq!(ledger.last_scan().unwrap(), Some((second, moment("11T10:30:00"))));
    }
}
