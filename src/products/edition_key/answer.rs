//! What decides the files of one office: its answer as a workbook and as a text, and the form beside it where it reported without one.

use super::digest::{KeyDigest, of};
use super::figures::ProposalFigures;
use crate::model::agency::{Agency, AgencyCode};
use crate::model::build::Build;
use crate::model::config::Layout;
use crate::model::consolidation::AgencyInfo;
use crate::model::cutoff::{Cutoffs, Phase};
use crate::model::moment::Moment;
use crate::model::report::AgencyReport;
use crate::model::span::Span;
use crate::sheets::blank::BlankInput;
use crate::sheets::feedback::FeedbackInput;
use crate::sheets::own_figures::OwnFigures;
use chrono::NaiveDate;
use serde::Serialize;

/// Everything that decides the files of one office.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerKey<'a> {
    /// Digest of the program's sources: words, layouts and rules are nowhere else.
    build: &'a str,
    paths: &'a [String],
    figures: &'a OwnFigures<'a>,
    agency: &'a AgencyInfo,
    /// What came from it.
    submission: &'a KeyDigest,
    phase: Phase,
    next_cutoff: Moment,
    rehearsal: bool,
    desk_name: &'a str,
    layout: Layout,
    /// `None` if its report came with the form.
    form: Option<FormKey<'a>>,
}

/// Everything that decides the form beside an answer.
#[derive(Debug, Clone, Serialize)]
pub struct FormKey<'a> {
    definition: &'a str,
    desk: &'a AgencyCode,
    desk_name: &'a str,
    agency: &'a Agency,
    /// The registers in force on the day by which it is judged.
    register: &'a KeyDigest,
    /// What earlier periods left.
    history: &'a KeyDigest,
    /// Those of which the office is told what became of them.
    proposals: Vec<ProposalFigures<'a>>,
    span: Span,
    cutoffs: Cutoffs,
    day: NaiveDate,
    rehearsal: bool,
    reported: Option<&'a AgencyReport>,
}

impl<'a> AnswerKey<'a> {
    /// Of a build, where the files go, and what they are made from; `submission` is what came from the office.
    pub fn of(
        build: &'a Build,
        paths: &'a [String],
        (input, submission): (&FeedbackInput<'a>, &'a KeyDigest),
        form: Option<FormKey<'a>>,
    ) -> Self {
        let FeedbackInput { figures, agency, submission: _, phase, next_cutoff, rehearsal, desk_name, layout } = *input;
        Self { build: &build.source, paths, figures, agency, submission, phase, next_cutoff, rehearsal, desk_name, layout, form }
    }

    /// SHA-256 of all of it.
    pub fn digest(&self) -> Result<KeyDigest, postcard::Error> {
        of("answer", self)
    }
}

impl<'a> FormKey<'a> {
    /// Of what a form is made from; `register` and `history` stand for those of the input.
    pub fn of(input: &BlankInput<'a>, register: &'a KeyDigest, history: &'a KeyDigest) -> Self {
        let BlankInput { form, desk, desk_name, agency, register: _, history: _, proposals, span, cutoffs, day, rehearsal, reported } =
            *input;
        let told = proposals.iter().filter(|line| line.holder == agency.code).map(ProposalFigures::of).collect();
        let definition = form.definition.as_str();
        Self { definition, desk, desk_name, agency, register, history, proposals: told, span, cutoffs, day, rehearsal, reported }
    }
}
