//! Tables: one line a case. What the shipped calendar makes of each Friday of rest is in `sheets/rest_days.rs`.

use super::*;
use crate::model::calendar::{CutoffOverride, OwnOverride};
use crate::model::cutoff::HolidayRule;
use crate::model::cutoff::tests::friday;
use crate::model::moment::Moment;

fn week(id: &str) -> Period {
    Period::parse_id(id).unwrap_or_else(|| panic!("{id}"))
}

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

fn at(text: &str) -> Moment {
    Moment::parse_from_rfc3339(&format!("{text}:00+07:00")).unwrap()
}

fn shown(at: Moment) -> String {
    at.format("%Y-%m-%dT%H:%M").to_string()
}

fn resting(days: &[&str]) -> Calendar {
    Calendar { rest_days: days.iter().map(|d| (day(d), "nghỉ".to_owned())).collect(), ..Calendar::default() }
}

/// An announcement for everybody; an hour may be blank.
fn announced(submit: &str, release: &str, document: &str) -> CutoffOverride {
    let hour = |text: &str| (!text.is_empty()).then(|| at(text));
    CutoffOverride { submit: hour(submit), release: hour(release), document: document.into(), unconfirmed: false }
}

/// The whole week of Tết 2025.
const TET: [&str; 5] = ["2025-01-27", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31"];

fn cadence(name: &str) -> Cadence {
    match name {
        "weekly" => Cadence::Weekly,
        "biweekly" => Cadence::Biweekly { anchor: week("2025-W28") },
        "monthly" => Cadence::Monthly,
        "quarterly" => Cadence::Quarterly,
        "adhoc" => Cadence::AdHoc,
        other => panic!("{other}"),
    }
}

#[test]
fn every_day_belongs_to_one_period() {
    // cadence, weeks announced, day, its period, first and last day of that
    for (name, open, on, period, first, last) in [
        ("weekly", &[][..], "2025-07-11", "2025-W28", "2025-07-07", "2025-07-13"),
        ("weekly", &[], "2025-12-29", "2026-W01", "2025-12-29", "2026-01-04"),
        ("weekly", &[], "2026-01-03", "2026-W01", "2025-12-29", "2026-01-04"),
        ("weekly", &[], "2026-12-28", "2026-W53", "2026-12-28", "2027-01-03"),
        ("weekly", &[], "2027-01-01", "2026-W53", "2026-12-28", "2027-01-03"),
        ("weekly", &[], "2027-01-03", "2026-W53", "2026-12-28", "2027-01-03"),
        ("weekly", &[], "2027-01-04", "2027-W01", "2027-01-04", "2027-01-10"),
        ("biweekly", &[], "2025-07-11", "2025-W28", "2025-06-30", "2025-07-13"),
        ("biweekly", &[], "2025-07-01", "2025-W28", "2025-06-30", "2025-07-13"),
        ("biweekly", &[], "2025-07-14", "2025-W30", "2025-07-14", "2025-07-27"),
        ("biweekly", &[], "2025-06-29", "2025-W26", "2025-06-16", "2025-06-29"),
        // 53 weeks: the fortnights go on over the year's end.
        ("biweekly", &[], "2026-12-31", "2027-W01", "2026-12-28", "2027-01-10"),
        ("biweekly", &[], "2027-01-11", "2027-W03", "2027-01-11", "2027-01-24"),
        ("biweekly", &["2025-W29"], "2025-07-15", "2025-W29", "2025-07-14", "2025-07-20"),
        ("biweekly", &["2025-W29"], "2025-07-21", "2025-W30", "2025-07-21", "2025-07-27"),
        ("monthly", &[], "2025-06-30", "2025-W30", "2025-06-30", "2025-07-27"),
        ("monthly", &[], "2025-07-25", "2025-W30", "2025-06-30", "2025-07-27"),
        ("monthly", &[], "2025-07-28", "2025-W35", "2025-07-28", "2025-08-31"),
        ("monthly", &[], "2025-12-29", "2026-W05", "2025-12-29", "2026-02-01"),
        ("monthly", &["2025-W28"], "2025-07-09", "2025-W28", "2025-06-30", "2025-07-13"),
        ("monthly", &["2025-W28"], "2025-07-14", "2025-W30", "2025-07-14", "2025-07-27"),
        ("quarterly", &[], "2025-07-11", "2025-W39", "2025-06-30", "2025-09-28"),
        ("quarterly", &[], "2025-09-29", "2025-W52", "2025-09-29", "2025-12-28"),
        ("quarterly", &[], "2025-12-31", "2026-W13", "2025-12-29", "2026-03-29"),
        ("adhoc", &["2025-W28"], "2025-07-11", "2025-W28", "2025-07-07", "2025-07-13"),
        ("adhoc", &["2025-W28"], "2025-07-01", "2025-W28", "2025-07-07", "2025-07-13"),
        ("adhoc", &["2025-W26", "2025-W28"], "2025-07-01", "2025-W28", "2025-06-30", "2025-07-13"),
        ("adhoc", &["2025-W28"], "2025-07-15", "2025-W29", "2025-07-14", "2025-07-20"),
    ] {
        let overrides = open.iter().map(|id| (week(id), CutoffOverride::default())).collect();
        let calendar = Calendar { overrides, ..Calendar::default() };
        let schedule = Schedule { cadence: cadence(name), ..friday() };
        let rhythm = Rhythm { calendar: &calendar, schedule: &schedule };
        let found = rhythm.period_on(day(on));
        let span = rhythm.span(found);
        assert_eq!((found, span.first, span.last), (week(period), day(first), day(last)), "{name} {open:?} {on}");
    }
}

#[test]
fn periods_follow_each_other_without_a_gap() {
    for name in ["weekly", "biweekly", "monthly", "quarterly"] {
        for rule in [HolidayRule::Earlier, HolidayRule::Later, HolidayRule::Skip] {
            let calendar = resting(&[&TET[..], &["2025-12-26", "2027-01-01", "2026-06-26"]].concat());
            let schedule = Schedule { cadence: cadence(name), holiday_rule: rule, ..friday() };
            let rhythm = Rhythm { calendar: &calendar, schedule: &schedule };
            let mut span = rhythm.span(rhythm.period_on(day("2025-01-01")));
            while span.last < day("2027-12-31") {
                let next = rhythm.span(rhythm.next(span.period));
                assert_eq!(next.first, span.last + Days::new(1), "{name} {rule:?} {}", span.period);
                assert_eq!(rhythm.previous(next.period), Some(span.period), "{name} {rule:?}");
                for on in [next.first, next.last] {
                    assert_eq!(rhythm.period_on(on), next.period, "{name} {rule:?} {on}");
                }
                span = next;
            }
        }
    }
}

#[test]
fn a_rest_at_the_end_of_a_month_does_not_cost_the_month_its_report() {
    // rule, rest days, month, week of its report, its cutoff
    for (rule, rest, month, period, submit) in [
        (HolidayRule::Earlier, &[][..], 1, "2025-W05", Some("2025-01-31T11:00")),
        (HolidayRule::Earlier, &TET, 1, "2025-W04", Some("2025-01-24T11:00")),
        (HolidayRule::Earlier, &["2025-01-31"], 1, "2025-W05", Some("2025-01-30T11:00")),
        (HolidayRule::Skip, &["2025-01-31"], 1, "2025-W04", Some("2025-01-24T11:00")),
        (HolidayRule::Later, &TET, 1, "2025-W05", Some("2025-02-03T11:00")),
        (HolidayRule::Skip, &["2025-02-07", "2025-02-14", "2025-02-21", "2025-02-28"], 2, "2025-W09", None),
    ] {
        let calendar = resting(rest);
        let schedule = Schedule { cadence: Cadence::Monthly, holiday_rule: rule, ..friday() };
        let rhythm = Rhythm { calendar: &calendar, schedule: &schedule };
        let named = rhythm.named(PeriodName::month(2025, month).unwrap()).unwrap();
        let cutoff = rhythm.cutoffs(named).map(|c| shown(c.submit));
        assert_eq!((named, cutoff.as_deref()), (week(period), submit), "{rule:?} {rest:?}");
    }
}

#[test]
fn a_report_belongs_to_the_period_that_holds_what_it_names() {
    // cadence, name, period; blank: none
    for (name, written, period) in [
        ("weekly", "2025-W28", "2025-W28"),
        ("weekly", "2025-07", ""),
        ("weekly", "2025-Q3", ""),
        ("weekly", "2025-W27..2025-W28", ""),
        ("biweekly", "2025-W27", "2025-W28"),
        ("biweekly", "2025-W28", "2025-W28"),
        ("biweekly", "2025-W29", "2025-W30"),
        ("biweekly", "2025-W27..2025-W28", "2025-W28"),
        ("biweekly", "2025-W28..2025-W29", ""),
        ("biweekly", "2025-07", ""),
        ("monthly", "2025-07", "2025-W30"),
        ("monthly", "2025-W27", "2025-W30"),
        ("monthly", "2025-W31", "2025-W35"),
        ("monthly", "2025-12", "2025-W52"),
        ("monthly", "2025-Q3", ""),
        ("quarterly", "2025-Q3", "2025-W39"),
        ("quarterly", "2025-Q4", "2025-W52"),
        ("quarterly", "2025-W30", "2025-W39"),
        ("quarterly", "2025-07", ""),
        ("adhoc", "2025-W28", "2025-W28"),
    ] {
        let calendar = Calendar::default();
        let schedule = Schedule { cadence: cadence(name), ..friday() };
        let found = Rhythm { calendar: &calendar, schedule: &schedule }.named(PeriodName::try_from(written.to_owned()).unwrap());
        assert_eq!(found.map(|p| p.to_string()).unwrap_or_default(), period, "{name} {written}");
    }
}

#[test]
fn rest_days_swapped_saturdays_and_announcements_move_the_cutoffs_of_a_week() {
    let earlier = HolidayRule::Earlier;
    let none = || announced("", "", "");
    // rule, rest days, worked days, announcement, submit and release; blank: no report
    for (rule, rest, worked, said, submit, release) in [
        (earlier, &[][..], &[][..], none(), "2026-05-01T11:00", "2026-05-01T15:30"),
        (earlier, &["2026-05-01"], &[], none(), "2026-04-30T11:00", "2026-04-30T15:30"),
        (earlier, &["2026-04-30", "2026-05-01"], &[], none(), "2026-04-29T11:00", "2026-04-29T15:30"),
        (HolidayRule::Later, &["2026-05-01"], &[], none(), "2026-05-04T11:00", "2026-05-04T15:30"),
        (HolidayRule::Later, &["2026-05-01", "2026-05-04"], &[], none(), "2026-05-05T11:00", "2026-05-05T15:30"),
        (HolidayRule::Skip, &["2026-05-01"], &[], none(), "", ""),
        // A Saturday worked for the Friday: the next working day, and never an earlier one.
        (HolidayRule::Later, &["2026-05-01"], &["2026-05-02"], none(), "2026-05-02T11:00", "2026-05-02T15:30"),
        (earlier, &["2026-05-01"], &["2026-05-02"], none(), "2026-04-30T11:00", "2026-04-30T15:30"),
        (earlier, &[], &["2026-05-02"], none(), "2026-05-01T11:00", "2026-05-01T15:30"),
        // A day said to rest and to be worked is worked.
        (earlier, &["2026-05-01"], &["2026-05-01"], none(), "2026-05-01T11:00", "2026-05-01T15:30"),
        (earlier, &["2026-04-27", "2026-04-28", "2026-04-29", "2026-04-30", "2026-05-01"], &[], none(), "", ""),
        (
            earlier,
            &["2026-04-27", "2026-04-28", "2026-04-29", "2026-04-30", "2026-05-01"],
            &[],
            announced("2026-05-02T09:00", "2026-05-02T12:00", "CV 1"),
            "2026-05-02T09:00",
            "2026-05-02T12:00",
        ),
        (earlier, &[], &[], announced("2026-04-30T10:00", "2026-04-30T14:00", "CV 1"), "2026-04-30T10:00", "2026-04-30T14:00"),
        (earlier, &["2026-05-01"], &[], announced("2026-04-29T10:00", "", "CV 1"), "2026-04-29T10:00", "2026-04-30T15:30"),
        (earlier, &[], &[], announced("", "2026-05-01T17:00", ""), "2026-05-01T11:00", "2026-05-01T17:00"),
        // Moved beyond the release, the release goes along.
        (earlier, &[], &[], announced("2026-05-04T09:00", "", ""), "2026-05-04T09:00", "2026-05-04T15:30"),
        (earlier, &[], &[], announced("2026-05-01T16:00", "", ""), "2026-05-01T16:00", "2026-05-01T20:30"),
    ] {
        let what = format!("{rule:?} {rest:?} {worked:?} {said:?}");
        let mut calendar = resting(rest);
        calendar.work_days = worked.iter().map(|d| day(d)).collect();
        if said != none() {
            calendar.overrides.insert(week("2026-W18"), said);
        }
        let schedule = Schedule { holiday_rule: rule, ..friday() };
        let found = Rhythm { calendar: &calendar, schedule: &schedule }.cutoffs(week("2026-W18"));
        let found = found.map_or_else(Default::default, |c| (shown(c.submit), shown(c.release)));
        assert_eq!((found.0.as_str(), found.1.as_str()), (submit, release), "{what}");
    }
}

#[test]
fn one_commune_is_held_to_its_own_cutoff() {
    let usual = "2026-05-01T11:00";
    // rest days, general announcement, own announcement with document; submit, late from, own
    for (rest, general, (own, document), submit, late_from, is_own) in [
        (&[][..], "", ("2026-05-01T14:00", ""), "2026-05-01T14:00", "2026-05-01T14:00", true),
        (&[], "", ("2026-05-01T14:00", "CV 2"), "2026-05-01T14:00", "2026-05-01T14:00", true),
        (&[], "", ("2026-05-01T09:00", "CV 2"), "2026-05-01T09:00", "2026-05-01T09:00", true),
        // Earlier without a document: nobody is late by it.
        (&[], "", ("2026-05-01T09:00", " "), usual, usual, false),
        (&[], "", (usual, "CV 2"), usual, usual, false),
        // After the release: the release does not wait for it.
        (&[], "", ("2026-05-04T09:00", ""), "2026-05-04T09:00", "2026-05-04T09:00", true),
        // The general one moved earlier by rule: late from the usual hour, unless the own one was announced in writing.
        (&["2026-05-01"], "", ("2026-04-30T14:00", ""), "2026-04-30T14:00", usual, true),
        (&["2026-05-01"], "", ("2026-04-30T14:00", "CV 2"), "2026-04-30T14:00", "2026-04-30T14:00", true),
        (&["2026-05-01"], "", ("2026-05-01T14:00", ""), "2026-05-01T14:00", "2026-05-01T14:00", true),
        (&[], "2026-04-30T10:00", ("2026-04-30T14:00", ""), "2026-04-30T14:00", "2026-04-30T14:00", true),
    ] {
        let mut calendar = resting(rest);
        if !general.is_empty() {
            calendar.overrides.insert(week("2026-W18"), announced(general, "", "CV 1"));
        }
        let commune = AgencyCode::parse("X-A").unwrap();
        let row = OwnOverride { submit: at(own), document: document.into(), unconfirmed: false };
        calendar.own.insert(week("2026-W18"), [(commune.clone(), row)].into());
        let schedule = friday();
        let rhythm = Rhythm { calendar: &calendar, schedule: &schedule };
        let found = rhythm.cutoff_of(week("2026-W18"), &commune).unwrap();
        let found = (shown(found.submit), shown(found.late_from), found.own);
        assert_eq!(found, (submit.to_owned(), late_from.to_owned(), is_own), "{rest:?} {general} {own} {document}");
        // Others are not touched by it.
        let other = rhythm.cutoff_of(week("2026-W18"), &AgencyCode::parse("X-B").unwrap()).unwrap();
        assert_eq!((other.submit, other.own), (rhythm.cutoffs(week("2026-W18")).unwrap().submit, false));
    }
}

#[test]
fn a_frozen_period_keeps_its_days_and_hours() {
    let (week, own) = (week("2025-W28"), AgencyCode::parse("SYT").unwrap());
    let mut before = Calendar::default();
    let later = OwnOverride { submit: at("2025-07-11T14:00"), document: "CV 7".into(), unconfirmed: false };
    before.own.insert(week, [(own.clone(), later)].into());
    let biweekly = Schedule { cadence: Cadence::Biweekly { anchor: week }, ..friday() };
    let terms = Rhythm { calendar: &before, schedule: &biweekly }.terms(week).unwrap();
    // The row of the agency is gone, the Friday is a rest day, the desk reports by the month.
    let today = Calendar { terms: [(week, terms.clone())].into(), ..resting(&["2025-07-11"]) };
    for cadence in ["weekly", "monthly", "quarterly", "adhoc"].map(cadence) {
        let schedule = Schedule { cadence, ..friday() };
        let rhythm = Rhythm { calendar: &today, schedule: &schedule };
        assert_eq!(rhythm.terms(week), Some(terms.clone()));
        assert_eq!(rhythm.cutoffs(week).map(|c| shown(c.submit)).as_deref(), Some("2025-07-11T11:00"));
        assert_eq!(rhythm.cutoff_of(week, &own).map(|c| (shown(c.late_from), c.own)), Some(("2025-07-11T14:00".to_owned(), true)));
        assert_eq!(rhythm.every_cutoff(week).len(), 5);
        assert_eq!(rhythm.span(week).first, day("2025-06-30"));
        assert_eq!((rhythm.period_of(week.previous()), rhythm.period_on(day("2025-07-13"))), (week, week));
        assert_eq!(rhythm.named(PeriodName::Weeks(week.previous(), week)), Some(week));
        assert!(rhythm.reports(week) && rhythm.next(week) > week);
    }
}

#[test]
fn hours_that_were_changed_before_the_freeze_make_nobody_late() {
    let week = week("2025-W28");
    let change = |submit: &str| CutoffChange { submit: at(submit), release: at("2025-07-11T15:30"), since: at("2025-07-11T10:30") };
    for (before, late_from) in [("2025-07-11T12:00", "2025-07-11T12:00"), ("2025-07-10T11:00", "2025-07-11T11:00")] {
        let calendar = Calendar { changes: [(week, change(before))].into(), ..Calendar::default() };
        let schedule = friday();
        let rhythm = Rhythm { calendar: &calendar, schedule: &schedule };
        let terms = rhythm.terms(week).unwrap();
        assert_eq!((shown(terms.cutoffs.submit), shown(terms.late_from).as_str()), ("2025-07-11T11:00".to_owned(), late_from));
        assert_eq!((terms.change, rhythm.terms(week.next()).unwrap().change), (Some(change(before)), None));
    }
}
