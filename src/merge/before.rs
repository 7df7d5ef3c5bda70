//! What offices that ended in a period had reported in it while they were offices, under the office that took them over: as if it had
//! been known before that one's own report (`src/docs/rows.md`, "Offices that become one").
//!
//! ```text
//! reports of ended offices + History (whose row each was) → History in which their rows are the successor's
//! ```

use crate::judge::duties::Duties;
use crate::merge::accept::target::quotient;
use crate::model::agency::AgencyCode;
use crate::model::history::{Aging, History, KnownTarget, KnownTask};
use crate::model::known_rows::KnownRows;
use crate::model::period::Period;
use crate::model::report::{AgencyReport, FieldId, TargetValue};
use crate::model::target::{Aggregation, Target, TargetCode};
use crate::model::task::{Role, TaskCode};
use crate::rules::view::written_code;
use crate::text::agency_names;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What one of them reported, as accepted under the successor.
pub(super) struct Before<'a> {
    /// Which of them it is.
    pub(super) office: &'a AgencyCode,
    /// What it sent, as it was read.
    pub(super) report: &'a AgencyReport,
    /// Its rows, and those that its report leaves as they were.
    pub(super) rows: KnownRows,
}

/// What came of that under the successor.
pub(super) struct Layered<'a> {
    /// The history in which each row that one of them alone had is the successor's.
    pub(super) history: History,
    /// What else they reported: tasks beyond the register, claims to lead.
    pub(super) beside: KnownRows,
    /// Every figure that they reported, by target.
    pub(super) figures: BTreeMap<TargetCode, Vec<(&'a AgencyCode, KnownTarget)>>,
}

/// The history with those rows as the successor's, each only of the one office that it was of; and what else they reported. Where two
/// of them had a row, or two give one that nobody had before, none speaks for the whole.
pub(super) fn layered<'a>(successor: &AgencyCode, before: Vec<Before<'a>>, duties: &Duties<'_>, history: &History) -> Layered<'a> {
    let mut tasks: BTreeMap<TaskCode, Vec<(&AgencyCode, KnownTask)>> = BTreeMap::new();
    let mut figures: BTreeMap<TargetCode, Vec<(&AgencyCode, KnownTarget)>> = BTreeMap::new();
    let mut beside = KnownRows::default();
    for Before { office, report, rows } in before {
        let supported = supported(report);
        // What an office did for a task of another one is no word of the lead.
        let speaks = |row: &KnownTask| row.role == Role::Support || !supported.contains(&row.task);
        for row in rows.tasks.into_iter().filter(|row| row.period == duties.period && speaks(row)) {
            tasks.entry(row.task.clone()).or_default().push((office, row));
        }
        for row in rows.targets.into_iter().filter(|row| row.period == duties.period) {
            figures.entry(row.target.clone()).or_default().push((office, row));
        }
        beside.extra_tasks.extend(rows.extra_tasks);
        beside.claims.extend(rows.claims);
        beside.nearly_done.extend(rows.nearly_done);
    }
    let predecessors = agency_names::predecessors(duties.register);
    let ended = predecessors.get(successor).into_iter().flatten().map(|office| &office.code);
    let offices: Vec<&AgencyCode> = std::iter::once(successor).chain(ended).collect();
    let had_task = |code: &AgencyCode, row: &KnownTask| {
        history.task(code, &row.task).is_some_and(|had| had.role != Role::Support || row.role == Role::Support)
    };
    let had_target = |code: &AgencyCode, row: &KnownTarget| history.target(code, &row.target).is_some();
    let tasks: BTreeMap<TaskCode, KnownTask> = chosen(tasks, &offices, had_task);
    let targets: BTreeMap<TargetCode, KnownTarget> = chosen(figures.clone(), &offices, had_target);
    let mut left = history.clone();
    left.tasks.retain(|row| row.agency != *successor || !tasks.contains_key(&row.task));
    left.targets.retain(|row| row.agency != *successor || !targets.contains_key(&row.target));
    left.tasks.extend(tasks.into_values());
    left.targets.extend(targets.into_values());
    left.sort();
    Layered { history: left, beside, figures }
}

