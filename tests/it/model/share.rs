//! The shared drive as it really is: files, when the server noted them, what is out of order. Pure values; the world
//! puts them on a disk for the program, and the oracle is shown them look by look. Neither learns anything else.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};

/// An instant: milliseconds since Monday of week 28 of 2025, 00:00 in Vietnam.
pub type Instant = i64;

pub const SECOND: Instant = 1000;
pub const MINUTE: Instant = 60 * SECOND;
pub const HOUR: Instant = 60 * MINUTE;
pub const DAY: Instant = 24 * HOUR;
pub const WEEK: Instant = 7 * DAY;

/// A week of 2025 by its number.
pub type Week = i64;

/// The first week played; the instant 0 begins it.
pub const FIRST: Week = 28;

/// The week that holds an instant.
pub fn week_of(at: Instant) -> Week {
    FIRST + at.div_euclid(WEEK)
}

/// When a week begins.
pub fn start_of(week: Week) -> Instant {
    (week - FIRST) * WEEK
}

/// An instant for people: `W28 Fri 10:59:59.137`.
pub fn told(at: Instant) -> String {
    let day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][usize::try_from(at.rem_euclid(WEEK) / DAY).unwrap()];
    let time = at.rem_euclid(DAY);
    format!("W{} {day} {:02}:{:02}:{:02}.{:03}", week_of(at), time / HOUR, time / MINUTE % 60, time / SECOND % 60, time % SECOND)
}

/// What somebody sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A filled form: the agency and week written in it, its "Lần nộp" (none: left blank), a figure.
    Report { agency: &'static str, week: Week, revision: Option<u32>, value: u32 },
    /// A workbook that is whole and cannot be read.
    Damaged(u32),
    /// 0 bytes.
    Empty,
    /// A signed PDF.
    Document(u32),
}

/// How much of it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All of it.
    Whole,
    /// The end is missing.
    Cut,
    /// Full size, zeros where nothing arrived yet.
    Zeros,
}

/// The content of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Content {
    pub kind: Kind,
    pub part: Part,
}

impl Content {
    /// All of it.
    pub fn whole(kind: Kind) -> Self {
        Self { kind, part: Part::Whole }
    }

    /// Is its end there? 0 bytes have none.
    pub fn has_end(&self) -> bool {
        self.part == Part::Whole && self.kind != Kind::Empty
    }

    /// As bytes on a disk. Workbooks are packages with their end at the end, so that a copy in progress shows.
    pub fn bytes(&self) -> Vec<u8> {
        let whole = match self.kind {
            Kind::Report { agency, week, revision, value } => {
                let revision = revision.map_or_else(|| "-".to_owned(), |r| r.to_string());
                package(&format!("report {agency} {week} {revision} {value}"))
            }
            Kind::Damaged(number) => package(&format!("damaged {number}")),
            Kind::Empty => Vec::new(),
            Kind::Document(number) => format!("%PDF-1.4\n{number} 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n").into_bytes(),
        };
        let half = whole.len() * 3 / 5;
        match self.part {
            Part::Whole => whole,
            Part::Cut => whole[..half].to_vec(),
            Part::Zeros => whole.iter().enumerate().map(|(n, byte)| if n < half { *byte } else { 0 }).collect(),
        }
    }
}

fn package(text: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file(PART, stored).unwrap();
    zip.write_all(text.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

/// The part of a package that says what it is.
pub const PART: &str = "noi-dung.txt";

/// A file on the share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub content: Content,
    /// What the sender claims, in nanoseconds since the instant 0. No two writings have the same.
    pub modified: i64,
    /// When the server noted its last change, by the server's clock; `None` if the mount does not pass it on.
    pub server: Option<Instant>,
}

/// The clock of the file server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerClock {
    /// Ours and this much.
    Ahead(Instant),
    /// The mount does not pass it on.
    Silent,
}

/// The inbox as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mount {
    /// As it should be.
    Here,
    /// Its folder cannot be listed.
    Gone,
    /// An empty mount point.
    Empty,
}

/// A row of the clerk's receipt book: a report of a week that came by Zalo, and the file it was put into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookRow {
    pub week: Week,
    pub agency: &'static str,
    pub path: String,
    /// A whole minute.
    pub received: Instant,
}

