//! Squares as a picture in the file: PNG, one bit a dot. The crate that writes any picture brings a second and a third library
//! for packing along; what is needed of the format is three pieces, packed with the one that is here already.

use crate::sheets::drawing::Picture;
use libdeflater::{CompressionLvl, Compressor};
use rust_xlsxwriter as xlsx;

/// Dots from edge to edge of a square.
const DOTS: usize = 4;
/// Dots of the screen in three points.
const PIXELS_IN_3_POINTS: u32 = 4;

pub(super) fn write(worksheet: &mut xlsx::Worksheet, picture: &Picture) -> Result<(), xlsx::XlsxError> {
    let side = u32::from(picture.side) * PIXELS_IN_3_POINTS / 3;
    let image = xlsx::Image::new_from_buffer(&png(picture))?.set_scale_to_size(side, side, true).set_alt_text(picture.told.as_str());
    worksheet.insert_image(picture.row, picture.column, &image)?;
    Ok(())
}

/// Eight bytes that say what the file is, then pieces: size and depth, the packed lines, the end.
fn png(picture: &Picture) -> Vec<u8> {
    let side = picture.width * DOTS;
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let size = u32::try_from(side).unwrap_or_default().to_be_bytes();
    // One bit a dot, grey; the only packing, the only filter, not interlaced.
    piece(&mut bytes, *b"IHDR", &[&size[..], &size, &[1, 0, 0, 0, 0]].concat());
    let lines: Vec<u8> = picture.black.chunks(picture.width.max(1)).flat_map(|squares| line(squares).repeat(DOTS)).collect();
    piece(&mut bytes, *b"IDAT", &packed(&lines));
    piece(&mut bytes, *b"IEND", &[]);
    bytes
}

/// A line of dots, eight a byte, white as 1, behind the word for "not filtered".
fn line(squares: &[bool]) -> Vec<u8> {
    let dots: Vec<bool> = squares.iter().flat_map(|black| [*black; DOTS]).collect();
    let eight = |dots: &[bool]| (0u8..).zip(dots).fold(0u8, |byte, (place, black)| byte | u8::from(!black) << (7 - place));
    [0].into_iter().chain(dots.chunks(8).map(eight)).collect()
}

fn packed(lines: &[u8]) -> Vec<u8> {
    let mut packer = Compressor::new(CompressionLvl::default());
    let mut bytes = vec![0; packer.zlib_compress_bound(lines.len())];
    // There is room for whatever it comes to.
    let length = packer.zlib_compress(lines, &mut bytes).unwrap_or_default();
    bytes.truncate(length);
    bytes
}

/// Length, name, content, and a check of name and content.
fn piece(bytes: &mut Vec<u8>, name: [u8; 4], content: &[u8]) {
    bytes.extend(u32::try_from(content.len()).unwrap_or_default().to_be_bytes());
    let named = [&name[..], content].concat();
    bytes.extend(&named);
    bytes.extend(libdeflater::crc32(&named).to_be_bytes());
}
