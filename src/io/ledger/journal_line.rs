//! A line of the journal: an entry of the chain, and the whole row that it witnesses.

use super::chain::{self, ChainEntry};
use super::chain_tables::{self, CONFIGURATIONS, EXCEPTIONS, FREEZES, HISTORY, LATE_ROWS, RECEIPTS, RELEASES, SCANS, TALLIES, VERDICTS};
use super::{Broken, Ledger, first, moment_of, packed};
use crate::io::failure::Failure;
use crate::model::moment::Moment;
use crate::model::period::Period;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The key of a packed text: base64 of a zlib stream.
const PACKED: &str = "zlib";
/// Bytes from which a text is packed; a shorter one stays readable.
const LONG: usize = 2000;

/// The columns of a row that the journal keeps beside its own: what the scans refer to.
pub(super) const AREAS: &str = "areas";

/// One entry of the chain as the journal keeps it, with the row it witnesses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JournalLine {
    /// The entry of the chain that the line is a copy of.
    #[serde(flatten)]
    pub entry: ChainEntry,
    /// Every column of the row; `None` if the row has a later entry, or if the entry is of no row.
    pub row: Option<Map<String, Value>>,
}

impl JournalLine {
    /// Understands a line, packed or not; `None` if it is none.
    pub fn read(text: &str) -> Option<Self> {
        let mut line: Self = serde_json::from_str(text).ok()?;
        for value in line.row.iter_mut().flat_map(|row| row.values_mut()) {
            if let Some(packed) = value.as_object().and_then(|object| object.get(PACKED)) {
                let bytes = STANDARD.decode(packed.as_str()?).ok().and_then(|packed| packed::unpack(&packed))?;
                *value = Value::String(String::from_utf8(bytes).ok()?);
            }
        }
        Some(line)
    }

    /// Writes it as anybody reads it, with its end.
    pub fn write(&self, text: &mut String) {
        // A line is made of texts and whole numbers: there is nothing that JSON cannot say.
        text.push_str(&serde_json::to_string(self).unwrap_or_default());
        text.push('\n');
    }

    /// Writes it with its long texts packed, with its end: what a release left would make the pages of its week many times larger than all
    /// else in them.
    pub fn write_packed(&self, text: &mut String) {
        let mut line = Self { entry: self.entry.clone(), row: None };
        line.row = self.row.as_ref().map(|row| row.iter().map(|(column, value)| (column.clone(), shortened(value))).collect());
        line.write(text);
    }

    /// Is it the first of a ledger?
    pub fn is_first(&self) -> bool {
        self.entry.seq == 1
    }

    /// The hash of a configuration that came into use, and when; `None` if the line tells of something else.
    pub fn configuration(&self) -> Option<(String, Moment)> {
        let row = self.row.as_ref().filter(|_| self.entry.kind == CONFIGURATIONS.kind)?;
        let text = |column: &str| row.get(column).and_then(Value::as_str);
        Some((text("sha256")?.to_owned(), moment_of(text("at")?).ok()?))
    }

    /// When its row says that it came; `None` if the row says no time.
    pub fn moment(&self) -> Option<Moment> {
        let row = self.row.as_ref()?;
        let told = |column: &str| moment_of(row.get(column)?.as_str()?).ok();
        ["first_seen", "seen_at", "at"].into_iter().find_map(told)
    }

    /// The receipt that it is about, or a verdict on it; `None` if the line tells of something else.
    pub fn receipt(&self) -> Option<i64> {
        [RECEIPTS.kind, VERDICTS.kind].contains(&self.entry.kind.as_str()).then(|| self.entry.key.parse().ok()).flatten()
    }

    /// Is it about a period whose name begins so: its freeze, its release with all that it left and said, a decision about it?
    pub fn is_of_period(&self, begin: &str) -> bool {
        let by_key = [FREEZES.kind, RELEASES.kind, HISTORY.kind, TALLIES.kind, LATE_ROWS.kind].contains(&self.entry.kind.as_str());
        let decided = || self.row.as_ref().and_then(|row| row.get("period")?.as_str()).is_some_and(|period| period.starts_with(begin));
        if by_key { self.entry.key.starts_with(begin) } else { self.entry.kind == EXCEPTIONS.kind && decided() }
    }

