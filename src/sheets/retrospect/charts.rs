//! `Biểu đồ`: the course of the range drawn, each chart beside the list that it is drawn from. Of more weeks than a chart has room
//! for, months are drawn.

use super::list::{RetrospectInput, column, open, said};
use crate::model::period::Period;
use crate::model::retrospect::{CourseWeek, Retrospect};
use crate::sheets::chart_block::{self, Block, Line};
use crate::sheets::drawing::Bars;
use crate::sheets::frame::{self, FOOT};
use crate::sheets::sheet::Sheet;
use crate::text::format;
use chrono::{Datelike, Weekday};
use std::collections::BTreeSet;

const NAME: &str = "Biểu đồ";
/// By what the bars go.
const BY_WEEK: &str = "theo tuần";
const BY_MONTH: &str = "theo tháng";
/// So many weeks have a bar each: those of half a year.
const WEEKS_MOST: usize = 27;

/// Of more, each is called by its number alone: as many have no room for the year, and each number stands once.
const WEEKS_NAMED: usize = 8;

/// What a bar stands for: its name, and its releases, the earliest first; none is a gap.
struct Step<'a> {
    name: String,
    weeks: Vec<&'a CourseWeek>,
}

pub(super) fn sheet(input: &RetrospectInput<'_>) -> Sheet {
    let columns = chart_block::COLUMNS.map(|(heading, width)| column(heading, width));
    let mut sheet = open(input, NAME, "BIỂU ĐỒ DIỄN BIẾN", &[], &columns, 0);
    let (steps, by) = steps(input.retrospect);
    // What stands at a moment is that of the last release; reports of several weeks are added.
    let at_last = |of: fn(&CourseWeek) -> (u32, u32)| move |step: &Step<'_>| step.weeks.last().map(|week| of(week));
    let reports = |step: &Step<'_>| {
        let sum = |of: fn(&CourseWeek) -> u32| step.weeks.iter().map(|week| of(week)).sum::<u32>();
        (!step.weeks.is_empty()).then(|| (sum(|week| week.reports.on_time), sum(|week| week.reports.must_report)))
    };
    let lines = |of: &dyn Fn(&Step<'_>) -> Option<(u32, u32)>| -> Vec<Line> {
        let line = |step: &Step<'_>| Line { name: step.name.clone(), figures: of(step).map(|(part, whole)| (part, Some(whole))) };
        steps.iter().map(line).collect()
    };
    let blocks = [
        ("Tỷ lệ nhiệm vụ hoàn thành", true, lines(&at_last(|week| (week.tasks.classes.done(), week.tasks.classes.total)))),
        ("Nhiệm vụ đang quá hạn (số nhiệm vụ)", false, lines(&at_last(|week| (week.tasks.classes.overdue, week.tasks.classes.total)))),
        ("Tỷ lệ chỉ tiêu đạt và vượt", true, lines(&at_last(|week| (week.targets.reached(), week.targets.total)))),
        ("Tỷ lệ báo cáo gửi đúng hạn", true, lines(&reports)),
    ];
    for (title, percent, lines) in blocks {
        let gap = lines.iter().any(|line| line.figures.is_none());
        let note = if gap { "Để trống: chưa có bản đã chốt, không phải bằng 0." } else { "" };
        let block = Block { title: format!("{title} {by}"), bars: Bars::Upright, percent, lines, note: note.into() };
        chart_block::put(&mut sheet, &block);
    }
    frame::filter(&mut sheet);
    let months = if by == BY_MONTH {
        " Nhiệm vụ, chỉ tiêu: bản đã chốt cuối cùng của tháng; báo cáo: cộng các tuần của tháng."
    } else {
        ""
    };
    let foot = format!("Biểu đồ vẽ từ số liệu ở bên trái, là số của trang Diễn biến.{months}");
    frame::merged(&mut sheet, said(input, &foot), FOOT);
    frame::finish(sheet)
}

