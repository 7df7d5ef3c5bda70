//! `nhiem-vu`: every task of the register.

use super::table::{ReleaseTable, column};
use crate::model::data_table::ColumnKind::{Day, Decimal, Flag, Text, Whole};

pub(super) static TABLE: ReleaseTable = ReleaseTable {
    folder: "nhiem-vu",
    columns: &[
        column("code", Text),
        column("nq57_code", Text),
        column("content", Text),
        column("document", Text),
        column("group", Text),
        column("block", Text),
        column("programmes", Text),
        column("plan_year", Whole),
        column("phase", Text),
        column("kind", Text),
        column("leads", Text),
        column("supports", Text),
        column("deadline_to", Day),
        column("class", Text),
        column("started", Flag),
        column("days", Whole),
        column("past_deadline", Flag),
        column("previous_class", Text),
        column("reported", Text),
        column("percent", Decimal),
        column("completed_on", Day),
        column("result", Text),
        column("evidence", Text),
        column("cause", Text),
        column("obstacle", Text),
        column("expected_on", Day),
        column("last_update", Text),
        column("changed_in", Text),
        column("stale", Flag),
        column("light", Text),
    ],
    rows: |released| released.list("tasks").to_vec(),
};
