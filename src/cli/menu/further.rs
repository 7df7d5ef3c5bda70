//! Entry 10: what is needed seldom.

use super::prompt::Menu;
use crate::io::failure::Failure;
use crate::io::run_log;
use crate::text::format;

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
            if let Some(folder) = menu.ask("Thư mục kịch bản diễn tập:") {
                menu.offer(
                    &format!("diễn tập theo {folder}, ghi vào một thư mục mới dien-tap-…"),
                    &[&["rehearse", folder.trim_matches('"')]],
                );
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
    let (option, value) = match typed.split_once('-') {
        None => ("--year", typed.clone()),
        Some((year, half)) if half.ends_with('n') => ("--half", format!("{year}-{}", half.trim_end_matches('n'))),
        Some((_, part)) if part.len() == 2 => ("--month", typed.clone()),
        Some(_) => ("--quarter", typed.clone()),
    };
    menu.offer(&format!("lập báo cáo nhiều kỳ cho {typed}."), &[&["report", option, &value]]);
    menu.open(&menu.workspace.root.join(&menu.workspace.config.folders.products).join("giai-doan"));
}

fn recover(menu: &Menu<'_>) {
    if let Some(folder) = menu.ask("Sao lưu vào thư mục nào, trên đĩa khác (chỉ Enter nếu không sao lưu):") {
        menu.offer(&format!("sao lưu thư mục làm việc vào {folder}."), &[&["backup", folder.trim_matches('"')]]);
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
