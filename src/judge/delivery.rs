//! Which receipts concern a period: whose file each is, when it was received and by which evidence, and what the
//! period written in it means for the period that is judged.

use crate::judge::attribute;
use crate::judge::clock_doubt;
use crate::judge::content_match;
use crate::judge::facts::Facts;
use crate::judge::file;
use crate::judge::input::PeriodInput;
use crate::judge::receipt_book::{self, Candidate};
use crate::judge::timing::{self, BookEntry, TimingInput};
use crate::model::agency::AgencyCode;
use crate::model::freeze::Freeze;
use crate::model::inbox::{Content, Receipt};
use crate::model::moment::Moment;
use crate::model::period::{Period, PeriodName};
use crate::model::predecessor::Predecessor;
use crate::model::receipt_book::{BookUse, Means};
use crate::model::register::Register;
use crate::model::scans::{AreaScans, Position};
use crate::model::submission::{Evidence, Timing};
use crate::rules::case::PeriodFit;
use crate::text::areas;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A receipt that concerns the period, and what its own period means for it.
#[derive(Debug)]
pub(super) struct Delivery<'a> {
    pub(super) receipt: &'a Receipt,
    pub(super) content: Arc<Content>,
    pub(super) agency: Option<AgencyCode>,
    /// The agency that ended and under whose code it came; `None` if there is none.
    pub(super) under: Option<Predecessor>,
    pub(super) fit: PeriodFit,
    pub(super) timing: Timing,
    /// The receipt of this content that was first seen, wherever it lay then; it decides.
    pub(super) seen: &'a Receipt,
    /// Its place among the scans: see [`crate::model::submission::Version::position`].
    pub(super) position: Position,
    /// The content never came before.
    pub(super) new: bool,
    /// It came after the period's release: answered, and nothing more.
    pub(super) after_release: bool,
    /// Somebody at the office had it open when it was taken.
    pub(super) open_when_taken: bool,
}

/// Everything that concerns a period.
#[derive(Debug)]
pub struct Deliveries<'a> {
    pub(super) list: Vec<Delivery<'a>>,
    pub(super) booked: BookedByAgency,
    /// Agencies of which something came that is set aside, each with its path.
    pub(super) set_aside: BTreeMap<AgencyCode, String>,
}

impl Deliveries<'_> {
    /// The workbooks to judge: receipt, and what was read.
    pub fn workbooks(&self) -> impl Iterator<Item = (&Receipt, &Arc<Content>)> {
        self.list.iter().map(|d| (d.receipt, &d.content)).filter(|(_, content)| file::holds_rows(content))
    }
}

/// The clerk's rows about a period, by agency.
pub(super) type BookedByAgency = BTreeMap<AgencyCode, Vec<BookUse>>;

/// The remembered contents that can concern the period, by SHA-256, each with a receipt of it.
pub fn to_load<'a>(facts: &'a Facts, input: &PeriodInput<'_>) -> BTreeMap<&'a str, &'a Receipt> {
    let concerning = facts
        .receipts
        .iter()
        .filter(|receipt| facts.remembered.named.get(&receipt.sha256).is_some_and(|named| can_concern(facts, input, receipt, *named)));
    concerning.map(|receipt| (receipt.sha256.as_str(), receipt)).collect()
}

/// Can a receipt whose content names this period concern the one that is judged? Where it cannot, [`fit`] is `None`
/// whatever else stands in the content.
fn can_concern(facts: &Facts, input: &PeriodInput<'_>, receipt: &Receipt, named: Option<PeriodName>) -> bool {
    let rhythm = input.rhythm();
    named.and_then(|name| rhythm.named(name)) == Some(input.period)
        || attribute::home(receipt, &facts.released, rhythm) == input.period
        || facts.admissions.iter().any(|(_, a)| a.file.as_deref() == Some(receipt.file.path.as_str()))
}

