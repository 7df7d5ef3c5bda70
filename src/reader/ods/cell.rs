//! A cell of an `.ods`: what it says of itself, the pieces of text in it, and what a person sees of it.

use super::styles::Styles;
use crate::model::workbook::{RawValue, Refusal, UNCOMPUTED};
use crate::reader::number_format::NumberFormat;
use crate::reader::runs::{Look, RichText};
use crate::reader::value::{self, Seen};
use crate::reader::xml::Tag;
use chrono::NaiveDateTime;
use std::borrow::Cow;

/// A cell while it is read.
#[derive(Default)]
pub(super) struct Cell {
    pub(super) depth: u32,
    pub(super) repeats: u32,
    pub(super) covered: bool,
    pub(super) kind: Kind,
    pub(super) error: bool,
    pub(super) formula: bool,
    /// The formula looks into another file.
    pub(super) linked: bool,
    /// What its style makes of a number.
    pub(super) format: NumberFormat,
    /// How many tags are open around each piece that is open, with it, and the look of what stands around it.
    pub(super) pieces: Vec<(u32, Look)>,
    pub(super) paragraphs: u32,
    /// How many rows and columns it spans.
    pub(super) spans: (u32, u32),
    /// How many tags are open around a note or a drawing, whose texts are not the cell's.
    pub(super) aside: Option<u32>,
}

/// What a cell says it holds, and its value as far as that is one.
#[derive(Default)]
pub(super) enum Kind {
    /// Nothing.
    #[default]
    Empty,
    Number(Option<f64>),
    Percent(Option<f64>),
    Day(Option<NaiveDateTime>),
    Truth(Option<bool>),
    /// A text or a time; its value, if it is written beside what is shown.
    Text(Option<String>),
    Odd,
}

impl Kind {
    /// Of a cell whose tag says that it holds this kind of value.
    pub(super) fn of(tag: &Tag<'_>, kind: &str) -> Result<Self, Refusal> {
        let number = || -> Result<Option<f64>, Refusal> {
            Ok(tag.attribute("value")?.as_deref().and_then(value::plain_number).filter(|number| number.is_finite()))
        };
        let text = |name: &str| -> Result<Self, Refusal> { Ok(Self::Text(tag.attribute(name)?.map(Cow::into_owned))) };
        Ok(match kind {
            "" => Self::Empty,
            "float" | "currency" => Self::Number(number()?),
            "percentage" => Self::Percent(number()?),
            "date" => Self::Day(tag.attribute("date-value")?.as_deref().and_then(value::iso_date)),
            "boolean" => Self::Truth(match tag.attribute("boolean-value")?.as_deref() {
                Some("true") => Some(true),
                Some("false") => Some(false),
                _ => None,
            }),
            "time" => text("time-value")?,
            "string" => text("string-value")?,
            _ => Self::Odd,
        })
    }
}

impl Cell {
    /// A tag inside of the cell.
    pub(super) fn inside(&mut self, tag: &Tag<'_>, depth: u32, styles: &Styles, text: &mut RichText) -> Result<(), Refusal> {
        if self.aside.is_some() {
            return Ok(());
        }
        match tag.name() {
            "p" if depth == self.depth + 1 => {
                if self.paragraphs > 0 {
                    text.push("\n");
                }
                self.paragraphs += 1;
            }
            "s" => {
                let count = times(tag.attribute("c")?.as_deref()).min(1_000);
                text.push(&" ".repeat(usize::try_from(count).unwrap_or(1)));
            }
            "tab" => text.push("\t"),
            "line-break" => text.push("\n"),
            "span" => {
                self.pieces.push((depth, text.look));
                let look = styles.look(tag.attribute("style-name")?.as_deref());
                let around = text.look;
                text.look = Look { struck: around.struck || look.struck, raised: around.raised || look.raised };
            }
            "a" => {}
            // Notes, drawings and tables in a cell have texts of their own.
            _ => self.aside = Some(depth),
        }
        Ok(())
    }

    /// What a person sees of it, with the text in it.
    pub(super) fn meaning(self, text: &RichText) -> Seen {
        if self.error {
            let shown = text.as_str().trim();
            return RawValue::Error(if shown.starts_with('#') { shown.to_owned() } else { "#VALUE!".to_owned() }).into();
        }
        match self.kind {
            Kind::Empty if self.formula => RawValue::Error(UNCOMPUTED.to_owned()).into(),
            Kind::Text(Some(written)) if written != text.as_str() => value::text(&written).into(),
            Kind::Empty | Kind::Text(_) => text.seen(|text| Cow::Borrowed(text)),
            Kind::Number(Some(number)) => self.format.seen(number, false),
            // Its kind alone makes it one, whatever its style.
            Kind::Percent(Some(number)) => RawValue::Percent(number).into(),
            Kind::Day(Some(day)) => RawValue::DateTime(day).into(),
            Kind::Truth(Some(truth)) => RawValue::Bool(truth).into(),
            Kind::Number(None) | Kind::Percent(None) | Kind::Day(None) | Kind::Truth(None) | Kind::Odd => value::unreadable().into(),
        }
    }
}

/// How often something is there; once, if that is not said.
pub(super) fn times(written: Option<&str>) -> u32 {
    written.and_then(|written| written.trim().parse().ok()).unwrap_or(1).max(1)
}
