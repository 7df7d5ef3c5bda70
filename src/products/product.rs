//! What a product is: its name, when and from what it is made.

use crate::model::agency::AgencyCode;
use crate::model::config::Config;
use crate::model::consolidation::Edition;
use crate::model::cutoff::Cutoffs;
use crate::model::period::Period;
use crate::model::period_range::PeriodRange;
use crate::products::kind::Kind;
use crate::sheets::blank::BlankInput;
use crate::sheets::feedback::FeedbackInput;
use crate::sheets::input::ProductInput;
use crate::sheets::letter::Letter;
use crate::sheets::retrospect::{self, RetrospectInput};
use crate::sheets::sheet::{Book, Sheet};
use crate::sheets::to_do::GroupInput;
use crate::sheets::{edition, frame};
use crate::text::{format, period_range};

/// One file that can leave, or stay at the desk.
#[derive(Debug)]
pub struct Product {
    /// What it is, for the table of the folder.
    pub what: &'static str,
    /// The name of its file, without a folder.
    pub name: fn(&Naming<'_>) -> String,
    /// When and from what it is made.
    pub make: Make,
}

/// When a product is made and from what.
#[derive(Debug, Clone, Copy)]
pub enum Make {
    /// Once an edition of a period, from its figures. What leaves with a release is sealed.
    Edition {
        /// Its kind in an edition; `None` if that edition goes without it, or the desk does.
        kind: fn(Edition, &Config) -> Option<Kind>,
        /// How it is composed.
        compose: OfFigures,
    },
    /// For each agency that is to be told something.
    Answer(fn(&FeedbackInput<'_>) -> ProductBody),
    /// For each agency that reports, and as an answer to one that reported without it.
    Form(fn(&BlankInput<'_>) -> ProductBody),
    /// Over several periods, from what left with the releases of each.
    Range {
        /// What leaves, or what stays at the desk; `None` if the desk goes without it.
        kind: fn(&Config) -> Option<Kind>,
        /// How it is composed.
        compose: OfRange,
    },
    /// Once a period, from its state, whenever that changes.
    Message(OfState),
}

/// Composes a product of an edition. The error is one of writing JSON.
pub type OfFigures = fn(&ProductInput<'_>) -> Result<ProductBody, serde_json::Error>;

/// Composes a product over several periods. The error is one of writing JSON.
pub type OfRange = fn(&RetrospectInput<'_>) -> Result<ProductBody, serde_json::Error>;

/// Composes what is told of a period's state.
pub type OfState = fn(&GroupInput<'_>) -> ProductBody;

/// A workbook that is composed sheet by sheet, so that never more than one of its sheets needs to be in memory.
#[derive(Debug, Clone, Copy)]
pub struct LongBook {
    /// The book without its sheets.
    pub head: fn(&ProductInput<'_>) -> Book,
    /// Composes one sheet after the other, in the order of their tabs, and hands each over.
    pub sheets: fn(&ProductInput<'_>, &mut dyn FnMut(Sheet)),
}

impl LongBook {
    /// The whole book at once.
    pub fn whole(&self, input: &ProductInput<'_>) -> Book {
        let mut book = (self.head)(input);
        (self.sheets)(input, &mut |sheet| book.sheets.push(sheet));
        book
    }
}

/// A product before it is bytes.
#[derive(Debug)]
pub enum ProductBody {
    /// A workbook, as sheets of plain data.
    Book(Book),
    /// A workbook of an edition, to be composed from the same input.
    Long(LongBook),
    /// A text, written as UTF-8.
    Text(String),
    /// A written report, filled into a template.
    Letter(Letter),
}

/// What names are made of.
#[derive(Debug, Clone, Copy)]
pub struct Naming<'a> {
    /// The desk; for what an agency gets, the agency.
    pub code: &'a AgencyCode,
    /// The period that stands in the name.
    pub period: Period,
    /// The edition and the period's cutoffs, where there is an edition.
    pub edition: Option<(Edition, Cutoffs)>,
    /// The periods looked back upon, where there are several.
    pub range: Option<PeriodRange>,
}

/// A name with the edition at its end, without extension: `TongHop_SKHCN_T28_2025_du-thao`.
pub(super) fn stem(prefix: &str, naming: &Naming<'_>) -> String {
    let end = naming.edition.map(|(edition, cutoffs)| edition::suffix(edition, cutoffs)).unwrap_or_default();
    format!("{}{end}", agency_stem(prefix, naming))
}

/// A name without an edition and without extension: `PhanHoi_SYT_T28_2025`.
pub(super) fn agency_stem(prefix: &str, naming: &Naming<'_>) -> String {
    format!("{prefix}_{}_{}", naming.code, format::period_in_names(naming.period))
}

/// A name with the range in it, without extension: `GiaiDoan_SKHCN_quy-III_2025`.
pub(super) fn range_stem(prefix: &str, naming: &Naming<'_>) -> String {
    match &naming.range {
        Some(range) => format!("{prefix}_{}_{}", naming.code, period_range::in_names(range)),
        None => agency_stem(prefix, naming),
    }
}

/// A workbook over several periods.
pub(super) fn range_book(input: &RetrospectInput<'_>, title: &str, sheets: Vec<Sheet>) -> ProductBody {
    let called = period_range::called(&input.retrospect.range);
    ProductBody::Book(Book {
        title: retrospect::rehearsed(input, &format!("{title} {called}")),
        created: input.retrospect.until,
        properties: Vec::new(),
        names: Vec::new(),
        sheets,
    })
}

/// A workbook of an edition without its sheets.
pub(super) fn head(input: &ProductInput<'_>, title: &str, properties: Vec<(String, String)>) -> Book {
    Book {
        title: frame::rehearsed(input, title),
        created: edition::created(input.edition, input.consolidation.cutoffs),
        properties,
        names: Vec::new(),
        sheets: Vec::new(),
    }
}
