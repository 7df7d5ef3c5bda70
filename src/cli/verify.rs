//! `verify`: the records held against themselves.

use super::Context;
use crate::io::failure::Failure;
use crate::run::verify::{self, Check};

/// Đối chiếu kho lưu, sổ tiếp nhận và các bản đã phát hành
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Chỉ bản phát hành của kỳ này, ví dụ 2025-W28 hoặc 28/2025
    #[arg(long, value_name = "KỲ")]
    period: Option<String>,
}

pub(super) fn verify(context: &Context, args: &Args) -> Result<u8, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let checks = verify::verify(&workspace, &start, super::forms::period(args.period.as_deref())?)?;
    let text = if context.global.json { super::run::to_json(&checks)? } else { checks.iter().map(told).collect::<Vec<_>>().join("\n") };
    context.console.result(&text);
    Ok(u8::from(checks.iter().any(|check| !check.disagreements.is_empty())))
}

fn told(check: &Check) -> String {
    if check.disagreements.is_empty() {
        return format!("{}: khớp", check.what);
    }
    let lines: Vec<String> = check.disagreements.iter().map(|d| format!("  - {d}")).collect();
    format!("{}: KHÔNG khớp\n{}", check.what, lines.join("\n"))
}
