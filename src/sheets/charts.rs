//! `Biểu đồ`: a few figures drawn, each beside the list that it is drawn from. Bars say their figures, so nothing hangs on
//! colours; a week without a release is a gap.

use crate::model::class::{ClassCounts, NAMED_FROM, TargetClass};
use crate::model::consolidation::Consolidation;
use crate::model::period::Period;
use crate::model::span::SpanName;
use crate::model::week_figures::WeekFigures;
use crate::sheets::annex::Annex;
use crate::sheets::chart_block::{self, Block, Line};
use crate::sheets::drawing::Bars;
use crate::sheets::frame::{self, FOOT};
use crate::sheets::input::ProductInput;
use crate::sheets::overdue_offices::{self, OverdueOffices};
use crate::sheets::sheet::Sheet;
use crate::text::format;

/// Weeks of a course, the period's own with them.
const WEEKS: usize = 8;
/// Offices with a bar of their own.
const OFFICES: usize = 7;
/// The sheet, with four blocks.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let c = input.consolidation;
    let mut sheet =
        frame::open_annex(input, Annex::Charts, "BIỂU ĐỒ", &chart_block::COLUMNS.map(|(heading, width)| frame::column(heading, width)), 0);
    for block in [overdue(c), targets(c), completion(c), punctuality(c)] {
        chart_block::put(&mut sheet, &block);
    }
    frame::filter(&mut sheet);
    frame::merged(&mut sheet, "Biểu đồ vẽ từ số liệu ở bên trái; số liệu các tuần trước là số liệu đã chốt của tuần đó.", FOOT);
    if input.replacement.is_none() {
        frame::code_to_compare(&mut sheet, input);
    }
    frame::finish(sheet)
}

/// Offices by their overdue tasks.
fn overdue(c: &Consolidation) -> Block {
    let OverdueOffices { mut offices, communes, small } = overdue_offices::of(c);
    let rest = offices.split_off(offices.len().min(OFFICES));
    let mut others = ClassCounts::default();
    rest.iter().for_each(|(_, counts)| overdue_offices::add(&mut others, counts));
    let sums = [
        (format!("{} cơ quan khác", rest.len()), others),
        ("Khối xã, phường".to_owned(), communes),
        (format!("Đơn vị dưới {NAMED_FROM} nhiệm vụ"), small),
    ];
    offices.extend(sums.into_iter().filter(|(_, counts)| counts.overdue > 0));
    let note = if offices.is_empty() {
        "Không có nhiệm vụ quá hạn."
    } else {
        "Nhiệm vụ chung tính ở từng đơn vị, theo phần việc của đơn vị đó."
    };
    let lines = offices.into_iter().map(|(name, n)| Line { name, figures: Some((n.overdue, Some(n.total))) }).collect();
    Block {
        title: "Nhiệm vụ quá hạn theo đơn vị (số nhiệm vụ)".into(), bars: Bars::Across, percent: false, lines, note: note.into()
    }
}

/// How many targets have each result.
fn targets(c: &Consolidation) -> Block {
    let n = c.target_counts;
    let of = |class: TargetClass| match class {
        TargetClass::Exceeded => n.exceeded,
        TargetClass::Met => n.met,
        TargetClass::NotMet => n.not_met,
        TargetClass::NotYet => n.not_yet,
        TargetClass::NotAssessable => n.not_assessable,
        TargetClass::NoData => n.no_data,
    };
    let lines = TargetClass::ALL.map(|class| Line { name: class.label().into(), figures: Some((of(class), Some(n.total))) });
    let note = format!("Đạt và vượt {}.", format::ratio(n.reached(), n.total));
    Block {
        title: "Kết quả so với chỉ tiêu (số chỉ tiêu)".into(), bars: Bars::Across, percent: false, lines: lines.into(), note
    }
}

/// Finished tasks over the weeks.
fn completion(c: &Consolidation) -> Block {
    let of = |week: &WeekFigures| Some((week.tasks.done(), Some(week.tasks.total)));
    Block {
        title: "Tỷ lệ nhiệm vụ hoàn thành qua các tuần".into(),
        bars: Bars::Upright,
        percent: true,
        lines: course(c, of),
        note: "Tuần để trống: không có số liệu đã chốt.".into(),
    }
}

/// Reports in time over the weeks.
fn punctuality(c: &Consolidation) -> Block {
    let of = |week: &WeekFigures| week.reports.map(|reports| (reports.on_time, Some(reports.must_report)));
    Block {
        title: "Tỷ lệ báo cáo gửi đúng hạn qua các tuần".into(),
        bars: Bars::Upright,
        percent: true,
        lines: course(c, of),
        note: "Tuần để trống: không có số liệu đã chốt.".into(),
    }
}

