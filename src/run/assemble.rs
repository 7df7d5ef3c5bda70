//! From facts to the state of a period: whose report each file is, what is wrong with it, which version counts,
//! what is accepted, and the consolidation. Pure: the same facts give the same state, whatever ran before.
//!
//! ```text
//! Facts (receipts, contents, scans, admissions, freeze, history) + Register + Config
//!   → Sorted files (agency, fit, codes by content) → findings of files → Submissions → findings of reports → Accepted → Consolidation
//! ```

use crate::forms;
use crate::io::inbox;
use crate::io::ledger::Outcome;
use crate::merge::accept::{self, AcceptInput, Accepted};
use crate::merge::attribute;
use crate::merge::basis::Basis;
use crate::merge::clock_doubt;
use crate::merge::consolidate::{ConsolidateInput, consolidate};
use crate::merge::content_match;
use crate::merge::receipt_book::{self, Candidate};
use crate::merge::select::{self, SelectInput};
use crate::merge::timing::{self, Booked, TimingInput};
use crate::model::agency::{Agency, AgencyCode, Route};
use crate::model::calendar::AgencyCutoff;
use crate::model::config::{Config, Layout};
use crate::model::consolidation::Consolidation;
use crate::model::cutoff::Cutoffs;
use crate::model::finding::{self, Finding, Severity};
use crate::model::history::History;
use crate::model::inbox::{Content, Receipt};
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::receipt_book::{BookEntry, BookUse, Means};
use crate::model::register::Register;
use crate::model::rhythm::Rhythm;
use crate::model::submission::{Admission, Evidence, Freeze, Submission, Timing, Version};
use crate::rules::case::{FileCase, PeriodFit, ReportCase, SubmissionCase};
use crate::rules::{self};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the ledger knows, as plain values.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Every receipt, by number.
    pub receipts: Vec<Receipt>,
    /// What each content is, by SHA-256.
    pub contents: BTreeMap<String, Arc<Content>>,
    /// Successful scans of each area of the inbox (`io::inbox::folder_key`), ascending.
    pub scans: BTreeMap<String, Vec<(i64, Moment)>>,
    /// Agencies in whose folder something is being copied.
    pub arriving: BTreeSet<AgencyCode>,
    /// When each released period was first released: from then on its week is over, and for every other week it stays so.
    pub released: BTreeMap<Period, Moment>,
    /// When the later versions of a period were released.
    pub again: BTreeMap<(Period, u32), Moment>,
    /// The period that is being made once more: what came after its release belongs to it like anything else.
    pub open: Option<Period>,
    /// Exceptions.
    pub admissions: Vec<Admission>,
    /// Everything seen in the clerk's receipt book.
    pub book: Vec<BookEntry>,
    /// The book as it is used, in the archive; none where there is none.
    pub book_sha256: Option<String>,
    /// The instant as of which they stand, where it is not now: that of a freeze or a release.
    pub as_of: Option<Moment>,
    /// Scans at which the file server's clock and ours were too far apart, and by how many seconds.
    pub skews: BTreeMap<i64, i64>,
    /// Receipts of files that somebody at the office had open.
    pub taken_open: BTreeSet<i64>,
}

impl Facts {
    /// The facts as they were when a period was frozen. Those of a release: [`crate::run::sealed`].
    pub fn at_freeze(&self, freeze: &Freeze) -> Self {
        Self {
            receipts: self.receipts.iter().filter(|r| r.seq <= freeze.last_receipt).cloned().collect(),
            arriving: freeze.arriving.iter().cloned().collect(),
            admissions: self.admissions.iter().filter(|a| a.at <= freeze.at).cloned().collect(),
            as_of: Some(freeze.at),
            ..self.clone()
        }
        .booked_until(freeze.last_clerk_row)
    }

    /// The same facts with the clerk's book as far as it was known then: a release does not change afterwards.
    pub fn booked_until(mut self, last_clerk_row: i64) -> Self {
        self.book.retain(|entry| entry.seq <= last_clerk_row);
        self
    }

