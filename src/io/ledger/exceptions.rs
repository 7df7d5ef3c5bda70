//! What persons decided: admissions of late reports and their revocations, reopenings of released periods, that a release
//! was withdrawn, and that one was sent. Append only, chained.

use super::{Broken, Ledger, chain, chain_tables, row_hash, rows};
use crate::io::failure::Failure;
use crate::model::freeze::Freeze;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::submission::{Admission, Revocation, Revoked};
use crate::model::withdrawal::Withdrawal;
use rusqlite::params;
use rusqlite::types::Value;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A released period may be released once more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopening {
    /// The period that may be released once more.
    pub period: Period,
    /// The version that was the last one then; the next release makes this plus one.
    pub version: u32,
    /// Why, in the words of who decided (`--reason`).
    pub reason: String,
    /// Name of who decided (`--by`).
    pub by: String,
    /// When the command that recorded it started.
    pub at: Moment,
}

/// A release was sent by the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispatch {
    /// The period whose release was sent.
    pub period: Period,
    /// The version that was sent.
    pub version: u32,
    /// Number of the letter it went with.
    pub number: String,
    /// Who received it, as typed or as configured.
    pub to: Vec<String>,
    /// When it was sent.
    pub sent_at: Moment,
    /// Name of who sent it (`--by`).
    pub by: String,
    /// When the command that recorded it started.
    pub at: Moment,
}

impl Ledger {
    /// Records an admission; returns its number.
    pub fn put_admission(&self, admission: &Admission) -> Result<i64, Failure> {
        self.put_exception("admission", admission.period, admission)
    }

    /// Records that the admissions of an agency for a period are taken back; returns its number.
    pub fn put_revocation(&self, revocation: &Revocation) -> Result<i64, Failure> {
        self.put_exception("revocation", revocation.period, revocation)
    }

    /// Records that a release, a freeze or both are void from now on; returns its number. The freeze stands in the record of
    /// the decision, and the period is frozen no more.
    pub fn put_withdrawal(&self, withdrawal: &Withdrawal) -> Result<i64, Failure> {
        self.transaction(|ledger| {
            let seq = ledger.put_exception("withdrawal", withdrawal.period, withdrawal)?;
            if withdrawal.freeze.is_some() {
                ledger.with(|c| {
                    let period = withdrawal.period.to_string();
                    chain_tables::FREEZES.remove(c, &period)?;
                    chain::append_gone(c, &chain_tables::FREEZES, &period).map(drop)
                })?;
            }
            Ok(seq)
        })
    }

    /// Every freeze that is void, in the order in which that was recorded.
    pub fn void_freezes(&self) -> Result<Vec<Freeze>, Failure> {
        let sql = "SELECT body FROM exceptions WHERE kind = 'withdrawal' ORDER BY seq";
        let all: Vec<Withdrawal> = self.with(|c| rows(c, sql, [], json))?;
        Ok(all.into_iter().filter_map(|withdrawal| withdrawal.freeze).collect())
    }

    /// The withdrawals of a period's releases, in the order in which they were recorded.
    pub fn withdrawals(&self, period: Period) -> Result<Vec<Withdrawal>, Failure> {
        self.exceptions("withdrawal", period)
    }

    /// Records that a release was sent; returns its number.
    pub fn put_dispatch(&self, dispatch: &Dispatch) -> Result<i64, Failure> {
        self.put_exception("dispatch", dispatch.period, dispatch)
    }

    /// To whom and when the releases of a period were sent, in the order in which it was recorded.
    pub fn dispatches(&self, period: Period) -> Result<Vec<Dispatch>, Failure> {
        self.exceptions("dispatch", period)
    }

    /// The admissions of a period in the order they were granted, also those that were taken back.
    pub fn admissions(&self, period: Period) -> Result<Vec<Admission>, Failure> {
        let all = self.admissions_since(period)?.into_iter().map(|(_, admission)| admission);
        Ok(all.filter(|admission| admission.period == period).collect())
    }

    /// The admissions that can matter from a period on, with their numbers among the exceptions, in the order they were
    /// granted: those of its week or later, and those of a single file, which belongs to no other week then.
    pub fn admissions_since(&self, period: Period) -> Result<Vec<(i64, Admission)>, Failure> {
        let sql = "SELECT body, seq FROM exceptions WHERE kind = 'admission'
                   AND (period >= ?1 OR json_extract(body, '$.file') IS NOT NULL) ORDER BY seq";
        let revocations = "SELECT body, seq FROM exceptions WHERE kind = 'revocation' ORDER BY seq";
        let (mut granted, taken_back) = self.with(|c| {
            let granted: Vec<(i64, Admission)> = rows(c, sql, [period.to_string()], |row| Ok((row.get(1)?, json(row)?)))?;
            let taken_back: Vec<(i64, Revocation)> = rows(c, revocations, [], |row| Ok((row.get(1)?, json(row)?)))?;
            Ok((granted, taken_back))
        })?;
        for (seq, admission) in &mut granted {
            let of = |(later, r): &&(i64, Revocation)| {
                *later > *seq && r.period == admission.period && Some(&r.agency) == admission.agency.as_ref()
            };
            admission.revoked = taken_back.iter().find(of).map(|(seq, r)| Revoked { seq: *seq, at: r.at });
        }
        Ok(granted)
    }

