//! A child of this program that reviews one content alone, under a limit of memory and time.

use super::child_wait;
use super::platform::{Here, System};
use crate::model::moment::Moment;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// The hidden argument that makes the program such a child ("soát tệp").
pub const SUBCOMMAND: &str = "soat-tep";
/// How long a review may take.
const TIME: Duration = Duration::from_secs(60);
/// The exit code of a bug, and that of a panic that nobody caught.
const BUGS: [i32; 2] = [70, 101];

/// Does a child live through the review of a content? An error if none could be started: that says nothing of the content.
/// One that ends with a failure of its own (a disk, a lock) has lived.
/// `memory_bytes` is what it may take.
pub fn survives(program: &Path, workspace: &Path, sha256: &str, now: Moment, memory_bytes: u64) -> io::Result<bool> {
    let mut command = Command::new(program);
    command.arg(SUBCOMMAND).arg(workspace).args([sha256, &now.to_rfc3339()]).env_clear();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    for name in Here::NEEDED_VARIABLES {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    Here::own_group(&mut command);
    let mut child = command.spawn()?;
    let _bond = Here::tie(&child, memory_bytes);
    let ended = child_wait::within(&mut child, TIME)?;
    Ok(ended.and_then(|status| status.code()).is_some_and(|code| !BUGS.contains(&code)))
}

/// Sets the memory limit of this child, bytes.
pub fn limit(memory_bytes: u64) -> io::Result<()> {
    Here::limit_this_process(memory_bytes)
}
