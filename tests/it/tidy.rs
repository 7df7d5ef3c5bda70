//! The house rules that a machine can hold: which folder may use which, where the outside may be touched, where one
//! may print, and that a newcomer finds everything in its place.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            walk(&entry, found);
        } else if entry.extension().is_some_and(|e| e == "rs") {
            found.push(entry);
        }
    }
}

/// Every source file: its path below `src` and its text.
fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    walk(&root().join("src"), &mut files);
    files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root().join("src")).unwrap().to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&path).unwrap();
            (name, text)
        })
        .collect()
}

/// The part of a file before its tests.
fn without_tests(text: &str) -> &str {
    let head = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    head.split("#[cfg(test)]\npub(crate) mod tests").next().unwrap()
}

/// The table of `src/lib.rs`: what each folder may use.
fn allowed() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("model", &[][..]),
        ("text", &["model"]),
        ("forms", &["model", "text"]),
        ("rules", &["model", "text", "forms"]),
        ("judge", &["model", "text", "forms", "rules"]),
        ("merge", &["model", "text", "forms", "rules", "judge"]),
        ("sheets", &["model", "text", "forms", "rules"]),
        ("reader", &["model"]),
        ("io", &["model", "text", "forms", "sheets", "reader"]),
        ("run", &["model", "text", "forms", "rules", "judge", "merge", "sheets", "reader", "io"]),
        ("cli", &["model", "text", "forms", "rules", "judge", "merge", "sheets", "reader", "io", "run"]),
    ])
}

#[test]
fn folders_depend_in_one_direction() {
    let allowed = allowed();
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some((folder, _)) = name.split_once('/') else { continue };
        let may = allowed.get(folder).unwrap_or_else(|| panic!("folder src/{folder} is not in the table of tests/it/tidy.rs"));
        let code: String = without_tests(&text).lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for used in code.split("crate::").skip(1) {
            let target: String = used.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if target != folder && allowed.contains_key(target.as_str()) && !may.contains(&target.as_str()) {
                wrong.push(format!("src/{name} uses {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_outside_is_touched_in_its_own_file_only() {
    // What, where it is allowed (path prefixes below src).
    let rules: [(&str, &[&str]); 9] = [
        ("calamine::", &["reader/"]),
        ("rust_xlsxwriter::", &["io/excel_write"]),
        ("rusqlite::", &["io/ledger"]),
        ("rayon::", &["run/"]),
        ("std::fs", &["io/"]),
        ("println!", &[]),
        ("Utc::now", &["io/clock.rs"]),
        ("Local::now", &[]),
        ("SystemTime::now", &["io/clock.rs"]),
    ];
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for line in without_tests(&text).lines().filter(|l| !l.trim_start().starts_with("//")) {
            for (what, places) in rules {
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
    let wrong = sources().into_iter().filter(|(name, _)| !name.starts_with("io/platform/")).flat_map(|(name, text)| {
        let code = without_tests(&text).lines().filter(|line| asks.iter().any(|ask| line.contains(ask)));
        code.map(|line| format!("src/{name}: {}", line.trim())).collect::<Vec<_>>()
    });
    assert_eq!(wrong.collect::<Vec<_>>(), Vec::<String>::new());
}

/// What a run does to its disk goes through `io/disk.rs`: an operation beside it is one that no fault test sees.
#[test]
fn a_run_reaches_the_disk_through_one_door() {
    let doors =
        ["fs::read", "fs::write", "fs::metadata", "fs::symlink_metadata", "fs::rename", "fs::remove", "fs::create_dir", "File::create"];
    let through = ["io/archive.rs", "io/config.rs", "io/files.rs", "io/inbox.rs", "io/publish.rs", "io/registers.rs", "io/workspace.rs"];
    let beside = |(name, text): (String, String)| {
        let code: Vec<&str> = without_tests(&text).lines().filter(|l| !l.trim_start().starts_with("//")).collect();
        let found: Vec<String> =
            code.iter().filter(|l| doors.iter().any(|d| l.contains(d))).map(|l| format!("src/{name}: {}", l.trim())).collect();
        if through.contains(&name.as_str()) { found } else { Vec::new() }
    };
    let wrong: Vec<String> = sources().into_iter().flat_map(beside).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn texts_are_in_composed_form() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        // Tables of letters may name a combining mark by its escape, never by itself.
        if text.chars().any(|c| ('\u{300}'..='\u{36f}').contains(&c)) {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "combining marks in {wrong:?}");
}

#[test]
fn the_top_level_stays_small() {
    let known = ["Cargo.toml", "Cargo.lock", "README.md", "LICENSE", "src", "templates", "samples", "tests", "target"];
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
