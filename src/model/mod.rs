//! Plain data: what the other steps pass to each other. No disk, no clock, no threads, no texts for people
//! beyond the fixed vocabulary of the forms and registers.
//!
//! One file per noun. To add a type, add its file here; the crates it may use are std, chrono, serde and rust_decimal.

pub mod agency;
pub mod build;
pub mod calendar;
pub mod class;
pub mod clock_reading;
pub mod comparison;
pub mod config;
pub mod consolidation;
pub mod criterion;
pub mod cutoff;
pub mod deadline;
pub mod desk_rule;
pub mod due_counts;
pub mod extraction;
pub mod fields;
pub mod filling;
pub mod finding;
pub mod freeze;
pub mod freeze_terms;
pub mod hindrances;
pub mod history;
pub mod inbox;
pub mod late_rows;
pub mod moment;
pub mod not_kept;
pub mod outcome;
pub mod past;
pub mod period;
pub mod place;
pub mod places;
pub mod programme;
pub mod proposal;
pub mod receipt_book;
pub mod register;
pub mod register_mistake;
pub mod releases;
pub mod replacement;
pub mod report;
pub mod rhythm;
pub mod rule_policy;
pub mod scans;
pub mod seal;
pub mod secret;
pub mod shared_text;
pub mod span;
pub mod submission;
pub mod target;
pub mod target_kind;
pub mod task;
pub mod total_line;
pub mod waiting;
pub mod withdrawal;
pub mod workbook;
