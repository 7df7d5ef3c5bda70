//! `Vướng mắc, kiến nghị`: what agencies ask for, by the level that can decide it.

use crate::model::consolidation::{Consolidation, Difficulty};
use crate::model::proposal::{Answer, Handling, ProposalLine, ProposalNumber};
use crate::sheets::frame::{self, CENTERED, Column, FOOT, STRONG, STRONG_CENTERED, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::sheets::tasks;
use crate::text::format;
use crate::text::normalise;

const COLUMNS: [Column; 11] = [
    column("TT", 5.0),
    column("Cấp giải quyết", 16.0),
    column("Đơn vị", 22.0),
    column("Mã nhiệm vụ", 12.0),
    column("Khó khăn, vướng mắc", 52.0),
    column("Kiến nghị, đề xuất", 52.0),
    column("Số kiến nghị", 13.0),
    column("Xử lý", 30.0),
    column("Từ tuần", 9.0),
    column("Cập nhật (tuần)", 9.0),
    column("Nguồn số liệu", 26.0),
];

/// Levels whose decision the first page asks for.
const DECIDING: [&str; 3] = ["Trung ương", "Thường trực Tỉnh ủy", "UBND tỉnh"];

/// What the desk puts before the leaders, highest level first.
pub(crate) fn for_decision(consolidation: &Consolidation) -> Vec<&ProposalLine> {
    open(consolidation).filter(|line| line.answer.as_ref().is_some_and(Answer::is_chosen)).collect()
}

/// How many proposals to a level above the agencies and the desk nobody at the desk has decided about.
pub(crate) fn undecided(consolidation: &Consolidation) -> usize {
    let deciding = |line: &&ProposalLine| DECIDING.iter().any(|level| normalise::key(level) == normalise::key(&line.level));
    let blank = |line: &&ProposalLine| line.answer.as_ref().is_none_or(|answer| answer.choice.is_empty() && answer.handling.is_none());
    open(consolidation).filter(deciding).filter(blank).count()
}

/// Open proposals in the order of the consolidation.
fn open(consolidation: &Consolidation) -> impl Iterator<Item = &ProposalLine> {
    let numbers = consolidation.difficulties.iter().flat_map(|difficulty| &difficulty.numbers);
    numbers.filter_map(|number| consolidation.proposal(*number))
}

/// What stands before a leader: the desk's own words, never those of an agency, with what the desk thinks of it.
pub(crate) fn wording(line: &ProposalLine) -> String {
    let (wording, advice) = line.answer.as_ref().map_or(("", ""), |answer| (answer.wording.as_str(), answer.advice.as_str()));
    let wording = if wording.is_empty() {
        format!("Kiến nghị số {} (chưa có nội dung trình)", line.number)
    } else {
        format::clean(wording)
    };
    if advice.is_empty() { wording } else { format!("{wording} (ý kiến tham mưu: {})", format::clean(advice)) }
}

/// What the desk decided about a line of obstacles and proposals.
fn handling(consolidation: &Consolidation, difficulty: &Difficulty) -> String {
    let of = |number: &ProposalNumber| {
        let answer = consolidation.proposal(*number)?.answer.as_ref()?;
        let handling = answer.handling.map(|handling| if answer.closes() { handling } else { Handling::UnderWay });
        let words = [answer.choice.as_str(), handling.map_or("", Handling::label), answer.text.as_str()];
        Some(words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; "))
    };
    difficulty.numbers.iter().filter_map(of).filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n")
}

fn level(difficulty: &Difficulty) -> String {
    let level = format::clean(&difficulty.level);
    if level.is_empty() { "Chưa ghi cấp giải quyết".to_owned() } else { level }
}

/// A group of lines for each level that can decide, highest level first.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let c = input.consolidation;
    let title = "KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ";
    let mut sheet = frame::open(input, "Vướng mắc, kiến nghị", title, &COLUMNS, 0);
    let mut levels: Vec<String> = Vec::new();
    for difficulty in &c.difficulties {
        let level = level(difficulty);
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    let mut number = 0u32;
    for (index, group) in (1usize..).zip(&levels) {
        let members: Vec<&Difficulty> = c.difficulties.iter().filter(|d| &level(d) == group).collect();
        let mut cells = vec![Cell::text(frame::roman(index), STRONG_CENTERED), Cell::text(group.as_str(), STRONG)];
        cells.push(Cell::text(format!("{:02} nội dung", members.len()), STRONG));
        cells.extend(COLUMNS.iter().skip(3).map(|_| Cell::blank(STRONG)));
        frame::push(&mut sheet, cells);
        for difficulty in members {
            number += 1;
            let codes: Vec<String> = difficulty.tasks.iter().map(ToString::to_string).collect();
            frame::push(
                &mut sheet,
                vec![
                    Cell::count(number, CENTERED),
                    Cell::text(group.as_str(), Style::BODY),
                    frame::body(&tasks::names(c, &difficulty.agencies), COLUMNS[2].width),
                    Cell::text(codes.join(", "), Style::BODY),
                    frame::body(&difficulty.obstacle, COLUMNS[4].width),
                    frame::body(&difficulty.proposal, COLUMNS[5].width),
                    frame::body(&difficulty.numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "), COLUMNS[6].width),
                    frame::body(&handling(c, difficulty), COLUMNS[7].width),
                    Cell::text(format::period(difficulty.since), CENTERED),
                    Cell::text(format::period(difficulty.period), CENTERED),
                    frame::body(&tasks::source(c, &difficulty.source), COLUMNS[10].width),
                ],
            );
        }
    }
    frame::filter(&mut sheet);
    if number == 0 {
        frame::merged(&mut sheet, "Không có khó khăn, vướng mắc, kiến nghị.", FOOT);
    }
    frame::finish(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    #[test]
    fn by_level_highest_first() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }

    #[test]
    fn the_desk_decides_what_stands_before_a_leader() {
        let c = testing::consolidation();
        let chosen: Vec<String> = for_decision(&c).into_iter().map(wording).collect();
        assert_eq!(chosen, ["Cho chủ trương bố trí 02 biên chế (ý kiến tham mưu: Đồng ý)"]);
        assert_eq!(undecided(&c), 1, "of two agencies, the one that nobody at the desk wrote about");
    }
}
