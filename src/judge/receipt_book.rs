//! What the clerk's receipt book proves (`src/docs/receipt.md`): which rows hold for a period, and which
//! receipt each of them speaks of. A row can make a late file punctual, so it holds only for the one file that it can
//! mean:
//!
//! - A row that names a file speaks of the agency's file of that path or name; a row without one speaks of whatever the
//!   agency's file of that day is. Where a scan had seen such a file before the time of the row, the row adds nothing:
//!   a revision that came later, under the same name or none, is not what the clerk received then.
//! - Otherwise it speaks of the first one seen at or after its time: the file that the clerk then put into the share.
//!   Where one scan brought several different ones, the clerk has to name the file.
//! - A row with a number of the incoming book and without a file is a signed paper and proves nothing about a workbook.

use crate::model::agency::AgencyCode;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::receipt_book::{BookChange, BookEntry, BookRow, BookUse, HeldRow, Means, NewBookEntry};
use crate::text::normalise;

/// A received file that a row may speak of.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// The number of its receipt in the ledger.
    pub receipt: i64,
    /// Whose report it is taken for.
    pub agency: &'a AgencyCode,
    /// Its path below the inbox.
    pub path: &'a str,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: &'a str,
    /// When this content was first seen.
    pub first_seen: Moment,
    /// A signed PDF or Word file.
    pub document: bool,
}

/// What a book says that the ledger does not know yet: rows added, changed and removed. Rows have no number of their
/// own, so the same row is the one that says the same; failing that the one for the same period, agency and file;
/// failing that for the same period and agency. `whole`: every row of the book could be read. Otherwise nothing is
/// called removed, and no row is taken for another one: the missing row may be the one with the mistake.
pub fn news(entries: &[BookEntry], book: &[(u32, BookRow)], whole: bool) -> Vec<NewBookEntry> {
    let mut known: Vec<HeldRow> = Vec::new();
    let mut rows: Vec<i64> = entries.iter().map(|e| e.row).collect();
    rows.sort_unstable();
    rows.dedup();
    let live = |row: &i64| state(entries, *row, i64::MAX).map(|held| HeldRow { seq: *row, ..held });
    known.extend(rows.iter().filter_map(live));
    let mut unknown: Vec<&(u32, BookRow)> = book.iter().collect();
    let mut news = Vec::new();
    let same: [fn(&BookRow, &BookRow) -> bool; 3] = [
        |a, b| a == b,
        |a, b| (a.period, &a.agency, &a.file) == (b.period, &b.agency, &b.file),
        |a, b| (a.period, &a.agency) == (b.period, &b.agency),
    ];
    for same in same.into_iter().take(if whole { 3 } else { 2 }) {
        unknown.retain(|(line, said)| {
            let Some(at) = known.iter().position(|k| same(&k.said, said)) else { return true };
            let before = known.remove(at);
            if before.said != *said {
                news.push(NewBookEntry { row: Some(before.seq), change: BookChange::Changed, line: *line, said: said.clone() });
            }
            false
        });
    }
    let added = |(line, said): &(u32, BookRow)| NewBookEntry { row: None, change: BookChange::Added, line: *line, said: said.clone() };
    news.extend(unknown.into_iter().map(added));
    if whole {
        let removed = |gone: HeldRow| NewBookEntry { row: Some(gone.seq), change: BookChange::Removed, line: gone.line, said: gone.said };
        news.extend(known.into_iter().map(removed));
    }
    news.sort_by_key(|n| (n.line, n.row));
    news
}

/// The rows that hold for a period, in the order of the ledger. `frozen_with`: the last entry known at the freeze, and each time
/// evidence added something to it; a row that held then goes on holding for this period, whatever is done to the book
/// afterwards.
pub fn holding(entries: &[BookEntry], period: Period, frozen_with: &[i64]) -> Vec<HeldRow> {
    let mut rows: Vec<i64> = entries.iter().filter(|e| e.said.period == period).map(|e| e.row).collect();
    rows.sort_unstable();
    rows.dedup();
    let mut held = Vec::new();
    for row in rows {
        let now = state(entries, row, i64::MAX);
        let mut kept: Vec<HeldRow> = Vec::new();
        for then in frozen_with.iter().filter_map(|last| state(entries, row, *last)) {
            let same = |other: &HeldRow| other.said.proves_the_same(&then.said);
            if !now.as_ref().is_some_and(same) && !kept.iter().any(same) {
                kept.push(HeldRow { withdrawn: true, ..then });
            }
        }
        held.extend(kept.into_iter().chain(now).filter(|h| h.said.period == period));
    }
    held
}