/// The last weeks with what is known of each. Of a report over several weeks each is called by its last one; of months and
/// quarters only those are there that are known.
fn course(c: &Consolidation, of: impl Fn(&WeekFigures) -> Option<(u32, Option<u32>)>) -> Vec<Line> {
    let now = c.figures();
    let known = || [&now].into_iter().chain(&c.weeks);
    let line = |period: Period| {
        let figures = known().find(|week| week.period == period).and_then(&of);
        Line { name: format!("Tuần {:02}", period.week()), figures }
    };
    let step = (c.span.last - c.span.first).num_days() / 7 + 1;
    let step = usize::try_from(step).unwrap_or(1);
    let before = |period: &Period| (0..step).fold(*period, |period, _| period.previous());
    let mut periods: Vec<Period> = match c.span.name {
        SpanName::Weeks => std::iter::successors(Some(c.period), |period| Some(before(period))).take(WEEKS).collect(),
        SpanName::Month { .. } | SpanName::Quarter { .. } | SpanName::AdHoc => known().map(|week| week.period).take(WEEKS).collect(),
    };
    periods.reverse();
    periods.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::drawing::Chart;
    use crate::sheets::dump::dump;
    use crate::sheets::sheet::Value;
    use crate::sheets::{submissions, testing};

    #[test]
    fn every_figure_that_is_drawn() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }

    fn figures(sheet: &Sheet, chart: &Chart) -> Vec<Option<u32>> {
        let rows = chart.figures.0..=chart.figures.1;
        let cell = |row: u32| &sheet.rows[usize::try_from(row).unwrap()].cells[usize::from(chart.figures_in)];
        rows.map(|row| testing::whole_number(cell(row))).collect()
    }

    #[test]
    fn what_is_drawn_is_what_is_printed_elsewhere() {
        testing::with_input(|input| {
            let (c, sheet) = (input.consolidation, sheet(input));
            let [overdue, targets, completion, punctual] = &sheet.charts[..] else { panic!("four charts") };
            let sum: u32 = c.task_totals.by_agency.iter().map(|(_, n)| n.overdue).sum();
            assert_eq!(figures(&sheet, overdue).into_iter().flatten().sum::<u32>(), sum, "as on Theo đơn vị");
            assert_eq!(figures(&sheet, targets).into_iter().flatten().sum::<u32>(), c.target_counts.total);
            let n = c.task_totals.overall;
            assert_eq!(figures(&sheet, completion).pop(), Some(Some(format::percent(n.done(), n.total))));
            let n = submissions::standings(c);
            assert_eq!(figures(&sheet, punctual).pop(), Some(Some(format::percent(n.on_time, n.must_report))));
        });
    }

    #[test]
    fn a_week_without_a_release_is_a_gap_and_no_nought() {
        testing::with_input(|input| {
            let (sheet, weeks) = (sheet(input), &input.consolidation.weeks);
            assert!(weeks.len() == 3 && weeks[0].period.previous() != weeks[1].period && weeks[2].reports.is_none());
            for (chart, known) in [(&sheet.charts[2], 4), (&sheet.charts[3], 3)] {
                let figures = figures(&sheet, chart);
                assert_eq!((figures.len(), figures.iter().flatten().count()), (WEEKS, known), "{}", chart.title);
                assert!(figures[7].is_some() && figures[6].is_some() && figures[5].is_none());
            }
        });
    }

    #[test]
    fn a_first_week_without_anything_overdue_says_so() {
        let mut c = testing::consolidation();
        c.weeks.clear();
        c.task_totals.by_agency.iter_mut().for_each(|(_, n)| n.overdue = 0);
        testing::with_input_of(&c, |input| {
            let sheet = sheet(input);
            assert_eq!(sheet.charts.len(), 3);
            assert!(dump(&sheet).contains("Không có nhiệm vụ quá hạn."));
            assert_eq!(figures(&sheet, &sheet.charts[1]).iter().flatten().count(), 1);
        });
    }

    #[test]
    fn offices_stand_by_count_communes_as_one_and_few_tasks_make_no_bar() {
        let mut c = testing::consolidation();
        for (_, counts) in &mut c.task_totals.by_agency {
            *counts = ClassCounts { total: 3, overdue: 1, ..ClassCounts::default() };
        }
        c.task_totals.by_agency[0].1 = ClassCounts { total: 2, overdue: 2, ..ClassCounts::default() };
        c.task_totals.by_agency[1].1 = ClassCounts { total: 9, overdue: 5, ..ClassCounts::default() };
        let lines = overdue(&c).lines;
        assert_eq!(lines[0].name, c.agencies[1].short);
        let communes = c.agencies.iter().filter(|a| a.kind.is_commune()).count();
        assert!(communes > 1);
        let of = |name: &str| lines.iter().find(|line| line.name == name).and_then(|line| line.figures).map(|(part, _)| part);
        assert_eq!(of("Khối xã, phường"), u32::try_from(communes).ok());
        assert_eq!(of("Đơn vị dưới 3 nhiệm vụ"), Some(2));
    }

    #[test]
    fn a_chart_is_never_torn_apart() {
        testing::with_input(|input| {
            let sheet = sheet(input);
            assert!(!sheet.page.breaks.is_empty());
            for chart in &sheet.charts {
                assert!(sheet.page.breaks.iter().all(|at| *at <= chart.rows.0 || *at > chart.rows.1), "{}", chart.title);
                assert!(sheet.rows[usize::try_from(chart.rows.0).unwrap()].cells.iter().any(|cell| cell.value != Value::Blank));
            }
        });
    }
}
