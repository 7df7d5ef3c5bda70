//! What a desk is told by itself, and when: only what changed since it was last told. Nothing here decides about a report.
//!
//! ```text
//! Situation (what a run or a watch sees) + Told (what was said before) → events to tell, and Told as it is then
//! ```

use crate::model::moment::Moment;
use crate::model::period::Period;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Something worth a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Something stands in the way that did not before.
    Trouble,
    /// Nothing stands in the way any more.
    TroubleOver,
    /// Shortly before the submit cutoff: who has reported and who has not.
    List,
    /// The on-time set of a period is fixed.
    Frozen,
    /// The release of a period was made.
    Released,
    /// The release cutoff is near, and nothing has been released.
    Unreleased,
}

impl Event {
    /// Every event with its word in the configuration.
    pub const ALL: [(&'static str, Self); 6] = [
        ("trouble", Self::Trouble),
        ("trouble_over", Self::TroubleOver),
        ("list", Self::List),
        ("frozen", Self::Frozen),
        ("released", Self::Released),
        ("unreleased", Self::Unreleased),
    ];

    /// Its word in the configuration.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, event)| *event == self).map_or("", |(word, _)| word)
    }
}

/// What a run or a watch sees of a desk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Situation {
    /// Words for what stands in the way, such as `inbox_unreachable`; empty if nothing does.
    pub troubles: BTreeSet<String>,
    /// The current period; `None` if a command was stopped before it knew.
    pub week: Option<WeekSituation>,
}

/// How far the current period has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekSituation {
    /// The week.
    pub period: Period,
    /// Its cutoffs: submit and release.
    pub cutoffs: (Moment, Moment),
    /// Its on-time set is fixed.
    pub frozen: bool,
    /// It was released.
    pub released: bool,
    /// Who has reported is known: a command that was stopped does not know.
    pub listed: bool,
}

/// What was told already, kept beside the ledger; lost, it costs a message said twice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// What stood in the way when it was last told.
    pub troubles: BTreeSet<String>,
    /// Since when something has stood in the way, until its end was told; `None` if nothing does.
    pub trouble_since: Option<Moment>,
    /// Since when nothing stands in the way any more, where its end was not told yet.
    pub clear_since: Option<Moment>,
    /// Since when a trouble that was told is not there any more, where its end is not believed or not told yet.
    pub absent_since: BTreeMap<String, Moment>,
    /// When a trouble was last taken to be over.
    pub over_at: BTreeMap<String, Moment>,
    /// Troubles that came back within [`STEADY_MINUTES`] of their end: the next one is believed only after as long.
    pub unsteady: BTreeSet<String>,
    /// Since when a watch has waited for the first run; `None` once there was one.
    pub waiting_since: Option<Moment>,
    /// What was told of the periods.
    pub periods: BTreeMap<Period, BTreeSet<Event>>,
}

/// How long before its hour something is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leads {
    /// Minutes before the submit cutoff for the list; 0 for no list.
    pub list_minutes: u32,
    /// Minutes before the release cutoff for what is not released yet.
    pub unreleased_minutes: u32,
}

impl Told {
    /// What to tell at `now`, in the order in which it is told.
    pub fn due(&self, situation: &Situation, leads: Leads, now: Moment) -> Vec<Event> {
        let mut events = Vec::new();
        if situation.troubles.iter().any(|trouble| !self.troubles.contains(trouble)) {
            events.push(Event::Trouble);
        } else if situation.troubles.is_empty() && !self.troubles.is_empty() && self.troubles.iter().all(|one| self.is_over(one, now)) {
            events.push(Event::TroubleOver);
        }
        let Some(week) = &situation.week else { return events };
        let (submit, release) = week.cutoffs;
        let before = |cutoff: Moment, minutes: u32| cutoff - TimeDelta::minutes(i64::from(minutes));
        let of_week = [
            (
                Event::List,
                leads.list_minutes > 0 && now >= before(submit, leads.list_minutes) && now < submit && !week.frozen && week.listed,
            ),
            (Event::Frozen, week.frozen && !week.released),
            (Event::Unreleased, now >= before(release, leads.unreleased_minutes) && !week.released),
            (Event::Released, week.released),
        ];
        let told = self.periods.get(&week.period);
        let new = of_week.into_iter().filter(|(event, due)| *due && told.is_none_or(|told| !told.contains(event)));
        events.extend(new.map(|(event, _)| event));
        events
    }

    /// A share that comes and goes each minute would else be two messages every two minutes.
    fn is_over(&self, absent: &str, now: Moment) -> bool {
        let steady = TimeDelta::minutes(STEADY_MINUTES);
        !self.unsteady.contains(absent) || self.absent_since.get(absent).is_some_and(|since| now - *since >= steady)
    }

