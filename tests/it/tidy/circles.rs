//! No circle of files: who reads one file of a circle has to read them all.
//!
//! A file uses another one by a path: `crate::…`, `super::…`, `self::…`, or the name of one of its own modules. The path
//! is followed down the modules; a name that a module only passes on (`pub use`) leads to the file that makes it. A
//! module that declares another one does not use it by that.

use super::{code, only_tests, sources};
use std::collections::{BTreeMap, BTreeSet};

/// One file of `src`.
#[derive(Default)]
struct Module {
    file: String,
    /// Names of its own modules.
    children: BTreeSet<String>,
    /// What it uses: whole paths, the braces resolved.
    uses: Vec<Vec<String>>,
    /// What it passes on: the name, and the path it comes from.
    passes_on: BTreeMap<String, Vec<String>>,
}

/// `a::{b, c::{d, e as f}}` as `a::b`, `a::c::d`, `a::c::e`, each with the name it is known by.
fn spread(path: &str, before: &[String], found: &mut Vec<(String, Vec<String>)>) {
    let path = path.trim();
    if let Some((head, rest)) = path.split_once('{') {
        let mut before = before.to_vec();
        before.extend(head.split("::").map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned));
        let inner = &rest[..rest.rfind('}').unwrap_or(rest.len())];
        let (mut depth, mut from) = (0, 0);
        for (at, c) in inner.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    spread(&inner[from..at], &before, found);
                    from = at + 1;
                }
                _ => {}
            }
        }
        spread(&inner[from..], &before, found);
        return;
    }
    let (path, name) = path.split_once(" as ").unwrap_or((path, ""));
    let mut whole = before.to_vec();
    whole.extend(path.split("::").map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned));
    if let Some(last) = whole.pop_if(|last| last == "self").or(whole.last().cloned()) {
        let own = whole.last().cloned().unwrap_or(last);
        found.push((if name.trim().is_empty() { own } else { name.trim().to_owned() }, whole));
    }
}

/// The modules of the crate by their path: `run/receive.rs` and `run/receive/mod.rs` are both `run::receive`.
fn modules() -> BTreeMap<Vec<String>, Module> {
    let mut modules: BTreeMap<Vec<String>, Module> = BTreeMap::new();
    for (file, text) in sources().into_iter().filter(|(file, _)| !only_tests(file) && file != "main.rs") {
        let mut at: Vec<String> = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if at.last().is_some_and(|last| last == "mod" || last == "lib") {
            at.pop();
        }
        let mut module = Module { file, ..Module::default() };
        let lines = code(&text).into_iter().map(|l| l.split(" // ").next().unwrap_or_default());
        let code = lines.filter(|l| !l.trim_start().starts_with("#[")).collect::<Vec<_>>().join("\n");
        let code = code
            .split("pub(in ")
            .map(|piece| piece.split_once(')').filter(|(head, _)| head.starts_with("crate::")).map_or(piece, |(_, tail)| tail));
        let code = code.collect::<Vec<_>>().join("pub");
        // `use` statements first, then what is left: paths in the middle of the code.
        let mut rest = String::new();
        for statement in code.split_inclusive(';') {
            let trimmed = statement.trim_start();
            let public = trimmed.starts_with("pub");
            let bare = trimmed.split_once("use ").filter(|(head, _)| head.is_empty() || (public && head.len() < 16)).map(|(_, tail)| tail);
            let declares =
                trimmed.split_once("mod ").filter(|(head, _)| head.is_empty() || (public && head.len() < 16)).map(|(_, tail)| tail);
            if let Some(tail) = bare {
                let mut found = Vec::new();
                spread(tail.trim_end_matches(';'), &[], &mut found);
                for (name, path) in found {
                    if public {
                        module.passes_on.insert(name, path);
                    } else {
                        module.uses.push(path);
                    }
                }
            } else if let Some(tail) = declares.filter(|tail| tail.trim_end_matches(';').chars().all(|c| c.is_alphanumeric() || c == '_')) {
                module.children.insert(tail.trim_end_matches(';').to_owned());
            } else {
                rest.push_str(statement);
            }
        }
        for word in rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':')).filter(|w| w.contains("::")) {
            module.uses.push(word.split("::").filter(|s| !s.is_empty()).map(str::to_owned).collect());
        }
        modules.insert(at, module);
    }
    modules
}

