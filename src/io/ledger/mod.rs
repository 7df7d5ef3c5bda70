//! The ledger: what arrived when, what was decided, what left. Embedded SQLite on a local disk, one connection, owned
//! by one thread; the only rusqlite. What decides is append only and witnessed by one chain: a table that decides has its
//! line in `chain_tables`, and whoever writes a row appends its entry in the same transaction.
//!
//! A question names the moment, the period or the receipts it is about, so that a ledger of many years costs a run no
//! more than a young one. What is asked without a bound (`receipts`, `releases`, `verify_chain`) is for `verify`.
//!
//! Every method is a transaction of its own, or joins the one of [`Ledger::transaction`]. Each transaction waits for
//! the disk once, so a step of a run makes one: the methods that take slices are there for that.
//!
//! To change the shape: add the next numbered file to `migrations/` and to [`MIGRATIONS`]; never change an old one.

mod chain;
mod chain_tables;
mod circumstances;
mod clerk_rows;
mod clock_looks;
mod contents;
mod desk_files;
mod editions;
mod examination;
mod exceptions;
mod freeze_growths;
mod identity;
mod issued_forms;
mod journal_line;
mod judgements;
mod lone_reviews;
mod not_kept;
mod opening;
mod outputs;
mod packed;
mod past;
mod proposals;
mod quiet_run;
mod rebuild;
mod receipts;
mod releases;
mod row_hash;
mod runs;
mod scans;
#[cfg(test)]
mod upgrade;
mod verdicts;

pub use chain::{ChainEntry, ChainHead};
pub use desk_files::DeskFile;
pub use editions::{EditionNote, NotedFile, NotedPart};
pub use exceptions::{Dispatch, Reopening};
pub use freeze_growths::FreezeGrowth;
pub use identity::LedgerOrigin;
pub use journal_line::JournalLine;
pub use lone_reviews::{DEATHS_MAX, LoneReview};
pub use outputs::OutputRecord;
pub use rebuild::{journal_damage, rows_damage};
pub use receipts::{KnownFile, NewReceipt, PendingFile};
pub use releases::{LeftFile, ReleaseRecord, ReleaseTime, Void};
pub use runs::RunRecord;
pub use scans::NewScan;
pub use verdicts::{RecordedFinding, Verdict};

use super::disk::{Disk, Done, Operation};
use super::failure::{Failure, cause as cause_of_io};
use super::files;
use super::platform::{Here, System};
use crate::model::moment::{Moment, VIETNAM};
use chrono::SecondsFormat;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The name of the database in the records folder.
pub const FILE: &str = "ledger.sqlite";

/// All files that it may consist of.
pub const FILES: [&str; 3] = [FILE, "ledger.sqlite-wal", "ledger.sqlite-shm"];

/// The schema of the ledger that this program writes, and the newest that it reads.
pub const SCHEMA: usize = 20;

/// Each brings the database from the version of its index to the next.
const MIGRATIONS: [&str; SCHEMA] = [
    include_str!("migrations/001_initial.sql"),
    include_str!("migrations/002_clerk_rows.sql"),
    include_str!("migrations/003_secrets_and_scan_sets.sql"),
    include_str!("migrations/004_arrival.sql"),
    include_str!("migrations/005_scan_intervals.sql"),
    include_str!("migrations/006_tallies.sql"),
    include_str!("migrations/007_judgements.sql"),
    include_str!("migrations/008_period_of_contents.sql"),
    include_str!("migrations/009_editions.sql"),
    include_str!("migrations/010_chain.sql"),
    include_str!("migrations/012_not_kept.sql"),
    include_str!("migrations/013_clocks.sql"),
    include_str!("migrations/014_decisions_and_desk_files.sql"),
    include_str!("migrations/015_identity.sql"),
    include_str!("migrations/018_untouched_forms.sql"),
    include_str!("migrations/019_versions_outside.sql"),
    include_str!("migrations/020_proposals.sql"),
    include_str!("migrations/022_late_rows.sql"),
    include_str!("migrations/023_packed_bodies.sql"),
    include_str!("migrations/024_quiet_run.sql"),
];

/// The setting of the database by which each transaction waits for the disk.
const FULL: i64 = 2;

/// Statements kept prepared: more than a run asks, so that none is prepared twice.
const STATEMENTS: usize = 100;

