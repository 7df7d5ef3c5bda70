//! `status`: the period at a glance.

use super::answer::Done;
use super::context::Context;
use crate::io::failure::Failure;
use crate::model::agency::AgencyCode;
use crate::model::config::Layout;
use crate::model::cutoff::Phase;
use crate::model::submission::{Standing, UNFILLED};
use crate::run::report;
use crate::run::status::{self, SentReport, Status};
use crate::text::{format, party};

/// Tình hình nộp: ai đã nộp, nộp muộn, phải gửi lại, chưa nộp; còn bao nhiêu phút
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Kỳ báo cáo, ví dụ 28 (của năm nay), 28/2025 hoặc 2025-W28
    #[arg(long, value_name = "KỲ")]
    period: Option<String>,
}

pub(super) fn status(context: &Context, args: &Args) -> Result<Done, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let status = status::status(&workspace, &start, context.period_if_typed(args.period.as_deref(), start.now)?)?;
    let layout = workspace.config.desk.layout;
    context.tell(|| text(&status, layout));
    let (failures, exit_code) = context.worked_around(&status.troubles);
    context.done(&status, &failures, exit_code)
}

/// The status in the words of a layout.
fn text(status: &Status, layout: Layout) -> String {
    let said = |words: &str| party::said(layout, words);
    let mut lines = vec![format!("{} · lúc {}", status.period.name, format::moment(status.now))];
    if let (Some(submit), Some(release)) = (status.period.submit_cutoff, status.period.release_cutoff) {
        let words = said("Hạn nộp: trước");
        lines.push(format!("{words} {} · Hạn tổng hợp: trước {}", format::moment(submit), format::moment(release)));
    }
    lines.extend(status.calendar.iter().chain(&status.clock).cloned());
    lines.push(phase_line(status));
    if let Some(open) = &status.reopened {
        lines.push(format!(
            "Đang mở lại từ {} để lập bản số {} (lý do: {}); số liệu dưới đây là của bản đang lập.",
            format::moment(open.at),
            open.next_version,
            open.reason.trim_end_matches('.')
        ));
    }
    for withdrawn in &status.withdrawn {
        let (at, reason, by) = (format::moment(withdrawn.at), withdrawn.reason.trim_end_matches('.'), &withdrawn.by);
        let release = withdrawn.version.map(|version| format!("Bản số {version}"));
        let freeze = withdrawn.frozen_at.map(|frozen_at| format!("Lần chốt ghi lúc {}", format::moment(frozen_at)));
        for what in freeze.into_iter().chain(release) {
            lines.push(format!("{what} đã hủy lúc {at} (lý do: {reason}); tệp giữ với tên …_huy, không sử dụng. Người quyết định: {by}."));
        }
    }
    for standing in Standing::ALL {
        let of = status.agencies.iter().filter(|a| a.standing == standing && !a.awaits_own_cutoff && !a.sent_unfilled && !awaits_joint(a));
        let of: Vec<String> = of.map(|a| described(status, a)).collect();
        if !of.is_empty() {
            lines.push(format!("{} ({}): {}", said(standing.label()), of.len(), of.join(", ")));
        }
    }
    for (lies, label) in UNFILLED {
        let unfilled = status.agencies.iter().filter(|a| a.sent_unfilled && a.form_lies_there == lies);
        let unfilled: Vec<String> = unfilled.map(|a| described(status, a)).collect();
        if !unfilled.is_empty() {
            lines.push(format!("{label} ({}): {}", unfilled.len(), unfilled.join(", ")));
        }
    }
    let awaited: Vec<String> = status.agencies.iter().filter(|a| a.awaits_own_cutoff).map(|a| described(status, a)).collect();
    if !awaited.is_empty() {
        lines.push(format!("Chưa đến hạn riêng ({}): {}", awaited.len(), awaited.join(", ")));
    }
    let joint: Vec<String> = status.agencies.iter().filter(|a| awaits_joint(a)).map(|a| described(status, a)).collect();
    if !joint.is_empty() {
        lines.push(format!("Đã có báo cáo trước khi sáp nhập, chờ báo cáo chung ({}): {}", joint.len(), joint.join(", ")));
    }
    let calls: Vec<String> = status.contacts.iter().map(|(code, line)| format!("{} ({line})", name(status, code))).collect();
    if !calls.is_empty() {
        lines.push(format!("{}: {}", said("Liên hệ đơn vị chưa gửi hoặc cần gửi lại"), calls.join("; ")));
    }
    lines.push(last_attempt(status));
    if let Some(step) = status.to_do.first() {
        lines.push(format!("Việc nên làm bây giờ: {} (mục {} của menu)", step.what.trim_end_matches('.'), step.menu));
    }
    lines.push(format!("Việc tiếp theo: {}", status.next));
    lines.join("\n")
}