    /// Period and version of a release; `None` if the line tells of something else.
    pub fn release(&self) -> Option<(Period, u32)> {
        let (period, version) = self.entry.key.split_once('/').filter(|_| self.entry.kind == RELEASES.kind)?;
        Some((Period::parse_id(period)?, version.parse().ok()?))
    }

    /// The key of a release that left rows to the next one, which the line itself does not hold; `None` if the line tells of something else.
    pub fn leaves_rows(&self) -> Option<&str> {
        let body = self.row.as_ref().filter(|_| self.entry.kind == RELEASES.kind)?.get("body")?.as_str()?;
        let sealed = serde_json::from_str::<Value>(body).ok()?.get("history_sha256").is_some_and(Value::is_string);
        sealed.then_some(self.entry.key.as_str())
    }

    /// Does it hold the rows that the release of this key left?
    pub fn holds_rows_of(&self, key: &str) -> bool {
        self.entry.kind == HISTORY.kind && self.entry.key == key
    }

    /// Is its entry what comes after the line before (`None` for the beginning), and is its hash its own?
    pub fn follows(&self, before: Option<&Self>) -> bool {
        let ChainEntry { seq, prev, hash, kind, key, digest } = &self.entry;
        let expected = before.map_or((1, chain::START), |before| (before.entry.seq + 1, before.entry.hash.as_str()));
        (*seq, prev.as_str()) == expected && *hash == chain::link(prev, *seq, kind, key, digest)
    }
}

/// A long text as the journal keeps it: an object with the packed bytes.
fn shortened(value: &Value) -> Value {
    let long = value.as_str().filter(|text| text.len() > LONG).and_then(|text| packed::pack(text.as_bytes()).ok());
    long.map_or_else(|| value.clone(), |packed| serde_json::json!({ PACKED: STANDARD.encode(packed) }))
}

impl Ledger {
    /// Did a row lose its text after the entry of this number, which the journal may still hold? A verdict has a second entry only
    /// then.
    pub fn lost_text_since(&self, seq: i64) -> Result<bool, Failure> {
        let sql = "SELECT EXISTS (SELECT 1 FROM chain AS later WHERE seq > ?1 AND (kind = 'secret' OR kind = 'verdict' AND EXISTS
                   (SELECT 1 FROM chain AS before WHERE before.kind = later.kind AND before.key = later.key AND before.seq <= ?1)))";
        self.with(|c| Ok(c.query_row(sql, [seq], |row| row.get(0))?))
    }

    /// The lines of the entries with a number larger than `seq`.
    pub fn journal_after(&self, seq: i64) -> Result<Vec<JournalLine>, Failure> {
        self.with(|c| chain::entries_after(c, seq)?.into_iter().map(|entry| line(c, entry)).collect())
    }
}

fn line(c: &Connection, entry: ChainEntry) -> Result<JournalLine, Broken> {
    let Some(table) = chain_tables::of_kind(&entry.kind) else { return Ok(JournalLine { entry, row: None }) };
    let latest = chain::of_row(c, table, &entry.key)?.is_none_or(|last| last.seq == entry.seq);
    let mut row = match table.whole_of(c, &entry.key, (&entry.digest, entry.seq))? {
        None if latest => table.whole(c, &entry.key)?,
        found => found,
    };
    if let Some(row) = row.as_mut().filter(|_| table.kind == SCANS.kind) {
        let sql = "SELECT folders FROM folder_sets WHERE id = ?1";
        let areas = first(c, sql, [row.get("listed").and_then(Value::as_i64)], |found| Ok(found.get::<_, String>(0)?))?;
        row.insert(AREAS.to_owned(), areas.into());
    }
    Ok(JournalLine { entry, row })
}
