//! `_tin-nhan.txt`: one text to paste into the chat group. Short names, no telephone numbers; its time is that of the
//! latest receipt, so it changes only when something came.

use crate::forms::desk_file::MESSAGE_REHEARSAL;
use crate::model::config::Layout;
use crate::model::consolidation::Consolidation;
use crate::model::finding::Tally;
use crate::model::submission::Standing;
use crate::sheets::submissions;
use crate::text::{format, party};

/// "Đến 10 giờ 30 (thứ Sáu 11/7) đã nhận 61/95. Chưa nhận: … Cần sửa: …", one topic a line.
pub fn text(consolidation: &Consolidation, rehearsal: bool, layout: Layout) -> String {
    let said = |words: &str| party::said(layout, words);
    let c = consolidation;
    let counts = submissions::standings(c);
    let received = format::counter(counts.received(), counts.must_report);
    let mark = if rehearsal { MESSAGE_REHEARSAL } else { "" };
    let week = format::span(&c.span);
    let mut lines = vec![match c.latest_receipt {
        Some(at) => format!("{mark}Báo cáo {week}. Đến {} ({}) đã nhận {received}.", format::clock(at), format::weekday(at)),
        None => format!("{mark}Báo cáo {week}. Chưa nhận được báo cáo nào ({received})."),
    }];
    let mut missing = Vec::new();
    let mut unfilled = Vec::new();
    let mut unfilled_late = Vec::new();
    let mut forms_lying = Vec::new();
    let mut forms_lying_late = Vec::new();
    let mut awaited = Vec::new();
    let mut joint = Vec::new();
    let mut documents = Vec::new();
    let mut unknown = Vec::new();
    let mut unverified = Vec::new();
    let mut arriving = Vec::new();
    let mut late = Vec::new();
    let mut mend = Vec::new();
    for (agency, submission) in submissions::pairs(c) {
        let name = format::clean(&agency.short);
        if let Some(at) = submissions::document_only(submission) {
            documents.push(format!("{name} ({})", submissions::hour(at)));
            continue;
        }
        if submission.sent_unfilled() {
            let own = submissions::own_cutoff(submission, c.cutoffs).filter(|_| !submission.due);
            let name = own.map_or(name.clone(), |own| format!("{name} (hạn riêng {own})"));
            match (submission.form_lies_there(), submission.due) {
                (true, true) => forms_lying_late.push(name),
                (true, false) => forms_lying.push(name),
                (false, true) => unfilled_late.push(name),
                (false, false) => unfilled.push(name),
            }
            continue;
        }
        match (submission.standing, submissions::own_cutoff(submission, c.cutoffs)) {
            (Standing::Missing, Some(own)) if !submission.due => awaited.push(format!("{name} (hạn riêng {own})")),
            (Standing::Missing, _) if submission.awaits_joint_report() => {
                joint.push(format!("{name} (đã có báo cáo của {} trước khi sáp nhập)", submissions::offices_before(c, submission)));
            }
            (Standing::Missing, _) => missing.push(name),
            (Standing::Unknown, _) if submission.through.is_some() => unverified.push(name),
            (Standing::Unknown, _) => unknown.push(name),
            (Standing::Arriving, _) => arriving.push(name),
            (Standing::Returned, _) => mend.push(format!("{name} ({})", said("trả lại"))),
            (Standing::Exempt, _) => {}
            (Standing::OnTime | Standing::Late | Standing::Admitted, _) => {
                if submission.standing != Standing::OnTime {
                    late.push(name.clone());
                }
                // What refuses another file than the one that counts is nothing to mend in the report.
                let errors = Tally::of(&submission.findings).errors;
                if errors > 0 {
                    mend.push(format!("{name} ({errors} lỗi)"));
                }
            }
        }
    }
    for (heading, names) in [
        ("Chưa nhận", missing),
        ("Chưa nhận, có hạn riêng", awaited),
        ("Chờ báo cáo chung", joint),
        ("Có văn bản, thiếu tệp số liệu", documents),
        ("Đang gửi", arriving),
        ("Nộp muộn", late),
        ("Cần sửa", mend),
    ] {
        if !names.is_empty() {
            lines.push(format!("{}: {}.", said(heading), names.join(", ")));
        }
    }
    let hour = format::clock(c.cutoffs.submit);
    // Of a form that the desk itself may have put there nobody says that it was sent.
    let (sent, lying) = ("Đã gửi tệp, chưa điền số liệu", "Thư mục mới có biểu mẫu, chưa điền số liệu");
    let late = said("báo cáo gửi sau hạn được ghi nhận là nộp muộn");
    for (heading, names, send) in [
        (sent, unfilled, format!("gửi lại trước {hour}")),
        (sent, unfilled_late, format!("gửi lại; {late}")),
        (lying, forms_lying, format!("gửi trước {hour}")),
        (lying, forms_lying_late, format!("gửi; {late}")),
    ] {
        if !names.is_empty() {
            let names = names.join(", ");
            lines.push(format!(
                "{heading}: {names}. Nếu tuần này không có thay đổi, đề nghị ghi x vào “Không phát sinh?” và ghi “Số \
                 liệu tính đến” ở trang ThongTin, {send}."
            ));
        }
    }
    if !unknown.is_empty() {
        let names = unknown.join(", ");
        lines.push(format!("Thư mục của {names} đang có sự cố phía cơ quan tổng hợp; đơn vị không phải gửi lại."));
    }
    if !unverified.is_empty() {
        let names = unverified.join(", ");
        lines.push(format!("Kết quả của {names} theo bản tổng hợp của cơ quan đầu mối chưa xác minh được; đơn vị không phải gửi lại."));
    }
    lines.push(said(&format!("Hạn nộp: trước {} ({}).", format::clock(c.cutoffs.submit), format::weekday(c.cutoffs.submit))));
    lines.extend(c.moved.iter().map(|sentence| said(&format::clean(sentence))));
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::testing;

    #[test]
    fn the_text_of_the_fixture() {
        insta::assert_snapshot!(text(&testing::consolidation(), false, Layout::State));
    }

    #[test]
    fn a_party_desk_says_neither_that_an_office_hands_in_nor_that_it_returns() {
        let mut c = testing::consolidation();
        c.moved = Some("Thứ Sáu là ngày nghỉ; hạn nộp tuần 28 chuyển sang thứ Năm.".to_owned());
        let text = text(&c, false, Layout::Party).to_lowercase();
        assert!(!text.contains("nộp") && !text.contains("trả lại") && text.contains("gửi muộn: "), "{text}");
    }

    #[test]
    fn nothing_came_yet() {
        let mut c = testing::consolidation();
        c.latest_receipt = None;
        for submission in &mut c.submissions {
            submission.standing = Standing::Missing;
            submission.document_received = None;
            submission.findings.clear();
        }
        let text = text(&c, true, Layout::State);
        assert!(text.starts_with("[DIỄN TẬP] Báo cáo tuần 28/2025. Chưa nhận được báo cáo nào (00/12).\nChưa nhận: "), "{text}");
        assert!(!text.contains("Cần sửa"), "{text}");
    }

    #[test]
    fn where_nobody_could_look_the_trouble_is_ours() {
        let mut c = testing::consolidation();
        let name = c.agencies.iter().find(|a| a.code.as_str() == "SNV").unwrap().short.clone();
        c.submissions.iter_mut().find(|s| s.agency.as_str() == "SNV").unwrap().standing = Standing::Unknown;
        let text = text(&c, false, Layout::State);
        let told = format!("\nThư mục của {name} đang có sự cố phía cơ quan tổng hợp; đơn vị không phải gửi lại.\n");
        assert!(text.contains(&told), "{text}");
        assert_eq!(text.matches(&name).count(), 1, "{text}");
    }
}
