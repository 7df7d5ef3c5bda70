//! What differs between operating systems. Nothing is claimed here that was not run: the limits work on Unix; on
//! Windows a job object is needed and is not there yet, so a child there has its time limit alone.

/// Sets the memory limit of this process, in bytes of address space, and forbids core files, which would hold what
/// offices wrote. Called by a reading child at its start.
#[cfg(unix)]
pub fn limit_this_process(memory_bytes: u64) -> std::io::Result<()> {
    rlimit::setrlimit(rlimit::Resource::CORE, 0, 0)?;
    rlimit::setrlimit(rlimit::Resource::AS, memory_bytes, memory_bytes)
}

/// No limits here.
#[cfg(not(unix))]
pub fn limit_this_process(_memory_bytes: u64) -> std::io::Result<()> {
    Ok(())
}

/// Opens a file for reading without following a link in place of it, and without waiting where it is a pipe.
#[cfg(unix)]
pub fn open_foreign(path: &std::path::Path) -> std::io::Result<std::fs::File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(rustix::fs::open(path, flags, Mode::empty())?.into())
}

/// Opens a file for reading; a writer that has it open at the same moment makes this fail (sharing violation).
#[cfg(windows)]
pub fn open_foreign(path: &std::path::Path) -> std::io::Result<std::fs::File> {
    use std::os::windows::fs::OpenOptionsExt;
    const FILE_SHARE_READ: u32 = 1;
    std::fs::File::options().read(true).share_mode(FILE_SHARE_READ).open(path)
}

/// Opens a file for reading.
#[cfg(not(any(unix, windows)))]
pub fn open_foreign(path: &std::path::Path) -> std::io::Result<std::fs::File> {
    std::fs::File::open(path)
}

/// Did opening fail because somebody has the file open for writing (sharing violation, error 32)?
#[cfg(windows)]
pub fn is_held_by_a_writer(error: &std::io::Error) -> bool {
    error.raw_os_error() == Some(32)
}

/// A writer keeps nobody from reading here.
#[cfg(not(windows))]
pub fn is_held_by_a_writer(_error: &std::io::Error) -> bool {
    false
}

/// Is a file only a placeholder for one in the cloud (OneDrive, Google Drive)? Reading it would download it, which may
/// hang for minutes. Windows says so by an attribute; on other systems nothing documented does, so nothing is claimed.
#[cfg(windows)]
pub fn is_in_the_cloud(data: &std::fs::Metadata) -> bool {
    is_placeholder(std::os::windows::fs::MetadataExt::file_attributes(data))
}

/// Not known here.
#[cfg(not(windows))]
pub fn is_in_the_cloud(_data: &std::fs::Metadata) -> bool {
    false
}

/// `FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS`, or `FILE_ATTRIBUTE_OFFLINE` of older drivers.
#[cfg(any(windows, test))]
fn is_placeholder(attributes: u32) -> bool {
    attributes & (0x0040_0000 | 0x0000_1000) != 0
}

/// Puts a child into a process group of its own: Ctrl-C in a terminal goes to the parent alone, which then ends its
/// children itself.
#[cfg(unix)]
pub fn own_group(command: &mut std::process::Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

/// Nothing to do here.
#[cfg(not(unix))]
pub fn own_group(_command: &mut std::process::Command) {}

/// Variables of the environment that a process of this system cannot start without.
#[cfg(windows)]
pub const NEEDED_VARIABLES: &[&str] = &["SystemRoot"];

/// Variables of the environment that a process of this system cannot start without.
#[cfg(not(windows))]
pub const NEEDED_VARIABLES: &[&str] = &[];

/// The program itself, to be started again as a reading child.
pub fn this_program() -> Result<std::path::PathBuf, super::failure::Failure> {
    std::env::current_exe().map_err(|e| super::failure::Failure::reading(std::path::Path::new("tonghop"), &e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_told_by_its_attributes() {
        for (attributes, placeholder) in [(0x20, false), (0x0040_0020, true), (0x1220, true), (0x0008_0020, false)] {
            assert_eq!(is_placeholder(attributes), placeholder, "{attributes:#x}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn neither_a_link_nor_a_pipe_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link, pipe) = (dir.path().join("a"), dir.path().join("l"), dir.path().join("p"));
        std::fs::write(&file, b"x").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0).unwrap();
        assert!(open_foreign(&file).is_ok());
        assert!(open_foreign(&link).is_err());
        // Nobody writes into it; opening it the ordinary way would wait for ever.
        assert!(!open_foreign(&pipe).unwrap().metadata().unwrap().is_file());
    }
}
