//! `Vướng mắc, kiến nghị`: what agencies ask for, by the level that can decide it.

use crate::model::consolidation::{Consolidation, Difficulty};
use crate::model::proposal::{Answer, Handling, ProposalLine, ProposalNumber};
use crate::sheets::annex::Annex;
use crate::sheets::desks_below;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, STRONG, STRONG_CENTERED, aside, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::sheets::tasks;
use crate::text::format;
use crate::text::normalise;

const COLUMNS: [Column; 14] = [
    column("TT", 5.0),
    column("Đơn vị", 18.0),
    column("Mã nhiệm vụ", 11.0),
    column("Khó khăn, vướng mắc (tóm tắt)", 36.0),
    column("Kiến nghị, đề xuất (tóm tắt)", 36.0),
    column("Số kiến nghị", 15.0),
    column("Xử lý", 16.0),
    column("Từ tuần", 8.0),
    aside("Cấp giải quyết", 18.0),
    aside("Các đơn vị nêu", 30.0),
    aside("Khó khăn, vướng mắc", 52.0),
    aside("Kiến nghị, đề xuất", 52.0),
    aside("Cập nhật (tuần)", 9.0),
    aside("Nguồn số liệu", 40.0),
];

/// Place of the name of a group: its widest column.
const HEADING: usize = 3;

/// What the desk puts before the leaders, highest level first.
pub(crate) fn for_decision(consolidation: &Consolidation) -> Vec<&ProposalLine> {
    open(consolidation).filter(|line| line.answer.as_ref().is_some_and(Answer::is_chosen)).collect()
}

/// Does a proposal ask a level whose proposals stand on the first page one by one?
pub(crate) fn leads(input: &ProductInput<'_>, line: &ProposalLine) -> bool {
    input.config.desk.decides.iter().any(|level| normalise::key(level) == normalise::key(&line.level))
}

/// The proposals to these levels that nobody at the desk has decided about.
pub(crate) fn undecided<'a>(input: &ProductInput<'a>) -> Vec<&'a ProposalLine> {
    let blank = |line: &&ProposalLine| line.answer.as_ref().is_none_or(|answer| answer.choice.is_empty() && answer.handling.is_none());
    open(input.consolidation).filter(|line| leads(input, line)).filter(blank).collect()
}

/// The open proposals, to whatever level, beside which nobody at the desk has written anything.
pub(crate) fn untouched(consolidation: &Consolidation) -> Vec<&ProposalLine> {
    open(consolidation).filter(|line| line.answer.as_ref().is_none_or(Answer::is_blank)).collect()
}

/// Open proposals in the order of the consolidation.
fn open(consolidation: &Consolidation) -> impl Iterator<Item = &ProposalLine> {
    let numbers = consolidation.difficulties.iter().flat_map(|difficulty| &difficulty.numbers);
    numbers.filter_map(|number| consolidation.proposal(*number))
}

/// What stands before a leader: the desk's own words, never those of an agency.
pub(crate) fn wording(line: &ProposalLine) -> String {
    let wording = line.answer.as_ref().map_or("", |answer| answer.wording.as_str());
    if wording.is_empty() { format!("Kiến nghị số {} (chưa có nội dung trình)", line.number) } else { format::clean(wording) }
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

/// Is it the standing body to which the Office of a Party committee reports?
fn is_standing_body(level: &str) -> bool {
    normalise::key(level).starts_with(&normalise::key("Thường trực"))
}

/// A group of lines for each level that can decide, highest level first; of a Party desk above others what the standing body is asked
/// comes before everything.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let c = input.consolidation;
    let title = "KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ";
    let mut sheet = frame::open_annex(input, Annex::Difficulties, title, &COLUMNS, 0);
    let mut levels: Vec<String> = Vec::new();
    for difficulty in &c.difficulties {
        let level = level(difficulty);
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    if desks_below::hand_on(input.config.desk.layout, c) {
        levels.sort_by_key(|level| !is_standing_body(level));
    }
    let mut number = 0u32;
    for (index, group) in (1usize..).zip(&levels) {
        let members: Vec<&Difficulty> = c.difficulties.iter().filter(|d| &level(d) == group).collect();
        let heading = format!("{group} ({:02} nội dung)", members.len());
        let mut cells = vec![Cell::blank(STRONG); COLUMNS.len()];
        for (place, cell) in [(0, Cell::text(format::roman(index), STRONG_CENTERED)), (HEADING, Cell::text(heading, STRONG))] {
            if let Some(slot) = cells.get_mut(place) {
                *slot = cell;
            }
        }
        frame::push(&mut sheet, cells);
        for difficulty in members {
            number += 1;
            let codes: Vec<String> = difficulty.tasks.iter().map(ToString::to_string).collect();
            frame::push(
                &mut sheet,
                vec![
                    Cell::count(number, CENTERED),
                    frame::subject(&tasks::few_names(c, &difficulty.agencies), COLUMNS[1].width),
                    frame::short(&codes.join(", "), COLUMNS[2].width),
                    frame::short(&difficulty.obstacle, COLUMNS[3].width),
                    frame::short(&difficulty.proposal, COLUMNS[4].width),
                    frame::short(&difficulty.numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "), COLUMNS[5].width),
                    frame::short(&handling(c, difficulty), COLUMNS[6].width),
                    Cell::text(format::period(difficulty.since), CENTERED),
                    Cell::text(group.as_str(), Style::BODY),
                    frame::whole(&tasks::names(c, &difficulty.agencies)),
                    frame::whole(&difficulty.obstacle),
                    frame::whole(&difficulty.proposal),
                    Cell::text(format::period(difficulty.period), CENTERED),
                    frame::whole(&tasks::source(c, &difficulty.source)),
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
    fn a_party_desk_above_others_reads_first_what_the_standing_body_is_asked() {
        let mut config = testing::config();
        config.desk.layout = crate::model::config::Layout::Party;
        let mut c = testing::consolidation();
        c.difficulties.first_mut().unwrap().level = "Trung ương".into();
        c.difficulties.last_mut().unwrap().level = "Thường trực Ban Chỉ đạo".into();
        let first = |c: &_| {
            let groups = testing::with_config_of(&config, c, |input| dump(&sheet(input)));
            groups.lines().find_map(|line| line.strip_prefix("D5: ")).unwrap().to_owned()
        };
        assert!(first(&c).starts_with("Trung ương ("), "{}", first(&c));
        c.desks = vec![testing::agency("SKHCN")];
        assert!(first(&c).starts_with("Thường trực "), "{}", first(&c));
    }

    #[test]
    fn the_desk_decides_what_stands_before_a_leader() {
        let c = testing::consolidation();
        let chosen: Vec<String> = for_decision(&c).into_iter().map(wording).collect();
        assert_eq!(chosen, ["Cho chủ trương bố trí 02 biên chế"]);
        testing::with_input(|input| assert_eq!(undecided(input).len(), 1, "of two agencies, the one that nobody at the desk wrote about"));
    }
}
