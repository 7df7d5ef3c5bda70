//! Tasks of several agencies (K).

pub mod lead_claimed_twice;
pub mod lead_silent;
pub mod parts_open;
pub mod support_open;

use crate::rules::Rule;

/// Every rule of this theme, by code.
pub static RULES: &[&Rule] = &[&lead_silent::RULE, &lead_claimed_twice::RULE, &support_open::RULE, &parts_open::RULE];
