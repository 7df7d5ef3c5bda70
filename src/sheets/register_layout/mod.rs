//! The layout of `danh-muc.xlsx`, `tiep-nhan.xlsx` and `kien-nghi.xlsx`: sheets and headings (`src/docs/registers.md`), written once for
//! the empty template and for reading it back.

#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod adjustments;
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod agencies;
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod calendar;
mod column;
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod confirmations;
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod criteria;
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod desk_rules;
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod participants;
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod programmes;
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod proposals;
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod receipts;
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod remarks;
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod targets;
#[expect(missing_docs, reason = "heading and meaning say it")]
pub mod tasks;

pub use column::{Choice, Column, Entry, Need, SheetLayout};

/// The sheets of `danh-muc.xlsx` in order.
pub const REGISTER: [&SheetLayout; 11] = [
    &agencies::SHEET,
    &tasks::SHEET,
    &targets::SHEET,
    &criteria::SHEET,
    &adjustments::SHEET,
    &calendar::SHEET,
    &participants::SHEET,
    &remarks::SHEET,
    &desk_rules::SHEET,
    &programmes::SHEET,
    &confirmations::SHEET,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::normalise::key;

    #[test]
    fn headings_are_told_apart_and_examples_are_complete() {
        for sheet in REGISTER.into_iter().chain([&receipts::SHEET, &proposals::SHEET]) {
            let mut keys: Vec<String> = sheet.columns.iter().map(|c| key(c.heading)).collect();
            keys.sort();
            keys.dedup();
            assert_eq!(keys.len(), sheet.columns.len(), "{}", sheet.name);
            for example in sheet.examples {
                assert_eq!(example.len(), sheet.columns.len(), "{} {:?}", sheet.name, example.first());
            }
        }
    }
}
