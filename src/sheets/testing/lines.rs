//! The lines of the small consolidation: tasks of every class, targets of every result, communes of every colour.

use super::*;
use crate::model::proposal::{Answer, Handling, NumberedProposal, ProposalLine, ProposalNumber, ProposalState};
use crate::model::total_line::{EarlierTotals, TotalLine, TotalsBy};

/// A programme of some of the tasks.
const PROGRAMME: &str = "Chương trình chuyển đổi số năm 2025";

pub(super) fn tasks() -> Vec<TaskLine> {
    use TaskClass as C;
    // Code, class, begun, days, past its deadline, reported, colour, lead.
    let facts = [
        ("KH11-001", C::DoneEarly, true, None, false, Some(Status::Done), Light::Green, "SYT"),
        ("KH11-002", C::DoneOnTime, true, None, false, Some(Status::Done), Light::Green, "SYT"),
        ("KH11-003", C::DoneLate, true, Some(12), false, Some(Status::Done), Light::Yellow, "STC"),
        ("KH11-004", C::DoneUndated, true, None, false, Some(Status::Done), Light::Yellow, "STC"),
        ("KH11-005", C::InProgress, true, Some(81), false, Some(Status::InProgress), Light::Green, "SXD"),
        ("KH11-006", C::DueSoon, true, Some(4), false, Some(Status::InProgress), Light::Yellow, "VPUB"),
        ("KH11-007", C::DueSoon, false, Some(0), false, Some(Status::NotStarted), Light::Yellow, "VPUB"),
        ("KH11-008", C::Overdue, true, Some(5), false, Some(Status::InProgress), Light::Red, "SYT"),
        ("TB15-001", C::Overdue, false, Some(41), false, Some(Status::NotStarted), Light::Red, "SNV"),
        ("TB15-002", C::NotStarted, false, Some(81), false, Some(Status::NotStarted), Light::Green, "SNV"),
        ("TB15-003", C::Regular, true, None, false, Some(Status::Regular), Light::Green, "SCT"),
        ("TB15-004", C::NotDueYet, false, Some(173), false, Some(Status::NotDueYet), Light::Grey, "SCT"),
        ("TB15-005", C::Paused, true, None, false, Some(Status::Paused), Light::Grey, "SGDDT"),
        ("TB15-006", C::NoDeadline, true, None, false, Some(Status::InProgress), Light::Yellow, "SGDDT"),
        ("TB15-007", C::NoReport, false, Some(10), true, None, Light::Red, "SNV"),
        ("TB15-008", C::NoReport, false, Some(20), false, None, Light::Yellow, "SNV"),
        ("TB15-009", C::Withdrawn, false, None, false, None, Light::Grey, "SNV"),
    ];
    let mut lines: Vec<TaskLine> = facts
        .into_iter()
        .map(|(task_code, class, started, days, past_deadline, reported, light, lead)| {
            task_line(task_code, TaskState { class, started, days, past_deadline }, reported, light, lead)
        })
        .collect();
    for line in &mut lines {
        match line.task.code.as_str() {
            "KH11-005" => {
                line.task.extended = Some(Extension { original_text: "30/6/2025".into(), times: 1, document: "Công văn 03/SXD".into() });
            }
            "KH11-008" => {
                line.marks = vec!["đang đề nghị gia hạn".into()];
                line.cause = "Chờ thẩm định\u{7} kinh phí".into();
                line.expected_on = Some(day("2025-08-31"));
                line.percent = Some(number("62.5"));
            }
            "TB15-001" => {
                line.stale = true;
                line.last_update = Some(week("2025-W27"));
                line.changed_in = Some(week("2025-W26"));
            }
            "KH11-002" => line.result = "=1+1\nĐã ban hành kế hoạch".into(),
            _ => {}
        }
    }
    lines.push(whole_group());
    lines
}

