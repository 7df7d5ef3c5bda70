//! Three questions, answered apart: are the files untouched that left; are records and archive untouched; do the sealed
//! inputs give the sealed figures again. Nothing is written.
//!
//! The first two are about people, the third is about programs. Where the same build derives other figures than it sealed,
//! something it stood on was changed. Another build may read or count otherwise: that is said, value by value, and accuses
//! nobody.
//!
//! One file, because the three answers are one value: what is asked, what is found and whether it holds are read together.

mod derivation;

use crate::io::archive::{self, Archive};
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::{Ledger, LedgerOrigin, LeftFile, ReleaseRecord};
use crate::io::workspace::Workspace;
use crate::merge::figures::{FigureDifference, Figures};
use crate::model::build::Build;
use crate::model::freeze::Freeze;
use crate::model::inbox::Receipt;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::seal::{ReleasedFile, Seal};
use crate::run::record::originals::Originals;
use crate::run::record::sealed::{Records, Understood};
use crate::run::record::withdrawn;
use crate::run::session::{self, Start, identity};
use crate::text::format;
use crate::text::sha256;
use derivation::{Derivation, derive, fixed_otherwise, grown_otherwise, late_otherwise};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The answers to the three questions: the files, the ledger with its archive, the figures.
#[derive(Debug, Clone, Serialize)]
pub struct Verification {
    /// The program that answers.
    pub build: Build,
    /// Every file that left, by period.
    pub files: Vec<FileCheck>,
    /// The ledger and the archive.
    pub records: RecordsCheck,
    /// The figures of every freeze and release, by period.
    pub figures: Vec<FiguresCheck>,
}

/// A file that left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileCheck {
    /// The period it was made for.
    pub period: Period,
    /// The version of the release; `None` for a freeze.
    pub version: Option<u32>,
    /// The release or the freeze was withdrawn since.
    pub withdrawn: bool,
    /// Path relative to the workspace.
    pub path: String,
    /// SHA-256 when it left.
    pub sha256: String,
    /// The archive keeps it, so that a run puts it back if it is lost; it keeps none that version 0.1 made.
    pub kept: bool,
    /// What became of it.
    pub state: FileState,
}

/// What became of a file that left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// It is what left.
    Untouched,
    /// It is not where it was.
    Missing,
    /// It holds something else.
    Edited,
    /// The file system refuses it.
    Unreadable,
}

/// The ledger and the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordsCheck {
    /// Contents of receipts in the archive.
    pub originals: usize,
    /// Contents that were removed for a mark of secrecy: gaps that are known.
    pub removed: usize,
    /// Contents that were never kept, because they are too large or no reports: gaps that are known as well.
    pub not_kept: usize,
    /// What freezes and releases were made of, and what left with them, in the archive.
    pub sealed: usize,
    /// What in the archive is not what its address says, in Vietnamese.
    pub damaged: Vec<String>,
    /// The first of `broken`; `None` if there is none.
    pub chain_broken: Option<String>,
    /// Every row of the ledger that is not what was written, in Vietnamese.
    pub broken: Vec<String>,
    /// What is worth knowing and accuses nobody, in Vietnamese: what a command that was cut off left behind.
    pub notes: Vec<String>,
}

/// The figures of a freeze or a release, derived again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FiguresCheck {
    /// The period they are of.
    pub period: Period,
    /// The version of the release; `None` for a freeze.
    pub version: Option<u32>,
    /// When it was made.
    pub at: Moment,
    /// The release was withdrawn since.
    pub withdrawn: bool,
    /// The program that made it; `None` if version 0.1 did, which sealed none.
    pub made_by: Option<Build>,
    /// What came of it.
    pub outcome: FiguresOutcome,
    /// Every value that differs.
    pub differences: Vec<FigureDifference>,
    /// Why they could not be derived, in Vietnamese.
    pub cause: Option<String>,
}

/// What came of deriving figures again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FiguresOutcome {
    /// They are the sealed ones, cell by cell.
    Equal,
    /// Some cells differ from the sealed ones.
    Differ,
    /// None: something they stand on cannot be had.
    Underivable,
    /// None were sealed; the products made again are the very bytes that left.
    UnsealedSameBytes,
    /// None were sealed; so nothing can be said of them.
    Unsealed,
}

impl FiguresCheck {
    /// Was it made by this very program?
    pub fn same_build(&self) -> bool {
        self.made_by.as_ref().is_some_and(|build| build.is(&Build::this()))
    }

