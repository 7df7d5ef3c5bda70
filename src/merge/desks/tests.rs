//! Offices on several roads: which one counts, and who is held to which hour.

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
    let codes: BTreeMap<String, Vec<String>> = [("Dòng nhiệm vụ".to_owned(), vec!["KH11-001".to_owned(), "KH11-002".to_owned()])].into();
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
