//! `reopen`: a released period may be released once more.

use super::Context;
use crate::io::failure::Failure;
use crate::run::reopen::{self, ReopenRequest};
use crate::run::watched;
use crate::text::period as period_text;

/// Mở lại kỳ đã phát hành để lập bản số 2 (bản số 1 giữ nguyên), có lý do và người quyết định
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Kỳ báo cáo, ví dụ 2025-W28 hoặc 28/2025
    #[arg(long, value_name = "KỲ")]
    period: String,
    /// Lý do (in trên trang đầu của bản số 2; đề nghị không ghi tên người)
    #[arg(long, value_name = "LÝ DO")]
    reason: String,
    /// Người quyết định
    #[arg(long, value_name = "HỌ TÊN")]
    by: String,
}

pub(super) fn reopen(context: &Context, args: &Args) -> Result<u8, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let period = period_text::read(&args.period).ok_or_else(|| super::forms::unreadable_period(&args.period))?;
    let request = ReopenRequest { period, reason: args.reason.clone(), by: args.by.clone() };
    for line in watched::noted(workspace, &start, "reopen", |session| reopen::reopen(session, &request))? {
        context.console.say(&line);
    }
    Ok(0)
}
