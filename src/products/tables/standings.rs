//! `tinh-hinh`: how every agency stood, and how many of its tasks are where.

use super::table::{ReleaseTable, column, column_at};
use crate::model::data_table::ColumnKind::{Flag, Text, Time, Whole};

pub(super) static TABLE: ReleaseTable = ReleaseTable {
    folder: "tinh-hinh",
    columns: &[
        column("code", Text),
        column("name", Text),
        column("standing", Text),
        column("evidence", Text),
        column("received_at", Time),
        // Of its report, not of the release.
        column_at("report_version", Whole, "version"),
        column("merged", Flag),
        column("nil", Flag),
        column("form_unfilled", Flag),
        column("confirmed_only", Flag),
        column("changed_after_cutoff", Flag),
        column("document_received", Flag),
        column("missing_streak", Whole),
        column("rejects", Whole),
        column("errors", Whole),
        column("warnings", Whole),
        column("notes", Whole),
        column_at("tasks_total", Whole, "tasks.total"),
        column_at("tasks_done", Whole, "tasks.done"),
        column_at("tasks_overdue", Whole, "tasks.overdue"),
    ],
    rows: |released| released.list("agencies").to_vec(),
};
