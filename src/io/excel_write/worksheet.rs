//! One sheet: its cells, merged areas, page, checks of what is typed, and colours by condition.

use super::bounds::HEIGHT_MAX;
use super::cell::{self, Shown};
use super::chart;
use super::failure::WriteFailure;
use super::look::{FONT, Looks};
use super::picture;
use super::text::{clean, cut, cut_plain};
use crate::model::place::CellRef;
use crate::sheets::sheet::{Allow, Area, Cell, Condition, Link, Margins, Paper, Sheet, Style, Validation, Value, Visibility};
use rust_xlsxwriter as xlsx;
use std::collections::{BTreeMap, BTreeSet};

/// Between the edge of the paper and the foot line.
const EDGE_LINE_INCHES: f64 = 0.3;

/// So many ends of papers a sheet may hold; of a list of more papers the release still has to leave.
const BREAKS_MAX: usize = 1023;

/// Which cells of a sheet the library writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cells {
    /// All of them, with the heights of the rows.
    All,
    /// Formulas and what links to another row: of these it says more than their cells.
    Special,
}

pub(super) fn write(worksheet: &mut xlsx::Worksheet, sheet: &Sheet, looks: &mut Looks, cells: Cells) -> Result<(), WriteFailure> {
    let refused = |error: xlsx::XlsxError| WriteFailure::Refused { sheet: sheet.name.clone(), detail: error.to_string() };
    worksheet.set_name(sheet.name.as_str()).map_err(refused)?;
    if sheet.visibility == Visibility::Hidden {
        worksheet.set_hidden(true);
    }
    for (column, width) in (0u16..).zip(&sheet.widths) {
        worksheet.set_column_width(column, width.clamp(0.0, 255.0)).map_err(refused)?;
    }
    for column in &sheet.hidden_columns {
        worksheet.set_column_hidden(*column).map_err(refused)?;
    }

    // The merged areas first: they fill their cells with blanks, and the rows then leave the covered cells alone.
    let mut covered = BTreeSet::new();
    for area in &sheet.merges {
        write_merge(worksheet, sheet, *area, looks, &mut covered).map_err(refused)?;
    }
    let links = links(sheet);
    for (row, line) in (0u32..).zip(&sheet.rows) {
        if cells == Cells::All && line.height > 0.0 {
            worksheet.set_row_height(row, line.height.min(HEIGHT_MAX)).map_err(refused)?;
        }
        for (column, cell) in (0u16..).zip(&line.cells) {
            let link = links.get(&(row, column)).copied();
            let special = link.is_some() || matches!(cell.value, Value::Formula(_));
            if covered.contains(&(row, column)) || (cells == Cells::Special && !special) {
                continue;
            }
            if cell::not_finite(&cell.value) {
                return Err(WriteFailure::NotFinite { sheet: sheet.name.clone(), cell: CellRef::new(row, u32::from(column)) });
            }
            write_cell(worksheet, (row, column), cell, link, looks).map_err(refused)?;
        }
    }
    for picture in &sheet.pictures {
        picture::write(worksheet, picture).map_err(refused)?;
    }
    for chart in &sheet.charts {
        chart::write(worksheet, sheet, chart).map_err(refused)?;
    }

    if let Some((row, column)) = sheet.freeze {
        worksheet.set_freeze_panes(row, column).map_err(refused)?;
    }
    if let Some(area) = sheet.filter {
        worksheet.autofilter(area.first_row, area.first_column, area.last_row, area.last_column).map_err(refused)?;
    }
    if let Some((first, last)) = sheet.repeat_rows {
        worksheet.set_repeat_rows(first, last).map_err(refused)?;
    }
    set_page(worksheet, sheet).map_err(refused)?;
    for validation in &sheet.validations {
        let area = validation.area;
        let rule = data_validation(validation).map_err(refused)?;
        worksheet.add_data_validation(area.first_row, area.first_column, area.last_row, area.last_column, &rule).map_err(refused)?;
    }
    for condition in &sheet.conditions {
        let area = condition.area;
        worksheet
            .add_conditional_format(area.first_row, area.first_column, area.last_row, area.last_column, &condition_format(condition))
            .map_err(refused)?;
    }
    if sheet.protected {
        worksheet.protect_with_options(&xlsx::ProtectionOptions {
            format_columns: true,
            format_rows: true,
            sort: true,
            use_autofilter: true,
            ..xlsx::ProtectionOptions::new()
        });
    }
    Ok(())
}

fn write_merge(
    worksheet: &mut xlsx::Worksheet,
    sheet: &Sheet,
    area: Area,
    looks: &mut Looks,
    covered: &mut BTreeSet<(u32, u16)>,
) -> Result<(), xlsx::XlsxError> {
    if (area.first_row, area.first_column) == (area.last_row, area.last_column) {
        return Ok(());
    }
    let first = usize::try_from(area.first_row)
        .ok()
        .and_then(|row| sheet.rows.get(row))
        .and_then(|row| row.cells.get(usize::from(area.first_column)));
    let look = looks.of(first.map_or(Style::PLAIN, |cell| cell.style), false);
    worksheet.merge_range(area.first_row, area.first_column, area.last_row, area.last_column, "", look)?;
    for row in area.first_row..=area.last_row {
        for column in area.first_column..=area.last_column {
            if (row, column) != (area.first_row, area.first_column) {
                covered.insert((row, column));
            }
        }
    }
    Ok(())
}

