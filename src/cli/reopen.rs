//! `reopen`: a released period may be released once more.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::reopen::{self, ReopenAnswer, ReopenRequest};
use crate::run::watched::{self, Noted};

/// Mở lại kỳ đã chốt bản tổng hợp để lập bản kế tiếp (bản trước giữ nguyên), có lý do và người quyết định
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Kỳ báo cáo, ví dụ 28 (của năm nay), 28/2025 hoặc 2025-W28
    #[arg(long, value_name = "KỲ")]
    period: String,
    /// Lý do (in trên trang đầu của bản kế tiếp; đề nghị không ghi tên người)
    #[arg(long, value_name = "LÝ DO")]
    reason: String,
    /// Người quyết định
    #[arg(long, value_name = "HỌ TÊN")]
    by: String,
}

pub(super) fn reopen(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let request = ReopenRequest { period: context.period(&args.period, start.now)?, reason: args.reason.clone(), by: args.by.clone() };
    let Noted { answer, troubles, notices } =
        watched::noted(workspace, &start, "reopen", |session| reopen::reopen(session, &request), ReopenAnswer::lines)?;
    answer.lines().iter().for_each(|line| context.console.say(line));
    let (failures, exit_code) = context.worked_around(&troubles);
    notices.iter().for_each(|notice| context.console.problem(notice));
    context.done(&answer, &failures, exit_code)
}