/// Receipts that concern the period, with what their own period means for it, and the clerk's rows about it. `contents`:
/// those at hand, and those of [`to_load`].
pub fn deliveries<'a>(
    facts: &'a Facts,
    contents: &BTreeMap<String, Arc<Content>>,
    input: &PeriodInput<'_>,
    register: &Register,
) -> Deliveries<'a> {
    let released = facts.closed(input.period);
    let mut first: BTreeMap<&str, &Receipt> = BTreeMap::new();
    let mut sent: BTreeSet<(&str, Option<AgencyCode>)> = BTreeSet::new();
    let (mut list, mut set_aside) = (Vec::new(), BTreeMap::new());
    for receipt in &facts.receipts {
        let earliest = *first.entry(receipt.sha256.as_str()).or_insert(receipt);
        let Some(content) = contents.get(&receipt.sha256) else { continue };
        let agency = attribute::agency_of(&receipt.file.folder, content, register);
        let late_from = input.cutoff_of(agency.as_ref()).late_from;
        // "This content was seen complete by a scan": also where it lay in a folder that was not its agency's. What
        // the agency itself sent before and puts back is a new version of its own time.
        let judge = |seen: &Receipt| {
            let timing = timing::judge(&TimingInput {
                first_seen: seen.first_seen,
                server_time: seen.file.server_time,
                scans: scans_of(facts, seen, register).until(seen.scan),
                cutoff: late_from,
                gap_minutes: input.config.policy.unproven_gap_minutes,
            });
            match facts.skews.get(&seen.scan) {
                Some(skew) => clock_doubt::judge(timing, seen.first_seen, late_from, *skew),
                None => timing,
            }
        };
        let moved = sent.insert((receipt.sha256.as_str(), agency.clone())).then(|| (earliest, judge(earliest)));
        let (seen, timing) = moved.filter(|(_, timing)| timing.on_time).unwrap_or_else(|| (receipt, judge(receipt)));
        let new = earliest.seq == receipt.seq;
        let sent = SentFile { receipt, timing, agency: agency.as_ref(), new_in_time: new && timing.on_time };
        let Some(fit) = fit(facts, input, &sent, content, released) else { continue };
        debug_assert!(can_concern(facts, input, receipt, content.period_named()), "{} would not be loaded", receipt.file.path);
        if facts.set_aside.contains_key(&receipt.sha256) {
            set_aside.extend(agency.map(|agency| (agency, receipt.file.path.clone())));
            continue;
        }
        let after_release = facts.came_after(input.period, receipt);
        let mut position = seen.position();
        if timing.evidence == Evidence::ServerTime {
            // Wherever a scan looked: a folder that could not be listed for a while must not put an old report behind a
            // newer one.
            position = facts.scans.place(timing.received_at).map_or(position, |proved| proved.min(position));
        }
        let (open_when_taken, content) =
            (facts.taken_open.contains(&receipt.seq), content_match::with_codes(content, agency.as_ref(), register));
        let under = attribute::predecessor_of(&receipt.file.folder, &content, register);
        list.push(Delivery { receipt, content, agency, under, fit, timing, seen, position, new, after_release, open_when_taken });
    }
    let booked = by_the_book(facts, input, register, &mut list);
    // One of several that became one speaks no more once it has ended, and what it sends all the same is no mistake of the new one.
    for delivery in &mut list {
        let ended = delivery.under.as_ref().filter(|under| !under.alone && under.is_over(delivery.timing.received_at));
        if let Some(ended) = ended {
            delivery.agency = Some(ended.code.clone());
        }
    }
    Deliveries { list, booked, set_aside }
}

/// The scans of the area in which a file lies.
fn scans_of<'a>(facts: &'a Facts, receipt: &Receipt, register: &Register) -> AreaScans<'a> {
    facts.scans.of(&areas::key_of(&receipt.file.folder, register))
}

/// A receipt that a row of this week may speak of: what waits for a later week, or was sent for an earlier one, is none.
fn candidate<'a>(delivery: &'a Delivery<'_>) -> Option<Candidate<'a>> {
    let other = matches!(delivery.fit, PeriodFit::Future(_) | PeriodFit::Old { .. })
        || (matches!(delivery.fit, PeriodFit::Released { .. }) && !delivery.new);
    let agency = delivery.agency.as_ref().filter(|_| !delivery.after_release && !other)?;
    Some(Candidate {
        receipt: delivery.receipt.seq,
        agency,
        path: &delivery.receipt.file.path,
        sha256: &delivery.receipt.sha256,
        first_seen: delivery.seen.first_seen,
        document: matches!(delivery.content.as_ref(), Content::Document { .. }),
    })
}

