//! The written report as plain data: under each name that the office may use in its template stands what is said of the
//! period. Sentences and figures are those of the first page and of the lists of the workbook; none is counted here.
//!
//! What lives here says *what* the report holds; how it looks, and every fixed word of it, is the template's, which the office
//! owns. To add a name: its value in the file of its section, its line in `place_names.rs` (a test compares the
//! two).

mod annexes;
mod edited;
mod fields;
mod head;
mod letter_of;
mod matters;
mod place_names;
mod results;
mod several;
mod words;

use crate::forms::recognise::{KEY_AGENCY, KEY_FORM};
use crate::model::config::Layout;
use crate::model::moment::Moment;
use crate::sheets::input::ProductInput;
use crate::sheets::retrospect::{self, RetrospectInput};
use crate::sheets::{edition, frame, meta};
use crate::text::{format, period_range};
pub use edited::{Control, EditedNumbers, NumberLine, Paragraph, compare};
pub use fields::{Entry, Fields};
pub use letter_of::LetterOf;
pub use place_names::{GUIDE, guide};
use std::collections::BTreeMap;
pub use words::{Piece, Words, numbers};

/// What a written report over several periods says that it is, in the properties of its file.
pub const SEVERAL: &str = "BC-NHIEU-KY";

/// The written report before it is a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Title in the properties of the file.
    pub title: String,
    /// The time that the file says it was made: a cutoff, never the moment of the run.
    pub created: Moment,
    /// What the document is, for whoever checks it later: pairs of a name and a value.
    pub properties: Vec<(String, String)>,
    /// What it is of.
    pub of: LetterOf,
    /// By whose rules it is laid out.
    pub layout: Layout,
    /// Everything that the template may name.
    pub fields: Fields,
}

/// Composes the written report.
pub(crate) fn letter(input: &ProductInput<'_>) -> Letter {
    let fields = [head::fields(input), results::fields(input), matters::fields(input), annexes::fields(input)];
    Letter {
        title: frame::rehearsed(
            input,
            &format!("Báo cáo kết quả thực hiện nhiệm vụ, chỉ tiêu {}", format::span(&input.consolidation.span)),
        ),
        created: edition::created(input.edition, input.consolidation.cutoffs),
        properties: meta::properties(input),
        of: LetterOf::Period,
        layout: input.config.desk.layout,
        fields: Fields(fields.into_iter().flat_map(|fields| fields.0).collect()),
    }
}

/// Composes the written report over several periods.
pub(crate) fn of_range(input: &RetrospectInput<'_>) -> Letter {
    let called = period_range::called(&input.retrospect.range);
    Letter {
        title: retrospect::rehearsed(input, &format!("Báo cáo kết quả thực hiện nhiệm vụ, chỉ tiêu {called}")),
        created: input.retrospect.until,
        properties: [(KEY_FORM, SEVERAL), (KEY_AGENCY, input.retrospect.desk.as_str())]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .to_vec(),
        of: LetterOf::Range,
        layout: input.config.desk.layout,
        fields: several::fields(input),
    }
}

impl Letter {
    /// Every number by its name.
    pub fn numbers(&self) -> BTreeMap<&str, &str> {
        let mut found = BTreeMap::new();
        self.fields.add_numbers(&mut found);
        found
    }

    /// A report for trying out a template: with every name full and two things in each list, or with every name blank and no
    /// thing in any list.
    pub fn example(of: LetterOf, layout: Layout, full: bool, created: Moment) -> Self {
        Self { title: String::new(), created, properties: Vec::new(), of, layout, fields: place_names::example(of, full) }
    }
}

#[cfg(test)]
mod tests;
