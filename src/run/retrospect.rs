//! What the releases of several periods say together: a month, a quarter, a half or a whole year, or weeks that somebody names. From
//! what left, never from the inbox; the ledger is only read.

use crate::io::failure::Failure;
use crate::io::ledger::ReleaseRecord;
use crate::io::publish::{self, Publication};
use crate::io::workspace::Workspace;
use crate::io::{archive, files};
use crate::merge::retrospect;
use crate::model::class::TaskClass;
use crate::model::course::TaskCourse;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::period_range::PeriodRange;
use crate::model::released_week::{RegisterFacts, ReleasedWeek};
use crate::model::retrospect::Retrospect;
use crate::model::rhythm::Rhythm;
use crate::model::target::Recording;
use crate::model::task::TaskCode;
use crate::products::{self, Kind, Naming, OfRange, Product, ProductBody};
use crate::run::products::{agreed, template};
use crate::run::session::{self, understand_sealed};
use crate::run::{exit, released};
use crate::sheets::retrospect::RetrospectInput;
use crate::text::period_range;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folder below the products that holds what is made over several periods.
const FOLDER: &str = "giai-doan";

/// A look back, and the files that tell it.
#[derive(Debug, Serialize)]
pub struct RetrospectAnswer {
    /// The range as people call it.
    pub called: String,
    /// Everything that is told.
    #[serde(flatten)]
    pub retrospect: Retrospect,
    /// Tasks that were finished in the range.
    pub finished: Vec<TaskEvent>,
    /// Tasks that became overdue in the range.
    pub became_overdue: Vec<TaskEvent>,
    /// Where it stands.
    pub files: Vec<RangeFile>,
}

/// What happened to a task.
#[derive(Debug, Serialize)]
pub struct TaskEvent {
    /// As in the register.
    pub task: TaskCode,
    /// In which week.
    pub period: Period,
    /// Its class in the last release; `None` if that did not know it.
    pub class: Option<TaskClass>,
}

/// A file over several periods.
#[derive(Debug, Serialize)]
pub struct RangeFile {
    /// What leaves, or what stays at the desk.
    pub kind: Kind,
    /// Relative to the workspace.
    pub path: String,
    /// Its content.
    pub sha256: String,
    /// Another file has its name and stays: the range was told with other releases then.
    pub beside: bool,
}

impl RetrospectAnswer {
    /// The answer in words.
    pub fn lines(&self) -> Vec<String> {
        let (weeks, missing) = (&self.retrospect.weeks, &self.retrospect.missing);
        let mut lines = vec![format!("Đã lập báo cáo {} từ {:02} bản đã chốt.", self.called, weeks.len())];
        if !missing.is_empty() {
            lines.push(format!("Chưa có bản đã chốt của {}; không đưa số liệu khác vào thay.", period_range::periods(missing)));
        }
        let reopened = &self.retrospect.reopened;
        if !reopened.is_empty() {
            lines.push(format!(
                "Đang mở lại {}; số liệu lấy theo bản đã chốt, đề nghị lập lại sau khi chốt bản mới.",
                period_range::periods(reopened)
            ));
        }
        lines.extend(
            self.files
                .iter()
                .map(|file| format!("  {}{}", file.path, if file.beside { " (bản lập trước khác nội dung, giữ nguyên)" } else { "" })),
        );
        lines
    }
}

/// Looks back upon the releases in force of a range and writes the files. A release that nobody can read any more is told among the
/// failures and its period among the missing ones. A file of another content under the same name stays, and the new one is written beside it.
///
/// # Errors
///
/// There is no ledger, no release in the range that can be read, or a file cannot be written.
pub fn retrospect(workspace: &Workspace, now: Moment, range: PeriodRange) -> Result<(RetrospectAnswer, Vec<Failure>, u8), Failure> {
    let mut failures = Vec::new();
    // The last release before the range says what was open when it began; without it the first one of the range says what it can.
    let mut releases = released::in_force(workspace, |period| period <= range.last)?;
    let inside = releases.split_off(releases.partition_point(|release| release.period < range.first));
    let before = weeks(workspace, releases.last().as_slice(), &mut Vec::new()).pop();
    let weeks = weeks(workspace, &inside.iter().collect::<Vec<_>>(), &mut failures);
    // Where the books begin: nobody missed what was before them.
    let began = releases.first().or(inside.first()).map(|release| release.period);
    let began = workspace.config.schedule.from.or(began).unwrap_or(range.first);
    let (before_books, expected): (Vec<Period>, Vec<Period>) =
        expected(workspace, &range, now)?.into_iter().partition(|period| *period < began);
    let Some(retrospect) = retrospect::retrospect(range, before.as_ref(), &weeks, &expected) else {
        return Err(failures.into_iter().next().unwrap_or_else(released::none));
    };
    let reopened = released::reopened(workspace, |period| weeks.iter().any(|week| week.period.id == period))?;
    let retrospect = Retrospect { before_books, reopened, ..retrospect };
    let files = write(workspace, now, &retrospect, &mut failures)?;
    let event = |(task, period): (&TaskCourse, Period)| TaskEvent { task: task.code.clone(), period, class: task.at_last() };
    let exit_code = exit::of(&failures);
    let answer = RetrospectAnswer {
        called: period_range::called(&range),
        finished: retrospect.finished().map(event).collect(),
        became_overdue: retrospect.became_overdue().map(event).collect(),
        retrospect,
        files,
    };
    Ok((answer, failures, exit_code))
}

