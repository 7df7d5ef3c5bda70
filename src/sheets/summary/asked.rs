//! What the desk puts before the leaders: its own wording, never that of an office, with what it thinks of it.

use crate::model::config::Layout;
use crate::model::proposal::ProposalLine;
use crate::sheets::annex::{self, Annex};
use crate::sheets::difficulties;
use crate::sheets::frame;
use crate::sheets::input::ProductInput;
use crate::sheets::sentence::{Figure, Sentence};
use crate::sheets::summary::block::{Block, Column, List, ListCell, ListLine};
use crate::sheets::summary::grid::{LAST, width};
use crate::sheets::summary::sets;
use crate::sheets::tasks;
use crate::text::format;

/// Lines of an entry of the list.
const LINES: u32 = 3;

const COLUMNS: [Column; 5] =
    [("TT", 0, 0), ("Nội dung trình", 1, 11), ("Cơ quan", 12, 14), ("Cấp giải quyết", 15, 17), ("Ý kiến tham mưu", 18, LAST)];

/// The section, with at most so many proposals one by one; those of other levels are counted.
pub(super) fn blocks(input: &ProductInput<'_>, number: &str, most: usize) -> Vec<Block> {
    let c = input.consolidation;
    let desk = &input.config.desk;
    let chosen = difficulties::for_decision(c);
    let (here, elsewhere): (Vec<&ProposalLine>, Vec<&ProposalLine>) = chosen.into_iter().partition(|line| difficulties::leads(input, line));
    let of = |words: String, title: &str, lines: &[&ProposalLine]| {
        Sentence::from(Figure::count(words, title, sets::these_proposals(c, lines.iter().map(|line| line.number))))
    };
    let heading = match (desk.decides_heading.as_str(), desk.layout) {
        ("", Layout::State) => "Kiến nghị, đề xuất (trình Thường trực Tỉnh ủy qua Văn phòng Tỉnh ủy; UBND tỉnh)",
        ("", Layout::Party) => "Nội dung xin ý kiến Thường trực",
        (heading, _) => heading,
    };
    let count = Sentence::from(" (") + of(format!("{:02}", here.len()), heading, &here) + ")";
    let count = if here.is_empty() { Sentence::default() } else { count };
    let mut blocks = vec![Block::Section(Sentence::from(format!("{number}. {heading}")) + count)];
    let mut rest: Vec<Sentence> = Vec::new();
    if here.is_empty() {
        rest.push("Không có nội dung trình trong kỳ.".into());
    } else {
        let lines = (1usize..).zip(here.iter().take(most)).map(|(row, line)| entry(input, row, line)).collect();
        blocks.push(Block::List(List { columns: &COLUMNS, lines }));
    }
    let behind = annex::number(input, Annex::Difficulties);
    if let Some(left @ [_, ..]) = here.get(most..) {
        rest.push(
            Sentence::from("Còn ")
                + of(format!("{:02} nội dung trình khác", left.len()), "Nội dung trình khác", left)
                + format!(": {behind}."),
        );
    }
    let mut levels: Vec<(&str, Vec<&ProposalLine>)> = Vec::new();
    for line in &elsewhere {
        match levels.iter_mut().find(|(level, _)| *level == line.level) {
            Some((_, lines)) => lines.push(line),
            None => levels.push((&line.level, vec![line])),
        }
    }
    if !levels.is_empty() {
        let levels = levels.iter().map(|(level, lines)| {
            let level = format::clean(level);
            Sentence::from(format!("{level} ")) + of(format!("{:02}", lines.len()), &format!("Kiến nghị {level}"), lines)
        });
        rest.push(Sentence::from("Kiến nghị cấp khác: ") + Sentence::joined(levels, "; ") + format!(" ({behind})."));
    }
    if let undecided @ [_, ..] = difficulties::undecided(input).as_slice() {
        let count = of(format!("{:02} kiến nghị chưa xử lý", undecided.len()), "Kiến nghị chưa xử lý", undecided);
        rest.push(Sentence::from("Còn ") + count + format!(": {behind}."));
    }
    blocks.push(Block::Sentence(Sentence::joined(rest, " ")));
    blocks
}

fn entry(input: &ProductInput<'_>, number: usize, line: &ProposalLine) -> ListLine {
    let c = input.consolidation;
    let clipped = |text: &str, column: usize| {
        let (_, from, to) = COLUMNS[column];
        ListCell::text(frame::shorten(&format::clean(text).replace('\n', " "), width(from, to), LINES))
    };
    let since = if line.since < c.period { format!(" (từ tuần {})", line.since.week()) } else { String::new() };
    let advice = line.answer.as_ref().map_or("", |answer| answer.advice.as_str());
    let cells = vec![
        ListCell::centered(number.to_string()),
        clipped(&format!("{}{since}", difficulties::wording(line)), 1),
        clipped(&tasks::first_names(c, std::slice::from_ref(&line.agency), 1), 2),
        clipped(&line.level, 3),
        clipped(advice, 4),
    ];
    ListLine::Entry { cells, about: sets::these_proposals(c, [line.number]) }
}
