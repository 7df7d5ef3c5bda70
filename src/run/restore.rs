//! `restore`: a workspace put back from a folder of backups, in a new folder, also on another machine.
//!
//! Everything is read and held against its hash before the first file is written; the configuration is written last, so that half a
//! workspace is none.

use crate::io::backup::{BackupFolder, MARK, Mark};
use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::io::workspace::{self, Workspace};
use crate::io::{config, files};
use crate::model::backup::{BackupFile, BackupRecord, Place};
use crate::model::moment::Moment;
use crate::run::session::identity;
use crate::run::year_archive;
use crate::sheets::edition::INTERNAL;
use crate::text::format;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// What was asked for.
#[derive(Debug, Clone)]
pub struct RestoreRequest {
    /// The folder of backups.
    pub folder: PathBuf,
    /// The new folder of the workspace.
    pub into: PathBuf,
    /// The name of the backup, or the beginning of one; `None` for the last that was sound.
    pub at: Option<String>,
}

/// A backup in a list.
#[derive(Debug, Clone, Serialize)]
pub struct BackupLine {
    /// Its name: `--at` takes it.
    pub name: String,
    /// When it was made; `None` if its record is damaged.
    pub at: Option<Moment>,
    /// How many.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// The last entry of the chain.
    pub seq: i64,
    /// Nothing was damaged when it was made, all could be read, and its record is whole.
    pub sound: bool,
    /// How many files could not be read then, and are not in it.
    pub left_out: usize,
}

/// The backups of a folder.
#[derive(Debug, Clone, Serialize)]
pub struct BackupList {
    /// The folder of backups, absolute.
    pub folder: String,
    /// Code of the desk.
    pub desk: String,
    /// Name of the ledger.
    pub ledger: String,
    /// The oldest first.
    pub backups: Vec<BackupLine>,
}

impl BackupList {
    /// The list in words.
    pub fn lines(&self) -> Vec<String> {
        let head = format!("{} lần sao lưu của đầu mối {} ở {}:", self.backups.len(), self.desk, self.folder);
        let line = |backup: &BackupLine| match backup.at {
            Some(at) => {
                let sound = match (backup.sound, backup.left_out) {
                    (true, _) => String::new(),
                    (false, 0) => "; có tệp đã hỏng từ trước khi sao lưu".to_owned(),
                    (false, left_out) => format!("; thiếu {left_out} tệp không đọc được khi sao lưu"),
                };
                format!("  {}  {}, {} tệp, {}{sound}", backup.name, format::moment(at), backup.files, format::size(backup.bytes))
            }
            None => format!("  {}  bản ghi bị hỏng", backup.name),
        };
        std::iter::once(head).chain(self.backups.iter().map(line)).collect()
    }
}

/// A workspace that was put back.
#[derive(Debug, Clone, Serialize)]
pub struct RestoreAnswer {
    /// The new folder, absolute.
    pub workspace: String,
    /// The name of the backup.
    pub name: String,
    /// When it was made.
    pub at: Moment,
    /// Files that were written.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Name of the ledger.
    pub ledger: String,
    /// The last entry of its chain.
    pub seq: i64,
    /// What of the ledger is not as it was written, in Vietnamese.
    pub damage: Vec<String>,
    /// What a person has to do, in Vietnamese.
    pub notices: Vec<String>,
}

impl RestoreAnswer {
    /// The answer in words.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!(
            "Đã khôi phục {} tệp ({}) của lần sao lưu {} vào {}.",
            self.files,
            format::size(self.bytes),
            format::moment(self.at),
            self.workspace
        )];
        lines.extend(self.damage.iter().cloned());
        lines.extend(self.notices.iter().cloned());
        lines
    }
}

/// The folder of backups, and whose they are.
fn opened(disk: &Disk, folder: &Path) -> Result<(BackupFolder, Mark), Failure> {
    BackupFolder::open(disk, folder)?.ok_or_else(|| {
        let message = format!("{} không phải thư mục sao lưu: không có {MARK}.", folder.display());
        Failure::usage(message, "Đề nghị ghi thư mục đã dùng với “tonghop backup”.")
    })
}

