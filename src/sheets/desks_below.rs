//! What a Party desk shows of the desks that hand on to it: two lists of offices by whom they answer to, and the first pages of the
//! desks as they came.

use crate::model::agency::Block;
use crate::model::config::Layout;
use crate::model::consolidation::Consolidation;
use crate::model::desk_report::DeskReport;
use crate::model::submission::Submission;

/// First pages are kept of so many desks: a nation of them would be a book.
const DESKS: usize = 3;

/// Which of the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The Party's bodies, the Front and the mass organisations.
    Party,
    /// Everybody else: the government's offices, communes, enterprises.
    Government,
}

impl Side {
    /// Both, in print order.
    pub(crate) const ALL: [Self; 2] = [Self::Party, Self::Government];

    /// Does an office of a block stand in the list?
    pub(crate) fn holds(self, block: Block) -> bool {
        matches!(block, Block::Party | Block::Front) == (self == Self::Party)
    }
}

/// Do desks hand on to a Party desk?
pub(crate) fn hand_on(layout: Layout, consolidation: &Consolidation) -> bool {
    layout == Layout::Party && !consolidation.desks.is_empty()
}

/// Has a desk the list? One to which desks hand on has, where its register has offices of that side.
pub(crate) fn has_side(layout: Layout, consolidation: &Consolidation, side: Side) -> bool {
    hand_on(layout, consolidation) && consolidation.agencies.iter().any(|agency| side.holds(agency.block))
}

/// The first pages that are kept, each in what its desk said and with how it came. Also of a workbook that came too late.
pub(crate) fn pages(layout: Layout, consolidation: &Consolidation) -> Vec<(&DeskReport, &Submission)> {
    if !hand_on(layout, consolidation) || consolidation.desks.len() > DESKS {
        return Vec::new();
    }
    let said = |desk: &_| {
        let submission = consolidation.submission(desk)?;
        let version = submission.counted_version().or_else(|| submission.shown_version())?;
        let report = version.content.desk_report()?;
        (!report.first_page.is_empty()).then_some((report, submission))
    };
    consolidation.desks.iter().filter_map(said).collect()
}
