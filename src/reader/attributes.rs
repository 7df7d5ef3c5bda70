//! The attributes of a tag, one after the other, as they are written. A cell has three of them and a report some
//! thousand cells, so they are walked once a tag and nothing is allocated for them: the walk of quick-xml keeps a list of
//! names. Where the one that is wanted stands twice, programs do not agree which counts: that is damage.

use crate::model::workbook::Refusal;

/// A walk over the text between a tag's name and its end.
pub(super) struct Attributes<'t> {
    text: &'t str,
    at: usize,
}

/// One attribute: its name with its prefix, and its value with its entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attribute<'t> {
    pub(super) key: &'t str,
    pub(super) value: &'t str,
}

impl<'t> Attribute<'t> {
    /// The name without prefix.
    pub(super) fn name(&self) -> &'t str {
        self.key.split_once(':').map_or(self.key, |(_, name)| name)
    }

    /// The prefix, if it has one.
    pub(super) fn prefix(&self) -> Option<&'t str> {
        self.key.split_once(':').map(|(prefix, _)| prefix)
    }
}

impl<'t> Attributes<'t> {
    /// Starts the walk.
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The first that is wanted; all are walked, and a second one with its very name is damage.
    pub(super) fn only(self, wanted: impl Fn(&Attribute<'t>) -> bool) -> Result<Option<&'t str>, Refusal> {
        let mut found: Option<Attribute<'t>> = None;
        for attribute in self {
            let attribute = attribute?;
            match found {
                Some(first) if first.key == attribute.key => return Err(damaged("an attribute stands twice in a tag")),
                None if wanted(&attribute) => found = Some(attribute),
                Some(_) | None => {}
            }
        }
        Ok(found.map(|found| found.value))
    }

    fn malformed(&mut self, what: &str) -> Option<Result<Attribute<'t>, Refusal>> {
        self.at = self.text.len();
        Some(Err(damaged(what)))
    }
}

impl<'t> Iterator for Attributes<'t> {
    type Item = Result<Attribute<'t>, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let from = |at: usize, stop: fn(u8) -> bool| {
            let rest = bytes.get(at..).unwrap_or_default();
            at + rest.iter().position(|byte| stop(*byte)).unwrap_or(rest.len())
        };
        let start = from(self.at, |byte| !byte.is_ascii_whitespace());
        if start == bytes.len() {
            self.at = start;
            return None;
        }
        let end = from(start, |byte| byte == b'=' || byte.is_ascii_whitespace());
        let equals = from(end, |byte| !byte.is_ascii_whitespace());
        if end == start || bytes.get(equals) != Some(&b'=') {
            return self.malformed("an attribute without a name or a value");
        }
        let quote = from(equals + 1, |byte| !byte.is_ascii_whitespace());
        let close = match bytes.get(quote) {
            Some(b'"') => from(quote + 1, |byte| byte == b'"'),
            Some(b'\'') => from(quote + 1, |byte| byte == b'\''),
            _ => return self.malformed("an attribute without quotes"),
        };
        let (Some(key), Some(value), true) = (self.text.get(start..end), self.text.get(quote + 1..close), close < bytes.len()) else {
            return self.malformed("an attribute without an end");
        };
        self.at = close + 1;
        Some(Ok(Attribute { key, value }))
    }
}

fn damaged(what: &str) -> Refusal {
    Refusal::Damaged { detail: what.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quick_xml::events::BytesStart;

    /// Each `name=value`, or what is wrong.
    fn told(text: &str) -> Vec<String> {
        Attributes::of(text).map(|found| found.map_or_else(|error| format!("{error:?}"), |a| format!("{}={}", a.key, a.value))).collect()
    }

    #[test]
    fn all_ways_to_write_them() {
        assert_eq!(told(r#" r="A1" t='s'  xml:space = "a 'b' &amp;" e="""#), ["r=A1", "t=s", "xml:space=a 'b' &amp;", "e="]);
        assert_eq!(told("\n\tr\n=\r\n\"Đ\""), ["r=Đ"]);
        assert!(told("").is_empty() && told("  ").is_empty());
        let attribute = Attribute { key: "r:id", value: "" };
        assert_eq!((attribute.prefix(), attribute.name()), (Some("r"), "id"));
        let attribute = Attribute { key: "id", value: "" };
        assert_eq!((attribute.prefix(), attribute.name()), (None, "id"));
    }

    #[test]
    fn what_is_malformed_ends_the_walk() {
        for text in [" r", " r=", " r=A1", " r=\"A1", " =\"A1\"", " r s=\"1\"", " \"A1\"", " r=\"A1\" s"] {
            let found = told(text);
            assert!(found.last().is_some_and(|last| last.contains("Damaged")) && found.len() <= 2, "{text}: {found:?}");
        }
    }

    #[test]
    fn one_that_stands_twice_is_damage_wherever_it_stands() {
        let only = |text| Attributes::of(text).only(|attribute| attribute.name() == "r");
        assert_eq!(only(r#" s="1" r="A1" t="s""#), Ok(Some("A1")));
        assert_eq!(only(r#" x:r="B2" r="A1""#), Ok(Some("B2")), "another name, for XML");
        assert_eq!(only(r#" s="1""#), Ok(None));
        assert!(only(r#" r="A1" s="1" r="A2""#).is_err());
    }

    /// quick-xml is the second opinion: on tags of all sorts both say the same, but that it takes `==""` for a name.
    #[test]
    fn quick_xml_walks_the_same_way() {
        let pieces = [" ", "r", "=", "\"", "'", "A1", "Đ", "\t", "x:"];
        let mut tags = vec![String::new()];
        for _ in 0..5 {
            tags = tags.iter().flat_map(|tag| pieces.iter().map(move |piece| format!("{tag}{piece}"))).collect();
        }
        for tag in tags.iter().flat_map(|tag| [format!(" {tag}"), format!(" r={tag}"), format!(" r=\"1\" {tag}")]) {
            let start = BytesStart::from_content(format!("c{tag}"), 1);
            let theirs: Result<Vec<String>, _> =
                start.attributes().with_checks(false).map(|a| a.map(|a| format!("{}={}", a.key.as_ref(), a.value))).collect();
            let ours: Result<Vec<String>, Refusal> = Attributes::of(&tag).map(|a| a.map(|a| format!("{}={}", a.key, a.value))).collect();
            let theirs = theirs.ok().filter(|all| !all.iter().any(|attribute| attribute.starts_with('=')));
            assert_eq!(ours.ok(), theirs, "{tag:?}");
        }
    }
}
