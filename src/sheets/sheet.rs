//! A workbook as plain data: what `io/excel_write` turns into bytes. Forms, products and feedback are all built
//! from these types; nothing here knows the file format.

use crate::model::moment::Moment;
use crate::sheets::drawing::{Chart, Picture};
use chrono::{NaiveDate, NaiveDateTime};

/// A workbook that is to be written, as plain data.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// Title in the document's properties; nobody sees it in a cell.
    pub title: String,
    /// Creation time property: never the run's own moment, so that equal input gives equal bytes.
    pub created: Moment,
    /// Custom document properties, name and text: they tell which form or product the file is.
    pub properties: Vec<(String, String)>,
    /// Defined names: name and what it refers to, such as `='NhiemVu'!$A$8:$P$8`.
    pub names: Vec<(String, String)>,
    /// The sheets in the order of their tabs, hidden ones included.
    pub sheets: Vec<Sheet>,
}

/// How a sheet is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Visibility {
    /// A tab that a reader sees.
    #[default]
    Visible,
    /// No tab; a reader can bring it up.
    Hidden,
}

/// A rectangle of cells, both corners included, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// First row, from 0.
    pub first_row: u32,
    /// First column, from 0.
    pub first_column: u16,
    /// Last row, from 0; it belongs to the area.
    pub last_row: u32,
    /// Last column, from 0; it belongs to the area.
    pub last_column: u16,
}

impl Area {
    /// An area from its corners.
    pub fn new(first_row: u32, first_column: u16, last_row: u32, last_column: u16) -> Self {
        Self { first_row, first_column, last_row, last_column }
    }
}

/// A sheet that is to be written, as plain data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Its name, at most 31 characters.
    pub name: String,
    /// Does a reader see the sheet's tab?
    pub visibility: Visibility,
    /// Width of each column in characters of the default font.
    pub widths: Vec<f64>,
    /// Columns that are hidden.
    pub hidden_columns: Vec<u16>,
    /// Rows from the top, without gaps.
    pub rows: Vec<Row>,
    /// Merged areas; the value and style are those of the first cell.
    pub merges: Vec<Area>,
    /// Rows above and columns left of this cell stay in view.
    pub freeze: Option<(u32, u16)>,
    /// Filter buttons over this area (heading row first).
    pub filter: Option<Area>,
    /// Heading rows repeated on every page.
    pub repeat_rows: Option<(u32, u32)>,
    /// Page set-up.
    pub page: Page,
    /// Cells may be changed only where their style is unlocked.
    pub protected: bool,
    /// Drop-down lists and checks of what is typed.
    pub validations: Vec<Validation>,
    /// Fills that follow from what a cell holds when the book is open.
    pub conditions: Vec<Condition>,
    /// Cells that lead to another row of the book when they are chosen.
    pub links: Vec<Link>,
    /// Pictures over the cells.
    pub pictures: Vec<Picture>,
    /// Charts over the cells, each of figures that stand in this sheet.
    pub charts: Vec<Chart>,
}

/// A way from a cell to a row of the same book. Made of places of ours alone, never of what a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Row of the cell, from 0.
    pub row: u32,
    /// Column of the cell, from 0.
    pub column: u16,
    /// The sheet it leads to.
    pub to_sheet: &'static str,
    /// The row it leads to, from 0.
    pub to_row: u32,
}

/// How a sheet is put on paper.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Size of the paper.
    pub paper: Paper,
    /// Printed across the paper, otherwise upright.
    pub landscape: bool,
    /// Fit to this many pages across and down; 0 down is "as many as needed". Letters become as small as that takes.
    pub fit: Option<(u16, u16)>,
    /// Printed at this percentage of the size on the screen, whatever the width; `None` if `fit` decides, or at whole size.
    pub scale: Option<u16>,
    /// Unprinted edges of the paper.
    pub margins: Margins,
    /// How many columns from the left are printed; `None` for all. The others are for the screen.
    pub columns: Option<u16>,
    /// How many rows from the top are printed; `None` for all.
    pub rows: Option<u32>,
    /// Rows, from 0, with which a new sheet of paper begins, ascending.
    pub breaks: Vec<u32>,
    /// Text of the foot, left.
    pub footer: String,
    /// Page number in the foot, right.
    pub numbered: bool,
}

/// Size of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 297 × 420 mm.
    A3,
}

/// Unprinted edges of the paper, inches. The foot line stands inside the lower one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margins {
    /// Left edge.
    pub left: f64,
    /// Right edge.
    pub right: f64,
    /// Upper edge.
    pub top: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Margins {
    /// Edges in millimetres, as rules of offices give them.
    pub const fn millimetres(left: f64, right: f64, top: f64, bottom: f64) -> Self {
        const INCH: f64 = 25.4;
        Self { left: left / INCH, right: right / INCH, top: top / INCH, bottom: bottom / INCH }
    }
}

impl Default for Margins {
    fn default() -> Self {
        Self { left: 0.5, right: 0.5, top: 0.5, bottom: 0.6 }
    }
}

/// A row of cells and how high it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Height in points; every row has one, because not every program fits rows by itself.
    pub height: f64,
    /// Cells from column A, without gaps; a blank unstyled cell is `Cell::default()`.
    pub cells: Vec<Cell>,
}

/// What stands in a cell and how it looks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// What the cell holds.
    pub value: Value,
    /// Font, border, colours, number format.
    pub style: Style,
}

