//! The tables whose rows the chain witnesses, and what of a row its digest covers. The one list: a row is digested when
//! it is written and when it is checked by the same question, so a table that is not here is in no chain
//! (`src/docs/records.md` says which and why).
//!
//! Covered is what decides, told without the numbers and names that a repeated run, another machine or another build
//! would give otherwise: no number of a scan or run, no build, no hash of a product. Columns without a value are left
//! out, so a column that a later version adds (empty in the rows of before) changes no digest.
//!
//! One file, because whoever asks what is covered looks for all of it in one place.

use super::{Broken, first, packed, rows};
use crate::text::sha256;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};

/// A table whose rows have entries in the chain, and what of them the digest covers.
pub(super) struct ChainTable {
    /// What a row of it is, in the chain.
    pub(super) kind: &'static str,
    /// Name of the table in the database.
    pub(super) table: &'static str,
    /// What a row of it is, in Vietnamese.
    pub(super) called: &'static str,
    /// The columns that name a row.
    key: &'static [&'static str],
    /// What the digest covers: a name, and the SQL that gives the value.
    columns: &'static [(&'static str, &'static str)],
    /// The rows in the order in which they were chained, as far as one key names several.
    order: &'static str,
    /// What may become of a row.
    pub(super) life: Life,
}

/// What may become of a chained row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    /// The row never changes and never goes.
    Stays,
    /// It may change and go: each state has an entry, and the last one holds; of a row that is gone it is [`GONE`].
    Goes,
    /// It stays, and may lose its text once where this SQL condition holds of it.
    Fades(&'static str),
    /// The last row of a key has no entry while this SQL condition holds of it: it is still being written, or decides nothing.
    Opens(&'static str),
}

/// Columns that are covered as they are.
const fn plain<const N: usize>(names: [&'static str; N]) -> [(&'static str, &'static str); N] {
    let (mut columns, mut n) = ([("", ""); N], 0);
    while n < N {
        columns[n] = (names[n], names[n]);
        n += 1;
    }
    columns
}

/// What a row of the clerk's book is.
pub(super) const CLERK_COLUMNS: [&str; 13] = [
    "entry",
    "change",
    "seen_at",
    "book_sha256",
    "line",
    "period",
    "agency",
    "file",
    "received_at",
    "channel",
    "number",
    "receiver",
    "note",
];

/// A text that is not JSON is taken as it is, so that a damaged row is told as such.
const RELEASE_BODY: &str = "iif(json_valid(body), json_remove(body, '$.files', '$.last_scan', '$.receipts_head', '$.clerk_rows_head',
    '$.seal.build', '$.freeze.files', '$.freeze.seal.build', '$.freeze.last_scan'), body)";
const FREEZE_BODY: &str = "iif(json_valid(body), json_remove(body, '$.files', '$.last_scan', '$.seal.build'), body)";

/// A withdrawal holds the freeze that is void.
const DECISION_BODY: &str =
    "iif(kind = 'withdrawal' AND json_valid(body), json_remove(body, '$.freeze.files', '$.freeze.seal.build', '$.freeze.last_scan'), body)";

