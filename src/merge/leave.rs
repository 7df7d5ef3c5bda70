//! What a release leaves behind for the periods after it.

use crate::merge::tasks::no_report_streak;
use crate::model::agency::AgencyCode;
use crate::model::class::TaskClass;
use crate::model::consolidation::{Consolidation, TargetLine};
use crate::model::finding::{Finding, Severity};
use crate::model::history::{FIGURES_KEPT, History, HistoryPlaces, PRINTS_KEPT, WEEKS_KEPT};
use crate::model::known_rows::KnownRows;
use crate::model::past::AgencyTally;
use crate::model::period::Period;
use crate::model::report::TargetValue;
use crate::model::submission::Submission;
use crate::model::target::TargetCode;
use crate::model::week_figures::WeekFigures;
use crate::text::class;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// The history after a release of `consolidation`, which was made of `accepted` and `previous`. `fingerprints` are
/// those of the reports that entered the figures.
///
/// Rows of agencies without an accepted report stay as they were, and so do rows of a task an agency is no longer
/// given: nothing that was ever accepted is lost.
pub fn history(
    consolidation: &Consolidation,
    accepted: &BTreeMap<AgencyCode, KnownRows>,
    previous: &History,
    fingerprints: &BTreeMap<AgencyCode, String>,
) -> History {
    let mut left = History {
        period: Some(consolidation.period),
        tasks: accepted.values().flat_map(|a| a.tasks.iter().cloned()).collect(),
        targets: accepted.values().flat_map(|a| a.targets.iter().cloned()).collect(),
        criteria: accepted.values().flat_map(|a| a.criteria.iter().cloned()).collect(),
        classes: consolidation.tasks.iter().map(|l| (l.task.code.clone(), l.state.class)).collect(),
        target_classes: consolidation.targets.iter().map(|l| (l.target.code.clone(), l.class)).collect(),
        target_values: consolidation.targets.iter().filter_map(|l| Some((l.target.code.clone(), printed(l)?))).collect(),
        task_counts: Some(consolidation.task_totals.overall),
        target_counts: Some(consolidation.target_counts),
        fingerprints: previous.fingerprints.clone(),
        earlier_fingerprints: earlier_fingerprints(previous, fingerprints, consolidation.period),
        figures: figures(previous, accepted, consolidation.period),
        missing_streak: BTreeMap::new(),
        no_report_streak: BTreeMap::new(),
        weeks: weeks(previous, consolidation),
        forms_looked_at: previous.forms_looked_at.saturating_add(1),
        chosen: None,
        before_late: Vec::new(),
        places: HistoryPlaces::default(),
    };
    let (tasks, targets, criteria) = {
        let tasks: BTreeSet<_> = left.tasks.iter().map(|k| (&k.agency, &k.task)).collect();
        let targets: BTreeSet<_> = left.targets.iter().map(|k| (&k.agency, &k.target)).collect();
        let criteria: BTreeSet<_> = left.criteria.iter().map(|k| (&k.agency, &k.criterion)).collect();
        (
            previous.tasks.iter().filter(|k| !tasks.contains(&(&k.agency, &k.task))).cloned().collect::<Vec<_>>(),
            previous.targets.iter().filter(|k| !targets.contains(&(&k.agency, &k.target))).cloned().collect::<Vec<_>>(),
            previous.criteria.iter().filter(|k| !criteria.contains(&(&k.agency, &k.criterion))).cloned().collect::<Vec<_>>(),
        )
    };
    left.tasks.extend(tasks);
    left.targets.extend(targets);
    left.criteria.extend(criteria);
    left.fingerprints.extend(fingerprints.iter().map(|(agency, print)| (agency.clone(), print.clone())));
    let missing = consolidation.agencies.iter().filter(|a| a.missing_streak > 0);
    left.missing_streak = missing.map(|a| (a.code.clone(), a.missing_streak)).collect();
    let silent = consolidation.tasks.iter().filter(|l| l.state.class == TaskClass::NoReport);
    left.no_report_streak = silent.map(|l| (l.task.code.clone(), no_report_streak(previous, &l.task, l.state))).collect();
    left.sort();
    left
}

