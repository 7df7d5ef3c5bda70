//! What a received file means: whose it is, for which period, when it was received and by which evidence, what is wrong
//! with it, which version of an agency counts, and how the agency stands. Pure functions of values, so that a verdict
//! can be found again a year later.
//!
//! ```text
//! Facts + period + Register --delivery--> Deliveries --period--> Submissions with their findings
//! ```

pub mod attribute;
pub mod clock_ahead;
pub mod clock_doubt;
pub mod clock_jump;
pub mod content_match;
pub mod delivery;
pub mod diff;
pub mod duties;
pub mod exempt;
pub mod facts;
pub mod file;
pub mod filling;
pub mod input;
pub mod left_alone;
pub mod period;
pub mod receipt_book;
pub mod select;
pub mod timing;
pub mod took_over;
