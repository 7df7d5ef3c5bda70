//! What is no evidence goes after a time: drafts of weeks that were released long ago. Logs of runs go by
//! [`run_log::prune`](crate::io::run_log::prune). What was frozen or released, the ledger, the archive and the journal never go.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::{Ledger, OutputRecord};
use crate::io::workspace::Workspace;
use crate::model::moment::Moment;
use crate::run::session::Session;
use chrono::TimeDelta;
use std::collections::{BTreeMap, BTreeSet};

/// The drafts that are due to go: ours, of a period whose release in force is older than the desk keeps drafts. A file that somebody
/// edited is no draft of ours.
pub fn due(workspace: &Workspace, ledger: &Ledger, now: Moment) -> Result<Vec<OutputRecord>, Failure> {
    let weeks = workspace.config.keeping.draft_weeks;
    if weeks == 0 {
        return Ok(Vec::new());
    }
    let oldest = now - TimeDelta::weeks(weeks.into());
    let in_force: Vec<_> = ledger.release_times()?.into_iter().filter(|release| release.void.is_none()).collect();
    // The last release of a period counts: one that was reopened is younger.
    let last: BTreeMap<_, _> = in_force.iter().map(|release| (release.period, release.at)).collect();
    // A week that was opened again is at work: its next version is still to come.
    let reopened: BTreeSet<_> = ledger.open_reopenings()?.into_iter().map(|reopening| reopening.period).collect();
    let drafts: Vec<_> = ledger.drafts()?.into_iter().filter(|output| !reopened.contains(&output.period)).collect();
    let old = |output: &OutputRecord| last.get(&output.period).is_some_and(|at| *at < oldest);
    let ours = |output: &OutputRecord| {
        let bytes = files::read_if_there(&workspace.disk, &workspace.root.join(&output.path)).ok().flatten();
        output.prepared.is_none() && bytes.is_some_and(|bytes| Some(archive::sha256(&bytes)) == output.published)
    };
    Ok(drafts.into_iter().filter(old).filter(ours).collect())
}

/// Takes away what is due; says in Vietnamese what went. What cannot be taken away waits for the next run.
pub fn clear(session: &Session) -> Vec<String> {
    let (workspace, ledger) = (&session.work.workspace, &session.ledger);
    let Ok(due) = due(workspace, ledger, session.work.now) else { return Vec::new() };
    let gone: Vec<&str> = due
        .iter()
        .map(|output| output.path.as_str())
        .filter(|path| workspace.disk.remove_file(&workspace.root.join(path)).is_ok())
        .collect();
    if gone.is_empty() {
        return Vec::new();
    }
    // Only a saving of looks: what is not there is not taken away again.
    ledger.forget_outputs(&gone).ok();
    let weeks = workspace.config.keeping.draft_weeks;
    let head = format!("Đã dọn {} bản dự thảo của các tuần đã chốt bản tổng hợp quá {weeks} tuần:", gone.len());
    std::iter::once(head).chain(gone.iter().map(|path| format!("  {path}"))).collect()
}
