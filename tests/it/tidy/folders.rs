//! The table of folders in `src/lib.rs`, and where the outside may be touched.

use super::{code, files, only_tests, root, sources, without_tests};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The table of `src/lib.rs`: what each folder may use. "All above" is every folder of the rows before.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let mut rows = BTreeMap::new();
    for line in text.lines().filter(|l| l.starts_with("//! | [`")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, folder, _, may, _] = cells[..] else { panic!("a row of three cells: {line}") };
        let folder = folder.trim_matches(['[', ']', '`']).to_owned();
        let above: BTreeSet<String> = rows.keys().cloned().collect();
        let may = if may == "all above" { above } else { may.split(", ").map(str::to_owned).filter(|m| above.contains(m)).collect() };
        rows.insert(folder, may);
    }
    rows
}

/// What unit tests are made of: in no product, and free to use every folder.
const FIXTURES: &str = "testing";

#[test]
fn the_table_of_folders_is_complete() {
    let listed: BTreeSet<String> = table().into_keys().collect();
    let folders: BTreeSet<String> = sources().iter().filter_map(|(name, _)| Some(name.split_once('/')?.0.to_owned())).collect();
    let folders: BTreeSet<String> = folders.into_iter().filter(|folder| folder != FIXTURES).collect();
    assert_eq!(listed, folders, "the table of src/lib.rs and the folders below src");
}

