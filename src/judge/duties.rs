//! What every report of a period is held against: who is given what by the register in force, and what the last
//! release knew. Indexed once a period, so that a report costs its own rows and not the register's.

use crate::model::agency::AgencyCode;
use crate::model::criterion::Criterion;
use crate::model::history::{History, KnownCriterion, KnownTarget, KnownTask};
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::target::{Target, TargetCode};
use crate::model::task::{Role, Task, TaskCode, Validity};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The register in force and the last release, by agency.
#[derive(Debug)]
pub struct Duties<'a> {
    /// The registers in force on `day`.
    pub register: &'a Register,
    /// The period whose consolidation is made.
    pub period: Period,
    /// The day of the submit cutoff.
    pub day: NaiveDate,
    tasks: BTreeMap<&'a AgencyCode, Vec<(&'a Task, Role)>>,
    targets: BTreeMap<&'a AgencyCode, Vec<&'a Target>>,
    criteria: Vec<&'a Criterion>,
    communes: BTreeSet<&'a AgencyCode>,
    known_tasks: BTreeMap<(&'a AgencyCode, &'a TaskCode), &'a KnownTask>,
    known_targets: BTreeMap<(&'a AgencyCode, &'a TargetCode), &'a KnownTarget>,
    known_criteria: BTreeMap<(&'a AgencyCode, &'a str), &'a KnownCriterion>,
    predecessors: BTreeMap<&'a AgencyCode, Vec<&'a AgencyCode>>,
    /// Of each task the last rows of a lead, whoever led it; several if nobody can say which of them speaks.
    led: BTreeMap<&'a TaskCode, Vec<&'a KnownTask>>,
    /// Of each target the last rows, whoever supplied them.
    supplied: BTreeMap<&'a TargetCode, Vec<&'a KnownTarget>>,
}

impl<'a> Duties<'a> {
    /// Indexes `register`, in force on `day`, and what the last release left.
    pub fn new(register: &'a Register, history: &'a History, period: Period, day: NaiveDate) -> Self {
        let mut predecessors: BTreeMap<&AgencyCode, Vec<&AgencyCode>> = BTreeMap::new();
        for agency in &register.agencies {
            if let Some(successor) = &agency.successor
                && agency.to.is_some_and(|to| to < day)
            {
                predecessors.entry(successor).or_default().push(&agency.code);
            }
        }
        let leads = history.tasks.iter().filter(|row| row.role == Role::Lead);
        let led = last_rows(leads.map(|row| (&row.task, row.period, row)));
        let supplied = last_rows(history.targets.iter().map(|row| (&row.target, row.period, row)));
        Self {
            led,
            supplied,
            register,
            period,
            day,
            tasks: assignments(register),
            targets: providers(register),
            criteria: register.criteria.iter().filter(|c| c.in_effect(day)).collect(),
            communes: register.agencies.iter().filter(|a| a.kind.is_commune()).map(|a| &a.code).collect(),
            known_tasks: history.tasks.iter().map(|k| ((&k.agency, &k.task), k)).collect(),
            known_targets: history.targets.iter().map(|k| ((&k.agency, &k.target), k)).collect(),
            known_criteria: history.criteria.iter().map(|k| ((&k.agency, k.criterion.as_str()), k)).collect(),
            predecessors,
        }
    }

