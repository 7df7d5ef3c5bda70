//! Whose names the tags and attributes of a part are. A prefix means what the part declares it to mean, so two files may
//! write the same tags with different prefixes, and a tag of another language may have the name of one of ours. What is not
//! ours has no name for whoever walks the part.

use super::token::{Attribute, Name, plain};
use crate::model::workbook::Refusal;

/// Whose a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reader) enum Space {
    /// Of the language that the part is written in.
    Own,
    /// Of the ids by which one part refers to another.
    Relations,
    /// Which of several contents is meant for whom.
    Compatibility,
    /// What LibreOffice says a second time of a cell.
    Calc,
    /// Later additions of Excel: understood by those programs that have them.
    Added,
    /// Nobody's that is known here.
    Foreign,
}

/// Names that start so belong together: a part may be written in an older or a newer form of its language.
const FAMILIES: [&[&str]; 3] = [
    &["http://schemas.openxmlformats.org/spreadsheetml/", "http://purl.oclc.org/ooxml/spreadsheetml/"],
    &["urn:oasis:names:tc:opendocument:xmlns:"],
    &["http://schemas.microsoft.com/office/2006/encryption", "http://schemas.microsoft.com/office/2006/keyEncryptor/"],
];
/// Names that LibreOffice adds to those of the standard.
const CALC: &str = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0";
const ADDITIONS: [&str; 2] = ["http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/"];

/// What the prefixes mean where the walk stands.
#[derive(Debug)]
pub(super) struct Spaces {
    bound: Vec<Binding>,
    /// The place in `bound`, from one on, of the latest prefix with this mark; a short way to nearly all of them.
    marks: [u8; MARKS],
    /// The language of the root: `None` before it opens.
    root: Option<String>,
    /// Whose a name without prefix is.
    pub(super) plain: Space,
}

const MARKS: usize = 64;

/// Most declarations that hold at once: as many as a mark can name. Parts of Excel have some twenty.
const BOUND_MAX: usize = u8::MAX as usize;

#[derive(Debug)]
struct Binding {
    /// How many tags are open around its declaration, with it.
    depth: usize,
    /// Without one: of all names that have none.
    prefix: String,
    key: Key,
    uri: String,
    space: Space,
    /// Who does not know it is told to pass over it.
    ignorable: bool,
}

impl Spaces {
    pub(super) fn new() -> Self {
        Self { bound: Vec::new(), marks: [0; MARKS], root: None, plain: Space::Own }
    }

    /// Takes what a tag declares that opens at this depth. The root says which language is the part's own.
    pub(super) fn enter(&mut self, text: &str, name: Name, attributes: &[Attribute], depth: usize) -> Result<(), Refusal> {
        for attribute in attributes {
            let key = attribute.key.whole(text);
            let prefix = match key.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) => match rest.strip_prefix(':') {
                    Some(prefix) => prefix,
                    None => continue,
                },
                None => continue,
            };
            if self.bound.len() >= BOUND_MAX {
                return Err(Refusal::Unsafe { cause: "quá nhiều khai báo tiền tố XML".to_owned() });
            }
            let uri = plain(text.get(attribute.value.clone()).unwrap_or(""))?.trim().to_owned();
            let key = Key::of(prefix);
            self.bound.push(Binding { depth, prefix: prefix.to_owned(), key, uri, space: Space::Foreign, ignorable: false });
        }
        if self.root.is_none() {
            let prefix = name.prefix(text).unwrap_or("");
            let declared = self.bound.iter().rfind(|binding| binding.prefix == prefix);
            self.root = Some(declared.map_or_else(String::new, |binding| binding.uri.clone()));
        }
        let root = self.root.as_deref().unwrap_or("");
        for binding in self.bound.iter_mut().rev().take_while(|binding| binding.depth == depth) {
            binding.space = space(&binding.uri, root);
        }
        for attribute in attributes.iter().filter(|attribute| attribute.key.local(text) == "Ignorable") {
            let prefixes = text.get(attribute.value.clone()).unwrap_or("");
            for prefix in prefixes.split_ascii_whitespace() {
                if let Some(binding) = self.bound.iter_mut().rfind(|binding| binding.prefix == prefix) {
                    binding.ignorable = true;
                }
            }
        }
        self.mark();
        Ok(())
    }

    /// Forgets what was declared at this depth or further inside.
    pub(super) fn leave(&mut self, depth: usize) {
        if self.bound.last().is_none_or(|binding| binding.depth < depth) {
            return;
        }
        while self.bound.pop_if(|binding| binding.depth >= depth).is_some() {}
        self.mark();
    }

    fn mark(&mut self) {
        self.marks = [0; MARKS];
        for (place, binding) in (1..=u8::MAX).zip(&self.bound) {
            if let Some(mark) = self.marks.get_mut(binding.key.mark()) {
                *mark = place;
            }
        }
        let plain = self.bound.iter().rfind(|binding| binding.prefix.is_empty());
        self.plain = plain.map_or_else(|| self.undeclared(), |binding| binding.space);
    }

    /// Whose names without any declaration are: the part's, if its root has none either.
    fn undeclared(&self) -> Space {
        if self.root.as_deref().unwrap_or("").is_empty() { Space::Own } else { Space::Foreign }
    }

    fn binding(&self, prefix: &str) -> Option<&Binding> {
        let key = Key::of(prefix);
        let marked = self.marks.get(key.mark()).and_then(|place| self.bound.get(usize::from(*place).checked_sub(1)?));
        let same = |binding: &&Binding| binding.key == key && (key.is_whole() || binding.prefix == prefix);
        marked.filter(same).or_else(|| self.bound.iter().rfind(same))
    }

    /// Whose the names with this prefix are; `None` if nobody declares it in a part that declares its own.
    pub(super) fn of(&self, prefix: &str) -> Option<Space> {
        match self.binding(prefix) {
            Some(binding) => Some(binding.space),
            None => Some(self.undeclared()).filter(|space| *space == Space::Own || prefix == "xml"),
        }
    }

    /// Does every Excel, or this part, say that a name with this prefix may be passed over?
    pub(super) fn may_be_ignored(&self, prefix: &str) -> bool {
        self.binding(prefix).is_some_and(|binding| binding.ignorable || binding.space == Space::Added)
    }

    /// Does a program of today understand all that these prefixes stand for?
    pub(super) fn are_understood(&self, prefixes: &str) -> bool {
        let known = |prefix: &str| {
            self.binding(prefix).is_some_and(|binding| matches!(binding.space, Space::Own | Space::Added | Space::Relations))
        };
        prefixes.split_ascii_whitespace().all(known)
    }
}

