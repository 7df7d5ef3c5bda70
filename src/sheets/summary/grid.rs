//! The page as narrow columns of one width, over which every line spreads its cells as it needs.

use crate::sheets::paper;
use crate::sheets::row_height;
use crate::sheets::sheet::{Align, Area, Cell, Page, Row, Sheet, Style};

/// Columns of the page.
pub(super) const COLUMNS: u16 = 24;
/// The last of them.
pub(super) const LAST: u16 = COLUMNS - 1;
/// Width of each, characters: less than what the paper has room for, because some programs make columns a twentieth wider.
const COLUMN_WIDTH: f64 = 2.72;

/// More papers than this the page never has.
const PAPERS_MAX: usize = 9;

/// A sentence of the page.
pub(super) const TEXT: Style = Style { size: 12, wrap: true, ..Style::PLAIN };
/// The same in the middle of the page.
pub(super) const CENTERED: Style = Style { align: Align::Center, ..TEXT };
/// The heading of a section.
pub(super) const SECTION: Style = Style { bold: true, ..TEXT };
/// A cell of a list.
pub(super) const BODY: Style = Style { middle: true, ..Style::BODY };
/// A cell of a list, in the middle.
pub(super) const BODY_CENTERED: Style = Style { align: Align::Center, ..BODY };

/// What a line is to the list it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Not in a list.
    None,
    /// The headings: they come again where a list goes on on the next paper.
    Headings,
    Entry,
}

/// One line of the page.
#[derive(Clone)]
pub(super) struct Line {
    cells: Vec<Cell>,
    spans: Vec<(u16, u16)>,
    height: f64,
    kept: bool,
    part: Part,
}

impl Line {
    /// A line without anything on it, as high as its cells will need.
    pub(super) fn new() -> Self {
        Self { cells: vec![Cell::default(); usize::from(COLUMNS)], spans: Vec::new(), height: 0.0, kept: false, part: Part::None }
    }

    /// A cell over the columns `from..=to`, in its look throughout, so that borders close.
    pub(super) fn put(mut self, from: u16, to: u16, cell: Cell) -> Self {
        for column in from..=to {
            if let Some(slot) = self.cells.get_mut(usize::from(column)) {
                *slot = Cell::blank(cell.style);
            }
        }
        if let Some(slot) = self.cells.get_mut(usize::from(from)) {
            *slot = cell;
        }
        if from < to {
            self.spans.push((from, to));
        }
        self
    }

    /// A line drawn over the columns `from..=to`, along their upper edge.
    pub(super) fn rule(mut self, from: u16, to: u16) -> Self {
        for column in from..=to {
            if let Some(slot) = self.cells.get_mut(usize::from(column)) {
                *slot = Cell::blank(Style { rule_above: true, ..Style::PLAIN });
            }
        }
        self
    }

    /// The line with a height of its own, points.
    pub(super) fn high(self, height: f64) -> Self {
        Self { height, ..self }
    }

    /// The line is the headings of a list.
    pub(super) fn headings(self) -> Self {
        Self { part: Part::Headings, ..self.kept() }
    }

    /// The line is an entry of a list, or the name of a group of them.
    pub(super) fn entry(self) -> Self {
        Self { part: Part::Entry, ..self }
    }

    /// The line stays on the paper of the next one.
    pub(super) fn kept(self) -> Self {
        Self { kept: true, ..self }
    }
}

/// Lines from the top.
#[derive(Default)]
pub(super) struct Grid {
    lines: Vec<Line>,
}

impl Grid {
    /// Adds a line.
    pub(super) fn line(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Makes sentences and lists from a line on a point smaller.
    pub(super) fn smaller(&mut self, from: usize) {
        for cell in self.lines.iter_mut().skip(from).flat_map(|line| &mut line.cells) {
            if matches!(cell.style.size, 11 | 12) {
                cell.style.size -= 1;
            }
        }
    }

    /// A text over the whole page; nothing if it is blank.
    pub(super) fn whole(&mut self, text: impl Into<String>, style: Style) {
        let text = text.into();
        if !text.is_empty() {
            self.line(Line::new().put(0, LAST, Cell::text(text, style)));
        }
    }

    /// The heading of a section: never the last line of a paper.
    pub(super) fn section(&mut self, text: impl Into<String>) {
        self.gap(4.0);
        self.line(Line::new().put(0, LAST, Cell::text(text, SECTION)).kept());
    }

    /// Room between two lines, points.
    pub(super) fn gap(&mut self, height: f64) {
        self.line(Line::new().high(height).kept());
    }

    /// The last sentence so far ends as letters of offices do.
    pub(super) fn close(&mut self) {
        let text = |cell: &&mut Cell| matches!(cell.value, crate::sheets::sheet::Value::Text(_));
        if let Some(cell) = self.lines.iter_mut().rev().flat_map(|line| line.cells.iter_mut()).find(text)
            && let crate::sheets::sheet::Value::Text(words) = &mut cell.value
        {
            *words = format!("{}./.", words.trim_end_matches('.'));
        }
    }

    /// The page as a sheet with its papers. A further paper begins with its number, and with the headings of a list that goes
    /// on there.
    pub(super) fn sheet(mut self, name: &str, page: Page) -> Sheet {
        let page = Page { columns: Some(COLUMNS), ..page };
        let mut made = self.made(name, &page);
        for number in 2usize..=PAPERS_MAX {
            let Some(at) = made.page.breaks.get(number - 2).and_then(|row| usize::try_from(*row).ok()) else { break };
            let goes_on = self.lines.get(at).is_some_and(|line| line.part == Part::Entry);
            let headings = self.lines.iter().take(at).rev().find(|line| line.part == Part::Headings).filter(|_| goes_on);
            let style = Style { size: 13, ..CENTERED };
            let numbered = Line::new().put(0, LAST, Cell::text(number.to_string(), style)).high(20.0).kept();
            let before: Vec<Line> = [numbered].into_iter().chain(headings.cloned()).collect();
            self.lines.splice(at..at, before);
            made = self.made(name, &page);
        }
        made
    }

    /// The lines as they are now, with heights and papers.
    fn made(&self, name: &str, page: &Page) -> Sheet {
        let widths = vec![COLUMN_WIDTH; usize::from(COLUMNS)];
        let mut sheet = Sheet { name: name.to_owned(), widths, page: page.clone(), ..Sheet::default() };
        for (row, line) in (0u32..).zip(&self.lines) {
            sheet.merges.extend(line.spans.iter().map(|(from, to)| Area::new(row, *from, row, *to)));
            sheet.rows.push(Row { height: line.height, cells: line.cells.clone() });
        }
        row_height::fit(&mut sheet);
        let kept: Vec<u32> = (0u32..).zip(&self.lines).filter(|(_, line)| line.kept).map(|(row, _)| row).collect();
        sheet.page.breaks = paper::breaks(&sheet, &kept);
        sheet
    }
}

/// Width of the columns `from..=to` together, in characters of a column.
pub(super) fn width(from: u16, to: u16) -> f64 {
    // Each further column brings its own margin, as wide as 0.71 characters.
    f64::from(to - from + 1) * COLUMN_WIDTH + f64::from(to - from) * 0.71
}
