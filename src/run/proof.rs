//! From a receipt code to its proof: the row of the ledger, what was known around it, what was decided, and whether
//! the records still hold. Reads ledger and archive alone; nothing is written.

use crate::io::archive::Archive;
use crate::io::failure::Failure;
use crate::io::ledger::{Ledger, ReleaseRecord};
use crate::io::reader_pool::WorkbookReader;
use crate::io::workspace::Workspace;
use crate::judge::facts::Cut;
use crate::judge::input::PeriodInput;
use crate::model::agency::AgencyCode;
use crate::model::cutoff::Cutoffs;
use crate::model::inbox::Receipt;
use crate::model::moment::{self, Moment};
use crate::model::outcome::Outcome;
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::rhythm::Rhythm;
use crate::model::scans::Position;
use crate::model::submission::{Admission, Submission};
use crate::run::judges::{self, Judges};
use crate::run::products::Regime;
use crate::run::receive;
use crate::run::record::sealed::Records;
use crate::run::session::{self, Start, identity, schedule};
use crate::sheets::feedback;
use crate::sheets::proof::{self, CountsFor, Decision, FreezeProof, Look, Proof, ReleaseProof, Saw, VersionProof};
use crate::text::receipt_code::TypedCode;
use crate::text::{areas, format};
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A code names a week without its year: the one nearest to the receipt is meant, this many weeks away at most.
const WEEKS_MAX: usize = 26;

/// Looks shown on each side of the cutoff and before the file.
const LOOKS: usize = 2;

/// The proof of a code.
///
/// # Errors
///
/// The code is none of the ledger's (exit 2, with what to check); the ledger cannot be read.
pub fn prove(workspace: &Workspace, start: &Start, code: &str) -> Result<Proof, Failure> {
    identity::check_there(workspace)?;
    let Some(ledger) = workspace.ledger_to_read()? else {
        return Err(Failure::usage("Chưa có sổ tiếp nhận.", "Đề nghị chạy “tonghop run” trước."));
    };
    let Some(typed) = TypedCode::read(code) else { return Err(unknown(code, FORM.to_owned())) };
    let receipt = ledger.receipt(typed.seq)?;
    let (receipt, agency) = match (receipt, AgencyCode::parse(&typed.agency)) {
        (Some(receipt), Some(agency)) if typed.is_of(&receipt) => (receipt, agency),
        (Some(receipt), _) => return Err(unknown(code, not_this_one(&receipt))),
        (None, _) => return Err(unknown(code, format!("Sổ không có số tiếp nhận {}. {FORM}", typed.seq))),
    };
    let Some(period) = week_of(&typed, &receipt) else { return Err(unknown(code, FORM.to_owned())) };
    let pool = start.readers.pool(1, workspace.config.limits);
    let asked = ProofQuestion { workspace, start, ledger: &ledger, pool, receipt: &receipt, agency: &agency, period };
    asked.proof(code.trim().to_uppercase())
}

const FORM: &str = "Đề nghị ghi đúng mã in trên phiếu phản hồi, dạng T28-SYT-0042-7F3K-9Q2M-XB41-0ZRD.";

fn unknown(code: &str, hint: String) -> Failure {
    Failure::usage(format!("Không có mã tiếp nhận “{}” trong sổ.", format::quote(code)), hint)
}

/// The number is there and the rest does not belong to it. The right characters are not told: whoever has the code
/// has the feedback.
fn not_this_one(receipt: &Receipt) -> String {
    format!(
        "Số tiếp nhận {} là tệp {}, thấy lần đầu {}, nhưng mã không khớp. Đề nghị đối chiếu từng ký tự với phiếu phản hồi: tuần, mã đơn vị, \
         các ký tự cuối. Nếu gõ đúng từng ký tự mà mã vẫn không khớp thì sổ tiếp nhận đã bị ghi lại sau khi in phiếu.",
        receipt.seq,
        format::quote(&receipt.file.path),
        format::instant(receipt.first_seen)
    )
}

