//! Files that are published together: their folders are made before several threads write into them, and the disk is waited for once
//! a folder in place of once a file.

use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::io::publish::{self, Publication};
use crate::products::Kind;
use crate::run::products::edition_files::Ready;
use std::path::Path;

/// What came of each file.
type Came = Vec<Result<Publication, Failure>>;

/// The files of a set.
pub(super) struct Set<'a> {
    disk: &'a Disk,
    files: &'a [Ready],
}

impl<'a> Set<'a> {
    /// These files.
    pub(super) fn of(disk: &'a Disk, files: &'a [Ready]) -> Self {
        Self { disk, files }
    }

    /// Publishes them; what came of each. What stands in the way of a folder stands in the way of each file in it.
    pub(super) fn publish(&self, put: impl FnOnce() -> Came) -> Came {
        let lasting = self.files.iter().filter(|file| lasts(file)).map(|file| file.path.as_path());
        let unmade = publish::make_folders(self.disk, lasting);
        let mut came = put();
        for (file, came) in self.files.iter().zip(&mut came).filter(|(file, _)| lasts(file)) {
            if let Some(cause) = file.path.parent().and_then(|folder| unmade.get(folder)) {
                *came = Err(Failure::Product { path: file.path.clone(), cause: cause.clone() });
            }
        }
        let is_named = |file: &Ready, came: &Result<Publication, Failure>| lasts(file) && *came == Ok(Publication::Written);
        let named = self.files.iter().zip(&came).filter(|(file, came)| is_named(file, came)).map(|(file, _)| file.path.as_path());
        if let Err(failure) = publish::wait_for_names(self.disk, named) {
            for (file, came) in self.files.iter().zip(&mut came).filter(|(file, came)| is_named(file, came)) {
                *came = Err(because(&failure, &file.path));
            }
        }
        came
    }
}

/// Does the disk have it before it counts as published? Feedback and the message can be made again at any time.
fn lasts(file: &Ready) -> bool {
    !matches!(file.kind, Kind::Feedback | Kind::Message)
}

fn because(failure: &Failure, path: &Path) -> Failure {
    match failure {
        Failure::Product { cause, .. } => Failure::Product { path: path.to_owned(), cause: cause.clone() },
        other => other.clone(),
    }
}
