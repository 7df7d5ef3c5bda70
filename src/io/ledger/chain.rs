//! Rows that prove each other: each carries the hash of the row before, so that an edited, removed or inserted row
//! shows. The hashed text is the JSON list of the stored columns, which anybody can rebuild with a database tool.

use super::{Broken, Ledger, first, rows};
use crate::io::archive::sha256;
use rusqlite::Connection;
use rusqlite::types::Value;

/// A chained table and the columns that its hashes cover, after `seq`.
pub(super) struct Chained {
    pub(super) table: &'static str,
    columns: &'static [&'static str],
    called: &'static str,
}

pub(super) const RECEIPTS: Chained = Chained {
    table: "receipts",
    columns: &["path", "folder", "sha256", "size", "modified_at", "server_time", "scan", "first_seen", "last_scan_before"],
    called: "dòng tiếp nhận",
};
pub(super) const RELEASES: Chained = Chained {
    table: "releases",
    columns: &["period", "version", "at", "late", "register_sha256", "config_sha256", "body"],
    called: "lần phát hành",
};
pub(super) const EXCEPTIONS: Chained = Chained { table: "exceptions", columns: &["kind", "period", "body"], called: "lần ngoại lệ" };

pub(super) const CLERK_ROWS: Chained = Chained {
    table: "clerk_rows",
    columns: &[
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
    ],
    called: "dòng ghi sổ",
};

/// Before the first row.
const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Appends a row; `values` in the order of the columns. Returns its number and its hash.
pub(super) fn append(c: &Connection, chained: &Chained, values: Vec<Value>) -> Result<(i64, String), Broken> {
    let table = chained.table;
    let last = first(c, &format!("SELECT seq, hash FROM {table} ORDER BY seq DESC LIMIT 1"), [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })?;
    let (seq, prev) = last.map_or((1, START.to_owned()), |(seq, hash)| (seq + 1, hash));
    let hash = link(&prev, seq, &values)?;
    let places = (1..=values.len() + 3).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ");
    let sql = format!("INSERT INTO {table} (seq, prev_hash, hash, {}) VALUES ({places})", chained.columns.join(", "));
    let head = [Value::Integer(seq), Value::Text(prev), Value::Text(hash.clone())];
    c.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(head.into_iter().chain(values)))?;
    Ok((seq, hash))
}

