//! What every command is given: the arguments that all of them take, a console, the workspace they name.

use super::console::{ColorChoice, Console};
use crate::io::failure::Failure;
use crate::io::workspace::{self, Workspace};
use crate::io::{clock, surroundings};
use crate::model::clock_reading::BootTime;
use crate::model::moment::{self, Moment, VIETNAM};
use crate::model::period::Period;
use crate::run::exit;
use crate::run::session::Start;
use crate::run::session::trouble::Trouble;
use crate::text::{format, period as period_text};
use clap::Parser;
use std::path::PathBuf;

/// Arguments of every command, before or after it.
#[derive(Debug, Clone, Default, Parser)]
pub(super) struct Global {
    /// Thư mục làm việc (mặc định: biến TONGHOP_WORKSPACE, rồi thư mục gần nhất có tonghop.toml)
    #[arg(short = 'C', long, global = true, value_name = "THƯ MỤC", env = "TONGHOP_WORKSPACE", hide_env = true)]
    pub(super) workspace: Option<PathBuf>,
    /// In kết quả dạng JSON
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// Chỉ in khi có vấn đề
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// In thêm chi tiết
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    /// Số luồng (mặc định: số lõi)
    #[arg(long, global = true, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) threads: usize,
    /// Màu: auto (khi in ra màn hình), always (luôn có), never (không); mặc định auto
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "KHI NÀO")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(super) color: ColorChoice,
    /// Thời điểm giả định (RFC 3339); chỉ dùng trong thư mục diễn tập
    #[arg(long, global = true, value_name = "THỜI ĐIỂM")]
    pub(super) now: Option<String>,
    /// Đồng hồ đếm từ lúc bật máy, cho kiểm thử: tên lần bật máy và số giây; chỉ cùng với --now
    #[arg(long, global = true, value_name = "LẦN:GIÂY", hide = true, requires = "now")]
    pub(super) boot: Option<String>,
    /// Đồng hồ máy chủ tệp nhanh hơn máy này bao nhiêu giây, cho kiểm thử; chỉ cùng với --now
    #[arg(long, global = true, value_name = "GIÂY", hide = true, requires = "now", allow_negative_numbers = true)]
    pub(super) skew: Option<i64>,
    /// Khi có lần chạy khác đang làm việc: chờ nhiều nhất chừng này giây (mặc định 0: dừng ngay, mã 11)
    #[arg(long, global = true, value_name = "GIÂY", default_value_t = 0, hide_default_value = true)]
    pub(super) wait: u32,
    /// In trợ giúp này
    #[arg(short = 'h', long, global = true, action = clap::ArgAction::HelpShort)]
    pub(super) help: Option<bool>,
}

/// What a command is given.
pub(super) struct Context {
    pub(super) global: Global,
    pub(super) console: Console,
    /// The schema of the object that the command prints.
    pub(super) schema: String,
    /// Does a command as if it had been typed, to its exit code: for a command that offers others.
    pub(super) does: fn(&Self, &[&str]) -> u8,
}

impl Context {
    /// The workspace named, or the nearest one above the current folder.
    pub(super) fn workspace(&self) -> Result<Workspace, Failure> {
        match &self.global.workspace {
            Some(root) => workspace::open(root),
            None => workspace::open(&workspace::find(&current_folder()).unwrap_or_else(|| PathBuf::from("."))),
        }
    }

    /// What was typed and where, as context of a failure.
    pub(super) fn circumstances(&self) -> String {
        let typed: Vec<String> = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
        let named = self.global.workspace.clone().or_else(|| workspace::find(&current_folder()));
        format!("Khi chạy “tonghop {}”, thư mục làm việc {}.", typed.join(" "), named.unwrap_or_else(current_folder).display())
    }

    /// Is there a workspace above the current folder?
    pub(super) fn in_workspace(&self) -> bool {
        workspace::find(&current_folder()).is_some()
    }

    /// Says what a command worked around, and how it ends therefore.
    pub(super) fn worked_around(&self, troubles: &[Trouble]) -> (Vec<Failure>, u8) {
        for Trouble { failure, notice } in troubles {
            self.console.failure(failure);
            self.console.problem(notice);
        }
        let failures: Vec<Failure> = troubles.iter().map(|trouble| trouble.failure.clone()).collect();
        let exit_code = exit::of(&failures);
        (failures, exit_code)
    }

