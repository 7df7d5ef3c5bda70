//! A ledger written anew from the journal. What the chain does not hold is made again where it follows from what it holds
//! (what lies in the inbox, which files left), and by the next run where it does not (contents, answers, drafts).

use super::chain::{self, ChainEntry};
use super::chain_tables::{self, ChainTable, Life};
use super::journal_line::{AREAS, JournalLine};
use super::opening;
use super::{Broken, FILE, Ledger, MIGRATIONS, migrate, moment_of, moment_text, packed, row_hash};
use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::model::moment::Moment;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

impl Ledger {
    /// Makes a ledger in a folder that has none, with these lines, which follow from one another. `now` is when this is
    /// done. Returns how many rows there are of each kind, by its name in Vietnamese.
    pub fn rebuild(disk: &Disk, folder: &Path, lines: &[JournalLine], now: Moment) -> Result<BTreeMap<&'static str, usize>, Failure> {
        opening::make_private(disk, &folder.join(FILE))?;
        let ledger = Self::connect(disk, folder, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        ledger.with(|c| migrate(c, &MIGRATIONS))?;
        ledger.write(|c| {
            // A row may refer to one that the chain does not hold, such as a run; those are made up below.
            c.execute_batch("PRAGMA defer_foreign_keys = ON;")?;
            let (mut counts, lines) = (BTreeMap::new(), with_scan_numbers(lines));
            for line in lines.iter() {
                entry(c, line)?;
                let Some(table) = chain_tables::of_kind(&line.entry.kind) else { continue };
                if let Some(row) = &line.row {
                    insert(c, table, row, Bodies::Kept)?;
                    *counts.entry(table.called).or_default() += 1;
                } else if line.entry.digest == chain_tables::GONE {
                    table.remove(c, &line.entry.key)?;
                }
            }
            follow(c, now)?;
            Ok(counts)
        })
    }

    /// Closes the ledger so that its file holds all of it.
    pub fn close(self) -> Result<(), Failure> {
        self.with(|c| Ok(c.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")?))
    }
}

/// What of a journal is not what its entries witnessed, in Vietnamese: rows that were edited, and rows that are gone though no later
/// entry is about them. The lines follow from one another.
///
/// # Errors
///
/// A line cannot be taken as a row at all; the cause, in Vietnamese.
pub fn journal_damage(lines: &[JournalLine]) -> Result<Vec<String>, String> {
    edited_lines(lines).map_err(|broken| super::cause(&broken))
}

/// The same of some lines of a journal: what stands before them is not asked for, so that the hashes that rows of receipts carry from the
/// row before are not looked at.
pub fn rows_damage(lines: &[JournalLine]) -> Vec<String> {
    edited_rows(lines).map_or_else(|broken| vec![super::cause(&broken)], |(_, damage)| damage)
}

fn edited_lines(lines: &[JournalLine]) -> Result<Vec<String>, Broken> {
    let (c, edited) = edited_rows(lines)?;
    let mut damage = row_hash::broken(&c)?;
    damage.extend(edited);
    Ok(damage)
}

/// The lines as rows of a database, and which of them are not what their entries witnessed.
fn edited_rows(lines: &[JournalLine]) -> Result<(Connection, Vec<String>), Broken> {
    let c = Connection::open_in_memory()?;
    migrate(&c, &MIGRATIONS)?;
    // What a row refers to may come later, or not at all.
    c.execute_batch("PRAGMA foreign_keys = OFF; BEGIN;")?;
    let mut latest: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for JournalLine { entry, .. } in lines {
        latest.insert((&entry.kind, &entry.key), entry.seq);
    }
    let (mut edited, numbered) = (Vec::new(), with_scan_numbers(lines));
    for JournalLine { entry, row } in numbered.iter() {
        let Some(table) = chain_tables::of_kind(&entry.kind) else { continue };
        let is_latest = latest.get(&(entry.kind.as_str(), entry.key.as_str())) == Some(&entry.seq);
        match row {
            Some(row) => {
                insert(&c, table, row, Bodies::LookedAt)?;
                if table.row(&c, &entry.key)?.is_none_or(|found| found.digest != entry.digest) {
                    edited.push((table, &entry.key, "đã bị sửa"));
                }
            }
            None if entry.digest == chain_tables::GONE => table.remove(&c, &entry.key)?,
            None if is_latest => edited.push((table, &entry.key, "không có nội dung")),
            None => {}
        }
    }
    let mut damage = Vec::new();
    for (table, key, what) in edited {
        // A text that was taken out because it is secret is a gap that is known.
        if !table.is_faded(&c, key)? {
            damage.push(format!("{} {what}", table.name(key)));
        }
    }
    Ok((c, damage))
}

/// Journals of before hold the last of several scans that say the same of one instant in the place of each of them. They get their numbers
/// back: each the one before it by as many as it counts.
fn with_scan_numbers(lines: &[JournalLine]) -> Cow<'_, [JournalLine]> {
    let number = |line: &JournalLine, column: &str| line.row.as_ref()?.get(column)?.as_i64();
    let mut numbered = Cow::Borrowed(lines);
    // The line behind, and the number that its row has got.
    let mut behind: Option<((&ChainEntry, i64), i64)> = None;
    for (place, line) in lines.iter().enumerate().rev().filter(|(_, line)| line.entry.kind == chain_tables::SCANS.kind) {
        let (Some(id), Some(count)) = (number(line, "id"), number(line, "count")) else { continue };
        let is_same = |(entry, other): (&ChainEntry, i64)| {
            (entry.key.as_str(), entry.digest.as_str(), other) == (line.entry.key.as_str(), line.entry.digest.as_str(), id)
        };
        let own = behind.filter(|(other, _)| is_same(*other)).map_or(id, |(_, own)| own - count);
        if own != id
            && let Some(row) = numbered.to_mut().get_mut(place).and_then(|line| line.row.as_mut())
        {
            row.insert("id".to_owned(), own.into());
            row.insert("closed".to_owned(), 1.into());
        }
        behind = Some(((&line.entry, id), own));
    }
    numbered
}

fn entry(c: &Connection, line: &JournalLine) -> Result<(), Broken> {
    let entry = &line.entry;
    let sql = "INSERT INTO chain (seq, prev, hash, kind, key, digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    c.prepare_cached(sql)?.execute(rusqlite::params![entry.seq, entry.prev, entry.hash, entry.kind, entry.key, entry.digest])?;
    Ok(())
}

/// What is done with the long bodies of rows that are put into a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bodies {
    /// They stay, so they are packed.
    Kept,
    /// They are looked at once: to pack them would cost more than all else that is done with them.
    LookedAt,
}

