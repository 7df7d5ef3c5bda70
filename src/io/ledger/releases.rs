//! What was fixed at the submit cutoff and what left: freezes, releases, and what each release left to the next
//! period.

use super::{Broken, Ledger, chain, chain_tables, first, moment_of, moment_text, packed, past, row_hash, rows, scans};
use crate::io::failure::Failure;
use crate::model::agency::AgencyCode;
use crate::model::freeze::Freeze;
use crate::model::freeze_terms::FreezeTerms;
use crate::model::history::History;
use crate::model::late_rows::LateRows;
use crate::model::moment::Moment;
use crate::model::past::AgencyTally;
use crate::model::period::Period;
use crate::model::releases::Releases;
use crate::model::seal::{ReleasedFile, Seal};
use crate::sheets::edition;
use crate::text::sha256;
use rusqlite::types::Value;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A release and everything needed to build it again from the archive. New fields need a serde default: old rows
/// stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseRecord {
    /// The period that was released.
    pub period: Period,
    /// 1, or more after a withdrawal or a reopening.
    pub version: u32,
    /// The instant the command started.
    pub at: Moment,
    /// At or after the release cutoff: "lập sau hạn".
    pub late: bool,
    /// A run made it because it was due; `false` if a person asked for it, and in records of before this was kept.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_itself: bool,
    /// The register used; in the archive.
    pub register_sha256: String,
    /// The configuration used; in the archive.
    pub config_sha256: String,
    /// The clerk's receipt book used, if there was one; in the archive.
    pub receipt_book_sha256: Option<String>,
    /// The receipts up to this number were considered.
    pub last_receipt: i64,
    /// Hash of that receipt, filled in when the release is recorded.
    pub receipts_head: Option<String>,
    /// The entries about the clerk's rows up to this number were considered.
    #[serde(default)]
    pub last_clerk_row: i64,
    /// The entries about proposals up to this number were considered; 0 before proposals had numbers.
    #[serde(default)]
    pub last_proposal: i64,
    /// Hash of that entry, filled in when the release is recorded.
    #[serde(default)]
    pub clerk_rows_head: Option<String>,
    /// The last finished scan then.
    pub last_scan: Option<i64>,
    /// The files it published, each as it left.
    pub files: Vec<ReleasedFile>,
    /// In whose folder something was being copied: no receipt says so.
    #[serde(default)]
    pub arriving: Vec<AgencyCode>,
    /// Whose form of the period lay in the inbox then as it was issued: no receipt says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub untouched_forms: Vec<AgencyCode>,
    /// The last exception granted then, 0 before the first; none in records of before this was sealed.
    #[serde(default)]
    pub last_exception: Option<i64>,
    /// The freeze as it was then: the ledger's own may grow. None in records of before this was sealed.
    #[serde(default)]
    pub freeze: Option<Freeze>,
    /// What it was made with and what it says; `None` if version 0.1 made it.
    #[serde(default)]
    pub seal: Option<Seal>,
    /// SHA-256 of what it left to the next period, filled in when the release is recorded; `None` if version 0.1 made it.
    #[serde(default)]
    pub history_sha256: Option<String>,
}

impl ReleaseRecord {
    /// Is a freeze, as the ledger has it, the one that this release sealed? So it is if none was sealed. `first`: it is the
    /// first release of its period that is in force.
    pub(super) fn freeze_holds(&self, freeze: Option<&Freeze>, first: bool) -> bool {
        let Some(sealed) = &self.freeze else { return true };
        // A freeze grows until the release and never after it; only version 0.1 let evidence add to it later, after a release
        // that was withdrawn it grows on, and a further version may hold it without what came after the first one.
        let whole = first && self.seal.is_some();
        freeze.is_some_and(|freeze| if whole { freeze == sealed } else { freeze.as_made() == sealed.as_made() })
    }
}

/// A file that left, and what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftFile {
    /// The period it was made for.
    pub period: Period,
    /// The version of the release; `None` for a freeze.
    pub version: Option<u32>,
    /// The file, under the name that it has now.
    pub file: ReleasedFile,
    /// Its bytes lie in the archive.
    pub kept: bool,
    /// It was withdrawn since.
    pub withdrawn: bool,
    /// The name under which a withdrawn file left, if nothing that left later has that name: there it may still stand.
    pub before: Option<String>,
}

