//! What earlier releases left: the accepted rows of each, and what each said of every agency.

use super::{Broken, Ledger, chain, chain_tables, first, moment_of, moment_text, packed, rows};
use crate::io::failure::Failure;
use crate::model::agency::AgencyCode;
use crate::model::history::History;
use crate::model::late_rows::LateRows;
use crate::model::past::{AgencyTally, Past, PastWeek};
use crate::model::period::Period;
use crate::model::releases::Releases;
use crate::model::standing::{Evidence, Standing};
use crate::model::to_do::LateRecord;
use rusqlite::{Connection, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

impl Ledger {
    /// The last released weeks before a period, each in its last version; as many as there are, at most `weeks`. `known`:
    /// the releases that were in force when it was asked; `None` for those of now.
    pub fn past(&self, before: Period, weeks: usize, known: Option<&Releases>) -> Result<Past, Failure> {
        let in_force = if known.is_none() { self.in_force()? } else { Releases::default() };
        let latest = known.unwrap_or(&in_force).latest();
        let earlier = latest.range(..before).rev().take(weeks);
        self.with(|c| {
            let week = |(period, version): (&Period, &u32)| {
                let (id, sql) = (period.to_string(), "SELECT body FROM history WHERE period = ?1 AND version = ?2");
                let history = first(c, sql, params![id, version], |row| Ok(serde_json::from_str::<History>(&packed::text(row, 0)?)?))?;
                let Some(mut history) = history else { return Ok(None) };
                history.sort();
                Ok(Some((*period, PastWeek { version: *version, history, tallies: tallies(c, &id, *version)? })))
            };
            Ok(Past { weeks: earlier.filter_map(|of| week(of).transpose()).collect::<Result<_, Broken>>()? })
        })
    }

    /// What late reports say that a version of a release left out.
    pub fn late_rows(&self, period: Period, version: u32) -> Result<LateRows, Failure> {
        let sql = "SELECT body FROM late_rows WHERE period = ?1 AND version = ?2";
        let key = params![period.to_string(), version];
        Ok(self.with(|c| first(c, sql, key, |row| Ok(serde_json::from_str(&packed::text(row, 0)?)?)))?.unwrap_or_default())
    }

    /// In how many of the last released weeks before a period each agency was not in time. Weeks in which it had nothing to send, or
    /// in which nobody could look, are left out.
    pub fn late_records(&self, before: Period, weeks: usize) -> Result<BTreeMap<AgencyCode, LateRecord>, Failure> {
        let latest = self.in_force()?.latest();
        self.with(|c| {
            let mut records: BTreeMap<AgencyCode, LateRecord> = BTreeMap::new();
            for (period, version) in latest.range(..before).rev().take(weeks) {
                for AgencyTally { agency, standing, evidence, .. } in tallies(c, &period.to_string(), *version)? {
                    let late = match standing {
                        Standing::Exempt | Standing::Unknown | Standing::Arriving => continue,
                        Standing::OnTime if evidence == Some(Evidence::Unproven) => continue,
                        Standing::OnTime => 0,
                        Standing::Late | Standing::Admitted | Standing::Returned | Standing::Missing => 1,
                    };
                    let record = records.entry(agency).or_default();
                    (record.late, record.of) = (record.late + late, record.of + 1);
                }
            }
            Ok(records)
        })
    }

    /// What was known when a period started: what the last released week before it left. Empty before the first release.
    pub fn history_before(&self, period: Period) -> Result<History, Failure> {
        Ok(self.past(period, 1, None)?.into_latest())
    }
}

/// Records what a version of a release leaves, what it says of each agency, and what late reports say that it left out, beside the
/// release itself.
pub(super) fn record(
    c: &Connection,
    (period, version): (Period, u32),
    history: &str,
    tallies: &[AgencyTally],
    late: &LateRows,
) -> Result<(), Broken> {
    let period = period.to_string();
    let sql = "INSERT INTO history (period, version, body) VALUES (?1, ?2, ?3)";
    c.execute(sql, params![period, version, packed::value(history)?])?;
    chain::append(c, &chain_tables::HISTORY, &format!("{period}/{version}"))?;
    let sql = "INSERT INTO tallies (period, version, agency, standing, evidence, received_at, merged, tasks, errors, warnings)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let mut insert = c.prepare_cached(sql)?;
    for tally in tallies {
        insert.execute(params![
            period,
            version,
            tally.agency.as_str(),
            word(&tally.standing)?,
            tally.evidence.as_ref().map(word).transpose()?,
            tally.received_at.map(moment_text),
            tally.merged,
            serde_json::to_string(&tally.tasks)?,
            tally.errors,
            tally.warnings,
        ])?;
        chain::append(c, &chain_tables::TALLIES, &format!("{period}/{version}/{}", tally.agency))?;
    }
    if !late.is_empty() {
        let sql = "INSERT INTO late_rows (period, version, body) VALUES (?1, ?2, ?3)";
        c.execute(sql, params![period, version, packed::value(&serde_json::to_string(late)?)?])?;
        chain::append(c, &chain_tables::LATE_ROWS, &format!("{period}/{version}"))?;
    }
    Ok(())
}

fn tallies(c: &Connection, period: &str, version: u32) -> Result<Vec<AgencyTally>, Broken> {
    let sql = "SELECT agency, standing, evidence, received_at, merged, tasks, errors, warnings FROM tallies
               WHERE period = ?1 AND version = ?2 ORDER BY agency";
    let tally = |row: &Row<'_>| {
        let agency: String = row.get(0)?;
        Ok(AgencyTally {
            agency: AgencyCode::parse(&agency).ok_or_else(|| Broken::Content(format!("đơn vị “{agency}” trong sổ không đọc được")))?,
            standing: from_word(row.get(1)?)?,
            evidence: row.get::<_, Option<String>>(2)?.map(from_word).transpose()?,
            received_at: row.get::<_, Option<String>>(3)?.as_deref().map(moment_of).transpose()?,
            merged: row.get(4)?,
            tasks: serde_json::from_str(&row.get::<_, String>(5)?)?,
            errors: row.get(6)?,
            warnings: row.get(7)?,
        })
    };
    rows(c, sql, params![period, version], tally)
}

