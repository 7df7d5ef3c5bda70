//! Whose report a received file is, and for which period: "a report belongs to the period written in it".

use crate::model::agency::AgencyCode;
use crate::model::desk_report::{DeskFault, DeskReport};
use crate::model::inbox::{Content, Folder, Receipt};
use crate::model::moment::{self, Moment};
use crate::model::period::{Period, PeriodName};
use crate::model::predecessor::Predecessor;
use crate::model::register::Register;
use crate::model::releases::Releases;
use crate::model::rhythm::Rhythm;
use crate::text::agency_names;

/// The agency a file is taken for. In an agency's folder it is that agency, or one below it that the form names; in
/// the common folder it is the agency the form names, never one with a similar name. The folder of an agency that ended is that of
/// the one that took over: what was reported before that day in a week is not lost.
pub fn agency_of(folder: &Folder, content: &Content, register: &Register) -> Option<AgencyCode> {
    let named = match content {
        Content::Workbook(extraction) => agency_names::resolve(register, &extraction.report.info.agency.typed),
        Content::Consolidation(reading) => {
            let desk = reading.as_ref().as_ref().ok().map(|report| &report.release.desk);
            desk.filter(|desk| register.is_desk_below(desk)).cloned()
        }
        Content::Document { .. } | Content::Refused(_) => None,
    };
    match folder {
        // The word of a desk is not that of the office in whose folder somebody laid it.
        Folder::Agency(_) if content.desk_report().is_some() && named.is_some() => named,
        Folder::Agency(owner) => {
            let owner = agency_names::predecessor(register, owner).map_or_else(|| owner.clone(), |ended| ended.heir);
            let below = named.filter(|named| register.agency(named).and_then(|a| a.parent.as_ref()) == Some(&owner));
            Some(below.unwrap_or(owner))
        }
        Folder::Common | Folder::Unlisted(_) => named,
    }
}

/// The agency that ended and under whose code a file came: the one that it names, else the one in whose folder it lies. `None` if the
/// agency that it is taken for sent it itself.
pub fn predecessor_of(folder: &Folder, content: &Content, register: &Register) -> Option<Predecessor> {
    let named = content.extraction().and_then(|x| agency_names::named(register, &x.report.info.agency.typed));
    let owner = match folder {
        Folder::Agency(owner) => Some(owner.clone()),
        Folder::Common | Folder::Unlisted(_) => None,
    };
    agency_names::predecessor(register, &named.or(owner)?)
}

/// What a consolidated workbook is to the desk in whose inbox it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandedOn {
    /// Its own, or of nobody to be told: what a desk wrote, and no report.
    No,
    /// A report, to be judged and answered: of a desk below, wherever it lies, or of an office that hands one on in its own folder.
    Yes,
    /// Of an agency that the register does not call a desk, and that did not lay it there itself.
    OfNoDesk(AgencyCode),
    /// It cannot be read, and nobody knows of which desk it is.
    OfSomeDesk(DeskFault),
}

/// Whether a consolidated workbook is one that a desk below hands on to the desk `own`. `ours`: its name is that of a product of this desk.
pub fn handed_on(folder: &Folder, reading: &Result<DeskReport, DeskFault>, register: &Register, own: &AgencyCode, ours: bool) -> HandedOn {
    let owner = match folder {
        Folder::Agency(owner) => Some(owner),
        Folder::Common | Folder::Unlisted(_) => None,
    };
    match reading {
        Ok(report) if report.release.desk == *own => HandedOn::No,
        Ok(report) if register.is_desk_below(&report.release.desk) || owner == Some(&report.release.desk) => HandedOn::Yes,
        Ok(report) => HandedOn::OfNoDesk(report.release.desk.clone()),
        Err(_) if owner.is_some_and(|owner| register.is_desk_below(owner)) => HandedOn::Yes,
        Err(fault) if !ours && !register.calendar.desks.is_empty() => HandedOn::OfSomeDesk(fault.clone()),
        Err(_) => HandedOn::No,
    }
}

/// The period written in the report, if it can be read and the rhythm has such a period.
pub fn claimed_period(content: &Content, rhythm: Rhythm<'_>) -> Option<Period> {
    content.period_named().and_then(|name| rhythm.named(name))
}

/// The best guess at the instant at which a file arrived: the server's time where it is earlier than the first scan.
/// Used only to place files that name no period, and to see whether a week was ever collected; never for a verdict.
pub fn arrival(receipt: &Receipt) -> Moment {
    receipt.file.server_time.map_or(receipt.first_seen, |server| server.min(receipt.first_seen))
}

/// The period in whose days a file arrived, by the best guess at the instant ([`arrival`]).
fn arrival_period(receipt: &Receipt, rhythm: Rhythm<'_>) -> Period {
    rhythm.period_on(moment::day(arrival(receipt)))
}

/// The first period that is consolidated here: of the configuration, else the first that was released. `None` while there
/// is neither.
pub fn first(released: &Releases, rhythm: Rhythm<'_>) -> Option<Period> {
    rhythm.schedule.from.or_else(|| released.first_period())
}

/// Did a file arrive before the first period that is consolidated here?
pub fn arrived_before(receipt: &Receipt, first: Period, rhythm: Rhythm<'_>) -> bool {
    arrival_period(receipt, rhythm) < first
}

