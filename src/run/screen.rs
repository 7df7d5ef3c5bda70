//! The desk's screen, brought up to date by each run: written whole where something on it changed, else only its head, in its place.
//! It is no product: recorded nowhere, made again at any time, and a run that cannot write it goes on.

use crate::io::failure::Failure;
use crate::io::files;
use crate::io::workspace::Workspace;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::seal::ReleasedFile;
use crate::products::Kind;
use crate::products::screen::{BLOCK, Content, Head, MARK, ScreenInput, ScreenWeek};
use crate::run::notify::{self, Seen};
use crate::run::session::Session;
use crate::run::to_do::Beside;
use crate::run::weekly::RunResult;
use crate::sheets::to_do;
use crate::text::calendar;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The name of the page.
const NAME: &str = "tinh-hinh.html";
/// The head stands within so many bytes from the beginning.
const BEGINNING: usize = BLOCK + MARK.len() + 4_000;

/// Where the screen of a workspace stands.
pub fn place(workspace: &Workspace) -> PathBuf {
    workspace.internal().join(NAME)
}

/// Brings it up to date after a run. `due`: when the next run should come. Says what stands there then; `None` in a dry run.
pub fn show(session: &Session, result: &RunResult, troubles: &[String], due: Option<Moment>) -> Result<Option<Shown>, Failure> {
    let work = &session.work;
    if work.dry {
        return Ok(None);
    }
    let workspace = &work.workspace;
    let register = &work.register.register;
    let period = work.current_period();
    let of = (Some(&session.ledger), period);
    let beside = Beside::of(workspace, register, of, (work.sure, !troubles.is_empty()))?;
    let input = result.current.as_ref().map(|state| beside.input(&state.consolidation, register));
    let to_do = input.as_ref().map(to_do::of);
    let files = files(session)?;
    let week = match (input, &to_do, &result.current) {
        (Some(input), Some(to_do), Some(state)) => Some(ScreenWeek { input, to_do, cutoffs: state.consolidation.cutoffs, files: &files }),
        _ => None,
    };
    let (name, desk_name) = (work.period_name(period), work.desk_name());
    let mut said = result.calendar.clone();
    if week.is_none() {
        said.push(calendar::no_report(work.rhythm(), period));
        said.dedup();
    }
    let content =
        Content::of(&ScreenInput { desk_name: &desk_name, period: &name, rehearsal: workspace.config.rehearsal, week, calendar: &said });
    let head = Head { key: content.key(), at: work.now, due, troubles: troubles.to_vec(), notices: result.notices.clone() };
    let path = place(workspace);
    let whole = content.whole(&head);
    let shown = Shown { key: head.key.clone(), size: whole.len() as u64, forms: beside.forms() };
    match standing(workspace) {
        Some((old, at, size)) if shown.is(&old, size) => files::write_in_place(&workspace.disk, &path, at, head.block().as_bytes())?,
        _ => files::put_private(&workspace.disk, &path, whole.as_bytes())?,
    }
    Ok(Some(shown))
}

/// What a screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    key: String,
    /// Bytes of the whole page.
    size: u64,
    /// The folder of the period's forms was there.
    forms: bool,
}

impl Shown {
    fn is(&self, head: &Head, size: u64) -> bool {
        self.key == head.key && self.size == size
    }

    /// Does it stand there, and would nothing else than its head be written?
    pub fn stands(&self, workspace: &Workspace, period: Period) -> bool {
        self.forms == workspace.disk.exists(&workspace.forms(period))
            && standing(workspace).is_some_and(|(old, _, size)| self.is(&old, size))
    }

    /// Writes its head: when the run was, when the next is due, what it said.
    pub fn freshen(&self, workspace: &Workspace, (at, due): (Moment, Option<Moment>), notices: &[String]) -> Result<(), Failure> {
        let Some((_, place_of_head, _)) = standing(workspace) else { return Ok(()) };
        let head = Head { key: self.key.clone(), at, due, troubles: Vec::new(), notices: notices.to_vec() };
        files::write_in_place(&workspace.disk, &place(workspace), place_of_head, head.block().as_bytes())
    }
}

/// Says on it that a command failed, which knows nothing else: how old the rest is it says itself. What somebody typed, or typed too
/// early, is no trouble of the machine.
pub fn show_failure(workspace: &Workspace, failure: &Failure) {
    if notify::is_trouble(failure) {
        let mut seen = Seen::default();
        seen.add(std::slice::from_ref(failure));
        show_trouble(workspace, &seen.troubles);
    }
}

/// Says on it what stands in the way, where a command knows nothing else. Where there is no screen yet nothing is made.
pub fn show_trouble(workspace: &Workspace, troubles: &[String]) {
    if let Some((head, at, _)) = standing(workspace) {
        let head = Head { troubles: troubles.to_vec(), ..head };
        // Nothing depends on it: the failure itself is told on its own way.
        files::write_in_place(&workspace.disk, &place(workspace), at, head.block().as_bytes()).ok();
    }
}

/// The head as it stands, where its block begins, and the size of the page; `None` if there is no page that can be read.
fn standing(workspace: &Workspace) -> Option<(Head, usize, u64)> {
    let (bytes, size) = files::read_at_most(&workspace.disk, &place(workspace), BEGINNING as u64).ok()?;
    // The beginning may end inside a letter.
    let text = String::from_utf8_lossy(&bytes);
    let (head, at) = Head::read(&text)?;
    Some((head, at, size))
}

/// What was released, else frozen, of the current period: words and path from the folder of the screen.
fn files(session: &Session) -> Result<Vec<(String, String)>, Failure> {
    let period = session.work.current_period();
    let files = match session.ledger.release(period)? {
        Some(release) => release.files,
        None => session.ledger.freeze(period)?.map(|freeze| freeze.files).unwrap_or_default(),
    };
    let shown = |file: ReleasedFile| {
        let kind = Kind::read(&file.kind)?;
        let what = match kind {
            Kind::Release | Kind::Frozen => "Sổ tổng hợp (Excel)",
            Kind::Report => "Báo cáo (Word)",
            Kind::Page => "Trang xem trên máy, điện thoại",
            Kind::Internal => "Nội bộ: chất lượng, lỗi, nhật ký",
            _ => return None,
        };
        let path = match Path::new(&file.path).is_absolute() {
            true => format!("file:///{}", file.path.trim_start_matches('/')),
            false => format!("../{}", file.path),
        };
        Some((what.to_owned(), path))
    };
    Ok(files.into_iter().filter_map(shown).collect())
}
