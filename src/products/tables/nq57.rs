//! `nq57`: tasks and targets that the national system of Resolution 57 knows, by their codes there, with words instead of ours.

use super::released::Released;
use super::table::{ReleaseTable, column};
use crate::model::class::{TargetClass, TaskClass};
use crate::model::data_table::ColumnKind::{Day, Decimal, Text};
use crate::text::class;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) static TABLE: ReleaseTable = ReleaseTable {
    folder: "nq57",
    columns: &[
        column("nq57_code", Text),
        column("what", Text),
        column("code", Text),
        column("content", Text),
        column("leads", Text),
        column("deadline", Day),
        column("state", Text),
        column("percent", Decimal),
        column("completed_on", Day),
        column("result", Text),
        column("goal", Text),
        column("unit", Text),
        column("value", Decimal),
        column("last_update", Text),
    ],
    rows,
};

pub(super) fn rows(released: &Released) -> Vec<Value> {
    let task = |task: &Value| {
        json!({
            "nq57_code": task["nq57_code"], "what": "Nhiệm vụ", "code": task["code"], "content": task["content"], "leads": task["leads"],
            "deadline": task["deadline_to"], "state": TaskClass::deserialize(&task["class"]).ok().map(class::class),
            "percent": task["percent"], "completed_on": task["completed_on"], "result": task["result"], "last_update": task["last_update"],
        })
    };
    let target = |target: &Value| {
        json!({
            "nq57_code": target["nq57_code"], "what": "Chỉ tiêu", "code": target["code"], "content": target["name"],
            "deadline": target["due_to"], "state": TargetClass::deserialize(&target["class"]).ok().map(TargetClass::label),
            "goal": target["goal"], "unit": target["unit"], "value": target["value"], "last_update": target["last_update"],
        })
    };
    let known = |value: &&Value| value["nq57_code"].as_str().is_some_and(|code| !code.trim().is_empty());
    let mut rows: Vec<Value> = released.list("tasks").iter().filter(known).map(task).collect();
    rows.extend(released.list("targets").iter().filter(known).map(target));
    // Stable: of one code tasks come first, in the register's order.
    rows.sort_by(|a, b| a["nq57_code"].as_str().cmp(&b["nq57_code"].as_str()));
    rows
}
