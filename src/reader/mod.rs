//! Bytes to cells, within budgets. It touches no disk and knows no form. Files from offices are read in a child process
//! (`io/reader_pool`), because a failed allocation ends a process and a file of 1 KB can cause one;
//! our own files (registers, products read back) are read right here.
//!
//! ```text
//! bytes ─ sniff ─┬─ zip package ─ Parts::open (preflight) ─┬─ xlsx   XML parts, streamed
//!                │                                         ├─ xlsb   binary parts, streamed
//!                │                                         └─ ods    one XML part, streamed
//!                ├─ compound file ─ Compound::open (preflight) ─ biff::walk ─ xls (calamine)
//!                └─ anything else ─ a refusal that names it
//!                                       all: Grid + Budget ─ RawSheet ─ RawWorkbook
//! ```
//!
//! - [`sniff`] says what the bytes are; the extension is only a claim, used for the words of a refusal.
//! - `package` and `compound` are the preflight: what a container declares is checked before anything in it is parsed.
//! - What is encrypted with the password that every Excel knows (`password`) goes the same way once more, in clear.
//! - One file a format. Cells go into a `Grid`, which charges the `Budget`, so each limit is held in one place. Nothing is
//!   reserved because a file claims it, and a dense range is never built from untrusted corners.
//! - A value that breaks the rules of its format is one unreadable cell ([`UNREADABLE`](crate::model::workbook::UNREADABLE)),
//!   not a lost sheet. A part that breaks off costs the file: a report read by half is worse than one refused.
//! - Every format tells the same: values as a person sees them (`number_format`, `runs`), with what is stored where that is
//!   something else, formulas that were never computed, merged areas with what they cover left out, hidden rows, columns
//!   and sheets.
//! - What stands among the cells of a sheet and is of no known kind is an unreadable cell, never silence.
//!
//! `.xlsx` is read by our own code alone, not by calamine first and by us where it gives up: percent formats and hidden rows
//! need a pass over every sheet anyway, and one pass gives one truth. calamine is the second opinion: tests hold our
//! readers against it on every file of a corpus.
//!
//! To add a format: one file beside `ods.rs` that returns a [`RawWorkbook`], and its arm in [`read`].

mod biff;
mod compound;
mod format_kind;
mod grid;
mod number_format;
mod ods;
mod package;
mod password;
mod relations;
mod runs;
pub mod sniff;
mod told;
mod value;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

use crate::model::config::Limits;
use crate::model::workbook::{RawSheet, RawWorkbook, Refusal};
use biff::Facts;
use compound::Compound;
use package::{Package, Parts};
use serde::{Deserialize, Serialize};
use sniff::{Kind, Ole};
use std::panic::{AssertUnwindSafe, UnwindSafe};
pub use told::Told;

/// Raised whenever the same bytes give another extraction, by a change here, in `forms` or in `text`: what was read
/// before is then read anew. `tests/it/reader_revision.rs` holds the digests of what every sample and every file of the
/// zoo gives, and fails until this moves.
pub const READER_REVISION: u32 = 14;

/// The crates that parse reports, with their versions of `Cargo.lock`: a new one may read a file otherwise.
pub const PARSERS: &str = env!("TONGHOP_PARSERS");

/// What a file turned out to be, if it is of use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Received {
    /// A signed document: "PDF" or "Word".
    Document(String),
    /// The cells of a workbook, within the limits.
    Workbook(RawWorkbook),
}

/// Extensions that promise a workbook.
const WORKBOOKS: [&str; 8] = ["xlsx", "xlsm", "xltx", "xltm", "xls", "xlt", "xlsb", "ods"];

/// Reads a workbook; a document is refused here as any other kind. Content decides, not the extension (with or
/// without its dot): an `.xls` that is an `.xlsx` inside is read.
pub fn read(bytes: &[u8], extension: &str, limits: &Limits) -> Result<RawWorkbook, Refusal> {
    let read = || {
        let opened;
        let container = match checked(bytes, extension, limits) {
            // It may be one that Excel opens without asking.
            Err(Refusal::Encrypted) => {
                opened = password::opened(bytes)?;
                checked(&opened, extension, limits)?
            }
            container => container?,
        };
        match container {
            Container::Workbook(mut parts) => xlsx::read(&mut parts, limits),
            Container::Xlsb(mut parts) => xlsb::read(&mut parts, limits),
            Container::Ods(mut parts) => ods::read(&mut parts, limits),
            Container::Xls(file, facts) => xls::read(&file, &facts, limits),
        }
    };
    without_panic(read)
}

