//! The directory of a zip package, looked at before anything in it is parsed (`src/docs/reading.md`, "Limits"). The sum of
//! the declared sizes is a true upper bound of what unpacking gives: the zip reader stops at the declared size.

use crate::model::config::Limits;
use crate::model::workbook::Refusal;
use crate::reader::xml::Xml;
use libdeflater::Decompressor;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor};

/// What a zip package is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Package {
    /// A workbook in XML: .xlsx, .xlsm.
    Workbook,
    /// A workbook in binary parts: .xlsb.
    BinaryWorkbook,
    /// A workbook of OpenDocument: .ods.
    OpenDocument,
    /// A Word document: .docx.
    Word,
    /// A presentation: .pptx.
    Presentation,
    /// Any other zip, among it an archive of files.
    Other,
}

/// How much of a part is unpacked at a time.
const BUFFER: usize = 32 << 10;
/// A part that is no larger, unpacked, is unpacked in one go; the parts of reports are.
const WHOLE: u64 = 1 << 20;

/// What it is, from the names in its directory; none if there is no readable directory.
pub(super) fn package(bytes: &[u8]) -> Option<Package> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names: Vec<String> = archive.file_names_raw().map(folded).collect();
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    Some(if has("word/") {
        Package::Word
    } else if has("ppt/") {
        Package::Presentation
    } else if has("xl/workbook.bin") {
        Package::BinaryWorkbook
    } else if has("xl/") {
        Package::Workbook
    } else if has("content.xml") {
        Package::OpenDocument
    } else if has("[content_types].xml") {
        Package::Workbook
    } else {
        Package::Other
    })
}

/// The parts of a package that has passed its preflight.
pub(super) struct Parts<'a> {
    bytes: &'a [u8],
    archive: zip::ZipArchive<Cursor<&'a [u8]>>,
    /// Folded name to its place in the directory.
    index: BTreeMap<String, usize>,
    decompressor: Decompressor,
    /// A part that is no larger, unpacked, is unpacked in one go, bytes.
    whole: u64,
}

impl<'a> Parts<'a> {
    /// Opens a package; refuses one that could harm its reader, or that two programs would read differently.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Refusal> {
        let harmful = |cause: &str| Err(Refusal::Unsafe { cause: cause.to_owned() });
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if archive.len() > usize::try_from(limits.zip_entries_max).unwrap_or(usize::MAX) {
            return harmful("tệp có quá nhiều thành phần bên trong");
        }
        if archive.has_duplicate_names() {
            return harmful("tệp có hai thành phần trùng tên bên trong");
        }
        let mut index = BTreeMap::new();
        let mut total = 0u64;
        for place in 0..archive.len() {
            let entry = archive.by_index_data(place).map_err(damaged)?;
            if entry.encrypted() {
                return Err(Refusal::Encrypted);
            }
            if !matches!(entry.compression(), zip::CompressionMethod::Stored | zip::CompressionMethod::Deflated) {
                return harmful("tệp dùng kiểu nén lạ bên trong");
            }
            if entry.size() > limits.zip_part_bytes_max {
                return harmful("một thành phần bên trong tệp quá lớn khi giải nén");
            }
            total = total.saturating_add(entry.size());
            if total > limits.zip_total_bytes_max {
                return harmful("nội dung giải nén quá lớn");
            }
            if index.insert(folded(entry.name_raw()), place).is_some() {
                return harmful("tệp có hai thành phần trùng tên bên trong");
            }
        }
        Ok(Self { bytes, archive, index, decompressor: Decompressor::new(), whole: WHOLE })
    }

    /// From now on every part is unpacked in one go, a third of the work of unpacking it while it is read: for a package of our own,
    /// whose parts were in memory when it was made.
    pub(super) fn unpack_whole(&mut self) {
        self.whole = u64::MAX;
    }

    /// A part, a large one unpacked while it is read; none if there is none of this name. Case and slashes do not matter.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Box<dyn BufRead + '_>>, Refusal> {
        let Some(place) = self.place(name) else { return Ok(None) };
        if self.is_small(place)? {
            return Ok(Some(Box::new(Cursor::new(self.whole(place)?))));
        }
        Ok(Some(Box::new(BufReader::with_capacity(BUFFER, self.archive.by_index(place).map_err(damaged)?))))
    }

    /// A part that is XML; none if there is none of this name.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Xml<'_>>, Refusal> {
        let Some(place) = self.place(name) else { return Ok(None) };
        if self.is_small(place)? {
            return Xml::whole(self.whole(place)?).map(Some);
        }
        Xml::new(self.archive.by_index(place).map_err(damaged)?).map(Some)
    }

    /// Every part with its name, in the order of the directory; folders are none.
    pub(super) fn all(&mut self) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
        let mut parts = Vec::new();
        for place in 0..self.archive.len() {
            let name = String::from_utf8_lossy(self.archive.by_index_data(place).map_err(damaged)?.name_raw()).into_owned();
            if !name.ends_with('/') {
                parts.push((name, self.whole(place)?));
            }
        }
        Ok(parts)
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.index.get(&folded(name.as_bytes())).copied()
    }

    fn is_small(&self, place: usize) -> Result<bool, Refusal> {
        Ok(self.archive.by_index_data(place).map_err(damaged)?.size() <= self.whole)
    }

    /// All of a part. It is as large as the directory says, or damaged.
    fn whole(&mut self, place: usize) -> Result<Vec<u8>, Refusal> {
        let broken = |what: &str| Refusal::Damaged { detail: format!("a part that cannot be unpacked: {what}") };
        let entry = self.archive.by_index_raw(place).map_err(damaged)?;
        let number = |number: u64| usize::try_from(number).map_err(|_| broken("its size"));
        let (size, length, method, checksum) =
            (number(entry.size())?, number(entry.compressed_size())?, entry.compression(), entry.crc32());
        let start = number(entry.data_start().unwrap_or(u64::MAX))?;
        let packed = start.checked_add(length).and_then(|end| self.bytes.get(start..end)).ok_or_else(|| broken("its place"))?;
        let bytes = match method {
            zip::CompressionMethod::Stored => packed.to_vec(),
            _ => {
                let mut bytes = vec![0; size];
                let filled = self.decompressor.deflate_decompress(packed, &mut bytes).map_err(|error| broken(&error.to_string()))?;
                bytes.truncate(filled);
                bytes
            }
        };
        if bytes.len() != size {
            return Err(broken("its size"));
        }
        if libdeflater::crc32(&bytes) != checksum {
            return Err(broken("its checksum"));
        }
        Ok(bytes)
    }
}

