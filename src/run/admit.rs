//! Recording an exception: who, why, when. Scans nothing; it holds for the agency's last valid version received
//! before the release, present or still to come, and before `until` where that is given. In a reopened period that
//! release is the next version's: what was admitted for the first one takes in nothing that came after it.

use crate::io::failure::Failure;
use crate::judge::attribute;
use crate::model::agency::AgencyCode;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::submission::{Admission, Standing};
use crate::run::judges::{self, Judges};
use crate::run::receive;
use crate::run::release;
use crate::run::reopen;
use crate::run::sealed::{self, Today};
use crate::run::session::{self, Session};
use crate::run::weekly;
use crate::text::{format, normalise};
use chrono::NaiveTime;

/// What a person asked for.
#[derive(Debug, Clone)]
pub struct AdmitRequest {
    /// Codes or names as typed.
    pub codes: Vec<String>,
    /// Every agency that is late now.
    pub all_late: bool,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// For this period; the current one where none.
    pub period: Option<Period>,
    /// A file that names a wrong week.
    pub file: Option<String>,
    /// Only versions received strictly before this instant: RFC 3339, or `HH:MM` today.
    pub until: Option<String>,
}

/// Records it, and says in a line for each agency what now holds.
pub fn admit(session: &mut Session, request: &AdmitRequest) -> Result<Vec<String>, Failure> {
    check_decision(session, &request.reason, &request.by)?;
    let current = session.work.current_period();
    let period = request.period.map_or(current, |week| session.work.rhythm().period_of(week));
    let version = version(session, period)?;
    let until = request.until.as_deref().map(|typed| until(session, period, typed)).transpose()?;
    let agencies = if request.all_late { late(session, period)? } else { named(session, request)? };
    if agencies.is_empty() {
        let mut lines = vec![format!("{}: không có cơ quan nào nộp muộn.", session.work.period_name(period))];
        if let Some(open) = release::open_before(session, current)?.filter(|_| period == current) {
            lines.push(format!("Kỳ trước còn mở; tiếp nhận cho kỳ ấy: thêm --period {open}."));
        }
        return Ok(lines);
    }
    if let Some(file) = &request.file {
        check_file(session, file, &agencies)?;
    }
    let mut lines = Vec::new();
    for agency in agencies {
        let admission = Admission {
            period,
            agency: Some(agency.clone()),
            file: request.file.clone(),
            reason: request.reason.trim().to_owned(),
            by: request.by.trim().to_owned(),
            at: session.work.now,
            version,
            until,
        };
        session.ledger.put_admission(&admission)?;
        let before = until.map(|until| format!(" (bản nhận trước {})", format::moment(until))).unwrap_or_default();
        let name = session.work.register.register.short_name(&agency);
        lines.push(format!("Đã ghi: {name} được tiếp nhận muộn cho {}{before}.", session.work.period_name(period)));
    }
    Ok(lines)
}

/// A decision has a reason and somebody who may take it.
pub(super) fn check_decision(session: &Session, reason: &str, by: &str) -> Result<(), Failure> {
    if reason.trim().is_empty() || by.trim().is_empty() {
        return Err(Failure::usage("Thiếu lý do hoặc người quyết định.", "Đề nghị ghi --reason \"…\" --by \"…\"."));
    }
    let admitters = &session.work.workspace.config.desk.admitters;
    let key = normalise::key(by);
    if !admitters.is_empty() && !admitters.iter().any(|a| normalise::key(a) == key) {
        return Err(Failure::usage(
            format!("“{by}” không có trong danh sách người được quyết định ([desk] admitters)."),
            format!("Người được quyết định: {}.", admitters.join(", ")),
        ));
    }
    Ok(())
}

/// The version of the release that an exception granted now is for.
fn version(session: &Session, period: Period) -> Result<u32, Failure> {
    let Some(record) = session.ledger.release(period)? else { return Ok(1) };
    match session.ledger.open_reopening(period)? {
        Some(open) => Ok(open.version + 1),
        None => Err(Failure::calendar(
            format!("{} đã phát hành lúc {}.", session.work.period_name(period), format::moment(record.at)),
            format!("Muốn phát hành bản khác: “tonghop reopen --period {period} --reason \"…\" --by \"…\"”."),
        )),
    }
}

/// An instant as typed. One before the submit cutoff takes in nothing that is late: a slip of the hand.
fn until(session: &Session, period: Period, typed: &str) -> Result<Moment, Failure> {
    let clock =
        || NaiveTime::parse_from_str(typed.trim(), "%H:%M").ok().map(|time| moment::at(moment::day(session.work.now).and_time(time)));
    let instant = Moment::parse_from_rfc3339(typed.trim()).ok().map(|m| m.with_timezone(&moment::VIETNAM)).or_else(clock);
    let Some(instant) = instant else {
        return Err(Failure::usage(
            format!("Không hiểu thời điểm “{typed}” sau --until."),
            "Đề nghị ghi giờ hôm nay, ví dụ 11:30, hoặc đủ ngày giờ, ví dụ 2025-07-11T11:30:00+07:00.",
        ));
    };
    match weekly::cutoffs_of(session, period) {
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

fn named(session: &Session, request: &AdmitRequest) -> Result<Vec<AgencyCode>, Failure> {
    let register = session.work.register.register.in_force(moment::day(session.work.now));
    request.codes.iter().map(|typed| session::agency_named(&register, typed)).collect()
}

/// Agencies that are late by what the ledger knows.
fn late(session: &Session, period: Period) -> Result<Vec<AgencyCode>, Failure> {
    let state = match reopen::version_under_way(session, period)? {
        Some(last) => {
            let (sealed, judges) = (sealed::records(session).again(&last, Today::of(session, None))?, Judges::of(session));
            sealed.assemble(&judges, &sealed.facts(&judges)?)?
        }
        None => {
            let Some(cutoffs) = weekly::cutoffs_of(session, period) else { return Ok(Vec::new()) };
            let facts = receive::facts(session, None)?;
            let (left, freeze) = (judges::left(&session.ledger, period, None)?, session.ledger.freeze(period)?);
            weekly::assemble_with(session, &facts, (period, cutoffs), &weekly::todays_basis(session), &left, freeze.as_ref())?
        }
    };
    Ok(state.consolidation.submissions.into_iter().filter(|s| s.standing == Standing::Late).map(|s| s.agency).collect())
}
