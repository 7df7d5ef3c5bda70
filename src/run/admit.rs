//! Recording an exception: who, why, when. Scans nothing; it holds for the agency's last valid version received
//! before the release, present or still to come, and before `until` where that is given. In a reopened period that
//! release is the next version's: what was admitted for the first one takes in nothing that came after it.
//!
//! Until that release it can be taken back, as a further decision: the report is late again.

use crate::io::failure::Failure;
use crate::judge::attribute;
use crate::model::agency::AgencyCode;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::submission::{Admission, Revocation, Standing};
use crate::run::judges::{self, Judges};
use crate::run::period::state::assemble_with;
use crate::run::products::Regime;
use crate::run::receive;
use crate::run::record::sealed::{self, Today};
use crate::run::record::{self, PeriodRecord};
use crate::run::session::Session;
use crate::run::session::person::check_decision;
use crate::run::session::typed::{agency_named, typed_moment};
use crate::text::{decision, format};
use serde::Serialize;

/// What a person asked for.
#[derive(Debug, Clone)]
pub struct AdmitRequest {
    /// Codes or names as typed.
    pub codes: Vec<String>,
    /// Every agency that is late now.
    pub all_late: bool,
    /// Why, in the words of who decided (`--reason`).
    pub reason: String,
    /// Name of who decided (`--by`).
    pub by: String,
    /// For this period; the current one where none.
    pub period: Option<Period>,
    /// A file that names a wrong week.
    pub file: Option<String>,
    /// Only versions received strictly before this instant: RFC 3339, or `HH:MM` today.
    pub until: Option<String>,
}

/// What the ledger says after an admission, or after one was taken back.
#[derive(Debug, Clone, Serialize)]
pub struct AdmitAnswer {
    /// The instant of the decision.
    pub at: Moment,
    /// The period whose reports are taken in, or are late again.
    pub period: Period,
    /// The period as people call it.
    pub period_name: String,
    /// The version of the release that the exceptions are for.
    pub version: u32,
    /// Who is excepted; nobody if nobody is late.
    pub agencies: Vec<AgencyName>,
    /// The file that names a wrong week, if one was named.
    pub file: Option<String>,
    /// The instant before which a version must have come.
    pub until: Option<Moment>,
    /// Why, in the words of who decided (`--reason`).
    pub reason: String,
    /// Name of who decided (`--by`).
    pub by: String,
    /// An earlier period that still waits for its release, if nobody of this one is late.
    pub open: Option<Period>,
    /// The exceptions of these agencies were taken back.
    pub revoked: bool,
}

/// An agency as people call it.
#[derive(Debug, Clone, Serialize)]
pub struct AgencyName {
    /// Code of the register, for programs.
    pub code: AgencyCode,
    /// Short name of the register, for people.
    pub name: String,
}

impl AdmitAnswer {
    /// The answer in words, a line for each agency.
    pub fn lines(&self) -> Vec<String> {
        if self.revoked {
            return self.agencies.iter().map(|agency| decision::revoked(&agency.name, &self.period_name)).collect();
        }
        if self.agencies.is_empty() {
            return decision::nobody_late(&self.period_name, self.open);
        }
        self.agencies.iter().map(|agency| decision::excepted(&agency.name, &self.period_name, self.until)).collect()
    }
}

