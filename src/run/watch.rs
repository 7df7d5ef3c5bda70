//! `doctor --watch`: does the schedule still start the program? Asked by a line of its own, often, so it looks at the
//! heartbeat alone: neither register nor ledger nor share.

use crate::io::workspace::Workspace;
use crate::io::{run_lock, run_log};
use crate::model::calendar::Calendar;
use crate::model::look_plan::{self, LookPlan};
use crate::model::moment::{self, Moment};
use crate::model::rhythm::Rhythm;
use crate::run::doctor::{DoctorAnswer, Health, Line, Question};
use crate::run::notify::{self, Seen};
use crate::run::session::Start;
use crate::text::format;
use chrono::TimeDelta;

/// A run that is this late has not been started; less is a machine that is busy.
const LATE_MINUTES: i64 = 2;
/// A run that holds the lock for longer than this hangs.
const RUN_MINUTES_MAX: i64 = 30;
/// The word for a schedule that stopped, among those of failures.
const SCHEDULE: &str = "schedule";

/// The word for a heartbeat that is later than now.
const CLOCK: &str = "clock";

/// The word for a heartbeat that cannot be read.
const HEARTBEAT: &str = "heartbeat";

/// Looks, and tells the desk what it finds.
pub fn watch(workspace: &Workspace, start: &Start) -> DoctorAnswer {
    let (disk, records, now) = (&workspace.disk, workspace.records(), start.now);
    let beat = notify::last_beat(workspace);
    let running = run_lock::holder(disk, &records)
        .is_some_and(|holder| now - holder.since < TimeDelta::minutes(RUN_MINUTES_MAX) && run_lock::is_alive(holder.pid) != Some(false));
    let mut told = crate::io::notify::told(disk, &records);
    let (trouble, good) = match (beat.now, run_log::has_beat(disk, &records)) {
        // Its next look would be waited for until the clock has come so far again.
        (Some(last), _) if is_late(now, last) => (Some((CLOCK, notify::clock_back(last, now))), String::new()),
        (Some(last), _) => {
            let late = beat.next_due.filter(|due| is_late(*due, now) && !running);
            (late.map(|due| (SCHEDULE, notify::stopped(last, due))), format!("Lịch chạy đang chạy: lần cuối lúc {}.", format::moment(last)))
        }
        (None, true) => {
            let text = format!("Không đọc được {}: không biết lịch còn chạy không", run_log::heartbeat(&records).display());
            (Some((HEARTBEAT, text)), String::new())
        }
        // Whoever set up a watch set up a schedule as well: it has until its next look to come.
        (None, false) => {
            let since = *told.waiting_since.get_or_insert(now);
            let usual = Rhythm { calendar: &Calendar::default(), schedule: &workspace.config.schedule };
            let today = moment::day(since);
            let due = LookPlan::of(usual, today, look_plan::horizon(today)).next_after(since);
            let late = due.filter(|due| is_late(*due, now) && !running);
            crate::io::notify::keep(disk, &records, &told).ok();
            (late.map(|due| (SCHEDULE, notify::never_started(due))), "Chưa có lần chạy nào.".to_owned())
        }
    };
    let mut seen = Seen::by_beat(workspace, &beat);
    // What the last run told stands until a run says that it is over.
    if told.clear_since.is_none() {
        seen.situation.troubles = told.troubles;
    }
    let found = match trouble {
        Some((word, text)) => {
            seen.situation.troubles.insert(word.to_owned());
            seen.troubles.push(format!("{text}."));
            line(Health::Bad, format!("{text}."))
        }
        None => line(Health::Good, good),
    };
    let (_, failed) = notify::tell(workspace, now, &seen, Some(&notify::STOPPED));
    DoctorAnswer::of(std::iter::once(found).chain(failed.into_iter().map(|text| line(Health::Bad, text))).collect())
}

fn is_late(due: Moment, now: Moment) -> bool {
    now - due > TimeDelta::minutes(LATE_MINUTES)
}

fn line(health: Health, text: String) -> Line {
    Line { code: Question::Heartbeat, health, text }
}