fn task_line(task_code: &str, state: TaskState, reported: Option<Status>, light: Light, lead: &str) -> TaskLine {
    let done = state.class.is_done();
    let written = reported.is_some();
    let row = source(lead, 13);
    TaskLine {
        task: Task {
            group: if task_code.starts_with("KH") { "Hạ tầng số" } else { "Dữ liệu" }.into(),
            content: format!("Nội dung nhiệm vụ {task_code}: tham mưu ban hành và tổ chức thực hiện kế hoạch chuyển đổi số của ngành")
                .into(),
            document: if task_code.starts_with("KH") { "11-KH/BCĐ" } else { "15-TB/BCĐ" }.into(),
            issued_on: Some(day("2025-06-02")),
            supports: vec![agency("VPUB")],
            deadline_text: "30/9/2025".into(),
            deadline: Some(until(2025, 9, 30)),
            validity: if state.class == TaskClass::Withdrawn { Validity::Withdrawn } else { Validity::InForce },
            ..testing::task(task_code, lead)
        },
        state,
        reported,
        marks: Vec::new(),
        percent: reported.map(|_| number(if done { "100" } else { "40" })),
        completed_on: done.then(|| day("2025-06-30")),
        result: if written { "Đã tham mưu ban hành kế hoạch, đang triển khai".into() } else { String::new() },
        evidence: if done { "Quyết định 12/QĐ-SYT ngày 30/6/2025".into() } else { String::new() },
        obstacle: String::new(),
        cause: String::new(),
        proposal: String::new(),
        expected_on: None,
        last_update: written.then(|| week("2025-W28")),
        changed_in: written.then(|| week("2025-W28")),
        late_in: None,
        stale: false,
        light,
        parts: vec![PartLine {
            agency: agency(lead),
            role: Role::Lead,
            work: String::new(),
            deadline_to: Some(day("2025-09-30")),
            status: reported,
            state: Some(state),
            percent: None,
            completed_on: None,
            period: written.then(|| week("2025-W28")),
            changed_in: written.then(|| week("2025-W28")),
            source: written.then(|| row.clone()),
        }],
        sources: if written { vec![row] } else { Vec::new() },
        previous_class: None,
        programmes: (task_code <= "KH11-004").then(|| PROGRAMME.to_owned()).into_iter().collect(),
    }
}

/// A task of which each member of a group has a part; more sources than a cell names.
fn whole_group() -> TaskLine {
    let members = ["SYT", "STC", "SXD", "SCT", "SNV", "SGDDT"];
    let overdue = TaskState { class: TaskClass::Overdue, started: true, days: Some(30), past_deadline: false };
    let done = TaskState { class: TaskClass::DoneOnTime, started: true, days: None, past_deadline: false };
    let mut line = task_line("TB15-010", overdue, Some(Status::InProgress), Light::Red, "SYT");
    line.task.kind = TaskKind::WholeGroup;
    line.task.leads = members.iter().map(|m| agency(m)).collect();
    line.task.parts = members.iter().map(|m| Part { agency: agency(m), work: String::new(), deadline: None }).collect();
    line.task.deadline_text = "11/6/2025".into();
    line.task.deadline = Some(until(2025, 6, 11));
    line.marks = vec!["5/6 đơn vị hoàn thành".into()];
    line.parts = members
        .iter()
        .map(|m| PartLine {
            agency: agency(m),
            role: Role::Part,
            work: String::new(),
            deadline_to: Some(day("2025-06-11")),
            status: Some(if *m == "SNV" { Status::InProgress } else { Status::Done }),
            state: Some(if *m == "SNV" { overdue } else { done }),
            percent: None,
            completed_on: None,
            period: Some(week("2025-W28")),
            changed_in: Some(week("2025-W28")),
            source: Some(source(m, 20)),
        })
        .collect();
    line.sources = members.iter().map(|m| source(m, 20)).collect();
    line.result = members
        .iter()
        .map(|m| format!("- {m}: {}", "đã số hóa dữ liệu chuyên ngành theo kế hoạch; ".repeat(8)))
        .collect::<Vec<_>>()
        .join("\n");
    line
}

