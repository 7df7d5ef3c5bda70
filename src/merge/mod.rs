//! From judged submissions to one result: which rows count, what the program makes of each task, target and commune,
//! the totals, the comparison with the last release, and what a release leaves behind. Pure functions of values.
//!
//! ```text
//! Submissions + Duties --accept--> KnownRows --consolidate--> Consolidation --leave--> History of the next period
//! ```

pub mod accept;
pub mod assemble;
mod before;
pub mod bounds;
pub mod classify;
pub mod compare;
pub mod consolidate;
pub mod criteria;
mod desk_edits;
mod desk_figures;
pub mod desks;
pub mod difficulties;
pub mod figures;
pub mod leave;
pub mod lights;
mod programmes;
pub mod proposals;
pub mod retrospect;
mod road_cells;
pub mod rows;
pub mod targets;
pub mod tasks;
pub mod totals;
pub mod versions;
pub mod whole;

#[cfg(test)]
mod properties;
#[cfg(test)]
pub(crate) mod testing;
