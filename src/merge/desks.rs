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
        ..here
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::merge::testing::{agency, cutoffs, known_task, register, submission as standing_here, task_code};
    use crate::model::desk_report::{DeskRelease, DeskRow, Edit};
    use crate::model::finding::Effect;
    use crate::model::freeze_terms::AgencyCutoff;
    use crate::model::place::CellRef;
    use crate::model::report::SheetId;
    use crate::model::submission::Evidence;
    use crate::model::task::Status;
    use crate::testing::{july, week};

    fn placed<R>(row: R) -> DeskRow<R> {
        DeskRow { row, cell: CellRef::new(0, 0) }
    }

    /// What a desk says of SYT, with a row that tells by its status through whom it came.
    pub(crate) fn desk(code: &str, standing: Standing, status: Status) -> DeskReport {
        let office = OfficeStanding {
            agency: agency("SYT"),
            name: "Sở Y tế".into(),
            standing,
            evidence: None,
            received_at: None,
            booked_late: false,
            merged: standing == Standing::OnTime,
            nil: false,
            form_unfilled: false,
            confirmed_only: true,
            document_received: None,
            revised_after_cutoff: None,
            exempt_because: None,
            cutoff: AgencyCutoff::general(cutoffs()),
            file: None,
            sha256: None,
            version: None,
            fingerprint: None,
            missing_streak: 0,
            rejects: 0,
            errors: 0,
            warnings: 0,
            rows: BTreeMap::new(),
        };
        let rows = vec![placed(known_task("SYT", "KH11-001", status))];
        let late = if standing == Standing::Late { vec![known_task("SYT", "KH11-001", status)] } else { Vec::new() };
        DeskReport {
            release: DeskRelease {
                form_version: "1.1".into(),
                desk: agency(code),
                desk_name: String::new(),
                period: week(),
                version: 1,
                late: false,
                rehearsal: false,
                submit_cutoff: cutoffs().submit,
                release_cutoff: cutoffs().release,
                rows: BTreeMap::new(),
                rows_digest: String::new(),
            },
            sheet: "_so_lieu".into(),
            offices: vec![OfficeReport {
                standing: placed(office),
                tasks: rows,
                targets: Vec::new(),
                criteria: Vec::new(),
                extra_tasks: Vec::new(),
                claims: Vec::new(),
                nearly_done: Vec::new(),
            }],
            late: LateRows { tasks: late, ..LateRows::default() },
            edits: Vec::new(),
            printed: crate::model::desk_report::PrintedFigures::default(),
            first_page: Vec::new(),
        }
    }

    /// By which road SYT counts, how it stands, and what its row says: directly it says that the task is finished.
    fn road(chased_by: &str, here: Option<Standing>, desks: &[DeskReport]) -> (Option<AgencyCode>, Standing, Option<Status>) {
        let mut register = register();
        register.agencies.iter_mut().for_each(|office| office.supervisor = chased_by.to_owned());
        let mut offices = Offices::default();
        if let Some(standing) = here {
            offices.submissions.insert(agency("SYT"), standing_here(&agency("SYT"), standing));
            let tasks = vec![known_task("SYT", "KH11-001", Status::Done)];
            offices.accepted.insert(agency("SYT"), KnownRows { tasks, ..KnownRows::default() });
        }
        offices.take_in(&register, cutoffs(), desks.iter());
        let said = &offices.submissions[&agency("SYT")];
        (said.through.clone(), said.standing, offices.accepted[&agency("SYT")].tasks[0].status)
    }

    #[test]
    fn an_office_that_sent_to_both_counts_by_the_desk_that_chases_it() {
        let below = [desk("SKHCN", Standing::OnTime, Status::InProgress)];
        let through = (Some(agency("SKHCN")), Standing::OnTime, Some(Status::InProgress));
        let direct = (None, Standing::OnTime, Some(Status::Done));
        assert_eq!(road("SKHCN", Some(Standing::OnTime), &below), through);
        assert_eq!(road("VPTU", Some(Standing::OnTime), &below), direct);
        assert_eq!(road("", Some(Standing::OnTime), &below), direct);
    }

    #[test]
    fn what_is_in_the_figures_counts_before_who_chases() {
        let late = [desk("SKHCN", Standing::Late, Status::InProgress)];
        assert_eq!(road("SKHCN", Some(Standing::OnTime), &late).0, None);
        let on_time = [desk("SKHCN", Standing::OnTime, Status::InProgress)];
        for here in [None, Some(Standing::Missing), Some(Standing::Returned), Some(Standing::Late), Some(Standing::Exempt)] {
            assert_eq!(road("VPTU", here, &on_time).0, Some(agency("SKHCN")), "{here:?}");
        }
    }

    #[test]
    fn silence_here_is_no_silence_where_something_came() {
        let late = [desk("SKHCN", Standing::Late, Status::InProgress)];
        assert_eq!(road("VPTU", Some(Standing::Missing), &late), (Some(agency("SKHCN")), Standing::Late, Some(Status::InProgress)));
        let missing = [desk("SKHCN", Standing::Missing, Status::InProgress)];
        assert_eq!(road("VPTU", Some(Standing::Late), &missing).1, Standing::Late);
        assert_eq!(road("VPTU", Some(Standing::Exempt), &missing).1, Standing::Missing, "who is asked elsewhere is silent there");
        let exempt = [desk("SKHCN", Standing::Exempt, Status::InProgress)];
        assert_eq!(road("SKHCN", Some(Standing::Missing), &exempt), (None, Standing::Missing, Some(Status::Done)));
    }

    /// How SYT stands that sent two reports, both in the figures: one here, and one to the Department that chases it or not.
    fn by_two_roads(here: Standing, there: Standing, chased_there: bool) -> Submission {
        let mut register = register();
        let chased_by = if chased_there { "SKHCN" } else { "VPTU" };
        register.agencies.iter_mut().for_each(|office| office.supervisor = chased_by.to_owned());
        let mut offices = Offices::default();
        let sent = Submission { merged: true, received_at: Some(july(11, 10, 0)), ..standing_here(&agency("SYT"), here) };
        offices.submissions.insert(agency("SYT"), sent);
        let mut below = desk("SKHCN", there, Status::InProgress);
        let standing = &mut below.offices[0].standing.row;
        (standing.merged, standing.received_at, standing.evidence) = (true, Some(july(11, 9, 0)), Some(Evidence::Clerk));
        offices.take_in(&register, cutoffs(), [below].iter());
        offices.submissions.remove(&agency("SYT")).unwrap()
    }

    #[test]
    fn who_was_in_time_at_one_desk_is_not_late_by_the_report_to_the_other() {
        for late in [Standing::Late, Standing::Admitted] {
            let counted_there = by_two_roads(Standing::OnTime, late, true);
            assert_eq!((counted_there.standing, counted_there.received_at), (Standing::OnTime, Some(july(11, 10, 0))), "{late:?}");
            assert_eq!(
                (counted_there.through, counted_there.in_time_at),
                (Some(agency("SKHCN")), Some(Addressee::Here)),
                "the figures are its"
            );
            let counted_here = by_two_roads(late, Standing::OnTime, false);
            assert_eq!((counted_here.standing, counted_here.received_at), (Standing::OnTime, Some(july(11, 9, 0))), "{late:?}");
            assert_eq!((counted_here.through, counted_here.evidence), (None, Some(Evidence::Clerk)));
            assert_eq!(counted_here.in_time_at, Some(Addressee::Desk(agency("SKHCN"))));
        }
        let both_late = by_two_roads(Standing::Admitted, Standing::Late, true);
        assert_eq!((both_late.standing, both_late.in_time_at), (Standing::Late, None));
        let both = by_two_roads(Standing::OnTime, Standing::OnTime, true);
        assert_eq!((both.received_at, both.in_time_at), (Some(july(11, 9, 0)), None));
    }

    #[test]
    fn of_two_desks_the_order_in_which_they_came_decides_nothing() {
        let mut both = [desk("SKHCN", Standing::OnTime, Status::InProgress), desk("SNV", Standing::OnTime, Status::Paused)];
        assert_eq!(road("SNV", None, &both).0, Some(agency("SNV")));
        let neither = road("VPTU", None, &both);
        both.reverse();
        assert_eq!(road("VPTU", None, &both), neither);
        assert_eq!(road("SNV", None, &both).0, Some(agency("SNV")));
    }

    /// What SYT's rows are where its desk's workbook was changed, and what is told: known here is that the task was finished.
    fn edited(change: impl FnOnce(&mut DeskReport)) -> (Submission, Option<Status>, Roads) {
        let mut below = desk("SKHCN", Standing::OnTime, Status::InProgress);
        below.offices[0].tasks[0].cell = CellRef::new(20, 0);
        change(&mut below);
        let mut offices = Offices::default();
        offices.submissions.insert(agency("SYT"), standing_here(&agency("SYT"), Standing::Missing));
        let tasks = vec![known_task("SYT", "KH11-001", Status::Done)];
        offices.accepted.insert(agency("SYT"), KnownRows { tasks, ..KnownRows::default() });
        offices.take_in(&register(), cutoffs(), [below].iter());
        let status = offices.accepted[&agency("SYT")].tasks.first().and_then(|row| row.status);
        (offices.submissions[&agency("SYT")].clone(), status, offices.roads)
    }

    fn changed(cell: CellRef, table: &str) -> Edit {
        Edit::Row { table: table.into(), cell, about: String::new() }
    }

    #[test]
    fn a_row_that_somebody_changed_falls_back_and_is_told() {
        let (_, status, roads) = edited(|_| {});
        assert_eq!((status, roads.edited.len()), (Some(Status::InProgress), 0));
        let (submission, status, roads) = edited(|below| below.edits.push(changed(CellRef::new(20, 0), "Dòng nhiệm vụ")));
        assert_eq!((submission.standing, submission.merged, status), (Standing::OnTime, true, Some(Status::Done)));
        let told = &roads.edited[&agency("SKHCN")];
        let code = (agency("SYT"), task_code("KH11-001"));
        assert_eq!((told.rows, told.tasks.iter().next(), told.standings.len()), (1, Some(&code), 0));
    }

    #[test]
    fn a_row_that_was_taken_out_falls_back_as_well() {
        let count = || Edit::Count { table: "Dòng nhiệm vụ".into(), released: 1, found: 0 };
        let (_, status, roads) = edited(|below| {
            below.offices[0].tasks.clear();
            below.edits.push(count());
        });
        assert_eq!((status, roads.edited[&agency("SKHCN")].tasks.len()), (Some(Status::Done), 1));
        let (_, status, _) = edited(|below| below.offices[0].tasks.clear());
        assert_eq!(status, None, "what was not there when it was released is no edit");
    }

    #[test]
    fn nobody_is_blamed_or_praised_by_a_standing_that_somebody_changed() {
        for standing in [Standing::OnTime, Standing::Missing] {
            let (submission, status, roads) = edited(|below| {
                below.offices[0].standing.row.standing = standing;
                below.offices[0].tasks[0].row.period = week();
                below.edits.push(changed(CellRef::new(0, 0), "Đơn vị báo cáo"));
            });
            // Its row says that it reported this week.
            assert_eq!((submission.standing, submission.merged, status), (Standing::Unknown, true, Some(Status::InProgress)));
            assert_eq!(roads.standing_edited(&agency("SYT")), Some(&agency("SKHCN")));
        }
    }

    #[test]
    fn of_two_roads_the_one_that_nobody_touched_counts() {
        let mut below = desk("SKHCN", Standing::OnTime, Status::InProgress);
        below.offices[0].tasks[0].cell = CellRef::new(20, 0);
        below.edits.push(changed(CellRef::new(20, 0), "Dòng nhiệm vụ"));
        let direct = (None, Standing::OnTime, Some(Status::Done));
        assert_eq!(road("SKHCN", Some(Standing::OnTime), &[below]), direct);
    }

    #[test]
    fn a_row_that_is_known_to_be_gone_is_named_in_its_first_week() {
        let gone = |code: &str| Edit::RowGone { table: "Dòng nhiệm vụ".into(), agency: agency("SYT"), code: code.into() };
        let codes: BTreeMap<String, Vec<String>> =
            [("Dòng nhiệm vụ".to_owned(), vec!["KH11-001".to_owned(), "KH11-002".to_owned()])].into();
        let (_, status, roads) = edited(|below| {
            below.offices[0].standing.row.rows = codes.clone();
            below.edits.push(gone("KH11-002"));
        });
        let told = &roads.edited[&agency("SKHCN")];
        assert_eq!((told.rows, told.tasks.iter().collect::<Vec<_>>()), (1, vec![&(agency("SYT"), task_code("KH11-002"))]));
        assert_eq!(status, Some(Status::InProgress), "the row that is there counts");
        let (_, status, roads) = edited(|below| {
            below.offices[0].standing.row.rows = codes.clone();
            below.offices[0].tasks.clear();
            below.edits.push(gone("KH11-002"));
        });
        assert_eq!((status, roads.edited[&agency("SKHCN")].tasks.len()), (None, 1), "what was not there when it was released is no edit");
    }

    #[test]
    fn who_is_gone_from_the_list_of_offices_is_not_said_to_have_sent_nothing() {
        // Its other rows are there, and say that it reported.
        let (submission, status, roads) = edited(|below| {
            below.offices[0].tasks[0].row.period = week();
            below.offices[0].standing.row = OfficeStanding::lost(agency("SYT"), &below.release);
            below.edits.push(Edit::OfficeGone { table: "Đơn vị báo cáo".into(), agency: agency("SYT") });
        });
        assert_eq!((submission.standing, submission.merged, status), (Standing::Unknown, true, Some(Status::InProgress)));
        assert_eq!(roads.edited[&agency("SKHCN")].rows, 1);
        // Nothing of it is there any more.
        let without = |unsure: bool| {
            edited(|below| {
                below.offices.clear();
                if unsure {
                    below.edits.push(Edit::Count { table: "Đơn vị báo cáo".into(), released: 1, found: 0 });
                }
            })
        };
        let (submission, status, roads) = without(true);
        assert_eq!((submission.standing, submission.merged, status), (Standing::Unknown, false, Some(Status::Done)), "what is known stays");
        assert_eq!(roads.standing_edited(&agency("SYT")), Some(&agency("SKHCN")));
        assert_eq!(without(false).0.standing, Standing::Missing);
    }

    #[test]
    fn that_nothing_came_here_is_not_told_of_who_reported_to_the_desk() {
        let silent = |there| {
            let mut here = standing_here(&agency("SYT"), Standing::Missing);
            let found = Finding { code: "T20".into(), ..crate::merge::testing::finding(Effect::Flag, SheetId::Tasks, 0, None) };
            here.findings = vec![found];
            let mut offices = Offices::default();
            offices.submissions.insert(agency("SYT"), here);
            offices.take_in(&register(), cutoffs(), [desk("SKHCN", there, Status::InProgress)].iter());
            offices.submissions[&agency("SYT")].findings.len()
        };
        assert_eq!((silent(Standing::OnTime), silent(Standing::Missing)), (0, 1));
    }
}
