//! Which ledger this is. A workspace has one; a copy of this morning, or one that was made anew, is another history, and
//! beside files that left by this one it must not go on as if nothing had been sent.

use super::chain::{self, ChainHead};
use super::chain_tables::IDENTITY;
use super::{Broken, Ledger, first, moment_of, moment_text, rows};
use crate::io::failure::Failure;
use crate::model::agency::AgencyCode;
use crate::model::moment::Moment;
use crate::model::period::Period;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// Kinds of the chain that a witness outside of the ledger is told of: what was fixed, what left, what a person decided.
const ACTS: &str = "('freeze', 'release', 'exception', 'identity')";

/// Why a ledger begins, or goes on, as it does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerOrigin {
    /// When the ledger was made, or taken up again.
    pub at: Moment,
    /// Nothing earlier is released by the ledger from then on; `None` if there is no such bound.
    pub first_period: Option<Period>,
    /// The highest version by period that was used before and that no row of the ledger knows.
    pub versions: BTreeMap<Period, u32>,
    /// Who decided; blank where the program made the ledger by itself.
    pub by: String,
    /// Why, in that person's words; blank likewise.
    pub reason: String,
}

impl Ledger {
    /// The ledger's name; `None` in one of an earlier version that was not yet opened for writing.
    pub fn id(&self) -> Result<Option<String>, Failure> {
        self.with(|c| Ok(chain::of_row(c, &IDENTITY, "1")?.map(|entry| entry.hash)))
    }

    /// Gives a ledger that has no name its name.
    pub fn identify(&self, at: Moment, desk: &AgencyCode) -> Result<(), Failure> {
        if self.id()?.is_some() {
            return Ok(());
        }
        self.record_origin(desk, &LedgerOrigin { at, ..LedgerOrigin::default() })
    }

    /// Records how the ledger goes on.
    pub fn record_origin(&self, desk: &AgencyCode, origin: &LedgerOrigin) -> Result<(), Failure> {
        self.write(|c| {
            let period = origin.first_period.map(|period| period.to_string());
            let versions = if origin.versions.is_empty() { None } else { Some(serde_json::to_string(&origin.versions)?) };
            let sql = "INSERT INTO identity (at, desk, first_period, by, reason, versions) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            c.execute(sql, params![moment_text(origin.at), desk.as_str(), period, origin.by, origin.reason, versions])?;
            chain::append(c, &IDENTITY, &c.last_insert_rowid().to_string()).map(drop)
        })
    }

    /// How the ledger began and went on, in order.
    pub fn origins(&self) -> Result<Vec<LedgerOrigin>, Failure> {
        let sql = "SELECT at, first_period, by, reason, versions FROM identity ORDER BY seq";
        self.with(|c| {
            rows(c, sql, [], |row| {
                let (period, versions): (Option<String>, Option<String>) = (row.get(1)?, row.get(4)?);
                Ok(LedgerOrigin {
                    at: moment_of(&row.get::<_, String>(0)?)?,
                    first_period: period.as_deref().and_then(Period::parse_id),
                    versions: versions.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default(),
                    by: row.get(2)?,
                    reason: row.get(3)?,
                })
            })
        })
    }

    /// When the ledger was last written anew, or begun anew beside an older one; `None` if it never was.
    pub fn recovered_at(&self) -> Result<Option<Moment>, Failure> {
        Ok(self.origins()?.into_iter().rfind(|origin| !origin.by.is_empty()).map(|origin| origin.at))
    }

    /// The first period that the ledger answers for, by what was recorded until a moment.
    pub fn first_period(&self, until: Moment) -> Result<Option<Period>, Failure> {
        Ok(self.origins()?.into_iter().filter(|origin| origin.at <= until).filter_map(|origin| origin.first_period).max())
    }

    /// The last entry of the chain that fixes something, lets something leave or is a person's decision.
    pub fn last_act(&self) -> Result<Option<ChainHead>, Failure> {
        let sql = format!("SELECT seq, hash FROM chain WHERE kind IN {ACTS} ORDER BY seq DESC LIMIT 1");
        self.with(|c| first(c, &sql, [], |row| Ok(ChainHead { seq: row.get(0)?, hash: row.get(1)? })))
    }

    /// The number of the last entry of the chain; 0 if there is none.
    pub fn last_entry(&self) -> Result<i64, Failure> {
        self.with(|c| Ok(chain::head(c)?.map_or(0, |head| head.seq)))
    }

    /// Does the chain hold this entry?
    pub fn holds(&self, head: &ChainHead) -> Result<bool, Failure> {
        self.with(|c| is_held(c, head))
    }
}

fn is_held(c: &Connection, head: &ChainHead) -> Result<bool, Broken> {
    Ok(first(c, "SELECT 1 FROM chain WHERE seq = ?1 AND hash = ?2", params![head.seq, head.hash], |_| Ok(()))?.is_some())
}
