//! `sent`: a release was sent.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::sent::{self, SentAnswer, SentRequest};
use crate::run::watched::{self, Noted};

/// Ghi rằng bản trình ký được gửi đi: theo văn bản số nào, cho ai, lúc nào, ai gửi
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Kỳ báo cáo, ví dụ 28 (của năm nay), 28/2025 hoặc 2025-W28
    #[arg(long, value_name = "KỲ")]
    period: String,
    /// Số văn bản
    #[arg(long, value_name = "SỐ")]
    number: String,
    /// Nơi nhận; ghi nhiều lần nếu có nhiều (mặc định: khóa recipients trong tonghop.toml)
    #[arg(long, value_name = "NƠI NHẬN")]
    to: Vec<String>,
    /// Thời điểm gửi: giờ hôm nay (15:40) hoặc đủ ngày giờ (RFC 3339); mặc định: bây giờ
    #[arg(long, value_name = "THỜI ĐIỂM")]
    at: Option<String>,
    /// Người gửi
    #[arg(long, value_name = "HỌ TÊN")]
    by: String,
}

pub(super) fn sent(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let Args { number, to, at, by, .. } = args;
    let period = context.period(&args.period, start.now)?;
    let request = SentRequest { period, number: number.clone(), to: to.clone(), at: at.clone(), by: by.clone() };
    let Noted { answer, troubles, notices } =
        watched::noted(workspace, &start, "sent", |session| sent::sent(session, &request), SentAnswer::lines)?;
    answer.lines().iter().for_each(|line| context.console.say(line));
    let (failures, exit_code) = context.worked_around(&troubles);
    notices.iter().for_each(|notice| context.console.problem(notice));
    context.done(&answer, &failures, exit_code)
}
