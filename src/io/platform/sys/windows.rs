//! The calls to Windows that the standard library does not make, each behind a safe function.

use std::fs::File;
use std::io;
use std::os::windows::ffi::OsStrExt;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::path::Path;
use std::process::Child;
use std::ptr::{null, null_mut};
use windows_sys::Win32::Foundation::{ERROR_ACCESS_DENIED, ERROR_INVALID_PARAMETER, ERROR_LOCK_VIOLATION, WAIT_TIMEOUT};
use windows_sys::Win32::Storage::FileSystem::{
    FILE_BASIC_INFO, FileBasicInfo, GetDiskFreeSpaceExW, GetFileInformationByHandleEx, GetVolumeInformationByHandleW,
    LOCKFILE_EXCLUSIVE_LOCK, LOCKFILE_FAIL_IMMEDIATELY, LockFileEx, UnlockFileEx,
};
use windows_sys::Win32::System::Console::{
    ENABLE_VIRTUAL_TERMINAL_PROCESSING, GetConsoleMode, GetStdHandle, STD_ERROR_HANDLE, STD_OUTPUT_HANDLE, SetConsoleMode,
};
use windows_sys::Win32::System::Diagnostics::Debug::{SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX, SetErrorMode};
use windows_sys::Win32::System::IO::OVERLAPPED;
use windows_sys::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
    JOB_OBJECT_LIMIT_PROCESS_MEMORY, JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobObjectExtendedLimitInformation, SetInformationJobObject,
};
use windows_sys::Win32::System::Threading::{OpenProcess, PROCESS_SYNCHRONIZE, WaitForSingleObject};

/// Where the one byte lies that is locked: so far behind everything that is written that no reader ever comes there. A lock of a
/// whole file, as earlier versions take it, covers it too.
const LOCKED_BYTE: u64 = 0x7fff_ffff_ffff_0000;

/// Processes that end with this value, and each with more memory than it may have.
#[derive(Debug)]
pub struct Job {
    _handle: OwnedHandle,
}

/// Ties a child to the value that is returned: it ends when the value is dropped, and when this process ends, however that comes
/// about. `memory_bytes` is what it may commit; `None` is no limit.
pub fn tie(child: &Child, memory_bytes: Option<u64>) -> io::Result<Job> {
    // SAFETY: no attributes and no name are allowed; the handle that comes back is ours alone.
    let job = unsafe {
        let raw = CreateJobObjectW(null(), null());
        if raw.is_null() {
            return Err(io::Error::last_os_error());
        }
        OwnedHandle::from_raw_handle(raw)
    };
    let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
    // Without a dialog of Windows that nobody sees and that keeps the process.
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION;
    if let Some(bytes) = memory_bytes {
        limits.BasicLimitInformation.LimitFlags |= JOB_OBJECT_LIMIT_PROCESS_MEMORY;
        limits.ProcessMemoryLimit = usize::try_from(bytes).unwrap_or(usize::MAX);
    }
    // SAFETY: the structure is the one that the class of information asks for, with its size.
    done(unsafe {
        SetInformationJobObject(
            job.as_raw_handle(),
            JobObjectExtendedLimitInformation,
            (&raw const limits).cast(),
            size_of_val(&limits) as u32,
        )
    })?;
    // SAFETY: both handles are open: the child is borrowed.
    done(unsafe { AssignProcessToJobObject(job.as_raw_handle(), child.as_raw_handle()) })?;
    Ok(Job { _handle: job })
}

/// Keeps Windows from showing a dialog when this process fails.
pub fn fail_in_silence() {
    // SAFETY: a call without memory.
    unsafe { SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX) };
}

/// When the file system noted the last change of an open file or its name: ticks of 100 ns since 1601, UTC; 0 where it keeps none.
pub fn change_time(file: &File) -> io::Result<i64> {
    let mut info = FILE_BASIC_INFO::default();
    // SAFETY: the structure is the one that the class of information fills, with its size.
    done(unsafe { GetFileInformationByHandleEx(file.as_raw_handle(), FileBasicInfo, (&raw mut info).cast(), size_of_val(&info) as u32) })?;
    Ok(info.ChangeTime)
}