fn weeks(workspace: &Workspace, releases: &[&ReleaseRecord], failures: &mut Vec<Failure>) -> Vec<ReleasedWeek> {
    let mut registers: BTreeMap<String, RegisterFacts> = BTreeMap::new();
    let mut weeks = Vec::new();
    for release in releases {
        let read = released::read(workspace, release).map(|files| (files.released.week(), files.unlisted));
        match read {
            Ok((Some(mut week), unlisted)) => {
                failures.extend(unlisted);
                let sealed = registers.entry(week.register_sha256.clone());
                week.register = sealed.or_insert_with_key(|sha256| register(workspace, sha256, failures)).clone();
                weeks.push(week);
            }
            Ok((None, _)) => failures.push(unreadable(release)),
            Err(failure) => failures.push(failure),
        }
    }
    weeks
}

fn unreadable(release: &ReleaseRecord) -> Failure {
    let (file, cause) = (format!("Số liệu kỳ {}", release.period), "không đọc được".to_owned());
    Failure::Copy { file, lost: true, kept: String::new(), cause }
}

/// What a sealed register says that the figures do not. Without it the sums of its weeks are not made, and that is told.
fn register(workspace: &Workspace, sha256: &str, failures: &mut Vec<Failure>) -> RegisterFacts {
    match understand_sealed(&workspace.archive(), sha256, &workspace.register_file()) {
        Ok(register) => {
            let communes = register.agencies.iter().filter(|agency| agency.kind.is_commune());
            let in_period = register.targets.iter().filter(|target| target.recording == Recording::InPeriod);
            RegisterFacts {
                communes: communes.map(|agency| agency.code.clone()).collect(),
                in_period: in_period.map(|target| target.code.clone()).collect(),
            }
        }
        Err(failure) => {
            failures.push(failure);
            RegisterFacts::default()
        }
    }
}

/// The periods of a range that should have a release by now, by today's calendar: none is missed whose hour is still to come.
fn expected(workspace: &Workspace, range: &PeriodRange, now: Moment) -> Result<Vec<Period>, Failure> {
    let register = session::read_register(workspace)?;
    let rhythm = Rhythm { calendar: &register.register.calendar, schedule: &workspace.config.schedule };
    Ok(range.each().filter(|week| rhythm.cutoffs(*week).is_some_and(|cutoffs| cutoffs.release <= now)).collect())
}

fn write(workspace: &Workspace, now: Moment, retrospect: &Retrospect, failures: &mut Vec<Failure>) -> Result<Vec<RangeFile>, Failure> {
    let input = RetrospectInput { retrospect, config: &workspace.config };
    let naming = Naming { code: &retrospect.desk, period: retrospect.range.last, edition: None, range: Some(retrospect.range) };
    let folder = workspace.root.join(&workspace.config.folders.products).join(FOLDER);
    let file = |(kind, product, compose): (Kind, &Product, OfRange)| {
        let path = folder.join((product.name)(&naming));
        let unmade = |cause: String| Failure::Product { path: path.clone(), cause };
        let bytes = match compose(&input).map_err(|e| unmade(e.to_string()))? {
            ProductBody::Letter(letter) => {
                let filled = template::fill(workspace, &letter).map_err(unmade)?;
                failures.extend(filled.broken);
                filled.bytes
            }
            other => agreed(other, &path)?,
        };
        let stands = put(workspace, now, &path, &bytes)?;
        Ok(RangeFile { kind, path: workspace.relative(&stands), sha256: archive::sha256(&bytes), beside: stands != path })
    };
    products::of_range(&workspace.config).map(file).collect()
}

/// Writes the file and says where it stands: under a number where another one has its name, for somebody may have sent that one.
fn put(workspace: &Workspace, now: Moment, path: &Path, bytes: &[u8]) -> Result<PathBuf, Failure> {
    let disk = &workspace.disk;
    let there = files::read_if_there(disk, path)?;
    let came = match there {
        Some(other) if other != bytes => publish::publish_aside(disk, path, bytes)?,
        _ => publish::publish(disk, path, bytes, now)?,
    };
    Ok(match came {
        Publication::Aside(beside) | Publication::Beside(beside, _) => beside,
        Publication::Written | Publication::Unchanged | Publication::Open(_) => path.to_owned(),
    })
}