pub(super) fn targets() -> Vec<TargetLine> {
    use TargetClass as C;
    let percent = |text: &str| Some(TargetValue::Number(number(text)));
    let mut lines = vec![
        target_line("CT-001", C::Exceeded, "%", "90", percent("99.74"), Light::Green),
        target_line("CT-002", C::Met, "%", "100", percent("100"), Light::Green),
        target_line("CT-003", C::NotMet, "%", "70", percent("54.5"), Light::Red),
        target_line("CT-004", C::NotYet, "trạm", "250", percent("1234.5"), Light::Yellow),
        target_line("CT-005", C::NotAssessable, "%", "40", None, Light::Grey),
        target_line("CT-006", C::NoData, "người", "300", None, Light::Grey),
        target_line("CT-007", C::Met, "", "1", Some(TargetValue::Passed(true)), Light::Green),
    ];
    lines[2].numerator = Some(number("545"));
    lines[2].denominator = Some(number("1000"));
    lines[2].missing = vec![agency("SXD")];
    lines[2].providers = 6;
    lines[2].self_assessment = "Đạt".into();
    lines[3].estimated = true;
    lines[3].stale = true;
    lines[3].last_update = Some(week("2025-W27"));
    lines[3].changed_in = Some(week("2025-W26"));
    lines[3].target.adjusted = Some(("300".into(), "Công văn 05/UBND".into()));
    lines[4].target.method = Method::Missing;
    lines[4].reason = "Trung ương chưa ban hành phương pháp".into();
    lines[5].missing = vec![agency("SNV")];
    lines[5].providers = 1;
    lines[6].target.direction = Direction::PassFail;
    lines
}

fn target_line(target_code: &str, class: TargetClass, unit: &str, goal: &str, value: Option<TargetValue>, light: Light) -> TargetLine {
    TargetLine {
        target: Target {
            group: "Hạ tầng số".into(),
            name: format!("Tên chỉ tiêu {target_code}"),
            document: "15-TB/BCĐ".into(),
            comparison: if target_code == "CT-001" { Sign::MoreThan } else { Sign::AtLeast },
            goal: number(goal),
            goal_text: goal.into(),
            aggregation: Aggregation::Lead,
            ..testing::target(target_code, unit, &["SYT"])
        },
        class,
        value,
        numerator: None,
        denominator: None,
        estimated: false,
        missing: Vec::new(),
        providers: 1,
        self_assessment: String::new(),
        reason: String::new(),
        previous: value.map(|_| "50".to_owned()),
        stale: false,
        last_update: value.map(|_| week("2025-W28")),
        changed_in: value.map(|_| week("2025-W28")),
        light,
        sources: if value.is_some() { vec![source("SYT", 7)] } else { Vec::new() },
    }
}

pub(super) fn criteria() -> Criteria {
    use CriterionResult::{Met, NotApplicable, NotMet};
    let names = ["TC01", "TC02", "TC03"];
    let criterion = |name: &&str| Criterion { from: day("2025-07-01"), document: "Minh họa".into(), ..testing::criterion(name) };
    let criteria: Vec<Criterion> = names.iter().map(criterion).collect();
    let line = |who: &str, results: [Option<CriterionResult>; 3], light| {
        let known = |(name, result): (&str, Option<CriterionResult>)| {
            result.map(|result| KnownCriterion {
                period: week("2025-W28"),
                source: source(who, 5),
                ..testing::known_criterion(who, name, result)
            })
        };
        let met = results.iter().filter(|r| **r == Some(Met)).count();
        CriteriaLine {
            agency: agency(who),
            results: names.into_iter().zip(results).map(known).collect(),
            met: u32::try_from(met).unwrap(),
            light,
            complete_on: (met == 3).then(|| day("2025-07-10")),
            changes: Vec::new(),
            stale: false,
            confirmed: None,
        }
    };
    let mut lines = vec![
        line("X-THACHHA", [Some(Met), Some(Met), Some(Met)], Light::Green),
        line("P-THANHSEN", [Some(Met), Some(NotMet), Some(NotApplicable)], Light::Red),
        line("X-CANLOC", [None, None, None], Light::Grey),
    ];
    lines[0].changes = vec![("TC03".to_owned(), Some(NotMet), Met)];
    lines[1].stale = true;
    Criteria { criteria, lines }
}

