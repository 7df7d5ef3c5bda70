//! The registers: agencies, tasks, targets, criteria, their adjustments and the calendar. They belong to the
//! secretariat; a report may only speak of what stands here.

use crate::model::agency::{Agency, AgencyCode, AgencyRole};
use crate::model::calendar::Calendar;
use crate::model::confirmation::ConfirmationRow;
use crate::model::criterion::Criterion;
use crate::model::deadline::DayInterval;
use crate::model::desk_rule::DeskRules;
use crate::model::period::PeriodName;
use crate::model::places::{ByAgency, ByKey, Places};
use crate::model::programme::Programme;
use crate::model::register_mistake::RegisterMistake;
use crate::model::target::{Target, TargetCode};
use crate::model::task::{Extension, Part, Role, Task, TaskCode, Validity};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Everything `danh-muc.xlsx` says, as first written; [`Register::in_force`] applies the adjustments.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Agencies in print order.
    pub agencies: Vec<Agency>,
    /// Tasks in the order of the sheet.
    pub tasks: Vec<Task>,
    /// Targets in the order of the sheet.
    pub targets: Vec<Target>,
    /// Criteria in the order of the sheet.
    pub criteria: Vec<Criterion>,
    /// Adjustments in the order of their effect.
    pub adjustments: Vec<Adjustment>,
    /// Rest days and announced cutoffs.
    pub calendar: Calendar,
    /// Sentences of the chief for the first page (`NhanDinh`), in the order of the sheet.
    pub remarks: Vec<Remark>,
    /// Rules that the desk wrote (`QuyTac`), in the order of the sheet.
    pub desk_rules: DeskRules,
    /// Programmes (`ChuongTrinh`), in the order of the sheet.
    pub programmes: Vec<Programme>,
    /// What was confirmed of communes (`XacNhan`), in the order of the sheet.
    pub confirmations: Vec<ConfirmationRow>,
    /// Remarks of the reading itself, in Vietnamese: a predecessor resolved.
    pub notes: Vec<String>,
    /// What is wrong in single rows, each with what holds in their place, by sheet and cell. Such a row never keeps the others
    /// from being used.
    pub mistakes: Vec<RegisterMistake>,
    /// Where things stand; made by [`Register::with_places`].
    #[serde(skip)]
    pub places: RegisterPlaces,
}

/// Where agencies, tasks and targets stand in a register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterPlaces {
    agencies: Places,
    tasks: Places,
    targets: Places,
    given: ByAgency,
    names: ByKey,
}

impl RegisterPlaces {
    fn of(register: &Register) -> Self {
        Self {
            agencies: Places::of(&register.agencies, |a, b| a.code.cmp(&b.code)),
            tasks: Places::of(&register.tasks, |a, b| a.code.cmp(&b.code)),
            targets: Places::of(&register.targets, |a, b| a.code.cmp(&b.code)),
            given: ByAgency::of(&register.tasks, Task::agencies),
            names: ByKey::of(&register.agencies),
        }
    }
}

/// A row of `DieuChinh`, understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// Code of the task or target that changes.
    pub code: TaskCode,
    /// The field that changes, with its new value.
    pub change: Change,
    /// The document that changes it, as the register writes it.
    pub document: String,
    /// First day of effect.
    pub from: NaiveDate,
}

/// What an adjustment changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Thời hạn of a task, or Hạn đạt of a target.
    Deadline {
        /// The deadline's words, which the products print.
        text: String,
        /// In days, where it has any.
        days: Option<DayInterval>,
    },
    /// Chủ trì: all leads from then on, in the order of the register.
    Leads(Vec<AgencyCode>),
    /// Nội dung of a task, or Tên chỉ tiêu.
    Content(String),
    /// Mục tiêu of a target.
    Goal {
        /// The goal's words, which the products print.
        text: String,
        /// The goal as a number, in the unit of the target.
        value: Decimal,
    },
    /// Thôi giao: taken back, outside the totals from then on.
    Withdrawn,
    /// Kết quả: the desk confirms that a task is not finished after all. What its office reports instead counts at once.
    NotFinished,
}

/// A row of `NhanDinh`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The period on whose first page it is printed, by name.
    pub period: PeriodName,
    /// Heading below which the first page prints it.
    pub section: String,
    /// The sentence as the chief wrote it.
    pub text: String,
}

