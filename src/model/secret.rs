//! What is left of a file that bears a mark of secrecy: nothing of its text but the mark itself.

use crate::model::agency::AgencyCode;
use crate::model::extraction::Extraction;
use crate::model::inbox::Content;
use crate::model::period::PeriodName;
use crate::model::place::Place;
use crate::model::report::{Field, Reading};
use crate::model::shared_text::SharedText;
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
        let agency = self.agency.as_ref().map(|code| {
            let code = SharedText::from(code.as_str());
            Field { typed: code.clone(), reading: Reading::Value(code), ..Field::default() }
        });
        let period =
            self.period.map(|period| Field { typed: period.to_string().into(), reading: Reading::Value(period), ..Field::default() });
        Content::Workbook(Box::new(Extraction::of_marks(self.marks.clone(), agency.unwrap_or_default(), period.unwrap_or_default())))
    }
}
