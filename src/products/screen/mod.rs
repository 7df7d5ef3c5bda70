//! `noi-bo/tinh-hinh.html`: the desk's own screen. Who needs attention, in the order in which to act; whom to call; texts to copy;
//! what comes next. It never leaves, is recorded nowhere, and holds telephone numbers.
//!
//! ```text
//! ScreenInput → content (the same until something changes) ┐
//! Head        → a block of fixed width in the page         ┴ one file; a run that changes nothing writes the block alone
//! ```
//!
//! The page is HTML and reads without its script, which tells the minutes left, says how old the page is, loads it again, and copies.

mod head;
mod input;
mod markup;

use crate::products::page::{escaped, filled, policy_hash};
use crate::text::{format, sha256};
pub use head::{BLOCK, Head, MARK};
pub use input::{ScreenInput, ScreenWeek};

const FRAME: &str = include_str!("../../../templates/tinh-hinh.html");
const STYLE: &str = include_str!("../../../templates/tinh-hinh.css");
const SCRIPT: &str = include_str!("../../../templates/tinh-hinh.js");

/// A page without its head: the same until something changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    before: String,
    after: String,
}

impl Content {
    /// The page of what is known.
    pub fn of(input: &ScreenInput<'_>) -> Self {
        let title = format!("Tình hình báo cáo {}", input.period);
        let mark = if input.rehearsal { "DIỄN TẬP. " } else { "" };
        let (submit, release) =
            input.week.map_or((String::new(), String::new()), |week| (week.cutoffs.submit.to_rfc3339(), week.cutoffs.release.to_rfc3339()));
        let phase = input.week.map_or("none", |week| markup::phase(week.to_do.phase));
        let page = markup::page(input);
        let rehearsal = if input.rehearsal { "1" } else { "" };
        let frame = filled(
            FRAME,
            &[
                ("script_hash", &policy_hash(SCRIPT)),
                ("style_hash", &policy_hash(STYLE)),
                ("head", MARK),
                ("title", &escaped(&format::clean(&format!("{mark}{title}")))),
                ("desk", &escaped(&format::clean(input.desk_name))),
                ("submit", &submit),
                ("release", &release),
                ("phase", phase),
                ("rehearsal", rehearsal),
                ("page", &page),
                ("style", STYLE),
                ("script", SCRIPT),
            ],
        );
        let (before, after) = frame.split_once(MARK).unwrap_or((&frame, ""));
        Self { before: before.to_owned(), after: after.to_owned() }
    }

    /// By what two pages are told apart: 64 hexadecimal digits.
    pub fn key(&self) -> String {
        sha256::of(format!("{}{}", self.before, self.after).as_bytes())
    }

    /// The whole page.
    pub fn whole(&self, head: &Head) -> String {
        format!("{}{MARK}{}{}", self.before, head.block(), self.after)
    }
}

#[cfg(test)]
mod tests;
