//! Scans of the inbox: what proves that something was not there yet. How they become intervals, and what an interval
//! proves: [`crate::model::scans`].

use super::{Broken, Ledger, chain, chain_tables, first, moment_of, moment_text, rows};
use crate::io::failure::Failure;
use crate::model::moment::{self, Moment};
use crate::model::scans::{GAP_MINUTES_MAX, Interval, Scans};
use chrono::TimeDelta;
use rusqlite::{Connection, Row, params};
use std::collections::{BTreeMap, BTreeSet};

/// What a scan that was finished is noted with.
#[derive(Debug, Clone, Default)]
pub struct NewScan<'a> {
    /// When the scan started.
    pub at: Moment,
    /// The areas it listed without trouble.
    pub areas: &'a [String],
    /// How many folders there were.
    pub present: u32,
    /// The file server's clock less ours, in seconds, if it was measured.
    pub skew_seconds: Option<i64>,
    /// Our clock was in doubt.
    pub doubted: bool,
    /// It found something new, something still arriving, or clocks that disagree: it begins an interval.
    pub news: bool,
    /// Cutoffs in force around it, in any order: an interval ends before each.
    pub cutoffs: &'a [Moment],
}

/// The last interval, as far as the next scan asks.
struct Last {
    scan: i64,
    count: i64,
    last: Moment,
    present: Option<u32>,
    listed: Option<i64>,
    closed: bool,
    doubted: bool,
}

impl Last {
    /// The number of its last scan.
    fn number(&self) -> i64 {
        self.scan + self.count - 1
    }

    /// Is it the last scan of it once more? So it is where a run was killed and is repeated with its moment: a second look
    /// at one instant proves nothing new.
    fn repeats(&self, new: &NewScan<'_>, set: i64) -> bool {
        !new.news && self.last == new.at && self.is_alike(new, set)
    }

    fn is_alike(&self, new: &NewScan<'_>, set: i64) -> bool {
        self.listed == Some(set) && self.present == Some(new.present) && self.doubted == new.doubted
    }

    /// Does a scan that listed this set of areas belong to it?
    fn takes(&self, new: &NewScan<'_>, set: i64) -> bool {
        let gap = new.at - self.last;
        let alike = self.is_alike(new, set);
        let near = gap >= TimeDelta::zero() && gap <= TimeDelta::minutes(GAP_MINUTES_MAX);
        let same_day = moment::day(self.last) == moment::day(new.at);
        let same_side = !new.cutoffs.iter().any(|cutoff| self.last < *cutoff && *cutoff <= new.at);
        !self.closed && !new.news && alike && near && same_day && same_side
    }
}

impl Ledger {
    /// Records a scan, in the transaction of what it brought: it extends the last interval or begins another one.
    /// Returns its number. Nearly every scan lists what the one before did, so the list is kept once.
    pub fn record_scan(&self, new: &NewScan<'_>) -> Result<i64, Failure> {
        let areas: BTreeSet<&String> = new.areas.iter().collect();
        self.write(|c| {
            let areas = serde_json::to_string(&areas)?;
            c.prepare_cached("INSERT OR IGNORE INTO folder_sets (folders) VALUES (?1)")?.execute([&areas])?;
            let set: i64 = c.prepare_cached("SELECT id FROM folder_sets WHERE folders = ?1")?.query_row([&areas], |row| row.get(0))?;
            let last = last(c)?;
            if let Some(last) = last.as_ref().filter(|last| last.repeats(new, set)) {
                return Ok(last.number());
            }
            let number = last.as_ref().map_or(1, |last| last.number() + 1);
            if let Some(last) = last.filter(|last| last.takes(new, set)) {
                let gap = new.at - last.last;
                let seconds = gap.num_seconds() + i64::from(gap.subsec_nanos() > 0);
                let sql = "UPDATE scans SET last = ?2, count = count + 1, longest_gap = max(longest_gap, ?3) WHERE id = ?1";
                c.prepare_cached(sql)?.execute(params![last.scan, moment_text(new.at), seconds])?;
            } else {
                close(c)?;
                let sql = "INSERT INTO scans (id, at, last, present, listed, skew_seconds, doubted) VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6)";
                c.prepare_cached(sql)?.execute(params![number, moment_text(new.at), new.present, set, new.skew_seconds, new.doubted])?;
            }
            Ok(number)
        })
    }

