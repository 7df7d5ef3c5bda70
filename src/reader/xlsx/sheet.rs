//! One sheet part as a stream. A value that breaks the rules becomes an unreadable cell: neither `#SPILL!`, nor a
//! truth value that is no truth value, nor the number of a text that is not there costs the sheet.

use super::cell::{CellParts, SharedParts};
use super::links::external;
use super::strings;
use super::usual::{self, Kind};
use crate::model::place::CellRef;
use crate::model::workbook::{Area, RawSheet, Refusal};
use crate::reader::grid::{Budget, Grid};
use crate::reader::runs::{Look, RichText};
use crate::reader::told::Told;
use crate::reader::value;
use crate::reader::xml::{Node, Tag, Xml};
use std::collections::BTreeSet;

/// Where the reader stands.
#[derive(Default)]
struct At {
    /// Inside `sheetData`; other parts of a sheet use the same names for other things.
    in_data: bool,
    row: u32,
    row_hidden: bool,
    /// The column after the last cell: a cell need not say where it is.
    next_column: u32,
    /// Rows are hidden unless they say otherwise.
    hidden_by_default: bool,
    cell: Option<CellParts>,
    /// What is written in the cell at hand, in `v` and in `t`, and its formula; kept from cell to cell, because there are
    /// thousands of them.
    value: String,
    inline: RichText,
    formula: String,
    collect: Collect,
    phonetic: bool,
    /// The texts of a cell without any.
    no_text: RichText,
    /// How many tags are open around the row and the cell at hand, with these.
    row_depth: Option<u32>,
    cell_depth: u32,
    /// How many are open around something that is no part of a row, with it.
    aside: Option<u32>,
    /// The number of a formula that several cells share; only the first of them writes it out.
    shared_formula: Option<u32>,
    /// Shared formulas that look into another file, and those that may give an empty text.
    linked: BTreeSet<u32>,
    giving_nothing: BTreeSet<u32>,
}

/// What the text at hand belongs to.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Collect {
    #[default]
    Nothing,
    Value,
    Inline,
    Formula,
}

/// Reads the sheet; none if the part is a chart, a dialog or macros.
pub(super) fn read(
    mut xml: Xml<'_>,
    name: &str,
    visible: bool,
    shared: &SharedParts<'_>,
    budget: &mut Budget,
) -> Result<Option<RawSheet>, Refusal> {
    let mut grid = Grid::new(name);
    let mut at = At::default();
    let mut root = true;
    loop {
        while at.in_data
            && at.cell.is_none()
            && let Some(usual) = usual::cell(xml.ahead())
        {
            (at.row, at.next_column) = (usual.at.row, usual.at.column.saturating_add(1));
            let (kind, style, value) = (usual.kind, usual.style, usual.value);
            let written = CellParts { cell: usual.at, kind, style, value: value.is_some(), ..CellParts::NOTHING };
            put(&mut grid, written, value.unwrap_or(""), &at.no_text, shared, budget)?;
            let length = usual.length;
            xml.skip(length);
        }
        let depth = xml.depth();
        match xml.next()? {
            Node::Open(tag) => {
                if std::mem::take(&mut root) && tag.name() != "worksheet" {
                    return Ok(None);
                }
                if at.aside.is_some() {
                    continue;
                }
                let of_no_use = matches!(tag.name(), "conditionalFormatting" | "dataValidations") && !at.in_data;
                open(&tag, depth + 1, &mut at, &mut grid, budget)?;
                if of_no_use {
                    xml.pass_over();
                }
            }
            Node::Text(text) => {
                if let Some(cell) = &mut at.cell {
                    match at.collect {
                        Collect::Value => at.value.push_str(&text),
                        Collect::Inline if !at.phonetic => {
                            cell.inline = true;
                            at.inline.push(&text);
                        }
                        Collect::Formula => at.formula.push_str(&text),
                        Collect::Inline | Collect::Nothing => {}
                    }
                }
            }
            Node::Close(_) if at.aside.is_some() => {
                if at.aside == Some(depth) {
                    at.aside = None;
                }
            }
            Node::Close(tag) => match tag.name() {
                "v" | "t" => at.collect = Collect::Nothing,
                "f" => {
                    at.collect = Collect::Nothing;
                    let linked = at.looks_elsewhere();
                    let gives_nothing = at.may_give_nothing();
                    if let Some(written) = &mut at.cell {
                        written.gives_nothing = gives_nothing;
                    }
                    if let Some(written) = at.cell.filter(|_| linked) {
                        grid.link(written.cell);
                    }
                }
                "rPh" => at.phonetic = false,
                "c" => {
                    if let Some(written) = at.cell.take() {
                        put(&mut grid, written, &at.value, &at.inline, shared, budget)?;
                    }
                }
                "row" if at.in_data => {
                    at.row_depth = None;
                    if at.row_hidden {
                        grid.hide_row(at.row);
                    }
                }
                "sheetData" => at.in_data = false,
                _ => {}
            },
            Node::End => return grid.finish(visible).map(Some),
        }
    }
}