/// What a folder of backups holds.
pub fn list(disk: &Disk, folder: &Path) -> Result<BackupList, Failure> {
    let folder = files::absolute(folder)?;
    let (backups, mark) = opened(disk, &folder)?;
    let line = |name: String| match backups.record(&name) {
        Ok(record) => BackupLine {
            name,
            at: Some(record.at),
            files: record.folders.iter().map(|folder| folder.files).sum(),
            bytes: record.folders.iter().map(|folder| folder.bytes).sum(),
            seq: record.seq,
            sound: record.is_sound(),
            left_out: record.left_out.len(),
        },
        Err(_) => BackupLine { name, at: None, files: 0, bytes: 0, seq: 0, sound: false, left_out: 0 },
    };
    let lines = backups.names()?.into_iter().map(line).collect();
    Ok(BackupList { folder: folder.display().to_string(), desk: mark.desk, ledger: mark.ledger, backups: lines })
}

/// Puts a workspace back in a new folder.
///
/// # Errors
///
/// [`Failure::Backup`] names the file of the backup that is damaged; nothing was written then.
pub fn restore(disk: &Disk, request: &RestoreRequest) -> Result<RestoreAnswer, Failure> {
    let folder = files::absolute(&request.folder)?;
    let (backups, _) = opened(disk, &folder)?;
    let into = files::absolute(&request.into)?;
    if into.starts_with(&folder) {
        let message = format!("{} nằm trong thư mục sao lưu.", into.display());
        return Err(Failure::usage(message, "Đề nghị chọn thư mục mới ở nơi khác."));
    }
    let (name, record, passed_over) = chosen(&backups, request.at.as_deref())?;
    let mut files_of: Vec<(PathBuf, Place, BackupFile)> = Vec::new();
    for list in &record.folders {
        for file in backups.list(&list.sha256)? {
            let below = Path::new(&list.folder).join(&file.name);
            if !is_below(&below) {
                let cause = format!("tên tệp không hợp lệ: {}", below.display());
                return Err(Failure::Backup { path: backups.path(&list.sha256), cause });
            }
            files_of.push((Path::new(&folder_of(&record, list.place)).join(below), list.place, file));
        }
    }
    // All of it first: half of a workspace would be worse than none.
    let mut read = BTreeSet::new();
    for (path, _, file) in &files_of {
        if read.insert(&file.sha256) {
            let bytes = backups.file(file)?;
            if u64::try_from(bytes.len()).ok() != Some(file.size) {
                let cause = format!("{} không đủ dung lượng", path.display());
                return Err(Failure::Backup { path: backups.path(&file.sha256), cause });
            }
        }
    }
    files::create_new_folder(disk, &into)?;
    let (last, first): (Vec<_>, Vec<_>) = files_of.iter().partition(|(path, place, _)| *place == Place::Root && is_configuration(path));
    let records = into.join(folder_of(&record, Place::Records));
    files::create_private_folder(disk, &records)?;
    if files_of.iter().any(|(path, place, _)| *place == Place::Root && path.starts_with(year_archive::FOLDER)) {
        files::create_private_folder(disk, &into.join(year_archive::FOLDER))?;
    }
    for (path, place, file) in first.into_iter().chain(last) {
        let own = *place == Place::Records || is_configuration(path) || is_of_the_desk(*place, path);
        files::write_restored(disk, &into.join(path), &backups.file(file)?, file.modified_ns, own)?;
    }
    let restored = workspace::open(&into)?;
    let ledger = Workspace::ledger_to_read(&at_its_place(&restored, &record))?;
    let mut damage = ledger.as_ref().map_or_else(|| vec!["Bản sao lưu không có sổ tiếp nhận.".to_owned()], |ledger| ledger.damage());
    damage.extend(record.damage.iter().cloned());
    damage.extend(record.left_out.iter().map(|what| format!("Không có trong bản sao lưu này: {what}.")));
    let mut notices = Vec::new();
    if passed_over > 0 {
        notices.push(format!(
            "Có {passed_over} lần sao lưu sau lần này không được dùng, vì bản ghi bị hỏng, có tệp đã hỏng từ trước hoặc thiếu tệp (xem bằng --list, chọn bằng --at)."
        ));
    }
    notices.extend(moved(&record));
    notices.extend(to_do(&restored, &into));
    if let Some(ledger) = &ledger
        && let Err(failure) = identity::check(ledger, &identity::witnesses(&restored))
    {
        notices.push(format!("{failure}. {}", failure.hint().unwrap_or_default()));
    }
    Ok(RestoreAnswer {
        workspace: into.display().to_string(),
        name,
        at: record.at,
        files: files_of.len(),
        bytes: files_of.iter().map(|(_, _, file)| file.size).sum(),
        ledger: record.ledger,
        seq: record.seq,
        damage,
        notices,
    })
}

