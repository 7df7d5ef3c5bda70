//! `check-report`: are the numbers of an edited report still those of the release?

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::check_report;
use std::path::PathBuf;

/// Kiểm tra số liệu của báo cáo bằng văn bản đã biên tập có còn khớp với bản trình ký (hoặc bản chốt)
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Tệp Word đã biên tập
    #[arg(value_name = "TỆP")]
    file: PathBuf,
    /// Kỳ báo cáo, khi trong tệp không còn ghi, ví dụ 28 (của năm nay), 28/2025 hoặc 2025-W28
    #[arg(long, value_name = "KỲ")]
    period: Option<String>,
}

pub(super) fn check_report(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let period = context.period_if_typed(args.period.as_deref(), start.now)?;
    let answer = check_report::check_report(&workspace, start.now, &args.file, period)?;
    context.tell(|| answer.lines().join("\n"));
    context.done(&answer, &[], answer.exit_code())
}
