//! `schedule`: the lines by which a scheduler starts the program, from `[schedule]` and the sheet `Lich`.

use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::io::workspace::Workspace;
use crate::io::{files, schedule_files, surroundings};
use crate::model::look_plan::{self, LookPlan};
use crate::model::moment::{self, Moment};
use crate::model::register::Register;
use crate::model::rhythm::Rhythm;
use crate::run::session::{self, Start, schedule as hours};
use crate::text::scheduler::{self, ScheduleFile, Scheduler, Started};
use chrono::NaiveDate;
use serde::Serialize;
use std::path::Path;

/// The lines that were made.
#[derive(Debug, Serialize)]
pub struct ScheduleAnswer {
    /// The files, as they stand in `lich-chay/`.
    pub files: Vec<MadeFile>,
    /// Rows of the register that could not be used, in Vietnamese: a cutoff among them is not in the lines.
    pub mistakes: Vec<String>,
}

/// A file for a scheduler.
#[derive(Debug, Serialize)]
pub struct MadeFile {
    /// Relative to the workspace.
    pub path: String,
    /// What stands in it.
    pub text: String,
    /// The last day for which it was made; `None` for a file without days.
    pub until: Option<NaiveDate>,
}

/// Makes the lines, of one scheduler or of all, and writes them into `lich-chay/`.
pub fn schedule(workspace: &Workspace, start: &Start, of: Option<Scheduler>) -> Result<ScheduleAnswer, Failure> {
    let (plan, mistakes) = plan(workspace, start)?;
    let made = scheduler::files(&plan, &started(&workspace.root, start));
    let made = made.into_iter().filter(|file| of.is_none_or(|of| of == file.scheduler));
    let written = made.map(|ScheduleFile { name, text, .. }| {
        let path = schedule_files::write(&workspace.disk, &workspace.root, name, &text)?;
        Ok(MadeFile { path: workspace.relative(&path), until: scheduler::until(&text), text })
    });
    Ok(ScheduleAnswer { files: written.collect::<Result<_, Failure>>()?, mistakes })
}

/// When to look from today on, by the hours that are known; and the rows of the register that could not be used.
fn plan(workspace: &Workspace, start: &Start) -> Result<(LookPlan, Vec<String>), Failure> {
    let mut register = session::read_register(workspace)?;
    if let Ok(Some(ledger)) = workspace.ledger_to_read() {
        hours::tell(workspace, &ledger, &mut register, start.now)?;
    }
    let mistakes = register.register.mistakes.iter().map(ToString::to_string).collect();
    Ok((plan_by(workspace, &register.register, start.now), mistakes))
}

/// When to look from the day of an instant on, by this register.
pub fn plan_by(workspace: &Workspace, register: &Register, now: Moment) -> LookPlan {
    let rhythm = Rhythm { calendar: &register.calendar, schedule: &workspace.config.schedule };
    let today = moment::day(now);
    LookPlan::of(rhythm, today, look_plan::horizon(today))
}

/// What the lines start. A scheduler has no folder that a path could be relative to.
pub fn started(root: &Path, start: &Start) -> Started {
    let program = start.readers.program().display().to_string();
    let workspace = files::absolute(root).map_or_else(|_| root.display().to_string(), |root| root.display().to_string());
    Started { program, workspace, user: surroundings::account() }
}

/// How the lines in `lich-chay/` stand to those of today.
#[derive(Debug, PartialEq, Eq)]
pub enum Lines {
    /// None are there: the desk has another schedule.
    None,
    /// They hold all that is asked for, until this day.
    Good(NaiveDate),
    /// They lack something: the names of the files.
    Stale(Vec<&'static str>),
    /// They end soon, on this day.
    Ending(NaiveDate),
}

/// Lines that end within this many days are told.
const ENDING_DAYS: i64 = 28;

/// Holds the lines that are there against those that would be made today.
pub fn compared(disk: &Disk, root: &Path, plan: &LookPlan, started: &Started) -> Lines {
    let files = scheduler::files(plan, started);
    // A file that names no times never goes stale.
    let timed = files.iter().filter(|file| scheduler::until(&file.text).is_some());
    let there: Vec<(&ScheduleFile, String)> = timed.filter_map(|file| Some((file, schedule_files::read(disk, root, file.name)?))).collect();
    let ends: Vec<NaiveDate> = there.iter().filter_map(|(_, text)| scheduler::until(text)).collect();
    if there.is_empty() {
        return Lines::None;
    }
    // Lines that name no day are of a version that did not look at the calendar.
    let undated = |(_, text): &&(&ScheduleFile, String)| scheduler::until(text).is_none();
    let undated: Vec<&'static str> = there.iter().filter(undated).map(|(file, _)| file.name).collect();
    let Some(end) = ends.iter().min().copied().filter(|_| undated.is_empty()) else { return Lines::Stale(undated) };
    // What lies beyond the day of a file it never meant to hold.
    let mut until_then = plan.clone();
    until_then.dated.retain(|day, _| *day <= end);
    let wanted = scheduler::files(&until_then, started);
    let lacks = |(file, text): &(&ScheduleFile, String)| {
        let wanted = wanted.iter().find(|wanted| wanted.name == file.name)?;
        (!scheduler::missing(&wanted.text, text).is_empty()).then_some(file.name)
    };
    let stale: Vec<&'static str> = there.iter().filter_map(lacks).collect();
    match (end - plan.first).num_days() < ENDING_DAYS {
        _ if !stale.is_empty() => Lines::Stale(stale),
        true => Lines::Ending(end),
        false => Lines::Good(end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn lines_name_the_whole_path_of_the_workspace() {
        let start = Start::new(crate::testing::july(11, 9, 0), 1, PathBuf::from("/usr/bin/tonghop"));
        let here = std::env::current_dir().unwrap();
        for (typed, meant) in [("nop", here.join("nop")), ("./a/../b", here.join("b"))] {
            assert_eq!(started(Path::new(typed), &start).workspace, meant.display().to_string());
        }
    }
}
