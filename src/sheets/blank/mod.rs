//! The blank form of an agency: what it has to report, filled in as far as last week's report and the registers know,
//! and saying by itself what is still missing. Made from the form definition in `templates/`, which also reads it back.

mod grid;
mod guide;
mod hidden;
mod info;
mod input;
mod needs;
mod reported;
mod rows;
mod style;
mod table_sheet;

pub use input::{BlankInput, file_name};

use crate::forms;
use crate::forms::issued_content::{self, Cells};
use crate::forms::recognise::{HEADING_NAME, KEY_AGENCY, KEY_CONTENT, KEY_DESK, KEY_FORM, KEY_GIVEN, KEY_PERIOD, KEY_VERSION, META_SHEET};
use crate::model::report::SheetId;
use crate::sheets::as_read;
use crate::sheets::row_height;
use crate::sheets::sheet::{Book, Sheet};
use crate::text::format;
use table_sheet::TableSheet;

/// Makes the form of an agency. Sheets with nothing assigned are left out.
pub fn book(input: &BlankInput<'_>) -> Book {
    let reported = input.reported;
    let mut tables: Vec<TableSheet<'_>> = Vec::new();
    for sheet in input.form.sheets.iter().filter(|s| s.id != SheetId::Info) {
        let lines = match sheet.id {
            SheetId::Tasks => reported::fill(rows::tasks(input), reported.and_then(|r| r.tasks.as_ref())),
            SheetId::Targets => reported::fill(rows::targets(input), reported.and_then(|r| r.targets.as_ref())),
            SheetId::Criteria => reported::fill(rows::criteria(input), reported.and_then(|r| r.criteria.as_ref())),
            SheetId::ExtraTasks => rows::extra_tasks(),
            SheetId::Info => continue,
        };
        if !lines.is_empty() {
            tables.push(grid::build(input, sheet, &lines));
        }
    }
    let mut names: Vec<(String, String)> = Vec::new();
    for placed in &tables {
        names.push((format!("{HEADING_NAME}{}", placed.form.name), placed.heading_range()));
    }
    names.sort();
    let mut sheets: Vec<Sheet> = info::sheet(input, &tables).into_iter().collect();
    let hidden = [hidden::lists(input.form), hidden::meta(input, &tables)];
    sheets.extend(tables.into_iter().map(|placed| placed.sheet));
    sheets.push(guide::sheet(input));
    sheets.extend(hidden);
    let mut book = Book {
        title: format!("{} {} - {}", input.form.code, format::span_long(&input.span), input.agency.name),
        created: input.cutoffs.submit,
        properties: vec![
            (KEY_FORM.to_owned(), input.form.code.clone()),
            (KEY_VERSION.to_owned(), input.form.version.clone()),
            (KEY_AGENCY.to_owned(), input.agency.code.to_string()),
            (KEY_PERIOD.to_owned(), input.span.period.to_string()),
            (KEY_DESK.to_owned(), input.desk.to_string()),
        ],
        names,
        sheets,
    };
    // Last, because it speaks of the form as it stands; of a form that is filled with a report, of that report: sent back as it
    // is, it is no news either.
    let issued = forms::extract(&as_read::workbook(&book), input.form).report;
    if let Some(meta) = book.sheets.iter_mut().find(|sheet| sheet.name == META_SHEET) {
        for (key, cells) in [(KEY_CONTENT, Cells::Filled), (KEY_GIVEN, Cells::Given)] {
            meta.rows.push(hidden::row([key, issued_content::digest(&issued, cells).as_str()]));
        }
        // What a report filled in is its agency's statement, and none of ours that could be left alone.
        if input.reported.is_none() {
            hidden::say_rows(meta, input.form, &issued_content::row_digests(&issued));
        }
    }
    book.sheets.iter_mut().for_each(row_height::fit);
    book
}

#[cfg(test)]
mod tests;
