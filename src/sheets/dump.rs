//! A sheet as readable text, for snapshots and for a look without a spreadsheet program.

use crate::model::place::CellRef;
use crate::sheets::sheet::{Sheet, Value, Visibility};
use std::fmt::Write as _;

/// Name, set-up and every cell that holds something, one a line: `B12: text`. Heights and looks are left out.
pub fn dump(sheet: &Sheet) -> String {
    let mut out = format!("[{}]{}\n", sheet.name, if sheet.visibility == Visibility::Hidden { " hidden" } else { "" });
    if let Some(filter) = sheet.filter {
        let first = CellRef::new(filter.first_row, u32::from(filter.first_column));
        let last = CellRef::new(filter.last_row, u32::from(filter.last_column));
        // Writing into a `String` cannot fail.
        _ = writeln!(out, "filter {first}:{last}");
    }
    for (row_number, row) in (0u32..).zip(&sheet.rows) {
        for (column, cell) in (0u32..).zip(&row.cells) {
            let value = match &cell.value {
                Value::Blank => continue,
                Value::Text(text) => text.replace('\n', "⏎"),
                Value::Number(number) => format!("{number}"),
                Value::Date(day) => day.to_string(),
                Value::DateTime(moment) => moment.to_string(),
                Value::Formula(own) => format!("{} → {}", own.formula, own.result),
            };
            _ = writeln!(out, "{}: {value}", CellRef::new(row_number, column));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::sheet::{Cell, Row, Style};

    #[test]
    fn shows_place_and_value() {
        let row = Row { height: 15.0, cells: vec![Cell::default(), Cell::text("a\nb", Style::PLAIN), Cell::count(3, Style::PLAIN)] };
        let sheet = Sheet { name: "Thử".into(), rows: vec![row], ..Sheet::default() };
        assert_eq!(dump(&sheet), "[Thử]\nB1: a⏎b\nC1: 3\n");
    }
}
