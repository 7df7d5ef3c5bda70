//! What goes into the archive of a year: which files, which texts, which part of the chain.

use crate::io::archive::{Archive, sha256};
use crate::io::failure::Failure;
use crate::io::ledger::{JournalLine, Ledger, LeftFile};
use crate::io::table_write;
use crate::io::zip_file::ZipFile;
use crate::model::data_table::{ColumnKind, DataTable, Datum, TableFormat};
use crate::model::freeze::Freeze;
use crate::model::moment;
use crate::model::outcome::Outcome;
use crate::model::period::Period;
use crate::model::seal::Seal;
use crate::model::year_archive::{CHAIN, YearEntry};
use crate::run::session;
use crate::run::verify::called;
use crate::text::year_archive::YearWeek;
use crate::text::{format, receipt_code};
use chrono::NaiveTime;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A file of the archive, by its bytes.
pub(super) fn entry(path: &str, what: &str, bytes: &[u8]) -> YearEntry {
    YearEntry { path: path.to_owned(), what: what.to_owned(), size: u64::try_from(bytes.len()).unwrap_or(u64::MAX), sha256: sha256(bytes) }
}

/// What goes into the file.
pub(super) struct Parts {
    /// What the page says of each week.
    pub(super) weeks: BTreeMap<Period, YearWeek>,
    /// Path, SHA-256 and what it is: of originals, products and sealed inputs.
    kept: Vec<(String, String, String)>,
    /// SHA-256 of the contents that offices sent.
    pub(super) originals: BTreeSet<String>,
    /// How many contents are not kept, by a rule.
    pub(super) not_kept: usize,
    /// Texts made here: path, what it is, bytes.
    texts: Vec<(&'static str, &'static str, Vec<u8>)>,
    /// The first entry of the chain.
    pub(super) from: i64,
    /// The last one.
    pub(super) to: i64,
    /// The hash of the last one.
    pub(super) head: String,
}

impl Parts {
    /// What the year stands on.
    pub(super) fn of(ledger: &Ledger, archive: &Archive, year: i32) -> Result<Self, Failure> {
        let of_year = |period: Period| period.year() == year;
        let left: Vec<LeftFile> = ledger.left_files()?.into_iter().filter(|left| of_year(left.period)).collect();
        let releases: Vec<_> = ledger.releases()?.into_iter().filter(|release| of_year(release.period)).collect();
        let freezes: Vec<Freeze> =
            ledger.freezes()?.into_iter().chain(ledger.void_freezes()?).filter(|freeze| of_year(freeze.period)).collect();
        let in_force = ledger.in_force()?;
        let mut weeks: BTreeMap<Period, YearWeek> = BTreeMap::new();
        for freeze in &freezes {
            weeks.entry(freeze.period).or_default().left.push(called(freeze.period, None, freeze.at));
        }
        for release in &releases {
            let void = if in_force.has(release.period, release.version) { "" } else { ", đã hủy" };
            let line = called(release.period, Some(release.version), release.at) + void;
            weeks.entry(release.period).or_default().left.push(line);
        }
        let (receipts, not_kept, originals, kept) = received(ledger, year, &mut weeks)?;
        let mut kept = kept;
        let mut taken: BTreeMap<String, String> = BTreeMap::new();
        for LeftFile { period, file, .. } in left.iter().filter(|left| left.kept) {
            let name = Path::new(&file.path).file_name().unwrap_or_default().to_string_lossy().into_owned();
            let plain = format!("san-pham/{period}/{name}");
            let path = match taken.get(&plain) {
                Some(other) if *other == file.sha256 => continue,
                Some(_) => format!("san-pham/{period}/{}_{name}", file.sha256.get(..8).unwrap_or_default()),
                None => plain,
            };
            taken.insert(path.clone(), file.sha256.clone());
            kept.push((path, file.sha256.clone(), format!("đã ra, {}", format::period_long(*period))));
        }
        let mut sealed: BTreeMap<String, String> = BTreeMap::new();
        let mut seals: Vec<(&Seal, String)> =
            freezes.iter().filter_map(|f| Some((f.seal.as_ref()?, called(f.period, None, f.at)))).collect();
        seals.extend(releases.iter().filter_map(|r| Some((r.seal.as_ref()?, called(r.period, Some(r.version), r.at)))));
        for (seal, of) in seals {
            let inputs = seal.inputs.iter().map(|input| (&input.sha256, input.name.as_str())).chain([(&seal.figures_sha256, "figures")]);
            for (sha256, name) in inputs {
                sealed.entry(sha256.clone()).or_insert_with(|| format!("{name}, {of}"));
            }
        }
        let registers: BTreeSet<&String> = releases.iter().map(|release| &release.register_sha256).collect();
        let behind: Vec<String> = registers.into_iter().flat_map(|sha256| session::workbooks_behind(archive, sha256)).collect();
        for sha256 in behind {
            sealed.entry(sha256).or_insert_with(|| "register".to_owned());
        }
        kept.extend(sealed.into_iter().map(|(sha256, what)| (format!("niem-phong/{sha256}"), sha256, format!("niêm phong: {what}"))));
        let lines = extract(ledger, year, &receipts)?;
        let (from, to, head) = match (lines.first(), lines.last()) {
            (Some(first), Some(last)) => (first.entry.seq, last.entry.seq, last.entry.hash.clone()),
            _ => (0, 0, String::new()),
        };
        let mut chain = String::new();
        lines.iter().for_each(|line| line.write(&mut chain));
        let table = |table: &DataTable| {
            table_write::to_bytes(table, TableFormat::Csv)
                .map(|bytes| ["\u{feff}".as_bytes(), &bytes].concat())
                .map_err(|e| Failure::usage(e, ""))
        };
        let texts = vec![
            (CHAIN, "trích sổ tiếp nhận", chain.into_bytes()),
            ("so/phat-hanh.csv", "các bản chốt, bản trình ký", table(&left_table(&left))?),
            ("so/tiep-nhan.csv", "các lần tiếp nhận", table(&receipts.table)?),
        ];
        Ok(Self { weeks, kept, originals, not_kept, texts, from, to, head })
    }

