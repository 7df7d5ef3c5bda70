//! What the files of all schedulers share: whose they are, what they start, and how minutes are put together.

use crate::model::look_plan::{self, LookPlan, Minutes, Stretch};
use crate::text::format;
use std::collections::BTreeMap;

/// Who starts the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheduler {
    /// The cron of Unix.
    Cron,
    /// Timers of systemd.
    Systemd,
    /// The Task Scheduler of Windows.
    Windows,
}

impl Scheduler {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cron, Self::Systemd, Self::Windows];
}

/// What the lines start, and as whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// Path of the program.
    pub program: String,
    /// Path of the workspace.
    pub workspace: String,
    /// The account of the machine.
    pub user: String,
}

/// A file that a technician gives to a scheduler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleFile {
    /// Whose it is.
    pub scheduler: Scheduler,
    /// Its name in `lich-chay/`.
    pub name: &'static str,
    /// What stands in it; for Windows still as UTF-8 with `\n`.
    pub text: String,
}

/// The first line of each file, without the sign of a comment.
pub(super) fn made(plan: &LookPlan) -> String {
    format!(
        "Lịch chạy làm từ [schedule] và trang Lich, từ {} đến {} ({}). Làm lại bằng lệnh “tonghop schedule”.",
        format::date(plan.first),
        format::date(plan.last),
        plan.last
    )
}

/// Minutes by the hours that have the same ones: `(hours, minutes of each)`.
pub(super) fn by_hours(minutes: &Minutes) -> Vec<(Minutes, Minutes)> {
    let mut hours: BTreeMap<u16, Minutes> = BTreeMap::new();
    for minute in minutes {
        hours.entry(minute / 60).or_default().insert(minute % 60);
    }
    let mut groups: Vec<(Minutes, Minutes)> = Vec::new();
    for (hour, minutes) in hours {
        match groups.iter_mut().find(|(_, same)| *same == minutes) {
            Some((hours, _)) => drop(hours.insert(hour)),
            None => groups.push((Minutes::from([hour]), minutes)),
        }
    }
    groups
}

/// The days of the week, Monday 0, by those that have the same minutes; days without are left out.
pub(super) fn by_days(weekly: &[Minutes; 7]) -> Vec<(Minutes, Minutes)> {
    let mut groups: Vec<(Minutes, Minutes)> = Vec::new();
    for (day, minutes) in (0..).zip(weekly).filter(|(_, minutes)| !minutes.is_empty()) {
        match groups.iter_mut().find(|(_, same)| same == minutes) {
            Some((days, _)) => drop(days.insert(day)),
            None => groups.push((Minutes::from([day]), minutes.clone())),
        }
    }
    groups
}

/// Numbers as a list of single ones and of spans: `to` joins the ends of a span, `show` writes a number.
pub(super) fn list(numbers: &Minutes, to: &str, show: impl Fn(u16) -> String) -> String {
    let span = |Stretch { from, to: last, step }: &Stretch| match (from == last, step) {
        (true, _) => show(*from),
        (false, 1) => format!("{}{to}{}", show(*from), show(*last)),
        (false, step) => format!("{}{to}{}/{step}", show(*from), show(*last)),
    };
    look_plan::stretches(numbers).iter().map(span).collect::<Vec<_>>().join(",")
}
