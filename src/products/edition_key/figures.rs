//! What decides the files that print all figures: the draft's products and the text for the chat group.

use super::digest::{KeyDigest, of};
use crate::model::agency::AgencyCode;
use crate::model::build::Build;
use crate::model::calendar::Calendar;
use crate::model::class::TargetCounts;
use crate::model::comparison::Comparison;
use crate::model::config::Layout;
use crate::model::consolidation::{
    AgencyInfo, Consolidation, Criteria, Difficulty, Edition, ExtraTask, PartLine, TargetLine, TaskLine, TaskTotals,
};
use crate::model::cutoff::{Cutoffs, Phase};
use crate::model::desk_rule::DeskRule;
use crate::model::finding::Finding;
use crate::model::hindrances::Hindrances;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::proposal::{Answer, NumberedProposal, ProposalLine};
use crate::model::register::Remark;
use crate::model::replacement::Replacement;
use crate::model::roads::Roads;
use crate::model::span::Span;
use crate::model::submission::Admission;
use crate::model::week_figures::WeekFigures;
use crate::model::withdrawal::Withdrawal;
use crate::sheets::input::ProductInput;
use crate::sheets::to_do::GroupInput;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// All figures of a period, each once.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Figures<'a> {
    period: Period,
    span: Span,
    cutoffs: Cutoffs,
    moved: Option<&'a str>,
    unconfirmed: Option<&'a str>,
    agencies: &'a [AgencyInfo],
    former: &'a BTreeMap<AgencyCode, String>,
    desks: &'a [AgencyCode],
    roads: &'a Roads,
    submissions: &'a [KeyDigest],
    tasks: Vec<TaskFigures<'a>>,
    targets: &'a [TargetLine],
    criteria: &'a Criteria,
    task_totals: &'a TaskTotals,
    target_counts: TargetCounts,
    target_counts_by_year: &'a [(i32, TargetCounts)],
    difficulties: &'a [Difficulty],
    proposals: Vec<ProposalFigures<'a>>,
    extra_tasks: &'a [ExtraTask],
    comparison: Option<&'a Comparison>,
    weeks: &'a [WeekFigures],
    remarks: &'a [Remark],
    findings: &'a [Finding],
    desk_rules: &'a [DeskRule],
    trials: &'a [Finding],
    latest_receipt: Option<Moment>,
    calendar: Days<'a>,
}

/// By what the age of figures is counted. The hours of a calendar stand in the cutoffs.
#[derive(Debug, Clone, Serialize)]
struct Days<'a> {
    rest: &'a BTreeMap<NaiveDate, String>,
    work: &'a BTreeSet<NaiveDate>,
}

/// The line of a task, with what of it no file for programs holds.
#[derive(Debug, Clone, Serialize)]
struct TaskFigures<'a> {
    line: &'a TaskLine,
    late_in: Option<Period>,
    /// Of each part.
    changed_in: Vec<Option<Period>>,
}

/// A proposal, with what of it no file for programs holds.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ProposalFigures<'a> {
    line: &'a ProposalLine,
    holder: &'a AgencyCode,
    answer: Option<&'a Answer>,
    answered_at: Option<Moment>,
    home: &'a NumberedProposal,
}

impl<'a> ProposalFigures<'a> {
    pub(super) fn of(line: &'a ProposalLine) -> Self {
        Self { line, holder: &line.holder, answer: line.answer.as_ref(), answered_at: line.answered_at, home: &line.home }
    }
}

