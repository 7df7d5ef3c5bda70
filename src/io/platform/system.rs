//! The interface: what this program wants from an operating system.

use super::services::Service;
use crate::model::clock_reading::BootTime;
use crate::model::moment::Moment;
use std::borrow::Cow;
use std::fs::{File, Metadata, TryLockError};
use std::io;
use std::path::Path;
use std::process::{Child, Command};

/// An operating system. What a system does not give keeps the default, which claims nothing.
pub trait System {
    /// Its name, for people.
    const NAME: &'static str;

    /// The script of a workspace that a person double-clicks for the menu.
    const MENU_SCRIPT: &'static str = "Menu.sh";

    /// Does it give a service of the table?
    fn gives(service: &Service) -> bool;

    /// Variables of the environment that a process cannot start without.
    const NEEDED_VARIABLES: &'static [&'static str] = &[];

    /// The text that lists what is mounted where, in the format of Linux's `mountinfo`.
    const MOUNT_TABLE: Option<&'static str> = None;

    /// What keeps a child tied to this process.
    type Bond: std::fmt::Debug + Send;

    /// Ties a child that was just started to this process: where the system knows how, it ends when the bond is dropped and when this
    /// process ends, however that comes about, and may not take more memory than so many bytes. Where it refuses, the child has the limit
    /// alone that it sets itself, and ends when it has nothing to read any more.
    fn tie(child: &Child, memory_bytes: u64) -> Self::Bond;

    /// Sets the memory limit of this process, in bytes of address space, and forbids core files, which would hold what
    /// offices wrote. Called by a reading child at its start.
    fn limit_this_process(_memory_bytes: u64) -> io::Result<()> {
        Ok(())
    }

    /// Memory that is free within this process goes back to the system, where the system does not take it by itself.
    fn give_back_memory() {}

    /// Opens a file that somebody else put there: a link in its place is not followed, and a pipe is not waited for.
    /// With [`Sharing::Readers`] a writer that has the file open makes it fail, on a system that can tell.
    fn open_foreign(path: &Path, sharing: Sharing) -> io::Result<File>;

    /// Takes the lock of a file against others who ask for it; whoever reads the file is not kept from it.
    fn try_lock(file: &File) -> Result<(), TryLockError> {
        file.try_lock()
    }

    /// Gives a lock of [`Self::try_lock`] back.
    fn unlock(file: &File) -> io::Result<()> {
        file.unlock()
    }

    /// Is there a process of this number? `None` if the system does not tell.
    fn lives(_pid: u32) -> Option<bool> {
        None
    }

    /// The path in the form in which a library that calls the system by itself can open it, however long it is.
    fn whole(path: &Path) -> Cow<'_, Path> {
        Cow::Borrowed(path)
    }

    /// Does a terminal of this system show colours? It is told to, where it has to be told.
    fn shows_colours() -> bool {
        true
    }

    /// Opens a file of our own in the way that the system wants before it waits for its disk.
    fn open_to_sync(path: &Path) -> io::Result<File> {
        File::open(path)
    }

    /// Waits until the disk has the names of a folder. A system that keeps names in order by itself does nothing.
    fn sync_folder(_folder: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Waits until the disk has all that anybody wrote to the file system of a folder: one wait in place of one a file. `None` where the
    /// system has no such wait, or does not say of it that the disk failed.
    fn sync_file_system(_folder: &Path) -> Option<io::Result<()>> {
        None
    }

    /// Makes a folder, with those above it. Below a folder that only its owner and a group may enter it is one of these as well, with
    /// the group's rights there.
    fn make_folder(path: &Path) -> io::Result<()> {
        std::fs::create_dir_all(path)
    }

    /// Makes a folder that only its owner may enter, whatever the account's habit (umask) is; one that is there stays as it is: a
    /// desk may have given a group its rights.
    fn make_private_folder(path: &Path) -> io::Result<()> {
        Self::make_folder(path)
    }

    /// Gives a new file of ours the rights that its folder asks for: in one that only its owner and a group may enter, the owner's and
    /// those of the group; elsewhere the account's habit holds.
    fn settle_rights(_file: &File, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Keeps a new file of ours to its owner, and to the group of a folder that a desk gave to a group to write in (setgid).
    fn keep_private(_file: &File, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    /// May accounts beyond owner and group enter a folder or read a file? `None` where the system does not say it so.
    fn open_to_others(_data: &Metadata) -> Option<bool> {
        None
    }

    /// The number of the account that owns a file or folder.
    fn owner(_data: &Metadata) -> Option<u32> {
        None
    }

    /// The number of the account that this program runs under.
    fn account() -> Option<u32> {
        None
    }

    /// Lets a script of ours be started. A system that knows scripts by their names does nothing.
    fn let_run(_path: &Path) -> io::Result<()> {
        Ok(())
    }

    /// What an error says about other programs.
    fn refusal(error: &io::Error) -> Refusal {
        match error.kind() {
            io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => Refusal::Held,
            _ => Refusal::Other,
        }
    }

    /// What an error of the system is in Vietnamese; `None` if its kind says enough, or nothing is known of it.
    fn words(_error: &io::Error) -> Option<&'static str> {
        None
    }

    /// Is a file held open by a program that lets nobody delete it? Asked where [`Refusal::Denied`] leaves it open
    /// whether rights are missing.
    fn is_held_open(_path: &Path) -> bool {
        false
    }

    /// Is a file only a placeholder for one in the cloud (OneDrive, Google Drive)? Reading it would download it, which
    /// may hang for minutes.
    fn is_in_the_cloud(_data: &Metadata) -> bool {
        false
    }

    /// The program and its arguments that open a file or folder with whatever the person has for it; `None` if nobody sits in front of a
    /// screen.
    fn opener() -> Option<&'static [&'static str]> {
        None
    }

    /// Puts a child into a process group of its own: Ctrl-C in a terminal goes to the parent alone, which then ends its
    /// children itself.
    fn own_group(_command: &mut Command) {}

    /// Ends a child that was put into a group of its own, and what it started in that group where the system knows.
    fn end_group(child: &mut Child) -> io::Result<()> {
        child.kill()
    }

    /// A number that a file keeps while it is written and that no other file of its file system has; 0 if unknown.
    fn file_number(_data: &Metadata) -> u64 {
        0
    }

    /// The file system that a file or folder lies on.
    fn device(_data: &Metadata) -> Option<u64> {
        None
    }

    /// When the server noted the last change of a file or its name; nothing that people use to handle files sets it. `data` is of the
    /// same path. May have to ask the server.
    fn changed(_path: &Path, _data: &Metadata) -> Option<Moment> {
        None
    }

    /// Bytes free for us on the disk of a folder.
    fn free_bytes(_folder: &Path) -> Option<u64> {
        None
    }

    /// The clock that counts since the machine was started, sleep included.
    fn boot() -> Option<BootTime> {
        None
    }

    /// The kind of network file system that an absolute path names by its form alone, as Linux would call it.
    fn share(_path: &Path) -> Option<&'static str> {
        None
    }
}

/// Who else may have a file open while we read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// Readers alone: a file that is being written is not opened.
    Readers,
    /// Anybody: an office program that has the workbook open does not keep us from reading it.
    Anybody,
}

/// What an error of the file system says about other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Another program has the file open, or a part of it locked.
    Held,
    /// Rights are missing, or another program has the file open: the system uses one code for both.
    Denied,
    /// Nothing about other programs: the error has another cause.
    Other,
}
