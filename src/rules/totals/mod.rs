//! The consolidation (H).

pub mod classes_do_not_add_up;

use crate::rules::Rule;

/// Every rule of this theme, by code.
pub static RULES: &[&Rule] = &[&classes_do_not_add_up::RULE];
