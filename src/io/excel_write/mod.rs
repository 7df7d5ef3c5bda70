//! A [`Book`] becomes the bytes of an `.xlsx` file. The only place that names rust_xlsxwriter.
//!
//! What must hold here: text is written as a shared string whatever it looks like, so nothing from an input file can
//! become a formula or a link; the same book gives the same bytes (no clock, no order of a hash map); a number that
//! is not finite stops the writing, because Excel would show it as the text `NAN`.

mod cell;
mod chart;
mod directory;
mod failure;
mod look;
mod picture;
#[cfg(test)]
mod tests;
mod text;
mod worksheet;

use crate::sheets::sheet::{Book, Style, Visibility};
pub(super) use directory::as_on_unix;
pub use failure::WriteFailure;
use look::Looks;
use rust_xlsxwriter as xlsx;
use std::collections::BTreeSet;
use text::cut;

/// Default height of a row and width of a column, pixels: 15 points, 8.43 characters.
const DEFAULT_PIXELS: (u32, u32) = (20, 64);

/// Writes a book. Two calls with equal books give equal bytes, on every system.
pub fn to_bytes(book: &Book) -> Result<Vec<u8>, WriteFailure> {
    check_names(book)?;
    let whole = |error: xlsx::XlsxError| WriteFailure::Refused { sheet: String::new(), detail: error.to_string() };
    let mut looks = Looks::default();
    let mut workbook = xlsx::Workbook::new();
    workbook.set_default_format(looks.of(Style::PLAIN, false), DEFAULT_PIXELS.0, DEFAULT_PIXELS.1).map_err(whole)?;
    workbook.set_properties(&properties(book));
    for (name, refers_to) in &book.names {
        workbook.define_name(name.as_str(), refers_to).map_err(whole)?;
    }
    let first_visible = book.sheets.iter().position(|sheet| sheet.visibility == Visibility::Visible);
    for (index, sheet) in book.sheets.iter().enumerate() {
        let worksheet = workbook.add_worksheet();
        worksheet::write(worksheet, sheet, &mut looks)?;
        if Some(index) == first_visible {
            worksheet.set_active(true).set_first_tab(true);
        }
    }
    let mut bytes = workbook.save_to_buffer().map_err(whole)?;
    as_on_unix(&mut bytes);
    Ok(bytes)
}

/// Names that Excel would refuse or silently change.
fn check_names(book: &Book) -> Result<(), WriteFailure> {
    let mut seen = BTreeSet::new();
    for sheet in &book.sheets {
        let name = sheet.name.as_str();
        let why = if name.trim().is_empty() {
            "tên trống"
        } else if name.encode_utf16().count() > 31 {
            "dài quá 31 ký tự"
        } else if name.contains(['*', '?', ':', '[', ']', '\\', '/']) || name.chars().any(char::is_control) {
            "có ký tự không được phép"
        } else if name.starts_with('\'') || name.ends_with('\'') {
            "bắt đầu hoặc kết thúc bằng dấu nháy"
        } else if name.eq_ignore_ascii_case("history") {
            "là tên dành riêng của Excel"
        } else if !seen.insert(name.to_lowercase()) {
            "trùng với trang khác"
        } else {
            continue;
        };
        return Err(WriteFailure::SheetName { name: name.to_owned(), why });
    }
    if book.sheets.iter().any(|sheet| sheet.visibility == Visibility::Visible) { Ok(()) } else { Err(WriteFailure::NothingVisible) }
}

fn properties(book: &Book) -> xlsx::DocProperties {
    let mut properties = xlsx::DocProperties::new().set_title(cut(&book.title, 255)).set_creation_datetime(&book.created.naive_utc());
    for (name, value) in &book.properties {
        properties = properties.set_custom_property(name.as_str(), cut(value, 255).as_str());
    }
    properties
}
