//! Contents that are not in the archive, because they are too large or no reports.

use super::{Ledger, chain, chain_tables, moment_text, rows};
use crate::io::failure::Failure;
use crate::model::moment::Moment;
use crate::model::not_kept::NotKept;
use rusqlite::{Row, params};
use std::collections::BTreeMap;

impl Ledger {
    /// Contents that are not in the archive, each by SHA-256, in one transaction.
    pub fn note_not_kept(&self, contents: &BTreeMap<String, NotKept>, at: Moment) -> Result<(), Failure> {
        self.write(|c| {
            let sql = "INSERT OR REPLACE INTO not_kept (sha256, at, bytes, modified_ns, content) VALUES (?1, ?2, ?3, ?4, ?5)";
            let mut insert = c.prepare_cached(sql)?;
            for (sha256, NotKept { bytes, modified_ns, content }) in contents {
                let bytes = i64::try_from(*bytes).unwrap_or(i64::MAX);
                insert.execute(params![sha256, moment_text(at), bytes, modified_ns, serde_json::to_string(content)?])?;
                chain::append(c, &chain_tables::NOT_KEPT, sha256)?;
            }
            Ok(())
        })
    }

    /// Contents that are in the archive after all: the limit was raised.
    pub fn forget_not_kept<'a>(&self, kept: impl Iterator<Item = &'a str>) -> Result<(), Failure> {
        self.write(|c| {
            let mut forget = c.prepare_cached("DELETE FROM not_kept WHERE sha256 = ?1")?;
            for sha256 in kept {
                if forget.execute([sha256])? > 0 {
                    chain::append_gone(c, &chain_tables::NOT_KEPT, sha256)?;
                }
            }
            Ok(())
        })
    }

    /// The contents that are not in the archive, by SHA-256.
    pub fn not_kept(&self) -> Result<BTreeMap<String, NotKept>, Failure> {
        let sql = "SELECT sha256, bytes, modified_ns, content FROM not_kept ORDER BY sha256";
        let read = |row: &Row<'_>| {
            let bytes = u64::try_from(row.get::<_, i64>(1)?).unwrap_or_default();
            let content = serde_json::from_str(&row.get::<_, String>(3)?)?;
            Ok((row.get::<_, String>(0)?, NotKept { bytes, modified_ns: row.get(2)?, content }))
        };
        self.with(|c| Ok(rows(c, sql, [], read)?.into_iter().collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::disk::Disk;
    use crate::io::ledger::tests::{ledger, moment};
    use crate::model::inbox::Content;
    use crate::model::workbook::Refusal;

    #[test]
    fn a_ledger_written_anew_has_forgotten_it_as_well() {
        let (_dir, ledger) = ledger();
        let content = Content::Refused(Refusal::Unsafe { cause: String::new() });
        let one: BTreeMap<String, NotKept> = [("aa".to_owned(), NotKept { bytes: 9, modified_ns: 1, content })].into();
        ledger.note_not_kept(&one, moment("11T10:00:00")).unwrap();
        // The journal is written after each command.
        let mut lines = ledger.journal_after(0).unwrap();
        ledger.forget_not_kept(["aa"].into_iter()).unwrap();
        lines.extend(ledger.journal_after(lines.last().unwrap().entry.seq).unwrap());
        let folder = tempfile::tempdir().unwrap();
        Ledger::rebuild(&Disk::default(), folder.path(), &lines, moment("11T12:00:00")).unwrap();
        let anew = Ledger::open_read_only(&Disk::default(), folder.path()).unwrap().unwrap();
        assert_eq!((anew.not_kept().unwrap(), anew.damage()), (BTreeMap::new(), Vec::new()));
    }

    #[test]
    fn what_is_not_kept_is_known_until_it_is() {
        let (_dir, ledger) = ledger();
        let large =
            NotKept { bytes: 10 << 30, modified_ns: 1, content: Content::Refused(Refusal::TooLarge { bytes: 10 << 30, limit: 50 << 20 }) };
        let paper = NotKept { bytes: 7, modified_ns: -1, content: Content::Document { kind: "PDF".to_owned() } };
        let all = BTreeMap::from([("aa".to_owned(), large), ("bb".to_owned(), paper.clone())]);
        ledger.note_not_kept(&all, moment("11T10:00:00")).unwrap();
        assert_eq!(ledger.not_kept().unwrap(), all);
        ledger.forget_not_kept(["aa", "cc"].into_iter()).unwrap();
        assert_eq!(ledger.not_kept().unwrap(), [("bb".to_owned(), paper)].into());
    }
}
