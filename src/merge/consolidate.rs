//! The consolidation: from what each agency is known for to everything the products print. The order in which
//! submissions and rows are given changes nothing.

use crate::forms::new_remarks;
use crate::judge::duties::Duties;
use crate::merge::rows::{Rows, of_everyone};
use crate::merge::{compare, criteria, difficulties, proposals, targets, tasks, totals};
use crate::model::agency::{Agency, AgencyCode, Route};
use crate::model::config::Lights;
use crate::model::consolidation::{AgencyInfo, Consolidation, ConsolidationPlaces, ExtraTask};
use crate::model::cutoff::Cutoffs;
use crate::model::finding::{self, Effect, Finding};
use crate::model::history::History;
use crate::model::known_rows::{KnownRows, LeadClaim};
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::proposal::ProposalRecord;
use crate::model::register::Register;
use crate::model::remark::Remark;
use crate::model::rhythm::Rhythm;
use crate::model::roads::Roads;
use crate::model::submission::{Standing, Submission};
use crate::rules::case::WholeCase;
use crate::rules::{self, Ruleset};
use crate::text::calendar;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What a consolidation is made of.
#[derive(Debug)]
pub struct ConsolidateInput<'a> {
    /// The registers in force on `day`.
    pub register: &'a Register,
    /// The period that is consolidated.
    pub period: Period,
    /// The calendar with the schedule.
    pub rhythm: Rhythm<'a>,
    /// The instants everybody is held to in it.
    pub cutoffs: Cutoffs,
    /// The day of the submit cutoff.
    pub day: NaiveDate,
    /// One for each agency of the register, in any order.
    pub submissions: Vec<Submission>,
    /// What is known of the agencies whose report enters the figures; the others are carried forward.
    pub accepted: &'a BTreeMap<AgencyCode, KnownRows>,
    /// By which roads the reports came.
    pub roads: &'a Roads,
    /// What the last release before the period left; empty if there is none.
    pub history: &'a History,
    /// What is recorded of proposals.
    pub proposals: &'a ProposalRecord,
    /// Thresholds of the colours.
    pub lights: &'a Lights,
    /// "Sắp đến hạn" from this many days before the deadline.
    pub due_soon_days: u32,
    /// The latest receipt among everything received.
    pub latest_receipt: Option<Moment>,
    /// The rules in force.
    pub rules: &'a Ruleset,
}

