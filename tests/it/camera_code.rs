//! The code beside the code to compare, read again as a camera does it: out of the workbook that leaves.

use crate::desk::Desk;
use std::fs;
use std::io::{Cursor, Read};

/// The dots of a picture of one bit a dot: its width, and whether each is black.
fn dots(png: &[u8]) -> (usize, Vec<bool>) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let (mut at, mut side, mut packed) = (8, 0, Vec::new());
    while at < png.len() {
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        let (length, name) = (usize::try_from(number(at)).unwrap(), &png[at + 4..at + 8]);
        let content = &png[at + 8..at + 8 + length];
        assert_eq!(libdeflater::crc32(&png[at + 4..at + 8 + length]), number(at + 8 + length), "the check of {name:?}");
        match name {
            b"IHDR" => {
                side = usize::try_from(u32::from_be_bytes(content[..4].try_into().unwrap())).unwrap();
                assert_eq!(&content[8..], [1, 0, 0, 0, 0]);
            }
            b"IDAT" => packed.extend_from_slice(content),
            _ => {}
        }
        at += 12 + length;
    }
    let line = side.div_ceil(8) + 1;
    let mut lines = vec![0; line * side];
    assert_eq!(libdeflater::Decompressor::new().zlib_decompress(&packed, &mut lines).unwrap(), lines.len());
    let black = (0..side * side).map(|dot| {
        let (row, column) = (dot / side, dot % side);
        lines[row * line + 1 + column / 8] >> (7 - column % 8) & 1 == 0
    });
    (side, black.collect())
}

fn pictures(workbook: &[u8]) -> Vec<Vec<u8>> {
    let mut package = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let numbers = 0..package.len();
    let mut read = |number: usize| {
        let mut part = package.by_index(number).unwrap();
        let is_picture = part.name().unwrap().ends_with(".png");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        is_picture.then_some(bytes)
    };
    numbers.filter_map(&mut read).collect()
}

#[test]
fn a_camera_reads_what_stands_beside_it() {
    let desk = Desk::new();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T10:45:00+07:00");
    desk.run("2025-07-11T10:50:00+07:00");
    let draft = fs::read(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025_du-thao.xlsx")).unwrap();
    assert!(pictures(&draft).is_empty(), "a draft is fixed by nothing");
    desk.run("2025-07-11T15:20:00+07:00");
    for (name, edition) in [("TongHop_SKHCN_T28_2025_chot-11h00.xlsx", "chot"), ("TongHop_SKHCN_T28_2025.xlsx", "v1")] {
        let workbook = fs::read(desk.path(&format!("ket-qua/2025-W28/{name}"))).unwrap();
        let [picture] = &pictures(&workbook)[..] else { panic!("{name}: one picture") };
        let (side, black) = dots(picture);
        let mut image = rqrr::PreparedImage::prepare_from_bitmap(side, side, |x, y| black[y * side + x]);
        let [grid] = &image.detect_grids()[..] else { panic!("{name}: one code") };
        let read = grid.decode().unwrap().1;
        let head = desk.texts(&format!("ket-qua/2025-W28/{name}"));
        let printed = head.iter().find_map(|text| text.split_once("Mã đối chiếu: ")?.1.split(';').next()).unwrap();
        assert_eq!(read, printed, "{name}");
        let digits = read.strip_prefix(&format!("TONGHOP SKHCN 2025-W28 {edition} ")).unwrap();
        assert!(digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()), "{read}");
        assert_eq!(head.iter().filter(|text| text.contains(digits)).count(), 2, "{name}: on the page, and in _meta");
    }
}
