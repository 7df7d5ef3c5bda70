//! Rest days, working Saturdays and announced changes of a cutoff, and how they move a week's cutoffs
//! (`src/docs/week.md`). Which weeks have a report at all is said by [`crate::model::rhythm`].

use crate::model::agency::AgencyCode;
use crate::model::cutoff::{Cutoffs, HolidayRule, Schedule, WeekTime};
use crate::model::freeze_terms::{AgencyCutoff, CutoffChange, FreezeTerms, HeldCutoffs};
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the register's sheet `Lich` says, and what the ledger knows of earlier hours of the same weeks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Rest days with their names.
    pub rest_days: BTreeMap<NaiveDate, String>,
    /// Saturdays or Sundays that are worked.
    pub work_days: BTreeSet<NaiveDate>,
    /// Those of both that nobody has confirmed yet, with their names.
    pub unconfirmed: BTreeMap<NaiveDate, String>,
    /// Cutoffs announced for a period, for all agencies.
    pub overrides: BTreeMap<Period, CutoffOverride>,
    /// Submit cutoffs announced for single agencies; groups are already their members, and the narrowest row has won.
    pub own: BTreeMap<Period, BTreeMap<AgencyCode, OwnOverride>>,
    /// Desks below that hand on what they consolidated, by an hour of their own.
    pub desks: BTreeSet<AgencyCode>,
    /// What periods were frozen with: it holds for them, and nothing else in this calendar does.
    pub terms: BTreeMap<Period, FreezeTerms>,
    /// Periods not frozen yet to which another configuration gave other cutoffs in their own days.
    pub changes: BTreeMap<Period, CutoffChange>,
    /// Periods not frozen yet that keep earlier cutoffs, because the ones written since had passed when they were seen.
    pub held: BTreeMap<Period, HeldCutoffs>,
    /// Periods not frozen yet in whose own days a configuration was in use that cannot be read any more; until when.
    pub unknown: BTreeMap<Period, Moment>,
}

/// A cutoff announced by a document; it wins over every rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutoffOverride {
    /// The announced submit cutoff.
    pub submit: Option<Moment>,
    /// The announced release cutoff.
    pub release: Option<Moment>,
    /// The document that announced it ("Căn cứ"); blank if none is named.
    pub document: String,
    /// Somebody still has to confirm it.
    pub unconfirmed: bool,
}

/// A submit cutoff announced for some agencies. The freeze stays at everybody's cutoff, and an agency with a later one
/// joins it by evidence. The release leaves on time even where an own cutoff lies after it: one office must not keep
/// back the report of the province. Such an agency is printed as "Chưa đến hạn riêng"; what it sends afterwards is kept
/// as after the release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnOverride {
    /// The announced submit cutoff.
    pub submit: Moment,
    /// The document that announced it ("Căn cứ"); blank if none is named.
    pub document: String,
    /// Somebody still has to confirm it.
    pub unconfirmed: bool,
}

impl Calendar {
    /// Is this a day on which offices work?
    pub fn is_working(&self, day: NaiveDate) -> bool {
        if self.work_days.contains(&day) {
            return true;
        }
        !self.rest_days.contains_key(&day) && !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
    }

    /// The cutoffs of a week that has a report ([`crate::model::rhythm::Rhythm::cutoffs`]); `None` in a week of rest. A
    /// submit cutoff announced beyond the release takes the release with it, unless that was announced too: otherwise a
    /// release could not leave in time whatever anybody did.
    pub(super) fn cutoffs(&self, schedule: &Schedule, period: Period) -> Option<Cutoffs> {
        if let Some(held) = self.held.get(&period) {
            return Some(held.cutoffs);
        }
        let announced = self.overrides.get(&period);
        let moved = |at: WeekTime| self.moved(at, schedule.holiday_rule, period);
        let submit = announced.and_then(|a| a.submit).or_else(|| moved(schedule.submit))?;
        let release = match announced.and_then(|a| a.release) {
            Some(release) => release,
            None => moved(schedule.release).filter(|release| *release > submit).or_else(|| {
                moved(schedule.release).map(|_| {
                    let same_day = moment::at(moment::day(submit).and_time(schedule.release.time));
                    let plain = schedule.plain(period);
                    if same_day > submit { same_day } else { submit + (plain.release - plain.submit) }
                })
            })?,
        };
        Some(Cutoffs { submit, release })
    }

