//! Recording an exception: who, why, when. Scans nothing; it holds for the agency's last valid version received
//! before the release, present or still to come.

use crate::io::failure::Failure;
use crate::model::agency::AgencyCode;
use crate::model::moment;
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::submission::{Admission, Standing};
use crate::run::receive;
use crate::run::session::Session;
use crate::run::weekly;
use crate::text::{agency_names, format, normalise, suggest};

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
    /// A file that names a wrong week.
    pub file: Option<String>,
}

/// Records it, and says in a line for each agency what now holds.
pub fn admit(session: &mut Session, request: &AdmitRequest) -> Result<Vec<String>, Failure> {
    let period = Period::containing(moment::day(session.work.now));
    check(session, request, period)?;
    let agencies = if request.all_late { late(session, period)? } else { named(session, request)? };
    if agencies.is_empty() {
        return Ok(vec![format!("{}: không có cơ quan nào nộp muộn.", format::period_long(period))]);
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
        };
        session.ledger.put_admission(&admission)?;
        lines.push(format!(
            "Đã ghi: {} được tiếp nhận muộn cho {}.",
            session.work.register.register.short_name(&agency),
            format::period_long(period)
        ));
    }
    Ok(lines)
}

fn check(session: &Session, request: &AdmitRequest, period: Period) -> Result<(), Failure> {
    if request.reason.trim().is_empty() || request.by.trim().is_empty() {
        return Err(Failure::usage("Thiếu lý do hoặc người quyết định.", "Đề nghị ghi --reason \"…\" --by \"…\"."));
    }
    let admitters = &session.work.workspace.config.desk.admitters;
    let by = normalise::key(&request.by);
    if !admitters.is_empty() && !admitters.iter().any(|a| normalise::key(a) == by) {
        return Err(Failure::usage(
            format!("“{}” không có trong danh sách người được quyết định ([desk] admitters).", request.by),
            format!("Người được quyết định: {}.", admitters.join(", ")),
        ));
    }
    if let Some(record) = session.ledger.release(period)? {
        return Err(Failure::calendar(format!("{} đã phát hành lúc {}.", format::period_long(period), format::moment(record.at)), ""));
    }
    if let Some(file) = &request.file {
        let known = session.ledger.receipts()?.iter().any(|r| &r.file.path == file);
        if !known {
            return Err(Failure::usage(
                format!("Sổ tiếp nhận chưa có tệp “{file}”."),
                "Đề nghị ghi đường dẫn tính từ thư mục nhận báo cáo, ví dụ SYT/BC_SYT_T28_2025.xlsx, sau khi đã chạy “tonghop run”.",
            ));
        }
    }
    Ok(())
}

fn named(session: &Session, request: &AdmitRequest) -> Result<Vec<AgencyCode>, Failure> {
    let register = session.work.register.register.in_force(moment::day(session.work.now));
    request.codes.iter().map(|typed| agency_named(&register, typed)).collect()
}

/// The agency a person typed, or a failure that suggests the nearest code.
pub fn agency_named(register: &Register, typed: &str) -> Result<AgencyCode, Failure> {
    agency_names::resolve(register, typed).ok_or_else(|| {
        let near = suggest::nearest(typed, register.agencies.iter().map(|a| a.code.as_str()));
        Failure::usage(
            format!("Danh mục không có cơ quan “{typed}”."),
            near.map_or_else(|| "Đề nghị ghi mã ở trang DonVi của danh mục, ví dụ SYT.".to_owned(), |n| format!("Có phải {n}?")),
        )
    })
}

/// Agencies that are late by what the ledger knows.
fn late(session: &Session, period: Period) -> Result<Vec<AgencyCode>, Failure> {
    let Some(cutoffs) = weekly::cutoffs_of(session, period) else { return Ok(Vec::new()) };
    let facts = receive::facts(session, None)?;
    let history = session.ledger.history_before(period)?;
    let freeze = session.ledger.freeze(period)?;
    let state = weekly::assemble_with(session, &facts, (period, cutoffs), &weekly::todays_basis(session), &history, freeze.as_ref());
    Ok(state.consolidation.submissions.into_iter().filter(|s| s.standing == Standing::Late).map(|s| s.agency).collect())
}
