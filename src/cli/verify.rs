//! `verify`: the records held against themselves, and the proof of one receipt.

use super::answer::Done;
use super::context::{self, Context};
use crate::io::failure::Failure;
use crate::run::proof;
use crate::run::verify::{self, Check};
use crate::sheets::proof as page;

/// Đối chiếu kho lưu, sổ tiếp nhận và các bản đã phát hành; kèm mã tiếp nhận thì in xác nhận của một lần nộp
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Mã tiếp nhận in trên phiếu phản hồi, ví dụ T28-SYT-0042-7F3K: in một trang xác nhận tệp đến lúc nào, căn cứ gì, kết luận ra sao
    #[arg(value_name = "MÃ TIẾP NHẬN", conflicts_with = "period")]
    code: Option<String>,
    /// Chỉ bản phát hành của kỳ này, ví dụ 2025-W28 hoặc 28/2025
    #[arg(long, value_name = "KỲ")]
    period: Option<String>,
}

pub(super) fn verify(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    if let Some(code) = &args.code {
        let proof = proof::prove(&workspace, &start, code)?;
        context.tell(|| page::text(&proof));
        return context.done_as("tonghop.proof/1", &proof, &[], u8::from(!proof.holds()));
    }
    let checks = verify::verify(&workspace, &start, args.period.as_deref().map(context::period).transpose()?)?;
    context.tell(|| checks.iter().map(told).collect::<Vec<_>>().join("\n"));
    let exit_code = u8::from(checks.iter().any(|check| !check.disagreements.is_empty()));
    context.done(&VerifyAnswer { checks }, &[], exit_code)
}

#[derive(serde::Serialize)]
struct VerifyAnswer {
    checks: Vec<Check>,
}

fn told(check: &Check) -> String {
    if check.disagreements.is_empty() {
        return format!("{}: khớp", check.what);
    }
    let lines: Vec<String> = check.disagreements.iter().map(|d| format!("  - {d}")).collect();
    format!("{}: KHÔNG khớp\n{}", check.what, lines.join("\n"))
}