/// The ledger of a workspace, open for one thread.
#[derive(Debug)]
pub struct Ledger {
    disk: Disk,
    connection: Connection,
    path: PathBuf,
    /// Where it lies if it is a copy; goes with it.
    _scratch: Option<files::Scratch>,
}

/// What can go wrong inside; given its path it becomes a [`Failure::Ledger`].
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Content(String),
}

impl Ledger {
    fn connect(disk: &Disk, records: &Path, flags: OpenFlags) -> Result<Self, Failure> {
        let path = records.join(FILE);
        let open = || -> Result<Connection, Broken> {
            let connection = Connection::open_with_flags(Here::whole(&path), flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
            connection.busy_timeout(Duration::from_secs(10))?;
            connection.set_prepared_statement_cache_capacity(STATEMENTS);
            Ok(connection)
        };
        match open() {
            Ok(connection) => Ok(Self { disk: disk.clone(), connection, path, _scratch: None }),
            Err(e) => Err(Failure::Ledger { path, cause: cause(&e), damaged: is_damage(&e) }),
        }
    }

    /// Everything inside happens, or nothing. Inside another transaction it is a part of that one.
    pub fn transaction<T>(&self, work: impl FnOnce(&Self) -> Result<T, Failure>) -> Result<T, Failure> {
        if !self.connection.is_autocommit() {
            return work(self);
        }
        let failed = |e: rusqlite::Error| self.failure(&cause(&e.into()));
        self.announce()?;
        // Rolls back when dropped without commit, also when `work` panics.
        let transaction = rusqlite::Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate).map_err(failed)?;
        let result = work(self)?;
        self.announce()?;
        transaction.commit().map_err(failed)?;
        self.tell();
        Ok(result)
    }

    fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Broken>) -> Result<T, Failure> {
        self.announce()?;
        let done =
            work(&self.connection).map_err(|e| Failure::Ledger { path: self.path.clone(), cause: cause(&e), damaged: is_damage(&e) })?;
        self.tell();
        Ok(done)
    }

    /// Says to whoever stands in the door what it did, and whether it waits.
    fn tell(&self) {
        if self.disk.is_watched() && self.connection.is_autocommit() {
            let how = self.connection.pragma_query_value(None, "synchronous", |row| row.get::<_, i64>(0));
            self.disk.after(Done::Database { path: &self.path, waited: how.is_ok_and(|how| how >= FULL) });
        }
    }

    /// The database reads and writes by itself: its file system is asked before each step.
    fn announce(&self) -> Result<(), Failure> {
        self.disk.before(Operation::Database, &self.path).map_err(|e| self.failure(&cause_of_io(&e)))
    }

    /// [`Ledger::with`] in a transaction.
    fn write<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Broken>) -> Result<T, Failure> {
        self.transaction(|ledger| ledger.with(work))
    }

    /// [`Ledger::write`] of what a run makes again where it is missing: nobody waits until the disk has it. A power cut may take it, never
    /// anything that was written before it; the next write that counts waits for both.
    fn remember<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Broken>) -> Result<T, Failure> {
        // Within a transaction the wait is the transaction's.
        if !self.connection.is_autocommit() {
            return self.with(work);
        }
        let wait = |how: &str| self.connection.pragma_update(None, "synchronous", how).map_err(|e| self.failure(&cause(&e.into())));
        wait("NORMAL")?;
        let done = self.write(work);
        wait("FULL")?;
        done
    }

    fn failure(&self, cause: &str) -> Failure {
        Failure::Ledger { path: self.path.clone(), cause: cause.to_owned(), damaged: false }
    }
}

fn version(c: &Connection) -> Result<usize, Broken> {
    let version: i64 = c.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(version).map_err(|_| Broken::Content("phiên bản của sổ không hợp lệ".to_owned()))
}

fn migrate(c: &Connection, migrations: &[&str]) -> Result<(), Broken> {
    let now = version(c)?;
    packed::teach(c)?;
    if now == 0 {
        // Nothing is there that could be left half-way, and one wait for the disk is enough.
        let all = migrations.concat();
        return Ok(c.execute_batch(&format!("BEGIN IMMEDIATE; {all} PRAGMA user_version = {}; COMMIT;", migrations.len()))?);
    }
    for (index, sql) in migrations.iter().enumerate().skip(now) {
        // One transaction each: killed in between, the next opening goes on from there.
        c.execute_batch(&format!("BEGIN IMMEDIATE; {sql} PRAGMA user_version = {}; COMMIT;", index + 1))?;
    }
    if (1..migrations.len()).contains(&now) {
        // Gives back the room that the old shape took.
        c.execute_batch("VACUUM;")?;
    }
    Ok(())
}

