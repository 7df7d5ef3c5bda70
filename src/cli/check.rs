//! `check`: the checks of `run` on files in the hand, for an officer.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::model::finding::{Finding, Severity};
use crate::model::span::Span;
use crate::run::check::{self, CheckReport, CheckRequest, ConsolidationCheck};
use crate::sheets::feedback;
use crate::text::format;
use std::path::PathBuf;

/// Kiểm tra tệp báo cáo như khi tiếp nhận; không ghi sổ
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Tệp báo cáo
    #[arg(required = true, value_name = "TỆP")]
    files: Vec<PathBuf>,
    /// Mã cơ quan (mặc định: theo trang ThongTin)
    #[arg(long, value_name = "MÃ")]
    agency: Option<String>,
    /// Kỳ báo cáo (mặc định: theo trang ThongTin)
    #[arg(long, value_name = "KỲ")]
    period: Option<String>,
}

pub(super) fn check(context: &Context, args: &Args) -> Result<Done, Failure> {
    // A workspace is welcome, not needed: without one the form itself says what can be checked.
    let workspace = if context.global.workspace.is_some() || context.in_workspace() { Some(context.workspace()?) } else { None };
    let start = context.start(workspace.as_ref().is_some_and(|w| w.config.rehearsal))?;
    let period = context.period_if_typed(args.period.as_deref(), start.now)?;
    let request = CheckRequest { files: args.files.clone(), agency: args.agency.clone(), period };
    let checked = check::check(workspace.as_ref(), &start, &request)?;
    let (checked, failures): (Vec<_>, Vec<_>) = checked.into_iter().partition(Result::is_ok);
    let checked: Vec<CheckReport> = checked.into_iter().flatten().collect();
    let failures: Vec<Failure> = failures.into_iter().filter_map(Result::err).collect();
    let worst = checked.iter().flat_map(|c| &c.findings).map(|f| f.severity).max();
    if !checked.is_empty() {
        context.tell(|| checked.iter().map(text).collect::<Vec<_>>().join("\n"));
    }
    context.console.failures(&failures);
    let exit_code = failures.first().map_or(u8::from(worst >= Some(Severity::Error)), Failure::exit_code);
    context.done(&CheckAnswer { files: checked.iter().map(json).collect() }, &failures, exit_code)
}

#[derive(serde::Serialize)]
struct CheckAnswer<'a> {
    files: Vec<CheckedJson<'a>>,
}

#[derive(serde::Serialize)]
struct CheckedJson<'a> {
    file: &'a str,
    usable: bool,
    partial: bool,
    consolidation: Option<&'a ConsolidationCheck>,
    findings: Vec<FindingJson<'a>>,
}

#[derive(serde::Serialize)]
struct FindingJson<'a> {
    code: &'a str,
    severity: Severity,
    sheet: Option<&'a str>,
    cell: Option<String>,
    message: &'a str,
    advice: &'a str,
}

fn json(checked: &CheckReport) -> CheckedJson<'_> {
    let findings = checked
        .findings
        .iter()
        .map(|f| FindingJson {
            code: &f.code,
            severity: f.severity,
            sheet: f.place.sheet.as_deref(),
            cell: f.place.cell.map(|c| c.to_string()),
            message: &f.message,
            advice: &f.advice,
        })
        .collect();
    let CheckReport { file, usable, partial, consolidation, .. } = checked;
    CheckedJson { file, usable: *usable, partial: *partial, consolidation: consolidation.as_ref(), findings }
}

fn text(checked: &CheckReport) -> String {
    let verdict = if checked.usable { "dùng được" } else { "chưa dùng được" };
    let mut lines = vec![format!("{}: {verdict}", checked.file)];
    lines.extend(checked.consolidation.as_ref().map(consolidation));
    lines.extend(checked.findings.iter().map(line));
    if checked.findings.is_empty() {
        lines.push("  Không có phát hiện nào.".to_owned());
    }
    if checked.partial {
        lines.push(
            "  Mới kiểm tra theo biểu mẫu; chỉ tiêu, tiêu chí và danh mục nhiệm vụ được kiểm tra khi có thư mục làm việc (-C).".to_owned(),
        );
    }
    lines.join("\n")
}

fn consolidation(check: &ConsolidationCheck) -> String {
    let version = if check.version > 1 { format!(", bản lần {}", check.version) } else { String::new() };
    let late = if check.late { ", lập sau hạn" } else { "" };
    format!(
        "  Bản tổng hợp của {}, {}{version}{late}: {} đơn vị, {} đơn vị trong số liệu, {} dòng số liệu.",
        check.desk_name,
        format::span(&Span::week(check.period)),
        check.offices,
        check.merged,
        check.rows
    )
}

fn line(finding: &Finding) -> String {
    let place = match (&finding.place.sheet, finding.place.cell) {
        (Some(sheet), Some(cell)) => format!("{sheet}, ô {cell}: "),
        (Some(sheet), None) => format!("{sheet}: "),
        (None, _) => String::new(),
    };
    format!("  [{}] {} · {place}{}", finding.code, finding.severity.label(), feedback::sentence(finding))
}
