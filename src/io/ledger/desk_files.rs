//! Files in the inbox that desks wrote, as they were seen last: only a saving of work, so that none is read twice.

use super::{Ledger, rows};
use crate::io::failure::Failure;
use rusqlite::params;
use std::collections::BTreeMap;

/// A file that a desk wrote, as it was seen last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskFile {
    /// Bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970.
    pub modified_ns: i64,
}

impl Ledger {
    /// What was noted last, by path below the inbox.
    pub fn desk_files(&self) -> Result<BTreeMap<String, DeskFile>, Failure> {
        let sql = "SELECT path, size, modified_ns FROM desk_files";
        Ok(self
            .with(|c| {
                rows(c, sql, [], |row| {
                    Ok((row.get(0)?, DeskFile { size: row.get::<_, i64>(1)?.try_into().unwrap_or_default(), modified_ns: row.get(2)? }))
                })
            })?
            .into_iter()
            .collect())
    }

    /// Notes those that are there now, in place of what was noted before.
    pub fn note_desk_files(&self, files: &BTreeMap<String, DeskFile>) -> Result<(), Failure> {
        self.write(|c| {
            c.execute("DELETE FROM desk_files", [])?;
            let mut insert = c.prepare_cached("INSERT INTO desk_files (path, size, modified_ns) VALUES (?1, ?2, ?3)")?;
            for (path, file) in files {
                insert.execute(params![path, i64::try_from(file.size).unwrap_or(i64::MAX), file.modified_ns])?;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::ledger::tests::ledger;

    #[test]
    fn what_is_noted_takes_the_place_of_what_was() {
        let (_dir, ledger) = ledger();
        let of = |path: &str, size| BTreeMap::from([(path.to_owned(), DeskFile { size, modified_ns: 5 })]);
        assert!(ledger.desk_files().unwrap().is_empty());
        ledger.note_desk_files(&of("SYT/PhanHoi.xlsx", 3)).unwrap();
        ledger.note_desk_files(&of("STC/PhanHoi.xlsx", 4)).unwrap();
        assert_eq!(ledger.desk_files().unwrap(), of("STC/PhanHoi.xlsx", 4));
    }
}
