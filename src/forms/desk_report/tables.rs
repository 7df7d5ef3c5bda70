//! Finding the tables in a workbook: by their headings, in the sheet of the data under whatever name it has.

use crate::forms::cells;
use crate::forms::desk_report::definition::{DeskForm, TableForm, TableId};
use crate::forms::desk_report::record;
use crate::model::desk_report::DeskFault;
use crate::model::place::CellRef;
use crate::model::workbook::{RawSheet, RawValue, RawWorkbook};
use std::collections::{BTreeMap, BTreeSet};

/// The sheet of the data with the tables in it.
#[derive(Debug)]
pub(super) struct DataSheet<'a> {
    pub(super) raw: &'a RawSheet,
    tables: BTreeMap<TableId, Table<'a>>,
}

/// A table where it stands.
#[derive(Debug)]
struct Table<'a> {
    form: &'static TableForm,
    /// The column of the digests.
    first: u32,
    /// Every other heading by its column, also those that the definition does not know.
    headings: BTreeMap<u32, &'a str>,
    /// The rows below the headings in which something stands.
    rows: Vec<u32>,
}

/// A row of a table, as texts.
#[derive(Debug)]
pub(super) struct Line {
    /// Its first cell.
    pub(super) cell: CellRef,
    /// One text a column of the definition.
    pub(super) texts: Vec<String>,
    /// Of what stands there now.
    pub(super) digest: String,
    /// That is what the desk wrote.
    pub(super) as_written: bool,
}

/// The sheet that has the table of the release; `None` if none has.
pub(super) fn find(workbook: &RawWorkbook) -> Option<DataSheet<'_>> {
    let form = DeskForm::current();
    let named = |raw: &&RawSheet| !raw.name.eq_ignore_ascii_case(&form.sheet);
    let mut sheets: Vec<&RawSheet> = workbook.sheets.iter().collect();
    sheets.sort_by_key(named);
    sheets.into_iter().map(look).find(|sheet| sheet.tables.contains_key(&TableId::Release))
}

fn look(raw: &RawSheet) -> DataSheet<'_> {
    let mut tables: BTreeMap<TableId, Table<'_>> = BTreeMap::new();
    let mut current = None;
    for (row, cells) in &raw.rows {
        if let Some((id, table)) = heading_row(cells) {
            // The rows of a table that stands twice are rows too many, and told as such.
            current = Some(id);
            tables.entry(id).or_insert(table);
        } else if let Some(table) = current.and_then(|id| tables.get_mut(&id)) {
            let ours = |column: &u32| *column == table.first || table.headings.contains_key(column);
            if cells.iter().any(|(column, value)| ours(column) && !said(value).is_empty()) {
                table.rows.push(*row);
            }
        }
    }
    DataSheet { raw, tables }
}

/// The table whose headings stand in a row. A cell of a row may say what a table is called; with half of its headings beside
/// it, it is one.
fn heading_row(cells: &[(u32, RawValue)]) -> Option<(TableId, Table<'_>)> {
    let (first, form) = cells.iter().find_map(|(column, value)| {
        let RawValue::Text(name) = value else { return None };
        Some((*column, DeskForm::current().tables.iter().find(|table| table.name == name.as_str().trim())?))
    })?;
    let mut headings = BTreeMap::new();
    for (column, value) in cells.iter().filter(|(column, _)| *column != first) {
        if let RawValue::Text(heading) = value {
            headings.insert(*column, heading.as_str().trim());
        }
    }
    let known = form.columns.iter().filter(|column| headings.values().any(|heading| *heading == column.heading)).count();
    let enough = known * 2 >= form.columns.len() && cells.iter().all(|(_, value)| matches!(value, RawValue::Text(_)));
    enough.then_some((form.id, Table { form, first, headings, rows: Vec::new() }))
}

impl DataSheet<'_> {
    /// The rows of a table of a workbook of that version. A table that cannot be read whole is a fault; a column that is newer than the
    /// workbook is blank.
    pub(super) fn lines(&self, id: TableId, version: &str) -> Result<Vec<Line>, DeskFault> {
        let name = || DeskForm::current().table(id).map(|table| table.name.clone()).unwrap_or_default();
        let table = self.tables.get(&id).ok_or_else(|| DeskFault::TableGone { table: name() })?;
        let mut seen = BTreeSet::new();
        if let Some(heading) = table.headings.values().find(|heading| !seen.insert(**heading)) {
            return Err(DeskFault::HeadingRepeated { table: name(), heading: (*heading).to_owned() });
        }
        let place = |heading: &String| table.headings.iter().find(|(_, found)| **found == heading.as_str()).map(|(column, _)| *column);
        let columns = table.form.columns.iter().map(|column| match place(&column.heading) {
            None if !column.is_newer_than(version) => Err(DeskFault::ColumnGone { table: name(), heading: column.heading.clone() }),
            place => Ok(place),
        });
        let columns: Vec<Option<u32>> = columns.collect::<Result<_, _>>()?;
        Ok(table.rows.iter().map(|row| self.line(table, &columns, *row)).collect())
    }

    fn line(&self, table: &Table<'_>, columns: &[Option<u32>], row: u32) -> Line {
        let cells: BTreeMap<u32, String> =
            self.raw.rows.get(&row).into_iter().flatten().map(|(column, value)| (*column, said(value))).collect();
        let text = |column: u32| cells.get(&column).map_or("", String::as_str);
        let digest = record::digest(&table.form.name, table.headings.iter().map(|(column, heading)| (*heading, text(*column))));
        Line {
            cell: CellRef::new(row, table.first),
            texts: columns.iter().map(|column| column.map_or("", text).to_owned()).collect(),
            as_written: text(table.first).trim() == digest,
            digest,
        }
    }
}

/// What stands in a cell. A text is not touched: what was written comes back.
fn said(value: &RawValue) -> String {
    match value {
        RawValue::Text(text) => text.to_string(),
        other => cells::typed(other).to_string(),
    }
}