/// Records an exception for each agency.
///
/// `ask` puts a question to the person; `None` if nobody is there to answer.
///
/// # Errors
///
/// Refused where no period was named, nobody is late in the current one and somebody is in an earlier one, unless the
/// person says which is meant.
pub fn admit(session: &mut Session, request: &AdmitRequest, ask: impl Fn(&str) -> Option<bool>) -> Result<AdmitAnswer, Failure> {
    check_decision(session, &request.reason, &request.by)?;
    let current = session.work.current_period();
    let period = match request.period {
        Some(week) => session.work.rhythm().period_of(week),
        None if request.file.is_some() => current,
        None => meant(session, current, ask)?,
    };
    let version = version(session, period)?;
    let until = request.until.as_deref().map(|typed| until(session, period, typed)).transpose()?;
    let agencies = if request.all_late { late(session, period)? } else { named(session, request)? };
    let nobody_late = agencies.is_empty();
    if let Some(file) = request.file.as_ref().filter(|_| !nobody_late) {
        check_file(session, file, &agencies)?;
    }
    let (at, reason, by) = (session.work.now, request.reason.trim().to_owned(), request.by.trim().to_owned());
    let open = if nobody_late && period == current { record::open_before(session, current)? } else { None };
    // Last of all, and all of them or none: a command that failed has decided nothing.
    session.ledger.transaction(|ledger| {
        agencies.iter().cloned().try_for_each(|agency| {
            let (agency, file, reason, by) = (Some(agency), request.file.clone(), reason.clone(), by.clone());
            ledger.put_admission(&Admission { period, agency, file, reason, by, at, version, until, revoked: None }).map(drop)
        })
    })?;
    let register = &session.work.register.register;
    let named = |code: AgencyCode| AgencyName { name: register.short_name(&code), code };
    Ok(AdmitAnswer {
        at,
        period,
        period_name: session.work.period_name(period),
        version,
        agencies: agencies.into_iter().map(named).collect(),
        file: request.file.clone(),
        until,
        reason,
        by,
        open,
        revoked: false,
    })
}

/// Takes the exceptions of agencies for a period back.
///
/// # Errors
///
/// Refused by the calendar where the period is released and not reopened, and where an agency has no exception in force.
pub fn revoke(session: &mut Session, request: &AdmitRequest) -> Result<AdmitAnswer, Failure> {
    check_decision(session, &request.reason, &request.by)?;
    let period = request.period.map_or_else(|| session.work.current_period(), |week| session.work.rhythm().period_of(week));
    let version = version(session, period)?;
    let agencies = named(session, request)?;
    let admissions = session.ledger.admissions(period)?;
    let left = session.ledger.release(period)?.map_or(0, |release| release.version);
    let period_name = session.work.period_name(period);
    let in_force =
        |agency: &AgencyCode| admissions.iter().any(|a| a.revoked.is_none() && a.version > left && a.agency.as_ref() == Some(agency));
    let register = &session.work.register.register;
    if let Some(without) = agencies.iter().find(|agency| !in_force(agency)) {
        return Err(Failure::usage(
            format!("{period_name}: {} không có quyết định tiếp nhận muộn nào còn hiệu lực.", register.short_name(without)),
            "Đề nghị kiểm tra mã cơ quan, và ghi --period nếu quyết định thuộc kỳ khác.",
        ));
    }
    let (at, reason, by) = (session.work.now, request.reason.trim().to_owned(), request.by.trim().to_owned());
    session.ledger.transaction(|ledger| {
        agencies.iter().cloned().try_for_each(|agency| {
            ledger.put_revocation(&Revocation { period, agency, reason: reason.clone(), by: by.clone(), at }).map(drop)
        })
    })?;
    let agencies = agencies.into_iter().map(|code| AgencyName { name: register.short_name(&code), code }).collect();
    Ok(AdmitAnswer { at, period, period_name, version, agencies, file: None, until: None, reason, by, open: None, revoked: true })
}

/// The period that is meant where none was named: the current one, unless nobody is late in it and somebody is in an earlier
/// one that can still take something in.
fn meant(session: &Session, current: Period, ask: impl Fn(&str) -> Option<bool>) -> Result<Period, Failure> {
    if !late(session, current)?.is_empty() {
        return Ok(current);
    }
    let reopened = session.ledger.open_reopenings()?.into_iter().map(|reopening| reopening.period);
    let mut earlier: Vec<Period> = reopened.chain(record::open_before(session, current)?).filter(|period| *period < current).collect();
    earlier.sort_unstable();
    for period in earlier.into_iter().rev() {
        let late = late(session, period)?;
        if late.is_empty() {
            continue;
        }
        let names: Vec<String> = late.iter().map(|code| session.work.register.register.short_name(code)).collect();
        let (now, then) = (session.work.period_name(current), session.work.period_name(period));
        let told = format!("{now}: không có cơ quan nào nộp muộn; {then} có {}.", format::list(&names, 10));
        return match ask(&format!("{told} Tiếp nhận cho {then}?")) {
            Some(true) => Ok(period),
            Some(false) => Ok(current),
            None => Err(Failure::usage(
                told,
                format!("Đề nghị thêm --period {period} để tiếp nhận cho kỳ ấy, hoặc --period {current} cho kỳ hiện tại."),
            )),
        };
    }
    Ok(current)
}

