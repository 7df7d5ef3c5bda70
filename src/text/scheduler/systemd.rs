//! Units for systemd: a service and a timer for the run, and the same for whoever watches it.

use super::lines::{ScheduleFile, Scheduler, Started, by_days, by_hours, list, made};
use crate::model::look_plan::{LookPlan, Minutes};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The four units.
pub(super) fn files(plan: &LookPlan, watch: &LookPlan, started: &Started) -> Vec<ScheduleFile> {
    let file = |name, text| ScheduleFile { scheduler: Scheduler::Systemd, name, text };
    vec![
        file("tonghop.service", service("tiep nhan va tong hop bao cao tuan", "run -q", started, RUN)),
        file("tonghop.timer", timer("lich chay", plan)),
        file("tonghop-trong.service", service("trong lich chay", "doctor --watch -q", started, WATCH)),
        file("tonghop-trong.timer", timer("lich trong", watch)),
    ]
}

/// 1 is a finding at or above `--fail-on`, 3 an input that the file system refused: both are told where they belong. Another
/// run under way is no success and no trouble: the watch is started and says nothing.
const RUN: (&str, &str) = ("OnFailure=tonghop-trong.service\n", "SuccessExitStatus=1 3\nTimeoutStartSec=15min\n");
const WATCH: (&str, &str) = ("", "SuccessExitStatus=1 2\nTimeoutStartSec=2min\n");

fn service(what: &str, arguments: &str, started: &Started, (unit, service): (&str, &str)) -> String {
    let Started { program, workspace, user } = started;
    format!(
        "# Chép vào /etc/systemd/system/ cùng các tệp tonghop*.service, tonghop*.timer khác của thư mục này.\n\
         [Unit]\n\
         Description=tonghop: {what}\n\
         StartLimitIntervalSec=0\n\
         {unit}\n\
         [Service]\n\
         Type=oneshot\n\
         User={user}\n\
         UMask=0077\n\
         ExecStart={} -C {} {arguments}\n\
         {service}\
         NoNewPrivileges=true\n\
         ProtectSystem=full\n",
        quoted(program),
        quoted(workspace)
    )
}

fn timer(what: &str, plan: &LookPlan) -> String {
    let two = |n: u16| format!("{n:02}");
    let mut lines = String::new();
    let mut line = |(hours, minutes): (Minutes, Minutes), days: &str| {
        let (hours, minutes) = (list(&hours, "..", two), list(&minutes, "..", two));
        lines.push_str(&format!("OnCalendar={days} {hours}:{minutes}:00 Asia/Ho_Chi_Minh\n"));
    };
    for (days, minutes) in by_days(&plan.weekly) {
        // Days have no steps there, as minutes have.
        let days = days.iter().map(|day| DAYS[usize::from(*day)]).collect::<Vec<_>>().join(",");
        by_hours(&minutes).into_iter().for_each(|group| line(group, &format!("{days} *-*-*")));
    }
    for (day, minutes) in &plan.dated {
        by_hours(minutes).into_iter().for_each(|group| line(group, &day.to_string()));
    }
    format!(
        "# {}\n\
         # Chép vào /etc/systemd/system/ rồi chạy: systemctl daemon-reload; systemctl enable --now tonghop.timer tonghop-trong.timer\n\
         [Unit]\n\
         Description=tonghop: {what}\n\
         \n\
         [Timer]\n\
         {lines}\
         AccuracySec=1s\n\
         Persistent=true\n\
         \n\
         [Install]\n\
         WantedBy=timers.target\n",
        made(plan)
    )
}

/// A path in a line of a unit, in which `%` and `$` stand for other things.
fn quoted(path: &str) -> String {
    let escaped = path.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%").replace('$', "$$");
    format!("\"{escaped}\"")
}
