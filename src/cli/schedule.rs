//! `schedule`: lines for the scheduler of the machine.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::schedule;
use crate::text::scheduler::Scheduler;

/// Làm lịch chạy tự động từ bảng schedule và trang Lich, ghi vào thư mục lich-chay
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub(super) struct Args {
    /// Chỉ làm cho cron, và in ra
    #[arg(long)]
    cron: bool,
    /// Chỉ làm cho systemd, và in ra
    #[arg(long)]
    systemd: bool,
    /// Chỉ làm cho Task Scheduler của Windows, và in ra
    #[arg(long)]
    windows: bool,
}

pub(super) fn schedule(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let of = match args {
        Args { cron: true, .. } => Some(Scheduler::Cron),
        Args { systemd: true, .. } => Some(Scheduler::Systemd),
        Args { windows: true, .. } => Some(Scheduler::Windows),
        _ => None,
    };
    let answer = schedule::schedule(&workspace, &start, of)?;
    if of.is_some() {
        let titled = answer.files.len() > 1;
        let shown = answer.files.iter().map(|file| if titled { format!("# {}\n{}", file.path, file.text) } else { file.text.clone() });
        context.tell(|| shown.collect::<Vec<_>>().join("\n").trim_end().to_owned());
    }
    for mistake in &answer.mistakes {
        context.console.problem(mistake);
    }
    for file in &answer.files {
        context.console.say(&format!("Đã ghi {}", file.path));
    }
    context.console.say("Việc tiếp theo: đặt lại lịch của máy theo các tệp này (đầu mỗi tệp có hướng dẫn).");
    context.done(&answer, &[], 0)
}
