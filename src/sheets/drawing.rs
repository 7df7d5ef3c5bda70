//! What lies over the cells of a sheet, as plain data: pictures and charts.

/// Black and white squares, such as a camera reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Row of the cell at whose corner it begins, from 0.
    pub row: u32,
    /// Column of that cell, from 0.
    pub column: u16,
    /// Points from edge to edge on the screen.
    pub side: u16,
    /// Squares in a line; there are as many lines.
    pub width: usize,
    /// Is a square black? Line by line from the top.
    pub black: Vec<bool>,
    /// What it is, in words, for who cannot see it.
    pub told: String,
}

/// Bars of one row of figures, each with its figure at its end. They need no second colour, so a grey printer loses nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What it shows, above it.
    pub title: String,
    /// Which way the bars go.
    pub bars: Bars,
    /// The figures are percentages: their axis ends at 100, each figure has its sign.
    pub percent: bool,
    /// The column that it covers, from 0.
    pub column: u16,
    /// First and last row that it covers, from 0.
    pub rows: (u32, u32),
    /// First and last row of its figures, from 0.
    pub figures: (u32, u32),
    /// The column of their names, from 0.
    pub names_in: u16,
    /// The column of the figures, from 0; a blank cell is a gap.
    pub figures_in: u16,
}

/// Which way the bars of a chart go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bars {
    /// From the left, the first at the top: names may be long.
    Across,
    /// From below, the first left: the course of time.
    Upright,
}
