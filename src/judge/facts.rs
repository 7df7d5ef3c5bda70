//! What the ledger knows of a workspace, as plain values: what a judgement stands on.

use crate::model::agency::AgencyCode;
use crate::model::freeze::Freeze;
use crate::model::inbox::{Content, Receipt};
use crate::model::moment::Moment;
use crate::model::period::{Period, PeriodName};
use crate::model::proposal::ProposalRecord;
use crate::model::receipt_book::BookEntry;
use crate::model::releases::Releases;
use crate::model::scans::Scans;
use crate::model::submission::{Admission, Version};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the ledger knows, as plain values.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Every receipt that can matter for these periods, by number, and the last one of all.
    pub receipts: Vec<Receipt>,
    /// What each content is, by SHA-256, if it is at hand.
    pub contents: BTreeMap<String, Arc<Content>>,
    /// What the ledger remembers of contents that are not at hand.
    pub remembered: ContentMemory,
    /// The scans around the periods that are open, by areas of the inbox ([`crate::text::areas::key_of`]).
    pub scans: Scans,
    /// Agencies in whose folder something is being copied.
    pub arriving: BTreeSet<AgencyCode>,
    /// Forms that lie in the inbox as they were issued, each by its period and whose it is.
    pub untouched_forms: BTreeSet<(Period, AgencyCode)>,
    /// The releases in force. From the first one of a period on its week is over, and for every other week it stays so.
    pub released: Releases,
    /// The period that is being made once more: what came after its release belongs to it like anything else.
    pub open: Option<Period>,
    /// Exceptions with their numbers, in the order they were granted.
    pub admissions: Vec<(i64, Admission)>,
    /// What was seen in the clerk's receipt book about these periods, and the last entry of all.
    pub book: Vec<BookEntry>,
    /// The book as it is used, in the archive; `None` if there is none.
    pub book_sha256: Option<String>,
    /// What is recorded of proposals.
    pub proposals: ProposalRecord,
    /// The instant as of which they stand, where it is not now: that of a freeze or a release.
    pub as_of: Option<Moment>,
    /// Scans at which the file server's clock and ours were too far apart, and by how many seconds.
    pub skews: BTreeMap<i64, i64>,
    /// Receipts of files that somebody at the office had open.
    pub taken_open: BTreeSet<i64>,
    /// Receipts of files with a mark of secrecy that lie in the inbox no more. It is asked of now, at every cut: what lies there decides
    /// who is asked to take it out, and enters no figure.
    pub secrets_gone: BTreeSet<i64>,
    /// Contents that came and were left unread to the next run, by SHA-256.
    pub left_over: BTreeSet<String>,
    /// Contents that this program cannot review, by SHA-256, each since when: they are no versions.
    pub set_aside: BTreeMap<String, Moment>,
    /// The last receipt before the release that is looked after; `None` where none is: then its time tells what came after it.
    pub left_with: Option<i64>,
    /// What our clock said of receipts that count otherwise, because it was wrong then ([`Scans::counts_at`]).
    pub said: BTreeMap<i64, Moment>,
}

/// Contents that the ledger remembers and that are not at hand: each period loads those that can concern it, because the
/// contents of all weeks that are looked at would fill the memory.
#[derive(Debug, Clone, Default)]
pub struct ContentMemory {
    /// The reading that they are remembered by.
    pub reader: String,
    /// The period that each of them names, by SHA-256.
    pub named: BTreeMap<String, Option<PeriodName>>,
    /// Those of them, each a workbook, that were at hand before, by SHA-256.
    pub let_go: BTreeSet<String>,
}

