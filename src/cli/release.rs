//! `release`: freezes, if due, and releases now.

use super::Context;
use crate::io::failure::Failure;
use crate::run::weekly::RunOptions;
use crate::run::{release, session};

/// Phát hành ngay bản tổng hợp của kỳ này (từ hạn nộp trở đi)
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn release(context: &Context, _args: &Args) -> Result<u8, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let mut session = session::open(workspace, &start)?;
    let result = release::release(&mut session, RunOptions { release_now: true, ..RunOptions::default() }, &context.console)?;
    super::run::print(context, &result, false)?;
    Ok(result.report.exit_code)
}