/// When a version of a period was released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReleaseTime {
    /// Its number in the order in which releases were made.
    pub seq: i64,
    /// The period that was released.
    pub period: Period,
    /// 1, or more after a withdrawal or a reopening.
    pub version: u32,
    /// The instant the command started.
    pub at: Moment,
    /// It was withdrawn since; `None` if it is in force.
    pub void: Option<Void>,
}

/// A decision that made a release void.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Void {
    /// The decision's number among the exceptions.
    pub seq: i64,
    /// When the command that recorded it started.
    pub at: Moment,
}

/// SQL: this row of `releases` was withdrawn.
const IS_VOID: &str = "EXISTS (SELECT 1 FROM exceptions WHERE kind = 'withdrawal' AND exceptions.period = releases.period
                       AND json_extract(exceptions.body, '$.version') = releases.version)";

impl Ledger {
    /// The freeze of a period.
    pub fn freeze(&self, period: Period) -> Result<Option<Freeze>, Failure> {
        let sql = "SELECT body FROM freezes WHERE period = ?1";
        self.with(|c| first(c, sql, [period.to_string()], json))
    }

    /// Fixes the on-time set of a period; a second freeze of it is refused.
    pub fn put_freeze(&self, freeze: &Freeze) -> Result<(), Failure> {
        self.write(|c| {
            let body = serde_json::to_string(freeze)?;
            let period = freeze.period.to_string();
            c.execute("INSERT INTO freezes (period, body) VALUES (?1, ?2)", params![period, body])?;
            scans::close(c)?;
            chain::append(c, &chain_tables::FREEZES, &period).map(drop)
        })
    }

    /// Every freeze, by period.
    pub fn freezes(&self) -> Result<Vec<Freeze>, Failure> {
        self.with(|c| rows(c, "SELECT body FROM freezes ORDER BY period", [], json))
    }