/// The hash of a row and of the row before it.
pub(super) fn hashes(c: &Connection, chained: &Chained, seq: i64) -> Result<Option<(String, String)>, Broken> {
    let sql = format!("SELECT hash, prev_hash FROM {} WHERE seq = ?1", chained.table);
    first(c, &sql, [seq], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The hash of the last row; `None` if the table is empty.
pub(super) fn head(c: &Connection, chained: &Chained) -> Result<Option<String>, Broken> {
    first(c, &format!("SELECT hash FROM {} ORDER BY seq DESC LIMIT 1", chained.table), [], |row| Ok(row.get(0)?))
}

fn link(prev: &str, seq: i64, values: &[Value]) -> Result<String, Broken> {
    let json = |value: &Value| match value {
        Value::Null => serde_json::Value::Null,
        Value::Integer(n) => (*n).into(),
        Value::Text(text) => text.as_str().into(),
        // The chained tables have no such columns; a row that has one was not written by us.
        Value::Real(_) | Value::Blob(_) => "?".into(),
    };
    let row: Vec<serde_json::Value> = std::iter::once(seq.into()).chain(values.iter().map(json)).collect();
    Ok(sha256(format!("{prev}\n{}", serde_json::to_string(&row)?).as_bytes()))
}

/// The first row that is not what was written, in Vietnamese.
fn broken_at(c: &Connection, chained: &Chained) -> Result<Option<String>, Broken> {
    let Chained { table, columns, called } = chained;
    let sql = format!("SELECT seq, prev_hash, hash, {} FROM {table} ORDER BY seq", columns.join(", "));
    let mut prev = START.to_owned();
    let mut wanted = 1i64;
    let mut broken = None;
    rows(c, &sql, [], |row| {
        let seq: i64 = row.get(0)?;
        let (prev_hash, hash): (String, String) = (row.get(1)?, row.get(2)?);
        let values = (0..columns.len()).map(|n| row.get(n + 3)).collect::<Result<Vec<Value>, _>>()?;
        if broken.is_none() {
            if seq != wanted {
                broken = Some(format!("thiếu {called} số {wanted}"));
            } else if prev_hash != prev || hash != link(&prev, seq, &values)? {
                broken = Some(format!("{called} số {seq} đã bị sửa"));
            }
        }
        prev = hash;
        wanted = seq + 1;
        Ok(())
    })?;
    // Rows cut off the end leave the chain whole; the database still knows how many there were.
    let ever = first(c, "SELECT seq FROM sqlite_sequence WHERE name = ?1", [table], |row| Ok(row.get::<_, i64>(0)?))?.unwrap_or(0);
    if broken.is_none() && ever >= wanted {
        broken = Some(format!("thiếu {called} số {wanted}"));
    }
    Ok(broken)
}

impl Ledger {
    /// Checks every chained row; on trouble says, in Vietnamese, which row was edited or is missing.
    pub fn verify_chain(&self) -> Result<(), String> {
        for chained in [&RECEIPTS, &CLERK_ROWS, &EXCEPTIONS, &RELEASES] {
            let broken = self.with(|c| broken_at(c, chained)).map_err(|failure| failure.to_string())?;
            if let Some(broken) = broken {
                return Err(format!("Sổ tiếp nhận không còn nguyên vẹn: {broken}."));
            }
        }
        self.releases_match_their_rows()
    }

    /// Each release sealed the heads of the receipts and of the clerk's rows; those heads must still be there. The table of
    /// freezes is not chained itself, so each freeze is held against the one in the record of the release.
    fn releases_match_their_rows(&self) -> Result<(), String> {
        let freezes = self.freezes().map_err(|failure| failure.to_string())?;
        for release in self.releases().map_err(|failure| failure.to_string())? {
            if !self.history_holds(&release).map_err(|failure| failure.to_string())? {
                return Err(format!(
                    "Sổ tiếp nhận không còn nguyên vẹn: số liệu mà bản phát hành {} lần {} để lại cho kỳ sau đã bị sửa.",
                    release.period, release.version
                ));
            }
            if !release.freeze_holds(freezes.iter().find(|freeze| freeze.period == release.period)) {
                return Err(format!(
                    "Sổ tiếp nhận không còn nguyên vẹn: bản chốt kỳ {} đã bị sửa, không còn như bản phát hành lần {} đã niêm phong.",
                    release.period, release.version
                ));
            }
            for (chained, sealed) in [(&RECEIPTS, &release.receipts_head), (&CLERK_ROWS, &release.clerk_rows_head)] {
                let Some(sealed) = sealed else { continue };
                let sql = format!("SELECT 1 FROM {} WHERE hash = ?1", chained.table);
                let there = self.with(|c| first(c, &sql, [sealed], |_| Ok(()))).map_err(|failure| failure.to_string())?;
                if there.is_none() {
                    return Err(format!(
                        "Sổ tiếp nhận không còn nguyên vẹn: bản phát hành {} lần {} dựa trên các {} đã bị thay thế.",
                        release.period, release.version, chained.called
                    ));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::io::ledger::receipts::tests::three_receipts;
    use crate::io::ledger::tests::tamper;

    #[test]
    fn an_untouched_ledger_is_whole() {
        let (_dir, ledger) = three_receipts();
        ledger.verify_chain().unwrap();
    }

    #[test]
    fn rows_cannot_be_changed_or_removed_by_accident() {
        let (dir, ledger) = three_receipts();
        for sql in
            ["UPDATE receipts SET first_seen = ''", "DELETE FROM receipts", "REPLACE INTO receipts SELECT * FROM receipts WHERE seq = 2"]
        {
            tamper(dir.path(), sql).ok();
        }
        assert!(tamper(dir.path(), "UPDATE receipts SET size = 1").is_err());
        ledger.verify_chain().unwrap();
        assert_eq!(ledger.receipts().unwrap().len(), 3);
    }

    #[test]
    fn whoever_drops_the_guards_is_still_noticed() {
        let drop = "DROP TRIGGER receipts_keep; DROP TRIGGER receipts_stay; PRAGMA foreign_keys = OFF;";
        let edit = "UPDATE receipts SET first_seen = replace(first_seen, '10:00', '09:00') WHERE seq = 2";
        for (sql, expected) in [
            (edit, "dòng tiếp nhận số 2 đã bị sửa"),
            ("UPDATE receipts SET server_time = NULL WHERE seq = 1", "số 1 đã bị sửa"),
            ("DELETE FROM receipts WHERE seq = 2", "thiếu dòng tiếp nhận số 2"),
            ("DELETE FROM receipts WHERE seq = 3", "thiếu dòng tiếp nhận số 3"),
            ("DELETE FROM receipts", "thiếu dòng tiếp nhận số 1"),
        ] {
            let (dir, ledger) = three_receipts();
            tamper(dir.path(), &format!("{drop} {sql};")).unwrap();
            let broken = ledger.verify_chain().unwrap_err();
            assert!(broken.contains(expected), "{sql}: {broken}");
        }
    }
}
