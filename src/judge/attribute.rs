//! Whose report a received file is, and for which period: "a report belongs to the period written in it".

use crate::model::agency::AgencyCode;
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

/// Is it the consolidated workbook of a desk below, where that one hands it on: in its own folder, or in the common one if it can be
/// read? Every other workbook of a desk is no report.
pub fn is_handed_on(folder: &Folder, content: &Content, register: &Register) -> bool {
    let Content::Consolidation(reading) = content else { return false };
    match (folder, reading.as_ref()) {
        (Folder::Agency(owner), Ok(report)) => report.release.desk == *owner && register.is_desk_below(owner),
        (Folder::Agency(owner), Err(_)) => register.is_desk_below(owner),
        (Folder::Common | Folder::Unlisted(_), Ok(report)) => register.is_desk_below(&report.release.desk),
        (Folder::Common | Folder::Unlisted(_), Err(_)) => false,
    }
}

/// The agency that released a consolidated workbook and handed it on in its own folder, where the register does not call it a desk.
pub fn of_no_desk(folder: &Folder, content: &Content, register: &Register) -> Option<AgencyCode> {
    let (Folder::Agency(owner), Content::Consolidation(reading)) = (folder, content) else { return None };
    let of_its_own = reading.as_ref().as_ref().is_ok_and(|report| report.release.desk == *owner);
    (of_its_own && !register.is_desk_below(owner)).then(|| owner.clone())
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