/// The name of the file system that an open file lies on, of a share the one of its server: `NTFS`, `ReFS`, `FAT32`.
pub fn file_system(file: &File) -> io::Result<String> {
    let mut name = [0u16; 64];
    // SAFETY: the name has the length that is said; what is not asked for may be null.
    done(unsafe {
        GetVolumeInformationByHandleW(
            file.as_raw_handle(),
            null_mut(),
            0,
            null_mut(),
            null_mut(),
            null_mut(),
            name.as_mut_ptr(),
            name.len() as u32,
        )
    })?;
    Ok(name.iter().take_while(|letter| **letter != 0).filter_map(|letter| char::from_u32(u32::from(*letter))).collect())
}

/// Bytes free for this account on the disk of a folder.
pub fn free_bytes(folder: &Path) -> io::Result<u64> {
    // The name of a share must end with a separator, and that of a folder may.
    let name: Vec<u16> = folder.join("").as_os_str().encode_wide().chain([0]).collect();
    let mut free = 0;
    // SAFETY: the name ends with a zero and lives on; what is not asked for may be null.
    done(unsafe { GetDiskFreeSpaceExW(name.as_ptr(), &raw mut free, null_mut(), null_mut()) })?;
    Ok(free)
}

/// Tells the console that it is to understand colours, on both streams. `false` if it cannot, or if there is none.
pub fn understands_colours() -> bool {
    [STD_ERROR_HANDLE, STD_OUTPUT_HANDLE].map(colours_of).contains(&true)
}

fn colours_of(stream: u32) -> bool {
    let mut mode = 0;
    // SAFETY: a handle that is no console, or none, is refused by the first call.
    unsafe {
        let console = GetStdHandle(stream);
        GetConsoleMode(console, &raw mut mode) != 0 && SetConsoleMode(console, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0
    }
}

/// Is there a process of this number? `None` if the system does not say.
pub fn lives(pid: u32) -> Option<bool> {
    // SAFETY: a number of no process is refused; the handle is ours and closed with its value.
    let process = unsafe {
        let raw = OpenProcess(PROCESS_SYNCHRONIZE, 0, pid);
        if raw.is_null() {
            // Somebody else's process may not be opened, but is there.
            return match io::Error::last_os_error().raw_os_error().map(i32::cast_unsigned) {
                Some(ERROR_ACCESS_DENIED) => Some(true),
                Some(ERROR_INVALID_PARAMETER) => Some(false),
                _ => None,
            };
        }
        OwnedHandle::from_raw_handle(raw)
    };
    // SAFETY: the handle is open. A process that ended is there as long as anybody holds it.
    Some(unsafe { WaitForSingleObject(process.as_raw_handle(), 0) } == WAIT_TIMEOUT)
}

/// Locks a file against others who lock it, and lets them read it. `false` if somebody else has it.
pub fn try_lock(file: &File) -> io::Result<bool> {
    let mut place = locked_place();
    // SAFETY: the handle is open, and the call has ended when it returns: the file was not opened for overlapping calls.
    let locked = unsafe { LockFileEx(file.as_raw_handle(), LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &raw mut place) };
    match done(locked) {
        Ok(()) => Ok(true),
        Err(e) if e.raw_os_error().map(i32::cast_unsigned) == Some(ERROR_LOCK_VIOLATION) => Ok(false),
        Err(e) => Err(e),
    }
}

/// Gives a lock of [`try_lock`] back.
pub fn unlock(file: &File) -> io::Result<()> {
    let mut place = locked_place();
    // SAFETY: as in `try_lock`.
    done(unsafe { UnlockFileEx(file.as_raw_handle(), 0, 1, 0, &raw mut place) })
}

fn locked_place() -> OVERLAPPED {
    let mut place = OVERLAPPED::default();
    place.Anonymous.Anonymous.Offset = (LOCKED_BYTE & 0xffff_ffff) as u32;
    place.Anonymous.Anonymous.OffsetHigh = (LOCKED_BYTE >> 32) as u32;
    place
}

fn done(result: i32) -> io::Result<()> {
    if result == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
