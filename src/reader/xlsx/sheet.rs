//! One sheet part as a stream. A value that breaks the rules becomes an unreadable cell: neither `#SPILL!`, nor a
//! truth value that is no truth value, nor the number of a text that is not there costs the sheet.

use super::usual::{self, Kind};
use crate::model::place::CellRef;
use crate::model::workbook::{Area, RawSheet, RawValue, Refusal, UNCOMPUTED};
use crate::reader::grid::{Budget, Grid};
use crate::reader::number_format::FormatKind;
use crate::reader::value;
use crate::reader::xml::{Node, Tag, Xml};
use std::collections::BTreeSet;

/// What all sheets of a workbook share.
pub(super) struct SharedParts<'s> {
    /// What each text means, by number; none if the workbook names the part and the package does not hold it.
    pub(super) strings: Option<&'s [Option<RawValue>]>,
    /// Number formats by style; none likewise.
    pub(super) formats: Option<&'s [FormatKind]>,
    /// Do days count from 1904?
    pub(super) date_1904: bool,
}

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
    inline: String,
    formula: String,
    collect: Collect,
    phonetic: bool,
    /// The number of a formula that several cells share; only the first of them writes it out.
    shared_formula: Option<u32>,
    /// Shared formulas that look into another file.
    linked: BTreeSet<u32>,
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

/// A cell, and which of its parts stand there.
#[derive(Clone, Copy)]
struct CellParts {
    cell: CellRef,
    kind: Kind,
    style: usize,
    value: bool,
    inline: bool,
    formula: bool,
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
            let written = CellParts { cell: usual.at, kind, style, value: value.is_some(), inline: false, formula: false };
            put(&mut grid, written, value.unwrap_or(""), "", shared, budget)?;
            let length = usual.length;
            xml.skip(length);
        }
        match xml.next()? {
            Node::Open(tag) => {
                if std::mem::take(&mut root) && tag.name() != "worksheet" {
                    return Ok(None);
                }
                let of_no_use = matches!(tag.name(), "conditionalFormatting" | "dataValidations") && !at.in_data;
                open(&tag, &mut at, &mut grid, budget)?;
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
                            at.inline.push_str(&text);
                        }
                        Collect::Formula => at.formula.push_str(&text),
                        Collect::Inline | Collect::Nothing => {}
                    }
                }
            }
            Node::Close(tag) => match tag.name() {
                "v" | "t" => at.collect = Collect::Nothing,
                "f" => {
                    at.collect = Collect::Nothing;
                    let linked = at.looks_elsewhere();
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
                "row" if at.in_data && at.row_hidden => grid.hide_row(at.row),
                "sheetData" => at.in_data = false,
                _ => {}
            },
            Node::End => return grid.finish(visible).map(Some),
        }
    }
}

/// Puts a cell with what is written in it.
fn put(
    grid: &mut Grid,
    written: CellParts,
    value: &str,
    inline: &str,
    shared: &SharedParts<'_>,
    budget: &mut Budget,
) -> Result<(), Refusal> {
    if written.needs_what_is_lost(value, shared) {
        return Err(Refusal::Damaged { detail: "the part of texts or of styles is not there".to_owned() });
    }
    match written.meaning(value, inline, shared) {
        Some(value) => grid.put(written.cell, value, budget),
        None => Ok(()),
    }
}