/// The file that a path means; `None` if it leads out of the crate.
fn meant(modules: &BTreeMap<Vec<String>, Module>, from: &[String], path: &[String], depth: u8) -> Option<String> {
    let (mut at, mut rest) = match path.first()?.as_str() {
        "crate" => (Vec::new(), &path[1..]),
        "self" => (from.to_vec(), &path[1..]),
        "super" => (from[..from.len().checked_sub(1)?].to_vec(), &path[1..]),
        own if modules.get(from)?.children.contains(own) => (from.to_vec(), path),
        _ => return None,
    };
    while let Some((step, further)) = rest.split_first() {
        if step == "super" {
            at.pop()?;
        } else if modules.get(&at)?.children.contains(step) {
            at.push(step.clone());
        } else if let Some(source) = modules.get(&at)?.passes_on.get(step).filter(|_| depth < 8) {
            return meant(modules, &at, source, depth + 1);
        } else {
            break;
        }
        rest = further;
    }
    modules.get(&at).map(|module| module.file.clone())
}

/// Which files each file uses.
fn graph() -> BTreeMap<String, BTreeSet<String>> {
    let modules = modules();
    let used = |at: &Vec<String>, module: &Module| {
        let used = module.uses.iter().filter_map(|path| meant(&modules, at, path, 0));
        used.filter(|file| *file != module.file && file != "lib.rs").collect()
    };
    modules.iter().map(|(at, module)| (module.file.clone(), used(at, module))).collect()
}

/// Everything that can be reached from a file.
fn reached(graph: &BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from.to_owned()];
    while let Some(file) = open.pop() {
        for next in graph.get(&file).into_iter().flatten() {
            if reached.insert(next.clone()) {
                open.push(next.clone());
            }
        }
    }
    reached
}

/// The circles: sets of files each of which reaches all others and itself.
fn circles(graph: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<BTreeSet<String>> {
    let reach: BTreeMap<&String, BTreeSet<String>> = graph.keys().map(|file| (file, reached(graph, file))).collect();
    let with = |file: &String| reach[file].iter().filter(|other| reach[*other].contains(file)).cloned().collect::<BTreeSet<_>>();
    graph.keys().map(with).filter(|circle| !circle.is_empty()).collect()
}

#[test]
fn no_files_go_in_a_circle() {
    let shown = |circle: BTreeSet<String>| circle.into_iter().map(|file| format!("    \"{file}\",")).collect::<Vec<_>>().join("\n");
    let circles: Vec<String> = circles(&graph()).into_iter().map(shown).collect();
    assert!(circles.is_empty(), "circles:\n{}", circles.join("\n\n"));
}

#[test]
fn a_circle_is_found_and_a_line_is_none() {
    let graph = |edges: &[(&str, &str)]| {
        let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in edges {
            graph.entry((*to).to_owned()).or_default();
            graph.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        }
        graph
    };
    assert!(circles(&graph(&[("a", "b"), ("b", "c"), ("a", "c")])).is_empty());
    let found = circles(&graph(&[("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")]));
    assert_eq!(found, BTreeSet::from([BTreeSet::from(["b".to_owned(), "c".to_owned()])]));
}

#[test]
fn paths_are_followed_through_braces_and_names_passed_on() {
    let mut found = Vec::new();
    spread("crate::a::{self, b::{C, D as E}}", &[], &mut found);
    let shown: Vec<String> = found.into_iter().map(|(name, path)| format!("{name} = {}", path.join("::"))).collect();
    assert_eq!(shown, ["a = crate::a", "C = crate::a::b::C", "E = crate::a::b::D"]);
    let graph = graph();
    assert!(graph["cli/run.rs"].iter().any(|file| file.starts_with("run/")), "{:?}", graph["cli/run.rs"]);
}
