//! The file, its form, its period and its receipt (T).

pub mod after_its_end;
pub mod agency_or_period_missing;
pub mod approval_missing;
pub mod column_missing;
pub mod copy_left;
pub mod damaged_file;
pub mod disguised_file;
pub mod document_without_workbook;
pub mod empty_file;
pub mod encrypted_file;
pub mod figures_outside_period;
pub mod foreign_agency;
pub mod form_unfilled;
pub mod form_unfilled_on_trial;
pub mod form_unmarked;
pub mod form_version_outdated;
pub mod heading_decided;
pub mod heading_repeated;
pub mod headings_missing;
pub mod hidden_content;
pub mod info_incomplete;
pub mod left_alone;
pub mod marked_secret;
pub mod modified_after_seen;
pub mod nil_with_figures;
pub mod nothing_received;
pub mod open_when_taken;
pub mod period_in_future;
pub mod period_released;
pub mod received_late;
pub mod remark_alone;
pub mod revised_after_cutoff;
pub mod same_as_last_period;
pub mod sent_differently;
pub mod sent_to_one_desk;
pub mod sheet_missing;
pub mod too_large;
pub mod too_many_rows;
pub mod unknown_agency;
pub mod unsafe_to_read;
pub mod version_chosen;
pub mod versions_undecidable;
pub mod week_in_name;
pub mod wrong_kind_of_file;
pub mod wrong_period;

use crate::rules::Rule;

/// Every rule of this theme, by code.
pub static RULES: &[&Rule] = &[
    &empty_file::RULE,
    &damaged_file::RULE,
    &encrypted_file::RULE,
    &wrong_kind_of_file::RULE,
    &disguised_file::RULE,
    &document_without_workbook::RULE,
    &sheet_missing::RULE,
    &headings_missing::RULE,
    &column_missing::RULE,
    &form_version_outdated::RULE,
    &form_unmarked::RULE,
    &foreign_agency::RULE,
    &unknown_agency::RULE,
    &wrong_period::RULE,
    &week_in_name::RULE,
    &same_as_last_period::RULE,
    &versions_undecidable::RULE,
    &version_chosen::RULE,
    &received_late::RULE,
    &nothing_received::RULE,
    &sent_to_one_desk::RULE,
    &sent_differently::RULE,
    &marked_secret::RULE,
    &hidden_content::RULE,
    &too_many_rows::RULE,
    &revised_after_cutoff::RULE,
    &figures_outside_period::RULE,
    &approval_missing::RULE,
    &nil_with_figures::RULE,
    &unsafe_to_read::RULE,
    &agency_or_period_missing::RULE,
    &info_incomplete::RULE,
    &period_released::RULE,
    &period_in_future::RULE,
    &modified_after_seen::RULE,
    &open_when_taken::RULE,
    &heading_decided::RULE,
    &heading_repeated::RULE,
    &copy_left::RULE,
    &too_large::RULE,
    &form_unfilled::RULE,
    &form_unfilled_on_trial::RULE,
    &left_alone::RULE,
    &after_its_end::RULE,
    &remark_alone::RULE,
];