    fn take_for_over(&mut self, trouble: &str, now: Moment) {
        self.troubles.remove(trouble);
        self.unsteady.remove(trouble);
        self.absent_since.remove(trouble);
        self.over_at.insert(trouble.to_owned(), now);
    }

    /// Since when something stands in the way as far as is known; `None` if nothing does.
    pub fn standing_since(&self) -> Option<Moment> {
        self.trouble_since.filter(|_| self.clear_since.is_none())
    }

    /// Something stands in the way, told or not.
    pub fn goes_on(&mut self, now: Moment) {
        self.clear_since = None;
        self.trouble_since = self.trouble_since.or(Some(now));
    }

    /// What is known after an event was told, or need not be.
    pub fn note(&mut self, event: Event, situation: &Situation, now: Moment) {
        match event {
            Event::Trouble => {
                let steady = TimeDelta::minutes(STEADY_MINUTES);
                self.over_at.retain(|_, over| now - *over < steady);
                for trouble in &situation.troubles {
                    if self.troubles.insert(trouble.clone()) && self.over_at.contains_key(trouble) {
                        self.unsteady.insert(trouble.clone());
                    }
                }
            }
            Event::TroubleOver => {
                for trouble in self.troubles.clone() {
                    self.take_for_over(&trouble, now);
                }
                (self.trouble_since, self.clear_since) = (None, None);
            }
            _ => drop(situation.week.as_ref().map(|week| self.periods.entry(week.period).or_default().insert(event))),
        }
        self.settle(situation, now);
    }

    /// What changes without a word: since when something stands in the way, a part of it that is over, and periods long past.
    pub fn settle(&mut self, situation: &Situation, now: Moment) {
        self.absent_since.retain(|trouble, _| !situation.troubles.contains(trouble));
        let absent: Vec<String> = self.troubles.difference(&situation.troubles).cloned().collect();
        if !situation.troubles.is_empty() {
            self.goes_on(now);
            // A part that is over and comes back is told again, unless it comes and goes.
            for trouble in &absent {
                if self.is_over(trouble, now) {
                    self.take_for_over(trouble, now);
                }
            }
        }
        for trouble in absent.into_iter().filter(|trouble| self.troubles.contains(trouble)) {
            self.absent_since.entry(trouble).or_insert(now);
        }
        if situation.troubles.is_empty() {
            let told = !self.troubles.is_empty();
            self.clear_since = self.clear_since.or(Some(now)).filter(|_| told);
            self.trouble_since = self.trouble_since.filter(|_| told);
        }
        while self.periods.len() > PERIODS_KEPT {
            self.periods.pop_first();
        }
    }
}

/// A trouble that comes back sooner than this after an end comes and goes; its end is told when it stayed away for as long.
const STEADY_MINUTES: i64 = 30;

