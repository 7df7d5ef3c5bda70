//! What can be wrong. A rule is one file: a static value with everything about it, its check and its tests, and one
//! line in [`RULES`]. Only rules make findings, so each finding has a code, a text and a test. Rules see values
//! ([`case`]); they never touch disk, clock or other rules.
//!
//! To add one: write `src/rules/<theme>/<name>.rs`, list it in that theme's `mod.rs`. The tests of this file fail
//! when a file is not listed, a code is used twice or out of its theme, or a text is missing.

pub mod case;

use crate::model::agency::AgencyCode;
use crate::model::finding::{Effect, Finding, Severity, Subject};
use crate::model::place::Place;
use crate::model::report::{Field, FieldId, SheetId};
use case::{FileCase, ReportCase, SubmissionCase, WholeCase};

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Stable, never reused: `N12`.
    pub code: &'static str,
    /// What is wrong, in English, as the file is called: `percent_out_of_range`.
    pub name: &'static str,
    /// Weight.
    pub severity: Severity,
    /// What a finding takes out of the figures.
    pub effect: Effect,
    /// One line, Vietnamese.
    pub title: &'static str,
    /// How to mend it, Vietnamese, starting with "Đề nghị".
    pub advice: &'static str,
    /// Why the rule exists and where it comes from, Vietnamese.
    pub explanation: &'static str,
    /// The check.
    pub check: Check,
}

/// At which step a rule looks, and its function.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Each received file.
    File(fn(&FileCase<'_>, &mut Emitter)),
    /// Each usable report.
    Report(fn(&ReportCase<'_>, &mut Emitter)),
    /// Each agency after the choice of version.
    Submission(fn(&SubmissionCase<'_>, &mut Emitter)),
    /// The whole period.
    Whole(fn(&WholeCase<'_>, &mut Emitter)),
}

/// The row of a report that a finding speaks of.
#[derive(Debug, Clone, Copy)]
pub struct RowAt<'a> {
    /// Which sheet of the form.
    pub id: SheetId,
    /// The sheet's name in the file.
    pub sheet: &'a str,
    /// Row in the sheet, from 0.
    pub row: u32,
    /// The row's code as written.
    pub about: &'a str,
}

/// Collects the findings of one rule; bound to it, so that a check cannot report under a foreign code.
#[derive(Debug)]
pub struct Emitter {
    code: &'static str,
    severity: Severity,
    effect: Effect,
    advice: &'static str,
    agency: Option<AgencyCode>,
    file: String,
    findings: Vec<Finding>,
}

impl Emitter {
    fn new(rule: &Rule, agency: Option<&AgencyCode>, file: &str) -> Self {
        Self {
            code: rule.code,
            severity: rule.severity,
            effect: rule.effect,
            advice: rule.advice,
            agency: agency.cloned(),
            file: file.to_owned(),
            findings: Vec::new(),
        }
    }

    /// About the file or sheet as a whole.
    pub fn at(&mut self, place: Place, message: String) {
        self.push(place, None, String::new(), message);
    }

    /// About a field of a row: the effect of the rule applies to that row, or to that field of it.
    pub fn field<T>(&mut self, row: RowAt<'_>, id: FieldId, field: &Field<T>, message: String) {
        let subject = Subject { sheet: row.id, row: row.row, field: Some(id) };
        self.push(field.place(row.sheet), Some(subject), row.about.to_owned(), message);
    }

    /// About a task, target or criterion without a cell.
    pub fn about(&mut self, about: &str, message: String) {
        self.push(Place::file(), None, about.to_owned(), message);
    }

    /// About a task in the report of another agency or in the whole.
    pub fn about_agency(&mut self, agency: Option<AgencyCode>, file: &str, place: Place, about: &str, message: String) {
        self.agency = agency;
        file.clone_into(&mut self.file);
        self.push(place, None, about.to_owned(), message);
    }

    fn push(&mut self, place: Place, subject: Option<Subject>, about: String, message: String) {
        self.findings.push(Finding {
            code: self.code,
            severity: self.severity,
            effect: self.effect,
            agency: self.agency.clone(),
            file: self.file.clone(),
            place,
            subject,
            about,
            message,
            advice: self.advice,
        });
    }
}
