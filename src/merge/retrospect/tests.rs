//! Three weeks of a small province, as their releases say them.

use super::retrospect;
use crate::model::class::{ClassCounts, TargetClass, TargetCounts, TaskClass};
use crate::model::period::Period;
use crate::model::period_range::PeriodRange;
use crate::model::proposal::{ProposalNumber, ProposalState};
use crate::model::released_week::{
    RegisterFacts, ReleasedAgency, ReleasedAnswer, ReleasedDesk, ReleasedEdition, ReleasedPart, ReleasedPeriod, ReleasedProposal,
    ReleasedTarget, ReleasedTask, ReleasedTotals, ReleasedWeek,
};
use crate::model::retrospect::{AgencyRecord, Retrospect};
use crate::model::submission::{Evidence, Standing};
use crate::testing::{agency, day, decimal, july, task_code};
use chrono::NaiveDate;

fn period(week: u32) -> Period {
    Period::new(2025, week).unwrap()
}

fn range() -> PeriodRange {
    PeriodRange::weeks(period(28), period(31)).unwrap()
}

fn stands(code: &str, standing: Standing, evidence: Option<Evidence>) -> ReleasedAgency {
    let name = code.to_owned();
    ReleasedAgency {
        code: agency(code),
        name: name.clone(),
        short: name,
        standing,
        evidence,
        form_unfilled: false,
        booked_after_cutoff: false,
        received_at: None,
        file: None,
        sha256: None,
    }
}

fn task(code: &str, lead: &str, class: TaskClass) -> ReleasedTask {
    ReleasedTask {
        code: task_code(code),
        content: format!("Nội dung {code}"),
        leads: vec![agency(lead)],
        deadline_text: "30/7/2025".into(),
        class,
        days: None,
        previous_class: None,
        completed_on: None,
        parts: Vec::new(),
    }
}

/// An office's share, as reported in a row of its own.
fn part(code: &str, class: Option<TaskClass>, completed_on: Option<NaiveDate>) -> ReleasedPart {
    let (role, reported, percent, period, source) = (String::new(), None, None, None, None);
    ReleasedPart { agency: agency(code), class, completed_on, role, reported, percent, period, source }
}

fn target(code: &str, unit: &str, value: Option<&str>) -> ReleasedTarget {
    ReleasedTarget {
        code: task_code(code),
        name: code.to_owned(),
        unit: unit.to_owned(),
        goal: "≥ 5".into(),
        class: TargetClass::NotYet,
        value: value.map(decimal),
        numerator: None,
        denominator: None,
        estimated: false,
        missing: Vec::new(),
        passed: None,
        sources: Vec::new(),
    }
}

fn week(number: u32, agencies: Vec<ReleasedAgency>, tasks: Vec<ReleasedTask>) -> ReleasedWeek {
    ReleasedWeek {
        period: ReleasedPeriod { id: period(number), release_cutoff: july(11, 15, 30) },
        desk: ReleasedDesk { code: agency("SKHCN"), name: "Sở Khoa học và Công nghệ".into() },
        edition: ReleasedEdition { version: Some(1), late: false },
        register_sha256: "aa".into(),
        agencies,
        totals: ReleasedTotals { tasks: ClassCounts::default(), lines: Vec::new(), targets: TargetCounts::default() },
        tasks,
        targets: Vec::new(),
        proposals: Vec::new(),
        register: RegisterFacts::default(),
        scores: std::collections::BTreeMap::new(),
    }
}

fn of(weeks: &[ReleasedWeek]) -> Retrospect {
    after(None, weeks)
}

/// The same, with the release before the range.
fn after(before: Option<&ReleasedWeek>, weeks: &[ReleasedWeek]) -> Retrospect {
    let released: Vec<Period> = weeks.iter().map(|week| week.period.id).collect();
    retrospect(range(), before, weeks, &released).unwrap()
}

fn record<'a>(r: &'a Retrospect, code: &str) -> &'a AgencyRecord {
    r.records.iter().find(|record| record.agency == agency(code)).unwrap()
}

#[test]
fn without_a_release_nothing_is_said_and_a_week_without_one_is_named() {
    assert_eq!(retrospect(range(), None, &[], &[period(28)]), None);
    let expected: Vec<Period> = range().each().collect();
    let r = retrospect(range(), None, &[week(28, Vec::new(), Vec::new()), week(31, Vec::new(), Vec::new())], &expected).unwrap();
    assert_eq!(r.missing, [period(29), period(30)]);
}

