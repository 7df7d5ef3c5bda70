//! Whether a form still says what it said when a desk issued it, by what the form says of itself.

use crate::forms::issued_content::{self, Cells};
use crate::model::agency::AgencyCode;
use crate::model::extraction::Extraction;
use crate::model::fields::Record;
use crate::model::report::{FieldId, Info};

/// Is it a form that another desk than `own` issued, and that nobody filled, confirmed or signed since? The form says both itself: neither
/// this desk's register nor what it knows has a say.
pub fn is_untouched_form_of_other_desk(extraction: &Extraction, own: &AgencyCode) -> bool {
    let of_other = extraction.issued_by.as_deref().is_some_and(|desk| desk != own.as_str());
    of_other && is_whole(extraction) && is_as_issued(extraction) == Some(true) && !is_signed(&extraction.report.info)
}

/// Is it a form, with all that belongs to it? Of what lacks a sheet or a column, or bears a mark of secrecy, that is said, and the rest
/// is not known.
pub fn is_whole(extraction: &Extraction) -> bool {
    extraction.own_table.is_none() && extraction.layout.is_empty() && extraction.secrecy_marks.is_empty()
}

/// Do the agency's cells say what they said when the form was issued? `None` if the form does not say what that was.
pub fn is_as_issued(extraction: &Extraction) -> Option<bool> {
    let issued = extraction.issued_content.as_ref()?;
    // A row that is another one makes the whole another one.
    Some(extraction.as_issued.cells.is_empty() && *issued == issued_content::digest(&extraction.report, Cells::Filled))
}

/// Did somebody fill the first sheet? The period comes with the form, and so does "Lần nộp" 0.
pub fn is_signed(info: &Info) -> bool {
    let filled = Info::FIELDS.iter().filter(|spec| spec.filled && ![FieldId::Period, FieldId::Revision].contains(&spec.id));
    let mut fields = filled.filter_map(|spec| spec.access.as_ref());
    info.revision.value().is_some_and(|number| *number > 0) || fields.any(|access| !access.field(info).is_empty())
}
