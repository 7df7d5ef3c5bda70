//! What pages and comments name is there, and nothing points outside of the repository.

use super::{files, root};
use std::fs;

/// Every text that speaks to a reader: sources, tests, pages.
fn texts() -> Vec<(String, String)> {
    let mut texts = files(&["src", "tests"], "rs");
    texts.extend(files(&["src"], "md"));
    for name in ["README.md", "Cargo.toml", ".ci/run"] {
        texts.push((name.to_owned(), fs::read_to_string(root().join(name)).unwrap()));
    }
    texts
}

/// Is a path there? Not asked of patterns and of other folders than ours.
fn resolves(path: &str) -> bool {
    let ours = ["src/", "tests/", "templates/", "samples/", ".ci/"].iter().any(|folder| path.starts_with(folder));
    let pattern = path.contains(['<', '{', '*', '…', ' ', '$']) || path.contains("..") || path.contains("/artifacts/");
    !ours || pattern || root().join(path).exists()
}

/// Pieces of a text between a pair of marks, line by line.
fn between(text: &str, mark: char) -> Vec<&str> {
    text.lines().flat_map(|line| line.split(mark).skip(1).step_by(2)).collect()
}

#[test]
fn every_path_that_is_named_exists() {
    let mut gone = Vec::new();
    for (name, text) in texts() {
        let in_code = between(&text, '`');
        let quoted = if name.ends_with(".rs") { between(&text, '"') } else { Vec::new() };
        let linked = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
        for path in in_code.into_iter().chain(quoted).chain(linked) {
            let path = path.split(['#', ':']).next().unwrap_or_default().trim_end_matches(['/', ',']);
            if !resolves(path) {
                gone.push(format!("{name}: {path}"));
            }
        }
    }
    assert!(gone.is_empty(), "{}", gone.join("\n"));
}

/// A reference such as "`src/docs/week.md`, "Standing"" needs a heading of that name.
#[test]
fn every_section_that_is_named_exists() {
    let mut gone = Vec::new();
    let mut named = 0;
    for (name, text) in files(&["src", "tests"], "rs") {
        // A reference may go on in the next line of a comment.
        let flat = text.lines().map(|l| l.trim().trim_start_matches(['/', '!'])).collect::<Vec<_>>().join("");
        for rest in flat.split("`src/docs/").skip(1) {
            let Some((page, tail)) = rest.split_once("`") else { continue };
            let Some(section) = tail.strip_prefix(", \"").and_then(|t| t.split_once('"')) else { continue };
            let text = fs::read_to_string(root().join("src/docs").join(page)).unwrap_or_default();
            named += 1;
            if !text.lines().any(|l| l.trim_start_matches('#').trim() == section.0 && l.starts_with('#')) {
                gone.push(format!("{name}: {page}, {}", section.0));
            }
        }
    }
    assert!(named > 20, "{named} references found");
    assert!(gone.is_empty(), "{}", gone.join("\n"));
}

/// What a comment stands on is said in the repository.
#[test]
fn nothing_points_to_papers_outside() {
    // In pieces, so that this list does not find itself.
    let papers = [concat!("DES", "IGN"), concat!("hand", "book"), concat!("Hand", "book")];
    let numbered = ["domain", "robustness", "people", "output", "peers", "performance"];
    let mut wrong = Vec::new();
    for (name, text) in texts() {
        for (number, line) in (1..).zip(text.lines()) {
            let paper = papers.iter().any(|paper| line.contains(paper));
            let cited = numbered.iter().any(|word| {
                line.match_indices(word).any(|(at, _)| {
                    let tail = line[at + word.len()..].trim_start_matches([',', ' ']).trim_start_matches("section ");
                    tail.starts_with(|c: char| c.is_ascii_digit()) && line[at + word.len()..].starts_with([' ', ','])
                })
            });
            if paper || cited {
                wrong.push(format!("{name}:{number}: {}", line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_is_part_of_the_documentation() {
    let listed = fs::read_to_string(root().join("src/docs/mod.rs")).unwrap();
    for (name, text) in files(&["src/docs"], "md") {
        let file = name.trim_start_matches("src/docs/");
        let module = file.trim_end_matches(".md");
        assert!(listed.contains(&format!("include_str!(\"{file}\")")), "{name} is not included");
        assert!(listed.contains(&format!("[`{module}`]")), "{name} is not in the table of pages");
        assert!(text.starts_with("# "), "{name} must open with its title");
    }
}

/// Links from page to page lead somewhere for who reads the file, not only in the documentation made of it.
#[test]
fn links_between_pages_lead_to_files() {
    let mut wrong = Vec::new();
    let mut links = 0;
    for (name, text) in files(&["src/docs"], "md") {
        let inline = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
        let defined = text.lines().filter(|line| line.starts_with('[')).filter_map(|line| line.split_once("]: ")).map(|(_, target)| target);
        for target in inline.chain(defined).filter(|target| !target.starts_with("https://")) {
            links += 1;
            if !root().join("src/docs").join(target).is_file() {
                wrong.push(format!("{name}: {target}"));
            }
        }
    }
    assert!(links > 3, "{links} links found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Is this the code of a finding, such as N05?
fn is_code(word: &str) -> bool {
    matches!(word.as_bytes(), [b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9'])
}

/// The codes of findings that a text names, one by one or as a range. A week in a name (`BC_SYT_T28_2025`) is none.
fn codes(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
    let of_word = |word| str::split(word, '-').collect::<Vec<&str>>();
    words.map(of_word).filter(|parts| parts.iter().all(|part| is_code(part))).flatten().collect()
}

/// What a page says of a finding can be looked up with `explain`. Plans may name codes that are not built, and rules with a Q
/// are a desk's.
#[test]
fn every_rule_that_a_page_names_exists() {
    let rules: Vec<(String, String)> = files(&["src/rules"], "rs");
    let mut pages = files(&["src/docs"], "md");
    pages.extend(files(&["templates/huong-dan"], "html"));
    pages.push(("README.md".to_owned(), fs::read_to_string(root().join("README.md")).unwrap()));
    let mut unknown = Vec::new();
    let mut named = 0;
    for (name, text) in &pages {
        for section in text.split("\n## ").filter(|section| !section.starts_with("Decided, not built yet\n")) {
            for code in codes(section).into_iter().filter(|code| !code.starts_with('Q')) {
                named += 1;
                let declared = format!("code: \"{code}\",");
                if !rules.iter().any(|(_, rule)| rule.contains(&declared)) {
                    unknown.push(format!("{name}: {code}"));
                }
            }
        }
    }
    assert!(named > 50, "{named} codes found");
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

#[test]
fn the_readme_stays_short() {
    let lines = fs::read_to_string(root().join("README.md")).unwrap().lines().count();
    assert!(lines <= 120, "README.md has {lines} lines");
}