    /// The number of the last entry about the clerk's book; 0 before the first.
    pub fn last_clerk_row(&self) -> i64 {
        self.book.iter().map(|entry| entry.seq).max().unwrap_or(0)
    }

    /// When a version of a period was released, if it was.
    fn released_at(&self, period: Period, version: u32) -> Option<Moment> {
        if version <= 1 { self.released.get(&period).copied() } else { self.again.get(&(period, version)).copied() }
    }

    /// From when on nothing more enters a period: its last release, unless it is being made once more.
    fn closed(&self, period: Period) -> Option<Moment> {
        let last = self.again.range((period, 0)..=(period, u32::MAX)).next_back().map(|(_, at)| *at);
        last.or(self.released.get(&period).copied()).filter(|_| self.open != Some(period))
    }

    /// Does an exception hold for a file received then? It does for what came before the release it was granted for;
    /// so one granted for the first version takes nothing of what came afterwards into the second.
    fn holds(&self, admission: &Admission, first_seen: Moment, received_at: Moment) -> bool {
        let before_release = self.released_at(admission.period, admission.version).is_none_or(|at| first_seen <= at);
        before_release && admission.until.is_none_or(|until| received_at < until)
    }

    /// Is a version of an agency taken in by an exception?
    fn admits(&self, period: Period, agency: &AgencyCode, version: &Version) -> bool {
        let (seen, received) = (version.receipt.first_seen, version.timing.received_at);
        self.admissions.iter().filter(|a| a.period == period).any(|a| {
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

/// The period to assemble and what is fixed for it.
#[derive(Debug, Clone, Copy)]
pub struct PeriodInput<'a> {
    /// The period.
    pub period: Period,
    /// Its cutoffs.
    pub cutoffs: Cutoffs,
    /// The registers as first written.
    pub register: &'a Register,
    /// The configuration.
    pub config: &'a Config,
    /// What earlier periods left.
    pub history: &'a History,
    /// Its freeze, if made.
    pub freeze: Option<&'a Freeze>,
    /// The instant the command started; says which cutoffs have come.
    pub now: Moment,
    /// The form version in force.
    pub form_version: &'a str,
}

impl<'a> PeriodInput<'a> {
    /// The calendar with the schedule.
    fn rhythm(&self) -> Rhythm<'a> {
        Rhythm { calendar: &self.register.calendar, schedule: &self.config.schedule }
    }

    /// What an agency is held to; everybody's cutoff where nobody knows whose a file is.
    fn cutoff_of(&self, agency: Option<&AgencyCode>) -> AgencyCutoff {
        let rhythm = self.rhythm();
        agency.and_then(|code| rhythm.cutoff_of(self.period, code)).unwrap_or_else(|| AgencyCutoff::general(self.cutoffs))
    }
}

/// The state of a period.
#[derive(Debug, Clone)]
pub struct Assembled {
    /// Everything the products print.
    pub consolidation: Consolidation,
    /// Rows of every agency after this period, for what a release leaves; emptied where none is made.
    pub accepted: BTreeMap<AgencyCode, Accepted>,
    /// Fingerprints of the counted reports.
    pub fingerprints: BTreeMap<AgencyCode, String>,
    /// What each receipt that concerns this period means, by receipt number.
    pub outcomes: BTreeMap<i64, JudgedReceipt>,
    /// The exceptions granted for this period, in the order they were granted.
    pub admissions: Vec<Admission>,
}

/// What a receipt means for a period.
#[derive(Debug, Clone)]
pub struct JudgedReceipt {
    /// What it is.
    pub outcome: Outcome,
    /// Whose report it was taken for.
    pub agency: Option<AgencyCode>,
    /// Findings about the file.
    pub findings: Vec<Finding>,
}

/// A receipt that concerns the period.
struct Concerned<'a> {
    receipt: &'a Receipt,
    content: Arc<Content>,
    agency: Option<AgencyCode>,
    fit: PeriodFit,
    timing: Timing,
    /// The receipt of this content that was first seen, wherever it lay then; it decides.
    seen: &'a Receipt,
    /// The scan that saw it first; what the clerk received before, or the server noted, has its place among the scans by
    /// that time.
    scan: i64,
    /// The content never came before.
    new: bool,
    /// It came after the period's release: answered, and nothing more.
    after_release: bool,
    /// Somebody at the office had it open when it was taken.
    open_when_taken: bool,
}

/// A concerned receipt with its findings.
struct Judged<'a> {
    of: Concerned<'a>,
    findings: Vec<Finding>,
    valid: bool,
}