pub(super) const RECEIPTS: ChainTable = ChainTable {
    kind: "receipt",
    table: "receipts",
    called: "dòng tiếp nhận",
    key: &["seq"],
    columns: &plain(["path", "folder", "sha256", "size", "modified_at", "server_time", "first_seen", "last_scan_before"]),
    order: "seq",
    life: Life::Stays,
};
pub(super) const TAKEN_OPEN: ChainTable = ChainTable {
    kind: "taken_open",
    table: "taken_open",
    called: "ghi chú tệp đang mở khi nhận",
    key: &["receipt"],
    columns: &plain(["receipt"]),
    order: "receipt",
    life: Life::Stays,
};
pub(super) const SCANS: ChainTable = ChainTable {
    kind: "scan",
    table: "scans",
    called: "khoảng quét",
    key: &["at"],
    columns: &[
        ("areas", "(SELECT folders FROM folder_sets WHERE folder_sets.id = scans.listed)"),
        ("at", "at"),
        ("last", "last"),
        ("count", "count"),
        ("longest_gap", "longest_gap"),
        ("present", "present"),
        ("skew_seconds", "skew_seconds"),
        ("doubted", "iif(doubted, 1, NULL)"),
    ],
    order: "id",
    life: Life::Opens("NOT closed AND id = (SELECT max(id) FROM scans)"),
};
pub(super) const CLERK_ROWS: ChainTable = ChainTable {
    kind: "clerk_row",
    table: "clerk_rows",
    called: "dòng ghi sổ",
    key: &["seq"],
    columns: &plain(CLERK_COLUMNS),
    order: "seq",
    life: Life::Stays,
};
pub(super) const PROPOSALS: ChainTable = ChainTable {
    kind: "proposal",
    table: "proposals",
    called: "dòng kiến nghị",
    key: &["seq"],
    columns: &plain(["number", "at", "event", "body"]),
    order: "seq",
    life: Life::Stays,
};
pub(super) const EXCEPTIONS: ChainTable = ChainTable {
    kind: "exception",
    table: "exceptions",
    called: "lần ngoại lệ",
    key: &["seq"],
    columns: &[("kind", "kind"), ("period", "period"), ("body", DECISION_BODY)],
    order: "seq",
    life: Life::Stays,
};
pub(super) const FREEZES: ChainTable = ChainTable {
    kind: "freeze",
    table: "freezes",
    called: "bản chốt",
    key: &["period"],
    columns: &[("body", FREEZE_BODY)],
    order: "period",
    life: Life::Goes,
};
pub(super) const RELEASES: ChainTable = ChainTable {
    kind: "release",
    table: "releases",
    called: "lần chốt bản tổng hợp",
    key: &["period", "version"],
    columns: &[
        ("at", "at"),
        ("late", "late"),
        ("register_sha256", "register_sha256"),
        ("config_sha256", "config_sha256"),
        ("body", RELEASE_BODY),
    ],
    order: "seq",
    life: Life::Stays,
};
pub(super) const HISTORY: ChainTable = ChainTable {
    kind: "history",
    table: "history",
    called: "số liệu để lại cho kỳ sau của bản trình ký",
    key: &["period", "version"],
    columns: &plain(["body"]),
    order: "period, version",
    life: Life::Stays,
};
pub(super) const TALLIES: ChainTable = ChainTable {
    kind: "tally",
    table: "tallies",
    called: "tình trạng đơn vị trong bản trình ký",
    key: &["period", "version", "agency"],
    columns: &plain(["standing", "evidence", "received_at", "merged", "tasks", "errors", "warnings"]),
    order: "period, version, agency",
    life: Life::Stays,
};
pub(super) const LATE_ROWS: ChainTable = ChainTable {
    kind: "late_rows",
    table: "late_rows",
    called: "số liệu báo cáo gửi muộn của bản trình ký",
    key: &["period", "version"],
    columns: &plain(["body"]),
    order: "period, version",
    life: Life::Stays,
};
pub(super) const VERDICTS: ChainTable = ChainTable {
    kind: "verdict",
    table: "verdicts",
    called: "kết luận về tiếp nhận",
    key: &["receipt"],
    columns: &plain(["outcome", "period", "agency", "findings"]),
    order: "receipt, run",
    life: Life::Fades("findings = '[]' AND receipt IN (SELECT seq FROM receipts JOIN secrets USING (sha256))"),
};
pub(super) const REGISTERS: ChainTable = ChainTable {
    kind: "register",
    table: "registers",
    called: "danh mục đã dùng",
    key: &["seq"],
    columns: &plain(["sha256", "at", "note"]),
    order: "seq",
    life: Life::Stays,
};
pub(super) const CONFIGURATIONS: ChainTable = ChainTable {
    kind: "configuration",
    table: "configurations",
    called: "cấu hình đã dùng",
    key: &["seq"],
    columns: &plain(["sha256", "at"]),
    order: "seq",
    life: Life::Stays,
};
pub(super) const SECRETS: ChainTable = ChainTable {
    kind: "secret",
    table: "secrets",
    called: "tệp mật không giữ",
    key: &["sha256"],
    columns: &plain(["at", "agency", "period", "marks"]),
    order: "sha256",
    life: Life::Stays,
};

pub(super) const NOT_KEPT: ChainTable = ChainTable {
    kind: "not_kept",
    table: "not_kept",
    called: "tệp không lưu",
    key: &["sha256"],
    columns: &plain(["at", "bytes", "modified_ns", "content"]),
    order: "sha256",
    life: Life::Goes,
};

pub(super) const LONE_REVIEWS: ChainTable = ChainTable {
    kind: "lone_review",
    table: "lone_reviews",
    called: "lần kiểm riêng một tệp",
    key: &["seq"],
    columns: &plain(["sha256", "at", "died"]),
    order: "seq",
    // What ended well stays as it was judged; a run that was killed leaves such reviews to the next one.
    life: Life::Opens("NOT died"),
};
pub(super) const CLOCK_DECISIONS: ChainTable = ChainTable {
    kind: "clock_decision",
    table: "clock_decisions",
    called: "lần xác nhận đồng hồ",
    key: &["seq"],
    columns: &plain(["at", "reason", "decided_by"]),
    order: "seq",
    life: Life::Stays,
};

