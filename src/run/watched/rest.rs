//! A run that stops after its scan leaves the same page, heartbeat and screen as one that went on.

use super::{Heartbeat, Messages, Page, watched, words};
use crate::io::failure::Failure;
use crate::io::workspace::Workspace;
use crate::run::exit::{self, FailOn};
use crate::run::notify::{self, Seen};
use crate::run::session::{Session, Start, identity};
use crate::run::unchanged::{self, Rest};
use crate::run::weekly::{RunOptions, RunResult};

/// Runs; where nothing changed since a run that found nothing new, without doing its work again.
pub fn run(
    workspace: Workspace,
    start: &Start,
    options: RunOptions,
    work: impl FnOnce(&mut Session) -> Result<RunResult, Failure>,
) -> Result<RunResult, Failure> {
    let rest = if options.release.is_none() { unchanged::ask(&workspace, start) } else { None };
    // What cannot be written in short the whole run meets as well, and says.
    match rest.and_then(|rest| Some((rest.record(options.fail_on).ok()?, rest))) {
        Some((run, rest)) => Ok(at_rest(&Page::of(&workspace, start, "run"), rest, run, options.fail_on)),
        None => watched(workspace, start, "run", work),
    }
}

/// Writes down a run that stopped after its scan, in the words of one that went on.
fn at_rest(page: &Page<'_>, rest: Rest, run: i64, fail_on: Option<FailOn>) -> RunResult {
    let mut result = rest.result(run, fail_on);
    match identity::keep(&page.workspace, &rest.ledger, page.now) {
        Ok(said) => result.notices.extend(said),
        Err(failure) => {
            result.exit_code = exit::of(std::slice::from_ref(&failure));
            result.failures.push(failure);
        }
    }
    result.notices.extend(page.workspace.keep_config().err().map(|failure| failure.to_string()));
    let next_due = rest.next_due(page.after());
    result.notices.extend(rest.freshen(&page.workspace, next_due, &result.notices).err().map(|failure| failure.to_string()));
    let mut lines = page.asked();
    lines.extend(page.of_inputs(rest.register()));
    lines.extend(words::told(&result, Vec::new()));
    let (next_cutoff, release_due, released_at) = rest.hours();
    let mut seen = Seen { situation: rest.situation().clone(), ..Seen::default() };
    seen.add(&result.failures);
    drop(rest);
    let messages = if seen.troubles.is_empty() && !page.played {
        let told = notify::settle(&page.workspace, page.now, &seen.situation);
        Messages { trouble_since: told.standing_since(), failed: Vec::new() }
    } else {
        page.tell(&seen)
    };
    lines.extend(messages.failed.iter().cloned());
    page.log().add(&lines).ok();
    result.notices.extend(messages.failed);
    let hours = Heartbeat { next_cutoff, next_due, release_due, released_at, ..page.beat(result.exit_code, &result.failures) };
    page.end(Heartbeat { trouble_since: messages.trouble_since, ..hours }, &result);
    result
}