/// Assembles a period.
pub fn assemble(facts: &Facts, input: &PeriodInput<'_>) -> Assembled {
    let day = moment::day(input.cutoffs.submit);
    let register = input.register.in_force(day);
    let (concerned, mut booked) = concerned(facts, input, &register);
    let with_workbook: BTreeSet<AgencyCode> = concerned
        .iter()
        .filter(|c| matches!(c.content.as_ref(), Content::Workbook(_)) && matches!(c.fit, PeriodFit::Fits | PeriodFit::Admitted(_)))
        .filter_map(|c| c.agency.clone())
        .collect();
    let judged: Vec<Judged<'_>> = concerned.into_iter().map(|c| judge(c, input, &register, &with_workbook)).collect();
    let outcomes = judged.iter().map(|j| (j.of.receipt.seq, judged_receipt(j))).collect();
    let latest_receipt = judged.iter().map(|j| j.of.timing.received_at).max();

    let basis = Basis::new(&register, input.history, input.period, day);
    let (mut by_agency, orphans) = group(judged);
    let mut submissions = Vec::new();
    let mut accepted = BTreeMap::new();
    let mut fingerprints = BTreeMap::new();
    for agency in &register.agencies {
        let booked = booked.remove(&agency.code).unwrap_or_default();
        // One that is no longer in effect and sends something all the same is answered like any other.
        let judged = match by_agency.remove(&agency.code) {
            Some(judged) => judged,
            None if agency.in_effect(day) || !booked.is_empty() => Vec::new(),
            None => continue,
        };
        let (submission, rows, fingerprint) = one_agency(facts, input, &basis, agency, judged, booked);
        if let Some(fingerprint) = fingerprint {
            fingerprints.insert(agency.code.clone(), fingerprint);
        }
        accepted.insert(agency.code.clone(), rows);
        submissions.push(submission);
    }
    let mut consolidation = consolidate(ConsolidateInput {
        register: &register,
        period: input.period,
        rhythm: input.rhythm(),
        cutoffs: input.cutoffs,
        day,
        submissions,
        accepted: &accepted,
        history: input.history,
        lights: &input.config.lights,
        due_soon_days: input.config.policy.due_soon_days,
        latest_receipt,
        rules_off: &input.config.rules.off,
    });
    // Files of nobody we know are nobody's findings: the secretariat sees them with those of the whole.
    consolidation.findings.extend(orphans.into_iter().flat_map(|j| j.findings));
    consolidation.findings.extend(by_agency.into_values().flatten().flat_map(|j| j.findings));
    finding::sort(&mut consolidation.findings);
    give_cells_to_their_reports(&mut consolidation);
    let admissions = facts.admissions.iter().filter(|a| a.period == input.period).cloned().collect();
    Assembled { consolidation, accepted, fingerprints, outcomes, admissions }
}

/// What the comparison of agencies found in a cell of a merged report belongs to that report. What names no cell
/// depends on what others reported and is no count against the agency: it stays with the whole.
fn give_cells_to_their_reports(consolidation: &mut Consolidation) {
    for submission in consolidation.submissions.iter_mut().filter(|s| s.merged) {
        let own = |f: &Finding| f.agency.as_ref() == Some(&submission.agency) && f.place.cell.is_some();
        let (own, others) = std::mem::take(&mut consolidation.findings).into_iter().partition(own);
        consolidation.findings = others;
        submission.findings.extend::<Vec<Finding>>(own);
        finding::sort(&mut submission.findings);
    }
}

