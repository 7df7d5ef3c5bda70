//! `edit-report`: the twin of the written report that people edit.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::edit_report;

/// Lập bản biên tập (.docx) của báo cáo bằng văn bản, từ bản trình ký hoặc bản chốt; không ghi đè bản đang biên tập
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Kỳ báo cáo, ví dụ 28 (của năm nay), 28/2025 hoặc 2025-W28 (mặc định: kỳ hiện tại)
    #[arg(long, value_name = "KỲ")]
    period: Option<String>,
}

pub(super) fn edit_report(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let period = context.period_if_typed(args.period.as_deref(), start.now)?;
    let answer = edit_report::edit_report(&workspace, start.now, period)?;
    answer.lines().iter().for_each(|line| context.console.say(line));
    context.done(&answer, &[], 0)
}
