//! `run`: the main job.

use super::Context;
use crate::io::failure::Failure;
use crate::io::workspace::Workspace;
use crate::model::agency::AgencyCode;
use crate::model::cutoff::Phase;
use crate::model::submission::{Standing, Submission};
use crate::run::report::{OutputKind, RunReport};
use crate::run::session::{self, Start};
use crate::run::watched;
use crate::run::weekly::{self, FailOn, RunOptions, RunResult};
use crate::text::format;
use clap::ValueEnum;

/// Việc chính: quét, tiếp nhận, kiểm tra, tổng hợp và ghi những gì đến giờ phải ghi
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Làm thử: không ghi gì vào thư mục làm việc
    #[arg(long)]
    dry_run: bool,
    /// Thoát với mã 1 khi kỳ này có: missing (thiếu báo cáo sau hạn), late (nộp muộn), error (lỗi), warning (cảnh báo)
    #[arg(long, value_enum, value_name = "MỨC", hide_possible_values = true)]
    fail_on: Option<FailOnArg>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOnArg {
    Missing,
    Late,
    Error,
    Warning,
}

impl From<FailOnArg> for FailOn {
    fn from(arg: FailOnArg) -> Self {
        match arg {
            FailOnArg::Missing => Self::Missing,
            FailOnArg::Late => Self::Late,
            FailOnArg::Error => Self::Error,
            FailOnArg::Warning => Self::Warning,
        }
    }
}

pub(super) fn run(context: &Context, args: &Args) -> Result<u8, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let options = RunOptions { fail_on: args.fail_on.map(Into::into), release: None };
    let result = if args.dry_run { dry(context, workspace, &start, options)? } else { once(context, workspace, &start, options)? };
    print(context, &result, args.dry_run)?;
    Ok(result.report.exit_code)
}

fn once(context: &Context, workspace: Workspace, start: &Start, options: RunOptions) -> Result<RunResult, Failure> {
    watched::watched(workspace, start, "run", |session| weekly::run(session, options, &context.console))
}

fn dry(context: &Context, workspace: Workspace, start: &Start, options: RunOptions) -> Result<RunResult, Failure> {
    let mut dry = session::open_dry(workspace, start)?;
    let result = weekly::run(&mut dry.session, options, &context.console)?;
    context.console.say("Làm thử: không ghi gì vào thư mục làm việc.");
    Ok(result)
}

/// Prints a run: its object, or a few lines a secretary can act on. A dry run wrote nothing and must not say so.
pub(super) fn print(context: &Context, result: &RunResult, dry: bool) -> Result<(), Failure> {
    context.console.failures(&result.failures);
    for notice in &result.notices {
        context.console.problem(notice);
    }
    for (path, cause) in &result.unreadable {
        context.console.problem(&format!("Không đọc được tệp {path}: {cause}"));
    }
    if context.global.json {
        context.console.result(&to_json(&result.report)?);
        return Ok(());
    }
    if !context.global.quiet {
        context.console.result(&summary(result, dry));
    }
    Ok(())
}

/// One object on one line (`src/docs/json.md`).
pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|e| Failure::usage(format!("Không tạo được JSON: {e}"), ""))
}

/// The run in a few lines.
pub(super) fn summary(result: &RunResult, dry: bool) -> String {
    let report = &result.report;
    let mut lines = vec![headline(report)];
    for period in &result.settled {
        lines.push(format!("Đã chốt và phát hành bù kỳ {period}."));
    }
    lines.extend(result.calendar.iter().cloned());
    let submissions = result.current.as_ref().map(|s| s.consolidation.submissions.as_slice()).unwrap_or_default();
    for (name, version) in &result.reissued {
        lines.push(format!("Đã phát hành bản số {version} của {name}; bản số {} được giữ nguyên.", version - 1));
    }
    for (name, open) in &result.reopened {
        let (period, next) = (open.period, open.version + 1);
        lines.push(format!(
            "{name} đang mở lại: bản số {} có hiệu lực; phát hành bản số {next} bằng “tonghop release --period {period}”.",
            open.version
        ));
    }
    let name = |code: &AgencyCode| result.current.as_ref().map_or_else(|| code.to_string(), |s| s.consolidation.short_name(code));
    lines.push(received_line(submissions));
    for (standing, label) in [
        (Standing::Missing, "Chưa nộp"),
        (Standing::Arriving, "Đang gửi"),
        (Standing::Returned, "Cần gửi lại"),
        (Standing::Late, "Nộp muộn"),
    ] {
        let named = submissions.iter().filter(|s| s.standing == standing && !s.awaits_own_cutoff());
        let names: Vec<String> = named.map(|s| name(&s.agency)).collect();
        if !names.is_empty() {
            lines.push(format!("{label} ({}): {}", names.len(), format::list(&names, 60)));
        }
    }
    let awaited: Vec<String> = submissions.iter().filter(|s| s.awaits_own_cutoff()).map(|s| name(&s.agency)).collect();
    if !awaited.is_empty() {
        lines.push(format!("Chưa đến hạn riêng ({}): {}", awaited.len(), format::list(&awaited, 60)));
    }
    let t = &report.tasks;
    lines.push(format!(
        "Nhiệm vụ hoàn thành {}; quá hạn {}; chỉ tiêu đạt và vượt {}.",
        format::ratio(t.done, t.total),
        t.overdue,
        {
            let c = &report.targets;
            format::ratio(c.reached(), c.total)
        }
    ));
    let products: Vec<&str> = report
        .outputs
        .iter()
        .filter(|o| matches!(o.kind, OutputKind::Draft | OutputKind::Frozen | OutputKind::Release))
        .map(|o| o.path.as_str())
        .collect();
    if products.is_empty() {
        let unwritten = result.failures.iter().any(|f| matches!(f, Failure::Product { .. } | Failure::Io { .. }));
        lines.push(
            if unwritten {
                "Không ghi được sản phẩm (xem vấn đề đã nêu)."
            } else {
                "Không có thay đổi: không ghi gì thêm."
            }
            .to_owned(),
        );
    } else {
        let written = if dry { "Khi chạy thật sẽ ghi" } else { "Đã ghi" };
        lines.extend(products.into_iter().map(|path| format!("{written} {path}")));
    }
    lines.join("\n")
}

fn headline(report: &RunReport) -> String {
    let phase = match report.phase {
        _ if report.period.submit_cutoff.is_none() => "không có báo cáo",
        Phase::Collecting => "đang nhận báo cáo",
        Phase::Consolidating => "đã chốt, đang tổng hợp",
        Phase::Released => "đã phát hành",
    };
    format!("{}: {phase} (lúc {})", report.period.name, format::moment(report.now))
}

fn received_line(submissions: &[Submission]) -> String {
    let must = submissions.iter().filter(|s| s.standing != Standing::Exempt).count();
    let usable = submissions.iter().filter(|s| matches!(s.standing, Standing::OnTime | Standing::Admitted | Standing::Late)).count();
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    format!("Đã nhận {} báo cáo dùng được.", format::counter(size(usable), size(must)))
}
