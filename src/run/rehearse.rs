//! Playing a scripted week: training, demonstration and acceptance test. Every action goes through the same functions
//! as in earnest; only the moment comes from the script.

use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::io::scenario::{self, Action, Step};
use crate::io::workspace;
use crate::run::admit::{self, AdmitRequest};
use crate::run::progress::Silent;
use crate::run::release;
use crate::run::reopen::{self, ReopenRequest};
use crate::run::session::{Session, Start};
use crate::run::watched;
use crate::run::weekly::{self, RunOptions, RunResult};
use std::path::Path;

/// Who grants exceptions in a rehearsal.
pub const BY: &str = "diễn tập";

/// What an action did.
#[derive(Debug)]
pub enum Played {
    /// A run or release.
    Run(Box<RunResult>),
    /// Anything else, in words.
    Said(String),
}

/// Plays a scenario in `out`, handing each step and what came of it to `tell`.
pub fn rehearse(dir: &Path, out: &Path, start: &Start, tell: &mut dyn FnMut(&Step, Played) -> Result<(), Failure>) -> Result<(), Failure> {
    let steps = scenario::load(&Disk::default(), dir)?;
    scenario::prepare(&Disk::default(), dir, out)?;
    for step in &steps {
        let start = Start { now: step.at, ..start.clone() };
        let played = play(dir, out, &start, step)?;
        tell(step, played)?;
    }
    Ok(())
}

fn play(dir: &Path, out: &Path, start: &Start, step: &Step) -> Result<Played, Failure> {
    let inbox = out.join("nop");
    match &step.action {
        Action::Submit { file, to } => {
            scenario::submit(&Disk::default(), &dir.join(file), &inbox.join(to), step.at)?;
            Ok(Played::Said(format!("nộp {}", to.display())))
        }
        Action::Remove { to } => {
            scenario::remove(&inbox.join(to))?;
            Ok(Played::Said(format!("gỡ {}", to.display())))
        }
        Action::Run => {
            let run = |session: &mut Session| weekly::run(session, RunOptions::default(), &Silent);
            watched::watched(workspace::open(out)?, start, "run", run).map(|r| Played::Run(Box::new(r)))
        }
        Action::Release { period } => {
            let release = |session: &mut Session| release::release(session, *period, &Silent);
            watched::watched(workspace::open(out)?, start, "release", release).map(|r| Played::Run(Box::new(r)))
        }
        Action::Reopen { period } => {
            let request = ReopenRequest { period: *period, reason: step.note.clone(), by: BY.to_owned() };
            let said = watched::noted(workspace::open(out)?, start, "reopen", |session| reopen::reopen(session, &request));
            said.map(|lines| Played::Said(lines.join(" ")))
        }
        Action::Admit { agency, period, file } => {
            let request = AdmitRequest {
                period: *period,
                codes: vec![agency.clone()],
                all_late: false,
                reason: step.note.clone(),
                by: BY.to_owned(),
                file: file.clone(),
                until: None,
            };
            let said = watched::noted(workspace::open(out)?, start, "admit", |session| admit::admit(session, &request));
            said.map(|lines| Played::Said(lines.join(" ")))
        }
    }
}