    /// The scans from a moment on, and the interval that it lies in.
    pub fn scans_since(&self, since: Moment) -> Result<Scans, Failure> {
        self.with(|c| {
            let mut index: BTreeMap<i64, usize> = BTreeMap::new();
            let read = |row: &Row<'_>| {
                let (first, last): (String, String) = (row.get(1)?, row.get(2)?);
                let first = moment_of(&first)?;
                let (count, longest_gap_seconds) = (row.get(3)?, row.get(4)?);
                let last = if count == 1 { first } else { moment_of(&last)? };
                let next = index.len();
                let set = *index.entry(row.get(5)?).or_insert(next);
                Ok((Interval { scan: row.get(0)?, first, last, count, longest_gap_seconds, doubted: row.get(6)? }, set))
            };
            // Left to itself SQLite walks the whole table to save the sorting.
            let sql = "SELECT id, at, last, count, longest_gap, listed, doubted FROM scans INDEXED BY scans_by_time
                       WHERE last >= ?1 AND listed IS NOT NULL ORDER BY id";
            let intervals = rows(c, sql, [moment_text(since)], read)?;
            let mut sets = vec![BTreeSet::new(); index.len()];
            for (id, place) in index {
                let sql = "SELECT folders FROM folder_sets WHERE id = ?1";
                let set = first(c, sql, [id], |row| Ok(serde_json::from_str(&row.get::<_, String>(0)?)?))?;
                if let Some((place, set)) = sets.get_mut(place).zip(set) {
                    *place = set;
                }
            }
            Ok(Scans::new(intervals, sets))
        })
    }

    /// The first scan of every interval: when it was, which areas it listed without trouble, how many folders there were.
    pub fn first_looks(&self) -> Result<Vec<(Moment, Vec<String>, u32)>, Failure> {
        let sql = "SELECT at, folders, present FROM scans JOIN folder_sets ON folder_sets.id = listed ORDER BY scans.id";
        self.with(|c| {
            rows(c, sql, [], |row| {
                let (at, list): (String, String) = (row.get(0)?, row.get(1)?);
                Ok((moment_of(&at)?, serde_json::from_str(&list)?, row.get::<_, Option<u32>>(2)?.unwrap_or_default()))
            })
        })
    }

    /// How many folders the last scan saw.
    pub fn last_present(&self) -> Result<Option<u32>, Failure> {
        self.with(|c| Ok(last(c)?.and_then(|last| last.present)))
    }

    /// The last scan known to have started from one moment until before another.
    pub fn last_scan_between(&self, from: Moment, until: Moment) -> Result<Option<Moment>, Failure> {
        let sql = "SELECT max(iif(last < ?2, last, at)) FROM scans WHERE last >= ?1 AND at < ?2";
        let found = self.with(|c| first(c, sql, [moment_text(from), moment_text(until)], |row| Ok(row.get::<_, Option<String>>(0)?)))?;
        let found = found.flatten().map(|text| self.with(|_| moment_of(&text))).transpose()?;
        Ok(found.filter(|at| *at >= from))
    }

    /// The number of the last scan, and when it started.
    pub fn last_scan(&self) -> Result<Option<(i64, Moment)>, Failure> {
        self.with(|c| Ok(last(c)?.map(|last| (last.number(), last.last))))
    }
}

fn last(c: &Connection) -> Result<Option<Last>, Broken> {
    first(c, "SELECT id, count, last, present, listed, closed, doubted FROM scans ORDER BY id DESC LIMIT 1", [], |row| {
        let last = moment_of(&row.get::<_, String>(2)?)?;
        Ok(Last {
            scan: row.get(0)?,
            count: row.get(1)?,
            last,
            present: row.get(3)?,
            listed: row.get(4)?,
            closed: row.get(5)?,
            doubted: row.get(6)?,
        })
    })
}

/// Ends the last interval: another one begins, or something was fixed on it, and no later scan may change what it says.
pub(super) fn close(c: &Connection) -> Result<(), Broken> {
    let open = "SELECT id, at FROM scans WHERE id = (SELECT max(id) FROM scans) AND NOT closed";
    if let Some((id, at)) = first(c, open, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))? {
        c.prepare_cached("UPDATE scans SET closed = 1 WHERE id = ?1")?.execute([id])?;
        chain::append(c, &chain_tables::SCANS, &at)?;
    }
    Ok(())
}