    /// What one agency is held to in a week that has a report; `None` in a week of rest. An own cutoff earlier than
    /// everybody's counts only with a document: an office that was told nothing in writing is held to the general one.
    pub(super) fn cutoff_of(&self, schedule: &Schedule, period: Period, agency: &AgencyCode) -> Option<AgencyCutoff> {
        let general = self.cutoffs(schedule, period)?.submit;
        let late_from = self.late_from(schedule, period)?;
        let own = self.own.get(&period).and_then(|own| own.get(agency));
        Some(match own {
            Some(own) if documented(&own.document) => {
                AgencyCutoff { submit: own.submit, late_from: own.submit, own: own.submit != general }
            }
            Some(own) if own.submit > general => AgencyCutoff { submit: own.submit, late_from: late_from.max(own.submit), own: true },
            _ if self.desks.contains(agency) => {
                let submit = self.desk_cutoff(schedule, period, general);
                AgencyCutoff { submit, late_from: submit.max(late_from), own: true }
            }
            _ => AgencyCutoff { submit: general, late_from, own: false },
        })
    }

    /// The hour of desks below: as long after everybody's submit cutoff as usual where that was moved beyond it.
    fn desk_cutoff(&self, schedule: &Schedule, period: Period, submit: Moment) -> Moment {
        let usual = |at: WeekTime| moment::at(period.day(at.day).and_time(at.time));
        let after = (usual(schedule.desks) - usual(schedule.submit)).max(TimeDelta::zero());
        self.moved(schedule.desks, schedule.holiday_rule, period).filter(|desks| *desks > submit).unwrap_or(submit + after)
    }

    /// From which instant a report of the period is late. It is the submit cutoff, unless that was moved earlier and no
    /// document announced it: then the usual hour, or that of the configuration before, because an office could not know.
    pub(super) fn late_from(&self, schedule: &Schedule, period: Period) -> Option<Moment> {
        let submit = self.cutoffs(schedule, period)?.submit;
        let announced = self.is_announced(period);
        let known = self.changes.get(&period).map_or(submit, |change| change.submit);
        Some(if announced { submit } else { submit.max(schedule.plain(period).submit).max(known) })
    }

    /// Did a document announce the submit cutoff of a period?
    pub fn is_announced(&self, period: Period) -> bool {
        self.overrides.get(&period).is_some_and(|o| o.submit.is_some() && documented(&o.document))
    }

    /// The days from the week's Monday to its last cutoff or its Sunday that nobody has confirmed, with their names.
    pub fn unconfirmed_days(&self, schedule: &Schedule, period: Period) -> Vec<(NaiveDate, &str)> {
        let cutoffs = self.cutoffs(schedule, period);
        let last = cutoffs.map_or(period.last_day(), |c| period.last_day().max(moment::day(c.release)));
        self.unconfirmed.range(period.first_day()..=last).map(|(day, name)| (*day, name.as_str())).collect()
    }

    fn moved(&self, at: WeekTime, rule: HolidayRule, period: Period) -> Option<Moment> {
        let wanted = period.day(at.day);
        // Only a rest day named in the calendar moves a cutoff; a schedule on a Saturday is the desk's own choice.
        if !self.rest_days.contains_key(&wanted) || self.work_days.contains(&wanted) {
            return Some(moment::at(wanted.and_time(at.time)));
        }
        let days: Vec<NaiveDate> = match rule {
            HolidayRule::Skip => Vec::new(),
            HolidayRule::Earlier => {
                (1..7).filter_map(|n| wanted.checked_sub_days(Days::new(n))).take_while(|d| *d >= period.first_day()).collect()
            }
            HolidayRule::Later => (1..15).filter_map(|n| wanted.checked_add_days(Days::new(n))).collect(),
        };
        days.into_iter().find(|d| self.is_working(*d)).map(|d| moment::at(d.and_time(at.time)))
    }
}

