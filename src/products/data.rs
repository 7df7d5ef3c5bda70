//! The `.json` product: everything the workbook shows, for programs. One schema; keys are only ever added. Decimals
//! are strings, so that nothing is lost; the order of keys and entries is fixed.
//!
//! One file, because the shape of the object and how it is filled are read together, key by key.

use crate::model::agency::AgencyCode;
use crate::model::class::{ClassCounts, Light, TargetClass, TargetCounts, TaskClass, TaskCounts};
use crate::model::comparison::ClassChange;
use crate::model::confirmation::Confirmation;
use crate::model::consolidation::{AgencyInfo, CriteriaLine, Difficulty, Edition, ExtraTask, PartLine, TargetLine, TaskLine};
use crate::model::criterion::CriterionResult;
use crate::model::finding::Tally;
use crate::model::history::Source;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::proposal::ProposalLine;
use crate::model::replacement::Difference;
use crate::model::report::TargetValue;
use crate::model::submission::{Evidence, LateChange, Standing, Submission};
use crate::model::task::{Role, Status};
use crate::products::data_roads::{self, Edited};
use crate::products::data_room;
use crate::products::data_totals::{self, Totals};
use crate::products::kind::Kind;
use crate::products::product::{Make, Product, ProductBody, stem};
use crate::sheets::criteria;
use crate::sheets::input::ProductInput;
use crate::sheets::submissions;
use crate::sheets::targets;
use crate::text::personal_data::{self, masked};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;
use std::borrow::Cow;

pub(super) static PRODUCT: Product = Product {
    what: "everything the consolidated workbook shows, for programs",
    name: |naming| format!("{}.json", stem("TongHop", naming)),
    make: Make::Edition { kind: |_, _| Some(Kind::Data), compose: |input| json(input).map(ProductBody::Text) },
};

#[derive(Serialize)]
struct Data<'a> {
    schema: &'static str,
    period: PeriodData,
    desk: DeskData<'a>,
    edition: EditionData,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<ReplacesData<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    edited_by_hand: Vec<Edited<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    in_place_of: Vec<WithdrawnData>,
    rehearsal: bool,
    register_sha256: &'a str,
    latest_receipt: Option<Moment>,
    agencies: Vec<AgencyData<'a>>,
    totals: Totals<'a>,
    tasks: Vec<TaskData<'a>>,
    targets: Vec<TargetData<'a>>,
    criteria: CriteriaData<'a>,
    difficulties: Vec<Difficulty>,
    proposals: Vec<ProposalLine>,
    extra_tasks: Vec<ExtraTask>,
    comparison: Option<ComparisonData<'a>>,
    remarks: Vec<RemarkData<'a>>,
}

#[derive(Serialize)]
struct PeriodData {
    id: Period,
    from: NaiveDate,
    to: NaiveDate,
    submit_cutoff: Moment,
    release_cutoff: Moment,
}

#[derive(Serialize)]
struct DeskData<'a> {
    code: &'a AgencyCode,
    name: &'a str,
}

#[derive(Serialize)]
struct EditionData {
    kind: &'static str,
    version: Option<u32>,
    late: bool,
}

/// No person is named in what leaves.
#[derive(Serialize)]
struct ReplacesData<'a> {
    version: u32,
    released_at: Moment,
    reopened_at: Moment,
    reason: &'a str,
    differences: Vec<Difference>,
}

#[derive(Serialize)]
struct WithdrawnData {
    version: u32,
    withdrawn_at: Moment,
}

#[derive(Serialize)]
struct AgencyData<'a> {
    code: &'a AgencyCode,
    name: &'a str,
    short: &'a str,
    standing: Standing,
    evidence: Option<Evidence>,
    received_at: Option<Moment>,
    file: Option<&'a str>,
    sha256: Option<&'a str>,
    version: Option<u32>,
    merged: bool,
    nil: bool,
    form_unfilled: bool,
    confirmed_only: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reported_before: Vec<&'a AgencyCode>,
    changed_after_cutoff: bool,
    changes_after_cutoff: Vec<LateChange>,
    document_received: bool,
    booked_after_cutoff: bool,
    missing_streak: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    own_cutoff: Option<Moment>,
    through: Option<&'a AgencyCode>,
    rejects: u32,
    errors: u32,
    warnings: u32,
    notes: u32,
    tasks: TaskCounts,
}