type BookedByAgency = BTreeMap<AgencyCode, Vec<BookUse>>;

/// Receipts that concern the period, with what their own period means for it, and the clerk's rows about it.
fn concerned<'a>(facts: &'a Facts, input: &PeriodInput<'_>, register: &Register) -> (Vec<Concerned<'a>>, BookedByAgency) {
    let released = facts.closed(input.period);
    let mut first: BTreeMap<&str, &Receipt> = BTreeMap::new();
    let mut sent: BTreeSet<(&str, Option<AgencyCode>)> = BTreeSet::new();
    let mut list = Vec::new();
    for receipt in &facts.receipts {
        let earliest = *first.entry(receipt.sha256.as_str()).or_insert(receipt);
        let Some(content) = facts.contents.get(&receipt.sha256) else { continue };
        let agency = attribute::agency_of(&receipt.file.folder, content, register);
        let late_from = input.cutoff_of(agency.as_ref()).late_from;
        // "This content was seen complete by a scan": also where it lay in a folder that was not its agency's. What
        // the agency itself sent before and puts back is a new version of its own time.
        let judge = |seen: &Receipt| {
            let timing = timing::judge(&TimingInput {
                first_seen: seen.first_seen,
                server_time: seen.file.server_time,
                scans: scans_of(facts, seen, register),
                cutoff: late_from,
                gap_minutes: input.config.policy.unproven_gap_minutes,
            });
            match facts.skews.get(&seen.scan) {
                Some(skew) => clock_doubt::judge(timing, seen.first_seen, late_from, *skew),
                None => timing,
            }
        };
        let moved = sent.insert((receipt.sha256.as_str(), agency.clone())).then(|| (earliest, judge(earliest)));
        let (seen, timing) = moved.filter(|(_, timing)| timing.on_time).unwrap_or_else(|| (receipt, judge(receipt)));
        let new = earliest.seq == receipt.seq;
        let Some(fit) = fit(facts, input, (receipt, timing), content, new && timing.on_time, released) else { continue };
        let after_release = released.is_some_and(|at| receipt.first_seen > at);
        let scan = if timing.evidence == Evidence::ServerTime { place(facts, timing.received_at, seen.scan) } else { seen.scan };
        let (open_when_taken, content) =
            (facts.taken_open.contains(&receipt.seq), content_match::with_codes(content, agency.as_ref(), register));
        list.push(Concerned { receipt, content, agency, fit, timing, seen, scan, new, after_release, open_when_taken });
    }
    let booked = by_the_book(facts, input, register, &mut list);
    (list, booked)
}

/// The place among the scans of what was proved to be there at a time: that of the first scan from then on, wherever it
/// looked. A folder that could not be listed for a while must not put an old report behind a newer one.
fn place(facts: &Facts, since: Moment, seen_by: i64) -> i64 {
    let scans = facts.scans.values().flatten().filter(|(_, at)| *at >= since);
    scans.map(|(scan, _)| *scan).min().map_or(seen_by, |scan| scan.min(seen_by))
}

/// The successful scans of the area in which a file lies.
fn scans_of<'a>(facts: &'a Facts, receipt: &Receipt, register: &Register) -> &'a [(i64, Moment)] {
    facts.scans.get(&inbox::folder_key(&receipt.file.folder, register)).map_or(&[][..], Vec::as_slice)
}

/// A receipt that a row of this week may speak of: what waits for a later week, or was sent for an earlier one, is none.
fn candidate<'a>(concerned: &'a Concerned<'_>) -> Option<Candidate<'a>> {
    let other = matches!(concerned.fit, PeriodFit::Future(_)) || (matches!(concerned.fit, PeriodFit::Released { .. }) && !concerned.new);
    let agency = concerned.agency.as_ref().filter(|_| !concerned.after_release && !other)?;
    Some(Candidate {
        receipt: concerned.receipt.seq,
        agency,
        path: &concerned.receipt.file.path,
        sha256: &concerned.receipt.sha256,
        first_seen: concerned.seen.first_seen,
        document: matches!(concerned.content.as_ref(), Content::Document { .. }),
    })
}

