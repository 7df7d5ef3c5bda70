//! Files in the inbox that desks wrote, as they were seen last: only a saving of work, so that none is read twice.

use super::{Ledger, rows};
use crate::io::failure::Failure;
use crate::model::agency::AgencyCode;
use crate::model::period::Period;
use rusqlite::{Row, params};
use std::collections::BTreeMap;

/// A file that a desk wrote, as it was seen last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskFile {
    /// Size of the file in bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970.
    pub modified_ns: i64,
    /// Whose form it is as it was issued, and for which period; `None` of anything else.
    pub form: Option<(AgencyCode, Period)>,
}

impl DeskFile {
    /// Is it still the file with this size and modification time?
    pub fn is_like(&self, size: u64, modified_ns: i64) -> bool {
        (self.size, self.modified_ns) == (size, modified_ns)
    }
}

impl Ledger {
    /// What was noted last, by path below the inbox.
    pub fn desk_files(&self) -> Result<BTreeMap<String, DeskFile>, Failure> {
        let sql = "SELECT path, size, modified_ns, form_agency, form_period FROM desk_files";
        let file = |row: &Row<'_>| {
            let word = |column| row.get::<_, Option<String>>(column);
            let (agency, period) = (word(3)?, word(4)?);
            let form = agency.as_deref().and_then(AgencyCode::parse).zip(period.as_deref().and_then(Period::parse_id));
            let size = row.get::<_, i64>(1)?.try_into().unwrap_or_default();
            Ok((row.get(0)?, DeskFile { size, modified_ns: row.get(2)?, form }))
        };
        Ok(self.with(|c| rows(c, sql, [], file))?.into_iter().collect())
    }

    /// Notes those that are there now, in place of what was noted before.
    pub fn note_desk_files(&self, files: &BTreeMap<String, DeskFile>) -> Result<(), Failure> {
        self.write(|c| {
            c.execute("DELETE FROM desk_files", [])?;
            let sql = "INSERT INTO desk_files (path, size, modified_ns, form_agency, form_period) VALUES (?1, ?2, ?3, ?4, ?5)";
            let mut insert = c.prepare_cached(sql)?;
            for (path, file) in files {
                let (agency, period) = file.form.as_ref().map(|(agency, period)| (agency.as_str(), period.to_string())).unzip();
                insert.execute(params![path, i64::try_from(file.size).unwrap_or(i64::MAX), file.modified_ns, agency, period])?;
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
        let form = AgencyCode::parse("STC").zip(Period::parse_id("2025-W28"));
        let of = |path: &str, size| {
            BTreeMap::from([(path.to_owned(), DeskFile { size, modified_ns: 5, form: form.clone().filter(|_| size > 3) })])
        };
        assert!(ledger.desk_files().unwrap().is_empty());
        ledger.note_desk_files(&of("SYT/PhanHoi.xlsx", 3)).unwrap();
        ledger.note_desk_files(&of("STC/PhanHoi.xlsx", 4)).unwrap();
        assert_eq!(ledger.desk_files().unwrap(), of("STC/PhanHoi.xlsx", 4));
    }
}
