//! Small dealings with the disk that every other file here, and the commands, need: errors always carry the path.

use super::disk::Disk;
use super::failure::{Failure, cause, is_gone};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom};
use std::path::{Component, Path, PathBuf};

/// The bytes of a file.
pub fn read(disk: &Disk, path: &Path) -> Result<Vec<u8>, Failure> {
    disk.read(path).map_err(|e| Failure::reading(path, &e))
}

/// The first `max` bytes of a file, and its size in bytes.
pub fn read_at_most(disk: &Disk, path: &Path, max: u64) -> Result<(Vec<u8>, u64), Failure> {
    let read = || {
        let (file, size) = disk.open_file(path)?;
        let mut bytes = Vec::new();
        disk.read_on(path, file.take(max), &mut bytes)?;
        Ok((bytes, size))
    };
    read().map_err(|e: io::Error| Failure::reading(path, &e))
}

/// Writes into a file of ours in its place, from a byte on: what is there already stays as long.
pub fn write_in_place(disk: &Disk, path: &Path, from: usize, bytes: &[u8]) -> Result<(), Failure> {
    disk.write_in_place(path, from as u64, bytes).map_err(|e| Failure::writing(path, &e))
}

/// The bytes of a file; `None` if there is no such file.
pub fn read_if_there(disk: &Disk, path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match disk.read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Failure::reading(path, &e)),
    }
}

/// The last line of a file, without its end; `None` if the file holds nothing. Only the end of the file is read.
pub fn last_line(disk: &Disk, path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    // Most lines are shorter than one block.
    const BLOCK: u64 = 1 << 14;
    let mut wanted = BLOCK;
    loop {
        let read = || {
            let (mut file, size) = disk.open_file(path)?;
            let begin = size.saturating_sub(wanted);
            file.seek(SeekFrom::Start(begin))?;
            let mut bytes = Vec::new();
            disk.read_on(path, file, &mut bytes)?;
            Ok((bytes, begin))
        };
        let (mut bytes, begin) = read().map_err(|e: io::Error| Failure::reading(path, &e))?;
        if bytes.is_empty() {
            return Ok(None);
        }
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        }
        match bytes.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => return Ok(Some(bytes.split_off(end + 1))),
            None if begin == 0 => return Ok(Some(bytes)),
            None => wanted *= 2,
        }
    }
}

/// A file as text; a byte order mark at its start is dropped.
pub fn read_text(disk: &Disk, path: &Path) -> Result<String, Failure> {
    text(path, &read(disk, path)?)
}

/// The bytes of a file as text, likewise.
pub fn text(path: &Path, bytes: &[u8]) -> Result<String, Failure> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Failure::reading(path, &io::Error::new(ErrorKind::InvalidData, "tệp không phải văn bản UTF-8")))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
}

/// Makes a folder and those above it.
pub fn create_folder(disk: &Disk, path: &Path) -> Result<(), Failure> {
    disk.create_dir_all(path).map_err(|e| Failure::writing(path, &e))
}

/// Makes a folder that only its owner may enter, and those above it; one that is there keeps its rights.
pub fn create_private_folder(disk: &Disk, path: &Path) -> Result<(), Failure> {
    disk.create_private_dir(path).map_err(|e| Failure::writing(path, &e))
}

/// Makes a new folder; one that is there already must be empty.
pub fn create_new_folder(disk: &Disk, path: &Path) -> Result<(), Failure> {
    create_folder(disk, path)?;
    refuse_filled(disk, path)
}

/// Refuses a folder that holds anything; what is not there yet holds nothing.
pub fn refuse_filled(disk: &Disk, path: &Path) -> Result<(), Failure> {
    if !disk.exists(path) {
        return Ok(());
    }
    let mut entries = disk.entries(path).map_err(|e| Failure::reading(path, &e))?;
    if entries.next().is_some() {
        return Err(Failure::usage(format!("Thư mục {} đã có tệp bên trong.", path.display()), "Đề nghị chọn thư mục mới hoặc trống."));
    }
    Ok(())
}

/// Writes a file that is not there yet, making the folders above it.
pub fn write_new(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if let Some(parent) = path.parent() {
        create_folder(disk, parent)?;
    }
    disk.create_new(path).and_then(|file| disk.write_all(path, file, bytes)).map_err(|e| Failure::writing(path, &e))
}

