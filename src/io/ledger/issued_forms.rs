//! Forms that were issued, by their bytes: one that comes back as it was issued is no report.

use super::{Ledger, chain, chain_tables, moment_text, rows};
use crate::io::failure::Failure;
use crate::model::moment::Moment;
use rusqlite::params;
use std::collections::BTreeSet;

impl Ledger {
    /// Notes forms that were written: path relative to the workspace, SHA-256 of the bytes.
    pub fn note_issued_forms(&self, forms: &[(String, String)], at: Moment) -> Result<(), Failure> {
        self.write(|c| {
            let mut insert = c.prepare_cached("INSERT OR IGNORE INTO issued_forms (sha256, path, at) VALUES (?2, ?1, ?3)")?;
            for (path, sha256) in forms {
                if insert.execute(params![path, sha256, moment_text(at)])? > 0 {
                    chain::append(c, &chain_tables::ISSUED_FORMS, sha256)?;
                }
            }
            Ok(())
        })
    }

    /// SHA-256 of every form that was issued.
    pub fn issued_forms(&self) -> Result<BTreeSet<String>, Failure> {
        Ok(self.with(|c| rows(c, "SELECT sha256 FROM issued_forms", [], |row| Ok(row.get(0)?)))?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::io::ledger::tests::{ledger, moment};

    #[test]
    fn a_form_is_known_by_its_bytes() {
        let (_dir, ledger) = ledger();
        let form = |sha256: &str| ("mau/2025-W28/BC_SYT_T28_2025.xlsx".to_owned(), sha256.to_owned());
        ledger.note_issued_forms(&[form("aa")], moment("07T08:00:00")).unwrap();
        ledger.note_issued_forms(&[form("aa"), form("bb")], moment("08T08:00:00")).unwrap();
        assert_eq!(ledger.issued_forms().unwrap(), ["aa".to_owned(), "bb".to_owned()].into());
    }
}