/// The bars, and by what they go.
fn steps(r: &Retrospect) -> (Vec<Step<'_>>, &'static str) {
    let periods: BTreeSet<Period> = r.weeks.iter().map(|week| week.period).chain(r.missing.iter().copied()).collect();
    let of = |period: Period| r.weeks.iter().find(|week| week.period == period);
    if periods.len() <= WEEKS_MOST {
        let short = periods.len() > WEEKS_NAMED;
        let name = |period: Period| if short { format!("T{}", period.week()) } else { format!("Tuần {}", format::period(period)) };
        let step = |period| Step { name: name(period), weeks: of(period).into_iter().collect() };
        return (periods.into_iter().map(step).collect(), BY_WEEK);
    }
    // A week belongs to the month in which most of its days lie, which is that of its Thursday.
    let month = |period: Period| {
        let day = period.day(Weekday::Thu);
        format!("Tháng {}/{}", day.month(), day.year())
    };
    let mut steps: Vec<Step<'_>> = Vec::new();
    for period in periods {
        let name = month(period);
        match steps.last_mut() {
            Some(last) if last.name == name => last.weeks.extend(of(period)),
            _ => steps.push(Step { name, weeks: of(period).into_iter().collect() }),
        }
    }
    (steps, BY_MONTH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::drawing::Chart;
    use crate::sheets::testing::whole_number;
    use crate::testing::{config, looked_back};

    fn drawn(sheet: &Sheet, chart: &Chart) -> Vec<Option<u32>> {
        let cell = |row: u32| &sheet.rows[usize::try_from(row).unwrap()].cells[usize::from(chart.figures_in)];
        (chart.figures.0..=chart.figures.1).map(|row| whole_number(cell(row))).collect()
    }

    fn with(weeks: usize, change: impl Fn(usize, &mut CourseWeek)) -> Sheet {
        let (mut retrospect, config) = (looked_back(weeks), config());
        retrospect.weeks.iter_mut().enumerate().for_each(|(at, week)| change(at, week));
        sheet(&RetrospectInput { retrospect: &retrospect, config: &config })
    }

    #[test]
    fn every_week_has_its_bar_and_one_without_a_release_is_a_gap() {
        let sheet = with(4, |at, week| {
            let at = u32::try_from(at).unwrap();
            (week.tasks.classes.total, week.tasks.classes.done_late, week.tasks.classes.overdue) = (10, 2 + at, 5 - at);
            (week.targets.total, week.targets.met) = (4, 1 + at);
            (week.reports.must_report, week.reports.on_time) = (8, 8 - at);
        });
        let all: Vec<Vec<Option<u32>>> = sheet.charts.iter().map(|chart| drawn(&sheet, chart)).collect();
        let bars = |figures: [u32; 3]| figures.map(Some).into_iter().chain([None]).collect::<Vec<_>>();
        assert_eq!(all, [bars([20, 30, 40]), bars([5, 4, 3]), bars([25, 50, 75]), bars([100, 88, 75])]);
        assert_eq!(sheet.charts.iter().map(|chart| chart.percent).collect::<Vec<_>>(), [true, false, true, true]);
    }

    #[test]
    fn of_a_year_months_are_drawn_and_no_chart_is_torn_apart() {
        let sheet = with(53, |at, week| {
            (week.tasks.classes.total, week.tasks.classes.done_late) = (100, u32::try_from(at).unwrap());
            (week.reports.must_report, week.reports.on_time) = (2, u32::from(at % 2 == 0));
        });
        // From week 28 of 2025 on: July has four weeks, and the last month ends with the week that has no release.
        let done = drawn(&sheet, &sheet.charts[0]);
        assert_eq!((done.len(), done[0], done[1], done[12]), (13, Some(3), Some(7), Some(51)), "{done:?}");
        assert_eq!(drawn(&sheet, &sheet.charts[3])[0], Some(25), "2 of 8");
        for weeks in [2, 14, 28, 53] {
            let sheet = with(weeks, |_, _| {});
            for chart in &sheet.charts {
                assert!(sheet.page.breaks.iter().all(|at| *at <= chart.rows.0 || *at > chart.rows.1), "{weeks}: {}", chart.title);
            }
        }
    }
}
