//! Tasks for the Task Scheduler of Windows, as the XML that `schtasks /Create /XML` takes, and the script that registers
//! them. A task of its own window, of one logon or without a share would miss the cutoff: so the account is asked for its
//! password once, and the task runs whoever is logged on, on battery too, and as soon as it can after a sleep.

use super::lines::{ScheduleFile, Scheduler, Started, by_days, made};
use crate::model::look_plan::{LookPlan, Stretch, stretches};
use chrono::{Days, NaiveDate};

/// A task has no more triggers than this.
const TRIGGERS_MAX: usize = 48;
/// 1 January 2024.
const SOME_MONDAY: NaiveDate = match NaiveDate::from_ymd_opt(2024, 1, 1) {
    Some(day) => day,
    None => panic!("a day of the calendar"),
};
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The two tasks and the script.
pub(super) fn files(plan: &LookPlan, watch: &LookPlan, started: &Started) -> Vec<ScheduleFile> {
    let file = |name, text| ScheduleFile { scheduler: Scheduler::Windows, name, text };
    vec![
        file("tonghop.xml", task("run -q", "PT15M", plan, started)),
        file("tonghop-trong.xml", task("doctor --watch -q", "PT2M", watch, started)),
        file("task-scheduler.cmd", SCRIPT.to_owned()),
    ]
}

const SCRIPT: &str = "\
@echo off
chcp 65001 >nul
schtasks /Create /F /TN \"tonghop\" /XML \"%~dp0tonghop.xml\" /RU \"%USERDOMAIN%\\%USERNAME%\" /RP *
schtasks /Create /F /TN \"tonghop - trong\" /XML \"%~dp0tonghop-trong.xml\" /RU \"%USERDOMAIN%\\%USERNAME%\" /RP *
pause
";

fn task(arguments: &str, time: &str, plan: &LookPlan, started: &Started) -> String {
    let (plan, triggers) = triggers(plan);
    let Started { program, workspace, .. } = started;
    let lines = triggers.join("\n    ");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n\
         <Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\n\
         \x20 <RegistrationInfo>\n\
         \x20   <Description>{}</Description>\n\
         \x20 </RegistrationInfo>\n\
         \x20 <Triggers>\n\
         \x20   {lines}\n\
         \x20 </Triggers>\n\
         \x20 <Settings>\n\
         \x20   <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>\n\
         \x20   <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>\n\
         \x20   <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>\n\
         \x20   <StartWhenAvailable>true</StartWhenAvailable>\n\
         \x20   <WakeToRun>true</WakeToRun>\n\
         \x20   <ExecutionTimeLimit>{time}</ExecutionTimeLimit>\n\
         \x20 </Settings>\n\
         \x20 <Actions>\n\
         \x20   <Exec>\n\
         \x20     <Command>{}</Command>\n\
         \x20     <Arguments>-C \"{}\" {arguments}</Arguments>\n\
         \x20   </Exec>\n\
         \x20 </Actions>\n\
         </Task>\n",
        escaped(&made(&plan)),
        escaped(program),
        escaped(workspace)
    )
}

/// The triggers, a line each, and the plan as far as they reach.
fn triggers(plan: &LookPlan) -> (LookPlan, Vec<String>) {
    let mut triggers = Vec::new();
    for (days, minutes) in by_days(&plan.weekly) {
        let names: String = days.iter().map(|day| format!("<{} />", DAYS[usize::from(*day)])).collect();
        // A trigger begins on a day of its own. One that is long past, and always the same: lines made again are the same lines.
        let begins = SOME_MONDAY + Days::new(days.first().map_or(0, |day| u64::from(*day)));
        let schedule = format!("<ScheduleByWeek><WeeksInterval>1</WeeksInterval><DaysOfWeek>{names}</DaysOfWeek></ScheduleByWeek>");
        triggers.extend(stretches(&minutes).iter().map(|s| trigger("CalendarTrigger", begins, s, &schedule)));
    }
    let mut reached = plan.clone();
    for (day, minutes) in &plan.dated {
        let of_day: Vec<Stretch> = stretches(minutes);
        if triggers.len() + of_day.len() > TRIGGERS_MAX {
            reached.last = day.pred_opt().unwrap_or(*day);
            break;
        }
        triggers.extend(of_day.iter().map(|s| trigger("TimeTrigger", *day, s, "")));
    }
    (reached, triggers)
}

fn trigger(kind: &str, day: NaiveDate, Stretch { from, to, step }: &Stretch, schedule: &str) -> String {
    let clock = format!("{day}T{:02}:{:02}:00+07:00", from / 60, from % 60);
    // The duration is open at its end: the last look has to lie before it.
    let repeats = (to > from).then(|| {
        let minutes = to - from + 1;
        format!("<Repetition><Interval>PT{step}M</Interval><Duration>PT{minutes}M</Duration></Repetition>")
    });
    let repeats = repeats.unwrap_or_default();
    format!("<{kind}><Enabled>true</Enabled><StartBoundary>{clock}</StartBoundary>{repeats}{schedule}</{kind}>")
}

/// Text inside XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::look_plan::Minutes;
    use std::collections::BTreeMap;

    #[test]
    fn a_calendar_with_more_days_than_triggers_says_how_far_they_reach() {
        let first: NaiveDate = "2025-07-07".parse().unwrap();
        let mut dated: BTreeMap<NaiveDate, Minutes> = BTreeMap::new();
        dated.extend(first.iter_days().step_by(2).take(60).map(|day| (day, Minutes::from([400]))));
        let plan = LookPlan { weekly: std::array::from_fn(|_| Minutes::new()), dated, first, last: "2025-12-31".parse().unwrap() };
        let (reached, triggers) = triggers(&plan);
        assert_eq!(triggers.len(), TRIGGERS_MAX);
        assert_eq!(reached.last.to_string(), "2025-10-10", "the 49th day is 96 days after the first");
    }
}
