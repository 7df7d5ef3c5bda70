//! `Bản của đầu mối`: the first page of each desk below as it was received, kept behind the consolidation of the desk above and marked
//! whose it is. Words alone: nothing of the file that a program could run, and no figure of ours.

use crate::forms::desk_report::pages;
use crate::model::consolidation::Consolidation;
use crate::model::desk_report::{DeskReport, PageCell, PageLine};
use crate::model::moment::Moment;
use crate::model::submission::Submission;
use crate::sheets::annex::{self, Annex};
use crate::sheets::desks_below;
use crate::sheets::edition;
use crate::sheets::frame;
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Align, Cell, Page, Sheet, Style};
use crate::sheets::summary::MARGINS;
use crate::sheets::summary::grid::{BODY, BODY_CENTERED, CENTERED, Grid, LAST, Line, SECTION, TEXT};
use crate::text::capitals::is_capital;
use crate::text::format;

/// A sentence of the body is longer than a line of the head.
const SENTENCE: usize = 110;

/// Heading of the first column of every list.
const NUMBER: &str = "TT";

/// The pages, each on a paper of its own; `None` where there is none to keep.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Option<Sheet> {
    let c = input.consolidation;
    let layout = input.config.desk.layout;
    let kept = desks_below::pages(layout, c);
    if kept.is_empty() {
        return None;
    }
    let mut grid = Grid::default();
    let number = format::capital(&annex::number(input, Annex::DeskPages));
    let title = frame::rehearsed(input, &format!("{number}\nTRANG ĐẦU BẢN TỔNG HỢP CỦA CƠ QUAN ĐẦU MỐI"));
    grid.whole(title, Style { bold: true, size: 13, ..CENTERED });
    grid.whole(annex::attached_to(input), Style { italic: true, ..CENTERED });
    grid.whole(format!("{} - {}", format::span_long(&c.span), edition::line(c, input.edition)), Style { bold: true, ..CENTERED });
    for (report, submission) in kept {
        grid.gap(6.0);
        grid.whole(whose(c, report, submission), Style { bold: true, italic: true, wrap: true, border: true, ..TEXT });
        grid.gap(6.0);
        put(&mut grid, &report.first_page);
    }
    Some(grid.sheet(Annex::DeskPages.name(layout), Page { scale: Some(100), margins: MARGINS, ..Page::default() }))
}

/// Whose words they are, and what they are to the figures here.
fn whose(c: &Consolidation, report: &DeskReport, submission: &Submission) -> String {
    let name =
        if report.release.desk_name.trim().is_empty() { c.short_name(&report.release.desk) } else { report.release.desk_name.clone() };
    let came = submission.received_at.map_or_else(String::new, |at: Moment| format!(", nhận lúc {}", format::moment(at)));
    let used = if submission.merged {
        "Số liệu ở đây là của cơ quan ấy; số liệu của toàn tỉnh xem trang Tổng hợp."
    } else {
        "Bản này chưa đưa vào số liệu của trang Tổng hợp."
    };
    let edited = if pages::first_page_is_edited(report) { ", có dòng bị sửa sau khi chốt, chưa xác minh" } else { "" };
    format!("Trang đầu bản tổng hợp của {}{came}, chép nguyên văn từ tệp nhận được{edited}. {used}", format::clean(&name))
}

/// The lines in the places they had, in looks of ours: what they looked like does not come with the words.
fn put(grid: &mut Grid, lines: &[PageLine]) {
    let body = lines.iter().position(is_sentence).unwrap_or_default();
    let mut before: Option<u32> = None;
    let mut in_list = false;
    let mut paper = 2u32;
    for (at, line) in lines.iter().enumerate() {
        if before.is_some_and(|row| line.row > row + 1) {
            grid.gap(4.0);
        }
        before = Some(line.row);
        let [first, rest @ ..] = line.cells.as_slice() else { continue };
        // A further paper of theirs began with its number over the whole page, which is none here. Any other number was written.
        if rest.is_empty() && (first.first, column(first.last)) == (0, LAST) && first.text == paper.to_string() {
            paper += 1;
            continue;
        }
        let heads_list = first.text == NUMBER;
        // The name of a group stands alone above an entry.
        let goes_on = lines.get(at + 1).is_some_and(|next| next.cells.len() > 2 && next.cells.first().is_some_and(is_count));
        in_list = heads_list || (in_list && (rest.len() > 1 || (rest.is_empty() && goes_on)));
        let style = |cell: &PageCell| match () {
            () if heads_list => Style { size: 10, ..Style::HEADING },
            () if in_list && cell.text.chars().count() < 12 => BODY_CENTERED,
            () if in_list => BODY,
            () if at < body => Style { bold: is_capital(&cell.text), ..CENTERED },
            () if rest.is_empty() && is_section(&cell.text) => SECTION,
            () if rest.len() > 1 => BODY_CENTERED,
            () if !rest.is_empty() && cell.first > LAST_LEFT => CENTERED,
            () => Style { align: Align::Left, ..TEXT },
        };
        let line = line.cells.iter().fold(Line::new(), |laid, cell| {
            let (from, to) = (column(cell.first), column(cell.last));
            // A line of one cell that was not merged would be as narrow as that cell.
            let to = if rest.is_empty() && at >= body { LAST } else { to };
            laid.put(from, to, Cell::text(frame::as_it_leaves(&cell.text), style(cell)))
        });
        grid.line(if heads_list {
            line.headings()
        } else if in_list {
            line.entry()
        } else {
            line
        });
    }
}

/// Last column of the left half of the page.
const LAST_LEFT: u32 = 8;

/// A column of theirs on the page of ours: what stood beyond it stands at its edge.
fn column(theirs: u32) -> u16 {
    u16::try_from(theirs).unwrap_or(LAST).min(LAST)
}