fn week_of(typed: &TypedCode, receipt: &Receipt) -> Option<Period> {
    let (mut before, mut after) =
        (Period::containing(moment::day(receipt.first_seen)), Period::containing(moment::day(receipt.first_seen)));
    for _ in 0..=WEEKS_MAX {
        if let Some(found) = [before, after].into_iter().find(|period| typed.names(*period)) {
            return Some(found);
        }
        (before, after) = (before.previous(), after.next());
    }
    None
}

/// What is asked about, and where to look.
struct ProofQuestion<'a> {
    workspace: &'a Workspace,
    start: &'a Start,
    ledger: &'a Ledger,
    pool: Arc<dyn WorkbookReader>,
    receipt: &'a Receipt,
    agency: &'a AgencyCode,
    period: Period,
}

/// What a period makes of the receipt.
struct State {
    register: Arc<Register>,
    cutoffs: Option<Cutoffs>,
    submission: Option<Submission>,
}

impl ProofQuestion<'_> {
    fn proof(&self, code: String) -> Result<Proof, Failure> {
        let (workspace, ledger, receipt, agency, period) = (self.workspace, self.ledger, self.receipt, self.agency, self.period);
        let records: Vec<ReleaseRecord> = ledger.versions_of(period)?;
        let withdrawals = ledger.withdrawals(period)?;
        let in_force = |record: &ReleaseRecord| withdrawals.iter().all(|withdrawal| withdrawal.version != Some(record.version));
        let known = |record: &ReleaseRecord| receipt.seq <= record.last_receipt;
        let mut releases = Vec::new();
        let mut state = None;
        for record in &records {
            // A release that cannot be made again is said to be so; the rest of the proof still stands.
            let then = if known(record) { self.released(record).ok() } else { None };
            let merged = then.as_ref().map(|s| s.submission.as_ref().is_some_and(|s| self.is_merged(s)));
            let withdrawn_at =
                withdrawals.iter().find(|withdrawal| withdrawal.version == Some(record.version)).map(|withdrawal| withdrawal.at);
            releases.push(ReleaseProof { version: record.version, at: record.at, withdrawn_at, known: known(record), merged });
            state = then.filter(|_| in_force(record)).or(state);
        }
        let state = match state {
            Some(state) => state,
            None => self.today(records.iter().rfind(|record| in_force(record)))?,
        };
        let version = state.submission.as_ref().zip(state.cutoffs).and_then(|(s, cutoffs)| self.version(s, cutoffs));
        let counts_for = state.submission.as_ref().map(|s| s.agency.clone()).filter(|code| code != agency);
        let counts_for = counts_for.map(|code| CountsFor { name: state.register.short_name(&code), code });
        let of = counts_for.as_ref().map_or(agency, |other| &other.code);
        let freeze = ledger.freeze(period)?;
        let verdict = ledger.verdict_of(receipt.seq)?;
        let decided = match &verdict {
            Some(verdict) => {
                let at = ledger.run(verdict.run)?.map(|run| run.at);
                Some(Decision { at, outcome: verdict.outcome.key(), text: outcome_text(verdict.outcome) })
            }
            None => None,
        };
        let concerns = |a: &Admission| {
            let file = a.file.as_ref().is_none_or(|file| *file == receipt.file.path);
            a.period == period && a.agency.as_ref().is_none_or(|code| code == of) && file
        };
        Ok(Proof {
            code,
            agency: agency.clone(),
            counts_for: counts_for.clone(),
            agency_name: state.register.agency(agency).map_or_else(|| agency.to_string(), |a| a.name.clone()),
            desk: session::desk_name(&workspace.config, &state.register),
            period,
            cutoffs: state.cutoffs,
            receipt: receipt.clone(),
            previous_hash: ledger.receipt_entry(receipt.seq)?.map(|entry| entry.prev).unwrap_or_default(),
            looks: self.looks(&state)?,
            version,
            decided,
            book: ledger.book_entries_since(period)?.into_iter().filter(|e| e.said.period == period && e.said.agency == *of).collect(),
            book_uses: state.submission.map(|s| s.booked).unwrap_or_default(),
            freeze: freeze.map(|f| FreezeProof {
                at: f.at,
                receipt: f.on_time.get(of).copied(),
                added: f.on_time.get(of) != f.as_made().on_time.get(of),
            }),
            releases,
            admissions: ledger
                .admissions(period)?
                .into_iter()
                .filter(|admission| admission.revoked.is_none() && concerns(admission))
                .collect(),
            chain_broken: ledger.verify_chain().err(),
            original_broken: self.original_broken()?,
        })
    }

    fn is_merged(&self, submission: &Submission) -> bool {
        submission.used().any(|version| version.receipt.sha256 == self.receipt.sha256)
    }

    /// The period as a release of it was made.
    fn released(&self, record: &ReleaseRecord) -> Result<State, Failure> {
        let archive = self.workspace.archive();
        let records = Records { workspace: self.workspace, ledger: self.ledger, archive: &archive, register: None, understood: None };
        let sealed = records.open(record)?;
        let judges = self.judges(&archive);
        let submissions = sealed.assemble(&judges, &sealed.facts(&judges)?)?.consolidation.submissions;
        Ok(State { cutoffs: Some(sealed.cutoffs), register: sealed.regime.register, submission: self.own(submissions) })
    }

    /// The period as it looks today; after a release, what came since is answered by what was sealed with it.
    fn today(&self, release: Option<&ReleaseRecord>) -> Result<State, Failure> {
        let form = session::form_in_use(self.workspace, Some(self.ledger), self.start.now)?.form;
        let mut register = session::read_register(self.workspace)?;
        schedule::tell(self.workspace, self.ledger, &mut register, self.start.now)?;
        let rhythm = Rhythm { calendar: &register.register.calendar, schedule: &self.workspace.config.schedule };
        let archive = self.workspace.archive();
        let judges = self.judges(&archive);
        let left = judges::left(self.ledger, self.period, None)?;
        let freeze = self.ledger.freeze(self.period)?;
        let cutoffs = rhythm.cutoffs(self.period);
        let mut regime = Regime::of(self.workspace, &register);
        // A run tells what is lost; a receipt is proved without it.
        drop(regime.keep_frozen(self.workspace, freeze.as_ref(), true));
        let input = PeriodInput {
            period: self.period,
            cutoffs: cutoffs.unwrap_or_else(|| self.workspace.config.schedule.plain(self.period)),
            register: &regime.register,
            register_sha256: &regime.register_sha256,
            config: &regime.config,
            history: &left.history,
            history_of: left.of,
            history_revision: &left.revision,
            freeze: freeze.as_ref(),
            now: self.start.now,
            form: &form,
        };
        let mut facts = receive::facts_without_contents(self.ledger, self.receipt.first_seen, self.period, rhythm)?;
        receive::look_into(&judges, &mut facts, self.receipt.first_seen, rhythm, &input)?;
        if let Some(record) = release {
            let records = Records { workspace: self.workspace, ledger: self.ledger, archive: &archive, register: None, understood: None };
            facts = facts.as_of(Cut::Since(&records.cut(record)?));
            if let Ok(sealed) = records.open(record) {
                let submissions = sealed.assemble(&judges, &facts)?.consolidation.submissions;
                return Ok(State { cutoffs: Some(sealed.cutoffs), register: sealed.regime.register, submission: self.own(submissions) });
            }
        }
        let register = register.register.clone();
        let Some(cutoffs) = cutoffs else {
            return Ok(State { register, cutoffs: None, submission: None });
        };
        let submissions = judges.assemble(&facts, &input)?.consolidation.submissions;
        Ok(State { register, cutoffs: Some(cutoffs), submission: self.own(submissions) })
    }

    fn judges<'s>(&'s self, archive: &'s Archive) -> Judges<'s> {
        Judges::reading(self.ledger, Some(archive), self.start, self.pool.as_ref())
    }

    /// What the agency of the code did; if that holds no such version, what the one did for which the file counts: its successor.
    fn own(&self, submissions: Vec<Submission>) -> Option<Submission> {
        let holds = |s: &Submission| s.versions.iter().any(|version| version.receipt.sha256 == self.receipt.sha256);
        let of_code = |s: &Submission| s.agency == *self.agency;
        let is_successors = |s: &Submission| {
            let under = s.versions.iter().filter_map(|version| version.under.as_ref());
            under.map(|under| &under.code).any(|code| code == self.agency)
        };
        let of = |test: &dyn Fn(&Submission) -> bool| submissions.iter().position(test);
        let index = of(&|s| of_code(s) && holds(s)).or_else(|| of(&|s| is_successors(s) && holds(s))).or_else(|| of(&of_code))?;
        submissions.into_iter().nth(index)
    }

    /// The receipt as a version: itself, or the one with the same content that stands for it.
    fn version(&self, submission: &Submission, cutoffs: Cutoffs) -> Option<VersionProof> {
        let exact = submission.versions.iter().position(|v| v.receipt.seq == self.receipt.seq);
        let index = exact.or_else(|| submission.versions.iter().position(|v| v.receipt.sha256 == self.receipt.sha256))?;
        let version = submission.versions.get(index)?;
        let counted = submission.counted == Some(index) || submission.before.contains(&index);
        let about = |f: &&crate::model::finding::Finding| f.file == version.receipt.file.path;
        // What rules found in the rows is known of the version that counts; of any other what is wrong with the file.
        let findings: Vec<_> = if counted { submission.findings.iter().filter(about).collect() } else { version.findings.iter().collect() };
        let told = |f: &&crate::model::finding::Finding| {
            let place = [f.place.sheet.clone(), f.place.cell.map(|cell| format!("ô {cell}"))].into_iter().flatten().collect::<Vec<_>>();
            let place = if place.is_empty() { String::new() } else { format!(" {}:", place.join(", ")) };
            format!("[{}]{place} {}", f.code, feedback::sentence(f))
        };
        Some(VersionProof {
            number: version.number,
            valid: version.valid,
            received_at: version.timing.received_at,
            on_time: version.timing.on_time,
            evidence: version.timing.evidence,
            booked_late: version.timing.booked_late,
            counted,
            merged: counted && (submission.merged || submission.before.contains(&index)),
            standing: submission.standing,
            standing_text: proof::standing(submission, cutoffs),
            findings: findings.iter().map(told).collect(),
        })
    }

    /// Looks at the folder on both sides of the cutoff, the last ones before the file, and the one that saw it.
    fn looks(&self, state: &State) -> Result<Vec<Look>, Failure> {
        let area = areas::key_of(&self.receipt.file.folder, &state.register);
        let rhythm = Rhythm { calendar: &state.register.calendar, schedule: &self.workspace.config.schedule };
        let scans = self.ledger.scans_since(receive::reach(self.receipt.first_seen, self.period, rhythm))?;
        let scans: Vec<Position> = scans.of(&area).known().collect();
        let mut shown: BTreeSet<Position> = BTreeSet::new();
        let mut around = |at: Moment, after: usize| {
            let before = scans.iter().rev().filter(|scan| scan.at < at).take(LOOKS);
            let behind = scans.iter().filter(|scan| scan.at >= at).take(after);
            shown.extend(before.chain(behind));
        };
        around(self.receipt.first_seen, 1);
        if let Some(cutoffs) = state.cutoffs {
            around(cutoffs.submit, LOOKS);
        }
        let look = |Position { scan, at }| {
            let saw = match scan.cmp(&self.receipt.scan) {
                Ordering::Less => Saw::NotYet,
                Ordering::Equal => Saw::First,
                Ordering::Greater => Saw::Received,
            };
            Look { scan, at, saw }
        };
        Ok(shown.into_iter().map(look).collect())
    }

    fn original_broken(&self) -> Result<Option<String>, Failure> {
        if self.ledger.secrets()?.contains_key(&self.receipt.sha256) {
            return Ok(Some("Tệp có dấu mật nên bản gốc không được lưu.".to_owned()));
        }
        Ok(self.workspace.archive().read(&self.receipt.sha256).err().map(|failure| failure.to_string()))
    }
}

fn outcome_text(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Received => "tiếp nhận là báo cáo",
        Outcome::Returned => "trả lại, chưa sử dụng được",
        Outcome::Waiting => "giữ chờ đến kỳ ghi trong báo cáo",
        Outcome::AfterRelease => "lưu, nhận sau khi chốt bản tổng hợp",
        Outcome::Document => "văn bản ký",
    }
}
