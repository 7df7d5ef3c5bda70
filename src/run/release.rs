//! Releasing by hand: what `run` does, and the release besides; refused by the calendar before the submit cutoff and
//! for a period that is released.

use crate::io::failure::Failure;
use crate::model::moment;
use crate::model::period::Period;
use crate::run::progress::Progress;
use crate::run::session::Session;
use crate::run::weekly::{self, RunOptions, RunResult};
use crate::text::format;

/// Releases the current period.
pub fn release(session: &mut Session, options: RunOptions, progress: &dyn Progress) -> Result<RunResult, Failure> {
    let period = Period::containing(moment::day(session.work.now));
    let Some(cutoffs) = weekly::cutoffs_of(session, period) else {
        return Err(Failure::calendar(format!("{} không báo cáo (nghỉ lễ).", format::period_long(period)), ""));
    };
    if let Some(record) = session.ledger.release(period)? {
        return Err(Failure::calendar(
            format!("{} đã phát hành lúc {}.", format::period_long(period), format::moment(record.at)),
            "Bản đã phát hành không thay đổi.",
        ));
    }
    if !cutoffs.freeze_due(session.work.now) {
        return Err(Failure::calendar(
            format!("Chưa đến hạn nộp ({}); chưa thể phát hành {}.", format::moment(cutoffs.submit), format::period_long(period)),
            "Đề nghị chạy lại sau hạn nộp, hoặc để chương trình tự phát hành.",
        ));
    }
    weekly::run(session, options, progress)
}
