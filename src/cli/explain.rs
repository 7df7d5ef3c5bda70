//! `explain`: a rule, or all of them.

use super::Context;
use crate::io::failure::Failure;
use crate::rules::{self, Rule};
use crate::text::suggest;

/// Giải thích một mã phát hiện (hoặc tất cả): ý nghĩa và cách sửa
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Mã, ví dụ N12; bỏ trống để xem tất cả
    #[arg(value_name = "MÃ")]
    code: Option<String>,
}

pub(super) fn explain(context: &Context, args: &Args) -> Result<u8, Failure> {
    let text = match &args.code {
        Some(code) => one(code)?,
        None => rules::all().map(|r| format!("{}  {:<9} {}", r.code, r.severity.label(), r.title)).collect::<Vec<_>>().join("\n"),
    };
    context.console.result(&text);
    Ok(0)
}

fn one(code: &str) -> Result<String, Failure> {
    let wanted = code.trim().to_ascii_uppercase();
    let Rule { code, severity, title, advice, explanation, example, .. } = rules::find(&wanted).ok_or_else(|| {
        let near = suggest::nearest(&wanted, rules::all().map(|r| r.code));
        let hint = near.map_or_else(|| "Đề nghị gõ “tonghop explain” để xem tất cả các mã.".to_owned(), |n| format!("Có phải {n}?"));
        Failure::usage(format!("Không có mã “{wanted}”."), hint)
    })?;
    Ok(format!("{code} · {} · {title}\n\n{explanation}\n\nVí dụ: {example}\n\nCách sửa: {advice}", severity.label()))
}
