//! Every real and crafted workbook of the corpus through the reading children: the parent survives, and each file
//! gives cells or a named refusal.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tonghop::io::reader_pool::ReaderPool;
use tonghop::model::config::Limits;
use tonghop::model::workbook::Refusal;
use tonghop::reader::Received;

fn corpus() -> Option<PathBuf> {
    let named = std::env::var_os("TONGHOP_CORPUS").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    named.into_iter().chain([beside]).find(|folder| folder.is_dir())
}

fn outcome(received: &Result<Received, Refusal>) -> &'static str {
    match received {
        Ok(Received::Workbook(_)) => "read",
        Ok(Received::Document(_)) => "document",
        Err(Refusal::Empty) => "empty",
        Err(Refusal::Damaged { .. }) => "damaged",
        Err(Refusal::Encrypted) => "encrypted",
        Err(Refusal::WrongKind { .. }) => "wrong kind",
        Err(Refusal::Disguised { .. }) => "disguised",
        Err(Refusal::Unsafe { .. }) => "unsafe",
    }
}

#[test]
fn every_file_gives_cells_or_a_named_refusal() {
    let Some(folder) = corpus() else {
        println!("skipped: no corpus; set TONGHOP_CORPUS to its folder");
        return;
    };
    let limits = Limits::DEFAULT;
    let pool = ReaderPool::new(PathBuf::from(env!("CARGO_BIN_EXE_tonghop")), 2, limits);
    let mut table: BTreeMap<(String, &str), u32> = BTreeMap::new();
    let mut read = 0u32;
    let mut files: Vec<PathBuf> =
        walkdir::WalkDir::new(&folder).into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path).collect();
    files.retain(|path| path.is_file());
    files.sort();
    for path in files {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
        if !matches!(extension.as_str(), "xlsx" | "xlsm" | "xltm" | "xls" | "xlsb" | "ods") {
            continue;
        }
        let received = pool.read(&std::fs::read(&path).unwrap(), &extension);
        read += u32::from(matches!(received, Ok(Received::Workbook(_))));
        if let Err(refusal) = &received
            && extension.starts_with("xlsx")
        {
            println!("{}: {refusal:?}", path.strip_prefix(&folder).unwrap().display());
        }
        *table.entry((extension, outcome(&received))).or_default() += 1;
    }
    for ((extension, outcome), count) in &table {
        println!("{count:5} {extension:5} {outcome}");
    }
    assert_eq!(pool.failure(), None);
    assert!(read > 0, "nothing of the corpus was read");
}
