//! Parquet: every column with its kind, packed by Snappy, which every engine reads. One group of rows: a release is no large table.

use crate::model::data_table::{ColumnKind, DECIMALS, DataTable, Datum};
use chrono::NaiveDate;
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, FixedLenByteArray};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use rust_decimal::Decimal;
use std::sync::Arc;

/// Bytes of a decimal: 38 digits, as engines have them.
const DECIMAL_BYTES: usize = 16;

pub(super) fn bytes(table: &DataTable) -> Result<Vec<u8>, ParquetError> {
    let fields: Vec<String> = table.columns.iter().map(|(name, kind)| format!("optional {};", declared(name, *kind))).collect();
    let schema = parse_message_type(&format!("message tonghop {{ {} }}", fields.join(" ")))?;
    // The library's own words for itself would change the bytes with its version.
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by("tonghop".to_owned()).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    let mut index = 0usize;
    while let Some(mut column) = group.next_column()? {
        let values: Vec<Option<&Datum>> = table.rows.iter().map(|row| row.get(index).and_then(Option::as_ref)).collect();
        let there: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
        let values = values.into_iter().flatten();
        match column.untyped() {
            ColumnWriter::ByteArrayColumnWriter(of) => of.write_batch(&values.map(text).collect::<Vec<_>>(), Some(&there), None)?,
            ColumnWriter::Int64ColumnWriter(of) => of.write_batch(&values.map(whole).collect::<Vec<_>>(), Some(&there), None)?,
            ColumnWriter::Int32ColumnWriter(of) => of.write_batch(&values.map(day).collect::<Vec<_>>(), Some(&there), None)?,
            ColumnWriter::BoolColumnWriter(of) => of.write_batch(&values.map(flag).collect::<Vec<_>>(), Some(&there), None)?,
            ColumnWriter::FixedLenByteArrayColumnWriter(of) => {
                of.write_batch(&values.map(decimal).collect::<Vec<_>>(), Some(&there), None)?
            }
            _ => return Err(ParquetError::General(format!("column {index} has no kind of ours"))),
        };
        column.close()?;
        index += 1;
    }
    group.close()?;
    writer.into_inner()
}

fn declared(name: &str, kind: ColumnKind) -> String {
    match kind {
        ColumnKind::Text => format!("binary {name} (UTF8)"),
        ColumnKind::Whole => format!("int64 {name}"),
        ColumnKind::Decimal => format!("fixed_len_byte_array({DECIMAL_BYTES}) {name} (DECIMAL(38, {DECIMALS}))"),
        ColumnKind::Flag => format!("boolean {name}"),
        ColumnKind::Day => format!("int32 {name} (DATE)"),
        ColumnKind::Time => format!("int64 {name} (TIMESTAMP_MILLIS)"),
    }
}

// A value of another kind than its column's never comes: the table is made column by column. It would be written as nothing.

fn text(value: &Datum) -> ByteArray {
    let text = if let Datum::Text(text) = value { text.as_str() } else { "" };
    text.as_bytes().to_vec().into()
}

fn whole(value: &Datum) -> i64 {
    match value {
        Datum::Whole(number) => *number,
        Datum::Time(moment) => moment.timestamp_millis(),
        _ => 0,
    }
}

/// Days since 1970.
fn day(value: &Datum) -> i32 {
    let days = if let Datum::Day(day) = value { (*day - NaiveDate::default()).num_days() } else { 0 };
    i32::try_from(days).unwrap_or_default()
}

fn flag(value: &Datum) -> bool {
    matches!(value, Datum::Flag(true))
}

/// The number without its point, as a whole number of [`DECIMAL_BYTES`] bytes, the weightiest first.
fn decimal(value: &Datum) -> FixedLenByteArray {
    let mut number = if let Datum::Decimal(number) = value { *number } else { Decimal::ZERO };
    number.rescale(DECIMALS);
    let (mut whole, missing) = (number.mantissa(), DECIMALS.saturating_sub(number.scale()));
    // A number too large for six more digits keeps fewer.
    (0..missing).for_each(|_| whole = whole.saturating_mul(10));
    ByteArray::from(whole.to_be_bytes().to_vec()).into()
}
