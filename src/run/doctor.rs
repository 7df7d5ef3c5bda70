//! Is everything in order for the next Friday? Each question is asked of the real thing; a doubt costs a line, not the
//! run.

use crate::io::failure::Failure;
use crate::io::ledger::Ledger;
use crate::io::surroundings;
use crate::io::workspace::Workspace;
use crate::model::moment;
use crate::model::period::Period;
use crate::model::register::Register;
use crate::run::session::{self, Start};
use crate::text::format;
use serde::Serialize;

/// The clock of the file server may differ by this many seconds before a warning.
const SKEW_SECONDS_WARN: i64 = 60;
/// Below this many bytes free, a warning.
const FREE_BYTES_WARN: u64 = 1 << 30;
/// How many weeks ahead the calendar is looked at.
const WEEKS_AHEAD: usize = 8;

/// How a question was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// In order.
    Good,
    /// Somebody should look at it.
    Doubt,
    /// A run would fail or decide wrongly.
    Bad,
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// How it stands.
    pub health: Health,
    /// In Vietnamese, with what to do.
    pub text: String,
}

fn answer(health: Health, text: impl Into<String>) -> Answer {
    Answer { health, text: text.into() }
}

/// Asks everything.
pub fn doctor(workspace: &Workspace, start: &Start) -> Vec<Answer> {
    let mut answers = vec![answer(Health::Good, format!("Cấu hình {} đọc được.", workspace.config_file().display()))];
    let register = session::read_register(workspace);
    answers.extend(registers(&register));
    answers.push(match session::form(Some(workspace), start.now) {
        Ok(form) => answer(Health::Good, format!("Biểu mẫu đang dùng: {} phiên bản {}.", form.code, form.version)),
        Err(failure) => answer(Health::Bad, failure.to_string()),
    });
    answers.extend(inbox(workspace, register.as_ref().ok().map(|r| &r.register)));
    answers.extend(folders(workspace, start));
    if let Ok(register) = &register {
        answers.extend(calendar(workspace, &register.register, start));
    }
    answers.extend(ledger(workspace, start));
    answers
}

fn registers(register: &Result<session::RegisterInUse, Failure>) -> Vec<Answer> {
    match register {
        Err(failure) => vec![answer(Health::Bad, failure.to_string())],
        Ok(used) => {
            let r = &used.register;
            let counted = format!(
                "Danh mục: {} đơn vị, {} nhiệm vụ, {} chỉ tiêu, {} tiêu chí.",
                r.agencies.len(),
                r.tasks.len(),
                r.targets.len(),
                r.criteria.len()
            );
            let mut answers = vec![match &used.broken {
                None => answer(Health::Good, counted),
                Some((failure, since)) => answer(Health::Bad, format!("{failure}\nTạm dùng bản lúc {}.", format::moment(*since))),
            }];
            answers.extend(r.notes.iter().map(|note| answer(Health::Doubt, format!("Danh mục: {note}"))));
            answers
        }
    }
}

fn inbox(workspace: &Workspace, register: Option<&Register>) -> Vec<Answer> {
    let root = workspace.inbox();
    let present = match surroundings::folders_below(&root) {
        Ok(present) => present,
        Err(failure) => return vec![answer(Health::Bad, failure.to_string())],
    };
    let mut answers = vec![answer(Health::Good, format!("Thư mục nhận báo cáo {} có {} thư mục con.", root.display(), present.len()))];
    let lower: Vec<String> = present.iter().map(|p| p.to_lowercase()).collect();
    let absent = |agency: &&crate::model::agency::Agency| {
        let top = agency.folder.split('/').next().unwrap_or(&agency.folder).to_lowercase();
        agency.weekly && agency.to.is_none() && !lower.contains(&top)
    };
    let absent: Vec<&str> = register.map(|r| r.agencies.iter().filter(absent).map(|a| a.folder.as_str()).collect()).unwrap_or_default();
    if !absent.is_empty() {
        let text =
            format!("{} cơ quan chưa có thư mục nộp: {}. Đề nghị tạo thư mục và cấp quyền ghi.", absent.len(), format::list(&absent, 20));
        answers.push(answer(Health::Doubt, text));
    }
    answers
}

