//! Where things stand in a list, for lookups that every row of every report needs: without them the work would grow
//! with the square of the offices. They belong to a list as it was when they were made; a list that has grown or
//! shrunk since is searched from its start, so that values made by hand need none.

use crate::model::agency::AgencyCode;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Positions of a list's elements in the order of their keys.
#[derive(Debug, Clone, Default)]
pub struct Places {
    order: Vec<usize>,
}

impl Places {
    /// Orders the elements of a list by `compare`; of equal ones the first comes first.
    pub fn of<T>(list: &[T], compare: impl Fn(&T, &T) -> Ordering) -> Self {
        let mut order: Vec<usize> = (0..list.len()).collect();
        order.sort_by(|a, b| match (list.get(*a), list.get(*b)) {
            (Some(a), Some(b)) => compare(a, b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        });
        Self { order }
    }

    /// The first element whose key, by `against`, is the wanted one. `against` compares the element's key with it.
    pub fn find<'a, T>(&self, list: &'a [T], against: impl Fn(&T) -> Ordering) -> Option<&'a T> {
        if self.order.len() != list.len() {
            return list.iter().find(|element| against(element).is_eq());
        }
        let before = |place: &usize| list.get(*place).is_some_and(|element| against(element).is_lt());
        let first = self.order.get(self.order.partition_point(before))?;
        list.get(*first).filter(|element| against(element).is_eq())
    }
}

/// What follows from a list is no part of its value.
impl PartialEq for Places {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Places {}

/// Positions of a list's elements by the agency they concern.
#[derive(Debug, Clone, Default)]
pub struct ByAgency {
    places: BTreeMap<AgencyCode, Vec<usize>>,
    length: usize,
}

impl ByAgency {
    /// Notes for each element the agencies that it concerns.
    pub fn of<'a, T: 'a, A: Iterator<Item = &'a AgencyCode>>(list: &'a [T], agencies: impl Fn(&'a T) -> A) -> Self {
        let mut places: BTreeMap<AgencyCode, Vec<usize>> = BTreeMap::new();
        for (place, element) in list.iter().enumerate() {
            for agency in agencies(element) {
                match places.get_mut(agency) {
                    Some(known) if known.last() == Some(&place) => {}
                    Some(known) => known.push(place),
                    None => drop(places.insert(agency.clone(), vec![place])),
                }
            }
        }
        Self { places, length: list.len() }
    }

    /// The elements that may concern an agency, each once, in the order of the list.
    pub fn candidates<'a, T>(&'a self, list: &'a [T], agency: &AgencyCode) -> impl Iterator<Item = &'a T> + use<'a, T> {
        let known = (self.length == list.len()).then(|| self.places.get(agency).map_or(&[][..], Vec::as_slice));
        let all = if known.is_none() { list } else { &[] };
        known.into_iter().flatten().filter_map(|place| list.get(*place)).chain(all)
    }
}

/// What follows from a list is no part of its value.
impl PartialEq for ByAgency {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for ByAgency {}

/// Positions of a list's elements by every key they answer to. Keys cost a folding of words each, so they are made when the first of them
/// is asked for, and once for a list.
#[derive(Debug, Clone, Default)]
pub struct ByKey {
    places: OnceLock<BTreeMap<String, Vec<usize>>>,
    /// Of what length of a list the keys may be kept; `None` if it was made by hand.
    length: Option<usize>,
}

impl ByKey {
    /// For a list that does not change.
    pub fn of<T>(list: &[T]) -> Self {
        Self { places: OnceLock::new(), length: Some(list.len()) }
    }

    /// The elements that answer to a key, each once, in the order of the list.
    pub fn find<'a, T>(&self, list: &'a [T], wanted: &str, keys: impl Fn(&T) -> Vec<String>) -> Vec<&'a T> {
        if self.length != Some(list.len()) {
            return list.iter().filter(|element| keys(element).iter().any(|key| key == wanted)).collect();
        }
        let all = self.places.get_or_init(|| {
            let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (place, element) in list.iter().enumerate() {
                for key in keys(element) {
                    let of_key = places.entry(key).or_default();
                    if of_key.last() != Some(&place) {
                        of_key.push(place);
                    }
                }
            }
            places
        });
        all.get(wanted).into_iter().flatten().filter_map(|place| list.get(*place)).collect()
    }
}

/// What follows from a list is no part of its value.
impl PartialEq for ByKey {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for ByKey {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_equal_elements_is_found_and_others_are_not() {
        let list = [("c", 1), ("a", 2), ("b", 3), ("a", 4)];
        let places = Places::of(&list, |a, b| a.0.cmp(b.0));
        let find = |places: &Places, wanted: &str| places.find(&list, |e| e.0.cmp(wanted)).map(|e| e.1);
        for places in [&places, &Places::default()] {
            assert_eq!(["a", "b", "c", "d"].map(|w| find(places, w)), [Some(2), Some(3), Some(1), None]);
        }
    }

    #[test]
    fn a_list_that_changed_its_length_is_searched_all_the_same() {
        let mut list = vec![3, 1];
        let places = Places::of(&list, Ord::cmp);
        list.push(7);
        assert_eq!(places.find(&list, |n| n.cmp(&7)), Some(&7));
    }

    #[test]
    fn elements_of_an_agency_come_once_and_in_order() {
        let code = |text: &str| AgencyCode::parse(text).unwrap();
        let mut list = vec![vec![code("SYT"), code("SYT")], vec![code("STC")], vec![code("STC"), code("SYT")]];
        let by_agency = ByAgency::of(&list, |agencies| agencies.iter());
        assert_eq!(by_agency.candidates(&list, &code("SYT")).count(), 2);
        assert_eq!(by_agency.candidates(&list, &code("SYT")).last(), Some(&list[2]));
        assert_eq!(by_agency.candidates(&list, &code("SNV")).count(), 0);
        list.push(vec![code("SNV")]);
        assert_eq!(by_agency.candidates(&list, &code("SNV")).count(), 4, "anything may concern it");
    }

    #[test]
    fn elements_are_found_by_any_of_their_keys_and_keys_are_made_once() {
        let list = vec!["Sở Y tế|SYT", "Sở Xây dựng|SXD", "SYT"];
        let made = std::cell::Cell::new(0);
        let keys = |element: &&str| {
            made.set(made.get() + 1);
            element.split('|').map(str::to_lowercase).collect::<Vec<_>>()
        };
        let by_key = ByKey::of(&list);
        for _ in 0..3 {
            assert_eq!(by_key.find(&list, "syt", keys), [&list[0], &list[2]]);
            assert!(by_key.find(&list, "snv", keys).is_empty());
        }
        assert_eq!(made.get(), 3, "once an element");
        assert_eq!(ByKey::default().find(&list, "sxd", keys), [&list[1]], "a list that was made by hand is searched");
        assert_eq!(by_key.find(&list[..1], "syt", keys), [&list[0]], "and so is one of another length");
    }
}