    /// What every period from this one on was frozen with until a moment; without value where a freeze did not keep it. A
    /// damaged row stops nothing here: `verify` names it.
    pub fn freeze_terms(&self, first: Period, until: Moment) -> Result<Vec<(Period, Option<FreezeTerms>)>, Failure> {
        let sql = "SELECT period, json_extract(body, '$.at'), json_extract(body, '$.terms') FROM freezes
                   WHERE period >= ?1 AND json_valid(body) ORDER BY period";
        let read = |row: &Row<'_>| {
            let (period, at): (String, String) = (row.get(0)?, row.get(1)?);
            let terms: Option<String> = row.get(2)?;
            let period = Period::parse_id(&period).ok_or_else(|| Broken::Content(format!("kỳ “{period}” không hợp lệ")))?;
            Ok((moment_of(&at)? <= until).then_some((period, terms.and_then(|terms| serde_json::from_str(&terms).ok()))))
        };
        self.with(|c| Ok(rows(c, sql, [first.to_string()], read)?.into_iter().flatten().collect()))
    }

    /// What the last freeze or release was sealed with, and when.
    pub fn last_seal(&self) -> Result<Option<(Seal, Moment)>, Failure> {
        let sql = "SELECT json_extract(body, '$.seal'), json_extract(body, '$.at') FROM
                   (SELECT body FROM freezes WHERE json_valid(body) UNION ALL SELECT body FROM releases WHERE json_valid(body))
                   WHERE json_extract(body, '$.seal') IS NOT NULL ORDER BY 2 DESC LIMIT 1";
        let read = |row: &Row<'_>| Ok((serde_json::from_str(&row.get::<_, String>(0)?)?, moment_of(&row.get::<_, String>(1)?)?));
        self.with(|c| first(c, sql, [], read))
    }

    /// Notes where the files of a freeze stand: a file that somebody had open was written beside.
    pub fn note_frozen_files(&self, period: Period, files: &[ReleasedFile]) -> Result<(), Failure> {
        self.write(|c| {
            let sql = "UPDATE freezes SET body = json_set(body, '$.files', json(?2)) WHERE period = ?1";
            c.execute(sql, params![period.to_string(), serde_json::to_string(files)?])?;
            Ok(())
        })
    }

    /// Every file that left with a freeze or a release, by period.
    pub fn left_files(&self) -> Result<Vec<LeftFile>, Failure> {
        let of = "json_extract(body, '$.files'), json_extract(body, '$.seal') IS NOT NULL";
        let sql = format!(
            "SELECT period, version, {of}, {IS_VOID} FROM releases UNION ALL SELECT period, NULL, {of}, 0 FROM freezes ORDER BY 1, 2"
        );
        let read = |row: &Row<'_>| {
            let (period, version): (String, Option<u32>) = (row.get(0)?, row.get(1)?);
            let period = Period::parse_id(&period).ok_or_else(|| Broken::Content(format!("kỳ “{period}” không hợp lệ")))?;
            let files: Vec<ReleasedFile> = serde_json::from_str(&row.get::<_, Option<String>>(2)?.unwrap_or_else(|| "[]".to_owned()))?;
            let (kept, void): (bool, bool) = (row.get(3)?, row.get(4)?);
            Ok(files.into_iter().map(move |file| match void {
                false => LeftFile { period, version, file, kept, withdrawn: false, before: None },
                true => void_file((period, version), file, kept, 1),
            }))
        };
        let mut left: Vec<LeftFile> = self.with(|c| Ok(rows(c, &sql, [], read)?.into_iter().flatten().collect()))?;
        let mut times: BTreeMap<Period, usize> = BTreeMap::new();
        for Freeze { period, files, seal, .. } in self.void_freezes()? {
            let times = times.entry(period).or_default();
            *times += 1;
            left.extend(files.into_iter().map(|file| void_file((period, None), file, seal.is_some(), *times)));
        }
        // From the latest back: a name is of what left last with it.
        let mut taken: BTreeSet<String> = left.iter().filter(|left| !left.withdrawn).map(|left| left.file.path.clone()).collect();
        for void in left.iter_mut().rev().filter(|left| left.withdrawn) {
            void.before = void.before.take().filter(|name| taken.insert(name.clone()));
        }
        left.sort_by_key(|left| (left.period, left.version));
        Ok(left)
    }

    /// Adds on-time versions that evidence, or an admission, brought later. Nothing is ever taken out; the version of
    /// an agency that is there already is replaced.
    pub fn extend_freeze(&self, period: Period, on_time: &BTreeMap<AgencyCode, i64>, last_clerk_row: i64) -> Result<(), Failure> {
        self.transaction(|ledger| {
            let Some(mut freeze) = ledger.freeze(period)? else {
                return Err(ledger.failure(&format!("kỳ {period} chưa được chốt")));
            };
            freeze.first = Some(freeze.as_made().on_time);
            freeze.grow(on_time.clone(), last_clerk_row);
            ledger.with(|c| {
                let body = serde_json::to_string(&freeze)?;
                let period = period.to_string();
                c.execute("UPDATE freezes SET body = ?2 WHERE period = ?1", params![period, body])?;
                scans::close(c)?;
                chain::append(c, &chain_tables::FREEZES, &period).map(drop)
            })
        })
    }

    /// The release of a period that is in force: the latest that was not withdrawn.
    pub fn release(&self, period: Period) -> Result<Option<ReleaseRecord>, Failure> {
        let sql = format!("SELECT body FROM releases WHERE period = ?1 AND NOT {IS_VOID} ORDER BY version DESC LIMIT 1");
        self.with(|c| first(c, &sql, [period.to_string()], json))
    }

    /// The number of the next release of a period: no number is used twice, also not that of a release that was withdrawn, or
    /// that a lost ledger made.
    pub fn next_version(&self, period: Period) -> Result<u32, Failure> {
        let sql = "SELECT coalesce(max(version), 0) + 1 FROM
                   (SELECT version FROM releases WHERE period = ?1
                    UNION ALL SELECT value FROM identity, json_each(identity.versions) WHERE key = ?1)";
        self.with(|c| Ok(c.query_row(sql, [period.to_string()], |row| row.get(0))?))
    }

    /// Every release, also those that were withdrawn, in the order they were made.
    pub fn releases(&self) -> Result<Vec<ReleaseRecord>, Failure> {
        self.with(|c| rows(c, "SELECT body FROM releases ORDER BY seq", [], json))
    }

    /// Every version of a period that was released, also those that were withdrawn, from the first.
    pub fn versions_of(&self, period: Period) -> Result<Vec<ReleaseRecord>, Failure> {
        self.with(|c| rows(c, "SELECT body FROM releases WHERE period = ?1 ORDER BY seq", [period.to_string()], json))
    }

    /// Every release that is in force.
    pub fn in_force(&self) -> Result<Releases, Failure> {
        let in_force = self.release_times()?.into_iter().filter(|release| release.void.is_none());
        Ok(in_force.map(|release| (release.period, release.version, release.at)).collect())
    }

    /// Period, version and time of every release, in the order they were made, and whether it was withdrawn.
    pub fn release_times(&self) -> Result<Vec<ReleaseTime>, Failure> {
        let sql = "SELECT releases.period, version, at, exceptions.seq, json_extract(exceptions.body, '$.at'), releases.seq FROM releases
                   LEFT JOIN exceptions ON kind = 'withdrawal' AND exceptions.period = releases.period
                   AND json_extract(exceptions.body, '$.version') = version ORDER BY releases.seq";
        let read = |row: &Row<'_>| {
            let (period, at): (String, String) = (row.get(0)?, row.get(2)?);
            let period = Period::parse_id(&period).ok_or_else(|| Broken::Content(format!("kỳ “{period}” trong sổ không đọc được")))?;
            let void = match row.get::<_, Option<i64>>(3)? {
                Some(seq) => Some(Void { seq, at: moment_of(&row.get::<_, String>(4)?)? }),
                None => None,
            };
            Ok(ReleaseTime { seq: row.get(5)?, period, version: row.get(1)?, at: moment_of(&at)?, void })
        };
        self.with(|c| rows(c, sql, [], read))
    }

    /// The periods from this one on that have a freeze, or a release in force, later than a moment: a clock that was set back
    /// meanwhile was wrong then, or is now.
    pub fn made_after(&self, first: Period, at: Moment) -> Result<Vec<Period>, Failure> {
        let sql = format!(
            "SELECT period FROM freezes WHERE period >= ?1 AND json_valid(body) AND json_extract(body, '$.at') > ?2
             UNION SELECT period FROM releases WHERE period >= ?1 AND at > ?2 AND NOT {IS_VOID} ORDER BY 1"
        );
        let read = |row: &Row<'_>| Ok(Period::parse_id(&row.get::<_, String>(0)?));
        let found = self.with(|c| rows(c, &sql, [first.to_string(), moment_text(at)], read))?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Records a release with what it leaves to the next period, what it says of each agency and what late reports say, in one
    /// transaction.
    pub fn put_release(&self, release: &ReleaseRecord, history: &History, tallies: &[AgencyTally], late: &LateRows) -> Result<(), Failure> {
        self.write(|c| {
            let head = |chained, seq| Ok::<_, Broken>(row_hash::hashes(c, chained, seq)?.map(|(hash, _)| hash));
            let receipts_head = head(&row_hash::RECEIPTS, release.last_receipt)?;
            let clerk_rows_head = head(&row_hash::CLERK_ROWS, release.last_clerk_row)?;
            let history = serde_json::to_string(history)?;
            let history_sha256 = Some(sha256::of(history.as_bytes()));
            let release = ReleaseRecord { receipts_head, clerk_rows_head, history_sha256, ..release.clone() };
            let values = vec![
                Value::Text(release.period.to_string()),
                Value::Integer(release.version.into()),
                Value::Text(moment_text(release.at)),
                Value::Integer(release.late.into()),
                Value::Text(release.register_sha256.clone()),
                Value::Text(release.config_sha256.clone()),
                Value::Text(serde_json::to_string(&release)?),
            ];
            row_hash::append(c, &row_hash::RELEASES, values)?;
            scans::close(c)?;
            chain::append(c, &chain_tables::RELEASES, &format!("{}/{}", release.period, release.version))?;
            past::record(c, (release.period, release.version), &history, tallies, late)
        })
    }

    /// Is what a release left to the next period what it sealed? So it is if version 0.1 made it, which sealed none.
    pub(super) fn history_holds(&self, release: &ReleaseRecord) -> Result<bool, Failure> {
        let Some(sealed) = &release.history_sha256 else { return Ok(true) };
        let sql = "SELECT body FROM history WHERE period = ?1 AND version = ?2";
        let key = params![release.period.to_string(), release.version];
        let body: Option<String> = self.with(|c| first(c, sql, key, |row| Ok(packed::text(row, 0)?)))?;
        Ok(body.is_some_and(|body| sha256::of(body.as_bytes()) == *sealed))
    }
}

