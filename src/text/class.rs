//! What the program makes of a task or target, in the words people read (`src/docs/rows.md`).

use crate::model::agency::AgencyCode;
use crate::model::class::{TaskClass, TaskState};
use crate::model::consolidation::TaskLine;
use crate::model::report::TargetValue;
use crate::model::task::Role;
use crate::text::format;

/// Agencies with a late part that are named.
const LATE_NAMED: usize = 5;

/// The heading of a class: one for tasks begun and not begun alike.
pub fn class(class: TaskClass) -> &'static str {
    match class {
        TaskClass::DoneEarly => "Hoàn thành trước hạn",
        TaskClass::DoneOnTime => "Hoàn thành đúng hạn",
        TaskClass::DoneLate => "Hoàn thành quá hạn",
        TaskClass::DoneUndated => "Hoàn thành (chưa rõ ngày/hạn)",
        TaskClass::InProgress => "Đang thực hiện - trong hạn",
        TaskClass::DueSoon => "Sắp đến hạn",
        TaskClass::NotStarted => "Chưa thực hiện - trong hạn",
        TaskClass::Overdue => "Quá hạn",
        TaskClass::Regular => "Thường xuyên",
        TaskClass::NotDueYet => "Chưa đến kỳ",
        TaskClass::Paused => "Tạm dừng/Chờ điều kiện",
        TaskClass::NoDeadline => "Chưa có hạn",
        TaskClass::NoReport => "Chưa có báo cáo",
        TaskClass::Withdrawn => "Thôi giao",
    }
}

/// The state of one task: its class, begun or not, and by how many days it is late. Days that are left stand in a
/// column of their own and are not repeated here.
pub fn state(state: &TaskState) -> String {
    let work = if state.started { "Đang thực hiện" } else { "Chưa thực hiện" };
    let late = || state.days.filter(|n| *n > 0);
    if state.past_deadline {
        let words = match state.class {
            TaskClass::InProgress | TaskClass::DueSoon | TaskClass::NotStarted => work,
            other => class(other),
        };
        return late().map_or_else(|| format!("{words} (quá hạn)"), |n| format!("{words} (quá hạn {n} ngày)"));
    }
    match state.class {
        TaskClass::DueSoon => format!("{work} - sắp đến hạn"),
        TaskClass::Overdue => late().map_or_else(|| format!("{work} - quá hạn"), |n| format!("{work} - quá hạn ({n} ngày)")),
        TaskClass::DoneLate => late().map_or_else(|| class(state.class).to_owned(), |n| format!("{} ({n} ngày)", class(state.class))),
        other => class(other).to_owned(),
    }
}

/// The state of a task's line, with the parts of a shared one that are late: "Quá hạn (1/130 phần việc: xã Vũ Quang)". What
/// every list prints of it. `name` gives the short name of an agency.
pub fn line(line: &TaskLine, name: impl Fn(&AgencyCode) -> String) -> String {
    let late = late_parts(line);
    let of_parts = line.state.class == TaskClass::Overdue || line.state.past_deadline;
    if late.is_empty() || !of_parts {
        return state(&line.state);
    }
    let parts = line.parts.iter().filter(|part| part.role == Role::Part).count();
    let names: Vec<String> = late.iter().take(LATE_NAMED).map(|agency| name(agency)).collect();
    let rest = late.len().saturating_sub(LATE_NAMED);
    let rest = if rest > 0 { format!(" và {rest} đơn vị khác") } else { String::new() };
    let word = if line.state.class == TaskClass::Overdue {
        class(TaskClass::Overdue).to_owned()
    } else {
        format!("{}, quá hạn", class(line.state.class))
    };
    format!("{word} ({}/{parts} phần việc: {}{rest})", late.len(), names.join(", "))
}

/// The agencies whose part of a shared task is past its day and open.
pub fn late_parts(line: &TaskLine) -> Vec<&AgencyCode> {
    let late = |state: TaskState| state.class == TaskClass::Overdue || state.past_deadline;
    line.parts.iter().filter(|part| part.role == Role::Part && part.state.is_some_and(late)).map(|part| &part.agency).collect()
}

/// The result of a target without its unit: `99,74`, `Đạt`, `Không đạt`.
pub fn value(value: TargetValue) -> String {
    match value {
        TargetValue::Number(number) => format::decimal(number),
        TargetValue::Passed(true) => "Đạt".to_owned(),
        TargetValue::Passed(false) => "Không đạt".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    fn words(class: TaskClass, started: bool, days: Option<i64>, past_deadline: bool) -> String {
        state(&TaskState { class, started, days, past_deadline })
    }

    #[test]
    fn each_state_reads_as_people_say_it() {
        use TaskClass as C;
        for (class, started, days, past, text) in [
            (C::DoneEarly, true, None, false, "Hoàn thành trước hạn"),
            (C::DoneOnTime, true, None, false, "Hoàn thành đúng hạn"),
            (C::DoneLate, true, Some(12), false, "Hoàn thành quá hạn (12 ngày)"),
            (C::DoneLate, true, None, false, "Hoàn thành quá hạn"),
            (C::DoneUndated, true, None, false, "Hoàn thành (chưa rõ ngày/hạn)"),
            (C::InProgress, true, Some(30), false, "Đang thực hiện - trong hạn"),
            (C::InProgress, true, Some(5), true, "Đang thực hiện (quá hạn 5 ngày)"),
            (C::DueSoon, true, Some(3), false, "Đang thực hiện - sắp đến hạn"),
            (C::DueSoon, false, Some(0), false, "Chưa thực hiện - sắp đến hạn"),
            (C::NotStarted, false, Some(30), false, "Chưa thực hiện - trong hạn"),
            (C::Overdue, true, Some(5), false, "Đang thực hiện - quá hạn (5 ngày)"),
            (C::Overdue, false, Some(1), false, "Chưa thực hiện - quá hạn (1 ngày)"),
            (C::Regular, true, None, false, "Thường xuyên"),
            (C::NotDueYet, false, Some(90), false, "Chưa đến kỳ"),
            (C::Paused, true, None, false, "Tạm dừng/Chờ điều kiện"),
            (C::NoDeadline, true, None, false, "Chưa có hạn"),
            (C::NoReport, false, Some(9), false, "Chưa có báo cáo"),
            (C::NoReport, false, Some(3), true, "Chưa có báo cáo (quá hạn 3 ngày)"),
            (C::Withdrawn, true, None, false, "Thôi giao"),
        ] {
            assert_eq!(words(class, started, days, past), text);
        }
    }

    #[test]
    fn every_class_has_its_own_heading() {
        let mut headings: Vec<&str> = TaskClass::ALL.into_iter().map(class).collect();
        headings.sort_unstable();
        headings.dedup();
        assert_eq!(headings.len(), TaskClass::ALL.len());
    }

    #[test]
    fn values() {
        assert_eq!(value(TargetValue::Number("99.74".parse::<Decimal>().unwrap())), "99,74");
        assert_eq!(value(TargetValue::Passed(false)), "Không đạt");
    }
}
