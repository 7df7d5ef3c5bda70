//! How long a file may be. Tests do not count.

use super::{only_tests, sources, without_tests};

/// Lines above which the head of a file says why it is one.
const JUSTIFIED_ABOVE: usize = 400;
/// Lines above which a file is two.
const LINES_MAX: usize = 500;
/// How the reason begins, in the head of the file.
const REASON: &str = "//! One file, because ";

#[test]
fn no_file_is_long_without_a_reason() {
    let mut wrong = Vec::new();
    for (name, text) in sources().into_iter().filter(|(name, _)| !only_tests(name)) {
        let lines = without_tests(&text).lines().count();
        let head = text.lines().take_while(|l| l.starts_with("//!"));
        if lines > LINES_MAX {
            wrong.push(format!("\"{name}\", // {lines} lines: split"));
        } else if lines > JUSTIFIED_ABOVE && !head.into_iter().any(|l| l.starts_with(REASON)) {
            wrong.push(format!("\"{name}\", // {lines} lines: say why, \"{REASON}…\""));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
