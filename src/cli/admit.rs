//! `admit`: an exception for an agency and a period, the current one by default.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::admit::{self, AdmitAnswer, AdmitRequest};
use crate::run::session::Session;
use crate::run::watched::{self, Noted};

/// Cho phép đưa báo cáo nộp muộn (hoặc ghi sai tuần) vào kỳ này, có lý do và người quyết định
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Mã cơ quan
    #[arg(value_name = "MÃ", required_unless_present = "all_late", conflicts_with = "all_late")]
    codes: Vec<String>,
    /// Mọi cơ quan đang nộp muộn
    #[arg(long)]
    all_late: bool,
    /// Thôi tiếp nhận: thu hồi quyết định đã ghi cho các cơ quan này, trước khi chốt bản tổng hợp
    #[arg(long, conflicts_with_all = ["all_late", "file", "until"])]
    revoke: bool,
    /// Lý do
    #[arg(long, value_name = "LÝ DO")]
    reason: String,
    /// Người quyết định
    #[arg(long, value_name = "HỌ TÊN")]
    by: String,
    /// Tệp ghi sai tuần được nhận cho kỳ này (đường dẫn trong thư mục nhận báo cáo)
    #[arg(long, value_name = "TỆP", conflicts_with = "all_late")]
    file: Option<String>,
    /// Chỉ nhận bản đến trước thời điểm này: giờ hôm nay (11:30) hoặc đủ ngày giờ (RFC 3339)
    #[arg(long, value_name = "THỜI ĐIỂM")]
    until: Option<String>,
    /// Kỳ báo cáo, ví dụ 28 (của năm nay), 28/2025 hoặc 2025-W28 (mặc định: kỳ hiện tại); kỳ đã chốt bản tổng hợp phải mở lại trước
    #[arg(long, value_name = "KỲ")]
    period: Option<String>,
}

pub(super) fn admit(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let period = context.period_if_typed(args.period.as_deref(), start.now)?;
    let request = AdmitRequest {
        codes: args.codes.clone(),
        all_late: args.all_late,
        reason: args.reason.clone(),
        by: args.by.clone(),
        period,
        file: args.file.clone(),
        until: args.until.clone(),
    };
    let decide = |session: &mut Session| match args.revoke {
        true => admit::revoke(session, &request),
        false => admit::admit(session, &request, |question| context.console.ask(question)),
    };
    let Noted { answer, troubles, notices } = watched::noted(workspace, &start, "admit", decide, AdmitAnswer::lines)?;
    answer.lines().iter().for_each(|line| context.console.say(line));
    let (failures, exit_code) = context.worked_around(&troubles);
    notices.iter().for_each(|notice| context.console.problem(notice));
    context.done(&answer, &failures, exit_code)
}
