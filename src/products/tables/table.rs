//! What a table of a release is: its columns, and where their values stand in the figures that left.

use super::released::{Released, at};
use crate::model::data_table::{ColumnKind, DataTable, Datum};
use crate::model::moment::Moment;
use rust_decimal::Decimal;
use serde_json::Value;

/// What a release says of one kind of things.
#[derive(Debug)]
pub struct ReleaseTable {
    /// The folder of its files.
    pub folder: &'static str,
    /// Its columns, behind those of every table.
    pub(super) columns: &'static [TableColumn],
    /// Its rows, as objects.
    pub(super) rows: fn(&Released) -> Vec<Value>,
}

/// A column, and where its value stands in the object of a row.
#[derive(Debug)]
pub(super) struct TableColumn {
    pub(super) name: &'static str,
    kind: ColumnKind,
    /// Names of keys, one inside the other, with points between them.
    pub(super) place: &'static str,
}

/// A column whose value stands under its own name.
pub(super) const fn column(name: &'static str, kind: ColumnKind) -> TableColumn {
    TableColumn { name, kind, place: name }
}

/// A column whose value stands elsewhere.
pub(super) const fn column_at(name: &'static str, kind: ColumnKind, place: &'static str) -> TableColumn {
    TableColumn { name, kind, place }
}

/// What every row begins with: whose release it is, so that files of several desks lie in one folder.
pub(super) const FIRST: [(&str, ColumnKind); 2] = [("desk", ColumnKind::Text), ("version", ColumnKind::Whole)];

impl ReleaseTable {
    /// The table of a release.
    pub fn of(&self, released: &Released) -> DataTable {
        let of_release = [Some(Datum::Text(released.desk().to_owned())), Some(Datum::Whole(i64::from(released.version)))];
        let row = |object: Value| {
            let own = self.columns.iter().map(|column| datum(at(&object, column.place)?, column.kind));
            of_release.iter().cloned().chain(own).collect()
        };
        DataTable { columns: self.columns().collect(), rows: (self.rows)(released).into_iter().map(row).collect() }
    }

    fn columns(&self) -> impl Iterator<Item = (&'static str, ColumnKind)> {
        FIRST.into_iter().chain(self.columns.iter().map(|column| (column.name, column.kind)))
    }
}

/// A value of the figures as a value of a column; `None` if there is none, or none of this kind.
fn datum(value: &Value, kind: ColumnKind) -> Option<Datum> {
    let text = || match value {
        Value::Null => None,
        Value::String(text) => (!text.is_empty()).then(|| text.clone()),
        Value::Array(items) => {
            let items: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            (!items.is_empty()).then(|| items.join(";"))
        }
        other => Some(other.to_string()),
    };
    match kind {
        ColumnKind::Text => text().map(Datum::Text),
        ColumnKind::Whole => value.as_i64().map(Datum::Whole),
        ColumnKind::Decimal => text()?.parse::<Decimal>().ok().map(Datum::Decimal),
        ColumnKind::Flag => value.as_bool().map(Datum::Flag),
        ColumnKind::Day => value.as_str()?.parse().ok().map(Datum::Day),
        ColumnKind::Time => Moment::parse_from_rfc3339(value.as_str()?).ok().map(Datum::Time),
    }
}
