//! The walk over the inbox: what lies there, whose folder it lies in, and which folders could be listed. Nothing is
//! opened, followed or changed. A folder that could not be listed whole is said to be unlisted: nobody may be called
//! late because we did not see.
//!
//! ```text
//! folder → Listing (in a worker, within the time limit) → Walk: areas, names → Scan
//! ```
//!
//! A mount point below the inbox is not entered, and is said loudly: a share that is taken away leaves an empty
//! folder behind, and its agency would seem to have sent nothing. A desk that mounts a share for each agency says so
//! (`[folders] mounts = true`): then the folder of an agency may be a mount point, and no other.

mod listing;
mod names;
mod scan;
#[cfg(test)]
pub(crate) mod tests;
mod walk;

pub use super::completeness::is_complete;
pub use names::{ANSWERS, is_form_among_answers};
pub use scan::{NotInbox, Scan, ScannedFile, Terms, check_not_shrunk, look_again};
pub use walk::{reachable, scan};
