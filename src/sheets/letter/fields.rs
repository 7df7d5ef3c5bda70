//! Names with what stands under them.

use crate::sheets::letter::words::{Piece, Words};
use crate::sheets::sentence::Sentence;
use std::collections::BTreeMap;

/// What stands under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Words, blank where there is nothing to say.
    Words(Words),
    /// Several names that belong together.
    Group(Fields),
    /// The same names once for each of several things.
    List(Vec<Fields>),
}

/// Names with what stands under them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields(pub Vec<(&'static str, Entry)>);

impl Fields {
    pub(super) fn text(mut self, name: &'static str, text: &str) -> Self {
        self.0.push((name, Entry::Words(Words::text(text))));
        self
    }

    /// A number, named by what is in front of it and its own name.
    pub(super) fn number(mut self, of: &str, name: &'static str, text: impl Into<String>) -> Self {
        self.0.push((name, Entry::Words(Words::number(&format!("{of}.{name}"), text))));
        self
    }

    /// A sentence with its numbers.
    pub(super) fn sentence(mut self, of: &str, name: &'static str, text: &str) -> Self {
        let of = if of.is_empty() { name.to_owned() } else { format!("{of}.{name}") };
        self.0.push((name, Entry::Words(Words::sentence(&of, text))));
        self
    }

    pub(super) fn group(mut self, name: &'static str, fields: Self) -> Self {
        self.0.push((name, Entry::Group(fields)));
        self
    }

    pub(super) fn list(mut self, name: &'static str, list: Vec<Self>) -> Self {
        self.0.push((name, Entry::List(list)));
        self
    }

    pub(super) fn add_numbers<'a>(&'a self, found: &mut BTreeMap<&'a str, &'a str>) {
        for (_, entry) in &self.0 {
            match entry {
                Entry::Words(words) => found.extend(words.pieces.iter().filter_map(|piece| match piece {
                    Piece::Number { name, text } => Some((name.as_str(), text.as_str())),
                    Piece::Text(_) => None,
                })),
                Entry::Group(fields) => fields.add_numbers(found),
                Entry::List(list) => list.iter().for_each(|fields| fields.add_numbers(found)),
            }
        }
    }

    /// Sentences one below the other, each under the name `noi_dung`.
    pub(super) fn sentences(self, name: &'static str, sentences: &[Sentence]) -> Self {
        let list = (1usize..)
            .zip(sentences)
            .map(|(number, text)| Self::default().sentence(&format!("{name}.{number}"), "noi_dung", &text.to_string()));
        let list = list.collect();
        self.list(name, list)
    }
}
