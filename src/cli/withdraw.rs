//! `withdraw`: a release that nobody took yet is void.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::exit;
use crate::run::watched::{self, Noted};
use crate::run::withdraw::{self, WithdrawAnswer, WithdrawRequest};

/// Hủy bản trình ký vừa lập khi chưa gửi và chưa đến hạn tổng hợp; bản sau mang số kế tiếp
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Kỳ báo cáo, ví dụ 28 (của năm nay), 28/2025 hoặc 2025-W28
    #[arg(long, value_name = "KỲ")]
    period: String,
    /// Lý do (chỉ ghi ở sổ và tệp nội bộ)
    #[arg(long, value_name = "LÝ DO")]
    reason: String,
    /// Người quyết định
    #[arg(long, value_name = "HỌ TÊN")]
    by: String,
}

pub(super) fn withdraw(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let request = WithdrawRequest { period: context.period(&args.period, start.now)?, reason: args.reason.clone(), by: args.by.clone() };
    let Noted { answer, troubles, notices } =
        watched::noted(workspace, &start, "withdraw", |session| withdraw::withdraw(session, &request), WithdrawAnswer::lines)?;
    answer.lines().iter().for_each(|line| context.console.say(line));
    context.console.failures(&answer.failures);
    let (mut failures, _) = context.worked_around(&troubles);
    notices.iter().for_each(|notice| context.console.problem(notice));
    failures.extend(answer.failures.iter().cloned());
    context.done(&answer, &failures, exit::of(&failures))
}
