//! Programmes: sets of documents or tasks that have totals of their own (the register's sheet `ChuongTrinh`).

use crate::model::place::Place;
use crate::model::task::TaskCode;
use serde::{Deserialize, Serialize};

/// A named set of tasks. A task may belong to several, and to none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// What it is called, as the register writes it; each name once.
    pub name: String,
    /// Documents all of whose tasks belong to it, as written.
    pub documents: Vec<String>,
    /// Further tasks that belong to it.
    pub tasks: Vec<TaskCode>,
    /// Only tasks of this plan year belong to it; `None` for those of every year.
    pub plan_year: Option<i32>,
    /// Where it stands in the register.
    pub place: Place,
}
