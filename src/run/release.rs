//! Releasing by hand: what `run` does, and the release besides; refused by the calendar before the submit cutoff and
//! for a period that is released and not reopened.

use crate::io::failure::Failure;
use crate::judge::attribute;
use crate::model::period::Period;
use crate::run::clock_void;
use crate::run::products::preview::FOLDER;
use crate::run::receive::clock_check;
use crate::run::record;
use crate::run::session::Session;
use crate::run::session::progress::Progress;
use crate::run::weekly::{self, RunOptions, RunResult};
use crate::text::{calendar, format, official_head};

/// Releases a period; the current one where none is named. An earlier one may be released by hand because the calendar
/// can keep a week open beyond its Sunday, or because it was reopened.
pub fn release(session: &mut Session, period: Option<Period>, progress: &dyn Progress) -> Result<RunResult, Failure> {
    let current = session.work.current_period();
    let period = period.map_or(current, |week| session.work.rhythm().period_of(week));
    let clock = clock_check::look(session)?;
    if session.ledger.open_reopening(period)?.is_none() {
        let void = clock_void::due(session, &clock)?.into_iter().any(|void| void.period == period && void.version.is_some());
        check_calendar(session, (period, void), current)?;
    }
    weekly::run(session, RunOptions { release: Some(period), ..RunOptions::default() }, progress)
}

/// Composes what a release would be now and puts it into a folder of its own beside the products; gives its files, relative
/// to the workspace. `session` is a dry one: nothing enters the records, and nothing stands under a release's name.
pub fn preview(session: &mut Session, period: Option<Period>, progress: &dyn Progress) -> Result<RunResult, Failure> {
    session.work.preview = true;
    let mut result = release(session, period, progress)?;
    let work = &session.work;
    let period = period.map_or(work.current_period(), |week| work.rhythm().period_of(week));
    let (inbox, now) = (work.workspace.inbox(), format::moment(work.now));
    let folder = work.relative(&work.workspace.products(period).join(FOLDER));
    result.notices.extend(official_head::blank(&work.workspace.config.desk));
    result.notices.push(format!("Xem trước theo sổ tiếp nhận và thư mục nộp {} lúc {now}: xem thư mục {folder}.", inbox.display()));
    Ok(result)
}

/// What the calendar says against releasing a period that was not reopened. `void`: what is released of it will be void.
fn check_calendar(session: &Session, (period, void): (Period, bool), current: Period) -> Result<(), Failure> {
    let Some(cutoffs) = session.work.rhythm().cutoffs(period) else {
        return Err(Failure::calendar(calendar::no_report(session.work.rhythm(), period), ""));
    };
    if let Some(first) = attribute::first(&session.ledger.in_force()?, session.work.rhythm()).filter(|first| period < *first) {
        return Err(Failure::calendar(
            format!("{} ở trước {}, kỳ đầu tiên tổng hợp ở đây.", session.work.period_name(period), session.work.period_name(first)),
            "Đề nghị kiểm tra lại --period.",
        ));
    }
    if let Some(record) = session.ledger.release(period)?.filter(|_| !void) {
        return Err(Failure::calendar(
            format!("{} đã chốt bản tổng hợp lúc {}.", session.work.period_name(period), format::moment(record.at)),
            format!("Bản trình ký không thay đổi. Muốn chốt bản khác: “tonghop reopen --period {period} --reason \"…\" --by \"…\"”."),
        ));
    }
    if !cutoffs.freeze_due(session.work.sure) {
        if let Some(doubt) = clock_check::told(&session.work).filter(|_| cutoffs.freeze_due(session.work.now)) {
            return Err(Failure::calendar(doubt, ""));
        }
        return Err(Failure::calendar(
            format!(
                "Chưa đến hạn nộp ({}); chưa thể chốt bản tổng hợp {}.",
                format::moment(cutoffs.submit),
                session.work.period_name(period)
            ),
            match record::open_before(session, current)? {
                Some(open) if period == current => format!("Kỳ trước còn mở; chốt kỳ ấy: tonghop release --period {open}."),
                _ => "Đề nghị chạy lại sau hạn nộp, hoặc để chương trình tự chốt bản tổng hợp.".to_owned(),
            },
        ));
    }
    Ok(())
}