fn cause(error: &Broken) -> String {
    use rusqlite::ErrorCode;
    match error {
        Broken::Sql(rusqlite::Error::SqliteFailure(e, text)) => match e.code {
            ErrorCode::DiskFull => "hết dung lượng đĩa".to_owned(),
            ErrorCode::ReadOnly => "chỉ được phép đọc".to_owned(),
            ErrorCode::CannotOpen => "không mở được tệp".to_owned(),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => "chương trình khác đang ghi vào sổ".to_owned(),
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => "tệp bị hỏng hoặc không phải sổ tiếp nhận".to_owned(),
            ErrorCode::SystemIoFailure => "lỗi đọc ghi đĩa".to_owned(),
            _ => text.clone().unwrap_or_else(|| e.to_string()),
        },
        other => other.to_string(),
    }
}

/// Is the content wrong? Else the disk, a lock or a right is, and the same file may be read the next time.
fn is_damage(error: &Broken) -> bool {
    use rusqlite::ErrorCode as Code;
    match error {
        Broken::Sql(rusqlite::Error::SqliteFailure(e, _)) => !matches!(
            e.code,
            Code::DiskFull
                | Code::ReadOnly
                | Code::CannotOpen
                | Code::PermissionDenied
                | Code::DatabaseBusy
                | Code::DatabaseLocked
                | Code::FileLockingProtocolFailed
                | Code::SystemIoFailure
                | Code::OutOfMemory
                | Code::OperationInterrupted
        ),
        Broken::Sql(_) | Broken::Json(_) | Broken::Content(_) => true,
    }
}

/// A moment as the ledger keeps it: sorts as text, exact to the nanosecond.
fn moment_text(moment: Moment) -> String {
    moment.with_timezone(&VIETNAM).to_rfc3339_opts(SecondsFormat::Nanos, false)
}

fn moment_of(text: &str) -> Result<Moment, Broken> {
    Moment::parse_from_rfc3339(text).map_err(|_| Broken::Content(format!("thời điểm “{text}” trong sổ không đọc được")))
}