/// Of so many periods is it kept what was told.
const PERIODS_KEPT: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::moment::VIETNAM;

    fn at(clock: &str) -> Moment {
        Moment::parse_from_rfc3339(&format!("2025-07-11T{clock}:00+07:00")).unwrap().with_timezone(&VIETNAM)
    }

    const LEADS: Leads = Leads { list_minutes: 30, unreleased_minutes: 5 };

    fn week(troubles: &[&str], frozen: bool, released: bool) -> Situation {
        let period = Period::parse_id("2025-W28").unwrap();
        let week = WeekSituation { period, cutoffs: (at("11:00"), at("15:30")), frozen, released, listed: true };
        Situation { troubles: troubles.iter().map(|&trouble| trouble.to_owned()).collect(), week: Some(week) }
    }

    /// Tells all that is due at each moment.
    fn story(moments: &[(&str, Situation)]) -> Vec<(String, Event)> {
        let mut told = Told::default();
        let mut said = Vec::new();
        for (clock, situation) in moments {
            for event in told.due(situation, LEADS, at(clock)) {
                told.note(event, situation, at(clock));
                said.push(((*clock).to_owned(), event));
            }
            told.settle(situation, at(clock));
        }
        said
    }

    fn told(list: &[(&str, Event)]) -> Vec<(String, Event)> {
        list.iter().map(|(clock, event)| ((*clock).to_owned(), *event)).collect()
    }

    #[test]
    fn a_friday_without_trouble_has_three_messages() {
        let said = story(&[
            ("10:25", week(&[], false, false)),
            ("10:30", week(&[], false, false)),
            ("10:35", week(&[], false, false)),
            ("11:00", week(&[], true, false)),
            ("11:01", week(&[], true, false)),
            ("15:20", week(&[], true, true)),
            ("15:30", week(&[], true, true)),
        ]);
        assert_eq!(said, told(&[("10:30", Event::List), ("11:00", Event::Frozen), ("15:20", Event::Released)]));
    }

    #[test]
    fn a_trouble_is_told_once_until_it_is_over_and_again_when_it_comes_back() {
        let said = story(&[
            ("08:00", week(&["inbox_unreachable"], false, false)),
            ("08:05", week(&["inbox_unreachable"], false, false)),
            ("08:10", week(&["inbox_unreachable", "product"], false, false)),
            ("08:15", week(&["product"], false, false)),
            ("08:20", week(&["inbox_unreachable", "product"], false, false)),
            ("08:25", week(&["inbox_unreachable"], false, false)),
            ("08:30", week(&[], false, false)),
            ("08:59", week(&[], false, false)),
            ("09:00", week(&[], false, false)),
            ("09:05", week(&[], false, false)),
            ("09:30", week(&["product"], false, false)),
            ("09:35", week(&[], false, false)),
        ]);
        let expected = [
            ("08:00", Event::Trouble),
            ("08:10", Event::Trouble),
            // A part that had ended five minutes before is back: from now on an end has to last.
            ("08:20", Event::Trouble),
            ("09:00", Event::TroubleOver),
            ("09:30", Event::Trouble),
            ("09:35", Event::TroubleOver),
        ];
        assert_eq!(said, told(&expected));
    }

    #[test]
    fn a_share_that_comes_and_goes_each_minute_is_four_messages() {
        let mut moments: Vec<(String, Situation)> = (0..40)
            .map(|minute| {
                (
                    format!("08:{minute:02}"),
                    if minute % 2 == 0 { week(&["inbox_unreachable"], false, false) } else { week(&[], false, false) },
                )
            })
            .collect();
        moments.extend((0..15).map(|minute| (format!("09:{minute:02}"), week(&[], false, false))));
        let moments: Vec<(&str, Situation)> = moments.iter().map(|(clock, situation)| (clock.as_str(), situation.clone())).collect();
        let expected = [("08:00", Event::Trouble), ("08:01", Event::TroubleOver), ("08:02", Event::Trouble), ("09:09", Event::TroubleOver)];
        assert_eq!(story(&moments), told(&expected));
    }

    /// What fails all week hides nothing: a share that ended its trouble on Tuesday and fails again on Friday is told.
    #[test]
    fn an_unsteady_part_is_over_beside_one_that_lasts() {
        let both = ["config", "inbox_unreachable"];
        let said = story(&[
            ("08:00", week(&["config"], false, false)),
            ("08:01", week(&both, false, false)),
            ("08:02", week(&["config"], false, false)),
            ("08:03", week(&both, false, false)),
            ("08:04", week(&["config"], false, false)),
            ("08:20", week(&both, false, false)),
            ("08:21", week(&["config"], false, false)),
            ("09:00", week(&["config"], false, false)),
            ("10:40", week(&both, false, false)),
        ]);
        let events: Vec<_> = said.into_iter().filter(|(_, event)| *event == Event::Trouble).map(|(clock, _)| clock).collect();
        assert_eq!(events, ["08:00", "08:01", "08:03", "10:40"]);
    }

    /// The message that it is over says since when there was trouble, also where it could not be sent at once.
    #[test]
    fn an_end_that_could_not_be_told_still_knows_its_beginning() {
        let mut told = Told::default();
        told.note(Event::Trouble, &week(&["product"], false, false), at("08:00"));
        told.settle(&week(&[], false, false), at("08:10"));
        assert_eq!((told.standing_since(), told.trouble_since), (None, Some(at("08:00"))));
        assert_eq!(told.due(&week(&[], false, false), LEADS, at("08:15")), [Event::TroubleOver]);
    }

    #[test]
    fn a_list_waits_for_a_run_that_knows_it() {
        let mut stopped = week(&[], false, false);
        stopped.week.as_mut().unwrap().listed = false;
        let said = story(&[("10:30", stopped), ("10:35", week(&[], false, false))]);
        assert_eq!(said, told(&[("10:35", Event::List)]));
    }

    #[test]
    fn what_is_not_released_shortly_before_its_cutoff_is_told_once() {
        let said = story(&[
            ("15:24", week(&[], true, false)),
            ("15:25", week(&[], true, false)),
            ("15:29", week(&[], true, false)),
            ("15:40", week(&[], true, true)),
        ]);
        assert_eq!(said, told(&[("15:24", Event::Frozen), ("15:25", Event::Unreleased), ("15:40", Event::Released)]));
    }

    #[test]
    fn since_when_there_is_trouble_is_known_and_periods_long_past_are_forgotten() {
        let mut told = Told::default();
        told.settle(&week(&["product"], false, false), at("08:00"));
        told.settle(&week(&["product"], false, false), at("08:05"));
        assert_eq!(told.standing_since(), Some(at("08:00")));
        told.settle(&week(&[], false, false), at("08:10"));
        assert_eq!(told.standing_since(), None);
        for n in 1..20 {
            told.periods.insert(Period::new(2025, n).unwrap(), BTreeSet::new());
        }
        told.settle(&week(&[], false, false), at("08:15"));
        assert_eq!(told.periods.keys().next().unwrap().to_string(), "2025-W12");
    }
}
