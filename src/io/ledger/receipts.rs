//! What arrived when, and what lies in the inbox as it was seen last.

use super::{Broken, ChainEntry, Ledger, chain, chain_tables, first, moment_of, moment_text, row_hash, rows, scans};
use crate::io::failure::Failure;
use crate::io::inbox::ScannedFile;
use crate::model::inbox::{InboxFile, Receipt};
use crate::model::moment::Moment;
use crate::model::scans::AHEAD_MINUTES_MAX;
use chrono::TimeDelta;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params};
use std::collections::BTreeMap;

/// A file of the inbox as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFile {
    /// Size of the file in bytes, when it was seen last.
    pub size: u64,
    /// Modification time in nanoseconds since 1970.
    pub modified_ns: i64,
    /// SHA-256 of its content.
    pub sha256: String,
    /// Number of the receipt of this content at this path.
    pub receipt: i64,
}

/// A content that was seen complete for the first time at its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReceipt<'a> {
    /// Path, size and times of the file, as the scan saw it.
    pub file: &'a ScannedFile,
    /// SHA-256 of its content, which is in the archive.
    pub sha256: &'a str,
}

/// A file that has not arrived yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingFile {
    /// Size of the file in bytes, when it was seen last.
    pub size: u64,
    /// Modification time in nanoseconds since 1970.
    pub modified_ns: i64,
    /// The scan time since which it has had this size and time.
    pub first_seen: Moment,
    /// The number of the scan that saw it so first.
    pub scan: i64,
    /// How many scans saw it so.
    pub looks: u32,
}

