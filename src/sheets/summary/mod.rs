//! `Tổng hợp`: the page for the leaders, A4 upright as an official letter. One paper, and a second one where lists are long.
//!
//! What stands on it is said in words: tasks by their content, never by codes; nothing about the machine. The order of its
//! sections is that of the desk's layout. Every number on it can be counted again in the annexes behind it.

mod asked;
pub(in crate::sheets) mod assessment;
mod block;
mod grid;
pub(in crate::sheets) mod heading;
mod layout;
pub(crate) mod moves;
pub(crate) mod of_desk;
mod pressing;
pub(in crate::sheets) mod reporting;
pub(crate) mod sets;
pub(in crate::sheets) mod signature;
mod tiles;
pub(in crate::sheets) mod totals;

use crate::model::config::Layout;
use crate::sheets::annex::{self, Annex};
use crate::sheets::input::ProductInput;
use crate::sheets::remarks::{self, About};
use crate::sheets::sheet::{Margins, Page, Sheet, Style};
use grid::Grid;

pub(crate) use block::{Block, KeyFigure, List, ListLine};
pub(in crate::sheets) use block::{Column, ListCell};
pub(crate) use heading::Head;
pub(crate) use of_desk::sheet as pages_of_desks;

/// Edges of the paper that both rules of official letters ask for.
const MARGINS: Margins = Margins::millimetres(30.0, 15.0, 20.0, 20.0);
/// Entries of each list: fewer are no list, more are the annex's.
const ENTRIES_LEAST: usize = 4;
const ENTRIES_MOST: usize = 7;

/// How the page is laid out.
#[derive(Clone, Copy)]
struct Look {
    /// Entries of each list.
    entries: usize,
    /// Sentences and lists in letters a point smaller?
    small: bool,
}

/// The page on one paper, with as many entries in its lists as there is room for, in smaller letters where that helps; on two
/// papers where not even few entries find room on one.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let one = longest(input, false, ENTRIES_LEAST, 1).or_else(|| longest(input, true, ENTRIES_LEAST, 1));
    let two = || longest(input, false, ENTRIES_LEAST, 2).or_else(|| longest(input, true, 1, 2));
    one.or_else(two).unwrap_or_else(|| compose(input, Look { entries: 1, small: true }))
}

/// The page with the most entries that so many papers take; `None` if not even `least` entries fit. More entries never take less
/// room, so whole pages are composed for a few numbers of entries and not for all.
fn longest(input: &ProductInput<'_>, small: bool, least: usize, papers: usize) -> Option<Sheet> {
    let fitting = |entries: usize| Some(compose(input, Look { entries, small })).filter(|sheet| sheet.page.breaks.len() < papers);
    if let Some(sheet) = fitting(ENTRIES_MOST) {
        return Some(sheet);
    }
    let mut found = fitting(least)?;
    let (mut low, mut high) = (least, ENTRIES_MOST);
    while low + 1 < high {
        let middle = usize::midpoint(low, high);
        match fitting(middle) {
            Some(sheet) => (found, low) = (sheet, middle),
            None => high = middle,
        }
    }
    Some(found)
}

fn compose(input: &ProductInput<'_>, look: Look) -> Sheet {
    let mut grid = Grid::default();
    heading::put(&mut grid, input);
    let body = grid.len();
    blocks(input, look.entries).iter().for_each(|block| layout::put(&mut grid, block));
    if look.small {
        grid.smaller(body);
    }
    signature::put(&mut grid, input);
    grid.sheet("Tổng hợp", Page { scale: Some(100), margins: MARGINS, ..Page::default() })
}

/// What stands between head and signature, with at most so many entries in a list.
fn blocks(input: &ProductInput<'_>, entries: usize) -> Vec<Block> {
    let c = input.consolidation;
    // Those on the whole belong to the assessment, the others to what comes next.
    let (general, others): (Vec<_>, Vec<_>) = remarks::of(c).partition(|(about, _)| *about == About::Whole);
    let sentences = |remarks: Vec<(About, String)>| remarks.into_iter().map(|(_, text)| Block::sentence(text));
    let mut blocks: Vec<Block> = assessment::lines(input).into_iter().map(Block::Sentence).collect();
    blocks.extend(sentences(general));
    blocks.push(tiles::block(input));
    blocks.extend(
        match input.config.desk.layout {
            Layout::State => [
                pressing::blocks(input, "I", entries),
                moves::blocks(input, "II", entries.min(3)),
                asked::blocks(input, "III", entries.min(5)),
            ],
            Layout::Party => [
                asked::blocks(input, "I", entries.min(5)),
                pressing::blocks(input, "II", entries),
                moves::blocks(input, "III", entries.min(3)),
            ],
        }
        .into_iter()
        .flatten(),
    );
    blocks.push(Block::Section("IV. Chấp hành chế độ báo cáo".into()));
    let named = if entries > 1 { reporting::Named::Few } else { reporting::Named::Fewest };
    blocks.extend(reporting::lines(c, input.edition, named).into_iter().map(Block::Sentence));
    if !others.is_empty() {
        blocks.push(Block::Section("V. Nhiệm vụ trọng tâm".into()));
        blocks.extend(sentences(others));
    }
    let last = annex::number(input, Annex::Charts);
    blocks.push(Block::Closing(format!("Chi tiết từng nhiệm vụ, chỉ tiêu: từ phụ lục I đến {last} kèm theo.").into()));
    blocks
}