/// The backup that was named, or the last that was sound; and how many later ones were passed over.
fn chosen(backups: &BackupFolder, at: Option<&str>) -> Result<(String, BackupRecord, usize), Failure> {
    let names = backups.names()?;
    if let Some(at) = at {
        let mut fitting = names.iter().filter(|name| name.starts_with(at));
        return match (fitting.next(), fitting.next()) {
            (Some(name), None) => Ok((name.clone(), backups.record(name)?, 0)),
            (None, _) => Err(Failure::usage(format!("Không có lần sao lưu {at}."), "Đề nghị xem tên bằng --list.")),
            (Some(_), Some(_)) => Err(Failure::usage(format!("Có nhiều lần sao lưu {at}."), "Đề nghị ghi đủ tên, xem bằng --list.")),
        };
    }
    let mut passed_over = 0;
    for name in names.iter().rev() {
        match backups.record(name) {
            Ok(record) if record.is_sound() => return Ok((name.clone(), record, passed_over)),
            _ => passed_over += 1,
        }
    }
    let message = if names.is_empty() {
        "Chưa có lần sao lưu nào hoàn thành trong thư mục này."
    } else {
        "Không có lần sao lưu nào còn nguyên vẹn trong thư mục này."
    };
    Err(Failure::usage(message, "Đề nghị xem bằng --list, hoặc dùng thư mục sao lưu khác."))
}

/// Where a part goes in the new workspace: as it was configured, or by its usual name where that was elsewhere.
fn folder_of(record: &BackupRecord, place: Place) -> String {
    match record.places.get(&place) {
        Some(folder) if is_below(Path::new(folder)) => folder.clone(),
        _ => place.usual().to_owned(),
    }
}

/// Does a path stay below the folder that it is joined to?
fn is_below(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

fn is_configuration(path: &Path) -> bool {
    path == Path::new(config::FILE) || path == Path::new(config::COPY)
}

/// What only the desk's own account may read besides the records: the internal workbooks and the archives of years.
fn is_of_the_desk(place: Place, path: &Path) -> bool {
    let internal = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(INTERNAL));
    (place == Place::Products && internal) || (place == Place::Root && path.starts_with(year_archive::FOLDER))
}

/// The workspace with its records where they were put.
fn at_its_place(restored: &Workspace, record: &BackupRecord) -> Workspace {
    let mut own = restored.clone();
    own.config.folders.records = folder_of(record, Place::Records);
    own
}

/// Parts that were configured to lie elsewhere, and now lie below the workspace.
fn moved(record: &BackupRecord) -> Vec<String> {
    let elsewhere = record.places.iter().filter(|(_, folder)| !is_below(Path::new(folder)));
    let told = |(place, folder): (&Place, &String)| {
        let (key, now) = (place.key()?, place.usual());
        Some(format!(
            "Cấu hình đặt {key} ở {folder}; các tệp được khôi phục vào {now}: đề nghị chuyển về chỗ đó, hoặc sửa [folders] {key} của tonghop.toml \
             trước khi chạy."
        ))
    };
    elsewhere.filter_map(told).collect()
}

/// What a copy cannot hold.
fn to_do(restored: &Workspace, into: &Path) -> Vec<String> {
    let mut notices = vec![format!(
        "Thư mục nhận báo cáo ({}) không nằm trong bản sao lưu: đề nghị nối lại ổ dùng chung hoặc tạo lại thư mục; báo cáo đã nhận còn đủ trong kho lưu.",
        restored.config.folders.inbox
    )];
    if restored.config.notify.smtp.is_some() {
        notices.push("Mật khẩu gửi thư (mat-khau.txt) không nằm trong bản sao lưu: đề nghị đặt lại.".to_owned());
    }
    notices.push(format!(
        "Lịch chạy ghi đường dẫn tuyệt đối: đề nghị lập lại bằng “tonghop -C \"{}\" schedule” và bỏ lịch của thư mục cũ.",
        into.display()
    ));
    notices.push("Đề nghị gõ “tonghop verify” để kiểm tra, rồi “tonghop doctor”.".to_owned());
    notices
}
