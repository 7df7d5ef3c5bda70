//! `forms`: each agency's pre-filled form.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::run::forms::{self, FormsRequest, FormsResult};
use crate::run::session;

/// Ghi biểu mẫu đã điền sẵn cho các cơ quan
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Chỉ các cơ quan này (mã)
    #[arg(long = "agency", value_name = "MÃ")]
    agencies: Vec<String>,
    /// Kỳ báo cáo, ví dụ 28 (của năm nay), 28/2025 hoặc 2025-W28 (mặc định: kỳ hiện tại, hoặc kỳ sau nếu đã chốt bản tổng hợp)
    #[arg(long, value_name = "KỲ")]
    period: Option<String>,
}

pub(super) fn forms(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let period = context.period_if_typed(args.period.as_deref(), start.now)?;
    let session = session::open_for_forms(workspace, &start)?;
    let FormsResult { answer, open } = forms::forms(&session, &FormsRequest { agencies: args.agencies.clone(), period })?;
    context.console.failures(&open);
    for name in &answer.written {
        context.console.detail(&format!("Đã ghi {name}"));
    }
    context.console.say(&format!("Đã ghi {} biểu mẫu mới, {} không đổi, trong {}.", answer.written.len(), answer.unchanged, answer.folder));
    let (failures, exit_code) = context.worked_around(&session.work.troubles());
    context.done(&answer, &[open, failures].concat(), exit_code)
}
