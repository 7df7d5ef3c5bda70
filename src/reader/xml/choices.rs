//! Which of several contents is told. A part may hold one content for programs of several ages: that of today is told, as if
//! it stood there alone, and neither the choice nor the others are.

use super::spaces::Spaces;
use super::token::{self, Attribute, Name};
use crate::model::workbook::Refusal;

/// The choices that are open, and the contents in them that are told.
#[derive(Debug, Default)]
pub(super) struct Choices(Vec<Choice>);

/// A choice between several contents, or the content that was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Choice {
    /// How many tags are open around it, with it.
    level: usize,
    /// Has one been chosen?
    made: bool,
}

/// What becomes of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is a tag like any.
    Tag,
    /// What stands in it is told, and the tag is not.
    Through,
    /// It is not told, and nothing that stands in it.
    Untold,
}

impl Choices {
    /// What becomes of a tag of this language at this depth. One that is empty is not open behind it.
    pub(super) fn enter(
        &mut self,
        text: &str,
        name: Name,
        attributes: &[Attribute],
        spaces: &Spaces,
        level: usize,
        empty: bool,
    ) -> Result<Turn, Refusal> {
        let made = match name.local(text) {
            "AlternateContent" => false,
            local @ ("Choice" | "Fallback") => {
                let Some(choice) = self.0.last_mut().filter(|choice| choice.level + 1 == level) else { return Ok(Turn::Tag) };
                let fit = || -> Result<bool, Refusal> {
                    let requires = token::written(text, attributes, "Requires").map(token::plain).transpose()?;
                    Ok(local == "Fallback" || requires.is_some_and(|requires| spaces.are_understood(&requires)))
                };
                if choice.made || !fit()? {
                    return Ok(Turn::Untold);
                }
                choice.made = true;
                true
            }
            _ => return Ok(Turn::Tag),
        };
        if !empty {
            self.0.push(Choice { level, made });
        }
        Ok(Turn::Through)
    }

    /// Closes what was opened at this depth; `false` if that is a tag like any.
    pub(super) fn leave(&mut self, level: usize) -> bool {
        self.0.pop_if(|choice| choice.level == level).is_some()
    }
}
