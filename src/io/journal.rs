//! The journal: a copy of every chained row of the ledger, pages of JSON lines by week, beside it. A ledger that is
//! lost or damaged is written anew from it, and `verify` holds it against the ledger.
//!
//! A page is replaced whole, so that a kill leaves the old one or the new one. One that is full is added to no more, so that a
//! journal that was written anew in one page, all its years, costs the runs of that week nothing. What the ledger has and the journal lacks is
//! added by the next command that changes the ledger.

use super::disk::Disk;
use super::failure::Failure;
use super::files::{self, Sync};
use super::ledger::{ChainHead, JournalLine};
use crate::model::moment::Moment;
use crate::model::period::Period;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The folder in the records.
const FOLDER: &str = "so-phu";
/// Bytes from which a page is full.
const FULL: u64 = 1 << 20;
/// How the name of a page ends.
const PAGE: &str = ".jsonl";

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
            if let Some(last) = files::last_line(&self.disk, &self.folder.join(page))? {
                return Ok(JournalLine::read(&String::from_utf8_lossy(&last))
                    .map_or(JournalEnd::Torn, |line| JournalEnd::At(ChainHead { seq: line.entry.seq, hash: line.entry.hash })));
            }
        }
        Ok(JournalEnd::Empty)
    }

    /// Adds lines to the last page of a week.
    pub fn add(&self, week: Period, lines: &[JournalLine]) -> Result<(), Failure> {
        // A page is never older than the one before it, whatever the clock says: pages are read in the order of their names.
        let mut page = last_page(self.pages()?, week);
        while self.is_full(&page)? {
            page = page_after(&page);
        }
        let mut text = self.text(&page)?;
        lines.iter().for_each(|line| line.write_packed(&mut text));
        self.replace(&page, &text)
    }

    /// Writes it anew: a row lost its text, which must not stay here.
    pub fn rewrite(&self, week: Period, lines: &[JournalLine]) -> Result<(), Failure> {
        let mut text = String::new();
        lines.iter().for_each(|line| line.write_packed(&mut text));
        let pages = self.pages()?;
        let page = last_page(pages.clone(), week);
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

    fn is_full(&self, page: &str) -> Result<bool, Failure> {
        let path = self.folder.join(page);
        match self.disk.metadata(&path) {
            Ok(page) => Ok(page.len() >= FULL),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(false),
            Err(e) => Err(Failure::reading(&path, &e)),
        }
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
        names.retain(|name| name.ends_with(PAGE));
        Ok(names)
    }
}

/// The page that a week goes on with: its first one, if there is none from then on.
fn last_page(mut pages: Vec<String>, week: Period) -> String {
    let first = format!("{week}{PAGE}");
    pages.pop().filter(|last| *last > first).unwrap_or(first)
}

/// The page after a full one: `2025-W28.jsonl`, `2025-W28_002.jsonl`, …
fn page_after(page: &str) -> String {
    let name = page.strip_suffix(PAGE).unwrap_or(page);
    let (week, number) = name.split_once('_').unwrap_or((name, "1"));
    format!("{week}_{:03}{PAGE}", number.parse::<u32>().unwrap_or(1) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_week_are_read_in_the_order_in_which_they_were_filled() {
        let week = Period::parse_id("2025-W28").unwrap();
        let mut pages = vec![last_page(Vec::new(), week)];
        for _ in 0..11 {
            pages.push(page_after(pages.last().unwrap()));
        }
        pages.push(last_page(pages.clone(), week.next()));
        assert!(pages.is_sorted(), "{pages:?}");
        assert_eq!((pages[1].as_str(), pages[11].as_str()), ("2025-W28_002.jsonl", "2025-W28_012.jsonl"));
        assert_eq!(last_page(pages[..4].to_vec(), week), pages[3], "a clock set back goes on with the last");
    }

    #[test]
    fn the_end_of_a_page_is_read_without_the_page() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("trang");
        let last = |text: &str| {
            std::fs::write(&path, text).unwrap();
            files::last_line(&Disk::default(), &path).unwrap().map(|line| String::from_utf8(line).unwrap())
        };
        let long = "x".repeat(100_000);
        assert_eq!(last(""), None);
        assert_eq!(last("\n").as_deref(), Some(""));
        assert_eq!(last("một").as_deref(), Some("một"));
        assert_eq!(last("một\nhai\n").as_deref(), Some("hai"));
        assert_eq!(last(&format!("một\n{long}\n")), Some(long.clone()));
        assert_eq!(last(&long), Some(long));
    }
}
