//! What is left of a file that bears a mark of secrecy: nothing of its text but the mark itself.

use crate::model::agency::AgencyCode;
use crate::model::extraction::{Extraction, RecognisedBy};
use crate::model::inbox::Content;
use crate::model::period::PeriodName;
use crate::model::place::Place;
use crate::model::report::{AgencyReport, Field, Info, Reading};
use serde::{Deserialize, Serialize};

/// A content that is not kept, because a secret document must not lie in this program's records. Time and hash stand
/// in its receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// The agency that the form names, if the register knows it.
    pub agency: Option<AgencyCode>,
    /// The period written in it.
    pub period: Option<PeriodName>,
    /// Each mark and where it stands; never empty.
    pub marks: Vec<(Place, String)>,
}

impl Secret {
    /// The content as it is judged: a workbook of which nothing is known but what stands here. It gives the findings
    /// that the file itself would, so that a release is built again without it.
    pub fn content(&self) -> Content {
        let mut info = Info::default();
        if let Some(code) = &self.agency {
            info.agency = Field { typed: code.to_string(), reading: Reading::Value(code.to_string()), ..Field::default() };
        }
        if let Some(period) = self.period {
            info.period = Field { typed: period.to_string(), reading: Reading::Value(period), ..Field::default() };
        }
        Content::Workbook(Box::new(Extraction {
            recognised_by: RecognisedBy::Nothing,
            form: String::new(),
            form_version: None,
            meta_agency: None,
            meta_period: None,
            layout: Vec::new(),
            notes: Vec::new(),
            own_table: None,
            converted: Vec::new(),
            doubtful: Vec::new(),
            secrecy_marks: self.marks.clone(),
            report: AgencyReport { info, ..AgencyReport::default() },
        }))
    }
}
