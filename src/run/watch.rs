//! `doctor --watch`: does the schedule still start the program? Asked by a line of its own, often, so it looks at the
//! heartbeat alone: neither register nor ledger nor share.

use crate::io::workspace::Workspace;
use crate::io::{run_lock, run_log};
use crate::model::moment::Moment;
use crate::model::notification::{Event, Situation, WeekSituation};
use crate::model::period::Period;
use crate::run::doctor::{DoctorAnswer, Health, Line, Question};
use crate::run::notify::{self, Seen};
use crate::run::session::Start;
use crate::text::format;
use chrono::TimeDelta;
use serde::Deserialize;

/// A run that is this late has not been started; less is a machine that is busy.
const LATE_MINUTES: i64 = 2;
/// A run that holds the lock for longer than this hangs.
const RUN_MINUTES_MAX: i64 = 30;
/// The word for a schedule that stopped, among those of failures.
const SCHEDULE: &str = "schedule";

/// What of the heartbeat is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Beat {
    now: Option<Moment>,
    period: Option<Period>,
    next_due: Option<Moment>,
    release_due: Option<Moment>,
    released_at: Option<Moment>,
}

/// Looks, and tells the desk what it finds.
pub fn watch(workspace: &Workspace, start: &Start) -> DoctorAnswer {
    let (disk, records, now) = (&workspace.disk, workspace.records(), start.now);
    let line = |health, text: String| Line { code: Question::Heartbeat, health, text };
    let beat: Option<Beat> = run_log::last_beat(disk, &records);
    let Some((beat, last)) = beat.and_then(|beat| beat.now.map(|last| (beat, last))) else {
        let text = "Chưa có lần chạy nào, hoặc không đọc được nhip.json.".to_owned();
        return DoctorAnswer { lines: vec![line(Health::Good, text)] };
    };
    let running = run_lock::holder(disk, &records).is_some_and(|holder| {
        now - holder.since < TimeDelta::minutes(RUN_MINUTES_MAX) && run_lock::is_alive(disk, holder.pid) != Some(false)
    });
    let late = beat.next_due.filter(|due| now - *due > TimeDelta::minutes(LATE_MINUTES) && !running);
    let told = crate::io::notify::told(disk, &records);
    let mut seen = Seen { desk: workspace.config.desk.code.to_string(), ..Seen::default() };
    // What the last run told stands until a run says that it is over.
    seen.situation = Situation { troubles: told.troubles, week: None };
    if let Some(due) = late {
        seen.situation.troubles.insert(SCHEDULE.to_owned());
        seen.troubles.push(format!("{}.", notify::stopped(last, due)));
    }
    if let (Some(period), Some(release)) = (beat.period, beat.release_due.filter(|_| beat.released_at.is_none())) {
        seen.period = period.to_string();
        seen.situation.week = Some(WeekSituation { period, cutoffs: (release, release), frozen: true, released: false });
    }
    let (_, failed) = notify::tell(workspace, now, &seen, Some(&[Event::Trouble, Event::Unreleased]));
    let mut lines = vec![match late {
        Some(_) => line(Health::Bad, seen.troubles.join("\n")),
        None => line(Health::Good, format!("Lịch chạy đang chạy: lần cuối lúc {}.", format::moment(last))),
    }];
    lines.extend(failed.into_iter().map(|text| line(Health::Bad, text)));
    DoctorAnswer { lines }
}
