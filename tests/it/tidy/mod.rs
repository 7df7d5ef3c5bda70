//! The house rules that a machine can hold: which folder may use which, where the outside may be touched, where one
//! may print, which files go in a circle, that what a page or comment names is there, and that a newcomer finds
//! everything in its place.

mod circles;
mod dependencies;
mod echoes;
mod folders;
mod pages;
mod sizes;

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            walk(&entry, extension, found);
        } else if entry.extension().is_some_and(|e| e == extension) {
            found.push(entry);
        }
    }
}

/// Every file with this extension below these folders: its path from the root, with `/`, and its text.
fn files(folders: &[&str], extension: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in folders {
        walk(&root().join(folder), extension, &mut files);
    }
    let name = |path: &Path| path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    files.into_iter().map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
}

/// Every source file: its path below `src` and its text.
fn sources() -> Vec<(String, String)> {
    files(&["src"], "rs").into_iter().map(|(name, text)| (name.trim_start_matches("src/").to_owned(), text)).collect()
}

/// Does a file hold nothing but tests and what they need?
fn only_tests(name: &str) -> bool {
    name.contains("testing") || name.ends_with("/tests.rs") || name.contains("/tests/") || name.ends_with("properties.rs")
}

/// The part of a file before its tests.
fn without_tests(text: &str) -> &str {
    let of_tests = |at: &usize| text[*at..].lines().nth(1).is_some_and(|line| line.ends_with("mod tests {"));
    text.match_indices("#[cfg(test)]\n").map(|(at, _)| at).find(of_tests).map_or(text, |at| &text[..at])
}

/// The lines of a file that are code: no tests, no comments of a whole line.
fn code(text: &str) -> Vec<&str> {
    without_tests(text).lines().filter(|l| !l.trim_start().starts_with("//")).collect()
}
