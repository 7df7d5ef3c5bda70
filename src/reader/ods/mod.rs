//! `.ods`: all sheets stand in one part, rows and cells say how often they repeat. What repeats and holds nothing is
//! stepped over; what repeats and holds something is written out, within the budgets.

mod cell;
mod document;
mod styles;

use crate::model::config::Limits;
use crate::model::place::CellRef;
use crate::model::workbook::{Area, RawSheet, RawWorkbook, Refusal};
use crate::reader::grid::{Budget, Grid, UNREAD};
use crate::reader::number_format::NumberFormat;
use crate::reader::package::Parts;
use crate::reader::runs::RichText;
use crate::reader::value::{self, Seen};
use crate::reader::xml::{Node, Tag, Xml};
use cell::{Cell, Kind, times};
use document::{encrypted, properties};
use std::borrow::Cow;
use styles::Styles;

/// Reads all sheets. The package has passed its preflight.
pub(super) fn read(parts: &mut Parts<'_>, limits: &Limits) -> Result<RawWorkbook, Refusal> {
    if encrypted(parts)? {
        return Err(Refusal::Encrypted);
    }
    let properties = properties(parts);
    let mut content = Content { budget: Budget::new(limits), ..Content::new() };
    // Styles that all sheets share; without them numbers are shown by the styles of the content alone.
    if let Some(xml) = parts.xml("styles.xml")? {
        content.read(xml)?;
    }
    let Some(xml) = parts.xml("content.xml")? else {
        return Err(Refusal::Damaged { detail: "no part content.xml".to_owned() });
    };
    content.read(xml)?;
    Ok(RawWorkbook {
        sheets: content.sheets,
        sheet_names: content.sheet_names,
        absent: Vec::new(),
        properties,
        names: content.names,
        // Days are written out.
        date_1904: false,
    })
}

/// The content part while it is read.
struct Content {
    budget: Budget,
    sheets: Vec<RawSheet>,
    sheet_names: Vec<String>,
    names: Vec<(String, String)>,
    styles: Styles,
    sheet: Option<Sheet>,
}

/// A sheet while it is read.
struct Sheet {
    grid: Grid,
    visible: bool,
    read: bool,
    /// How many tags are open around its rows.
    depth: u32,
    row: u32,
    column: u32,
    /// The next column that a description of columns speaks of.
    described: u32,
    row_repeats: u32,
    row_hidden: bool,
    /// How many tags are open around its cells, but for sheets without rows.
    row_depth: u32,
    /// The style of cells of this row that name none, and of those of a run of columns.
    row_style: Option<String>,
    column_styles: Vec<(u32, u32, String)>,
    cells: Vec<(u32, u32, Seen)>,
    cell: Option<Cell>,
    /// Paragraphs of the cell at hand, joined by line ends; kept from cell to cell, because there are thousands of them.
    text: RichText,
}

impl Content {
    fn new() -> Self {
        Self {
            budget: Budget::new(&Limits::DEFAULT),
            sheets: Vec::new(),
            sheet_names: Vec::new(),
            names: Vec::new(),
            styles: Styles::default(),
            sheet: None,
        }
    }

    fn read(&mut self, mut xml: Xml<'_>) -> Result<(), Refusal> {
        loop {
            let depth = xml.depth();
            match xml.next()? {
                Node::Open(tag) => {
                    let of_no_use = self.sheet.is_none() && OF_NO_USE.contains(&tag.name());
                    self.open(&tag, depth + 1)?;
                    if of_no_use {
                        xml.pass_over();
                    }
                }
                Node::Text(text) => match &mut self.sheet {
                    Some(Sheet { cell: Some(cell), text: shown, .. })
                        if cell.aside.is_none() && cell.paragraphs > 0 && depth > cell.depth =>
                    {
                        shown.push(&text);
                    }
                    Some(_) => {}
                    None => self.styles.text(&text),
                },
                Node::Close(tag) => self.close(tag.name(), depth)?,
                Node::End => return Ok(()),
            }
        }
    }