    /// Every agency that has a task or target, or stands in the register.
    pub fn agencies(&self) -> BTreeSet<&'a AgencyCode> {
        let registered = self.register.agencies.iter().map(|a| &a.code);
        registered.chain(self.tasks.keys().copied()).chain(self.targets.keys().copied()).collect()
    }

    /// The tasks of an agency with its role, withdrawn ones included, in the register's order.
    pub fn tasks_of(&self, agency: &AgencyCode) -> &[(&'a Task, Role)] {
        self.tasks.get(agency).map_or(&[], Vec::as_slice)
    }

    /// The targets in force for which an agency supplies figures.
    pub fn targets_of(&self, agency: &AgencyCode) -> &[&'a Target] {
        self.targets.get(agency).map_or(&[], Vec::as_slice)
    }

    /// The criteria in effect, if the agency is a commune or ward.
    pub fn criteria_of(&self, agency: &AgencyCode) -> &[&'a Criterion] {
        if self.communes.contains(agency) { &self.criteria } else { &[] }
    }

    /// What was last accepted from an agency for a task. The role is that of the register now. What was said in
    /// support of a task decides nothing once the agency leads it: a support is never promoted; what the lead before it
    /// said goes on.
    pub fn known_task(&self, agency: &AgencyCode, task: &TaskCode, role: Role) -> Option<KnownTask> {
        let own = self.of_agency_or_predecessor(agency, |a| self.known_tasks.get(&(a, task)).copied());
        // The history is that of the task: what another office reported as its only lead goes on under the new one.
        let only_lead = role == Role::Lead && self.register.task(task).is_some_and(|task| task.leads.len() == 1);
        let last = self.led.get(task).filter(|_| only_lead).and_then(|rows| if let [only] = rows.as_slice() { Some(*only) } else { None });
        let before = last.filter(|row| own.is_none_or(|own| own.role == Role::Support || own.period < row.period));
        let known = before.or(own)?;
        if known.role == Role::Support && role != Role::Support {
            return None;
        }
        let mut known = KnownTask { agency: agency.clone(), role, ..known.clone() };
        if role == Role::Support && self.has_gone_on(&known, task) {
            known.leave_open_matters();
        }
        Some(known)
    }

    /// Is a row that of the lead before, and does another office alone lead the task since? What was asked and hindered goes on there.
    fn has_gone_on(&self, known: &KnownTask, task: &TaskCode) -> bool {
        let rows = self.led.get(task).map_or(&[][..], Vec::as_slice);
        let inherited = matches!(rows, [only] if only.source == known.source);
        inherited && self.register.task(task).is_some_and(|task| task.leads.len() == 1 && !task.leads.contains(&known.agency))
    }

    /// What was last accepted from an agency for a target.
    pub fn known_target(&self, agency: &AgencyCode, target: &TargetCode) -> Option<KnownTarget> {
        let own = self.of_agency_or_predecessor(agency, |a| self.known_targets.get(&(a, target)).copied());
        // The same as of tasks: under another office that alone supplies the figure it goes on.
        let alone = self.register.target(target).is_some_and(|target| target.providers.len() == 1);
        let last =
            self.supplied.get(target).filter(|_| alone).and_then(|rows| if let [only] = rows.as_slice() { Some(*only) } else { None });
        let known = last.filter(|row| own.is_none_or(|own| own.period < row.period)).or(own)?;
        Some(KnownTarget { agency: agency.clone(), ..known.clone() })
    }

    /// What was last accepted from a commune for a criterion. A merged commune starts anew: what one of its
    /// predecessors met says nothing of the whole.
    pub fn known_criterion(&self, agency: &AgencyCode, criterion: &str) -> Option<KnownCriterion> {
        self.known_criteria.get(&(agency, criterion)).copied().cloned()
    }

    /// An agency's own row, else that of its predecessor. Rows of several predecessors are not mixed: none is taken.
    fn of_agency_or_predecessor<'s, T>(&'s self, agency: &'s AgencyCode, find: impl Fn(&'s AgencyCode) -> Option<T>) -> Option<T> {
        if let Some(own) = find(agency) {
            return Some(own);
        }
        let mut rows = self.predecessors.get(agency).into_iter().flatten().filter_map(|p| find(p));
        let only = rows.next()?;
        rows.next().is_none().then_some(only)
    }
}

