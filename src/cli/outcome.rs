//! What came of a run or a release, in words and as an object.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::{Action, Failure};
use crate::model::cutoff::Phase;
use crate::run::notify;
use crate::run::products::Reissue;
use crate::run::report::RunReport;
use crate::run::weekly::{NextVersion, RunResult};
use crate::text::format;

/// Prints a run in a few lines a secretary can act on. A dry run wrote nothing and must not say so.
/// `said` are sentences that need not be said again.
pub(super) fn print(context: &Context, result: &RunResult, dry: bool, said: &[String]) {
    let failures: Vec<Failure> = result.failures.iter().filter(|failure| !said.contains(&failure.to_string())).cloned().collect();
    context.console.failures(&failures);
    for notice in result.notices.iter().filter(|notice| !said.contains(notice)) {
        context.console.problem(notice);
    }
    for refused in result.unreadable.iter().map(notify::refused_file).filter(|refused| !said.contains(refused)) {
        context.console.problem(&refused);
    }
    if !context.global.quiet {
        context.tell(|| summary(result, dry));
    }
}

/// Ends a run with its object. A file that could not be read is a failure of its own to a program.
pub(super) fn done(context: &Context, result: &RunResult) -> Result<Done, Failure> {
    let unread =
        result.unreadable.iter().map(|(path, cause)| Failure::Io { path: path.into(), action: Action::Read, cause: cause.clone() });
    let failures: Vec<Failure> = result.failures.iter().cloned().chain(unread).collect();
    context.done_as("tonghop.run/1", &result.report, &failures, result.exit_code)
}

/// The run in a few lines.
pub(super) fn summary(result: &RunResult, dry: bool) -> String {
    let report = &result.report;
    let mut lines = vec![headline(report)];
    for period in &result.settled {
        lines.push(if dry {
            format!("Khi chạy thật sẽ chốt số liệu và lập bản trình ký bù kỳ {period}.")
        } else {
            format!("Đã chốt số liệu và lập bản trình ký bù kỳ {period}.")
        });
    }
    lines.extend(result.calendar.iter().cloned());
    for Reissue { period_name, replaced, version } in &result.reissued {
        let leaves = if dry { "Khi chốt thật sẽ có" } else { "Đã chốt" };
        lines.push(format!("{leaves} bản số {version} của {period_name}; bản số {replaced} được giữ nguyên."));
    }
    for NextVersion { period_name, reopening, version } in &result.reopened {
        lines.push(format!(
            "{period_name} đang mở lại: bản số {} có hiệu lực; chốt bản số {version} bằng “tonghop release --period {}”.",
            reopening.version, reopening.period
        ));
    }
    lines.extend(result.offices.iter().cloned());
    let t = &report.tasks;
    lines.push(format!(
        "Nhiệm vụ hoàn thành {}; quá hạn {}; chỉ tiêu đạt và vượt {}.",
        format::ratio(t.done, t.classes.total),
        t.classes.overdue,
        {
            let c = &report.targets;
            format::ratio(c.reached(), c.total)
        }
    ));
    let put_back = |path: &String| result.restored.contains(path);
    let products: Vec<&str> =
        report.outputs.iter().filter(|o| o.kind.is_consolidated() && !put_back(&o.path)).map(|o| o.path.as_str()).collect();
    if products.is_empty() {
        let unwritten = result.failures.iter().any(|f| matches!(f, Failure::Product { .. } | Failure::Io { .. }));
        lines.push(
            if unwritten {
                "Không ghi được sản phẩm (xem vấn đề đã nêu)."
            } else if result.restored.is_empty() {
                "Không có thay đổi: không ghi gì thêm."
            } else {
                "Ngoài các tệp đặt lại từ kho lưu, không có thay đổi."
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
        Phase::Released => "đã chốt bản tổng hợp",
    };
    format!("{}: {phase} (lúc {})", report.period.name, format::moment(report.now))
}
