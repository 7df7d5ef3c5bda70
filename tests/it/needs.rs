//! Tests that need what not every machine has are ignored by name and never pass unseen: each says its need, and
//! `.ci/run` plays them where the need can be met.

use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<PathBuf> {
    let folders = ["src", "tests/it"].into_iter().flat_map(|folder| walkdir::WalkDir::new(root().join(folder)));
    let paths = folders.map(|entry| entry.unwrap().into_path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// Need and name of each ignored test, the name with its module: `hand::slips_are_named`.
fn ignored() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in sources() {
        let text = std::fs::read_to_string(&path).unwrap();
        let below = path.strip_prefix(root()).unwrap().with_extension("");
        let module: Vec<_> =
            below.iter().map(|part| part.to_string_lossy()).filter(|part| !["src", "tests", "it", "mod"].contains(&&**part)).collect();
        for (at, _) in text.match_indices("#[ignore") {
            let rest = &text[at..];
            // Not the words of this file.
            let Some(need) = rest.strip_prefix("#[ignore = \"needs ") else {
                assert!(path.ends_with("needs.rs"), "{}: an ignored test says what it needs", path.display());
                continue;
            };
            if path.ends_with("needs.rs") {
                continue;
            }
            let name = rest.split("fn ").nth(1).unwrap().split('(').next().unwrap();
            found.push((need.split('"').next().unwrap().to_owned(), format!("{}::{name}", module.join("::"))));
        }
    }
    found
}

#[test]
fn what_a_test_needs_is_met_by_the_script_of_every_commit() {
    let script = std::fs::read_to_string(root().join(".ci/run")).unwrap();
    let lines: Vec<(&str, Vec<&str>)> = script
        .lines()
        .filter_map(|line| line.trim().strip_prefix("needs \"")?.split_once('"'))
        .map(|(need, rest)| (need, rest.rsplit("-- ").next().unwrap().split_whitespace().collect()))
        .collect();
    let ignored = ignored();
    assert!(ignored.len() > 10, "{ignored:?}");
    for (need, test) in &ignored {
        let reached = lines.iter().any(|(met, filters)| met == need && filters.iter().any(|filter| test.contains(filter)));
        assert!(reached, "`.ci/run` plays no {test}, which needs {need}");
    }
    for (met, filters) in lines {
        let of_need = || ignored.iter().filter(|(need, _)| need == met);
        for filter in filters {
            assert!(of_need().any(|(_, test)| test.contains(filter)), "`.ci/run`: {filter} reaches no test that needs {met}");
        }
    }
}

#[test]
fn no_test_passes_without_having_run() {
    for path in sources().into_iter().filter(|path| !path.ends_with("needs.rs")) {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("println!(\"skipped"), "{}: what cannot run is ignored by name", path.display());
    }
}
