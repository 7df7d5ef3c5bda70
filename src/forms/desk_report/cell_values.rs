//! A row from the texts of its cells: each text is taken as a value where it stands, without a second copy of the row in between.
//! A workbook of a desk has thousands of them.

use crate::forms::desk_report::definition::{DeskKind, Part, TableForm};
use crate::forms::desk_report::record::YES;
use crate::model::place::CellRef;
use serde::de::value::{Error, MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use std::iter;

/// The row that says these texts, one a column of its table; `None` if one of them is no value of its kind.
pub(super) fn row<R: DeserializeOwned>(texts: &[impl AsRef<str>], table: &TableForm) -> Option<R> {
    let values = table.parts.iter().map(|part| (part.name.as_str(), Value::of(part, table, texts)));
    R::deserialize(MapDeserializer::<_, Error>::new(values)).ok()
}

/// A value of a row.
enum Value<'t, S> {
    Cell(&'t str, DeskKind),
    Parts { part: &'t Part, table: &'t TableForm, texts: &'t [S] },
}

impl<'t, S: AsRef<str>> Value<'t, S> {
    fn of(part: &'t Part, table: &'t TableForm, texts: &'t [S]) -> Self {
        if part.inner.is_empty() { Self::cell(part.first, table, texts) } else { Self::Parts { part, table, texts } }
    }

    fn cell(at: usize, table: &'t TableForm, texts: &'t [S]) -> Self {
        let text = texts.get(at).map_or("", AsRef::as_ref);
        Self::Cell(text, table.columns.get(at).map_or(DeskKind::Text, |column| column.kind))
    }

    /// Does it say that there is none?
    fn is_none(&self) -> bool {
        match self {
            Self::Parts { .. } | Self::Cell(_, DeskKind::Text | DeskKind::Words | DeskKind::Yes | DeskKind::List | DeskKind::Array) => {
                false
            }
            Self::Cell(text, _) => text.is_empty(),
        }
    }
}

impl<'de, S: AsRef<str>> IntoDeserializer<'de> for Value<'_, S> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de, S: AsRef<str>> Deserializer<'de> for Value<'_, S> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let (text, kind) = match self {
            Self::Cell(text, kind) => (text, kind),
            Self::Parts { part, table, texts } => {
                let inner = part.inner.iter().zip(part.first..);
                let values = inner.map(|(name, at)| (name.as_str(), Self::cell(at, table, texts)));
                return MapDeserializer::new(values).deserialize_any(visitor);
            }
        };
        match kind {
            DeskKind::Text | DeskKind::Words => visitor.visit_str(text),
            DeskKind::Yes if text.is_empty() || text == YES => visitor.visit_bool(!text.is_empty()),
            DeskKind::Yes => Err(Error::custom("neither yes nor blank")),
            DeskKind::List if text.is_empty() => visitor.visit_map(MapDeserializer::new(iter::empty::<(&str, &str)>())),
            DeskKind::Array if text.is_empty() => visitor.visit_seq(SeqDeserializer::new(iter::empty::<&str>())),
            _ if text.is_empty() => visitor.visit_unit(),
            DeskKind::Word => visitor.visit_str(text),
            DeskKind::Number => visitor.visit_u32(text.parse().map_err(Error::custom)?),
            DeskKind::Cell => {
                let cell = CellRef::parse(text).ok_or_else(|| Error::custom("no cell"))?;
                visitor.visit_map(MapDeserializer::new([("row", cell.row), ("column", cell.column)].into_iter()))
            }
            DeskKind::Json | DeskKind::JsonWords | DeskKind::List | DeskKind::Array => {
                let mut json = serde_json::Deserializer::from_reader(text.as_bytes());
                let value = json.deserialize_any(visitor).map_err(Error::custom)?;
                json.end().map_err(Error::custom)?;
                Ok(value)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_none() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Self::Cell(text, DeskKind::Json | DeskKind::JsonWords) => {
                let mut json = serde_json::Deserializer::from_reader(text.as_bytes());
                let value = json.deserialize_enum(name, variants, visitor).map_err(Error::custom)?;
                json.end().map_err(Error::custom)?;
                Ok(value)
            }
            Self::Cell(text, _) => visitor.visit_enum(StrDeserializer::<Error>::new(text)),
            parts @ Self::Parts { .. } => parts.deserialize_any(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map
        struct identifier ignored_any
    }
}