/// Puts what the clerk's rows prove into the receipts they speak of.
fn by_the_book(facts: &Facts, input: &PeriodInput<'_>, register: &Register, list: &mut [Concerned<'_>]) -> BookedByAgency {
    let rows = receipt_book::holding(&facts.book, input.period, input.freeze.map(|f| f.last_clerk_row));
    if rows.is_empty() {
        return BTreeMap::new();
    }
    let candidates: Vec<Candidate<'_>> = list.iter().filter_map(candidate).collect();
    let late_from = |agency: &AgencyCode| input.cutoff_of(Some(agency)).late_from;
    let mut uses = receipt_book::used(rows, &candidates, late_from);
    uses.sort_by_key(|u| (u.row.said.received_at, u.booked_late, u.row.seq));
    for one in &uses {
        let Means::Receipt(seq) = one.means else { continue };
        let Some(concerned) = list.iter_mut().find(|c| c.receipt.seq == seq) else { continue };
        let row = Booked { at: one.row.said.received_at, late: one.booked_late };
        concerned.timing = timing::with_book(concerned.timing, Some(row), late_from(&one.row.said.agency));
        if concerned.timing.evidence == Evidence::Clerk {
            let looks = scans_of(facts, concerned.receipt, register);
            let then = looks.iter().find(|(_, at)| *at >= concerned.timing.received_at).map_or(concerned.scan, |(scan, _)| *scan);
            concerned.scan = concerned.scan.min(then);
        }
        if let PeriodFit::Released { period, at, .. } = concerned.fit {
            concerned.fit = PeriodFit::Released { period, at, forgotten: concerned.new && concerned.timing.on_time };
        }
    }
    let mut booked: BookedByAgency = BTreeMap::new();
    for one in uses {
        booked.entry(one.row.said.agency.clone()).or_default().push(one);
    }
    booked
}

/// What a file's own period means for the period being assembled; none if the file does not concern it. `new_in_time`:
/// its content never came before, and it came while this period collected.
fn fit(
    facts: &Facts,
    input: &PeriodInput<'_>,
    (receipt, timing): (&Receipt, Timing),
    content: &Content,
    new_in_time: bool,
    released: Option<Moment>,
) -> Option<PeriodFit> {
    let period = input.period;
    let rhythm = input.rhythm();
    let claimed = attribute::claimed_period(content, rhythm);
    let after_release = released.is_some_and(|at| receipt.first_seen > at);
    match excepted_for(facts, receipt, timing) {
        Some(other) if other == period && !after_release => {
            return Some(claimed.filter(|c| *c != period).map_or(PeriodFit::Fits, PeriodFit::Admitted));
        }
        // It was used for that week; the week written in it is a mistake that somebody has dealt with.
        Some(other) if other < period => return None,
        _ => {}
    }
    if claimed == Some(period) {
        return match released {
            Some(at) if after_release => Some(PeriodFit::Released { period, at, forgotten: false }),
            _ => Some(PeriodFit::Fits),
        };
    }
    // Any other file concerns only the week in which it came.
    if attribute::home(receipt, &facts.released, rhythm) != period {
        return None;
    }
    let Some(claimed) = claimed else { return Some(PeriodFit::Unknown) };
    if claimed > period {
        return Some(PeriodFit::Future(claimed));
    }
    match facts.released.get(&claimed) {
        Some(at) if receipt.first_seen > *at => Some(PeriodFit::Released { period: claimed, at: *at, forgotten: new_in_time }),
        Some(_) => None,
        None if attribute::arrived_for(receipt, claimed, rhythm) => None,
        None => Some(PeriodFit::Past(claimed)),
    }
}

/// The week for which a person accepted this file, whatever week it names. An exception holds for what lies at that
/// path until the release it was granted for.
fn excepted_for(facts: &Facts, receipt: &Receipt, timing: Timing) -> Option<Period> {
    let of_file = facts.admissions.iter().filter(|a| a.file.as_deref() == Some(receipt.file.path.as_str()));
    of_file.filter(|a| facts.holds(a, receipt.first_seen, timing.received_at)).map(|a| a.period).next()
}

