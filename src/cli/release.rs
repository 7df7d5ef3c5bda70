//! `release`: freezes, if due, and releases now.

use super::answer::{Done, Nothing};
use super::clock;
use super::context::Context;
use super::outcome;
use crate::io::failure::Failure;
use crate::run::{release, session, watched};

/// Chốt ngay bản tổng hợp của kỳ này (từ hạn nộp trở đi), hoặc bản số 2 của kỳ đã mở lại
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Kỳ báo cáo, ví dụ 28 (của năm nay), 28/2025 hoặc 2025-W28 (mặc định: kỳ hiện tại)
    #[arg(long, value_name = "KỲ")]
    period: Option<String>,
    #[command(flatten)]
    clock: clock::ClockArgs,
    /// Chỉ xem trước: lập bản sẽ trình ký vào thư mục xem-truoc, không ghi vào sổ và không chốt bản tổng hợp
    #[arg(long)]
    preview: bool,
    /// Hỏi lại trước khi chốt; không có người trả lời thì không chốt
    #[arg(long, conflicts_with = "preview")]
    ask: bool,
}

const QUESTION: &str = "Bản trình ký không thay đổi được nữa. Chốt bản tổng hợp bây giờ?";

pub(super) fn release(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let period = context.period_if_typed(args.period.as_deref(), start.now)?;
    if args.preview {
        let mut dry = session::open_dry(workspace, &start)?;
        args.clock.decide(&mut dry.session)?;
        let result = release::preview(&mut dry.session, period, &context.console)?;
        outcome::print(context, &result, true, &[]);
        return outcome::done(context, &result);
    }
    if args.ask && context.global.json {
        return Err(Failure::usage("--ask cần người trả lời, không dùng cùng --json.".to_owned(), "Đề nghị bỏ một trong hai."));
    }
    if args.ask && context.console.ask(QUESTION) != Some(true) {
        context.console.say("Chưa chốt bản tổng hợp.");
        return context.done(&Nothing {}, &[], 0);
    }
    let result = watched::watched(workspace, &start, "release", |session| {
        args.clock.decide(session)?;
        release::release(session, period, &context.console)
    })?;
    outcome::print(context, &result, false, &[]);
    outcome::done(context, &result)
}
