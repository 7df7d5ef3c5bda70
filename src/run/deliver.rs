//! Forms and answers into the offices' folders of the inbox. What an office has there itself stays as it is: a file is replaced only
//! if it is one of ours that nobody touched.

use crate::io::archive;
use crate::io::failure::Failure;
use crate::io::files;
use crate::io::inbox::{self, ANSWERS, Terms};
use crate::io::office_folder;
use crate::io::publish::{self, Publication};
use crate::judge::exempt;
use crate::model::agency::{Agency, AgencyCode};
use crate::model::moment;
use crate::model::period::Period;
use crate::products::Kind;
use crate::run::forms::{self, FormsRequest};
use crate::run::session::typed::agency_named;
use crate::run::session::{Session, Work};
use crate::text::areas::Areas;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What a person asked for.
#[derive(Debug, Clone, Default)]
pub struct DeliverRequest {
    /// Only these offices, as typed; all that report where empty.
    pub agencies: Vec<String>,
    /// Forms are put, written anew where something changed.
    pub forms: bool,
    /// Answers are put, as the last run wrote them.
    pub feedback: bool,
    /// Folders that are missing are made.
    pub make_folders: bool,
    /// Of this period; where none, forms of the next that is not released, answers of the current one.
    pub period: Option<Period>,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DeliverAnswer {
    /// Files that were put, relative to the workspace.
    pub written: Vec<String>,
    /// Files that stood there already with the same content.
    pub unchanged: usize,
    /// Files of offices under the same name, which stay.
    pub kept: Vec<String>,
    /// Folders that were made.
    pub made: Vec<String>,
    /// Offices without a folder, which got nothing.
    pub without_folder: Vec<AgencyCode>,
    /// Answers stand in the offices' folders already: each run puts them there.
    pub answers_by_run: bool,
}

/// A file on its way to an office.
struct Parcel {
    agency: AgencyCode,
    /// The office's folder, relative to the inbox.
    home: PathBuf,
    /// The folder inside it.
    inside: PathBuf,
    file: PathBuf,
}

/// Puts forms and answers where the offices find them. Gives beside it what could not be put: somebody has it open, a link on the way,
/// no rights.
///
/// # Errors
///
/// The inbox cannot be reached, or holds much less than the last run saw; an office is not known, or does not report.
pub fn deliver(session: &Session, request: &DeliverRequest) -> Result<(DeliverAnswer, Vec<Failure>), Failure> {
    let work = &session.work;
    let day = moment::day(work.now);
    let register = work.register.register.in_force(day);
    let chosen: Result<Vec<AgencyCode>, Failure> = request.agencies.iter().map(|typed| agency_named(&register, typed)).collect();
    let chosen = chosen?;
    let config = &work.workspace.config;
    let why_not = |code: &AgencyCode| register.agency(code).and_then(|agency| Some((agency, exempt::because(agency, day, config)?)));
    if let Some((agency, because)) = chosen.iter().find_map(why_not) {
        return Err(Failure::usage(
            format!("{} {because}; không có biểu mẫu, phiếu phản hồi để chép.", agency.short),
            "Đề nghị bỏ mã này, hoặc sửa các cột “Nộp báo cáo tuần?”, “Nơi nộp”, hiệu lực ở trang DonVi.",
        ));
    }
    check_there(session)?;
    let wanted = |agency: &&Agency| {
        let reports = exempt::because(agency, day, config).is_none();
        reports && (chosen.is_empty() || chosen.contains(&agency.code))
    };
    let agencies: Vec<&Agency> = register.agencies.iter().filter(wanted).collect();
    let mut answer =
        DeliverAnswer { answers_by_run: request.feedback && work.workspace.shared_feedback().is_none(), ..DeliverAnswer::default() };
    let mut failures = Vec::new();
    let mut parcels = Vec::new();
    if request.forms {
        let written = forms::forms(session, &FormsRequest { agencies: request.agencies.clone(), period: request.period })?;
        failures.extend(written.open);
        let folder = work.workspace.forms(written.answer.period);
        parcels.extend(of_offices(work, &agencies, Path::new(""), |_| folder.clone())?);
    }
    let period = request.period.map_or(work.current_period(), |week| work.rhythm().period_of(week));
    if request.feedback && !answer.answers_by_run {
        let inside = Path::new(ANSWERS).join(period.to_string());
        parcels.extend(of_offices(work, &agencies, &inside, |agency| work.workspace.feedback(period, agency))?);
    }
    let issued = session.ledger.issued_forms()?;
    // Also an office for which nothing lies ready gets its folder.
    for agency in agencies {
        let home = PathBuf::from(&agency.folder);
        let before = office_folder::below(&work.workspace.disk, &work.workspace.inbox(), &home, false);
        match before {
            Ok(None) if request.make_folders => match office_folder::below(&work.workspace.disk, &work.workspace.inbox(), &home, true) {
                Ok(made) => answer.made.extend(made.map(|path| work.relative(&path))),
                Err(failure) => failures.push(failure),
            },
            Ok(None) => answer.without_folder.push(agency.code.clone()),
            Ok(Some(_)) | Err(Failure::Product { .. }) => {}
            Err(failure) => return Err(failure),
        }
    }
    for parcel in parcels.into_iter().filter(|parcel| !answer.without_folder.contains(&parcel.agency)).collect::<Vec<_>>() {
        if let Err(failure) = put(session, (&parcel, period), &issued, &mut answer) {
            failures.push(failure);
        }
    }
    Ok((answer, failures))
}

/// Is the inbox what the last run saw? Below the mount point of a share that is away, folders would be made that nobody sees, and the next
/// run would take them for the offices'.
fn check_there(session: &Session) -> Result<(), Failure> {
    let (work, workspace) = (&session.work, &session.work.workspace);
    let Some(before) = session.ledger.last_present()? else { return Ok(()) };
    let (register, terms) = (&work.register.register, Terms::of(&workspace.config, work.now));
    let scan = inbox::scan(&workspace.disk, &workspace.inbox(), &Areas::new(register), &workspace.not_inbox(register), &terms)?;
    inbox::check_not_shrunk(&workspace.inbox(), &scan, Some(before))
}

/// The files that lie ready for each office: those that bear its code.
fn of_offices(work: &Work, agencies: &[&Agency], inside: &Path, folder: impl Fn(&Agency) -> PathBuf) -> Result<Vec<Parcel>, Failure> {
    let mut parcels = Vec::new();
    for agency in agencies {
        let folder = folder(agency);
        let of_office = |name: &String| ["BC", "PhanHoi"].iter().any(|kind| name.starts_with(&format!("{kind}_{}_", agency.code)));
        for name in files::names_in(&work.workspace.disk, &folder)?.into_iter().filter(of_office) {
            let (home, inside) = (PathBuf::from(&agency.folder), inside.to_owned());
            parcels.push(Parcel { agency: agency.code.clone(), home, inside, file: folder.join(name) });
        }
    }
    Ok(parcels)
}

/// Puts one file, unless the office has another one of that name.
fn put(
    session: &Session,
    (parcel, period): (&Parcel, Period),
    issued: &BTreeSet<String>,
    answer: &mut DeliverAnswer,
) -> Result<(), Failure> {
    let work = &session.work;
    let (disk, inbox) = (&work.workspace.disk, work.workspace.inbox());
    let bytes = files::read(disk, &parcel.file)?;
    let Some(folder) = office_folder::below(disk, &inbox, &parcel.home.join(&parcel.inside), true)? else { return Ok(()) };
    let path = folder.join(parcel.file.file_name().unwrap_or_default());
    office_folder::check(disk, &inbox, &path)?;
    let known = work.relative(&path);
    let sha256 = archive::sha256(&bytes);
    if let Some(there) = files::read_if_there(disk, &path)? {
        let there = archive::sha256(&there);
        if there == sha256 {
            answer.unchanged += 1;
            return Ok(());
        }
        let noted = session.ledger.output(&known)?.is_some_and(|output| [output.published, output.prepared].contains(&Some(there.clone())));
        if !noted && !issued.contains(&there) {
            answer.kept.push(known);
            return Ok(());
        }
    }
    // Whoever delivers again knows by this that the file is ours.
    let run = session.ledger.last_run()?.map(|run| run.id);
    if let Some(run) = run {
        session.ledger.prepare_output(&known, Kind::Feedback.label(), period, &sha256, run)?;
    }
    match publish::publish_rebuildable(disk, &path, &bytes, work.now)? {
        Publication::Open(holder) => {
            // The next run does not put it: nothing waits for one.
            session.ledger.withdraw_output(&known)?;
            return Err(Failure::ProductOpen { path, holder: holder.text().to_owned(), beside: None });
        }
        _ if run.is_some() => session.ledger.publish_outputs(&[&known])?,
        _ => {}
    }
    answer.written.push(known);
    Ok(())
}
