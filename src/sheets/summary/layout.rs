//! How each part of the page lies on the grid.

use crate::sheets::sheet::{Cell, Style};
use crate::sheets::summary::block::{Block, KeyFigure, List, ListLine};
use crate::sheets::summary::grid::{BODY, BODY_CENTERED, COLUMNS, Grid, LAST, Line, TEXT};

/// So many key figures stand in a row.
const ABREAST: usize = 3;

/// Puts a part below what is there.
pub(super) fn put(grid: &mut Grid, block: &Block) {
    match block {
        Block::Sentence(sentence) => grid.whole(sentence.to_string(), TEXT),
        Block::Section(heading) => grid.section(heading.to_string()),
        Block::Tiles(figures) => tiles(grid, figures),
        Block::List(entries) => list(grid, entries),
        Block::Closing(sentence) => {
            grid.gap(4.0);
            grid.whole(sentence.to_string(), TEXT);
            grid.close();
        }
    }
}

fn tiles(grid: &mut Grid, figures: &[KeyFigure]) {
    const LABEL: Style = Style { size: 10, fill: Some(0x00DC_E6F1), ..BODY_CENTERED };
    const FIGURE: Style = Style { size: 15, bold: true, ..BODY_CENTERED };
    const CHANGE: Style = Style { size: 10, italic: true, ..BODY_CENTERED };
    grid.gap(4.0);
    for row in figures.chunks(ABREAST) {
        let Ok(count) = u16::try_from(row.len()) else { return };
        let (mut labels, mut values, mut changes) = (Line::new().kept(), Line::new().kept(), Line::new().kept());
        for (number, figure) in (0u16..).zip(row) {
            let (from, to) = (number * COLUMNS / count, (number + 1) * COLUMNS / count - 1);
            labels = labels.put(from, to, Cell::text(figure.label.as_str(), LABEL));
            values = values.put(from, to, Cell::text(figure.figure.words.as_str(), FIGURE));
            changes = changes.put(from, to, Cell::text(figure.change.to_string(), CHANGE));
        }
        grid.line(labels);
        grid.line(values.high(22.0));
        grid.line(changes);
    }
}

fn list(grid: &mut Grid, list: &List) {
    const HEADING: Style = Style { size: 10, ..Style::HEADING };
    let headings =
        list.columns.iter().fold(Line::new().headings(), |line, (heading, from, to)| line.put(*from, *to, Cell::text(*heading, HEADING)));
    grid.line(headings);
    for line in &list.lines {
        grid.line(match line {
            ListLine::Group(label) => Line::new().put(0, LAST, Cell::text(*label, Style { bold: true, ..BODY })).kept().entry(),
            ListLine::Entry { cells, .. } => list.columns.iter().zip(cells).fold(Line::new().entry(), |line, ((_, from, to), cell)| {
                line.put(*from, *to, Cell::text(cell.text.to_string(), cell.style))
            }),
        });
    }
}
