//! What reading a workbook against the forms gives. Extraction never fails and judges nothing: what it could not
//! find is said as data, and the rules make findings of it.

use crate::model::place::Place;
use crate::model::report::AgencyReport;
use serde::{Deserialize, Serialize};

/// How a form was recognised, best first (handbook output, section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RecognisedBy {
    /// The hidden sheet `_meta`.
    Meta,
    /// Custom document properties.
    Properties,
    /// Defined names.
    Names,
    /// The headings alone.
    Headings,
    /// Not recognised at all.
    Nothing,
}

/// Something about the layout that a rule may speak of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LayoutIssue {
    /// A sheet that the form needs is not there (T07).
    SheetMissing {
        /// Wanted sheet.
        sheet: String,
        /// The sheets that are there.
        present: Vec<String>,
    },
    /// No heading row in a sheet (T08).
    HeadingsMissing {
        /// The sheet.
        sheet: String,
        /// Wanted headings.
        wanted: Vec<String>,
    },
    /// A required column is missing (T09).
    ColumnMissing {
        /// The sheet.
        sheet: String,
        /// Its heading.
        column: String,
    },
}

/// A workbook read against the forms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// Which step recognised the form.
    pub recognised_by: RecognisedBy,
    /// Form code, such as `BM-01`.
    pub form: String,
    /// The form's version found in the file, if any.
    pub form_version: Option<String>,
    /// Agency code written in `_meta` or the document properties.
    pub meta_agency: Option<String>,
    /// Period written in `_meta` or the document properties, as `2025-W28`.
    pub meta_period: Option<String>,
    /// Trouble with the layout.
    pub layout: Vec<LayoutIssue>,
    /// Cells whose whole text, or whole line, is a mark of secrecy (T23).
    pub secrecy_marks: Vec<(Place, String)>,
    /// The report.
    pub report: AgencyReport,
}