/// The same for a file that only its owner may read.
pub fn write_new_private(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    disk.create_new_private(path).and_then(|file| disk.write_all(path, file, bytes)).map_err(|e| Failure::writing(path, &e))
}

/// Writes a file of a backup, with the folders above it, as old as it was; `own`: only its owner may read it. The disk is not waited for: the
/// backup is still there.
pub fn write_restored(disk: &Disk, path: &Path, bytes: &[u8], modified_ns: i64, own: bool) -> Result<(), Failure> {
    let write = || {
        disk.create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        let file = if own { disk.create_new_private(path)? } else { disk.create_new(path)? };
        disk.write_all(path, &file, bytes)?;
        let modified = chrono::DateTime::from_timestamp_nanos(modified_ns);
        // A file system that keeps no such time keeps the bytes.
        drop(file.set_modified(std::time::SystemTime::from(modified)));
        Ok(())
    };
    write().map_err(|e: io::Error| Failure::writing(path, &e))
}

/// Writes a file that only its owner may read, whole or not at all, with its folder; equal bytes are not written again.
pub fn put_private(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let put = disk.create_private_dir(folder).and_then(|()| replace_private(disk, path, bytes, Sync::Skip));
    put.map(drop).map_err(|e| Failure::writing(path, &e))
}

/// Lets a script of ours be started.
pub fn let_run(disk: &Disk, path: &Path) -> Result<(), Failure> {
    disk.let_run(path).map_err(|e| Failure::writing(path, &e))
}

/// The absolute form of a path, without `..`.
pub fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let path = std::path::absolute(path).map_err(|e| Failure::reading(path, &e))?;
    let mut plain = PathBuf::new();
    for part in path.components() {
        if part == Component::ParentDir {
            // Above a link is the folder above what it leads to.
            plain = plain.canonicalize().unwrap_or(plain);
            plain.pop();
        } else {
            plain.push(part);
        }
    }
    Ok(plain)
}

/// Can this file be opened at all?
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// The first of `name-1`, `name-2`, … that does not exist in the current folder.
pub fn next_free(name: &str) -> PathBuf {
    (1u32..).map(|n| PathBuf::from(format!("{name}-{n}"))).find(|path| !path.exists()).unwrap_or_else(|| PathBuf::from(name))
}

/// A folder of its own for the time of a command, removed with this value.
#[derive(Debug)]
pub struct Scratch(tempfile::TempDir);

impl Scratch {
    /// The folder, which is there as long as this value lives.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// Makes a [`Scratch`] folder.
pub fn scratch() -> Result<Scratch, Failure> {
    tempfile::tempdir().map(Scratch).map_err(|e| Failure::writing(&std::env::temp_dir(), &e))
}

/// Text of `templates/`: the workspace's file of that name where it has one, else the one of the program.
pub fn template(disk: &Disk, workspace: &Path, name: &str, embedded: &str) -> Result<String, Failure> {
    let own = workspace.join("templates").join(name);
    if disk.exists(&own) { read_text(disk, &own) } else { Ok(embedded.to_owned()) }
}

/// A path with `/` between its parts, whatever the system.
pub(super) fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Is it worth waiting until the disk has a file?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sync {
    /// Yes: it outlives a power cut.
    Wait,
    /// It is whole under its name or not there under it; the name itself may be lost, or is waited for by the caller.
    Content,
    /// No: the next run would write it again.
    Skip,
}

/// The names in a folder, in order; none if it is not there. A name that is no text is left out.
pub fn names_in(disk: &Disk, folder: &Path) -> Result<Vec<String>, Failure> {
    let entries = match disk.entries(folder) {
        Ok(entries) => entries,
        Err(e) if is_gone(&e) => return Ok(Vec::new()),
        Err(e) => return Err(Failure::reading(folder, &e)),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.extend(entry.map_err(|e| Failure::reading(folder, &e))?.file_name().to_str().map(ToOwned::to_owned));
    }
    names.sort_unstable();
    Ok(names)
}

/// A name in a folder, and what has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// The name; where it is no text, as nearly as it can be written.
    pub name: String,
    /// What has it.
    pub kind: Kind,
}

