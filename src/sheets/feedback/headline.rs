//! The first line of an answer: was the report received, and the one thing to do now.

use crate::model::cutoff::Phase;
use crate::model::finding::{Effect, Severity};
use crate::model::period::Period;
use crate::model::span::SpanName;
use crate::model::submission::{Evidence, Standing};
use crate::rules::file::marked_secret;
use crate::sheets::feedback::answer_input::{FeedbackInput, lower_first, one_line};
use crate::sheets::feedback::cause::{ASKS, Cause};
use crate::sheets::feedback::secret_beside::{TAKE_OUT, secret_beside, secret_unsaid};
use crate::sheets::submissions;
use crate::text::format;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What there is to mend, counted.
#[derive(Debug, Clone, Copy, Default)]
struct Toll {
    /// Cells to mend, each once.
    cells: u32,
    /// Of them, out of the figures.
    refused: u32,
    /// Things that stand in no cell.
    others: u32,
}

/// What makes an untouched form a report.
const CONFIRM: &str = "ghi x vào “Không phát sinh?” và ghi “Số liệu tính đến” ở trang ThongTin, gửi lại";

/// The line, and, whatever counts, that a file has to be taken out. `causes` are those that ask to mend something.
pub(super) fn line(input: &FeedbackInput<'_>, causes: &[Cause<'_>]) -> String {
    let line = of_report(input, causes);
    // What refuses a file says so by itself.
    if secret_unsaid(input) { format!("{line} {TAKE_OUT}") } else { line }
}

fn of_report(input: &FeedbackInput<'_>, causes: &[Cause<'_>]) -> String {
    let s = input.submission;
    if let Some(desk) = &input.figures.through {
        return through(input, &one_line(desk), !causes.is_empty());
    }
    if submissions::document_only(s).is_some() {
        return format!("ĐÃ CÓ VĂN BẢN, CHƯA CÓ TỆP SỐ LIỆU. {}", ask(input, "gửi bổ sung tệp theo biểu mẫu BM-01", ""));
    }
    if s.sent_unfilled() {
        let nothing = if s.form_lies_there() {
            "CHƯA CÓ BÁO CÁO: thư mục mới có biểu mẫu đã cấp, chưa điền, chưa xác nhận."
        } else {
            "CHƯA ĐƯỢC TÍNH LÀ BÁO CÁO: tệp giống biểu mẫu đã cấp, chưa điền, chưa xác nhận."
        };
        return match input.phase {
            Phase::Released => format!("{nothing} {}", ask(input, CONFIRM, "")),
            _ => format!("{nothing} Nếu tuần này không có thay đổi, {}", lower_first(&ask(input, CONFIRM, ""))),
        };
    }
    match s.standing {
        Standing::OnTime | Standing::Late | Standing::Admitted => counted(input, causes),
        Standing::Returned => {
            let rejected = causes.iter().find(|cause| cause.severity() == Severity::Reject);
            if rejected.and_then(Cause::first).is_some_and(|finding| finding.code == marked_secret::RULE.code) {
                // Another file does not help while this one lies there.
                let instead = ask(input, "gửi lại báo cáo chỉ gồm nội dung không mật", "");
                return format!("CHƯA ĐƯỢC TÍNH LÀ BÁO CÁO: tệp có dấu chỉ độ mật. Đề nghị lấy ngay tệp này ra khỏi thư mục. {instead}");
            }
            let because = rejected.map(Cause::problem).unwrap_or_default();
            let because = because.trim_end_matches('.');
            // A reason that asks by itself needs no second request, only its hour.
            if because.contains(ASKS) && input.phase == Phase::Collecting {
                return format!("CHƯA ĐƯỢC TÍNH LÀ BÁO CÁO. {because} trước {}.", input.clock(s.cutoff.submit));
            }
            let because = because.split(ASKS).next().unwrap_or_default();
            let because = if because.is_empty() { String::new() } else { format!(": {}", lower_first(because)) };
            format!("CHƯA ĐƯỢC TÍNH LÀ BÁO CÁO. {}", ask(input, "gửi lại", &because))
        }
        Standing::Arriving => "ĐANG NHẬN TỆP, CHƯA ĐẦY ĐỦ. Sẽ kiểm tra khi nhận xong; đơn vị chưa phải gửi lại.".to_owned(),
        Standing::Missing if s.awaits_joint_report() => {
            let offices = input.figures.offices_before.to_uppercase();
            format!("ĐÃ CÓ BÁO CÁO CỦA {offices} TRƯỚC KHI SÁP NHẬP. {}", ask(input, "gửi báo cáo chung", ""))
        }
        Standing::Missing => {
            let span = format::span(&input.figures.span).to_uppercase();
            format!("CHƯA NHẬN ĐƯỢC BÁO CÁO {span}. {}", ask(input, "gửi báo cáo", ""))
        }
        Standing::Unknown => format!("CHƯA KIỂM TRA ĐƯỢC, do sự cố phía {}; đơn vị không phải gửi lại.", one_line(input.desk_name)),
        Standing::Exempt => match (s.ended_into(), &input.figures.heir) {
            (Some((_, from)), Some(heir)) => ended(heir, from),
            _ => "KHÔNG PHẢI BÁO CÁO KỲ NÀY.".to_owned(),
        },
    }
}

