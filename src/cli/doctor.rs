//! `doctor`: is everything in order?

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::doctor::{self, Health, Line};

/// Kiểm tra môi trường: thư mục, quyền ghi, đồng hồ, lịch, danh mục, sổ tiếp nhận
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn doctor(context: &Context, _args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let answer = doctor::doctor(&workspace, &start);
    context.tell(|| answer.lines.iter().map(line).collect::<Vec<_>>().join("\n"));
    context.done(&answer, &[], answer.exit_code())
}

fn line(line: &Line) -> String {
    let mark = match line.health {
        Health::Good => "  tốt  ",
        Health::Doubt => "cần xem",
        Health::Bad => "  lỗi  ",
    };
    format!("[{mark}] {}", line.text)
}
