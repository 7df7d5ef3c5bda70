//! What a release would be, to be looked at before it leaves: in the folder `xem-truoc` beside the products, so that nobody
//! takes it for the release by its place. Any later preview replaces it.

use crate::io::failure::Failure;
use crate::io::publish::{self, Publication};
use crate::run::session::Work;
use std::path::Path;

/// Name of the folder.
pub(in crate::run) const FOLDER: &str = "xem-truoc";

/// Puts the products of a release, each with the path that it would have, into the folder.
pub(super) fn put<'a>(work: &Work, products: impl Iterator<Item = (&'a Path, &'a [u8])>) -> Result<(), Failure> {
    for (path, bytes) in products {
        let folder = path.with_file_name(FOLDER);
        let shown = folder.join(path.file_name().unwrap_or_default());
        let published = publish::publish_rebuildable(&work.workspace.disk, &shown, bytes, work.now)?;
        if let Publication::Open(holder) | Publication::Beside(_, holder) = published {
            return Err(Failure::ProductOpen { path: shown, holder: holder.text().to_owned(), beside: None });
        }
    }
    Ok(())
}
