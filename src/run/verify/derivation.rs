//! What the sealed inputs of a freeze or a release give today, and where that is not what the record kept beside the figures.

use crate::io::failure::Failure;
use crate::io::ledger::FreezeGrowth;
use crate::merge::figures::{FigureDifference, Figures};
use crate::model::agency::AgencyCode;
use crate::model::freeze::Freeze;
use crate::model::freeze_terms::FreezeTerms;
use crate::model::late_rows::LateRows;
use crate::run::record::originals::Originals;
use crate::run::record::sealed::{Records, SealedEdition};
use crate::run::session::Start;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What the sealed inputs give today.
#[derive(Debug, Default)]
pub(super) struct Derivation {
    /// The figures of the period.
    pub(super) figures: Figures,
    /// Who is on time, by which receipt.
    pub(super) on_time: BTreeMap<AgencyCode, i64>,
    /// The hours of the period.
    pub(super) terms: Option<FreezeTerms>,
    /// What late reports say.
    pub(super) late: LateRows,
    /// What the freeze fixed and is not known any more.
    pub(super) lost: Vec<Failure>,
    /// Kind and digest of the products made again, where nothing else was sealed.
    pub(super) products: Vec<(&'static str, String)>,
}

/// Derives what a sealed edition was made of.
pub(super) fn derive(
    records: &Records<'_>,
    sealed: &SealedEdition,
    start: &Start,
    originals: &mut Originals,
) -> Result<Derivation, Failure> {
    originals.judged(records, sealed, start, |state, judges| {
        let (on_time, terms) = (state.on_time(), sealed.regime.rhythm().terms(sealed.record.period));
        let (figures, late) = (Figures::of(&state.consolidation), state.late.clone());
        let mut derived = Derivation { figures, on_time, terms, late, lost: sealed.lost.clone(), products: Vec::new() };
        if sealed.record.seal.is_none() {
            let replacement = records.replacement(sealed, &state, judges)?;
            let products = sealed.product_hashes(&state, replacement.as_ref())?;
            derived.products = products.into_iter().map(|(kind, sha256)| (kind.label(), sha256)).collect();
        }
        Ok(derived)
    })
}

/// Where what a freeze fixed is not what receipts, scans, configurations and registers give without it.
pub(super) fn fixed_otherwise(freeze: &Freeze, derived: &Derivation) -> Vec<FigureDifference> {
    if freeze.seal.is_none() {
        return Vec::new();
    }
    let set = sets_differ(&freeze.as_made().on_time, &derived.on_time);
    let hours = freeze.terms.as_ref().filter(|terms| derived.terms.as_ref() != Some(terms)).map(|terms| FigureDifference {
        row: vec!["freeze".to_owned()],
        field: Some("terms".to_owned()),
        then: serde_json::to_value(terms).ok(),
        now: serde_json::to_value(&derived.terms).ok(),
    });
    set.into_iter().chain(hours).collect()
}

/// Where what evidence added to a freeze is not what gave it then: it is derived again with what was known when it was added.
/// Nothing is said of a freeze of before that was kept.
pub(super) fn grown_otherwise(
    records: &Records<'_>,
    freeze: &Freeze,
    start: &Start,
    originals: &mut Originals,
) -> Result<Vec<FigureDifference>, Failure> {
    if freeze.seal.is_none() || freeze.last_release.is_none() {
        return Ok(Vec::new());
    }
    let growths = records.ledger.freeze_growths(freeze.period)?;
    let mut after = |growths: &[FreezeGrowth]| {
        let mut grown = freeze.as_made();
        for growth in growths {
            let Some(sealed) = records.open_growth(&grown, growth)? else { return Ok(freeze.on_time.clone()) };
            grown.grow(derive(records, &sealed, start, originals)?.on_time, growth.last_clerk_row);
        }
        Ok::<_, Failure>(grown.on_time)
    };
    // Each costs the judging of the week once more. What was known last gives nearly always all of it; it does not where
    // something that was known earlier is gone since.
    let last = growths.split_last().map_or(&growths[..], |(last, _)| std::slice::from_ref(last));
    if after(last)? == freeze.on_time {
        return Ok(Vec::new());
    }
    Ok(sets_differ(&freeze.on_time, &after(&growths)?))
}

/// Where two on-time sets name other receipts.
fn sets_differ(then: &BTreeMap<AgencyCode, i64>, now: &BTreeMap<AgencyCode, i64>) -> Vec<FigureDifference> {
    let agencies: BTreeSet<&AgencyCode> = then.keys().chain(now.keys()).collect();
    let receipt = |set: &BTreeMap<AgencyCode, i64>, agency: &AgencyCode| set.get(agency).map(|seq| Value::from(*seq));
    let differing = agencies.into_iter().filter(|agency| then.get(*agency) != now.get(*agency));
    differing
        .map(|agency| FigureDifference {
            row: vec!["freeze".to_owned(), agency.to_string()],
            field: Some("receipt".to_owned()),
            then: receipt(then, agency),
            now: receipt(now, agency),
        })
        .collect()
}

/// Where what a release kept of late reports is not what they give. Of a release that kept nothing nothing is compared: an older
/// program kept none.
pub(super) fn late_otherwise(kept: &LateRows, derived: &LateRows) -> Vec<FigureDifference> {
    if kept.is_empty() || kept == derived {
        return Vec::new();
    }
    let difference = |field: &str, then: serde_json::Result<Value>, now: serde_json::Result<Value>| {
        let (then, now) = (then.ok(), now.ok());
        (then != now).then(|| FigureDifference { row: vec!["late_rows".to_owned()], field: Some(field.to_owned()), then, now })
    };
    [
        difference("tasks", serde_json::to_value(&kept.tasks), serde_json::to_value(&derived.tasks)),
        difference("targets", serde_json::to_value(&kept.targets), serde_json::to_value(&derived.targets)),
        difference("criteria", serde_json::to_value(&kept.criteria), serde_json::to_value(&derived.criteria)),
    ]
    .into_iter()
    .flatten()
    .collect()
}
