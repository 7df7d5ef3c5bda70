//! The workbooks of many writers that lie in `tests/workbooks`: their manifest says of each what it is, and whether its
//! report says the same as the others. Tests of readers, letters and damage take them as their ordinary input.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tonghop::forms;
use tonghop::io::reader_pool::ReaderPool;
use tonghop::io::reader_pool::WorkbookReader;
use tonghop::model::config::Limits;
use tonghop::model::extraction::Extraction;
use tonghop::model::workbook::{RawWorkbook, Refusal};
use tonghop::reader::Received;

/// Extensions that promise a workbook.
const WORKBOOKS: [&str; 6] = ["xlsx", "xlsm", "xltm", "xls", "xlsb", "ods"];
/// Bytes of all kept workbooks together, at most.
const ROOM: u64 = 1_000_000;

/// The folder of the kept workbooks.
pub(crate) fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks")
}

/// The files of a folder that call themselves workbooks, in order.
pub(crate) fn below(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    files.filter(|path| path.is_file() && WORKBOOKS.contains(&extension(path).as_str())).collect()
}

/// A file's extension in lower case.
pub(crate) fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
}

pub(crate) fn pool() -> ReaderPool {
    ReaderPool::new(PathBuf::from(env!("CARGO_BIN_EXE_tonghop")), 2, Limits::DEFAULT)
}

/// Every workbook of a folder that can be read, with its path below the folder, in order.
pub(crate) fn read(folder: &Path) -> Vec<(String, RawWorkbook)> {
    let pool = pool();
    let read = |path: &PathBuf| match pool.read(&std::fs::read(path).unwrap(), &extension(path)) {
        Ok(Received::Workbook(workbook)) => Some((path.strip_prefix(folder).unwrap().to_string_lossy().into_owned(), workbook)),
        _ => None,
    };
    below(folder).iter().filter_map(read).collect()
}

/// What became of a file, in the words of the manifests.
pub(crate) fn outcome(received: &Result<Received, Refusal>) -> &'static str {
    match received {
        Ok(Received::Workbook(_)) => "read",
        Ok(Received::Document(_)) => "document",
        Err(Refusal::Empty) => "empty",
        Err(Refusal::Damaged { .. }) => "damaged",
        Err(Refusal::Encrypted) => "encrypted",
        Err(Refusal::WrongKind { .. }) => "wrong kind",
        Err(Refusal::Disguised { .. }) => "disguised",
        Err(Refusal::Unsafe { .. } | Refusal::TooManyRows { .. }) => "unsafe",
        Err(Refusal::TooLarge { .. }) => "too large",
    }
}

/// Name, outcome and what is said of the report, a line of the manifest.
fn manifest() -> Vec<(String, String, String)> {
    let text = std::fs::read_to_string(kept().join("manifest.tsv")).unwrap();
    let entry = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        assert!(fields.len() == 6 && fields.iter().all(|field| !field.is_empty()), "{line}");
        (fields[0].to_owned(), fields[4].to_owned(), fields[5].to_owned())
    };
    text.lines().skip(1).map(entry).collect()
}

#[test]
fn the_manifest_names_every_workbook() {
    let files = below(&kept());
    let names: Vec<String> = files.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    let mut listed: Vec<String> = manifest().into_iter().map(|(name, _, _)| name).collect();
    listed.sort();
    assert_eq!(names, listed);
    assert!(names.len() >= 30, "{}", names.len());
    let room: u64 = files.iter().map(|path| path.metadata().unwrap().len()).sum();
    assert!(room < ROOM, "{room}");
}

/// The programs whose workbooks say the same, each with the formats that it writes.
#[test]
fn ten_writers_say_the_same_and_every_format_is_among_them() {
    let text = std::fs::read_to_string(kept().join("manifest.tsv")).unwrap();
    let mut writers: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for fields in text.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()) {
        if fields[5] == "same" && fields[1] != "by hand" {
            writers.entry(fields[1]).or_default().insert(extension(Path::new(fields[0])));
        }
    }
    assert!(writers.len() >= 10, "{writers:?}");
    for (format, least) in [("xlsx", 8), ("xls", 3), ("ods", 3), ("xlsb", 1)] {
        let count = writers.values().filter(|formats| formats.contains(format)).count();
        assert!(count >= least, "{format}: {count} of {writers:?}");
    }
}

#[test]
fn a_report_says_the_same_whoever_wrote_its_workbook() {
    let pool = pool();
    let extract = |name: &str| -> (&str, Option<Extraction>) {
        let path = kept().join(name);
        let received = pool.read(&std::fs::read(&path).unwrap(), &extension(&path));
        let outcome = outcome(&received);
        let Ok(Received::Workbook(workbook)) = received else { return (outcome, None) };
        (outcome, Some(forms::extract(&workbook, &forms::builtin()[0])))
    };
    let good = extract("openpyxl.xlsx").1.unwrap();
    let rows = (good.report.tasks.as_ref().unwrap().rows.len(), good.report.targets.as_ref().unwrap().rows.len());
    assert_eq!(rows, (4, 2));
    let mut wrong = Vec::new();
    for (name, wanted, same) in manifest() {
        let (found, extraction) = extract(&name);
        if found != wanted {
            wrong.push(format!("{name}: {found}, wanted {wanted}"));
        }
        let Some(extraction) = extraction else { continue };
        if (extraction.report == good.report) != (same == "same") {
            let (found, good) = (format!("{:#?}", extraction.report), format!("{:#?}", good.report));
            let apart: Vec<&str> = found.lines().filter(|line| !good.contains(line)).collect();
            wrong.push(format!("{name}, {same}: {apart:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
