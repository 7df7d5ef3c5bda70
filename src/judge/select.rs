//! Which version of an agency's report counts, and the agency's standing (`src/docs/week.md`).

use crate::forms::Form;
use crate::judge::diff;
use crate::judge::took_over::TookOver;
use crate::model::agency::AgencyCode;
use crate::model::config::LateReports;
use crate::model::filling::Filling;
use crate::model::freeze_terms::AgencyCutoff;
use crate::model::inbox::Content;
use crate::model::moment::Moment;
use crate::model::receipt_book::BookUse;
use crate::model::report::AgencyReport;
use crate::model::scans::Position;
use crate::model::submission::{Because, Choice, Evidence, LateChange, Standing, Submission, Version};
use crate::rules::totals::older_release;
use crate::text::file_name::revision_mark;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that decides about one agency in one period.
#[derive(Debug, Clone)]
pub struct SelectInput<'a> {
    /// The agency that is judged.
    pub agency: &'a AgencyCode,
    /// What it took over in the period.
    pub took_over: TookOver,
    /// Everything it sent for the period and before the period's release, documents left out. Numbers are given here.
    pub versions: Vec<Version>,
    /// Something is being copied into its folder.
    pub arriving: bool,
    /// Its form lies in its folder, byte by byte as it was issued.
    pub form_lies_there: bool,
    /// Nobody looked into its folder around the cutoff or since, or this program cannot review what came.
    pub unseen: bool,
    /// When a signed document was received: a file, or a paper that the clerk wrote down.
    pub document_received: Option<Moment>,
    /// Rows of the clerk's receipt book about it.
    pub booked: Vec<BookUse>,
    /// Why it does not have to report.
    pub exempt_because: Option<String>,
    /// The receipt that the freeze fixed for it.
    pub frozen: Option<i64>,
    /// Receipts of versions that an exception takes in.
    pub admitted: BTreeSet<i64>,
    /// The form in force, for the names of columns.
    pub form: &'a Form,
    /// What happens to late reports.
    pub late_reports: LateReports,
    /// What it is held to.
    pub cutoff: AgencyCutoff,
    /// Has that cutoff come?
    pub due: bool,
}