fn judge<'a>(of: Concerned<'a>, input: &PeriodInput<'_>, register: &Register, with_workbook: &BTreeSet<AgencyCode>) -> Judged<'a> {
    let rhythm = input.rhythm();
    let case = FileCase {
        file: &of.receipt.file,
        content: &of.content,
        workbook_beside: of.agency.as_ref().is_some_and(|a| with_workbook.contains(a)),
        agency: of.agency.as_ref(),
        register,
        span: rhythm.span(input.period),
        named: rhythm.span(attribute::claimed_period(&of.content, rhythm).unwrap_or(input.period)),
        cutoffs: Some(input.cutoffs),
        fit: of.fit,
        received_at: of.timing.received_at,
        first_seen: Some(of.receipt.first_seen),
        form_version: input.form_version,
        open_when_taken: of.open_when_taken,
    };
    let findings = rules::review_file(&case, &input.config.rules.off);
    let valid = matches!(of.content.as_ref(), Content::Workbook(_)) && !findings.iter().any(|f| f.severity == Severity::Reject);
    Judged { of, findings, valid }
}

fn judged_receipt(judged: &Judged<'_>) -> JudgedReceipt {
    JudgedReceipt { outcome: outcome(judged), agency: judged.of.agency.clone(), findings: judged.findings.clone() }
}

fn outcome(judged: &Judged<'_>) -> Outcome {
    match (judged.of.content.as_ref(), judged.of.fit) {
        (Content::Document { .. }, _) => Outcome::Document,
        (_, PeriodFit::Future(_)) => Outcome::Waiting,
        (_, PeriodFit::Released { .. }) => Outcome::AfterRelease,
        _ if judged.valid => Outcome::Received,
        _ => Outcome::Returned,
    }
}

type ByAgency<'a> = BTreeMap<AgencyCode, Vec<Judged<'a>>>;

fn group(judged: Vec<Judged<'_>>) -> (ByAgency<'_>, Vec<Judged<'_>>) {
    let mut by_agency: ByAgency<'_> = BTreeMap::new();
    let mut orphans = Vec::new();
    for one in judged {
        match one.of.agency.clone() {
            Some(agency) => by_agency.entry(agency).or_default().push(one),
            None => orphans.push(one),
        }
    }
    (by_agency, orphans)
}

/// One agency: the version that counts, its findings, its rows.
fn one_agency(
    facts: &Facts,
    input: &PeriodInput<'_>,
    basis: &Basis<'_>,
    agency: &Agency,
    judged: Vec<Judged<'_>>,
    booked: Vec<BookUse>,
) -> (Submission, Accepted, Option<String>) {
    let document = |j: &&Judged<'_>| matches!(j.of.content.as_ref(), Content::Document { .. }) && !j.of.after_release;
    let papers = booked.iter().filter(|b| b.means == Means::Paper).map(|b| b.row.said.received_at);
    let document_received = judged.iter().filter(document).map(|j| j.of.timing.received_at).chain(papers).min();
    let mut versions = Vec::new();
    let mut aside = Vec::new();
    for one in judged {
        if is_version(&one) {
            let Judged { of, findings, valid } = one;
            let (first_seen, last_scan_before) = (of.seen.first_seen, of.seen.last_scan_before);
            let receipt = Receipt { scan: of.scan, first_seen, last_scan_before, ..of.receipt.clone() };
            versions.push(Version { receipt, number: 0, timing: of.timing, content: of.content, findings, valid });
        } else {
            aside.extend(one.findings);
        }
    }
    let admitted = versions.iter().filter(|v| facts.admits(input.period, &agency.code, v)).map(|v| v.receipt.seq).collect();
    let cutoff = input.cutoff_of(Some(&agency.code));
    let mut submission = select::select(SelectInput {
        agency: &agency.code,
        versions,
        arriving: facts.arriving.contains(&agency.code),
        document_received,
        booked,
        exempt_because: exempt_because(agency, basis.day, input.config),
        frozen: input.freeze.and_then(|f| f.on_time.get(&agency.code).copied()),
        admitted,
        late_reports: input.config.policy.late_reports,
        cutoff,
        due: facts.as_of.unwrap_or(input.now) >= cutoff.submit,
    });
    submission.findings = aside;
    let fingerprint = review(input, basis, &mut submission);
    let rows = accepted_rows(basis, agency, &submission);
    (submission, rows, fingerprint)
}

