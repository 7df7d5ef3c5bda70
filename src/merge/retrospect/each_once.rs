//! What several releases list, each thing once.

use crate::model::released_week::ReleasedWeek;
use std::collections::BTreeSet;

/// Things of several lists, each once: those of the last list in its order, then what only earlier ones have, the latest first.
pub(super) fn union<'a, T, K: Ord>(
    weeks: &'a [ReleasedWeek],
    list: impl Fn(&'a ReleasedWeek) -> &'a [T],
    key: impl Fn(&'a T) -> K,
) -> Vec<&'a T> {
    let mut known = BTreeSet::new();
    weeks.iter().rev().flat_map(list).filter(|thing| known.insert(key(thing))).collect()
}
