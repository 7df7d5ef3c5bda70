//! The ledger held against its chain: every row of every chained table against the digest it left when it was written,
//! every entry against the one before, and the shape of the database against the one the migrations give. What does not
//! hold is named row by row, in Vietnamese; a row that nobody can read is one of these, and no reason to stop.

use super::chain::{self, ChainEntry};
use super::chain_tables::{self, ChainTable, Life};
use super::{Broken, Ledger, MIGRATIONS, first, migrate, row_hash, rows};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// So many rows of a table are named; the others are counted.
const NAMED: usize = 20;

impl Ledger {
    /// Everything in the ledger that is not what was written, in Vietnamese; empty if all is.
    pub fn damage(&self) -> Vec<String> {
        let mut damage = Vec::new();
        let mut look = |what: &str, found: Result<Vec<String>, Broken>| match found {
            Ok(found) => damage.extend(named(found)),
            Err(broken) => damage.push(format!("{what} không đọc được: {}", super::cause(&broken))),
        };
        let c = &self.connection;
        // A page that is damaged may belong to a table that nothing below reads.
        look("tệp sổ", pages(c));
        let entries = chain::entries_after(c, 0);
        if let Ok(entries) = &entries {
            for table in chain_tables::ALL {
                look(&format!("bảng {}", table.table), compare(c, table, entries));
            }
        }
        look("chuỗi ghi nhận", entries.and_then(|entries| links(c, &entries)));
        look("các dòng có mã nối", row_hash::broken(c));
        look("số lần quét", scan_numbers(c));
        look("cấu trúc sổ", shape(c));
        damage.extend(self.releases_without_their_rows());
        damage.into_iter().map(|what| format!("Sổ tiếp nhận không còn nguyên vẹn: {what}.")).collect()
    }

    /// The first of [`Ledger::damage`], as a failure of the check.
    pub fn verify_chain(&self) -> Result<(), String> {
        self.damage().into_iter().next().map_or(Ok(()), Err)
    }

    /// Each release sealed the heads of the receipts and of the clerk's rows, what it left to the next period, and the freeze
    /// of its week as it was then.
    fn releases_without_their_rows(&self) -> Vec<String> {
        let (releases, freezes) = match (self.releases(), self.freezes()) {
            (Ok(releases), Ok(freezes)) => (releases, freezes),
            (Err(failure), _) | (_, Err(failure)) => return vec![failure.to_string()],
        };
        let (in_force, voids) = match (self.in_force(), self.void_freezes()) {
            (Ok(in_force), Ok(voids)) => (in_force, voids),
            (Err(failure), _) | (_, Err(failure)) => return vec![failure.to_string()],
        };
        let mut damage = Vec::new();
        for release in releases {
            let first = in_force.first(release.period).is_some_and(|(version, _)| version == release.version);
            let name = format!("bản trình ký {} lần {}", release.period, release.version);
            if !self.history_holds(&release).unwrap_or(false) {
                damage.push(format!("số liệu mà {name} để lại cho kỳ sau đã bị sửa"));
            }
            let void =
                voids.iter().filter(|freeze| freeze.period == release.period).any(|freeze| release.freeze_holds(Some(freeze), false));
            if !void && !release.freeze_holds(freezes.iter().find(|freeze| freeze.period == release.period), first) {
                damage.push(format!("bản chốt kỳ {} đã bị sửa, không còn như {name} đã niêm phong", release.period));
            }
            for (rows, sealed) in [(&row_hash::RECEIPTS, &release.receipts_head), (&row_hash::CLERK_ROWS, &release.clerk_rows_head)] {
                let there = |hash: &String| self.with(|c| row_hash::holds(c, rows, hash)).unwrap_or(false);
                if sealed.as_ref().is_some_and(|hash| !there(hash)) {
                    damage.push(format!("{name} dựa trên các {} đã bị thay thế", rows.of.called));
                }
            }
        }
        damage
    }
}

fn named(mut found: Vec<String>) -> Vec<String> {
    let more = found.len().saturating_sub(NAMED);
    if more > 0 {
        found.truncate(NAMED);
        found.push(format!("… và {more} chỗ khác cùng loại"));
    }
    found
}

/// The entries hold each other, and the first one holds what was before it.
fn links(c: &Connection, entries: &[ChainEntry]) -> Result<Vec<String>, Broken> {
    let mut damage = Vec::new();
    let mut prev = chain::START;
    let mut wanted = 1;
    for entry in entries {
        let ChainEntry { seq, kind, key, digest, hash, .. } = entry;
        if *seq != wanted {
            damage.push(format!("thiếu mục số {wanted} của chuỗi ghi nhận"));
        } else if entry.prev != prev || *hash != chain::link(prev, *seq, kind, key, digest) {
            damage.push(format!("mục số {seq} của chuỗi ghi nhận đã bị sửa"));
        } else if (*seq == 1) != (kind == chain::FIRST) || (*seq > 1 && chain_tables::of_kind(kind).is_none()) {
            damage.push(format!("mục số {seq} của chuỗi ghi nhận không phải do chương trình ghi"));
        }
        (prev, wanted) = (hash, seq + 1);
    }
    let ever = first(c, "SELECT seq FROM sqlite_sequence WHERE name = 'chain'", [], |row| Ok(row.get::<_, i64>(0)?))?.unwrap_or(0);
    if ever >= wanted || wanted == 1 {
        damage.push(format!("thiếu mục số {wanted} của chuỗi ghi nhận"));
    }
    if let Some(start) = entries.first().filter(|entry| entry.seq == 1) {
        damage.extend(row_hash::lost_heads(c, &start.key)?);
        if start.digest != crate::text::sha256::of(start.key.as_bytes()) {
            damage.push("mục số 1 của chuỗi ghi nhận đã bị sửa".to_owned());
        }
    }
    Ok(damage)
}