/// The page without how it lies on paper: for a screen, on which it needs not be cut to a size.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FirstPage {
    pub(crate) head: Head,
    /// What stands between head and signature.
    pub(crate) blocks: Vec<Block>,
    /// Below "Nơi nhận", that heading first.
    pub(crate) recipients: Vec<String>,
    /// Who signs, with blank lines where the signature goes.
    pub(crate) signature: Vec<String>,
}

/// The words and figures of the page, with as many entries in its lists as it ever has.
pub(crate) fn page(input: &ProductInput<'_>) -> FirstPage {
    let texts = |lines: Vec<(String, Style)>| lines.into_iter().map(|(text, _)| text).collect();
    FirstPage {
        head: heading::head(input),
        blocks: blocks(input, ENTRIES_MOST),
        recipients: texts(signature::recipients(&input.config.desk)),
        signature: texts(signature::signature(&input.config.desk)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::row_height;
    use crate::sheets::sentence::{Figure, Piece, Sentence};
    use crate::sheets::sheet::Value;
    use crate::sheets::testing;

    #[test]
    fn the_page_of_the_state() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }

    #[test]
    fn the_page_of_the_party() {
        let mut config = testing::config();
        config.desk.layout = Layout::Party;
        config.desk.heading = vec!["TỈNH ỦY HÀ TĨNH".into(), "VĂN PHÒNG".into()];
        testing::with_config(&config, |input| insta::assert_snapshot!(dump(&sheet(input))));
    }

    /// Every figure of the page.
    fn figures(input: &ProductInput<'_>) -> Vec<Figure> {
        let of = |sentence: &Sentence| -> Vec<Figure> {
            let figure = |piece: &Piece| if let Piece::Figure(figure) = piece { Some(figure.clone()) } else { None };
            sentence.pieces().iter().filter_map(figure).collect()
        };
        let figures = |block: &Block| match block {
            Block::Sentence(sentence) | Block::Section(sentence) | Block::Closing(sentence) => of(sentence),
            Block::Tiles(tiles) => tiles.iter().flat_map(|tile| [vec![tile.figure.clone()], of(&tile.change)].concat()).collect(),
            Block::List(_) => Vec::new(),
        };
        page(input).blocks.iter().flat_map(figures).collect()
    }

    #[test]
    fn every_figure_counts_the_lines_behind_it() {
        let mut config = testing::config();
        config.desk.tiles = crate::model::config::Tile::ALL.map(|(_, tile)| tile).to_vec();
        for layout in [Layout::State, Layout::Party] {
            config.desk.layout = layout;
            testing::with_config(&config, |input| {
                let figures: Vec<Figure> = figures(input).into_iter().filter(|figure| figure.counts).collect();
                assert!(figures.len() > 40, "{}", figures.len());
                for figure in figures {
                    let numbers = figure.words.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse::<usize>().ok());
                    let counted = std::iter::once(&figure.part).chain(&figure.whole).map(|counted| counted.at.len());
                    let numbers: Vec<usize> = numbers.take(1 + usize::from(figure.whole.is_some())).collect();
                    assert_eq!(numbers, counted.collect::<Vec<_>>(), "{}: {}", figure.title, figure.words);
                }
            });
        }
    }

    #[test]
    fn letters_are_legible_and_nothing_shrinks() {
        for layout in [Layout::State, Layout::Party] {
            let mut config = testing::config();
            config.desk.layout = layout;
            testing::with_config(&config, |input| {
                let sheet = sheet(input);
                assert!(!sheet.page.landscape && sheet.page.fit.is_none() && sheet.page.scale == Some(100));
                let (room, _) = crate::sheets::paper::room(&sheet.page);
                assert!(row_height::printed_width(&sheet) <= room);
                let letters = sheet.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.value != Value::Blank);
                assert!(letters.map(|cell| cell.style.size).min() >= Some(9));
            });
        }
    }

    #[test]
    fn no_code_and_no_talk_of_the_machine() {
        let mut c = testing::consolidation();
        c.tasks.iter_mut().for_each(|line| line.task.content = "Xây dựng kế hoạch chuyển đổi số".into());
        testing::with_input_of(&c, |input| {
            let text = dump(&sheet(input));
            for word in ["KH11-", "CT-0", "c0ffee", "sha", "SHA", "danh mục c0", "XANH", "ĐỎ", "phát hành"] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        });
    }

    #[test]
    fn many_entries_need_a_second_paper_with_its_number_and_never_a_third() {
        let mut c = testing::consolidation();
        let line = c.tasks.iter().find(|line| line.state.class == crate::model::class::TaskClass::Overdue).unwrap().clone();
        for number in 0..40 {
            let mut line = line.clone();
            line.task.code = crate::testing::task_code(&format!("QH-{number:03}"));
            line.task.content = "Rà soát, đánh giá, nâng cấp hạ tầng số của các cơ quan nhà nước trên địa bàn tỉnh. ".repeat(4).into();
            line.cause = "Chậm bố trí kinh phí, phải lấy ý kiến nhiều cơ quan. ".repeat(3);
            c.tasks.push(line);
        }
        testing::with_input_of(&c, |input| {
            let sheet = sheet(input);
            let [at] = sheet.page.breaks[..] else { panic!("two papers: {:?}", sheet.page.breaks) };
            assert_eq!(sheet.rows[usize::try_from(at).unwrap()].cells[0].value, Value::Text("2".into()));
        });
    }
}