#[derive(Serialize)]
struct TaskData<'a> {
    code: &'a str,
    content: &'a str,
    document: &'a str,
    group: &'a str,
    block: &'static str,
    programmes: &'a [String],
    phase: &'a str,
    output: &'a str,
    nq57_code: &'a str,
    plan_year: i32,
    kind: &'static str,
    leads: &'a [AgencyCode],
    supports: &'a [AgencyCode],
    deadline_text: &'a str,
    deadline_from: Option<NaiveDate>,
    deadline_to: Option<NaiveDate>,
    class: TaskClass,
    started: bool,
    days: Option<i64>,
    past_deadline: bool,
    previous_class: Option<TaskClass>,
    reported: Option<&'static str>,
    percent: Option<Decimal>,
    completed_on: Option<NaiveDate>,
    result: Cow<'a, str>,
    evidence: Cow<'a, str>,
    obstacle: Cow<'a, str>,
    cause: Cow<'a, str>,
    proposal: Cow<'a, str>,
    expected_on: Option<NaiveDate>,
    marks: &'a [String],
    last_update: Option<Period>,
    changed_in: Option<Period>,
    stale: bool,
    light: Light,
    parts: Vec<PartData<'a>>,
    sources: &'a [Source],
}

#[derive(Serialize)]
struct PartData<'a> {
    agency: &'a AgencyCode,
    role: &'static str,
    work: &'a str,
    deadline_to: Option<NaiveDate>,
    reported: Option<&'static str>,
    class: Option<TaskClass>,
    days: Option<i64>,
    percent: Option<Decimal>,
    completed_on: Option<NaiveDate>,
    period: Option<Period>,
    source: Option<&'a Source>,
}

#[derive(Serialize)]
struct TargetData<'a> {
    code: &'a str,
    name: &'a str,
    unit: &'a str,
    group: &'a str,
    document: &'a str,
    goal_2030: &'a str,
    frequency: &'a str,
    nq57_code: &'a str,
    plan_year: i32,
    goal: String,
    due_to: NaiveDate,
    class: TargetClass,
    value: Option<Decimal>,
    passed: Option<bool>,
    numerator: Option<Decimal>,
    denominator: Option<Decimal>,
    estimated: bool,
    missing: &'a [AgencyCode],
    providers: u32,
    self_assessment: &'a str,
    reason: Cow<'a, str>,
    previous: Option<&'a str>,
    last_update: Option<Period>,
    changed_in: Option<Period>,
    stale: bool,
    light: Light,
    sources: &'a [Source],
}

#[derive(Serialize)]
struct CriteriaData<'a> {
    codes: Vec<&'a str>,
    lines: Vec<CriteriaLineData<'a>>,
}

#[derive(Serialize)]
struct CriteriaLineData<'a> {
    agency: &'a AgencyCode,
    results: Vec<Option<&'static str>>,
    met: u32,
    applicable: u32,
    not_applicable: u32,
    light: Light,
    complete_on: Option<NaiveDate>,
    stale: bool,
    confirmed: Option<&'a Confirmation>,
}

#[derive(Serialize)]
struct ComparisonData<'a> {
    period: Period,
    tasks: TaskCounts,
    targets: TargetCounts,
    changes: &'a [ClassChange],
}

#[derive(Serialize)]
struct RemarkData<'a> {
    section: &'a str,
    text: &'a str,
}

/// The product as JSON text: one line, with a line feed at its end. For eyes every tool can indent it; here that was a third of its room.
///
/// # Errors
///
/// None is expected: every value has a JSON form. The error is passed on rather than hidden.
fn json(input: &ProductInput<'_>) -> Result<String, serde_json::Error> {
    let data = data(input);
    let mut text = Vec::with_capacity(data_room::of(&data.tasks, &(&data.agencies, &data.targets))?);
    serde_json::to_writer(&mut text, &data)?;
    text.push(b'\n');
    String::from_utf8(text).map_err(serde::ser::Error::custom)
}

