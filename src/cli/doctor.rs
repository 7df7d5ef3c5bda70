//! `doctor`: is everything in order?

use super::Context;
use crate::io::failure::Failure;
use crate::run::doctor::{self, Answer, Health};

/// Kiểm tra môi trường: thư mục, quyền ghi, đồng hồ, lịch, danh mục, sổ tiếp nhận
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn doctor(context: &Context, _args: &Args) -> Result<u8, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let answers = doctor::doctor(&workspace, &start);
    let text = if context.global.json { super::run::to_json(&answers)? } else { answers.iter().map(line).collect::<Vec<_>>().join("\n") };
    context.console.result(&text);
    Ok(u8::from(answers.iter().any(|a| a.health == Health::Bad)))
}

fn line(answer: &Answer) -> String {
    let mark = match answer.health {
        Health::Good => "  tốt  ",
        Health::Doubt => "cần xem",
        Health::Bad => "  lỗi  ",
    };
    format!("[{mark}] {}", answer.text)
}
