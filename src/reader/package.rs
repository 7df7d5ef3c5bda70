//! The directory of a zip package, looked at before anything in it is parsed (handbook robustness 3.3). The sum of
//! the declared sizes is a true upper bound of what unpacking gives: the zip reader stops at the declared size.

use crate::model::config::Limits;
use crate::model::workbook::Refusal;
use std::collections::BTreeSet;
use std::io::{Cursor, Read};

/// What a zip package is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Package {
    /// .xlsx, .xlsm
    Workbook,
    /// .xlsb
    BinaryWorkbook,
    /// .ods
    OpenDocument,
    /// .docx
    Word,
    /// .pptx
    Presentation,
    /// Any other zip.
    Other,
}

/// Largest single part, bytes unpacked.
const PART_MAX: u64 = 128 << 20;
/// How far into the shared strings their opening tag is looked for.
const HEAD: u64 = 64 << 10;

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

/// Refuses a package that could harm its reader, or that two programs would read differently.
pub(super) fn preflight(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    let damaged = |error: zip::result::ZipError| Refusal::Damaged { detail: error.to_string() };
    let harmful = |cause: &str| Err(Refusal::Unsafe { cause: cause.to_owned() });
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > usize::try_from(limits.zip_entries_max).unwrap_or(usize::MAX) {
        return harmful("tệp có quá nhiều thành phần bên trong");
    }
    if archive.has_duplicate_names() {
        return harmful("tệp có hai thành phần trùng tên bên trong");
    }
    let mut names = BTreeSet::new();
    let mut total = 0u64;
    let mut strings = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(damaged)?;
        let name = folded(entry.name_raw());
        if entry.encrypted() {
            return Err(Refusal::Encrypted);
        }
        total = total.saturating_add(entry.size());
        if entry.size() > PART_MAX || total > limits.zip_total_bytes_max {
            return harmful("nội dung giải nén quá lớn");
        }
        if name.ends_with("sharedstrings.xml") {
            strings.push(index);
        }
        if !names.insert(name) {
            return harmful("tệp có hai thành phần trùng tên bên trong");
        }
    }
    for index in strings {
        let part = archive.by_index(index).map_err(damaged)?;
        let size = part.size();
        let mut head = Vec::new();
        // A part that cannot be unpacked is left to the parser, which says so.
        if part.take(HEAD).read_to_end(&mut head).is_ok() && declared_strings(&head).is_some_and(|count| count > size) {
            return harmful("bảng chuỗi khai số lượng không có thật");
        }
    }
    Ok(())
}

/// Names as a case-blind reader compares them.
fn folded(name: &[u8]) -> String {
    String::from_utf8_lossy(name).replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// The largest number of strings that the opening tag claims. A string takes several bytes, so more strings than bytes
/// is a lie, and the parser would reserve memory for it.
fn declared_strings(head: &[u8]) -> Option<u64> {
    let text = String::from_utf8_lossy(head);
    let start = text.find("<sst").or_else(|| text.find(":sst"))?;
    let tag = text.get(start..)?.split('>').next()?;
    let claim = |attribute: &str| {
        let (_, after) = tag.split_once(attribute)?;
        let digits: String =
            after.trim_start_matches([' ', '=', '"', '\'', '\n', '\t', '\r']).chars().take_while(char::is_ascii_digit).collect();
        // More digits than a number holds is larger than any part.
        if digits.is_empty() { None } else { Some(digits.parse().unwrap_or(u64::MAX)) }
    };
    claim("uniqueCount").max(claim(" count"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn cause(result: Result<(), Refusal>) -> String {
        match result {
            Err(Refusal::Unsafe { cause }) => cause,
            other => format!("{other:?}"),
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
        let small = Limits { zip_entries_max: 2, zip_total_bytes_max: 10, ..Limits::DEFAULT };
        assert_eq!(preflight(&zipped(&[("a", b"12345"), ("b", b"12345")]), &small), Ok(()));
        assert_eq!(cause(preflight(&zipped(&[("a", b"12345"), ("b", b"123456")]), &small)), "nội dung giải nén quá lớn");
        assert_eq!(cause(preflight(&zipped(&[("a", b""), ("b", b""), ("c", b"")]), &small)), "tệp có quá nhiều thành phần bên trong");
        assert_eq!(
            cause(preflight(&zipped(&[("xl/A.xml", b""), ("xl\\a.xml", b"")]), &small)),
            "tệp có hai thành phần trùng tên bên trong"
        );
        assert!(matches!(preflight(b"PK\x03\x04", &small), Err(Refusal::Damaged { .. })));
    }

    #[test]
    fn more_strings_than_bytes_is_a_lie() {
        let with = |tag: &str| preflight(&zipped(&[("xl/SharedStrings.xml", tag.as_bytes())]), &Limits::DEFAULT);
        assert_eq!(with("<sst count=\"2\" uniqueCount=\"2\"><si><t>a</t></si></sst>"), Ok(()));
        assert_eq!(with("<sst><si><t>uniqueCount=\"999999\"</t></si></sst>"), Ok(()), "only the tag counts");
        for lie in ["<sst uniqueCount=\"4294967295\">", "<x:sst count = '5' uniqueCount='99999999999999999999999'>"] {
            assert_eq!(cause(with(lie)), "bảng chuỗi khai số lượng không có thật", "{lie}");
        }
    }
}
