//! The end of the letter: recipients on the left, who signs on the right, with room to sign.

use crate::model::config::{Desk, Layout};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Align, Cell, Style};
use crate::sheets::summary::grid::{Grid, LAST, Line};

/// Last column of the recipients.
const LEFT_LAST: u16 = 10;
/// Lines left free for the signature and the stamp.
const ROOM: usize = 4;

/// The block; nothing where the desk names neither recipients nor who signs.
pub(super) fn put(grid: &mut Grid, input: &ProductInput<'_>) {
    let desk = &input.config.desk;
    let (left, right) = (recipients(desk), signature(desk));
    let lines = left.len().max(right.len());
    if lines == 0 {
        return;
    }
    grid.gap(8.0);
    for index in 0..lines {
        let mut line = Line::new();
        if let Some((text, style)) = left.get(index) {
            line = line.put(0, LEFT_LAST, Cell::text(text.as_str(), *style));
        }
        if let Some((text, style)) = right.get(index) {
            line = line.put(LEFT_LAST + 1, LAST, Cell::text(text.as_str(), *style));
        }
        // The block is never torn apart.
        grid.line(if index + 1 < lines { line.kept() } else { line });
    }
}

/// The lines of the recipients, "Nơi nhận:" in front; none where nobody is named.
pub(in crate::sheets) fn recipients(desk: &Desk) -> Vec<(String, Style)> {
    let (head, item) = match desk.layout {
        Layout::State => (Style { size: 12, bold: true, italic: true, ..Style::PLAIN }, 11),
        Layout::Party => (Style { size: 14, underline: true, ..Style::PLAIN }, 12),
    };
    let mut names: Vec<String> = Vec::new();
    if !desk.addressees.is_empty() {
        names.push("Như trên".to_owned());
    }
    let bare = |line: &String| line.trim_start_matches(['-', ' ']).trim_end_matches([';', '.', ',', ' ']).to_owned();
    let written = desk.recipients.iter().map(bare).filter(|line| !line.is_empty());
    names.extend(written.filter(|line| line != "Như trên" && !desk.addressees.iter().any(|addressee| bare(addressee) == *line)));
    if names.is_empty() {
        return Vec::new();
    }
    let last = names.len() - 1;
    let mut lines = vec![("Nơi nhận:".to_owned(), head)];
    let items = names.into_iter().enumerate().map(|(index, name)| format!("- {name}{}", if index == last { "." } else { ";" }));
    lines.extend(items.map(|text| (text, Style { size: item, wrap: true, ..Style::PLAIN })));
    lines
}

/// Who signs, then room; a name that stands there comes below the room.
pub(in crate::sheets) fn signature(desk: &Desk) -> Vec<(String, Style)> {
    let style =
        Style { size: if desk.layout == Layout::Party { 14 } else { 13 }, bold: true, wrap: true, align: Align::Center, ..Style::PLAIN };
    let mut lines: Vec<(String, Style)> = desk.signature.iter().map(|line| (line.clone(), style)).collect();
    if lines.is_empty() {
        return lines;
    }
    let named = desk.signature.last().is_some_and(|line| is_name(line));
    let at = lines.len() - usize::from(named);
    lines.splice(at..at, vec![(String::new(), style); ROOM]);
    lines
}

/// Offices and titles stand in capitals, but for the "kiêm" between two of them.
fn is_name(line: &str) -> bool {
    line.chars().any(char::is_lowercase) && line.trim() != "kiêm"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::testing;

    fn lines(change: impl FnOnce(&mut Desk)) -> (Vec<String>, Vec<String>) {
        let mut config = testing::config();
        change(&mut config.desk);
        let texts = |lines: Vec<(String, Style)>| lines.into_iter().map(|(text, _)| text).collect();
        (texts(recipients(&config.desk)), texts(signature(&config.desk)))
    }

    #[test]
    fn there_is_room_to_sign_above_a_name_and_below_a_title() {
        let (_, named) = lines(|_| {});
        assert_eq!(named, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "", "", "", "(Họ và tên)"]);
        let titles = ["CHÁNH VĂN PHÒNG TỈNH ỦY", "kiêm", "ỦY VIÊN THƯỜNG TRỰC"];
        let (_, unnamed) = lines(|desk| desk.signature = titles.map(str::to_owned).into());
        assert_eq!(unnamed[..3], titles);
        assert_eq!(unnamed.len(), 3 + ROOM);
        assert!(!is_name("kiêm") && is_name("Nguyễn Văn A"));
    }

    #[test]
    fn recipients_read_as_in_a_letter() {
        let (plain, _) = lines(|desk| desk.recipients = vec!["UBND tỉnh".into(), "- Lưu: VT, CĐS.".into()]);
        assert_eq!(plain, ["Nơi nhận:", "- UBND tỉnh;", "- Lưu: VT, CĐS."]);
        let (addressed, _) = lines(|desk| {
            desk.addressees = vec!["Văn phòng Tỉnh ủy".into()];
            desk.recipients = vec!["Văn phòng Tỉnh ủy;".into(), "Lưu: VT".into()];
        });
        assert_eq!(addressed, ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]);
    }
}
