//! What is wrong with a content by itself, by the basis it was held against. Only a cache: a child finds the same again.

use super::{Broken, Ledger, first, packed};
use crate::io::failure::Failure;
use crate::judge::file::FileVerdict;
use crate::model::inbox::Folder;
use rusqlite::params;

/// For how many bases a verdict is remembered: today's, those of the weeks beside it, and one that was in use before.
const BASES_KEPT: i64 = 6;

impl Ledger {
    /// The verdict on a content in a folder, by the basis of this key; `None` if there was none yet.
    pub fn judgement(&self, sha256: &str, folder: &Folder, basis: &str) -> Result<Option<FileVerdict>, Failure> {
        let sql = "SELECT body FROM judgements WHERE sha256 = ?1 AND folder = ?2 AND basis = ?3";
        let body = self.with(|c| first(c, sql, params![sha256, name(folder)?, basis], |row| Ok(row.get::<_, Vec<u8>>(0)?)))?;
        // A body of another shape is judged anew.
        Ok(body.and_then(|body| postcard::from_bytes(&packed::unpack(&body)?).ok()))
    }

    /// Keeps verdicts by a basis, in one transaction.
    pub fn put_judgements(&self, basis: &str, verdicts: &[(&str, &Folder, &FileVerdict)]) -> Result<(), Failure> {
        self.remember(|c| {
            let mut insert = c.prepare_cached("INSERT OR REPLACE INTO judgements (sha256, folder, basis, body) VALUES (?1, ?2, ?3, ?4)")?;
            let mut forget = c.prepare_cached(
                "DELETE FROM judgements WHERE sha256 = ?1 AND folder = ?2 AND seq NOT IN
                   (SELECT seq FROM judgements WHERE sha256 = ?1 AND folder = ?2 ORDER BY seq DESC LIMIT ?3)",
            )?;
            for (sha256, folder, verdict) in verdicts {
                let (folder, body) = (name(folder)?, postcard::to_stdvec(verdict).map_err(|e| Broken::Content(e.to_string()))?);
                insert.execute(params![sha256, folder, basis, packed::pack_lightly(&body)?])?;
                forget.execute(params![sha256, folder, BASES_KEPT])?;
            }
            Ok(())
        })
    }
}

fn name(folder: &Folder) -> Result<String, Broken> {
    Ok(serde_json::to_string(folder)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::ledger::tests::ledger;
    use crate::model::workbook::Refusal;

    #[test]
    fn verdicts_are_remembered_by_content_folder_and_basis_and_the_oldest_forgotten() {
        let (_dir, ledger) = ledger();
        let verdict = FileVerdict { refusal: Some(Refusal::Empty), ..FileVerdict::default() };
        let (common, other) = (Folder::Common, Folder::Unlisted("x".to_owned()));
        for basis in ["1", "2", "3", "4", "5", "6", "2", "7"] {
            ledger.put_judgements(basis, &[("aa", &common, &verdict), ("bb", &other, &FileVerdict::default())]).unwrap();
        }
        let known = |sha256, folder, basis| ledger.judgement(sha256, folder, basis).unwrap();
        assert_eq!(known("aa", &common, "7"), Some(verdict.clone()));
        assert_eq!(known("bb", &other, "7"), Some(FileVerdict::default()));
        assert_eq!(known("aa", &other, "7"), None);
        assert_eq!(known("aa", &common, "2"), Some(verdict), "used again since");
        assert_eq!(known("aa", &common, "1"), None);
    }
}