    /// Do the figures that this program derives contradict the sealed ones?
    pub fn contradicts(&self) -> bool {
        matches!(self.outcome, FiguresOutcome::Differ | FiguresOutcome::Underivable)
    }
}

impl Verification {
    /// Does something not hold? A touched file, record or archive; figures that the program which sealed them does not
    /// derive again; and, `strict`, also those that another one does not.
    pub fn fails(&self, strict: bool) -> bool {
        self.files.iter().any(|file| file.state != FileState::Untouched)
            || !self.records.damaged.is_empty()
            || !self.records.broken.is_empty()
            || self.figures.iter().any(|figures| figures.contradicts() && (strict || figures.same_build()))
    }
}

/// What left before the ledger was recovered, or begun anew, and has no record in it: nothing below can speak of it.
fn unknown_releases(origins: &[LedgerOrigin], asked: impl Fn(Period) -> bool) -> Vec<String> {
    let of = |origin: &LedgerOrigin| {
        let at = format::moment(origin.at);
        origin.versions.clone().into_iter().map(move |(period, version)| (period, version, at.clone()))
    };
    let unknown = origins.iter().flat_map(of).filter(|(period, ..)| asked(*period));
    let said = |(period, version, at)| {
        let period = format::period_long(period);
        format!("Sổ được lập lại lúc {at}, không còn ghi chép về bản trình ký {period} (đến lần {version}): không kiểm tra được bản này.")
    };
    unknown.map(said).collect()
}

/// Answers the three questions; of one period's files and figures if one is named.
pub fn verify(workspace: &Workspace, start: &Start, period: Option<Period>) -> Result<Verification, Failure> {
    identity::check_there(workspace)?;
    let Some(ledger) = workspace.ledger_to_read()? else {
        return Err(Failure::usage("Chưa có sổ tiếp nhận.", "Đề nghị chạy “tonghop run” trước."));
    };
    let archive = workspace.archive();
    let mut unreadable = Vec::new();
    // A ledger that is whole by itself may still be an old copy, or another one.
    let outside = [identity::check(&ledger, &identity::witnesses(workspace)), identity::check_journal(workspace, &ledger)];
    unreadable.extend(identity::journal_damage(workspace));
    let lag = readable(identity::journal_lag(workspace, &ledger), &mut unreadable);
    let lag = lag.map(|lag| (lag.seen_by.is_some(), format!("{}; lần chạy sau ghi bù vào sổ phụ.", lag.sentence())));
    let (cut, behind): (Vec<_>, Vec<_>) = lag.into_iter().partition(|(cut, _)| *cut);
    unreadable.extend(cut.into_iter().map(|(_, said)| said));
    unreadable.extend(outside.into_iter().filter_map(|answer| answer.err().map(|failure| format!("{failure}."))));
    let in_force = readable(ledger.in_force(), &mut unreadable);
    let origins = readable(ledger.origins(), &mut unreadable);
    let (releases, freezes) = (readable(ledger.releases(), &mut unreadable), readable(ledger.freezes(), &mut unreadable));
    let asked = |of: Period| period.is_none_or(|p| p == of);
    let files = readable(ledger.left_files(), &mut unreadable).into_iter().filter(|left| asked(left.period));
    let files = files.map(|left| look(workspace, left)).collect();
    // Nothing rests on the figures of a freeze that is void; what it was made of is still looked at.
    let kept_freezes: Vec<Freeze> = freezes.iter().cloned().chain(readable(ledger.void_freezes(), &mut unreadable)).collect();
    let records = RecordsCheck {
        notes: behind.into_iter().map(|(_, said)| said).chain(unknown_releases(&origins, asked)).collect(),
        ..records_check(&ledger, &archive, (&releases, &kept_freezes), unreadable)
    };
    let understood = Understood::default();
    let kept = Records { workspace, ledger: &ledger, archive: &archive, register: None, understood: Some(&understood) };
    let mut figures = Vec::new();
    let mut originals = Originals::default();
    let periods: BTreeSet<Period> = freezes.iter().map(|freeze| freeze.period).chain(releases.iter().map(|r| r.period)).collect();
    // One period after the other: those that follow each other look at the same originals.
    for of in periods.into_iter().filter(|of| asked(*of)) {
        for freeze in freezes.iter().filter(|freeze| freeze.period == of) {
            let derived = kept.open_freeze(freeze).and_then(|sealed| match sealed {
                Some(sealed) => derive(&kept, &sealed, start, &mut originals),
                None => Ok(Derivation::default()),
            });
            let mut fixed = derived.as_ref().map_or_else(|_| Vec::new(), |derived| fixed_otherwise(freeze, derived));
            let grown = grown_otherwise(&kept, freeze, start, &mut originals);
            let mut check = compared(&archive, (of, None, freeze.at, false), freeze.seal.as_ref(), &freeze.files, derived);
            match grown {
                Ok(grown) => fixed.extend(grown),
                Err(failure) if check.outcome == FiguresOutcome::Equal => {
                    (check.outcome, check.cause) = (FiguresOutcome::Underivable, Some(failure.to_string()));
                }
                Err(_) => {}
            }
            if !fixed.is_empty() {
                check.outcome = FiguresOutcome::Differ;
                check.differences.extend(fixed);
            }
            figures.push(check);
        }
        for record in releases.iter().filter(|record| record.period == of) {
            let derived = kept.open(record).and_then(|sealed| derive(&kept, &sealed, start, &mut originals));
            let which = (of, Some(record.version), record.at, !in_force.has(of, record.version));
            // A row that cannot be read was named with the records.
            let kept_late = ledger.late_rows(of, record.version).unwrap_or_default();
            let late = derived.as_ref().map_or_else(|_| Vec::new(), |derived| late_otherwise(&kept_late, &derived.late));
            let mut check = compared(&archive, which, record.seal.as_ref(), &record.files, derived);
            if !late.is_empty() {
                check.outcome = FiguresOutcome::Differ;
                check.differences.extend(late);
            }
            figures.push(check);
        }
    }
    figures.sort_by_key(|check| (check.period, check.version));
    Ok(Verification { build: Build::this(), files, records, figures })
}

