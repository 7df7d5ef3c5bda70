//! What left by a ledger that is lost: as the names of the products say it, and, where those are gone as well, the copies in the
//! archive.

use crate::io::failure::Failure;
use crate::io::files;
use crate::io::workspace::Workspace;
use crate::model::period::Period;
use crate::products;
use crate::sheets::edition;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of releases without a ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Outside {
    /// Periods of which a release stands.
    pub(super) released: BTreeSet<Period>,
    /// The highest version of each period, withdrawn or not.
    pub(super) versions: BTreeMap<Period, u32>,
}

impl Outside {
    /// Of a workspace. The archive is asked for the periods from `first` on: no earlier one can be released again.
    pub(super) fn of(workspace: &Workspace, first: Period) -> Result<Self, Failure> {
        let (disk, products) = (&workspace.disk, workspace.root.join(&workspace.config.folders.products));
        let mut found = Self::default();
        for folder in files::names_in(disk, &products)? {
            let Some(period) = Period::parse_id(&folder) else { continue };
            for name in files::names_in(disk, &products.join(&folder))? {
                if edition::is_release(&name) {
                    found.released.insert(period);
                }
                found.used(period, edition::version_named(&name));
            }
        }
        let archive = workspace.archive();
        let named: BTreeSet<Period> = found.versions.keys().copied().collect();
        for (period, version) in archive.beginning_with(&products::RELEASE_DATA_HEADS).filter_map(|bytes| products::release_of(&bytes)) {
            if period < first {
                continue;
            }
            found.used(period, Some(version));
            // A version that was withdrawn is told by its name alone.
            if !named.contains(&period) {
                found.released.insert(period);
            }
        }
        Ok(found)
    }

    fn used(&mut self, period: Period, version: Option<u32>) {
        if let Some(version) = version {
            let highest = self.versions.entry(period).or_default();
            *highest = version.max(*highest);
        }
    }
}