impl<'a> Figures<'a> {
    pub(super) fn of(consolidation: &'a Consolidation, submissions: &'a [KeyDigest]) -> Self {
        let Consolidation {
            period,
            span,
            cutoffs,
            moved,
            unconfirmed,
            agencies,
            former,
            desks,
            roads,
            submissions: _,
            tasks,
            targets,
            criteria,
            task_totals,
            target_counts,
            target_counts_by_year,
            difficulties,
            proposals,
            extra_tasks,
            comparison,
            weeks,
            remarks,
            findings,
            desk_rules,
            trials,
            latest_receipt,
            calendar: Calendar { rest_days: rest, work_days: work, .. },
            // What follows from the lists above.
            places: _,
        } = consolidation;
        let changed_in = |part: &PartLine| part.changed_in;
        let task =
            |line: &'a TaskLine| TaskFigures { line, late_in: line.late_in, changed_in: line.parts.iter().map(changed_in).collect() };
        Self {
            period: *period,
            span: *span,
            cutoffs: *cutoffs,
            moved: moved.as_deref(),
            unconfirmed: unconfirmed.as_deref(),
            agencies,
            former,
            desks,
            roads,
            submissions,
            tasks: tasks.iter().map(task).collect(),
            targets,
            criteria,
            task_totals,
            target_counts: *target_counts,
            target_counts_by_year,
            difficulties,
            proposals: proposals.iter().map(ProposalFigures::of).collect(),
            extra_tasks,
            comparison: comparison.as_ref(),
            weeks,
            remarks,
            findings,
            desk_rules,
            trials,
            latest_receipt: *latest_receipt,
            calendar: Days { rest, work },
        }
    }
}

impl KeyDigest {
    /// Of all figures of a period, and of what came from each office, in the order of the consolidation.
    pub fn of_figures(consolidation: &Consolidation, submissions: &[Self]) -> Result<Self, postcard::Error> {
        of("figures", &Figures::of(consolidation, submissions))
    }
}

/// Everything that decides the products of a draft.
#[derive(Debug, Clone, Serialize)]
pub struct DraftKey<'a> {
    /// Digest of the program's sources: words, layouts and rules are nowhere else.
    build: &'a str,
    paths: &'a [String],
    figures: &'a KeyDigest,
    config: String,
    desk_name: &'a str,
    edition: Edition,
    register_sha256: &'a str,
    chain_head: Option<&'a str>,
    admissions: &'a [Admission],
    replacement: Option<&'a Replacement>,
    withdrawals: &'a [Withdrawal],
    hindrances: Hindrances,
}

impl<'a> DraftKey<'a> {
    /// Of a build, where the files go, and what they are made from; `figures` stands for those of the input.
    pub fn of(build: &'a Build, paths: &'a [String], input: &ProductInput<'a>, figures: &'a KeyDigest) -> Self {
        let ProductInput {
            consolidation: _,
            config,
            desk_name,
            edition,
            register_sha256,
            chain_head,
            admissions,
            // Nothing that comes again prints them.
            earlier: _,
            rows: _,
            replacement,
            withdrawals,
            hindrances,
        } = *input;
        let (build, config) = (build.source.as_str(), format!("{config:?}"));
        Self {
            build,
            paths,
            figures,
            config,
            desk_name,
            edition,
            register_sha256,
            chain_head,
            admissions,
            replacement,
            withdrawals,
            hindrances,
        }
    }

    /// SHA-256 of all of it.
    pub fn digest(&self) -> Result<KeyDigest, postcard::Error> {
        of("draft", self)
    }
}

/// Everything that decides the text for the chat group.
#[derive(Debug, Clone, Serialize)]
pub struct MessageKey<'a> {
    /// Digest of the program's sources: words, layouts and rules are nowhere else.
    build: &'a str,
    paths: &'a [String],
    figures: &'a KeyDigest,
    phase: Phase,
    desk_short: &'a str,
    elsewhere: &'a BTreeSet<AgencyCode>,
    layout: Layout,
    rehearsal: bool,
}

impl<'a> MessageKey<'a> {
    /// Of a build, where the files go, and what they are made from; `figures` stands for those of the input.
    pub fn of(build: &'a Build, paths: &'a [String], input: &'a GroupInput<'_>, figures: &'a KeyDigest) -> Self {
        let GroupInput { consolidation: _, phase, desk_short, elsewhere, layout, rehearsal } = input;
        let (phase, layout, rehearsal) = (*phase, *layout, *rehearsal);
        Self { build: &build.source, paths, figures, phase, desk_short, elsewhere, layout, rehearsal }
    }

    /// SHA-256 of all of it.
    pub fn digest(&self) -> Result<KeyDigest, postcard::Error> {
        of("message", self)
    }
}
