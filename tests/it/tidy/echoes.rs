//! A comment on an item says something that its name does not.

use super::{files, only_tests, without_tests};
use std::collections::BTreeSet;

/// Words that say nothing by themselves.
const SMALL: [&str; 21] = [
    "a", "all", "an", "and", "each", "every", "for", "in", "is", "it", "its", "of", "one", "or", "own", "that", "the", "these", "this",
    "to", "which",
];

/// The words of a text or a name, in small letters and the singular: `TaskCounts` and `task_counts` are "task" and "count".
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_small = false;
    for c in text.chars() {
        let begins = c.is_uppercase() && before_small;
        before_small = c.is_lowercase();
        if begins || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
    }
    let singular = |word: String| word.strip_suffix('s').filter(|rest| rest.len() > 2).map_or(word.clone(), str::to_owned);
    words.into_iter().filter(|word| !word.is_empty()).map(singular).collect()
}

/// What a line declares: its name, and for a field its type; `None` if it declares nothing.
fn declared(line: &str) -> Option<String> {
    let line = line.trim();
    let line = match line.strip_prefix("pub(") {
        Some(rest) => rest.split_once(") ")?.1,
        None => line.strip_prefix("pub ").unwrap_or(line),
    };
    let keywords = ["async ", "const ", "enum ", "fn ", "mod ", "static ", "struct ", "trait ", "type ", "unsafe "];
    let mut item = line;
    while let Some(rest) = keywords.iter().find_map(|keyword| item.strip_prefix(keyword)) {
        item = rest;
    }
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let own = name(item);
    let field = (item.len() == line.len()).then(|| item.strip_prefix(own.as_str())?.strip_prefix(": ")).flatten();
    (!own.is_empty()).then(|| field.map_or(own.clone(), |kind| format!("{own} {kind}")))
}

/// Does a comment repeat the name of its item, and nothing else?
fn repeats(comment: &str, item: &str) -> bool {
    let small: BTreeSet<String> = SMALL.iter().flat_map(|word| words(word)).collect();
    let said: BTreeSet<String> = words(comment).into_iter().filter(|word| !small.contains(word)).collect();
    declared(item).is_some_and(|name| said.is_subset(&words(&name).into_iter().collect()))
}

/// Each comment on an item with the line of that item.
fn comments(text: &str) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    let mut comment = Vec::new();
    let mut in_attribute = false;
    for line in text.lines().map(str::trim) {
        in_attribute |= line.starts_with("#[");
        if let Some(words) = line.strip_prefix("///") {
            comment.push(words.trim());
        } else if in_attribute {
            in_attribute = !line.ends_with(']');
        } else if !comment.is_empty() {
            found.push((comment.join(" "), line));
            comment.clear();
        }
    }
    found
}

#[test]
fn no_comment_repeats_a_name() {
    let mut wrong = Vec::new();
    let mut looked_at = 0;
    for (name, text) in files(&["src"], "rs").into_iter().filter(|(name, _)| !only_tests(name)) {
        for (comment, item) in comments(without_tests(&text)) {
            looked_at += 1;
            if repeats(&comment, item) {
                wrong.push(format!("{name}: \"{comment}\" on \"{item}\": say what the name does not"));
            }
        }
    }
    assert!(looked_at > 3000, "{looked_at} comments found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_repeats_a_name_is_told_from_what_says_something() {
    for (comment, item) in [
        ("The period.", "pub period: Period,"),
        ("Its cutoffs.", "pub(super) cutoffs: Cutoffs,"),
        ("The agency.", "pub of: AgencyCode,"),
        ("A task.", "Task,"),
        ("It.", "name: String,"),
        ("The rule.", "pub static RULE: Rule = Rule {"),
        ("Writes the forms.", "pub fn writes_forms(session: &Session) {"),
        ("The state of a period.", "pub struct PeriodState {"),
    ] {
        assert!(repeats(comment, item), "{comment} on {item}");
    }
    for (comment, item) in [
        ("Size in bytes.", "pub size: u64,"),
        ("Newest first.", "pub past: Vec<Period>,"),
        ("Đạt.", "Met,"),
        ("The agency that sent it.", "pub agency: AgencyCode,"),
        ("The period.", "}"),
    ] {
        assert!(!repeats(comment, item), "{comment} on {item}");
    }
    let text = "/// Why.\n#[error(\n    \"x\"\n)]\npub reason: String,\n";
    assert_eq!(comments(text), [("Why.".to_owned(), "pub reason: String,")]);
}