fn data<'a>(input: &ProductInput<'a>) -> Data<'a> {
    let c = input.consolidation;
    let totals = &c.task_totals;
    let of_agency = totals.of_agencies();
    Data {
        schema: "tonghop.data/1",
        period: PeriodData {
            id: c.period,
            from: c.span.first,
            to: c.span.last,
            submit_cutoff: c.cutoffs.submit,
            release_cutoff: c.cutoffs.release,
        },
        desk: DeskData { code: &input.config.desk.code, name: input.desk_name },
        edition: edition(input.edition),
        replaces: input.replacement.map(|r| ReplacesData {
            version: r.version,
            released_at: r.released_at,
            reopened_at: r.reopened_at,
            reason: &r.reason,
            differences: personal_data::masked_in(&r.differences, |one| vec![&mut one.before, &mut one.after]),
        }),
        edited_by_hand: data_roads::edited(&c.roads),
        in_place_of: input.withdrawals.iter().filter_map(|w| Some(WithdrawnData { version: w.version?, withdrawn_at: w.at })).collect(),
        rehearsal: input.config.rehearsal,
        register_sha256: input.register_sha256,
        latest_receipt: c.latest_receipt,
        agencies: submissions::pairs(c)
            .map(|(agency, submission)| {
                let counts = of_agency.get(&agency.code).copied().unwrap_or_default();
                agency_data(agency, submission, counts)
            })
            .collect(),
        totals: data_totals::totals(c),
        tasks: c.tasks.iter().map(task_data).collect(),
        targets: c.targets.iter().map(target_data).collect(),
        criteria: CriteriaData {
            codes: c.criteria.criteria.iter().map(|criterion| criterion.code.as_str()).collect(),
            lines: c.criteria.lines.iter().map(criteria_line).collect(),
        },
        difficulties: personal_data::masked_in(&c.difficulties, |one| vec![&mut one.obstacle, &mut one.proposal, &mut one.level]),
        proposals: personal_data::masked_in(&c.proposals, |one| vec![&mut one.text, &mut one.level]),
        extra_tasks: personal_data::masked_in(&c.extra_tasks, |one| {
            vec![&mut one.content, &mut one.document, &mut one.deadline, &mut one.status, &mut one.result]
        }),
        comparison: c.comparison.as_ref().map(|b| ComparisonData {
            period: b.period,
            tasks: b.tasks.into(),
            targets: b.targets,
            changes: &b.changes,
        }),
        remarks: c.remarks.iter().map(|r| RemarkData { section: &r.section, text: &r.text }).collect(),
    }
}

fn edition(edition: Edition) -> EditionData {
    match edition {
        Edition::Draft => EditionData { kind: "draft", version: None, late: false },
        Edition::Frozen => EditionData { kind: "frozen", version: None, late: false },
        Edition::Release { version, late } => EditionData { kind: "release", version: Some(version), late },
    }
}

fn agency_data<'a>(agency: &'a AgencyInfo, s: &'a Submission, counts: ClassCounts) -> AgencyData<'a> {
    let version = s.shown_version();
    let tally = Tally::of(&s.findings);
    AgencyData {
        code: &agency.code,
        name: &agency.name,
        short: &agency.short,
        standing: s.standing,
        evidence: s.evidence,
        received_at: s.received_at,
        file: version.map(|v| v.receipt.file.path.as_str()),
        sha256: version.map(|v| v.receipt.sha256.as_str()),
        version: version.map(|v| v.number),
        merged: s.merged,
        nil: s.nil,
        form_unfilled: s.form_unfilled,
        confirmed_only: s.confirmed_only,
        reported_before: s.reported_before().into_iter().map(|ended| &ended.code).collect(),
        changed_after_cutoff: !s.changed_after_cutoff.is_empty(),
        changes_after_cutoff: personal_data::masked_in(&s.changed_after_cutoff, |one| vec![&mut one.before, &mut one.after]),
        document_received: s.document_received.is_some(),
        booked_after_cutoff: s.booked_late,
        missing_streak: agency.missing_streak,
        own_cutoff: s.cutoff.own.then_some(s.cutoff.submit),
        through: s.through.as_ref(),
        rejects: tally.rejects,
        errors: tally.errors,
        warnings: tally.warnings,
        notes: tally.notes,
        tasks: counts.into(),
    }
}

