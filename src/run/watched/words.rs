//! What the page of a run says.

use crate::io::failure::Failure;
use crate::model::submission::Standing;
use crate::run::session::Session;
use crate::run::weekly::RunResult;

/// What was seen, decided, written, and what failed.
pub(super) fn told(result: &RunResult, decided: Vec<String>) -> Vec<String> {
    let report = &result.report;
    let f = &report.files;
    let mut lines = vec![
        format!("Kỳ: {}.", report.period.name),
        format!(
            "Đã thấy {} tệp: nhận mới {}, đã biết {}, trả lại {}, đang gửi {}, chờ đến kỳ {}, sau khi chốt bản tổng hợp {}, văn bản {}, bỏ qua {}, không đọc được {}.",
            f.seen, f.received, f.known, f.returned, f.arriving, f.waiting, f.after_release, f.document, f.skipped, f.unreadable
        ),
    ];
    lines.extend(decided);
    lines.extend(result.unreadable.iter().map(|(path, cause)| format!("Không đọc được {path}: {cause}.")));
    for standing in Standing::ALL {
        let codes: Vec<&str> = report.agencies.iter().filter(|a| a.standing == standing).map(|a| a.code.as_str()).collect();
        if !codes.is_empty() {
            lines.push(format!("{} ({}): {}.", standing.label(), codes.len(), codes.join(", ")));
        }
    }
    lines.extend(result.settled.iter().map(|period| format!("Chốt số liệu và lập bản trình ký bù: {period}.")));
    lines.extend(report.outputs.iter().map(|output| format!("Đã ghi {} (sha256 {}).", output.path, output.sha256)));
    lines.extend(result.notices.iter().cloned());
    lines.extend(result.failures.iter().map(|failure| format!("Vấn đề: {failure}")));
    lines.push(format!("Kết thúc: mã {}.", result.exit_code));
    lines
}

/// The verdicts of this run: file, hash, outcome and the codes of what was found.
pub(super) fn decided(session: &Session, result: &RunResult) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    for verdict in session.ledger.verdicts_by(result.run)? {
        let Some(receipt) = session.ledger.receipt(verdict.receipt)? else { continue };
        let codes: Vec<&str> = verdict.findings.iter().map(|finding| finding.code.as_str()).collect();
        let codes = if codes.is_empty() { String::new() } else { format!(" [{}]", codes.join(", ")) };
        let agency = verdict.agency.map_or_else(|| "không rõ cơ quan".to_owned(), |code| code.to_string());
        lines.push(format!(
            "Số {}: {} (sha256 {}), {agency}: {}{codes}.",
            receipt.seq,
            receipt.file.path,
            receipt.sha256,
            verdict.outcome.label()
        ));
    }
    Ok(lines)
}
