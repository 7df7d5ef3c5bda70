//! The hidden sheets: lists for the cells that choose, and what the form says of itself to a machine.

use super::input::BlankInput;
use super::table_sheet::TableSheet;
use crate::forms::Form;
use crate::forms::issued_content::IssuedRows;
use crate::forms::recognise::{KEY_AGENCY, KEY_ASSIGNED, KEY_DESK, KEY_FORM, KEY_PERIOD, KEY_VERSION, LISTS_SHEET, META_SHEET};
use crate::model::place::column_letters;
use crate::sheets::sheet::{Cell, Row, Sheet, Style, Value, Visibility};
use crate::text::normalise;

/// The sheet of lists: one a column, its name on top.
pub(super) fn lists(form: &Form) -> Sheet {
    let longest = form.lists.iter().map(|l| l.words.len()).max().unwrap_or(0);
    let mut rows = vec![row(form.lists.iter().map(|l| l.name.as_str()))];
    rows.extend((0..longest).map(|at| row(form.lists.iter().map(|l| l.words.get(at).map_or("", |w| w.word.as_str())))));
    sheet(LISTS_SHEET, vec![24.0; form.lists.len()], rows)
}

/// `=_DM!$A$2:$A$8`, the words of a list.
pub(super) fn list_range(form: &Form, name: &str) -> Option<String> {
    let at = form.lists.iter().position(|l| l.name == name)?;
    let words = form.lists.get(at)?.words.len();
    let letters = column_letters(u32::try_from(at).ok()?);
    (words > 0).then(|| format!("={LISTS_SHEET}!${letters}$2:${letters}${}", words + 1))
}

/// The sheet of keys and values, found again by the keys in column A.
pub(super) fn meta(input: &BlankInput<'_>, tables: &[TableSheet<'_>]) -> Sheet {
    let mut pairs: Vec<(String, String)> = vec![
        (KEY_FORM.to_owned(), input.form.code.clone()),
        (KEY_VERSION.to_owned(), input.form.version.clone()),
        (KEY_AGENCY.to_owned(), input.agency.code.to_string()),
        (KEY_PERIOD.to_owned(), input.span.period.to_string()),
        (KEY_DESK.to_owned(), input.desk.to_string()),
        (KEY_ASSIGNED.to_owned(), tables.iter().map(|t| t.codes.len()).sum::<usize>().to_string()),
    ];
    for table in tables {
        pairs.push((format!("bm_so_dong_{}", table.form.name), table.lines.to_string()));
        pairs.push((format!("bm_tieu_de_{}", table.form.name), (table.heading_row + 1).to_string()));
    }
    for table in tables {
        // What stood where: a row moved or lost afterwards can be told.
        pairs.extend(table.codes.iter().map(|(code, row)| (code.clone(), format!("{}!{}", table.form.name, row + 1))));
    }
    sheet(META_SHEET, vec![28.0, 28.0, 20.0, 20.0], pairs.iter().map(|(key, value)| row([key.as_str(), value.as_str()])).collect())
}

/// Puts beside the place of each row what stands in the agency's cells of it.
pub(super) fn say_rows(meta: &mut Sheet, form: &Form, rows: &IssuedRows) {
    let issued = |row: &Row| {
        let [Value::Text(code), Value::Text(place)] = row.cells.iter().map(|cell| &cell.value).collect::<Vec<_>>()[..] else { return None };
        let (name, _) = place.rsplit_once('!')?;
        let id = form.sheets.iter().find(|sheet| sheet.name == name)?.id;
        rows.get(&(id, normalise::key(code)))
    };
    for row in &mut meta.rows {
        if let Some(issued) = issued(row) {
            row.cells.extend([&issued.digest, &issued.cells].map(|words| Cell::text(words.as_str(), Style::PLAIN)));
        }
    }
}

/// A row of words.
pub(super) fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> Row {
    Row { height: 0.0, cells: cells.into_iter().map(|c| Cell::text(c, Style::PLAIN)).collect() }
}

fn sheet(name: &str, widths: Vec<f64>, rows: Vec<Row>) -> Sheet {
    Sheet { name: name.to_owned(), visibility: Visibility::Hidden, widths, rows, protected: true, ..Sheet::default() }
}