pub(super) fn difficulty(agencies: &[&str], task: Option<&str>, level: &str, obstacle: &str, proposal: &str) -> Difficulty {
    Difficulty {
        agencies: agencies.iter().map(|a| agency(a)).collect(),
        task: task.map(code),
        tasks: task.map(code).into_iter().collect(),
        obstacle: obstacle.into(),
        proposal: proposal.into(),
        level: level.into(),
        period: week("2025-W28"),
        since: week("2025-W27"),
        numbers: Vec::new(),
        source: source(agencies[0], 13),
    }
}

pub(super) fn numbered(difficulty: Difficulty, ordinals: &[u32]) -> Difficulty {
    Difficulty { numbers: ordinals.iter().map(|ordinal| ProposalNumber { year: 2025, ordinal: *ordinal }).collect(), ..difficulty }
}

/// One that the desk puts before the leaders, one that nobody at the desk looked at, one that is being handled.
pub(super) fn proposals() -> Vec<ProposalLine> {
    let chosen = Answer {
        choice: "Trình".into(),
        wording: "Cho chủ trương bố trí 02 biên chế".into(),
        advice: "Đồng ý".into(),
        writer: "Nguyễn Văn A".into(),
        ..Answer::default()
    };
    let under_way = Answer { handling: Some(Handling::UnderWay), ..Answer::default() };
    let line = |ordinal: u32, agency_code: &str, level: &str, text: &str, answer: Option<Answer>| ProposalLine {
        number: ProposalNumber { year: 2025, ordinal },
        agency: agency(agency_code),
        holder: agency(agency_code),
        tasks: vec![code("KH11-001")],
        level: level.into(),
        text: text.into(),
        since: week("2025-W27"),
        said_in: week("2025-W28"),
        state: ProposalState::Open,
        answer,
        answered_at: None,
        home: NumberedProposal {
            agency: agency(agency_code),
            task: code("KH11-001"),
            level: level.into(),
            since: week("2025-W27"),
            text: text.into(),
        },
    };
    let money = "Đề nghị bổ sung kinh phí năm 2025";
    vec![
        line(1, "SYT", "Thường trực Tỉnh ủy", "Đề nghị cho chủ trương bố trí biên chế", Some(chosen)),
        line(2, "STC", "UBND tỉnh", money, None),
        line(3, "SXD", "UBND tỉnh", money, Some(under_way)),
    ]
}

/// A programme of the first tasks, and the years, beside what a release before says.
pub(super) fn total_lines(tasks: &[TaskLine]) -> Vec<TotalLine> {
    let line = |by, name: &str, tasks: &[&TaskLine]| {
        let mut last = EarlierTotals::of(week("2025-W27"));
        let mut counts = ClassCounts::default();
        for task in tasks {
            counts.add(task.state);
            last.add(task.previous_class);
        }
        TotalLine { by, name: name.to_owned(), counts, last: Some(last), chosen: None }
    };
    let all: Vec<&TaskLine> = tasks.iter().collect();
    let block = |block: Block| all.iter().copied().filter(|task| task.task.block == block).collect::<Vec<_>>();
    let blocks = Block::ALL.map(|b| line(TotalsBy::Block, b.label(), &block(b)));
    let members = all.iter().copied().filter(|task| task.programmes.iter().any(|name| name == PROGRAMME)).collect::<Vec<_>>();
    let mut lines = vec![line(TotalsBy::Programme, PROGRAMME, &members)];
    lines.extend(blocks.into_iter().filter(|line| line.counts.total > 0));
    lines
}
