//! What came of a run or a release, in words and as an object.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::{Action, Failure};
use crate::model::agency::AgencyCode;
use crate::model::cutoff::Phase;
use crate::model::submission::{Standing, Submission, UNFILLED};
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
    let submissions = result.current.as_ref().map(|s| s.consolidation.submissions.as_slice()).unwrap_or_default();
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
    let name = |code: &AgencyCode| result.current.as_ref().map_or_else(|| code.to_string(), |s| s.consolidation.short_name(code));
    lines.push(received_line(submissions));
    for (standing, label) in [
        (Standing::Missing, "Chưa nộp"),
        (Standing::Unknown, "Chưa kiểm tra được do sự cố phía ta, không nhắc đơn vị"),
        (Standing::Arriving, "Đang gửi"),
        (Standing::Returned, "Cần gửi lại"),
        (Standing::Late, "Nộp muộn"),
    ] {
        let named = submissions
            .iter()
            .filter(|s| s.standing == standing && !s.awaits_own_cutoff() && !s.sent_unfilled() && !s.awaits_joint_report());
        let names: Vec<String> = named.map(|s| name(&s.agency)).collect();
        if !names.is_empty() {
            lines.push(format!("{label} ({}): {}", names.len(), format::list(&names, 60)));
        }
    }
    for (lies, label) in UNFILLED {
        let unfilled = submissions.iter().filter(|s| s.sent_unfilled() && s.form_lies_there() == lies);
        let unfilled: Vec<String> = unfilled.map(|s| name(&s.agency)).collect();
        if !unfilled.is_empty() {
            lines.push(format!("{label} ({}): {}", unfilled.len(), format::list(&unfilled, 60)));
        }
    }
    let awaited: Vec<String> = submissions.iter().filter(|s| s.awaits_own_cutoff()).map(|s| name(&s.agency)).collect();
    if !awaited.is_empty() {
        lines.push(format!("Chưa đến hạn riêng ({}): {}", awaited.len(), format::list(&awaited, 60)));
    }
    let joint: Vec<String> = submissions.iter().filter(|s| s.awaits_joint_report()).map(|s| name(&s.agency)).collect();
    if !joint.is_empty() {
        lines.push(format!("Đã có báo cáo trước khi sáp nhập, chờ báo cáo chung ({}): {}", joint.len(), format::list(&joint, 60)));
    }
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

fn received_line(submissions: &[Submission]) -> String {
    let must = submissions.iter().filter(|s| s.standing != Standing::Exempt).count();
    let usable = submissions.iter().filter(|s| matches!(s.standing, Standing::OnTime | Standing::Admitted | Standing::Late)).count();
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    format!("Đã nhận {} báo cáo dùng được.", format::counter(size(usable), size(must)))
}