    fn open(&mut self, tag: &Tag<'_>, depth: u32) -> Result<(), Refusal> {
        if let Some(sheet) = &mut self.sheet {
            return match &mut sheet.cell {
                Some(cell) => cell.inside(tag, depth, &self.styles, &mut sheet.text),
                None => sheet.open(tag, depth, &mut self.styles, &mut self.budget),
            };
        }
        match tag.name() {
            "named-range" => self.names.push((
                tag.attribute("name")?.unwrap_or_default().into_owned(),
                tag.attribute("cell-range-address")?.unwrap_or_default().into_owned(),
            )),
            "table" => {
                let name = tag.attribute("name")?.unwrap_or_default().into_owned();
                let visible = !self.styles.hides(tag.attribute("style-name")?.as_deref());
                let read = !UNREAD.contains(&name.as_str());
                self.sheet = Some(Sheet::new(&name, visible, read, depth));
                self.sheet_names.push(name);
            }
            _ => self.styles.open(tag)?,
        }
        Ok(())
    }

    /// A tag of this name closes; `depth` counts it.
    fn close(&mut self, name: &str, depth: u32) -> Result<(), Refusal> {
        let Some(sheet) = &mut self.sheet else {
            self.styles.close(name);
            return Ok(());
        };
        if let Some(cell) = &mut sheet.cell {
            if cell.aside == Some(depth) {
                cell.aside = None;
            } else if let Some((_, look)) = cell.pieces.pop_if(|(piece, _)| *piece == depth) {
                sheet.text.look = look;
            } else if cell.depth == depth {
                sheet.end_cell(&mut self.budget)?;
            }
            return Ok(());
        }
        match name {
            "table-row" if sheet.read => sheet.end_row(&mut self.budget)?,
            "table" if sheet.depth == depth => {
                if let Some(sheet) = self.sheet.take()
                    && sheet.read
                {
                    self.sheets.push(sheet.grid.finish(sheet.visible)?);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Parts of styles that change nothing that is seen in a cell: fonts, looks of all that names no style, and what stands above
/// and below each printed page.
const OF_NO_USE: [&str; 4] = ["font-face-decls", "default-style", "master-styles", "page-layout"];

fn collapsed(visibility: Option<&str>) -> bool {
    matches!(visibility, Some("collapse" | "filter"))
}

impl Sheet {
    fn new(name: &str, visible: bool, read: bool, depth: u32) -> Self {
        Self {
            grid: Grid::new(name),
            visible,
            read,
            depth,
            row: 0,
            column: 0,
            described: 0,
            row_repeats: 1,
            row_hidden: false,
            row_depth: 0,
            row_style: None,
            column_styles: Vec::new(),
            cells: Vec::new(),
            cell: None,
            text: RichText::default(),
        }
    }

    fn open(&mut self, tag: &Tag<'_>, depth: u32, styles: &mut Styles, budget: &mut Budget) -> Result<(), Refusal> {
        match tag.name() {
            "table-column" => {
                let [count, visibility, style, of_cells] =
                    tag.several(["number-columns-repeated", "visibility", "style-name", "default-cell-style-name"])?;
                let count = times(count.as_deref());
                if collapsed(visibility.as_deref()) || styles.hides(style.as_deref()) {
                    self.grid.hide_columns(self.described, self.described.saturating_add(count - 1), budget)?;
                }
                if let Some(style) = of_cells {
                    budget.room(u64::try_from(self.column_styles.len()).unwrap_or(u64::MAX))?;
                    self.column_styles.push((self.described, self.described.saturating_add(count - 1), style.into_owned()));
                }
                self.described = self.described.saturating_add(count);
            }
            "table-row" => {
                let [count, visibility, style, of_cells] =
                    tag.several(["number-rows-repeated", "visibility", "style-name", "default-cell-style-name"])?;
                self.row_repeats = times(count.as_deref());
                self.row_hidden = collapsed(visibility.as_deref()) || styles.hides(style.as_deref());
                self.row_depth = depth;
                self.row_style = of_cells.map(Cow::into_owned);
                self.column = 0;
            }
            "table-cell" | "covered-table-cell" if self.read => {
                let [style, kind, count, formula, rows, columns] = tag.several([
                    "style-name",
                    "value-type",
                    "number-columns-repeated",
                    "formula",
                    "number-rows-spanned",
                    "number-columns-spanned",
                ])?;
                let kind = Kind::of(tag, kind.as_deref().unwrap_or(""))?;
                self.text.clear();
                self.cell = Some(Cell {
                    depth,
                    format: match kind {
                        Kind::Number(_) => self.format(style.as_deref(), styles),
                        _ => NumberFormat::default(),
                    },
                    repeats: times(count.as_deref()),
                    covered: tag.name() == "covered-table-cell",
                    kind,
                    // LibreOffice says a second time what a cell is; only there it says "error".
                    error: tag.of_calc("value-type")?.is_some_and(|kind| kind == "error"),
                    formula: formula.is_some(),
                    linked: formula.is_some_and(|formula| formula.contains("'file:")),
                    spans: (times(rows.as_deref()), times(columns.as_deref())),
                    ..Cell::default()
                });
            }
            // What stands among the cells of a row and is no known cell is unreadable, and not passed over in silence; but
            // what is of another language no program takes for a cell.
            name if self.read && self.row_depth > 0 && depth == self.row_depth + 1 && !name.is_empty() => {
                self.cells.push((self.column, 1, value::unreadable().into()));
                self.column = self.column.saturating_add(1);
            }
            _ => {}
        }
        Ok(())
    }

    /// What the style of the cell at hand makes of a number: its own, that of its row, or that of its column.
    fn format(&self, own: Option<&str>, styles: &mut Styles) -> NumberFormat {
        let column = || self.column_styles.iter().find(|(first, last, _)| (*first..=*last).contains(&self.column));
        let style = own.or(self.row_style.as_deref()).or_else(|| column().map(|(_, _, style)| style.as_str()));
        style.map_or_else(NumberFormat::default, |style| styles.format(style))
    }

    fn end_cell(&mut self, budget: &mut Budget) -> Result<(), Refusal> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let (first, repeats) = (CellRef::new(self.row, self.column), cell.repeats);
        self.column = self.column.saturating_add(repeats);
        if cell.spans != (1, 1) {
            let last = CellRef::new(first.row.saturating_add(cell.spans.0 - 1), first.column.saturating_add(cell.spans.1 - 1));
            self.grid.merge(Area { first, last }, budget)?;
        }
        if cell.linked {
            self.grid.link(first);
        }
        // What a merge covers is nobody's value.
        if !cell.covered {
            let seen = cell.meaning(&self.text);
            if seen != Seen::default() {
                self.cells.push((first.column, repeats, seen));
            }
        }
        Ok(())
    }

    fn end_row(&mut self, budget: &mut Budget) -> Result<(), Refusal> {
        let cells = std::mem::take(&mut self.cells);
        self.row_depth = 0;
        if !cells.is_empty() {
            let columns: u64 = cells.iter().map(|(_, repeats, _)| u64::from(*repeats)).sum();
            budget.room(columns.saturating_mul(u64::from(self.row_repeats)))?;
            for row in self.row..self.row.saturating_add(self.row_repeats) {
                for (first, repeats, seen) in &cells {
                    for column in *first..first.saturating_add(*repeats) {
                        self.grid.show(CellRef::new(row, column), seen.clone(), budget)?;
                    }
                }
                if self.row_hidden {
                    self.grid.hide_row(row);
                }
            }
        }
        self.row = self.row.saturating_add(self.row_repeats);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workbook::{RawValue, UNCOMPUTED};

    fn read_content(tables: &str) -> Result<Content, Refusal> {
        let part = format!(
            r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
            xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:foo="urn:foo"
            xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:automatic-styles><style:style style:name="ta2"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
            <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
        );
        let limits = Limits { cells_max: 1_000, ..Limits::DEFAULT };
        let mut content = Content { budget: Budget::new(&limits), ..Content::new() };
        content.read(Xml::new(part.as_bytes())?)?;
        Ok(content)
    }

    fn sheet(rows: &str) -> RawSheet {
        read_content(&format!("<table:table table:name=\"T\">{rows}</table:table>")).unwrap().sheets.remove(0)
    }

    fn value(cell: &str) -> Option<RawValue> {
        sheet(&format!("<table:table-row>\n {cell}\n </table:table-row>")).get(CellRef::new(0, 0)).cloned()
    }

    fn text(text: &str) -> Option<RawValue> {
        Some(RawValue::Text(text.into()))
    }

    #[test]
    fn values_of_cells() {
        let july = chrono::NaiveDate::from_ymd_opt(2025, 7, 11).unwrap().and_hms_opt(0, 0, 0).unwrap();
        for (cell, wanted) in [
            (
                r#"<table:table-cell office:value-type="float" office:value="75"><text:p>75</text:p></table:table-cell>"#,
                Some(RawValue::Number(75.0)),
            ),
            (r#"<table:table-cell office:value-type="percentage" office:value="0.75"/>"#, Some(RawValue::Percent(0.75))),
            (r#"<table:table-cell office:value-type="date" office:date-value="2025-07-11"/>"#, Some(RawValue::DateTime(july))),
            (r#"<table:table-cell office:value-type="boolean" office:boolean-value="true"/>"#, Some(RawValue::Bool(true))),
            (
                r#"<table:table-cell office:value-type="string" calcext:value-type="string"><office:annotation><text:p>ghi chú</text:p></office:annotation><text:p>Báo<text:s text:c="2"/><text:span>cáo</text:span></text:p><text:p>tuần</text:p></table:table-cell>"#,
                text("Báo  cáo\ntuần"),
            ),
            (
                r##"<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>"##,
                Some(RawValue::Error("#DIV/0!".to_owned())),
            ),
            (r#"<table:table-cell table:formula="of:=SUM([.A2])"/>"#, Some(RawValue::Error(UNCOMPUTED.to_owned()))),
            (r#"<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""/>"#, None),
            (r#"<table:table-cell office:value-type="float" office:value="1,5"/>"#, Some(value::unreadable())),
            (r#"<table:table-cell/>"#, None),
        ] {
            assert_eq!(value(cell), wanted, "{cell}");
        }
    }

    #[test]
    fn repeats_covers_and_what_is_hidden() {
        let found = sheet(
            r#"<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>
            <table:table-row table:number-rows-repeated="2" table:visibility="filter"><table:table-cell/><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/></table:table-row>
            <table:table-row table:number-rows-repeated="5"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
            <table:table-row><table:table-cell table:number-columns-spanned="2" office:value-type="float" office:value="1"/><table:covered-table-cell office:value-type="float" office:value="9"/></table:table-row>"#,
        );
        let cells: Vec<String> = found.cells().map(|(cell, value)| format!("{cell} {value:?}")).collect();
        assert_eq!(cells, ["B1 Number(7.0)", "C1 Number(7.0)", "B2 Number(7.0)", "C2 Number(7.0)", "A8 Number(1.0)"]);
        assert_eq!(found.hidden_rows.into_iter().collect::<Vec<_>>(), [0, 1]);
        assert_eq!(found.hidden_columns.into_iter().collect::<Vec<_>>(), [1, 2]);
        assert_eq!(found.merged, [Area { first: CellRef::new(7, 0), last: CellRef::new(7, 1) }]);
    }

    #[test]
    fn names_are_those_of_the_language_and_not_of_the_prefix() {
        let cells = |row: &str| -> Vec<String> {
            let found = sheet(&format!("<table:table-row>{row}</table:table-row>"));
            found.cells().map(|(cell, value)| format!("{cell} {value:?}")).collect()
        };
        let float = |value: &str| format!("<table:table-cell office:value-type='float' office:value='{value}'/>");
        let foreign = format!("<foo:table-cell office:value-type='float' office:value='1'>{}</foo:table-cell>{}", float("2"), float("3"));
        assert_eq!(cells(&foreign), ["A1 Number(3.0)"]);
        assert_eq!(
            cells("<table:table-cell foo:value-type='string' foo:value='9' office:value-type='float' office:value='1'/>"),
            ["A1 Number(1.0)"]
        );
        let renamed = "<t:table-cell xmlns:t='urn:oasis:names:tc:opendocument:xmlns:table:1.0' xmlns:o='urn:oasis:names:tc:opendocument:xmlns:office:1.0'
            o:value-type='float' o:value='1'/>";
        assert_eq!(cells(renamed), ["A1 Number(1.0)"]);
        let error = "<table:table-cell xmlns:c='urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0' office:value-type='string' c:value-type='error'/>";
        assert_eq!(cells(error), ["A1 Error(\"#VALUE!\")"]);
        assert_eq!(cells(&format!("<table:unknown/>{}", float("3"))), ["A1 Error(\"#KHÔNG ĐỌC ĐƯỢC\")", "B1 Number(3.0)"]);
    }

    #[test]
    fn sheets_names_and_bombs() {
        let found = read_content(
            r#"<table:table table:name="A" table:style-name="ta2"/><table:table table:name="HuongDan"/>
            <table:named-expressions><table:named-range table:name="BM" table:cell-range-address="$A.$A$1"/></table:named-expressions>"#,
        )
        .unwrap();
        assert_eq!(found.sheet_names, ["A", "HuongDan"]);
        assert!(!found.sheets[0].visible && found.sheets.len() == 1);
        assert_eq!(found.names, [("BM".to_owned(), "$A.$A$1".to_owned())]);
        let bomb = r#"<table:table table:name="A"><table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table>"#;
        assert!(matches!(read_content(bomb), Err(Refusal::Unsafe { cause }) if cause == "tệp có quá nhiều ô dữ liệu"));
    }
}