/// Whose its reports are since the office ended: what was asked of it before is asked of that one.
fn ended(heir: &str, from: NaiveDate) -> String {
    let (heir, from) = (one_line(heir), format::date(from));
    format!(
        "TỪ NGÀY {from}, {} KẾ THỪA ĐƠN VỊ. Báo cáo đã gửi được chuyển cho {heir}; nội dung cần sửa, nếu có, xem phiếu phản hồi của {heir}. Phiếu \
         này thay các phiếu trước.",
        heir.to_uppercase()
    )
}

/// What is used of it came through the desk below to which it reported, and that one says how it stands.
fn through(input: &FeedbackInput<'_>, desk: &str, asks: bool) -> String {
    let s = input.submission;
    if s.merged {
        let mend = if asks { " Đề nghị xem các nội dung dưới đây của bản gửi trực tiếp." } else { "" };
        return format!("ĐÃ CÓ SỐ LIỆU QUA {}, lấy theo bản tổng hợp của cơ quan đầu mối.{mend}", desk.to_uppercase());
    }
    if s.standing == Standing::Unknown {
        return format!("CHƯA XÁC MINH ĐƯỢC KẾT QUẢ GỬI BÁO CÁO theo bản tổng hợp của {desk}; đơn vị không phải gửi lại.");
    }
    let standing = lower_first(&submissions::standing(s, input.figures.cutoffs));
    format!("CHƯA CÓ SỐ LIỆU DÙNG ĐƯỢC. Theo bản tổng hợp của {desk}: {standing}. Đề nghị liên hệ {desk}.")
}

/// The one thing to do, with its reason: until when, or what becomes of it now.
fn ask(input: &FeedbackInput<'_>, what: &str, because: &str) -> String {
    match input.phase {
        Phase::Collecting => format!("Đề nghị {what} trước {}{because}.", input.clock(input.submission.cutoff.submit)),
        Phase::Consolidating => format!("Đề nghị {what}{because}. Báo cáo gửi sau hạn được ghi nhận là gửi muộn."),
        Phase::Released => format!("Đề nghị gửi {} trước hạn{because}. Kỳ này đã chốt bản tổng hợp.", in_next_report(input)),
    }
}

