//! Has a file of ours been touched since we looked? Size and modification time answer, where the time is worth something:
//! a change within the grain of the file system's clock leaves it as it was.

use super::archive::modified_ns;
use super::disk::Disk;
use crate::model::moment::Moment;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The coarsest grain of a modification time: two seconds, on FAT.
const GRAIN_NS: i64 = 2_000_000_000;

/// Size and modification time of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Size of the file in bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970; 0 where the file system has none.
    pub modified_ns: i64,
}

impl Stamp {
    /// Of a file; `None` if there is none. A folder of its name is an error.
    pub fn of(disk: &Disk, path: &Path) -> io::Result<Option<Self>> {
        match disk.metadata(path) {
            Ok(data) if data.is_dir() => Err(ErrorKind::IsADirectory.into()),
            Ok(data) => Ok(Some(Self { size: data.len(), modified_ns: modified_ns(&data) })),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// Must a change after `now` show in it? `now` is an instant before the file was looked at.
    pub fn is_settled(&self, now: Moment) -> bool {
        self.modified_ns != 0 && now.timestamp_nanos_opt().is_some_and(|now| now.saturating_sub(self.modified_ns) > GRAIN_NS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use std::fs;

    #[test]
    fn a_time_is_worth_something_once_it_is_older_than_the_grain() {
        let now = Moment::parse_from_rfc3339("2025-07-11T10:00:00+07:00").unwrap();
        let at = |before: TimeDelta| Stamp { size: 1, modified_ns: (now - before).timestamp_nanos_opt().unwrap() };
        assert!(!at(TimeDelta::seconds(2)).is_settled(now));
        assert!(at(TimeDelta::milliseconds(2_001)).is_settled(now));
        assert!(!at(TimeDelta::seconds(-60)).is_settled(now), "a clock that runs ahead");
        assert!(!Stamp { size: 1, modified_ns: 0 }.is_settled(now), "no time at all");
    }

    #[test]
    fn a_file_has_one_and_a_folder_in_its_place_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let (disk, path) = (Disk::default(), dir.path().join("a.txt"));
        assert_eq!(Stamp::of(&disk, &path).unwrap(), None);
        fs::write(&path, "abc").unwrap();
        assert_eq!(Stamp::of(&disk, &path).unwrap().unwrap().size, 3);
        assert!(Stamp::of(&disk, dir.path()).is_err());
    }
}