/// What has a name in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A file, or a link to one.
    File,
    /// Others lie in it.
    Folder {
        /// It is a link to a folder.
        linked: bool,
    },
    /// Something that cannot be read as either.
    Unfit {
        /// Why, in Vietnamese.
        cause: String,
    },
}

/// Everything in a folder, in the order of the names; nothing if the folder is not there.
pub fn listed(disk: &Disk, folder: &Path) -> Result<Vec<Listed>, Failure> {
    let entries = match disk.entries(folder) {
        Ok(entries) => entries,
        Err(e) if is_gone(&e) => return Ok(Vec::new()),
        Err(e) => return Err(Failure::reading(folder, &e)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|e| Failure::reading(folder, &e))?;
        let unfit = |cause: &str| Kind::Unfit { cause: cause.to_owned() };
        let kind = match entry.file_type() {
            _ if entry.file_name().to_str().is_none() => unfit("tên tệp không phải văn bản UTF-8"),
            kind if kind.is_file() => Kind::File,
            kind if kind.is_dir() => Kind::Folder { linked: false },
            kind if kind.is_symlink() => match disk.metadata(entry.path()) {
                Ok(data) if data.is_file() => Kind::File,
                Ok(data) if data.is_dir() => Kind::Folder { linked: true },
                Ok(_) => unfit("không phải tệp thường"),
                Err(e) => unfit(&format!("liên kết: {}", cause(&e))),
            },
            _ => unfit("không phải tệp thường"),
        };
        found.push(Listed { name: entry.file_name().to_string_lossy().into_owned(), kind });
    }
    found.sort_unstable();
    Ok(found)
}

/// Temporary file in the same folder, then rename, so that every moment shows the old or the new file. The temporary
/// name belongs to the target: what a killed run left of it is removed by the next one.
pub(super) fn replace(disk: &Disk, path: &Path, bytes: &[u8], sync: Sync) -> io::Result<bool> {
    replace_for(disk, path, bytes, sync, Readers::OfFolder)
}

/// The same for a file that only its owner may read, and the group that a desk gave its folder to.
pub(super) fn replace_private(disk: &Disk, path: &Path, bytes: &[u8], sync: Sync) -> io::Result<bool> {
    replace_for(disk, path, bytes, sync, Readers::Owner)
}

/// Who may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Readers {
    /// Whoever its folder is for.
    OfFolder,
    /// Nobody but the account that makes it.
    Owner,
}

fn replace_for(disk: &Disk, path: &Path, bytes: &[u8], sync: Sync, readers: Readers) -> io::Result<bool> {
    let folder = path.parent().unwrap_or(Path::new("."));
    match sync {
        Sync::Skip => disk.create_dir_all(folder)?,
        Sync::Wait | Sync::Content => create_folder_for_good(disk, folder)?,
    }
    let temporary = temporary(path);
    remove_if_there(disk, &temporary)?;
    if holds(disk, path, bytes)? {
        return Ok(false);
    }
    let written = write_and_rename(disk, &temporary, path, bytes, (sync, readers));
    if written.is_err() {
        // The first error is the one to report; a rerun tries this removal again.
        remove_if_there(disk, &temporary).ok();
    }
    written.map(|()| true)
}

/// Makes a folder and those above it, and waits until the disk has their names, where they were not there.
pub(super) fn create_folder_for_good(disk: &Disk, folder: &Path) -> io::Result<()> {
    // The lowest folder that is there has the name of the first one that is made.
    let above = folder.ancestors().find(|above| disk.exists(or_here(above)));
    disk.create_dir_all(folder)?;
    for made in folder.ancestors().take_while(|made| above.is_some_and(|above| *made != above)) {
        disk.sync_folder(made.parent().unwrap_or(Path::new(".")))?;
    }
    Ok(())
}

fn or_here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

