//! Everything that decides the bytes of the files people see of a period, in parts: the draft's products, the answer to each office,
//! the message. Two equal keys give the same files, so nothing is composed where the key is that of an earlier run; and a report that
//! changed moves the key of its own office's answer and of nobody else's.
//!
//! ```text
//! what came from an office ─┬─ its answer, with what of the figures concerns it
//!                           └─ all figures ─┬─ the draft
//!                                           └─ the message
//! ```
//!
//! The inputs are taken apart field by field: one that is new does not compile until somebody says here how it counts. What several
//! keys stand on is read once, and is a digest in each of them.

mod answer;
mod digest;
mod figures;
#[cfg(test)]
mod tests;

pub use answer::{AnswerKey, FormKey};
pub use digest::KeyDigest;
pub use figures::{DraftKey, MessageKey};
