//! Cells that are damaged whatever their meaning (D).

pub mod formula_error;
pub mod formula_uncomputed;

use crate::rules::Rule;

/// Every rule of this theme, by code.
pub static RULES: &[&Rule] = &[&formula_error::RULE, &formula_uncomputed::RULE];
