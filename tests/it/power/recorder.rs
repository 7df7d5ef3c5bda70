//! What a command did to the disk, in order, and what it waited for.
//!
//! The database writes its files by itself, so they are read after each of its answers and told as what the database must have done
//! where it writes a log beside its first file: a transaction that is waited for ends with a wait for the log, and the first wait for a new
//! log with one for its folder; pages go into the first file only after a wait for the log, and are waited for before the log goes. Where it
//! keeps no such log (it is being made, or closed for good), a transaction is there or not: what lies between is the database's own matter.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;
use tonghop::io::disk::{Disk, Done, Interference, Operation};

/// Bytes of a file, with its time.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    pub bytes: Arc<Vec<u8>>,
    pub modified: SystemTime,
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.bytes.len())
    }
}

impl Content {
    /// What a file holds now; `None` if there is none.
    pub fn of(path: &Path) -> Option<Self> {
        let modified = fs::metadata(path).ok()?.modified().ok()?;
        Some(Self { bytes: Arc::new(fs::read(path).ok()?), modified })
    }
}

/// Something that was done. Paths are below the workspace.
#[derive(Debug, Clone)]
pub enum Event {
    Made(PathBuf),
    Wrote(PathBuf, Content),
    Renamed(PathBuf, PathBuf, Option<SystemTime>),
    Removed(PathBuf),
    MadeFolder(PathBuf),
    Flushed(PathBuf),
    FlushedFolder(PathBuf),
    FlushedAll,
    /// A database wrote its first file in a transaction of the old kind, whose own log keeps it whole: all of it is there, or none.
    Stored(PathBuf, Content),
}

impl Event {
    /// Was the disk waited for?
    pub fn waits(&self) -> bool {
        matches!(self, Self::Flushed(_) | Self::FlushedFolder(_) | Self::FlushedAll)
    }
}

/// The first file of a database and its log, as they were read last.
#[derive(Debug, Default, Clone)]
struct Database {
    first: Option<Content>,
    log: Option<Content>,
    /// The log was made since its folder was last waited for.
    new_log: bool,
}

#[derive(Debug, Default)]
struct State {
    events: Vec<Event>,
    databases: BTreeMap<PathBuf, Database>,
}

/// Stands in the door and writes everything down.
#[derive(Debug)]
pub struct Recorder {
    root: PathBuf,
    state: Mutex<State>,
}

impl Recorder {
    pub fn new(root: &Path) -> Arc<Self> {
        Arc::new(Self { root: root.to_owned(), state: Mutex::default() })
    }

    pub fn disk(self: &Arc<Self>) -> Disk {
        Disk::with(Arc::clone(self) as Arc<dyn Interference>)
    }

    /// Everything that was done, to the end.
    pub fn events(&self) -> Vec<Event> {
        let mut state = self.state.lock().unwrap();
        self.look(&mut state, None);
        std::mem::take(&mut state.events)
    }

    fn below(&self, path: &Path) -> Option<PathBuf> {
        path.strip_prefix(&self.root).ok().map(Path::to_owned)
    }

    fn log(path: &Path) -> PathBuf {
        let mut name = path.file_name().unwrap().to_owned();
        name.push("-wal");
        path.with_file_name(name)
    }

    /// Looks at the files of every database; `told` is the one that has just answered, and whether it was waited for.
    fn look(&self, state: &mut State, told: Option<(&Path, bool)>) {
        let State { events, databases } = state;
        for (path, known) in databases {
            let waited = told.is_some_and(|(told, waited)| waited && told == path);
            self.look_at(events, path, known, waited);
        }
    }

