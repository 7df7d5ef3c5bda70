//! The story of a run, and of every other command that does more than print. The only rayon. Steps call `io` for the
//! outside and the pure folders for every decision; nothing is decided here that could be decided there.

pub mod admit;
pub mod backup;
pub mod check;
pub mod check_report;
pub mod clock_void;
#[cfg(test)]
mod desk_properties;
pub mod doctor;
pub mod edit_report;
pub mod exit;
pub mod export;
pub mod forms;
pub mod init;
pub mod judges;
pub mod notify;
pub mod period;
pub mod products;
pub mod proof;
pub mod proposal_book;
pub mod receive;
pub mod record;
pub mod recover;
pub mod rehearse;
pub mod release;
mod released;
pub mod reopen;
pub mod replay;
pub mod report;
pub mod restore;
pub mod retention;
pub mod retrospect;
pub mod review;
pub mod schedule;
pub mod sent;
pub mod session;
pub mod status;
pub mod verdicts;
pub mod verify;
pub mod version;
pub mod watch;
pub mod watched;
pub mod weekly;
pub mod withdraw;
pub mod year_archive;
