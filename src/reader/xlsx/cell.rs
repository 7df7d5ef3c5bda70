//! A cell of a sheet part: what is written in it, and what a person sees of it.

use super::usual::Kind;
use crate::model::place::CellRef;
use crate::model::workbook::{RawValue, UNCOMPUTED};
use crate::reader::number_format::NumberFormat;
use crate::reader::runs::RichText;
use crate::reader::value::{self, Seen};

/// What all sheets of a workbook share.
pub(super) struct SharedParts<'s> {
    /// What each text means, by number; none if the workbook names the part and the package does not hold it.
    pub(super) strings: Option<&'s [Seen]>,
    /// Number formats by style; none likewise.
    pub(super) formats: Option<&'s [NumberFormat]>,
    /// Do days count from 1904?
    pub(super) date_1904: bool,
    /// Excel computes every formula when it opens the workbook: a result of zero may be what a program writes for none.
    pub(super) computed_on_load: bool,
}

/// A cell, and which of its parts stand there.
#[derive(Clone, Copy)]
pub(super) struct CellParts {
    pub(super) cell: CellRef,
    pub(super) kind: Kind,
    pub(super) style: usize,
    pub(super) value: bool,
    pub(super) inline: bool,
    pub(super) formula: bool,
    /// Its formula says an empty text somewhere, and so may give one.
    pub(super) gives_nothing: bool,
    /// A tag that no cell has stands in it.
    pub(super) unknown: bool,
}

impl CellParts {
    /// A cell of which nothing is known.
    pub(super) const NOTHING: Self = Self {
        cell: CellRef { row: 0, column: 0 },
        kind: Kind::Number,
        style: 0,
        value: false,
        inline: false,
        formula: false,
        gives_nothing: false,
        unknown: false,
    };

    /// Does it hold something that only a lost part could tell? To go on would be wrong: without its texts a sheet has
    /// neither headings nor codes, and without its format the 1 that people see as 100% is 1%.
    pub(super) fn needs_what_is_lost(self, value: &str, shared: &SharedParts<'_>) -> bool {
        let text = self.kind == Kind::Shared && shared.strings.is_none();
        let format = self.kind == Kind::Number && self.style != 0 && shared.formats.is_none();
        (text || format) && self.value && !value.trim().is_empty()
    }

    /// What a person sees of it.
    pub(super) fn meaning(self, value: &str, inline: &RichText, shared: &SharedParts<'_>) -> Seen {
        let written = |text: &str| value::text(&value::unescaped(text)).into();
        let plain = value.trim();
        match self.kind {
            Kind::Inline if self.inline => return inline.seen(value::unescaped),
            Kind::Inline => return if self.value { written(value) } else { self.nothing() },
            // What a program writes that computes nothing and leaves it to Excel.
            Kind::Text if value.is_empty() && self.formula && shared.computed_on_load && !self.gives_nothing => {
                return RawValue::Error(UNCOMPUTED.to_owned()).into();
            }
            Kind::Text if self.value => return written(value),
            // Text in a cell that does not say it has one.
            _ if plain.is_empty() && self.inline => return inline.seen(value::unescaped),
            _ if plain.is_empty() => return self.nothing(),
            _ => {}
        }
        match self.kind {
            Kind::Shared => match plain.parse::<usize>().ok().and_then(|number| shared.strings?.get(number)) {
                Some(text) => return text.clone(),
                None => value::unreadable(),
            },
            Kind::Number => match value::plain_number(plain) {
                Some(0.0) if self.formula && shared.computed_on_load => RawValue::Error(UNCOMPUTED.to_owned()),
                Some(number) => match shared.formats.and_then(|formats| formats.get(self.style)) {
                    Some(format) => return format.seen(number, shared.date_1904),
                    None => return NumberFormat::default().seen(number, shared.date_1904),
                },
                None => value::unreadable(),
            },
            Kind::Truth if plain == "1" || plain.eq_ignore_ascii_case("true") => RawValue::Bool(true),
            Kind::Truth if plain == "0" || plain.eq_ignore_ascii_case("false") => RawValue::Bool(false),
            Kind::Error if plain.starts_with('#') => RawValue::Error(plain.to_owned()),
            // A day that is none is the text it is.
            Kind::Date => return value::iso_date(plain).map(RawValue::DateTime).or_else(|| value::text(plain)).into(),
            Kind::Truth | Kind::Error | Kind::Odd | Kind::Text | Kind::Inline => value::unreadable(),
        }
        .into()
    }

    /// What a cell says in which nothing is written: a formula is not computed, and what is written in some other way is
    /// not known.
    fn nothing(self) -> Seen {
        match self {
            Self { formula: true, .. } => RawValue::Error(UNCOMPUTED.to_owned()).into(),
            Self { unknown: true, .. } => value::unreadable().into(),
            _ => Seen::default(),
        }
    }
}
