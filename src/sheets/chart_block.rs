//! A row of figures as a list with its chart beside it: the same lines are read and drawn.

use crate::sheets::drawing::{Bars, Chart};
use crate::sheets::frame::{self, CENTERED, STRONG, STRONG_CENTERED};
use crate::sheets::row_height;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::text::format;

/// Headings and widths, the last that of the chart.
pub(crate) const COLUMNS: [(&str, f64); 6] =
    [("TT", 5.0), ("Nội dung", 32.0), ("Số lượng", 9.0), ("Trong tổng số", 9.0), ("Tỷ lệ (%)", 8.0), ("Biểu đồ", 84.0)];
/// Where names, counts and percentages stand, and the charts.
const NAMES: u16 = 1;
const COUNTS: u16 = 2;
const PERCENTS: u16 = 4;
const DRAWN: u16 = 5;
/// Height of a chart at the least, points on the screen.
const HEIGHT: f64 = 165.0;
/// What a bar across needs so that programs print every name, and what the title takes.
const BAR: f64 = 18.5;
const ABOVE_BARS: f64 = 40.0;

/// A row of figures under one title.
pub(crate) struct Block {
    pub(crate) title: String,
    pub(crate) bars: Bars,
    /// Is it drawn by its percentages? Otherwise by its counts.
    pub(crate) percent: bool,
    pub(crate) lines: Vec<Line>,
    /// What a reader has to know of the figures; said where nothing is drawn as well.
    pub(crate) note: String,
}

/// One bar.
pub(crate) struct Line {
    pub(crate) name: String,
    /// Part and whole; `None` is a gap.
    pub(crate) figures: Option<(u32, Option<u32>)>,
}

/// Puts a block below what stands there: its lines on the left, the chart beside them.
pub(crate) fn put(sheet: &mut Sheet, block: &Block) {
    let drawn = block.lines.iter().any(|line| line.figures.is_some());
    let title = Cell::text(block.title.as_str(), STRONG);
    frame::push(sheet, [Cell::blank(STRONG_CENTERED), title].into_iter().chain((2..=DRAWN).map(|_| Cell::blank(STRONG))).collect());
    let first = frame::next_row(sheet);
    for (number, line) in (1u32..).zip(&block.lines) {
        let (part, whole) = line.figures.map_or((None, None), |(part, whole)| (Some(part), whole));
        let count = |count: Option<u32>| count.map_or_else(|| Cell::blank(CENTERED), |count| Cell::count(count, CENTERED));
        // Rates of offices are not compared: they stand where they are drawn, of the whole alone.
        let percent = part.zip(whole).filter(|(_, whole)| block.percent && *whole > 0);
        let percent = percent.map(|(part, whole)| format::percent(part, whole));
        let name = frame::short(&line.name, COLUMNS[1].1);
        frame::push(sheet, vec![Cell::count(number, CENTERED), name, count(part), count(whole), count(percent), Cell::blank(Style::PLAIN)]);
    }
    frame::push(sheet, vec![Cell::default(), Cell::text(block.note.as_str(), Style { wrap: true, italic: true, ..Style::PLAIN })]);
    let last = frame::next_row(sheet) - 1;
    row_height::fit(sheet);
    let rows = sheet.rows.get_mut(usize::try_from(first).unwrap_or_default()..).unwrap_or_default();
    let height: f64 = rows.iter().map(|row| row.height).sum();
    if !drawn {
        return;
    }
    if let Some(note) = rows.last_mut() {
        let bars = block.lines.iter().map(|_| BAR).sum::<f64>() + ABOVE_BARS;
        let least = if block.bars == Bars::Across { HEIGHT.max(bars) } else { HEIGHT };
        note.height += (least - height).max(0.0);
    }
    sheet.charts.push(Chart {
        title: block.title.clone(),
        bars: block.bars,
        percent: block.percent,
        column: DRAWN,
        rows: (first, last),
        figures: (first, last - 1),
        names_in: NAMES,
        figures_in: if block.percent { PERCENTS } else { COUNTS },
    });
}
