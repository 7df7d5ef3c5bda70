//! Finding the tables in a workbook: by their headings, in the sheet of the data under whatever name it has.

use crate::forms::cells;
use crate::forms::desk_report::definition::{DeskForm, TableForm, TableId};
use crate::forms::desk_report::record;
use crate::model::desk_report::DeskFault;
use crate::model::place::CellRef;
use crate::model::workbook::{RawSheet, RawValue, RawWorkbook};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;

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
pub(super) struct Line<'a> {
    /// Its first cell.
    pub(super) cell: CellRef,
    /// One text a column of the definition.
    pub(super) texts: Vec<Cow<'a, str>>,
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
            if cells.iter().any(|(column, value)| ours(column) && is_said(value)) {
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

/// Where the texts of a row stand.
struct Layout<'a> {
    /// The headings in the order in which a digest takes them.
    headings: Vec<&'a str>,
    /// For each column of the sheet its heading, by number; the last of both is that of the digests, which has none.
    places: Vec<(u32, usize)>,
    /// For each column of the definition its heading, by number; `None` of one that is not there.
    columns: Vec<Option<usize>>,
}

impl<'a> DataSheet<'a> {
    /// The rows of a table of a workbook of that version. A table that cannot be read whole is a fault; a column that is newer than the
    /// workbook is blank.
    pub(super) fn lines(&self, id: TableId, version: &str) -> Result<Vec<Line<'a>>, DeskFault> {
        let name = || DeskForm::current().table(id).map(|table| table.name.clone()).unwrap_or_default();
        let table = self.tables.get(&id).ok_or_else(|| DeskFault::TableGone { table: name() })?;
        let mut seen = BTreeSet::new();
        if let Some(heading) = table.headings.values().find(|heading| !seen.insert(**heading)) {
            return Err(DeskFault::HeadingRepeated { table: name(), heading: (*heading).to_owned() });
        }
        let mut by_heading: Vec<(&'a str, u32)> = table.headings.iter().map(|(column, heading)| (*heading, *column)).collect();
        by_heading.sort_by(|(one, _), (other, _)| record::in_digest(one, other));
        let place = |heading: &String| by_heading.iter().position(|(found, _)| *found == heading.as_str());
        let columns = table.form.columns.iter().map(|column| match place(&column.heading) {
            None if !column.is_newer_than(version) => Err(DeskFault::ColumnGone { table: name(), heading: column.heading.clone() }),
            place => Ok(place),
        });
        let columns: Vec<Option<usize>> = columns.collect::<Result<_, _>>()?;
        let numbered = by_heading.iter().map(|(_, column)| *column).chain([table.first]);
        let mut places: Vec<(u32, usize)> = numbered.zip(0..).collect();
        places.sort_unstable();
        let headings = by_heading.into_iter().map(|(heading, _)| heading).collect();
        let layout = Layout { headings, places, columns };
        Ok(table.rows.iter().map(|row| self.line(table, &layout, *row)).collect())
    }

    fn line(&self, table: &Table<'a>, layout: &Layout<'_>, row: u32) -> Line<'a> {
        let mut texts: Vec<Cow<'a, str>> = vec![Cow::Borrowed(""); layout.places.len()];
        for (column, value) in self.raw.rows.get(&row).into_iter().flatten() {
            let place = layout.places.binary_search_by_key(column, |(column, _)| *column).ok();
            let at = place.and_then(|place| layout.places.get(place)).map(|(_, at)| *at);
            if let Some(text) = at.and_then(|at| texts.get_mut(at)) {
                *text = said(value);
            }
        }
        let written = texts.pop().unwrap_or_default();
        let cells = layout.headings.iter().copied().zip(texts.iter().map(AsRef::as_ref));
        let digest = record::digest(&table.form.name, cells);
        let mut take = |at: &Option<usize>| at.and_then(|at| texts.get_mut(at)).map(mem::take).unwrap_or_default();
        Line {
            cell: CellRef::new(row, table.first),
            texts: layout.columns.iter().map(&mut take).collect(),
            as_written: written.trim() == digest,
            digest,
        }
    }
}

/// What stands in a cell. A text is not touched: what was written comes back.
fn said(value: &RawValue) -> Cow<'_, str> {
    match value {
        RawValue::Text(text) => Cow::Borrowed(text.as_str()),
        other => Cow::Owned(cells::typed(other).to_string()),
    }
}

fn is_said(value: &RawValue) -> bool {
    !matches!(value, RawValue::Text(text) if text.is_empty())
}
