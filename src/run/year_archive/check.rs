//! The archive of a year held against itself: every file against the index, the index against the seal, the entries of the chain against
//! each other and their rows; and, beside a workspace, the last of them against its ledger.

use crate::io::archive::sha256;
use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::io::ledger::{self, ChainHead, JournalLine, Ledger};
use crate::io::zip_file::ZipReading;
use crate::model::year_archive::{CHAIN, INDEX, SEAL, SEAL_SCHEMA, YearSeal, read_index};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The kind of a chain's entry about a receipt; its key is the receipt's number.
const RECEIPT: &str = "receipt";

/// No text of ours is longer, in bytes.
const TEXT_MAX: u64 = 1 << 30;

/// What came of looking at the archive of a year.
#[derive(Debug, Clone, Serialize)]
pub struct YearCheck {
    /// As it was typed.
    pub file: String,
    /// The year; `None` if the seal cannot be read.
    pub year: Option<i32>,
    /// Code of the desk.
    pub desk: Option<String>,
    /// Files that were looked at.
    pub files: usize,
    /// Entries of the chain that were looked at.
    pub entries: usize,
    /// Name of the ledger that it comes from.
    pub ledger: Option<String>,
    /// The last entry is the one that the ledger of the workspace holds; `None` if there was no ledger to ask.
    pub in_ledger: Option<bool>,
    /// Everything that is not as it was sealed, in Vietnamese; empty if all is.
    pub damage: Vec<String>,
}

impl YearCheck {
    /// The answer in words.
    pub fn lines(&self) -> Vec<String> {
        let verdict = if self.damage.is_empty() { "khớp" } else { "KHÔNG khớp" };
        let year = self.year.map_or_else(String::new, |year| format!(" năm {year}"));
        let desk = self.desk.as_ref().map_or_else(String::new, |desk| format!(" của {desk}"));
        let mut lines = vec![format!("Bản lưu trữ{year}{desk}: {verdict} ({} tệp, {} mục của sổ).", self.files, self.entries)];
        lines.extend(self.damage.iter().map(|what| format!("  - {what}")));
        lines.push(match self.in_ledger {
            Some(true) => "Mục cuối trích từ sổ khớp với sổ tiếp nhận của nơi làm việc.".to_owned(),
            Some(false) => "Mục cuối trích từ sổ KHÔNG có trong sổ tiếp nhận của nơi làm việc.".to_owned(),
            None => "Không có sổ tiếp nhận để đối chiếu: đề nghị so mã SHA-256 của tệp với mã đã ghi vào hồ sơ lưu trữ.".to_owned(),
        });
        lines
    }
}

