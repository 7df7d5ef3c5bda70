//! A tag with its attributes, which are looked at where somebody asks for one. They were found when the tag was: each is
//! known by its place, and entities in its value are resolved only then.

use super::token::{Attribute, Name};
use super::window::damaged;
use crate::model::workbook::Refusal;
use quick_xml::escape::unescape;
use std::borrow::Cow;

/// An opening tag.
pub(in crate::reader) struct Tag<'n> {
    /// From its `<` on; places are bytes from there.
    pub(super) text: &'n str,
    name: &'n str,
    attributes: &'n [Attribute],
    irregular: bool,
}

/// A closing tag.
pub(in crate::reader) struct Closed<'n>(&'n str);

impl<'n> Closed<'n> {
    /// A tag of this name, without prefix.
    pub(super) fn new(name: &'n str) -> Self {
        Self(name)
    }

    /// Its name without prefix.
    pub(in crate::reader) fn name(&self) -> &'n str {
        self.0
    }
}

impl<'n> Tag<'n> {
    /// The tag that a text begins with, by what was found in it.
    pub(super) fn new(text: &'n str, name: Name, attributes: &'n [Attribute], irregular: bool) -> Self {
        Self { text, name: name.local(text), attributes, irregular }
    }

    /// Its name without prefix.
    pub(in crate::reader) fn name(&self) -> &'n str {
        self.name
    }

    /// The first attribute of this name, whatever its prefix.
    pub(in crate::reader) fn attribute(&self, name: &str) -> Result<Option<Cow<'n, str>>, Refusal> {
        self.only(|key| same(key.local(self.text), name))
    }

    /// The attribute of this name that has a prefix: `r:id` beside `id`.
    pub(in crate::reader) fn prefixed(&self, name: &str) -> Result<Option<Cow<'n, str>>, Refusal> {
        self.only(|key| key.prefix(self.text).is_some() && key.local(self.text) == name)
    }

    /// The attribute with exactly this prefix, where two of the same name stand side by side.
    pub(in crate::reader) fn in_prefix(&self, prefix: &str, name: &str) -> Result<Option<Cow<'n, str>>, Refusal> {
        self.only(|key| key.prefix(self.text) == Some(prefix) && key.local(self.text) == name)
    }

    /// All of these in one walk, as [`Self::attribute`] finds each.
    pub(in crate::reader) fn several<const N: usize>(&self, names: [&str; N]) -> Result<[Option<Cow<'n, str>>; N], Refusal> {
        let mut keys = [""; N];
        let mut values = [const { None }; N];
        for attribute in self.attributes()? {
            let local = attribute.key.local(self.text);
            let Some(place) = names.iter().position(|name| same(name, local)) else { continue };
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

    /// All of them.
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

/// Are two names the same? They are short: a call to compare memory costs more than they do.
pub(super) fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).all(|(one, other)| one == other)
}

/// A value with its entities resolved.
pub(super) fn plain(value: &str) -> Result<Cow<'_, str>, Refusal> {
    if !value.bytes().any(|byte| byte == b'&') {
        return Ok(Cow::Borrowed(value));
    }
    unescape(value).map_err(|error| damaged(&error))
}

fn twice() -> Refusal {
    Refusal::Damaged { detail: "an attribute stands twice in a tag".to_owned() }
}
