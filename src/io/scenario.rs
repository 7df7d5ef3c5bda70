//! A scripted week on disk: `scenario.csv`, and the moves it makes in the inbox of a rehearsal workspace.
//!
//! | action | file | to | note |
//! | --- | --- | --- | --- |
//! | `submit` | file of the scenario | path below the inbox | |
//! | `remove` | | path below the inbox | |
//! | `run` | | | |
//! | `release` | | period; blank is the current one | |
//! | `admit` | a file that names a wrong week, if any | agency, and after a space the period of a reopened week | reason |
//! | `reopen` | | period | reason |

use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::io::files;
use crate::model::moment::{Moment, VIETNAM};
use crate::model::period::Period;
use crate::text::period;
use serde::Deserialize;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A line of `scenario.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its line in the file, from 1.
    pub line: u64,
    /// When it happens; the clock of the rehearsal.
    pub at: Moment,
    /// What happens then.
    pub action: Action,
    /// The column "note", as written: for `admit` and `reopen` the reason.
    pub note: String,
}

/// What a line does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Copies a file of the scenario into the inbox; its time on disk is the line's.
    Submit {
        /// Below the scenario's folder.
        file: PathBuf,
        /// Where to, below the inbox.
        to: PathBuf,
    },
    /// Removes a file from the inbox.
    Remove {
        /// Which file, below the inbox.
        to: PathBuf,
    },
    /// `tonghop run`, at the line's time.
    Run,
    /// `tonghop release`, at the line's time.
    Release {
        /// The period, where `to` names one.
        period: Option<Period>,
    },
    /// `tonghop reopen`, with the note as its reason.
    Reopen {
        /// The period that is reopened.
        period: Period,
    },
    /// `tonghop admit`, with the note as its reason.
    Admit {
        /// The agency, as a person would type it.
        agency: String,
        /// The period, where `to` names one after the agency.
        period: Option<Period>,
        /// A file that names a wrong week, below the inbox.
        file: Option<String>,
    },
}

impl Action {
    /// The word of the script.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Submit { .. } => "submit",
            Self::Remove { .. } => "remove",
            Self::Run => "run",
            Self::Release { .. } => "release",
            Self::Reopen { .. } => "reopen",
            Self::Admit { .. } => "admit",
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    at: String,
    action: String,
    #[serde(default)]
    file: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    note: String,
}

/// Reads `scenario.csv` of a folder. Every mistake is reported with its line; times must not go backwards.
pub fn load(disk: &Disk, dir: &Path) -> Result<Vec<Step>, Failure> {
    let path = dir.join("scenario.csv");
    let bytes = files::read(disk, &path)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .comment(Some(b'#'))
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut steps: Vec<Step> = Vec::new();
    let mut mistakes = Vec::new();
    for record in reader.deserialize::<Record>() {
        let step = record.map_err(|e| e.to_string()).and_then(|r| understand(r, dir));
        let line = steps.len() + mistakes.len() + 2;
        match step {
            Ok(step) if steps.last().is_some_and(|last| step.at < last.at) => mistakes.push(format!("dòng {line}: thời điểm đi lùi")),
            Ok(step) => steps.push(Step { line: u64::try_from(line).unwrap_or(u64::MAX), ..step }),
            Err(mistake) => mistakes.push(format!("dòng {line}: {mistake}")),
        }
    }
    if mistakes.is_empty() { Ok(steps) } else { Err(Failure::Config { file: path.display().to_string(), problems: mistakes }) }
}

fn understand(record: Record, dir: &Path) -> Result<Step, String> {
    let at = Moment::parse_from_rfc3339(&record.at).map_err(|_| format!("không hiểu thời điểm “{}”", record.at))?.with_timezone(&VIETNAM);
    let action = match record.action.as_str() {
        "submit" => {
            let file = below(&record.file)?;
            if !dir.join(&file).is_file() {
                return Err(format!("không có tệp “{}”", record.file));
            }
            Action::Submit { file, to: below(&record.to)? }
        }
        "remove" => Action::Remove { to: below(&record.to)? },
        "run" => Action::Run,
        "release" if record.to.is_empty() => Action::Release { period: None },
        "release" => Action::Release { period: Some(period(&record.to)?) },
        "reopen" => Action::Reopen { period: period(&record.to)? },
        "admit" => {
            let (agency, period) = match record.to.rsplit_once(' ').and_then(|(agency, last)| Some((agency, period::read(last)?))) {
                Some((agency, period)) => (agency.trim().to_owned(), Some(period)),
                None => (record.to.clone(), None),
            };
            Action::Admit { agency, period, file: (!record.file.is_empty()).then(|| record.file.clone()) }
        }
        other => return Err(format!("không hiểu việc “{other}”; dùng submit, remove, run, release, admit, reopen")),
    };
    Ok(Step { line: 0, at, action, note: record.note })
}

fn period(text: &str) -> Result<Period, String> {
    period::read(text).ok_or_else(|| format!("không hiểu kỳ báo cáo “{text}”; ghi dạng 2025-W28"))
}

/// A relative path that stays below its folder.
fn below(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let inside = !text.is_empty() && path.components().all(|c| matches!(c, Component::Normal(_)));
    if inside { Ok(path) } else { Err(format!("đường dẫn “{text}” phải nằm trong thư mục")) }
}

/// Makes a rehearsal workspace of a scenario's folder: its configuration with `rehearsal = true`, default folders and
/// no settling wait, and its registers. The folder itself is never written to.
pub fn prepare(disk: &Disk, dir: &Path, out: &Path) -> Result<(), Failure> {
    files::create_new_folder(disk, out)?;
    let name = dir.join("tonghop.toml");
    let text = String::from_utf8_lossy(&files::read(disk, &name)?).into_owned();
    let mut table: toml::Table =
        toml::from_str(&text).map_err(|e| Failure::Config { file: name.display().to_string(), problems: vec![e.to_string()] })?;
    table.insert("rehearsal".to_owned(), toml::Value::Boolean(true));
    table.remove("folders");
    if let Some(policy) = table.entry("policy").or_insert_with(|| toml::Value::Table(toml::Table::new())).as_table_mut() {
        policy.insert("settle_seconds".to_owned(), toml::Value::Integer(0));
    }
    files::write_new(disk, &out.join("tonghop.toml"), table.to_string().as_bytes())?;
    files::write_new(disk, &out.join("danh-muc.xlsx"), &files::read(disk, &dir.join("danh-muc.xlsx"))?)?;
    files::create_folder(disk, &out.join("nop").join("_chung"))
}

/// Puts a file into the inbox as if it had been saved there at `at`.
pub fn submit(disk: &Disk, source: &Path, target: &Path, at: Moment) -> Result<(), Failure> {
    let bytes = files::read(disk, source)?;
    if let Some(parent) = target.parent() {
        files::create_folder(disk, parent)?;
    }
    let failure = |e: std::io::Error| Failure::writing(target, &e);
    std::fs::write(target, bytes).map_err(failure)?;
    let nanos = u64::try_from(at.timestamp_nanos_opt().unwrap_or(0)).unwrap_or(0);
    let time = SystemTime::UNIX_EPOCH + Duration::from_nanos(nanos);
    let file = std::fs::File::options().write(true).open(target).map_err(failure)?;
    file.set_modified(time).map_err(failure)
}

/// Takes a file out of the inbox.
pub fn remove(target: &Path) -> Result<(), Failure> {
    std::fs::remove_file(target).map_err(|e| Failure::writing(target, &e))
}