/// Does the file take part in the choice of the version that counts?
fn is_version(judged: &Judged<'_>) -> bool {
    match (judged.of.content.as_ref(), judged.of.fit) {
        _ if judged.of.after_release => false,
        (Content::Document { .. }, _) | (_, PeriodFit::Future(_) | PeriodFit::Released { forgotten: false, .. }) => false,
        (
            _,
            PeriodFit::Fits
            | PeriodFit::Admitted(_)
            | PeriodFit::Unknown
            | PeriodFit::Past(_)
            | PeriodFit::Released { forgotten: true, .. },
        ) => true,
    }
}

/// Adds the findings of the shown version, of every later one, of its rows and of the choice itself.
fn review(input: &PeriodInput<'_>, basis: &Basis<'_>, submission: &mut Submission) -> Option<String> {
    let off = &input.config.rules.off;
    let first_shown = submission.counted.unwrap_or(0);
    for version in submission.versions.iter().skip(first_shown) {
        submission.findings.extend(version.findings.iter().cloned());
    }
    let counted = submission.counted_version().cloned();
    let report = counted.as_ref().and_then(|v| select::report(v).map(|r| (v, r)));
    let fingerprint = report.map(|(_, report)| forms::fingerprint(report));
    if let Some((version, report)) = report {
        let case = ReportCase {
            agency: &submission.agency,
            file: &version.receipt.file.path,
            report,
            register: basis.register,
            history: input.history,
            span: input.rhythm().span(input.period),
            day: basis.day,
        };
        submission.findings.extend(rules::review_report(&case, off));
    }
    let case = SubmissionCase {
        submission,
        register: basis.register,
        history: input.history,
        fingerprint: fingerprint.as_deref(),
        span: input.rhythm().span(input.period),
    };
    let of_choice = rules::review_submission(&case, off);
    submission.findings.extend(of_choice);
    finding::sort(&mut submission.findings);
    submission.findings.dedup();
    fingerprint
}

fn accepted_rows(basis: &Basis<'_>, agency: &Agency, submission: &Submission) -> Accepted {
    let merged = submission.counted_version().filter(|_| submission.merged).and_then(|v| select::report(v).map(|r| (v, r)));
    let Some((version, report)) = merged else { return accept::carry(basis, &agency.code) };
    let file = version.receipt.file.path.as_str();
    // A rejection is found by sheet and row, so only findings about this very file may reject.
    let findings: Vec<Finding> = submission.findings.iter().filter(|f| f.file == file && f.subject.is_some()).cloned().collect();
    accept::accept(&AcceptInput { agency: &agency.code, report, findings: &findings, basis, file, sha256: &version.receipt.sha256 })
}

/// Why an agency does not report to this desk; none if it must.
pub fn exempt_because(agency: &Agency, day: NaiveDate, config: &Config) -> Option<String> {
    if !agency.in_effect(day) {
        return Some("không có hiệu lực trong danh mục tại hạn nộp".to_owned());
    }
    let elsewhere = match (config.desk.layout, agency.route) {
        (Layout::State, Route::PartyOfficeOnly) => Some("chỉ nộp Văn phòng Tỉnh ủy"),
        (Layout::Party, Route::DepartmentOnly) => Some("chỉ nộp Sở Khoa học và Công nghệ"),
        _ => None,
    };
    if !agency.weekly {
        return Some("không thuộc diện báo cáo tuần".to_owned());
    }
    elsewhere.map(str::to_owned)
}
