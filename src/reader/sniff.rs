//! What a file is, from its first bytes; its name is only a claim. Cheap and without parsing: safe on anything.

use crate::reader::compound::Compound;

/// What the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A zip package: .xlsx, .docx, .ods and others; see [`super::package`].
    Zip,
    /// A compound file of Office 97-2003, or the wrapping of an encrypted one.
    Ole(Ole),
    /// A PDF document.
    Pdf,
    /// A web page, also one that calls itself a workbook.
    Html,
    /// The workbook format of Excel 2003 (SpreadsheetML).
    SpreadsheetXml,
    /// XML of any other kind.
    Xml,
    /// A text document in RTF.
    Rtf,
    /// A picture: PNG, JPEG or another format.
    Image,
    /// A packed archive of another kind than zip: RAR, 7z, gzip.
    Archive,
    /// A workbook of before Excel 5, which had no container.
    OldWorkbook,
    /// What Excel puts beside an open workbook under a name with `~$`: who has it open, and nothing else.
    OwnerFile,
    /// Plain text, among it CSV.
    Text,
    /// A file without a byte.
    Empty,
    /// Nothing that is known here.
    Other,
}

/// What a compound file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ole {
    /// An encrypted file of the newer formats.
    Encrypted,
    /// A workbook of Excel 97-2003.
    Workbook,
    /// A document of Word 97-2003.
    Word,
    /// A presentation of PowerPoint 97-2003.
    Presentation,
    /// Something else, or not complete.
    Other,
}

/// How far the first bytes of a text are looked at.
const HEAD: usize = 4096;

