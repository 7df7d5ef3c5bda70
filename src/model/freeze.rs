//! The freeze: what a submit cutoff fixed of a period.

use crate::model::agency::AgencyCode;
use crate::model::freeze_terms::FreezeTerms;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::seal::{ReleasedFile, Seal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A freeze: which version of each agency was on time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freeze {
    /// The period whose set of reports it fixes.
    pub period: Period,
    /// When it was made.
    pub at: Moment,
    /// The last receipt then: what the frozen workbook shows can be assembled again from it.
    #[serde(default)]
    pub last_receipt: i64,
    /// The last entry about a row of the clerk then.
    #[serde(default)]
    pub last_clerk_row: i64,
    /// The last entry about a row of the clerk each time evidence added something: what gave it then goes on giving it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grown_with: Vec<i64>,
    /// The last entry about proposals then; 0 before they had numbers.
    #[serde(default)]
    pub last_proposal: i64,
    /// The last scan then, because a clock that is set back brings older ones; `None` in a freeze made before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_scan: Option<i64>,
    /// The last decision then, 0 before the first; `None` in a freeze made before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_exception: Option<i64>,
    /// The number of the last release then, whatever its period, 0 before the first; `None` in a freeze made before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_release: Option<i64>,
    /// In whose folder something was being copied then: no receipt says so.
    #[serde(default)]
    pub arriving: Vec<AgencyCode>,
    /// Whose form of the period lay in the inbox then as it was issued: no receipt says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub untouched_forms: Vec<AgencyCode>,
    /// The register it was made with; in the archive. `None` in a freeze made before registers were kept.
    #[serde(default)]
    pub register_sha256: Option<String>,
    /// The configuration it was made with; in the archive.
    #[serde(default)]
    pub config_sha256: Option<String>,
    /// The days and the hours that hold for the period from then on; `None` in a freeze made before they were kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<FreezeTerms>,
    /// What it was made with and what it says; `None` if version 0.1 made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<Seal>,
    /// What it published; empty if version 0.1 made it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<ReleasedFile>,
    /// Receipt numbers of the on-time versions, by agency.
    pub on_time: BTreeMap<AgencyCode, i64>,
    /// The same as the freeze was made, where evidence added something later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<BTreeMap<AgencyCode, i64>>,
}

impl Freeze {
    /// The freeze as it was first made, without what evidence added later; version 0.1 kept only the receipts.
    pub fn as_made(&self) -> Self {
        let known = self.until(self.last_receipt).on_time;
        Self { on_time: self.first.clone().unwrap_or(known), first: None, grown_with: Vec::new(), ..self.clone() }
    }

    /// Adds on-time versions that evidence gave when this was the last entry about a row of the clerk.
    pub fn grow(&mut self, on_time: BTreeMap<AgencyCode, i64>, last_clerk_row: i64) {
        self.on_time.extend(on_time);
        if self.clerk_rows_known().last().is_none_or(|last| *last < last_clerk_row) {
            self.grown_with.push(last_clerk_row);
        }
    }

    /// The last entry about a row of the clerk when it was made, and each time evidence added something since.
    pub fn clerk_rows_known(&self) -> Vec<i64> {
        [&[self.last_clerk_row], &self.grown_with[..]].concat()
    }

    /// The freeze without what receipts after this one added.
    pub fn until(&self, last_receipt: i64) -> Self {
        let on_time = self.on_time.iter().filter(|(_, seq)| **seq <= last_receipt).map(|(code, seq)| (code.clone(), *seq)).collect();
        Self { on_time, ..self.clone() }
    }
}
