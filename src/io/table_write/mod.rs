//! Tables as files of other programs: the same table gives the same bytes.

mod csv_text;
mod json_lines;
mod parquet_file;

use crate::model::data_table::{DataTable, TableFormat};

/// Writes a table.
///
/// # Errors
///
/// What the library of the format says; none is expected of rows that fit their columns.
pub fn to_bytes(table: &DataTable, format: TableFormat) -> Result<Vec<u8>, String> {
    match format {
        TableFormat::Csv => csv_text::bytes(table).map_err(|e| e.to_string()),
        TableFormat::Json => json_lines::bytes(table).map_err(|e| e.to_string()),
        TableFormat::Parquet => parquet_file::bytes(table).map_err(|e| e.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::data_table::{ColumnKind, Datum};
    use crate::testing::july;

    fn table() -> DataTable {
        let text = |text: &str| Some(Datum::Text(text.to_owned()));
        let columns = vec![
            ("code", ColumnKind::Text),
            ("days", ColumnKind::Whole),
            ("percent", ColumnKind::Decimal),
            ("stale", ColumnKind::Flag),
            ("due", ColumnKind::Day),
            ("at", ColumnKind::Time),
        ];
        let (day, time) = (july(11, 10, 0).date_naive(), july(11, 10, 0));
        let whole = vec![
            text("=1+1;\"a\"\nb"),
            Some(Datum::Whole(-3)),
            Some(Datum::Decimal("39.5".parse().unwrap())),
            Some(Datum::Flag(true)),
            Some(Datum::Day(day)),
            Some(Datum::Time(time)),
        ];
        DataTable { columns, rows: vec![whole, vec![None; 6]] }
    }

    #[test]
    fn a_text_is_no_formula_and_a_number_stays_one() {
        let text = String::from_utf8(to_bytes(&table(), TableFormat::Csv).unwrap()).unwrap();
        assert_eq!(
            text,
            "code,days,percent,stale,due,at\n\"'=1+1;\"\"a\"\"\nb\",-3,39.5,true,2025-07-11,2025-07-11T10:00:00+07:00\n,,,,,\n"
        );
        for start in ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"] {
            let mut table = table();
            table.rows[0][0] = Some(Datum::Text(format!("{start}cmd")));
            let text = String::from_utf8(to_bytes(&table, TableFormat::Csv).unwrap()).unwrap();
            assert!(text.contains(&format!("'{start}cmd")), "{text}");
        }
    }

    #[test]
    fn a_line_of_json_is_an_object_with_every_column() {
        let text = String::from_utf8(to_bytes(&table(), TableFormat::Json).unwrap()).unwrap();
        let [first, second] = &text.lines().collect::<Vec<_>>()[..] else { panic!("two lines: {text}") };
        let first: serde_json::Value = serde_json::from_str(first).unwrap();
        assert_eq!((&first["code"], &first["days"], &first["percent"]), (&"=1+1;\"a\"\nb".into(), &(-3).into(), &"39.5".into()));
        assert_eq!(serde_json::from_str::<serde_json::Value>(second).unwrap().as_object().unwrap().len(), 6);
    }

    #[test]
    fn by_column_the_same_values_are_read_back() {
        use parquet::file::reader::{FileReader, SerializedFileReader};
        let bytes = to_bytes(&table(), TableFormat::Parquet).unwrap();
        assert_eq!(bytes, to_bytes(&table(), TableFormat::Parquet).unwrap());
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        let reader = SerializedFileReader::new(std::fs::File::open(file.path()).unwrap()).unwrap();
        let rows: Vec<String> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        assert_eq!(rows.len(), 2);
        for part in ["-3", "39.500000", "true", "2025-07-11", "2025-07-11 03:00:00"] {
            assert!(rows[0].contains(part), "{part} in {}", rows[0]);
        }
        assert_eq!(rows[1].matches("null").count(), 6, "{}", rows[1]);
        let empty = DataTable { rows: Vec::new(), ..table() };
        assert!(to_bytes(&empty, TableFormat::Parquet).is_ok());
    }
}