    /// Writes everything but page, index and seal; returns what was written.
    pub(super) fn write(&self, archive: &Archive, zip: &mut ZipFile) -> Result<Vec<YearEntry>, Failure> {
        let mut entries = Vec::new();
        let mut kept: Vec<&(String, String, String)> = self.kept.iter().collect();
        kept.sort();
        for (path, sha256, what) in kept {
            // Held against its address as it is read.
            let bytes = archive.read(sha256)?;
            let path = if path.starts_with("niem-phong/") { format!("{path}{}", ending(&bytes)) } else { path.clone() };
            zip.add(&path, &bytes)?;
            entries.push(entry(&path, what, &bytes));
        }
        for (path, what, bytes) in &self.texts {
            zip.add(path, bytes)?;
            entries.push(entry(path, what, bytes));
        }
        Ok(entries)
    }
}

/// How a sealed input is opened, by how it begins: its name in the archive says nothing.
fn ending(bytes: &[u8]) -> &'static str {
    match bytes {
        [b'P', b'K', ..] if bytes.windows(5).take(4096).any(|part| part == b"word/") => ".docx",
        [b'P', b'K', ..] => ".xlsx",
        [b'{' | b'[', b'"' | b'{' | b'\n' | b' ', ..] => ".json",
        _ => ".txt",
    }
}