pub(super) const ISSUED_FORMS: ChainTable = ChainTable {
    kind: "issued_form",
    table: "issued_forms",
    called: "biểu mẫu đã phát",
    key: &["sha256"],
    columns: &plain(["path", "at"]),
    order: "sha256",
    life: Life::Stays,
};

/// The digest of a row that is gone.
pub(super) const GONE: &str = "gone";

pub(super) const IDENTITY: ChainTable = ChainTable {
    kind: "identity",
    table: "identity",
    called: "dòng về sổ",
    key: &["seq"],
    columns: &plain(["at", "desk", "first_period", "by", "reason", "versions"]),
    order: "seq",
    life: Life::Stays,
};

/// Every table of the chain, in the order in which an older ledger's rows are taken into it.
pub(super) const ALL: [&ChainTable; 20] = [
    &REGISTERS,
    &CONFIGURATIONS,
    &ISSUED_FORMS,
    &SCANS,
    &RECEIPTS,
    &TAKEN_OPEN,
    &SECRETS,
    &NOT_KEPT,
    &LONE_REVIEWS,
    &CLERK_ROWS,
    &PROPOSALS,
    &EXCEPTIONS,
    &CLOCK_DECISIONS,
    &VERDICTS,
    &FREEZES,
    &RELEASES,
    &HISTORY,
    &TALLIES,
    &LATE_ROWS,
    &IDENTITY,
];

/// Columns, each with its table, whose long texts are packed. They are asked for as they are: no SQL looks into one.
const PACKED: [(&str, &str); 3] = [("history", "body"), ("late_rows", "body"), ("verdicts", "findings")];

/// A row as the chain knows it.
pub(super) struct ChainedRow {
    /// Which row of its table, by the columns that name it.
    pub(super) key: String,
    /// SHA-256 of its canonical columns.
    pub(super) digest: String,
}

/// A row with all of its columns, by name.
pub(super) type WholeRow = serde_json::Map<String, serde_json::Value>;

/// The table of a kind of entry; `None` if no table is of it.
pub(super) fn of_kind(kind: &str) -> Option<&'static ChainTable> {
    ALL.into_iter().find(|table| table.kind == kind)
}

impl ChainTable {
    /// Every row, as it is now, by the order of its table.
    pub(super) fn rows(&self, c: &Connection) -> Result<Vec<ChainedRow>, Broken> {
        rows(c, &format!("{} ORDER BY {}", self.select(), self.order), [], |row| self.read(row))
    }

    /// The last row of a key, as it is now; `None` if there is none.
    pub(super) fn row(&self, c: &Connection, key: &str) -> Result<Option<ChainedRow>, Broken> {
        let sql = format!("{} WHERE {} {}", self.select(), self.named(), self.last());
        // A text finds a number by the affinity of its column.
        first(c, &sql, rusqlite::params_from_iter(self.parts(key)), |row| self.read(row))
    }

    /// The last row of a key with all of its columns, as it is now; `None` if there is none.
    pub(super) fn whole(&self, c: &Connection, key: &str) -> Result<Option<WholeRow>, Broken> {
        Ok(self.wholes(c, key)?.into_iter().next_back().map(|(_, row)| row))
    }

    /// The same of the row that an entry of the chain is about, by its digest and number. Several intervals of scans may begin at one
    /// instant and say the same, as runs leave them that are killed and repeated with one moment; their entries stand in the order
    /// of the rows.
    pub(super) fn whole_of(&self, c: &Connection, key: &str, (digest, seq): (&str, i64)) -> Result<Option<WholeRow>, Broken> {
        let alike = self.wholes(c, key)?.into_iter().filter(|(found, _)| found.digest == digest);
        let mut alike: Vec<WholeRow> = alike.map(|(_, row)| row).collect();
        if alike.len() > 1 {
            let sql = "SELECT count(*) FROM chain WHERE kind = ?1 AND key = ?2 AND digest = ?3 AND seq < ?4";
            let before: i64 = c.query_row(sql, params![self.kind, key, digest, seq], |row| row.get(0))?;
            alike.truncate(usize::try_from(before).unwrap_or(usize::MAX).saturating_add(1));
        }
        Ok(alike.pop())
    }

