//! The consolidation (H).

pub mod classes_do_not_add_up;
pub mod deadlines_missing;
pub mod done_fell;

use crate::rules::Rule;

/// Every rule of this theme, by code.
pub static RULES: &[&Rule] = &[&classes_do_not_add_up::RULE, &done_fell::RULE, &deadlines_missing::RULE];
