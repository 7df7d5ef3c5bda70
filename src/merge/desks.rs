//! Offices that reported to desks below: which road of an office counts here, and with what. An office that sent to several desks
//! counts once. What follows is the merging of every period, so a desk above cannot tell, from what it merges, by which road a
//! row came; that is why a tree of desks over the same reports, registers and cutoffs gives the figures of one desk.
//!
//! ```text
//! direct: Submission + KnownRows ┐
//! desk below: DeskReport         ├─ one road an office ─▶ submissions, rows, late rows ─ consolidate ─▶ …
//! desk below: DeskReport         ┘
//! ```

use crate::merge::desk_edits::Doubt;
use crate::merge::desk_figures;
use crate::merge::road_cells;
use crate::model::agency::AgencyCode;
use crate::model::config::Lights;
use crate::model::cutoff::Cutoffs;
use crate::model::desk_report::{DeskReport, OfficeReport, OfficeStanding};
use crate::model::finding::Finding;
use crate::model::known_rows::KnownRows;
use crate::model::late_rows::LateRows;
use crate::model::moment;
use crate::model::register::Register;
use crate::model::roads::{EditedRows, FigureOfDesk, RoadDifference, Roads};
use crate::model::submission::{Addressee, Standing, Submission};
use crate::rules::file::nothing_received;
use std::collections::{BTreeMap, BTreeSet};

/// What is known here of every office, by whatever road.
#[derive(Debug, Clone, Default)]
pub struct Offices {
    /// How each stands, where it reported to.
    pub submissions: BTreeMap<AgencyCode, Submission>,
    /// Its rows after the period.
    pub accepted: BTreeMap<AgencyCode, KnownRows>,
    /// What late reports say that are not in the figures.
    pub late: LateRows,
    /// Digests of the reports that count.
    pub fingerprints: BTreeMap<AgencyCode, String>,
    /// What is to be told of it.
    pub roads: Roads,
}