/// The week in which a file is answered that names no week, or another one than its own: the week it arrived in; but
/// the week of the scan where nobody looked before (a share holds years of old files), or where the week of its arrival
/// was released already or is none of ours. A week without report answers nothing, so the next one does.
pub fn home(receipt: &Receipt, released: &Releases, rhythm: Rhythm<'_>) -> Period {
    let seen = rhythm.period_on(moment::day(receipt.first_seen));
    let arrived = arrival_period(receipt, rhythm);
    let closed = released.first(arrived).is_some_and(|(_, at)| receipt.first_seen > at)
        || first(released, rhythm).is_some_and(|first| arrived < first && first <= seen);
    let mut home = if receipt.last_scan_before.is_none() || closed { seen } else { arrived };
    for _ in 0..WEEKS_WITHOUT_REPORT_MAX {
        if rhythm.cutoffs(home).is_some() {
            break;
        }
        home = rhythm.next(home);
    }
    home
}

/// The longest rest of the year has two weeks; a calendar that knows no report at all must not loop.
const WEEKS_WITHOUT_REPORT_MAX: usize = 10;

/// Did a report for `claimed` arrive while that week was open: before its last day was over, or before a release
/// cutoff that was moved beyond it? A week without report is never open.
pub fn arrived_for(receipt: &Receipt, claimed: Period, rhythm: Rhythm<'_>) -> bool {
    rhythm.cutoffs(claimed).is_some_and(|c| arrival_period(receipt, rhythm) <= claimed || arrival(receipt) < c.release)
}

/// Periods before `current` that must still be frozen and released: a report for them arrived while they were open,
/// and none of them is released. A report that names an older week by mistake does not open that week again. Each receipt
/// comes with the period that its content names.
pub fn unsettled<'a>(
    receipts: impl IntoIterator<Item = (&'a Receipt, Option<PeriodName>)>,
    current: Period,
    released: &Releases,
    rhythm: Rhythm<'_>,
) -> Vec<Period> {
    // Every file has a week that answers it: its own, or the one it came in.
    let opened = |(receipt, named): (&Receipt, Option<PeriodName>)| {
        let own = named.and_then(|name| rhythm.named(name)).filter(|claimed| arrived_for(receipt, *claimed, rhythm));
        own.unwrap_or_else(|| home(receipt, released, rhythm))
    };
    let first = first(released, rhythm);
    let ours = |period: &Period| first.is_none_or(|first| *period >= first);
    let mut periods: Vec<Period> =
        receipts.into_iter().map(opened).filter(|period| *period < current && !released.is_released(*period) && ours(period)).collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::desk_report::{DeskRelease, PrintedFigures};
    use crate::model::late_rows::LateRows;
    use crate::testing::{agency, cutoffs, week};
    use std::collections::BTreeMap;

    fn workbook(desk: &str) -> DeskReport {
        let release = DeskRelease {
            form_version: "1.3".into(),
            desk: agency(desk),
            desk_name: String::new(),
            period: week(),
            version: 1,
            late: false,
            rehearsal: false,
            submit_cutoff: cutoffs().submit,
            release_cutoff: cutoffs().release,
            rows: BTreeMap::new(),
            rows_digest: String::new(),
        };
        DeskReport {
            release,
            sheet: String::new(),
            offices: Vec::new(),
            late: LateRows::default(),
            edits: Vec::new(),
            printed: PrintedFigures::default(),
            first_page: Vec::new(),
        }
    }

    #[test]
    fn the_workbook_of_a_desk_is_its_report_wherever_it_lies_and_no_one_elses() {
        let mut register = Register::default();
        register.calendar.desks.insert(agency("SKHCN"));
        let of = |folder: &Folder, reading, ours| handed_on(folder, &reading, &register, &agency("VPTU"), ours);
        let folder = |code: &str| Folder::Agency(agency(code));
        for place in [folder("SKHCN"), folder("SYT"), Folder::Common] {
            assert_eq!(of(&place, Ok(workbook("SKHCN")), false), HandedOn::Yes, "{place:?}");
            assert_eq!(of(&place, Ok(workbook("VPTU")), false), HandedOn::No, "its own: {place:?}");
            let content = Content::Consolidation(Box::new(Ok(workbook("SKHCN"))));
            assert_eq!(agency_of(&place, &content, &register), Some(agency("SKHCN")), "{place:?}");
        }
        assert_eq!(of(&folder("SNV"), Ok(workbook("SNV")), false), HandedOn::Yes, "who is no desk is told so");
        for place in [folder("SYT"), Folder::Common] {
            assert_eq!(of(&place, Ok(workbook("SNV")), false), HandedOn::OfNoDesk(agency("SNV")));
            assert_eq!(of(&place, Err(DeskFault::DataGone), false), HandedOn::OfSomeDesk(DeskFault::DataGone));
            assert_eq!(of(&place, Err(DeskFault::DataGone), true), HandedOn::No, "by its name this desk wrote it");
        }
        assert_eq!(of(&folder("SKHCN"), Err(DeskFault::DataGone), false), HandedOn::Yes);
        let alone = Register::default();
        assert_eq!(
            handed_on(&folder("SYT"), &Err(DeskFault::DataGone), &alone, &agency("VPTU"), false),
            HandedOn::No,
            "nobody hands on here"
        );
    }
}
