//! What was known each time a freeze grew. The freeze itself holds the set as it is now and as it was made; which receipts, rows of
//! the clerk and decisions came before each growth is told by the order of the chain.

use super::{Broken, Ledger, chain_tables, first, moment_of, rows};
use crate::io::failure::Failure;
use crate::model::moment::Moment;
use crate::model::period::Period;
use rusqlite::{Connection, Row, params};
use std::collections::BTreeMap;

/// What was known when evidence added something to a freeze.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreezeGrowth {
    /// The instant of the last look or row of the clerk then; `None` before the first of both.
    pub at: Option<Moment>,
    /// The number of the last receipt then; 0 before the first.
    pub last_receipt: i64,
    /// The number of the last entry about a row of the clerk then; 0 before the first.
    pub last_clerk_row: i64,
    /// The number of the last decision then; 0 before the first.
    pub last_exception: i64,
    /// The last interval of scans then; `None` before the first.
    pub last_scan: Option<i64>,
    /// The number of the last release then, whatever its period; 0 before the first.
    pub last_release: i64,
    /// The register and the configuration in use then, by their addresses in the archive; `None` if none was kept.
    pub register_sha256: Option<String>,
    /// See above.
    pub config_sha256: Option<String>,
}

impl Ledger {
    /// The growths of a period's freeze, in their order. A freeze that is void does not count, and neither does its growth.
    pub fn freeze_growths(&self, period: Period) -> Result<Vec<FreezeGrowth>, Failure> {
        self.with(|c| {
            let sql = "SELECT seq, digest FROM chain WHERE kind = ?1 AND key = ?2 ORDER BY seq";
            let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
            let entries: Vec<(i64, String)> = rows(c, sql, params![chain_tables::FREEZES.kind, period.to_string()], read)?;
            let begun = entries.iter().rposition(|(_, digest)| digest == chain_tables::GONE).map_or(0, |gone| gone + 1);
            // The first entry is that of the freeze as it was made.
            entries.iter().skip(begun + 1).map(|(seq, _)| growth(c, *seq)).collect()
        })
    }
}

/// What the chain held before an entry.
fn growth(c: &Connection, before: i64) -> Result<FreezeGrowth, Broken> {
    let sql = "SELECT kind, max(CAST(key AS INTEGER)) FROM chain WHERE seq < ?1
               AND kind IN ('receipt', 'clerk_row', 'exception', 'register', 'configuration') GROUP BY kind";
    let numbers: Vec<(String, i64)> = rows(c, sql, [before], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let numbers: BTreeMap<String, i64> = numbers.into_iter().collect();
    let last = |table: &chain_tables::ChainTable| numbers.get(table.kind).copied().unwrap_or(0);
    let kept = |table: &chain_tables::ChainTable| {
        first(c, &format!("SELECT sha256 FROM {} WHERE seq = ?1", table.table), [last(table)], |row| Ok(row.get::<_, String>(0)?))
    };
    let sql = "SELECT id, last FROM scans
               WHERE at = (SELECT key FROM chain WHERE kind = 'scan' AND seq < ?1 ORDER BY seq DESC LIMIT 1) ORDER BY id DESC LIMIT 1";
    let scan: Option<(i64, String)> = first(c, sql, [before], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let booked: Option<String> =
        first(c, "SELECT seen_at FROM clerk_rows WHERE seq = ?1", [last(&chain_tables::CLERK_ROWS)], |row| Ok(row.get(0)?))?;
    let looked = scan.as_ref().map(|(_, last)| moment_of(last)).transpose()?;
    let sql = "SELECT max(releases.seq) FROM releases JOIN chain ON kind = 'release' AND key = period || '/' || version
               WHERE chain.seq < ?1";
    let release: Option<i64> = c.query_row(sql, [before], |row| row.get(0))?;
    Ok(FreezeGrowth {
        at: looked.max(booked.map(|at| moment_of(&at)).transpose()?),
        last_receipt: last(&chain_tables::RECEIPTS),
        last_clerk_row: last(&chain_tables::CLERK_ROWS),
        last_exception: last(&chain_tables::EXCEPTIONS),
        last_scan: scan.map(|(id, _)| id),
        last_release: release.unwrap_or(0),
        register_sha256: kept(&chain_tables::REGISTERS)?,
        config_sha256: kept(&chain_tables::CONFIGURATIONS)?,
    })
}
