//! What a desk has to do now, and for whom, of a consolidation: who is called because of what, the text to send to one office, to a
//! block and to the group, the list to call from, and the next step. `model::to_do` is what comes out of it.

mod book;
mod group;
mod input;
mod matters;
mod private;
mod steps;

use crate::model::agency::{AgencyCode, Block};
use crate::model::class::ClassCounts;
use crate::model::consolidation::AgencyInfo;
use crate::model::cutoff::{Cutoffs, Phase};
use crate::model::submission::Submission;
use crate::model::to_do::{Concern, Matter, Section, ToDo};
use crate::sheets::feedback::{self, FeedbackInput};
use crate::sheets::own_figures::OwnFigures;
use crate::sheets::{difficulties, submissions};
use crate::text::format;
pub use book::{book, called};
pub use group::{message, text as group_text, to_block, when};
use input::NAME_MAX;
pub use input::{GroupInput, ToDoInput};
use matters::{matter, of_block};
use private::Words;
use std::collections::BTreeMap;
pub use steps::{OwnWork, REMINDED_HOURS};

/// Everything that is to do.
pub fn of(input: &ToDoInput<'_>) -> ToDo {
    let c = input.consolidation;
    let counts = submissions::standings(c);
    let tasks = c.task_totals.of_agencies();
    let mut concerns: Vec<Concern> = submissions::pairs(c).filter_map(|pair| concern(input, pair, &tasks)).collect();
    // Sections in the order of the screen; who is ours to chase and has urgent tasks first, then the order of print.
    concerns.sort_by_key(|one| {
        (one.matter.section(), !one.chased_here, own_hour(one), one.matter.section() == Section::NotReceived && !one.is_urgent())
    });
    let size = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let mut to_do = ToDo {
        phase: c.cutoffs.phase(input.now, input.released),
        received: counts.received(),
        must_report: counts.must_report,
        concerns,
        blocks: Block::ALL.into_iter().map(|block| of_block(c, block)).filter(|count| count.must_report > 0).collect(),
        proposals: size(difficulties::untouched(c).len()),
        steps: Vec::new(),
    };
    let week = format::span(&c.span);
    let secrets = to_do.concerns.iter().filter(|one| submissions::submission(c, &one.agency).is_some_and(feedback::secret_beside)).count();
    to_do.steps = steps::of(&to_do, (input.own, secrets), c.cutoffs.submit - input.now, (&week, &format::clock(c.cutoffs.release)));
    to_do
}

fn own_hour(concern: &Concern) -> bool {
    concern.matter == Matter::OwnCutoff
}

fn concern(
    input: &ToDoInput<'_>,
    (info, submission): (&AgencyInfo, &Submission),
    tasks: &BTreeMap<&AgencyCode, ClassCounts>,
) -> Option<Concern> {
    let matter = matter(submission)?;
    let c = input.consolidation;
    // Who has a cutoff of its own is held to that one.
    let own = Cutoffs { submit: submission.cutoff.submit, ..c.cutoffs };
    let phase: Phase = own.phase(input.now, input.released);
    let figures = OwnFigures::of(c, submission);
    let input_of_office = FeedbackInput {
        figures: &figures,
        agency: info,
        submission,
        phase,
        next_cutoff: own.submit,
        rehearsal: input.rehearsal,
        desk_name: input.desk_name,
        layout: input.layout,
    };
    // What refuses another version than the one that counts is nothing to mend.
    if matter == Matter::Mend && feedback::refused(&input_of_office).places == 0 {
        return None;
    }
    let tasks = tasks.get(&info.code).copied().unwrap_or_default();
    let registered = input.register.agency(&info.code);
    let words = Words { input, feedback: &input_of_office, matter, overdue: tasks.overdue };
    Some(Concern {
        agency: info.code.clone(),
        name: format::on_one_line(&info.name, NAME_MAX),
        short: format::on_one_line(&info.short, NAME_MAX),
        block: info.block,
        matter,
        cause: words.cause(),
        overdue: tasks.overdue,
        due_soon: tasks.due_soon,
        record: input.records.get(&info.code).copied().filter(|record| record.of > 0),
        chased_here: !input::is_elsewhere(input.register, input.desk, &info.code),
        contact: registered.map(|agency| agency.contact.clone()).unwrap_or_default(),
        message: words.message(),
    })
}

#[cfg(test)]
mod tests;
