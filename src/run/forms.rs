//! Writing the forms of a period: one for each agency that reports, pre-filled with its tasks and last values.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::publish::{self, Publication};
use crate::judge::duties;
use crate::judge::exempt;
use crate::merge::proposals;
use crate::model::agency::{Agency, AgencyCode};
use crate::model::cutoff::Cutoffs;
use crate::model::history::History;
use crate::model::moment;
use crate::model::period::Period;
use crate::model::proposal::ProposalLine;
use crate::model::register::Register;
use crate::products::{self, Naming, Product, ProductBody};
use crate::run::judges;
use crate::run::products::to_bytes;
use crate::run::session::typed::agency_named;
use crate::run::session::{Session, Work};
use crate::sheets::blank::BlankInput;
use crate::text::calendar;
use rayon::prelude::*;
use serde::Serialize;
use std::path::PathBuf;

/// What a person asked for.
#[derive(Debug, Clone, Default)]
pub struct FormsRequest {
    /// Only these agencies, as typed; all where empty.
    pub agencies: Vec<String>,
    /// For this period; the current one, or the next if that is released, where none.
    pub period: Option<Period>,
}

/// The forms of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormsAnswer {
    /// The period that the forms are for.
    pub period: Period,
    /// The folder, relative to the workspace.
    pub folder: String,
    /// Files written, relative to the workspace.
    pub written: Vec<String>,
    /// Files that were there already with the same content.
    pub unchanged: usize,
}

/// What came of writing the forms.
#[derive(Debug)]
pub struct FormsResult {
    /// What was written and what stood there already.
    pub answer: FormsAnswer,
    /// Files that somebody has open: not written.
    pub open: Vec<Failure>,
}

/// Writes the forms of the agencies that were named, or of all that report, into the folder of the period.
pub fn forms(session: &Session, request: &FormsRequest) -> Result<FormsResult, Failure> {
    let period = match request.period {
        Some(week) => session.work.rhythm().period_of(week),
        None => next_unreleased(session)?,
    };
    let Some(cutoffs) = session.work.rhythm().cutoffs(period) else {
        return Err(Failure::calendar(calendar::no_report(session.work.rhythm(), period), ""));
    };
    let day = moment::day(cutoffs.submit);
    let register = session.work.register.register.in_force(day);
    let chosen: Result<Vec<AgencyCode>, Failure> = request.agencies.iter().map(|typed| agency_named(&register, typed)).collect();
    let chosen = chosen?;
    let config = &session.work.workspace.config;
    let why_not = |a: &Agency| exempt::because(a, day, config);
    if let Some((agency, because)) = chosen.iter().filter_map(|code| register.agency(code)).find_map(|a| Some((a, why_not(a)?))) {
        return Err(Failure::usage(
            format!("{} {because}; không có biểu mẫu.", agency.short),
            "Đề nghị bỏ mã này, hoặc sửa các cột “Nộp báo cáo tuần?”, “Nơi nộp”, hiệu lực ở trang DonVi.",
        ));
    }
    let agencies: Vec<&Agency> =
        register.agencies.iter().filter(|a| why_not(a).is_none() && (chosen.is_empty() || chosen.contains(&a.code))).collect();
    let left = judges::left(&session.ledger, period, None)?.history;
    // What a task's lead before, or an office that was merged, said last stands in the form of the new one.
    let history = duties::handed_over(&register, &left, period, day);
    let proposals = proposals::known(&register, &history, &session.ledger.proposals()?, period);
    let folder = session.work.workspace.forms(period);
    let work = &session.work;
    let one = |agency: &&Agency| write_one(work, agency, (&register, &history, &proposals), period, cutoffs);
    let results: Result<Vec<Vec<IssuedForm>>, Failure> = work.threads.install(|| agencies.par_iter().map(one).collect());
    let results: Vec<IssuedForm> = results?.into_iter().flatten().collect();
    let issued: Vec<(String, String)> = results.iter().map(|form| (work.relative(&form.path), form.sha256.clone())).collect();
    session.ledger.note_issued_forms(&issued, work.now)?;
    let unchanged = results.iter().filter(|form| form.published == Publication::Unchanged).count();
    let open = results.iter().filter_map(|form| match &form.published {
        Publication::Open(holder) | Publication::Beside(_, holder) => {
            Some(Failure::ProductOpen { path: form.path.clone(), holder: holder.text().to_owned(), beside: None })
        }
        Publication::Written | Publication::Unchanged | Publication::Aside(_) => None,
    });
    let open = open.collect();
    let written = results.iter().filter(|form| form.published == Publication::Written).map(|form| work.relative(&form.path)).collect();
    Ok(FormsResult { answer: FormsAnswer { period, folder: work.relative(&folder), written, unchanged }, open })
}

/// A form as it was issued.
struct IssuedForm {
    path: PathBuf,
    sha256: String,
    published: Publication,
}

fn write_one(
    work: &Work,
    agency: &Agency,
    (register, history, proposals): (&Register, &History, &[ProposalLine]),
    period: Period,
    cutoffs: Cutoffs,
) -> Result<Vec<IssuedForm>, Failure> {
    let input = BlankInput {
        form: &work.form,
        desk: &work.workspace.config.desk.code,
        desk_name: &work.desk_name(),
        agency,
        register,
        history,
        proposals,
        span: work.rhythm().span(period),
        cutoffs: Cutoffs { submit: work.rhythm().cutoff_of(period, &agency.code).map_or(cutoffs.submit, |c| c.submit), ..cutoffs },
        day: moment::day(cutoffs.submit),
        rehearsal: work.workspace.config.rehearsal,
        reported: None,
    };
    let naming = Naming { code: &agency.code, period, edition: None, range: None };
    let write = |(product, compose): (&Product, fn(&BlankInput<'_>) -> ProductBody)| {
        let path = work.workspace.forms(period).join((product.name)(&naming));
        let bytes = to_bytes(compose(&input)).map_err(|cause| Failure::Product { path: path.clone(), cause })?;
        let published = publish::publish_rebuildable(&work.workspace.disk, &path, &bytes, work.now)?;
        Ok(IssuedForm { sha256: archive::sha256(&bytes), path, published })
    };
    products::forms().map(write).collect()
}

fn next_unreleased(session: &Session) -> Result<Period, Failure> {
    let mut period = session.work.current_period();
    while session.ledger.release(period)?.is_some() {
        period = session.work.rhythm().next(period);
    }
    Ok(period)
}