impl Register {
    /// The register as a desk sees it: the other desks in it hand on to this one.
    #[must_use]
    pub fn seen_from(mut self, desk: &AgencyCode) -> Self {
        let below = self.agencies.iter().filter(|agency| agency.role == AgencyRole::Desk && agency.code != *desk);
        self.calendar.desks = below.map(|agency| agency.code.clone()).collect();
        self.with_places()
    }

    /// Is this a desk below that hands on what it consolidated? Of a register that was [seen from](Self::seen_from) a desk.
    pub fn is_desk_below(&self, agency: &AgencyCode) -> bool {
        self.calendar.desks.contains(agency)
    }

    /// The register as it is in force on `day`: adjustments up to and including that day applied, in order. Who is still
    /// in effect has no successor yet.
    pub fn in_force(&self, day: NaiveDate) -> Self {
        let mut register = self.clone();
        for agency in register.agencies.iter_mut().filter(|a| a.in_effect(day)) {
            agency.successor = None;
        }
        for adjustment in self.adjustments.iter().filter(|a| a.from <= day) {
            if let Some(task) = register.tasks.iter_mut().find(|t| t.code == adjustment.code) {
                apply_to_task(task, adjustment);
            } else if let Some(target) = register.targets.iter_mut().find(|t| t.code == adjustment.code) {
                apply_to_target(target, adjustment);
            }
        }
        register.with_places()
    }

    /// The same without a copy, where nothing of the register is otherwise on `day`. Of a register that has its places.
    pub fn in_force_on(&self, day: NaiveDate) -> Cow<'_, Self> {
        let as_written = self.adjustments.iter().all(|adjustment| adjustment.from > day)
            && self.agencies.iter().all(|agency| agency.successor.is_none() || !agency.in_effect(day));
        if as_written { Cow::Borrowed(self) } else { Cow::Owned(self.in_force(day)) }
    }

    /// The registers with the offices that had to report by an earlier register: the ones it knows report, and are found, as they
    /// stood there, and the others begin after `day`. Tasks and targets are given to whom they were given then. What they are
    /// called and where they are printed is not touched.
    #[must_use]
    pub fn with_duties_of(mut self, then: &Self, day: NaiveDate) -> Self {
        let later = day.succ_opt().unwrap_or(day);
        for agency in &mut self.agencies {
            match then.agencies.iter().find(|earlier| earlier.code == agency.code) {
                Some(earlier) => agency.keep_duty(earlier),
                None => agency.from = agency.from.max(later),
            }
        }
        self.calendar.desks.clone_from(&then.calendar.desks);
        // Whom the freeze knew as lead, support or supplier is that until the release.
        for task in &mut self.tasks {
            if let Some(earlier) = then.task(&task.code) {
                task.kind = earlier.kind;
                (task.leads, task.supports, task.parts) = (earlier.leads.clone(), earlier.supports.clone(), earlier.parts.clone());
            }
        }
        for target in &mut self.targets {
            if let Some(earlier) = then.target(&target.code) {
                (target.leads, target.providers) = (earlier.leads.clone(), earlier.providers.clone());
            }
        }
        let leads = |adjustment: &Adjustment| matches!(adjustment.change, Change::Leads(_));
        self.adjustments.retain(|adjustment| !leads(adjustment));
        self.adjustments.extend(then.adjustments.iter().filter(|adjustment| leads(adjustment)).cloned());
        self.adjustments.sort_by_key(|adjustment| adjustment.from);
        let gone = then.agencies.iter().filter(|earlier| !self.agencies.iter().any(|agency| agency.code == earlier.code));
        let gone: Vec<Agency> = gone.cloned().collect();
        self.agencies.extend(gone);
        self.agencies.sort_by_key(|agency| agency.order);
        self.with_places()
    }

    /// By which row the desk confirmed, from a day on and up to another, that a task is not finished after all; `None` if it did not.
    pub fn confirmed_open(&self, task: &TaskCode, from: NaiveDate, to: NaiveDate) -> Option<&Adjustment> {
        let days = from..=to;
        self.adjustments.iter().rfind(|a| a.change == Change::NotFinished && a.code == *task && days.contains(&a.from))
    }

    /// The same with the places of its rows: a register that was sent to another process has lost them.
    pub fn with_places(mut self) -> Self {
        self.places = RegisterPlaces::of(&self);
        self
    }

    /// An agency by code.
    pub fn agency(&self, code: &AgencyCode) -> Option<&Agency> {
        self.places.agencies.find(&self.agencies, |a| a.code.cmp(code))
    }

    /// The agencies that answer to a key, in the order of the register; `keys` gives all those of an agency.
    pub fn agencies_by_key(&self, wanted: &str, keys: impl Fn(&Agency) -> Vec<String>) -> Vec<&Agency> {
        self.places.names.find(&self.agencies, wanted, keys)
    }

    /// A task by code.
    pub fn task(&self, code: &TaskCode) -> Option<&Task> {
        self.places.tasks.find(&self.tasks, |t| t.code.cmp(code))
    }

    /// A target by code.
    pub fn target(&self, code: &TargetCode) -> Option<&Target> {
        self.places.targets.find(&self.targets, |t| t.code.cmp(code))
    }

    /// The short name of an agency, or its code where the register does not have it.
    pub fn short_name(&self, code: &AgencyCode) -> String {
        self.agency(code).map_or_else(|| code.to_string(), |a| a.short.clone())
    }

    /// Tasks in force that an agency has a role in, with the role.
    pub fn tasks_of<'a>(&'a self, agency: &'a AgencyCode) -> impl Iterator<Item = (&'a Task, Role)> {
        let candidates = self.places.given.candidates(&self.tasks, agency);
        candidates.filter(|t| t.validity != Validity::Withdrawn).filter_map(move |t| t.role_of(agency).map(|role| (t, role)))
    }

    /// Targets in force for which an agency supplies figures.
    pub fn targets_of<'a>(&'a self, agency: &'a AgencyCode) -> impl Iterator<Item = &'a Target> {
        self.targets.iter().filter(move |t| t.validity != Validity::Withdrawn && t.providers.contains(agency))
    }

    /// Criteria in effect on `day` that an agency reports: those of communes and wards.
    pub fn criteria_of<'a>(&'a self, agency: &AgencyCode, day: NaiveDate) -> Vec<&'a Criterion> {
        match self.agency(agency) {
            Some(a) if a.kind.is_commune() => self.criteria.iter().filter(|c| c.in_effect(day)).collect(),
            _ => Vec::new(),
        }
    }
}

