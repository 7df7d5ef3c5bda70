//! `recover`: a lost, damaged or older ledger is written anew, or a new one begins.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::recover::{self, RecoverRequest};
use crate::run::session::trouble;

/// Khôi phục sổ tiếp nhận bị mất, hỏng hoặc bị thay bằng bản cũ, từ sổ phụ; bản cũ được để riêng, không xóa gì
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Bắt đầu sổ mới, không lấy gì từ sổ cũ; các bản trình ký được giữ nguyên
    #[arg(long)]
    new: bool,
    /// Lý do
    #[arg(long, value_name = "LÝ DO")]
    reason: String,
    /// Người quyết định
    #[arg(long, value_name = "HỌ TÊN")]
    by: String,
}

pub(super) fn recover(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let request = RecoverRequest { new: args.new, reason: args.reason.clone(), by: args.by.clone() };
    let answer = recover::recover(&workspace, &start, &request)?;
    answer.lines().iter().for_each(|line| context.console.say(line));
    let (failures, exit_code) = context.worked_around(&trouble::of_configuration(&workspace).into_iter().collect::<Vec<_>>());
    context.done(&answer, &failures, exit_code)
}
