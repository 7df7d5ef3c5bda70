//! What a person is told about a decision that was just recorded.

use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::text::format;

/// An exception for an agency, by its short name; `until` is the instant before which a version must have come.
pub fn excepted(agency: &str, period_name: &str, until: Option<Moment>) -> String {
    let before = until.map(|until| format!(" (bản nhận trước {})", format::moment(until))).unwrap_or_default();
    format!("Đã ghi: {agency} được tiếp nhận muộn cho {period_name}{before}.")
}

/// The exceptions of an agency, by its short name, are taken back.
pub fn revoked(agency: &str, period_name: &str) -> String {
    format!("Đã ghi: thôi tiếp nhận muộn {agency} cho {period_name}; báo cáo của cơ quan lại tính là nộp muộn.")
}

/// A release is void.
pub fn withdrawn(period_name: &str, version: u32) -> String {
    format!("Đã hủy bản số {version} của {period_name}. Đề nghị không sử dụng, không gửi bản này.")
}

/// A freeze is void that was made by a wrong clock, or before the submit cutoff was moved.
pub fn freeze_void(period_name: &str, frozen_at: Moment, submit: Moment) -> String {
    format!(
        "{period_name}: lần chốt ghi lúc {} đã HỦY. Không cơ quan nào bị tính muộn. Tiếp tục nhận đến {}.",
        format::moment(frozen_at),
        format::moment(submit)
    )
}

/// Who decided where the program made something void because of the clock.
pub const BY_CLOCK: &str = "Chương trình (đồng hồ)";

/// What a wrong clock ended is void by itself; `reason` says what the clocks say.
pub fn void_by_clock(period_name: &str, reason: &str) -> String {
    format!("{period_name}: chương trình tự hủy việc đã làm quá sớm vì {reason}.")
}

/// What can be done about a freeze or a release that lies ahead of our clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockRemedy {
    /// A run takes it back once another clock confirms ours, a person at once.
    ByItself,
    /// Only a person takes it back.
    ByPerson,
    /// It was sent, or its hour has come.
    Nothing,
}

/// A period was frozen, and perhaps `released`, at an instant that lies ahead of our clock.
pub fn ahead_of_clock((period, name): (Period, &str), (released, remedy): (bool, ClockRemedy), made: Moment, now: Moment) -> String {
    let done = if released { "chốt bản tổng hợp" } else { "chốt" };
    let typed = format!("gõ “tonghop withdraw --period {period} --reason \"sai đồng hồ\" --by \"…\"”");
    let remedy = match remedy {
        ClockRemedy::ByItself => {
            format!(" Nếu giờ hiện nay đúng và chưa gửi bản nào: {typed}; khi máy chủ tệp xác nhận giờ hiện nay, chương trình cũng tự hủy.")
        }
        ClockRemedy::ByPerson => format!(" Nếu giờ hiện nay đúng và chưa gửi bản nào: {typed}; chương trình không tự hủy."),
        ClockRemedy::Nothing => String::new(),
    };
    format!(
        "{name} đã {done} lúc {}, sau giờ máy hiện nay ({}): có thể khi ấy đồng hồ máy chạy sai. Đề nghị kiểm tra giờ của máy.{remedy}",
        format::moment(made),
        format::moment(now)
    )
}

/// What became of the files of what is void; nothing where there are none.
pub fn kept_aside(files: &[String]) -> Vec<String> {
    files.iter().map(|file| format!("Tệp cũ giữ với tên {file}, không sử dụng.")).collect()
}

/// What comes after a release is void: the earlier version that is in force again, if there is one, and the next.
/// `auto` is the moment from which on a run releases by itself; `None` if none does.
pub fn after_withdrawal(period: Period, in_force: Option<u32>, next: u32, auto: Option<Moment>) -> String {
    match (in_force, auto) {
        (Some(earlier), _) => {
            format!("Bản số {earlier} có hiệu lực trở lại; kỳ vẫn đang mở lại. Chốt bản số {next}: “tonghop release --period {period}”.")
        }
        (None, Some(auto)) => format!(
            "Kỳ trở lại bước tổng hợp. Bản số {next}: chương trình tự chốt bản tổng hợp từ {}, hoặc gõ “tonghop release --period {period}” khi đã sửa \
             xong.",
            format::moment(auto)
        ),
        (None, None) => format!(
            "Kỳ trở lại bước tổng hợp. Bản số {next}: chương trình không tự chốt bản tổng hợp (release_auto_minutes = 0); đề nghị gõ “tonghop release \
             --period {period}” khi đã sửa xong."
        ),
    }
}

/// A release was recorded as sent.
pub fn sent(period_name: &str, version: u32, number: &str, to: &[String], at: Moment) -> String {
    let to = if to.is_empty() { String::new() } else { format!(", nơi nhận: {}", to.join("; ")) };
    format!("Đã ghi: {period_name}, bản số {version} gửi theo văn bản số {number} lúc {}{to}.", format::moment(at))
}

/// Nobody is late; `open` is an earlier period that still waits for its release.
pub fn nobody_late(period_name: &str, open: Option<Period>) -> Vec<String> {
    let mut lines = vec![format!("{period_name}: không có cơ quan nào nộp muộn.")];
    lines.extend(open.map(|open| format!("Kỳ trước còn mở; tiếp nhận cho kỳ ấy: thêm --period {open}.")));
    lines
}

/// A period is reopened; `version` stays in force until `next`. `later` says that later periods were released.
pub fn reopened(period: Period, period_name: &str, (version, next): (u32, u32), later: bool) -> Vec<String> {
    let mut lines = vec![
        format!("Đã mở lại {period_name}. Bản số {version} vẫn có hiệu lực cho đến khi chốt bản số {next}."),
        format!("Báo cáo sửa: “tonghop admit MÃ --period {period} --reason \"…\" --by \"…\"”; xem bản dự thảo sau “tonghop run”."),
        format!("Chốt bản tổng hợp: “tonghop release --period {period}” (chương trình không tự chốt bản tổng hợp lại)."),
    ];
    if later {
        lines.push("Các kỳ sau đã chốt bản tổng hợp không thay đổi; số liệu sửa chỉ vào kỳ sau khi đơn vị báo lại.".to_owned());
    }
    lines
}
