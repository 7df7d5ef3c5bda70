//! A release as its figures for programs say it, as far as several weeks are looked back upon. The keys are those of the `.json`
//! that left; what an earlier version of the program did not write yet is blank.

use crate::model::agency::AgencyCode;
use crate::model::class::{ClassCounts, TargetClass, TargetCounts, TaskClass};
use crate::model::history::Source;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::proposal::{ProposalNumber, ProposalState};
use crate::model::submission::{Evidence, Standing};
use crate::model::target::TargetCode;
use crate::model::task::TaskCode;
use crate::model::total_line::TotalsBy;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The release of a period that is in force.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ReleasedWeek {
    /// Of when it is.
    pub period: ReleasedPeriod,
    /// Who made it.
    pub desk: ReleasedDesk,
    /// Which version it is.
    pub edition: ReleasedEdition,
    /// The register that it was made with, by its address in the archive.
    pub register_sha256: String,
    /// The offices of its register, in print order.
    pub agencies: Vec<ReleasedAgency>,
    /// Tasks and targets counted.
    pub totals: ReleasedTotals,
    /// Every task of its register.
    pub tasks: Vec<ReleasedTask>,
    /// Every target in force.
    pub targets: Vec<ReleasedTarget>,
    /// Every proposal that had a number, open or not.
    #[serde(default)]
    pub proposals: Vec<ReleasedProposal>,
    /// What the register says and the figures do not.
    #[serde(skip)]
    pub register: RegisterFacts,
    /// The score of the data of each office that sent some, from the workbook that stayed at the desk.
    #[serde(skip)]
    pub scores: BTreeMap<AgencyCode, u32>,
}

/// What a sealed register says of its offices and targets; blank where the archive has lost it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterFacts {
    /// Communes and wards.
    pub communes: BTreeSet<AgencyCode>,
    /// Targets whose figure is what a period added ("Trong kỳ").
    pub in_period: BTreeSet<TargetCode>,
}

/// Of when a release is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct ReleasedPeriod {
    /// The week that names it.
    pub id: Period,
    /// From then on a release was late.
    pub release_cutoff: Moment,
}

/// Who made a release.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReleasedDesk {
    /// As in names of files.
    pub code: AgencyCode,
    /// As printed.
    pub name: String,
}

/// Which version of its period a release is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct ReleasedEdition {
    /// `None` in figures that are of no release.
    pub version: Option<u32>,
    /// Made after the release cutoff.
    pub late: bool,
}

/// What a release said of an office.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReleasedAgency {
    /// As in the register.
    pub code: AgencyCode,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// How it stood when the release left.
    pub standing: Standing,
    /// What proves the time of receipt; `None` if nothing came.
    pub evidence: Option<Evidence>,
    /// All that came is the form as it was issued.
    #[serde(default)]
    pub form_unfilled: bool,
    /// The clerk's row was written after the cutoff.
    #[serde(default)]
    pub booked_after_cutoff: bool,
    /// When the version that counts was received; `None` if nothing came.
    #[serde(default)]
    pub received_at: Option<Moment>,
    /// Its file below the inbox.
    #[serde(default)]
    pub file: Option<String>,
    /// Its content, by its address in the archive.
    #[serde(default)]
    pub sha256: Option<String>,
}

/// Tasks and targets of a release, counted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReleasedTotals {
    /// Each task once.
    pub tasks: ClassCounts,
    /// By programme, block, group and year.
    #[serde(default)]
    pub lines: Vec<ReleasedTotalLine>,
    /// Each target once.
    pub targets: TargetCounts,
}

/// Tasks that belong together, counted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReleasedTotalLine {
    /// By what they belong together.
    pub by: TotalsBy,
    /// Programme, block, group or year.
    pub name: String,
    /// How many have each class.
    #[serde(flatten)]
    pub counts: ClassCounts,
}

/// A task as a release said it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReleasedTask {
    /// As in the register.
    pub code: TaskCode,
    /// What has to be done.
    pub content: String,
    /// Who leads it.
    pub leads: Vec<AgencyCode>,
    /// As the register writes it.
    pub deadline_text: String,
    /// What the program made of it.
    pub class: TaskClass,
    /// Days past its deadline, or left until it.
    pub days: Option<i64>,
    /// The class in the release before; `None` if that did not know the task.
    pub previous_class: Option<TaskClass>,
    /// The day on which it was finished.
    pub completed_on: Option<NaiveDate>,
    /// The share of each office.
    #[serde(default)]
    pub parts: Vec<ReleasedPart>,
}

/// An office's share of a task.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReleasedPart {
    /// Whose share.
    pub agency: AgencyCode,
    /// Of leads and parts; `None` of a support.
    pub class: Option<TaskClass>,
    /// The day on which it was finished.
    pub completed_on: Option<NaiveDate>,
    /// What the office is to the task, in words.
    #[serde(default)]
    pub role: String,
    /// Its status as reported, in words.
    #[serde(default)]
    pub reported: Option<String>,
    /// The percentage that it reported.
    #[serde(default)]
    pub percent: Option<Decimal>,
    /// The week of the report that it is read from.
    #[serde(default)]
    pub period: Option<Period>,
    /// The row that it is read from; `None` if it was never reported.
    #[serde(default)]
    pub source: Option<Source>,
}

/// A target as a release said it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ReleasedTarget {
    /// As in the register.
    pub code: TargetCode,
    /// What is measured.
    pub name: String,
    /// Unit of its figure.
    pub unit: String,
    /// Goal, as printed.
    pub goal: String,
    /// Result against the goal.
    pub class: TargetClass,
    /// Figure of all offices together; `None` if nobody gave one, or where the result is no number.
    pub value: Option<Decimal>,
    /// Sum of numerators, if there are any.
    pub numerator: Option<Decimal>,
    /// Sum of denominators, if there are any.
    pub denominator: Option<Decimal>,
    /// A figure is an estimate.
    pub estimated: bool,
    /// Offices that gave no figure.
    pub missing: Vec<AgencyCode>,
    /// Of a target without a figure: is it reached?
    #[serde(default)]
    pub passed: Option<bool>,
    /// The rows that it is read from.
    #[serde(default)]
    pub sources: Vec<Source>,
}

/// A proposal as a release said it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReleasedProposal {
    /// Never used again.
    pub number: ProposalNumber,
    /// Who asks.
    pub agency: AgencyCode,
    /// Those that it is asked for.
    #[serde(default)]
    pub tasks: Vec<TaskCode>,
    /// Who is asked to decide, as the office wrote it.
    pub level: String,
    /// When it was asked first.
    pub since: Period,
    /// How it stood.
    pub state: ProposalState,
    /// What the desk wrote beside it.
    pub answer: Option<ReleasedAnswer>,
}

/// What the desk had written beside a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReleasedAnswer {
    /// The desk's own words for it.
    pub wording: String,
    /// With which document it was answered.
    pub document: String,
    /// On which day.
    pub on: Option<NaiveDate>,
}