/// Numbers the versions, picks the one that counts, and says how the agency stands.
pub fn select(input: SelectInput<'_>) -> Submission {
    let versions = in_order(input.versions);
    // What the office says itself goes before what came under the code of one that ended, whenever that came.
    let is_own = |v: &Version| v.under.is_none();
    let stands_in = |v: &Version| v.under.as_ref().is_some_and(|under| under.alone);
    let has_own = versions.iter().any(|v| v.valid && is_own(v));
    let has_own_in_time = versions.iter().any(|v| v.valid && v.timing.on_time && is_own(v));
    let mut before = reports_before(&input.took_over, &versions);
    let mut on_time = newest_on_time(&versions, |v| is_own(v) || !has_own_in_time && stands_in(v));
    if on_time.index.is_none() && input.took_over.is_whole(&versions, &before) {
        // All of them together say what one joint report would have said; the last one stands for them.
        on_time.index = before.iter().copied().max();
    }
    let speaks = |v: &Version| v.valid && (is_own(v) || !has_own && stands_in(v));
    let any = newest(&versions, speaks);
    let fixed = input.frozen.and_then(|seq| versions.iter().position(|v| v.valid && v.receipt.seq == seq));
    let punctual = later_of(&versions, fixed, on_time.index);

    let admitted = newest(&versions, |v| speaks(v) && input.admitted.contains(&v.receipt.seq));
    let counted = admitted_or(&versions, admitted.index, punctual).or(any.index);
    let choice = match (admitted.index, punctual) {
        (Some(_), _) if counted == admitted.index => admitted.choice,
        (_, Some(_)) => on_time.choice,
        (_, None) => any.choice,
    };
    let code_of = |index: usize| versions.get(index).and_then(|v| v.under.as_ref()).map(|under| &under.code);
    let counted_code = counted.and_then(code_of);
    before.retain(|index| counted_code.is_none() || code_of(*index) != counted_code);
    let gave_way = |(index, v): &(usize, &Version)| v.valid && stands_in(v) && !before.contains(index);
    let gave_way: Vec<String> = match counted.and_then(|index| versions.get(index)) {
        Some(counted) if is_own(counted) => {
            versions.iter().enumerate().filter(gave_way).map(|(_, v)| v.receipt.file.path.clone()).collect()
        }
        _ => Vec::new(),
    };
    let choice = match choice {
        choice if gave_way.is_empty() => choice,
        Choice::Only => Choice::Chosen { because: Because::Successor, unused: gave_way },
        Choice::Chosen { because, unused } => Choice::Chosen { because, unused: unused.into_iter().chain(gave_way).collect() },
        unresolved @ Choice::Unresolved { .. } => unresolved,
    };
    let joint_report_awaited = !before.is_empty() && versions.iter().all(|v| v.valid && !is_own(v));
    let unfilled = if versions.is_empty() { input.form_lies_there } else { versions.iter().all(|v| v.filling == Filling::Untouched) };
    let standing = match (&input.exempt_because, punctual, counted) {
        (Some(_), _, _) => Standing::Exempt,
        (None, Some(_), _) => Standing::OnTime,
        (None, None, Some(_)) if counted == admitted.index => Standing::Admitted,
        (None, None, Some(_)) => Standing::Late,
        (None, None, None) if input.arriving => Standing::Arriving,
        // What came and is unusable may have been mended where nobody looked.
        (None, None, None) if input.unseen => Standing::Unknown,
        (None, None, None) if unfilled || joint_report_awaited => Standing::Missing,
        (None, None, None) if !versions.is_empty() || input.document_received.is_some() => Standing::Returned,
        (None, None, None) => Standing::Missing,
    };
    let merged = match (standing, counted) {
        (Standing::OnTime | Standing::Admitted, Some(_)) => true,
        (Standing::Late, Some(_)) => input.late_reports == LateReports::Include,
        (Standing::Exempt, Some(_)) => counted == punctual || counted == admitted.index,
        _ => false,
    };
    let (revised_after_cutoff, changed_after_cutoff) = later_revision(input.form, &versions, counted, punctual.or(admitted.index), speaks);
    let shown = counted.and_then(|index| versions.get(index)).or(versions.last());
    // A version is late or on time by itself; punctuality is that of the version that was on time.
    let timing = punctual.and_then(|index| versions.get(index)).or(shown).map(|v| v.timing);
    Submission {
        agency: input.agency.clone(),
        cutoff: input.cutoff,
        due: input.due,
        standing,
        evidence: timing.map(|t| t.evidence),
        received_at: timing.map(|t| t.received_at).or(input.document_received),
        booked_late: timing.is_some_and(|t| t.booked_late),
        nil: counted.and_then(|index| versions.get(index)).and_then(|v| report(v)).is_some_and(|r| r.info.nil.value() == Some(&true)),
        form_unfilled: unfilled && input.exempt_because.is_none(),
        // What the figures say is known when they are merged.
        confirmed_only: false,
        remarks: Vec::new(),
        counted,
        punctual,
        before,
        took_over: input.took_over.offices,
        choice,
        merged,
        changed_after_cutoff,
        revised_after_cutoff,
        document_received: input.document_received,
        booked: input.booked,
        exempt_because: input.exempt_because,
        through: None,
        in_time_at: None,
        set_aside: None,
        secret_files: Vec::new(),
        findings: Vec::new(),
        as_sent: None,
        versions,
    }
}

/// The report in a version, if it is one.
pub fn report(version: &Version) -> Option<&AgencyReport> {
    match version.content.as_ref() {
        Content::Workbook(extraction) => Some(&extraction.report),
        Content::Document { .. } | Content::Refused(_) | Content::Consolidation(_) => None,
    }
}