#[test]
fn what_nobody_can_say_of_a_week_counts_neither_for_nor_against_an_office() {
    use Standing::{Admitted, Arriving, Exempt, Late, Missing, OnTime, Returned, Unknown};
    let scan = Some(Evidence::Scan);
    type Week = (Standing, Option<Evidence>);
    let courses: [(&str, [Week; 4]); 4] = [
        ("SYT", [(OnTime, scan), (Unknown, None), (OnTime, scan), (Exempt, None)]),
        ("STC", [(OnTime, Some(Evidence::Unproven)), (Late, scan), (Admitted, scan), (OnTime, scan)]),
        ("SXD", [(Missing, None), (Arriving, None), (Returned, scan), (OnTime, scan)]),
        ("SNV", [(Exempt, None), (Exempt, None), (Unknown, None), (Unknown, None)]),
    ];
    let weeks: Vec<ReleasedWeek> = (0..4)
        .map(|at| {
            let agencies = courses.iter().map(|(code, each)| stands(code, each[at].0, each[at].1)).collect();
            week(28 + u32::try_from(at).unwrap(), agencies, Vec::new())
        })
        .collect();
    let r = of(&weeks);
    let figures = |code: &str| {
        let r = record(&r, code);
        assert_eq!(r.counted, r.on_time + r.late + r.returned + r.missing, "{code}");
        assert_eq!(r.counted + r.left_out + r.exempt, 4, "{code}: every week is somewhere");
        [r.on_time, r.late, r.returned, r.missing, r.left_out, r.exempt, r.admitted, r.streak]
    };
    assert_eq!(figures("SYT"), [2, 0, 0, 0, 1, 1, 0, 2], "a week without a look breaks no row");
    assert_eq!(figures("STC"), [1, 2, 0, 0, 1, 0, 1, 1]);
    assert_eq!(figures("SXD"), [1, 0, 1, 2, 0, 0, 0, 1]);
    assert_eq!(figures("SNV"), [0, 0, 0, 0, 2, 2, 0, 0]);
    let reports = r.weeks[1].reports;
    assert_eq!((reports.must_report, reports.on_time, reports.late, reports.missing, reports.unknown), (3, 0, 1, 1, 1));
}

#[test]
fn tasks_are_finished_and_become_overdue_in_a_week() {
    use TaskClass::{DoneEarly, DoneLate, InProgress, Overdue};
    let one = |class, previous| ReleasedTask { previous_class: previous, ..task("AA-01", "SYT", class) };
    let course = |each: [(TaskClass, Option<TaskClass>); 3]| {
        let weeks: Vec<ReleasedWeek> =
            each.into_iter().zip([28, 29, 31]).map(|((class, previous), at)| week(at, Vec::new(), vec![one(class, previous)])).collect();
        let r = of(&weeks);
        (r.tasks[0].finished_in, r.tasks[0].overdue_in)
    };
    assert_eq!(course([(InProgress, None), (InProgress, None), (DoneEarly, None)]), (Some(period(31)), None));
    assert_eq!(course([(DoneEarly, Some(DoneEarly)), (DoneEarly, None), (DoneEarly, None)]), (None, None), "finished before");
    assert_eq!(course([(DoneEarly, Some(InProgress)), (DoneEarly, None), (DoneEarly, None)]), (Some(period(28)), None));
    assert_eq!(course([(DoneEarly, Some(InProgress)), (InProgress, None), (DoneEarly, None)]), (Some(period(31)), None), "said again");
    assert_eq!(course([(DoneEarly, Some(InProgress)), (DoneEarly, None), (InProgress, None)]), (None, None), "taken back");
    assert_eq!(course([(InProgress, None), (Overdue, None), (DoneLate, None)]), (Some(period(31)), Some(period(29))));
    assert_eq!(course([(Overdue, Some(Overdue)), (Overdue, None), (Overdue, None)]), (None, None), "overdue before");
}

#[test]
fn a_new_task_is_finished_in_the_range_only_on_one_of_its_days() {
    let done = |on| ReleasedTask { completed_on: on, ..task("AA-01", "SYT", TaskClass::DoneOnTime) };
    let r = |on| of(&[week(28, Vec::new(), vec![done(on)])]).tasks[0].finished_in;
    assert_eq!(r(Some(day(2025, 7, 9))), Some(period(28)));
    assert_eq!(r(Some(day(2025, 6, 9))), None);
    assert_eq!(r(None), None);
}

#[test]
fn an_office_answers_for_its_own_part() {
    let shared = |own: TaskClass, on: Option<NaiveDate>| {
        let parts = vec![part("SYT", Some(own), on), part("STC", Some(TaskClass::InProgress), None), part("SNV", None, None)];
        ReleasedTask { leads: Vec::new(), parts, ..task("AA-01", "SYT", TaskClass::InProgress) }
    };
    let all = || ["SYT", "STC", "SNV"].map(|code| stands(code, Standing::OnTime, Some(Evidence::Scan))).to_vec();
    let r = of(&[week(28, all(), vec![shared(TaskClass::Overdue, None)]), week(29, all(), vec![shared(TaskClass::DoneLate, None)])]);
    let syt = record(&r, "SYT");
    assert_eq!((syt.done_late, syt.overdue_first, syt.overdue_last), (1, 1, 0));
    for other in ["STC", "SNV"] {
        let other = record(&r, other);
        assert_eq!((other.done_early + other.done_on_time + other.done_late + other.done_undated, other.overdue_first), (0, 0));
    }
}