/// Makes everything that the products of a period print, of its submissions and what was carried over.
pub fn consolidate(input: ConsolidateInput<'_>) -> Consolidation {
    let ConsolidateInput { register, period, day, history, lights, due_soon_days, .. } = input;
    let duties = Duties::new(register, history, period, day);
    let everyone = of_everyone(&duties, input.accepted);
    let rows = Rows::new(&everyone);

    let (agencies, mut submissions) = agencies(register, (day, input.cutoffs), history, input.submissions);
    // What came through another desk was judged there.
    for submission in submissions.iter_mut().filter(|submission| submission.merged && submission.through.is_none()) {
        // Who sent the form as it was issued confirms nothing, nor does one whose changes could not be used.
        let refused = submission.findings.iter().any(|finding| matches!(finding.effect, Effect::Row | Effect::Cell));
        let news = input.accepted.get(&submission.agency).is_some_and(|rows| rows.has_news(period));
        submission.confirmed_only = !news && !refused && !submission.form_unfilled;
    }
    for submission in submissions.iter_mut().filter(|submission| submission.through.is_none()) {
        submission.remarks = remarks(submission, history);
    }
    let lines = tasks::lines(&tasks::TasksInput { register, rows: &rows, history, roads: input.roads, period, day, lights, due_soon_days });
    let task_totals = totals::totals(&lines, &agencies.iter().map(|a| a.code.clone()).collect::<Vec<_>>(), &register.programmes, history);
    let target_lines = targets::lines(&targets::TargetsInput { register, rows: &rows, history, period, day, lights });
    let (target_counts, target_counts_by_year) = totals::target_totals(&target_lines);
    let criteria_input = criteria::CriteriaInput { register, rows: &rows, history, period, day, lights };
    let criteria = criteria::criteria(&criteria_input, &communes(register, &agencies, &submissions));
    let claims: Vec<LeadClaim> = in_print_order(register, input.accepted).flat_map(|a| a.claims.iter().cloned()).collect();
    let reported: BTreeSet<AgencyCode> = submissions.iter().filter(|s| s.merged).map(|s| s.agency.clone()).collect();
    let whole = WholeCase {
        register,
        period,
        day,
        reported: &reported,
        roads: input.roads,
        tasks: &lines,
        totals: &task_totals,
        claims: &claims,
        history,
    };
    let mut of_whole = rules::review_whole(&whole, input.rules);
    let trials = finding::take_trials(&mut of_whole);
    let findings = told_to_agencies(of_whole, &mut submissions);
    let extra_tasks: Vec<ExtraTask> = in_print_order(register, input.accepted).flat_map(|a| a.extra_tasks.iter().cloned()).collect();
    let proposals = proposals::proposals(register, &rows, &lines, input.proposals, period);
    let mut difficulties = difficulties::difficulties(register, &rows, &lines, &criteria.lines);
    proposals::number(&mut difficulties, &proposals);
    let mut consolidation = Consolidation {
        period,
        span: input.rhythm.span(period),
        cutoffs: input.cutoffs,
        moved: calendar::moved(input.rhythm, period),
        unconfirmed: calendar::unconfirmed(input.rhythm, period),
        difficulties,
        proposals,
        comparison: compare::compare(history, &lines),
        weeks: history.weeks(),
        former: former(register, &agencies),
        desks: agencies.iter().map(|agency| agency.code.clone()).filter(|code| register.is_desk_below(code)).collect(),
        roads: input.roads.clone(),
        agencies,
        submissions,
        tasks: lines,
        targets: target_lines,
        criteria,
        task_totals,
        target_counts,
        target_counts_by_year,
        extra_tasks,
        remarks: register.remarks.iter().filter(|r| input.rhythm.named(r.period) == Some(period)).cloned().collect(),
        findings,
        desk_rules: register.desk_rules.rules.iter().filter(|rule| rule.holds_on(day)).cloned().collect(),
        trials,
        latest_receipt: input.latest_receipt,
        calendar: register.calendar.clone(),
        places: ConsolidationPlaces::default(),
    };
    consolidation.places = ConsolidationPlaces::of(&consolidation);
    consolidation
}

/// Gives each agency in the figures what was found of it beside others, so that all that is printed counts the same. What is
/// left is about the whole, or about an agency that is told of its own report alone.
fn told_to_agencies(findings: Vec<Finding>, submissions: &mut [Submission]) -> Vec<Finding> {
    let mut of_agency: BTreeMap<AgencyCode, Vec<Finding>> = BTreeMap::new();
    let mut of_whole = Vec::new();
    for finding in findings {
        match &finding.agency {
            Some(agency) => of_agency.entry(agency.clone()).or_default().push(finding),
            None => of_whole.push(finding),
        }
    }
    for submission in submissions.iter_mut().filter(|submission| submission.merged) {
        if let Some(of_shared) = of_agency.remove(&submission.agency) {
            submission.findings.extend(of_shared);
            finding::sort(&mut submission.findings);
        }
    }
    of_whole.extend(of_agency.into_values().flatten());
    finding::sort(&mut of_whole);
    of_whole
}

/// New words of the versions that count, in the figures or too late for them, which enter no figure.
fn remarks(submission: &Submission, history: &History) -> Vec<Remark> {
    let counted = submission.before.iter().copied().chain(submission.counted).filter_map(|index| submission.versions.get(index));
    let reports = counted.filter_map(|version| version.content.extraction()).map(|extraction| &extraction.report);
    reports.flat_map(|report| new_remarks::of(report, &submission.agency, history)).collect()
}

