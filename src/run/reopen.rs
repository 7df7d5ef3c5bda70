//! A released period that is made once more: recording that it may be. What a run does with it until it is: [`period`](crate::run::period).
//!
//! ```text
//! v1 released → reopen → (reports, admit, corrected registers; every run: draft and feedback) → release → v2 in force
//! ```
//!
//! Only a person releases a reopened period, by `release --period`: a clock cannot know when the correction that it was
//! reopened for is complete. Until then the earlier version is in force, and it stays on disk afterwards. What a further
//! version takes in, and what it keeps: [`sealed`].
//!
//! To every other week a report for this period stays what it was: one that came after that week's release. So a report
//! in which the week was forgotten is still told so (T14) while an earlier week is reopened, until a person admits it to
//! the further version: then it is that week's alone. A week that was released meanwhile knows only the decisions of before.

use crate::io::failure::Failure;
use crate::io::ledger::Reopening;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::run::record::PeriodRecord;
use crate::run::record::sealed;
use crate::run::session::Session;
use crate::run::session::person::check_decision;
use crate::text::{decision, format};
use serde::Serialize;

/// What a person asked for.
#[derive(Debug, Clone)]
pub struct ReopenRequest {
    /// Any week of the period to reopen.
    pub period: Period,
    /// Why, in the words of who decided (`--reason`).
    pub reason: String,
    /// Name of who decided (`--by`).
    pub by: String,
}

/// What the ledger says of a period that was reopened.
#[derive(Debug, Clone, Serialize)]
pub struct ReopenAnswer {
    /// The instant of the decision.
    pub at: Moment,
    /// The period that may be released once more.
    pub period: Period,
    /// The period as people call it.
    pub period_name: String,
    /// The version that stays in force until the next one is released.
    pub version: u32,
    /// The version that the next release makes: no number is used twice.
    pub next_version: u32,
    /// Why, in the words of who decided (`--reason`).
    pub reason: String,
    /// Name of who decided (`--by`).
    pub by: String,
    /// Later periods were released meanwhile; they do not change.
    pub later_released: bool,
}

impl ReopenAnswer {
    /// The answer in words.
    pub fn lines(&self) -> Vec<String> {
        decision::reopened(self.period, &self.period_name, (self.version, self.next_version), self.later_released)
    }
}

/// Records that a released period may be released once more.
///
/// # Errors
///
/// Refused by the calendar where the period is not released, or is reopened already.
pub fn reopen(session: &mut Session, request: &ReopenRequest) -> Result<ReopenAnswer, Failure> {
    let ReopenRequest { reason, by, .. } = request;
    let period = session.work.rhythm().period_of(request.period);
    check_decision(session, reason, by)?;
    let name = session.work.period_name(period);
    let record = PeriodRecord::of(&session.ledger, period)?;
    let Some(last) = record.release else {
        let hint = "Chỉ mở lại được kỳ đã chốt bản tổng hợp; xem “tonghop status --period …”.";
        return Err(Failure::calendar(format!("{name} chưa chốt bản tổng hợp."), hint));
    };
    if let Some(open) = record.reopening {
        return Err(Failure::calendar(
            format!("{name} đang mở lại từ {} (lý do: {}).", format::moment(open.at), open.reason.trim_end_matches('.')),
            format!("Đề nghị làm tiếp rồi gõ “tonghop release --period {period}” để chốt bản số {}.", session.ledger.next_version(period)?),
        ));
    }
    // What cannot be made again must not be opened: the next version starts from the last one.
    sealed::records(session).open(&last)?;
    let (at, reason, by) = (session.work.now, reason.trim().to_owned(), by.trim().to_owned());
    let later_released = session.ledger.in_force()?.latest().into_keys().any(|other| other > period);
    let next_version = session.ledger.next_version(period)?;
    // Last of all: a command that failed has decided nothing.
    session.ledger.put_reopening(&Reopening { period, version: last.version, reason: reason.clone(), by: by.clone(), at })?;
    Ok(ReopenAnswer { at, period, period_name: name, version: last.version, next_version, reason, by, later_released })
}
