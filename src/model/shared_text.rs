//! A text that is shared, not copied. The same text goes from the table of a file into its cells and from a cell into the
//! field that was read from it, some thousand times a report; taking and freeing memory for each copy was a quarter of
//! what reading a report cost.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::cell::RefCell;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A text; a copy of it costs nothing. It reads as a `str` and is written as one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SharedText(Arc<str>);

impl SharedText {
    /// As a plain text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for SharedText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Default for SharedText {
    /// The blank text, of which there is only one: every field of a row starts with it.
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl From<&str> for SharedText {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::default() } else { Self(text.into()) }
    }
}

impl From<String> for SharedText {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl PartialEq<str> for SharedText {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for SharedText {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl PartialEq<String> for SharedText {
    fn eq(&self, other: &String) -> bool {
        *self.0 == **other
    }
}

impl fmt::Display for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Serialize for SharedText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

thread_local! {
    /// Texts that were read last, each in the place of its letters. What a field says is written down as typed and as understood, and
    /// the words of a form stand in every row: of 60 texts of a report some 20 are different.
    static READ_LAST: RefCell<[Option<SharedText>; PLACES]> = const { RefCell::new([const { None }; PLACES]) };
}
const PLACES: usize = 64;

impl SharedText {
    /// A text that was read, shared with the same text where that was read just before.
    fn read(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (first, last) = (bytes.first().copied().unwrap_or_default(), bytes.last().copied().unwrap_or_default());
        let place = (bytes.len().wrapping_mul(31) ^ usize::from(first).wrapping_mul(7) ^ usize::from(last)) % PLACES;
        READ_LAST.with_borrow_mut(|last| {
            let Some(place) = last.get_mut(place) else { return text.into() };
            match place {
                Some(known) if known.as_str() == text => known.clone(),
                other => other.insert(text.into()).clone(),
            }
        })
    }
}

impl<'de> Deserialize<'de> for SharedText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// Takes the text from where it stands, without a `String` in between.
        struct Text;

        impl de::Visitor<'_> for Text {
            type Value = SharedText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<SharedText, E> {
                Ok(SharedText::read(text))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_and_read_as_any_text() {
        let text = SharedText::from("Đạt \"5\"");
        let json = serde_json::to_string(&text).unwrap();
        assert_eq!(json, serde_json::to_string("Đạt \"5\"").unwrap());
        assert_eq!(serde_json::from_str::<SharedText>(&json).unwrap(), text);
        let bytes = postcard::to_stdvec(&text).unwrap();
        assert_eq!(bytes, postcard::to_stdvec("Đạt \"5\"").unwrap());
        assert_eq!(postcard::from_bytes::<SharedText>(&bytes).unwrap(), text);
        assert_eq!(format!("{text}|{text:?}|{text:>9}"), "Đạt \"5\"|\"Đạt \\\"5\\\"\"|  Đạt \"5\"");
    }

    #[test]
    fn of_blank_texts_there_is_one() {
        let blank = SharedText::default();
        for other in [SharedText::from(""), String::new().into(), serde_json::from_str("\"\"").unwrap()] {
            assert!(std::ptr::eq(blank.as_str(), other.as_str()) && other.is_empty());
        }
    }

    #[test]
    fn texts_that_are_read_one_after_the_other_are_one_where_they_say_the_same() {
        let texts: Vec<SharedText> = serde_json::from_str(r#"["Đang làm", "Đang làm", "Đang lạm", "", "Đang làm"]"#).unwrap();
        assert_eq!(texts, ["Đang làm", "Đang làm", "Đang lạm", "", "Đang làm"]);
        assert!(std::ptr::eq(texts[0].as_str(), texts[1].as_str()));
    }

    #[test]
    fn a_copy_is_the_same_text() {
        let text = SharedText::from(String::from("Hoàn thành"));
        assert!(std::ptr::eq(text.as_str(), text.clone().as_str()));
        assert!(text == "Hoàn thành" && text.len() == 12 && SharedText::default().is_empty());
    }
}
