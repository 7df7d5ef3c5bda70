//! What workbooks show, as plain data: forms, products, feedback. Pure; may use `model`, `text`, `forms`, `rules`.

mod agency_light;
pub mod blank;
mod by_agency;
mod chart_data;
mod class_table;
mod criteria;
pub mod data;
mod differences;
mod difficulties;
pub mod dump;
pub mod edition;
pub mod feedback;
mod frame;
mod journal;
pub mod message;
mod meta;
mod overdue;
mod problems;
pub mod products;
pub mod proof;
mod quality;
pub mod register_layout;
pub mod register_template;
pub(crate) mod reported;
pub mod rest_days;
pub mod row_height;
pub mod sheet;
mod submissions;
mod summary;
mod summary_text;
mod targets;
mod tasks;
#[cfg(test)]
pub(crate) mod testing;
