//! Playing a scripted week: training, demonstration and acceptance test. What a script does to the inbox is done here;
//! its commands are played by whoever knows them, the same functions as in earnest. Only the moment comes from the
//! script.

use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::io::scenario::{self, Action, Step};
use crate::model::moment::Moment;
use crate::run::session::Start;
use serde::Serialize;
use std::path::Path;

/// Who decides in a rehearsal.
pub const BY: &str = "diễn tập";

/// A rehearsal that was played to its end.
#[derive(Debug, Serialize)]
pub struct RehearseAnswer {
    /// The workspace it left; of a script with several desks, the folder that holds theirs.
    pub out: String,
    /// What each action of the script did, in the order of the script.
    pub steps: Vec<StepLine>,
}

/// What an action did.
#[derive(Debug, Serialize)]
pub struct StepLine {
    /// The moment that the script gives the action.
    pub at: Moment,
    /// The folder of the desk it happened to; `None` where the script is that of one desk.
    pub desk: Option<String>,
    /// The word of the script.
    pub action: &'static str,
    /// The note of the script.
    pub note: String,
    /// What it did, in words; `None` for a run or a release, which has an object of its own.
    pub said: Option<String>,
    /// How a run or a release ended.
    pub exit_code: Option<u8>,
}

/// What became of an action.
#[derive(Debug)]
pub enum Outcome {
    /// A run or a release, with its exit code.
    Run(u8),
    /// Anything else, in words.
    Words(String),
}

/// Plays a scenario in `out`; `play` plays its commands, each in the workspace it is handed, `tell` is handed each step.
pub fn rehearse(
    dir: &Path,
    out: &Path,
    start: &Start,
    play: &mut dyn FnMut(&Step, &Path, &Start) -> Result<Outcome, Failure>,
    tell: &mut dyn FnMut(&StepLine),
) -> Result<RehearseAnswer, Failure> {
    let script = scenario::load(&Disk::default(), dir)?;
    scenario::prepare(&Disk::default(), dir, out, &script)?;
    let mut steps = Vec::new();
    for step in &script {
        let workspace = scenario::workspace(out, step.desk.as_deref());
        let outcome = match moved(dir, out, &workspace, step)? {
            Some(words) => Outcome::Words(words),
            // The clock of the script counts alone: that of the machine says nothing of it.
            None => play(step, &workspace, &Start { now: step.at, boot: None, server_said: None, played: true, ..start.clone() })?,
        };
        let (said, exit_code) = match outcome {
            Outcome::Run(code) => (None, Some(code)),
            Outcome::Words(words) => (Some(words), None),
        };
        let (desk, note) = (step.desk.clone(), step.note.clone());
        let line = StepLine { at: step.at, desk, action: step.action.word(), note, said, exit_code };
        tell(&line);
        steps.push(line);
    }
    Ok(RehearseAnswer { out: out.display().to_string(), steps })
}

/// What an action does to the inbox, in words; `None` if it is a command.
fn moved(dir: &Path, out: &Path, workspace: &Path, step: &Step) -> Result<Option<String>, Failure> {
    let inbox = workspace.join("nop");
    Ok(match &step.action {
        Action::Submit { file, to } => {
            scenario::submit(&Disk::default(), &dir.join(file), &inbox.join(to), step.at)?;
            Some(format!("nộp {}", to.display()))
        }
        Action::Forward { file, to } => {
            scenario::submit(&Disk::default(), &out.join(file), &inbox.join(to), step.at)?;
            Some(format!("gửi {} đến {}", file.display(), to.display()))
        }
        Action::Remove { to } => {
            scenario::remove(&inbox.join(to))?;
            Some(format!("gỡ {}", to.display()))
        }
        Action::Run | Action::Release { .. } | Action::Reopen { .. } | Action::Admit { .. } => None,
    })
}
