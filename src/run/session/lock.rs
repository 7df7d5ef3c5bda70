//! Taking the lock of a workspace.

use crate::io::clock::Pause;
use crate::io::failure::Failure;
use crate::io::run_lock::{self, RunLock};
use crate::io::workspace::Workspace;
use crate::model::moment::Moment;

/// Takes the lock; where another run holds it, asks again every second for as long as the command may wait.
pub(super) fn take(workspace: &Workspace, now: Moment, (seconds, pause): (u32, &Pause)) -> Result<RunLock, Failure> {
    let mut left = seconds;
    loop {
        match run_lock::acquire(&workspace.disk, &workspace.records(), now) {
            Err(Failure::Locked { .. }) if left > 0 => pause.wait(1),
            taken => return taken,
        }
        left -= 1;
    }
}
