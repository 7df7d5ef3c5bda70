//! Offices that reported to desks below: which road of an office counts here, and with what. An office that sent to several desks
//! counts once. What follows is the merging of every period, so a desk above cannot tell, from what it merges, by which road a
//! row came; that is why a tree of desks over the same reports, registers and cutoffs gives the figures of one desk.
//!
//! ```text
//! direct: Submission + KnownRows ┐
//! desk below: DeskReport         ├─ one road an office ─▶ submissions, rows, late rows ─ consolidate ─▶ …
//! desk below: DeskReport         ┘
//! ```

use crate::model::agency::AgencyCode;
use crate::model::cutoff::Cutoffs;
use crate::model::desk_report::{DeskReport, OfficeReport, OfficeStanding};
use crate::model::history::{KnownTarget, KnownTask};
use crate::model::known_rows::KnownRows;
use crate::model::late_rows::LateRows;
use crate::model::register::Register;
use crate::model::roads::{RoadDifference, Roads};
use crate::model::submission::{Standing, Submission};
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
    /// alone is in the figures, or both are and the desk that chases it ("Cơ quan đôn đốc") is the other one. Of the desk itself the
    /// rows are those in its workbook, and how it stands is when that came.
    pub fn take_in<'d>(&mut self, register: &Register, cutoffs: Cutoffs, desks: impl Iterator<Item = &'d DeskReport>) {
        let mut desks: Vec<&DeskReport> = desks.collect();
        desks.sort_by_key(|desk| &desk.release.desk);
        let mut taken: BTreeMap<&AgencyCode, &DeskReport> = BTreeMap::new();
        let mut best: BTreeMap<&AgencyCode, (Rank, &DeskReport, &OfficeReport)> = BTreeMap::new();
        for desk in &desks {
            self.roads.beyond.extend(beyond(register, desk));
            for office in &desk.offices {
                let OfficeStanding { agency, standing, merged, fingerprint, .. } = &office.standing.row;
                if *agency == desk.release.desk && register.is_desk_below(agency) {
                    taken.insert(agency, desk);
                    self.accepted.insert(agency.clone(), office.rows());
                    self.fingerprints.extend(fingerprint.clone().map(|print| (agency.clone(), print)));
                    continue;
                }
                let rank = rank(*standing, *merged, is_chased_by(register, agency, &desk.release.desk));
                if best.get(agency).is_none_or(|(known, ..)| rank > *known) {
                    best.insert(agency, (rank, desk, office));
                }
            }
        }
        for (agency, (other, desk, office)) in best {
            let ours = !is_chased_by(register, agency, &desk.release.desk);
            let here = self.submissions.get(agency).map(|here| rank(here.standing, here.merged, ours));
            let counts_there = here.is_none_or(|here| other > here);
            self.compare(desk, office, counts_there);
            if !counts_there {
                continue;
            }
            let standing = &office.standing.row;
            let here = self.submissions.remove(agency).unwrap_or_else(|| Submission::nothing(agency, cutoffs));
            if standing.merged && is_silent(&here) {
                self.roads.silent.insert(agency.clone(), desk.release.desk.clone());
            }
            self.submissions.insert(agency.clone(), submission(here, standing, &desk.release.desk));
            self.accepted.insert(agency.clone(), office.rows());
            self.fingerprints.extend(standing.fingerprint.clone().filter(|_| standing.merged).map(|print| (agency.clone(), print)));
            taken.insert(agency, desk);
        }
        self.late.forget(&taken.keys().copied().collect());
        for desk in desks {
            let of_desk = taken.iter().filter(|(_, from)| from.release.desk == desk.release.desk).map(|(agency, _)| *agency);
            self.late.take_over(&desk.late, &of_desk.collect());
        }
    }

    /// Notes where both reports of an office could be used and say different things.
    fn compare(&mut self, desk: &DeskReport, office: &OfficeReport, counts_there: bool) {
        let OfficeStanding { agency, merged, fingerprint, .. } = &office.standing.row;
        let here = self.submissions.get(agency).is_some_and(|here| here.merged);
        let prints = self.fingerprints.get(agency).zip(fingerprint.as_ref());
        if here && *merged && prints.is_some_and(|(here, there)| here != there) {
            let codes = self.accepted.get(agency).map(|rows| differing(rows, office)).unwrap_or_default();
            let desk = desk.release.desk.clone();
            self.roads.differences.insert(agency.clone(), RoadDifference { desk, counts_there, codes });
        }
    }
}

