//! A year of a desk in one sealed file: what is in it, and what its seal says.

use serde::{Deserialize, Serialize};

/// How a seal names what it is.
pub const SEAL_SCHEMA: &str = "tonghop.year_seal/1";
/// The list of everything else, for people and for programs.
pub const INDEX: &str = "muc-luc.csv";
/// The page that opens it.
pub const PAGE: &str = "index.html";
/// What holds the index together with the ledger.
pub const SEAL: &str = "niem-phong.json";
/// The extract of the ledger: entries of its chain, each with its row.
pub const CHAIN: &str = "so/chuoi.jsonl";

/// A file of the archive of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearEntry {
    /// Its path, with `/`.
    pub path: String,
    /// What it is, in Vietnamese.
    pub what: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// The seal: which ledger, which of its entries, and the hash of the list of all files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearSeal {
    /// [`SEAL_SCHEMA`].
    pub schema: String,
    /// Code of the desk.
    pub desk: String,
    /// The year, of ISO weeks.
    pub year: i32,
    /// Name of the ledger.
    pub ledger: String,
    /// The first entry of the chain that is in it.
    pub from: i64,
    /// The last one.
    pub to: i64,
    /// The hash of that last one: whoever has the ledger, or a witness of it, compares.
    pub head: String,
    /// SHA-256 of [`INDEX`].
    pub index_sha256: String,
}

impl YearEntry {
    /// Its line in the index. No path of ours has a line end; path and words are quoted.
    pub fn line(&self) -> String {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        format!("{},{},{},{}\n", quoted(&self.path), self.size, self.sha256, quoted(&self.what))
    }
}

/// A line for each file, below a line of headings.
pub fn index_text(entries: &[YearEntry]) -> String {
    // Spreadsheet programs take a text without this sign for another encoding.
    let head = "\u{feff}tep,dung_luong,sha256,noi_dung\n".to_owned();
    entries.iter().fold(head, |text, entry| text + &entry.line())
}

/// Understands an index: path, size and SHA-256 of each file; `None` if it is none.
pub fn read_index(text: &str) -> Option<Vec<(String, u64, String)>> {
    let mut lines = text.strip_prefix('\u{feff}').unwrap_or(text).lines();
    lines.next().filter(|head| head.starts_with("tep,dung_luong,sha256"))?;
    let read = |line: &str| {
        let (path, rest) = quoted(line)?;
        let mut parts = rest.strip_prefix(',')?.splitn(3, ',');
        Some((path, parts.next()?.parse().ok()?, parts.next()?.to_owned()))
    };
    lines.map(read).collect()
}

/// A text in quotes at the start of a line, a doubled quote for each of its own, and what follows.
fn quoted(line: &str) -> Option<(String, &str)> {
    let mut rest = line.strip_prefix('"')?;
    let mut text = String::new();
    loop {
        let (before, after) = rest.split_once('"')?;
        text.push_str(before);
        let Some(more) = after.strip_prefix('"') else { return Some((text, after)) };
        text.push('"');
        rest = more;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_read_as_it_was_written() {
        let entry = |path: &str, what: &str| YearEntry { path: path.into(), what: what.into(), size: 12, sha256: "ab".into() };
        let text = index_text(&[
            entry("goc/2025-W28/00001_BC, SYT.xlsx", "báo cáo “1, 2” \"x\""),
            entry("so/a.csv", ""),
            entry("goc/BC \"T28\", STC\".xlsx", "x"),
        ]);
        let read = read_index(&text).unwrap();
        let paths: Vec<&str> = read.iter().map(|(path, ..)| path.as_str()).collect();
        assert_eq!(paths, ["goc/2025-W28/00001_BC, SYT.xlsx", "so/a.csv", "goc/BC \"T28\", STC\".xlsx"]);
        assert!(read.iter().all(|(_, size, sha256)| (*size, sha256.as_str()) == (12, "ab")));
        assert_eq!(read_index("x"), None);
        assert_eq!(read_index(&text.replace("12", "x")), None);
    }
}