/// When the last scan of an area before another scan, the first of an interval, started; not one that our clock puts after
/// the start of that scan: it was wrong then.
pub(super) fn before(c: &Connection, area: &str, scan: i64, at: &str) -> Result<Option<String>, Broken> {
    let sql = "SELECT last FROM scans WHERE id = (
                 SELECT max((SELECT max(id) FROM scans WHERE listed = folder_sets.id AND id < ?2 AND last <= ?3))
                 FROM folder_sets, json_each(folders) WHERE value = ?1)";
    first(c, sql, params![area, scan, at], |row| Ok(row.get(0)?))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::io::disk::Disk;
    use crate::io::ledger::releases::tests::release;
    use crate::io::ledger::tests::{ledger, moment, tamper};
    use crate::io::ledger::{JournalLine, journal_damage};
    use crate::model::history::History;
    use crate::model::late_rows::LateRows;

    /// A scan without news.
    pub(in crate::io::ledger) fn quiet(at: Moment, areas: &[String]) -> NewScan<'_> {
        NewScan { at, areas, present: 2, skew_seconds: None, doubted: false, news: false, cutoffs: &[] }
    }

    fn areas(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    /// Number of the first scan, first and last time, scans, longest gap of each interval of an area.
    fn intervals(ledger: &Ledger, area: &str) -> Vec<(i64, String, String, u32, u32)> {
        let scans = ledger.scans_since(moment("01T00:00:00")).unwrap();
        let time = |at: Moment| at.format("%d %H:%M:%S").to_string();
        scans.of(area).intervals().map(|i| (i.scan, time(i.first), time(i.last), i.count, i.longest_gap_seconds)).collect()
    }

    #[test]
    fn scans_with_news_of_one_instant_are_each_in_the_journal() {
        let (_dir, ledger) = ledger();
        let syt = areas(&["syt"]);
        let news = NewScan { news: true, ..quiet(moment("11T10:00:00"), &syt) };
        for _ in 0..3 {
            ledger.record_scan(&news).unwrap();
        }
        ledger.record_scan(&NewScan { at: moment("11T10:05:00"), ..news }).unwrap();
        ledger.record_scan(&NewScan { at: moment("11T10:10:00"), ..quiet(news.at, &syt) }).unwrap();
        let mut lines = ledger.journal_after(0).unwrap();
        let ids = |lines: &[JournalLine]| -> Vec<i64> {
            let rows = lines.iter().filter(|line| line.entry.kind == "scan").filter_map(|line| line.row.as_ref());
            rows.filter_map(|row| row["id"].as_i64()).collect()
        };
        assert_eq!(ids(&lines), [1, 2, 3], "the last interval may still grow");
        let rebuilt = |lines: &[JournalLine]| {
            assert_eq!(journal_damage(lines), Ok(Vec::new()));
            let folder = tempfile::tempdir().unwrap();
            Ledger::rebuild(&Disk::default(), folder.path(), lines, moment("11T12:00:00")).unwrap();
            let anew = Ledger::open_read_only(&Disk::default(), folder.path()).unwrap().unwrap();
            assert_eq!(anew.damage(), Vec::<String>::new());
            intervals(&anew, "syt").len()
        };
        assert_eq!(rebuilt(&lines), 3);
        // A journal of before, which has the last of them in the place of each.
        let last = lines.iter().rfind(|line| line.entry.kind == "scan").unwrap().row.clone();
        lines.iter_mut().filter(|line| line.entry.kind == "scan").for_each(|line| line.row.clone_from(&last));
        assert_eq!((ids(&lines), rebuilt(&lines)), (vec![3, 3, 3], 3));
    }

    #[test]
    fn scans_without_news_extend_an_interval() {
        let (_dir, ledger) = ledger();
        let syt = areas(&["syt", ""]);
        for time in ["10:00:00", "10:05:00", "10:15:00.5", "10:20:00"] {
            ledger.record_scan(&quiet(moment(&format!("11T{time}")), &syt)).unwrap();
        }
        assert_eq!(intervals(&ledger, "syt"), [(1, "11 10:00:00".into(), "11 10:20:00".into(), 4, 601)]);
        assert_eq!(ledger.last_scan().unwrap(), Some((4, moment("11T10:20:00"))));
        assert_eq!(ledger.record_scan(&quiet(moment("11T10:36:00"), &syt)).unwrap(), 5, "numbers go on behind a gap");
        assert_eq!(intervals(&ledger, "")[1], (5, "11 10:36:00".into(), "11 10:36:00".into(), 1, 0));
        assert_eq!(intervals(&ledger, "snv"), []);
        let since = ledger.scans_since(moment("11T10:30:00")).unwrap();
        assert_eq!(since.of("syt").known().map(|p| p.scan).collect::<Vec<_>>(), [5]);
        let cut = ledger.scans_since(moment("11T10:10:00")).unwrap();
        assert_eq!(cut.of("syt").known().map(|p| p.scan).collect::<Vec<_>>(), [1, 4, 5], "the interval that it lies in counts");
    }

    #[test]
    fn what_ends_an_interval() {
        let cutoff = [moment("11T11:00:00")];
        let (own, other) = (areas(&["syt", "snv"]), areas(&["snv"]));
        let turned = areas(&["snv", "syt"]);
        // what, before, after, one interval?
        let at = |time: &str| quiet(moment(time), &own);
        type Case<'a> = (&'a str, Moment, NewScan<'a>, bool);
        let cases: [Case<'_>; 14] = [
            ("nothing", moment("11T10:50:00"), at("11T10:55:00"), true),
            ("the same areas in another order", moment("11T10:50:00"), quiet(moment("11T10:55:00"), &turned), true),
            ("other areas", moment("11T10:50:00"), quiet(moment("11T10:55:00"), &other), false),
            ("another number of folders", moment("11T10:50:00"), NewScan { present: 3, ..at("11T10:55:00") }, false),
            ("a clock in doubt", moment("11T10:50:00"), NewScan { doubted: true, ..at("11T10:55:00") }, false),
            ("news", moment("11T10:50:00"), NewScan { news: true, ..at("11T10:55:00") }, false),
            ("15 minutes", moment("11T10:30:00"), at("11T10:45:00"), true),
            ("more than that", moment("11T10:30:00"), at("11T10:45:00.000000001"), false),
            ("a clock that went back", moment("11T10:30:00"), at("11T10:29:00"), false),
            ("midnight", moment("10T23:55:00"), at("11T00:00:00"), false),
            ("a cutoff between", moment("11T10:55:00"), NewScan { cutoffs: &cutoff, ..at("11T11:05:00") }, false),
            ("a cutoff at the scan: what it sees is late", moment("11T10:55:00"), NewScan { cutoffs: &cutoff, ..at("11T11:00:00") }, false),
            ("a cutoff at the scan before", moment("11T11:00:00"), NewScan { cutoffs: &cutoff, ..at("11T11:05:00") }, true),
            ("a cutoff still to come", moment("11T10:50:00"), NewScan { cutoffs: &cutoff, ..at("11T10:59:59") }, true),
        ];
        for (what, before, after, one) in cases {
            let (_dir, ledger) = ledger();
            ledger.record_scan(&quiet(before, &own)).unwrap();
            assert_eq!(ledger.record_scan(&after).unwrap(), 2, "{what}");
            let counts: Vec<u32> = intervals(&ledger, "snv").iter().map(|i| i.3).collect();
            assert_eq!(counts, if one { vec![2] } else { vec![1, 1] }, "{what}");
        }
    }

    #[test]
    fn a_release_ends_an_interval_and_what_is_ended_stays() {
        let (dir, ledger) = ledger();
        let syt = areas(&["syt"]);
        for time in ["11T15:10:00", "11T15:20:00"] {
            ledger.record_scan(&quiet(moment(time), &syt)).unwrap();
        }
        ledger.put_release(&release("2025-W28", 1), &History::default(), &[], &LateRows::default()).unwrap();
        assert_eq!(ledger.record_scan(&quiet(moment("11T15:25:00"), &syt)).unwrap(), 3);
        assert_eq!(intervals(&ledger, "syt").iter().map(|i| (i.0, i.3)).collect::<Vec<_>>(), [(1, 2), (3, 1)]);
        for sql in ["UPDATE scans SET last = '' WHERE id = 1", "DELETE FROM scans WHERE id = 1", "DELETE FROM scans WHERE id = 3"] {
            assert!(tamper(dir.path(), sql).is_err(), "{sql}");
        }
    }

    #[test]
    fn the_last_scan_before_another_is_of_its_area() {
        let (_dir, ledger) = ledger();
        assert_eq!((ledger.last_present().unwrap(), ledger.last_scan().unwrap()), (None, None));
        let (both, one) = (areas(&["syt", "snv"]), areas(&["snv"]));
        for (time, areas) in [("11T10:00:00", &both), ("11T10:10:00", &both), ("11T10:20:00", &one), ("11T10:30:00", &both)] {
            ledger.record_scan(&quiet(moment(time), areas)).unwrap();
        }
        let at = moment_text(moment("11T10:30:00"));
        let before = |area: &str, scan| ledger.with(|c| before(c, area, scan, &at)).unwrap();
        assert_eq!(before("syt", 4), Some(moment_text(moment("11T10:10:00"))), "the end of the interval");
        assert_eq!(before("snv", 4), Some(moment_text(moment("11T10:20:00"))));
        assert_eq!((before("syt", 1), before("khac", 4)), (None, None));
        let between = |from, until| ledger.last_scan_between(moment(from), moment(until)).unwrap();
        assert_eq!(between("11T10:00:00", "11T10:30:00"), Some(moment("11T10:20:00")));
        assert_eq!(between("11T10:00:00", "11T10:05:00"), Some(moment("11T10:00:00")), "inside an interval its first scan is known");
        assert_eq!(between("11T10:02:00", "11T10:05:00"), None);
        assert_eq!(ledger.last_present().unwrap(), Some(2));
    }
}