fn damaged(error: zip::result::ZipError) -> Refusal {
    Refusal::Damaged { detail: error.to_string() }
}

/// Names as a case-blind reader compares them.
fn folded(name: &[u8]) -> String {
    String::from_utf8_lossy(name).replace('\\', "/").trim_start_matches('/').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};

    fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn cause(bytes: &[u8], limits: &Limits) -> String {
        match Parts::open(bytes, limits) {
            Ok(_) => "fine".to_owned(),
            Err(Refusal::Unsafe { cause }) => cause,
            Err(other) => format!("{other:?}"),
        }
    }

    #[test]
    fn packages_are_told_apart_by_their_names() {
        for (name, wanted) in [
            ("xl/workbook.xml", Package::Workbook),
            ("XL\\Workbook.xml", Package::Workbook),
            ("xl/workbook.bin", Package::BinaryWorkbook),
            ("word/document.xml", Package::Word),
            ("ppt/presentation.xml", Package::Presentation),
            ("content.xml", Package::OpenDocument),
            ("anh.png", Package::Other),
        ] {
            assert_eq!(package(&zipped(&[(name, b"")])), Some(wanted), "{name}");
        }
        assert_eq!(package(b"PK\x03\x04 cut"), None);
    }

    #[test]
    fn limits_of_the_directory() {
        let small = Limits { zip_entries_max: 2, zip_part_bytes_max: 8, zip_total_bytes_max: 10, ..Limits::DEFAULT };
        for (parts, wanted) in [
            (&[("a", &b"12345"[..]), ("b", b"12345")][..], "fine"),
            (&[("a", b"12345"), ("b", b"123456")], "nội dung giải nén quá lớn"),
            (&[("a", b"123456789")], "một thành phần bên trong tệp quá lớn khi giải nén"),
            (&[("a", b""), ("b", b""), ("c", b"")], "tệp có quá nhiều thành phần bên trong"),
            (&[("xl/A.xml", b""), ("xl\\a.xml", b"")], "tệp có hai thành phần trùng tên bên trong"),
        ] {
            assert_eq!(cause(&zipped(parts), &small), wanted);
        }
        assert!(matches!(Parts::open(b"PK\x03\x04", &small).err(), Some(Refusal::Damaged { .. })));
    }

    #[test]
    fn encrypted_entries_and_odd_compression_are_named() {
        let mut bytes = zipped(&[("a", b"1")]);
        let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
        bytes[6] |= 1;
        bytes[directory + 8] |= 1;
        assert_eq!(Parts::open(&bytes, &Limits::DEFAULT).err(), Some(Refusal::Encrypted));
        bytes[6] &= 0xfe;
        bytes[directory + 8] &= 0xfe;
        bytes[8] = 12;
        bytes[directory + 10] = 12;
        assert_eq!(cause(&bytes, &Limits::DEFAULT), "tệp dùng kiểu nén lạ bên trong");
    }

    #[test]
    fn parts_are_found_whatever_their_case_and_slashes() {
        let bytes = zipped(&[("XL\\Workbook.xml", "nội dung".as_bytes())]);
        let mut parts = Parts::open(&bytes, &Limits::DEFAULT).unwrap();
        let mut content = String::new();
        parts.part("xl/workbook.xml").unwrap().unwrap().read_to_string(&mut content).unwrap();
        assert_eq!(content, "nội dung");
        assert!(parts.part("xl/styles.xml").unwrap().is_none());
    }
}