/// The word of a value in the JSON contract, as the ledger keeps it.
fn word(value: &impl Serialize) -> Result<String, Broken> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(word) => Ok(word),
        other => Err(Broken::Content(other.to_string())),
    }
}

fn from_word<T: DeserializeOwned>(word: String) -> Result<T, Broken> {
    Ok(serde_json::from_value(serde_json::Value::String(word))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::ledger::receipts::tests::three_receipts;
    use crate::io::ledger::releases::tests::release;
    use crate::io::ledger::tests::{moment, tamper};
    use crate::model::class::{ClassCounts, TaskClass};
    use crate::model::task::TaskCode;

    fn history(period: &str, class: TaskClass) -> History {
        History { period: Period::parse_id(period), classes: [(TaskCode::parse("KH11-007").unwrap(), class)].into(), ..History::default() }
    }

    fn tally(agency: &str, standing: Standing, evidence: Option<Evidence>) -> AgencyTally {
        AgencyTally {
            agency: AgencyCode::parse(agency).unwrap(),
            standing,
            evidence,
            received_at: evidence.map(|_| moment("11T10:40:00")),
            merged: evidence.is_some(),
            tasks: ClassCounts { total: 3, overdue: 1, in_progress: 2, ..ClassCounts::default() },
            errors: 2,
            warnings: 5,
        }
    }

    #[test]
    fn a_period_starts_from_the_last_release_before_it() {
        let (_dir, ledger) = three_receipts();
        let before = |period: &str| ledger.history_before(Period::parse_id(period).unwrap()).unwrap();
        assert_eq!(before("2025-W28"), History::default());
        for (period, version, class) in
            [("2025-W52", 1, TaskClass::InProgress), ("2025-W27", 1, TaskClass::Paused), ("2025-W52", 2, TaskClass::DueSoon)]
        {
            ledger.put_release(&release(period, version), &history(period, class), &[], &LateRows::default()).unwrap();
        }
        assert_eq!(before("2025-W27"), History::default());
        assert_eq!(before("2025-W28"), history("2025-W27", TaskClass::Paused));
        assert_eq!(before("2026-W02"), history("2025-W52", TaskClass::DueSoon));
        // As a release knew them: a later version of an earlier week does not reach back.
        let week = |id: &str| Period::parse_id(id).unwrap();
        let known =
            |of| ledger.past(week("2026-W02"), 9, of).unwrap().weeks.iter().map(|(p, w)| (*p, w.history.classes.len())).collect::<Vec<_>>();
        assert_eq!(known(None), [(week("2025-W52"), 1), (week("2025-W27"), 1)], "newest first, each once");
        let at = moment("11T15:20:00");
        let [early, both] = [&[("2025-W52", 1)][..], &[("2025-W52", 1), ("2025-W27", 1)]]
            .map(|list| list.iter().map(|(id, version)| (week(id), *version, at)).collect::<Releases>());
        assert_eq!(known(Some(&early)), [(week("2025-W52"), 1)]);
        assert_eq!(known(Some(&Releases::default())), []);
        let then = ledger.past(week("2026-W02"), 1, Some(&both)).unwrap();
        assert_eq!(then.into_latest(), history("2025-W52", TaskClass::InProgress));
    }

    #[test]
    fn what_a_release_said_of_each_agency_stays() {
        let (dir, ledger) = three_receipts();
        let said = [
            tally("SNV", Standing::Missing, None),
            tally("STC", Standing::Admitted, Some(Evidence::ServerTime)),
            tally("SYT", Standing::OnTime, Some(Evidence::Clerk)),
        ];
        ledger.put_release(&release("2025-W28", 1), &History::default(), &said, &LateRows::default()).unwrap();
        ledger.put_release(&release("2025-W28", 2), &History::default(), &said[1..], &LateRows::default()).unwrap();
        let past = ledger.past(Period::parse_id("2025-W29").unwrap(), 5, None).unwrap();
        assert_eq!(past.weeks.len(), 1);
        assert_eq!(past.weeks[0].1.tallies, said[1..]);
        assert_eq!(past.agency(&said[2].agency).map(|(_, tally)| tally.map(|t| t.standing)).collect::<Vec<_>>(), [Some(Standing::OnTime)]);
        // The last version of a week is what counts, and what nobody could prove counts for nobody.
        let next = [tally("STC", Standing::OnTime, Some(Evidence::Unproven)), tally("SYT", Standing::Missing, None)];
        ledger.put_release(&release("2025-W29", 1), &History::default(), &next, &LateRows::default()).unwrap();
        let late = |weeks| {
            let records = ledger.late_records(Period::parse_id("2025-W30").unwrap(), weeks).unwrap();
            ["SNV", "STC", "SYT"]
                .map(|code| records.get(&AgencyCode::parse(code).unwrap()).map_or((0, 0), |record| (record.late, record.of)))
        };
        assert_eq!((late(8), late(1)), ([(0, 0), (1, 1), (1, 2)], [(0, 0), (0, 0), (1, 1)]));
        for sql in ["UPDATE tallies SET standing = 'late'", "DELETE FROM tallies WHERE version = 1"] {
            assert!(tamper(dir.path(), sql).is_err(), "{sql}");
        }
    }
}
