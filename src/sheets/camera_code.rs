//! A text as squares that a camera reads (QR, ISO/IEC 18004): nobody types 64 digits without a slip.

use crate::sheets::drawing::Picture;
use qrcode::{Color, EcLevel, QrCode};

/// White squares around the code, which cameras need to find it.
const EDGE: usize = 4;
/// From edge to edge on the screen, points: 27 mm on the paper of an annex.
const SIDE: u16 = 90;

/// The picture of a text, at the beginning of a row; `None` if the text is longer than any code takes.
pub(super) fn picture(text: &str, row: u32) -> Option<Picture> {
    // A tenth of the squares may be unreadable on a printed and folded paper.
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let (inner, squares) = (code.width(), code.to_colors());
    let width = inner + 2 * EDGE;
    let mut black = vec![false; width * width];
    for (number, _) in squares.iter().enumerate().filter(|(_, square)| **square == Color::Dark) {
        let at = (number / inner + EDGE) * width + number % inner + EDGE;
        black.get_mut(at).into_iter().for_each(|square| *square = true);
    }
    Some(Picture { row, column: 0, side: SIDE, width, black, told: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_read_again() {
        let text = format!("TONGHOP SKHCN 2025-W28 v12 {}", "0123456789abcdef".repeat(4));
        let picture = picture(&text, 7).unwrap();
        let mut image = rqrr::PreparedImage::prepare_from_bitmap(picture.width * 3, picture.width * 3, |x, y| {
            picture.black[y / 3 * picture.width + x / 3]
        });
        let [grid] = &image.detect_grids()[..] else { panic!("one code") };
        assert_eq!(grid.decode().unwrap().1, text);
        assert!(super::picture(&"0".repeat(8_000), 0).is_none());
    }
}
