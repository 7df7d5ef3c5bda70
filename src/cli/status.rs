//! `status`: the period at a glance.

use super::Context;
use crate::io::failure::Failure;
use crate::model::cutoff::Phase;
use crate::model::submission::Standing;
use crate::run::status::{self, Status};
use crate::text::format;

/// Tình hình nộp: ai đã nộp, nộp muộn, phải gửi lại, chưa nộp; còn bao nhiêu phút
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Kỳ báo cáo, ví dụ 2025-W28 hoặc 28/2025
    #[arg(long, value_name = "KỲ")]
    period: Option<String>,
}

pub(super) fn status(context: &Context, args: &Args) -> Result<u8, Failure> {
    let workspace = context.workspace()?;
    let start = context.start(workspace.config.rehearsal)?;
    let status = status::status(&workspace, start.now, super::forms::period(args.period.as_deref())?)?;
    let text = if context.global.json { super::run::to_json(&status)? } else { text(&status) };
    context.console.result(&text);
    Ok(status.broken_register.as_ref().map_or(0, |(failure, notice)| context.register_broken(failure, notice)))
}

fn text(status: &Status) -> String {
    let mut lines = vec![format!("{} · lúc {}", format::period_long(status.period.id), format::moment(status.now))];
    if let (Some(submit), Some(release)) = (status.period.submit_cutoff, status.period.release_cutoff) {
        lines.push(format!("Hạn nộp: trước {} · Hạn tổng hợp: trước {}", format::moment(submit), format::moment(release)));
    }
    lines.push(phase_line(status));
    for standing in Standing::ALL {
        let of: Vec<String> = status.agencies.iter().filter(|a| a.standing == standing).map(|a| described(status, a)).collect();
        if !of.is_empty() {
            lines.push(format!("{} ({}): {}", standing.label(), of.len(), of.join(", ")));
        }
    }
    match status.last_run {
        Some(at) => lines.push(format!("Lần chạy gần nhất: {}", format::moment(at))),
        None => lines.push("Chưa có lần chạy nào.".to_owned()),
    }
    lines.push(format!("Việc tiếp theo: {}", status.next));
    lines.join("\n")
}

fn described(status: &Status, agency: &crate::run::report::AgencyLine) -> String {
    let name = status.names.iter().find(|(code, _)| code == &agency.code).map_or_else(|| agency.code.to_string(), |(_, n)| n.clone());
    let mut marks = Vec::new();
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

fn phase_line(status: &Status) -> String {
    let minutes = |m: i64| format!("còn {} giờ {:02} phút", m / 60, m % 60);
    match (status.phase, status.minutes_left, status.released_at) {
        (Phase::Collecting, Some(m), _) => format!("Đang nhận báo cáo: {} đến hạn nộp.", minutes(m)),
        (Phase::Consolidating, Some(m), _) => format!("Đã chốt, đang tổng hợp: {} đến hạn tổng hợp.", minutes(m)),
        (Phase::Consolidating, None, _) => "Đã qua hạn tổng hợp mà chưa phát hành.".to_owned(),
        (Phase::Released, _, Some(at)) if status.released_late => format!("Đã phát hành lúc {}, sau hạn.", format::moment(at)),
        (Phase::Released, _, Some(at)) => format!("Đã phát hành lúc {}.", format::moment(at)),
        _ => String::new(),
    }
}
