//! Holding the records against themselves: the archive against its hashes, the ledger against its chain, and every
//! release against the bytes that its sealed inputs give today. Nothing is written.

use crate::io::archive::{self, Archive};
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::{Ledger, ReleaseRecord};
use crate::io::reader_pool::WorkbookReader;
use crate::io::workspace::Workspace;
use crate::model::inbox::Receipt;
use crate::model::period::Period;
use crate::products::Kind;
use crate::run::judges::{Judges, Memory};
use crate::run::record::sealed::Records;
use crate::run::session::Start;
use crate::text::format;
use serde::Serialize;
use std::collections::BTreeMap;

/// One thing that was held against another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What, in Vietnamese.
    pub what: String,
    /// What does not agree; empty where everything does.
    pub disagreements: Vec<String>,
}

/// Verifies the archive, the ledger and the releases; of one period where one is named.
pub fn verify(workspace: &Workspace, start: &Start, period: Option<Period>) -> Result<Vec<Check>, Failure> {
    let Some(ledger) = workspace.ledger_to_read()? else {
        return Err(Failure::usage("Chưa có sổ tiếp nhận.", "Đề nghị chạy “tonghop run” trước."));
    };
    let archive = workspace.archive();
    let receipts = ledger.receipts()?;
    let mut checks = vec![archive_check(&ledger, &archive, &receipts)?, chain_check(&ledger)];
    let pool = start.readers.pool(1, workspace.config.limits);
    for record in ledger.releases()?.iter().filter(|r| period.is_none_or(|p| p == r.period)) {
        checks.push(release_check(workspace, &ledger, &archive, (start, pool.as_ref()), record)?);
    }
    Ok(checks)
}

/// Every received content is there and is what its address says; one that was removed as secret is a gap that is known.
fn archive_check(ledger: &Ledger, archive: &Archive, receipts: &[Receipt]) -> Result<Check, Failure> {
    let secrets = ledger.secrets()?;
    let addresses: BTreeMap<&str, &Receipt> = receipts.iter().map(|r| (r.sha256.as_str(), r)).collect();
    let broken = |(sha256, receipt): (&&str, &&Receipt)| {
        let failure = archive.read(sha256).err()?;
        Some(format!("bản lưu của {} (nhận lúc {}): {failure}", receipt.file.path, format::moment(receipt.first_seen)))
    };
    let disagreements = addresses.iter().filter(|(sha256, _)| !secrets.contains_key(**sha256)).filter_map(broken).collect();
    let removed = addresses.keys().filter(|sha256| secrets.contains_key(**sha256)).count();
    let gap = if removed == 0 { String::new() } else { format!(" (không giữ {removed} tệp có dấu mật)") };
    Ok(Check { what: format!("Kho lưu: {} bản gốc{gap}", addresses.len()), disagreements })
}

fn chain_check(ledger: &Ledger) -> Check {
    Check { what: "Chuỗi sổ tiếp nhận".to_owned(), disagreements: ledger.verify_chain().err().into_iter().collect() }
}

/// A release is built again from what was sealed with it, and compared with its hashes and with the files on disk.
fn release_check(
    workspace: &Workspace,
    ledger: &Ledger,
    archive: &Archive,
    (start, pool): (&Start, &dyn WorkbookReader),
    record: &ReleaseRecord,
) -> Result<Check, Failure> {
    let version = if record.version > 1 { format!(" số {}", record.version) } else { String::new() };
    let what = format!("Bản phát hành{version} {} (lúc {})", format::period_long(record.period), format::moment(record.at));
    let mut disagreements: Vec<String> = Vec::new();
    match rebuild(workspace, ledger, archive, (start, pool), record) {
        Ok(rebuilt) => {
            for file in &record.files {
                let now = rebuilt.iter().find(|(kind, _)| kind.label() == file.kind).map(|(_, sha256)| sha256);
                if now != Some(&file.sha256) {
                    disagreements.push(format!("{}: lập lại từ bản lưu cho kết quả khác bản đã phát hành", file.path));
                }
            }
        }
        Err(failure) => disagreements.push(format!("không lập lại được: {failure}")),
    }
    for file in &record.files {
        match files::read_if_there(&workspace.disk, &workspace.root.join(&file.path))? {
            None => disagreements.push(format!("{}: tệp đã phát hành không còn ở chỗ cũ", file.path)),
            Some(bytes) if archive::sha256(&bytes) != file.sha256 => {
                disagreements.push(format!("{}: tệp đã bị sửa sau khi phát hành", file.path));
            }
            Some(_) => {}
        }
    }
    Ok(Check { what, disagreements })
}

/// The products of a release, made today from its sealed inputs, by their hashes. Contents are read from the archive,
/// not from what the ledger keeps of them.
fn rebuild(
    workspace: &Workspace,
    ledger: &Ledger,
    archive: &Archive,
    (start, pool): (&Start, &dyn WorkbookReader),
    record: &ReleaseRecord,
) -> Result<Vec<(Kind, String)>, Failure> {
    let records = Records { workspace, ledger, archive, register: None };
    let judges = Judges { memory: Memory::Distrusted, ..Judges::reading(ledger, Some(archive), start, pool) };
    let sealed = records.open(record)?;
    let state = sealed.assemble(&judges, &sealed.facts(&judges)?)?;
    let replacement = records.replacement(&sealed, &state, &judges)?;
    sealed.product_hashes(&state, replacement.as_ref())
}
