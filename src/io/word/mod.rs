//! Word documents: a template that the office owns is filled with a report, and what somebody edited is read again. The only
//! place that names minijinja.
//!
//! ```text
//! template ─ package ─ tree ─ tags ─ source ─ minijinja ─ tree ─ numbers in content controls ─ package ─ document
//! ```
//!
//! What must hold here: what a report says is text, whatever it looks like; the same template and report give the same bytes
//! (no clock, no name of whoever edited the template); each number that the report names stands in a content control of that
//! name, so that it is found again.

mod bind;
mod fill;
mod names;
mod package;
mod properties;
mod read;
mod tags;
#[cfg(test)]
mod tests;
mod tree;

use crate::model::config::Layout;
use crate::model::moment::Moment;
use crate::sheets::letter::{Letter, LetterOf};
pub use fill::fill;
pub use read::{Document, read};

/// Name of the template of a layout.
pub fn template_name(of: LetterOf, layout: Layout) -> &'static str {
    match (of, layout) {
        (LetterOf::Period, Layout::State) => "bao-cao-nd30.docx",
        (LetterOf::Period, Layout::Party) => "bao-cao-hd36.docx",
        (LetterOf::Range, Layout::State) => "bao-cao-nhieu-ky-nd30.docx",
        (LetterOf::Range, Layout::Party) => "bao-cao-nhieu-ky-hd36.docx",
    }
}

/// The program's own template of a layout.
pub fn own_template(of: LetterOf, layout: Layout) -> &'static [u8] {
    match (of, layout) {
        (LetterOf::Period, Layout::State) => include_bytes!("../../../templates/bao-cao-nd30.docx"),
        (LetterOf::Period, Layout::Party) => include_bytes!("../../../templates/bao-cao-hd36.docx"),
        (LetterOf::Range, Layout::State) => include_bytes!("../../../templates/bao-cao-nhieu-ky-nd30.docx"),
        (LetterOf::Range, Layout::Party) => include_bytes!("../../../templates/bao-cao-nhieu-ky-hd36.docx"),
    }
}

/// Every mistake of a template, each with its paragraph and placeholder, in Vietnamese; none if it can be used. It is tried
/// out with a report that says something everywhere, and with one that says nothing.
pub fn mistakes(template: &[u8], of: LetterOf, layout: Layout, at: Moment) -> Vec<String> {
    let mut found = match fill::unknown_names(template, &Letter::example(of, layout, true, at).fields) {
        Ok(unknown) => unknown,
        Err(mistakes) => return mistakes,
    };
    for full in [true, false] {
        for mistake in fill(template, &Letter::example(of, layout, full, at)).err().unwrap_or_default() {
            if !found.contains(&mistake) {
                found.push(mistake);
            }
        }
    }
    found
}
