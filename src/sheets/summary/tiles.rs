//! The key figures side by side: what it is, the figure, and how it changed or what belongs to it.

use crate::model::class::{Light, TaskClass};
use crate::model::config::Tile;
use crate::model::consolidation::{Consolidation, TaskLine};
use crate::model::span::SpanName;
use crate::model::submission::Standing;
use crate::sheets::counted::Counted;
use crate::sheets::difficulties;
use crate::sheets::frame;
use crate::sheets::input::ProductInput;
use crate::sheets::overdue;
use crate::sheets::sentence::{Figure, Sentence};
use crate::sheets::submissions;
use crate::sheets::summary::block::{Block, KeyFigure};
use crate::sheets::summary::sets;
use crate::text::format;

/// The tiles that the desk chose.
pub(super) fn block(input: &ProductInput<'_>) -> Block {
    Block::Tiles(input.config.desk.tiles.iter().filter_map(|tile| figure(input, *tile)).collect())
}

/// `39/65 (60%)`: figures of tiles are not padded.
fn ratio(part: u32, whole: u32) -> String {
    format!("{part}/{whole} ({}%)", format::percent(part, whole))
}

/// A key figure; `None` if the period has nothing of its kind.
fn figure(input: &ProductInput<'_>, tile: Tile) -> Option<KeyFigure> {
    let c = input.consolidation;
    let before = c.comparison.as_ref();
    let of = |label: &str, figure: Figure, change: Sentence| Some(KeyFigure { label: label.to_owned(), figure, change });
    match tile {
        Tile::Tasks => {
            let n = c.task_totals.overall;
            let label = "Nhiệm vụ hoàn thành";
            let done = Figure::share(ratio(n.done(), n.total), label, sets::done(c), sets::in_force(c));
            let change = since(c, before.map(|b| b.tasks.done()), n.done(), sets::done_otherwise(c));
            of(label, done, change + by_late_reports(c))
        }
        Tile::Year => {
            let year = c.period.year();
            let (_, n) = c.task_totals.by_year.iter().find(|(known, _)| *known == year)?;
            let of_year = |line: &TaskLine| line.task.plan_year == year && line.state.class != TaskClass::Withdrawn;
            let done = Counted::tasks(c, |line| of_year(line) && line.state.class.is_done());
            let open = Counted::tasks(c, |line| of_year(line) && !line.state.class.is_done());
            let label = format!("Nhiệm vụ năm {year}");
            let left = Figure::count(format!("còn {}", n.total - n.done()), format!("{label} chưa hoàn thành"), open);
            let done = Figure::share(ratio(n.done(), n.total), format!("{label} hoàn thành"), done, Counted::tasks(c, of_year));
            of(&label, done, left.into())
        }
        Tile::Targets => {
            let n = c.target_counts;
            let label = "Chỉ tiêu đạt và vượt";
            let reached = Figure::share(ratio(n.reached(), n.total), label, sets::reached(c), Counted::targets(c, |_| true));
            of(label, reached, since(c, before.map(|b| b.targets.reached()), n.reached(), sets::targets_otherwise(c)))
        }
        Tile::Overdue => {
            let label = "Nhiệm vụ quá hạn";
            let new = overdue::new(c).len();
            let new = Figure::count(format!("mới {new}"), "Nhiệm vụ mới quá hạn", sets::newly_overdue(c));
            let change = before.map_or_else(|| Sentence::from("kỳ đầu tiên"), |_| new.into());
            of(label, Figure::count(c.task_totals.overall.overdue.to_string(), label, sets::of_class(c, TaskClass::Overdue)), change)
        }
        Tile::Communes => {
            let communes = frame::length(&c.criteria.lines);
            let label = format!("Xã, phường đủ {0}/{0} tiêu chí", c.criteria.criteria.len());
            let part = Counted::communes(c, |line| line.light == Light::Green);
            let figure = Figure::share(ratio(c.criteria.count(Light::Green), communes), &label, part, Counted::communes(c, |_| true));
            (communes > 0).then(|| KeyFigure { label, figure, change: "theo báo cáo".into() })
        }
        Tile::Reports => {
            let n = submissions::standings(c);
            let label = "Báo cáo đúng hạn";
            let on_time = Counted::agencies(c, |s| s.standing == Standing::OnTime);
            let must = Counted::agencies(c, |s| s.standing != Standing::Exempt);
            let none =
                Counted::agencies(c, |s| !matches!(s.standing, Standing::Exempt | Standing::OnTime | Standing::Late | Standing::Admitted));
            let none = Figure::count(format!("chưa có {}", n.must_report - n.received()), "Chưa có báo cáo", none);
            of(label, Figure::share(ratio(n.on_time, n.must_report), label, on_time, must), none.into())
        }
        Tile::Proposals => {
            let label = "Kiến nghị trình";
            let chosen = sets::chosen(c);
            let undecided = match difficulties::undecided(input).len() {
                0 => Sentence::default(),
                some => Figure::count(format!("chưa xử lý {some}"), "Kiến nghị chưa xử lý", sets::undecided(input)).into(),
            };
            of(label, Figure::count(difficulties::for_decision(c).len().to_string(), label, chosen), undecided)
        }
    }
}

/// `+2 so với tuần 28`, with the lines that moved behind it.
fn since(c: &Consolidation, was: Option<u32>, now: u32, moved: Counted) -> Sentence {
    was.map_or_else(
        || "kỳ đầu tiên".into(),
        |was| Figure::about(format!("{}{}", difference(was, now), week(c)), "Thay đổi so với kỳ trước", moved).into(),
    )
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
fn by_late_reports(c: &Consolidation) -> Sentence {
    let changes = c.comparison.iter().flat_map(|before| &before.changes).filter(|change| change.late_in.is_some());
    let finished = changes.filter(|change| change.now.is_done() && !change.before.is_some_and(TaskClass::is_done));
    let finished = sets::these_tasks(c, finished.map(|change| &change.task));
    match finished.at.len() {
        0 => Sentence::default(),
        some => {
            Sentence::from(", trong đó ")
                + Figure::count(format!("{some} theo báo cáo gửi muộn"), "Hoàn thành theo báo cáo gửi muộn", finished)
        }
    }
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
                .map(|f| format!("{} | {} | {}", f.label, f.figure.words, f.change))
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
            assert!(tile.change.to_string().ends_with(" so với tuần 27, trong đó 1 theo báo cáo gửi muộn"), "{}", tile.change);
        });
    }

    #[test]
    fn a_first_period_compares_nothing() {
        let mut c = testing::consolidation();
        c.comparison = None;
        testing::with_input_of(&c, |input| {
            assert_eq!(figure(input, Tile::Tasks).unwrap().change.to_string(), "kỳ đầu tiên");
            assert_eq!(figure(input, Tile::Overdue).unwrap().change.to_string(), "kỳ đầu tiên");
        });
    }
}
