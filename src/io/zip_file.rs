//! One file that holds many, written entry by entry and read back: the same entries give the same bytes, on every system.

use super::disk::{Disk, Operation};
use super::failure::Failure;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;

/// Such names are packed already.
const PACKED: [&str; 6] = [".xlsx", ".xlsm", ".docx", ".ods", ".xlsb", ".zip"];

/// A file that is being written.
pub struct ZipFile {
    disk: Disk,
    path: PathBuf,
    writer: zip::ZipWriter<BufWriter<File>>,
    temporary: tempfile::NamedTempFile,
}

impl ZipFile {
    /// Begins a file that will have this path. Only its owner may read it.
    pub fn begin(disk: &Disk, path: &Path) -> Result<Self, Failure> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let begin = || {
            disk.create_private_dir(folder)?;
            let temporary = disk.temporary_in(folder)?;
            let writer = zip::ZipWriter::new(BufWriter::new(temporary.as_file().try_clone()?));
            Ok(Self { disk: disk.clone(), path: path.to_owned(), writer, temporary })
        };
        begin().map_err(|e: io::Error| Failure::writing(path, &e))
    }

    /// Adds an entry.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let lower = name.to_lowercase();
        let method =
            if PACKED.iter().any(|end| lower.ends_with(end)) { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(zip::DateTime::default())
            .system(zip::System::Unix)
            .unix_permissions(0o644)
            .large_file(bytes.len() > 1 << 30);
        let path = self.path.clone();
        let mut add = || {
            self.disk.before(Operation::Write, &self.path)?;
            self.writer.start_file(name, options).map_err(io::Error::other)?;
            self.writer.write_all(bytes)
        };
        add().map_err(|e: io::Error| Failure::writing(&path, &e))
    }

    /// Waits for the disk; the file stands under a temporary name while `check` looks at it, then under its own. Where `check` says that it
    /// need not stay, nothing of it stays.
    pub fn finish(self, check: impl FnOnce(&Path) -> Result<bool, Failure>) -> Result<(), Failure> {
        let Self { disk, path, writer, temporary } = self;
        let failed = |e: io::Error| Failure::writing(&path, &e);
        let file = writer.finish().map_err(|e| failed(io::Error::other(e)))?.into_inner().map_err(|e| failed(e.into_error()))?;
        disk.sync(&path, &file).map_err(failed)?;
        drop(file);
        if !check(temporary.path())? {
            return Ok(());
        }
        disk.persist(temporary, &path).map_err(failed)?;
        disk.sync_folder(path.parent().unwrap_or(Path::new("."))).map_err(failed)
    }
}

/// A file that is read.
pub struct ZipReading {
    path: PathBuf,
    archive: zip::ZipArchive<BufReader<File>>,
}

impl ZipReading {
    /// Opens a file; refused if it is none of its kind.
    pub fn open(disk: &Disk, path: &Path) -> Result<Self, Failure> {
        let file = disk.open_file(path).map_err(|e| Failure::reading(path, &e))?.0;
        let archive = zip::ZipArchive::new(BufReader::new(file)).map_err(|e| Failure::reading(path, &unpacked(e)))?;
        Ok(Self { path: path.to_owned(), archive })
    }

    /// The names of its entries, in order.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.archive.file_names().map(|name| name.map_or_else(|_| "?".to_owned(), Cow::into_owned)).collect();
        names.sort_unstable();
        names
    }

    /// The bytes of an entry, at most `max`; `None` if there is no such entry.
    pub fn read(&mut self, name: &str, max: u64) -> Result<Option<Vec<u8>>, Failure> {
        let failed = |e: io::Error| Failure::reading(&self.path, &e);
        let entry = match self.archive.by_name(name) {
            Ok(entry) => entry,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(e) => return Err(failed(unpacked(e))),
        };
        let mut bytes = Vec::new();
        entry.take(max).read_to_end(&mut bytes).map_err(|e| failed(unpacked(e.into())))?;
        Ok(Some(bytes))
    }
}

/// What the disk said of a file; what the library says of its content is said in Vietnamese.
fn unpacked(error: zip::result::ZipError) -> io::Error {
    match error {
        zip::result::ZipError::Io(e) if e.raw_os_error().is_some() => e,
        _ => io::Error::new(io::ErrorKind::InvalidData, "tệp zip bị cắt hoặc hỏng"),
    }
}