/// What the freeze fixed stays, unless a version that some later scan brought is proved on time all the same: evidence
/// may come late (a file that could not be read at the cutoff), and a run that came late must not change a verdict.
fn later_of(versions: &[Version], fixed: Option<usize>, proved: Option<usize>) -> Option<usize> {
    let scan = |index: usize| versions.get(index).map(|v| v.position);
    // The benefit of the doubt fills a gap; where something is fixed there is none.
    let unproven = |index: usize| versions.get(index).is_some_and(|v| v.timing.evidence == Evidence::Unproven);
    match (fixed, proved) {
        (Some(fixed), Some(proved)) if unproven(proved) || (!unproven(fixed) && scan(proved) < scan(fixed)) => Some(fixed),
        (fixed, None) => fixed,
        (_, proved) => proved,
    }
}

/// An exception takes a later version in; it never puts an earlier one before one that was proved on time since.
fn admitted_or(versions: &[Version], admitted: Option<usize>, punctual: Option<usize>) -> Option<usize> {
    let scan = |index: usize| versions.get(index).map(|v| v.position);
    match (admitted, punctual) {
        (Some(admitted), Some(punctual)) if scan(punctual) > scan(admitted) => Some(punctual),
        (Some(admitted), _) => Some(admitted),
        (None, punctual) => punctual,
    }
}

/// Versions in the order of receipt, numbered from 1. A content that came before is no new version, wherever it lies
/// now; but a file that holds it again after it held something else was put back on purpose.
fn in_order(mut versions: Vec<Version>) -> Vec<Version> {
    versions.sort_by_key(|v| (v.position, v.receipt.seq));
    let mut kept: Vec<Version> = Vec::with_capacity(versions.len());
    let mut held: BTreeMap<String, String> = BTreeMap::new();
    for mut version in versions {
        let (path, sha256) = (version.receipt.file.path.clone(), version.receipt.sha256.clone());
        let put_back = held.insert(path, sha256.clone()).is_some_and(|before| before != sha256)
            && kept.iter().rev().find(|k| k.valid).is_some_and(|last| last.receipt.sha256 != sha256);
        // A release under the name that it gets when it is withdrawn says something that it did not say before.
        if !put_back && !older_release::says_withdrawn(&version) && kept.iter().any(|k| k.receipt.sha256 == sha256) {
            continue;
        }
        version.number = u32::try_from(kept.len()).unwrap_or(u32::MAX - 1) + 1;
        kept.push(version);
    }
    kept
}

/// The version that counts among those that were received in time and `fit`. What nobody can prove fills a gap; it never takes the
/// place of a version that was proved on time.
fn newest_on_time(versions: &[Version], fit: impl Fn(&Version) -> bool) -> Newest {
    let in_time = |v: &Version| v.valid && v.timing.on_time && fit(v);
    let proven = newest(versions, |v| in_time(v) && v.timing.evidence != Evidence::Unproven);
    if proven.index.is_some() { proven } else { newest(versions, in_time) }
}

/// Indices of what each office that was taken over reported in time while it was an office.
fn reports_before(took_over: &TookOver, versions: &[Version]) -> Vec<usize> {
    let as_office = |v: &Version, code: &AgencyCode| {
        let in_office = v.under.as_ref().is_some_and(|under| under.code == *code && !under.is_over(v.timing.received_at));
        in_office && v.filling != Filling::Untouched
    };
    took_over.offices.iter().filter_map(|code| newest_on_time(versions, |v| as_office(v, code)).index).collect()
}

struct Newest {
    index: Option<usize>,
    choice: Choice,
}

/// The version that counts among those that `fit`: of the last scan that brought one; within a scan by "Lần nộp",
/// then by the revision mark in the name, then by server time. A tie falls back to the scan before.
fn newest(versions: &[Version], fit: impl Fn(&Version) -> bool) -> Newest {
    let fitting: Vec<usize> = versions.iter().enumerate().filter(|(_, v)| fit(v)).map(|(i, _)| i).collect();
    let mut scans: Vec<Position> = fitting.iter().filter_map(|i| versions.get(*i)).map(|v| v.position).collect();
    scans.dedup();
    let mut tied: Vec<String> = Vec::new();
    for scan in scans.into_iter().rev() {
        let same: Vec<usize> = fitting.iter().copied().filter(|i| versions.get(*i).is_some_and(|v| v.position == scan)).collect();
        match best(versions, &same) {
            Some((index, because)) => {
                let unused: Vec<String> =
                    fitting.iter().filter(|i| **i != index).filter_map(|i| versions.get(*i)).map(|v| v.receipt.file.path.clone()).collect();
                let choice = if !tied.is_empty() {
                    Choice::Unresolved { files: tied }
                } else if unused.is_empty() {
                    Choice::Only
                } else {
                    Choice::Chosen { because, unused }
                };
                return Newest { index: Some(index), choice };
            }
            None => tied.extend(same.iter().filter_map(|i| versions.get(*i)).map(|v| v.receipt.file.path.clone())),
        }
    }
    let choice = if tied.is_empty() { Choice::Only } else { Choice::Unresolved { files: tied } };
    Newest { index: None, choice }
}