fn write_and_rename(disk: &Disk, temporary: &Path, path: &Path, bytes: &[u8], (sync, readers): (Sync, Readers)) -> io::Result<()> {
    let file = match readers {
        Readers::OfFolder => disk.create_new(temporary)?,
        Readers::Owner => disk.create_new_private(temporary)?,
    };
    disk.write_all(temporary, &file, bytes)?;
    if sync != Sync::Skip {
        disk.sync(temporary, &file)?;
    }
    drop(file);
    disk.rename(temporary, path)?;
    if sync == Sync::Wait {
        disk.sync_folder(path.parent().unwrap_or(Path::new(".")))?;
    }
    Ok(())
}

/// `.tonghop-<name>.tmp` beside the file; scans skip it by its ending.
fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".tonghop-{name}.tmp"))
}

/// Does a file hold these bytes?
pub(super) fn holds(disk: &Disk, path: &Path, bytes: &[u8]) -> io::Result<bool> {
    match disk.metadata(path) {
        Ok(data) if data.is_dir() => Err(ErrorKind::IsADirectory.into()),
        Ok(data) if data.len() != bytes.len() as u64 => Ok(false),
        // What cannot be read cannot be known to be equal.
        Ok(_) => Ok(disk.read(path).is_ok_and(|old| old == bytes)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(false),
        Err(e) => Err(e),
    }
}

fn remove_if_there(disk: &Disk, path: &Path) -> io::Result<()> {
    match disk.remove_file(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_bytes_are_not_written_again() {
        let (disk, dir) = (Disk::default(), tempfile::tempdir().unwrap());
        let path = dir.path().join("a/b.txt");
        let put = |bytes: &[u8]| replace(&disk, &path, bytes, Sync::Wait).unwrap();
        assert!(put(b"one"));
        assert!(!put(b"one"));
        assert!(put(b"two"));
        assert_eq!(read(&disk, &path).unwrap(), b"two");
    }

    #[test]
    fn an_error_names_the_file() {
        let failure = read(&Disk::default(), Path::new("khong/co.txt")).unwrap_err();
        assert_eq!(failure.to_string(), "Không đọc được khong/co.txt: không tìm thấy");
        assert_eq!(read_if_there(&Disk::default(), Path::new("khong/co.txt")).unwrap(), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_what_it_leads_to_and_what_cannot_be_read_is_named() {
        use std::os::unix::{ffi::OsStrExt, fs::symlink};
        let (disk, dir) = (Disk::default(), tempfile::tempdir().unwrap());
        let folder = dir.path().join("a/b");
        create_folder(&disk, &folder).unwrap();
        write_new(&disk, &dir.path().join("tệp"), b"x").unwrap();
        symlink("../../tệp", folder.join("1")).unwrap();
        symlink("../..", folder.join("2")).unwrap();
        symlink("không", folder.join("3")).unwrap();
        write_new(&disk, &folder.join(std::ffi::OsStr::from_bytes(b"4\xff")), b"x").unwrap();
        let kinds: Vec<Kind> = listed(&disk, &folder).unwrap().into_iter().map(|listed| listed.kind).collect();
        let unfit = |cause: &str| Kind::Unfit { cause: cause.to_owned() };
        let expected =
            [Kind::File, Kind::Folder { linked: true }, unfit("liên kết: không tìm thấy"), unfit("tên tệp không phải văn bản UTF-8")];
        assert_eq!(kinds, expected);
        assert_eq!(listed(&disk, &dir.path().join("không")).unwrap(), []);
        // And a path leaves no doubt where it leads.
        symlink("a/b", dir.path().join("c")).unwrap();
        assert_eq!(absolute(&dir.path().join("c/../d")).unwrap(), dir.path().canonicalize().unwrap().join("a/d"));
        assert_eq!(absolute(&dir.path().join("mới/../d")).unwrap(), dir.path().join("d"));
    }

    #[test]
    fn a_file_of_the_workspace_wins_over_the_embedded_one() {
        let (disk, dir) = (Disk::default(), tempfile::tempdir().unwrap());
        assert_eq!(template(&disk, dir.path(), "BM-01/1.0.toml", "gốc").unwrap(), "gốc");
        write_new(&disk, &dir.path().join("templates/BM-01/1.0.toml"), "\u{feff}riêng".as_bytes()).unwrap();
        assert_eq!(template(&disk, dir.path(), "BM-01/1.0.toml", "gốc").unwrap(), "riêng");
    }
}
