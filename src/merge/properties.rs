//! What holds of every week, whatever is sent.

use crate::merge::leave;
use crate::merge::testing::{
    accepted, agency, consolidation, consolidation_of, date, finding, known_task, register, report, row, submission, text, value, week,
};
use crate::model::agency::AgencyCode;
use crate::model::finding::{Effect, Finding};
use crate::model::history::History;
use crate::model::known_rows::KnownRows;
use crate::model::report::{SheetId, TaskRow};
use crate::model::submission::{Standing, Submission};
use crate::model::task::{Status, TaskCode};
use chrono::Days;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
struct Sent {
    rows: Vec<TaskRow>,
    rejected: Vec<u32>,
}

fn any_row() -> impl Strategy<Value = TaskRow> {
    let word = proptest::sample::select(&["", "đang làm", "không"][..]);
    (proptest::sample::select(&Status::ALL[..]), proptest::option::of(0i64..=100), proptest::option::of(0u64..60), word, 1usize..=7)
        .prop_map(|(status, percent, day, word, code)| {
            let mut row = row(0, &format!("KH11-{code:03}"), status, percent, word);
            row.obstacle = text(word);
            if let Some(day) = day {
                row.completed_on = value(date(2025, 6, 1) + Days::new(day));
            }
            row
        })
}

fn any_sent() -> impl Strategy<Value = Sent> {
    (proptest::collection::vec(any_row(), 0..8), proptest::collection::vec(0u32..8, 0..3)).prop_map(|(mut rows, rejected)| {
        for (at, row) in (0u32..).zip(&mut rows) {
            row.row = at;
        }
        Sent { rows, rejected }
    })
}

fn any_week() -> impl Strategy<Value = Vec<(&'static str, Sent)>> {
    let sent = |agency: &'static str| any_sent().prop_map(move |s| (agency, s));
    (sent("SYT"), sent("STC"), sent("SKHCN"), sent("X-BINH"), sent("P-AN"), 0usize..=5)
        .prop_map(|(a, b, c, d, e, n)| [a, b, c, d, e].into_iter().take(n).collect())
}

fn of_week(history: &History, week: &[(&'static str, Sent)]) -> BTreeMap<AgencyCode, KnownRows> {
    let register = register();
    let one = |sent: &Sent, code| {
        let findings: Vec<Finding> = sent.rejected.iter().map(|r| finding(Effect::Row, SheetId::Tasks, *r, None)).collect();
        accepted(&register, history, code, &report(sent.rows.clone()), &findings)
    };
    week.iter().map(|(code, sent)| (agency(code), one(sent, code))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_task_stands_once_and_every_row_of_totals_adds_up(first in any_week(), second in any_week()) {
        let register = register();
        let nothing = History::default();
        let before = of_week(&nothing, &first);
        let released = consolidation(&register, &nothing, &before);
        let history = leave::history(&released, &before, &nothing, &BTreeMap::new());
        let c = consolidation(&register, &history, &of_week(&history, &second));
        let codes = |tasks: Vec<&TaskCode>| tasks.into_iter().cloned().collect::<Vec<_>>();
        prop_assert_eq!(codes(c.tasks.iter().map(|l| &l.task.code).collect()), codes(register.tasks.iter().map(|t| &t.code).collect()));
        prop_assert_eq!(c.task_totals.overall.total, 6, "all but the withdrawn one");
        let totals = &c.task_totals;
        for rows in [&totals.by_document, &totals.by_group] {
            prop_assert_eq!(rows.iter().map(|(_, n)| n.total).sum::<u32>(), totals.overall.total);
        }
        prop_assert_eq!(totals.by_year.iter().map(|(_, n)| n.total).sum::<u32>(), totals.overall.total);
        let all = totals.by_year.iter().map(|(_, n)| n).chain(totals.by_document.iter().map(|(_, n)| n));
        let all = all.chain(totals.by_group.iter().map(|(_, n)| n)).chain(totals.by_agency.iter().map(|(_, n)| n));
        for counts in all.chain([&totals.overall]) {
            prop_assert_eq!(counts.sum(), counts.total);
        }
        for line in &c.tasks {
            prop_assert!(!(line.stale && line.state.class.is_done()));
        }
    }

    #[test]
    fn the_order_of_what_comes_in_changes_nothing(week in any_week(), seed in any::<u64>()) {
        let register = register();
        let history = History::default();
        let accepted = of_week(&history, &week);
        let mut submissions: Vec<Submission> = register.agencies.iter().map(|a| submission(&a.code, Standing::OnTime)).collect();
        let straight = consolidation_of(&register, &history, &accepted, submissions.clone());
        submissions.rotate_left(usize::try_from(seed % 5).unwrap());
        submissions.reverse();
        let reversed: Vec<(&'static str, Sent)> = week.iter().rev().cloned().collect();
        prop_assert_eq!(consolidation_of(&register, &history, &of_week(&history, &reversed), submissions), straight);
    }

    #[test]
    fn a_rejected_row_changes_no_other_task(sent in any_week(), who in 0usize..5, at in 0u32..8) {
        let register = register();
        let rows = vec![known_task("SYT", "KH11-001", Status::InProgress), known_task("STC", "KH11-004", Status::Regular)];
        let history = History { period: Some(week().previous()), tasks: rows, ..History::default() };
        let all = consolidation(&register, &history, &of_week(&history, &sent));
        let mut rejecting = sent.clone();
        let Some((_, sent)) = rejecting.get_mut(who) else { return Ok(()) };
        sent.rejected.push(at);
        let hit = sent.rows.iter().find(|r| r.row == at).map(|r| r.code.text().to_owned()).unwrap_or_default();
        let fewer = consolidation(&register, &history, &of_week(&history, &rejecting));
        for (a, b) in all.tasks.iter().zip(&fewer.tasks) {
            if a.task.code.as_str() != hit {
                prop_assert_eq!(a, b);
            }
        }
    }
}
