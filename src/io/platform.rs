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
