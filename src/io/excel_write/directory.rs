//! The directory of a zip file, put right after the writer: each entry says on which system it was made, and the writer
//! says the one it runs on. Nobody reads it; but one byte an entry would give a product another SHA-256 on Windows, and
//! `verify` on the other system would call an honest release false.

/// "Made on Unix", whose rights and times the writer notes on every system.
const UNIX: u8 = 3;

/// End record, and an entry of the directory.
const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";

/// Makes every entry say that it was made on Unix. Of a file that is no zip nothing is changed.
pub(in crate::io) fn as_on_unix(bytes: &mut [u8]) {
    // The writer adds no comment, so the end record is the last one that there is.
    let Some(end) = bytes.windows(END.len()).rposition(|four| four == END) else { return };
    let mut at = number(bytes, end + 16, 4).unwrap_or(usize::MAX);
    while bytes.get(at..).is_some_and(|rest| rest.starts_with(ENTRY)) {
        if let Some(system) = bytes.get_mut(at + 5) {
            *system = UNIX;
        }
        // Name, extra field and comment follow the 46 bytes of the entry.
        let lengths = [28, 30, 32].map(|field| number(bytes, at + field, 2).unwrap_or(0));
        at += 46 + lengths.iter().sum::<usize>();
    }
}

fn number(bytes: &[u8], at: usize, width: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(width)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read, Write};
    use zip::write::SimpleFileOptions;

    fn made_on(system: zip::System) -> Vec<u8> {
        let options =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored).system(system).unix_permissions(0o644);
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["[Content_Types].xml", "xl/workbook.xml", "xl/trang tính.xml"] {
            zip.start_file(name, options).unwrap();
            // What looks like an entry inside a part is none.
            zip.write_all(b"PK\x01\x02 PK\x05\x06 noi dung").unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_file_made_on_windows_is_the_one_made_on_unix() {
        let (unix, mut windows) = (made_on(zip::System::Unix), made_on(zip::System::Dos));
        assert_eq!(unix.iter().zip(&windows).filter(|(a, b)| a != b).count(), 3, "one byte an entry");
        as_on_unix(&mut windows);
        assert_eq!(windows, unix);
        let mut again = unix.clone();
        as_on_unix(&mut again);
        assert_eq!(again, unix);
        let mut text = Vec::new();
        let mut archive = zip::ZipArchive::new(Cursor::new(windows)).unwrap();
        archive.by_name("xl/trang tính.xml").unwrap().read_to_end(&mut text).unwrap();
        assert!(text.starts_with(b"PK"));
    }

    #[test]
    fn what_is_no_zip_is_left_alone() {
        for bytes in [&b""[..], b"PK\x05\x06", b"PK\x05\x06 0123456789012345678901", b"%PDF-1.4"] {
            let mut same = bytes.to_vec();
            as_on_unix(&mut same);
            assert_eq!(same, bytes);
        }
    }
}