impl Offices {
    /// Takes in what desks below said of their offices. An office that reported here as well keeps this road, unless the other one
    /// alone is in the figures, or both are and the desk that chases it ("Cơ quan đôn đốc") is the other one; but of two roads that are in
    /// the figures one on which nobody changed anything goes first. Of the desk itself the rows are those in its workbook, and how it
    /// stands is when that came.
    pub fn take_in<'d>(&mut self, register: &Register, cutoffs: Cutoffs, desks: impl Iterator<Item = &'d DeskReport>) {
        let mut desks: Vec<(&DeskReport, Doubt<'_>)> = desks.map(|desk| (desk, Doubt::of(desk))).collect();
        desks.sort_by_key(|(desk, _)| &desk.release.desk);
        let mut taken: BTreeMap<&AgencyCode, &DeskReport> = BTreeMap::new();
        let mut best: BTreeMap<&AgencyCode, (Rank, Heard<'_>)> = BTreeMap::new();
        for (desk, doubt) in &desks {
            self.roads.beyond.extend(beyond(register, desk));
            self.roads.edited.extend(doubt.told().map(|told| (desk.release.desk.clone(), told)));
            for office in &desk.offices {
                let heard = Heard { desk, doubt, office };
                let agency = &office.standing.row.agency;
                if *agency == desk.release.desk && register.is_desk_below(agency) {
                    taken.insert(agency, desk);
                    self.take_rows(heard);
                    continue;
                }
                let rank = heard.rank(is_chased_by(register, agency, &desk.release.desk));
                if best.get(agency).is_none_or(|(known, ..)| rank > *known) {
                    best.insert(agency, (rank, heard));
                }
            }
        }
        for (agency, (other, heard)) in best {
            let desk = heard.desk;
            let ours = !is_chased_by(register, agency, &desk.release.desk);
            let here = self.submissions.get(agency).map(|here| rank(here.standing, here.merged, ours));
            let counts_there = here.is_none_or(|here| other > here);
            self.compare(heard, counts_there);
            if !counts_there {
                self.count_in_time(heard);
                continue;
            }
            let here = self.submissions.remove(agency).unwrap_or_else(|| Submission::nothing(agency, cutoffs));
            if heard.merged() && is_silent(&here) {
                self.roads.silent.insert(agency.clone(), desk.release.desk.clone());
            }
            self.take_rows(heard);
            let news = self.accepted.get(agency).is_some_and(|rows| rows.has_news(desk.release.period));
            let submission = match heard.doubt.standing(heard.office) {
                Some(standing) => submission(here, standing, &desk.release.desk),
                None => unverified(here, &desk.release.desk, heard.merged(), news),
            };
            if heard.doubt.standing(heard.office).is_none()
                && let Some(told) = self.roads.edited.get_mut(&desk.release.desk)
            {
                told.standings.insert(agency.clone());
            }
            self.submissions.insert(agency.clone(), submission);
            taken.insert(agency, desk);
        }
        for (desk, _) in desks.iter().filter(|(_, doubt)| doubt.may_hide_offices()) {
            self.spare_unlisted(register, desk, &desks);
        }
        self.late.forget(&taken.keys().copied().collect());
        for (desk, _) in &desks {
            let of_desk = taken.iter().filter(|(_, from)| from.release.desk == desk.release.desk).map(|(agency, _)| *agency);
            self.late.take_over(&desk.late, &of_desk.collect());
        }
    }

    /// The totals of desks below that come to something else when they are counted again, before their rows are taken in.
    pub fn figures_of_desks<'d>(
        &self,
        register: &Register,
        lights: &Lights,
        desks: impl Iterator<Item = &'d DeskReport>,
    ) -> Vec<FigureOfDesk> {
        let merged = self.submissions.values().filter(|here| here.merged).map(|here| &here.agency);
        let direct = merged.filter_map(|agency| Some((agency, self.accepted.get(agency)?))).collect();
        let mut desks: Vec<&DeskReport> = desks.collect();
        desks.sort_by_key(|desk| &desk.release.desk);
        desks.into_iter().flat_map(|desk| desk_figures::differences(register, lights, desk, &direct)).collect()
    }

    /// Takes the rows of an office, with what was known of it here in place of those that somebody changed.
    fn take_rows(&mut self, Heard { desk, doubt, office }: Heard<'_>) {
        let agency = &office.standing.row.agency;
        let mut unused = EditedRows::default();
        let told = self.roads.edited.get_mut(&desk.release.desk).unwrap_or(&mut unused);
        let rows = doubt.rows(office, self.accepted.get(agency), told);
        self.accepted.insert(agency.clone(), rows);
        let standing = doubt.standing(office).filter(|standing| standing.merged || *agency == desk.release.desk);
        self.fingerprints.extend(standing.and_then(|standing| Some((agency.clone(), standing.fingerprint.clone()?))));
    }

    /// An office whose report here is late, and in the figures, was in time where the other one came before that desk's hour.
    fn count_in_time(&mut self, heard: Heard<'_>) {
        let there = heard.doubt.standing(heard.office).filter(|there| there.standing == Standing::OnTime);
        let here = there.and_then(|there| self.submissions.get_mut(&there.agency));
        if let Some((here, there)) = here.zip(there).filter(|(here, _)| here.merged && is_late(here.standing)) {
            here.standing = there.standing;
            here.evidence = there.evidence;
            here.received_at = there.received_at;
            here.booked_late = there.booked_late;
            here.cutoff = there.cutoff;
            here.in_time_at = Some(Addressee::Desk(heard.desk.release.desk.clone()));
        }
    }

    /// Of offices that no desk lists, where the list of one was changed: they may have stood there, so silence here proves nothing.
    fn spare_unlisted(&mut self, register: &Register, desk: &DeskReport, desks: &[(&DeskReport, Doubt<'_>)]) {
        let code = &desk.release.desk;
        let listed =
            |agency: &AgencyCode| desks.iter().flat_map(|(desk, _)| &desk.offices).any(|office| office.standing.row.agency == *agency);
        let day = moment::day(desk.release.submit_cutoff);
        for agency in register.agencies.iter().filter(|agency| agency.weekly && agency.in_effect(day) && !listed(&agency.code)) {
            let chased_elsewhere = AgencyCode::parse(&agency.supervisor).is_some_and(|desk| desk != *code && register.is_desk_below(&desk));
            let Some(here) = self.submissions.get_mut(&agency.code) else { continue };
            let nothing = here.versions.is_empty() && here.through.is_none() && !chased_elsewhere && !register.is_desk_below(&agency.code);
            if !nothing || !matches!(here.standing, Standing::Missing | Standing::Exempt) {
                continue;
            }
            *here = unverified(here.clone(), code, false, false);
            if let Some(told) = self.roads.edited.get_mut(code) {
                told.standings.insert(agency.code.clone());
            }
        }
    }

    /// Notes where both reports of an office could be used and say different things.
    fn compare(&mut self, heard: Heard<'_>, counts_there: bool) {
        let OfficeStanding { agency, fingerprint, .. } = &heard.office.standing.row;
        let here = self.submissions.get(agency).is_some_and(|here| here.merged);
        let (Some(rows), true) = (self.accepted.get(agency), here && heard.merged()) else { return };
        let believed = heard.doubt.standing(heard.office).is_some();
        let prints = self.fingerprints.get(agency).zip(fingerprint.as_ref());
        // A digest that somebody may have changed compares nothing.
        if believed && prints.is_none_or(|(here, there)| here == there) {
            return;
        }
        let cells = road_cells::differing(rows, &heard.doubt.rows(heard.office, Some(rows), &mut EditedRows::default()));
        if believed || !cells.is_empty() {
            let desk = heard.desk.release.desk.clone();
            self.roads.differences.insert(agency.clone(), RoadDifference { desk, counts_there, cells });
        }
    }
}

/// What a desk says of an office, and what of it somebody changed.
#[derive(Debug, Clone, Copy)]
struct Heard<'d> {
    desk: &'d DeskReport,
    doubt: &'d Doubt<'d>,
    office: &'d OfficeReport,
}

impl Heard<'_> {
    /// Is the office in the desk's figures? Where somebody changed how it stands, its rows say so.
    fn merged(&self) -> bool {
        let by_rows = || self.doubt.reported(self.office, self.desk.release.period);
        self.doubt.standing(self.office).map_or_else(by_rows, |standing| standing.merged)
    }

    fn rank(&self, chased: bool) -> Rank {
        let rank = match self.doubt.standing(self.office) {
            Some(standing) => rank(standing.standing, standing.merged, chased),
            // That nothing came is not known either.
            None => Rank { merged: self.merged(), as_released: false, came: true, asked: true, chased },
        };
        Rank { as_released: rank.merged && self.doubt.spares(self.office), ..rank }
    }
}

