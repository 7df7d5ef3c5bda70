//! A column of a table, or a label with its value, as a form definition describes it.

use crate::model::report::FieldId;
use serde::Deserialize;

/// What a cell accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A text of one line.
    Text,
    /// A text over several lines.
    LongText,
    /// A word of the list named beside it.
    List,
    /// A number from 0 to 100, without a percent format.
    Percent,
    /// A calendar day, typed as a date.
    Date,
    /// A day and hour.
    DateTime,
    /// A cross or nothing.
    Mark,
    /// A number of any size.
    Number,
}

/// When an empty cell counts as missing in the form's own check ("Còn 3 ô cần điền").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Required {
    /// Never: an empty cell is no gap.
    #[default]
    Never,
    /// In every open row.
    Always,
    /// In every open row whose status is not Thường xuyên.
    UnlessRegular,
    /// In rows reported Hoàn thành.
    WhenDone,
    /// In rows past their deadline and not reported Hoàn thành.
    WhenOverdue,
    /// As `WhenOverdue`, and in rows reported Tạm dừng.
    WhenOverdueOrPaused,
    /// When Lần nộp is above 0.
    WhenRevised,
    /// Unless numerator or denominator are given, or the target cannot be assessed.
    ValueOrFraction,
    /// When the numerator is given.
    WithNumerator,
    /// Unless the agency says Chưa đánh giá được.
    UnlessNotAssessable,
    /// When the agency says Chưa đánh giá được.
    WhenNotAssessable,
    /// When the criterion is Đạt.
    WhenMet,
    /// In rows in which another required cell is filled.
    WhenUsed,
}

/// A column of a table, or a label with its value.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What the column means, whatever its heading is called.
    pub field: FieldId,
    /// Its heading, as printed.
    pub heading: String,
    /// What it is called where columns are listed; the heading if it is short enough for that.
    #[serde(default)]
    pub short: Option<String>,
    /// Other headings accepted in a returned workbook (`src/docs/reading.md`, "Tables").
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Headings that mean this column only if every cell below reads as its kind.
    #[serde(default)]
    pub ambiguous: Vec<String>,
    /// Width in characters of the default font.
    #[serde(default = "default_width")]
    pub width: f64,
    /// Without it the sheet cannot be read (T09).
    #[serde(default)]
    pub essential: bool,
    /// When an empty cell counts as missing.
    #[serde(default)]
    pub required: Required,
    /// The agency writes here; otherwise grey and locked.
    #[serde(default)]
    pub input: bool,
    /// What its cells accept.
    pub kind: Kind,
    /// The list of a `List` or `Mark` column.
    #[serde(default)]
    pub list: Option<String>,
    /// Shown when a cell is chosen.
    #[serde(default)]
    pub prompt: Option<String>,
    /// Shown when something else is typed.
    #[serde(default)]
    pub error: Option<String>,
    /// Longest text accepted, in characters.
    #[serde(default)]
    pub max_length: Option<u32>,
}

fn default_width() -> f64 {
    20.0
}

impl Column {
    /// What it is called where columns are listed.
    pub fn name(&self) -> &str {
        self.short.as_ref().unwrap_or(&self.heading)
    }
}
