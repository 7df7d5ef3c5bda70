//! The judgement of one file by itself: what it is, whose it is, and what is wrong with it. It needs the file and what
//! the files of a period are held against, and nothing else: no receipt, no clock, no other file. So it is made in the
//! process that reads the file, under that process's limits of memory and time.
//!
//! ```text
//! RawWorkbook + Folder + Basis → FileJudgement { Content, FileVerdict }
//! ```
//!
//! What depends on the receipt, on other versions or on other offices is added by [`crate::judge::period`].

use crate::forms::issued_content::GivenCells;
use crate::forms::{self, Form, desk_report};
use crate::judge::{attribute, content_match, filling, left_alone};
use crate::model::filling::Filling;
use crate::model::finding::{Finding, Severity};
use crate::model::history::History;
use crate::model::inbox::{Content, Folder};
use crate::model::register::Register;
use crate::model::span::Span;
use crate::model::workbook::{RawWorkbook, Refusal};
use crate::rules::case::{FileCase, ReportCase};
use crate::rules::{self, Ruleset};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What every file of a period is held against.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Basis<'a> {
    /// The form in force.
    #[serde(with = "definition")]
    pub form: Cow<'a, Form>,
    /// The registers in force on `day`.
    pub register: Cow<'a, Register>,
    /// What earlier periods left.
    pub history: Cow<'a, History>,
    /// The rules in force.
    pub rules: Cow<'a, Ruleset>,
    /// The period, with the days it covers.
    pub span: Span,
    /// The day on which deadlines are judged: that of the submit cutoff.
    pub day: NaiveDate,
}

impl Basis<'_> {
    /// A basis that came from another process, with the places of its rows, which do not travel.
    pub fn received(self) -> Basis<'static> {
        let mut history = self.history.into_owned();
        history.sort();
        Basis {
            form: Cow::Owned(self.form.into_owned()),
            register: Cow::Owned(self.register.into_owned().with_places()),
            history: Cow::Owned(history),
            rules: Cow::Owned(self.rules.into_owned()),
            span: self.span,
            day: self.day,
        }
    }
}

/// A form travels as the words of its definition.
mod definition {
    use super::{Cow, Form, forms};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(form: &Form, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&form.definition)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'static, Form>, D::Error> {
        let text = String::deserialize(deserializer)?;
        match forms::builtin().iter().find(|form| form.definition == text) {
            Some(form) => Ok(Cow::Borrowed(form)),
            None => Form::parse(&text).map(Cow::Owned).map_err(Error::custom),
        }
    }
}

/// What is wrong with a file by itself. Its findings name no path: the same content may lie at several.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FileVerdict {
    /// Why it could not be judged; `None` if it was. A file that could not be judged is one that could not be read.
    pub refusal: Option<Refusal>,
    /// What its agency did with the form.
    pub filling: Filling,
    /// Findings about the file as a whole.
    pub file: Vec<Finding>,
    /// Findings about its rows; only a usable report of an agency that is known has any.
    pub rows: Vec<Finding>,
}

impl FileVerdict {
    /// The verdict on a file whose judging was given up.
    pub fn given_up(refusal: Refusal, folder: &Folder, basis: &Basis<'_>) -> Self {
        let verdict = judge(&Arc::new(Content::Refused(refusal.clone())), folder, basis);
        Self { refusal: Some(refusal), ..verdict }
    }

    /// The same of the file at a path.
    pub fn at(mut self, path: &str) -> Self {
        for finding in self.file.iter_mut().chain(&mut self.rows) {
            path.clone_into(&mut finding.file);
        }
        self
    }
}

/// Verdicts on the files of a period, by receipt number.
pub type FileVerdicts = BTreeMap<i64, FileVerdict>;

/// What a file is, and what is wrong with it by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileJudgement {
    /// The workbook as read, or why it is none.
    pub content: Content,
    /// What is wrong with it.
    pub verdict: FileVerdict,
}

impl FileJudgement {
    /// The judgement of what is no workbook, or could not be read.
    pub fn of(content: Content, folder: &Folder, basis: &Basis<'_>) -> Self {
        let content = Arc::new(content);
        let verdict = judge(&content, folder, basis);
        Self { content: Arc::unwrap_or_clone(content), verdict }
    }
}

/// Judges a workbook that lies in `folder`.
pub fn file(workbook: &RawWorkbook, folder: &Folder, basis: &Basis<'_>) -> FileJudgement {
    let content = match desk_report::read::reading(workbook) {
        Some(reading) => Content::Consolidation(Box::new(reading)),
        None => Content::Workbook(Box::new(forms::extract(workbook, &basis.form))),
    };
    FileJudgement::of(content, folder, basis)
}

/// Judges what a file in `folder` was read as.
pub fn judge(content: &Arc<Content>, folder: &Folder, basis: &Basis<'_>) -> FileVerdict {
    let register = basis.register.as_ref();
    let agency = attribute::agency_of(folder, content, register);
    let content = content_match::with_codes(content, agency.as_ref(), register);
    let filling = match (&agency, content.extraction()) {
        (Some(agency), Some(extraction)) => filling::of(extraction, agency, &basis.history),
        _ => Filling::default(),
    };
    let case = FileCase {
        path: "",
        folder,
        content: &content,
        agency: agency.as_ref(),
        register,
        form_version: &basis.form.version,
        filling,
        forms_on_trial: basis.history.forms_on_trial(),
    };
    let file = rules::review_file(&case, &basis.rules);
    let mut rows = Vec::new();
    // As it was read: what is known now may stand in its place below.
    let read = Arc::clone(&content);
    let content = left_alone::with_known(&content, agency.as_ref(), register, &basis.history);
    if let (Some(agency), Some(extraction)) = (&agency, content.extraction())
        && !file.iter().any(|finding| finding.severity == Severity::Reject)
    {
        let (report, history, span, day) = (&extraction.report, basis.history.as_ref(), basis.span, basis.day);
        let read = read.extraction().unwrap_or(extraction);
        let given = GivenCells::of(&read.report, read.issued_given.as_deref());
        let of_predecessor = attribute::predecessor_of(folder, &content, register).is_some_and(|ended| !ended.alone);
        let case = ReportCase { agency, file: "", report, given, of_predecessor, register, history, span, day };
        rows = rules::review_report(&case, &basis.rules);
    }
    FileVerdict { refusal: None, filling, file, rows }
}

/// Has a content rows to judge? Anything else is judged at no cost wherever that is needed.
pub fn holds_rows(content: &Content) -> bool {
    content.extraction().is_some_and(|extraction| extraction.secrecy_marks.is_empty())
}
