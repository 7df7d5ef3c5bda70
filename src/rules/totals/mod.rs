//! The consolidation (H).

pub mod beyond_register;
pub mod classes_do_not_add_up;
pub mod confirmed_open_unreported;
pub mod consolidation_edited;
pub mod consolidation_unreadable;
pub mod desk_figures_differ;
pub mod desk_report_misplaced;
pub mod desk_role_differs;
pub mod desk_rows_edited;
pub mod done_fell;
pub mod older_release;
pub mod overdue_unknowable;
pub mod register_row_unusable;
pub mod rehearsal_differs;
pub mod release_withdrawn;

use crate::rules::Rule;

/// Every rule of this theme, by code.
pub static RULES: &[&Rule] = &[
    &classes_do_not_add_up::RULE,
    &done_fell::RULE,
    &desk_figures_differ::RULE,
    &overdue_unknowable::RULE,
    &register_row_unusable::RULE,
    &confirmed_open_unreported::RULE,
    &consolidation_unreadable::RULE,
    &consolidation_edited::RULE,
    &desk_role_differs::RULE,
    &beyond_register::RULE,
    &rehearsal_differs::RULE,
    &older_release::RULE,
    &desk_rows_edited::RULE,
    &release_withdrawn::RULE,
    &desk_report_misplaced::RULE,
];
