//! What workbooks show, as plain data: forms, products, feedback. Pure; may use `model`, `text`, `forms`, `rules`.

pub mod sheet;
