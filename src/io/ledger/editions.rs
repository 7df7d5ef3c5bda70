//! What the files that people see of a period were made of, and how they stood when a run looked. Only a saving of work:
//! without a note everything is composed again, with the same bytes.

use super::{Ledger, first};
use crate::io::failure::Failure;
use crate::model::period::Period;
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// Of how many periods notes are kept: the current one, and those that wait for their release or are reopened.
const PERIODS_KEPT: i64 = 8;

/// A file of ours as it stood when a run looked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotedFile {
    /// Path relative to the workspace.
    pub path: String,
    /// Size of the file in bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970.
    pub modified_ns: i64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The modification time was old enough when its bytes were looked at that a later change must show in it.
    pub settled: bool,
}

/// What the files of a period were made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionNote {
    /// The run that composed them.
    pub run: i64,
    /// The key of everything that decides their bytes.
    pub key: String,
    /// Every file of the edition, as it stood then.
    pub files: Vec<NotedFile>,
}

impl Ledger {
    /// What was noted of a period; `None` if nothing was, or in another shape.
    pub fn edition(&self, period: Period) -> Result<Option<EditionNote>, Failure> {
        let sql = "SELECT run, key, files FROM editions WHERE period = ?1";
        let found = self.with(|c| first(c, sql, [period.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?))))?;
        Ok(found.and_then(|(run, key, files)| serde_json::from_str(&files).ok().map(|files| EditionNote { run, key, files })))
    }

    /// Notes what the files of a period were made of, in place of what was noted before.
    pub fn note_edition(&self, period: Period, note: &EditionNote) -> Result<(), Failure> {
        self.remember(|c| {
            c.prepare_cached("INSERT OR REPLACE INTO editions (period, run, key, files) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
                period.to_string(),
                note.run,
                note.key,
                serde_json::to_string(&note.files)?
            ])?;
            let old = "DELETE FROM editions WHERE period NOT IN (SELECT period FROM editions ORDER BY run DESC, period DESC LIMIT ?1)";
            c.prepare_cached(old)?.execute([PERIODS_KEPT])?;
            Ok(())
        })
    }

    /// Forgets what was noted of a period.
    pub fn forget_edition(&self, period: Period) -> Result<(), Failure> {
        self.write(|c| {
            c.prepare_cached("DELETE FROM editions WHERE period = ?1")?.execute([period.to_string()])?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::ledger::tests::ledger;

    #[test]
    fn a_note_is_kept_replaced_and_forgotten() {
        let (_dir, ledger) = ledger();
        let week = Period::parse_id("2025-W28").unwrap();
        let file = NotedFile { path: "ket-qua/a.xlsx".to_owned(), size: 3, modified_ns: 5, sha256: "aa".to_owned(), settled: false };
        let note = |run, key: &str| EditionNote { run, key: key.to_owned(), files: vec![file.clone()] };
        assert_eq!(ledger.edition(week).unwrap(), None);
        ledger.note_edition(week, &note(1, "1")).unwrap();
        ledger.note_edition(week, &note(2, "2")).unwrap();
        assert_eq!(ledger.edition(week).unwrap(), Some(note(2, "2")));
        let mut later = week;
        for run in 3..11 {
            later = later.next();
            ledger.note_edition(later, &note(run, "3")).unwrap();
        }
        assert_eq!((ledger.edition(week).unwrap(), ledger.edition(later).unwrap()), (None, Some(note(10, "3"))), "the oldest goes");
        ledger.forget_edition(later).unwrap();
        assert_eq!(ledger.edition(later).unwrap(), None);
    }
}
