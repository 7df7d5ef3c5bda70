//! The story of a run, and of every other command that does more than print. The only rayon. Steps call `io` for the
//! outside and the pure folders for every decision; nothing is decided here that could be decided there.

pub mod admit;
pub mod arrival;
pub mod check;
pub mod clock_check;
pub mod doctor;
pub mod forms;
pub mod init;
pub mod judges;
pub mod products;
pub mod progress;
pub mod proof;
pub mod read_back;
pub mod reading;
pub mod receipt_book;
pub mod receive;
pub mod rehearse;
pub mod release;
pub mod reopen;
pub mod report;
pub mod sealed;
pub mod secrets;
pub mod session;
pub mod status;
pub mod verify;
pub mod watched;
pub mod weekly;
