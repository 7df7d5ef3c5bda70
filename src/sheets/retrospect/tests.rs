//! Every list fits its paper, however many weeks there are, and scores stay.

use super::*;
use crate::model::config::Layout;
use crate::sheets::dump::dump;
use crate::sheets::sheet::Visibility;
use crate::sheets::{paper, row_height};
use crate::testing::{config, looked_back};

#[test]
fn lists_fit_on_paper_and_stand_below_their_headings() {
    for weeks in [2, 7, 14, 53] {
        let (retrospect, config) = (looked_back(weeks), config());
        let input = RetrospectInput { retrospect: &retrospect, config: &config };
        for sheet in leaving(&input).iter().chain(&staying(&input)).filter(|sheet| sheet.visibility == Visibility::Visible) {
            let (room, _) = paper::room(&sheet.page);
            let width = row_height::printed_width(sheet);
            // Programs make columns up to a twentieth wider.
            assert!(width <= room * 0.94, "{} of {weeks} weeks: {width} of {room}", sheet.name);
            assert!(sheet.name.chars().count() <= 31 && sheet.rows.iter().all(|row| row.height > 0.0), "{}", sheet.name);
            let Some(filter) = sheet.filter else { continue };
            assert_eq!(usize::from(filter.last_column) + 1, sheet.widths.len(), "{}", sheet.name);
            let inside = |row: u32| sheet.merges.iter().all(|merge| !(merge.first_row..=merge.last_row).contains(&row));
            assert!((filter.first_row..=filter.last_row).all(inside), "{}: no merged cell inside a filter", sheet.name);
        }
    }
}

#[test]
fn scores_stay_and_a_party_desk_has_its_words() {
    let (retrospect, mut config) = (looked_back(3), config());
    config.desk.layout = Layout::Party;
    let input = RetrospectInput { retrospect: &retrospect, config: &config };
    let told = |sheets: Vec<Sheet>| sheets.iter().map(dump).collect::<String>();
    let (leaves, stays) = (told(leaving(&input)), told(staying(&input)));
    assert!(!leaves.contains("Điểm số liệu") && !leaves.contains("92 điểm"), "{leaves}");
    assert!(stays.contains("Điểm số liệu cuối kỳ") && stays.contains("số liệu tốt (92 điểm)"), "{stays}");
    for words in [leaves.to_lowercase(), stays.to_lowercase()] {
        assert!(!words.contains("nộp") && !words.contains("trả lại"), "{words}");
    }
}