/// What a row said last among the entries up to `last`, and since when it has proved that; `None` if it was gone.
fn state(entries: &[BookEntry], row: i64, last: i64) -> Option<HeldRow> {
    let mut held: Option<HeldRow> = None;
    for entry in entries.iter().filter(|e| e.row == row && e.seq <= last) {
        let since = held.as_ref().filter(|h| h.said.proves_the_same(&entry.said)).map_or(entry.seen_at, |h| h.since);
        let said = HeldRow { seq: entry.seq, line: entry.line, said: entry.said.clone(), since, withdrawn: false };
        held = (entry.change != BookChange::Removed).then_some(said);
    }
    held
}

/// What each row speaks of. `submit` gives the cutoff of an agency, after which a row is marked "Ghi sổ sau hạn".
pub fn used(rows: Vec<HeldRow>, candidates: &[Candidate<'_>], submit: impl Fn(&AgencyCode) -> Moment) -> Vec<BookUse> {
    let used = |row: HeldRow| BookUse { means: meant(&row, candidates), booked_late: row.booked_late(submit(&row.said.agency)), row };
    rows.into_iter().map(used).collect()
}

fn meant(row: &HeldRow, candidates: &[Candidate<'_>]) -> Means {
    let said = &row.said;
    let own = || candidates.iter().filter(|c| *c.agency == said.agency);
    let workbook_there = own().any(|c| !c.document);
    let possible: Vec<&Candidate<'_>> = match &said.file {
        Some(file) => own().filter(|c| names(file, c.path)).collect(),
        None if !said.number.is_empty() => return Means::Paper,
        // "The file of that day": a later one is another story, which the clerk has to tell.
        None => own().filter(|c| !c.document && moment::day(c.first_seen) == moment::day(said.received_at)).collect(),
    };
    if let Some(before) = possible.iter().filter(|c| c.first_seen < said.received_at).min_by_key(|c| (c.first_seen, c.receipt)) {
        return Means::AlreadySeen(before.receipt);
    }
    let Some(first) = possible.iter().min_by_key(|c| (c.first_seen, c.receipt)) else {
        return if said.file.is_some() && workbook_there { Means::NotFound } else { Means::Paper };
    };
    let together = |c: &&&Candidate<'_>| c.first_seen == first.first_seen && c.sha256 != first.sha256;
    if possible.iter().any(|c| together(&c)) { Means::Unclear } else { Means::Receipt(first.receipt) }
}

/// Does what the clerk wrote name this path: the whole of it, or its last parts? Case, spelling of marks and the
/// direction of slashes do not matter.
fn names(written: &str, path: &str) -> bool {
    let key = |text: &str| {
        let text = text.replace('\\', "/");
        text.split('/').map(normalise::key).filter(|part| !part.is_empty()).collect::<Vec<_>>()
    };
    let (written, path) = (key(written), key(path));
    !written.is_empty() && path.ends_with(&written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::receipt_book::BookRow;

    fn at(time: &str) -> Moment {
        Moment::parse_from_rfc3339(&format!("2025-07-{time}:00+07:00")).unwrap()
    }

    fn agency() -> AgencyCode {
        AgencyCode::parse("SYT").unwrap()
    }

    fn week() -> Period {
        Period::parse_id("2025-W28").unwrap()
    }

    fn said(file: &str, number: &str, received: &str) -> BookRow {
        BookRow {
            period: week(),
            agency: agency(),
            file: (!file.is_empty()).then(|| file.to_owned()),
            received_at: at(received),
            channel: "Zalo".into(),
            number: number.into(),
            receiver: String::new(),
            note: String::new(),
        }
    }

    fn entry(seq: i64, row: i64, change: BookChange, seen: &str, said: BookRow) -> BookEntry {
        BookEntry { seq, row, change, seen_at: at(seen), book_sha256: String::new(), line: 2, said }
    }

    #[test]
    fn what_a_row_speaks_of() {
        use Means::{AlreadySeen, NotFound, Paper, Receipt, Unclear};
        // path, content, first seen, document
        type File<'a> = (&'a str, &'a str, &'a str, bool);
        let one: &[File<'_>] = &[("SYT/a.xlsx", "aa", "11T11:05", false)];
        let early: &[File<'_>] = &[("SYT/a.xlsx", "aa", "11T10:30", false), ("SYT/a.xlsx", "bb", "11T11:05", false)];
        let two: &[File<'_>] = &[("SYT/a.xlsx", "aa", "11T11:05", false), ("SYT/b.xlsx", "bb", "11T11:05", false)];
        let copies: &[File<'_>] = &[("SYT/a.xlsx", "aa", "11T11:05", false), ("SYT/b.xlsx", "aa", "11T11:05", false)];
        let later: &[File<'_>] = &[("SYT/a.xlsx", "aa", "11T11:05", false), ("SYT/b.xlsx", "bb", "11T11:30", false)];
        let monday: &[File<'_>] = &[("SYT/a.xlsx", "aa", "14T08:00", false)];
        let paper: &[File<'_>] = &[("SYT/cv.pdf", "cc", "11T11:05", true)];
        let common: &[File<'_>] = &[("_chung/Báo cáo.xlsx", "aa", "11T11:05", false)];
        let cases = [
            ("the one file that came afterwards", said("", "", "11T10:40"), one, Receipt(1)),
            ("the same by its name", said("a.xlsx", "", "11T10:40"), one, Receipt(1)),
            ("by its path as Windows writes it", said("SYT\\A.XLSX", "", "11T10:40"), one, Receipt(1)),
            ("in the common folder", said("_chung/Báo cáo.xlsx", "", "11T10:40"), common, Receipt(1)),
            ("its name with other marks is another file", said("_chung/Bao cao.xlsx", "", "11T10:40"), common, NotFound),
            ("a part of a name is no name", said("o.xlsx", "", "11T10:40"), common, NotFound),
            ("seen before the time of the row: a revision after it is not meant", said("", "", "11T10:40"), early, AlreadySeen(1)),
            ("the same for a file replaced under its name", said("a.xlsx", "", "11T10:40"), early, AlreadySeen(1)),
            ("a row earlier than both means the first", said("", "", "11T10:20"), early, Receipt(1)),
            ("two different files of one scan", said("", "", "11T10:40"), two, Unclear),
            ("unless one is named", said("b.xlsx", "", "11T10:40"), two, Receipt(2)),
            ("two copies are one file", said("", "", "11T10:40"), copies, Receipt(1)),
            ("the first of two scans", said("", "", "11T10:40"), later, Receipt(1)),
            ("a file of another day is not meant", said("", "", "11T10:40"), monday, Paper),
            ("unless it is named", said("a.xlsx", "", "11T10:40"), monday, Receipt(1)),
            ("nothing is there", said("", "", "11T10:40"), &[], Paper),
            ("nothing is there, whatever is named", said("a.xlsx", "", "11T10:40"), &[], Paper),
            ("a number and no file is a paper, never the workbook that came later", said("", "123", "11T10:40"), one, Paper),
            ("a number with a file is the file", said("a.xlsx", "123", "11T10:40"), one, Receipt(1)),
            ("a document by its name", said("cv.pdf", "123", "11T10:40"), paper, Receipt(1)),
            ("a document is not guessed", said("", "", "11T10:40"), paper, Paper),
        ];
        let agency = agency();
        for (what, said, files, expected) in cases {
            let candidates: Vec<Candidate<'_>> = (1..)
                .zip(files)
                .map(|(receipt, (path, sha256, seen, document))| Candidate {
                    receipt,
                    agency: &agency,
                    path,
                    sha256,
                    first_seen: at(seen),
                    document: *document,
                })
                .collect();
            let row = HeldRow { seq: 1, line: 2, said, since: at("11T10:45"), withdrawn: false };
            assert_eq!(meant(&row, &candidates), expected, "{what}");
        }
    }

    #[test]
    fn another_agencys_file_is_never_meant() {
        let other = AgencyCode::parse("STC").unwrap();
        let candidate =
            Candidate { receipt: 1, agency: &other, path: "_chung/a.xlsx", sha256: "aa", first_seen: at("11T11:05"), document: false };
        let row = HeldRow { seq: 1, line: 2, said: said("a.xlsx", "", "11T10:40"), since: at("11T10:45"), withdrawn: false };
        assert_eq!(meant(&row, &[candidate]), Means::Paper);
    }

    #[test]
    fn rows_that_hold() {
        use BookChange::{Added, Changed, Removed};
        let (first, later) = (said("", "", "11T10:40"), said("", "", "11T11:20"));
        let remark = BookRow { note: "đã gọi điện".into(), ..first.clone() };
        let other_week = BookRow { period: week().next(), ..first.clone() };
        let add = || entry(1, 1, Added, "11T10:45", first.clone());
        let changed = |said: &BookRow| vec![add(), entry(2, 1, Changed, "11T11:30", said.clone())];
        let removed = || vec![add(), entry(2, 1, Removed, "11T11:30", first.clone())];
        // entries, last entry at the freeze → time, since, withdrawn
        type Case<'a> = (&'a str, Vec<BookEntry>, &'a [i64], &'a [(&'a str, &'a str, bool)]);
        let cases: [Case<'_>; 10] = [
            ("as written", vec![add()], &[], &[("11T10:40", "11T10:45", false)]),
            ("edited", changed(&later), &[], &[("11T11:20", "11T11:30", false)]),
            ("a remark was added", changed(&remark), &[], &[("11T10:40", "11T10:45", false)]),
            ("removed", removed(), &[], &[]),
            ("moved to another week", changed(&other_week), &[], &[]),
            ("removed after the freeze", removed(), &[1], &[("11T10:40", "11T10:45", true)]),
            ("removed before the freeze", removed(), &[2], &[]),
            ("edited after the freeze", changed(&later), &[1], &[("11T10:40", "11T10:45", true), ("11T11:20", "11T11:30", false)]),
            (
                "edited after it gave something",
                changed(&later),
                &[0, 1],
                &[("11T10:40", "11T10:45", true), ("11T11:20", "11T11:30", false)],
            ),
            ("moved after the freeze", changed(&other_week), &[1], &[("11T10:40", "11T10:45", true)]),
        ];
        for (what, entries, frozen_with, expected) in cases {
            let held = holding(&entries, week(), frozen_with);
            let told: Vec<(Moment, Moment, bool)> = held.iter().map(|h| (h.said.received_at, h.since, h.withdrawn)).collect();
            let expected: Vec<(Moment, Moment, bool)> = expected.iter().map(|(t, s, w)| (at(t), at(s), *w)).collect();
            assert_eq!(told, expected, "{what}");
        }
    }

    #[test]
    fn what_is_new_in_a_book() {
        use BookChange::{Added, Changed, Removed};
        let (a, b) = (said("a.xlsx", "", "11T10:40"), said("b.xlsx", "", "11T10:50"));
        let retimed = BookRow { received_at: at("11T10:41"), ..a.clone() };
        let renamed = BookRow { file: Some("c.xlsx".into()), ..a.clone() };
        let remark = BookRow { note: "x".into(), ..a.clone() };
        let other = BookRow { agency: AgencyCode::parse("STC").unwrap(), ..a.clone() };
        // known rows, rows of the book, whole → what is new
        type Case<'a> = (&'a str, Vec<&'a BookRow>, Vec<&'a BookRow>, bool, &'a [(Option<i64>, BookChange)]);
        let cases: [Case<'_>; 12] = [
            ("nothing", vec![&a, &b], vec![&a, &b], true, &[]),
            ("another order is nothing new", vec![&a, &b], vec![&b, &a], true, &[]),
            ("a row twice is two rows", vec![&a], vec![&a, &a], true, &[(None, Added)]),
            ("added", vec![&a], vec![&a, &b], true, &[(None, Added)]),
            ("a time was corrected", vec![&a, &b], vec![&retimed, &b], true, &[(Some(1), Changed)]),
            ("a remark", vec![&a, &b], vec![&remark, &b], true, &[(Some(1), Changed)]),
            ("another file", vec![&a, &b], vec![&renamed, &b], true, &[(Some(1), Changed)]),
            ("removed", vec![&a, &b], vec![&b], true, &[(Some(1), Removed)]),
            ("of another agency: one is gone, another is new", vec![&a], vec![&other], true, &[(None, Added), (Some(1), Removed)]),
            ("a mistake somewhere: nothing is called removed", vec![&a, &b], vec![&b], false, &[]),
            ("and a row stays itself", vec![&a, &b], vec![&retimed], false, &[(Some(1), Changed)]),
            ("but is not taken for another", vec![&a], vec![&b], false, &[(None, Added)]),
        ];
        for (what, known, book, whole, expected) in cases {
            let entries: Vec<BookEntry> = (1..).zip(known).map(|(seq, said)| entry(seq, seq, Added, "11T10:45", said.clone())).collect();
            let book: Vec<(u32, BookRow)> = (2..).zip(book).map(|(line, said)| (line, said.clone())).collect();
            let told: Vec<(Option<i64>, BookChange)> = news(&entries, &book, whole).iter().map(|n| (n.row, n.change)).collect();
            assert_eq!(told, expected, "{what}");
        }
    }

    #[test]
    fn a_row_is_marked_from_the_cutoff_on() {
        let marked = |since: &str, withdrawn| {
            HeldRow { seq: 1, line: 2, said: said("", "", "11T10:40"), since: at(since), withdrawn }.booked_late(at("11T11:00"))
        };
        assert!(!marked("11T10:59", false));
        assert!(marked("11T11:00", false));
        assert!(marked("11T10:45", true));
    }
}