/// Did an office send nothing at all, though somebody looked? A document, a file that cannot be used, a folder nobody could read and a
/// form that lies there are each told by themselves.
fn is_silent(here: &Submission) -> bool {
    let nothing = here.versions.is_empty() && here.document_received.is_none() && here.set_aside.is_none();
    here.standing == Standing::Missing && nothing && !here.form_unfilled
}

/// What a desk hands on that the register does not have.
fn beyond(register: &Register, desk: &DeskReport) -> Option<(AgencyCode, BTreeSet<String>)> {
    let mut codes = BTreeSet::new();
    for office in desk.offices.iter().filter(|office| office.standing.row.merged) {
        let agency = &office.standing.row.agency;
        if register.agency(agency).is_none() {
            codes.insert(agency.to_string());
        }
        let tasks = office.tasks.iter().map(|placed| &placed.row.task).filter(|task| register.task(task).is_none());
        let targets = office.targets.iter().map(|placed| &placed.row.target).filter(|target| register.target(target).is_none());
        codes.extend(tasks.map(ToString::to_string).chain(targets.map(ToString::to_string)));
    }
    (!codes.is_empty()).then(|| (desk.release.desk.clone(), codes))
}

/// Which of two roads counts, what matters most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// It is in the figures.
    merged: bool,
    /// And nobody changed anything on the way.
    as_released: bool,
    /// Something came on it.
    came: bool,
    /// The office was asked on it at all.
    asked: bool,
    /// It is that of the desk that chases the office.
    chased: bool,
}

