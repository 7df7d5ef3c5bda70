//! `remind`: texts to paste and the list to call from.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::remind::{self, RemindRequest, Reminders};

/// Nhắc đơn vị: tin để dán vào nhóm, tin cho từng khối, từng đơn vị, và danh sách gọi điện trong thư mục noi-bo
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Tin riêng cho các cơ quan này (mã)
    #[arg(long = "agency", value_name = "MÃ", conflicts_with = "block")]
    agencies: Vec<String>,
    /// Tin cho một khối: Đảng; MTTQ, đoàn thể; Chính quyền; Cấp xã; Doanh nghiệp
    #[arg(long, value_name = "KHỐI")]
    block: Option<String>,
    /// Kỳ báo cáo, ví dụ 2025-W28 hoặc 28/2025 (mặc định: kỳ hiện tại)
    #[arg(long, value_name = "KỲ")]
    period: Option<String>,
}

pub(super) fn remind(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let period = context.period_if_typed(args.period.as_deref(), start.now)?;
    let request = RemindRequest { agencies: args.agencies.clone(), block: args.block.clone(), period };
    let Reminders { answer, troubles, open } = remind::remind(&workspace, &start, &request)?;
    context.tell(|| answer.asked.join("\n").trim_end().to_owned());
    context.console.failures(&open);
    if let Some(path) = &answer.workbook {
        context.console.say(&format!("Danh sách gọi điện, có số điện thoại, không chuyển tiếp: {path}"));
    }
    let (failures, exit_code) = context.worked_around(&troubles);
    context.done(&answer, &[open, failures].concat(), exit_code)
}
