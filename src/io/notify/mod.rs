//! The ways by which a message reaches the desk: a command of its own, and mail. And what was told, kept beside the ledger.

pub mod mail;

use super::desk_command;
use super::disk::Disk;
use super::files::{self, Sync};
use crate::model::config::Notify;
use crate::model::notification::Told;
use crate::text::notification::Message;
use std::io;
use std::path::Path;

/// Beside the ledger: what was told.
const FILE: &str = "thong-bao.json";

/// What became of a message.
#[derive(Debug)]
pub struct Sent {
    /// One way at least took it, or there is none: it is not sent again by the ways that work because of one that does not.
    pub arrived: bool,
    /// What each way that failed says, in Vietnamese.
    pub failed: Vec<String>,
}

/// Sends a message by every way that is configured; a way that fails does not keep the others from it.
pub fn send(disk: &Disk, notify: &Notify, workspace: &Path, message: &Message) -> Sent {
    let mut failed = Vec::new();
    if let Err(cause) = desk_command::give(&notify.command, workspace, &message.text()) {
        failed.push(format!("Lệnh báo tin ([notify] command): {cause}"));
    }
    if let Some(smtp) = &notify.smtp
        && let Err(cause) = mail::password(disk, workspace, smtp).and_then(|password| mail::send(smtp, password, message))
    {
        failed.push(format!("Gửi thư qua {}:{}: {cause}", smtp.host, smtp.port));
    }
    let ways = usize::from(!notify.command.is_empty()) + usize::from(notify.smtp.is_some());
    Sent { arrived: failed.len() < ways || ways == 0, failed }
}

/// What was told; nothing where it was never kept, or cannot be read: then a message is said twice, and none is lost.
pub fn told(disk: &Disk, records: &Path) -> Told {
    let bytes = disk.read(&records.join(FILE));
    bytes.ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Keeps what was told, whole or not at all.
pub fn keep(disk: &Disk, records: &Path, told: &Told) -> io::Result<()> {
    let text = format!("{}\n", serde_json::to_string(told)?);
    files::replace(disk, &records.join(FILE), text.as_bytes(), Sync::Skip).map(drop)
}