/// Which facts are wanted: what comes later changes no verdict that was given before.
#[derive(Debug, Clone, Copy)]
pub enum Cut<'a> {
    /// Everything that is known now.
    Now,
    /// What a period was frozen with.
    Freeze(&'a Freeze),
    /// What a release was made of.
    Release(&'a ReleaseCut),
    /// Everything that came, before and after a release, where what decided about it stays as it was: what came since is
    /// answered and changes nothing.
    Since(&'a ReleaseCut),
}

/// A release as a cut through the facts. "Then" is told by numbers of the ledger, never by today's state.
#[derive(Debug, Clone)]
pub struct ReleaseCut {
    /// The period that was released.
    pub period: Period,
    /// When it was made.
    pub at: Moment,
    /// The last receipt then.
    pub last_receipt: i64,
    /// The last entry about the clerk's book then.
    pub last_clerk_row: i64,
    /// The last entry about proposals then; 0 in a record of before they had numbers.
    pub last_proposal: i64,
    /// The last scan then; `None` in a record of before that was kept: then every scan counts.
    pub last_scan: Option<i64>,
    /// The last exception then; `None` in a record of before that was kept: then their times decide.
    pub last_exception: Option<i64>,
    /// In whose folder something was being copied then.
    pub arriving: Vec<AgencyCode>,
    /// Whose form of the period lay in the inbox then as it was issued.
    pub untouched_forms: Vec<AgencyCode>,
    /// The clerk's book then, in the archive.
    pub book_sha256: Option<String>,
    /// The releases that were in force when it was made.
    pub before: Releases,
}

impl Facts {
    /// Whose form of a period lies in the inbox as it was issued.
    pub fn untouched_forms_of(&self, period: Period) -> Vec<AgencyCode> {
        self.untouched_forms.iter().filter(|(of, _)| *of == period).map(|(_, agency)| agency.clone()).collect()
    }

    /// The receipts of what is set aside.
    pub fn set_aside_files(&self) -> impl Iterator<Item = &Receipt> {
        self.receipts.iter().filter(|receipt| self.set_aside.contains_key(&receipt.sha256))
    }

    /// What was set aside at an instant.
    fn set_aside_until(&self, at: Moment) -> BTreeMap<String, Moment> {
        self.set_aside.iter().filter(|(_, since)| **since <= at).map(|(sha256, since)| (sha256.clone(), *since)).collect()
    }

    /// The receipts of what was left unread to the next run.
    pub fn left_over_files(&self) -> impl Iterator<Item = &Receipt> {
        self.receipts.iter().filter(|receipt| self.left_over.contains(&receipt.sha256))
    }

    /// Receipts by a clock that was wrong count as these scans do.
    pub fn set_right(mut self) -> Self {
        for receipt in &mut self.receipts {
            let said = self.said.get(&receipt.seq).copied().unwrap_or(receipt.first_seen);
            receipt.first_seen = self.scans.counts_at(receipt.scan, said);
            if receipt.first_seen != said {
                self.said.insert(receipt.seq, said);
            }
        }
        self
    }

    /// The facts as they stood at a cut.
    pub fn as_of(&self, cut: Cut<'_>) -> Self {
        match cut {
            Cut::Now => self.clone(),
            Cut::Freeze(freeze) => Self {
                receipts: self.receipts_until(freeze.last_receipt),
                arriving: freeze.arriving.iter().cloned().collect(),
                untouched_forms: freeze.untouched_forms.iter().map(|agency| (freeze.period, agency.clone())).collect(),
                admissions: self.admissions_as_of(|_, at| at <= freeze.at),
                book: self.book_until(freeze.last_clerk_row),
                proposals: self.proposals.until(freeze.last_proposal),
                set_aside: self.set_aside_until(freeze.at),
                as_of: Some(freeze.at),
                ..self.clone()
            },
            Cut::Since(release) => Self {
                // A clock that is set right afterwards changes nothing of what the release said.
                scans: match release.last_scan {
                    Some(last) => self.scans.clone().since(last),
                    None => self.scans.clone(),
                },
                arriving: release.arriving.iter().cloned().collect(),
                untouched_forms: release.untouched_forms.iter().map(|agency| (release.period, agency.clone())).collect(),
                book: self.book_until(release.last_clerk_row),
                proposals: self.proposals.until(release.last_proposal),
                set_aside: self.set_aside_until(release.at),
                as_of: Some(release.at),
                left_with: Some(release.last_receipt),
                ..self.clone()
            }
            .set_right(),
            Cut::Release(release) => {
                // A record of before exceptions were numbered in it knows them by their time.
                let decided = |seq: i64, at: Moment| match release.last_exception {
                    Some(last) => seq <= last,
                    None => at <= release.at,
                };
                let scans = self.scans.clone();
                Self {
                    receipts: self.receipts_until(release.last_receipt),
                    scans: match release.last_scan {
                        Some(last) => scans.until(last),
                        None => scans,
                    },
                    released: release.before.clone(),
                    open: release.before.is_released(release.period).then_some(release.period),
                    admissions: self.admissions_as_of(decided),
                    book_sha256: release.book_sha256.clone(),
                    ..self.as_of(Cut::Since(release))
                }
                .set_right()
            }
        }
    }

    /// The exceptions as they stood when exactly these decisions, by number and time, had been taken.
    fn admissions_as_of(&self, decided: impl Fn(i64, Moment) -> bool) -> Vec<(i64, Admission)> {
        let then = self.admissions.iter().filter(|(seq, a)| decided(*seq, a.at));
        let with = |(seq, a): &(i64, Admission)| {
            (*seq, Admission { revoked: a.revoked.filter(|revoked| decided(revoked.seq, revoked.at)), ..a.clone() })
        };
        then.map(with).collect()
    }

    /// The exceptions that nobody took back, in the order they were granted.
    pub fn admissions_in_force(&self) -> impl Iterator<Item = &Admission> {
        self.admissions.iter().map(|(_, admission)| admission).filter(|admission| admission.revoked.is_none())
    }

    fn receipts_until(&self, last: i64) -> Vec<Receipt> {
        self.receipts.iter().filter(|receipt| receipt.seq <= last).cloned().collect()
    }

    fn book_until(&self, last: i64) -> Vec<BookEntry> {
        self.book.iter().filter(|entry| entry.seq <= last).cloned().collect()
    }

    /// The period that a content names; `None` if it is neither at hand nor remembered.
    pub fn period_named(&self, sha256: &str) -> Option<Option<PeriodName>> {
        self.contents.get(sha256).map(|content| content.period_named()).or_else(|| self.remembered.named.get(sha256).copied())
    }

    /// Lets go of the workbooks at hand that the ledger remembers, which `is_remembered` asks by SHA-256: whoever wants one of them
    /// again loads it as any other.
    pub fn let_go_of_remembered<E>(&mut self, is_remembered: impl Fn(&str) -> Result<bool, E>) -> Result<(), E> {
        for (sha256, content) in &self.contents {
            if content.extraction().is_some() && is_remembered(sha256)? {
                self.remembered.named.insert(sha256.clone(), content.period_named());
                self.remembered.let_go.insert(sha256.clone());
            }
        }
        self.contents.retain(|sha256, _| !self.remembered.let_go.contains(sha256));
        Ok(())
    }

    /// The period that a workbook names which was at hand before; `None` if it was none.
    pub fn let_go(&self, sha256: &str) -> Option<Option<PeriodName>> {
        self.remembered.let_go.get(sha256).and_then(|sha256| self.remembered.named.get(sha256).copied())
    }

    /// The number of the last entry about the clerk's book; 0 before the first.
    pub fn last_clerk_row(&self) -> i64 {
        self.book.iter().map(|entry| entry.seq).max().unwrap_or(0)
    }

    /// From when on nothing more enters a period: its last release, unless it is being made once more.
    pub(super) fn closed(&self, period: Period) -> Option<Moment> {
        self.released.last(period).map(|(_, at)| at).filter(|_| self.open != Some(period))
    }

    /// Did a receipt come after the release of a period? A clock that was set right meanwhile must not put it before.
    pub(super) fn came_after(&self, period: Period, receipt: &Receipt) -> bool {
        self.closed(period).is_some_and(|at| self.left_with.map_or(receipt.first_seen > at, |last| receipt.seq > last))
    }

    /// Does an exception hold for a file received then? It does for what came before the release it was granted for;
    /// so one granted for the first version takes nothing of what came afterwards into the second.
    pub(super) fn holds(&self, admission: &Admission, first_seen: Moment, received_at: Moment) -> bool {
        let before_release = self.released.at(admission.period, admission.version).is_none_or(|at| first_seen <= at);
        before_release && admission.until.is_none_or(|until| received_at < until)
    }

    /// Is a version of an agency taken in by an exception?
    pub(super) fn admits(&self, period: Period, agency: &AgencyCode, version: &Version) -> bool {
        let (seen, received) = (version.receipt.first_seen, version.timing.received_at);
        self.admissions_in_force().filter(|a| a.period == period).any(|a| {
            let concerned = match &a.agency {
                Some(code) => code == agency,
                None => seen <= a.at,
            };
            concerned && self.holds(a, seen, received)
        })
    }

    /// The number of the last receipt; 0 before the first.
    pub fn last_receipt(&self) -> i64 {
        self.receipts.iter().map(|r| r.seq).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::inbox::{Folder, InboxFile};
    use crate::model::receipt_book::{BookChange, BookRow};
    use crate::model::report::{AgencyReport, Reading};
    use crate::model::scans::Interval;
    use crate::testing;

    fn at(time: &str) -> Moment {
        Moment::parse_from_rfc3339(&format!("2025-07-11T{time}:00+07:00")).unwrap()
    }

    fn week(id: &str) -> Period {
        Period::parse_id(id).unwrap()
    }

    fn agency(code: &str) -> AgencyCode {
        AgencyCode::parse(code).unwrap()
    }

    fn receipt(seq: i64, seen: &str) -> Receipt {
        let file = InboxFile {
            path: format!("SYT/{seq}.xlsx"),
            folder: Folder::Agency(agency("SYT")),
            size: 1,
            modified_at: None,
            server_time: None,
        };
        let first_seen = at(seen);
        Receipt { seq, hash: String::new(), file, sha256: format!("{seq}"), scan: seq, first_seen, last_scan_before: None }
    }

    fn granted(seq: i64, when: &str) -> (i64, Admission) {
        let (period, reason, by) = (week("2025-W28"), String::new(), String::new());
        (seq, Admission { period, agency: None, file: None, reason, by, at: at(when), version: 1, until: None, revoked: None })
    }

    fn booked(seq: i64) -> BookEntry {
        let said = BookRow {
            period: week("2025-W28"),
            agency: agency("SYT"),
            file: None,
            received_at: at("10:00"),
            channel: String::new(),
            number: String::new(),
            receiver: String::new(),
            note: String::new(),
        };
        BookEntry { seq, row: seq, change: BookChange::Added, seen_at: at("10:00"), book_sha256: String::new(), line: 1, said }
    }

    fn looked(scan: i64, when: &str) -> Interval {
        Interval { scan, first: at(when), last: at(when), count: 1, longest_gap_seconds: 0, doubted: false }
    }

    fn releases(list: &[(&str, u32, &str)]) -> Releases {
        list.iter().map(|(period, version, time)| (week(period), *version, at(time))).collect()
    }

    fn looks(facts: &Facts) -> usize {
        facts.scans.of("syt").intervals().count()
    }

    /// Something on both sides of every cut.
    fn facts() -> Facts {
        Facts {
            receipts: vec![receipt(1, "10:50"), receipt(2, "11:30"), receipt(3, "16:00")],
            scans: Scans::new(
                [(1, "10:50"), (2, "11:30"), (3, "16:00")].map(|(scan, when)| (looked(scan, when), 0)).to_vec(),
                vec![["syt".to_owned()].into()],
            ),
            arriving: [agency("STC")].into(),
            released: releases(&[("2025-W27", 1, "08:00"), ("2025-W28", 1, "15:20"), ("2025-W27", 2, "15:40")]),
            open: Some(week("2025-W27")),
            admissions: vec![granted(1, "10:00"), granted(2, "11:40"), granted(3, "15:50")],
            book: vec![booked(1), booked(2), booked(3)],
            book_sha256: Some("today".to_owned()),
            ..Facts::default()
        }
    }

    fn release() -> ReleaseCut {
        ReleaseCut {
            period: week("2025-W28"),
            at: at("15:20"),
            last_receipt: 2,
            last_clerk_row: 2,
            last_proposal: 0,
            last_scan: Some(2),
            last_exception: Some(2),
            arriving: vec![agency("SNV")],
            untouched_forms: Vec::new(),
            book_sha256: Some("then".to_owned()),
            before: releases(&[("2025-W27", 1, "08:00")]),
        }
    }

    /// Receipts, scans, exceptions, rows of the book, who is arriving, the instant.
    fn shown(facts: &Facts) -> (usize, usize, usize, usize, Vec<&str>, Option<Moment>) {
        let arriving = facts.arriving.iter().map(AgencyCode::as_str).collect();
        (facts.receipts.len(), looks(facts), facts.admissions.len(), facts.book.len(), arriving, facts.as_of)
    }

    #[test]
    fn what_the_ledger_remembers_is_let_go_of_and_known_by_its_week() {
        let named = |id: &str| {
            let mut report = AgencyReport::default();
            report.info.period.reading = Reading::Value(PeriodName::Week(week(id)));
            Arc::new(Content::Workbook(Box::new(testing::extraction(report))))
        };
        let document = Arc::new(Content::Document { kind: "PDF".to_owned() });
        let contents = [("a", named("2025-W28")), ("b", named("2025-W30")), ("c", document)];
        let mut facts = Facts { contents: contents.map(|(sha256, content)| (sha256.to_owned(), content)).into(), ..facts() };
        let weeks = |facts: &Facts| ["a", "b", "c", "d"].map(|sha256| facts.period_named(sha256));
        let before = weeks(&facts);
        facts.let_go_of_remembered(|sha256| Ok::<_, ()>(sha256 != "a")).unwrap();
        assert_eq!(facts.contents.keys().collect::<Vec<_>>(), ["a", "c"], "the ledger does not know the one, and the other has no rows");
        assert_eq!(weeks(&facts), before);
        assert_eq!(["a", "b", "c"].map(|sha256| facts.let_go(sha256)), [None, Some(Some(PeriodName::Week(week("2025-W30")))), None]);
    }

    #[test]
    fn now_is_everything() {
        assert_eq!(shown(&facts().as_of(Cut::Now)), (3, 3, 3, 3, vec!["STC"], None));
    }

    #[test]
    fn a_freeze_knows_what_came_before_it() {
        let freeze = Freeze {
            period: week("2025-W28"),
            at: at("11:00"),
            last_receipt: 1,
            last_clerk_row: 1,
            grown_with: Vec::new(),
            last_proposal: 0,
            last_scan: None,
            last_exception: None,
            last_release: None,
            arriving: vec![agency("SXD")],
            untouched_forms: Vec::new(),
            register_sha256: None,
            config_sha256: None,
            terms: None,
            on_time: BTreeMap::new(),
            seal: None,
            files: Vec::new(),
            first: None,
        };
        // Scans are no facts of one week: a look after the cutoff belongs to the proof that nobody looked before.
        assert_eq!(shown(&facts().as_of(Cut::Freeze(&freeze))), (1, 3, 1, 1, vec!["SXD"], Some(at("11:00"))));
    }

    #[test]
    fn a_release_knows_the_releases_before_it_and_nothing_later() {
        let then = facts().as_of(Cut::Release(&release()));
        assert_eq!(shown(&then), (2, 2, 2, 2, vec!["SNV"], Some(at("15:20"))));
        assert_eq!(then.released, release().before);
        assert_eq!((then.open, then.book_sha256.as_deref()), (None, Some("then")));
        let second = ReleaseCut { before: releases(&[("2025-W27", 1, "08:00"), ("2025-W28", 1, "15:20")]), ..release() };
        assert_eq!(facts().as_of(Cut::Release(&second)).open, Some(week("2025-W28")));
    }

    #[test]
    fn an_old_record_knows_exceptions_by_their_time_and_every_scan() {
        let old = ReleaseCut { last_scan: None, last_exception: None, ..release() };
        let then = facts().as_of(Cut::Release(&old));
        assert_eq!((looks(&then), then.admissions.len()), (3, 2));
    }

    #[test]
    fn since_a_release_everything_is_known_but_what_decided_stays() {
        let since = facts().as_of(Cut::Since(&release()));
        assert_eq!(shown(&since), (3, 3, 3, 2, vec!["SNV"], Some(at("15:20"))));
        assert_eq!((since.released, since.open), (facts().released, Some(week("2025-W27"))));
    }
}
