//! What holds where `tonghop.toml` says nothing.

use crate::model::agency::AgencyCode;
use crate::model::config::{Config, Desk, Folders, Keeping, LateReports, Layout, Lights, Limits, Notify, Policy, Tile};
use crate::model::cutoff::{Cadence, HolidayRule, Schedule, WeekTime};
use crate::model::notification::{Event, Leads};
use crate::model::rule_policy::RulePolicy;

use chrono::{NaiveTime, Weekday};

/// The configuration of a desk that says nothing but its code.
pub fn defaults(code: AgencyCode) -> Config {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
    Config {
        rehearsal: false,
        desk: Desk {
            code,
            name: String::new(),
            layout: Layout::State,
            place: String::new(),
            heading: Vec::new(),
            signature: Vec::new(),
            addressees: Vec::new(),
            recipients: Vec::new(),
            decides: ["Trung ương", "Thường trực Tỉnh ủy", "Thường trực Ban Chỉ đạo", "UBND tỉnh"].map(str::to_owned).into(),
            decides_heading: String::new(),
            tiles: Tile::ALL.into_iter().map(|(_, tile)| tile).take(Tile::ROOM).collect(),
            admitters: Vec::new(),
        },
        folders: Folders {
            inbox: "nop".to_owned(),
            forms: "mau".to_owned(),
            feedback: "phan-hoi".to_owned(),
            products: "ket-qua".to_owned(),
            records: "so-tiep-nhan".to_owned(),
            mounts: false,
        },
        schedule: Schedule {
            cadence: Cadence::Weekly,
            submit: WeekTime { day: Weekday::Fri, time: time(11, 0) },
            desks: WeekTime { day: Weekday::Fri, time: time(15, 30) },
            release: WeekTime { day: Weekday::Fri, time: time(15, 30) },
            release_auto_minutes: 10,
            holiday_rule: HolidayRule::Earlier,
            from: None,
        },
        policy: Policy {
            late_reports: LateReports::Exclude,
            settle_seconds: 10,
            settle_seconds_remote: 60,
            unproven_gap_minutes: 60,
            due_soon_days: 7,
            log_weeks: 26,
            compare_with: None,
        },
        keeping: Keeping { backup_days: 8, draft_weeks: 26 },
        rules: RulePolicy::default(),
        proof_command: Vec::new(),
        notify: Notify {
            command: Vec::new(),
            smtp: None,
            events: Event::ALL.iter().map(|(_, event)| *event).collect(),
            leads: Leads { list_minutes: 30, unreleased_minutes: 5 },
        },
        known_doubts: Vec::new(),
        html: true,
        limits: Limits::DEFAULT,
        lights: Lights::DEFAULT,
    }
}