#[test]
fn folders_depend_in_one_direction() {
    let table = table();
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some((folder, _)) = name.split_once('/').filter(|(folder, _)| *folder != FIXTURES) else { continue };
        for used in code(&text).join("\n").split("crate::").skip(1) {
            let target: String = used.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if target != folder && table.contains_key(&target) && !table[folder].contains(&target) {
                wrong.push(format!("src/{name} uses {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is touched, and the only places for it: beginnings of paths below `src`.
const OUTSIDE: [(&str, &[&str]); 11] = [
    ("calamine::", &["reader/"]),
    ("rust_xlsxwriter::", &["io/excel_write"]),
    ("rusqlite::", &["io/ledger"]),
    ("parquet::", &["io/table_write"]),
    ("qrcode::", &["sheets/camera_code.rs"]),
    ("rayon::", &["run/"]),
    ("std::fs", &["io/"]),
    ("println!", &[]),
    ("Utc::now", &["io/clock.rs"]),
    ("Local::now", &[]),
    ("SystemTime::now", &["io/clock.rs"]),
];

#[test]
fn the_outside_is_touched_in_its_own_file_only() {
    let mut wrong = Vec::new();
    // Cargo's build script is no part of the program.
    for (name, text) in sources().into_iter().filter(|(name, _)| name != "build.rs") {
        for line in code(&text) {
            for (what, places) in OUTSIDE {
                if line.contains(what) && !places.iter().any(|p| name.starts_with(p)) && !name.contains("testing") {
                    wrong.push(format!("src/{name}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What differs between systems stands in one folder, behind one interface.
#[test]
fn the_system_is_asked_for_in_its_own_folder_only() {
    let asks = ["cfg(unix", "cfg(windows", "cfg(not(unix", "cfg(not(windows", "cfg!(", "target_os", "std::os::", "cfg(any(", "cfg(all("];
    let elsewhere = sources().into_iter().filter(|(name, _)| !name.starts_with("io/platform/") && !only_tests(name));
    let asking = |(name, text): (String, String)| {
        let lines = without_tests(&text).lines().filter(|line| asks.iter().any(|ask| line.contains(ask)));
        lines.map(|line| format!("src/{name}: {}", line.trim())).collect::<Vec<_>>()
    };
    let wrong: Vec<String> = elsewhere.flat_map(asking).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What reaches the disk without the door.
const DOORS: [&str; 8] =
    ["fs::read", "fs::write", "fs::metadata", "fs::symlink_metadata", "fs::rename", "fs::remove", "fs::create_dir", "File::create"];

/// Files and folders whose every operation a fault test has to see.
const THROUGH: [&str; 7] = ["io/archive.rs", "io/config", "io/files.rs", "io/inbox/", "io/publish", "io/registers", "io/workspace.rs"];

/// What a run does to its disk goes through `io/disk.rs`: an operation beside it is one that no fault test sees.
#[test]
fn a_run_reaches_the_disk_through_one_door() {
    let beside = |(name, text): (String, String)| {
        let found = code(&text).into_iter().filter(|l| DOORS.iter().any(|d| l.contains(d)));
        let through = THROUGH.iter().any(|t| name.starts_with(t)) && !only_tests(&name);
        if through { found.map(|l| format!("src/{name}: {}", l.trim())).collect() } else { Vec::new() }
    };
    let wrong: Vec<String> = sources().into_iter().flat_map(beside).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A place that nothing lies in holds nobody to anything.
#[test]
fn the_places_named_here_exist() {
    let names: Vec<String> = sources().into_iter().map(|(name, _)| name).collect();
    let places = OUTSIDE.iter().flat_map(|(_, places)| places.iter()).chain(&THROUGH);
    let gone: Vec<_> = places.filter(|place| !names.iter().any(|name| name.starts_with(**place))).collect();
    assert!(gone.is_empty(), "{gone:?}");
}

#[test]
fn texts_are_in_composed_form() {
    // Tables of letters may name a combining mark by its escape, never by itself.
    let wrong: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| text.chars().any(|c| ('\u{300}'..='\u{36f}').contains(&c)))
        .map(|(name, _)| name)
        .collect();
    assert!(wrong.is_empty(), "combining marks in {wrong:?}");
}

#[test]
fn the_top_level_stays_small() {
    let known = ["Cargo.toml", "Cargo.lock", "README.md", "LICENSE", "src", "templates", "samples", "tests", "target", "dist"];
    let odd: Vec<String> = fs::read_dir(root())
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !name.starts_with("dien-tap-") && !known.contains(&name.as_str()))
        .collect();
    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn every_folder_says_what_lives_there() {
    for (name, text) in sources().into_iter().filter(|(name, _)| name.ends_with("/mod.rs")) {
        assert!(text.starts_with("//! "), "src/{name} must open with what lives there");
        assert!(!text.starts_with("//! placeholder"), "src/{name} must open with what lives there");
    }
}

/// A drawer with such a name holds what nobody found a place for.
#[test]
fn no_file_is_a_drawer() {
    let drawers = ["util", "utils", "common", "helper", "helpers", "manager", "misc"];
    let odd: Vec<String> = sources()
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| name.trim_end_matches(".rs").split('/').any(|part| drawers.contains(&part)))
        .collect();
    assert!(odd.is_empty(), "{odd:?}");
}

/// A file that no module names is not compiled, and nobody hears of it.
#[test]
fn every_file_is_part_of_the_program() {
    let sources: BTreeMap<String, String> = sources().into_iter().collect();
    let named = |name: &str| {
        let path = name.trim_end_matches(".rs").trim_end_matches("/mod");
        let (folder, module) = path.rsplit_once('/').map_or(("lib", path), |(folder, module)| (folder, module));
        let parents = [format!("{folder}.rs"), format!("{folder}/mod.rs"), format!("{folder}/lib.rs")];
        let line = format!("mod {module};");
        parents
            .iter()
            .filter_map(|parent| sources.get(parent))
            .any(|text| text.lines().any(|l| l.trim_start_matches("pub").ends_with(&line)))
    };
    let alone: Vec<&String> = sources
        .keys()
        .filter(|name| !["lib.rs", "main.rs", "build.rs", "io/platform/sys/lib.rs"].contains(&name.as_str()) && !named(name))
        .collect();
    assert!(alone.is_empty(), "no module names {alone:?}");
    let ledger = &sources["io/ledger/mod.rs"];
    for (name, _) in files(&["src/io/ledger/migrations"], "sql") {
        let file = name.rsplit('/').next().unwrap();
        assert!(ledger.contains(&format!("migrations/{file}")), "the ledger does not list {file}");
    }
}
