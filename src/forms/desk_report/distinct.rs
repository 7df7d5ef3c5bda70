//! What a row speaks of: where two speak of one thing, one of them is too many.

use crate::model::agency::AgencyCode;
use crate::model::consolidation::ExtraTask;
use crate::model::desk_report::{NearCompletion, OfficeStanding, PageRow};
use crate::model::history::{KnownCriterion, KnownTarget, KnownTask};
use crate::model::known_rows::LeadClaim;
use crate::model::place::CellRef;
use crate::model::target::TargetCode;
use crate::model::task::TaskCode;

/// A row speaks of one thing, of which no other row of its table speaks.
pub(super) trait Distinct {
    /// What it speaks of.
    type Key<'r>: Ord
    where
        Self: 'r;

    fn key(&self) -> Self::Key<'_>;

    /// The same for people.
    fn about(&self) -> String;
}

impl Distinct for OfficeStanding {
    type Key<'r> = &'r AgencyCode;

    fn key(&self) -> &AgencyCode {
        &self.agency
    }

    fn about(&self) -> String {
        self.agency.to_string()
    }
}

impl Distinct for KnownTask {
    type Key<'r> = (&'r AgencyCode, &'r TaskCode);

    fn key(&self) -> Self::Key<'_> {
        (&self.agency, &self.task)
    }

    fn about(&self) -> String {
        format!("{} {}", self.agency, self.task)
    }
}

impl Distinct for KnownTarget {
    type Key<'r> = (&'r AgencyCode, &'r TargetCode);

    fn key(&self) -> Self::Key<'_> {
        (&self.agency, &self.target)
    }

    fn about(&self) -> String {
        format!("{} {}", self.agency, self.target)
    }
}

impl Distinct for KnownCriterion {
    type Key<'r> = (&'r AgencyCode, &'r str);

    fn key(&self) -> Self::Key<'_> {
        (&self.agency, self.criterion.as_str())
    }

    fn about(&self) -> String {
        format!("{} {}", self.agency, self.criterion)
    }
}

impl Distinct for ExtraTask {
    type Key<'r> = (&'r AgencyCode, &'r str, Option<CellRef>);

    fn key(&self) -> Self::Key<'_> {
        (&self.agency, &self.content, self.source.cell)
    }

    fn about(&self) -> String {
        format!("{} {}", self.agency, self.content)
    }
}

impl Distinct for LeadClaim {
    type Key<'r> = (&'r AgencyCode, &'r TaskCode, Option<CellRef>);

    fn key(&self) -> Self::Key<'_> {
        (&self.agency, &self.task, self.source.cell)
    }

    fn about(&self) -> String {
        format!("{} {}", self.agency, self.task)
    }
}

impl Distinct for NearCompletion {
    type Key<'r> = (&'r AgencyCode, &'r TaskCode);

    fn key(&self) -> Self::Key<'_> {
        (&self.agency, &self.task)
    }

    fn about(&self) -> String {
        format!("{} {}", self.agency, self.task)
    }
}

impl Distinct for PageRow {
    type Key<'r> = (&'r str, u32);

    fn key(&self) -> Self::Key<'_> {
        (&self.sheet, self.row)
    }

    fn about(&self) -> String {
        format!("{} {}", self.sheet, self.row)
    }
}