/// The name of an original as every system can unpack it; the list of receipts has it as it came.
fn in_archive(name: &str) -> String {
    name.chars().map(|c| if c.is_control() || r#""*:<>?\|"#.contains(c) { '_' } else { c }).collect()
}

/// The receipts of the year.
struct Received {
    table: DataTable,
    /// Their numbers.
    seqs: BTreeSet<i64>,
}

type Originals = (Received, usize, BTreeSet<String>, Vec<(String, String, String)>);

fn received(ledger: &Ledger, year: i32, weeks: &mut BTreeMap<Period, YearWeek>) -> Result<Originals, Failure> {
    let (secrets, left_out) = (ledger.secrets()?, ledger.not_kept()?);
    let columns = [
        "so",
        "tep",
        "thu_muc",
        "sha256",
        "dung_luong",
        "gio_sua",
        "gio_nhan",
        "ky",
        "don_vi",
        "ket_luan",
        "ma_tiep_nhan",
        "trong_ban_luu_tru",
    ];
    let columns =
        columns.into_iter().map(|name| (name, if name == "so" || name == "dung_luong" { ColumnKind::Whole } else { ColumnKind::Text }));
    let mut table = DataTable { columns: columns.collect(), rows: Vec::new() };
    let (mut seqs, mut originals, mut kept, mut not_kept) = (BTreeSet::new(), BTreeSet::new(), Vec::new(), 0);
    for receipt in ledger.receipts()? {
        let verdict = ledger.verdict_of(receipt.seq)?;
        let period = verdict.as_ref().and_then(|verdict| verdict.period);
        let in_year =
            period.map_or_else(|| Period::containing(moment::day(receipt.first_seen)).year() == year, |period| period.year() == year);
        if !in_year {
            continue;
        }
        seqs.insert(receipt.seq);
        let agency = verdict.as_ref().and_then(|verdict| verdict.agency.clone());
        let code = agency.as_ref().zip(period).map(|(agency, period)| receipt_code::of(&receipt, agency, period));
        if let Some(period) = period.filter(|_| verdict.as_ref().is_some_and(|verdict| verdict.outcome == Outcome::Received)) {
            weeks.entry(period).or_default().received += 1;
        }
        let place = if secrets.contains_key(&receipt.sha256) {
            not_kept += 1;
            "không giữ: có dấu mật".to_owned()
        } else if left_out.contains_key(&receipt.sha256) {
            not_kept += 1;
            "không lưu: quá lớn hoặc không phải báo cáo".to_owned()
        } else {
            let name = receipt.file.path.rsplit('/').next().unwrap_or(&receipt.file.path);
            let of = period.map_or_else(|| "khac".to_owned(), |period| period.to_string());
            let path = format!("goc/{of}/{:05}_{}", receipt.seq, in_archive(name));
            kept.push((path.clone(), receipt.sha256.clone(), format!("bản gốc, nhận lúc {}", format::moment(receipt.first_seen))));
            originals.insert(receipt.sha256.clone());
            path
        };
        let text = |text: String| (!text.is_empty()).then_some(Datum::Text(text));
        table.rows.push(vec![
            Some(Datum::Whole(receipt.seq)),
            text(receipt.file.path.clone()),
            text(receipt.file.path.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default()),
            text(receipt.sha256.clone()),
            Some(Datum::Whole(i64::try_from(receipt.file.size).unwrap_or(i64::MAX))),
            text(receipt.file.modified_at.map(format::moment).unwrap_or_default()),
            text(receipt.first_seen.to_rfc3339()),
            text(period.map(|period| period.to_string()).unwrap_or_default()),
            text(agency.map(|agency| agency.to_string()).unwrap_or_default()),
            text(verdict.map(|verdict| verdict.outcome.label().to_owned()).unwrap_or_default()),
            text(code.unwrap_or_default()),
            text(place),
        ]);
    }
    Ok((Received { table, seqs }, not_kept, originals, kept))
}

fn left_table(left: &[LeftFile]) -> DataTable {
    let columns = ["ky", "lan", "loai", "tep", "sha256", "tinh_trang"].map(|name| (name, ColumnKind::Text)).to_vec();
    let text = |text: String| Some(Datum::Text(text));
    let row = |left: &LeftFile| {
        let state = match (left.withdrawn, left.kept) {
            (true, _) => "đã hủy",
            (false, true) => "",
            (false, false) => "kho lưu không giữ (phiên bản 0.1)",
        };
        let version = left.version.map_or_else(|| "chốt".to_owned(), |version| version.to_string());
        let (kind, path, sha256) = (left.file.kind.clone(), left.file.path.clone(), left.file.sha256.clone());
        vec![text(left.period.to_string()), text(version), text(kind), text(path), text(sha256), text(state.to_owned())]
    };
    DataTable { columns, rows: left.iter().map(row).collect() }
}

/// The entries of the chain from the first that is of the year to the last, without a gap.
fn extract(ledger: &Ledger, year: i32, receipts: &Received) -> Result<Vec<JournalLine>, Failure> {
    let first_day = Period::new(year, 1).map(Period::first_day);
    let since = first_day.map(|day| moment::at(day.and_time(NaiveTime::MIN)));
    let ids = format!("{year}-W");
    let lines = ledger.journal_after(0)?;
    let of_year = |line: &JournalLine| line.is_of_period(&ids) || line.receipt().is_some_and(|seq| receipts.seqs.contains(&seq));
    let begun = |line: &&JournalLine| line.moment().zip(since).is_some_and(|(at, since)| at >= since);
    let from = lines
        .iter()
        .find(begun)
        .map(|line| line.entry.seq)
        .into_iter()
        .chain(lines.iter().find(|line| of_year(line)).map(|line| line.entry.seq))
        .min();
    let to = lines.iter().rev().find(|line| of_year(line)).map(|line| line.entry.seq);
    let (Some(from), Some(to)) = (from, to) else { return Ok(Vec::new()) };
    Ok(lines.into_iter().filter(|line| (from..=to).contains(&line.entry.seq)).collect())
}
