//! What sort of file system does a folder lie on? The ledger must lie on this machine's own disk: SQLite's locks and
//! its shared memory do not hold over a network, and a ledger that two machines write at once is lost. The inbox may lie
//! anywhere, but a local disk and an SMB share show a change at once, while NFS keeps what it knows of a file for up to a
//! minute, and of an unknown mount nothing is known (`src/docs/receipt.md`, "Arrived").

use super::disk::Disk;
use super::platform::{Here, System};
use std::path::{Path, PathBuf};

/// Network file systems by the name the kernel gives them.
const NETWORK: [&str; 14] =
    ["nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "ncpfs", "davfs", "coda"];
/// The same that are mounted by a program, after `fuse.`.
const NETWORK_BY_PROGRAM: [&str; 13] = [
    "sshfs",
    "rclone",
    "davfs",
    "davfs2",
    "glusterfs",
    "ceph",
    "s3fs",
    "gcsfuse",
    "smbnetfs",
    "curlftpfs",
    "juicefs",
    "onedriver",
    "gvfsd-fuse",
];

/// File systems of this machine, and those of SMB: two looks at a file need no more than the ordinary wait.
const PROMPT: [&str; 22] = [
    "bcachefs", "btrfs", "cifs", "exfat", "ext2", "ext3", "ext4", "f2fs", "fuseblk", "hfsplus", "jfs", "ntfs", "ntfs3", "overlay", "ramfs",
    "reiserfs", "smb3", "squashfs", "tmpfs", "vfat", "xfs", "zfs",
];

/// The file system of a folder, as [`of`] found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSystem {
    /// Its type: `ext4`, `cifs`, `nfs4`, `fuse.rclone`; blank where the system does not tell.
    kind: String,
}

impl FileSystem {
    /// Does it show at once what others changed? True also where nothing is known of the system's mounts at all.
    pub fn is_prompt(&self) -> bool {
        self.kind.is_empty() || PROMPT.contains(&self.kind.as_str())
    }

    /// Is a file's change time the server's own? A program behind FUSE may make it up: `rclone mount` and sshfs show
    /// the modification time there, which any sender can set, and that must never prove that a report came in time.
    pub fn has_server_time(&self) -> bool {
        !self.kind.starts_with("fuse.")
    }
}

/// The file system that a folder lies on.
pub fn of(disk: &Disk, folder: &Path) -> FileSystem {
    FileSystem { kind: by_system(disk, &resolved(disk, folder)).unwrap_or_default() }
}

/// The network file system that `folder`, or the nearest folder above it that is there, lies on, as the system names
/// it; `None` if it is a local disk or the system does not tell.
pub fn network(disk: &Disk, folder: &Path) -> Option<String> {
    let there = std::path::absolute(folder).ok()?.ancestors().find(|above| disk.exists(above))?.to_owned();
    by_system(disk, &resolved(disk, &there)).filter(|kind| is_network(kind))
}

fn is_network(kind: &str) -> bool {
    let by_program = kind.strip_prefix("fuse.").is_some_and(|program| NETWORK_BY_PROGRAM.contains(&program));
    by_program || NETWORK.contains(&kind)
}

fn resolved(disk: &Disk, path: &Path) -> PathBuf {
    disk.canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// By the form of the path alone, or by the table of what is mounted.
fn by_system(disk: &Disk, path: &Path) -> Option<String> {
    if let Some(kind) = Here::share(path) {
        return Some(kind.to_owned());
    }
    let table = disk.read(Path::new(Here::MOUNT_TABLE?)).ok()?;
    kind(&String::from_utf8_lossy(&table), path)
}

/// The type of the file system of an absolute path by the text of `/proc/self/mountinfo`: of the mounts that hold it
/// the deepest, and of several at one place the last.
fn kind(mountinfo: &str, path: &Path) -> Option<String> {
    let mounts = mountinfo.lines().filter_map(mount).filter(|(place, _)| path.starts_with(place));
    mounts.max_by_key(|(place, _)| place.components().count()).map(|(_, kind)| kind.to_owned())
}

/// Where it is mounted and what it is.
fn mount(line: &str) -> Option<(PathBuf, &str)> {
    let (before, after) = line.split_once(" - ")?;
    Some((PathBuf::from(unescaped(before.split(' ').nth(4)?)), after.split(' ').next()?))
}

/// Blanks and the like stand as `\040`.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let octal = (*first == b'\\').then(|| after.get(..3)).flatten().and_then(|three| std::str::from_utf8(three).ok());
        match octal.and_then(|three| u8::from_str_radix(three, 8).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(3..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = r"22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:21 / /proc rw,nosuid - proc proc rw
30 22 0:40 / /srv/chia\040sẻ rw,relatime shared:7 - cifs //may-chu/nop rw,vers=3.0
31 22 0:41 / /mnt/nfs rw - nfs4 10.0.0.1:/x rw
32 31 8:2 / /mnt/nfs/dia rw - xfs /dev/sdb1 rw
33 22 0:42 / /mnt/ssh rw master:2 shared:3 - fuse.sshfs a@b: rw
34 22 0:43 / /mnt/gop rw - fuse.mergerfs a:b rw
35 22 0:44 / /mnt/ntfs rw - fuseblk /dev/sdc1 rw
36 22 0:45 / /mnt/wsl rw - 9p drvfs rw
37 22 0:46 / /mnt/hai rw - cifs //may-chu/x rw
38 22 8:3 / /mnt/hai rw - ext4 /dev/sdd1 rw
39 22 0:47 / /mnt/rclone rw - fuse.rclone gdrive: rw
nonsense
";

    #[test]
    fn the_deepest_mount_decides() {
        for (path, kind) in [
            ("/srv/tonghop/so-tiep-nhan", None),
            ("/srv/chia sẻ/so-tiep-nhan", Some("cifs")),
            ("/srv/chia", None),
            ("/mnt/nfs/so", Some("nfs4")),
            ("/mnt/nfs", Some("nfs4")),
            ("/mnt/nfs2/so", None),
            ("/mnt/nfs/dia/so", None),
            ("/mnt/ssh/so", Some("fuse.sshfs")),
            ("/mnt/rclone", Some("fuse.rclone")),
            ("/mnt/gop/so", None),
            ("/mnt/ntfs/so", None),
            ("/mnt/wsl/c/so", Some("9p")),
            ("/mnt/hai/so", None),
        ] {
            let found = super::kind(TABLE, Path::new(path)).filter(|kind| is_network(kind));
            assert_eq!(found.as_deref(), kind, "{path}");
        }
        assert_eq!(kind("", Path::new("/srv")), None);
    }

    #[test]
    fn what_shows_late_and_what_makes_times_up() {
        let table = [
            ("/srv/tonghop", true, true),
            ("/srv/chia sẻ/nop", true, true),
            ("/mnt/nfs/nop", false, true),
            ("/mnt/ssh/nop", false, false),
            ("/mnt/ntfs/nop", true, true),
            ("/mnt/rclone/nop", false, false),
        ];
        for (path, prompt, server_time) in table {
            let found = FileSystem { kind: kind(TABLE, Path::new(path)).unwrap() };
            assert_eq!((found.is_prompt(), found.has_server_time()), (prompt, server_time), "{path}");
        }
        let silent = FileSystem { kind: String::new() };
        assert!(silent.is_prompt() && silent.has_server_time(), "a system that does not tell is as it was");
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_asked_by_the_one_above() {
        let dir = tempfile::tempdir().unwrap();
        let asked = |path: &Path| network(&Disk::default(), path);
        assert_eq!(asked(&dir.path().join("chua/co")), asked(dir.path()));
    }
}