/// Reads a workbook of our own, an `.xlsx`: each sheet is handed over as soon as it is read, so that never more than one of them is
/// in memory.
///
/// # Errors
///
/// As of [`read`]. Sheets may have been handed over before.
pub fn read_each_sheet(bytes: &[u8], limits: &Limits, take: &mut dyn FnMut(RawSheet)) -> Result<(), Refusal> {
    let read = || match checked(bytes, ".xlsx", limits)? {
        Container::Workbook(mut parts) => xlsx::read_each(&mut parts, limits, take).map(drop),
        Container::Xlsb(_) | Container::Ods(_) | Container::Xls(..) => Err(Refusal::Damaged { detail: "no .xlsx".to_owned() }),
    };
    without_panic(AssertUnwindSafe(read))
}

/// Reads a workbook of our own, an `.xlsx`, without keeping anything of it: each cell that holds something is told. `false` where
/// anything in it is not written as programs usually write it; what was told then is not all.
///
/// # Errors
///
/// As of [`read`].
pub fn read_usual_cells(bytes: &[u8], limits: &Limits, take: &mut dyn FnMut(Told<'_>)) -> Result<bool, Refusal> {
    let read = || match checked(bytes, ".xlsx", limits)? {
        Container::Workbook(mut parts) => xlsx::read_usual_cells(&mut parts, limits, take),
        Container::Xlsb(_) | Container::Ods(_) | Container::Xls(..) => Ok(false),
    };
    without_panic(AssertUnwindSafe(read))
}

/// A parser may panic on some damage; a child would survive that too, but our own files are read without one.
fn without_panic<T>(read: impl FnOnce() -> Result<T, Refusal> + UnwindSafe) -> Result<T, Refusal> {
    std::panic::catch_unwind(read).unwrap_or_else(|_| Err(Refusal::Damaged { detail: "bộ đọc gặp lỗi bên trong".to_owned() }))
}

/// All that is done before a parser runs, and nothing after it: `tests/fuzz` throws bytes at this alone.
pub fn preflight(bytes: &[u8], extension: &str, limits: &Limits) -> Result<(), Refusal> {
    checked(bytes, extension, limits).map(drop)
}

/// Every part of a zip package that has passed its preflight, in the order of its directory.
///
/// # Errors
///
/// The bytes are no zip package, or unpacking them costs more than the limits allow.
pub fn unpack(bytes: &[u8], limits: &Limits) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > limits.file_bytes_max {
        return Err(Refusal::TooLarge { bytes: size, limit: limits.file_bytes_max });
    }
    Parts::open(bytes, limits)?.all()
}

/// A workbook that has passed its preflight.
enum Container<'b> {
    Workbook(Parts<'b>),
    Xlsb(Parts<'b>),
    Ods(Parts<'b>),
    Xls(Compound<'b>, Vec<Facts>),
}

fn checked<'b>(bytes: &'b [u8], extension: &str, limits: &Limits) -> Result<Container<'b>, Refusal> {
    let extension = plain(extension);
    let limit = limits.file_bytes_max;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > limit {
        return Err(Refusal::TooLarge { bytes: size, limit });
    }
    Ok(match content(bytes, &extension) {
        Content::Workbook => Container::Workbook(Parts::open(bytes, limits)?),
        Content::Xlsb => Container::Xlsb(Parts::open(bytes, limits)?),
        Content::Ods => Container::Ods(Parts::open(bytes, limits)?),
        Content::Xls => {
            let (file, facts) = xls::preflight(bytes, limits)?;
            Container::Xls(file, facts)
        }
        other => return Err(refuse(other, &extension)),
    })
}

/// How much of a file over the limit is looked at, bytes.
pub const HEAD_BYTES: usize = 64 << 10;

/// The kind of document that a file over the limit is, by its head alone: a scan of a signed paper may well be large;
/// anything else is refused by its size in bytes.
pub fn receive_large(head: &[u8], extension: &str, bytes: u64, limits: &Limits) -> Result<String, Refusal> {
    let scanned = sniff::kind(head) == Kind::Pdf && !WORKBOOKS.contains(&plain(extension).as_str());
    if scanned { Ok("PDF".to_owned()) } else { Err(Refusal::TooLarge { bytes, limit: limits.file_bytes_max }) }
}

/// A signed document, by extension and content together: "PDF" or "Word". A PDF that calls itself a workbook is none.
pub fn document_kind(bytes: &[u8], extension: &str) -> Option<&'static str> {
    let extension = plain(extension);
    if WORKBOOKS.contains(&extension.as_str()) {
        return None;
    }
    let word = matches!(extension.as_str(), "doc" | "docx" | "docm" | "rtf" | "");
    match content(bytes, &extension) {
        Content::Pdf => Some("PDF"),
        Content::Word | Content::Rtf if word => Some("Word"),
        _ => None,
    }
}

