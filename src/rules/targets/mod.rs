//! Rows of `ChiTieu` (C).

pub mod assigned_missing;
pub mod code_repeated;
pub mod code_unknown;
pub mod denominator_missing;
pub mod figure_ambiguous;
pub mod figure_estimated;
pub mod figure_fell;
pub mod figure_implausible;
pub mod figure_jumped;
pub mod figure_outlying;
pub mod figure_unreadable;
pub mod goal_differs;
pub mod numerator_above_denominator;
pub mod percent_out_of_range;
pub mod ratio_differs_from_result;
pub mod reason_missing;
pub mod self_assessment_differs;
pub mod source_missing;
pub mod unit_differs;

use crate::rules::Rule;

/// Every rule of this theme, by code.
pub static RULES: &[&Rule] = &[
    &code_unknown::RULE,
    &figure_unreadable::RULE,
    &percent_out_of_range::RULE,
    &numerator_above_denominator::RULE,
    &denominator_missing::RULE,
    &ratio_differs_from_result::RULE,
    &figure_implausible::RULE,
    &figure_fell::RULE,
    &figure_jumped::RULE,
    &self_assessment_differs::RULE,
    &reason_missing::RULE,
    &goal_differs::RULE,
    &unit_differs::RULE,
    &figure_estimated::RULE,
    &source_missing::RULE,
    &figure_ambiguous::RULE,
    &code_repeated::RULE,
    &assigned_missing::RULE,
    &figure_outlying::RULE,
];