fn insert(c: &Connection, table: &ChainTable, row: &Map<String, Value>, bodies: Bodies) -> Result<(), Broken> {
    let mut columns: Vec<(&str, Sql)> = Vec::new();
    for (column, value) in row {
        if column == AREAS {
            columns.retain(|(name, _)| *name != "listed");
            columns.push(("listed", areas(c, value)?));
        } else if !columns.iter().any(|(name, _)| name == column) {
            columns.push((column, sql_value(value, bodies == Bodies::Kept && table.packs(column))?));
        }
    }
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    if !names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')) {
        return Err(Broken::Content(format!("sổ phụ có cột lạ ở {}", table.called)));
    }
    let places: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
    // Only a row that may change, or lose its text, is written twice.
    let again = matches!(table.life, Life::Goes | Life::Fades(_));
    let verb = if again { "INSERT OR REPLACE" } else { "INSERT" };
    let sql = format!("{verb} INTO {} ({}) VALUES ({})", table.table, names.join(", "), places.join(", "));
    c.prepare_cached(&sql)?.execute(params_from_iter(columns.into_iter().map(|(_, value)| value)))?;
    Ok(())
}

/// The number of a list of areas, which stands once.
fn areas(c: &Connection, list: &Value) -> Result<Sql, Broken> {
    let Some(list) = list.as_str() else { return Ok(Sql::Null) };
    c.prepare_cached("INSERT OR IGNORE INTO folder_sets (folders) VALUES (?1)")?.execute([list])?;
    Ok(Sql::Integer(c.prepare_cached("SELECT id FROM folder_sets WHERE folders = ?1")?.query_row([list], |row| row.get(0))?))
}

fn sql_value(value: &Value, packs: bool) -> Result<Sql, Broken> {
    Ok(match value {
        Value::String(text) if packs => packed::value(text)?,
        Value::String(text) => Sql::Text(text.clone()),
        Value::Number(number) => number.as_i64().map_or(Sql::Null, Sql::Integer),
        _ => Sql::Null,
    })
}

/// What follows from the rows: the runs that verdicts name, scans that receipts name, and what lies in the inbox.
fn follow(c: &Connection, now: Moment) -> Result<(), Broken> {
    let now = moment_text(now);
    c.execute("INSERT OR IGNORE INTO runs (id, at, command, exit_code) SELECT DISTINCT run, ?1, 'recover', 0 FROM verdicts", [&now])?;
    // An interval that was still growing has no entry yet; a receipt in it began another one, so only its number is missing.
    let sql = "SELECT scan, min(first_seen) FROM receipts
               WHERE NOT EXISTS (SELECT 1 FROM scans WHERE scans.id <= scan AND scan < scans.id + scans.count) GROUP BY scan ORDER BY scan";
    for (scan, at) in super::rows(c, sql, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))? {
        let insert = "INSERT OR IGNORE INTO scans (id, at, last, listed, closed) VALUES (?1, ?2, ?2, NULL, 1)";
        if c.prepare_cached(insert)?.execute(rusqlite::params![scan, at])? > 0 {
            chain::append(c, &chain_tables::SCANS, &at)?;
        }
    }
    let mut statement = c.prepare("SELECT path, size, modified_at, sha256, max(seq) FROM receipts GROUP BY path")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Some(modified) = row.get::<_, Option<String>>(2)? else { continue };
        let modified = moment_of(&modified)?.timestamp_nanos_opt();
        let sql = "INSERT INTO inbox_state (path, size, modified_ns, sha256, receipt) VALUES (?1, ?2, ?3, ?4, ?5)";
        let (path, size, sha256, seq): (String, i64, String, i64) = (row.get(0)?, row.get(1)?, row.get(3)?, row.get(4)?);
        c.prepare_cached(sql)?.execute(rusqlite::params![path, size, modified.unwrap_or_default(), sha256, seq])?;
    }
    Ok(())
}
