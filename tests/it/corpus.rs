//! Every real and crafted workbook of the corpus through the reading children: the parent survives, and each file
//! gives cells or a named refusal.

use crate::workbooks::{self, extension};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tonghop::io::reader_pool::WorkbookReader;
use tonghop::model::workbook::Refusal;

/// The folder of the corpus, a collection of other people's workbooks that does not belong to the repository.
pub(crate) fn folder() -> PathBuf {
    let named = std::env::var_os("TONGHOP_CORPUS").map(PathBuf::from);
    named.filter(|folder| folder.is_dir()).expect("TONGHOP_CORPUS names the folder of the corpus")
}

/// Hand-made files that are refused; all others of that folder are read.
const CRAFTED: [(&str, &str); 23] = [
    ("beyond_grid.xlsx", "unsafe"),
    ("biff5_badcodepage.xls", "unsafe"),
    // Its far corner would make calamine build a rectangle of 16 million cells.
    ("biff8_vn.xls", "unsafe"),
    ("bomb_deep_5m.xlsx", "unsafe"),
    ("csv_renamed.xls", "disguised"),
    ("empty.xlsx", "empty"),
    ("entity_external_sst.xlsx", "unsafe"),
    ("entity_external_value.xlsx", "unsafe"),
    ("entity_internal_sst.xlsx", "unsafe"),
    ("entity_internal_value.xlsx", "unsafe"),
    ("html.xls", "disguised"),
    ("ods_repeat_many_sheets.ods", "unsafe"),
    ("ods_repeat_rows_value_50m.ods", "unsafe"),
    ("ref_overflow.xlsx", "unsafe"),
    ("row_limit_only.xlsx", "unsafe"),
    ("second_sheet_truncated.xlsx", "damaged"),
    ("spreadsheetml2003.xls", "disguised"),
    ("xls_20_corner_sheets.xls", "unsafe"),
    ("zero_filled.xlsx", "damaged"),
    ("zip_deflate64_bzip2.xlsx", "unsafe"),
    ("zip_duplicate_entry.xlsx", "unsafe"),
    ("zip_lying_size.xlsx", "damaged"),
    ("zip_truncated.xlsx", "damaged"),
];

/// Files whose outcome is not the one that the manifest wants, and why. The manifest was made from what calamine alone
/// does with a file.
const DIFFERS: [(&str, &str, &str); 10] = [
    ("64241531-pwtest3.xls", "read", "encrypted with the password that every Excel knows"),
    ("e7b4a9be-issue_385.xls", "read", "the same"),
    ("f0822cb8-pwtest.xls", "read", "the same"),
    ("4008b789-BlankSheetTypes.xlsb", "read", "sheets of macros and charts stand beside a blank one; they are passed over"),
    ("cb5c3060-BlankSheetTypes.xlsm", "read", "the same as .xlsm"),
    ("4d59322d-utf16be.xlsx", "read", "parts in UTF-16 are read"),
    ("dba0127c-utf16be.bom.xlsx", "read", "the same with a byte order mark"),
    ("4debfecf-nomimetype.ods", "read", "the part that only repeats the format is missing, nothing else"),
    ("61a74a69-issue.2501.b.xlsx", "read", "a sheet without any cell costs calamine that sheet"),
    ("6fc31142-SheetsWithoutRelId.xlsx", "read", "sheets without a part are named as absent, the others are read"),
];

/// The outcomes that a word of the manifest allows.
fn allowed(wanted: &str) -> &'static [&'static str] {
    match wanted.split(" (").next().unwrap() {
        "accept" => &["read"],
        "reject: password" => &["encrypted"],
        "reject: damaged, named cause" => &["damaged", "unsafe", "disguised"],
        "reject: not a workbook" => &["disguised", "wrong kind"],
        "reject: too large" => &["unsafe"],
        "reject: empty or damaged" => &["empty", "damaged"],
        "reject or accept, never die" => &["read", "damaged", "unsafe"],
        other => panic!("unknown wish {other}"),
    }
}

/// What is wanted of each file: by its name without folders.
fn wishes(folder: &Path) -> BTreeMap<String, &'static [&'static str]> {
    let manifest = std::fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let mut wishes = BTreeMap::new();
    for line in manifest.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (name, wanted) = (fields[0].rsplit('/').next().unwrap(), fields[7]);
        wishes.insert(name.to_owned(), allowed(wanted));
    }
    wishes
}

#[test]
#[ignore = "needs the corpus"]
fn every_file_gives_cells_or_a_named_refusal() {
    let folder = folder();
    let pool = workbooks::pool();
    let wishes = wishes(&folder);
    let mut table: BTreeMap<(String, &str), u32> = BTreeMap::new();
    let mut wrong = Vec::new();
    for path in workbooks::below(&folder) {
        let extension = extension(&path);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let received = pool.read(&std::fs::read(&path).unwrap(), &extension);
        let outcome = workbooks::outcome(&received);
        let explained = DIFFERS.iter().find(|(file, _, _)| *file == name).map(|(_, outcome, _)| std::slice::from_ref(outcome));
        let crafted = CRAFTED.iter().find(|(file, _)| *file == name).map_or(&["read"][..], |(_, outcome)| std::slice::from_ref(outcome));
        let wanted = explained.or_else(|| wishes.get(&name).copied()).unwrap_or(crafted);
        if !wanted.contains(&outcome) {
            let cause = received.as_ref().err();
            wrong.push(format!("{name}: {outcome}, wanted {wanted:?}: {cause:?}"));
        }
        // A cause that only says that the child died names nothing.
        if let Err(Refusal::Unsafe { cause }) = &received
            && cause.contains("bộ đọc")
        {
            wrong.push(format!("{name}: {cause}"));
        }
        *table.entry((extension, outcome)).or_default() += 1;
    }
    for ((extension, outcome), count) in &table {
        println!("{count:5} {extension:5} {outcome}");
    }
    assert_eq!(pool.failure(), None);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!table.is_empty(), "nothing of the corpus was read");
}