fn look(workspace: &Workspace, left: LeftFile) -> FileCheck {
    let path = withdrawn::place(workspace, &left);
    let LeftFile { period, version, file, kept, withdrawn, .. } = left;
    let check = |state| FileCheck { period, version, withdrawn, path: workspace.relative(&path), sha256: file.sha256.clone(), kept, state };
    // A pipe or a device in a product's place would be read without an end.
    if workspace.disk.metadata(&path).is_ok_and(|data| !data.is_file()) {
        return check(FileState::Unreadable);
    }
    check(match files::read_if_there(&workspace.disk, &path) {
        Ok(Some(bytes)) if archive::sha256(&bytes) == file.sha256 => FileState::Untouched,
        Ok(Some(_)) => FileState::Edited,
        Ok(None) => FileState::Missing,
        Err(_) => FileState::Unreadable,
    })
}

/// Everything that a record names is in the archive and is what its address says; what was removed as secret is a gap that
/// is known.
fn records_check(
    ledger: &Ledger,
    archive: &Archive,
    (releases, freezes): (&[ReleaseRecord], &[Freeze]),
    mut unreadable: Vec<String>,
) -> RecordsCheck {
    let (secrets, left_out) = (readable(ledger.secrets(), &mut unreadable), readable(ledger.not_kept(), &mut unreadable));
    let of_receipt = |r: Receipt| (r.sha256, format!("{} (nhận lúc {})", r.file.path, format::moment(r.first_seen)));
    let originals: BTreeMap<String, String> = readable(ledger.receipts(), &mut unreadable).into_iter().map(of_receipt).collect();
    let removed = originals.keys().filter(|sha256| secrets.contains_key(*sha256)).count();
    let not_kept = originals.keys().filter(|sha256| left_out.contains_key(*sha256)).count();
    let gap = |sha256: &String| secrets.contains_key(sha256) || left_out.contains_key(sha256);
    let mut sealed: BTreeMap<String, String> = BTreeMap::new();
    for record in releases {
        let name = called(record.period, Some(record.version), record.at);
        let files = if record.seal.is_some() { &record.files[..] } else { &[] };
        let fixed = [Some(&record.register_sha256), Some(&record.config_sha256), record.receipt_book_sha256.as_ref()];
        sealed.extend(named(&name, fixed.into_iter().flatten(), record.seal.as_ref(), files));
    }
    for freeze in freezes {
        let files = if freeze.seal.is_some() { &freeze.files[..] } else { &[] };
        let name = called(freeze.period, None, freeze.at);
        let fixed = [&freeze.register_sha256, &freeze.config_sha256].into_iter().flatten();
        sealed.extend(named(&name, fixed, freeze.seal.as_ref(), files));
    }
    let registers = releases.iter().map(|record| &record.register_sha256).chain(freezes.iter().filter_map(|f| f.register_sha256.as_ref()));
    let registers: BTreeSet<&String> = registers.collect();
    let behind = registers.into_iter().flat_map(|sha256| session::workbooks_behind(archive, sha256));
    sealed.extend(behind.map(|sha256| (sha256, "danh mục".to_owned())));
    let entries = readable(ledger.book_entries(), &mut unreadable);
    sealed.extend(entries.into_iter().map(|entry| (entry.book_sha256, "sổ tiếp nhận của văn thư".to_owned())));
    let damaged = originals.iter().filter(|(sha256, _)| !gap(sha256)).chain(&sealed);
    let damaged = damaged.filter_map(|(sha256, whose)| archive.read(sha256).err().map(|failure| format!("bản lưu của {whose}: {failure}")));
    // The rows are named first, then what could not be looked at because of them.
    let mut broken = ledger.damage();
    broken.extend(unreadable);
    RecordsCheck {
        originals: originals.len(),
        removed,
        not_kept,
        sealed: sealed.len(),
        damaged: damaged.collect(),
        chain_broken: broken.first().cloned(),
        broken,
        notes: Vec::new(),
    }
}