/// What a cell holds. Text from a report is always `Text`: it can never become a formula or a link of its own.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing; the cell may still have a look.
    #[default]
    Blank,
    /// Text, never taken for a formula or a link.
    Text(String),
    /// A finite number; the writer refuses any other.
    Number(f64),
    /// A day without an hour.
    Date(NaiveDate),
    /// A day and hour.
    DateTime(NaiveDateTime),
    /// A formula of our own, with the result that programs show before they recalculate. Few cells hold one, so it stands outside of
    /// the many that do not.
    Formula(Box<Formula>),
}

/// A formula of our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// With a leading `=`.
    pub formula: String,
    /// The text that programs show before they recalculate.
    pub result: String,
}

/// Horizontal place of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Align {
    /// Text left, numbers right.
    #[default]
    General,
    /// At the left edge.
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
}

/// How a number or a day is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// No format: as the value comes.
    #[default]
    General,
    /// A whole number with marks for thousands: `#,##0`.
    Integer,
    /// Up to two decimals, `#,##0.##`.
    Decimal,
    /// `dd/mm/yyyy`; the writer takes the next one for dates from March on.
    Date,
    /// `dd/m/yyyy`, for days from March on.
    DateFromMarch,
    /// `hh:mm dd/mm/yyyy`; the writer takes the next one for dates from March on.
    DateTime,
    /// `hh:mm dd/m/yyyy`, for days from March on.
    DateTimeFromMarch,
    /// `@`: whatever is typed stays text.
    Text,
}

/// Look of a cell. Times New Roman everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Style {
    /// Size of the font in points.
    pub size: u8,
    /// Letters in bold.
    pub bold: bool,
    /// Letters in italics.
    pub italic: bool,
    /// Letters with a line below.
    pub underline: bool,
    /// Where the content stands between left and right.
    pub align: Align,
    /// Vertically centred; otherwise at the top.
    pub middle: bool,
    /// Long text goes on in further lines of the cell.
    pub wrap: bool,
    /// Thin border on all sides.
    pub border: bool,
    /// A thin line above the cell and none elsewhere.
    pub rule_above: bool,
    /// Colour behind the content, 0xRRGGBB; `None` for none.
    pub fill: Option<u32>,
    /// Colour of the letters, 0xRRGGBB; `None` for black.
    pub color: Option<u32>,
    /// How a number or a day is shown.
    pub format: Format,
    /// May be changed in a protected sheet.
    pub unlocked: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self::PLAIN
    }
}

impl Style {
    /// 11 points, nothing else.
    pub const PLAIN: Self = Self {
        size: 11,
        bold: false,
        italic: false,
        underline: false,
        align: Align::General,
        middle: false,
        wrap: false,
        border: false,
        rule_above: false,
        fill: None,
        color: None,
        format: Format::General,
        unlocked: false,
    };
    /// A cell of a table: wrapped, bordered, at the top.
    pub const BODY: Self = Self { wrap: true, border: true, ..Self::PLAIN };
    /// A heading of a table.
    pub const HEADING: Self =
        Self { bold: true, wrap: true, border: true, align: Align::Center, middle: true, fill: Some(0x00DC_E6F1), ..Self::PLAIN };
    /// Title of a sheet.
    pub const TITLE: Self = Self { size: 14, bold: true, align: Align::Center, middle: true, wrap: true, ..Self::PLAIN };
    /// Line below a title.
    pub const SUBTITLE: Self = Self { size: 12, italic: true, align: Align::Center, middle: true, wrap: true, ..Self::PLAIN };
}

/// What may be typed into cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Validation {
    /// The cells it holds for.
    pub area: Area,
    /// What may be typed there.
    pub allow: Allow,
    /// Shown when the cell is chosen.
    pub prompt: Option<(String, String)>,
    /// Shown when something else is typed.
    pub error: (String, String),
}

/// Kinds of allowed content.
#[derive(Debug, Clone, PartialEq)]
pub enum Allow {
    /// One of a list on another sheet: a formula such as `=_DM!$A$2:$A$8`, or a defined name.
    ListFrom(String),
    /// A number between two bounds.
    Number(f64, f64),
    /// A whole number between two bounds.
    Whole(f64, f64),
    /// A day between two days.
    Date(NaiveDate, NaiveDate),
    /// Text of at most this many characters.
    TextLength(u32),
    /// Anything: only the prompt is wanted.
    Any,
}

/// A colour by condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The cells it holds for.
    pub area: Area,
    /// A formula relative to the first cell of the area, with a leading `=`.
    pub formula: String,
    /// Fill where it holds, 0xRRGGBB.
    pub fill: u32,
    /// Bold where it holds.
    pub bold: bool,
}

impl Cell {
    /// A text; blank if it is empty.
    pub fn text(text: impl Into<String>, style: Style) -> Self {
        let text = text.into();
        Self { value: if text.is_empty() { Value::Blank } else { Value::Text(text) }, style }
    }

    /// A whole number with marks for thousands.
    pub fn count(number: u32, style: Style) -> Self {
        Self { value: Value::Number(f64::from(number)), style: Style { format: Format::Integer, ..style } }
    }

    /// A number in the format of the style.
    pub fn number(number: f64, style: Style) -> Self {
        Self { value: Value::Number(number), style }
    }

    /// A day, or blank.
    pub fn date(day: Option<NaiveDate>, style: Style) -> Self {
        Self { value: day.map_or(Value::Blank, Value::Date), style: Style { format: Format::Date, ..style } }
    }

    /// A formula, with a leading `=`, and the text that programs show before they recalculate.
    pub fn formula(formula: impl Into<String>, result: impl Into<String>, style: Style) -> Self {
        let (formula, result) = (formula.into(), result.into());
        Self { value: Value::Formula(Box::new(Formula { formula, result })), style }
    }

    /// Blank with a look.
    pub fn blank(style: Style) -> Self {
        Self { value: Value::Blank, style }
    }
}