fn counted(input: &FeedbackInput<'_>, causes: &[Cause<'_>]) -> String {
    let s = input.submission;
    let toll = toll(causes);
    let at = s.received_at.map_or_else(String::new, |at| format!(" lúc {}", input.clock(at)));
    let punctual = match s.standing {
        Standing::OnTime if s.in_time_at.is_some() => ", được tính đúng hạn".to_owned(),
        Standing::OnTime if s.evidence == Some(Evidence::Unproven) => format!("{at}, được tính đúng hạn"),
        Standing::OnTime => format!(" đúng hạn{at}"),
        Standing::Admitted => format!("{at}, sau hạn, được tiếp nhận vào số liệu"),
        _ if s.merged => format!("{at}, sau hạn, được đưa vào số liệu"),
        _ => format!("{at}, sau hạn, chưa đưa vào số liệu kỳ này"),
    };
    if s.form_unfilled {
        return format!("ĐÃ NHẬN TỆP CHƯA ĐIỀN, kỳ này vẫn được tính. {}", ask(input, CONFIRM, ""));
    }
    if toll.cells == 0 && toll.others == 0 {
        let last = input.figures.last_release;
        let kept = last.filter(|_| s.confirmed_only).map(|last| format!("; số liệu giữ theo {}", week(input, last)));
        return match kept {
            Some(kept) => {
                // Words that enter no figure leave it a confirmation; who wrote them learns where they went.
                let read = match s.remarks.len() {
                    0 => String::new(),
                    count => format!("; đã chuyển {count} ghi chú mới tới cơ quan tổng hợp"),
                };
                format!("ĐÃ NHẬN. Đơn vị xác nhận không thay đổi{kept}{read}. Báo cáo nhận{punctual}.")
            }
            // "Nothing to mend" beside a file that has to go would be read as nothing to do.
            None if secret_beside(s) => format!("ĐÃ NHẬN BÁO CÁO{punctual}; báo cáo không phải gửi lại."),
            None => format!("ĐÃ NHẬN, KHÔNG CẦN SỬA. Báo cáo nhận{punctual}."),
        };
    }
    let head = if s.standing == Standing::OnTime && s.evidence != Some(Evidence::Unproven) {
        format!("ĐÃ NHẬN ĐÚNG HẠN{at}.")
    } else {
        format!("ĐÃ NHẬN{punctual}.")
    };
    let what = amount(toll.cells, toll.others);
    if input.phase == Phase::Collecting {
        return format!("{head} Đề nghị sửa {what} trước {}.", input.clock(s.cutoff.submit));
    }
    let next = in_next_report(input);
    if toll.refused == 0 || !s.merged {
        return format!("{head} Đề nghị sửa {what} trong {next}.");
    }
    let from = weeks_shown_instead(input).map_or_else(String::new, |week| format!(", đang lấy số liệu {week}"));
    let mend = if toll.refused == toll.cells && toll.others == 0 { "sửa".to_owned() } else { format!("sửa {what}") };
    format!("{head} {} ô chưa dùng được{from}; đề nghị {mend} trong {next}.", toll.refused)
}

fn toll(causes: &[Cause<'_>]) -> Toll {
    // A cell of which two things are said is one cell to mend.
    let (mut cells, mut refused) = (BTreeSet::new(), BTreeSet::new());
    let mut toll = Toll::default();
    for finding in causes.iter().flat_map(Cause::findings) {
        let out = finding.effect != Effect::Flag;
        let at = (finding.file.as_str(), &finding.place);
        if finding.place.cell.is_some() {
            cells.insert(at);
            refused.extend(out.then_some(at));
        } else if finding.more == 0 {
            toll.others += 1;
            continue;
        }
        // What stands for many places names the first of them, or none.
        let unnamed = finding.places() - u32::from(finding.place.cell.is_some());
        toll.cells += unnamed;
        toll.refused += if out { unnamed } else { 0 };
    }
    toll.cells += u32::try_from(cells.len()).unwrap_or(u32::MAX);
    toll.refused += u32::try_from(refused.len()).unwrap_or(u32::MAX);
    toll
}

fn amount(cells: u32, others: u32) -> String {
    match (cells, others) {
        (0, others) => format!("{others} nội dung"),
        (cells, 0) => format!("{cells} ô"),
        (cells, others) => format!("{cells} ô và {others} nội dung khác"),
    }
}

/// The report after this one: by its week where each week has one.
fn in_next_report(input: &FeedbackInput<'_>) -> String {
    let span = &input.figures.span;
    let weekly = span.name == SpanName::Weeks && span.last < span.first + chrono::Days::new(7);
    if weekly { format!("báo cáo tuần {}", input.figures.period.next().week()) } else { "báo cáo kỳ sau".to_owned() }
}

fn week(input: &FeedbackInput<'_>, period: Period) -> String {
    if period.year() == input.figures.period.year() { format!("tuần {}", period.week()) } else { format::period(period) }
}

/// Whose figures stand in place of what is refused; `None` if there are none.
fn weeks_shown_instead(input: &FeedbackInput<'_>) -> Option<String> {
    input.figures.last_release.map(|last| week(input, last))
}
