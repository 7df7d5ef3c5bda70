//! Whose report a received file is, and for which period: "a report belongs to the period written in it".

use crate::model::agency::AgencyCode;
use crate::model::inbox::{Content, Folder, Receipt};
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::register::Register;
use crate::text::agency_names;
use std::collections::BTreeMap;

/// The agency a file is taken for. In an agency's folder it is that agency, or one below it that the form names; in
/// the common folder it is the agency the form names, never one with a similar name.
pub fn agency_of(folder: &Folder, content: &Content, register: &Register) -> Option<AgencyCode> {
    let named = match content {
        Content::Workbook(extraction) => agency_names::resolve(register, &extraction.report.info.agency.typed),
        Content::Document { .. } | Content::Refused(_) => None,
    };
    match folder {
        Folder::Agency(owner) => {
            let below = named.filter(|named| register.agency(named).and_then(|a| a.parent.as_ref()) == Some(owner));
            Some(below.unwrap_or_else(|| owner.clone()))
        }
        Folder::Common | Folder::Unlisted(_) => named,
    }
}

/// The period written in the report, if it can be read.
pub fn claimed_period(content: &Content) -> Option<Period> {
    match content {
        Content::Workbook(extraction) => extraction.report.info.period.value().copied(),
        Content::Document { .. } | Content::Refused(_) => None,
    }
}

/// The best guess at the week in which a file arrived: the server's time where it is earlier than the first scan.
/// Used only to place files that name no period, and to see whether a week was ever collected; never for a verdict.
pub fn arrival(receipt: &Receipt) -> Moment {
    receipt.file.server_time.map_or(receipt.first_seen, |server| server.min(receipt.first_seen))
}

/// The week of [`arrival`].
pub fn arrival_period(receipt: &Receipt) -> Period {
    Period::containing(moment::day(arrival(receipt)))
}

/// Periods before `current` that must still be frozen and released: a report for them arrived before their last day
/// was over, and none of them is released. A report that names an older week by mistake does not open that week again.
pub fn unsettled<'a>(
    receipts: impl IntoIterator<Item = (&'a Receipt, &'a Content)>,
    current: Period,
    released: &BTreeMap<Period, Moment>,
) -> Vec<Period> {
    let mut periods: Vec<Period> = receipts
        .into_iter()
        .map(|(receipt, content)| (claimed_period(content).unwrap_or_else(|| arrival_period(receipt)), arrival_period(receipt)))
        .filter(|(period, arrived)| *period < current && arrived <= period && !released.contains_key(period))
        .map(|(period, _)| period)
        .collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}
