//! A released period that is made once more: recording that it may be, and what a run does with it until it is.
//!
//! ```text
//! v1 released → reopen → (reports, admit, corrected registers; every run: draft and feedback) → release → v2 in force
//! ```
//!
//! Only a person releases a reopened period, by `release --period`: a clock cannot know when the correction that it was
//! reopened for is complete. Until then the earlier version is in force, and it stays on disk afterwards. What a further
//! version takes in, and what it keeps: `run/sealed.rs`.
//!
//! To every other week a report for this period stays what it was: one that came after that week's release. So a report
//! in which the week was forgotten is still told so (T14) while an earlier week is reopened, and no week that was
//! released meanwhile depends on it.

use crate::io::failure::Failure;
use crate::io::files;
use crate::io::ledger::{ReleaseRecord, Reopening};
use crate::judge::facts::Facts;
use crate::merge::assemble::Assembled;
use crate::merge::leave;
use crate::model::consolidation::Edition;
use crate::model::period::Period;
use crate::run::admit;
use crate::run::judges::Judges;
use crate::run::products::{self, ProductRun};
use crate::run::sealed::{self, Today};
use crate::run::session::Session;
use crate::run::weekly::Written;
use crate::text::format;

/// What a person asked for.
#[derive(Debug, Clone)]
pub struct ReopenRequest {
    /// The period.
    pub period: Period,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
}

/// Records that a released period may be released once more, and says what now holds.
///
/// # Errors
///
/// Refused by the calendar where the period is not released, or is reopened already.
pub fn reopen(session: &mut Session, request: &ReopenRequest) -> Result<Vec<String>, Failure> {
    let ReopenRequest { reason, by, .. } = request;
    let period = &session.work.rhythm().period_of(request.period);
    admit::check_decision(session, reason, by)?;
    let name = session.work.period_name(*period);
    let Some(last) = session.ledger.release(*period)? else {
        let hint = "Chỉ mở lại được kỳ đã phát hành; xem “tonghop status --period …”.";
        return Err(Failure::calendar(format!("{name} chưa phát hành."), hint));
    };
    if let Some(open) = session.ledger.open_reopening(*period)? {
        return Err(Failure::calendar(
            format!("{name} đang mở lại từ {} (lý do: {}).", format::moment(open.at), open.reason.trim_end_matches('.')),
            format!("Đề nghị làm tiếp rồi gõ “tonghop release --period {period}” để phát hành bản số {}.", open.version + 1),
        ));
    }
    // What cannot be made again must not be opened: the next version starts from the last one.
    sealed::records(session).open(&last)?;
    let (reason, by) = (reason.trim().to_owned(), by.trim().to_owned());
    session.ledger.put_reopening(&Reopening { period: *period, version: last.version, reason, by, at: session.work.now })?;
    let mut lines = vec![
        format!("Đã mở lại {name}. Bản số {} vẫn có hiệu lực cho đến khi phát hành bản số {}.", last.version, last.version + 1),
        format!("Báo cáo sửa: “tonghop admit MÃ --period {period} --reason \"…\" --by \"…\"”; xem bản dự thảo sau “tonghop run”."),
        format!("Phát hành: “tonghop release --period {period}” (chương trình không tự phát hành lại)."),
    ];
    if session.ledger.release_times()?.iter().any(|r| r.period > *period) {
        lines.push("Các kỳ sau đã phát hành không thay đổi; số liệu sửa chỉ vào kỳ sau khi đơn vị báo lại.".to_owned());
    }
    Ok(lines)
}

/// The version in force of a period that is reopened and not released again.
pub(super) fn version_under_way(session: &Session, period: Period) -> Result<Option<ReleaseRecord>, Failure> {
    if session.ledger.open_reopening(period)?.is_none() {
        return Ok(None);
    }
    session.ledger.release(period)
}

/// Brings a reopened period up to date: its draft, or where a person says so its next version; and the answers.
pub(super) fn work_on(
    session: &Session,
    facts: &mut Facts,
    last: &ReleaseRecord,
    (by_hand, run): (bool, i64),
    written: &mut Written,
) -> Result<Assembled, Failure> {
    let (records, judges) = (sealed::records(session), Judges::of(session));
    let sealed = records.again(last, Today::of(session, facts.book_sha256.clone()))?;
    let (period, cutoffs, version) = (sealed.record.period, sealed.cutoffs, sealed.record.version);
    let mut state = sealed.assemble(&judges, &sealed.facts(&judges)?)?;
    let replacement = records.replacement(&sealed, &state, &judges)?;
    let edition = if by_hand { sealed.edition() } else { Edition::Draft };
    if !by_hand {
        // Only a release leaves rows to the next period; writing the products is when memory is short.
        state.accepted.clear();
    }
    let Written { outputs, failures, reissued } = written;
    let failed = failures.len();
    let (basis, replacement) = (&sealed.basis, replacement.as_ref());
    let mut product = ProductRun { session, basis, state: &state, cutoffs, period, run, replacement, outputs, failures };
    let beside = product.write(edition)?;
    // A release that could not be written has not left; one that stands beside a file somebody has open has.
    let whole = product.failures.iter().skip(failed).all(|failure| matches!(failure, Failure::ProductOpen { .. }));
    if let Some(files) = product.released_files(edition, &beside)?.filter(|_| by_hand && whole) {
        let config = files::read(&session.work.workspace.disk, &session.work.workspace.config_file())?;
        let record = ReleaseRecord { config_sha256: session.work.archive.put(&config)?, files, ..sealed.record.clone() };
        session.ledger.put_release(&record, &products::history_left(&state, &sealed.left.0), &leave::tallies(&state.consolidation))?;
        facts.again.insert((period, version), session.work.now);
        reissued.push((session.work.period_name(period), version));
    }
    product.feedback(true)?;
    Ok(state)
}