fn task_data(line: &TaskLine) -> TaskData<'_> {
    let task = &line.task;
    TaskData {
        code: task.code.as_str(),
        content: &task.content,
        document: &task.document,
        group: &task.group,
        block: task.block.label(),
        programmes: &line.programmes,
        phase: &task.phase,
        output: &task.output,
        nq57_code: &task.nq57_code,
        plan_year: task.plan_year,
        kind: task.kind.label(),
        leads: &task.leads,
        supports: &task.supports,
        deadline_text: &task.deadline_text,
        deadline_from: task.deadline.map(|d| d.from),
        deadline_to: task.deadline.map(|d| d.to),
        class: line.state.class,
        started: line.state.started,
        days: line.state.days,
        past_deadline: line.state.past_deadline,
        previous_class: line.previous_class,
        reported: line.reported.map(Status::label),
        percent: line.percent,
        completed_on: line.completed_on,
        result: masked(&line.result),
        evidence: masked(&line.evidence),
        obstacle: masked(&line.obstacle),
        cause: masked(&line.cause),
        proposal: masked(&line.proposal),
        expected_on: line.expected_on,
        marks: &line.marks,
        last_update: line.last_update,
        changed_in: line.changed_in,
        stale: line.stale,
        light: line.light,
        parts: line.parts.iter().map(part_data).collect(),
        sources: &line.sources,
    }
}

fn part_data(part: &PartLine) -> PartData<'_> {
    PartData {
        agency: &part.agency,
        role: Role::label(part.role),
        work: &part.work,
        deadline_to: part.deadline_to,
        reported: part.status.map(Status::label),
        class: part.state.map(|s| s.class),
        days: part.state.and_then(|s| s.days),
        percent: part.percent,
        completed_on: part.completed_on,
        period: part.period,
        source: part.source.as_ref(),
    }
}

fn target_data(line: &TargetLine) -> TargetData<'_> {
    let target = &line.target;
    let (value, passed) = match line.value {
        Some(TargetValue::Number(number)) => (Some(number), None),
        Some(TargetValue::Passed(passed)) => (None, Some(passed)),
        None => (None, None),
    };
    TargetData {
        code: target.code.as_str(),
        name: &target.name,
        unit: &target.unit,
        group: &target.group,
        document: &target.document,
        goal_2030: &target.goal_2030,
        frequency: &target.frequency,
        nq57_code: &target.nq57_code,
        plan_year: target.plan_year,
        goal: targets::goal(target),
        due_to: target.due.to,
        class: line.class,
        value,
        passed,
        numerator: line.numerator,
        denominator: line.denominator,
        estimated: line.estimated,
        missing: &line.missing,
        providers: line.providers,
        self_assessment: &line.self_assessment,
        reason: masked(&line.reason),
        previous: line.previous.as_deref(),
        last_update: line.last_update,
        changed_in: line.changed_in,
        stale: line.stale,
        light: line.light,
        sources: &line.sources,
    }
}

fn criteria_line(line: &CriteriaLine) -> CriteriaLineData<'_> {
    CriteriaLineData {
        agency: &line.agency,
        results: line.results.iter().map(|known| known.as_ref().map(|k| CriterionResult::label(k.result))).collect(),
        met: line.met,
        applicable: u32::try_from(line.results.len()).unwrap_or(u32::MAX).saturating_sub(criteria::not_applicable(line)),
        not_applicable: criteria::not_applicable(line),
        light: line.light,
        complete_on: line.complete_on,
        stale: line.stale,
        confirmed: line.confirmed.as_ref(),
    }
}