/// The numbers of earlier releases, with those of this period in front.
fn weeks(previous: &History, consolidation: &Consolidation) -> Vec<WeekFigures> {
    let earlier = previous.weeks().into_iter().filter(|week| week.period < consolidation.period);
    [consolidation.figures()].into_iter().chain(earlier).take(WEEKS_KEPT).collect()
}

/// The fingerprints of earlier reports, with those of this period in front.
fn earlier_fingerprints(
    previous: &History,
    now: &BTreeMap<AgencyCode, String>,
    period: Period,
) -> BTreeMap<AgencyCode, Vec<(Period, String)>> {
    let mut prints = previous.earlier_fingerprints.clone();
    for (agency, print) in now {
        let of_agency = prints.entry(agency.clone()).or_default();
        of_agency.retain(|(of, _)| *of != period);
        of_agency.insert(0, (period, print.clone()));
        of_agency.truncate(PRINTS_KEPT);
    }
    prints
}

/// The figures of earlier reports, with those that were reported in this period in front.
fn figures(
    previous: &History,
    accepted: &BTreeMap<AgencyCode, KnownRows>,
    period: Period,
) -> BTreeMap<AgencyCode, BTreeMap<TargetCode, Vec<Decimal>>> {
    let mut figures = previous.figures.clone();
    for row in accepted.values().flat_map(|rows| &rows.targets).filter(|row| row.period == period) {
        let Some(TargetValue::Number(figure)) = row.value else { continue };
        let known = figures.entry(row.agency.clone()).or_default().entry(row.target.clone()).or_default();
        known.insert(0, figure);
        known.truncate(FIGURES_KEPT);
    }
    figures
}

/// What a release of `consolidation` says of every agency, by code.
pub fn tallies(consolidation: &Consolidation) -> Vec<AgencyTally> {
    let tasks = consolidation.task_totals.of_agencies();
    let tally = |submission: &Submission| {
        let of = |wanted: fn(Severity) -> bool| submission.findings.iter().filter(move |finding| wanted(finding.severity));
        let count = |wanted| of(wanted).map(Finding::places).fold(0, u32::saturating_add);
        AgencyTally {
            agency: submission.agency.clone(),
            standing: submission.standing,
            evidence: submission.evidence,
            received_at: submission.received_at,
            merged: submission.merged,
            tasks: tasks.get(&submission.agency).copied().unwrap_or_default(),
            errors: count(|severity| severity > Severity::Warning),
            warnings: count(|severity| severity == Severity::Warning),
        }
    };
    let mut tallies: Vec<AgencyTally> = consolidation.submissions.iter().map(tally).collect();
    tallies.sort_by(|a, b| a.agency.cmp(&b.agency));
    tallies
}

