//! What the last run noted that found nothing new ([`crate::run::unchanged`]). Only a saving of work, and never older than the
//! ledger around it: whoever opens the ledger to write forgets it first ([`Ledger::open`]), but for the run that asks for it.

use super::{Ledger, first, packed};
use crate::io::failure::Failure;
use crate::model::build::Build;
use rusqlite::params;

impl Ledger {
    /// The note, if this very program wrote it; `None` if there is none.
    pub fn quiet_run(&self) -> Result<Option<Vec<u8>>, Failure> {
        let sql = "SELECT body FROM quiet_run WHERE build = ?1";
        let body = self.with(|c| first(c, sql, [Build::this().source], |row| Ok(row.get::<_, Vec<u8>>(0)?)))?;
        Ok(body.and_then(|body| packed::unpack(&body)))
    }

    /// Writes the note, in place of an earlier one.
    pub fn note_quiet_run(&self, body: &[u8]) -> Result<(), Failure> {
        self.write(|c| {
            let sql = "INSERT OR REPLACE INTO quiet_run (id, build, body) VALUES (1, ?1, ?2)";
            c.prepare_cached(sql)?.execute(params![Build::this().source, packed::pack(body)?])?;
            Ok(())
        })
    }

    /// Forgets the note, if there is one.
    pub fn forget_quiet_run(&self) -> Result<(), Failure> {
        let noted = self.with(|c| Ok(first(c, "SELECT 1 FROM quiet_run", [], |_| Ok(()))?.is_some()))?;
        if noted { self.write(|c| Ok(c.prepare_cached("DELETE FROM quiet_run")?.execute([]).map(drop)?)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::disk::Disk;
    use crate::io::ledger::tests::{ledger, tamper};

    #[test]
    fn a_note_is_kept_until_the_ledger_is_opened_to_write() {
        let (dir, ledger) = ledger();
        assert_eq!(ledger.quiet_run().unwrap(), None);
        ledger.note_quiet_run(b"1").unwrap();
        ledger.note_quiet_run(b"22").unwrap();
        assert_eq!(ledger.quiet_run().unwrap(), Some(b"22".to_vec()));
        let reader = Ledger::open_read_only(&Disk::default(), dir.path()).unwrap().unwrap();
        assert_eq!(reader.quiet_run().unwrap(), Some(b"22".to_vec()), "a reader forgets nothing");
        let keeper = Ledger::open_to_ask(&Disk::default(), dir.path()).unwrap();
        assert_eq!(keeper.quiet_run().unwrap(), Some(b"22".to_vec()));
        let writer = Ledger::open(&Disk::default(), dir.path()).unwrap();
        assert_eq!(writer.quiet_run().unwrap(), None);
    }

    #[test]
    fn the_note_of_another_program_is_none() {
        let (dir, ledger) = ledger();
        ledger.note_quiet_run(b"1").unwrap();
        tamper(dir.path(), "UPDATE quiet_run SET build = '0000000000000000'").unwrap();
        assert_eq!(ledger.quiet_run().unwrap(), None);
    }
}
