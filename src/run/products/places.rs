//! Where the products of an edition stand.

use crate::io::failure::Failure;
use crate::model::config::Config;
use crate::model::consolidation::Edition;
use crate::model::cutoff::Cutoffs;
use crate::model::period::Period;
use crate::products::{self, Kind, Naming, OfFigures, Product};
use crate::run::session::Session;
use std::path::PathBuf;

/// Does every product stand that version 0.1 made of an edition of this desk?
pub fn stand(session: &Session, config: &Config, of: (Period, Cutoffs), edition: Edition) -> Result<bool, Failure> {
    let mut made_then = paths(session, config, of, edition)?.into_iter().filter(|(kind, _)| kind.is_of_first_version());
    Ok(made_then.all(|(_, path)| session.work.workspace.disk.exists(&path)))
}

/// Kind and path of each product of an edition, in the order in which they are sealed. What has left stands where its
/// record says: it may have been written beside a file that was open.
pub(super) fn paths(
    session: &Session,
    config: &Config,
    (period, cutoffs): (Period, Cutoffs),
    edition: Edition,
) -> Result<Vec<(Kind, PathBuf)>, Failure> {
    let workspace = &session.work.workspace;
    let files = match edition {
        Edition::Release { version, .. } => {
            session.ledger.versions_of(period)?.into_iter().find(|r| r.version == version).map(|record| record.files)
        }
        Edition::Frozen => session.ledger.freeze(period)?.map(|freeze| freeze.files),
        Edition::Draft => None,
    };
    let files = files.unwrap_or_default();
    let naming = Naming { code: &config.desk.code, period, edition: Some((edition, cutoffs)), range: None };
    let path = |(kind, product, _): (Kind, &Product, OfFigures)| {
        let left = files.iter().find(|file| file.kind == kind.label()).map(|file| workspace.root.join(&file.path));
        (kind, left.unwrap_or_else(|| workspace.products(period).join((product.name)(&naming))))
    };
    Ok(products::of_edition(edition, config).map(path).collect())
}
