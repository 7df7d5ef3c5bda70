//! Is what there is kept: is there a backup, which drafts go next, and does everything belong to the account that works here.

use super::answer::{Health, Line, Question, line};
use crate::io::backup;
use crate::io::platform::{Here, System};
use crate::io::workspace::Workspace;
use crate::run::retention;
use crate::run::session::Start;
use crate::text::format;

/// The lines about keeping.
pub(super) fn look(workspace: &Workspace, start: &Start) -> Vec<Line> {
    last_backup(workspace, start).into_iter().chain(drafts(workspace, start)).chain(owners(workspace)).collect()
}

/// A rehearsal has nothing to lose, and neither has a workspace that released nothing yet.
fn last_backup(workspace: &Workspace, start: &Start) -> Option<Line> {
    let days = workspace.config.keeping.backup_days;
    if days == 0 || workspace.config.rehearsal {
        return None;
    }
    let released = workspace.ledger_to_read().ok()??.release_times().ok()?;
    let first = released.first()?.at;
    let advice = "Đề nghị gõ “tonghop backup THƯ-MỤC” (thư mục ở đĩa hoặc máy khác) và đặt lịch hằng ngày.";
    let told = backup::last(&workspace.disk, &workspace.records());
    let since = told.as_ref().map_or(first, |last| last.at);
    let age = (start.now - since).num_days();
    let late = age > i64::from(days);
    Some(match told {
        None if late => line(Question::Backup, Health::Doubt, format!("Chưa sao lưu lần nào. {advice}")),
        None => {
            line(Question::Backup, Health::Good, format!("Chưa sao lưu lần nào; sau {days} ngày từ bản trình ký đầu tiên sẽ được nhắc."))
        }
        Some(last) => {
            let text = format!("Lần sao lưu cuối: {}, {} tệp, ở {}.", format::moment(last.at), last.files, last.folder);
            match (late, last.sound) {
                (true, _) => line(Question::Backup, Health::Doubt, format!("{text} Đã {age} ngày. {advice}")),
                (false, false) => {
                    let text = match last.left_out {
                        0 => format!("{text} Khi sao lưu đã có tệp hỏng: đề nghị gõ “tonghop verify”."),
                        n => format!(
                            "{text} Có {n} tệp không đọc được, không có trong bản sao lưu: đề nghị xem quyền đọc, đóng tệp rồi sao lưu lại."
                        ),
                    };
                    line(Question::Backup, Health::Doubt, text)
                }
                (false, true) => line(Question::Backup, Health::Good, text),
            }
        }
    })
}

/// What the next run takes away.
fn drafts(workspace: &Workspace, start: &Start) -> Option<Line> {
    let ledger = workspace.ledger_to_read().ok()??;
    let due = retention::due(workspace, &ledger, start.now).ok()?;
    let weeks = workspace.config.keeping.draft_weeks;
    let names: Vec<&str> = due.iter().map(|output| output.path.as_str()).collect();
    (!names.is_empty()).then(|| {
        let listed = format::list(&names, 5);
        let text = format!("Lần chạy sau sẽ dọn {} bản dự thảo của các tuần đã chốt bản tổng hợp quá {weeks} tuần: {listed}.", names.len());
        line(Question::Drafts, Health::Good, text)
    })
}

/// A run as another account than the owner of the records would leave files there that the owner cannot write, on a Friday morning.
fn owners(workspace: &Workspace) -> Vec<Line> {
    let records = workspace.records();
    let mut lines = Vec::new();
    let data = |path: &std::path::Path| workspace.disk.metadata(path).ok();
    if let Some(account) = Here::account() {
        let foreign = [workspace.root.clone(), records.clone()];
        for path in foreign {
            if let Some(owner) = data(&path).as_ref().and_then(Here::owner).filter(|owner| *owner != account) {
                let text = format!(
                    "{} thuộc tài khoản khác (số {owner}) với tài khoản đang chạy (số {account}). Đề nghị chạy mọi lệnh và lịch bằng tài khoản \
                     sở hữu thư mục, hoặc chuyển quyền sở hữu (chown -R) trước khi vào tuần mới.",
                    path.display()
                );
                lines.push(line(Question::Owner, Health::Doubt, text));
            }
        }
    }
    if data(&records).as_ref().and_then(Here::open_to_others) == Some(true) {
        let text = format!(
            "Tài khoản khác trên máy này vào được thư mục sổ tiếp nhận {}. Đề nghị gõ “chmod -R o= \"{}\"” (thêm g= nếu không dùng chung nhóm).",
            records.display(),
            records.display()
        );
        lines.push(line(Question::Owner, Health::Doubt, text));
    }
    lines
}
