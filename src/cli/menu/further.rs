//! Entry 10: what is needed seldom.

use super::prompt::{Menu, dragged};
use crate::io::failure::Failure;
use crate::io::run_log;
use crate::model::period_range::{PeriodRange, RangeName};
use crate::text::{format, period_range};

const ENTRIES: [&str; 7] = [
    "Sửa tuần đã chốt: lập bản kế tiếp",
    "Hủy bản đã chốt, chưa gửi",
    "Tra cứu, in xác nhận tiếp nhận",
    "Báo cáo tháng, quý, năm",
    "Kiểm tra máy",
    "Sao lưu, khôi phục sổ tiếp nhận",
    "Diễn tập",
];

pub(super) fn choose(menu: &Menu<'_>) -> Result<(), Failure> {
    for (number, entry) in (1..).zip(ENTRIES) {
        menu.say(&format!("  10.{number}  {entry}"));
    }
    match menu.ask("Gõ 1 đến 7 (chỉ Enter để thôi):").as_deref() {
        Some("1") => decided(menu, "reopen", "mở lại tuần"),
        Some("2") => decided(menu, "withdraw", "hủy bản đã chốt, chưa gửi của tuần"),
        Some("3") => {
            if let Some(code) = menu.ask("Mã tiếp nhận ghi cuối phiếu phản hồi:") {
                menu.perform(&["verify", &code]);
            }
            Ok(())
        }
        Some("4") => {
            report(menu);
            Ok(())
        }
        Some("5") => {
            menu.perform(&["doctor"]);
            menu.open(&run_log::heartbeat(&menu.workspace.records()));
            Ok(())
        }
        Some("6") => {
            recover(menu);
            Ok(())
        }
        Some("7") => {
            if let Some(typed) = menu.ask("Thư mục kịch bản diễn tập:") {
                let folder = dragged(&typed);
                menu.offer(&format!("diễn tập theo {folder}, ghi vào một thư mục mới dien-tap-…"), &[&["rehearse", folder]]);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn decided(menu: &Menu<'_>, command: &str, what: &str) -> Result<(), Failure> {
    let week = format::period(menu.status()?.period.id);
    let period = menu.ask(&format!("Tuần (chỉ Enter: {week}):")).unwrap_or(week);
    let (Some(reason), Some(by)) = (menu.ask("Lý do:"), menu.who("Người quyết định")) else { return Ok(()) };
    menu.offer(
        &format!("{what} {period} (lý do: {reason}; người quyết định: {by})."),
        &[&[command, "--period", &period, "--reason", &reason, "--by", &by]],
    );
    Ok(())
}

fn report(menu: &Menu<'_>) {
    let Some(typed) = menu.ask("Kỳ: tháng 2026-08, quý 2026-3, nửa năm 2026-1n, năm 2026:") else { return };
    let Some((option, value, called)) = range(&typed) else {
        menu.say(&format!("Không hiểu “{typed}”. Đề nghị ghi như ví dụ: 2026-08, 2026-3, 2026-1n, 2026."));
        return;
    };
    menu.offer(&format!("lập báo cáo nhiều kỳ cho {called}."), &[&["report", option, &value]]);
    menu.open(&menu.workspace.root.join(&menu.workspace.config.folders.products).join("giai-doan"));
}

/// The option and value of the command for what was typed, and what people call that range; `None` if it is none. One digit up to 4 is
/// a quarter, any other number a month: no quarter is called 8.
fn range(typed: &str) -> Option<(&'static str, String, String)> {
    let number = |text: &str| text.parse::<u32>().ok();
    let (option, value, name) = match typed.trim().split_once('-') {
        None => ("--year", typed.trim().to_owned(), RangeName::Year(typed.trim().parse().ok()?)),
        Some((year, part)) => {
            let of_year = year.parse().ok()?;
            match part.strip_suffix('n') {
                Some(half) => ("--half", format!("{year}-{half}"), RangeName::Half(of_year, number(half)?)),
                None if part.len() == 1 && number(part)? <= 4 => {
                    ("--quarter", format!("{year}-{part}"), RangeName::Quarter(of_year, number(part)?))
                }
                None => ("--month", format!("{year}-{:02}", number(part)?), RangeName::Month(of_year, number(part)?)),
            }
        }
    };
    PeriodRange::named(name).map(|range| (option, value, period_range::called(&range)))
}

fn recover(menu: &Menu<'_>) {
    if let Some(typed) = menu.ask("Sao lưu vào thư mục nào, trên đĩa khác (chỉ Enter nếu không sao lưu):") {
        let folder = dragged(&typed);
        menu.offer(&format!("sao lưu thư mục làm việc vào {folder}."), &[&["backup", folder]]);
        return;
    }
    menu.say("Khôi phục chỉ dùng khi chương trình báo sổ bị mất, hỏng hoặc cũ; không tệp nào đã gửi bị đổi.");
    let Some(reason) = menu.ask("Lý do khôi phục (chỉ Enter để thôi):") else { return };
    let Some(by) = menu.who("Người quyết định") else { return };
    menu.offer(
        &format!("lập lại sổ tiếp nhận từ sổ phụ (lý do: {reason}; người quyết định: {by})."),
        &[&["recover", "--reason", &reason, "--by", &by]],
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_that_is_typed_is_said_in_words() {
        for (typed, option, value, called) in [
            ("2026-08", "--month", "2026-08", "tháng 8/2026"),
            ("2026-8", "--month", "2026-08", "tháng 8/2026"),
            ("2026-03", "--month", "2026-03", "tháng 3/2026"),
            ("2026-3", "--quarter", "2026-3", "quý III/2026"),
            ("2026-2n", "--half", "2026-2", "6 tháng cuối năm 2026"),
            (" 2026 ", "--year", "2026", "năm 2026"),
        ] {
            assert_eq!(range(typed), Some((option, value.to_owned(), called.to_owned())), "{typed}");
        }
        for typed in ["", "tám", "2026-13", "2026-0", "2026-3n", "2026-"] {
            assert_eq!(range(typed), None, "{typed}");
        }
    }
}
