//! What the first page is made of, before it is laid out: on paper by the grid, on a screen by the page that opens.

use crate::sheets::counted::Counted;
use crate::sheets::sentence::{Figure, Sentence};
use crate::sheets::sheet::Style;
use crate::sheets::summary::grid::{BODY, BODY_CENTERED};

/// A part of the page, from the top.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    /// Words over the whole page; nothing where they are blank.
    Sentence(Sentence),
    /// The heading of a section.
    Section(Sentence),
    /// Key figures side by side.
    Tiles(Vec<KeyFigure>),
    /// A list with its headings.
    List(List),
    /// The last sentence of the letter.
    Closing(Sentence),
}

impl Block {
    /// Words over the whole page.
    pub(super) fn sentence(sentence: impl Into<Sentence>) -> Self {
        Self::Sentence(sentence.into())
    }
}

/// What it is, the figure, and how it changed or what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyFigure {
    pub(crate) label: String,
    pub(crate) figure: Figure,
    pub(crate) change: Sentence,
}

/// A heading of a list with the first and the last column of the page that it stands over.
pub(in crate::sheets) type Column = (&'static str, u16, u16);

/// A list, with at most so many entries as there is room for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct List {
    pub(in crate::sheets) columns: &'static [Column],
    pub(crate) lines: Vec<ListLine>,
}

impl List {
    /// Its headings, from the left.
    pub(crate) fn headings(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|(heading, ..)| *heading)
    }
}

/// What stands in a list below its headings.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ListLine {
    /// The name of the group of entries below.
    Group(&'static str),
    /// A text for each column.
    Entry {
        cells: Vec<ListCell>,
        /// What the line speaks of.
        about: Counted,
    },
}

/// Words and figures of a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ListCell {
    pub(crate) text: Sentence,
    pub(super) style: Style,
}

impl ListCell {
    /// A text from the left.
    pub(super) fn text(text: impl Into<Sentence>) -> Self {
        Self { text: text.into(), style: BODY }
    }

    /// A short text in the middle.
    pub(in crate::sheets) fn centered(text: impl Into<Sentence>) -> Self {
        Self { text: text.into(), style: BODY_CENTERED }
    }

    /// Does it stand in the middle of its column?
    pub(crate) fn is_centered(&self) -> bool {
        self.style.align == BODY_CENTERED.align
    }
}
