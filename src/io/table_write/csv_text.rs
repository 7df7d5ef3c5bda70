//! Comma-separated: UTF-8, a heading line, quotes where a value needs them (RFC 4180).
//!
//! A text that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP advises against "CSV injection": one
//! that begins with `=`, `+`, `-`, `@`, a tab, a carriage return or the wide forms of these signs. Numbers are ours and stay.

use crate::model::data_table::{DataTable, Datum};

const BEGIN_FORMULAS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

pub(super) fn bytes(table: &DataTable) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|(name, _)| *name))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(|value| value.as_ref().map_or_else(String::new, field)))?;
    }
    writer.into_inner().map_err(|e| e.into_error().into())
}

fn field(value: &Datum) -> String {
    match value {
        Datum::Text(text) if text.starts_with(BEGIN_FORMULAS) => format!("'{text}"),
        Datum::Text(text) => text.clone(),
        Datum::Whole(number) => number.to_string(),
        Datum::Decimal(number) => number.normalize().to_string(),
        Datum::Flag(flag) => flag.to_string(),
        Datum::Day(day) => day.to_string(),
        Datum::Time(moment) => moment.to_rfc3339(),
    }
}