/// The figures that are added up by the register, of offices that became one: until the successor says the whole itself, its figure is
/// that of all of them, each its last one. Else the part of an office that ended would be gone from a sum without a word.
pub(super) struct Joined<'a> {
    /// The offices that were taken over since the last release.
    pub(super) offices: Vec<&'a AgencyCode>,
    /// What they reported in this period.
    pub(super) figures: BTreeMap<TargetCode, Vec<(&'a AgencyCode, KnownTarget)>>,
    /// SHA-256 of the successor's report, if it came after all of them had ended.
    pub(super) whole: Option<&'a str>,
}

impl Joined<'_> {
    /// Adds up the figures of the successor's rows.
    pub(super) fn add_up(&self, rows: &mut KnownRows, successor: &AgencyCode, duties: &Duties<'_>, history: &History) {
        for target in duties.targets_of(successor).iter().filter(|t| matches!(t.aggregation, Aggregation::Sum | Aggregation::Ratio)) {
            let said = self.figures.get(&target.code).map_or(&[][..], Vec::as_slice);
            let of_office = |office: &&AgencyCode| {
                said.iter().find(|(who, _)| who == office).map(|(_, row)| row).or_else(|| history.target(office, &target.code))
            };
            let mut parts: Vec<&KnownTarget> = self.offices.iter().filter_map(of_office).collect();
            let at = rows.targets.iter().position(|row| row.target == target.code);
            let own = at.and_then(|at| rows.targets.get(at));
            if own.is_some_and(|own| self.whole == Some(own.source.sha256.as_str()) && !own.stale_fields.contains_key(&FieldId::Value)) {
                continue;
            }
            parts.extend(own.filter(|own| parts.iter().all(|part| part.source != own.source)));
            let Some(sum) = sum(target, &parts, successor) else { continue };
            match at.and_then(|at| rows.targets.get_mut(at)) {
                Some(own) => *own = sum,
                None => rows.targets.push(sum),
            }
        }
    }
}

/// The figures of several offices as one; `None` if there are not several, or one of them cannot be added.
fn sum(target: &Target, parts: &[&KnownTarget], successor: &AgencyCode) -> Option<KnownTarget> {
    let [.., last] = parts else { return None };
    let first = parts.first().filter(|_| parts.len() > 1)?;
    let add = |of: fn(&KnownTarget) -> Option<Decimal>| parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(of(part)?));
    let (numerator, denominator) = (add(|part| part.numerator), add(|part| part.denominator));
    let value = match target.aggregation {
        Aggregation::Ratio => quotient(numerator?, denominator?, target.is_percent())?,
        _ => add(|part| if let Some(TargetValue::Number(number)) = part.value { Some(number) } else { None })?,
    };
    // What one of them wrote beside its part is not said of the whole.
    let alike =
        |of: fn(&KnownTarget) -> &String| if parts.iter().all(|part| of(part) == of(last)) { of(last).clone() } else { String::new() };
    let mut sources: Vec<&str> = parts.iter().map(|part| part.data_source.as_str()).filter(|source| !source.is_empty()).collect();
    sources.dedup();
    let mut stale_fields: BTreeMap<FieldId, Period> = BTreeMap::new();
    for (field, period) in parts.iter().flat_map(|part| &part.stale_fields) {
        stale_fields.entry(*field).and_modify(|oldest| *oldest = (*oldest).min(*period)).or_insert(*period);
    }
    Some(KnownTarget {
        agency: successor.clone(),
        data_source: sources.join("; "),
        assessment: last.assessment.filter(|_| parts.iter().all(|part| part.assessment == last.assessment)),
        reason: alike(|part| &part.reason),
        proposed_method: alike(|part| &part.proposed_method),
        note: alike(|part| &part.note),
        late_in: parts.iter().filter_map(|part| part.late_in).max(),
        stale_fields,
        numerator,
        denominator,
        value: Some(TargetValue::Number(value)),
        estimated: parts.iter().any(|part| part.estimated),
        // As old as the oldest of them, so that it is marked where one of them is of an earlier period.
        period: parts.iter().map(|part| part.period).fold(first.period, Ord::min),
        changed_in: parts.iter().map(|part| part.changed_in()).max(),
        // Whoever asks for the cell of a sum is led to each of its parts.
        added: parts.iter().flat_map(|part| part.sources()).filter(|source| **source != last.source).cloned().collect(),
        ..(*last).clone()
    })
}

