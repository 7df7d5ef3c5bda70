//! Nothing is asked for that nothing uses.

use super::{code, files, root};
use std::fs;

/// The names below a heading of `Cargo.toml`.
fn listed(manifest: &str, heading: &str) -> Vec<String> {
    let below = manifest.lines().skip_while(|l| *l != heading).skip(1).take_while(|l| !l.starts_with('['));
    below.filter_map(|l| l.split_once(" = ")).map(|(name, _)| name.trim_start_matches("# ").replace('-', "_")).collect()
}

/// Names of crates that the sources speak of by path, macro or attribute.
fn unused(names: Vec<String>, folders: &[&str]) -> Vec<String> {
    let texts: Vec<String> = files(folders, "rs").iter().map(|(_, text)| code(text).join("\n")).collect();
    let uses = |text: &String, name: &String| {
        let at = |tail: &str| {
            let wanted = format!("{name}{tail}");
            text.match_indices(&wanted).any(|(at, _)| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
        };
        at("::") || text.contains(&format!("use {name};")) || text.contains(&format!("use {name} as"))
    };
    names.into_iter().filter(|name| !texts.iter().any(|text| uses(text, name))).collect()
}

#[test]
fn every_dependency_is_used() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut names = listed(&manifest, "[dependencies]");
    for heading in manifest.lines().filter(|l| l.starts_with("[target.") && l.ends_with(".dependencies]")) {
        names.extend(listed(&manifest, heading));
    }
    assert!(names.len() > 10, "{names:?}");
    let idle = unused(names, &["src"]);
    assert!(idle.is_empty(), "{idle:?}");
    let of_tests = listed(&manifest, "[dev-dependencies]");
    assert!(!of_tests.is_empty());
    // Unit tests use them too, so the whole files are looked at.
    let texts: Vec<String> = files(&["src", "tests"], "rs").into_iter().map(|(_, text)| text).collect();
    let idle: Vec<&String> = of_tests.iter().filter(|name| !texts.iter().any(|t| t.contains(&format!("{name}::")))).collect();
    assert!(idle.is_empty(), "{idle:?}");
}

#[test]
fn every_dependency_says_why() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut reason = false;
    let mut silent = Vec::new();
    let mut counted = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            counted = line == "[dependencies]" || line.starts_with("[target.");
        } else if counted && line.contains(" = ") && !line.starts_with('#') && !reason {
            silent.push(line.to_owned());
        }
        // One reason may stand above several lines that belong together.
        reason = line.starts_with('#') || (reason && !line.trim().is_empty() && counted);
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}
