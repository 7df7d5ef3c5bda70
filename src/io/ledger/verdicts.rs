//! What each received file was judged to be. The first verdict decides under which key of `files` a run counts it;
//! a receipt without one was recorded by a run that was killed, and the next run counts it as its own.

use super::{Broken, Ledger, chain, chain_tables, first, packed, rows};
use crate::io::failure::Failure;
use crate::model::agency::AgencyCode;
use crate::model::outcome::Outcome;
use crate::model::period::Period;
use crate::model::place::Place;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A finding as it was told then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedFinding {
    /// Code of the rule that said it, such as `N05`.
    pub code: String,
    /// The cell, row or file it speaks of.
    pub place: Place,
    /// The sentence as it was printed then, in Vietnamese.
    pub message: String,
}

/// What a run made of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Number of the receipt it is about.
    pub receipt: i64,
    /// Number of the run that decided it.
    pub run: i64,
    /// What the file is.
    pub outcome: Outcome,
    /// The period it was judged for, where one is known.
    pub period: Option<Period>,
    /// Whose report it was taken for.
    pub agency: Option<AgencyCode>,
    /// Findings about the file.
    pub findings: Vec<RecordedFinding>,
}

impl Ledger {
    /// The first verdict on a receipt.
    pub fn verdict_of(&self, receipt: i64) -> Result<Option<Verdict>, Failure> {
        self.with(|c| first(c, &format!("{SELECT} WHERE receipt = ?1 ORDER BY run LIMIT 1"), [receipt], read))
    }

    /// Receipts on which no run has decided yet: those of this run, and those of a run that was killed before it did. A
    /// run decides on all of them, so they are the ones after the last receipt with a verdict.
    pub fn undecided(&self) -> Result<Vec<i64>, Failure> {
        let sql = "SELECT seq FROM receipts WHERE seq > (SELECT coalesce(max(receipt), 0) FROM verdicts) ORDER BY seq";
        self.with(|c| rows(c, sql, [], |row| Ok(row.get(0)?)))
    }

    /// Every period that a report was received for.
    pub fn periods_received(&self) -> Result<BTreeSet<Period>, Failure> {
        let sql = "SELECT DISTINCT period FROM verdicts WHERE outcome = ?1 AND period IS NOT NULL";
        let read = |row: &Row<'_>| Ok(Period::parse_id(&row.get::<_, String>(0)?));
        Ok(self.with(|c| rows(c, sql, [Outcome::Received.key()], read))?.into_iter().flatten().collect())
    }

    /// What a run decided, by receipt.
    pub fn verdicts_by(&self, run: i64) -> Result<Vec<Verdict>, Failure> {
        self.with(|c| rows(c, &format!("{SELECT} WHERE run = ?1 ORDER BY receipt"), [run], read))
    }

    /// Records verdicts in one transaction.
    pub fn put_verdicts(&self, verdicts: &[Verdict]) -> Result<(), Failure> {
        let sql = "INSERT INTO verdicts (receipt, run, outcome, period, agency, findings) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.write(|c| {
            let mut insert = c.prepare_cached(sql)?;
            for v in verdicts {
                let period = v.period.map(|p| p.to_string());
                let agency = v.agency.as_ref().map(AgencyCode::as_str);
                let findings = packed::value(&serde_json::to_string(&v.findings)?)?;
                insert.execute(params![v.receipt, v.run, v.outcome.key(), period, agency, findings])?;
                chain::append(c, &chain_tables::VERDICTS, &v.receipt.to_string())?;
            }
            Ok(())
        })
    }
}

const SELECT: &str = "SELECT receipt, run, outcome, period, agency, findings FROM verdicts";

fn read(row: &Row<'_>) -> Result<Verdict, Broken> {
    let outcome: String = row.get(2)?;
    let outcome = Outcome::ALL.into_iter().find(|o| o.key() == outcome);
    let period = row.get::<_, Option<String>>(3)?.map(|text| Period::parse_id(&text).ok_or(text)).transpose();
    let agency = row.get::<_, Option<String>>(4)?.map(|text| AgencyCode::parse(&text).ok_or(text)).transpose();
    let unreadable = |what: &str| Broken::Content(format!("kết luận trong sổ không đọc được: {what}"));
    Ok(Verdict {
        receipt: row.get(0)?,
        run: row.get(1)?,
        outcome: outcome.ok_or_else(|| unreadable("outcome"))?,
        period: period.map_err(|text| unreadable(&text))?,
        agency: agency.map_err(|text| unreadable(&text))?,
        findings: serde_json::from_str(&packed::text(row, 5)?)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::ledger::receipts::tests::three_receipts;
    use crate::io::ledger::tests::moment;

    #[test]
    fn the_first_verdict_is_the_one_that_counts() {
        let (_dir, ledger) = three_receipts();
        let (one, two) = (ledger.start_run(moment("11T10:00:00"), "run").unwrap(), ledger.start_run(moment("14T08:00:00"), "run").unwrap());
        let waiting = Verdict {
            receipt: 2,
            run: one,
            outcome: Outcome::Waiting,
            period: Period::parse_id("2025-W29"),
            agency: AgencyCode::parse("SYT"),
            findings: vec![RecordedFinding { code: "T34".into(), place: Place::file(), message: "giữ chờ".into() }],
        };
        let received = Verdict { run: two, outcome: Outcome::Received, findings: Vec::new(), ..waiting.clone() };
        let nobody = Verdict { receipt: 1, outcome: Outcome::Returned, period: None, agency: None, ..received.clone() };
        ledger.put_verdicts(&[received, waiting.clone(), nobody.clone()]).unwrap();
        assert_eq!(ledger.verdict_of(2).unwrap(), Some(waiting.clone()));
        assert_eq!(ledger.verdict_of(3).unwrap(), None);
        assert_eq!(ledger.verdict_of(1).unwrap(), Some(nobody));
        assert_eq!(ledger.verdicts_by(one).unwrap().iter().map(|v| v.receipt).collect::<Vec<_>>(), [2]);
        assert_eq!(ledger.undecided().unwrap(), [3], "a killed run left it; the next one decides");
    }
}