/// All rows of a query, each turned into a value.
fn rows<T>(
    c: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    mut read: impl FnMut(&rusqlite::Row<'_>) -> Result<T, Broken>,
) -> Result<Vec<T>, Broken> {
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let mut values = Vec::new();
    while let Some(row) = rows.next()? {
        values.push(read(row)?);
    }
    Ok(values)
}

/// The first row of a query.
fn first<T>(
    c: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    read: impl FnOnce(&rusqlite::Row<'_>) -> Result<T, Broken>,
) -> Result<Option<T>, Broken> {
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    rows.next()?.map(read).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn ledger() -> (tempfile::TempDir, Ledger) {
        let dir = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&Disk::default(), dir.path()).unwrap();
        (dir, ledger)
    }

    pub(super) fn moment(text: &str) -> Moment {
        Moment::parse_from_rfc3339(&format!("2025-07-{text}+07:00")).unwrap()
    }

    /// Another connection, as somebody with a database tool has it.
    pub(super) fn tamper(dir: &Path, sql: &str) -> rusqlite::Result<()> {
        Connection::open(dir.join(FILE))?.execute_batch(sql)
    }

    #[test]
    fn what_counts_is_waited_for_also_after_something_that_is_only_remembered() {
        let dir = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&Disk::default(), dir.path()).unwrap();
        let how = |ledger: &Ledger| ledger.connection.pragma_query_value(None, "synchronous", |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(ledger.remember(|c| Ok(c.pragma_query_value(None, "synchronous", |row| row.get::<_, i64>(0))?)).unwrap(), 1);
        assert_eq!(how(&ledger), FULL);
        let failed: Result<(), Failure> = ledger.remember(|c| Ok(c.execute_batch("INSERT INTO khong_co VALUES (1)")?));
        assert!(failed.is_err());
        assert_eq!(how(&ledger), FULL, "also where it failed");
        assert_eq!(ledger.transaction(|ledger| ledger.remember(|_| Ok(how(ledger)))).unwrap(), FULL);
    }

    #[test]
    fn the_log_of_a_ledger_that_was_taken_away_is_not_played_into_a_new_one() {
        let (dir, old) = receipts::tests::three_receipts();
        let wal = dir.path().join(FILES[1]);
        let log = std::fs::read(&wal).unwrap();
        assert!(log.len() > 4096, "what stands in it was not taken over yet");
        drop(old);
        std::fs::remove_file(dir.path().join(FILE)).unwrap();
        std::fs::write(&wal, log).unwrap();
        let new = Ledger::open(&Disk::default(), dir.path()).unwrap();
        assert_eq!(new.receipts().unwrap(), []);
        assert_eq!(new.damage(), [""; 0]);
    }

    #[test]
    fn it_is_made_from_nothing_and_opened_again() {
        let dir = tempfile::tempdir().unwrap();
        let records = dir.path().join("so-tiep-nhan");
        assert!(Ledger::open_read_only(&Disk::default(), &records).unwrap().is_none());
        let run = |ledger: &Ledger| ledger.start_run(moment("11T10:00:00"), "run");
        assert_eq!(run(&Ledger::open(&Disk::default(), &records).unwrap()).unwrap(), 1);
        let again = Ledger::open(&Disk::default(), &records).unwrap();
        assert_eq!(run(&again).unwrap(), 2);
        let reader = Ledger::open_read_only(&Disk::default(), &records).unwrap().unwrap();
        assert!(run(&reader).is_err(), "read only");
        assert_eq!(again.with(version).unwrap(), MIGRATIONS.len());
    }

    #[test]
    fn migrations_are_applied_one_after_the_other_and_once() {
        let c = Connection::open_in_memory().unwrap();
        let steps = ["CREATE TABLE a (x);", "ALTER TABLE a ADD COLUMN y;"];
        migrate(&c, &steps[..1]).unwrap();
        c.execute("INSERT INTO a (x) VALUES (1)", []).unwrap();
        migrate(&c, &steps).unwrap();
        migrate(&c, &steps).unwrap();
        assert_eq!(version(&c).unwrap(), 2);
        assert_eq!(c.query_row("SELECT count(*) FROM a WHERE y IS NULL", [], |r| r.get::<_, i64>(0)).unwrap(), 1);
    }

    #[test]
    fn a_ledger_of_a_later_program_is_refused_and_stays_as_it_is() {
        let (dir, _) = ledger();
        tamper(dir.path(), &format!("PRAGMA user_version = {};", SCHEMA + 1)).unwrap();
        let before = std::fs::read(dir.path().join(FILE)).unwrap();
        let to_write = Ledger::open(&Disk::default(), dir.path()).unwrap_err();
        let to_read = Ledger::open_read_only(&Disk::default(), dir.path()).unwrap_err();
        for failure in [to_write, to_read] {
            assert!(matches!(failure, Failure::NewerLedger { ledger, reads: SCHEMA, .. } if ledger == SCHEMA + 1), "{failure}");
        }
        assert!(std::fs::read(dir.path().join(FILE)).unwrap() == before);
    }

    #[test]
    fn a_file_that_is_no_ledger_is_a_failure_with_its_name() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(FILE), vec![b'x'; 5000]).unwrap();
        let failure = Ledger::open(&Disk::default(), dir.path()).unwrap_err();
        assert!(failure.to_string().contains(FILE) && failure.to_string().contains("bị hỏng"), "{failure}");
    }

    #[test]
    fn a_transaction_is_all_or_nothing_and_may_hold_others() {
        let (_dir, ledger) = ledger();
        let failed: Result<(), Failure> = ledger.transaction(|l| {
            l.start_run(moment("11T10:00:00"), "run")?;
            l.transaction(|l| l.start_run(moment("11T10:01:00"), "run"))?;
            Err(Failure::Usage { message: String::new(), hint: String::new() })
        });
        assert!(failed.is_err());
        assert_eq!(ledger.start_run(moment("11T10:02:00"), "run").unwrap(), 1, "nothing of it stayed");
    }

    #[test]
    fn moments_sort_as_text_and_keep_their_nanoseconds() {
        let exact = moment("11T10:59:59.999999999");
        assert_eq!(moment_of(&moment_text(exact)).unwrap(), exact);
        let utc = Moment::parse_from_rfc3339("2025-07-11T04:00:00Z").unwrap();
        assert!(moment_text(exact) < moment_text(utc));
    }
}
