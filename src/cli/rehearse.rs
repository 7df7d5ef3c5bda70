//! `rehearse`: plays a scripted week, each command by the function that a person's command calls.

use super::answer::Done;
use super::context::Context;
use super::outcome;
use crate::io::failure::Failure;
use crate::io::scenario::{Action, Step};
use crate::io::{files, workspace};
use crate::model::moment::Moment;
use crate::run::admit::{self, AdmitAnswer, AdmitRequest};
use crate::run::rehearse::{self, BY, Outcome, StepLine};
use crate::run::reopen::{self, ReopenAnswer, ReopenRequest};
use crate::run::session::progress::Silent;
use crate::run::session::{Session, Start};
use crate::run::weekly::{self, RunOptions, RunResult};
use crate::run::{release, watched};
use crate::text::format;
use std::path::{Path, PathBuf};

/// Diễn tập một tuần theo kịch bản của một hay nhiều đầu mối (tập huấn, trình diễn, nghiệm thu)
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Thư mục có tonghop.toml, danh-muc.xlsx, scenario.csv và các tệp; không bị ghi vào
    #[arg(value_name = "THƯ MỤC")]
    dir: PathBuf,
    // No doc comment: the angle brackets would be HTML to rustdoc.
    #[arg(long, value_name = "THƯ MỤC", help = "Thư mục kết quả, mới hoặc trống (mặc định: dien-tap-<n> ở thư mục hiện tại)")]
    out: Option<PathBuf>,
}

pub(super) fn rehearse(context: &Context, args: &Args) -> Result<Done, Failure> {
    let start = context.start(false)?;
    let out = args.out.clone().unwrap_or_else(|| files::next_free("dien-tap"));
    let mut play = |step: &Step, workspace: &Path, start: &Start| play(context, workspace, step, start);
    let mut tell = |line: &StepLine| {
        if let Some(said) = &line.said {
            context.console.say(&format!("{}: {said}{}", when(line.at, line.desk.as_deref()), noted(&line.note)));
        }
    };
    let answer = rehearse::rehearse(&args.dir, &out, &start, &mut play, &mut tell)?;
    context.console.say(&format!("Đã diễn tập xong; kết quả ở {}.", out.display()));
    context.done(&answer, &[], 0)
}

fn play(context: &Context, out: &Path, step: &Step, start: &Start) -> Result<Outcome, Failure> {
    // Whoever plays a script runs no command of it: what it proves, it would prove to a witness in earnest.
    let played = |mut workspace: workspace::Workspace| {
        workspace.config.proof_command.clear();
        workspace
    };
    let workspace = || workspace::open(out).map(played);
    match &step.action {
        Action::Run => {
            let run = |session: &mut Session| weekly::run(session, RunOptions::default(), &Silent);
            told(context, step, "chạy", &watched::run(workspace()?, start, RunOptions::default(), run)?)
        }
        Action::Release { period } => {
            let release = |session: &mut Session| release::release(session, *period, &Silent);
            told(context, step, "chốt bản tổng hợp", &watched::watched(workspace()?, start, "release", release)?)
        }
        Action::Reopen { period } => {
            let request = ReopenRequest { period: *period, reason: step.note.clone(), by: BY.to_owned() };
            let reopen = |session: &mut Session| reopen::reopen(session, &request);
            let answer = watched::noted(workspace()?, start, "reopen", reopen, ReopenAnswer::lines)?.answer;
            Ok(Outcome::Words(answer.lines().join(" ")))
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
            let admit = |session: &mut Session| admit::admit(session, &request, |_| None);
            let answer = watched::noted(workspace()?, start, "admit", admit, AdmitAnswer::lines)?.answer;
            Ok(Outcome::Words(answer.lines().join(" ")))
        }
        Action::Submit { .. } | Action::Forward { .. } | Action::Remove { .. } => Ok(Outcome::Words(String::new())),
    }
}

/// Tells a run: its object, or one line.
fn told(context: &Context, step: &Step, what: &str, result: &RunResult) -> Result<Outcome, Failure> {
    context.console.say(&format!("{}: {what}{}", when(step.at, step.desk.as_deref()), noted(&step.note)));
    if context.global.json {
        outcome::print(context, result, false, &[]);
        outcome::done(context, result)?;
    } else {
        context.console.failures(&result.failures);
        context.console.result(&outcome::summary(result, false).replace('\n', " | "));
    }
    Ok(Outcome::Run(result.exit_code))
}

/// The moment, and of several desks which one.
fn when(at: Moment, desk: Option<&str>) -> String {
    desk.map_or_else(|| format::moment(at), |desk| format!("{}, {desk}", format::moment(at)))
}

fn noted(note: &str) -> String {
    if note.is_empty() { String::new() } else { format!(" · {note}") }
}
