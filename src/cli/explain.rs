//! `explain`: a rule, or all of them.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::model::finding::Severity;
use crate::rules::{self, Rule};
use crate::text::suggest;

/// Giải thích một mã phát hiện (hoặc tất cả): ý nghĩa và cách sửa
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Mã, ví dụ N12; bỏ trống để xem tất cả
    #[arg(value_name = "MÃ")]
    code: Option<String>,
}

pub(super) fn explain(context: &Context, args: &Args) -> Result<Done, Failure> {
    let rules: Vec<&Rule<'_>> = match &args.code {
        Some(code) => vec![find(code)?],
        None => rules::all().collect(),
    };
    context.tell(|| match (&args.code, rules.as_slice()) {
        (Some(_), [rule]) => text(rule),
        _ => rules.iter().map(|r| format!("{}  {:<9} {}", r.code, r.severity.label(), r.title)).collect::<Vec<_>>().join("\n"),
    });
    context.done(&ExplainAnswer { rules: rules.into_iter().map(Into::into).collect() }, &[], 0)
}

#[derive(serde::Serialize)]
struct ExplainAnswer<'a> {
    rules: Vec<RuleLine<'a>>,
}

#[derive(serde::Serialize)]
struct RuleLine<'a> {
    code: &'a str,
    severity: Severity,
    title: &'a str,
    explanation: &'a str,
    example: &'a str,
    advice: &'a str,
}

impl<'a> From<&'a Rule<'_>> for RuleLine<'a> {
    fn from(rule: &'a Rule<'_>) -> Self {
        let Rule { code, severity, title, advice, explanation, example, .. } = rule;
        Self { code, severity: *severity, title, explanation, example, advice }
    }
}

fn find(code: &str) -> Result<&'static Rule<'static>, Failure> {
    let wanted = code.trim().to_ascii_uppercase();
    rules::find(&wanted).ok_or_else(|| {
        let near = suggest::nearest(&wanted, rules::all().map(|r| r.code));
        let hint = near.map_or_else(|| "Đề nghị gõ “tonghop explain” để xem tất cả các mã.".to_owned(), |n| format!("Có phải {n}?"));
        Failure::usage(format!("Không có mã “{wanted}”."), hint)
    })
}

fn text(rule: &Rule<'_>) -> String {
    let Rule { code, severity, title, advice, explanation, example, .. } = rule;
    format!("{code} · {} · {title}\n\n{explanation}\n\nVí dụ: {example}\n\nCách sửa: {advice}", severity.label())
}