fn rank(standing: Standing, merged: bool, chased: bool) -> Rank {
    let came = matches!(standing, Standing::OnTime | Standing::Late | Standing::Admitted | Standing::Returned | Standing::Arriving);
    Rank { merged, as_released: merged, came, asked: standing != Standing::Exempt, chased }
}

fn is_chased_by(register: &Register, agency: &AgencyCode, desk: &AgencyCode) -> bool {
    register.agency(agency).is_some_and(|office| AgencyCode::parse(&office.supervisor).as_ref() == Some(desk))
}

/// Did a report that is in the figures come after the hour?
fn is_late(standing: Standing) -> bool {
    matches!(standing, Standing::Late | Standing::Admitted)
}

/// How an office stands here that reported to another desk. What it sent here, and cannot be used, is still answered; and who was in
/// time here is not late because the report that counts came to that desk later.
fn submission(here: Submission, standing: &OfficeStanding, desk: &AgencyCode) -> Submission {
    if here.standing == Standing::OnTime && is_late(standing.standing) {
        let (evidence, received_at, booked_late, cutoff) = (here.evidence, here.received_at, here.booked_late, here.cutoff);
        let there = submission(Submission { standing: Standing::Missing, ..here }, standing, desk);
        let in_time_at = Some(Addressee::Here);
        return Submission { standing: Standing::OnTime, evidence, received_at, booked_late, cutoff, in_time_at, ..there };
    }
    Submission {
        counted: None,
        changed_after_cutoff: Vec::new(),
        cutoff: standing.cutoff,
        standing: standing.standing,
        evidence: standing.evidence,
        received_at: standing.received_at,
        booked_late: standing.booked_late,
        merged: standing.merged,
        nil: standing.nil,
        form_unfilled: standing.form_unfilled,
        confirmed_only: standing.confirmed_only,
        document_received: standing.document_received.or(here.document_received),
        revised_after_cutoff: standing.revised_after_cutoff,
        exempt_because: standing.exempt_because.clone(),
        through: Some(desk.clone()),
        in_time_at: None,
        findings: beside(here.findings, standing.standing == Standing::Missing),
        as_sent: None,
        ..here
    }
}

/// What was found of an office here. That nothing came here (T20) is no fault of one that reported to the desk: where it should have sent to
/// both, that is told once (T21).
fn beside(findings: Vec<Finding>, silent_there: bool) -> Vec<Finding> {
    findings.into_iter().filter(|finding| silent_there || finding.code != nothing_received::RULE.code).collect()
}

/// How an office stands of which somebody changed that in the desk's workbook: nobody knows, so it is neither blamed nor praised. Its
/// rows are what they are.
fn unverified(here: Submission, desk: &AgencyCode, merged: bool, news: bool) -> Submission {
    Submission {
        counted: None,
        changed_after_cutoff: Vec::new(),
        standing: Standing::Unknown,
        evidence: None,
        received_at: None,
        booked_late: false,
        merged,
        nil: false,
        form_unfilled: false,
        confirmed_only: merged && !news,
        revised_after_cutoff: None,
        exempt_because: None,
        through: Some(desk.clone()),
        findings: beside(here.findings, false),
        as_sent: None,
        ..here
    }
}

#[cfg(test)]
pub(crate) mod tests;
