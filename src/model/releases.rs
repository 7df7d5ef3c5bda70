//! The releases that are in force at a moment: those that were made and not withdrawn.

use crate::model::moment::Moment;
use crate::model::period::Period;
use std::collections::BTreeMap;

/// Releases by period and version, each with the instant at which its command started.
///
/// Versions are numbered as they were made, and no number is used twice: the first release in force is number 2 where
/// number 1 was withdrawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Releases(BTreeMap<(Period, u32), Moment>);

impl Releases {
    /// Adds a release by its period and number, with the instant at which its command started.
    pub fn insert(&mut self, period: Period, version: u32, at: Moment) {
        self.0.insert((period, version), at);
    }

    /// Is this version one of them?
    pub fn has(&self, period: Period, version: u32) -> bool {
        self.0.contains_key(&(period, version))
    }

    /// Is a period released?
    pub fn is_released(&self, period: Period) -> bool {
        self.first(period).is_some()
    }

    /// Number and time of the first release of a period: from then on its week is over.
    pub fn first(&self, period: Period) -> Option<(u32, Moment)> {
        self.of(period, 0).next()
    }

    /// Number and time of the last release of a period.
    pub fn last(&self, period: Period) -> Option<(u32, Moment)> {
        self.of(period, 0).next_back()
    }

    /// When the first release of a period was made that has this number or a later one: what was meant for a version that
    /// was withdrawn is meant for the one after it.
    pub fn at(&self, period: Period, version: u32) -> Option<Moment> {
        self.of(period, version).next().map(|(_, at)| at)
    }

    /// The last version of each period, oldest period first.
    pub fn latest(&self) -> BTreeMap<Period, u32> {
        self.0.keys().copied().collect()
    }

    /// The first period of which there is a release.
    pub fn first_period(&self) -> Option<Period> {
        self.0.keys().next().map(|(period, _)| *period)
    }

    fn of(&self, period: Period, from: u32) -> impl DoubleEndedIterator<Item = (u32, Moment)> {
        self.0.range((period, from)..=(period, u32::MAX)).map(|((_, version), at)| (*version, *at))
    }
}

impl FromIterator<(Period, u32, Moment)> for Releases {
    fn from_iter<I: IntoIterator<Item = (Period, u32, Moment)>>(releases: I) -> Self {
        Self(releases.into_iter().map(|(period, version, at)| ((period, version), at)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32) -> Moment {
        Moment::parse_from_rfc3339(&format!("2025-07-{day:02}T15:20:00+07:00")).unwrap()
    }

    #[test]
    fn what_was_meant_for_a_version_that_is_gone_is_meant_for_the_next() {
        let week = |id: &str| Period::parse_id(id).unwrap();
        let (w27, w28) = (week("2025-W27"), week("2025-W28"));
        let releases: Releases = [(w27, 1, at(4)), (w27, 3, at(7)), (w28, 2, at(11))].into_iter().collect();
        assert_eq!((releases.first(w28), releases.last(w27)), (Some((2, at(11))), Some((3, at(7)))));
        assert_eq!([1, 2, 3].map(|version| releases.at(w28, version)), [Some(at(11)), Some(at(11)), None]);
        assert_eq!([1, 2, 3].map(|version| releases.at(w27, version)), [Some(at(4)), Some(at(7)), Some(at(7))]);
        assert_eq!(releases.latest(), [(w27, 3), (w28, 2)].into());
        assert!(!releases.is_released(week("2025-W26")) && releases.has(w28, 2) && !releases.has(w28, 1));
        assert_eq!(releases.first_period(), Some(w27));
    }
}