/// The rows of a table against the entries about them.
fn compare(c: &Connection, table: &ChainTable, entries: &[ChainEntry]) -> Result<Vec<String>, Broken> {
    let mut now: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in table.rows(c)? {
        now.entry(row.key).or_default().push(row.digest);
    }
    let mut then: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut order = Vec::new();
    for entry in entries.iter().filter(|entry| entry.kind == table.kind) {
        let digests = then.entry(&entry.key).or_default();
        if digests.is_empty() {
            order.push(entry.key.as_str());
        }
        digests.push(&entry.digest);
    }
    let mut damage = Vec::new();
    for key in order {
        let digests = then.get(key).map(Vec::as_slice).unwrap_or_default();
        match now.get(key).map(Vec::as_slice).unwrap_or_default() {
            [] if table.life == Life::Goes && digests.last() == Some(&chain_tables::GONE) => {}
            [] => damage.push(format!("thiếu {}", table.name(key))),
            rows if agree(c, table, key, (rows, digests))? => {}
            _ => damage.push(format!("{} đã bị sửa", table.name(key))),
        }
    }
    for key in now.keys().filter(|key| !then.contains_key(key.as_str())) {
        if !table.is_open(c, key)? {
            damage.push(format!("{} được thêm vào ngoài chương trình", table.name(key)));
        }
    }
    Ok(damage)
}

fn agree(c: &Connection, table: &ChainTable, key: &str, (rows, digests): (&[String], &[&str])) -> Result<bool, Broken> {
    let last = rows.last().map(String::as_str) == digests.last().copied();
    Ok(match table.life {
        Life::Goes => last && rows.len() == 1,
        Life::Fades(_) if table.is_faded(c, key)? => last,
        // The last row of the key may still be open.
        Life::Opens(_) if table.is_open(c, key)? => rows.split_last().is_some_and(|(_, closed)| closed == digests),
        Life::Stays | Life::Fades(_) | Life::Opens(_) => rows == digests,
    })
}

/// What the database itself finds wrong with its pages.
fn pages(c: &Connection) -> Result<Vec<String>, Broken> {
    let said = rows(c, "PRAGMA quick_check(3)", [], |row| Ok(row.get::<_, String>(0)?))?;
    Ok(said.into_iter().filter(|line| line != "ok").map(|line| format!("tệp sổ hỏng ({line})")).collect())
}

/// Numbers of scans: of whole intervals, in order, and a receipt names the scan that brought it.
fn scan_numbers(c: &Connection) -> Result<Vec<String>, Broken> {
    let overlapping = "SELECT at FROM (SELECT at, id + count AS behind, lead(id) OVER (ORDER BY id) AS next FROM scans)
                       WHERE behind > next";
    let mut damage = rows(c, overlapping, [], |row| Ok(format!("số của khoảng quét {} đã bị sửa", row.get::<_, String>(0)?)))?;
    let strange = "SELECT seq FROM receipts WHERE NOT EXISTS (SELECT 1 FROM scans WHERE id = receipts.scan AND at = receipts.first_seen)";
    damage.extend(rows(c, strange, [], |row| Ok(format!("lần quét của dòng tiếp nhận số {} đã bị sửa", row.get::<_, i64>(0)?)))?);
    Ok(damage)
}

/// The tables, indexes and triggers against those that the migrations make.
fn shape(c: &Connection) -> Result<Vec<String>, Broken> {
    let made = Connection::open_in_memory()?;
    migrate(&made, &MIGRATIONS)?;
    let (wanted, found) = (parts(&made)?, parts(c)?);
    let names: BTreeSet<&(String, String)> = wanted.keys().chain(found.keys()).collect();
    let told = |part: &(String, String)| {
        let name = format!("{} {}", part_name(&part.0), part.1);
        match (wanted.get(part), found.get(part)) {
            (Some(wanted), Some(found)) if wanted == found => None,
            (Some(_), Some(_)) => Some(format!("{name} đã bị đổi cấu trúc")),
            (Some(_), None) => Some(format!("thiếu {name}")),
            (None, _) => Some(format!("{name} được thêm vào ngoài chương trình")),
        }
    };
    Ok(names.into_iter().filter_map(told).collect())
}

fn part_name(kind: &str) -> &str {
    match kind {
        "table" => "bảng",
        "index" => "chỉ mục",
        "trigger" => "trigger",
        other => other,
    }
}

/// The text that made each part of the database, by its kind and name.
fn parts(c: &Connection) -> Result<BTreeMap<(String, String), String>, Broken> {
    let sql = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let all = rows(c, sql, [], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    Ok(all.into_iter().collect())
}
