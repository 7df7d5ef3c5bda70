//! The journal: a copy of every chained row of the ledger, a page of JSON lines for each week, beside it. A ledger that is
//! lost or damaged is written anew from it, and `verify` holds it against the ledger.
//!
//! A page is replaced whole, so that a kill leaves the old one or the new one. What the ledger has and the journal lacks is
//! added by the next command that changes the ledger.

use super::disk::Disk;
use super::failure::Failure;
use super::files::{self, Sync};
use super::ledger::{ChainHead, JournalLine};
use crate::model::moment::Moment;
use crate::model::period::Period;
use std::path::{Path, PathBuf};

/// The folder in the records.
const FOLDER: &str = "so-phu";

/// The journal of a records folder.
#[derive(Debug)]
pub struct Journal {
    disk: Disk,
    folder: PathBuf,
}

/// What a journal holds.
#[derive(Debug, Default)]
pub struct JournalText {
    /// The lines that follow from one another, in order.
    pub lines: Vec<JournalLine>,
    /// Where reading ended: page and line, if what stands there cannot be used.
    pub broken: Option<(String, usize)>,
}

/// How a journal ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalEnd {
    /// There is no line.
    Empty,
    /// With something that is no line.
    Torn,
    /// With the copy of this entry.
    At(ChainHead),
}

impl JournalEnd {
    /// The entry that it ends with; `None` if it is of none.
    pub fn entry(self) -> Option<ChainHead> {
        match self {
            Self::At(entry) => Some(entry),
            Self::Empty | Self::Torn => None,
        }
    }
}

impl JournalText {
    /// The last configuration that came into use, by hash, and when.
    pub fn last_configuration(&self) -> Option<(String, Moment)> {
        self.lines.iter().rev().find_map(JournalLine::configuration)
    }
}

impl Journal {
    /// The journal of a records folder.
    pub fn at(disk: &Disk, records: &Path) -> Self {
        Self { disk: disk.clone(), folder: records.join(FOLDER) }
    }

    /// How it ends. A page that holds nothing is passed over.
    pub fn end(&self) -> Result<JournalEnd, Failure> {
        for page in self.pages()?.iter().rev() {
            if let Some(last) = self.text(page)?.lines().last() {
                return Ok(JournalLine::read(last)
                    .map_or(JournalEnd::Torn, |line| JournalEnd::At(ChainHead { seq: line.entry.seq, hash: line.entry.hash })));
            }
        }
        Ok(JournalEnd::Empty)
    }

    /// Adds lines to the page of a week.
    pub fn add(&self, week: Period, lines: &[JournalLine]) -> Result<(), Failure> {
        // A page is never older than the one before it, whatever the clock says: pages are read in the order of their names.
        let name = format!("{week}.jsonl");
        let page = self.pages()?.pop().filter(|last| *last > name).unwrap_or(name);
        let mut text = self.text(&page)?;
        lines.iter().for_each(|line| line.write(&mut text));
        self.replace(&page, &text)
    }

    /// Writes it anew: a row lost its text, which must not stay here.
    pub fn rewrite(&self, week: Period, lines: &[JournalLine]) -> Result<(), Failure> {
        let mut text = String::new();
        lines.iter().for_each(|line| line.write(&mut text));
        let name = format!("{week}.jsonl");
        let pages = self.pages()?;
        let page = pages.last().filter(|last| **last > name).cloned().unwrap_or(name);
        // The new page first: it begins with the first line, so the older ones are told to be of before.
        self.replace(&page, &text)?;
        for old in pages.iter().filter(|old| **old != page) {
            let path = self.folder.join(old);
            self.disk.remove_file(&path).map_err(|e| Failure::writing(&path, &e))?;
        }
        Ok(())
    }

    /// Reads all of it. A line that follows from no other ends it; a page that begins with the first line begins anew.
    pub fn read(&self) -> Result<JournalText, Failure> {
        let mut found = JournalText::default();
        for page in self.pages()? {
            for (number, text) in self.text(&page)?.lines().enumerate() {
                let line = JournalLine::read(text);
                if line.as_ref().is_some_and(JournalLine::is_first) {
                    found = JournalText::default();
                }
                match line.filter(|line| line.follows(found.lines.last())) {
                    Some(line) if found.broken.is_none() => found.lines.push(line),
                    Some(_) => {}
                    None => drop(found.broken.get_or_insert((page.clone(), number + 1))),
                }
            }
        }
        Ok(found)
    }

    /// Puts it aside under another name, for a ledger that begins anew.
    pub fn put_aside(&self, stamp: &str) -> Result<Option<PathBuf>, Failure> {
        if !self.disk.exists(&self.folder) {
            return Ok(None);
        }
        let aside = self.folder.with_file_name(format!("{FOLDER}-{stamp}"));
        self.disk.rename(&self.folder, &aside).map_err(|e| Failure::writing(&aside, &e))?;
        Ok(Some(aside))
    }

    fn replace(&self, page: &str, text: &str) -> Result<(), Failure> {
        let path = self.folder.join(page);
        files::replace(&self.disk, &path, text.as_bytes(), Sync::Wait).map(drop).map_err(|e| Failure::writing(&path, &e))
    }

    fn text(&self, page: &str) -> Result<String, Failure> {
        let path = self.folder.join(page);
        Ok(files::read_if_there(&self.disk, &path)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default())
    }

    /// The names of the pages, in order.
    fn pages(&self) -> Result<Vec<String>, Failure> {
        let mut names = files::names_in(&self.disk, &self.folder)?;
        names.retain(|name| name.ends_with(".jsonl"));
        Ok(names)
    }
}
