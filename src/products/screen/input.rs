//! What the screen is made of.

use crate::model::cutoff::Cutoffs;
use crate::model::to_do::ToDo;
use crate::sheets::to_do::ToDoInput;

/// What a page is made of.
#[derive(Debug, Clone, Copy)]
pub struct ScreenInput<'a> {
    /// The desk's full name.
    pub desk_name: &'a str,
    /// The period as people call it, with its days.
    pub period: &'a str,
    /// This is a rehearsal: its clock is played.
    pub rehearsal: bool,
    /// What is to do; `None` in a period without a report.
    pub week: Option<ScreenWeek<'a>>,
    /// Why there is none, or what of the calendar to say.
    pub calendar: &'a [String],
}

/// A period with a report.
#[derive(Debug, Clone, Copy)]
pub struct ScreenWeek<'a> {
    /// What the words are made of.
    pub input: ToDoInput<'a>,
    /// What is to do.
    pub to_do: &'a ToDo,
    /// Everybody's cutoffs.
    pub cutoffs: Cutoffs,
    /// What was frozen or released: words and path relative to the page.
    pub files: &'a [(String, String)],
}