#[test]
fn forward_is_counted_by_tasks_and_communes_are_one() {
    use TaskClass::{DoneEarly, DoneLate, InProgress, Overdue, Withdrawn};
    let tasks = |classes: [(&str, TaskClass); 11]| {
        let number = |at: usize| format!("AA-{at:02}");
        classes.into_iter().enumerate().map(|(at, (lead, class))| task(&number(at), lead, class)).collect::<Vec<_>>()
    };
    let agencies = || ["SXD", "SYT", "STC", "X-A", "X-B"].map(|code| stands(code, Standing::OnTime, Some(Evidence::Scan))).to_vec();
    let first = [
        ("SYT", Overdue),
        ("SYT", InProgress),
        ("SYT", DoneEarly),
        ("STC", Overdue),
        ("STC", Overdue),
        ("SXD", InProgress),
        ("SXD", InProgress),
        ("SXD", Withdrawn),
        ("X-A", Overdue),
        ("X-B", InProgress),
        ("SXD", DoneEarly),
    ];
    let mut last = first;
    for (at, class) in
        [(0, InProgress), (1, DoneEarly), (2, InProgress), (3, DoneLate), (4, DoneLate), (5, DoneEarly), (8, DoneLate), (9, Overdue)]
    {
        last[at].1 = class;
    }
    let mut weeks = [week(28, agencies(), tasks(first)), week(31, agencies(), tasks(last))];
    weeks[1].register.communes = ["X-A", "X-B"].map(agency).into();
    let r = of(&weeks);
    let told: Vec<(Option<String>, [u32; 3], i64)> =
        r.progress.iter().map(|p| (p.agency.as_ref().map(ToString::to_string), [p.finished, p.relieved, p.fallen], p.net())).collect();
    // STC has two tasks, which is too few to be named by.
    assert_eq!(
        told,
        [(Some("SXD".into()), [1, 0, 0], 1), (Some("SYT".into()), [1, 1, 1], 1), (None, [1, 0, 1], 0)],
        "equal ones in print order, communes as one"
    );
    assert!(r.progress.iter().all(|p| p.moves.len() == usize::try_from(p.finished + p.relieved + p.fallen).unwrap()));
    assert!(of(&weeks[..1]).progress.is_empty(), "one week moves nobody");
}

#[test]
fn figures_of_a_period_are_added_and_percentages_are_not() {
    let added = |code: &str, unit: &str, each: [Option<&str>; 3]| {
        let mut weeks = [28, 29, 31].map(|at| week(at, Vec::new(), Vec::new()));
        for (week, value) in weeks.iter_mut().zip(each) {
            week.targets = vec![target(code, unit, value)];
            week.register.in_period = [task_code(code)].into();
        }
        let r = of(&weeks);
        (r.sums[0].sum, r.sums[0].incomplete, r.sums[0].weeks.len())
    };
    assert_eq!(added("CT-001", "trạm", [Some("5"), None, Some("7")]), (Some(decimal("12")), 1, 2));
    assert_eq!(added("CT-001", "tỷ đồng", [Some("1.5"), Some("2"), Some("-0.5")]), (Some(decimal("3.0")), 0, 3));
    assert_eq!(added("CT-001", "%", [Some("50"), Some("60"), Some("70")]), (None, 0, 3), "a mean of rates is no rate");
    assert_eq!(added("CT-001", "trạm", [None, None, None]), (None, 3, 0));

    let mut weeks = [28, 29].map(|at| week(at, Vec::new(), Vec::new()));
    for (week, parts) in weeks.iter_mut().zip([("1", "10"), ("8", "20")]) {
        let share =
            ReleasedTarget { numerator: Some(decimal(parts.0)), denominator: Some(decimal(parts.1)), ..target("CT-002", "%", Some("9")) };
        week.targets = vec![share, target("CT-003", "trạm", Some("4"))];
        week.register.in_period = [task_code("CT-002")].into();
    }
    let sums = of(&weeks).sums;
    assert_eq!(sums.len(), 1, "a cumulative figure is not added");
    assert_eq!(sums[0].sum, Some(decimal("30.00")), "9 of 30");
}

