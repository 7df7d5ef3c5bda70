//! Which release the figures for programs are of, read back from their text: where ledger and products are lost, the archive
//! still says which versions left.

use crate::model::period::Period;
use serde::Deserialize;

/// What the text begins with: on one line, and as it was indented before.
pub const HEADS: [&[u8]; 2] = [b"{\"schema\":\"tonghop.data/", b"{\n  \"schema\": \"tonghop.data/"];

#[derive(Deserialize)]
struct ReleaseData {
    period: PeriodData,
    edition: EditionData,
}

#[derive(Deserialize)]
struct PeriodData {
    id: Period,
}

#[derive(Deserialize)]
struct EditionData {
    version: Option<u32>,
}

/// Period and version; `None` if the text is of no release.
pub fn release_of(text: &[u8]) -> Option<(Period, u32)> {
    let data: ReleaseData = serde_json::from_slice(text).ok()?;
    Some((data.period.id, data.edition.version?))
}
