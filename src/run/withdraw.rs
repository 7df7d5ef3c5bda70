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
//!
//! **Before the submit cutoff** nothing can rightly be frozen: the clock was wrong, or the cutoff was moved since. Then the
//! freeze is void as well, and the offices go on reporting. Receipts and looks of that time are never void
//! ([`clock_jump`](crate::judge::clock_jump)). While another clock says the same as ours, a run does it without a person
//! ([`clock_void`](crate::run::clock_void)).

use crate::io::failure::Failure;
use crate::io::ledger::LeftFile;
use crate::model::cutoff::Cutoffs;
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
    /// Any week of the period whose release or freeze is to be void.
    pub period: Period,
    /// Why, in the words of who decided (`--reason`).
    pub reason: String,
    /// Name of who decided (`--by`).
    pub by: String,
}

/// What the ledger says of a withdrawal.
#[derive(Debug, Clone, Serialize)]
pub struct WithdrawAnswer {
    /// The instant of the decision.
    pub at: Moment,
    /// The period whose release or freeze is void.
    pub period: Period,
    /// The period as people call it.
    pub period_name: String,
    /// The version that is void; `None` if the period was frozen only.
    pub version: Option<u32>,
    /// When the period was frozen, if the freeze is void as well.
    pub frozen_at: Option<Moment>,
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
    /// Until when the offices go on reporting, if the freeze is void.
    #[serde(skip)]
    pub submit: Option<Moment>,
    /// From when on a run releases the next version by itself; `None` if none does.
    #[serde(skip)]
    pub auto: Option<Moment>,
    /// Files that could not be renamed.
    #[serde(skip)]
    pub failures: Vec<Failure>,
}

impl WithdrawAnswer {
    /// The answer in words.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = match (self.frozen_at, self.submit) {
            (Some(frozen_at), Some(submit)) => vec![decision::freeze_void(&self.period_name, frozen_at, submit)],
            _ => Vec::new(),
        };
        let after = if self.frozen_at.is_some() { None } else { Some((self.in_force, self.next_version)) };
        lines.extend(self.version.map(|version| decision::withdrawn(&self.period_name, version)));
        lines.extend(decision::kept_aside(&self.files));
        lines.extend(after.map(|(in_force, next)| decision::after_withdrawal(self.period, in_force, next, self.auto)));
        lines
    }
}

/// Records that the release of a period that is in force is void, before the submit cutoff its freeze as well, and renames
/// their files.
///
/// # Errors
///
/// Refused by the calendar where nothing of the period is released, or frozen before its submit cutoff; where it was recorded
/// as sent; and from the release cutoff on.
pub fn withdraw(session: &mut Session, request: &WithdrawRequest) -> Result<WithdrawAnswer, Failure> {
    let WithdrawRequest { reason, by, .. } = request;
    let period = session.work.rhythm().period_of(request.period);
    check_decision(session, reason, by)?;
    let period_name = session.work.period_name(period);
    clock_check::look(session)?;
    let Some(cutoffs) = session.work.rhythm().cutoffs(period) else {
        return Err(Failure::calendar(calendar::no_report(session.work.rhythm(), period), ""));
    };
    let record = PeriodRecord::of(&session.ledger, period)?;
    let version = record.release.map(|release| release.version);
    // A version that stays in force rests on the freeze.
    let alone = session.ledger.in_force()?.first(period).map(|(first, _)| first) == version;
    let freeze = record.freeze.filter(|_| alone && !cutoffs.freeze_due(session.work.sure));
    match version {
        Some(version) => check(session, &period_name, (period, version), cutoffs)?,
        None if freeze.is_some() => {}
        None => {
            let hint = "Chỉ hủy được bản trình ký mà chưa gửi; xem “tonghop status --period …”.";
            return Err(Failure::calendar(format!("{period_name} chưa chốt bản tổng hợp."), hint));
        }
    }
    let (at, reason, by) = (session.work.now, reason.trim().to_owned(), by.trim().to_owned());
    put(session, Withdrawal { period, version, freeze, reason, by, at }, cutoffs)
}

/// Records what is void, and renames its files. What could not be renamed stands in the answer: the next run does it.
///
/// # Errors
///
/// The ledger cannot be written: nothing is void then.
pub fn put(session: &Session, withdrawal: Withdrawal, cutoffs: Cutoffs) -> Result<WithdrawAnswer, Failure> {
    let Withdrawal { period, version, at, .. } = withdrawal;
    let auto = cutoffs.auto_release(session.work.workspace.config.schedule.release_auto_minutes).map(|auto| auto.max(at));
    let frozen_at = withdrawal.freeze.as_ref().map(|freeze| freeze.at);
    let submit = frozen_at.map(|_| cutoffs.submit);
    // All of it or nothing: a command that failed has decided nothing.
    let (left, in_force, next_version) = session.ledger.transaction(|ledger| {
        ledger.put_withdrawal(&withdrawal)?;
        Ok((ledger.left_files()?, ledger.release(period)?.map(|earlier| earlier.version), ledger.next_version(period)?))
    })?;
    let of_this = |left: &&LeftFile| match left.version {
        _ if left.period != period || !left.withdrawn => false,
        None => frozen_at.is_some(),
        of_release => of_release == version,
    };
    let (mut files, mut failures) = (Vec::new(), Vec::new());
    for left in left.iter().filter(of_this) {
        match withdrawn::rename(&session.work.workspace, left) {
            Ok(true) => files.push(left.file.path.clone()),
            Ok(false) => {}
            Err(failure) => failures.push(failure),
        }
    }
    let Withdrawal { reason, by, .. } = withdrawal;
    Ok(WithdrawAnswer {
        at,
        period,
        period_name: session.work.period_name(period),
        version,
        frozen_at,
        in_force,
        next_version,
        reason,
        by,
        files,
        submit,
        auto,
        failures,
    })
}

/// May this version still be withdrawn?
fn check(session: &Session, period_name: &str, (period, version): (Period, u32), cutoffs: Cutoffs) -> Result<(), Failure> {
    let instead = format!("Muốn chốt bản khác: “tonghop reopen --period {period} --reason \"…\" --by \"…\"”.");
    if let Some(sent) = session.ledger.dispatches(period)?.iter().find(|sent| sent.version == version) {
        let told = format!("{period_name}: bản số {version} đã gửi theo văn bản số {} lúc {}.", sent.number, format::moment(sent.sent_at));
        return Err(Failure::calendar(told, instead));
    }
    if cutoffs.release_late(session.work.sure) {
        let told = format!("{period_name}: đã đến hạn tổng hợp ({}), không hủy được bản trình ký.", format::moment(cutoffs.release));
        return Err(Failure::calendar(told, instead));
    }
    Ok(())
}
