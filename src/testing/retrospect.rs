//! Several weeks looked back upon: a task that was finished, one that became overdue, an office, a sum, a proposal.

use super::{agency, decimal, july, task_code, week};
use crate::model::class::{TargetCounts, TaskClass, TaskCounts};
use crate::model::course::TaskCourse;
use crate::model::period::Period;
use crate::model::period_range::PeriodRange;
use crate::model::proposal::{ProposalNumber, ProposalState};
use crate::model::retrospect::{
    AgencyRecord, CourseLine, CourseWeek, LineWeek, PeriodSum, Progress, ProposalCourse, ReportCounts, Retrospect, TaskMove, WeekFigure,
    WeekStanding,
};
use crate::model::submission::Standing;
use crate::model::total_line::TotalsBy;

/// So many weeks from [`week`] on, all but the last released.
pub(crate) fn looked_back(weeks: usize) -> Retrospect {
    let all: Vec<Period> = std::iter::successors(Some(week()), |week| Some(week.next())).take(weeks).collect();
    let (missing, periods) = all.split_last().unwrap();
    let course = |code: &str, class, finished_in, overdue_in| TaskCourse {
        code: task_code(code),
        content: "Số hóa hồ sơ, kết quả giải quyết thủ tục hành chính".into(),
        leads: vec![agency("SYT")],
        deadline_text: "30/6/2025".into(),
        before: None,
        classes: periods.iter().map(|_| Some(class)).collect(),
        days: None,
        completed_on: None,
        finished_in,
        overdue_in,
        rows: Vec::new(),
    };
    let counted = u32::try_from(periods.len()).unwrap();
    let moved = TaskMove { agency: agency("SYT"), task: task_code("AA-01"), first: TaskClass::Overdue, last: TaskClass::DoneLate };
    let line = |period: &Period| LineWeek { period: *period, tasks: TaskCounts::default() };
    Retrospect {
        range: PeriodRange::weeks(week(), *missing).unwrap(),
        desk: agency("SKHCN"),
        desk_name: "Sở Khoa học và Công nghệ".into(),
        until: july(11, 15, 30),
        weeks: periods
            .iter()
            .map(|period| CourseWeek {
                period: *period,
                version: 1,
                late: false,
                tasks: TaskCounts::default(),
                targets: TargetCounts::default(),
                reports: ReportCounts { must_report: 1, on_time: 1, ..ReportCounts::default() },
            })
            .collect(),
        missing: vec![*missing],
        reopened: Vec::new(),
        before_books: Vec::new(),
        names: [(agency("SYT"), "Sở Y tế".to_owned())].into(),
        lines: vec![CourseLine { by: TotalsBy::Block, name: "Chính quyền".into(), weeks: periods.iter().map(line).collect() }],
        tasks: vec![course("AA-01", TaskClass::DoneLate, Some(week()), None), course("AA-02", TaskClass::Overdue, None, Some(week()))],
        targets: Vec::new(),
        received: std::collections::BTreeMap::new(),
        sums: vec![PeriodSum {
            code: task_code("CT-001"),
            name: "Số trạm phát sóng xây mới".into(),
            unit: "trạm".into(),
            goal: "≥ 20".into(),
            weeks: periods.iter().map(|period| WeekFigure { period: *period, value: decimal("2") }).collect(),
            sum: Some(decimal("2") * decimal(&counted.to_string())),
            incomplete: 0,
            estimated: false,
        }],
        records: vec![AgencyRecord {
            standings: periods
                .iter()
                .map(|period| WeekStanding {
                    period: *period,
                    standing: Standing::OnTime,
                    counts: true,
                    form_unfilled: false,
                    received_at: None,
                    file: None,
                })
                .collect(),
            counted,
            on_time: counted,
            streak: counted,
            done_late: 1,
            overdue_first: 1,
            caught_up: 1,
            current: true,
            scores: Some((80, 92)),
            ..AgencyRecord::of(agency("SYT"), "Sở Y tế".into())
        }],
        progress: vec![Progress { agency: Some(agency("SYT")), tasks: 3, finished: 1, relieved: 0, fallen: 0, moves: vec![moved] }],
        proposals: vec![ProposalCourse {
            number: ProposalNumber { year: 2025, ordinal: 1 },
            agency: agency("SYT"),
            tasks: Vec::new(),
            level: "UBND tỉnh".into(),
            wording: "Bố trí vốn".into(),
            since: week(),
            opened: true,
            state: ProposalState::Open,
            closed_in: None,
            document: String::new(),
        }],
    }
}