/// Was something announced in writing?
fn documented(document: &str) -> bool {
    !document.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cutoff::tests::friday;

    fn resting(days: &[(i32, u32, u32)]) -> Calendar {
        Calendar {
            rest_days: days.iter().map(|(y, m, d)| (NaiveDate::from_ymd_opt(*y, *m, *d).unwrap(), "nghỉ".to_owned())).collect(),
            ..Calendar::default()
        }
    }

    #[test]
    fn a_friday_of_rest_moves_the_cutoff_to_the_last_working_day_before() {
        let calendar = resting(&[(2026, 4, 27), (2026, 4, 30), (2026, 5, 1)]);
        let cutoffs = calendar.cutoffs(&friday(), Period::parse_id("2026-W18").unwrap()).unwrap();
        assert_eq!(cutoffs.submit.to_rfc3339(), "2026-04-29T11:00:00+07:00");
        assert_eq!(cutoffs.release.to_rfc3339(), "2026-04-29T15:30:00+07:00");
    }

    #[test]
    fn the_later_rule_takes_the_next_working_day() {
        let calendar = resting(&[(2026, 5, 1)]);
        let schedule = Schedule { holiday_rule: HolidayRule::Later, ..friday() };
        let cutoffs = calendar.cutoffs(&schedule, Period::parse_id("2026-W18").unwrap()).unwrap();
        assert_eq!(cutoffs.submit.to_rfc3339(), "2026-05-04T11:00:00+07:00");
    }

    #[test]
    fn a_week_without_a_working_day_has_no_report() {
        let calendar = resting(&[(2026, 2, 16), (2026, 2, 17), (2026, 2, 18), (2026, 2, 19), (2026, 2, 20)]);
        assert_eq!(calendar.cutoffs(&friday(), Period::parse_id("2026-W08").unwrap()), None);
    }

    #[test]
    fn a_cutoff_moved_earlier_makes_nobody_late_unless_a_document_says_so() {
        let (week, usual) = (Period::parse_id("2026-W18").unwrap(), "2026-05-01T11:00:00+07:00");
        let calendar = resting(&[(2026, 4, 30), (2026, 5, 1)]);
        let late_from = |c: &Calendar, schedule: &Schedule| c.late_from(schedule, week).unwrap().to_rfc3339();
        assert_eq!(late_from(&calendar, &friday()), usual);
        let moved = |document: &str| {
            let submit = Moment::parse_from_rfc3339("2026-04-28T10:00:00+07:00").unwrap();
            let announced = CutoffOverride { submit: Some(submit), document: document.into(), ..CutoffOverride::default() };
            Calendar { overrides: [(week, announced)].into(), ..calendar.clone() }
        };
        assert_eq!(late_from(&moved("CV 12/SKHCN"), &friday()), "2026-04-28T10:00:00+07:00");
        assert_eq!(late_from(&moved(" "), &friday()), usual);
        // Moved later, or not at all: the cutoff itself.
        let later = Schedule { holiday_rule: HolidayRule::Later, ..friday() };
        assert_eq!(late_from(&calendar, &later), "2026-05-04T11:00:00+07:00");
        assert_eq!(late_from(&Calendar::default(), &friday()), usual);
    }

    #[test]
    fn an_announced_cutoff_wins() {
        let period = Period::parse_id("2026-W18").unwrap();
        let mut calendar = resting(&[(2026, 5, 1)]);
        let submit = Moment::parse_from_rfc3339("2026-04-28T10:00:00+07:00").unwrap();
        calendar.overrides.insert(period, CutoffOverride { submit: Some(submit), document: "CV 1".into(), ..CutoffOverride::default() });
        let cutoffs = calendar.cutoffs(&friday(), period).unwrap();
        assert_eq!(cutoffs.submit, submit);
        assert_eq!(cutoffs.release.to_rfc3339(), "2026-04-30T15:30:00+07:00");
    }
}
