//! `backup`: a copy of a workspace in a folder of backups, from which it can be put back on another machine.
//!
//! ```text
//! without the lock: everything that does not change is copied (archive, products, forms), however long it takes; with `--full` what earlier
//!                   backups copied is read back, and copied again where it is damaged
//! under the lock:   the ledger, page by page, into a scratch folder; what changed meanwhile
//! without the lock: the ledger in pieces; wait for the disk; read back what is new; examine the copied ledger; the record
//! ```
//!
//! The record is written last: a backup that was interrupted is none, and what it copied is found by the next one.

mod answer;
mod copy;

pub use answer::BackupAnswer;

use crate::io::backup::BackupFolder;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::{self, Ledger};
use crate::io::workspace::Workspace;
use crate::model::backup::Place;
use crate::run::session::{self, Start, identity};
use copy::Copy;
use std::path::{Path, PathBuf};

/// What was asked for.
#[derive(Debug, Clone)]
pub struct BackupRequest {
    /// The folder of backups.
    pub folder: PathBuf,
    /// Everything in the backup is read back, and not only what is new.
    pub full: bool,
}

/// Copies a workspace into a folder of backups.
///
/// # Errors
///
/// [`Failure::OtherLedger`] where the ledger is not the one of the workspace; [`Failure::Usage`] for a folder that lies in the workspace,
/// or holds something else or backups of another ledger; [`Failure::Locked`] while another backup is made there; [`Failure::BackupDisk`] where
/// what was just copied is not read back as it was.
pub fn backup(workspace: &Workspace, start: &Start, request: &BackupRequest) -> Result<BackupAnswer, Failure> {
    made(workspace, start, request).map_err(|failure| match failure {
        Failure::Backup { path, cause } => Failure::BackupDisk { path, cause },
        other => other,
    })
}

fn made(workspace: &Workspace, start: &Start, request: &BackupRequest) -> Result<BackupAnswer, Failure> {
    identity::check_there(workspace)?;
    let Some(own) = workspace.ledger_to_read()? else {
        return Err(Failure::usage("Chưa có sổ tiếp nhận.", "Đề nghị chạy “tonghop run” trước."));
    };
    identity::check(&own, &identity::witnesses(workspace))?;
    // An early ledger has no name until a program of today writes into it, and has to be backed up before.
    let beginning = own.beginning()?;
    let id = own
        .id()?
        .or_else(|| beginning.clone())
        .ok_or_else(|| Failure::usage("Chưa có sổ tiếp nhận.", "Đề nghị chạy “tonghop run” trước."))?;
    drop(own);
    let folder = outside(workspace, &request.folder)?;
    let desk = workspace.config.desk.code.to_string();
    let into = match BackupFolder::open(&workspace.disk, &folder)? {
        Some((into, mark)) if mark.ledger == id || Some(&mark.ledger) == beginning.as_ref() => into,
        Some((_, mark)) => {
            return Err(Failure::usage(
                format!("Thư mục {} là nơi sao lưu của sổ tiếp nhận khác (đầu mối {}).", folder.display(), mark.desk),
                "Đề nghị chọn thư mục khác; không ghi đè, không xóa bản sao lưu nào.",
            ));
        }
        None => BackupFolder::begin(&workspace.disk, &folder, &id, &desk)?,
    };
    // Two at once would remove each other's half-written files.
    let _alone = into.hold()?;
    into.clean()?;
    let mut copy = Copy::of(workspace, start, &into)?;
    copy.all()?;
    if request.full {
        copy.read_back()?;
    }
    let scratch = files::scratch()?;
    {
        let _lock = session::hold(workspace, start)?;
        Ledger::copy_pages(&workspace.disk, &workspace.records(), scratch.path())?;
        // What a run changed since the first look.
        copy.all()?;
    }
    copy.ledger(&scratch.path().join(ledger::FILE))?;
    copy.lost_contents(scratch.path())?;
    copy.finish(request.full, &id, &desk, scratch.path(), &folder)
}

/// The folder of backups, if it lies outside of everything that is backed up.
fn outside(workspace: &Workspace, folder: &Path) -> Result<PathBuf, Failure> {
    let folder = files::absolute(folder)?;
    // As the system knows it: a link may lead back into the workspace.
    let real = |path: &Path| -> PathBuf {
        let there = path.ancestors().find_map(|above| Some((workspace.disk.canonicalize(above).ok()?, path.strip_prefix(above).ok()?)));
        there.map_or_else(|| path.to_owned(), |(above, rest)| if rest.as_os_str().is_empty() { above } else { above.join(rest) })
    };
    let target = real(&folder);
    let own = Place::ALL.into_iter().filter_map(|place| workspace.place(place)).chain([workspace.inbox()]);
    for path in own {
        if target.starts_with(real(&path)) {
            return Err(Failure::usage(
                format!("Thư mục sao lưu {} nằm trong {} của chính nơi làm việc.", folder.display(), path.display()),
                "Đề nghị chọn thư mục ở đĩa khác hoặc máy khác, để bản sao lưu còn khi đĩa này hỏng.",
            ));
        }
    }
    Ok(folder)
}
