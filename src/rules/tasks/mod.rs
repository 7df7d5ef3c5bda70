//! Rows of `NhiemVu` (N).

pub mod assigned_missing;
pub mod begun_before_window;
pub mod change_unexplained;
pub mod code_by_content;
pub mod code_missing;
pub mod code_repeated_alike;
pub mod code_repeated_differently;
pub mod code_unknown;
pub mod completed_before_issue;
pub mod completed_in_future;
pub mod completion_day_changed;
pub mod content_differs;
pub mod date_swapped;
pub mod date_unreadable;
pub mod date_without_format;
pub mod deadline_differs;
pub mod deadline_missing;
pub mod done_below_100;
pub mod done_taken_back;
pub mod done_undated;
pub mod done_unproven;
pub mod done_withdrawn;
pub mod expected_day_past;
pub mod full_but_open;
pub mod given_no_more;
pub mod level_alone;
pub mod nearly_done;
pub mod not_assigned;
pub mod not_due_but_begun;
pub mod not_started_with_percent;
pub mod obstacle_without_proposal;
pub mod overdue_unexplained;
pub mod percent_emptied;
pub mod percent_fell;
pub mod percent_out_of_range;
pub mod proposal_cleared;
pub mod regular_reported_done;
pub mod result_recycled;
pub mod result_says_nothing;
pub mod standstill;
pub mod status_invalid;
pub mod status_missing;
pub mod status_reworded;
pub mod support_claims_lead;
pub mod taken_over_missing;

use crate::rules::Rule;

/// Every rule of this theme, by code.
pub static RULES: &[&Rule] = &[
    &code_missing::RULE,
    &code_unknown::RULE,
    &code_repeated_differently::RULE,
    &code_repeated_alike::RULE,
    &not_assigned::RULE,
    &assigned_missing::RULE,
    &content_differs::RULE,
    &deadline_differs::RULE,
    &status_invalid::RULE,
    &status_reworded::RULE,
    &status_missing::RULE,
    &percent_out_of_range::RULE,
    &done_below_100::RULE,
    &full_but_open::RULE,
    &not_started_with_percent::RULE,
    &done_undated::RULE,
    &done_unproven::RULE,
    &completed_in_future::RULE,
    &completed_before_issue::RULE,
    &date_unreadable::RULE,
    &date_swapped::RULE,
    &overdue_unexplained::RULE,
    &obstacle_without_proposal::RULE,
    &done_taken_back::RULE,
    &percent_fell::RULE,
    &standstill::RULE,
    &completion_day_changed::RULE,
    &regular_reported_done::RULE,
    &begun_before_window::RULE,
    &not_due_but_begun::RULE,
    &deadline_missing::RULE,
    &result_says_nothing::RULE,
    &result_recycled::RULE,
    &expected_day_past::RULE,
    &change_unexplained::RULE,
    &nearly_done::RULE,
    &support_claims_lead::RULE,
    &code_by_content::RULE,
    &date_without_format::RULE,
    &proposal_cleared::RULE,
    &given_no_more::RULE,
    &done_withdrawn::RULE,
    &percent_emptied::RULE,
    &level_alone::RULE,
    &taken_over_missing::RULE,
];
