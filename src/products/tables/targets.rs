//! `chi-tieu`: every target in force.

use super::table::{ReleaseTable, column};
use crate::model::data_table::ColumnKind::{Day, Decimal, Flag, Text, Whole};

pub(super) static TABLE: ReleaseTable = ReleaseTable {
    folder: "chi-tieu",
    columns: &[
        column("code", Text),
        column("nq57_code", Text),
        column("name", Text),
        column("unit", Text),
        column("group", Text),
        column("document", Text),
        column("plan_year", Whole),
        column("goal", Text),
        column("due_to", Day),
        column("class", Text),
        column("value", Decimal),
        column("passed", Flag),
        column("numerator", Decimal),
        column("denominator", Decimal),
        column("estimated", Flag),
        column("missing", Text),
        column("providers", Whole),
        column("reason", Text),
        column("previous", Text),
        column("last_update", Text),
        column("changed_in", Text),
        column("stale", Flag),
        column("light", Text),
    ],
    rows: |released| released.list("targets").to_vec(),
};
