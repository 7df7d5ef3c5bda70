//! What is said of one office, to the desk and to the office itself. An office is told what to do, politely, by when, and which cells;
//! the desk is told why it should call.

use crate::model::cutoff::Phase;
use crate::model::span::SpanName;
use crate::model::to_do::Matter;
use crate::sheets::feedback::{self, FeedbackInput};
use crate::sheets::submissions;
use crate::sheets::to_do::input::{NAME_MAX, ToDoInput};
use crate::text::{format, party};

/// Causes that are named to an office; the others stand in its answer.
const CAUSES_MAX: usize = 6;

/// What makes an untouched form a report.
const CONFIRM: &str = "ghi x vào “Không phát sinh?” và ghi “Số liệu tính đến” ở trang ThongTin, gửi lại";

/// Everything that is known of one office.
pub(super) struct Words<'a> {
    pub(super) input: &'a ToDoInput<'a>,
    pub(super) feedback: &'a FeedbackInput<'a>,
    pub(super) matter: Matter,
    /// Its tasks that are overdue.
    pub(super) overdue: u32,
}

impl Words<'_> {
    fn said(&self, words: &str) -> String {
        party::said(self.input.layout, words)
    }

    /// ` lúc 10 giờ 12`; blank if nothing came.
    fn at(&self) -> String {
        let s = self.feedback.submission;
        let at = s.received_at.or(s.document_received);
        at.map_or_else(String::new, |at| format!(" lúc {}", self.feedback.clock(at)))
    }

    fn week(&self) -> String {
        format::span(&self.input.consolidation.span)
    }

    /// Why it should be called, for the desk.
    pub(super) fn cause(&self) -> String {
        let cause = self.cause_of_matter();
        if self.takes_out_too() {
            format!("{cause} Trong thư mục còn tệp có dấu chỉ độ mật.").trim_start().to_owned()
        } else {
            cause
        }
    }

    /// A file with a mark of secrecy lies there as well, and no other words say so.
    fn takes_out_too(&self) -> bool {
        self.matter != Matter::SecretBeside && feedback::secret_unsaid(self.feedback)
    }

    fn cause_of_matter(&self) -> String {
        let s = self.feedback.submission;
        let refused = feedback::refused(self.feedback);
        match self.matter {
            Matter::SecretBeside => {
                format!("Báo cáo đã nhận{}, không phải gửi lại; trong thư mục còn tệp có dấu chỉ độ mật.", self.at())
            }
            Matter::Returned if refused.first.is_empty() => format!("Tệp nhận{} chưa dùng được.", self.at()),
            Matter::Returned => refused.first,
            Matter::Unfilled => format!("Đã gửi tệp{}, chưa điền, chưa xác nhận.", self.at()),
            Matter::DocumentOnly => format!("Đã có văn bản{}; thiếu tệp số liệu.", self.at()),
            Matter::LateLeftOut => {
                let late = s.received_at.map_or(0, |at| submissions::minutes_late(at, s.cutoff.late_from));
                format!("{} {late} phút (nhận{}).", self.said("Nộp muộn"), self.at())
            }
            Matter::Missing => String::new(),
            Matter::FormLying => "Thư mục mới có biểu mẫu đã cấp, chưa điền.".to_owned(),
            Matter::JointAwaited => {
                let offices = submissions::offices_before(self.input.consolidation, s);
                format!("Đã có báo cáo của {offices} trước khi sáp nhập; chưa có báo cáo chung.")
            }
            Matter::OwnCutoff => {
                let own = submissions::own_cutoff(s, self.input.consolidation.cutoffs).unwrap_or_default();
                format!("Chưa đến hạn riêng ({own}).")
            }
            Matter::Arriving => "Tệp đang chép dở; chương trình tự kiểm tra khi nhận xong.".to_owned(),
            Matter::Unknown if s.set_aside.is_some() => {
                "Chương trình chưa kiểm được tệp đã gửi. Không nhắc đơn vị; gọi kỹ thuật.".to_owned()
            }
            Matter::Unknown if s.through.is_some() => "Kết quả theo bản tổng hợp của cơ quan đầu mối chưa xác minh được.".to_owned(),
            Matter::Unknown => "Lỗi phía ta: không mở được thư mục hoặc tệp. Không nhắc đơn vị; gọi kỹ thuật.".to_owned(),
            Matter::Mend => format!("Còn {} lỗi: {}", refused.places, refused.lines.first().cloned().unwrap_or_default()),
        }
    }

    /// The text to send to it; blank if there is nothing to say.
    pub(super) fn message(&self) -> String {
        if !self.matter.is_told() {
            return String::new();
        }
        let (name, desk, week) = (format::on_one_line(&self.feedback.agency.name, NAME_MAX), self.input.desk_short(), self.week());
        let rehearsal = if self.input.rehearsal { "[DIỄN TẬP] " } else { "" };
        let mut lines = vec![format!("{rehearsal}Kính gửi {name}.")];
        let at = self.at();
        match self.matter {
            Matter::SecretBeside => {
                lines.push(format!("{desk} đã nhận báo cáo {week} của đơn vị{at}; trân trọng cảm ơn. Báo cáo không phải gửi lại."));
                lines.push(feedback::TAKE_OUT.to_owned());
            }
            Matter::Returned => {
                let causes = self.causes();
                let stop = if causes.is_empty() { "." } else { ":" };
                lines.push(format!("{desk} đã nhận tệp báo cáo {week} của đơn vị{at}, nhưng chưa dùng được{stop}"));
                lines.extend(causes);
                lines.push(self.ask("sửa và gửi lại"));
            }
            Matter::Unfilled | Matter::FormLying => {
                let sent = match self.matter {
                    Matter::Unfilled => format!("{desk} đã nhận tệp báo cáo {week} của đơn vị{at}, trong tệp chưa điền số liệu."),
                    _ => format!("Thư mục của đơn vị mới có biểu mẫu {week} đã cấp, chưa điền số liệu."),
                };
                lines.push(format!("{sent} Nếu tuần này không có thay đổi, {}", lower_first(&self.ask(CONFIRM))));
            }
            Matter::DocumentOnly => {
                lines.push(format!("{desk} đã nhận văn bản của đơn vị{at}; trân trọng cảm ơn. Còn thiếu tệp số liệu {week}."));
                lines.push(self.ask("gửi bổ sung tệp theo biểu mẫu BM-01"));
            }
            Matter::LateLeftOut => {
                let noted = self.said("báo cáo được ghi nhận là nộp muộn");
                lines.push(format!("{desk} đã nhận báo cáo {week} của đơn vị{at}, sau hạn; {noted}."));
                lines.push("Đề nghị đơn vị cho biết lý do để xem xét đưa vào số liệu kỳ này.".to_owned());
            }
            Matter::JointAwaited => {
                let offices = submissions::offices_before(self.input.consolidation, self.feedback.submission);
                lines.push(format!("{desk} đã có báo cáo của {offices} trước khi sáp nhập, chưa có báo cáo chung {week}."));
                lines.push(self.ask("gửi báo cáo chung"));
            }
            Matter::Missing | Matter::OwnCutoff => {
                lines.push(format!("{desk} chưa nhận được báo cáo {week} của đơn vị."));
                if self.overdue > 0 {
                    lines.push(format!("Có {:02} nhiệm vụ quá hạn; đề nghị ghi nguyên nhân và dự kiến hoàn thành.", self.overdue));
                }
                lines.push(self.ask("gửi báo cáo"));
            }
            Matter::Mend => {
                let places = feedback::refused(self.feedback).places;
                lines.push(format!("{desk} đã nhận báo cáo {week} của đơn vị{at}; trân trọng cảm ơn. Còn {places} lỗi, sửa ở ô:"));
                lines.extend(self.causes());
                lines.push(match self.feedback.phase {
                    Phase::Collecting => self.ask("sửa và gửi lại"),
                    _ => format!("Đề nghị sửa trong {}.", self.next_report()),
                });
            }
            Matter::Arriving | Matter::Unknown => {}
        }
        if self.takes_out_too() {
            lines.push(feedback::TAKE_OUT.to_owned());
        }
        lines.push("Trân trọng cảm ơn.".to_owned());
        lines.join("\n")
    }

    /// What to mend, a line each.
    fn causes(&self) -> Vec<String> {
        let refused = feedback::refused(self.feedback);
        let more = refused.lines.len().saturating_sub(CAUSES_MAX);
        let mut lines: Vec<String> = refused.lines.into_iter().take(CAUSES_MAX).map(|line| format!("- {line}")).collect();
        if more > 0 {
            lines.push(format!("- Còn {more} nội dung khác: xem phiếu phản hồi."));
        }
        lines
    }

    /// The one thing to do: until when, or what becomes of it now.
    fn ask(&self, what: &str) -> String {
        let cutoff = self.feedback.submission.cutoff.submit;
        match self.feedback.phase {
            Phase::Collecting => format!("Đề nghị {what} trước {} ({}).", format::clock(cutoff), format::weekday(cutoff)),
            Phase::Consolidating => {
                format!("Đề nghị {what}. {}", self.said("Báo cáo gửi sau hạn được ghi nhận là nộp muộn."))
            }
            Phase::Released => format!("Kỳ này đã chốt bản tổng hợp; đề nghị gửi {} đúng hạn.", self.next_report()),
        }
    }

    fn next_report(&self) -> String {
        let (c, span) = (self.input.consolidation, &self.input.consolidation.span);
        let weekly = span.name == SpanName::Weeks && span.last < span.first + chrono::Days::new(7);
        if weekly { format!("báo cáo tuần {}", c.period.next().week()) } else { "báo cáo kỳ sau".to_owned() }
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