/// A document or a workbook: what comes of a file from an office.
pub fn receive(bytes: &[u8], extension: &str, limits: &Limits) -> Result<Received, Refusal> {
    match document_kind(bytes, extension) {
        Some(kind) => Ok(Received::Document(kind.to_owned())),
        None => read(bytes, extension, limits).map(Received::Workbook),
    }
}

/// The content, as far as refusals speak of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Workbook,
    Xls,
    Xlsb,
    Ods,
    Word,
    Rtf,
    Presentation,
    Pdf,
    Html,
    SpreadsheetXml,
    Xml,
    Image,
    Archive,
    OldWorkbook,
    OwnerFile,
    Text,
    Encrypted,
    Empty,
    Unknown,
}

fn content(bytes: &[u8], extension: &str) -> Content {
    match sniff::kind(bytes) {
        Kind::Zip => packed(bytes).unwrap_or(Content::Unknown),
        Kind::Ole(Ole::Encrypted) => Content::Encrypted,
        Kind::Ole(Ole::Workbook) => Content::Xls,
        Kind::Ole(Ole::Word) => Content::Word,
        Kind::Ole(Ole::Presentation) => Content::Presentation,
        // The directory may be what is damaged: the preflight then says in what way.
        Kind::Ole(Ole::Other) if WORKBOOKS.contains(&extension) => Content::Xls,
        Kind::Ole(Ole::Other) => Content::Unknown,
        Kind::Pdf => Content::Pdf,
        Kind::Html => Content::Html,
        Kind::SpreadsheetXml => Content::SpreadsheetXml,
        Kind::Xml => Content::Xml,
        Kind::Rtf => Content::Rtf,
        Kind::Image => Content::Image,
        Kind::Archive => Content::Archive,
        Kind::OldWorkbook => Content::OldWorkbook,
        Kind::OwnerFile => Content::OwnerFile,
        Kind::Empty => Content::Empty,
        // A package may stand behind something that a mail program put before it.
        Kind::Text | Kind::Other
            if WORKBOOKS.contains(&extension)
                && let Some(found @ (Content::Workbook | Content::Xlsb | Content::Ods)) = packed(bytes) =>
        {
            found
        }
        Kind::Text => Content::Text,
        Kind::Other => Content::Unknown,
    }
}

fn packed(bytes: &[u8]) -> Option<Content> {
    Some(match package::package(bytes)? {
        Package::Workbook => Content::Workbook,
        Package::BinaryWorkbook => Content::Xlsb,
        Package::OpenDocument => Content::Ods,
        Package::Word => Content::Word,
        Package::Presentation => Content::Presentation,
        Package::Other => Content::Archive,
    })
}

/// Why a file that is no readable workbook is refused.
fn refuse(content: Content, extension: &str) -> Refusal {
    let claims_workbook = WORKBOOKS.contains(&extension);
    match content {
        Content::Empty => Refusal::Empty,
        Content::Encrypted => Refusal::Encrypted,
        // Nobody can save it as something else: it never was a report.
        Content::OwnerFile => Refusal::WrongKind { kind: words(content).to_owned() },
        // A name that promises a workbook, and bytes that are nothing: cut short, or full of zeros.
        Content::Unknown if claims_workbook || extension.is_empty() => {
            Refusal::Damaged { detail: "nội dung không phải định dạng nào đã biết, hoặc thiếu phần cuối".to_owned() }
        }
        content if claims_workbook => Refusal::Disguised { extension: format!(".{extension}"), actual: words(content).to_owned() },
        content if extension.is_empty() => Refusal::WrongKind { kind: words(content).to_owned() },
        _ => Refusal::WrongKind { kind: format!(".{extension}") },
    }
}

/// What people call it.
fn words(content: Content) -> &'static str {
    match content {
        Content::Workbook => "bảng tính Excel",
        Content::Xls => "bảng tính Excel 97-2003 (.xls)",
        Content::Xlsb => "bảng tính Excel nhị phân (.xlsb)",
        Content::Ods => "bảng tính OpenDocument (.ods)",
        Content::Word => "văn bản Word",
        Content::Rtf => "văn bản RTF",
        Content::Presentation => "bài trình chiếu PowerPoint",
        Content::Pdf => "tệp PDF",
        Content::OldWorkbook => "bảng tính của Excel đời trước 1993",
        Content::OwnerFile => "tệp tạm ~$ của Excel",
        Content::Html => "trang web (HTML)",
        Content::SpreadsheetXml => "bảng tính XML 2003",
        Content::Xml => "tệp XML",
        Content::Image => "tệp ảnh",
        Content::Archive => "tệp nén",
        Content::Text => "tệp văn bản (TXT hoặc CSV)",
        Content::Encrypted => "tệp đặt mật khẩu",
        Content::Empty => "tệp rỗng",
        Content::Unknown => "nội dung không rõ",
    }
}

