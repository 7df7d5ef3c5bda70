//! The chief's own sentences (sheet `NhanDinh`), by what they are about.

use crate::model::consolidation::Consolidation;
use crate::text::{format, normalise};

/// What a sentence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// How things stand in all.
    Whole,
    /// What is in the way.
    Hindrance,
    /// What comes next, and whatever is of neither.
    Coming,
}

/// The sentences in the order of the sheet.
pub(crate) fn of(c: &Consolidation) -> impl Iterator<Item = (About, String)> {
    c.remarks.iter().map(|remark| {
        let section = normalise::unaccented(&remark.section).to_lowercase();
        let names = |words: [&str; 2]| words.iter().any(|word| section.contains(word));
        let about = match () {
            () if names(["nhan dinh", "danh gia"]) => About::Whole,
            () if names(["kho khan", "vuong mac"]) => About::Hindrance,
            () => About::Coming,
        };
        (about, format::clean(&remark.text))
    })
}
