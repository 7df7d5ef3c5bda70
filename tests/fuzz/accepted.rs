//! What holds for every workbook that the reader accepts, whatever the bytes were.

use chrono::Datelike;
use std::collections::BTreeSet;
use tonghop_fuzz::model::config::Limits;
use tonghop_fuzz::model::workbook::{RawSheet, RawValue, RawWorkbook};

/// Fails where an accepted workbook breaks a promise of the reader.
pub fn check(book: &RawWorkbook, limits: &Limits) {
    let cells: usize = book.sheets.iter().flat_map(|sheet| sheet.rows.values()).map(Vec::len).sum();
    assert!(cells as u64 <= limits.cells_max, "{cells} cells");
    let texts: usize = book.sheets.iter().flat_map(RawSheet::cells).map(|(_, value)| length(value)).sum();
    assert!(texts as u64 <= limits.text_bytes_max, "{texts} bytes of text");
    for sheet in &book.sheets {
        check_sheet(sheet, limits);
    }
}

fn check_sheet(sheet: &RawSheet, limits: &Limits) {
    let mut columns = BTreeSet::new();
    for (row, cells) in &sheet.rows {
        assert!(*row < limits.rows_max, "row {row}");
        assert!(!cells.is_empty(), "an empty row is none");
        assert!(cells.array_windows().all(|[one, next]| one.0 < next.0), "cells of row {row} are not in order, or one stands twice");
        for (column, value) in cells {
            assert!(*column < limits.columns_max, "column {column}");
            check_value(value);
            columns.insert(*column);
        }
    }
    assert!(sheet.hidden_rows.iter().all(|row| sheet.rows.contains_key(row)), "a hidden row holds nothing");
    assert!(sheet.hidden_columns.is_subset(&columns), "a hidden column holds nothing");
    for area in &sheet.merged {
        assert!(area.first.row <= area.last.row && area.first.column <= area.last.column && area.first != area.last, "{area:?}");
        for (row, cells) in sheet.rows.range(area.first.row..=area.last.row) {
            for (column, _) in cells {
                let inside = (area.first.column..=area.last.column).contains(column);
                assert!(!inside || (*row, *column) == (area.first.row, area.first.column), "a value under {area:?}");
            }
        }
    }
}

fn length(value: &RawValue) -> usize {
    if let RawValue::Text(text) = value { text.len() } else { 0 }
}

fn check_value(value: &RawValue) {
    match value {
        RawValue::Text(text) => assert!(!text.is_empty() && !text.contains('\0'), "{text:?}"),
        RawValue::Number(number) | RawValue::Percent(number) => assert!(number.is_finite(), "{number}"),
        RawValue::DateTime(moment) => assert!((1900..=9999).contains(&moment.year()), "{moment}"),
        RawValue::Error(error) => assert!(error.starts_with('#'), "{error:?}"),
        RawValue::Bool(_) => {}
    }
}
