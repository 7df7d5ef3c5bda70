//! Taking a release back that nobody took yet: before the release cutoff of its period, and before anybody recorded that it
//! was sent. Afterwards only a further version corrects it ([`reopen`](crate::run::reopen)).
//!
//! ```text
//! v1 released → withdraw → v1 void, its files …_huy → the week goes on → v2, "thay bản số 1 đã hủy lúc …"
//! ```
//!
//! The decision is a row of the ledger like any other, and the release's own row stays: `verify` derives its figures, and
//! its number is not used again. To everything that asks what is released, the period is as if the version had never left:
//! the on-time set stays fixed, it grows by evidence and exceptions, and from `release_auto_minutes` before the cutoff on
//! the next run releases. Where an earlier version was in force before, that one is in force again, and reopened as it was.

use crate::io::failure::Failure;
use crate::model::moment::Moment;
use crate::model::period::Period;
use crate::model::withdrawal::Withdrawal;
use crate::run::receive::clock_check;
use crate::run::record::{PeriodRecord, withdrawn};
use crate::run::session::Session;
use crate::run::session::person::check_decision;
use crate::text::{calendar, decision, format};
use serde::Serialize;

/// What a person asked for.
#[derive(Debug, Clone)]
pub struct WithdrawRequest {
    /// The period.
    pub period: Period,
    /// Why, in the words of who decided (`--reason`).
    pub reason: String,
    /// Name of who decided (`--by`).
    pub by: String,
}

/// What was recorded.
#[derive(Debug, Clone, Serialize)]
pub struct WithdrawAnswer {
    /// The instant of the decision.
    pub at: Moment,
    /// The period.
    pub period: Period,
    /// The period as people call it.
    pub period_name: String,
    /// The version that is void.
    pub version: u32,
    /// The earlier version that is in force again, if there is one.
    pub in_force: Option<u32>,
    /// The version that the next release makes.
    pub next_version: u32,
    /// Why, in the words of who decided (`--reason`).
    pub reason: String,
    /// Name of who decided (`--by`).
    pub by: String,
    /// The files of the void version under their new names, relative to the workspace.
    pub files: Vec<String>,
    /// Files that could not be renamed.
    #[serde(skip)]
    pub failures: Vec<Failure>,
}

impl WithdrawAnswer {
    /// The answer in words.
    pub fn lines(&self) -> Vec<String> {
        decision::withdrawn(self.period, &self.period_name, (self.version, self.in_force, self.next_version), &self.files)
    }
}

/// Records that the release of a period that is in force is void, and renames its files.
///
/// # Errors
///
/// Refused by the calendar where nothing of the period is released, where it was recorded as sent, and from the release
/// cutoff on.
pub fn withdraw(session: &mut Session, request: &WithdrawRequest) -> Result<WithdrawAnswer, Failure> {
    let WithdrawRequest { reason, by, .. } = request;
    let period = session.work.rhythm().period_of(request.period);
    check_decision(session, reason, by)?;
    let period_name = session.work.period_name(period);
    let Some(release) = PeriodRecord::of(&session.ledger, period)?.release else {
        let hint = "Chỉ hủy được bản đã phát hành mà chưa gửi; xem “tonghop status --period …”.";
        return Err(Failure::calendar(format!("{period_name} chưa phát hành."), hint));
    };
    check(session, &period_name, (period, release.version))?;
    let (at, version, reason, by) = (session.work.now, release.version, reason.trim().to_owned(), by.trim().to_owned());
    // All of it or nothing: a command that failed has decided nothing.
    let (left, in_force, next_version) = session.ledger.transaction(|ledger| {
        ledger.put_withdrawal(&Withdrawal { period, version, reason: reason.clone(), by: by.clone(), at })?;
        Ok((ledger.left_files()?, ledger.release(period)?.map(|earlier| earlier.version), ledger.next_version(period)?))
    })?;
    let (mut files, mut failures) = (Vec::new(), Vec::new());
    for left in left.iter().filter(|left| left.period == period && left.version == Some(version)) {
        match withdrawn::rename(&session.work.workspace, left) {
            Ok(()) => files.push(left.file.path.clone()),
            Err(failure) => failures.push(failure),
        }
    }
    Ok(WithdrawAnswer { at, period, period_name, version, in_force, next_version, reason, by, files, failures })
}

/// May this version still be withdrawn?
fn check(session: &mut Session, period_name: &str, (period, version): (Period, u32)) -> Result<(), Failure> {
    let instead = format!("Muốn phát hành bản khác: “tonghop reopen --period {period} --reason \"…\" --by \"…\"”.");
    if let Some(sent) = session.ledger.dispatches(period)?.iter().find(|sent| sent.version == version) {
        let told = format!("{period_name}: bản số {version} đã gửi theo văn bản số {} lúc {}.", sent.number, format::moment(sent.sent_at));
        return Err(Failure::calendar(told, instead));
    }
    let skew = if session.work.away.is_none() { clock_check::measure(&session.work) } else { None };
    session.work.sure = clock_check::judge(&session.work, &session.ledger, skew)?.sure;
    let Some(cutoffs) = session.work.rhythm().cutoffs(period) else {
        return Err(Failure::calendar(calendar::no_report(session.work.rhythm(), period), instead));
    };
    if cutoffs.release_late(session.work.sure) {
        let told = format!("{period_name}: đã đến hạn tổng hợp ({}), không hủy được bản đã phát hành.", format::moment(cutoffs.release));
        return Err(Failure::calendar(told, instead));
    }
    Ok(())
}
