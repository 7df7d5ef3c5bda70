//! The names that a report knows, and what a template asks for.

use crate::sheets::letter::{Entry, Fields, GUIDE};
use std::collections::BTreeSet;

/// Names a template may ask for outside of a list, and what minijinja knows by itself.
pub(super) struct Known(BTreeSet<String>);

/// Names that the template language has by itself.
const BUILT_IN: [&str; 5] = ["range", "dict", "debug", "namespace", "loop"];

pub(super) fn known(fields: &Fields) -> Known {
    let mut names: BTreeSet<String> = BUILT_IN.iter().map(|name| (*name).to_owned()).collect();
    for (name, entry) in &fields.0 {
        names.insert((*name).to_owned());
        // What stands in a thing of a list is asked for by its own name; what stands in a group, by the group's and its own.
        if let Entry::Group(below) = entry {
            names.extend(below.0.iter().map(|(below, _)| format!("{name}.{below}")));
        }
    }
    Known(names)
}

impl Known {
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

/// Does an instruction name this?
pub(super) fn asks_for(tag: &str, name: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    tag.match_indices(name).any(|(at, _)| {
        let before = tag.get(..at).and_then(|before| before.chars().next_back());
        let behind = tag.get(at + name.len()..).and_then(|behind| behind.chars().next());
        !before.is_some_and(part) && !behind.is_some_and(part)
    })
}

/// What is wrong with a name, and which one was meant perhaps.
pub(super) fn missing(name: &str, known: &Known) -> String {
    let near = known.0.iter().map(|known| (strsim::jaro_winkler(known, name), known)).filter(|(alike, _)| *alike > 0.85);
    let near = near.max_by(|(a, _), (b, _)| a.total_cmp(b)).map_or_else(String::new, |(_, known)| format!("; có phải “{known}”?"));
    format!("báo cáo không có mục “{name}”{near} (các tên dùng được: templates/{GUIDE})")
}
