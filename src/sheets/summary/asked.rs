//! What the desk puts before the leaders: its own wording, never that of an office, with what it thinks of it.

use crate::model::config::Layout;
use crate::model::proposal::ProposalLine;
use crate::sheets::annex::{self, Annex};
use crate::sheets::difficulties;
use crate::sheets::frame;
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Style};
use crate::sheets::summary::grid::{BODY, BODY_CENTERED, Grid, LAST, Line, TEXT, width};
use crate::sheets::tasks;
use crate::text::format;

/// Lines of an entry of the list.
const LINES: u32 = 3;

const COLUMNS: [(&str, u16, u16); 5] =
    [("TT", 0, 0), ("Nội dung trình", 1, 11), ("Cơ quan", 12, 14), ("Cấp giải quyết", 15, 17), ("Ý kiến tham mưu", 18, LAST)];

/// The section, with at most so many proposals one by one; those of other levels are counted.
pub(super) fn put(grid: &mut Grid, input: &ProductInput<'_>, number: &str, most: usize) {
    let c = input.consolidation;
    let desk = &input.config.desk;
    let chosen = difficulties::for_decision(c);
    let (here, elsewhere): (Vec<&ProposalLine>, Vec<&ProposalLine>) = chosen.into_iter().partition(|line| difficulties::leads(input, line));
    let heading = match (desk.decides_heading.as_str(), desk.layout) {
        ("", Layout::State) => "Kiến nghị, đề xuất (trình Thường trực Tỉnh ủy qua Văn phòng Tỉnh ủy; UBND tỉnh)",
        ("", Layout::Party) => "Nội dung xin ý kiến Thường trực",
        (heading, _) => heading,
    };
    let count = if here.is_empty() { String::new() } else { format!(" ({:02})", here.len()) };
    grid.section(format!("{number}. {heading}{count}"));
    let mut rest = Vec::new();
    if here.is_empty() {
        rest.push("Không có nội dung trình trong kỳ.".to_owned());
    } else {
        const HEADING: Style = Style { size: 10, ..Style::HEADING };
        let put = |line: Line, (heading, from, to): (&str, u16, u16)| line.put(from, to, Cell::text(heading, HEADING));
        grid.line(COLUMNS.into_iter().fold(Line::new().headings(), put));
        for (row, line) in (1usize..).zip(here.iter().take(most)) {
            grid.line(entry(input, row, line));
        }
    }
    let behind = annex::number(c, Annex::Difficulties);
    if here.len() > most {
        rest.push(format!("Còn {:02} nội dung trình khác: {behind}.", here.len() - most));
    }
    let mut levels: Vec<(&str, usize)> = Vec::new();
    for line in &elsewhere {
        match levels.iter_mut().find(|(level, _)| *level == line.level) {
            Some((_, count)) => *count += 1,
            None => levels.push((&line.level, 1)),
        }
    }
    if !levels.is_empty() {
        let levels: Vec<String> = levels.into_iter().map(|(level, count)| format!("{} {count:02}", format::clean(level))).collect();
        rest.push(format!("Kiến nghị cấp khác: {} ({behind}).", levels.join("; ")));
    }
    if let undecided @ 1.. = difficulties::undecided(input) {
        rest.push(format!("Còn {undecided:02} kiến nghị chưa xử lý: {behind}."));
    }
    grid.whole(rest.join(" "), TEXT);
}

fn entry(input: &ProductInput<'_>, number: usize, line: &ProposalLine) -> Line {
    let clipped = |text: &str, column: usize| {
        let (_, from, to) = COLUMNS[column];
        frame::shorten(&format::clean(text).replace('\n', " "), width(from, to), LINES)
    };
    let since = if line.since < input.consolidation.period { format!(" (từ tuần {})", line.since.week()) } else { String::new() };
    let advice = line.answer.as_ref().map_or("", |answer| answer.advice.as_str());
    let texts = [
        (number.to_string(), BODY_CENTERED),
        (clipped(&format!("{}{since}", difficulties::wording(line)), 1), BODY),
        (clipped(&tasks::first_names(input.consolidation, std::slice::from_ref(&line.agency), 1), 2), BODY),
        (clipped(&line.level, 3), BODY),
        (clipped(advice, 4), BODY),
    ];
    let put = |at: Line, ((_, from, to), (text, style)): ((&str, u16, u16), (String, Style))| at.put(from, to, Cell::text(text, style));
    COLUMNS.into_iter().zip(texts).fold(Line::new().entry(), put)
}