/// Puts what the clerk's rows prove into the receipts they speak of.
fn by_the_book(facts: &Facts, input: &PeriodInput<'_>, register: &Register, list: &mut [Delivery<'_>]) -> BookedByAgency {
    let rows = receipt_book::holding(&facts.book, input.period, &input.freeze.map(Freeze::clerk_rows_known).unwrap_or_default());
    if rows.is_empty() {
        return BTreeMap::new();
    }
    let candidates: Vec<Candidate<'_>> = list.iter().filter_map(candidate).collect();
    let late_from = |agency: &AgencyCode| input.cutoff_of(Some(agency)).late_from;
    let mut uses = receipt_book::used(rows, &candidates, late_from);
    uses.sort_by_key(|u| (u.row.said.received_at, u.booked_late, u.row.seq));
    for one in &uses {
        let Means::Receipt(seq) = one.means else { continue };
        let Some(delivery) = list.iter_mut().find(|c| c.receipt.seq == seq) else { continue };
        let row = BookEntry { at: one.row.said.received_at, late: one.booked_late };
        delivery.timing = timing::with_book(delivery.timing, Some(row), late_from(&one.row.said.agency));
        if delivery.timing.evidence == Evidence::Clerk {
            let proved = scans_of(facts, delivery.receipt, register).place(delivery.timing.received_at);
            delivery.position = proved.map_or(delivery.position, |proved| proved.min(delivery.position));
        }
        if let PeriodFit::Released { period, at, .. } = delivery.fit {
            delivery.fit = PeriodFit::Released { period, at, forgotten: delivery.new && delivery.timing.on_time, in_time: false };
        }
    }
    let mut booked: BookedByAgency = BTreeMap::new();
    for one in uses {
        booked.entry(one.row.said.agency.clone()).or_default().push(one);
    }
    booked
}

/// A file as it came.
struct SentFile<'a> {
    receipt: &'a Receipt,
    timing: Timing,
    /// Whose it is; `None` if nobody can tell.
    agency: Option<&'a AgencyCode>,
    /// Its content never came before, and it came while this period collected.
    new_in_time: bool,
}

/// What a file's own period means for the period being assembled; none if the file does not concern it.
fn fit(facts: &Facts, input: &PeriodInput<'_>, sent: &SentFile<'_>, content: &Content, released: Option<Moment>) -> Option<PeriodFit> {
    let SentFile { receipt, timing, new_in_time, .. } = *sent;
    let period = input.period;
    let rhythm = input.rhythm();
    let claimed = attribute::claimed_period(content, rhythm);
    let after_release = facts.came_after(period, receipt);
    match excepted_for(facts, receipt, timing) {
        Some(other) if other == period && !after_release => {
            return Some(claimed.filter(|c| *c != period).map_or(PeriodFit::Fits, PeriodFit::Admitted));
        }
        // It was used for that week; the week written in it is a mistake that somebody has dealt with.
        Some(other) if other < period => return None,
        _ => {}
    }
    if claimed == Some(period) {
        return match released {
            Some(at) if after_release => Some(PeriodFit::Released { period, at, forgotten: false, in_time: timing.on_time }),
            _ => Some(PeriodFit::Fits),
        };
    }
    // Any other file concerns only the week in which it came.
    if attribute::home(receipt, &facts.released, rhythm) != period {
        return None;
    }
    let Some(claimed) = claimed else { return Some(PeriodFit::Unknown) };
    if claimed > period {
        return Some(PeriodFit::Future(claimed));
    }
    match (facts.released.first(claimed), attribute::first(&facts.released, rhythm)) {
        (None, Some(first)) if claimed < first && attribute::arrived_before(receipt, first, rhythm) => Some(PeriodFit::Old { first }),
        // That week took it in when it was made once more: no slip of this one.
        (Some((first, _)), _) if taken_in_later(facts, (claimed, first), sent) => None,
        (Some((_, at)), _) if receipt.first_seen > at => {
            Some(PeriodFit::Released { period: claimed, at, forgotten: new_in_time, in_time: false })
        }
        (Some(_), _) => None,
        (None, _) if attribute::arrived_for(receipt, claimed, rhythm) => None,
        (None, _) => Some(PeriodFit::Past(claimed)),
    }
}