fn open(tag: &Tag<'_>, at: &mut At, grid: &mut Grid, budget: &mut Budget) -> Result<(), Refusal> {
    match tag.name() {
        "sheetFormatPr" => at.hidden_by_default = tag.is("zeroHeight")?,
        "sheetData" => {
            at.in_data = true;
            // Rows count from one; the first row without a number is the first row.
            at.row = u32::MAX;
        }
        "col" if !at.in_data && tag.is("hidden")? => {
            if let (Some(first), Some(last)) = (tag.number("min")?, tag.number("max")?)
                && first > 0
            {
                grid.hide_columns(first - 1, last.saturating_sub(1), budget)?;
            }
        }
        "row" if at.in_data => {
            let [number, hidden] = tag.several(["r", "hidden"])?;
            at.row = match number {
                Some(number) => row_number(&number)?,
                None => at.row.wrapping_add(1),
            };
            at.next_column = 0;
            at.row_hidden = match hidden {
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
            at.cell = Some(CellParts { cell, kind, style, value: false, inline: false, formula: false });
        }
        "v" if at.cell.is_some() => {
            at.collect = Collect::Value;
            if let Some(cell) = &mut at.cell {
                cell.value = true;
            }
        }
        "t" if at.cell.is_some() => at.collect = Collect::Inline,
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
        _ => {}
    }
    Ok(())
}

impl At {
    /// Does the formula just read look into another file? One that is shared is known by its number.
    fn looks_elsewhere(&mut self) -> bool {
        let Some(number) = self.shared_formula else { return external(&self.formula) };
        if external(&self.formula) {
            self.linked.insert(number);
        }
        self.linked.contains(&number)
    }
}

/// `[1]Sheet1!A1`, `'[2]Sheet 1'!A1`: a number in brackets that is no column of a table, which stands after its name.
fn external(formula: &str) -> bool {
    let mut rest = formula;
    let mut before: Option<char> = None;
    while let Some(at) = rest.find('[') {
        let (head, tail) = rest.split_at(at);
        before = head.chars().next_back().or(before);
        let inside = tail.get(1..).unwrap_or("");
        let digits = inside.chars().take_while(char::is_ascii_digit).count();
        let named = before.is_some_and(|c| c.is_alphanumeric() || "_.[]".contains(c));
        let after = inside.get(digits..).and_then(|rest| rest.strip_prefix(']')).and_then(|rest| rest.chars().next());
        if digits > 0 && !named && after.is_some_and(|c| c.is_alphanumeric() || "_!".contains(c)) {
            return true;
        }
        before = Some('[');
        rest = inside;
    }
    false
}

impl CellParts {
    /// Does it hold something that only a lost part could tell? To go on would be wrong: without its texts a sheet has
    /// neither headings nor codes, and without its format the 1 that people see as 100% is 1%.
    fn needs_what_is_lost(self, value: &str, shared: &SharedParts<'_>) -> bool {
        let text = self.kind == Kind::Shared && shared.strings.is_none();
        let format = self.kind == Kind::Number && self.style != 0 && shared.formats.is_none();
        (text || format) && self.value && !value.trim().is_empty()
    }

    /// What it means; `None` if nothing is written.
    fn meaning(self, value: &str, inline: &str, shared: &SharedParts<'_>) -> Option<RawValue> {
        let written = |text: &str| value::text(&value::unescaped(text));
        let plain = value.trim();
        match self.kind {
            Kind::Inline if self.inline => return written(inline),
            Kind::Inline => return if self.value { written(value) } else { None },
            Kind::Text if self.value => return written(value),
            // Text in a cell that does not say it has one.
            _ if plain.is_empty() && self.inline => return written(inline),
            _ if plain.is_empty() => return self.formula.then(|| RawValue::Error(UNCOMPUTED.to_owned())),
            _ => {}
        }
        Some(match self.kind {
            Kind::Shared => match plain.parse::<usize>().ok().and_then(|number| shared.strings?.get(number)) {
                Some(text) => return text.clone(),
                None => value::unreadable(),
            },
            Kind::Number => match value::plain_number(plain) {
                Some(number) => value::number(
                    number,
                    shared.formats.and_then(|formats| formats.get(self.style)).copied().unwrap_or_default(),
                    shared.date_1904,
                ),
                None => value::unreadable(),
            },
            Kind::Truth if plain == "1" || plain.eq_ignore_ascii_case("true") => RawValue::Bool(true),
            Kind::Truth if plain == "0" || plain.eq_ignore_ascii_case("false") => RawValue::Bool(false),
            Kind::Error if plain.starts_with('#') => RawValue::Error(plain.to_owned()),
            // A day that is none is the text it is.
            Kind::Date => return value::iso_date(plain).map(RawValue::DateTime).or_else(|| value::text(plain)),
            Kind::Truth | Kind::Error | Kind::Odd | Kind::Text | Kind::Inline => value::unreadable(),
        })
    }
}

/// `12` as a row from zero.
fn row_number(text: &str) -> Result<u32, Refusal> {
    let number: Option<u32> = text.trim().parse().ok();
    number.and_then(|number| number.checked_sub(1)).ok_or_else(|| odd_place(text))
}

/// `B12`, also `$B$12`.
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