/// Looks at the bytes.
pub fn kind(bytes: &[u8]) -> Kind {
    const IMAGES: [&[u8]; 8] =
        [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\0\x18ftyphei", b"\0\0\0\x24ftyphei"];
    const ARCHIVES: [&[u8]; 4] = [b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh"];
    if bytes.is_empty() {
        Kind::Empty
    } else if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(b"PK\x07\x08") {
        Kind::Zip
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        Kind::Ole(ole(bytes))
    } else if bytes.get(..HEAD.min(bytes.len())).is_some_and(|head| contains(head.get(..1024).unwrap_or(head), b"%PDF-")) {
        Kind::Pdf
    } else if bytes.starts_with(b"{\\rtf") {
        Kind::Rtf
    } else if ARCHIVES.iter().any(|magic| bytes.starts_with(magic)) {
        Kind::Archive
    } else if [&b"\x09\0\x04\0"[..], b"\x09\x02\x06\0", b"\x09\x04\x06\0"].iter().any(|magic| bytes.starts_with(magic)) {
        Kind::OldWorkbook
    } else if owner_file(bytes) {
        Kind::OwnerFile
    } else if let Some(kind) = markup(bytes) {
        kind
    } else if is_text(bytes) {
        Kind::Text
    } else if IMAGES.iter().any(|magic| bytes.starts_with(magic))
        || (bytes.starts_with(b"RIFF") && contains(bytes.get(8..12).unwrap_or(b""), b"WEBP"))
    {
        Kind::Image
    } else {
        Kind::Other
    }
}

/// The length of a name, the name filled up with spaces, and both again in UTF-16.
fn owner_file(bytes: &[u8]) -> bool {
    const SIZE: usize = 165;
    const AGAIN: usize = 55;
    let length = bytes.first().copied().unwrap_or(0);
    bytes.len() == SIZE && (1..=54).contains(&length) && bytes.get(AGAIN) == Some(&length) && bytes.get(AGAIN + 1) == Some(&0)
}

/// What the streams of a compound file make of it. Those of the root storage count: an object inside of a workbook, a
/// Word document perhaps, is not the file. Where the tables are damaged every name counts; directory entries are 128
/// bytes long and aligned, so they are found without any table.
fn ole(bytes: &[u8]) -> Ole {
    match Compound::open(bytes) {
        Ok(file) => named(file.top_streams().map(str::to_lowercase)),
        Err(_) => named(bytes.chunks_exact(128).filter_map(stream_name)),
    }
}

fn named(streams: impl Iterator<Item = String>) -> Ole {
    let mut found = Ole::Other;
    for name in streams {
        match name.as_str() {
            "encryptedpackage" => return Ole::Encrypted,
            "worddocument" => found = Ole::Word,
            "powerpoint document" => found = Ole::Presentation,
            "workbook" | "book" if found == Ole::Other => found = Ole::Workbook,
            _ => {}
        }
    }
    found
}

/// The name in a directory entry in lower case (some programs write `WORKBOOK`), if these 128 bytes are one.
fn stream_name(entry: &[u8]) -> Option<String> {
    let length = usize::from(u16::from_le_bytes([*entry.get(64)?, *entry.get(65)?]));
    let kind = *entry.get(66)?;
    if !(4..=64).contains(&length) || !length.is_multiple_of(2) || !matches!(kind, 1 | 2 | 5) {
        return None;
    }
    let units: Vec<u16> =
        entry.get(..length - 2)?.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(u16::from_le_bytes)).collect();
    String::from_utf16(&units).ok().map(|name| name.to_lowercase())
}

/// HTML and XML, also in UTF-16 and after a byte order mark.
fn markup(bytes: &[u8]) -> Option<Kind> {
    const WEB: [&str; 11] =
        ["<!doctype html", "<html", "<head", "<table", "<meta", "<style", "<script", "<body", "<div", "<%@", "mime-version:"];
    let head: String =
        bytes.iter().take(HEAD).filter(|byte| byte.is_ascii() && **byte != 0).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    let start = head.trim_start();
    if WEB.iter().any(|tag| start.starts_with(tag)) {
        return Some(Kind::Html);
    }
    let mut rest = start;
    while rest.starts_with("<!--") || rest.starts_with("<?") {
        let end = if rest.starts_with("<!--") { "-->" } else { "?>" };
        let Some((_, after)) = rest.split_once(end) else { break };
        rest = after.trim_start();
    }
    if WEB.iter().any(|tag| rest.starts_with(tag)) {
        Some(Kind::Html)
    } else if start.starts_with("<?xml") || rest.starts_with("<workbook") {
        let office = head.contains("urn:schemas-microsoft-com:office:spreadsheet") || head.contains("progid=\"excel.sheet\"");
        Some(if office { Kind::SpreadsheetXml } else { Kind::Xml })
    } else {
        None
    }
}

/// No control characters but line ends and tabs; UTF-16 counts when it says so.
fn is_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return true;
    }
    bytes.iter().take(HEAD).all(|byte| *byte >= 0x20 || matches!(byte, b'\n' | b'\r' | b'\t'))
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::compound::tests::embedding;

    /// A compound file with a directory naming these streams.
    pub(super) fn compound(streams: &[&str]) -> Vec<u8> {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(512, 0);
        for stream in streams {
            let mut entry: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let length = u16::try_from(entry.len() + 2).unwrap();
            entry.resize(64, 0);
            entry.extend(length.to_le_bytes());
            entry.push(2);
            entry.resize(128, 0);
            bytes.extend(entry);
        }
        bytes
    }

    #[test]
    fn content_decides() {
        let mut owner = [b' '; 165];
        owner[..4].copy_from_slice(b"\x03Lan");
        owner[55..57].copy_from_slice(b"\x03\0");
        let cases: [(&[u8], Kind); 18] = [
            (&owner, Kind::OwnerFile),
            (b"\x09\x02\x06\0\0\0\x10\0", Kind::OldWorkbook),
            (b"", Kind::Empty),
            (b"PK\x03\x04rest", Kind::Zip),
            (b"%PDF-1.7", Kind::Pdf),
            (b"\r\n\xef\xbb\xbf%PDF-1.4", Kind::Pdf),
            (b"{\\rtf1", Kind::Rtf),
            (b"\xef\xbb\xbf<!DOCTYPE html><table>", Kind::Html),
            (b"  <HTML xmlns:x=\"urn:schemas-microsoft-com:office:excel\">", Kind::Html),
            (b"<?xml version=\"1.0\"?>\n<!-- x --><html>", Kind::Html),
            (b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", Kind::SpreadsheetXml),
            (b"<?xml version=\"1.0\"?><a/>", Kind::Xml),
            (b"\xff\xfe<\0h\0t\0m\0l\0>\0", Kind::Html),
            (b"STT;T\xc3\xaan\r\n1;a", Kind::Text),
            (b"\x89PNG\r\n\x1a\n\0", Kind::Image),
            (b"Rar!\x1a\x07\0", Kind::Archive),
            (b"\x1f\x8b\x08\0", Kind::Archive),
            (b"\0\0\0\0\0\0", Kind::Other),
        ];
        for (bytes, wanted) in cases {
            assert_eq!(kind(bytes), wanted, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn compound_files_are_told_apart_by_their_streams() {
        assert_eq!(kind(&compound(&["Root Entry", "EncryptionInfo", "EncryptedPackage"])), Kind::Ole(Ole::Encrypted));
        assert_eq!(kind(&compound(&["Root Entry", "Workbook"])), Kind::Ole(Ole::Workbook));
        assert_eq!(kind(&compound(&["Root Entry", "Book"])), Kind::Ole(Ole::Workbook));
        assert_eq!(kind(&compound(&["Root Entry", "WORKBOOK"])), Kind::Ole(Ole::Workbook));
        assert_eq!(kind(&compound(&["Root Entry", "Workbook", "WordDocument"])), Kind::Ole(Ole::Word), "no tables: every name counts");
        assert_eq!(kind(&compound(&[])), Kind::Ole(Ole::Other));
        let whole = |name: &str, inner: &str| kind(&embedding(crate::reader::compound::tests::compound(name, b"x"), inner));
        for object in ["WordDocument", "PowerPoint Document", "EncryptedPackage", "Workbook"] {
            assert_eq!(whole("Workbook", object), Kind::Ole(Ole::Workbook), "{object} inside of a workbook");
        }
        assert_eq!(whole("WordDocument", "Workbook"), Kind::Ole(Ole::Word), "a table inside of a document");
    }
}