/// Is a file admitted to a further version of a week than the one of this number?
fn taken_in_later(facts: &Facts, (week, first): (Period, u32), sent: &SentFile<'_>) -> bool {
    let SentFile { receipt, timing, agency: Some(agency), .. } = *sent else { return false };
    let further = facts.admissions_in_force().filter(|a| a.period == week && a.version > first);
    let of_agency = further.filter(|a| a.agency.as_ref() == Some(agency) && a.file.as_ref().is_none_or(|file| *file == receipt.file.path));
    of_agency.into_iter().any(|a| facts.holds(a, receipt.first_seen, timing.received_at))
}

/// The week for which a person accepted this file, whatever week it names. An exception holds for what lies at that
/// path until the release it was granted for.
fn excepted_for(facts: &Facts, receipt: &Receipt, timing: Timing) -> Option<Period> {
    let of_file = facts.admissions_in_force().filter(|a| a.file.as_deref() == Some(receipt.file.path.as_str()));
    of_file.filter(|a| facts.holds(a, receipt.first_seen, timing.received_at)).map(|a| a.period).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::facts::ContentMemory;
    use crate::model::history::History;
    use crate::model::submission::Admission;
    use crate::testing::{config, inbox_file, july, period_input, week};

    /// Name and day of July of each receipt, and the period that its content names.
    fn facts(receipts: &[(&str, u32, Option<&str>)]) -> Facts {
        let receipt = |(seq, (name, day, _)): (i64, &(&str, u32, Option<&str>))| Receipt {
            seq,
            hash: String::new(),
            file: inbox_file(&format!("SYT/{name}.xlsx")),
            sha256: (*name).to_owned(),
            scan: seq,
            first_seen: july(*day, 9, 0),
            last_scan_before: Some(july(*day, 8, 0)),
        };
        let named = |(name, _, period): &(&str, u32, Option<&str>)| ((*name).to_owned(), period.and_then(PeriodName::parse_id));
        Facts {
            receipts: (1..).zip(receipts).map(receipt).collect(),
            remembered: ContentMemory { reader: "1".to_owned(), named: receipts.iter().map(named).collect(), ..ContentMemory::default() },
            ..Facts::default()
        }
    }

    #[test]
    fn what_names_the_week_or_came_in_it_or_was_accepted_is_loaded_and_nothing_else() {
        let mut facts = facts(&[
            ("of this week", 11, Some("2025-W28")),
            ("of this week, early", 4, Some("2025-W28")),
            ("of an earlier week, in this one", 10, Some("2025-W20")),
            ("of no week, in this one", 10, None),
            ("of a later week, in this one", 10, Some("2025-W29")),
            ("of the week before", 4, Some("2025-W27")),
            ("of no week, before", 4, None),
            ("of the week before, accepted", 4, Some("2025-W27")),
        ]);
        let file = Some("SYT/of the week before, accepted.xlsx".to_owned());
        let (reason, by) = (String::new(), String::new());
        let admission =
            Admission { period: week(), agency: None, file, reason, by, at: july(11, 13, 0), version: 1, until: None, revoked: None };
        facts.admissions = vec![(1, admission)];
        let (config, history, register) = (config(), History::default(), Register::default());
        let input = period_input(&register, &config, &history);
        let loaded: Vec<&str> = to_load(&facts, &input).into_keys().collect();
        assert_eq!(
            loaded,
            [
                "of a later week, in this one",
                "of an earlier week, in this one",
                "of no week, in this one",
                "of the week before, accepted",
                "of this week",
                "of this week, early",
            ]
        );
        facts.remembered.named.clear();
        assert!(to_load(&facts, &input).is_empty(), "what is at hand is not loaded");
    }
}
