//! Which version of an agency's report counts, and the agency's standing (DESIGN section 3, "Which version counts",
//! "Freeze", "Late reports").

use crate::merge::diff;
use crate::model::agency::AgencyCode;
use crate::model::config::LateReports;
use crate::model::cutoff::Cutoffs;
use crate::model::inbox::Content;
use crate::model::moment::Moment;
use crate::model::report::AgencyReport;
use crate::model::submission::{Because, Choice, Evidence, LateChange, Standing, Submission, Version};
use crate::text::file_name::revision_mark;
use std::collections::BTreeMap;

/// Everything that decides about one agency in one period.
#[derive(Debug, Clone)]
pub struct SelectInput<'a> {
    /// The agency.
    pub agency: &'a AgencyCode,
    /// Everything it sent for the period and before the period's release, documents left out. Numbers are given here.
    pub versions: Vec<Version>,
    /// Something is being copied into its folder.
    pub arriving: bool,
    /// When a signed PDF or Word file was received.
    pub document_received: Option<Moment>,
    /// Why it does not have to report.
    pub exempt_because: Option<String>,
    /// The receipt that the freeze fixed for it.
    pub frozen: Option<i64>,
    /// An exception holds for it.
    pub admitted: bool,
    /// What happens to late reports.
    pub late_reports: LateReports,
    /// The period's cutoffs.
    pub cutoffs: Cutoffs,
}

/// Decides.
pub fn select(input: SelectInput<'_>) -> Submission {
    let versions = in_order(input.versions);
    // What nobody can prove fills a gap; it never takes the place of a version that was proved on time.
    let proven = newest(&versions, |v| v.valid && v.timing.on_time && v.timing.evidence != Evidence::Unproven);
    let on_time = if proven.index.is_some() { proven } else { newest(&versions, |v| v.valid && v.timing.on_time) };
    let any = newest(&versions, |v| v.valid);
    let fixed = input.frozen.and_then(|seq| versions.iter().position(|v| v.valid && v.receipt.seq == seq));
    let punctual = later_of(&versions, fixed, on_time.index);

    let counted = if input.admitted { any.index.or(punctual) } else { punctual.or(any.index) };
    let of_any = counted == any.index && (punctual.is_none() || input.admitted);
    let choice = if of_any { any.choice } else { on_time.choice };
    let standing = match (&input.exempt_because, punctual, counted) {
        (Some(_), _, _) => Standing::Exempt,
        (None, Some(_), _) => Standing::OnTime,
        (None, None, Some(_)) if input.admitted => Standing::Admitted,
        (None, None, Some(_)) => Standing::Late,
        (None, None, None) if input.arriving => Standing::Arriving,
        (None, None, None) if !versions.is_empty() || input.document_received.is_some() => Standing::Returned,
        (None, None, None) => Standing::Missing,
    };
    let merged = match (standing, counted) {
        (Standing::OnTime | Standing::Admitted, Some(_)) => true,
        (Standing::Late, Some(_)) => input.late_reports == LateReports::Include,
        (Standing::Exempt, Some(index)) => versions.get(index).is_some_and(|v| v.timing.on_time || input.admitted),
        _ => false,
    };
    let (revised_after_cutoff, changed_after_cutoff) = later_revision(&versions, counted, punctual);
    let shown = counted.and_then(|index| versions.get(index)).or(versions.last());
    // A version is late or on time by itself; punctuality is that of the version that was on time.
    let timing = punctual.and_then(|index| versions.get(index)).or(shown).map(|v| v.timing);
    Submission {
        agency: input.agency.clone(),
        standing,
        evidence: timing.map(|t| t.evidence),
        received_at: timing.map(|t| t.received_at).or(input.document_received),
        nil: counted.and_then(|index| versions.get(index)).and_then(|v| report(v)).is_some_and(|r| r.info.nil.value() == Some(&true)),
        counted,
        choice,
        merged,
        changed_after_cutoff,
        revised_after_cutoff,
        document_received: input.document_received,
        exempt_because: input.exempt_because,
        findings: Vec::new(),
        versions,
    }
}