/// The extension in lower case without dot, cut short: it is printed.
fn plain(extension: &str) -> String {
    extension.trim().trim_start_matches('.').to_lowercase().chars().filter(|c| !c.is_control()).take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    fn zipped(part: &str) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(b"x").unwrap();
        writer.finish().unwrap().into_inner()
    }

    fn refusal(bytes: &[u8], extension: &str) -> Refusal {
        read(bytes, extension, &Limits::DEFAULT).unwrap_err()
    }

    fn disguised(extension: &str, actual: &str) -> Refusal {
        Refusal::Disguised { extension: extension.to_owned(), actual: actual.to_owned() }
    }

    fn wrong(kind: &str) -> Refusal {
        Refusal::WrongKind { kind: kind.to_owned() }
    }

    #[test]
    fn refusals_name_what_the_file_is() {
        assert_eq!(refusal(b"", "xlsx"), Refusal::Empty);
        assert_eq!(refusal(b"<html><table>", ".XLS"), disguised(".xls", "trang web (HTML)"));
        assert_eq!(refusal(b"STT;Ten\n1;a\n", "xlsx"), disguised(".xlsx", "tệp văn bản (TXT hoặc CSV)"));
        assert_eq!(refusal(b"STT;Ten\n1;a\n", "csv"), wrong(".csv"));
        assert_eq!(refusal(b"%PDF-1.7", "xlsx"), disguised(".xlsx", "tệp PDF"));
        assert_eq!(refusal(&zipped("word/document.xml"), "xlsx"), disguised(".xlsx", "văn bản Word"));
        assert_eq!(refusal(&zipped("ppt/presentation.xml"), "pptx"), wrong(".pptx"));
        assert_eq!(refusal(&zipped("anh.png"), "zip"), wrong(".zip"));
        assert_eq!(refusal(b"\x89PNG\r\n\x1a\n\0", "png"), wrong(".png"));
        assert_eq!(refusal(b"\x89PNG\r\n\x1a\n\0", ""), wrong("tệp ảnh"));
    }

    #[test]
    fn half_arrived_files_are_damaged_whatever_their_start() {
        let whole = zipped("xl/workbook.xml");
        let zeros = vec![0u8; 4096];
        let mut tail_of_zeros = whole[..whole.len() / 2].to_vec();
        tail_of_zeros.resize(whole.len(), 0);
        for bytes in [&whole[..whole.len() - 1], &whole[..30], &zeros, &tail_of_zeros, b"PK\x03\x04"] {
            assert!(matches!(refusal(bytes, "xlsx"), Refusal::Damaged { .. }));
        }
    }

    #[test]
    fn a_package_that_is_no_workbook_inside_is_damaged() {
        assert!(matches!(refusal(&zipped("xl/workbook.xml"), "xlsx"), Refusal::Damaged { .. }));
    }

    #[test]
    fn files_beyond_the_limit_are_not_looked_at() {
        let limits = Limits { file_bytes_max: 1 << 20, ..Limits::DEFAULT };
        assert_eq!(read(&vec![0; (1 << 20) + 1], "xlsx", &limits), Err(Refusal::TooLarge { bytes: (1 << 20) + 1, limit: 1 << 20 }));
    }

    #[test]
    fn documents_are_known_by_content_and_extension_together() {
        assert_eq!(document_kind(b"%PDF-1.7", ".PDF"), Some("PDF"));
        assert_eq!(document_kind(b"%PDF-1.7", "xlsx"), None, "a workbook by name: T05 says so");
        assert_eq!(document_kind(&zipped("word/document.xml"), "docx"), Some("Word"));
        assert_eq!(document_kind(b"{\\rtf1", "doc"), Some("Word"));
        assert_eq!(document_kind(b"not a PDF", "pdf"), None);
        assert_eq!(document_kind(&zipped("xl/workbook.xml"), "docx"), None);
        let limits = Limits::DEFAULT;
        assert_eq!(receive(b"%PDF-1.7", "pdf", &limits), Ok(Received::Document("PDF".to_owned())));
        assert_eq!(receive(b"not a PDF", "pdf", &limits), Err(wrong(".pdf")));
    }
}
