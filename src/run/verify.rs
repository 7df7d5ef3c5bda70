//! Holding the records against themselves: the archive against its hashes, the ledger against its chain, and every
//! release against the bytes that its sealed inputs give today. Nothing is written.

use crate::io::archive::{self, Archive};
use crate::io::excel_write;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::{Ledger, ReleaseRecord};
use crate::io::reader_pool::ReaderPool;
use crate::io::workspace::Workspace;
use crate::model::consolidation::Edition;
use crate::model::inbox::{Content, Receipt};
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::workbook::Refusal;
use crate::run::assemble::{Assembled, Facts, PeriodInput, assemble};
use crate::run::reading;
use crate::run::report::OutputKind;
use crate::run::session::{self, Start};
use crate::sheets::data;
use crate::sheets::products::{self, ProductInput};
use crate::text::format;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

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
    let Some(ledger) = Ledger::open_read_only(&workspace.records())? else {
        return Err(Failure::usage("Chưa có sổ tiếp nhận.", "Đề nghị chạy “tonghop run” trước."));
    };
    let archive = Archive::at(&workspace.records());
    let receipts = ledger.receipts()?;
    let mut checks = vec![archive_check(&ledger, &archive, &receipts)?, chain_check(&ledger)];
    let pool = ReaderPool::new(start.program.clone(), 1, workspace.config.limits);
    for record in ledger.releases()?.iter().filter(|r| period.is_none_or(|p| p == r.period)) {
        checks.push(release_check(workspace, start, &ledger, &archive, &pool, &receipts, record)?);
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
    let disagreements = addresses.iter().filter(|(sha256, _)| !secrets.contains(**sha256)).filter_map(broken).collect();
    Ok(Check { what: format!("Kho lưu: {} bản gốc", addresses.len()), disagreements })
}

fn chain_check(ledger: &Ledger) -> Check {
    Check { what: "Chuỗi sổ tiếp nhận".to_owned(), disagreements: ledger.verify_chain().err().into_iter().collect() }
}

/// A release is built again from what was sealed with it, and compared with its hashes and with the files on disk.
fn release_check(
    workspace: &Workspace,
    start: &Start,
    ledger: &Ledger,
    archive: &Archive,
    pool: &ReaderPool,
    receipts: &[Receipt],
    record: &ReleaseRecord,
) -> Result<Check, Failure> {
    let what = format!("Bản phát hành {} (lúc {})", format::period_long(record.period), format::moment(record.at));
    let mut disagreements: Vec<String> = Vec::new();
    match rebuild(workspace, start, ledger, archive, pool, receipts, record) {
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
        match files::read_if_there(&workspace.root.join(&file.path))? {
            None => disagreements.push(format!("{}: tệp đã phát hành không còn ở chỗ cũ", file.path)),
            Some(bytes) if archive::sha256(&bytes) != file.sha256 => {
                disagreements.push(format!("{}: tệp đã bị sửa sau khi phát hành", file.path));
            }
            Some(_) => {}
        }
    }
    Ok(Check { what, disagreements })
}

/// The products of a release, made today from its sealed inputs, by their hashes.
fn rebuild(
    workspace: &Workspace,
    start: &Start,
    ledger: &Ledger,
    archive: &Archive,
    pool: &ReaderPool,
    receipts: &[Receipt],
    record: &ReleaseRecord,
) -> Result<Vec<(OutputKind, String)>, Failure> {
    let register = session::understand_bytes(&archive.read(&record.register_sha256)?, &workspace.register_file())?;
    let config = session::sealed_config(workspace, archive, record)?;
    let form = session::form(Some(workspace), start.now)?;
    let Some(cutoffs) = register.calendar.cutoffs(&config.schedule, record.period) else {
        return Err(Failure::calendar(format!("{} không báo cáo (nghỉ lễ).", format::period_long(record.period)), ""));
    };
    let mut contents = BTreeMap::new();
    let secrets = ledger.secrets()?;
    for receipt in receipts.iter().filter(|r| r.seq <= record.last_receipt) {
        if !contents.contains_key(&receipt.sha256) {
            let content = match archive.read(&receipt.sha256) {
                Ok(bytes) => reading::content(pool, &form, &bytes, receipt.file.name()),
                Err(_) if secrets.contains(&receipt.sha256) => {
                    Content::Refused(Refusal::Unsafe { cause: "đã gỡ vì có dấu mật".to_owned() })
                }
                Err(failure) => return Err(failure),
            };
            contents.insert(receipt.sha256.clone(), Arc::new(content));
        }
    }
    let facts = Facts {
        receipts: receipts.iter().filter(|r| r.seq <= record.last_receipt).cloned().collect(),
        contents,
        scans: scans_until(ledger, record)?,
        arriving: record.arriving.iter().cloned().collect(),
        released: ledger
            .releases()?
            .iter()
            .filter(|r| r.version == 1 && (r.at, r.period) < (record.at, record.period))
            .map(|r| (r.period, r.at))
            .collect(),
        admissions: ledger.every_admission()?.into_iter().filter(|a| a.at <= record.at).collect(),
    };
    let history = ledger.history_before(record.period)?;
    let freeze = ledger.freeze(record.period)?;
    let state = assemble(
        &facts,
        &PeriodInput {
            period: record.period,
            cutoffs,
            register: &register,
            config: &config,
            history: &history,
            freeze: freeze.as_ref(),
            frozen: true,
            form_version: &form.version,
        },
    );
    composed(&state, &config, &register, record)
}

/// The scans that had been made when the release was.
fn scans_until(ledger: &Ledger, record: &ReleaseRecord) -> Result<BTreeMap<String, Vec<Moment>>, Failure> {
    let made = |id: i64| record.last_scan.is_none_or(|last| id <= last);
    let until = |scans: Vec<(i64, Moment)>| scans.into_iter().filter(|(id, _)| made(*id)).map(|(_, at)| at).collect();
    Ok(ledger.scans_by_area()?.into_iter().map(|(area, scans)| (area, until(scans))).collect())
}

fn composed(
    state: &Assembled,
    config: &crate::model::config::Config,
    register: &Register,
    record: &ReleaseRecord,
) -> Result<Vec<(OutputKind, String)>, Failure> {
    let desk_name = session::desk_name(config, register);
    let input = ProductInput {
        consolidation: &state.consolidation,
        config,
        desk_name: &desk_name,
        edition: Edition::Release { version: record.version, late: record.late },
        register_sha256: &record.register_sha256,
    };
    let failed = |cause: String| Failure::Product { path: record.period.to_string().into(), cause };
    let workbook = excel_write::to_bytes(&products::consolidated(&input)).map_err(|e| failed(e.to_string()))?;
    let internal = excel_write::to_bytes(&products::internal(&input)).map_err(|e| failed(e.to_string()))?;
    let json = data::json(&input).map_err(|e| failed(e.to_string()))?;
    Ok(vec![
        (OutputKind::Release, archive::sha256(&workbook)),
        (OutputKind::Internal, archive::sha256(&internal)),
        (OutputKind::Data, archive::sha256(json.as_bytes())),
    ])
}
