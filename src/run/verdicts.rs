//! What a run made of each receipt: taken from the periods it brought up to date, recorded once, counted.

use crate::io::failure::Failure;
use crate::io::ledger::{Ledger, RecordedFinding, Verdict};
use crate::judge::attribute;
use crate::judge::facts::Facts;
use crate::merge::assemble::PeriodState;
use crate::model::agency::AgencyCode;
use crate::model::inbox::Content;
use crate::model::outcome::Outcome;
use crate::model::period::Period;
use crate::model::rhythm::Rhythm;
use crate::run::receive::Reception;
use crate::run::report::FileCounts;
use std::collections::{BTreeMap, BTreeSet};

/// By the number of the receipt.
#[derive(Debug, Default)]
pub struct Verdicts(BTreeMap<i64, Decision>);

/// What a period made of a receipt.
#[derive(Debug, Clone)]
struct Decision {
    outcome: Outcome,
    period: Period,
    agency: Option<AgencyCode>,
    findings: Vec<RecordedFinding>,
}

impl Verdicts {
    /// Takes what a period made of receipts. To the current week a file for a released one is only that; where that
    /// week is reopened, what it makes of the file counts.
    pub fn take(&mut self, state: &PeriodState, period: Period) {
        for (seq, judged) in &state.outcomes {
            if judged.outcome == Outcome::AfterRelease && self.0.contains_key(seq) {
                continue;
            }
            let findings = judged.findings.iter();
            let findings =
                findings.map(|f| RecordedFinding { code: f.code.to_string(), place: f.place.clone(), message: f.message.clone() });
            let decision = Decision { outcome: judged.outcome, period, agency: judged.agency.clone(), findings: findings.collect() };
            self.0.insert(*seq, decision);
        }
    }

    /// Takes what new files are that no period judged: in a week without report what comes is kept for its own week, and what an
    /// earlier ledger had received before the first period of this one concerns nobody any more.
    pub fn keep(&mut self, facts: &Facts, reception: &Reception, (today, rhythm): (Period, Rhythm<'_>)) {
        let first = attribute::first(&facts.released, rhythm);
        for receipt in facts.receipts.iter().filter(|r| reception.new.contains(&r.seq)) {
            let (content, named) = match (facts.contents.get(&receipt.sha256), facts.let_go(&receipt.sha256)) {
                (Some(content), _) => (Some(content.as_ref()), content.period_named()),
                (None, Some(named)) => (None, named),
                (None, None) => continue,
            };
            let claimed = named.and_then(|name| rhythm.named(name));
            let of = claimed.unwrap_or_else(|| attribute::home(receipt, &facts.released, rhythm));
            let outcome = match content {
                Some(Content::Document { .. }) => Outcome::Document,
                _ if claimed.is_some_and(|claimed| claimed > today) => Outcome::Waiting,
                _ if facts.released.is_released(of) || first.is_some_and(|first| of < first) => Outcome::AfterRelease,
                _ => continue,
            };
            self.0.entry(receipt.seq).or_insert(Decision { outcome, period: today, agency: None, findings: Vec::new() });
        }
    }

    /// Records the verdict of each receipt that nobody has decided about yet, and that was neither left to the next run nor set aside.
    pub fn record(&self, ledger: &Ledger, run: i64, facts: &Facts) -> Result<(), Failure> {
        let undecidable: BTreeSet<i64> = facts.left_over_files().chain(facts.set_aside_files()).map(|receipt| receipt.seq).collect();
        let verdict = |seq: &i64| {
            let decision = self.0.get(seq);
            Verdict {
                receipt: *seq,
                run,
                outcome: decision.map_or(Outcome::Returned, |d| d.outcome),
                period: decision.map(|d| d.period),
                agency: decision.and_then(|d| d.agency.clone()),
                findings: decision.map(|d| d.findings.clone()).unwrap_or_default(),
            }
        };
        ledger.put_verdicts(&ledger.undecided()?.iter().filter(|seq| !undecidable.contains(seq)).map(verdict).collect::<Vec<_>>())
    }

    /// Counts the files of a run, each in exactly one key.
    pub fn count(&self, reception: &Reception, facts: &Facts) -> FileCounts {
        let left_over: BTreeSet<i64> = facts.left_over_files().map(|receipt| receipt.seq).collect();
        let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut counts = FileCounts {
            seen: size(reception.seen),
            known: size(reception.known),
            arriving: size(reception.arriving.len()),
            skipped: size(reception.skipped.len()),
            unreadable: size(reception.unreadable.len()),
            ..FileCounts::default()
        };
        for seq in &reception.new {
            match self.0.get(seq).map(|d| d.outcome) {
                None if left_over.contains(seq) => counts.arriving += 1,
                Some(Outcome::Received) => counts.received += 1,
                Some(Outcome::Waiting) => counts.waiting += 1,
                Some(Outcome::AfterRelease) => counts.after_release += 1,
                Some(Outcome::Document) => counts.document += 1,
                Some(Outcome::Returned) | None => counts.returned += 1,
            }
        }
        counts
    }
}
