//! A tag with its attributes, which are looked at where somebody asks for one. They were found when the tag was: each is
//! known by its place, and entities in its value are resolved only then.

use super::spaces::{Space, Spaces};
use super::token::{Attribute, Name, plain, same};
use crate::model::workbook::Refusal;
use std::borrow::Cow;

/// An opening tag with its attributes, as it stands in the text.
pub(in crate::reader) struct Tag<'n> {
    /// From its `<` on; places are bytes from there.
    pub(super) text: &'n str,
    name: &'n str,
    attributes: &'n [Attribute],
    spaces: &'n Spaces,
    /// Whoever does not know the tag may pass over it.
    added: bool,
    irregular: bool,
}

/// A closing tag: the name it closes, without prefix.
pub(in crate::reader) struct EndTag<'n>(&'n str);

impl<'n> EndTag<'n> {
    /// A tag of this name, without prefix.
    pub(super) fn new(name: &'n str) -> Self {
        Self(name)
    }

    /// Its name without prefix; nothing if the tag is of another language.
    pub(in crate::reader) fn name(&self) -> &'n str {
        self.0
    }
}

impl<'n> Tag<'n> {
    /// The tag that a text begins with, by what was found in it, in its space.
    pub(super) fn new(text: &'n str, name: Name, space: Space, attributes: &'n [Attribute], spaces: &'n Spaces, irregular: bool) -> Self {
        let own = space == Space::Own;
        let added = !own && spaces.may_be_ignored(name.prefix(text).unwrap_or(""));
        Self { text, name: if own { name.local(text) } else { "" }, attributes, spaces, added, irregular }
    }

    /// May whoever does not know the tag pass over it?
    pub(in crate::reader) fn is_added(&self) -> bool {
        self.added
    }

    /// Its name without prefix; nothing if the tag is of another language.
    pub(in crate::reader) fn name(&self) -> &'n str {
        self.name
    }

    /// The first attribute of this name that is not of another language, with or without a prefix.
    pub(in crate::reader) fn attribute(&self, name: &str) -> Result<Option<Cow<'n, str>>, Refusal> {
        self.only(|key| same(key.local(self.text), name) && self.is_own(key))
    }

    /// The id of a relationship: `r:id` beside `id`.
    pub(in crate::reader) fn relation(&self) -> Result<Option<Cow<'n, str>>, Refusal> {
        let names = |prefix| matches!(self.spaces.of(prefix), Some(Space::Relations | Space::Own));
        self.only(|key| key.local(self.text) == "id" && key.prefix(self.text).is_some_and(names))
    }

    /// The attribute of this name that LibreOffice adds to that of the standard.
    pub(in crate::reader) fn of_calc(&self, name: &str) -> Result<Option<Cow<'n, str>>, Refusal> {
        let added = |prefix| self.spaces.of(prefix) == Some(Space::Calc);
        self.only(|key| key.local(self.text) == name && key.prefix(self.text).is_some_and(added))
    }

    /// Is a name of the language of the part? A name without a prefix is that of its tag.
    fn is_own(&self, key: &Name) -> bool {
        key.prefix(self.text).is_none_or(|prefix| self.spaces.of(prefix) == Some(Space::Own))
    }

    /// All of these in one walk, as [`Self::attribute`] finds each.
    pub(in crate::reader) fn several<const N: usize>(&self, names: [&str; N]) -> Result<[Option<Cow<'n, str>>; N], Refusal> {
        let mut keys = [""; N];
        let mut values = [const { None }; N];
        for attribute in self.attributes()? {
            let local = attribute.key.local(self.text);
            let Some(place) = names.iter().position(|name| same(name, local)).filter(|_| self.is_own(&attribute.key)) else { continue };
            let key = attribute.key.whole(self.text);
            match (keys.get_mut(place), values.get_mut(place)) {
                (Some(first), Some(Some(_))) if *first == key => return Err(twice()),
                (Some(first), Some(found @ None)) => (*first, *found) = (key, Some(self.value(attribute)?)),
                _ => {}
            }
        }
        Ok(values)
    }

    /// The first that is wanted; all are walked, because where that very one stands twice, programs do not agree which
    /// counts.
    fn only(&self, wanted: impl Fn(&Name) -> bool) -> Result<Option<Cow<'n, str>>, Refusal> {
        let mut found: Option<&'n Attribute> = None;
        for attribute in self.attributes()? {
            match found {
                Some(first) if first.key.whole(self.text) == attribute.key.whole(self.text) => return Err(twice()),
                None if wanted(&attribute.key) => found = Some(attribute),
                Some(_) | None => {}
            }
        }
        found.map(|found| self.value(found)).transpose()
    }

    /// Its attributes in the order in which they are written; refused if they break the rules.
    pub(super) fn attributes(&self) -> Result<&'n [Attribute], Refusal> {
        if self.irregular {
            return Err(Refusal::Damaged { detail: "a tag with attributes that are none".to_owned() });
        }
        Ok(self.attributes)
    }

    fn value(&self, attribute: &Attribute) -> Result<Cow<'n, str>, Refusal> {
        plain(self.text.get(attribute.value.clone()).unwrap_or(""))
    }

    /// Is the attribute there and true?
    pub(in crate::reader) fn is(&self, name: &str) -> Result<bool, Refusal> {
        Ok(self.attribute(name)?.is_some_and(|value| matches!(value.as_ref(), "1" | "true" | "on")))
    }

    /// The attribute as a whole number; none if it is not there or is none.
    pub(in crate::reader) fn number(&self, name: &str) -> Result<Option<u32>, Refusal> {
        Ok(self.attribute(name)?.and_then(|value| value.trim().parse().ok()))
    }
}

fn twice() -> Refusal {
    Refusal::Damaged { detail: "an attribute stands twice in a tag".to_owned() }
}
