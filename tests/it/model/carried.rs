//! What is known of each agency's task from release to release, written from the words of `src/docs/rows.md` (silence and
//! confirmation, what stays until it is answered) and of `src/docs/week.md` (late reports), not from the program.
//!
//! - a report in the figures says a figure: the task is confirmed in its week, and changed if anything differs;
//! - without one everything stays, with its weeks;
//! - a late report that is left out changes nothing in its own release, and is what is known from the next week on;
//! - what is asked for stays: a blank cell takes nothing back, another text takes its place, "Đã giải quyết" ends it.

use super::expected::Line;
use super::share::{Content, Kind, Week};
use std::collections::BTreeMap;

/// What is known of the task of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    pub figure: u32,
    pub changed: Week,
    pub confirmed: Week,
    pub proposal: Option<String>,
}

/// What is known of every agency that ever reported.
pub type Known = BTreeMap<&'static str, Carried>;

/// The words that end what is asked for.
pub const SOLVED: &str = "Đã giải quyết";

/// What a report with a figure writes into the cell of its proposal; blank in most.
pub fn written(figure: u32) -> String {
    match figure % 5 {
        0 => format!("Bố trí {figure} tỷ đồng"),
        1 => SOLVED.to_owned(),
        _ => String::new(),
    }
}

/// The figure that a content reports.
fn figure(content: Content) -> Option<u32> {
    if let Kind::Report { value, .. } = content.kind { Some(value) } else { None }
}

/// What a release of a week shows, and what it leaves to the weeks after it.
pub fn after(week: Week, lines: &BTreeMap<&'static str, Line>, before: &Known) -> (Known, Known) {
    let (mut shown, mut left) = (before.clone(), before.clone());
    for (agency, line) in lines {
        let Some(figure) = line.content.and_then(figure) else { continue };
        let said = report(week, figure, before.get(agency));
        if line.merged {
            shown.insert(agency, said.clone());
        }
        if line.merged || line.standing == "late" {
            left.insert(agency, said);
        }
    }
    (shown, left)
}

fn report(week: Week, figure: u32, before: Option<&Carried>) -> Carried {
    let standing = before.and_then(|before| before.proposal.clone());
    let proposal = match written(figure) {
        blank if blank.is_empty() => standing,
        word if word == SOLVED => None,
        text => Some(text),
    };
    let same = before.filter(|before| before.figure == figure && before.proposal == proposal);
    Carried { figure, changed: same.map_or(week, |before| before.changed), confirmed: week, proposal }
}