/// A result as the product prints it.
fn printed(line: &TargetLine) -> Option<String> {
    let value = class::value(line.value?);
    Some(if line.estimated { format!("ước {value}") } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{
        accepted, agency, consolidation, date, decimal, finding, known_criterion, known_target, known_task, register, report, row,
        task_code, week,
    };
    use crate::model::class::ClassCounts;
    use crate::model::criterion::CriterionResult;
    use crate::model::finding::Effect;
    use crate::model::history::{KnownTarget, KnownTask};
    use crate::model::report::{SheetId, TargetValue};
    use crate::model::task::Status;

    #[test]
    fn what_was_known_stays_known() {
        let half = KnownTarget {
            numerator: Some(decimal("1")),
            denominator: Some(decimal("2")),
            value: Some(TargetValue::Number(decimal("50"))),
            estimated: true,
            ..known_target("SYT", "CT-001")
        };
        let previous = History {
            period: Some(week().previous()),
            tasks: vec![
                known_task("STC", "KH11-004", Status::Regular),
                known_task("SYT", "KH11-001", Status::InProgress),
                known_task("SYT", "KH09-001", Status::InProgress),
            ],
            targets: vec![half],
            criteria: vec![known_criterion("P-AN", "TC01", CriterionResult::Met)],
            missing_streak: BTreeMap::from([(agency("STC"), 2), (agency("SYT"), 1)]),
            no_report_streak: BTreeMap::from([(task_code("KH11-002"), 1), (task_code("KH11-001"), 4)]),
            fingerprints: BTreeMap::from([(agency("STC"), "cũ".to_owned()), (agency("SYT"), "cũ".to_owned())]),
            ..History::default()
        };
        let register = register();
        let now = report(vec![row(5, "KH11-001", Status::Done, Some(100), "xong"), row(6, "KH11-002", Status::Done, None, "")]);
        let syt = accepted(&register, &previous, "SYT", &now, &[finding(Effect::Row, SheetId::Tasks, 6, None)]);
        let accepted = BTreeMap::from([(agency("SYT"), syt)]);
        let consolidation = consolidation(&register, &previous, &accepted);
        let left = history(&consolidation, &accepted, &previous, &BTreeMap::from([(agency("SYT"), "mới".to_owned())]));

        assert_eq!(left.period, Some(week()));
        assert_eq!(left.task(&agency("SYT"), &task_code("KH11-001")).map(|k| (k.status, k.period)), Some((Some(Status::Done), week())));
        assert_eq!(left.task(&agency("STC"), &task_code("KH11-004")), Some(&previous.tasks[0]), "silent");
        assert_eq!(left.task(&agency("SYT"), &task_code("KH09-001")), Some(&previous.tasks[2]), "no longer in the register");
        assert_eq!((left.tasks.len(), left.targets.len(), left.criteria.len()), (3, 1, 1));
        assert_eq!(left.missing_streak.get(&agency("STC")), Some(&3));
        assert_eq!(left.missing_streak.get(&agency("SYT")), None);
        assert_eq!(left.no_report_streak.get(&task_code("KH11-002")), Some(&2), "its row was rejected");
        assert_eq!(left.no_report_streak.get(&task_code("KH11-001")), None);
        assert_eq!(left.fingerprints.values().map(String::as_str).collect::<Vec<_>>(), ["cũ", "mới"]);
        assert_eq!(left.target_values.get(&task_code("CT-001")).map(String::as_str), Some("ước 50"));
        assert_eq!(left.task_counts.map(|c| c.total), Some(6));
        assert_eq!(left.classes.get(&task_code("KH11-005")), Some(&TaskClass::Withdrawn));
    }

    #[test]
    fn the_numbers_of_eight_weeks_go_on_from_release_to_release() {
        let (register, nobody) = (register(), BTreeMap::new());
        // A release of before the numbers were kept left its counts of tasks alone.
        let counts = ClassCounts { total: 6, done_on_time: 2, ..ClassCounts::default() };
        let old = History { period: Some(week().previous()), task_counts: Some(counts), ..History::default() };
        let left = history(&consolidation(&register, &old, &nobody), &nobody, &old, &BTreeMap::new());
        let told: Vec<(Period, bool)> = left.weeks.iter().map(|week| (week.period, week.reports.is_some())).collect();
        assert_eq!(told, [(week(), true), (week().previous(), false)]);
        assert_eq!((left.weeks[1].tasks.done(), left.weeks[0].tasks), (2, left.task_counts.unwrap()));
        let long: Vec<WeekFigures> = std::iter::successors(Some(week().previous()), |period| Some(period.previous()))
            .map(|period| WeekFigures { period, ..left.weeks[0] })
            .take(20)
            .collect();
        let many = History { weeks: long.clone(), ..old };
        let left = history(&consolidation(&register, &many, &nobody), &nobody, &many, &BTreeMap::new());
        assert_eq!((left.weeks.len(), &left.weeks[1..]), (WEEKS_KEPT, &long[..WEEKS_KEPT - 1]));
    }

    #[test]
    fn a_week_of_silence_leaves_the_rows_as_they_were() {
        let register = register();
        let done = KnownTask { completed_on: Some(date(2025, 7, 1)), ..known_task("SYT", "KH11-001", Status::Done) };
        let previous = History { period: Some(week().previous()), tasks: vec![done], ..History::default() };
        let nobody = BTreeMap::new();
        let left = history(&consolidation(&register, &previous, &nobody), &nobody, &previous, &BTreeMap::new());
        assert_eq!(left.tasks, previous.tasks);
    }
}
