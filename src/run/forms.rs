//! Writing the forms of a period: one for each agency that reports, pre-filled with its tasks and last values.

use crate::io::excel_write;
use crate::io::failure::Failure;
use crate::io::publish::{self, Published};
use crate::model::agency::{Agency, AgencyCode};
use crate::model::cutoff::Cutoffs;
use crate::model::history::History;
use crate::model::moment;
use crate::model::period::Period;
use crate::model::register::Register;
use crate::run::admit::agency_named;
use crate::run::assemble::exempt_because;
use crate::run::session::{Session, Work};
use crate::run::weekly;
use crate::sheets::blank::{self, BlankInput};
use crate::text::format;
use rayon::prelude::*;

/// What a person asked for.
#[derive(Debug, Clone, Default)]
pub struct FormsRequest {
    /// Only these agencies, as typed; all where empty.
    pub agencies: Vec<String>,
    /// For this period; the current one, or the next if that is released, where none.
    pub period: Option<Period>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormsWritten {
    /// Files written, relative to the workspace.
    pub written: Vec<String>,
    /// Files that were there already with the same content.
    pub unchanged: usize,
    /// The folder, relative to the workspace.
    pub folder: String,
}

/// Writes the forms.
pub fn forms(session: &Session, request: &FormsRequest) -> Result<FormsWritten, Failure> {
    let period = match request.period {
        Some(period) => period,
        None => next_unreleased(session)?,
    };
    let Some(cutoffs) = weekly::cutoffs_of(session, period) else {
        return Err(Failure::calendar(format!("{} không báo cáo (nghỉ lễ).", format::period_long(period)), ""));
    };
    let day = moment::day(cutoffs.submit);
    let register = session.work.register.register.in_force(day);
    let chosen: Result<Vec<AgencyCode>, Failure> = request.agencies.iter().map(|typed| agency_named(&register, typed)).collect();
    let chosen = chosen?;
    let config = &session.work.workspace.config;
    let why_not = |a: &Agency| exempt_because(a, day, config);
    if let Some((agency, because)) = chosen.iter().filter_map(|code| register.agency(code)).find_map(|a| Some((a, why_not(a)?))) {
        return Err(Failure::usage(
            format!("{} {because}; không có biểu mẫu.", agency.short),
            "Đề nghị bỏ mã này, hoặc sửa các cột “Nộp báo cáo tuần?”, “Nơi nộp”, hiệu lực ở trang DonVi.",
        ));
    }
    let agencies: Vec<&Agency> =
        register.agencies.iter().filter(|a| why_not(a).is_none() && (chosen.is_empty() || chosen.contains(&a.code))).collect();
    let history = session.ledger.history_before(period)?;
    let folder = session.work.workspace.forms(period);
    let work = &session.work;
    let one = |agency: &&Agency| write_one(work, agency, &register, &history, period, cutoffs);
    let results: Result<Vec<(String, Published)>, Failure> = session.work.threads.install(|| agencies.par_iter().map(one).collect());
    let results = results?;
    let unchanged = results.iter().filter(|(_, p)| *p == Published::Unchanged).count();
    let written = results.into_iter().filter(|(_, p)| *p == Published::Written).map(|(path, _)| path).collect();
    Ok(FormsWritten { written, unchanged, folder: session.work.workspace.relative(&folder) })
}

fn write_one(
    work: &Work,
    agency: &Agency,
    register: &Register,
    history: &History,
    period: Period,
    cutoffs: Cutoffs,
) -> Result<(String, Published), Failure> {
    let book = blank::book(&BlankInput {
        form: &work.form,
        desk_name: &work.desk_name(),
        agency,
        register,
        history,
        period,
        cutoffs,
        day: moment::day(cutoffs.submit),
        rehearsal: work.workspace.config.rehearsal,
    });
    let path = work.workspace.forms(period).join(blank::file_name(&agency.code, period));
    let bytes = excel_write::to_bytes(&book).map_err(|e| Failure::Product { path: path.clone(), cause: e.to_string() })?;
    let published = publish::publish_rebuildable(&path, &bytes)?;
    Ok((work.workspace.relative(&path), published))
}

fn next_unreleased(session: &Session) -> Result<Period, Failure> {
    let mut period = Period::containing(moment::day(session.work.now));
    while session.ledger.release(period)?.is_some() {
        period = period.next();
    }
    Ok(period)
}
