//! An inbox that cannot be scanned: where it was scanned before, a command goes on with the records.

use crate::io::failure::Failure;
use crate::io::inbox::{self, Terms};
use crate::io::ledger::Ledger;
use crate::io::workspace::Workspace;
use crate::model::moment::Moment;

/// An inbox that cannot be scanned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxAway {
    /// Why it cannot be scanned.
    pub failure: Failure,
    /// When it was scanned last.
    pub since: Moment,
}

/// Can the inbox be listed? If not, and it was scanned before, the records take its place; where it never was there is
/// nothing to go on with.
pub fn inbox_away(workspace: &Workspace, now: Moment) -> Result<Option<InboxAway>, Failure> {
    match inbox::reachable(&workspace.disk, &workspace.inbox(), &Terms::of(&workspace.config, now)) {
        Ok(()) => Ok(None),
        Err(failure) => instead(failure, workspace.ledger_to_read()?.as_ref()).map(Some),
    }
}

/// The records in place of an inbox that cannot be scanned; the failure itself if nothing was ever scanned.
pub fn instead(failure: Failure, ledger: Option<&Ledger>) -> Result<InboxAway, Failure> {
    match ledger.map(Ledger::last_scan).transpose()?.flatten() {
        Some((_, since)) => Ok(InboxAway { failure, since }),
        None => Err(failure),
    }
}
