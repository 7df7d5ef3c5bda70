//! What a rule is, and how it says what it found.

use super::case::{FileCase, ReceiptCase, SubmissionCase, WholeCase};
use super::view::{ReportView, RowAt};
use crate::model::agency::AgencyCode;
use crate::model::finding::{Effect, Finding, Severity, Subject};
use crate::model::place::{CellRef, Place};
use crate::model::report::{Field, FieldId};
use crate::model::rule_policy::DayPolicy;
use crate::model::shared_text::SharedText;

/// A rule. A built-in one is a static value; its texts are borrowed so that a rule made while the program runs has the same
/// shape.
#[derive(Debug)]
pub struct Rule<'r> {
    /// Stable, never reused: `N12`.
    pub code: &'r str,
    /// What is wrong, in English, as the file is called: `percent_out_of_range`.
    pub name: &'r str,
    /// How much weight a finding has; the desk may switch off warnings and notes.
    pub severity: Severity,
    /// What a finding takes out of the figures.
    pub effect: Effect,
    /// What is wrong, in one line of Vietnamese.
    pub title: &'r str,
    /// How to mend it, Vietnamese, starting with "Đề nghị".
    pub advice: &'r str,
    /// Why the rule exists and where it comes from, Vietnamese.
    pub explanation: &'r str,
    /// A message as it is really given; a test of the rule compares it with what its check says.
    pub example: &'r str,
    /// At which step the rule looks, and the function that looks.
    pub check: Check,
}

/// A number of a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Threshold {
    /// The code of the rule.
    pub code: &'static str,
    /// By which name the configuration sets it.
    pub name: &'static str,
    /// What it counts, in Vietnamese: `tuần`.
    pub unit: &'static str,
    /// What holds if the desk says nothing.
    pub default: i64,
    /// The smallest number it takes.
    pub least: i64,
    /// The largest number it takes.
    pub most: i64,
    /// What follows from it, in Vietnamese.
    pub meaning: &'static str,
}

impl Threshold {
    /// How many days before its deadline a rule begins to ask about a task: of one due later nothing is asked.
    pub(super) const fn days_before(code: &'static str) -> Self {
        let meaning = "Chỉ xét nhiệm vụ đã quá hạn hoặc còn không quá số ngày này.";
        Self { code, name: "days", unit: "ngày", default: 30, least: 0, most: 366, meaning }
    }
}

/// At which step a rule looks, and its function.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Each file, by itself.
    File(fn(&FileCase<'_>, &mut Emitter)),
    /// Each received file: its week, its time, what came beside it.
    Receipt(fn(&ReceiptCase<'_>, &mut Emitter)),
    /// Each usable report, its rows looked up in register and history.
    Report(fn(&ReportView<'_>, &mut Emitter)),
    /// Each agency after the choice of version.
    Submission(fn(&SubmissionCase<'_>, &mut Emitter)),
    /// Each row of a sheet of a usable report, by a condition that a desk wrote.
    Row,
    /// The whole period, after the consolidation was made.
    Whole(fn(&WholeCase<'_>, &mut Emitter)),
}

/// What one rule finds.
pub(super) fn run(
    rule: &Rule<'_>,
    policy: &DayPolicy,
    agency: Option<&AgencyCode>,
    file: &str,
    check: impl FnOnce(&mut Emitter<'_>),
) -> Vec<Finding> {
    let mut emitter = Emitter { rule, policy, words: None, agency, file, findings: Vec::new() };
    check(&mut emitter);
    emitter.findings
}

/// So many rows that are wrong together have a finding each.
const TOGETHER_MAX: usize = 20;

/// Collects the findings of one rule; bound to it, so that a check cannot report under a foreign code.
#[derive(Debug)]
pub struct Emitter<'a> {
    rule: &'a Rule<'a>,
    /// What the desk decided, for the thresholds of the rule.
    policy: &'a DayPolicy,
    /// Code and advice, shared by all findings of the rule; most rules find nothing, so they are made with the first.
    words: Option<(SharedText, SharedText)>,
    agency: Option<&'a AgencyCode>,
    file: &'a str,
    findings: Vec<Finding>,
}

impl<'a> Emitter<'a> {
    /// A number of the rule: the desk's where it set one.
    pub fn threshold(&self, threshold: &Threshold) -> i64 {
        self.policy.threshold(threshold.code, threshold.name).unwrap_or(threshold.default)
    }

    /// About the file or sheet as a whole.
    pub fn at(&mut self, place: Place, message: String) {
        self.push(self.agency.cloned(), self.file, place, None, String::new(), message);
    }

    /// About a field of a row: the effect of the rule applies to that row, or to that field of it.
    pub fn field<T>(&mut self, row: RowAt<'_>, id: FieldId, field: &Field<T>, message: String) {
        self.cell(row, id, field.cell, message);
    }

    /// The same, where the field is at hand by its cell only.
    pub fn cell(&mut self, row: RowAt<'_>, id: FieldId, cell: Option<CellRef>, message: String) {
        let subject = Subject { sheet: row.id, row: row.row, field: Some(id) };
        let place = Place { sheet: Some(row.sheet.to_owned()), cell };
        self.push(self.agency.cloned(), self.file, place, Some(subject), row.about.to_owned(), message);
    }

    /// What the agency types into the cell of the finding just made.
    pub fn to_type(&mut self, text: impl Into<String>) {
        if let Some(last) = self.findings.last_mut() {
            last.to_type = text.into();
        }
    }

    /// The finding just made asks for nothing: what the rule advises was done.
    pub fn nothing_to_do(&mut self) {
        if let Some(last) = self.findings.last_mut() {
            last.advice = SharedText::default();
        }
    }

    /// About rows that are wrong together, each given with its cell: a finding each, whose sentence is made of the code as
    /// that row writes it. Of more rows than anybody reads the first speaks for all.
    pub fn together(&mut self, rows: &[(RowAt<'_>, Option<CellRef>)], id: FieldId, message: impl Fn(&str) -> String) {
        let told = if rows.len() > TOGETHER_MAX { 1 } else { rows.len() };
        for (row, cell) in rows.iter().take(told) {
            self.cell(*row, id, *cell, message(row.about));
        }
        if let (Some(rest), Some(first)) = (rows.get(told..).filter(|rest| !rest.is_empty()), self.findings.last_mut()) {
            first.more = u32::try_from(rest.len()).unwrap_or(u32::MAX);
            first.also = rest.iter().map(|(row, _)| Subject { sheet: row.id, row: row.row, field: Some(id) }).collect();
        }
    }

    /// About a task, target or criterion without a cell.
    pub fn about(&mut self, about: &str, message: String) {
        self.push(self.agency.cloned(), self.file, Place::file(), None, about.to_owned(), message);
    }

    /// About a task in the report of another agency or in the whole.
    pub fn about_agency(&mut self, agency: Option<AgencyCode>, file: &str, place: Place, about: &str, message: String) {
        self.push(agency, file, place, None, about.to_owned(), message);
    }

    fn push(&mut self, agency: Option<AgencyCode>, file: &str, place: Place, subject: Option<Subject>, about: String, message: String) {
        let words = || (self.rule.code.into(), self.rule.advice.into());
        let (code, advice) = self.words.get_or_insert_with(words).clone();
        self.findings.push(Finding {
            code,
            severity: self.rule.severity,
            effect: self.rule.effect,
            agency,
            file: file.to_owned(),
            place,
            subject,
            more: 0,
            also: Vec::new(),
            about,
            message,
            advice,
            to_type: String::new(),
        });
    }
}
