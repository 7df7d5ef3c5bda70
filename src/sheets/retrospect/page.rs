//! The page over several periods for a screen: key figures, the sentences of the first sheet, and the course of the weeks.

use super::figures::Week;
use super::list::{RetrospectInput, rehearsed, releases};
use super::{sets, summary};
use crate::model::class::TaskClass;
use crate::model::proposal::ProposalState;
use crate::model::retrospect::Retrospect;
use crate::sheets::counted::{Counted, ListOf};
use crate::sheets::sentence::{Figure, Sentence};
use crate::sheets::summary::{Block, Column, FirstPage, Head, KeyFigure, List, ListCell, ListLine, heading};
use crate::text::{format, period_range};

/// Headings of the course; they stand on no paper, so where they would begin and end there is nothing.
const COURSE: &[Column] = &[
    ("TT", 0, 0),
    ("Tuần", 0, 0),
    ("Nhiệm vụ hoàn thành", 0, 0),
    ("Quá hạn", 0, 0),
    ("Chỉ tiêu đạt và vượt", 0, 0),
    ("Báo cáo đúng hạn", 0, 0),
];

/// The words and figures of the page.
pub(crate) fn page(input: &RetrospectInput<'_>) -> FirstPage {
    let mut blocks = vec![Block::Tiles(tiles(input))];
    let sections = summary::sections(input);
    let numbered = (1usize..).zip(sections).map(|(number, (heading, said))| (format!("{}. {heading}", format::roman(number)), said));
    let mut last = 0;
    for (heading, said) in numbered {
        blocks.push(Block::Section(heading.into()));
        blocks.extend(said.into_iter().map(Block::Sentence));
        last += 1;
    }
    blocks.push(Block::Section(format!("{}. Diễn biến qua các tuần", format::roman(last + 1)).into()));
    blocks.push(Block::List(course(input.retrospect)));
    FirstPage { head: head(input), blocks, recipients: Vec::new(), signature: Vec::new() }
}

fn head(input: &RetrospectInput<'_>) -> Head {
    let (r, desk) = (input.retrospect, &input.config.desk);
    let (star, nation) = heading::letterhead(desk.layout);
    Head {
        issuer: heading::issuer(desk, &r.desk_name),
        star,
        nation,
        number: String::new(),
        day: String::new(),
        title: rehearsed(input, "TỔNG HỢP KẾT QUẢ"),
        subject: period_range::called_long(&r.range),
        notes: vec![releases(input)],
        addressees: Vec::new(),
    }
}

/// The key figures: how things stand at the end, and what the range brought.
fn tiles(input: &RetrospectInput<'_>) -> Vec<KeyFigure> {
    let r = input.retrospect;
    let Some((first, last)) = Week::ends(r) else { return Vec::new() };
    let ratio = |part: u32, whole: u32| format!("{part}/{whole} ({}%)", format::percent(part, whole));
    let tile = |label: &str, figure: Figure, change: Sentence| KeyFigure { label: label.to_owned(), figure, change };
    let (counts, targets) = (&last.week.tasks.classes, last.week.targets);
    let count = |part: Counted, title: &str| Figure::count(part.at.len().to_string(), title, part);
    let at_first = |figure: Figure| Sentence::from("đầu kỳ ") + figure;
    let finished = sets::tasks(r, |task| task.finished_in.is_some());
    let early = sets::tasks(r, |task| task.finished_in.is_some() && task.at_last() == Some(TaskClass::DoneEarly));
    let overdue = sets::tasks(r, |task| task.overdue_in.is_some());
    let new = sets::proposals(r, |proposal| proposal.opened);
    let none = sets::offices(r, |record| record.missing > 0);
    vec![
        tile(
            "Nhiệm vụ hoàn thành",
            last.done(ratio(counts.done(), counts.total)),
            at_first(first.done(format::counter(first.week.tasks.done, first.week.tasks.classes.total))),
        ),
        tile(
            "Hoàn thành trong kỳ",
            count(finished, "Nhiệm vụ hoàn thành trong kỳ"),
            Sentence::from("trước hạn ") + count(early, "Hoàn thành trong kỳ, trước hạn"),
        ),
        tile(
            "Nhiệm vụ quá hạn",
            last.overdue(counts.overdue.to_string()),
            Sentence::from("phát sinh trong kỳ ") + count(overdue, "Nhiệm vụ chuyển sang quá hạn trong kỳ"),
        ),
        tile(
            "Chỉ tiêu đạt và vượt",
            last.reached(ratio(targets.reached(), targets.total)),
            at_first(first.reached(format::counter(first.week.targets.reached(), first.week.targets.total))),
        ),
        tile(
            "Lượt báo cáo đúng hạn",
            summary::all_reports(input, ratio),
            Sentence::from(Figure::about(format!("{} đơn vị", none.at.len()), "Có tuần chưa gửi báo cáo", none)) + " có tuần chưa gửi",
        ),
        tile(
            "Kiến nghị đang chờ",
            count(sets::proposals(r, |proposal| proposal.state == ProposalState::Open), "Kiến nghị đang chờ cuối kỳ"),
            Sentence::from("mới trong kỳ ") + count(new, "Kiến nghị mới trong kỳ"),
        ),
    ]
}

/// Each week with its figures.
fn course(r: &Retrospect) -> List {
    let line = |(number, week): (u32, Week<'_>)| {
        let (counts, targets, reports) = (&week.week.tasks.classes, week.week.targets, week.week.reports);
        let cells = vec![
            ListCell::centered(number.to_string()),
            ListCell::centered(week.name()),
            ListCell::centered(week.done(format::ratio(counts.done(), counts.total))),
            ListCell::centered(week.overdue(format!("{:02}", counts.overdue))),
            ListCell::centered(week.reached(format::ratio(targets.reached(), targets.total))),
            ListCell::centered(week.on_time(format::ratio(reports.on_time, reports.must_report))),
        ];
        ListLine::Entry { cells, about: Counted { of: ListOf::Tasks, at: Vec::new() } }
    };
    List { columns: COURSE, lines: (1u32..).zip(Week::all(r)).map(line).collect() }
}