/// The version of the release that an exception granted now is for.
fn version(session: &Session, period: Period) -> Result<u32, Failure> {
    let record = PeriodRecord::of(&session.ledger, period)?;
    let Some(release) = record.release else { return session.ledger.next_version(period) };
    match record.reopening {
        Some(_) => session.ledger.next_version(period),
        None => Err(Failure::calendar(
            format!("{} đã chốt bản tổng hợp lúc {}.", session.work.period_name(period), format::moment(release.at)),
            format!("Muốn chốt bản khác: “tonghop reopen --period {period} --reason \"…\" --by \"…\"”."),
        )),
    }
}

/// An instant as typed. One before the submit cutoff takes in nothing that is late: a slip of the hand.
fn until(session: &Session, period: Period, typed: &str) -> Result<Moment, Failure> {
    let instant = typed_moment(session.work.now, "--until", typed)?;
    match session.work.rhythm().cutoffs(period) {
        Some(cutoffs) if instant <= cutoffs.submit => Err(Failure::usage(
            format!("--until {} không sau hạn nộp ({}).", format::moment(instant), format::moment(cutoffs.submit)),
            "Bản nhận trước hạn nộp không cần tiếp nhận; đề nghị ghi thời điểm sau hạn nộp.",
        )),
        _ => Ok(instant),
    }
}

/// A file is accepted for the agency that sent it.
fn check_file(session: &Session, file: &str, agencies: &[AgencyCode]) -> Result<(), Failure> {
    let Some(receipt) = session.ledger.receipt_of_path(file)? else {
        return Err(Failure::usage(
            format!("Sổ tiếp nhận chưa có tệp “{file}”."),
            "Đề nghị ghi đường dẫn tính từ thư mục nhận báo cáo, ví dụ SYT/BC_SYT_T28_2025.xlsx, sau khi đã chạy “tonghop run”.",
        ));
    };
    let register = session.work.register.register.in_force(moment::day(session.work.now));
    let content = receive::content(session, &receipt)?;
    let sender = content.and_then(|content| attribute::agency_of(&receipt.file.folder, &content, &register));
    if agencies.len() == 1 && sender.as_ref() == agencies.first() {
        return Ok(());
    }
    let sender =
        sender.map_or_else(|| "một đơn vị không xác định được".to_owned(), |code| format!("{} ({code})", register.short_name(&code)));
    Err(Failure::usage(format!("Tệp “{file}” là của {sender}."), "Đề nghị ghi đúng một mã: mã của đơn vị đã gửi tệp này."))
}

/// The agencies that were typed, each once, in the order in which they were typed.
fn named(session: &Session, request: &AdmitRequest) -> Result<Vec<AgencyCode>, Failure> {
    let register = session.work.register.register.in_force(moment::day(session.work.now));
    let mut named: Vec<AgencyCode> = Vec::new();
    for typed in &request.codes {
        let agency = agency_named(&register, typed)?;
        if !named.contains(&agency) {
            named.push(agency);
        }
    }
    Ok(named)
}

/// Agencies that are late by what the ledger knows.
fn late(session: &Session, period: Period) -> Result<Vec<AgencyCode>, Failure> {
    let record = PeriodRecord::of(&session.ledger, period)?;
    let state = match record.under_way() {
        Some(last) => {
            let (sealed, judges) = (sealed::records(session).again(last, Today::of(session, None))?, Judges::of(session));
            sealed.assemble(&judges, &sealed.facts(&judges)?)?
        }
        None => {
            let Some(cutoffs) = session.work.rhythm().cutoffs(period) else { return Ok(Vec::new()) };
            let facts = receive::facts(session, None)?;
            let left = judges::left(&session.ledger, period, None)?;
            assemble_with(
                session,
                &facts,
                (period, cutoffs),
                // Whoever is late does not hang on what the desk is called; a run tells what is lost.
                &Regime::of_open(session, record.freeze.as_ref()).0,
                &left,
                record.freeze.as_ref(),
            )?
        }
    };
    Ok(state.consolidation.submissions.into_iter().filter(|s| s.standing == Standing::Late).map(|s| s.agency).collect())
}
