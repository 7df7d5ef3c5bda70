//! `Vướng mắc, kiến nghị`: what agencies ask for, by the level that can decide it.

use crate::model::consolidation::{Consolidation, Difficulty};
use crate::sheets::frame::{self, CENTERED, Column, FOOT, STRONG, STRONG_CENTERED, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::sheets::tasks;
use crate::text::format;
use crate::text::normalise;

const COLUMNS: [Column; 9] = [
    column("TT", 5.0),
    column("Cấp giải quyết", 16.0),
    column("Đơn vị", 22.0),
    column("Mã nhiệm vụ", 12.0),
    column("Khó khăn, vướng mắc", 52.0),
    column("Kiến nghị, đề xuất", 52.0),
    column("Từ tuần", 9.0),
    column("Cập nhật (tuần)", 9.0),
    column("Nguồn số liệu", 26.0),
];

/// Levels whose decision the first page asks for.
const DECIDING: [&str; 3] = ["Trung ương", "Thường trực Tỉnh ủy", "UBND tỉnh"];

/// What needs a decision above the agencies and the desk, in the order of the consolidation.
pub(crate) fn for_decision(consolidation: &Consolidation) -> Vec<&Difficulty> {
    let deciding = |d: &&Difficulty| DECIDING.iter().any(|level| normalise::key(level) == normalise::key(&d.level));
    consolidation.difficulties.iter().filter(deciding).collect()
}

/// What is asked, or where nothing is asked, what is in the way.
pub(crate) fn wish(difficulty: &Difficulty) -> String {
    let proposal = format::clean(&difficulty.proposal);
    if proposal.is_empty() { format::clean(&difficulty.obstacle) } else { proposal }
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
                    Cell::text(format::period(difficulty.since), CENTERED),
                    Cell::text(format::period(difficulty.period), CENTERED),
                    frame::body(&tasks::source(c, &difficulty.source), COLUMNS[8].width),
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
    fn only_levels_above_are_asked_to_decide() {
        let c = testing::consolidation();
        let levels: Vec<&str> = for_decision(&c).iter().map(|d| d.level.as_str()).collect();
        assert_eq!(levels, ["Thường trực Tỉnh ủy", "UBND tỉnh"]);
    }
}
