//! Damaged workbooks by the thousand through the reading children: every one gives cells or a named refusal, none
//! hangs, and the pool goes on. The damage comes from a seed, so a failure can be made again.
//!
//! `TONGHOP_MUTANTS=100000` sets the number, `TONGHOP_SEED=7` the seed.

use crate::{corpus, workbooks};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;
use tonghop::io::reader_pool::WorkbookReader;
use tonghop::model::workbook::Refusal;
use tonghop::reader::Received;

/// Mutants of an ordinary test run.
const FEW: u64 = 3_000;
/// Of a hundred, how many are `.xls`: the format whose damage is the most dangerous.
const XLS_PERCENT: u64 = 60;
/// Seeds larger than this would make the test slow and show nothing more.
const SEED_BYTES_MAX: u64 = 150 << 10;

/// A small generator with a fixed sequence (xorshift64*).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

/// Damages a file: bits, words, pieces moved, zeros, an end cut off.
fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(6) {
        let length = bytes.len();
        if length < 64 {
            return;
        }
        let at = random.below(length - 8);
        match random.below(8) {
            0 => bytes[at] ^= 1 << random.below(8),
            1 => bytes[at] = u8::try_from(random.below(256)).unwrap(),
            2 => bytes[at..at + 4].copy_from_slice(&[0xff; 4]),
            3 => bytes[at..at + 4].copy_from_slice(&u32::try_from(random.next() & 0xffff).unwrap().to_le_bytes()),
            4 => {
                let end = length.min(at + 1 + random.below(512));
                bytes[at..end].fill(0);
            }
            5 => {
                let size = 1 + random.below((length - at).min(256));
                let to = random.below(length - size);
                bytes.copy_within(at..at + size, to);
            }
            6 => bytes.truncate(length - random.below(length / 2)),
            _ => {
                let kept = length - random.below(length / 2);
                bytes[kept..].fill(0);
            }
        }
    }
}

/// Damages the parts of a package and packs it again: damage that the checks of the zip would hide is then seen by
/// the readers of the parts.
fn damage_inside(bytes: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let chosen = random.below(archive.len());
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).ok()?;
        let name = entry.name().ok()?.into_owned();
        let mut content = Vec::new();
        (&mut entry).take(2 << 20).read_to_end(&mut content).ok()?;
        if index == chosen || name.ends_with("workbook.xml") || name.ends_with("sheet1.xml") || name.ends_with("sheet1.bin") {
            damage(&mut content, random);
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).ok()?;
        writer.write_all(&content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn damage_costs_the_file_and_nobody_else() {
    damaged(&workbooks::kept());
}

#[test]
#[ignore = "needs the corpus"]
fn damage_to_the_corpus_costs_the_file_and_nobody_else() {
    damaged(&corpus::folder());
}

fn damaged(folder: &Path) {
    let small = |path: &PathBuf| std::fs::metadata(path).is_ok_and(|data| (64..SEED_BYTES_MAX).contains(&data.len()));
    let container = |path: &PathBuf| std::fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf"));
    let all: Vec<PathBuf> = workbooks::below(folder).into_iter().filter(small).filter(container).collect();
    let (old, packed): (Vec<PathBuf>, Vec<PathBuf>) = all.into_iter().partition(|path| workbooks::extension(path) == "xls");
    let (count, seed) = (number("TONGHOP_MUTANTS", FEW), number("TONGHOP_SEED", 57));
    let pool = workbooks::pool();
    let start = Instant::now();
    let halves: Vec<BTreeMap<String, u64>> = std::thread::scope(|scope| {
        let half = |first: u64| {
            let (pool, old, packed) = (&pool, &old, &packed);
            scope.spawn(move || {
                let mut table = BTreeMap::new();
                for mutant in (first..count).step_by(2) {
                    let mut random =
                        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (mutant + 1).wrapping_mul(0xd134_2543_de82_ef95) | 1);
                    let seeds = if random.next() % 100 < XLS_PERCENT { old } else { packed };
                    let path = &seeds[random.below(seeds.len())];
                    let mut bytes = std::fs::read(path).unwrap();
                    let extension = workbooks::extension(path);
                    let inside = if random.below(2) == 0 { damage_inside(&bytes, &mut random) } else { None };
                    match inside {
                        Some(changed) => bytes = changed,
                        None => damage(&mut bytes, &mut random),
                    }
                    let outcome = match pool.read(&bytes, &extension) {
                        Ok(Received::Workbook(_)) => "read".to_owned(),
                        Ok(Received::Document(_)) => "document".to_owned(),
                        Err(Refusal::Unsafe { cause }) if cause.contains("dừng đột ngột") => "reader died".to_owned(),
                        Err(Refusal::Unsafe { cause }) if cause.contains("chưa xong") => "reader hung".to_owned(),
                        Err(refusal) => format!("{refusal:?}").split([' ', '{']).next().unwrap().to_owned(),
                    };
                    *table.entry(format!("{extension:4} {outcome}")).or_default() += 1;
                }
                table
            })
        };
        let threads = [half(0), half(1)];
        threads.map(|thread| thread.join().unwrap()).into_iter().collect()
    });
    let mut table: BTreeMap<String, u64> = BTreeMap::new();
    for (outcome, number) in halves.iter().flatten() {
        *table.entry(outcome.clone()).or_default() += number;
    }
    for (outcome, number) in &table {
        println!("{number:7} {outcome}");
    }
    println!("{count} mutants, seed {seed}, {:?}", start.elapsed());
    assert_eq!(table.values().sum::<u64>(), count, "every mutant has its outcome");
    assert_eq!(pool.failure(), None, "the pool goes on");
    let hung: Vec<&String> = table.keys().filter(|outcome| outcome.contains("hung")).collect();
    assert!(hung.is_empty(), "{hung:?}");
}
