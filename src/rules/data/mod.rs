//! Cells that are damaged whatever their meaning (D).

pub mod cell_unreadable;
pub mod formula_error;
pub mod formula_uncomputed;
pub mod label_merged;
pub mod letters_converted;
pub mod letters_doubtful;
pub mod name_ambiguous;
pub mod number_as_text;
pub mod rows_skipped;
pub mod text_merged;
pub mod value_disguised;
pub mod value_linked;
pub mod value_merged;

use crate::rules::Rule;

/// Every rule of this theme, by code.
pub static RULES: &[&Rule] = &[
    &letters_converted::RULE,
    &letters_doubtful::RULE,
    &formula_error::RULE,
    &formula_uncomputed::RULE,
    &value_linked::RULE,
    &number_as_text::RULE,
    &label_merged::RULE,
    &rows_skipped::RULE,
    &name_ambiguous::RULE,
    &cell_unreadable::RULE,
    &value_merged::RULE,
    &text_merged::RULE,
    &value_disguised::RULE,
];
