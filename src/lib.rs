//! # tonghop
//!
//! Every Friday the offices of a province send Excel reports; `tonghop` receives, checks and merges them and writes
//! one consolidated workbook that always leaves on time.
//!
//! ## The map of the house
//!
//! Folders are the steps of the flow. Dependencies point one way, upwards in this table; `tests/it/tidy` reads the table
//! and enforces it.
//!
//! | Folder | What lives there | May use |
//! | --- | --- | --- |
//! | [`docs`] | the contract in words; how to add things; decisions | nothing |
//! | [`model`] | plain data: period, cutoffs, register, report, finding, consolidation | std, chrono, serde, rust_decimal |
//! | [`text`] | Vietnamese words and formats, reading and writing | model |
//! | [`forms`] | form definitions, recognition, extraction | model, text |
//! | [`rules`] | what can be wrong; the only makers of findings | model, text, forms |
//! | [`judge`] | whose file, which period, which version, which standing | model, text, forms, rules |
//! | [`merge`] | classes, totals, comparison | model, text, forms, rules, judge |
//! | [`sheets`] | what workbooks show, as plain data | model, text, forms, rules |
//! | [`products`] | what can leave: one list of names and how each is made | model, text, sheets |
//! | [`reader`] | bytes to cells within budgets; the only calamine | model |
//! | [`io`] | one file per thing outside; the only disk, clock, database, Excel writer | model, text, forms, judge, sheets, reader |
//! | [`run`] | the story of a run; the only rayon | all above |
//! | [`cli`] | one file per command; the only printing | all above |
//!
//! ## The flow
//!
//! ```text
//! InboxFile → (archive, SHA-256) → RawWorkbook → Form → AgencyReport → findings + verdict
//!          → Submissions (standing of each agency) → Consolidation → Vec<Sheet> → bytes → published, recorded
//! ```
//!
//! ## Invariants
//!
//! - Time is read in `io/clock.rs` once a command and passed as a value. A run is judged by the instant it started.
//! - Only `io` touches disk. The ledger belongs to one thread; `rayon` appears in `run` only.
//! - Only rules make findings. Extraction never fails: what it cannot read is a [`model::report::Reading`].
//! - Nothing from an input file is written as a formula or a link.
//! - No silent guess: a value is exact, normalised and noted, or a finding.
//! - Products depend on archive, registers and configuration alone: same input, same bytes, at any number of threads.
//!
//! ## Words
//!
//! cơ quan, đơn vị = `Agency` · đầu mối tổng hợp = `Desk` · kỳ báo cáo = `Period` · hạn nộp / hạn tổng hợp =
//! `submit` / `release` cutoff · danh mục = `Register` · nhiệm vụ = `Task` · chỉ tiêu = `Target` · tiêu chí =
//! `Criterion` · chủ trì / phối hợp = `lead` / `support` · biểu mẫu = `Form` · sổ tiếp nhận = `Ledger`, `Receipt` ·
//! chốt / phát hành = `freeze` / `release` · phiếu phản hồi = `Feedback` · phát hiện = `Finding`.

pub mod cli;
pub mod docs;
pub mod forms;
pub mod io;
pub mod judge;
pub mod merge;
pub mod model;
pub mod products;
pub mod reader;
pub mod rules;
pub mod run;
pub mod sheets;
#[cfg(test)]
mod testing;
pub mod text;
