//! When a content was received that the ledger lost, and the archive did not: the copy bears the time of the command that took
//! it. A ledger that was written anew, or begun anew, would otherwise see every file of the week today, and call late who was
//! on time. Such a look listed no folder that counts, so it says nothing against anybody.

use crate::io::failure::Failure;
use crate::io::inbox::ScannedFile;
use crate::io::ledger::{Ledger, NewReceipt, NewScan};
use crate::model::moment::Moment;
use crate::run::session::Session;
use std::collections::BTreeMap;

/// Files that are new to the ledger, each with its SHA-256.
pub(super) type Fresh = Vec<(ScannedFile, String)>;

/// What is new to the ledger: by the time that the archive has for it, and what nobody had seen before.
pub(super) fn sort(session: &Session, fresh: Fresh) -> Result<(BTreeMap<Moment, Fresh>, Fresh), Failure> {
    let (mut earlier, mut now) = (BTreeMap::new(), Vec::new());
    let Some(recovered) = session.ledger.recovered_at()? else { return Ok((earlier, fresh)) };
    for (file, sha256) in fresh {
        let kept = session.work.archive.kept_at(&sha256).filter(|at| *at < recovered);
        match kept {
            Some(at) if !session.ledger.has_received(&sha256)? => earlier.entry(at).or_insert_with(Vec::new).push((file, sha256)),
            _ => now.push((file, sha256)),
        }
    }
    Ok((earlier, now))
}

/// Records files as a look of this time and kind; says the numbers of their receipts.
pub(super) fn record(ledger: &Ledger, files: &Fresh, look: &NewScan<'_>) -> Result<Vec<i64>, Failure> {
    let scan = ledger.record_scan(look)?;
    let batch: Vec<NewReceipt<'_>> = files.iter().map(|(file, sha256)| NewReceipt { file, sha256 }).collect();
    let receipts = ledger.record_receipts(&batch, scan, look.at)?;
    let open = receipts.iter().zip(files).filter(|(_, (file, _))| file.open_at_office);
    ledger.note_open(&open.map(|(receipt, _)| receipt.seq).collect::<Vec<_>>())?;
    Ok(receipts.into_iter().map(|receipt| receipt.seq).collect())
}

/// The look that an earlier command took then.
pub(super) fn look<'a>(at: Moment, now: &NewScan<'a>) -> NewScan<'a> {
    NewScan { at, areas: &[], skew_seconds: None, doubted: true, news: true, cutoffs: &[], ..now.clone() }
}

/// What a person is told of it.
pub(super) fn told(earlier: &BTreeMap<Moment, Fresh>) -> Option<String> {
    let files: usize = earlier.values().map(Vec::len).sum();
    (files > 0).then(|| {
        format!("{files} tệp mà sổ cũ đã nhận và sổ này chưa có: giữ giờ nhận theo bản lưu trong kho, không tính theo lần chạy này.")
    })
}
