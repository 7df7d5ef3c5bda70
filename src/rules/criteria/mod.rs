//! Rows of `TieuChi` (X).

pub mod code_repeated;
pub mod code_unknown;
pub mod met_no_more;
pub mod met_unproven;
pub mod never_reported;
pub mod not_applicable_unproven;
pub mod result_invalid;
pub mod result_reworded;

use crate::rules::Rule;

/// Every rule of this theme, by code.
pub static RULES: &[&Rule] = &[
    &code_unknown::RULE,
    &never_reported::RULE,
    &result_invalid::RULE,
    &met_unproven::RULE,
    &met_no_more::RULE,
    &code_repeated::RULE,
    &result_reworded::RULE,
    &not_applicable_unproven::RULE,
];
