//! What left and is lost is put back: copied from the archive, whatever its period and whatever program this is. A file
//! that somebody edited is never written over; the desk is told of it.
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
use crate::run::session::Session;
use std::collections::BTreeMap;

/// Weeks of which every run looks for lost files.
const WEEKS: usize = 10;

/// Puts back what is lost; gives what the desk is told, in Vietnamese.
pub fn restore(session: &Session, run: i64, results: &mut Results) -> Result<Vec<String>, Failure> {
    let (work, ledger) = (&session.work, &session.ledger);
    let today = moment::day(work.now);
    let first_today = ledger.last_good_run()?.is_none_or(|last| moment::day(last.at) != today);
    let mut since = Period::containing(today);
    for _ in 0..WEEKS {
        since = since.previous();
    }
    let mut lost: BTreeMap<Period, Vec<Ready>> = BTreeMap::new();
    let mut notices = Vec::new();
    for left in ledger.left_files()?.into_iter().filter(|left| left.kept && (first_today || left.period >= since)) {
        match look(session, &left, first_today) {
            Ok(Stands::Untouched) => {}
            Ok(Stands::Edited) => notices.push(format!(
                "{} đã bị sửa sau khi {}; chương trình không ghi đè. Bản đúng nằm trong kho lưu: {}.",
                left.file.path,
                if left.version.is_some() { "phát hành" } else { "chốt" },
                work.relative(&work.archive.path(&left.file.sha256))
            )),
            Ok(Stands::Lost(bytes)) => {
                notices.push(format!("Đã đặt lại {} từ kho lưu: tệp không còn ở chỗ cũ.", left.file.path));
                let (path, kind) = (work.workspace.root.join(&left.file.path), Kind::read(&left.file.kind).unwrap_or(Kind::Release));
                lost.entry(left.period).or_default().push(Ready { kind, path, bytes, once: true, is_final: true });
            }
            // Damaged records must not stop the receiving.
            Err(failure) => results.failures.push(failure),
        }
    }
    for (period, ready) in lost {
        publish_all(session, (period, run), ready, results)?;
    }
    Ok(notices)
}

/// What became of a file that left.
enum Stands {
    Untouched,
    Edited,
    /// It is not there; its bytes, from the archive.
    Lost(Vec<u8>),
}

fn look(session: &Session, left: &LeftFile, inside: bool) -> Result<Stands, Failure> {
    let (disk, archive) = (&session.work.workspace.disk, &session.work.archive);
    let path = session.work.workspace.root.join(&left.file.path);
    let size = |path| disk.metadata(path).map(|data| data.len());
    let there = match size(&path) {
        Ok(there) => there,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return archive.read(&left.file.sha256).map(Stands::Lost),
        Err(e) => return Err(Failure::reading(&path, &e)),
    };
    let same_size = size(&archive.path(&left.file.sha256)).is_ok_and(|kept| kept == there);
    let edited = !same_size || (inside && archive::sha256(&files::read(disk, &path)?) != left.file.sha256);
    Ok(if edited { Stands::Edited } else { Stands::Untouched })
}
