//! What proves what an answer says: the file, its time, the codes to ask about later. It stands at the foot.

use crate::model::submission::{Addressee, Evidence, Standing, Version};
use crate::sheets::feedback::answer_input::{FeedbackInput, one_line};
use crate::sheets::submissions;
use crate::text::{format, receipt_code};

/// Latest versions whose codes are printed.
const RECEIPTS_MAX: usize = 5;

/// The code of each accepted version, to ask about later.
pub(super) fn receipt_codes(input: &FeedbackInput<'_>) -> Option<String> {
    let s = input.submission;
    let valid: Vec<&Version> = s.versions.iter().filter(|v| v.valid).collect();
    let code = |v: &Version| receipt_code::of(&v.receipt, &s.agency, input.figures.period);
    let codes = match valid.as_slice() {
        [] => return None,
        [only] => code(only),
        several => {
            let shown = several.iter().skip(several.len().saturating_sub(RECEIPTS_MAX));
            shown.map(|v| format!("{} (bản thứ {})", code(v), v.number)).collect::<Vec<_>>().join(", ")
        }
    };
    Some(format!("Mã tiếp nhận: {codes}. Đề nghị giữ mã để đối chiếu khi cần."))
}

/// What came, when, and what proves it.
pub(super) fn receipt(input: &FeedbackInput<'_>) -> String {
    let (figures, s) = (input.figures, input.submission);
    let mut deadline = input.said(&format!("hạn nộp trước {}", format::moment(s.cutoff.submit)));
    if s.cutoff.late_from > s.cutoff.submit {
        deadline.push_str(&format!(" (nhận trước {} vẫn được tính đúng hạn)", format::moment(s.cutoff.late_from)));
    }
    if let Some(desk) = &figures.through {
        let at = s.received_at.map_or_else(String::new, |at| format!(", nhận lúc {}", format::moment(at)));
        let desk = one_line(desk);
        return match s.standing {
            Standing::Unknown => {
                format!("Theo bản tổng hợp của {desk}, chưa xác minh được; đơn vị không phải gửi lại, không tính là chưa báo cáo.")
            }
            _ if s.in_time_at == Some(Addressee::Here) => {
                format!("Báo cáo gửi trực tiếp{at}, đúng hạn; số liệu lấy theo bản tổng hợp của {desk}; {deadline}.")
            }
            _ => format!("Theo bản tổng hợp của {desk}{at}; {deadline}."),
        };
    }
    if submissions::document_only(s).is_some() {
        return format!("Đề nghị gửi bổ sung tệp số liệu theo biểu mẫu BM-01; {deadline}.");
    }
    if s.form_lies_there() {
        return format!("Thư mục mới có biểu mẫu đã cấp, chưa điền, chưa xác nhận; {deadline}.");
    }
    if s.sent_unfilled() {
        return format!("Đã nhận tệp giống biểu mẫu đã cấp, chưa điền, chưa xác nhận: CHƯA ĐƯỢC TÍNH LÀ BÁO CÁO; {deadline}.");
    }
    let came = || {
        let file =
            s.shown_version().map_or_else(String::new, |v| format!(" tệp {} (bản thứ {})", one_line(&v.receipt.file.path), v.number));
        let at = s.received_at.map_or_else(String::new, |at| format!(" lúc {}", format::moment(at)));
        let proof = submissions::proof(s).map_or_else(String::new, |proof| format!(", căn cứ: {proof}"));
        // Of the version that is spoken of, and only where its own time is the one that was printed.
        let shown = s.shown_version().filter(|v| Some(v.timing.received_at) == s.received_at).map(|v| &v.receipt);
        let seen = shown.map_or_else(String::new, |r| format!(", {}", format::seen_between(r.last_scan_before, r.first_seen)));
        format!("{file}{at}{proof}{seen}")
    };
    let nil = match (s.nil, s.confirmed_only) {
        (true, _) => " Đơn vị báo “Không phát sinh”.",
        (false, true) => " Đơn vị xác nhận không thay đổi.",
        (false, false) => "",
    };
    let before = figures.said_before.as_ref().map_or_else(String::new, |said| format!(" {}.", format::capital(said)));
    if let Some(desk) = &figures.in_time_at {
        let file = s.shown_version().map_or_else(String::new, |v| format!(" tệp {}", one_line(&v.receipt.file.path)));
        let (desk, at) = (one_line(desk), s.received_at.map_or_else(String::new, |at| format!(" lúc {}", format::moment(at))));
        return format!("Đã tiếp nhận{file}. {desk} đã nhận báo cáo của đơn vị{at}, đúng hạn: không tính là gửi muộn.{nil}");
    }
    match s.standing {
        Standing::OnTime if s.evidence == Some(Evidence::Unproven) => {
            let because = input.said("Không có lần quét nào quanh giờ hạn nộp nên đơn vị được tính đúng hạn.");
            format!("Đã tiếp nhận{}. {because}{nil}", came())
        }
        Standing::OnTime => format!("Đã tiếp nhận{}.{nil}{before}", came()),
        Standing::Late if s.merged => format!("Đã tiếp nhận{}; {deadline}. Báo cáo được đưa vào số liệu, có đánh dấu.{nil}", came()),
        Standing::Late => {
            let later = if s.known_later() { "; từ kỳ sau được dùng làm số liệu kỳ trước" } else { "" };
            format!("Đã tiếp nhận{}; {deadline}. Báo cáo chưa được đưa vào số liệu kỳ này{later}.{nil}", came())
        }
        Standing::Admitted => format!("Đã tiếp nhận{}; {deadline}. Báo cáo được tiếp nhận vào số liệu.{nil}", came()),
        Standing::Returned => format!("Đã nhận{}, chưa sử dụng được; đề nghị sửa theo danh sách trên và gửi lại.", came()),
        Standing::Arriving => "Tệp đang được gửi, chưa đầy đủ; sẽ kiểm tra khi nhận xong.".to_owned(),
        Standing::Missing if s.awaits_joint_report() => format!("{}; {deadline}.", before.trim().trim_end_matches('.')),
        Standing::Missing => format!("Chưa nhận được báo cáo {}; {deadline}.", format::span(&figures.span)),
        Standing::Unknown if s.set_aside.is_some() => format!(
            "Đã nhận tệp {}; chương trình phía {} chưa kiểm được tệp này; đơn vị không phải gửi lại, không tính là {}.",
            one_line(s.set_aside.as_deref().unwrap_or_default()),
            one_line(input.desk_name),
            input.said("trả lại")
        ),
        Standing::Unknown => {
            format!(
                "{} của đơn vị có sự cố phía {}, chưa kiểm tra được; đơn vị không phải gửi lại, không tính là chưa báo cáo.",
                input.said("Thư mục nộp"),
                one_line(input.desk_name)
            )
        }
        Standing::Exempt => {
            let sentence = |because: &str| input.said(&format!("{}.", format::capital(one_line(because).trim_end_matches('.'))));
            s.exempt_because.as_deref().map_or_else(String::new, sentence)
        }
    }
}