/// What a prefix is told apart by without walking its letters: how many there are, the first four and the last four.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    length: usize,
    letters: u64,
}

impl Key {
    fn of(prefix: &str) -> Self {
        let bytes = prefix.as_bytes();
        let letters = match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(first), Some(last)) => u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)),
            _ => bytes.iter().fold(0, |letters, byte| letters << 8 | u64::from(*byte)),
        };
        Self { length: bytes.len(), letters }
    }

    /// Is it all of the prefix?
    fn is_whole(self) -> bool {
        self.length <= 8
    }

    /// A place among the marks.
    fn mark(self) -> usize {
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        usize::try_from(self.letters.wrapping_mul(SPREAD) >> (u64::BITS - MARKS.ilog2())).unwrap_or(0)
    }
}

fn space(uri: &str, root: &str) -> Space {
    let family = |uri: &str| FAMILIES.iter().position(|family| family.iter().any(|start| uri.starts_with(start)));
    // Values of document properties are the properties' own, under a name of theirs.
    if uri == root || uri.ends_with("/docPropsVTypes") || family(uri).is_some_and(|found| family(root) == Some(found)) {
        Space::Own
    } else if uri.ends_with("/relationships") {
        Space::Relations
    } else if uri.starts_with("http://schemas.openxmlformats.org/markup-compatibility/") {
        Space::Compatibility
    } else if uri == CALC {
        Space::Calc
    } else if ADDITIONS.iter().any(|start| uri.starts_with(start)) {
        Space::Added
    } else {
        Space::Foreign
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::xml::token::{Token, token};

    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const STRICT: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";

    fn entered(spaces: &mut Spaces, text: &str, depth: usize) {
        let mut attributes = Vec::new();
        let Some(Token::Open { name, .. }) = token(text, &mut attributes) else { panic!("{text}") };
        spaces.enter(text, name, &attributes, depth).unwrap();
    }

    #[test]
    fn a_prefix_means_what_is_declared_where_it_stands() {
        let mut spaces = Spaces::new();
        entered(
            &mut spaces,
            &format!("<x:a xmlns:x='{MAIN}' xmlns:s='{STRICT}' xmlns:f='urn:foo' xmlns:m='http://schemas.microsoft.com/office/9'>"),
            1,
        );
        let of = |spaces: &Spaces| ["x", "s", "f", "m", "none"].map(|prefix| spaces.of(prefix));
        let outside = [Some(Space::Own), Some(Space::Own), Some(Space::Foreign), Some(Space::Added), None];
        assert_eq!((of(&spaces), spaces.plain), (outside, Space::Foreign));
        entered(&mut spaces, &format!("<x:b xmlns='{STRICT}' xmlns:x='urn:foo' xmlns:none='{MAIN}'>"), 2);
        let inside = [Some(Space::Foreign), Some(Space::Own), Some(Space::Foreign), Some(Space::Added), Some(Space::Own)];
        assert_eq!((of(&spaces), spaces.plain), (inside, Space::Own));
        spaces.leave(3);
        assert_eq!(of(&spaces), inside);
        spaces.leave(2);
        assert_eq!((of(&spaces), spaces.plain), (outside, Space::Foreign));
    }

    #[test]
    fn a_part_without_declarations_is_all_its_own() {
        let mut spaces = Spaces::new();
        entered(&mut spaces, "<x:a r:id='1'>", 1);
        assert_eq!((spaces.of("x"), spaces.of("y"), spaces.plain), (Some(Space::Own), Some(Space::Own), Space::Own));
    }

    #[test]
    fn prefixes_of_one_mark_are_told_apart() {
        let mut spaces = Spaces::new();
        // The same length, the same first four letters and the same last four; and one whose last four are its first.
        entered(
            &mut spaces,
            &format!(
                "<a xmlns='{MAIN}' xmlns:tableXstyle='urn:foo' xmlns:tableYstyle='{STRICT}' xmlns:abcd='urn:foo' xmlns:abcdabcd='{STRICT}'>"
            ),
            1,
        );
        assert_eq!(Key::of("tableXstyle"), Key::of("tableYstyle"));
        let of = ["tableXstyle", "tableYstyle", "tableZstyle", "abcd", "abcdabcd", "abc", ""].map(|prefix| spaces.of(prefix));
        let (own, foreign) = (Some(Space::Own), Some(Space::Foreign));
        assert_eq!(of, [foreign, own, None, foreign, own, None, own]);
    }

    #[test]
    fn every_short_prefix_is_told_from_every_other() {
        let letters = ["a", "b", "-", "ệ"];
        let longer =
            |short: &[String]| -> Vec<String> { short.iter().flat_map(|s| letters.map(|letter| format!("{s}{letter}"))).collect() };
        let mut all = vec![vec![String::new()]];
        (0..4).for_each(|_| all.extend(all.last().map(|short| longer(short))));
        let all: Vec<String> = all.concat().into_iter().filter(|prefix| prefix.len() <= 8).collect();
        for (place, prefix) in all.iter().enumerate() {
            assert!(Key::of(prefix).is_whole());
            assert_eq!(all.iter().position(|other| Key::of(other) == Key::of(prefix)), Some(place), "{prefix}");
        }
    }

    #[test]
    fn more_declarations_than_a_part_can_need_are_refused() {
        let declaring = |range: std::ops::Range<usize>| {
            let prefixes: String = range.map(|number| format!(" xmlns:p{number}='urn:{number}'")).collect();
            format!("<a xmlns='{MAIN}'{prefixes}>")
        };
        let enter = |spaces: &mut Spaces, text: &str, depth| {
            let mut attributes = Vec::new();
            let Some(Token::Open { name, .. }) = token(text, &mut attributes) else { panic!("{text}") };
            spaces.enter(text, name, &attributes, depth)
        };
        let refused = Err(Refusal::Unsafe { cause: "quá nhiều khai báo tiền tố XML".to_owned() });
        assert_eq!(enter(&mut Spaces::new(), &declaring(0..300), 1), refused);
        let mut spaces = Spaces::new();
        assert_eq!(enter(&mut spaces, &declaring(0..BOUND_MAX - 1), 1), Ok(()), "with that without prefix as many as there may be");
        assert_eq!((spaces.plain, spaces.of("p0"), spaces.of("p253")), (Space::Own, Some(Space::Foreign), Some(Space::Foreign)));
        assert_eq!(enter(&mut spaces, &declaring(0..0), 2), refused, "those of the tags around count");
    }

    #[test]
    fn what_may_be_ignored_is_said_or_known() {
        let mut spaces = Spaces::new();
        entered(
            &mut spaces,
            &format!(
                "<a xmlns='{MAIN}' xmlns:f='urn:foo' xmlns:g='urn:bar' xmlns:m='http://schemas.microsoft.com/office/9' x:Ignorable='g'>"
            ),
            1,
        );
        assert_eq!(["f", "g", "m", ""].map(|prefix| spaces.may_be_ignored(prefix)), [false, true, true, false]);
        assert_eq!(["f", "m", "m f"].map(|prefixes| spaces.are_understood(prefixes)), [false, true, false]);
    }
}
