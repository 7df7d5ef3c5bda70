//! The key figures side by side: what it is, the figure, and how it changed or what belongs to it.

use crate::model::class::{Light, TaskClass};
use crate::model::config::Tile;
use crate::model::consolidation::Consolidation;
use crate::model::span::SpanName;
use crate::sheets::difficulties;
use crate::sheets::frame;
use crate::sheets::input::ProductInput;
use crate::sheets::overdue;
use crate::sheets::sheet::{Cell, Style};
use crate::sheets::submissions;
use crate::sheets::summary::grid::{BODY_CENTERED, COLUMNS, Grid, Line};
use crate::text::format;

/// What a tile shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct KeyFigure {
    label: String,
    figure: String,
    change: String,
}

/// So many stand in a row.
const ABREAST: usize = 3;

/// The tiles that the desk chose, over the whole width.
pub(super) fn put(grid: &mut Grid, input: &ProductInput<'_>) {
    const LABEL: Style = Style { size: 10, fill: Some(0x00DC_E6F1), ..BODY_CENTERED };
    const FIGURE: Style = Style { size: 15, bold: true, ..BODY_CENTERED };
    const CHANGE: Style = Style { size: 10, italic: true, ..BODY_CENTERED };
    let figures: Vec<KeyFigure> = input.config.desk.tiles.iter().filter_map(|tile| figure(input, *tile)).collect();
    grid.gap(4.0);
    for row in figures.chunks(ABREAST) {
        let Ok(count) = u16::try_from(row.len()) else { return };
        let (mut labels, mut values, mut changes) = (Line::new().kept(), Line::new().kept(), Line::new().kept());
        for (number, figure) in (0u16..).zip(row) {
            let (from, to) = (number * COLUMNS / count, (number + 1) * COLUMNS / count - 1);
            labels = labels.put(from, to, Cell::text(figure.label.as_str(), LABEL));
            values = values.put(from, to, Cell::text(figure.figure.as_str(), FIGURE));
            changes = changes.put(from, to, Cell::text(figure.change.as_str(), CHANGE));
        }
        grid.line(labels);
        grid.line(values.high(22.0));
        grid.line(changes);
    }
}

/// `39/65 (60%)`: figures of tiles are not padded.
fn ratio(part: u32, whole: u32) -> String {
    format!("{part}/{whole} ({}%)", format::percent(part, whole))
}

/// A key figure; `None` if the period has nothing of its kind.
fn figure(input: &ProductInput<'_>, tile: Tile) -> Option<KeyFigure> {
    let c = input.consolidation;
    let before = c.comparison.as_ref();
    let since =
        |was: Option<u32>, now: u32| was.map_or_else(|| "kỳ đầu tiên".to_owned(), |was| format!("{}{}", difference(was, now), week(c)));
    let of = |label: &str, figure: String, change: String| Some(KeyFigure { label: label.to_owned(), figure, change });
    match tile {
        Tile::Tasks => {
            let n = c.task_totals.overall;
            let change = since(before.map(|b| b.tasks.done()), n.done());
            of("Nhiệm vụ hoàn thành", ratio(n.done(), n.total), format!("{change}{}", by_late_reports(c)))
        }
        Tile::Year => {
            let year = c.period.year();
            let (_, n) = c.task_totals.by_year.iter().find(|(known, _)| *known == year)?;
            let open = n.total - n.done();
            of(&format!("Nhiệm vụ năm {year}"), ratio(n.done(), n.total), format!("còn {open}"))
        }
        Tile::Targets => {
            let n = c.target_counts;
            of("Chỉ tiêu đạt và vượt", ratio(n.reached(), n.total), since(before.map(|b| b.targets.reached()), n.reached()))
        }
        Tile::Overdue => {
            let change = before.map_or_else(|| "kỳ đầu tiên".to_owned(), |_| format!("mới {}", overdue::new(c).len()));
            of("Nhiệm vụ quá hạn", c.task_totals.overall.overdue.to_string(), change)
        }
        Tile::Communes => {
            let communes = frame::length(&c.criteria.lines);
            let label = format!("Xã, phường đủ {0}/{0} tiêu chí", c.criteria.criteria.len());
            (communes > 0).then(|| KeyFigure {
                label,
                figure: ratio(c.criteria.count(Light::Green), communes),
                change: "theo báo cáo".to_owned(),
            })
        }
        Tile::Reports => {
            let n = submissions::standings(c);
            of("Báo cáo đúng hạn", ratio(n.on_time, n.must_report), format!("chưa có {}", n.must_report - n.received()))
        }
        Tile::Proposals => {
            let chosen = difficulties::for_decision(c).len();
            let undecided = match difficulties::undecided(input) {
                0 => String::new(),
                some => format!("chưa xử lý {some}"),
            };
            of("Kiến nghị trình", chosen.to_string(), undecided)
        }
    }
}

/// ` so với tuần 28`.
fn week(c: &Consolidation) -> String {
    match &c.comparison {
        Some(before) if c.span.name == SpanName::Weeks => format!(" so với tuần {}", before.period.week()),
        Some(_) => " so với kỳ trước".to_owned(),
        None => String::new(),
    }
}

/// `, trong đó 1 theo báo cáo gửi muộn`: finished by what came late in an earlier period, and no result of this one.
fn by_late_reports(c: &Consolidation) -> String {
    let changes = c.comparison.iter().flat_map(|before| &before.changes).filter(|change| change.late_in.is_some());
    let finished = changes.filter(|change| change.now.is_done() && !change.before.is_some_and(TaskClass::is_done)).count();
    if finished > 0 { format!(", trong đó {finished} theo báo cáo gửi muộn") } else { String::new() }
}

/// `+2`, `-1`, `không đổi`.
fn difference(before: u32, now: u32) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Equal => "không đổi".to_owned(),
        std::cmp::Ordering::Greater => format!("+{}", now - before),
        std::cmp::Ordering::Less => format!("-{}", before - now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::testing;

    #[test]
    fn every_tile_has_its_figure() {
        testing::with_input(|input| {
            let shown: Vec<String> = Tile::ALL
                .into_iter()
                .filter_map(|(_, tile)| figure(input, tile))
                .map(|f| format!("{} | {} | {}", f.label, f.figure, f.change))
                .collect();
            insta::assert_snapshot!(shown.join("\n"));
        });
    }

    #[test]
    fn what_a_late_report_of_an_earlier_week_finished_is_said() {
        let mut c = testing::consolidation();
        let changes = &mut c.comparison.as_mut().unwrap().changes;
        let finished = changes.iter_mut().find(|change| change.now.is_done()).unwrap();
        finished.late_in = Some(c.period.previous());
        testing::with_input_of(&c, |input| {
            let tile = figure(input, Tile::Tasks).unwrap();
            assert!(tile.change.ends_with(" so với tuần 27, trong đó 1 theo báo cáo gửi muộn"), "{}", tile.change);
        });
    }

    #[test]
    fn a_first_period_compares_nothing() {
        let mut c = testing::consolidation();
        c.comparison = None;
        testing::with_input_of(&c, |input| {
            assert_eq!(figure(input, Tile::Tasks).unwrap().change, "kỳ đầu tiên");
            assert_eq!(figure(input, Tile::Overdue).unwrap().change, "kỳ đầu tiên");
        });
    }
}