/// Did an office send nothing at all, though somebody looked? A document, a file that cannot be used, a folder nobody could read and a
/// form that lies there are each told by themselves.
fn is_silent(here: &Submission) -> bool {
    let nothing = here.versions.is_empty() && here.document_received.is_none() && here.set_aside.is_none();
    here.standing == Standing::Missing && nothing && !here.form_unfilled
}

/// The codes of tasks and targets of which two reports say something else.
fn differing(here: &KnownRows, there: &OfficeReport) -> Vec<String> {
    let task = |row: &KnownTask| (row.status, row.percent, row.completed_on, row.expected_on);
    let words = |row: &KnownTask| [&row.result, &row.evidence, &row.obstacle, &row.cause, &row.proposal, &row.level].map(Clone::clone);
    let target = |row: &KnownTarget| (row.value, row.numerator, row.denominator, row.estimated);
    let tasks = there.tasks.iter().map(|placed| &placed.row).filter(|row| {
        here.tasks.iter().find(|own| own.task == row.task).is_none_or(|own| task(own) != task(row) || words(own) != words(row))
    });
    let targets = there.targets.iter().map(|placed| &placed.row);
    let targets =
        targets.filter(|row| here.targets.iter().find(|own| own.target == row.target).is_none_or(|own| target(own) != target(row)));
    tasks.map(|row| row.task.to_string()).chain(targets.map(|row| row.target.to_string())).collect()
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

/// Which of two roads counts, what matters most first: one in the figures, one on which something came, one on which the office was
/// asked at all, that of the desk that chases it.
type Rank = (bool, bool, bool, bool);

fn rank(standing: Standing, merged: bool, chased: bool) -> Rank {
    let came = matches!(standing, Standing::OnTime | Standing::Late | Standing::Admitted | Standing::Returned | Standing::Arriving);
    (merged, came, standing != Standing::Exempt, chased)
}

fn is_chased_by(register: &Register, agency: &AgencyCode, desk: &AgencyCode) -> bool {
    register.agency(agency).is_some_and(|office| AgencyCode::parse(&office.supervisor).as_ref() == Some(desk))
}

/// How an office stands here that reported to another desk. What it sent here, and cannot be used, is still answered.
fn submission(here: Submission, standing: &OfficeStanding, desk: &AgencyCode) -> Submission {
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
        ..here
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{agency, cutoffs, known_task, register, submission as standing_here};
    use crate::model::desk_report::{DeskRelease, DeskRow};
    use crate::model::freeze_terms::AgencyCutoff;
    use crate::model::place::CellRef;
    use crate::model::task::Status;
    use crate::testing::week;

    fn placed<R>(row: R) -> DeskRow<R> {
        DeskRow { row, cell: CellRef::new(0, 0) }
    }

    /// What a desk says of SYT, with a row that tells by its status through whom it came.
    fn desk(code: &str, standing: Standing, status: Status) -> DeskReport {
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

    #[test]
    fn of_two_desks_the_order_in_which_they_came_decides_nothing() {
        let mut both = [desk("SKHCN", Standing::OnTime, Status::InProgress), desk("SNV", Standing::OnTime, Status::Paused)];
        assert_eq!(road("SNV", None, &both).0, Some(agency("SNV")));
        let neither = road("VPTU", None, &both);
        both.reverse();
        assert_eq!(road("VPTU", None, &both), neither);
        assert_eq!(road("SNV", None, &both).0, Some(agency("SNV")));
    }
}