fn apply_to_task(task: &mut Task, adjustment: &Adjustment) {
    match &adjustment.change {
        Change::Deadline { text, days } => {
            let before = task.extended.take();
            task.extended = Some(Extension {
                original_text: before.as_ref().map_or_else(|| task.deadline_text.to_string(), |e| e.original_text.clone()),
                times: before.map_or(0, |e| e.times) + 1,
                document: adjustment.document.clone(),
            });
            task.deadline_text = text.as_str().into();
            task.deadline = *days;
        }
        Change::Leads(leads) => {
            task.leads.clone_from(leads);
            task.supports.retain(|s| !leads.contains(s));
            if task.kind.has_parts() {
                let blank = |agency: &AgencyCode| Part { agency: agency.clone(), work: String::new(), deadline: None };
                let part = |agency| task.parts.iter().find(|p| &p.agency == agency).cloned().unwrap_or_else(|| blank(agency));
                task.parts = leads.iter().map(part).collect();
            }
        }
        Change::Content(text) => task.content = text.as_str().into(),
        Change::Withdrawn => task.validity = Validity::Withdrawn,
        Change::Goal { .. } | Change::NotFinished => {}
    }
}

fn apply_to_target(target: &mut Target, adjustment: &Adjustment) {
    match &adjustment.change {
        Change::Goal { text, value } => {
            let original = target.adjusted.take().map_or_else(|| target.goal_text.clone(), |(original, _)| original);
            target.adjusted = Some((original, adjustment.document.clone()));
            target.goal_text.clone_from(text);
            target.goal = *value;
        }
        Change::Deadline { text, days } => {
            target.due_text.clone_from(text);
            if let Some(days) = days {
                target.due = *days;
            }
        }
        Change::Leads(leads) => {
            // Where the register names no providers the leads supply the figures, so the new ones do.
            if target.providers == target.leads {
                target.providers.clone_from(leads);
            }
            target.leads.clone_from(leads);
        }
        Change::Content(text) => target.name.clone_from(text),
        Change::Withdrawn => target.validity = Validity::Withdrawn,
        Change::NotFinished => {}
    }
}