/// Rights to write, the file server's clock, room on the disk.
fn folders(workspace: &Workspace, start: &Start) -> Vec<Answer> {
    let period = Period::containing(moment::day(start.now));
    let own = [("phản hồi", workspace.messages(period)), ("sản phẩm", workspace.products(period)), ("sổ tiếp nhận", workspace.records())];
    let mut answers = Vec::new();
    for (name, path) in own {
        match surroundings::probe(&path) {
            Err(failure) => answers.push(answer(Health::Bad, format!("Thư mục {name}: {failure}"))),
            Ok(server) => {
                let skew = server.map_or(0, |server| (server - start.now).num_seconds());
                let off = skew.abs() > SKEW_SECONDS_WARN && !workspace.config.rehearsal;
                let text = if off {
                    format!("Thư mục {name}: ghi được, nhưng đồng hồ máy chủ tệp lệch {skew} giây so với máy này. Đề nghị chỉnh giờ.")
                } else {
                    format!("Thư mục {name}: ghi được.")
                };
                answers.push(answer(if off { Health::Doubt } else { Health::Good }, text));
            }
        }
        if let Some(free) = surroundings::free_bytes(&path).filter(|free| *free < FREE_BYTES_WARN) {
            answers.push(answer(Health::Doubt, format!("Thư mục {name}: đĩa chỉ còn {} MB trống.", free >> 20)));
        }
    }
    answers
}

/// The cutoffs of the coming weeks: those that a rest day moves, and weeks without a report.
fn calendar(workspace: &Workspace, register: &Register, start: &Start) -> Vec<Answer> {
    let schedule = &workspace.config.schedule;
    let mut answers = Vec::new();
    let mut period = Period::containing(moment::day(start.now));
    for _ in 0..WEEKS_AHEAD {
        let plain = schedule.plain(period);
        match register.calendar.cutoffs(schedule, period) {
            None => answers.push(answer(Health::Doubt, format!("{}: không báo cáo (nghỉ lễ).", format::period_long(period)))),
            Some(cutoffs) if cutoffs != plain => answers.push(answer(
                Health::Doubt,
                format!("{}: hạn nộp chuyển sang trước {}.", format::period_long(period), format::moment(cutoffs.submit)),
            )),
            Some(_) => {}
        }
        period = period.next();
    }
    let known = register.calendar.rest_days.keys().next_back().is_some_and(|last| *last >= period.first_day());
    if !known {
        answers.push(answer(
            Health::Doubt,
            format!("Lịch nghỉ chưa có đến hết {}. Đề nghị bổ sung trang Lich.", format::period_long(period.previous())),
        ));
    }
    if answers.is_empty() {
        answers.push(answer(Health::Good, format!("Lịch {WEEKS_AHEAD} tuần tới: không có hạn nào bị chuyển.")));
    }
    answers
}

fn ledger(workspace: &Workspace, start: &Start) -> Vec<Answer> {
    let ledger = match Ledger::open_read_only(&workspace.records()) {
        Ok(Some(ledger)) => ledger,
        Ok(None) => return vec![answer(Health::Doubt, "Chưa có sổ tiếp nhận: chưa chạy “tonghop run” lần nào.")],
        Err(failure) => return vec![answer(Health::Bad, failure.to_string())],
    };
    let mut answers = vec![match ledger.verify_chain() {
        Ok(()) => answer(Health::Good, "Chuỗi sổ tiếp nhận khớp."),
        Err(what) => answer(Health::Bad, format!("Chuỗi sổ tiếp nhận không khớp: {what}")),
    }];
    answers.push(match ledger.last_good_run() {
        Ok(Some(run)) => {
            let days = (start.now - run.at).num_days();
            let text = format!("Lần chạy tốt gần nhất: {}.", format::moment(run.at));
            if days >= 7 {
                answer(Health::Doubt, format!("{text} Đã {days} ngày: đề nghị kiểm tra lịch chạy tự động."))
            } else {
                answer(Health::Good, text)
            }
        }
        Ok(None) => answer(Health::Doubt, "Chưa có lần chạy nào kết thúc tốt."),
        Err(failure) => answer(Health::Bad, failure.to_string()),
    });
    answers
}