/// Tells each cell of the sheet that holds something, a text by its number, of which there are `texts`; `false` where one is not written as usual, or is shown otherwise than it is
/// stored. What stands around the rows is passed over: merged areas of ours cover blank cells alone.
pub(super) fn usual_cells(
    mut xml: Xml<'_>,
    texts: usize,
    shared: &SharedParts<'_>,
    take: &mut dyn FnMut(Told<'_>),
) -> Result<bool, Refusal> {
    let (mut in_data, no_text) = (false, RichText::default());
    loop {
        while in_data && let Some(usual) = usual::cell(xml.ahead()) {
            match (usual.kind, usual.value) {
                (_, None) => {}
                (Kind::Shared, Some(number)) => match number.parse() {
                    Ok(number) if number < texts => take(Told::Shared(usual.at, number)),
                    _ => return Ok(false),
                },
                (kind, Some(value)) => {
                    let written = CellParts { cell: usual.at, kind, style: usual.style, value: true, ..CellParts::NOTHING };
                    let seen = written.meaning(value, &no_text, shared);
                    if seen.appearance.is_some() || written.needs_what_is_lost(value, shared) {
                        return Ok(false);
                    }
                    if let Some(value) = &seen.value {
                        take(Told::Cell(usual.at, value));
                    }
                }
            }
            let length = usual.length;
            xml.skip(length);
        }
        if in_data && xml.look_further()? {
            continue;
        }
        match xml.next()? {
            Node::Open(tag) if in_data && tag.name() != "row" => return Ok(false),
            Node::Open(tag) => in_data |= tag.name() == "sheetData",
            Node::Close(tag) if tag.name() == "sheetData" => in_data = false,
            Node::Close(_) | Node::Text(_) => {}
            Node::End => return Ok(true),
        }
    }
}

/// Puts a cell with what is written in it.
fn put(
    grid: &mut Grid,
    written: CellParts,
    value: &str,
    inline: &RichText,
    shared: &SharedParts<'_>,
    budget: &mut Budget,
) -> Result<(), Refusal> {
    if written.needs_what_is_lost(value, shared) {
        return Err(Refusal::Damaged { detail: "the part of texts or of styles is not there".to_owned() });
    }
    grid.show(written.cell, written.meaning(value, inline, shared), budget)
}

fn open(tag: &Tag<'_>, depth: u32, at: &mut At, grid: &mut Grid, budget: &mut Budget) -> Result<(), Refusal> {
    match tag.name() {
        "sheetFormatPr" => {
            let [hidden, height] = tag.several(["zeroHeight", "defaultRowHeight"])?;
            at.hidden_by_default = hidden.is_some_and(|hidden| matches!(hidden.as_ref(), "1" | "true")) || is_zero(height.as_deref());
        }
        "sheetData" => {
            at.in_data = true;
            // Rows count from one; the first row without a number is the first row.
            at.row = u32::MAX;
        }
        "col" if !at.in_data && (tag.is("hidden")? || is_zero(tag.attribute("width")?.as_deref())) => {
            if let (Some(first), Some(last)) = (tag.number("min")?, tag.number("max")?)
                && first > 0
            {
                grid.hide_columns(first - 1, last.saturating_sub(1), budget)?;
            }
        }
        "row" if at.in_data => {
            let [number, hidden, height] = tag.several(["r", "hidden", "ht"])?;
            at.row = match number {
                Some(number) => row_number(&number)?,
                None => at.row.wrapping_add(1),
            };
            at.next_column = 0;
            at.row_depth = Some(depth);
            at.row_hidden = match hidden {
                // A row without any height is seen by nobody.
                _ if is_zero(height.as_deref()) => true,
                Some(hidden) => matches!(hidden.as_ref(), "1" | "true"),
                // A height of its own shows a row where rows are hidden by default.
                None => at.hidden_by_default && !tag.is("customHeight")?,
            };
        }
        "c" if at.in_data => {
            let [place, kind, style] = tag.several(["r", "t", "s"])?;
            let cell = match place {
                Some(place) => place_of(&place)?,
                None => CellRef::new(at.row, at.next_column),
            };
            at.next_column = cell.column.saturating_add(1);
            at.row = cell.row;
            let kind = match kind.as_deref() {
                None | Some("n" | "") => Kind::Number,
                Some("s") => Kind::Shared,
                Some("str") => Kind::Text,
                Some("inlineStr") => Kind::Inline,
                Some("b") => Kind::Truth,
                Some("e") => Kind::Error,
                Some("d") => Kind::Date,
                Some(_) => Kind::Odd,
            };
            // A style that is no number is no style: the first one, as without any.
            let style = style.and_then(|style| style.trim().parse().ok()).unwrap_or(0);
            at.value.clear();
            at.inline.clear();
            at.cell_depth = depth;
            at.cell = Some(CellParts { cell, kind, style, ..CellParts::NOTHING });
        }
        "v" if at.cell.is_some() => {
            at.collect = Collect::Value;
            if let Some(cell) = &mut at.cell {
                cell.value = true;
            }
        }
        "t" if at.cell.is_some() => at.collect = Collect::Inline,
        "r" if at.cell.is_some() => at.inline.look = Look::default(),
        "strike" | "vertAlign" if at.cell.is_some() => at.inline.look = strings::look(at.inline.look, tag)?,
        "rPh" => at.phonetic = true,
        "f" => {
            if let Some(cell) = &mut at.cell {
                cell.formula = true;
                at.formula.clear();
                at.shared_formula = tag.number("si")?;
                at.collect = Collect::Formula;
            }
        }
        "mergeCell" => {
            // A merge of whole columns, or one that makes no sense, leaves the cells as they are.
            if let Some(area) = tag.attribute("ref")?.as_deref().and_then(area) {
                grid.merge(area, budget)?;
            }
        }
        "is" => {}
        name => return at.unknown(name, name == "extLst" || tag.is_added(), depth, grid, budget),
    }
    Ok(())
}

/// Is a height or a width written, and none?
fn is_zero(size: Option<&str>) -> bool {
    size.and_then(value::plain_number) == Some(0.0)
}

impl At {
    /// A tag that has no meaning where it stands. Between the cells of a row it is a cell that only some program knows:
    /// it is unreadable and not passed over in silence. What belongs to another language, or to what a later Excel adds,
    /// no Excel shows in the cell.
    fn unknown(&mut self, name: &str, added: bool, depth: u32, grid: &mut Grid, budget: &mut Budget) -> Result<(), Refusal> {
        match &mut self.cell {
            Some(cell) if depth == self.cell_depth + 1 => {
                cell.unknown |= !added;
                self.aside = Some(depth);
            }
            None if self.row_depth.is_some_and(|row| depth == row + 1) => {
                self.aside = Some(depth);
                if !added {
                    grid.put(CellRef::new(self.row, self.next_column), value::unreadable(), budget)?;
                    self.next_column = self.next_column.saturating_add(1);
                }
            }
            // No Excel opens it, so that nobody knows which rows it holds.
            None if self.in_data && self.row_depth.is_none() && !added && name.is_empty() => {
                return Err(Refusal::Damaged { detail: "something of another language among the rows".to_owned() });
            }
            _ => {}
        }
        Ok(())
    }

    /// May the formula just read give an empty text by what it says?
    fn may_give_nothing(&mut self) -> bool {
        let says = self.formula.contains("\"\"");
        let Some(number) = self.shared_formula else { return says };
        if says {
            self.giving_nothing.insert(number);
        }
        self.giving_nothing.contains(&number)
    }

    /// Does the formula just read look into another file? One that is shared is known by its number.
    fn looks_elsewhere(&mut self) -> bool {
        let Some(number) = self.shared_formula else { return external(&self.formula) };
        if external(&self.formula) {
            self.linked.insert(number);
        }
        self.linked.contains(&number)
    }
}

/// `12` as a row from zero.
fn row_number(text: &str) -> Result<u32, Refusal> {
    let number: Option<u32> = text.trim().parse().ok();
    number.and_then(|number| number.checked_sub(1)).ok_or_else(|| odd_place(text))
}

/// The cell of a reference, written `B12` or `$B$12`; refused if it is none.
fn place_of(text: &str) -> Result<CellRef, Refusal> {
    CellRef::parse(text).ok_or_else(|| odd_place(text))
}

/// A place outside of every sheet: programs do not agree where such a cell is.
fn odd_place(text: &str) -> Refusal {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(20).collect();
    Refusal::Unsafe { cause: format!("địa chỉ ô “{shown}” không có thật") }
}

fn area(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':')?;
    Some(Area { first: CellRef::parse(first)?, last: CellRef::parse(last)? })
}
