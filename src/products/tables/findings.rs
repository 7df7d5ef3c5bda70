//! `phat-hien`: every finding of the period, as the desk's workbook lists it.

use super::table::{ReleaseTable, column_at};
use crate::model::data_table::ColumnKind::Text;

pub(super) static TABLE: ReleaseTable = ReleaseTable {
    folder: "phat-hien",
    columns: &[
        column_at("agency", Text, "Mã đơn vị"),
        column_at("file", Text, "Tệp"),
        column_at("sheet", Text, "Trang tính"),
        column_at("cell", Text, "Ô"),
        column_at("code", Text, "Mã"),
        column_at("severity", Text, "Mức"),
        column_at("message", Text, "Nội dung"),
    ],
    rows: |released| released.findings().into_iter().map(serde_json::Value::Object).collect(),
};