    /// How the command was started. `--now` is a hole in the cutoffs anywhere but in a rehearsal.
    pub(super) fn start(&self, rehearsal: bool) -> Result<Start, Failure> {
        let now = match &self.global.now {
            None => clock::now(),
            Some(_) if !rehearsal => {
                return Err(Failure::usage(
                    "Tham số --now chỉ dùng trong thư mục diễn tập (rehearsal = true trong tonghop.toml).",
                    "Đề nghị bỏ --now; thời điểm luôn lấy theo đồng hồ máy.",
                ));
            }
            Some(text) => Moment::parse_from_rfc3339(text)
                .map(|m| m.with_timezone(&VIETNAM))
                .map_err(|_| Failure::usage(format!("Không hiểu thời điểm “{text}”."), "Đề nghị ghi dạng 2025-07-11T11:05:00+07:00."))?,
        };
        let boot = match &self.global.now {
            None => clock::since_boot(),
            Some(_) => self.global.boot.as_deref().map(boot_time).transpose()?,
        };
        let (server_said, wait_seconds) = (self.global.skew, self.global.wait);
        Ok(Start { boot, server_said, wait_seconds, ..Start::new(now, self.global.threads, surroundings::this_program()?) })
    }

    /// A period as typed; without its year it is of the year of `now`, which is said.
    pub(super) fn period(&self, typed: &str, now: Moment) -> Result<Period, Failure> {
        let period = understood(typed, now)?;
        if period_text::number_alone(typed).is_some() {
            self.console.say(&format!("“{typed}” được hiểu là {}.", format::period_long(period)));
        }
        Ok(period)
    }

    /// The same where it may be left out.
    pub(super) fn period_if_typed(&self, typed: Option<&str>, now: Moment) -> Result<Option<Period>, Failure> {
        typed.map(|typed| self.period(typed, now)).transpose()
    }
}

/// The clock that counts since the machine was started, as typed.
fn boot_time(typed: &str) -> Result<BootTime, Failure> {
    let parts = typed.split_once(':').and_then(|(id, seconds)| Some((id, seconds.parse::<i64>().ok()?)));
    let (id, seconds) = parts.ok_or_else(|| Failure::usage(format!("Không hiểu “{typed}” sau --boot."), "Đề nghị ghi dạng a:300."))?;
    Ok(BootTime { id: id.to_owned(), milliseconds: seconds.saturating_mul(1000) })
}

fn current_folder() -> PathBuf {
    std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."))
}

/// A period as typed; without its year it is of the year of `now`.
fn understood(typed: &str, now: Moment) -> Result<Period, Failure> {
    let unreadable =
        || Failure::usage(format!("Không hiểu kỳ báo cáo “{typed}”."), "Đề nghị ghi dạng 2025-W28, 28/2025, hoặc 28 nếu là năm nay.");
    let today = Period::containing(moment::day(now));
    period_text::typed(typed, today).ok_or_else(|| {
        // In January the year meant is often the one that has just ended.
        let other = |week: u32| [today.year() - 1, today.year() + 1].into_iter().find_map(|year| Period::new(year, week));
        match period_text::number_alone(typed).and_then(|week| Some((week, other(week)?))) {
            Some((week, other)) => Failure::usage(
                format!("Năm {} không có tuần {week}.", today.year()),
                format!("Nếu là {}, đề nghị ghi rõ năm: {week}/{}.", format::period_long(other), other.year()),
            ),
            None => unreadable(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::moment;

    #[test]
    fn a_week_that_this_year_lacks_names_the_year_that_has_it() {
        let january = moment::at(chrono::NaiveDate::from_ymd_opt(2027, 1, 12).unwrap().and_hms_opt(8, 0, 0).unwrap());
        let refused = understood("53", january).unwrap_err();
        assert_eq!(refused.to_string(), "Năm 2027 không có tuần 53.");
        assert!(refused.hint().unwrap().contains("đề nghị ghi rõ năm: 53/2026"), "{:?}", refused.hint());
        assert_eq!(understood("52", january).unwrap(), Period::new(2027, 52).unwrap());
        assert!(understood("54", january).unwrap_err().to_string().starts_with("Không hiểu"));
    }
}
