//! One folder, listed: names and kinds of its entries, size and times of its files. Made in one go, so that a time limit
//! can stand around it.

use super::names;
use crate::io::disk::Disk;
use crate::io::platform::{Here, System};
use crate::model::moment::Moment;
use std::ffi::OsString;
use std::fs::Metadata;
use std::io;
use std::path::Path;

/// What an entry is. Nothing but a file is ever opened: a pipe would hang, a device may do anything.
#[derive(Debug)]
pub(super) enum Kind {
    /// A folder, not looked into yet.
    Folder,
    /// A regular file, as it was looked at or why it could not be.
    File(io::Result<Looked>),
    /// A regular file that its name says is no report.
    NoReport,
    /// A symbolic link, wherever it leads.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// A file as the system shows it.
#[derive(Debug)]
pub(super) struct Looked {
    /// Its size and times.
    pub(super) data: Metadata,
    /// When the server noted its last change; `None` if the system does not say.
    pub(super) changed: Option<Moment>,
}

/// Looks at a file, or at a link itself. May hang where the server does.
pub(super) fn look(disk: &Disk, path: &Path) -> io::Result<Looked> {
    let data = disk.symlink_metadata(path)?;
    let changed = Here::changed(path, &data);
    Ok(Looked { data, changed })
}

/// What came of listing one folder.
#[derive(Debug)]
pub(super) enum Listing {
    /// Its entries, sorted by name.
    Whole(Vec<(OsString, Kind)>),
    /// It lies on another file system than the folder above it; not listed.
    Mount(u64),
    /// It has more entries than allowed; not listed to its end.
    TooMany,
}

/// Lists a folder, unless it lies on another device than `device`.
pub(super) fn list(disk: &Disk, path: &Path, device: Option<u64>, entries_max: u32) -> io::Result<Listing> {
    if let Some(expected) = device {
        let here = device_of(&disk.symlink_metadata(path)?);
        if here != expected {
            return Ok(Listing::Mount(here));
        }
    }
    let mut entries = Vec::new();
    for entry in disk.entries(path)? {
        let entry = entry?;
        if entries.len() >= entries_max as usize {
            return Ok(Listing::TooMany);
        }
        let (name, kind) = (entry.file_name().to_owned(), entry.file_type());
        let kind = if kind.is_dir() {
            Kind::Folder
        } else if kind.is_symlink() {
            Kind::Link
        } else if !kind.is_file() {
            Kind::Other
        } else if names::is_skipped(&name.to_string_lossy()) {
            Kind::NoReport
        } else {
            Kind::File(look(disk, entry.path()))
        };
        entries.push((name, kind));
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(Listing::Whole(entries))
}

/// The file system a file or folder lies on; one for all where the system has no mount points to tell apart.
pub(super) fn device_of(data: &Metadata) -> u64 {
    Here::device(data).unwrap_or(0)
}