fn is_sentence(line: &PageLine) -> bool {
    line.cells.len() == 1 && line.cells.iter().any(|cell| cell.text.chars().count() > SENTENCE)
}

fn is_count(cell: &PageCell) -> bool {
    !cell.text.is_empty() && cell.text.chars().all(|c| c.is_ascii_digit())
}

/// `IV. Chấp hành …`.
fn is_section(text: &str) -> bool {
    text.split_once(". ").is_some_and(|(number, _)| !number.is_empty() && number.chars().all(|c| "IVX".contains(c)))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::merge::desks::tests::desk;
    use crate::model::config::Layout;
    use crate::model::desk_report::Edit;
    use crate::model::submission::Standing;
    use crate::model::task::Status;
    use crate::sheets::as_read;
    use crate::sheets::dump::dump;
    use crate::sheets::sheet::Value;
    use crate::sheets::{paper, row_height, testing};
    use crate::testing::submission;

    /// What the first page of the state desk of the fixture says, as the desk above reads it.
    pub(crate) fn page_of_state() -> Vec<PageLine> {
        let sheet = testing::with_input(crate::sheets::summary::sheet);
        let raw = as_read::sheet(&sheet);
        let last = |row: u32, column: u32| {
            let area = sheet.merges.iter().find(|area| (area.first_row, u32::from(area.first_column)) == (row, column));
            area.map_or(column, |area| u32::from(area.last_column))
        };
        let text = |value: &crate::model::workbook::RawValue| crate::forms::cells::typed(value).to_string();
        let line = |(row, cells): (&u32, &Vec<(u32, _)>)| PageLine {
            row: row + 1,
            cells: cells.iter().map(|(column, value)| PageCell { first: *column, last: last(*row, *column), text: text(value) }).collect(),
        };
        raw.rows.iter().map(line).collect()
    }

    fn laid() -> Sheet {
        let mut grid = Grid::default();
        put(&mut grid, &page_of_state());
        grid.sheet("Bản của đầu mối", Page { scale: Some(100), margins: MARGINS, ..Page::default() })
    }

    #[test]
    fn every_word_of_the_page_is_there_in_its_order_and_fits() {
        let sheet = laid();
        let said: Vec<String> = sheet
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .filter_map(|cell| if let Value::Text(text) = &cell.value { Some(text.clone()) } else { None })
            .collect();
        let wanted: Vec<String> = page_of_state().into_iter().flat_map(|line| line.cells).map(|cell| cell.text).collect();
        // Their second paper begins where ours does: its number stands there once.
        assert_eq!(said, wanted);
        let (room, _) = paper::room(&sheet.page);
        assert!(row_height::printed_width(&sheet) <= room);
        assert!(!sheet.rows.iter().flat_map(|row| &row.cells).any(|cell| matches!(cell.value, Value::Formula(_))));
    }

    #[test]
    fn only_the_number_of_a_further_paper_is_left_out() {
        let line = |row, last, text: &str| PageLine { row, cells: vec![PageCell { first: 0, last, text: text.into() }] };
        let whole = u32::from(LAST);
        let mut grid = Grid::default();
        put(
            &mut grid,
            &[line(1, 0, "2"), line(2, whole, "2"), line(3, whole, "2"), line(4, whole, "15"), line(5, whole, "3"), line(6, 3, "4")],
        );
        let sheet = grid.sheet("Bản của đầu mối", Page::default());
        let cells = sheet.rows.iter().flat_map(|row| &row.cells);
        let said: Vec<&str> =
            cells.filter_map(|cell| if let Value::Text(text) = &cell.value { Some(text.as_str()) } else { None }).collect();
        assert_eq!(said, ["2", "2", "15", "4"]);
    }

    #[test]
    fn sections_and_lists_look_like_ones() {
        let sheet = laid();
        let style = |start: &str| {
            let cells = sheet.rows.iter().flat_map(|row| &row.cells);
            let is = |cell: &&Cell| matches!(&cell.value, Value::Text(text) if text.starts_with(start));
            cells.into_iter().find(is).unwrap_or_else(|| panic!("no {start} in {}", dump(&sheet))).style
        };
        assert!(style("I. Nhiệm vụ quá hạn").bold && style("TT").border && style("Nội dung nhiệm vụ TB15-001").border);
        assert!(!style("Có 11 cơ quan").border && !style("Có 11 cơ quan").bold);
        assert_eq!(style("CỘNG HÒA").align, Align::Center);
    }

    #[test]
    fn a_page_that_somebody_typed_over_is_not_called_that_of_the_desk() {
        let said = |edit: Option<Edit>| {
            let mut below = desk("SKHCN", Standing::OnTime, Status::InProgress);
            below.edits.extend(edit);
            whose(&testing::consolidation(), &below, &submission(&testing::agency("SKHCN"), Standing::OnTime))
        };
        let page = |sheet: &str| Some(Edit::PageRow { sheet: sheet.into(), row: 12, about: String::new() });
        let count = |table: &str| Some(Edit::Count { table: table.into(), released: 90, found: 89 });
        for edit in [None, page("Nhiệm vụ"), count("Dòng nhiệm vụ")] {
            assert!(said(edit).contains(", chép nguyên văn từ tệp nhận được. "));
        }
        for edit in [page("Tổng hợp"), count("Dòng trang in")] {
            assert!(said(edit).contains(", chép nguyên văn từ tệp nhận được, có dòng bị sửa sau khi chốt, chưa xác minh. "));
        }
    }

    #[test]
    fn who_hears_no_desk_has_no_such_sheet() {
        let mut config = testing::config();
        config.desk.layout = Layout::Party;
        testing::with_config(&config, |input| assert!(sheet(input).is_none()));
    }
}