    /// The number of the last exception; 0 before the first.
    pub fn last_exception(&self) -> Result<i64, Failure> {
        self.with(|c| Ok(c.query_row("SELECT coalesce(max(seq), 0) FROM exceptions", [], |row| row.get(0))?))
    }

    /// Records a reopening; returns its number.
    pub fn put_reopening(&self, reopening: &Reopening) -> Result<i64, Failure> {
        self.put_exception("reopening", reopening.period, reopening)
    }

    /// The reopening that no release has answered yet: the period may be released again.
    pub fn open_reopening(&self, period: Period) -> Result<Option<Reopening>, Failure> {
        let released = self.release(period)?.map(|release| release.version);
        released.map_or(Ok(None), |version| self.reopening_of(period, version))
    }

    /// Every reopening that no release has answered yet, by period.
    pub fn open_reopenings(&self) -> Result<Vec<Reopening>, Failure> {
        let sql = "SELECT body FROM exceptions WHERE kind = 'reopening' ORDER BY seq";
        let all: Vec<Reopening> = self.with(|c| rows(c, sql, [], json))?;
        let mut open = Vec::new();
        for reopening in all {
            let released = self.release(reopening.period)?.map(|release| release.version);
            if released == Some(reopening.version) {
                open.push(reopening);
            }
        }
        open.sort_by_key(|reopening| reopening.period);
        Ok(open)
    }

    /// The reopening after a version of a period, if there was one.
    pub fn reopening_of(&self, period: Period, version: u32) -> Result<Option<Reopening>, Failure> {
        Ok(self.exceptions::<Reopening>("reopening", period)?.into_iter().rfind(|reopening| reopening.version == version))
    }

    fn put_exception(&self, kind: &str, period: Period, body: &impl Serialize) -> Result<i64, Failure> {
        self.write(|c| {
            let body = serde_json::to_string(body)?;
            let values = vec![Value::Text(kind.to_owned()), Value::Text(period.to_string()), Value::Text(body)];
            let (seq, _) = row_hash::append(c, &row_hash::EXCEPTIONS, values)?;
            chain::append(c, &chain_tables::EXCEPTIONS, &seq.to_string())?;
            Ok(seq)
        })
    }

    fn exceptions<T: DeserializeOwned>(&self, kind: &str, period: Period) -> Result<Vec<T>, Failure> {
        let sql = "SELECT body FROM exceptions WHERE kind = ?1 AND period = ?2 ORDER BY seq";
        self.with(|c| rows(c, sql, params![kind, period.to_string()], json))
    }
}