/// Looks at all of it; with a ledger also at whether the ledger knows it.
///
/// # Errors
///
/// The file cannot be read as an archive at all.
pub fn check(disk: &Disk, path: &Path, own: Option<&Ledger>) -> Result<YearCheck, Failure> {
    let mut zip = ZipReading::open(disk, path)?;
    let mut found = YearCheck {
        file: path.display().to_string(),
        year: None,
        desk: None,
        files: 0,
        entries: 0,
        ledger: None,
        in_ledger: None,
        damage: Vec::new(),
    };
    let seal: Option<YearSeal> = zip.read(SEAL, TEXT_MAX)?.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let Some(seal) = seal.filter(|seal| seal.schema == SEAL_SCHEMA) else {
        found.damage.push(format!("{SEAL}: không có, đã bị sửa, hoặc do bản chương trình mới hơn ghi"));
        return Ok(found);
    };
    let index = zip.read(INDEX, TEXT_MAX)?.unwrap_or_default();
    if sha256(&index) != seal.index_sha256 {
        found.damage.push(format!("{INDEX}: không phải mục lục đã niêm phong"));
    }
    let listed = read_index(&String::from_utf8_lossy(&index)).unwrap_or_else(|| {
        found.damage.push(format!("{INDEX}: không đọc được"));
        Vec::new()
    });
    let mut known: BTreeSet<String> = [SEAL, INDEX].map(ToOwned::to_owned).into();
    let sealed: Vec<(String, String)> = listed.iter().map(|(name, _, sha256)| (name.clone(), sha256.clone())).collect();
    for (name, size, expected) in listed {
        found.files += 1;
        match zip.read(&name, size.saturating_add(1)) {
            Ok(Some(bytes)) if u64::try_from(bytes.len()).ok() == Some(size) && sha256(&bytes) == expected => {}
            Ok(Some(_)) => found.damage.push(format!("{name}: nội dung đã bị thay đổi")),
            Ok(None) => found.damage.push(format!("{name}: thiếu")),
            Err(failure) => found.damage.push(format!("{name}: {failure}")),
        }
        known.insert(name);
    }
    let more: Vec<String> = zip.names().into_iter().filter(|name| !known.contains(name)).collect();
    found.damage.extend(more.into_iter().map(|name| format!("{name}: không có trong mục lục")));
    let text = zip.read(CHAIN, TEXT_MAX)?.unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<JournalLine> = text.lines().map_while(JournalLine::read).collect();
    found.entries = lines.len();
    let follow = lines.windows(2).all(|pair| matches!(pair, [before, line] if line.follows(Some(before))));
    let ends = lines.first().map(|line| line.entry.seq) == Some(seal.from)
        && lines.last().map(|line| (line.entry.seq, line.entry.hash.as_str())) == Some((seal.to, seal.head.as_str()));
    if lines.len() != text.lines().count() || !follow || !ends {
        found.damage.push(format!("{CHAIN}: các mục của sổ không nối tiếp nhau đúng như đã niêm phong"));
    }
    found.damage.extend(ledger::rows_damage(&lines).into_iter().map(|what| format!("{CHAIN}: {what}")));
    found.damage.extend(unwitnessed(&lines, &sealed, seal.year));
    if let Some(own) = own {
        found.in_ledger = Some(own.id()?.as_ref() == Some(&seal.ledger) && own.holds(&ChainHead { seq: seal.to, hash: seal.head })?);
    }
    (found.year, found.desk, found.ledger) = (Some(seal.year), Some(seal.desk), Some(seal.ledger));
    Ok(found)
}

/// Originals and products that the rows of the chain do not name: index and seal are made by whoever writes the file, the rows are
/// held by the chain, which a ledger holds as well.
fn unwitnessed(lines: &[JournalLine], sealed: &[(String, String)], year: i32) -> Vec<String> {
    let mut received: BTreeMap<&str, &str> = BTreeMap::new();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for line in lines {
        let texts = line.row.iter().flat_map(|row| row.values()).filter_map(|value| value.as_str());
        for text in texts {
            let runs = text.split(|c: char| !c.is_ascii_hexdigit());
            named.extend(runs.filter(|run| run.len() == 64));
        }
        if line.entry.kind == RECEIPT {
            let sha256 = line.row.as_ref().and_then(|row| row.get("sha256")?.as_str());
            received.extend(sha256.map(|sha256| (line.entry.key.as_str(), sha256)));
        }
    }
    let mut told = Vec::new();
    for (name, sha256) in sealed {
        let mut parts = name.splitn(3, '/');
        let (Some(folder @ ("goc" | "san-pham")), Some(period), Some(file)) = (parts.next(), parts.next(), parts.next()) else { continue };
        if !period.starts_with(&format!("{year}-")) {
            told.push(format!("{name}: không thuộc năm {year}"));
            continue;
        }
        let number = file.split('_').next().unwrap_or_default().trim_start_matches('0');
        let witnessed = if folder == "goc" { received.get(number) == Some(&sha256.as_str()) } else { named.contains(sha256.as_str()) };
        if !witnessed {
            told.push(format!("{name}: không phải tệp mà sổ tiếp nhận ghi"));
        }
    }
    told
}