#[test]
fn proposals_open_in_the_range_are_told_and_none_before_it() {
    let proposal = |ordinal: u32, since: u32, state, on: Option<NaiveDate>| ReleasedProposal {
        number: ProposalNumber { year: 2025, ordinal },
        agency: agency("SYT"),
        tasks: Vec::new(),
        level: "UBND tỉnh".into(),
        since: period(since),
        state,
        answer: on.map(|on| ReleasedAnswer { wording: "Bố trí vốn".into(), document: "12/UBND".into(), on: Some(on) }),
    };
    use ProposalState::{Answered, Open, Withdrawn};
    let mut weeks = [28, 29, 31].map(|at| week(at, Vec::new(), Vec::new()));
    weeks[0].proposals = vec![proposal(1, 20, Answered, Some(day(2025, 6, 1))), proposal(2, 20, Open, None)];
    weeks[1].proposals = vec![proposal(1, 20, Answered, Some(day(2025, 6, 1))), proposal(2, 20, Open, None), proposal(3, 29, Open, None)];
    weeks[2].proposals = vec![
        proposal(1, 20, Answered, Some(day(2025, 6, 1))),
        proposal(2, 20, Answered, Some(day(2025, 7, 30))),
        proposal(3, 29, Open, None),
        proposal(4, 31, Withdrawn, None),
    ];
    let told: Vec<(u32, bool, ProposalState, Option<Period>)> =
        of(&weeks).proposals.iter().map(|p| (p.number.ordinal, p.opened, p.state, p.closed_in)).collect();
    assert_eq!(
        told,
        [(2, false, Answered, Some(period(31))), (3, true, Open, None), (4, true, Withdrawn, Some(period(31)))],
        "number 1 was answered before"
    );
}

#[test]
fn what_changed_before_the_first_week_is_known_from_the_release_before() {
    use TaskClass::{DoneOnTime, InProgress};
    let shared = |class| {
        let part = |code: &str, class| part(code, Some(class), Some(day(2025, 7, 4)));
        ReleasedTask { leads: Vec::new(), parts: vec![part("SYT", class), part("STC", InProgress)], ..task("AA-01", "SYT", InProgress) }
    };
    let all = || ["SYT", "STC"].map(|code| stands(code, Standing::OnTime, Some(Evidence::Scan))).to_vec();
    let (before, first) = (week(27, all(), vec![shared(InProgress)]), week(28, all(), vec![shared(DoneOnTime)]));
    // Finished on a day before the range and first reported in it.
    assert_eq!(record(&after(Some(&before), std::slice::from_ref(&first)), "SYT").done_on_time, 1);
    assert_eq!(record(&after(Some(&first), &[week(29, all(), vec![shared(DoneOnTime)])]), "SYT").done_on_time, 0, "once");
    let alone = |class, previous| ReleasedTask { previous_class: previous, ..task("AA-02", "SYT", class) };
    let r = of(&[week(28, all(), vec![alone(DoneOnTime, Some(InProgress))])]);
    assert_eq!(record(&r, "SYT").done_on_time, 1, "of a task of one office the release itself says it");
}

#[test]
fn a_proposal_that_waited_before_the_range_is_not_lost_between_two() {
    let proposal = |state| ReleasedProposal {
        number: ProposalNumber { year: 2025, ordinal: 1 },
        agency: agency("SYT"),
        tasks: Vec::new(),
        level: "UBND tỉnh".into(),
        since: period(20),
        state,
        answer: None,
    };
    let with = |at, state| ReleasedWeek { proposals: vec![proposal(state)], ..week(at, Vec::new(), Vec::new()) };
    let (before, first) = (with(27, ProposalState::Open), with(28, ProposalState::Withdrawn));
    let r = after(Some(&before), std::slice::from_ref(&first));
    assert_eq!(r.proposals.iter().map(|p| p.closed_in).collect::<Vec<_>>(), [Some(period(28))]);
    assert!(after(Some(&first), &[with(29, ProposalState::Withdrawn)]).proposals.is_empty());
}

#[test]
fn who_ended_or_gave_its_tasks_away_did_not_catch_up() {
    let all = || ["SYT", "STC"].map(|code| stands(code, Standing::OnTime, Some(Evidence::Scan))).to_vec();
    let late = |lead: &str| task("AA-01", lead, TaskClass::Overdue);
    let r = of(&[week(28, all(), vec![late("SYT")]), week(29, all(), vec![late("STC")])]);
    let syt = record(&r, "SYT");
    assert_eq!((syt.overdue_first, syt.overdue_last, syt.caught_up, syt.current), (1, 0, 0, true));
    let r = of(&[week(28, all(), vec![late("SYT")]), week(29, all()[1..].to_vec(), Vec::new())]);
    assert!(!record(&r, "SYT").current && record(&r, "STC").current);
    let r = of(&[week(28, all(), vec![late("SYT")]), week(29, all(), vec![task("AA-01", "SYT", TaskClass::DoneLate)])]);
    assert_eq!(record(&r, "SYT").caught_up, 1);
}