/// Something that happens on the share, or in the clerk's book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A file is saved, over what was there. The sender's time may be forged.
    Save {
        path: String,
        content: Content,
        forged: Option<Instant>,
    },
    /// What is left of a copy in progress comes.
    Finish {
        path: String,
    },
    /// It gets another name, over what had that name.
    Rename {
        from: String,
        to: String,
    },
    Remove {
        path: String,
    },
    /// What was last removed or overwritten at this path lies there again.
    PutBack {
        path: String,
    },
    /// The same bytes are saved again.
    SaveAgain {
        path: String,
    },
    /// A folder can (not) be listed.
    Folder {
        folder: &'static str,
        listed: bool,
    },
    /// A file can (not) be opened.
    Open {
        path: String,
        opens: bool,
    },
    Inbox(Mount),
    /// The clerk writes a row.
    Book(BookRow),
}

/// The share.
#[derive(Debug, Clone)]
pub struct Share {
    pub clock: ServerClock,
    pub files: BTreeMap<String, File>,
    pub mount: Mount,
    /// Folders that cannot be listed.
    pub unlisted: BTreeSet<&'static str>,
    /// Files that cannot be opened.
    pub shut: BTreeSet<String>,
    pub book: Vec<BookRow>,
    before: BTreeMap<String, Content>,
    writings: i64,
}

impl Share {
    pub fn new(clock: ServerClock) -> Self {
        Self {
            clock,
            files: BTreeMap::new(),
            mount: Mount::Here,
            unlisted: BTreeSet::new(),
            shut: BTreeSet::new(),
            book: Vec::new(),
            before: BTreeMap::new(),
            writings: 0,
        }
    }

    /// Lets something happen. What has nothing to happen to does nothing, so that any event may be left out.
    pub fn happen(&mut self, at: Instant, event: &Event) {
        match event {
            Event::Save { path, content, forged } => self.save(at, path, *content, *forged),
            Event::Finish { path } => {
                if let Some(content) = self.files.get(path).map(|f| f.content).filter(|c| c.part != Part::Whole) {
                    self.save(at, path, Content::whole(content.kind), None);
                }
            }
            Event::Rename { from, to } => {
                if let Some(file) = self.files.get(from).cloned().filter(|_| from != to) {
                    self.remember(to);
                    self.files.remove(from);
                    // A new name is a change on the server and none to the sender.
                    self.files.insert(to.clone(), File { server: self.server(at), ..file });
                }
            }
            Event::Remove { path } => {
                self.remember(path);
                self.files.remove(path);
            }
            Event::PutBack { path } => {
                if let Some(content) = self.before.get(path).copied() {
                    self.save(at, path, content, None);
                }
            }
            Event::SaveAgain { path } => {
                if let Some(content) = self.files.get(path).map(|f| f.content) {
                    self.save(at, path, content, None);
                }
            }
            Event::Folder { folder, listed } => {
                if *listed {
                    self.unlisted.remove(folder);
                } else {
                    self.unlisted.insert(folder);
                }
            }
            Event::Open { path, opens } => {
                if *opens {
                    self.shut.remove(path);
                } else {
                    self.shut.insert(path.clone());
                }
            }
            Event::Inbox(mount) => self.mount = *mount,
            Event::Book(row) => self.book.push(row.clone()),
        }
    }

    fn save(&mut self, at: Instant, path: &str, content: Content, forged: Option<Instant>) {
        self.remember(path);
        self.writings += 1;
        // Windows keeps hundreds of nanoseconds.
        let modified = forged.unwrap_or(at) * 1_000_000 + self.writings * 100;
        let server = self.server(at);
        self.files.insert(path.to_owned(), File { content, modified, server });
    }

    fn remember(&mut self, path: &str) {
        if let Some(file) = self.files.get(path) {
            self.before.insert(path.to_owned(), file.content);
        }
    }

    fn server(&self, at: Instant) -> Option<Instant> {
        match self.clock {
            ServerClock::Ahead(offset) => Some(at + offset),
            ServerClock::Silent => None,
        }
    }
}

/// The first folder of a path; blank for a file at the top.
pub fn folder_of(path: &str) -> &str {
    path.split_once('/').map_or("", |(folder, _)| folder)
}
