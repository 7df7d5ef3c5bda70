//! Entries that record a decision of a person: who, why, when.

use super::prompt::Menu;
use crate::io::failure::Failure;
use crate::model::to_do::{Concern, Section};
use crate::run::status::{Status, Week};
use crate::sheets::to_do;
use crate::text::format;

/// Late reports: taken in, or the decision taken back.
pub(super) fn late(menu: &Menu<'_>) -> Result<(), Failure> {
    let Status { week, .. } = menu.status()?;
    let waiting: Vec<Concern> = week.as_ref().map(waiting).unwrap_or_default();
    for concern in &waiting {
        menu.say(&format!("  {:<12} {}: {}", concern.agency.as_str(), concern.short, concern.cause));
    }
    if waiting.is_empty() {
        menu.say("Không có báo cáo gửi muộn nào đang chờ quyết định.");
    }
    let question = "Gõ các mã đưa vào số liệu, cách nhau bằng dấu cách; “r” và các mã để rút lại quyết định; chỉ Enter để thôi:";
    let Some(answer) = menu.ask(question) else { return Ok(()) };
    let mut codes: Vec<&str> = answer.split([' ', ',', ';']).filter(|code| !code.is_empty()).collect();
    let revoke = codes.first().is_some_and(|first| first.eq_ignore_ascii_case("r"));
    if revoke {
        codes.remove(0);
    }
    let (Some(reason), Some(by)) = (menu.ask("Lý do:"), menu.who("Người quyết định")) else { return Ok(()) };
    let what = if revoke { "rút lại quyết định tiếp nhận" } else { "đưa báo cáo gửi muộn vào số liệu" };
    let mut command = vec!["admit"];
    command.extend(revoke.then_some("--revoke"));
    command.extend(codes.iter().copied());
    command.extend(["--reason", &reason, "--by", &by]);
    menu.offer(&format!("{what}: {} (lý do: {reason}; người quyết định: {by}).", codes.join(", ")), &[&command, &["run"]]);
    Ok(())
}

fn waiting(week: &Week) -> Vec<Concern> {
    to_do::of(&week.input()).of(Section::Late).cloned().collect()
}

/// A release was sent: with which letter, when, by whom.
pub(super) fn sent(menu: &Menu<'_>) -> Result<(), Failure> {
    let week = format::period(menu.status()?.period.id);
    let period = menu.ask(&format!("Tuần (chỉ Enter: {week}):")).unwrap_or(week);
    let Some(number) = menu.ask("Số, ký hiệu văn bản:") else { return Ok(()) };
    let at = menu.ask("Giờ gửi hôm nay, ví dụ 15:20 (chỉ Enter: bây giờ):");
    let Some(by) = menu.who("Người gửi") else { return Ok(()) };
    let mut command = vec!["sent", "--period", &period, "--number", &number, "--by", &by];
    if let Some(at) = &at {
        command.extend(["--at", at]);
    }
    let hour = at.as_deref().unwrap_or("bây giờ");
    menu.offer(&format!("ghi bản tổng hợp tuần {period} đã gửi theo văn bản số {number}, lúc {hour}, người gửi {by}."), &[&command]);
    Ok(())
}