impl Ledger {
    /// Every file as it was seen last, by path.
    pub fn known_files(&self) -> Result<BTreeMap<String, KnownFile>, Failure> {
        let read = |row: &Row<'_>| {
            let known = KnownFile { size: size(row, 1)?, modified_ns: row.get(2)?, sha256: row.get(3)?, receipt: row.get(4)? };
            Ok((row.get::<_, String>(0)?, known))
        };
        let sql = "SELECT path, size, modified_ns, sha256, receipt FROM inbox_state ORDER BY path";
        self.with(|c| Ok(rows(c, sql, [], read)?.into_iter().collect()))
    }

    /// Records contents seen complete for the first time at their paths, in one transaction; they are no longer
    /// arriving. `at` is the start of the scan.
    pub fn record_receipts(&self, batch: &[NewReceipt<'_>], scan: i64, at: Moment) -> Result<Vec<Receipt>, Failure> {
        self.write(|c| batch.iter().map(|new| record(c, new, scan, at)).collect())
    }

    /// The same content was seen with new times, in one transaction.
    pub fn touch(&self, files: &[&ScannedFile]) -> Result<(), Failure> {
        self.remember(|c| {
            let mut update = c.prepare_cached("UPDATE inbox_state SET modified_ns = ?2 WHERE path = ?1")?;
            for file in files {
                update.execute(params![file.file.path, file.modified_ns])?;
            }
            Ok(())
        })
    }

    /// Every receipt, in the order of their numbers.
    pub fn receipts(&self) -> Result<Vec<Receipt>, Failure> {
        self.receipts_after(0)
    }

    /// The receipts with a number larger than `seq`.
    pub fn receipts_after(&self, seq: i64) -> Result<Vec<Receipt>, Failure> {
        self.with(|c| rows(c, &format!("{SELECT} WHERE seq > ?1 ORDER BY seq"), [seq], read))
    }

    /// The receipts that can matter from a moment on, in the order of their numbers: those first seen from then on, the
    /// earlier ones of the same contents (a content is as old as its first receipt), and the last one of all (what is
    /// fixed seals its number).
    pub fn receipts_since(&self, since: Moment) -> Result<Vec<Receipt>, Failure> {
        let sql = format!(
            "{SELECT} WHERE seq IN (
               SELECT seq FROM receipts WHERE sha256 IN (SELECT sha256 FROM receipts WHERE first_seen >= ?1)
               UNION SELECT max(seq) FROM receipts)
             ORDER BY seq"
        );
        self.with(|c| rows(c, &sql, [moment_text(since)], read))
    }

    /// The last receipt of a path.
    pub fn receipt_of_path(&self, path: &str) -> Result<Option<Receipt>, Failure> {
        self.with(|c| first(c, &format!("{SELECT} WHERE path = ?1 ORDER BY seq DESC LIMIT 1"), [path], read))
    }

    /// The first receipt of a content; `None` if it was never received.
    pub fn receipt_of_content(&self, sha256: &str) -> Result<Option<Receipt>, Failure> {
        self.with(|c| first(c, &format!("{SELECT} WHERE sha256 = ?1 ORDER BY seq LIMIT 1"), [sha256], read))
    }

    /// The number of the last receipt; 0 before the first.
    pub fn last_receipt(&self) -> Result<i64, Failure> {
        self.with(|c| Ok(c.query_row("SELECT coalesce(max(seq), 0) FROM receipts", [], |row| row.get(0))?))
    }

    /// A receipt by number.
    pub fn receipt(&self, seq: i64) -> Result<Option<Receipt>, Failure> {
        self.with(|c| first(c, &format!("{SELECT} WHERE seq = ?1"), [seq], read))
    }

    /// The entry of the chain that witnesses a receipt.
    pub fn receipt_entry(&self, seq: i64) -> Result<Option<ChainEntry>, Failure> {
        self.with(|c| chain::of_row(c, &chain_tables::RECEIPTS, &seq.to_string()))
    }

    /// Was a content ever received?
    pub fn has_received(&self, sha256: &str) -> Result<bool, Failure> {
        let sql = "SELECT 1 FROM receipts WHERE sha256 = ?1 LIMIT 1";
        self.with(|c| Ok(first(c, sql, [sha256], |_| Ok(()))?.is_some()))
    }

    /// Files that have not arrived yet, by path.
    pub fn arriving(&self) -> Result<BTreeMap<String, PendingFile>, Failure> {
        let read = |row: &Row<'_>| {
            let first_seen = moment_of(&row.get::<_, String>(3)?)?;
            let arriving = PendingFile { size: size(row, 1)?, modified_ns: row.get(2)?, first_seen, scan: row.get(4)?, looks: row.get(5)? };
            Ok((row.get::<_, String>(0)?, arriving))
        };
        let sql = "SELECT path, size, modified_ns, first_seen, scan, looks FROM arriving ORDER BY path";
        self.with(|c| Ok(rows(c, sql, [], read)?.into_iter().collect()))
    }

    /// Notes files that have not arrived, in one transaction. One that looks as before keeps its first time and gains
    /// a look; one that changed starts again, and so does one that was seen first by a clock that was ahead.
    pub fn note_arriving(&self, files: &[&ScannedFile], scan: i64, at: Moment) -> Result<(), Failure> {
        let alike = "size = excluded.size AND modified_ns = excluded.modified_ns AND first_seen <= ?6";
        let sql = format!(
            "INSERT INTO arriving (path, size, modified_ns, first_seen, scan, looks) VALUES (?1, ?2, ?3, ?4, ?5, 1)
             ON CONFLICT (path) DO UPDATE SET
               first_seen = iif({alike}, first_seen, excluded.first_seen),
               looks = iif({alike}, looks + 1, 1),
               scan = iif({alike}, scan, excluded.scan),
               size = excluded.size, modified_ns = excluded.modified_ns"
        );
        let bound = moment_text(at + TimeDelta::minutes(AHEAD_MINUTES_MAX));
        self.write(|c| {
            let mut insert = c.prepare_cached(&sql)?;
            for file in files {
                insert.execute(params![file.file.path, integer(file.file.size)?, file.modified_ns, moment_text(at), scan, bound])?;
            }
            Ok(())
        })
    }

    /// Files that arrived otherwise, or are gone.
    pub fn clear_arriving(&self, paths: &[&str]) -> Result<(), Failure> {
        self.write(|c| {
            let mut delete = c.prepare_cached("DELETE FROM arriving WHERE path = ?1")?;
            for path in paths {
                delete.execute([path])?;
            }
            Ok(())
        })
    }
}

fn record(c: &Connection, new: &NewReceipt<'_>, scan: i64, at: Moment) -> Result<Receipt, Broken> {
    let ScannedFile { file, folder_key, modified_ns, .. } = new.file;
    let last_scan_before = scans::before(c, folder_key, scan, &moment_text(at))?;
    let text = |moment: Option<Moment>| moment.map_or(Value::Null, |m| Value::Text(moment_text(m)));
    let values = vec![
        Value::Text(file.path.clone()),
        Value::Text(serde_json::to_string(&file.folder)?),
        Value::Text(new.sha256.to_owned()),
        Value::Integer(integer(file.size)?),
        text(file.modified_at),
        text(file.server_time),
        Value::Integer(scan),
        Value::Text(moment_text(at)),
        last_scan_before.clone().map_or(Value::Null, Value::Text),
    ];
    let (seq, _) = row_hash::append(c, &row_hash::RECEIPTS, values)?;
    let hash = chain::append(c, &chain_tables::RECEIPTS, &seq.to_string())?;
    let state = "INSERT OR REPLACE INTO inbox_state (path, size, modified_ns, sha256, receipt) VALUES (?1, ?2, ?3, ?4, ?5)";
    c.prepare_cached(state)?.execute(params![file.path, integer(file.size)?, modified_ns, new.sha256, seq])?;
    c.prepare_cached("DELETE FROM arriving WHERE path = ?1")?.execute([&file.path])?;
    let last_scan_before = last_scan_before.as_deref().map(moment_of).transpose()?;
    Ok(Receipt { seq, hash, file: file.clone(), sha256: new.sha256.to_owned(), scan, first_seen: at, last_scan_before })
}

