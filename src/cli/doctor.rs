//! `doctor`: is everything in order?

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::doctor::{self, Health, Line};
use crate::run::watch;

/// Kiểm tra môi trường: thư mục, quyền ghi, đồng hồ, lịch, danh mục, sổ tiếp nhận
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Chỉ xem lịch chạy còn chạy không (theo nhip.json), và báo khi ngừng; để đặt ở một bộ lịch khác
    #[arg(long)]
    watch: bool,
}

pub(super) fn doctor(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let answer = if args.watch { watch::watch(&workspace, &start) } else { doctor::doctor(&workspace, &start) };
    // A watch that finds nothing is quiet where it is asked to be: a scheduler mails every word.
    let told = |line: &&Line| !(args.watch && context.global.quiet) || line.health != Health::Good;
    let mut lines: Vec<String> = answer.lines.iter().filter(told).map(line).collect();
    if !args.watch {
        lines.push(answer.sentence());
    }
    if !lines.is_empty() {
        context.tell(|| lines.join("\n"));
    }
    context.done(&answer, &[], answer.exit_code())
}

fn line(line: &Line) -> String {
    let mark = match line.health {
        Health::Good => "  tốt  ",
        Health::Known => "đã biết",
        Health::Doubt => "cần xem",
        Health::Bad => "  lỗi  ",
    };
    // The code stands where somebody would use it.
    let code = if line.health == Health::Good { String::new() } else { format!(" ({})", line.code.word()) };
    format!("[{mark}] {}{code}", line.text)
}