    fn look_at(&self, events: &mut Vec<Event>, path: &Path, known: &mut Database, waited: bool) {
        let log = Self::log(path);
        let (now_first, now_log) = (Content::of(&self.root.join(path)), Content::of(&self.root.join(&log)));
        let bytes = |content: &Option<Content>| content.as_ref().map(|content| Arc::clone(&content.bytes));
        let (first_differs, log_differs) = (bytes(&now_first) != bytes(&known.first), bytes(&now_log) != bytes(&known.log));
        let filled = |content: &Option<Content>| content.as_ref().is_some_and(|content| !content.bytes.is_empty());
        // One that is made begins with its first file.
        let begins = !filled(&known.first);
        let by_log = !begins && (filled(&known.log) || filled(&now_log));
        let wrote_first = |events: &mut Vec<Event>| {
            let Some(content) = now_first.clone().filter(|_| first_differs) else { return };
            if by_log {
                events.extend([Event::Wrote(path.to_owned(), content), Event::Flushed(path.to_owned())]);
            } else {
                events.push(Event::Stored(path.to_owned(), content));
            }
        };
        if begins {
            wrote_first(events);
        }
        if log_differs && known.log.is_none() {
            events.push(Event::Made(log.clone()));
            known.new_log = true;
        }
        let grown = log_differs && filled(&now_log);
        if let Some(content) = now_log.clone().filter(|_| grown) {
            events.push(Event::Wrote(log.clone(), content));
        }
        let flushes = if grown { waited || first_differs } else { first_differs && filled(&known.log) };
        if flushes && (grown || known.log.is_some()) {
            if std::mem::take(&mut known.new_log) {
                events.push(Event::FlushedFolder(path.parent().unwrap().to_owned()));
            }
            events.push(Event::Flushed(log.clone()));
        }
        if !begins {
            wrote_first(events);
        }
        if log_differs && !grown {
            match now_log.clone() {
                Some(emptied) => events.push(Event::Wrote(log, emptied)),
                None => events.push(Event::Removed(log)),
            }
        }
        (known.first, known.log) = (now_first, now_log);
    }
}

impl Interference for Recorder {
    fn before(&self, operation: Operation, path: &Path) -> io::Result<()> {
        let mut state = self.state.lock().unwrap();
        if let Some(path) = self.below(path).filter(|_| operation == Operation::Database) {
            let log = Self::log(&path);
            let found = || Database { first: Content::of(&self.root.join(&path)), log: Content::of(&self.root.join(log)), new_log: false };
            state.databases.entry(path.clone()).or_insert_with(found);
        }
        self.look(&mut state, None);
        Ok(())
    }

    fn after(&self, done: Done<'_>) {
        let mut state = self.state.lock().unwrap();
        if let Done::Database { path, waited } = done {
            let below = self.below(path);
            self.look(&mut state, below.as_deref().map(|path| (path, waited)));
            return;
        }
        if !matches!(done, Done::Renamed(..) | Done::Removed(_)) {
            // What was renamed or removed was looked at before.
            self.look(&mut state, None);
        }
        let modified = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
        let event = match done {
            Done::Made(path) => self.below(path).map(Event::Made),
            Done::Wrote(path) => self.below(path).zip(Content::of(path)).map(|(path, content)| Event::Wrote(path, content)),
            Done::Renamed(from, to) => self.below(from).zip(self.below(to)).map(|(from, below)| Event::Renamed(from, below, modified(to))),
            Done::Removed(path) => self.below(path).map(Event::Removed),
            Done::MadeFolder(path) => self.below(path).map(Event::MadeFolder),
            Done::Flushed(path) => self.below(path).map(Event::Flushed),
            Done::FlushedFolder(path) => self.below(path).map(Event::FlushedFolder),
            Done::FlushedAll(_) => Some(Event::FlushedAll),
            Done::Database { .. } => None,
        };
        if let Some(Event::Renamed(..) | Event::Removed(_)) = &event {
            // The door has told of it: it is nothing that the database did.
            for (path, known) in &mut state.databases {
                for (file, seen) in [(path.clone(), &mut known.first), (Self::log(path), &mut known.log)] {
                    let is_it = |moved: &PathBuf| file.starts_with(moved);
                    if matches!(&event, Some(Event::Renamed(from, to, _)) if is_it(from) || is_it(to))
                        || matches!(&event, Some(Event::Removed(gone)) if is_it(gone))
                    {
                        *seen = Content::of(&self.root.join(&file));
                    }
                }
            }
        }
        state.events.extend(event);
    }

    fn pause(&self, _pause: std::time::Duration) {}
}