fn awaits_joint(agency: &report::AgencyLine) -> bool {
    agency.standing == Standing::Missing && !agency.reported_before.is_empty()
}

fn name(status: &Status, code: &AgencyCode) -> String {
    status.names.iter().find(|(known, _)| known == code).map_or_else(|| code.to_string(), |(_, name)| name.clone())
}

fn described(status: &Status, agency: &report::AgencyLine) -> String {
    let name = name(status, &agency.code);
    let mut marks = Vec::new();
    if let Some(own) = agency.own_cutoff {
        marks.push(format!("hạn riêng {}", format::moment(own)));
    }
    if agency.evidence == Some(crate::model::submission::Evidence::Unproven) {
        marks.push("chưa xác minh".to_owned());
    }
    if agency.document_received && agency.standing == Standing::Returned {
        marks.push("đã có văn bản, thiếu tệp số liệu".to_owned());
    }
    if agency.changed_after_cutoff {
        marks.push("có bản sửa sau hạn".to_owned());
    }
    if agency.findings.errors > 0 {
        marks.push(format!("{} lỗi", agency.findings.errors));
    }
    if marks.is_empty() { name } else { format!("{name} [{}]", marks.join("; ")) }
}

/// The last run and how it ended; after one that did not end well also the last that did.
fn last_attempt(status: &Status) -> String {
    let Some(last) = &status.last_attempt else { return "Chưa có lần chạy nào.".to_owned() };
    let code = last.exit_code.map(|code| format!("mã {code}, ")).unwrap_or_default();
    let outcome = format!("{code}{}", report::exit_meaning(last.exit_code));
    let good = match status.last_run {
        Some(at) if at != last.at => format!("; lần chạy tốt trước đó: {}", format::moment(at)),
        Some(_) => String::new(),
        None => "; chưa có lần chạy nào kết thúc tốt".to_owned(),
    };
    format!("Lần chạy gần nhất: {} ({}: {outcome}){good}.", format::moment(last.at), last.command)
}

fn phase_line(status: &Status) -> String {
    let minutes = |m: i64| format!("còn {}", format::duration(m));
    match (status.phase, status.minutes_left, status.released_at) {
        (Phase::Collecting, Some(m), _) => format!("Đang nhận báo cáo: {} đến hạn nộp.", minutes(m)),
        (Phase::Consolidating, Some(m), _) => format!("Đã chốt, đang tổng hợp: {} đến hạn tổng hợp.", minutes(m)),
        (Phase::Consolidating, None, _) => "Đã qua hạn tổng hợp mà chưa chốt bản tổng hợp.".to_owned(),
        (Phase::Released, _, Some(at)) => {
            let late = if status.released_late { ", sau hạn" } else { "" };
            format!("Đã chốt bản tổng hợp lúc {}{late}.{}", format::moment(at), in_force(status))
        }
        _ => String::new(),
    }
}

/// Which version is in force where that is a question, and whether it was sent: what was sent of an earlier one was not
/// sent of it.
fn in_force(status: &Status) -> String {
    let told = |sent: &SentReport| format!("lúc {} (số {})", format::moment(sent.sent_at), sent.number);
    let several = status.version.filter(|version| *version > 1 || status.reopened.is_some());
    let version = several.map(|version| format!(" Bản số {version} đang có hiệu lực")).unwrap_or_default();
    match (status.sent.iter().rfind(|sent| Some(sent.version) == status.version), status.sent.last()) {
        (Some(sent), _) if version.is_empty() => format!(" Đã gửi {}.", told(sent)),
        (Some(sent), _) => format!("{version}. Đã gửi {}.", told(sent)),
        (None, Some(earlier)) => format!("{version}, chưa ghi là đã gửi; đã gửi bản số {} {}.", earlier.version, told(earlier)),
        (None, None) if version.is_empty() => version,
        (None, None) => format!("{version}."),
    }
}