/// The report in a version, if it is one.
pub fn report(version: &Version) -> Option<&AgencyReport> {
    match version.content.as_ref() {
        Content::Workbook(extraction) => Some(&extraction.report),
        Content::Document { .. } | Content::Refused(_) => None,
    }
}

/// What the freeze fixed stays, unless a version that some later scan brought is proved on time all the same: evidence
/// may come late (a file that could not be read at the cutoff), and a run that came late must not change a verdict.
fn later_of(versions: &[Version], fixed: Option<usize>, proved: Option<usize>) -> Option<usize> {
    let scan = |index: usize| versions.get(index).map(|v| v.receipt.scan);
    match (fixed, proved) {
        (Some(fixed), Some(proved)) if scan(proved) <= scan(fixed) => Some(fixed),
        (fixed, None) => fixed,
        (_, proved) => proved,
    }
}

/// Versions in the order of receipt, numbered from 1. A content that came before is no new version, wherever it lies
/// now; but a file that holds it again after it held something else was put back on purpose.
fn in_order(mut versions: Vec<Version>) -> Vec<Version> {
    versions.sort_by_key(|v| (v.receipt.scan, v.receipt.seq));
    let mut kept: Vec<Version> = Vec::with_capacity(versions.len());
    let mut held: BTreeMap<String, String> = BTreeMap::new();
    for mut version in versions {
        let (path, sha256) = (version.receipt.file.path.clone(), version.receipt.sha256.clone());
        let put_back = held.insert(path, sha256.clone()).is_some_and(|before| before != sha256)
            && kept.iter().rev().find(|k| k.valid).is_some_and(|last| last.receipt.sha256 != sha256);
        if !put_back && kept.iter().any(|k| k.receipt.sha256 == sha256) {
            continue;
        }
        version.number = u32::try_from(kept.len()).unwrap_or(u32::MAX - 1) + 1;
        kept.push(version);
    }
    kept
}

struct Newest {
    index: Option<usize>,
    choice: Choice,
}

/// The version that counts among those that `fit`: of the last scan that brought one; within a scan by "Lần nộp",
/// then by the revision mark in the name, then by server time. A tie falls back to the scan before.
fn newest(versions: &[Version], fit: impl Fn(&Version) -> bool) -> Newest {
    let fitting: Vec<usize> = versions.iter().enumerate().filter(|(_, v)| fit(v)).map(|(i, _)| i).collect();
    let mut scans: Vec<i64> = fitting.iter().filter_map(|i| versions.get(*i)).map(|v| v.receipt.scan).collect();
    scans.dedup();
    let mut tied: Vec<String> = Vec::new();
    for scan in scans.into_iter().rev() {
        let same: Vec<usize> = fitting.iter().copied().filter(|i| versions.get(*i).is_some_and(|v| v.receipt.scan == scan)).collect();
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

/// A valid version received after the cutoff that is not the one that counts, and the cells it changes.
fn later_revision(versions: &[Version], counted: Option<usize>, punctual: Option<usize>) -> (Option<Moment>, Vec<LateChange>) {
    let (Some(counted), Some(_)) = (counted, punctual) else { return (None, Vec::new()) };
    // The last valid version says what the agency wants to be read; if it is the counted content, nothing changed.
    let last = versions.iter().enumerate().rev().find(|(_, v)| v.valid);
    let same = |v: &Version| versions.get(counted).is_some_and(|c| c.receipt.sha256 == v.receipt.sha256);
    let in_time = |v: &Version| v.timing.on_time && v.timing.evidence != Evidence::Unproven;
    let later = last.filter(|(index, v)| *index > counted && !in_time(v) && !same(v));
    match (versions.get(counted).and_then(report), later.and_then(|(_, v)| report(v).map(|r| (v, r)))) {
        (Some(old), Some((version, new))) => (Some(version.timing.received_at), diff::changes(old, new)),
        _ => (None, Vec::new()),
    }
}
