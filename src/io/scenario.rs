//! A scripted week on disk: `scenario.csv`, and the moves it makes in the inbox of a rehearsal workspace.
//!
//! | action | file | to | note |
//! | --- | --- | --- | --- |
//! | `submit` | file of the scenario | path below the inbox | |
//! | `forward` | file that the rehearsal made, as a path below its output | path below the inbox | |
//! | `remove` | | path below the inbox | |
//! | `run` | | | |
//! | `release` | | period; blank is the current one | |
//! | `admit` | a file that names a wrong week, if any | agency, and after a space the period of a reopened week | reason |
//! | `reopen` | | period | reason |
//!
//! A script may drive several desks. Each has a folder of its own in the scenario, with its `tonghop.toml` and, where its registers are
//! not those of the scenario, its `danh-muc.xlsx`; a column `desk` names the folder on every line, and the output has a workspace of
//! the same name for each. So what one desk releases can be forwarded to another.

use crate::io::disk::Disk;
use crate::io::failure::Failure;
use crate::io::files;
use crate::model::moment::{Moment, VIETNAM};
use crate::model::period::Period;
use crate::text::period;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The configuration of a desk.
const CONFIG: &str = "tonghop.toml";
/// The registers of a desk.
const REGISTERS: &str = "danh-muc.xlsx";

/// A line of `scenario.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its line in the file, from 1.
    pub line: u64,
    /// When it happens; the clock of the rehearsal.
    pub at: Moment,
    /// The folder of the desk it happens to; `None` where the scenario is that of one desk.
    pub desk: Option<String>,
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
    /// Copies a file that the rehearsal made into the inbox, as if somebody had sent it on; its time on disk is the line's.
    Forward {
        /// Below the output of the rehearsal.
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
            Self::Forward { .. } => "forward",
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
    #[serde(default)]
    desk: String,
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
    if steps.iter().any(|step| step.desk.is_some()) {
        mistakes
            .extend(steps.iter().filter(|step| step.desk.is_none()).map(|step| format!("dòng {}: chưa ghi đầu mối ở cột desk", step.line)));
    }
    if mistakes.is_empty() { Ok(steps) } else { Err(Failure::Config { file: path.display().to_string(), problems: mistakes }) }
}

fn understand(record: Record, dir: &Path) -> Result<Step, String> {
    let at = Moment::parse_from_rfc3339(&record.at).map_err(|_| format!("không hiểu thời điểm “{}”", record.at))?.with_timezone(&VIETNAM);
    let desk = match record.desk.as_str() {
        "" => None,
        desk if below(desk)?.components().count() == 1 && dir.join(desk).join(CONFIG).is_file() => Some(desk.to_owned()),
        desk => return Err(format!("kịch bản không có thư mục đầu mối “{desk}” với tệp {CONFIG}")),
    };
    let action = match record.action.as_str() {
        "submit" => {
            let file = below(&record.file)?;
            if !dir.join(&file).is_file() {
                return Err(format!("không có tệp “{}”", record.file));
            }
            Action::Submit { file, to: below(&record.to)? }
        }
        "forward" => Action::Forward { file: below(&record.file)?, to: below(&record.to)? },
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
        other => return Err(format!("không hiểu việc “{other}”; dùng submit, forward, remove, run, release, admit, reopen")),
    };
    Ok(Step { line: 0, at, desk, action, note: record.note })
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

/// The workspace of a step below the output of the rehearsal.
pub fn workspace(out: &Path, desk: Option<&str>) -> PathBuf {
    desk.map_or_else(|| out.to_owned(), |desk| out.join(desk))
}

/// Makes a rehearsal workspace for each desk of a script: its configuration with `rehearsal = true`, default folders and
/// no settling wait, and its registers. The scenario's folder itself is never written to.
pub fn prepare(disk: &Disk, dir: &Path, out: &Path, steps: &[Step]) -> Result<(), Failure> {
    files::create_new_folder(disk, out)?;
    let desks: BTreeSet<&str> = steps.iter().filter_map(|step| step.desk.as_deref()).collect();
    if desks.is_empty() {
        return prepare_desk(disk, dir, dir, out);
    }
    for desk in desks {
        let out = workspace(out, Some(desk));
        files::create_new_folder(disk, &out)?;
        prepare_desk(disk, dir, &dir.join(desk), &out)?;
    }
    Ok(())
}

/// Makes the workspace of one desk, whose configuration lies in `of_desk`.
fn prepare_desk(disk: &Disk, dir: &Path, of_desk: &Path, out: &Path) -> Result<(), Failure> {
    let name = of_desk.join(CONFIG);
    let text = String::from_utf8_lossy(&files::read(disk, &name)?).into_owned();
    let mut table: toml::Table =
        toml::from_str(&text).map_err(|e| Failure::Config { file: name.display().to_string(), problems: vec![e.to_string()] })?;
    table.insert("rehearsal".to_owned(), toml::Value::Boolean(true));
    table.remove("folders");
    if let Some(policy) = table.entry("policy").or_insert_with(|| toml::Value::Table(toml::Table::new())).as_table_mut() {
        policy.insert("settle_seconds".to_owned(), toml::Value::Integer(0));
    }
    files::write_new(disk, &out.join(CONFIG), table.to_string().as_bytes())?;
    let own = of_desk.join(REGISTERS);
    let registers = if own.is_file() { own } else { dir.join(REGISTERS) };
    files::write_new(disk, &out.join(REGISTERS), &files::read(disk, &registers)?)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A scenario with the folders of two desks, and what is wrong in a script of it.
    fn mistakes(script: &str) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        for desk in ["duoi", "tren"] {
            std::fs::create_dir(dir.path().join(desk)).unwrap();
            std::fs::write(dir.path().join(desk).join(CONFIG), "").unwrap();
        }
        std::fs::write(dir.path().join("scenario.csv"), format!("at,desk,action,file,to,note\n{script}")).unwrap();
        match load(&Disk::default(), dir.path()) {
            Ok(_) => Vec::new(),
            Err(Failure::Config { problems, .. }) => problems,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn of_several_desks_every_line_names_one_that_is_there() {
        let run = |desk: &str| format!("2025-07-11T11:00:00+07:00,{desk},run,,,\n");
        assert_eq!(mistakes(&[run("duoi"), run("tren")].concat()), Vec::<String>::new());
        assert_eq!(mistakes(&[run(""), run("")].concat()), Vec::<String>::new(), "one desk needs no name");
        assert_eq!(mistakes(&[run("duoi"), run("")].concat()), ["dòng 3: chưa ghi đầu mối ở cột desk"]);
        let unknown = mistakes(&[run("khac"), run("../duoi"), run("duoi")].concat());
        assert!(unknown.len() == 2 && unknown[0].contains("“khac”") && unknown[1].starts_with("dòng 3: đường dẫn"), "{unknown:?}");
    }

    #[test]
    fn what_is_sent_on_stays_within_the_output() {
        let forward = |file: &str| format!("2025-07-11T11:00:00+07:00,tren,forward,{file},SKHCN/a.xlsx,\n");
        assert_eq!(mistakes(&forward("duoi/ket-qua/a.xlsx")), Vec::<String>::new());
        assert!(mistakes(&forward("../a.xlsx"))[0].contains("phải nằm trong thư mục"));
    }
}