    fn wholes(&self, c: &Connection, key: &str) -> Result<Vec<(ChainedRow, WholeRow)>, Broken> {
        let covered = self.covered().join(", ");
        let sql = format!("SELECT {covered}, {0}.* FROM {0} WHERE {1} ORDER BY {2}", self.table, self.named(), self.order);
        let before = self.key.len() + self.columns.len();
        rows(c, &sql, rusqlite::params_from_iter(self.parts(key)), |row| {
            let names = row.as_ref().column_names().enumerate().skip(before);
            let whole = names.map(|(n, name)| Ok((name.to_owned(), json(row.get_ref(n)?)))).collect::<Result<WholeRow, Broken>>()?;
            Ok((self.read(row)?, whole))
        })
    }

    /// Is a long text of this column packed?
    pub(super) fn packs(&self, column: &str) -> bool {
        PACKED.contains(&(self.table, column))
    }

    /// Removes the row of a key, if it is there.
    pub(super) fn remove(&self, c: &Connection, key: &str) -> Result<(), Broken> {
        c.execute(&format!("DELETE FROM {} WHERE {}", self.table, self.named()), rusqlite::params_from_iter(self.parts(key)))?;
        Ok(())
    }

    /// Is the last row of this key still being written, or does it decide nothing, so that no entry witnesses it?
    pub(super) fn is_open(&self, c: &Connection, key: &str) -> Result<bool, Broken> {
        let Life::Opens(condition) = self.life else { return Ok(false) };
        self.holds(c, key, condition)
    }

    /// Has the last row of this key lost its text, as it may?
    pub(super) fn is_faded(&self, c: &Connection, key: &str) -> Result<bool, Broken> {
        let Life::Fades(condition) = self.life else { return Ok(false) };
        self.holds(c, key, condition)
    }

    fn holds(&self, c: &Connection, key: &str, condition: &str) -> Result<bool, Broken> {
        let sql = format!("SELECT ({condition}) FROM {} WHERE {} {}", self.table, self.named(), self.last());
        Ok(first(c, &sql, rusqlite::params_from_iter(self.parts(key)), |row| Ok(row.get(0)?))?.unwrap_or(false))
    }

    fn last(&self) -> String {
        format!("ORDER BY {} DESC LIMIT 1", self.order.replace(", ", " DESC, "))
    }

    /// Which row a message speaks of: `dòng tiếp nhận số 12`, `bản chốt 2025-W28`.
    pub(super) fn name(&self, key: &str) -> String {
        let number = if self.key == ["seq"] { "số " } else { "" };
        format!("{} {number}{key}", self.called)
    }

    fn select(&self) -> String {
        format!("SELECT {} FROM {}", self.covered().join(", "), self.table)
    }

    /// What gives the key and the digest of a row.
    fn covered(&self) -> Vec<String> {
        let key = self.key.iter().map(|column| format!("CAST({column} AS TEXT)"));
        key.chain(self.columns.iter().map(|(_, sql)| (*sql).to_owned())).collect()
    }

    fn named(&self) -> String {
        self.key.iter().enumerate().map(|(n, column)| format!("{column} = ?{}", n + 1)).collect::<Vec<_>>().join(" AND ")
    }

    fn parts<'k>(&self, key: &'k str) -> Vec<&'k str> {
        key.splitn(self.key.len(), '/').collect()
    }

    fn read(&self, row: &Row<'_>) -> Result<ChainedRow, Broken> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let part = |n| Ok(row.get_ref(n)?.as_bytes_or_null().ok().flatten().map(text).unwrap_or_default());
        let key = (0..self.key.len()).map(part).collect::<Result<Vec<String>, Broken>>()?;
        let mut covered = serde_json::Map::new();
        for (n, (name, _)) in self.columns.iter().enumerate() {
            let value = json(row.get_ref(self.key.len() + n)?);
            if !value.is_null() {
                covered.insert((*name).to_owned(), value);
            }
        }
        Ok(ChainedRow { key: key.join("/"), digest: sha256::of(serde_json::Value::Object(covered).to_string().as_bytes()) })
    }
}

fn json(value: ValueRef<'_>) -> serde_json::Value {
    match value {
        ValueRef::Null => serde_json::Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into(),
        ValueRef::Blob(bytes) => {
            let text = packed::unpack(bytes).and_then(|bytes| String::from_utf8(bytes).ok());
            // What nobody can unpack was not written by us.
            text.map_or(serde_json::Value::Bool(false), serde_json::Value::String)
        }
        // No chained table holds such a value; a row that does was not written by us.
        ValueRef::Real(_) => serde_json::Value::Bool(false),
    }
}
