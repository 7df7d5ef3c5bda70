//! Charts as the programs of spreadsheets draw them, from the cells of their sheet.

use super::look::FONT;
use crate::sheets::drawing::{Bars, Chart};
use crate::sheets::sheet::Sheet;
use rust_xlsxwriter as xlsx;

/// Letters of axes and figures, points: as large on paper as those of the list beside them.
const LETTERS: f64 = 11.0;
const TITLE: f64 = 12.0;
/// Dots of the screen in a point, and in a character of a column's width with what a column has besides.
const PIXELS_A_POINT: f64 = 4.0 / 3.0;
const PIXELS_A_CHARACTER: f64 = 7.0;
const PIXELS_BESIDE: f64 = 5.0;
/// Left free around a chart, dots.
const EDGE: u32 = 4;
/// Dark enough for grey paper, with a line around it.
const FILL: u32 = 0x008E_A9C8;
const LINE: u32 = 0x0020_3864;

pub(super) fn write(worksheet: &mut xlsx::Worksheet, sheet: &Sheet, chart: &Chart) -> Result<(), xlsx::XlsxError> {
    let font = |size: f64| {
        let mut font = xlsx::ChartFont::new();
        font.set_name(FONT).set_size(size);
        font
    };
    let mut drawn = xlsx::Chart::new(match chart.bars {
        Bars::Across => xlsx::ChartType::Bar,
        Bars::Upright => xlsx::ChartType::Column,
    });
    let (first, last) = chart.figures;
    let range = |column: u16| (sheet.name.as_str(), first, column, last, column);
    let mut label = xlsx::ChartDataLabel::new();
    label.show_value().set_position(xlsx::ChartDataLabelPosition::OutsideEnd).set_font(&font(LETTERS));
    label.set_num_format(if chart.percent { "0\"%\"" } else { "0" });
    let mut look = xlsx::ChartFormat::new();
    look.set_solid_fill(xlsx::ChartSolidFill::new().set_color(xlsx::Color::RGB(FILL)));
    look.set_border(xlsx::ChartLine::new().set_color(xlsx::Color::RGB(LINE)).set_width(1));
    let series = drawn.add_series();
    series.set_categories(range(chart.names_in)).set_values(range(chart.figures_in));
    series.set_data_label(&label).set_format(&mut look).set_gap(60);
    drawn.title().set_name(&chart.title).set_font(font(TITLE).set_bold());
    drawn.legend().set_hidden();
    // The library calls the axis that lies on the paper x, whatever stands on it.
    let figures = if chart.bars == Bars::Across { drawn.x_axis() } else { drawn.y_axis() };
    // What a figure is stands at the end of its bar.
    figures.set_hidden(true).set_major_gridlines(false).set_min(0);
    if chart.percent {
        // A fifth more than the whole: the figure of a full bar stands above it.
        figures.set_max(120);
    }
    let names = if chart.bars == Bars::Across { drawn.y_axis().set_reverse() } else { drawn.x_axis() };
    names.set_font(&font(LETTERS)).set_major_gridlines(false);
    drawn.show_empty_cells_as(xlsx::ChartEmptyCells::Gaps);
    let rows = (0u32..).zip(&sheet.rows).filter(|(row, _)| (chart.rows.0..=chart.rows.1).contains(row));
    let height: f64 = rows.map(|(_, row)| row.height * PIXELS_A_POINT).sum();
    let width = sheet.widths.get(usize::from(chart.column)).map_or(0.0, |width| width * PIXELS_A_CHARACTER + PIXELS_BESIDE);
    drawn.set_width(dots(width)).set_height(dots(height)).set_alt_text(&chart.title);
    worksheet.insert_chart_with_offset(chart.rows.0, chart.column, &drawn, EDGE, EDGE)?;
    Ok(())
}

/// Whole dots of a measure, less what is left free on both sides.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a chart covers a few hundred dots")]
fn dots(measure: f64) -> u32 {
    (measure - 2.0 * f64::from(EDGE)).clamp(1.0, 10_000.0) as u32
}