const SELECT: &str = "SELECT seq, path, folder, sha256, size, modified_at, server_time, scan, first_seen, last_scan_before,
       coalesce((SELECT hash FROM chain WHERE kind = 'receipt' AND key = CAST(receipts.seq AS TEXT)), '') FROM receipts";

fn read(row: &Row<'_>) -> Result<Receipt, Broken> {
    let moment =
        |column: usize| -> Result<Option<Moment>, Broken> { row.get::<_, Option<String>>(column)?.as_deref().map(moment_of).transpose() };
    let file = InboxFile {
        path: row.get(1)?,
        folder: serde_json::from_str(&row.get::<_, String>(2)?)?,
        size: size(row, 4)?,
        modified_at: moment(5)?,
        server_time: moment(6)?,
    };
    Ok(Receipt {
        seq: row.get(0)?,
        hash: row.get(10)?,
        file,
        sha256: row.get(3)?,
        scan: row.get(7)?,
        first_seen: moment_of(&row.get::<_, String>(8)?)?,
        last_scan_before: moment(9)?,
    })
}

fn integer(size: u64) -> Result<i64, Broken> {
    i64::try_from(size).map_err(|_| Broken::Content("dung lượng tệp quá lớn".to_owned()))
}

fn size(row: &Row<'_>, column: usize) -> Result<u64, Broken> {
    u64::try_from(row.get::<_, i64>(column)?).map_err(|_| Broken::Content("dung lượng âm trong sổ".to_owned()))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::io::ledger::NewScan;
    use crate::io::ledger::scans::tests::quiet;
    use crate::io::ledger::tests::{ledger, moment};
    use crate::model::agency::AgencyCode;
    use crate::model::inbox::Folder;

    pub(in crate::io::ledger) fn file(path: &str) -> ScannedFile {
        ScannedFile {
            file: InboxFile {
                path: path.to_owned(),
                folder: Folder::Agency(AgencyCode::parse("SYT").unwrap()),
                size: 10,
                modified_at: Some(moment("11T09:00:00.123456789")),
                server_time: Some(moment("11T09:30:00")),
            },
            folder_key: "syt".to_owned(),
            real: path.into(),
            modified_ns: 5,
            open_at_office: false,
        }
    }

    /// A ledger with two scans and three receipts, the last two seen by the second scan.
    pub(in crate::io::ledger) fn three_receipts() -> (tempfile::TempDir, Ledger) {
        let (dir, ledger) = ledger();
        for (at, paths) in [("11T09:30:00", &["SYT/a.xlsx"][..]), ("11T10:00:00", &["SYT/b.xlsx", "SYT/c.xlsx"][..])] {
            let scan = ledger.record_scan(&NewScan { news: true, ..quiet(moment(at), &["syt".into()]) }).unwrap();
            let files: Vec<ScannedFile> = paths.iter().map(|path| file(path)).collect();
            let batch: Vec<NewReceipt<'_>> = files.iter().map(|file| NewReceipt { file, sha256: "ab" }).collect();
            ledger.record_receipts(&batch, scan, moment(at)).unwrap();
        }
        (dir, ledger)
    }

    #[test]
    fn receipts_come_back_as_they_were_written() {
        let (_dir, ledger) = three_receipts();
        let receipts = ledger.receipts().unwrap();
        assert_eq!(receipts.iter().map(|r| r.seq).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(receipts[0].last_scan_before, None);
        assert_eq!(receipts[1].last_scan_before, Some(moment("11T09:30:00")));
        assert_eq!(receipts[2].file, file("SYT/c.xlsx").file);
        assert_eq!(ledger.receipt(2).unwrap().as_ref(), receipts.get(1));
        assert_eq!(ledger.receipts_after(2).unwrap(), receipts[2..]);
        let entry = |seq| ledger.receipt_entry(seq).unwrap().unwrap();
        assert_eq!((&entry(3).hash, &entry(3).prev), (&receipts[2].hash, &receipts[1].hash));
    }

    #[test]
    fn a_question_about_some_weeks_reaches_back_for_the_same_contents() {
        let (_dir, ledger) = ledger();
        for (at, path, sha256) in [
            ("01T09:00:00", "SYT/a.xlsx", "aa"),
            ("02T09:00:00", "SYT/b.xlsx", "bb"),
            ("10T09:00:00", "SYT/c.xlsx", "aa"),
            ("11T09:00:00", "SYT/a.xlsx", "cc"),
        ] {
            let scan = ledger.record_scan(&NewScan { news: true, ..quiet(moment(at), &[]) }).unwrap();
            ledger.record_receipts(&[NewReceipt { file: &file(path), sha256 }], scan, moment(at)).unwrap();
        }
        let since = |at: &str| ledger.receipts_since(moment(at)).unwrap().iter().map(|r| r.seq).collect::<Vec<_>>();
        assert_eq!(since("01T00:00:00"), [1, 2, 3, 4]);
        assert_eq!(since("10T09:00:00"), [1, 3, 4]);
        assert_eq!(since("11T08:00:00"), [4]);
        assert_eq!(since("12T08:00:00"), [4], "whatever comes next, the last number is sealed");
        assert_eq!((ledger.last_receipt().unwrap(), ledger.receipt_of_path("SYT/a.xlsx").unwrap().map(|r| r.seq)), (4, Some(4)));
    }

    #[test]
    fn the_last_scan_before_is_that_of_the_same_folder() {
        let (_dir, ledger) = three_receipts();
        let scan = ledger.record_scan(&NewScan { news: true, ..quiet(moment("11T10:30:00"), &["snv".into()]) }).unwrap();
        let other = ScannedFile { folder_key: "snv".into(), ..file("SNV/a.xlsx") };
        let receipts = ledger.record_receipts(&[NewReceipt { file: &other, sha256: "cd" }], scan, moment("11T10:30:00")).unwrap();
        assert_eq!(receipts[0].last_scan_before, None);
        assert_eq!(receipts, ledger.receipts_after(3).unwrap());
    }

    #[test]
    fn the_state_of_the_inbox_follows_the_receipts() {
        let (_dir, ledger) = three_receipts();
        let scan = ledger.record_scan(&NewScan { news: true, ..quiet(moment("11T10:30:00"), &[]) }).unwrap();
        let again = ScannedFile { modified_ns: 9, ..file("SYT/a.xlsx") };
        ledger.record_receipts(&[NewReceipt { file: &again, sha256: "cd" }], scan, moment("11T10:30:00")).unwrap();
        let touched = ScannedFile { modified_ns: 7, ..file("SYT/b.xlsx") };
        ledger.touch(&[&touched]).unwrap();
        let known = ledger.known_files().unwrap();
        assert_eq!(known.len(), 3);
        assert_eq!(known["SYT/a.xlsx"], KnownFile { size: 10, modified_ns: 9, sha256: "cd".into(), receipt: 4 });
        assert_eq!((known["SYT/b.xlsx"].modified_ns, known["SYT/b.xlsx"].receipt), (7, 2));
    }

    #[test]
    fn a_file_that_arrives_is_watched_until_it_rests_or_is_received() {
        let (_dir, ledger) = three_receipts();
        let file = file("SYT/d.xlsx");
        let (one, two) = (moment("11T10:40:00"), moment("11T10:50:00"));
        ledger.note_arriving(&[&file], 1, one).unwrap();
        ledger.note_arriving(&[&file], 2, two).unwrap();
        let seen = |ledger: &Ledger| ledger.arriving().unwrap().get("SYT/d.xlsx").map(|a| (a.first_seen, a.scan, a.looks));
        assert_eq!(seen(&ledger), Some((one, 1, 2)));
        ledger.note_arriving(&[&ScannedFile { modified_ns: 6, ..file.clone() }], 2, two).unwrap();
        assert_eq!(seen(&ledger), Some((two, 2, 1)), "it changed");
        ledger.record_receipts(&[NewReceipt { file: &file, sha256: "ef" }], 2, two).unwrap();
        assert_eq!(seen(&ledger), None);
        ledger.note_arriving(&[&file], 2, two).unwrap();
        ledger.clear_arriving(&["SYT/d.xlsx"]).unwrap();
        assert_eq!(seen(&ledger), None);
    }

    #[test]
    fn a_batch_is_written_whole_or_not_at_all() {
        let (_dir, ledger) = three_receipts();
        let good = file("SYT/x.xlsx");
        let huge = file("SYT/y.xlsx");
        let huge = ScannedFile { file: InboxFile { size: u64::MAX, ..huge.file.clone() }, ..huge };
        let batch = [NewReceipt { file: &good, sha256: "aa" }, NewReceipt { file: &huge, sha256: "bb" }];
        assert!(ledger.record_receipts(&batch, 2, moment("11T10:00:00")).is_err());
        assert_eq!(ledger.receipts().unwrap().len(), 3);
        ledger.verify_chain().unwrap();
    }
}
