//! Opening a ledger: to write, to read beside a run, or as a copy.

use super::{Broken, FILE, Ledger, MIGRATIONS, SCHEMA, cause, chain, migrate, version};
use crate::io::disk::{Disk, Done, Operation};
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::platform::{Here, System};
use crate::model::build::Build;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

/// The name of a ledger that is being made.
const BESIDE: &str = ".tonghop-ledger.sqlite.tmp";

/// Pages of the database copied at a time.
const PAGES_A_STEP: i32 = 4096;

impl Ledger {
    /// Opens the ledger of a records folder for writing; makes it, or brings it up to this version, if needed.
    /// Only under the run lock. What a quiet run noted is forgotten: what is written now may be what it spoke of.
    pub fn open(disk: &Disk, records: &Path) -> Result<Self, Failure> {
        let ledger = Self::open_to_ask(disk, records)?;
        ledger.forget_quiet_run()?;
        Ok(ledger)
    }

    /// The same for a run that asks first whether anything changed, and writes nothing else if nothing did.
    pub fn open_to_ask(disk: &Disk, records: &Path) -> Result<Self, Failure> {
        disk.create_private_dir(records).map_err(|e| Failure::writing(records, &e))?;
        // Whether it is there is asked of the disk: what cannot be looked at is nothing that a new one may take the place of.
        match disk.metadata(&records.join(FILE)) {
            Err(e) if e.kind() == ErrorKind::NotFound => make(disk, records)?,
            Err(e) => return Err(Failure::reading(&records.join(FILE), &e)),
            Ok(_) => {}
        }
        let ledger = Self::connect(disk, records, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        ledger.not_newer()?;
        ledger.with(|c| {
            c.pragma_update(None, "journal_mode", "WAL")?;
            c.pragma_update(None, "synchronous", "FULL")?;
            c.pragma_update(None, "foreign_keys", true)?;
            // What is deleted is overwritten: it may have been a secret.
            c.pragma_update(None, "secure_delete", true)?;
            migrate(c, &MIGRATIONS)
        })?;
        if !ledger.with(chain::is_begun)? {
            ledger.write(chain::begin)?;
        }
        Ok(ledger)
    }

    /// Opens the ledger for reading, beside a run that may be writing; `None` if there is no ledger yet.
    pub fn open_read_only(disk: &Disk, records: &Path) -> Result<Option<Self>, Failure> {
        if !records.join(FILE).is_file() {
            return Ok(None);
        }
        let mut ledger = Self::connect(disk, records, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        if ledger.with(version).is_err() && !records.join(format!("{FILE}-wal")).exists() {
            // A folder that is only to be read (a backup, another account): a reader may make no files of its own
            // there, and nobody else writes.
            ledger.connection = Connection::open_with_flags(
                immutable(&ledger.path),
                OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )
            .map_err(|e| ledger.failure(&cause(&e.into())))?;
        }
        match ledger.not_newer()? {
            // Made by a run that was killed before its first transaction.
            0 => Ok(None),
            now if now == SCHEMA && ledger.with(chain::is_begun)? => Ok(Some(ledger)),
            _ => ledger.brought_up().map(Some),
        }
    }

    /// The schema of the ledger, if this program knows it.
    ///
    /// # Errors
    ///
    /// [`Failure::NewerLedger`] if a later program wrote it: what this one would make of it is no reading of it.
    fn not_newer(&self) -> Result<usize, Failure> {
        let schema = self.with(version)?;
        if schema <= SCHEMA {
            return Ok(schema);
        }
        let program = Build::this().label();
        Err(Failure::NewerLedger { path: self.path.clone(), ledger: schema, reads: SCHEMA, program, beside: String::new() })
    }

    /// A ledger of an earlier version is read from a copy that is brought up to this one: a reader changes nothing.
    fn brought_up(self) -> Result<Self, Failure> {
        let scratch = files::scratch()?;
        let target = scratch.path().join(FILE).to_string_lossy().into_owned();
        self.with(|c| Ok(c.execute("VACUUM INTO ?1", [target]).map(drop)?))?;
        let copy = Self::open(&self.disk, scratch.path())?;
        Ok(Self { path: self.path, _scratch: Some(scratch), ..copy })
    }

    /// Copies the ledger of a records folder page by page, as it lies there, into another folder: a page that did not change is the
    /// same in every copy. Says whether there is one.
    pub fn copy_pages(disk: &Disk, records: &Path, into: &Path) -> Result<bool, Failure> {
        if !disk.exists(&records.join(FILE)) {
            return Ok(false);
        }
        let ledger = Self::connect(disk, records, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        ledger.with(|c| {
            let mut copy = Connection::open(Here::whole(&into.join(FILE)))?;
            Backup::new(c, &mut copy)?.run_to_completion(PAGES_A_STEP, Duration::ZERO, None)?;
            Ok(true)
        })
    }

    /// Copies the ledger of a records folder, as it is now, into another folder, if there is one. For a run that must leave
    /// no trace.
    pub fn copy(disk: &Disk, records: &Path, into: &Path) -> Result<(), Failure> {
        let Some(ledger) = Self::open_read_only(disk, records)? else { return Ok(()) };
        let target = into.join(FILE).to_string_lossy().into_owned();
        ledger.with(|c| Ok(c.execute("VACUUM INTO ?1", [target]).map(drop)?))
    }
}

/// Makes a ledger in which nothing stands yet. It is made beside and waited for once before it gets its name, in place of the many waits
/// of a database that comes to be step by step.
fn make(disk: &Disk, records: &Path) -> Result<(), Failure> {
    let (path, beside) = (records.join(FILE), records.join(BESIDE));
    let failed = |e: std::io::Error| Failure::writing(&path, &e);
    // What a run left that was killed here; and the log of a ledger that somebody took away, which would be played into this one.
    for (of, end) in [(&beside, ""), (&beside, "-wal"), (&beside, "-shm"), (&path, "-wal"), (&path, "-shm")] {
        let mut left = of.clone().into_os_string();
        left.push(end);
        match disk.remove_file(Path::new(&left)) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(failed(e)),
            _ => {}
        }
    }
    make_private(disk, &beside)?;
    disk.before(Operation::Database, &path).map_err(failed)?;
    let fill = || -> Result<(), Broken> {
        let c = Connection::open(Here::whole(&beside))?;
        c.pragma_update(None, "synchronous", "OFF")?;
        c.pragma_update(None, "journal_mode", "MEMORY")?;
        migrate(&c, &MIGRATIONS)?;
        c.execute_batch("BEGIN IMMEDIATE;")?;
        chain::begin(&c)?;
        c.execute_batch("COMMIT;")?;
        c.pragma_update(None, "journal_mode", "WAL")?;
        Ok(c.close().map_err(|(_, e)| e)?)
    };
    fill().map_err(|e| Failure::Ledger { path: path.clone(), cause: cause(&e), damaged: false })?;
    disk.after(Done::Wrote(&beside));
    let named = || {
        disk.open_to_sync(&beside).and_then(|file| disk.sync(&beside, &file))?;
        disk.rename(&beside, &path)?;
        disk.sync_folder(records)
    };
    named().map_err(failed)
}

/// The database gives its other files the rights of its first one, and that one whatever the account's habit is: so it is made here,
/// empty, which a new database is as well.
pub(super) fn make_private(disk: &Disk, path: &Path) -> Result<(), Failure> {
    match disk.create_new_private(path) {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => Err(Failure::writing(path, &e)),
        _ => Ok(()),
    }
}

/// The address of a database that is read as it lies there.
fn immutable(path: &Path) -> String {
    let path = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("file:{path}?immutable=1")
}