/// Codes of tasks in which a report says that its office supports another one.
fn supported(report: &AgencyReport) -> BTreeSet<TaskCode> {
    let rows = report.tasks.iter().flat_map(|table| &table.rows);
    rows.filter(|row| row.role.value() == Some(&Role::Support)).filter_map(|row| TaskCode::parse(written_code(&row.code))).collect()
}

/// Of each code the row of the one office that had it, or that alone gives it where nobody had it.
fn chosen<C: Ord, K>(
    said: BTreeMap<C, Vec<(&AgencyCode, K)>>,
    offices: &[&AgencyCode],
    had: impl Fn(&AgencyCode, &K) -> bool,
) -> BTreeMap<C, K> {
    let of_one = |mut rows: Vec<(&AgencyCode, K)>| {
        let (_, first) = rows.first()?;
        let holders: Vec<&AgencyCode> = offices.iter().copied().filter(|code| had(code, first)).collect();
        match holders.as_slice() {
            [] if rows.len() == 1 => rows.pop(),
            [holder] => rows.into_iter().find(|(office, _)| office == holder),
            _ => None,
        }
        .map(|(_, row)| row)
    };
    said.into_iter().filter_map(|(code, rows)| Some((code, of_one(rows)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{agency, decimal, known_target, target, week};

    /// A part of a sum, with what its office wrote beside it.
    fn part(office: &str, number: &str, note: &str) -> KnownTarget {
        KnownTarget {
            value: Some(TargetValue::Number(decimal(number))),
            note: note.into(),
            reason: note.into(),
            data_source: format!("Báo cáo của {office}"),
            ..known_target(office, "CT-001")
        }
    }

    #[test]
    fn what_one_office_wrote_beside_its_part_is_not_said_of_the_sum() {
        let target = Target { aggregation: Aggregation::Sum, ..target("CT-001", &["SKHCN"]) };
        let held = KnownTarget { stale_fields: [(FieldId::Value, week().previous())].into(), ..part("SYT", "30", "Thiếu hai trạm") };
        let whole = sum(&target, &[&held, &part("STC", "12", "Đủ")], &agency("SKHCN")).unwrap();
        assert_eq!(
            (whole.value, whole.data_source.as_str()),
            (Some(TargetValue::Number(decimal("42"))), "Báo cáo của SYT; Báo cáo của STC")
        );
        assert_eq!((whole.note.as_str(), whole.reason.as_str()), ("", ""));
        assert_eq!(whole.stale_fields, held.stale_fields, "a part that is held from an earlier week marks the whole");
        let alike = sum(&target, &[&part("SYT", "30", "Đủ"), &part("STC", "12", "Đủ")], &agency("SKHCN")).unwrap();
        assert_eq!((alike.note.as_str(), alike.stale_fields.is_empty()), ("Đủ", true));
        let sources = |row: &KnownTarget| row.sources().map(|source| source.agency.to_string()).collect::<Vec<_>>();
        assert_eq!(sources(&alike), ["SYT", "STC"], "each part can be followed");
        let more = sum(&target, &[&alike, &part("SNV", "1", "Đủ")], &agency("SKHCN")).unwrap();
        assert_eq!(sources(&more), ["SYT", "STC", "SNV"]);
        let confirmed = more.read_at(part("SKHCN", "43", "").source);
        assert_eq!(sources(&confirmed), ["SKHCN"], "who says the whole in its own cell is its source");
    }
}
