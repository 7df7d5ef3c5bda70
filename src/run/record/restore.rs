//! What left and is lost is put back: copied from the archive, whatever its period and whatever program this is. A file
//! that somebody edited is never written over; the desk is told of it. What was withdrawn is put back under the name that
//! says so, never under the one it had.
//!
//! Files of the last weeks are looked at in every run, by name and size; all others, and what is in the files, once a day.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::LeftFile;
use crate::model::moment;
use crate::model::period::Period;
use crate::products::Kind;
use crate::run::products::{Ready, Results, publish_all};
use crate::run::record::withdrawn;
use crate::run::session::Session;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Weeks of which every run looks for lost files.
const WEEKS: usize = 10;

/// The first period whose files every run of a day looks for.
pub fn looked_at_since(today: NaiveDate) -> Period {
    (0..WEEKS).fold(Period::containing(today), |period, _| period.previous())
}

/// Puts back what is lost; gives the paths that were put back, relative to the workspace. A dry run gives those that a
/// run would put back.
pub fn restore(session: &Session, run: i64, results: &mut Results) -> Result<Vec<String>, Failure> {
    let (work, ledger) = (&session.work, &session.ledger);
    let today = moment::day(work.now);
    let first_today = ledger.last_good_run()?.is_none_or(|last| moment::day(last.at) != today);
    let since = looked_at_since(today);
    let mut lost: BTreeMap<Period, Vec<Ready>> = BTreeMap::new();
    for left in ledger.left_files()?.into_iter().filter(|left| left.kept && (first_today || left.period >= since)) {
        if !work.dry {
            results.failures.extend(withdrawn::rename(&work.workspace, &left).err());
        }
        match look(session, &left, first_today) {
            Ok(Stands::Untouched) => {}
            Ok(Stands::CopyDamaged(failure)) => results.failures.push(damaged(session, &left, false, failure)),
            Ok(Stands::Edited) => edited(session, &left, results),
            Ok(Stands::Lost) => match work.archive.read(&left.file.sha256) {
                Ok(bytes) => {
                    let (path, kind) = (work.workspace.root.join(&left.file.path), Kind::read(&left.file.kind).unwrap_or(Kind::Release));
                    lost.entry(left.period).or_default().push(Ready { once: true, is_final: true, ..Ready::new(kind, path, bytes) });
                }
                Err(failure) => results.failures.push(damaged(session, &left, true, failure)),
            },
            // Damaged records must not stop the receiving.
            Err(failure) => results.failures.push(failure),
        }
    }
    let before = results.outputs.len();
    for (period, ready) in lost {
        publish_all(session, (period, run), ready, results)?;
    }
    Ok(results.outputs.iter().skip(before).map(|output| output.path.clone()).collect())
}

/// What the desk is told of a file that was put back, or would be, in Vietnamese.
pub fn told(path: &str, dry: bool) -> String {
    let put = if dry { "Khi chạy thật sẽ đặt lại" } else { "Đã đặt lại" };
    format!("{put} {path} từ kho lưu: tệp không còn ở chỗ cũ.")
}

/// What became of a file that left.
enum Stands {
    Untouched,
    /// It is untouched, but its copy in the archive cannot be read.
    CopyDamaged(Failure),
    Edited,
    Lost,
}

fn look(session: &Session, left: &LeftFile, inside: bool) -> Result<Stands, Failure> {
    let (disk, archive) = (&session.work.workspace.disk, &session.work.archive);
    let (path, sha256) = (withdrawn::place(&session.work.workspace, left), &left.file.sha256);
    let there = match disk.metadata(&path) {
        Ok(data) => data.len(),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Stands::Lost),
        Err(e) => return Err(Failure::reading(&path, &e)),
    };
    let same_size = archive.size(sha256) == Some(there);
    if same_size && !inside {
        return Ok(Stands::Untouched);
    }
    // A copy of another size accuses nobody: the file may be what left, and the copy be damaged.
    if archive::sha256(&files::read(disk, &path)?) != *sha256 {
        return Ok(Stands::Edited);
    }
    let unreadable = if same_size { None } else { archive.read(sha256).err() };
    Ok(unreadable.map_or(Stands::Untouched, Stands::CopyDamaged))
}

fn edited(session: &Session, left: &LeftFile, results: &mut Results) {
    let (work, sha256) = (&session.work, &left.file.sha256);
    let copy = work.archive.read(sha256).map(|_| work.relative(&work.archive.place(sha256)));
    let file = work.relative(&withdrawn::place(&work.workspace, left));
    let how = if left.version.is_some() { "chốt bản tổng hợp" } else { "chốt" };
    results.failures.push(Failure::Edited { file, left: how, kept: copy.as_ref().ok().cloned() });
    results.failures.extend(copy.err());
}

/// The failure to read a copy, as one of the copy.
fn damaged(session: &Session, left: &LeftFile, lost: bool, failure: Failure) -> Failure {
    match failure {
        Failure::Io { path, cause, .. } => Failure::Copy { file: left.file.path.clone(), lost, kept: session.work.relative(&path), cause },
        other => other,
    }
}