/// A table in which a row cannot be understood is damage of the records, and no reason to leave the others unlooked at.
fn readable<T: Default>(found: Result<T, Failure>, unreadable: &mut Vec<String>) -> T {
    found.unwrap_or_else(|failure| {
        unreadable.push(failure.to_string());
        T::default()
    })
}

/// The contents that a record names, each with whose it is.
fn named<'a>(
    name: &'a str,
    fixed: impl Iterator<Item = &'a String> + 'a,
    seal: Option<&'a Seal>,
    files: &'a [ReleasedFile],
) -> impl Iterator<Item = (String, String)> + 'a {
    let inputs = seal.into_iter().flat_map(|seal| seal.inputs.iter().map(|input| &input.sha256).chain([&seal.figures_sha256]));
    let made_of = fixed.chain(inputs).map(move |sha256| (sha256.clone(), name.to_owned()));
    made_of.chain(files.iter().map(move |file| (file.sha256.clone(), format!("{}, {name}", file.path))))
}

/// What a freeze or a release is called.
pub fn called(period: Period, version: Option<u32>, at: Moment) -> String {
    let what = match version {
        None => "Bản chốt".to_owned(),
        Some(1) => "Bản trình ký".to_owned(),
        Some(version) => format!("Bản trình ký số {version}"),
    };
    format!("{what} {} (lúc {})", format::period_long(period), format::moment(at))
}

fn compared(
    archive: &Archive,
    (period, version, at, withdrawn): (Period, Option<u32>, Moment, bool),
    seal: Option<&Seal>,
    files: &[ReleasedFile],
    derived: Result<Derivation, Failure>,
) -> FiguresCheck {
    let made_by = seal.map(|seal| seal.build.clone());
    let check = |outcome, differences, cause| FiguresCheck { period, version, at, withdrawn, made_by, outcome, differences, cause };
    let Some(seal) = seal else {
        let same =
            |derived: &Derivation| files.iter().all(|f| derived.products.iter().any(|(kind, sha)| *kind == f.kind && *sha == f.sha256));
        // A freeze of version 0.1 does not name its files: nothing can be compared.
        let outcome =
            if !files.is_empty() && derived.is_ok_and(|d| same(&d)) { FiguresOutcome::UnsealedSameBytes } else { FiguresOutcome::Unsealed };
        return check(outcome, Vec::new(), None);
    };
    let underivable = |cause: String| (FiguresOutcome::Underivable, Vec::new(), Some(cause));
    let (outcome, differences, cause) = match derived {
        Err(failure) => underivable(failure.to_string()),
        Ok(derived) if sha256::of(derived.figures.to_text().as_bytes()) == seal.figures_sha256 => (FiguresOutcome::Equal, Vec::new(), None),
        Ok(derived) => match archive.read(&seal.figures_sha256) {
            Err(failure) => underivable(failure.to_string()),
            Ok(bytes) => match Figures::parse(&String::from_utf8_lossy(&bytes)) {
                None => underivable("danh sách số liệu đã niêm phong ghi theo cách khác".to_owned()),
                Some(then) => match Figures::differences(&then, &derived.figures) {
                    // Only fields that were not sealed then.
                    none if none.is_empty() => (FiguresOutcome::Equal, none, None),
                    // They may come of what is lost.
                    some => derived.lost.first().map_or((FiguresOutcome::Differ, some, None), |lost| underivable(lost.to_string())),
                },
            },
        },
    };
    check(outcome, differences, cause)
}
