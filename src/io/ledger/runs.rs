//! Commands that changed something, for `doctor` and `status`.

use super::{Broken, Ledger, first, moment_of, moment_text};
use crate::io::failure::Failure;
use crate::model::moment::Moment;
use rusqlite::{Row, params};

/// A command that was run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRecord {
    /// Its number in the ledger, in the order of starting.
    pub id: i64,
    /// The instant it started.
    pub at: Moment,
    /// The command, such as `run`.
    pub command: String,
    /// Its exit code; `None` if it was killed, or is still running.
    pub exit_code: Option<u8>,
}

impl Ledger {
    /// A command starts; returns its number.
    pub fn start_run(&self, at: Moment, command: &str) -> Result<i64, Failure> {
        self.remember(|c| {
            c.execute("INSERT INTO runs (at, command) VALUES (?1, ?2)", params![moment_text(at), command])?;
            Ok(c.last_insert_rowid())
        })
    }

    /// Notes how a command ended: a command without that was killed, or is still running.
    pub fn finish_run(&self, run: i64, exit_code: u8) -> Result<(), Failure> {
        self.remember(|c| {
            c.execute("UPDATE runs SET exit_code = ?2 WHERE id = ?1", params![run, exit_code])?;
            Ok(())
        })
    }

    /// A command by number.
    pub fn run(&self, id: i64) -> Result<Option<RunRecord>, Failure> {
        self.with(|c| first(c, "SELECT id, at, command, exit_code FROM runs WHERE id = ?1", [id], read))
    }

    /// The last command that did its work (exit codes 0, 1 and 3).
    pub fn last_good_run(&self) -> Result<Option<RunRecord>, Failure> {
        let sql = "SELECT id, at, command, exit_code FROM runs WHERE exit_code IN (0, 1, 3) ORDER BY id DESC LIMIT 1";
        self.with(|c| first(c, sql, [], read))
    }

    /// The last command, whatever became of it.
    pub fn last_run(&self) -> Result<Option<RunRecord>, Failure> {
        self.with(|c| first(c, "SELECT id, at, command, exit_code FROM runs ORDER BY id DESC LIMIT 1", [], read))
    }
}

fn read(row: &Row<'_>) -> Result<RunRecord, Broken> {
    Ok(RunRecord { id: row.get(0)?, at: moment_of(&row.get::<_, String>(1)?)?, command: row.get(2)?, exit_code: row.get(3)? })
}

#[cfg(test)]
mod tests {
    use crate::io::ledger::tests::{ledger, moment};

    #[test]
    fn a_killed_or_failed_run_is_no_good_one() {
        let (_dir, ledger) = ledger();
        assert_eq!(ledger.last_good_run().unwrap(), None);
        for (minute, code) in [("00", Some(3)), ("10", Some(10)), ("20", None)] {
            let run = ledger.start_run(moment(&format!("11T10:{minute}:00")), "run").unwrap();
            if let Some(code) = code {
                ledger.finish_run(run, code).unwrap();
            }
        }
        assert_eq!(ledger.last_good_run().unwrap().map(|r| (r.id, r.at)), Some((1, moment("11T10:00:00"))));
        assert_eq!(ledger.run(2).unwrap().map(|r| r.exit_code), Some(Some(10)));
        assert_eq!(ledger.last_run().unwrap().map(|r| (r.id, r.exit_code)), Some((3, None)));
    }
}
