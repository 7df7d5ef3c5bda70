//! What the clocks said at the last run that was not in doubt, at the first one in doubt since, and who said that ours is
//! right.

use super::{Broken, Ledger, chain, chain_tables, first, moment_of, moment_text, rows};
use crate::io::failure::Failure;
use crate::model::clock_reading::{BootTime, ClockDecision, ClockReading};
use rusqlite::{Row, params};

impl Ledger {
    /// Keeps a look at the clocks in the place of the last one of its kind. One that is not in doubt ends the doubt.
    pub fn note_clock(&self, look: &ClockReading, doubted: bool) -> Result<(), Failure> {
        self.remember(|c| {
            let sql = "INSERT OR REPLACE INTO clock_looks (doubted, at, boot, boot_ms, skew_seconds) VALUES (?1, ?2, ?3, ?4, ?5)";
            let boot = look.boot.as_ref();
            let values = params![doubted, moment_text(look.at), boot.map(|b| &b.id), boot.map(|b| b.milliseconds), look.skew_seconds];
            c.prepare_cached(sql)?.execute(values)?;
            if !doubted {
                c.prepare_cached("DELETE FROM clock_looks WHERE doubted = 1")?.execute([])?;
            }
            Ok(())
        })
    }

    /// The last look that was not in doubt, or the first one in doubt since.
    pub fn clock_look(&self, doubted: bool) -> Result<Option<ClockReading>, Failure> {
        let sql = "SELECT at, boot, boot_ms, skew_seconds FROM clock_looks WHERE doubted = ?1";
        self.with(|c| first(c, sql, [doubted], read))
    }

    /// Records that a person says our clock is right.
    pub fn put_clock_decision(&self, decision: &ClockDecision) -> Result<(), Failure> {
        let ClockDecision { at, reason, by } = decision;
        let sql = "INSERT INTO clock_decisions (at, reason, decided_by) VALUES (?1, ?2, ?3)";
        self.write(|c| {
            c.execute(sql, params![moment_text(*at), reason, by])?;
            chain::append(c, &chain_tables::CLOCK_DECISIONS, &c.last_insert_rowid().to_string()).map(drop)
        })
    }

    /// Who said so, in order.
    pub fn clock_decisions(&self) -> Result<Vec<ClockDecision>, Failure> {
        let decision =
            |row: &Row<'_>| Ok(ClockDecision { at: moment_of(&row.get::<_, String>(0)?)?, reason: row.get(1)?, by: row.get(2)? });
        self.with(|c| rows(c, "SELECT at, reason, decided_by FROM clock_decisions ORDER BY seq", [], decision))
    }
}

fn read(row: &Row<'_>) -> Result<ClockReading, Broken> {
    let boot = row.get::<_, Option<String>>(1)?.zip(row.get::<_, Option<i64>>(2)?);
    Ok(ClockReading {
        at: moment_of(&row.get::<_, String>(0)?)?,
        boot: boot.map(|(id, milliseconds)| BootTime { id, milliseconds }),
        skew_seconds: row.get(3)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::ledger::tests::{ledger, moment, tamper};

    #[test]
    fn one_look_of_each_kind_is_kept_and_a_sure_one_ends_the_doubt() {
        let (_dir, ledger) = ledger();
        let boot = Some(BootTime { id: "a".to_owned(), milliseconds: 5 });
        let look = |at: &str| ClockReading { at: moment(at), boot: boot.clone(), skew_seconds: Some(-3) };
        let sure = ClockReading { boot: None, skew_seconds: None, ..look("10T10:00:00") };
        ledger.note_clock(&sure, false).unwrap();
        ledger.note_clock(&look("12T09:00:00"), true).unwrap();
        assert_eq!(ledger.clock_look(false).unwrap(), Some(sure));
        assert_eq!(ledger.clock_look(true).unwrap(), Some(look("12T09:00:00")));
        ledger.note_clock(&look("12T09:05:00"), false).unwrap();
        assert_eq!((ledger.clock_look(false).unwrap(), ledger.clock_look(true).unwrap()), (Some(look("12T09:05:00")), None));
    }

    #[test]
    fn a_decision_stays() {
        let (dir, ledger) = ledger();
        let decision = ClockDecision { at: moment("12T09:00:00"), reason: "đã xem đồng hồ".to_owned(), by: "Lan".to_owned() };
        ledger.put_clock_decision(&decision).unwrap();
        assert_eq!(ledger.clock_decisions().unwrap(), [decision]);
        for sql in ["UPDATE clock_decisions SET decided_by = ''", "DELETE FROM clock_decisions"] {
            assert!(tamper(dir.path(), sql).is_err(), "{sql}");
        }
    }
}
