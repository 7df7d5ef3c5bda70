//! What is left of each run for people and for a watchdog: a page of plain Vietnamese lines in `nhat-ky/`, and
//! `nhip.json`, the heartbeat, that a program outside can look at to see that runs still happen. Neither ever decides
//! anything, so a caller may go on when it cannot be written.

use super::disk::Disk;
use super::files;
use crate::model::moment::{Moment, VIETNAM};
use chrono::{NaiveDateTime, TimeDelta};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;
use std::path::{Path, PathBuf};

const FOLDER: &str = "nhat-ky";
const HEARTBEAT: &str = "nhip.json";
const STAMP: &str = "%Y-%m-%d_%H%M%S";

/// The page of one command.
#[derive(Debug)]
pub struct RunLog {
    disk: Disk,
    path: PathBuf,
    text: String,
}

impl RunLog {
    /// The page of a command that started at `now`: `nhat-ky/2025-07-11_105000_run.log`. Two of one second share it.
    pub fn of(disk: &Disk, records: &Path, now: Moment, command: &str) -> Self {
        let name = format!("{}_{command}.log", now.with_timezone(&VIETNAM).format(STAMP));
        let path = records.join(FOLDER).join(name);
        let text = disk.read(&path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        Self { disk: disk.clone(), path, text }
    }

    /// Adds lines; they stand on the disk when this returns, though not against a power cut.
    pub fn add(&mut self, lines: &[String]) -> io::Result<()> {
        for line in lines {
            self.text.extend(line.chars().filter(|c| *c == '\n' || !c.is_control()));
            self.text.push('\n');
        }
        files::replace(&self.disk, &self.path, self.text.as_bytes(), files::Sync::Skip).map(drop)
    }
}

/// Removes the pages that are older than so many weeks. What is not named as a page stays.
pub fn prune(disk: &Disk, records: &Path, now: Moment, weeks: u32) -> io::Result<()> {
    let oldest = now.with_timezone(&VIETNAM).naive_local() - TimeDelta::weeks(weeks.into());
    for entry in disk.entries(&records.join(FOLDER))? {
        let entry = entry?;
        let name = entry.file_name();
        let stamp = name.to_str().filter(|name| name.ends_with(".log")).and_then(|name| name.get(..17));
        let Some(Ok(at)) = stamp.map(|stamp| NaiveDateTime::parse_from_str(stamp, STAMP)) else { continue };
        if at < oldest {
            disk.remove_file(&records.join(FOLDER).join(name))?;
        }
    }
    Ok(())
}

/// Where the heartbeat stands.
pub fn heartbeat(records: &Path) -> PathBuf {
    records.join(HEARTBEAT)
}

/// Is there a heartbeat, or something that keeps one from being read?
pub fn has_beat(disk: &Disk, records: &Path) -> bool {
    let looked = disk.metadata(&heartbeat(records));
    looked.map_or_else(|e| !matches!(e.kind(), io::ErrorKind::NotFound), |_| true)
}

/// The last heartbeat, as far as it is asked for; `None` if there is none that can be read.
pub fn last_beat<T: DeserializeOwned>(disk: &Disk, records: &Path) -> Option<T> {
    serde_json::from_slice(&disk.read(&records.join(HEARTBEAT)).ok()?).ok()
}

/// Writes the heartbeat, whole or not at all.
pub fn beat(disk: &Disk, records: &Path, heartbeat: &impl Serialize) -> io::Result<()> {
    let text = format!("{}\n", serde_json::to_string(heartbeat)?);
    files::replace(disk, &records.join(HEARTBEAT), text.as_bytes(), files::Sync::Skip).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse_from_rfc3339(text).unwrap()
    }

    #[test]
    fn pages_are_named_by_moment_and_command_and_go_after_some_weeks() {
        let (disk, dir) = (Disk::default(), tempfile::tempdir().unwrap());
        let records = dir.path();
        assert!(prune(&disk, records, at("2025-07-11T10:50:00+07:00"), 1).is_err(), "nothing is there yet");
        for moment in ["2025-06-27T10:49:59+07:00", "2025-06-27T10:50:00+07:00", "2025-07-11T03:50:00Z"] {
            RunLog::of(&disk, records, at(moment), "run").add(&["một".into(), "hai\u{1b}[31m\nba".into()]).unwrap();
        }
        let names = || {
            let mut names: Vec<String> = std::fs::read_dir(records.join(FOLDER))
                .unwrap()
                .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
                .collect();
            names.sort();
            names
        };
        std::fs::write(records.join(FOLDER).join("ghi-chu.txt"), "của người quản trị").unwrap();
        prune(&disk, records, at("2025-07-11T10:50:00+07:00"), 2).unwrap();
        assert_eq!(names(), ["2025-06-27_105000_run.log", "2025-07-11_105000_run.log", "ghi-chu.txt"]);
        let page = records.join(FOLDER).join("2025-07-11_105000_run.log");
        assert_eq!(std::fs::read_to_string(&page).unwrap(), "một\nhai[31m\nba\n");
        RunLog::of(&disk, records, at("2025-07-11T10:50:00+07:00"), "run").add(&["bốn".into()]).unwrap();
        assert_eq!(std::fs::read_to_string(&page).unwrap(), "một\nhai[31m\nba\nbốn\n");
    }
}