/// Short names of the agencies of the register that are not among those of the period.
fn former(register: &Register, agencies: &[AgencyInfo]) -> BTreeMap<AgencyCode, String> {
    let present: BTreeSet<&AgencyCode> = agencies.iter().map(|agency| &agency.code).collect();
    let others = register.agencies.iter().filter(|agency| !present.contains(&agency.code));
    others.map(|agency| (agency.code.clone(), agency.short.clone())).collect()
}

/// Agencies in print order with their submissions: those in effect, and those that have a submission all the same.
/// An agency in effect of which nothing is said is missing.
fn agencies(
    register: &Register,
    (day, cutoffs): (NaiveDate, Cutoffs),
    history: &History,
    given: Vec<Submission>,
) -> (Vec<AgencyInfo>, Vec<Submission>) {
    let mut given: BTreeMap<AgencyCode, Submission> = given.into_iter().map(|s| (s.agency.clone(), s)).collect();
    let mut both = (Vec::new(), Vec::new());
    for agency in &register.agencies {
        let submission = match given.remove(&agency.code) {
            Some(submission) => submission,
            None if agency.in_effect(day) => Submission::nothing(&agency.code, cutoffs),
            None => continue,
        };
        both.0.push(info(agency, streak(history, &submission)));
        both.1.push(submission);
    }
    both
}

fn info(agency: &Agency, missing_streak: u32) -> AgencyInfo {
    AgencyInfo {
        code: agency.code.clone(),
        name: agency.name.clone(),
        short: agency.short.clone(),
        kind: agency.kind,
        block: agency.block,
        missing_streak,
    }
}

/// How often in a row nothing complete came, this period included. What came and is unusable, or came late, is no
/// silence.
fn streak(history: &History, submission: &Submission) -> u32 {
    let before = history.missing_streak.get(&submission.agency).copied().unwrap_or(0);
    match submission.standing {
        // Who may still report has not failed to; nor has one where we could not look, and it has not reported either.
        Standing::Unknown => before,
        Standing::Missing if submission.awaits_own_cutoff() || submission.awaits_joint_report() => before,
        // A form that came back unfilled is no silence, and no report either.
        Standing::Missing if submission.form_unfilled => before,
        Standing::Missing | Standing::Arriving => before + 1,
        _ => 0,
    }
}

/// Communes that must report here or to a desk below, in print order: who reports to that desk alone is a commune of the whole also in
/// a period in which the desk handed nothing on.
fn communes<'a>(register: &Register, agencies: &'a [AgencyInfo], submissions: &[Submission]) -> Vec<&'a AgencyCode> {
    let elsewhere = |code: &AgencyCode| {
        let office = register.agency(code).filter(|office| office.weekly && office.route == Route::DepartmentOnly);
        office.and_then(|office| AgencyCode::parse(&office.supervisor)).is_some_and(|desk| register.is_desk_below(&desk))
    };
    let both = agencies.iter().zip(submissions);
    let asked = both.filter(|(a, s)| a.kind.is_commune() && (s.standing != Standing::Exempt || elsewhere(&a.code)));
    asked.map(|(a, _)| &a.code).collect()
}

