//! `tieu-chi`: every result that a commune reported for a criterion.

use super::released::Released;
use super::table::{ReleaseTable, column};
use crate::model::data_table::ColumnKind::Text;
use serde_json::{Value, json};

pub(super) static TABLE: ReleaseTable =
    ReleaseTable { folder: "tieu-chi", columns: &[column("agency", Text), column("criterion", Text), column("result", Text)], rows };

/// The matrix, cell by cell; a cell that was never reported is no row.
fn rows(released: &Released) -> Vec<Value> {
    let criteria = released.list("criteria.codes");
    let of_line = |line: &Value| {
        let results = line["results"].as_array().cloned().unwrap_or_default();
        let known = criteria.iter().zip(results).filter(|(_, result)| !result.is_null());
        known.map(|(criterion, result)| json!({ "agency": line["agency"], "criterion": criterion, "result": result })).collect::<Vec<_>>()
    };
    released.list("criteria.lines").iter().flat_map(of_line).collect()
}
