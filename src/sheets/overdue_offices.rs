//! Offices by how many of their open tasks are overdue, never by a rate; communes as one.

use crate::model::class::{ClassCounts, NAMED_FROM};
use crate::model::consolidation::Consolidation;
use crate::text::format;
use std::cmp::Reverse;

/// Who has tasks that are overdue.
pub(crate) struct OverdueOffices {
    /// Offices that are named, most overdue tasks first; equal counts keep the print order.
    pub(crate) offices: Vec<(String, ClassCounts)>,
    /// All communes and wards together; only total and overdue are summed.
    pub(crate) communes: ClassCounts,
    /// The offices with fewer than [`NAMED_FROM`] tasks together, likewise.
    pub(crate) small: ClassCounts,
}

pub(crate) fn of(c: &Consolidation) -> OverdueOffices {
    let counts = c.task_totals.of_agencies();
    let mut found = OverdueOffices { offices: Vec::new(), communes: ClassCounts::default(), small: ClassCounts::default() };
    for agency in &c.agencies {
        let Some(of_agency) = counts.get(&agency.code) else { continue };
        if agency.kind.is_commune() {
            add(&mut found.communes, of_agency);
        } else if of_agency.total < NAMED_FROM {
            add(&mut found.small, of_agency);
        } else if of_agency.overdue > 0 {
            found.offices.push((format::clean(&agency.short), *of_agency));
        }
    }
    found.offices.sort_by_key(|(_, counts)| Reverse(counts.overdue));
    found
}

/// Adds what is said of several offices as one.
pub(crate) fn add(sum: &mut ClassCounts, more: &ClassCounts) {
    sum.overdue += more.overdue;
    sum.total += more.total;
}