/// A file of what is void: of a period's freeze for the time of this number.
fn void_file((period, version): (Period, Option<u32>), file: ReleasedFile, kept: bool, times: usize) -> LeftFile {
    let before = Some(file.path.clone());
    let path = edition::withdrawn(&file.path, times);
    LeftFile { period, version, file: ReleasedFile { path, ..file }, kept, withdrawn: true, before }
}

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>) -> Result<T, Broken> {
    Ok(serde_json::from_str(&row.get::<_, String>(0)?)?)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::io::ledger::receipts::tests::three_receipts;
    use crate::io::ledger::tests::{ledger, moment, tamper};
    use crate::model::class::TaskClass;
    use crate::model::task::TaskCode;

    pub(in crate::io::ledger) fn release(period: &str, version: u32) -> ReleaseRecord {
        ReleaseRecord {
            period: Period::parse_id(period).unwrap(),
            version,
            at: moment("11T15:20:00"),
            late: false,
            by_itself: false,
            register_sha256: "aa".to_owned(),
            config_sha256: "bb".to_owned(),
            receipt_book_sha256: None,
            last_receipt: 3,
            receipts_head: None,
            last_clerk_row: 0,
            last_proposal: 0,
            clerk_rows_head: None,
            last_scan: Some(2),
            files: vec![ReleasedFile { kind: "release".into(), path: "ket-qua/2025-W28/x.xlsx".into(), sha256: "cc".into() }],
            arriving: Vec::new(),
            untouched_forms: Vec::new(),
            last_exception: None,
            freeze: None,
            seal: None,
            history_sha256: None,
        }
    }

    fn frozen(period: Period, files: Vec<ReleasedFile>) -> Freeze {
        Freeze {
            period,
            at: moment("11T11:00:00"),
            last_receipt: 2,
            last_clerk_row: 0,
            grown_with: Vec::new(),
            last_proposal: 0,
            last_scan: None,
            last_exception: None,
            last_release: None,
            arriving: Vec::new(),
            untouched_forms: Vec::new(),
            register_sha256: None,
            config_sha256: None,
            terms: None,
            first: None,
            seal: None,
            files,
            on_time: BTreeMap::new(),
        }
    }

    fn history(period: &str, class: TaskClass) -> History {
        History { period: Period::parse_id(period), classes: [(TaskCode::parse("KH11-007").unwrap(), class)].into(), ..History::default() }
    }

    #[test]
    fn a_freeze_grows_and_never_shrinks() {
        let (_dir, ledger) = ledger();
        let period = Period::parse_id("2025-W28").unwrap();
        let code = |text: &str| AgencyCode::parse(text).unwrap();
        assert!(ledger.extend_freeze(period, &BTreeMap::new(), 0).is_err(), "not frozen yet");
        let freeze = Freeze { on_time: [(code("SYT"), 1), (code("SNV"), 2)].into(), ..frozen(period, Vec::new()) };
        ledger.put_freeze(&freeze).unwrap();
        assert!(ledger.put_freeze(&freeze).is_err(), "only once");
        // A receipt known then that only a row of the clerk proved later was not in it as it was made.
        ledger.extend_freeze(period, &[(code("STC"), 9)].into(), 0).unwrap();
        ledger.extend_freeze(period, &[(code("STC"), 9), (code("VPTU"), 2)].into(), 0).unwrap();
        let made = ledger.freeze(period).unwrap().unwrap().as_made();
        assert_eq!(made.on_time, freeze.on_time);
        let on_time = ledger.freeze(period).unwrap().unwrap().on_time;
        assert_eq!(on_time, [(code("SYT"), 1), (code("SNV"), 2), (code("STC"), 9), (code("VPTU"), 2)].into());
        assert_eq!(ledger.freeze(period.next()).unwrap(), None);
    }

    #[test]
    fn the_latest_version_is_the_release_and_all_are_kept() {
        let (_dir, ledger) = three_receipts();
        let period = Period::parse_id("2025-W28").unwrap();
        assert_eq!(ledger.release(period).unwrap(), None);
        ledger.put_release(&release("2025-W28", 1), &history("2025-W28", TaskClass::InProgress), &[], &LateRows::default()).unwrap();
        assert!(
            ledger.put_release(&release("2025-W28", 1), &History::default(), &[], &LateRows::default()).is_err(),
            "a version leaves once"
        );
        ledger.put_release(&release("2025-W28", 2), &history("2025-W28", TaskClass::Overdue), &[], &LateRows::default()).unwrap();
        let latest = ledger.release(period).unwrap().unwrap();
        assert_eq!(latest.version, 2);
        assert!(latest.receipts_head.is_some());
        assert_eq!(ledger.releases().unwrap().len(), 2);
        assert_eq!(ledger.versions_of(period).unwrap(), ledger.releases().unwrap());
        assert_eq!(ledger.versions_of(period.next()).unwrap(), []);
        let at = moment("11T15:20:00");
        assert_eq!(
            ledger.release_times().unwrap(),
            [1, 2].map(|version| ReleaseTime { seq: version.into(), period, version, at, void: None })
        );
        let known = [(period, 1, at)].into_iter().collect();
        let first = ledger.past(period.next(), 1, Some(&known)).unwrap().into_latest();
        assert_eq!(first, history("2025-W28", TaskClass::InProgress));
        ledger.verify_chain().unwrap();
    }

    #[test]
    fn what_a_release_left_behind_is_sealed_with_it() {
        let (dir, ledger) = three_receipts();
        ledger.put_release(&release("2025-W28", 1), &history("2025-W28", TaskClass::InProgress), &[], &LateRows::default()).unwrap();
        ledger.verify_chain().unwrap();
        tamper(dir.path(), "UPDATE history SET body = '{}'").unwrap();
        assert!(ledger.verify_chain().unwrap_err().contains("2025-W28"));
    }

    #[test]
    fn files_that_left_are_listed_with_the_freeze_and_the_release_they_belong_to() {
        let (_dir, ledger) = three_receipts();
        ledger.put_release(&release("2025-W28", 1), &History::default(), &[], &LateRows::default()).unwrap();
        let period = Period::parse_id("2025-W28").unwrap();
        let file = |path: &str| ReleasedFile { kind: "frozen".into(), path: path.into(), sha256: "dd".into() };
        ledger.put_freeze(&frozen(period, vec![file("a.xlsx")])).unwrap();
        let left = |ledger: &Ledger| ledger.left_files().unwrap().into_iter().map(|l| (l.version, l.file.path, l.kept)).collect::<Vec<_>>();
        let released = (Some(1), "ket-qua/2025-W28/x.xlsx".to_owned(), false);
        assert_eq!(left(&ledger), [(None, "a.xlsx".to_owned(), false), released.clone()]);
        ledger.note_frozen_files(period, &[file("a (2).xlsx")]).unwrap();
        assert_eq!(left(&ledger), [(None, "a (2).xlsx".to_owned(), false), released]);
        assert_eq!(ledger.freeze(period).unwrap(), Some(frozen(period, vec![file("a (2).xlsx")])));
        assert_eq!(ledger.freezes().unwrap().len(), 1);
    }

    #[test]
    fn receipts_written_anew_behind_a_release_are_noticed() {
        let (dir, ledger) = three_receipts();
        ledger.put_release(&release("2025-W28", 1), &History::default(), &[], &LateRows::default()).unwrap();
        ledger.verify_chain().unwrap();
        // Somebody empties the table and its counter, and lets the program write a chain that is whole again.
        tamper(
            dir.path(),
            "PRAGMA foreign_keys = OFF; DROP TRIGGER receipts_stay; DELETE FROM receipts; DELETE FROM sqlite_sequence WHERE name = 'receipts';",
        )
        .unwrap();
        let damage = ledger.damage();
        assert!(
            damage.iter().any(|what| what.contains("bản trình ký 2025-W28 lần 1 dựa trên các dòng tiếp nhận đã bị thay thế")),
            "{damage:?}"
        );
    }
}
