//! One object a line, with every column; decimals are texts, as in every object of ours, because no program may round them.

use crate::model::data_table::{DataTable, Datum};
use serde_json::{Map, Value};

pub(super) fn bytes(table: &DataTable) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = Vec::new();
    for row in &table.rows {
        let object: Map<String, Value> = table
            .columns
            .iter()
            .zip(row)
            .map(|((name, _), value)| ((*name).to_owned(), value.as_ref().map_or(Value::Null, json)))
            .collect();
        serde_json::to_writer(&mut bytes, &object)?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

fn json(value: &Datum) -> Value {
    match value {
        Datum::Text(text) => Value::from(text.as_str()),
        Datum::Whole(number) => Value::from(*number),
        Datum::Decimal(number) => Value::from(number.normalize().to_string()),
        Datum::Flag(flag) => Value::from(*flag),
        Datum::Day(day) => Value::from(day.to_string()),
        Datum::Time(moment) => Value::from(moment.to_rfc3339()),
    }
}
