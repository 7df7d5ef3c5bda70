//! What reading a workbook against the forms gives. Extraction never fails and judges nothing: what it could not
//! find is said as data, and the rules make findings of it.

use crate::model::period::PeriodName;
use crate::model::place::{CellRef, Place};
use crate::model::report::{AgencyReport, Field, FieldId, Info, SheetId};
use crate::model::shared_text::SharedText;
use crate::model::workbook::{Appearance, Area};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How a form was recognised, best first (`src/docs/reading.md`, "Which form it is").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RecognisedBy {
    /// The hidden sheet `_meta`.
    Meta,
    /// The custom document properties that an issued form carries.
    Properties,
    /// The defined names that an issued form carries.
    Names,
    /// The headings alone, as in a file whose marks were lost.
    Headings,
    /// Not recognised at all.
    Nothing,
}

/// Something about the layout that a rule may speak of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LayoutIssue {
    /// A sheet that the form needs is not there (T07).
    SheetMissing {
        /// Name of the sheet by the form's definition.
        sheet: String,
        /// The sheets that are there.
        present: Vec<String>,
    },
    /// No heading row in a sheet (T08).
    HeadingsMissing {
        /// Name of the sheet in the file.
        sheet: String,
        /// Headings of the form that were looked for, as the form writes them.
        wanted: Vec<String>,
    },
    /// A required column is missing (T09).
    ColumnMissing {
        /// Name of the sheet in the file.
        sheet: String,
        /// The missing column's heading, as the form writes it.
        column: String,
    },
    /// Several columns with one heading and different figures: which of them is meant nobody can know (T38).
    HeadingRepeated {
        /// Name of the sheet in the file.
        sheet: String,
        /// The heading as written.
        heading: String,
        /// The cells that hold this heading.
        cells: Vec<CellRef>,
    },
}

/// What was made of a layout that is not the form's own: nothing is lost by it, and the office is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LayoutNote {
    /// Something that was read is not shown (T24).
    Hidden {
        /// Name of the sheet in the file.
        sheet: String,
        /// Is the sheet itself hidden?
        whole: bool,
        /// Hidden rows that were read, from 0.
        rows: Vec<u32>,
        /// Hidden columns that were read, from 0.
        columns: Vec<u32>,
    },
    /// A heading that could mean several columns was decided by what stands below it (T37).
    Decided {
        /// The cell of the heading.
        place: Place,
        /// The heading as the file writes it.
        written: String,
        /// The heading of the form that it was taken for.
        meant: String,
    },
    /// Rows of a table that are no rows of work: totals, notes, signatures, headings of sections (D08).
    Skipped {
        /// Name of the sheet in the file.
        sheet: String,
        /// Their numbers in the sheet, from 0.
        rows: Vec<u32>,
    },
    /// The value of a merged area was read in each of its rows (D07).
    Filled {
        /// Name of the sheet in the file.
        sheet: String,
        /// The merged area whose first cell holds the value.
        area: Area,
    },
    /// A copy of a sheet that holds something else: the original is read (T39).
    CopyLeft {
        /// The sheet that is read.
        sheet: String,
        /// Name of the copy, which is not read.
        copy: String,
    },
    /// Values computed from another file: they were read as stored there (D05).
    Linked {
        /// Name of the sheet in the file.
        sheet: String,
        /// The cells that hold them.
        cells: Vec<CellRef>,
    },
    /// A merged area over several rows in a column of values: whose value it is nobody can know (D11, D12).
    MergedValues {
        /// Which sheet of the form.
        id: SheetId,
        /// Name of the sheet in the file.
        sheet: String,
        /// The merged area whose first cell holds the value.
        area: Area,
        /// What the column means.
        field: FieldId,
        /// The column's heading in the form.
        column: String,
        /// Texts are read in the first row; a status or a figure is not read.
        is_text: bool,
        /// How many rows of work the area covers.
        rows: u32,
    },
    /// Cells that show something else than they store, beyond rounding: what they show was read (D13).
    Disguised {
        /// Name of the sheet in the file.
        sheet: String,
        /// Each cell with what it shows and what it stores.
        cells: Vec<(CellRef, Appearance)>,
    },
}