fn json<T: DeserializeOwned>(row: &rusqlite::Row<'_>) -> Result<T, Broken> {
    Ok(serde_json::from_str(&row.get::<_, String>(0)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::ledger::releases::tests::release;
    use crate::io::ledger::tests::{ledger, moment, tamper};
    use crate::model::agency::AgencyCode;
    use crate::model::history::History;
    use crate::model::late_rows::LateRows;

    fn admission(period: &str, agency: Option<&str>) -> Admission {
        Admission {
            period: Period::parse_id(period).unwrap(),
            agency: agency.and_then(AgencyCode::parse),
            file: None,
            reason: "mất điện".to_owned(),
            by: "Nguyễn Văn A".to_owned(),
            at: moment("11T11:20:00"),
            version: 1,
            until: None,
            revoked: None,
        }
    }

    #[test]
    fn admissions_of_a_period_come_in_order() {
        let (_dir, ledger) = ledger();
        let (all, one) = (admission("2025-W28", None), admission("2025-W28", Some("SYT")));
        assert_eq!(ledger.put_admission(&all).unwrap(), 1);
        assert_eq!(ledger.put_admission(&admission("2025-W27", Some("SNV"))).unwrap(), 2);
        assert_eq!(ledger.put_admission(&one).unwrap(), 3);
        assert_eq!(ledger.admissions(all.period).unwrap(), [all.clone(), one.clone()]);
        let file = Admission { file: Some("SNV/a.xlsx".to_owned()), ..admission("2025-W26", Some("SNV")) };
        ledger.put_admission(&file).unwrap();
        assert_eq!(ledger.admissions_since(all.period).unwrap(), [(1, all), (3, one), (4, file)]);
        ledger.verify_chain().unwrap();
    }

    #[test]
    fn a_revocation_takes_back_what_was_granted_before_it() {
        let (_dir, ledger) = ledger();
        let admission = admission("2025-W28", Some("SYT"));
        let (agency, reason) = (AgencyCode::parse("SYT").unwrap(), "nhầm".to_owned());
        let revocation = Revocation { period: admission.period, agency, reason, by: "A".to_owned(), at: moment("11T12:00:00") };
        ledger.put_admission(&admission).unwrap();
        ledger.put_revocation(&revocation).unwrap();
        ledger.put_admission(&admission).unwrap();
        let revoked = |ledger: &Ledger| ledger.admissions(admission.period).unwrap().iter().map(|a| a.revoked).collect::<Vec<_>>();
        assert_eq!(revoked(&ledger), [Some(Revoked { seq: 2, at: revocation.at }), None]);
        ledger.verify_chain().unwrap();
    }

    #[test]
    fn a_reopening_holds_until_the_next_release() {
        let (_dir, ledger) = ledger();
        let first = release("2025-W28", 1);
        let (period, by, reason) = (first.period, String::from("A"), String::from("đính chính"));
        let reopening = Reopening { period, version: 1, reason, by, at: moment("14T08:00:00") };
        assert_eq!(ledger.open_reopening(period).unwrap(), None);
        ledger.put_release(&first, &History::default(), &[], &LateRows::default()).unwrap();
        ledger.put_reopening(&reopening).unwrap();
        assert_eq!(ledger.open_reopening(period).unwrap(), Some(reopening.clone()));
        assert_eq!(ledger.open_reopenings().unwrap(), std::slice::from_ref(&reopening));
        ledger.put_release(&release("2025-W28", 2), &History::default(), &[], &LateRows::default()).unwrap();
        assert_eq!(ledger.open_reopening(period).unwrap(), None);
        assert_eq!(ledger.open_reopenings().unwrap(), []);
        assert_eq!(ledger.reopening_of(period, 1).unwrap(), Some(reopening), "version 2 is built again with its reason");
        assert_eq!(ledger.admissions(period).unwrap(), []);
    }

    #[test]
    fn a_withdrawn_release_is_in_force_no_more_and_its_number_is_not_used_again() {
        let (_dir, ledger) = ledger();
        let first = release("2025-W28", 1);
        let period = first.period;
        assert_eq!(ledger.next_version(period).unwrap(), 1);
        ledger.put_release(&first, &History { period: Some(period), ..History::default() }, &[], &LateRows::default()).unwrap();
        let left = |ledger: &Ledger| ledger.left_files().unwrap().into_iter().map(|f| (f.file.path, f.before)).collect::<Vec<_>>();
        let path = first.files[0].path.clone();
        assert_eq!(left(&ledger), [(path.clone(), None)]);
        let (reason, by, at) = ("sai số".to_owned(), "A".to_owned(), moment("11T15:22:00"));
        let withdrawal = Withdrawal { period, version: Some(1), freeze: None, reason, by, at };
        assert_eq!(ledger.put_withdrawal(&withdrawal).unwrap(), 1);
        assert_eq!(ledger.withdrawals(period).unwrap(), [withdrawal]);
        assert_eq!((ledger.release(period).unwrap(), ledger.next_version(period).unwrap()), (None, 2));
        assert_eq!(ledger.history_before(period.next()).unwrap(), History::default());
        assert_eq!(ledger.release_times().unwrap()[0].void.map(|void| (void.seq, void.at)), Some((1, at)));
        assert!(!ledger.in_force().unwrap().is_released(period));
        assert_eq!(left(&ledger), [("ket-qua/2025-W28/x_huy.xlsx".to_owned(), Some(path))]);
        assert_eq!(ledger.versions_of(period).unwrap().len(), 1, "what left is still known");
        ledger.put_release(&release("2025-W28", 2), &History::default(), &[], &LateRows::default()).unwrap();
        assert_eq!(ledger.release(period).unwrap().map(|release| release.version), Some(2));
        ledger.verify_chain().unwrap();
    }

    #[test]
    fn what_was_recorded_before_versions_and_hours_is_of_the_first_version() {
        let old = r#"{"period":"2025-W28","agency":"SYT","file":null,"reason":"a","by":"b","at":"2025-07-11T11:20:00+07:00"}"#;
        let read: Admission = serde_json::from_str(old).unwrap();
        assert_eq!((read.version, read.until), (1, None));
        let mut record = serde_json::to_value(release("2025-W28", 1)).unwrap();
        for key in ["last_exception", "freeze", "arriving"] {
            record.as_object_mut().unwrap().remove(key);
        }
        assert_eq!(serde_json::from_value::<crate::io::ledger::ReleaseRecord>(record).unwrap(), release("2025-W28", 1));
    }

    #[test]
    fn an_exception_cannot_be_rewritten_unnoticed() {
        let (dir, ledger) = ledger();
        ledger.put_admission(&admission("2025-W28", None)).unwrap();
        assert!(tamper(dir.path(), "UPDATE exceptions SET body = '{}'").is_err());
        tamper(dir.path(), "DROP TRIGGER exceptions_keep; UPDATE exceptions SET body = replace(body, 'Nguyễn', 'Trần')").unwrap();
        assert!(ledger.verify_chain().unwrap_err().contains("lần ngoại lệ số 1 đã bị sửa"));
    }
}
