//! Recording that a release was sent: with which letter, to whom, when, by whom. It decides nothing about figures.

use crate::io::failure::Failure;
use crate::io::ledger::Dispatch;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::run::record::PeriodRecord;
use crate::run::session::Session;
use crate::run::session::typed::typed_moment;
use crate::text::{decision, format};
use serde::Serialize;

/// What a person says.
#[derive(Debug, Clone)]
pub struct SentRequest {
    /// Any week of the period whose release was sent.
    pub period: Period,
    /// Number of the letter.
    pub number: String,
    /// To whom; those of `[desk] recipients` where nobody is named.
    pub to: Vec<String>,
    /// When, as typed: RFC 3339, or `HH:MM` today; now where none.
    pub at: Option<String>,
    /// Name of who sent it (`--by`).
    pub by: String,
}

/// What the ledger says of a release that was sent.
#[derive(Debug, Clone, Serialize)]
pub struct SentAnswer {
    /// The instant of the record.
    pub at: Moment,
    /// The period whose release was sent.
    pub period: Period,
    /// The period as people call it.
    pub period_name: String,
    /// The version that was sent: the one in force.
    pub version: u32,
    /// Number of the letter.
    pub number: String,
    /// Who received it, as typed or as configured.
    pub to: Vec<String>,
    /// When it was sent.
    pub sent_at: Moment,
    /// Name of who sent it.
    pub by: String,
}

impl SentAnswer {
    /// The answer in words.
    pub fn lines(&self) -> Vec<String> {
        vec![decision::sent(&self.period_name, self.version, &self.number, &self.to, self.sent_at)]
    }
}

/// Records that the version in force was sent.
///
/// # Errors
///
/// Refused by the calendar where the period is not released; refused as typed without a number or a name, and where the
/// time lies before the release or ahead of now.
pub fn sent(session: &mut Session, request: &SentRequest) -> Result<SentAnswer, Failure> {
    let period = session.work.rhythm().period_of(request.period);
    let (number, by) = (request.number.trim().to_owned(), request.by.trim().to_owned());
    if number.is_empty() || by.is_empty() {
        return Err(Failure::usage("Thiếu số văn bản hoặc người gửi.", "Đề nghị ghi --number \"…\" --by \"…\"."));
    }
    let period_name = session.work.period_name(period);
    let Some(release) = PeriodRecord::of(&session.ledger, period)?.release else {
        return Err(Failure::calendar(
            format!("{period_name} chưa chốt bản tổng hợp."),
            "Chỉ ghi gửi được bản trình ký; xem “tonghop status --period …”.",
        ));
    };
    let at = session.work.now;
    let sent_at = request.at.as_deref().map_or(Ok(at), |typed| typed_moment(at, "--at", typed))?;
    if sent_at < release.at || sent_at > at {
        return Err(Failure::usage(
            format!("--at {} không nằm giữa lúc chốt bản tổng hợp ({}) và bây giờ.", format::moment(sent_at), format::moment(release.at)),
            "Đề nghị ghi đúng thời điểm văn bản đã gửi.",
        ));
    }
    let to = if request.to.is_empty() { session.work.workspace.config.desk.recipients.clone() } else { request.to.clone() };
    let version = release.version;
    session.ledger.put_dispatch(&Dispatch { period, version, number: number.clone(), to: to.clone(), sent_at, by: by.clone(), at })?;
    Ok(SentAnswer { at, period, period_name, version, number, to, sent_at, by })
}
