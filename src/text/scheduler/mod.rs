//! The lines by which a scheduler of the machine starts the program: one file a scheduler, all from one
//! [`LookPlan`]. Each file names the day until which it was made; [`missing`] says what
//! of a plan of today it lacks.

mod cron;
mod lines;
mod systemd;
mod windows;

use crate::model::look_plan::{LookPlan, Minutes};
use chrono::NaiveDate;
pub use lines::{ScheduleFile, Scheduler, Started};
use std::collections::{BTreeMap, BTreeSet};

/// The files of every scheduler.
pub fn files(plan: &LookPlan, started: &Started) -> Vec<ScheduleFile> {
    let watch = watching(plan);
    let mut files = vec![ScheduleFile { scheduler: Scheduler::Cron, name: "cron.txt", text: cron::text(plan, &watch, started) }];
    files.extend(systemd::files(plan, &watch, started));
    files.extend(windows::files(plan, &watch, started));
    files
}

/// Each minute of the hours in which the program is started: somebody else looks then whether it was.
fn watching(plan: &LookPlan) -> LookPlan {
    let every = |minutes: &Minutes| -> Minutes {
        // Whole hours make one line of most schedulers.
        let hour = |minute: &u16| minute / 60;
        minutes.first().zip(minutes.last()).map(|(first, last)| (hour(first) * 60..hour(last) * 60 + 60).collect()).unwrap_or_default()
    };
    let weekly = std::array::from_fn(|day| every(&plan.weekly[day]));
    let mut watch = LookPlan { weekly, dated: BTreeMap::new(), first: plan.first, last: plan.last };
    for day in plan.dated.keys() {
        let beyond: Minutes = every(&plan.on(*day)).difference(&watch.on(*day)).copied().collect();
        if !beyond.is_empty() {
            watch.dated.insert(*day, beyond);
        }
    }
    watch
}

/// The day until which a file was made; `None` if it names none: it was made by hand, or by a version that made no lines.
pub fn until(text: &str) -> Option<NaiveDate> {
    let line = text.lines().find(|line| line.contains("Lịch chạy làm từ"))?;
    let (_, rest) = line.rsplit_once('(')?;
    rest.split_once(')')?.0.parse().ok()
}

/// The times of a file as it should be that another one does not hold. What stands beyond them starts the program once too
/// often, which changes nothing; and from where a machine sees program and workspace is its own business.
pub fn missing(wanted: &str, there: &str) -> Vec<String> {
    let there: BTreeSet<&str> = times(there).collect();
    times(wanted).filter(|time| !there.contains(time)).map(str::to_owned).collect()
}

/// The parts of a file that name times.
fn times(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter_map(|line| {
        let cron = line.starts_with(|first: char| first.is_ascii_digit() || first == '*').then(|| line.split_once("  \""));
        let named = line.starts_with("OnCalendar=") || line.contains("Trigger>");
        cron.flatten().map(|(fields, _)| fields).or(named.then_some(line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::calendar::{Calendar, CutoffOverride};
    use crate::model::cutoff::tests::friday;
    use crate::model::cutoff::{Schedule, WeekTime};
    use crate::model::moment::{self, Moment};
    use crate::model::period::Period;
    use crate::model::rhythm::Rhythm;
    use chrono::Weekday;

    fn started() -> Started {
        let text = str::to_owned;
        Started { program: text("/opt/tonghop"), workspace: text("/srv/bao cao 100%"), user: text("tonghop") }
    }

    /// A working Saturday, and a cutoff moved to a Thursday.
    pub(super) fn plan() -> LookPlan {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let mut calendar = Calendar::default();
        calendar.work_days.insert(day("2025-07-19"));
        let submit = Moment::parse_from_rfc3339("2025-07-24T09:00:00+07:00").unwrap().with_timezone(&moment::VIETNAM);
        calendar.overrides.insert(Period::containing(day("2025-07-24")), CutoffOverride { submit: Some(submit), ..Default::default() });
        LookPlan::of(Rhythm { calendar: &calendar, schedule: &friday() }, day("2025-07-07"), day("2025-08-03"))
    }

    #[test]
    fn the_files_word_for_word() {
        let files = files(&plan(), &started());
        let all: Vec<String> = files.iter().map(|file| format!("=== {}\n{}", file.name, file.text)).collect();
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn days_of_two_cutoffs_apart_from_each_other_are_named_singly() {
        let release = WeekTime { day: Weekday::Tue, ..friday().release };
        let schedule = Schedule { submit: WeekTime { day: Weekday::Thu, ..friday().submit }, release, ..friday() };
        let (first, last) = ("2025-07-07".parse().unwrap(), "2025-08-03".parse().unwrap());
        let plan = LookPlan::of(Rhythm { calendar: &Calendar::default(), schedule: &schedule }, first, last);
        let files = files(&plan, &started());
        let timer = &files.iter().find(|file| file.name == "tonghop.timer").unwrap().text;
        assert!(timer.contains("OnCalendar=Mon,Wed,Fri *-*-* 07..17:00..55/5:00 "), "{timer}");
        assert!(files[0].text.contains("\n*/5 7-17 * * 1-5/2  "), "{}", files[0].text);
    }

    #[test]
    fn a_file_says_until_when_it_was_made_and_lacks_nothing_of_itself() {
        for file in files(&plan(), &started()) {
            let named = file.text.contains("Lịch chạy làm từ");
            assert_eq!(until(&file.text), named.then(|| "2025-08-03".parse().unwrap()), "{}", file.name);
            assert_eq!(missing(&file.text, &file.text), Vec::<String>::new());
        }
    }

    #[test]
    fn a_file_made_before_a_cutoff_was_moved_lacks_its_lines() {
        let before = LookPlan { dated: BTreeMap::new(), ..plan() };
        let elsewhere = Started { program: "T:\\tonghop.exe".to_owned(), ..started() };
        let lacks: Vec<(&str, usize)> = files(&plan(), &started())
            .iter()
            .zip(files(&before, &elsewhere))
            .map(|(now, then)| (now.name, missing(&now.text, &then.text).len()))
            .filter(|(_, lacks)| *lacks > 0)
            .collect();
        // The watch of a usual Thursday covers nine o'clock; only the Saturday is new to it. That cron names the same times for both counts once.
        let expected = [("cron.txt", 4), ("tonghop.timer", 3), ("tonghop-trong.timer", 1), ("tonghop.xml", 4), ("tonghop-trong.xml", 1)];
        assert_eq!(lacks, expected);
    }
}