/// The links of a sheet by their cells: of those that show a text, as only a text is led by.
pub(super) fn links(sheet: &Sheet) -> BTreeMap<(u32, u16), &Link> {
    let is_covered = |link: &Link, area: &Area| {
        let inside = (area.first_row..=area.last_row).contains(&link.row) && (area.first_column..=area.last_column).contains(&link.column);
        inside && (area.first_row, area.first_column) != (link.row, link.column)
    };
    let shows_text = |link: &&Link| {
        let row = usize::try_from(link.row).ok().and_then(|row| sheet.rows.get(row));
        let cell = row.and_then(|row| row.cells.get(usize::from(link.column)));
        cell.is_some_and(|cell| matches!(cell::shown(cell).0, Shown::Text(_))) && !sheet.merges.iter().any(|area| is_covered(link, area))
    };
    sheet.links.iter().filter(shows_text).map(|link| ((link.row, link.column), link)).collect()
}

/// One cell; with a link over it the text and its look stay.
fn write_cell(
    worksheet: &mut xlsx::Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    link: Option<&Link>,
    looks: &mut Looks,
) -> Result<(), xlsx::XlsxError> {
    let (shown, (style, quoted)) = cell::shown(cell);
    let look = looks.of(style, quoted && link.is_none());
    match (shown, link) {
        (Shown::Text(text), Some(link)) => {
            let to = format!("internal:'{}'!A{}", link.to_sheet, u64::from(link.to_row) + 1);
            worksheet.write_url_with_format(row, column, xlsx::Url::new(to).set_text(text), look)?;
        }
        (Shown::Nothing, _) => {}
        (Shown::Blank, _) => {
            worksheet.write_blank(row, column, look)?;
        }
        (Shown::Text(text), None) => {
            worksheet.write_string_with_format(row, column, text, look)?;
        }
        (Shown::Number(number), _) => {
            worksheet.write_number_with_format(row, column, number, look)?;
        }
        (Shown::Formula { formula, result }, _) => {
            worksheet.write_formula_with_format(row, column, xlsx::Formula::new(formula).set_result(result), look)?;
        }
    }
    Ok(())
}

fn set_page(worksheet: &mut xlsx::Worksheet, sheet: &Sheet) -> Result<(), xlsx::XlsxError> {
    let page = &sheet.page;
    worksheet.set_paper_size(match page.paper {
        Paper::A4 => 9,
        Paper::A3 => 8,
    });
    if page.landscape {
        worksheet.set_landscape();
    }
    if let Some((across, down)) = page.fit {
        worksheet.set_print_fit_to_pages(across, down);
    }
    if let Some(percent) = page.scale {
        worksheet.set_print_scale(percent);
    }
    if let (Some(columns), Some(last_row)) = (page.columns, sheet.rows.len().checked_sub(1)) {
        let last_row = u32::try_from(last_row).unwrap_or(u32::MAX);
        let last_row = page.rows.map_or(last_row, |rows| rows.saturating_sub(1).min(last_row));
        worksheet.set_print_area(0, 0, last_row, columns.saturating_sub(1))?;
    }
    if !page.breaks.is_empty() {
        // Beyond, the program that prints ends each paper by itself.
        let breaks = page.breaks.get(..BREAKS_MAX).unwrap_or(&page.breaks);
        worksheet.set_page_breaks(breaks)?;
    }
    worksheet.set_print_center_horizontally(true);
    let Margins { left, right, top, bottom } = page.margins;
    worksheet.set_margins(left, right, top, bottom, EDGE_LINE_INCHES, EDGE_LINE_INCHES);
    let font = format!("&\"{FONT},Regular\"");
    let mut footer = String::new();
    if !page.footer.is_empty() {
        // The library gives up above 255 units; the rest of the foot needs about 60 of them. A doubled `&` is a sign.
        let text = cut(clean(&page.footer), 80).replace('&', "&&");
        footer.push_str(&format!("&L&10{font}{text}"));
    }
    if page.numbered {
        footer.push_str(&format!("&R&10{font}Trang &P"));
    }
    if !footer.is_empty() {
        worksheet.set_footer(footer);
    }
    Ok(())
}

fn data_validation(validation: &Validation) -> Result<xlsx::DataValidation, xlsx::XlsxError> {
    let rule = xlsx::DataValidation::new();
    let mut rule = match &validation.allow {
        Allow::ListFrom(formula) => rule.allow_list_formula(xlsx::Formula::new(formula)),
        // The library takes whole bounds of 32 bits only, and figures are larger: the formulas say the same.
        Allow::Whole(low, high) => rule.allow_whole_number_formula(xlsx::DataValidationRule::Between(
            xlsx::Formula::new(low.to_string()),
            xlsx::Formula::new(high.to_string()),
        )),
        Allow::Number(low, high) => rule.allow_decimal_number(xlsx::DataValidationRule::Between(*low, *high)),
        Allow::Date(first, last) => rule.allow_date(xlsx::DataValidationRule::Between(*first, *last)),
        Allow::TextLength(max) => rule.allow_text_length(xlsx::DataValidationRule::LessThanOrEqualTo(*max)),
        Allow::Any => rule.allow_any_value(),
    };
    if let Some((title, message)) = &validation.prompt {
        rule = rule.set_input_title(cut_plain(title, 32))?.set_input_message(cut_plain(message, 255))?;
    }
    let (title, message) = &validation.error;
    rule.set_error_title(cut_plain(title, 32))?.set_error_message(cut_plain(message, 255))
}

fn condition_format(condition: &Condition) -> xlsx::ConditionalFormatFormula {
    let mut look = xlsx::Format::new().set_background_color(xlsx::Color::RGB(condition.fill));
    if condition.bold {
        look = look.set_bold();
    }
    xlsx::ConditionalFormatFormula::new().set_rule(xlsx::Formula::new(&condition.formula)).set_format(look)
}
