//! The lines for schedulers, read as the schedulers read them: a fortnight with a working Saturday and a cutoff on a Thursday
//! has a run in each minute that it should have, and never two in one.

use crate::desk::Desk;
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

/// How often each minute of the fortnight is named: day of July, minute of the day.
type Minutes = BTreeMap<(u32, u32), usize>;

/// 14 to 27 July 2025; the first is a Monday.
const DAYS: std::ops::RangeInclusive<u32> = 14..=27;

/// A desk with its lines: Saturday 19 is worked, and the cutoff of the second week lies on Thursday 24 at 9:00.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write_calendar(&["Làm bù|19/07/2025||||||", "Đổi hạn||30/2025|24/07/2025 09:00||||CV 2|Có"]);
    assert_eq!(desk.json(&["schedule", "--now", "2025-07-11T09:01:00+07:00"], &[]).code, 0);
    desk
}

/// Every five minutes from 7 to 17:55 of each working day, each minute from ten before a cutoff until five after it.
fn wanted() -> Minutes {
    let clock = |hour: u32, minute: u32| hour * 60 + minute;
    let mut wanted = Minutes::new();
    for day in DAYS.filter(|day| !matches!(day, 20 | 26 | 27)) {
        let cutoffs: &[u32] = match day {
            18 | 25 => &[clock(11, 0), clock(15, 30)],
            24 => &[clock(9, 0)],
            _ => &[],
        };
        let near = |minute: &u32| cutoffs.iter().any(|cutoff| (cutoff - 10..=cutoff + 5).contains(minute));
        let looks = (clock(7, 0)..=clock(17, 55)).filter(|minute| minute % 5 == 0 || near(minute));
        wanted.extend(looks.map(|minute| ((day, minute), 1)));
    }
    wanted
}

/// What a field of cron stands for: lists, ranges, steps.
fn field(text: &str, all: std::ops::RangeInclusive<u32>) -> Vec<u32> {
    let number = |text: &str| text.parse::<u32>().unwrap_or_else(|_| panic!("{text} is no number"));
    text.split(',')
        .flat_map(|part| {
            let (range, step) = part.split_once('/').map_or((part, 1), |(range, step)| (range, number(step)));
            let (from, to) = match range.split_once('-') {
                Some((from, to)) => (number(from), number(to)),
                None if range == "*" => (*all.start(), *all.end()),
                None => (number(range), number(range)),
            };
            assert!(from <= to && all.contains(&from) && all.contains(&to) && step > 0, "{part} is beyond {all:?}");
            (from..=to).step_by(step as usize)
        })
        .collect()
}

/// The minutes of July in which cron starts a line. Where day of the month and day of the week are both given, either will do.
fn by_cron(line: &str, minutes: &mut Minutes) {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = fields[..5] else { panic!("{line}") };
    if !field(month, 1..=12).contains(&7) {
        return;
    }
    let (days, weekdays) = (field(day, 1..=31), field(weekday, 0..=7));
    for date in DAYS {
        let of_week = (date - 14) % 7 + 1;
        let (by_day, by_week) = (days.contains(&date), weekdays.iter().any(|day| day % 7 == of_week % 7));
        let starts = if day.starts_with('*') || weekday.starts_with('*') { by_day && by_week } else { by_day || by_week };
        for hour in field(hour, 0..=23).into_iter().filter(|_| starts) {
            for minute in field(minute, 0..=59) {
                *minutes.entry((date, hour * 60 + minute)).or_default() += 1;
            }
        }
    }
}

fn is_wanted(found: &Minutes) {
    let wanted = wanted();
    let clock =
        |minutes: Vec<&(u32, u32)>| minutes.iter().map(|(day, at)| format!("{day}/7 {}:{:02}", at / 60, at % 60)).collect::<Vec<_>>();
    let twice = clock(found.iter().filter(|(_, times)| **times > 1).map(|(at, _)| at).collect());
    let missing = clock(wanted.keys().filter(|at| !found.contains_key(at)).collect());
    let beyond = clock(found.keys().filter(|at| !wanted.contains_key(at)).collect());
    assert!(twice.is_empty() && missing.is_empty() && beyond.is_empty(), "twice {twice:?}\nmissing {missing:?}\nbeyond {beyond:?}");
}

#[test]
fn cron_has_a_run_in_each_minute_that_it_should_and_never_two() {
    let desk = desk();
    let text = fs::read_to_string(desk.path("lich-chay/cron.txt")).unwrap();
    let mut minutes = Minutes::new();
    text.lines().filter(|line| line.ends_with(" run -q")).for_each(|line| by_cron(line, &mut minutes));
    is_wanted(&minutes);
    // The watch looks each minute in which a run may be missed.
    let mut watched = Minutes::new();
    text.lines().filter(|line| line.ends_with(" doctor --watch -q")).for_each(|line| by_cron(line, &mut watched));
    assert!(wanted().keys().all(|(day, minute)| watched.get(&(*day, *minute)) == Some(&1)), "{watched:?}");
}

#[test]
#[ignore = "needs systemd-analyze"]
fn systemd_has_them_too_and_takes_the_units_as_they_are() {
    let desk = desk();
    let text = fs::read_to_string(desk.path("lich-chay/tonghop.timer")).unwrap();
    let mut minutes = Minutes::new();
    for line in text.lines().filter_map(|line| line.strip_prefix("OnCalendar=")) {
        let analyze = Command::new("systemd-analyze")
            .args(["calendar", "--base-time=2025-07-13 23:59:59", "--iterations=5000", line])
            .env("TZ", "Asia/Ho_Chi_Minh")
            .output()
            .unwrap();
        let said = String::from_utf8(analyze.stdout).unwrap();
        assert!(analyze.status.success(), "{line}: {}", String::from_utf8_lossy(&analyze.stderr));
        let elapses = said.lines().filter(|line| line.contains("Next elapse:") || line.contains("Iter. #"));
        for time in elapses.filter_map(|line| line.split_once("2025-07-").map(|(_, time)| time)) {
            let number = |at: std::ops::Range<usize>| time[at].parse::<u32>().unwrap();
            let (day, minute) = (number(0..2), number(3..5) * 60 + number(6..8));
            assert_eq!(&time[8..12], ":00 ", "{time}");
            if DAYS.contains(&day) {
                *minutes.entry((day, minute)).or_default() += 1;
            }
        }
    }
    is_wanted(&minutes);
    let units = ["tonghop.service", "tonghop.timer", "tonghop-trong.service", "tonghop-trong.timer"];
    let units = units.map(|unit| desk.path(&format!("lich-chay/{unit}")));
    let verify = Command::new("systemd-analyze").arg("verify").args(&units).output().unwrap();
    // What it does not understand it says, and takes the unit all the same.
    assert!(verify.status.success() && verify.stderr.is_empty(), "{}", String::from_utf8_lossy(&verify.stderr));
}
