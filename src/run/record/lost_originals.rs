//! Originals of reports that the archive lost are taken again from the inbox, while the office's file still holds the same content;
//! else the desk is told before the week is frozen or released on what nobody could derive again.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::inbox::Terms;
use crate::judge::facts::Facts;
use crate::model::inbox::Receipt;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::rhythm::Rhythm;
use crate::run::judges;
use crate::run::session::{Session, Work};
use chrono::{NaiveTime, TimeDelta};
use std::collections::BTreeSet;

/// Receipts of so many days are asked for at least.
const DAYS: i64 = 14;

/// What came of it.
#[derive(Debug, Default)]
pub struct LostOriginals {
    /// What was put back, in Vietnamese.
    pub put_back: Vec<String>,
    /// What could not be.
    pub failures: Vec<Failure>,
}

/// Looks for the originals of the last receipts and puts back what can be. A dry run tells all of them.
///
/// # Errors
///
/// The ledger cannot be read, or the archive cannot be written.
pub fn put_back(session: &Session, facts: &Facts) -> Result<LostOriginals, Failure> {
    let work = &session.work;
    let since = since(work.now, work.rhythm(), work.current_period());
    let mut asked = BTreeSet::new();
    let lost = facts.receipts.iter().filter(|receipt| receipt.first_seen >= since && asked.insert(receipt.sha256.as_str()));
    let lost: Vec<&Receipt> = lost.filter(|receipt| is_lost(work, receipt)).collect();
    let mut found = LostOriginals::default();
    if lost.is_empty() {
        return Ok(found);
    }
    // Secret, too large or no report: gaps that are known.
    let gaps = judges::noted(&session.ledger)?;
    let mut kept = Vec::new();
    for receipt in lost.into_iter().filter(|receipt| !gaps.contains_key(&receipt.sha256)) {
        let taken = if work.dry { Taken::NotAsked } else { taken_again(session, receipt) };
        match taken {
            Taken::Again { was_missing: true } => {
                kept.push(receipt.sha256.clone());
                found.put_back.push(format!(
                    "Đã chép lại bản lưu của {} từ thư mục nộp: bản trong kho lưu không còn hoặc không còn nguyên vẹn.",
                    receipt.file.path
                ));
            }
            // It could not be looked at, and is there.
            Taken::Again { was_missing: false } => {}
            Taken::NotAsked | Taken::Refused | Taken::Gone => found.failures.push(Failure::Copy {
                file: receipt.file.path.clone(),
                lost: taken == Taken::Gone,
                kept: work.relative(&work.archive.path(&receipt.sha256)),
                cause: match work.archive.size(&receipt.sha256) {
                    None => "kho lưu không còn bản này",
                    Some(_) => "bản này trong kho lưu không còn nguyên vẹn",
                }
                .to_owned(),
            }),
        }
    }
    work.archive.flush(&kept)?;
    Ok(found)
}

/// Is the original gone, or does something else lie in its place? Looked at by its size: to read all of them costs a run too much, and
/// `verify` does.
fn is_lost(work: &Work, receipt: &Receipt) -> bool {
    work.archive.size(&receipt.sha256) != Some(receipt.file.size) && work.archive.read(&receipt.sha256).is_err()
}

/// From when on receipts are asked for: those of the period before and of this one, which are still to leave, be they weeks or months.
/// What has left is asked for by `verify`.
fn since(now: Moment, rhythm: Rhythm<'_>, current: Period) -> Moment {
    let earlier = rhythm.previous(current).unwrap_or(current);
    moment::at(rhythm.span(earlier).first.and_time(NaiveTime::MIN)).min(now - TimeDelta::days(DAYS))
}

/// What came of taking an original again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// The office's file had the same content, and is kept.
    Again {
        /// Was the copy in the archive missing?
        was_missing: bool,
    },
    /// A dry run takes nothing.
    NotAsked,
    /// The office's file has the same content, and the archive does not take it: something that is no file lies in the place of the copy.
    Refused,
    /// There is no such file any more, or it has another content.
    Gone,
}

/// Keeps the original again if the file is there that had this content, and still has it. The copy bears the time of its receipt.
fn taken_again(session: &Session, receipt: &Receipt) -> Taken {
    let work = &session.work;
    let config = &work.workspace.config;
    let (disk, path, bytes_max) =
        (work.workspace.disk.clone(), work.workspace.inbox().join(&receipt.file.path), config.limits.file_bytes_max);
    // A share that hangs must not hold the run.
    let taken = Terms::of(config, work.now).limit.within(move || archive::take(&disk, &path, bytes_max, true));
    match taken {
        // What cannot be put in its place is told: nobody else's report waits for it.
        Ok(Ok(taken)) if taken.sha256 == receipt.sha256 => match work.archive.keep(&taken, receipt.first_seen) {
            Ok(was_missing) => Taken::Again { was_missing },
            Err(_) => Taken::Refused,
        },
        _ => Taken::Gone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::calendar::Calendar;
    use crate::model::cutoff::{Cadence, Schedule};
    use crate::testing::{config, july};

    #[test]
    fn originals_of_a_month_that_is_still_to_leave_are_asked_for_too() {
        let (calendar, weekly) = (Calendar::default(), config().schedule);
        let monthly = Schedule { cadence: Cadence::Monthly, ..weekly };
        let now = july(31, 15, 0);
        let of = |schedule: &Schedule| {
            let rhythm = Rhythm { calendar: &calendar, schedule };
            since(now, rhythm, rhythm.period_on(moment::day(now)))
        };
        assert_eq!(of(&weekly), now - TimeDelta::days(DAYS));
        assert!(of(&monthly) <= july(1, 0, 0), "{}", of(&monthly));
    }
}
