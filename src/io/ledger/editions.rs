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

/// Files of ours that are made together: those of the draft, of one office's answer, of the messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedPart {
    /// The key of everything that decides their bytes.
    pub key: String,
    /// Each of them, as it stood then.
    pub files: Vec<NotedFile>,
}

/// What the files of a period were made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionNote {
    /// The run that composed any of them last.
    pub run: i64,
    /// The parts that were written; what could not be is in none of them, and is made again.
    pub parts: Vec<NotedPart>,
}

impl EditionNote {
    /// Every file that was written.
    pub fn files(&self) -> impl Iterator<Item = &NotedFile> {
        self.parts.iter().flat_map(|part| &part.files)
    }
}

impl Ledger {
    /// What was noted of a period; `None` if nothing was, or in another shape.
    pub fn edition(&self, period: Period) -> Result<Option<EditionNote>, Failure> {
        let sql = "SELECT run, key, files FROM editions WHERE period = ?1";
        let found = self.with(|c| first(c, sql, [period.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?))))?;
        Ok(found.and_then(|(run, keys, files): (i64, String, String)| {
            let files: Vec<Vec<NotedFile>> = serde_json::from_str(&files).ok()?;
            let keys: Vec<&str> = keys.lines().collect();
            let paired = keys.len() == files.len();
            let parts = keys.into_iter().zip(files).map(|(key, files)| NotedPart { key: key.to_owned(), files }).collect();
            paired.then_some(EditionNote { run, parts })
        }))
    }

    /// Notes what the files of a period were made of, in place of what was noted before.
    pub fn note_edition(&self, period: Period, note: &EditionNote) -> Result<(), Failure> {
        let keys: Vec<&str> = note.parts.iter().map(|part| part.key.as_str()).collect();
        let files: Vec<&[NotedFile]> = note.parts.iter().map(|part| part.files.as_slice()).collect();
        self.remember(|c| {
            c.prepare_cached("INSERT OR REPLACE INTO editions (period, run, key, files) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
                period.to_string(),
                note.run,
                keys.join("\n"),
                serde_json::to_string(&files)?
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
        let part = |key: &str| NotedPart { key: key.to_owned(), files: vec![file.clone()] };
        let note =
            |run, key: &str| EditionNote { run, parts: vec![part(key), part("draft"), NotedPart { files: Vec::new(), ..part("x") }] };
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

    #[test]
    fn a_note_of_a_whole_edition_under_one_key_is_none() {
        let (_dir, ledger) = ledger();
        let week = Period::parse_id("2025-W28").unwrap();
        let file = r#"{"path":"ket-qua/a.xlsx","size":3,"modified_ns":5,"sha256":"aa","settled":true}"#;
        let put = |keys: &str, files: &str| {
            let sql = "INSERT OR REPLACE INTO editions (period, run, key, files) VALUES (?1, 1, ?2, ?3)";
            ledger.write(|c| Ok(c.execute(sql, [week.to_string().as_str(), keys, files])?)).unwrap();
            ledger.edition(week).unwrap().map(|note| note.parts.len())
        };
        assert_eq!(put("aa", &format!("[{file}]")), None, "as it was noted before the parts had keys of their own");
        assert_eq!(put("aa", &format!("[[{file}],[{file}]]")), None, "a key is missing");
        assert_eq!(put("aa\nbb", &format!("[[{file}],[{file}]]")), Some(2));
    }
}
