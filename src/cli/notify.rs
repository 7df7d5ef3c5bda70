//! `notify`: does a message reach the desk?

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::notify;

/// Gửi một tin thử theo bảng notify của tonghop.toml
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Gửi tin thử
    #[arg(long, required = true)]
    test: bool,
}

pub(super) fn notify(context: &Context, _args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let answer = notify::test(&workspace, &start)?;
    context.console.say("Đã gửi tin thử. Đề nghị kiểm tra nơi nhận.");
    context.done(&answer, &[], 0)
}