fn in_print_order<'a>(register: &'a Register, accepted: &'a BTreeMap<AgencyCode, KnownRows>) -> impl Iterator<Item = &'a KnownRows> {
    register.agencies.iter().filter_map(|a| accepted.get(&a.code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{
        accepted, agency, consolidation, consolidation_of, date, decimal, known_criterion, known_task, member, register, report, row,
        submission, task_code, text, value, week,
    };
    use crate::model::agency::AgencyKind;
    use crate::model::class::{ClassCounts, Light, TaskClass};
    use crate::model::consolidation::TaskLine;
    use crate::model::criterion::CriterionResult;
    use crate::model::history::KnownTask;
    use crate::model::report::TaskRow;
    use crate::model::task::{Role, Status};

    /// One week: who sends which rows, after which history.
    fn after(history: &History, reports: &[(&str, Vec<TaskRow>)]) -> Consolidation {
        let register = register();
        let accepted = reports.iter().map(|(a, rows)| (agency(a), accepted(&register, history, a, &report(rows.clone()), &[]))).collect();
        consolidation(&register, history, &accepted)
    }

    fn line<'a>(c: &'a Consolidation, code: &str) -> &'a TaskLine {
        c.task(&task_code(code)).unwrap()
    }

    fn last_week(tasks: Vec<KnownTask>) -> History {
        History { period: Some(week().previous()), tasks, ..History::default() }
    }

    fn done(at: u32, code: &str, day: NaiveDate) -> TaskRow {
        TaskRow { completed_on: value(day), ..row(at, code, Status::Done, Some(100), "xong") }
    }

    #[test]
    fn the_lead_decides_and_the_supports_are_joined() {
        let mut support = row(3, "KH11-002", Status::Done, Some(100), "đã cấp vốn\nđủ");
        support.proposal = text("Bổ sung biên chế");
        let mut lead = row(4, "KH11-002", Status::InProgress, Some(30), "đang làm");
        lead.proposal = text("bổ sung  biên chế.");
        let c = after(&History::default(), &[("SYT", vec![lead]), ("STC", vec![support])]);
        let shared = line(&c, "KH11-002");
        assert_eq!((shared.reported, shared.percent), (Some(Status::InProgress), Some(decimal("30"))));
        assert_eq!(shared.result, "- Đơn vị SYT (chủ trì): đang làm\n- Đơn vị STC (phối hợp): đã cấp vốn; đủ");
        assert_eq!(shared.proposal, "- Đơn vị SYT, Đơn vị STC: bổ sung  biên chế.");
        assert_eq!(shared.parts.iter().map(|p| p.role).collect::<Vec<_>>(), [Role::Lead, Role::Support, Role::Support]);
        assert_eq!(shared.sources.len(), 2);
        assert_eq!(c.difficulties.len(), 1);
        assert_eq!(c.difficulties[0].agencies, [agency("SYT"), agency("STC")]);
    }

    #[test]
    fn a_silent_lead_keeps_last_weeks_status_and_is_marked() {
        let history = last_week(vec![KnownTask { result: "cũ".into(), ..known_task("SYT", "KH11-002", Status::InProgress) }]);
        let c = after(&history, &[("STC", vec![row(3, "KH11-002", Status::Done, Some(100), "phần vốn")])]);
        let shared = line(&c, "KH11-002");
        assert_eq!((shared.state.class, shared.stale, shared.last_update), (TaskClass::InProgress, true, Some(week().previous())));
        assert_eq!(shared.light, Light::Yellow);
        // Without any row of the lead the support is still not promoted.
        let c = after(&History::default(), &[("STC", vec![row(3, "KH11-002", Status::Done, Some(100), "phần vốn")])]);
        let shared = line(&c, "KH11-002");
        assert_eq!((shared.state.class, shared.stale, shared.last_update), (TaskClass::NoReport, false, None));
        assert_eq!(shared.result, "- Đơn vị STC (phối hợp): phần vốn");
    }

    #[test]
    fn a_single_lead_speaks_without_a_name() {
        let c = after(&History::default(), &[("SYT", vec![row(3, "KH11-001", Status::InProgress, Some(90), "a\nb")])]);
        assert_eq!(line(&c, "KH11-001").result, "a\nb");
        assert!(!line(&c, "KH11-001").stale);
    }

    #[test]
    fn a_whole_is_done_with_its_last_part() {
        let first = date(2025, 7, 1);
        let c = after(&History::default(), &[("P-AN", vec![done(2, "KH11-003", first)])]);
        let whole = line(&c, "KH11-003");
        assert_eq!((whole.state.class, whole.percent), (TaskClass::InProgress, Some(decimal("50"))));
        assert_eq!(whole.marks, ["1/2 đơn vị hoàn thành", "chưa có báo cáo: Đơn vị X-BINH"]);
        let last = date(2025, 7, 9);
        let c = after(&History::default(), &[("P-AN", vec![done(2, "KH11-003", first)]), ("X-BINH", vec![done(2, "KH11-003", last)])]);
        let whole = line(&c, "KH11-003");
        assert_eq!((whole.state.class, whole.completed_on), (TaskClass::DoneEarly, Some(last)));
        assert_eq!(whole.result, "- Đơn vị X-BINH: xong\n- Đơn vị P-AN: xong");
    }

    #[test]
    fn an_overdue_part_is_named_and_counts_for_its_agency_only() {
        // The part of SYT was due on 01/7, that of SKHCN is due with the task.
        let rows = |a| (a, vec![row(2, "KH11-007", Status::InProgress, Some(50), "")]);
        let c = after(&History::default(), &[rows("SYT"), rows("SKHCN")]);
        let whole = line(&c, "KH11-007");
        assert_eq!((whole.state.class, whole.state.days), (TaskClass::Overdue, Some(10)));
        assert_eq!(whole.marks, ["0/2 đơn vị hoàn thành", "quá hạn: Đơn vị SYT"]);
        let of = |code: &str| c.task_totals.by_agency.iter().find(|(a, _)| a == &agency(code)).unwrap().1;
        assert_eq!((of("SYT").overdue, of("SKHCN").overdue, of("SKHCN").in_progress), (1, 0, 1));
        assert_eq!(c.task_totals.overall.overdue, 1);
    }

    #[test]
    fn finished_tasks_are_never_stale_and_open_ones_age_in_silence() {
        let finished = KnownTask { completed_on: Some(date(2025, 7, 1)), ..known_task("SYT", "KH11-001", Status::Done) };
        let open = known_task("SYT", "KH11-007", Status::InProgress);
        let c = after(&last_week(vec![finished, open]), &[]);
        assert_eq!((line(&c, "KH11-001").state.class, line(&c, "KH11-001").stale), (TaskClass::DoneEarly, false));
        let aged = line(&c, "KH11-007");
        assert_eq!((aged.state.class, aged.stale), (TaskClass::Overdue, true));
    }

    #[test]
    fn requests_and_extensions_are_marked() {
        let mut register = register();
        register.tasks[0].extended =
            Some(crate::model::task::Extension { original_text: "30/6/2025".into(), times: 2, document: "CV 9".into() });
        let mut asks = row(2, "KH11-001", Status::ChangeRequested, Some(10), "");
        asks.obstacle = text("Không");
        let accepted = BTreeMap::from([(agency("SYT"), accepted(&register, &History::default(), "SYT", &report(vec![asks]), &[]))]);
        let c = consolidation(&register, &History::default(), &accepted);
        assert_eq!(line(&c, "KH11-001").marks, ["đang đề nghị gia hạn", "gia hạn lần 2 từ 30/6/2025"]);
        assert_eq!(line(&c, "KH11-001").obstacle, "", "\"Không\" is no obstacle");
        assert_eq!(line(&c, "KH11-001").light, Light::Green);
    }

    #[test]
    fn the_change_since_the_last_release_names_tasks() {
        let mut history = last_week(vec![known_task("SYT", "KH11-001", Status::InProgress)]);
        history.task_counts = Some(ClassCounts::default());
        history.classes = BTreeMap::from([(task_code("KH11-001"), TaskClass::InProgress), (task_code("KH11-004"), TaskClass::Regular)]);
        let c = after(&history, &[("SYT", vec![done(2, "KH11-001", date(2025, 7, 10))])]);
        let changes = c.comparison.unwrap().changes;
        assert_eq!(changes[0].task.as_str(), "KH11-001");
        assert_eq!((changes[0].before, changes[0].now), (Some(TaskClass::InProgress), TaskClass::DoneEarly));
        let named: Vec<&str> = changes.iter().map(|c| c.task.as_str()).collect();
        assert_eq!(named, ["KH11-001", "KH11-002", "KH11-003", "KH11-006", "KH11-007"], "neither the unchanged nor the withdrawn one");
        assert!(after(&History::default(), &[]).comparison.is_none());
        // A task whose row was deleted has left the totals, and that is said.
        let gone = History { classes: BTreeMap::from([(task_code("KH11-099"), TaskClass::InProgress)]), ..history };
        let c = after(&gone, &[]);
        let last = c.comparison.unwrap().changes.pop().unwrap();
        assert_eq!((last.task, last.before, last.now), (task_code("KH11-099"), Some(TaskClass::InProgress), TaskClass::Withdrawn));
    }

    #[test]
    fn agencies_are_those_in_effect_and_those_that_did_something() {
        let mut register = register();
        let mut closed = member("SCU", AgencyKind::Department, 9);
        closed.to = Some(date(2025, 6, 30));
        register.agencies.push(closed);
        let history = History { missing_streak: BTreeMap::from([(agency("SYT"), 3)]), ..History::default() };
        let (accepted, one) = (BTreeMap::new(), vec![submission(&agency("STC"), Standing::Late)]);
        let c = consolidation_of(&register, &history, &accepted, one);
        assert_eq!(c.agencies.len(), 5);
        assert_eq!(c.agency(&agency("SYT")).map(|a| a.missing_streak), Some(4), "nothing is said of it: missing");
        assert_eq!(c.agency(&agency("STC")).map(|a| a.missing_streak), Some(0));
        assert_eq!(c.short_name(&agency("SCU")), "Đơn vị SCU", "earlier rows still speak of it");
        let exempt = consolidation_of(&register, &history, &accepted, vec![submission(&agency("SCU"), Standing::Exempt)]);
        assert_eq!(exempt.agencies.last().map(|a| &a.code), Some(&agency("SCU")));
    }

    #[test]
    fn communes_stand_in_the_matrix_unless_exempt() {
        let met = |code: &str| crate::model::history::KnownCriterion {
            evidence: "QĐ".into(),
            met_on: Some(date(2025, 7, 2)),
            period: week(),
            ..known_criterion("P-AN", code, CriterionResult::Met)
        };
        let register = register();
        let history = History { criteria: vec![known_criterion("P-AN", "TC01", CriterionResult::NotMet)], ..last_week(Vec::new()) };
        let full = KnownRows { criteria: vec![met("TC01"), met("TC02")], ..KnownRows::default() };
        let accepted = BTreeMap::from([(agency("P-AN"), full)]);
        let c = consolidation_of(&register, &history, &accepted, vec![submission(&agency("X-BINH"), Standing::Exempt)]);
        assert_eq!(c.criteria.lines.len(), 1);
        let ward = &c.criteria.lines[0];
        assert_eq!((ward.met, ward.light, ward.complete_on, ward.stale), (2, Light::Green, Some(date(2025, 7, 2)), false));
        assert_eq!(ward.changes.len(), 2);
        assert_eq!(ward.changes[0], ("TC01".to_owned(), Some(CriterionResult::NotMet), CriterionResult::Met));
    }

    #[test]
    fn a_commune_of_a_desk_below_stays_in_the_matrix_where_that_desk_is_silent() {
        let mut register = register();
        for office in register.agencies.iter_mut().filter(|office| office.code == agency("X-BINH")) {
            (office.route, office.supervisor) = (Route::DepartmentOnly, "SKHCN".to_owned());
        }
        let lines = |register: &Register| {
            let exempt = vec![submission(&agency("X-BINH"), Standing::Exempt)];
            consolidation_of(register, &last_week(Vec::new()), &BTreeMap::new(), exempt).criteria.lines.len()
        };
        assert_eq!(lines(&register), 1, "who reports elsewhere, and nobody hands on");
        register.calendar.desks.insert(agency("SKHCN"));
        assert_eq!(lines(&register), 2);
    }
}