/// What earlier periods left, with the last rows of tasks and targets that another office has since, or that was merged, under the
/// office that has them on `day`; the same where there is none.
pub fn handed_over<'h>(register: &Register, history: &'h History, period: Period, day: NaiveDate) -> Cow<'h, History> {
    let merged = register.agencies.iter().any(|agency| agency.successor.is_some() && agency.to.is_some_and(|to| to < day));
    let task = |row: &KnownTask| row.role == Role::Lead && register.task(&row.task).is_some_and(|task| is_other(&task.leads, &row.agency));
    let target = |row: &KnownTarget| register.target(&row.target).is_some_and(|target| is_other(&target.providers, &row.agency));
    if !merged && !history.tasks.iter().any(task) && !history.targets.iter().any(target) {
        return Cow::Borrowed(history);
    }
    let duties = Duties::new(register, history, period, day);
    let (mut tasks, mut targets) = (BTreeMap::new(), BTreeMap::new());
    for agency in duties.agencies() {
        for (task, role) in duties.tasks_of(agency) {
            let known = duties.known_task(agency, &task.code, *role);
            let same = |own: &KnownTask, known: &KnownTask| own.source == known.source && own.waiting == known.waiting;
            let known = known.filter(|known| history.task(agency, &task.code).is_none_or(|own| !same(own, known)));
            tasks.extend(known.map(|known| ((agency, &task.code), known)));
        }
        for target in duties.targets_of(agency) {
            let known = duties.known_target(agency, &target.code);
            let known = known.filter(|known| history.target(agency, &target.code).is_none_or(|own| own.source != known.source));
            targets.extend(known.map(|known| ((agency, &target.code), known)));
        }
    }
    if tasks.is_empty() && targets.is_empty() {
        return Cow::Borrowed(history);
    }
    let mut left = history.clone();
    left.tasks.retain(|row| !tasks.contains_key(&(&row.agency, &row.task)));
    left.targets.retain(|row| !targets.contains_key(&(&row.agency, &row.target)));
    left.tasks.extend(tasks.into_values());
    left.targets.extend(targets.into_values());
    left.sort();
    Cow::Owned(left)
}

/// Is another office the only one?
fn is_other(offices: &[AgencyCode], than: &AgencyCode) -> bool {
    matches!(offices, [only] if only != than)
}

/// Of each code the rows of the last period that has any.
fn last_rows<'a, C: Ord, R>(rows: impl Iterator<Item = (&'a C, Period, &'a R)>) -> BTreeMap<&'a C, Vec<&'a R>> {
    let mut last: BTreeMap<&C, (Period, Vec<&R>)> = BTreeMap::new();
    for (code, period, row) in rows {
        let (of, rows) = last.entry(code).or_insert((period, Vec::new()));
        if period > *of {
            (*of, *rows) = (period, Vec::new());
        }
        if period == *of {
            rows.push(row);
        }
    }
    last.into_iter().map(|(code, (_, rows))| (code, rows)).collect()
}

fn assignments(register: &Register) -> BTreeMap<&AgencyCode, Vec<(&Task, Role)>> {
    let mut tasks: BTreeMap<&AgencyCode, Vec<(&Task, Role)>> = BTreeMap::new();
    for task in &register.tasks {
        let mut seen: BTreeSet<&AgencyCode> = BTreeSet::new();
        let mut give = |agency, role| {
            if seen.insert(agency) {
                tasks.entry(agency).or_default().push((task, role));
            }
        };
        if task.kind.has_parts() {
            task.parts.iter().for_each(|p| give(&p.agency, Role::Part));
        } else {
            task.leads.iter().for_each(|a| give(a, Role::Lead));
        }
        task.supports.iter().for_each(|a| give(a, Role::Support));
    }
    tasks
}

fn providers(register: &Register) -> BTreeMap<&AgencyCode, Vec<&Target>> {
    let mut targets: BTreeMap<&AgencyCode, Vec<&Target>> = BTreeMap::new();
    for target in register.targets.iter().filter(|t| t.validity != Validity::Withdrawn) {
        let distinct: BTreeSet<&AgencyCode> = target.providers.iter().collect();
        for agency in distinct {
            targets.entry(agency).or_default().push(target);
        }
    }
    targets
}
