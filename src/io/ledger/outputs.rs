//! Files we wrote: noted as prepared before the rename and as published after it, so that the next run knows what a
//! killed one was about to do, and what at a path is our own work.

use super::{Broken, Ledger, first, rows};
use crate::io::failure::Failure;
use crate::model::period::Period;
use rusqlite::{Row, params};

/// A file we wrote, or are about to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputRecord {
    /// Path relative to the workspace.
    pub path: String,
    /// Kind, as in `outputs` of the JSON.
    pub kind: String,
    /// The period that the product is about.
    pub period: Period,
    /// SHA-256 of what we published there last.
    pub published: Option<String>,
    /// SHA-256 of what is about to be published.
    pub prepared: Option<String>,
    /// The last run that wrote it.
    pub run: i64,
}

impl Ledger {
    /// Bytes with this hash are about to be renamed to `path`.
    pub fn prepare_output(&self, path: &str, kind: &str, period: Period, sha256: &str, run: i64) -> Result<(), Failure> {
        let sql = "INSERT INTO outputs (path, kind, period, prepared, run) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (path) DO UPDATE SET kind = ?2, period = ?3, prepared = ?4, run = ?5";
        self.write(|c| {
            c.prepare_cached(sql)?.execute(params![path, kind, period.to_string(), sha256, run])?;
            Ok(())
        })
    }

    /// The prepared bytes stand at their paths now, in one transaction. Lost, it is found again: what was prepared stands there.
    pub fn publish_outputs(&self, paths: &[&str]) -> Result<(), Failure> {
        let sql = "UPDATE outputs SET published = prepared, prepared = NULL WHERE path = ?1 AND prepared IS NOT NULL";
        self.remember(|c| {
            let mut update = c.prepare_cached(sql)?;
            for path in paths {
                update.execute([path])?;
            }
            Ok(())
        })
    }

    /// What was prepared for a path is not going to stand there.
    pub fn withdraw_output(&self, path: &str) -> Result<(), Failure> {
        self.write(|c| {
            c.execute("UPDATE outputs SET prepared = NULL WHERE path = ?1", [path])?;
            Ok(())
        })
    }

    /// What we know of a path.
    pub fn output(&self, path: &str) -> Result<Option<OutputRecord>, Failure> {
        self.with(|c| first(c, &format!("{SELECT} WHERE path = ?1"), [path], read))
    }

    /// Everything of a period, by path.
    pub fn outputs(&self, period: Period) -> Result<Vec<OutputRecord>, Failure> {
        self.with(|c| rows(c, &format!("{SELECT} WHERE period = ?1 ORDER BY path"), [period.to_string()], read))
    }

    /// Every file of a draft that we published, of whatever period.
    pub fn drafts(&self) -> Result<Vec<OutputRecord>, Failure> {
        self.with(|c| {
            rows(c, &format!("{SELECT} WHERE path LIKE '%\\_du-thao.%' ESCAPE '\\' AND published IS NOT NULL ORDER BY path"), [], read)
        })
    }

    /// Every form that was put among answers, of whatever period.
    pub fn forms_among_answers(&self) -> Result<Vec<OutputRecord>, Failure> {
        self.with(|c| {
            rows(c, &format!("{SELECT} WHERE kind = 'feedback' AND path LIKE '%/BC\\_%.xlsx' ESCAPE '\\' ORDER BY path"), [], read)
        })
    }

    /// Forgets files that were taken away.
    pub fn forget_outputs(&self, paths: &[&str]) -> Result<(), Failure> {
        self.write(|c| {
            let mut forget = c.prepare_cached("DELETE FROM outputs WHERE path = ?1")?;
            for path in paths {
                forget.execute([path])?;
            }
            Ok(())
        })
    }

    /// What was prepared and, as far as the ledger knows, never published: a run was killed in between, or failed.
    pub fn unpublished_outputs(&self) -> Result<Vec<OutputRecord>, Failure> {
        self.with(|c| rows(c, &format!("{SELECT} WHERE prepared IS NOT NULL ORDER BY path"), [], read))
    }
}

const SELECT: &str = "SELECT path, kind, period, published, prepared, run FROM outputs";

fn read(row: &Row<'_>) -> Result<OutputRecord, Broken> {
    let period: String = row.get(2)?;
    Ok(OutputRecord {
        path: row.get(0)?,
        kind: row.get(1)?,
        period: Period::parse_id(&period).ok_or_else(|| Broken::Content(format!("kỳ “{period}” trong sổ không đọc được")))?,
        published: row.get(3)?,
        prepared: row.get(4)?,
        run: row.get(5)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::ledger::tests::{ledger, moment};

    #[test]
    fn prepared_then_published_and_the_old_one_is_known_meanwhile() {
        let (_dir, ledger) = ledger();
        let period = Period::parse_id("2025-W28").unwrap();
        let run = ledger.start_run(moment("11T10:00:00"), "run").unwrap();
        let state = |ledger: &Ledger| ledger.output("ket-qua/x.xlsx").unwrap().map(|o| (o.published, o.prepared));
        assert_eq!(state(&ledger), None);
        ledger.prepare_output("ket-qua/x.xlsx", "draft", period, "aa", run).unwrap();
        assert_eq!(state(&ledger), Some((None, Some("aa".into()))));
        ledger.publish_outputs(&["ket-qua/x.xlsx"]).unwrap();
        ledger.publish_outputs(&["ket-qua/x.xlsx"]).unwrap();
        assert_eq!(state(&ledger), Some((Some("aa".into()), None)));
        ledger.prepare_output("ket-qua/x.xlsx", "draft", period, "bb", run).unwrap();
        assert_eq!(state(&ledger), Some((Some("aa".into()), Some("bb".into()))));
        assert_eq!(ledger.unpublished_outputs().unwrap().len(), 1);
        ledger.withdraw_output("ket-qua/x.xlsx").unwrap();
        assert_eq!(state(&ledger), Some((Some("aa".into()), None)));
        assert_eq!(ledger.outputs(period).unwrap().len(), 1);
        assert_eq!(ledger.outputs(period.next()).unwrap(), []);
    }
}
