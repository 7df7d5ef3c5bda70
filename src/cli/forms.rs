//! `forms`: each agency's pre-filled form.

use super::Context;
use crate::io::failure::Failure;
use crate::model::period::Period;
use crate::run::forms::{self, FormsRequest};
use crate::run::session;
use crate::text::period as period_text;

/// Ghi biểu mẫu đã điền sẵn cho các cơ quan
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Chỉ các cơ quan này (mã)
    #[arg(long = "agency", value_name = "MÃ")]
    agencies: Vec<String>,
    /// Kỳ báo cáo, ví dụ 2025-W28 hoặc 28/2025 (mặc định: kỳ hiện tại, hoặc kỳ sau nếu đã phát hành)
    #[arg(long, value_name = "KỲ")]
    period: Option<String>,
}

/// Reads a period as typed.
pub(super) fn period(typed: Option<&str>) -> Result<Option<Period>, Failure> {
    let Some(typed) = typed else { return Ok(None) };
    period_text::read(typed).map(Some).ok_or_else(|| unreadable_period(typed))
}

/// A period that nobody can read.
pub(super) fn unreadable_period(typed: &str) -> Failure {
    Failure::usage(format!("Không hiểu kỳ báo cáo “{typed}”."), "Đề nghị ghi dạng 2025-W28 hoặc 28/2025.")
}

pub(super) fn forms(context: &Context, args: &Args) -> Result<u8, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let period = period(args.period.as_deref())?;
    let session = session::open_for_forms(workspace, &start)?;
    let written = forms::forms(&session, &FormsRequest { agencies: args.agencies.clone(), period })?;
    context.console.failures(&written.open);
    for name in &written.written {
        context.console.detail(&format!("Đã ghi {name}"));
    }
    context.console.say(&format!(
        "Đã ghi {} biểu mẫu mới, {} không đổi, trong {}.",
        written.written.len(),
        written.unchanged,
        written.folder
    ));
    let register = &session.work.register;
    let broken = register.broken.as_ref().map(|(failure, _)| failure).zip(register.notice());
    Ok(broken.map_or(0, |(failure, notice)| context.register_broken(failure, &notice)))
}
