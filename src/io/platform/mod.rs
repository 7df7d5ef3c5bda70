//! What differs between operating systems: one interface ([`System`]), one file for each system that fills it, and one
//! table ([`SERVICES`]) of what each system gives, which `doctor` prints. No other file asks which system it runs on.

mod services;
mod system;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

pub use services::{SERVICES, Service};
pub use system::{Refusal, Sharing, System};

/// The system this program was built for.
#[cfg(unix)]
pub type Here = unix::Unix;
/// The system this program was built for.
#[cfg(windows)]
pub type Here = windows::Windows;

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    fn given(code: &str) -> bool {
        Here::gives(SERVICES.iter().find(|service| service.code == code).unwrap())
    }

    #[test]
    fn the_table_says_what_the_system_gives() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        std::fs::write(&path, b"x").unwrap();
        let data = path.metadata().unwrap();
        let shown = [
            ("server_time", Here::changed(&path, &data).is_some()),
            ("free_room", Here::free_bytes(dir.path()).is_some_and(|bytes| bytes > 0)),
            ("mount_points", Here::device(&data).is_some() && Here::MOUNT_TABLE.is_some()),
            ("file_number", Here::file_number(&data) != 0),
            ("lock_holder", Here::lives(std::process::id()) == Some(true)),
            ("boot_clock", Here::boot().is_some_and(|boot| boot.milliseconds > 0)),
        ];
        for (code, shown) in shown {
            assert_eq!(given(code), shown, "{code}");
        }
        let writer = File::options().append(true).open(&path).unwrap();
        let refused = Here::open_foreign(&path, Sharing::Readers).err();
        assert_eq!(given("writers"), refused.is_some_and(|e| Here::refusal(&e) == Refusal::Held));
        assert!(Here::open_foreign(&path, Sharing::Anybody).is_ok());
        drop(writer);
        assert!(Here::open_foreign(&path, Sharing::Readers).is_ok());
    }

    #[test]
    fn what_is_ours_can_be_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        std::fs::write(&path, b"x").unwrap();
        Here::open_to_sync(&path).unwrap().sync_all().unwrap();
        Here::sync_folder(dir.path()).unwrap();
    }
}
