//! What workbooks show, as plain data: forms, products, feedback. Pure; may use `model`, `text`, `forms`, `rules`.

mod agency_light;
pub mod blank;
pub(crate) mod by_agency;
pub(crate) mod chart_data;
mod class_table;
pub(crate) mod criteria;
mod data_score;
pub(crate) mod differences;
pub(crate) mod difficulties;
pub mod dump;
pub mod edition;
pub mod feedback;
pub(crate) mod frame;
pub mod input;
pub(crate) mod journal;
pub mod message;
pub(crate) mod meta;
pub(crate) mod overdue;
pub(crate) mod problems;
pub mod proof;
pub mod proposal_book;
pub(crate) mod quality;
pub mod register_layout;
pub mod register_template;
pub(crate) mod reported;
pub mod rest_days;
pub mod row_height;
pub(crate) mod rule_decisions;
pub mod sheet;
pub(crate) mod submissions;
pub(crate) mod summary;
mod summary_text;
pub(crate) mod targets;
pub(crate) mod tasks;
#[cfg(test)]
pub(crate) mod testing;
