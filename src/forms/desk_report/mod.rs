//! BM-TH: the consolidated workbook as a form. The desk that releases it writes the rows of its offices into the hidden sheet of
//! data, and the desk above reads them there; what people read on the other sheets is compared, not read. One definition
//! (`templates/BM-TH`) drives both.
//!
//! ```text
//! row of an office ─ record ─▶ texts ─▶ cells of `_so_lieu` … workbook … ─ tables ─▶ texts ─ record ─▶ DeskReport
//! rows that people read ─ pages ─▶ digests ─▶ …                          … ─ pages ─▶ edits
//! ```
//!
//! A digest proves nothing against who knows how it is made; it tells what somebody changed by hand. What proves is the SHA-256
//! of the file, which the desk sealed when it released it.

mod cell_values;
pub mod definition;
mod distinct;
mod first_page;
pub mod pages;
mod printed;
pub mod read;
mod record;
mod tables;
pub mod write;
