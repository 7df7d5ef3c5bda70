//! `run`: the main job.

use super::answer::Done;
use super::clock;
use super::context::Context;
use super::outcome::{done, print};
use crate::io::failure::Failure;
use crate::io::workspace::Workspace;
use crate::run::exit::FailOn;
use crate::run::session::{self, Session, Start};
use crate::run::watched;
use crate::run::weekly::{self, RunOptions, RunResult};
use clap::ValueEnum;

/// Việc chính: quét, tiếp nhận, kiểm tra, tổng hợp và ghi những gì đến giờ phải ghi
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Làm thử: không ghi gì vào thư mục làm việc
    #[arg(long)]
    dry_run: bool,
    /// Thoát với mã 1 khi kỳ này có: missing (thiếu báo cáo sau hạn), late (nộp muộn), error (lỗi), warning (cảnh báo)
    #[arg(long, value_enum, value_name = "MỨC", hide_possible_values = true)]
    fail_on: Option<FailOnArg>,
    #[command(flatten)]
    clock: clock::ClockArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOnArg {
    Missing,
    Late,
    Error,
    Warning,
}

impl From<FailOnArg> for FailOn {
    fn from(arg: FailOnArg) -> Self {
        match arg {
            FailOnArg::Missing => Self::Missing,
            FailOnArg::Late => Self::Late,
            FailOnArg::Error => Self::Error,
            FailOnArg::Warning => Self::Warning,
        }
    }
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let options = RunOptions { fail_on: args.fail_on.map(Into::into), release: None };
    // A scheduler mails every word: what stands in the way since the last run was said by that one.
    let said = if context.global.quiet { watched::last_said(&workspace) } else { Vec::new() };
    let result = if args.dry_run {
        dry(context, workspace, &start, (options, &args.clock))?
    } else {
        match once(context, workspace, &start, (options, &args.clock)) {
            Err(failure) if said.contains(&failure.to_string()) => return context.done_said(&failure),
            other => other?,
        }
    };
    print(context, &result, args.dry_run, &said);
    done(context, &result)
}

fn once(
    context: &Context,
    workspace: Workspace,
    start: &Start,
    (options, clock): (RunOptions, &clock::ClockArgs),
) -> Result<RunResult, Failure> {
    let work = |session: &mut Session| {
        clock.decide(session)?;
        weekly::run(session, options, &context.console)
    };
    if clock.is_asked() { watched::watched(workspace, start, "run", work) } else { watched::run(workspace, start, options, work) }
}

fn dry(
    context: &Context,
    workspace: Workspace,
    start: &Start,
    (options, clock): (RunOptions, &clock::ClockArgs),
) -> Result<RunResult, Failure> {
    let mut dry = session::open_dry(workspace, start)?;
    clock.decide(&mut dry.session)?;
    let result = weekly::run(&mut dry.session, options, &context.console)?;
    context.console.say("Làm thử: không ghi gì vào thư mục làm việc.");
    Ok(result)
}
