//! Findings: something to tell an agency, or the secretariat, about a report. Only rules make them.

use crate::model::agency::AgencyCode;
use crate::model::place::Place;
use crate::model::report::{FieldId, SheetId};
use crate::model::shared_text::SharedText;
use serde::{Deserialize, Serialize};

/// How much a finding weighs (`src/docs/rows.md`, "What a severity does").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Thử nghiệm: the desk alone is told, and nobody's findings are counted by it.
    Trial,
    /// Ghi nhận: repaired or noted, changes nothing.
    Note,
    /// Cảnh báo: used and shown, changes nothing.
    Warning,
    /// Lỗi: rejects what the rule's [`Effect`] says.
    Error,
    /// Trả lại: this version is not a usable report.
    Reject,
}

impl Severity {
    /// The word an agency sees.
    pub fn label(self) -> &'static str {
        match self {
            Self::Trial => "Thử nghiệm",
            Self::Note => "Ghi nhận",
            Self::Warning => "Cảnh báo",
            Self::Error => "Lỗi",
            Self::Reject => "Trả lại",
        }
    }

    /// Does it take something out of the figures? Then no configuration changes it.
    pub fn decides_figures(self) -> bool {
        self > Self::Warning
    }
}

/// What a rule's findings take out of the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// Nothing; the finding is shown.
    Flag,
    /// The cell: the field falls back to last week's value, the rest of the row counts.
    Cell,
    /// The whole row falls back to last week's.
    Row,
    /// The version is not a usable report.
    Version,
}

/// The row, and perhaps the field, that a finding speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Which sheet of the form.
    pub sheet: SheetId,
    /// Row in the sheet, from 0.
    pub row: u32,
    /// Field of that row.
    pub field: Option<FieldId>,
}

/// Something found by a rule. Code and advice are texts of its own, because a rule may have come from a register that is
/// read anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's code, such as `N12`.
    pub code: SharedText,
    /// How much it weighs.
    pub severity: Severity,
    /// What it takes out of the figures.
    pub effect: Effect,
    /// Whose report it is about; `None` for findings of the whole.
    pub agency: Option<AgencyCode>,
    /// The file, as a path below the inbox; blank where no file is meant.
    pub file: String,
    /// Where in the file.
    pub place: Place,
    /// The row it speaks of.
    pub subject: Option<Subject>,
    /// How many further places it stands for, where there are too many to tell them one by one; 0 for a single place.
    pub more: u32,
    /// The rows and cells among them that the rule takes out of the figures; empty if it takes nothing out.
    pub also: Vec<Subject>,
    /// Task, target or criterion code it is about; blank if none.
    pub about: String,
    /// What is wrong: the rule's sentence, filled in.
    pub message: String,
    /// How to mend it.
    pub advice: SharedText,
    /// What the agency types into the cell instead, letter by letter; blank where only the agency can know it.
    pub to_type: String,
}

impl Finding {
    /// In how many places it is so.
    pub fn places(&self) -> u32 {
        self.more.saturating_add(1)
    }

    /// Every row or cell it speaks of.
    pub fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.subject.iter().chain(&self.also)
    }
}

/// In how many places something is wrong, by severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Places for which the version is returned.
    pub rejects: u32,
    /// Places for which a value, a row or more is not taken over, as the rule's effect says.
    pub errors: u32,
    /// Places that were taken over and should be looked at.
    pub warnings: u32,
    /// Places about which something is only told.
    pub notes: u32,
}

impl Tally {
    /// In how many places something of each severity is wrong.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut tally = Self::default();
        for finding in findings {
            match finding.severity {
                Severity::Trial => {}
                Severity::Reject => tally.rejects = tally.rejects.saturating_add(finding.places()),
                Severity::Error => tally.errors = tally.errors.saturating_add(finding.places()),
                Severity::Warning => tally.warnings = tally.warnings.saturating_add(finding.places()),
                Severity::Note => tally.notes = tally.notes.saturating_add(finding.places()),
            }
        }
        tally
    }
}

/// Takes the findings of rules on trial out of a list: what is told to an agency, counted or scored has none of them.
pub fn take_trials(findings: &mut Vec<Finding>) -> Vec<Finding> {
    findings.extract_if(.., |finding| finding.severity == Severity::Trial).collect()
}

/// The order in which findings are shown: weightiest first, then by place, then by code.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        b.severity
            .cmp(&a.severity)
            .then_with(|| a.file.cmp(&b.file))
            .then_with(|| a.place.cmp(&b.place))
            .then_with(|| a.code.cmp(&b.code))
            .then_with(|| a.about.cmp(&b.about))
            .then_with(|| a.message.cmp(&b.message))
    });
}