/// The best of several versions that one scan brought, and what decided; none if a tie remains.
fn best(versions: &[Version], same: &[usize]) -> Option<(usize, Because)> {
    if let [only] = same {
        return Some((*only, Because::LastValid));
    }
    let revision = |i: &usize| versions.get(*i).and_then(report).and_then(|r| r.info.revision.value().copied()).unwrap_or(0);
    let mark = |i: &usize| versions.get(*i).map_or(0, |v| revision_mark(v.receipt.file.name()));
    let server = |i: &usize| versions.get(*i).and_then(|v| v.receipt.file.server_time);
    let highest = highest_by(same, revision);
    if let [one] = highest.as_slice() {
        return Some((*one, Because::Revision));
    }
    let highest = highest_by(&highest, mark);
    if let [one] = highest.as_slice() {
        return Some((*one, Because::NameMark));
    }
    let highest = highest_by(&highest, server);
    if let [one] = highest.as_slice() {
        return server(one).map(|_| (*one, Because::ServerTime));
    }
    None
}

fn highest_by<K: Ord>(of: &[usize], key: impl Fn(&usize) -> K) -> Vec<usize> {
    let max = of.iter().map(&key).max();
    of.iter().copied().filter(|i| Some(key(i)) == max).collect()
}

/// A valid version received after the cutoff that is not the one that counts, and the cells it changes; where the one
/// that counts was on time, or an exception took it in. What nobody can prove may stand before the counted one in the
/// same scan: its own time, not its place there, says that it is later.
/// Only who `speaks` for the agency revises its report, and what one office said is no revision of what another one did.
fn later_revision(
    form: &Form,
    versions: &[Version],
    counted: Option<usize>,
    accepted: Option<usize>,
    speaks: impl Fn(&Version) -> bool,
) -> (Option<Moment>, Vec<LateChange>) {
    let (Some(counted), Some(_)) = (counted.and_then(|index| versions.get(index)), accepted) else { return (None, Vec::new()) };
    // The last scan that brought one says what the agency wants to be read; if it is the counted content, nothing changed.
    let in_time = |v: &Version| v.timing.on_time && v.timing.evidence != Evidence::Unproven;
    let late: Vec<&Version> = versions.iter().filter(|v| speaks(v) && !in_time(v)).collect();
    // A file that came with the counted one and gave way to it by its rank is no later one.
    let last_scan = late.iter().map(|v| v.position).max().filter(|scan| in_time(counted) || counted.position != *scan);
    let differs = |v: &&&Version| Some(v.position) == last_scan && v.receipt.sha256 != counted.receipt.sha256;
    if counted.content.desk_report().is_some() {
        // What a further release of a desk changes stands in its own sheet of differences.
        let later = late.iter().rev().find(differs).filter(|version| version.content.desk_report().is_some());
        return (later.map(|version| version.timing.received_at), Vec::new());
    }
    match (report(counted), late.iter().rev().find(differs).and_then(|v| report(v).map(|r| (v, r)))) {
        // Of several reports that stand for one, none has the cells that a joint report would change.
        (Some(_), Some((version, _))) if counted.under.as_ref().is_some_and(|under| !under.alone) => {
            (Some(version.timing.received_at), Vec::new())
        }
        (Some(old), Some((version, new))) => (Some(version.timing.received_at), diff::changes(form, old, new)),
        _ => (None, Vec::new()),
    }
}