/// An office's own table, without the sheet `ThongTin` and without any mark of a form: whose it is says the folder, of
/// which period its title.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnTable {
    /// What is written above the table.
    pub titles: Vec<(Place, String)>,
    /// Columns that a form has and this table lacks, by their headings.
    pub without: Vec<String>,
}

/// A code of Vietnamese letters from before Unicode, one byte a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EightBit {
    /// TCVN 5712:1993, "ABC"; fonts `.Vn…`.
    Tcvn3,
    /// VNI-Windows; fonts `VNI-…`.
    Vni,
}

/// How the letters of a cell were written, where that is not composed Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lettering {
    /// In a code from before Unicode.
    Coded(EightBit),
    /// UTF-8 that was taken for Windows-1252.
    Misread,
    /// Letters and marks apart, wholly or half, as code page 1258 and macOS leave them.
    Decomposed,
}

/// A cell before and after its letters were brought to composed Unicode, each cut to what a message quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterChange {
    /// Where the text stands in the sheet.
    pub cell: CellRef,
    /// The text as the file stores it.
    pub before: String,
    /// The same text in composed Unicode, as it was read.
    pub after: String,
}

/// Cells of a sheet whose letters were brought to composed Unicode (D01).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversion {
    /// Name of the sheet in the file.
    pub sheet: String,
    /// How they were written.
    pub from: Lettering,
    /// How many cells there are.
    pub cells: u32,
    /// The first of them.
    pub examples: Vec<LetterChange>,
}

/// Cells of a sheet that look as if they were in another code, but too few or too mixed to be sure: read as written
/// (D02).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The first of them.
    pub place: Place,
    /// What is written there, cut to what a message quotes.
    pub text: String,
    /// How many there are.
    pub cells: u32,
}

/// What an agency left as its form came with it, by sheet and row from 0. Of a form that says nothing of single rows or cells there is
/// nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsIssued {
    /// Rows in which all of the agency's cells say what they said when the form was issued.
    pub rows: BTreeSet<(SheetId, u32)>,
    /// Of the other rows the cells that do; a cell in which nothing stood and stands is one of them.
    pub cells: BTreeMap<(SheetId, u32), BTreeSet<FieldId>>,
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
    /// Code of the desk that issued the form, as the file says it; `None` of a form of before, and of what is no form.
    pub issued_by: Option<String>,
    /// What stood in the agency's cells when the form was issued, as a digest, if the file says so.
    pub issued_content: Option<String>,
    /// What stood in the cells that the form comes with then, as a digest, if the file says so.
    pub issued_given: Option<String>,
    /// What the agency left as the form came with it.
    pub as_issued: AsIssued,
    /// Trouble with the layout.
    pub layout: Vec<LayoutIssue>,
    /// What was made of the layout.
    pub notes: Vec<LayoutNote>,
    /// The office's own table instead of a form.
    pub own_table: Option<OwnTable>,
    /// Letters that were brought to composed Unicode before anything else was read, sheet by sheet.
    pub converted: Vec<Conversion>,
    /// Letters that were left as they are although they may be wrong, sheet by sheet.
    pub doubtful: Vec<Doubt>,
    /// Cells whose whole text, or whole line, is a mark of secrecy (T23).
    pub secrecy_marks: Vec<(Place, String)>,
    /// The rows and labels that were read; empty where the layout could not be understood.
    pub report: AgencyReport,
}

impl Extraction {
    /// A workbook of which nothing may be known but its marks of secrecy, whose report it says it is, and for when.
    pub fn of_marks(marks: Vec<(Place, String)>, agency: Field<SharedText>, period: Field<PeriodName>) -> Self {
        Self {
            recognised_by: RecognisedBy::Nothing,
            form: String::new(),
            form_version: None,
            meta_agency: None,
            meta_period: None,
            issued_by: None,
            issued_content: None,
            issued_given: None,
            as_issued: AsIssued::default(),
            layout: Vec::new(),
            notes: Vec::new(),
            own_table: None,
            converted: Vec::new(),
            doubtful: Vec::new(),
            secrecy_marks: marks,
            report: AgencyReport { info: Info { agency, period, ..Info::default() }, ..AgencyReport::default() },
        }
    }
}
