//! How much of a sheet goes on a sheet of paper, and where the next one begins. Programs break pages wherever a row ends;
//! here a heading stays with what it heads and a closing line with what it closes.

use crate::sheets::sheet::{Page, Paper, Sheet};

const POINTS_AN_INCH: f64 = 72.0;
const MILLIMETRES_AN_INCH: f64 = 25.4;
/// Of the height of the paper this part is used: programs round rows up to whole pixels.
const USED: f64 = 0.98;

/// Width and height that are printed on, in points of the screen: more than on the paper where it is printed smaller.
pub(crate) fn room(page: &Page) -> (f64, f64) {
    let (short, long) = match page.paper {
        Paper::A4 => (210.0, 297.0),
        Paper::A3 => (297.0, 420.0),
    };
    let (width, height) = if page.landscape { (long, short) } else { (short, long) };
    let margins = page.margins;
    let scale = f64::from(page.scale.unwrap_or(100)) / 100.0;
    let printed = |all: f64, first: f64, last: f64| (all / MILLIMETRES_AN_INCH - first - last) * POINTS_AN_INCH / scale;
    (printed(width, margins.left, margins.right), printed(height, margins.top, margins.bottom) * USED)
}

/// The rows with which further sheets of paper begin. The rows of `kept` stay on the paper of the row after them; rows that
/// are repeated on each paper take their room from it.
pub(crate) fn breaks(sheet: &Sheet, kept: &[u32]) -> Vec<u32> {
    let (_, room) = room(&sheet.page);
    let repeated: f64 = match sheet.repeat_rows {
        Some((first, last)) => (0u32..).zip(&sheet.rows).filter(|(row, _)| (first..=last).contains(row)).map(|(_, row)| row.height).sum(),
        None => 0.0,
    };
    let mut breaks: Vec<u32> = Vec::new();
    let mut used = 0.0;
    // The row with which the rows begin that stay together, and their height.
    let (mut first, mut height) = (0u32, 0.0);
    for (row, line) in (0u32..).zip(&sheet.rows) {
        height += line.height;
        if kept.contains(&row) {
            continue;
        }
        if used > 0.0 && used + height > room {
            breaks.push(first);
            used = repeated;
        }
        used += height;
        (first, height) = (row + 1, 0.0);
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::sheet::{Margins, Row};

    fn sheet(rows: usize, height: f64) -> Sheet {
        let margins = Margins { left: 0.0, right: 0.0, top: 0.0, bottom: 0.0 };
        let page = Page { margins, scale: Some(100), ..Page::default() };
        Sheet { rows: vec![Row { height, cells: Vec::new() }; rows], page, ..Sheet::default() }
    }

    #[test]
    fn a_paper_takes_what_fits() {
        // 297 mm are 842 points, of which 825 are used.
        assert_eq!(breaks(&sheet(10, 200.0), &[]), [4, 8]);
        assert_eq!(breaks(&sheet(4, 200.0), &[]), [0u32; 0]);
    }

    #[test]
    fn a_heading_is_never_the_last_line_of_a_paper() {
        assert_eq!(breaks(&sheet(10, 200.0), &[3]), [3, 7]);
        assert_eq!(breaks(&sheet(10, 200.0), &[2, 3]), [2, 6]);
    }

    #[test]
    fn repeated_rows_take_their_room() {
        let mut sheet = sheet(10, 200.0);
        sheet.repeat_rows = Some((0, 0));
        assert_eq!(breaks(&sheet, &[]), [4, 7]);
    }

    #[test]
    fn smaller_letters_make_more_room() {
        let mut sheet = sheet(10, 200.0);
        sheet.page.scale = Some(50);
        assert_eq!(breaks(&sheet, &[]), [8]);
        sheet.page.landscape = true;
        let (width, height) = room(&sheet.page);
        assert!(width > height);
    }
}
