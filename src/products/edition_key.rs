//! Everything that decides the bytes of the files people see of a period. Two equal keys give the same files, so nothing is
//! composed where the key is that of an earlier run.
//!
//! The inputs are taken apart field by field: one that is new does not compile until somebody says here how it counts.

use crate::model::agency::{Agency, AgencyCode};
use crate::model::build::Build;
use crate::model::config::Layout;
use crate::model::consolidation::{Consolidation, Edition};
use crate::model::cutoff::{Cutoffs, Phase};
use crate::model::hindrances::Hindrances;
use crate::model::history::History;
use crate::model::moment::Moment;
use crate::model::register::Register;
use crate::model::replacement::Replacement;
use crate::model::report::AgencyReport;
use crate::model::span::Span;
use crate::model::submission::Admission;
use crate::model::withdrawal::Withdrawal;
use crate::sheets::blank::BlankInput;
use crate::sheets::feedback::FeedbackInput;
use crate::sheets::input::ProductInput;
use crate::sheets::to_do::GroupInput;
use crate::text::sha256;
use chrono::NaiveDate;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};

/// What the files of a period are about to be made from.
#[derive(Debug, Clone, Copy)]
pub struct EditionInput<'a> {
    /// Where each file goes, relative to the workspace, in the order in which they are made.
    pub paths: &'a [String],
    /// The figures that all of them print.
    pub consolidation: &'a Consolidation,
    /// What the products of an edition are made from; `None` if only answers are written.
    pub figures: Option<&'a ProductInput<'a>>,
    /// What the answers are made from.
    pub answers: &'a [FeedbackInput<'a>],
    /// What the forms beside the answers are made from.
    pub forms: &'a [BlankInput<'a>],
    /// What the text for the chat group is made from.
    pub message: &'a GroupInput<'a>,
}

/// Everything that decides the bytes of the files of a period, each thing once.
#[derive(Debug, Clone, Serialize)]
pub struct EditionKey<'a> {
    /// Digest of the program's sources: words, layouts and rules are nowhere else.
    build: &'a str,
    paths: &'a [String],
    consolidation: &'a Consolidation,
    figures: Option<FiguresKey<'a>>,
    answers: Vec<AnswerKey<'a>>,
    forms: Vec<FormKey<'a>>,
    /// What earlier periods left, for the forms; `None` without forms.
    history: Option<&'a History>,
    /// The registers in force on each day that a form is judged by.
    registers: Vec<(NaiveDate, &'a Register)>,
    message: MessageKey<'a>,
}

#[derive(Debug, Clone, Serialize)]
struct FiguresKey<'a> {
    config: String,
    desk_name: &'a str,
    edition: Edition,
    register_sha256: &'a str,
    chain_head: Option<&'a str>,
    admissions: &'a [Admission],
    replacement: Option<&'a Replacement>,
    withdrawals: &'a [Withdrawal],
    hindrances: Hindrances,
}

#[derive(Debug, Clone, Serialize)]
struct AnswerKey<'a> {
    agency: &'a AgencyCode,
    phase: Phase,
    next_cutoff: Moment,
    rehearsal: bool,
    desk_name: &'a str,
    layout: Layout,
}

#[derive(Debug, Clone, Serialize)]
struct MessageKey<'a> {
    phase: Phase,
    desk_short: &'a str,
    elsewhere: &'a BTreeSet<AgencyCode>,
    layout: Layout,
    rehearsal: bool,
}

#[derive(Debug, Clone, Serialize)]
struct FormKey<'a> {
    definition: &'a str,
    desk_name: &'a str,
    agency: &'a Agency,
    span: Span,
    cutoffs: Cutoffs,
    day: NaiveDate,
    rehearsal: bool,
    reported: Option<&'a AgencyReport>,
}

impl<'a> EditionKey<'a> {
    /// Of a build and its inputs.
    pub fn of(build: &'a Build, input: &EditionInput<'a>) -> Self {
        let EditionInput { paths, consolidation, figures, answers, forms, message } = *input;
        let mut registers: Vec<(NaiveDate, &Register)> = forms.iter().map(|form| (form.day, form.register)).collect();
        registers.sort_by_key(|(day, _)| *day);
        registers.dedup_by_key(|(day, _)| *day);
        Self {
            build: &build.source,
            paths,
            consolidation,
            figures: figures.map(figures_key),
            answers: answers.iter().map(answer_key).collect(),
            forms: forms.iter().map(form_key).collect(),
            history: forms.first().map(|form| form.history),
            registers,
            message: message_key(message),
        }
    }

    /// SHA-256 of all of it.
    pub fn digest(&self) -> Result<String, postcard::Error> {
        let writer = BufWriter::with_capacity(1 << 16, Hasher(Sha256::new()));
        let hasher = postcard::to_io(self, writer)?.into_inner().map_err(|_| postcard::Error::SerializeBufferFull)?;
        Ok(sha256::hex(&hasher.0.finalize()))
    }
}

/// The consolidation is counted once, beside.
fn figures_key<'a>(input: &ProductInput<'a>) -> FiguresKey<'a> {
    let ProductInput {
        consolidation: _,
        config,
        desk_name,
        edition,
        register_sha256,
        chain_head,
        admissions,
        // Nothing that comes again prints them.
        earlier: _,
        rows: _,
        replacement,
        withdrawals,
        hindrances,
    } = *input;
    let config = format!("{config:?}");
    FiguresKey { config, desk_name, edition, register_sha256, chain_head, admissions, replacement, withdrawals, hindrances }
}

/// The agency's name and what it did stand in the consolidation, under its code.
fn answer_key<'a>(input: &FeedbackInput<'a>) -> AnswerKey<'a> {
    let FeedbackInput { consolidation: _, agency, submission: _, phase, next_cutoff, rehearsal, desk_name, layout } = *input;
    AnswerKey { agency: &agency.code, phase, next_cutoff, rehearsal, desk_name, layout }
}

/// The consolidation is counted once, beside.
fn message_key<'a>(input: &'a GroupInput<'_>) -> MessageKey<'a> {
    let GroupInput { consolidation: _, phase, desk_short, elsewhere, layout, rehearsal } = input;
    MessageKey { phase: *phase, desk_short, elsewhere, layout: *layout, rehearsal: *rehearsal }
}

/// The history is one for all forms, the registers one for all of a day.
fn form_key<'a>(input: &BlankInput<'a>) -> FormKey<'a> {
    let BlankInput { form, desk_name, agency, register: _, history: _, proposals: _, span, cutoffs, day, rehearsal, reported } = *input;
    FormKey { definition: &form.definition, desk_name, agency, span, cutoffs, day, rehearsal, reported }
}

struct Hasher(Sha256);

impl Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms;
    use crate::model::agency::AgencyKind;
    use crate::model::config::Config;
    use crate::sheets::testing;
    use crate::testing::{config, july, member, week};

    /// Everything that decides, in one value, so that a test can change one thing at a time.
    #[derive(Clone)]
    struct Everything {
        build: Build,
        paths: Vec<String>,
        consolidation: Consolidation,
        config: Config,
        desk_name: String,
        edition: Edition,
        register_sha256: String,
        chain_head: Option<String>,
        admissions: Vec<Admission>,
        replacement: Option<Replacement>,
        withdrawals: Vec<Withdrawal>,
        hindrances: Hindrances,
        draft: bool,
        phase: Phase,
        next_cutoff: Moment,
        message_phase: Phase,
        desk_short: String,
        elsewhere: BTreeSet<AgencyCode>,
        rehearsal: bool,
        form: forms::Form,
        agency: Agency,
        register: Register,
        history: History,
        span: Span,
        cutoffs: Cutoffs,
        day: NaiveDate,
        reported: Option<AgencyReport>,
    }

    impl Everything {
        fn key(&self) -> String {
            self.with(|key| key.digest().unwrap())
        }

        fn with<T>(&self, f: impl FnOnce(&EditionKey<'_>) -> T) -> T {
            let c = &self.consolidation;
            let figures = ProductInput {
                consolidation: c,
                config: &self.config,
                desk_name: &self.desk_name,
                edition: self.edition,
                register_sha256: &self.register_sha256,
                chain_head: self.chain_head.as_deref(),
                admissions: &self.admissions,
                earlier: &[],
                rows: None,
                replacement: self.replacement.as_ref(),
                withdrawals: &self.withdrawals,
                hindrances: self.hindrances,
            };
            let answer = FeedbackInput {
                consolidation: c,
                agency: &c.agencies[0],
                submission: &c.submissions[0],
                phase: self.phase,
                next_cutoff: self.next_cutoff,
                rehearsal: self.rehearsal,
                desk_name: &self.desk_name,
                layout: self.config.desk.layout,
            };
            let form = BlankInput {
                form: &self.form,
                desk_name: &self.desk_name,
                agency: &self.agency,
                register: &self.register,
                history: &self.history,
                proposals: &[],
                span: self.span,
                cutoffs: self.cutoffs,
                day: self.day,
                rehearsal: self.rehearsal,
                reported: self.reported.as_ref(),
            };
            let input = EditionInput {
                paths: &self.paths,
                consolidation: c,
                figures: self.draft.then_some(&figures),
                answers: &[answer],
                forms: &[form],
                message: &GroupInput {
                    consolidation: c,
                    phase: self.message_phase,
                    desk_short: self.desk_short.clone(),
                    elsewhere: self.elsewhere.clone(),
                    layout: self.config.desk.layout,
                    rehearsal: self.rehearsal,
                },
            };
            f(&EditionKey::of(&self.build, &input))
        }
    }

    fn everything() -> Everything {
        let agencies = vec![member("SYT", AgencyKind::Department)];
        let (consolidation, register) = (testing::consolidation(), Register { agencies, ..Register::default() });
        Everything {
            build: Build::this(),
            paths: vec!["ket-qua/a.xlsx".to_owned()],
            config: config(),
            desk_name: "Sở".to_owned(),
            edition: Edition::Draft,
            register_sha256: "aa".to_owned(),
            chain_head: None,
            admissions: Vec::new(),
            replacement: None,
            withdrawals: Vec::new(),
            hindrances: Hindrances::default(),
            draft: true,
            phase: Phase::Collecting,
            message_phase: Phase::Collecting,
            desk_short: "Sở".to_owned(),
            elsewhere: BTreeSet::new(),
            next_cutoff: consolidation.cutoffs.submit,
            rehearsal: false,
            form: forms::builtin()[0].clone(),
            agency: register.agencies[0].clone(),
            register,
            history: History::default(),
            span: Span::week(week()),
            cutoffs: consolidation.cutoffs,
            day: july(11, 10, 0).date_naive(),
            reported: None,
            consolidation,
        }
    }

    type Change = (&'static str, fn(&mut Everything));

    /// One change each, by the path of the key that it must move.
    const CHANGES: [Change; 34] = [
        ("build", |e| e.build.source = "0".repeat(16)),
        ("paths", |e| e.paths[0].push('x')),
        ("consolidation", |e| e.consolidation.latest_receipt = None),
        ("consolidation", |e| e.consolidation.submissions[0].due = !e.consolidation.submissions[0].due),
        ("consolidation", |e| e.consolidation.submissions[0].findings.clear()),
        ("consolidation", |e| e.consolidation.tasks[0].obstacle.push('x')),
        ("consolidation", |e| e.consolidation.agencies[0].short.push('x')),
        ("consolidation", |e| e.consolidation.moved = Some("x".to_owned())),
        ("figures", |e| e.draft = false),
        ("figures.config", |e| e.config.desk.place.push('x')),
        ("figures.desk_name", |e| e.desk_name.push('x')),
        ("figures.edition", |e| e.edition = Edition::Release { version: 2, late: false }),
        ("figures.register_sha256", |e| e.register_sha256.push('x')),
        ("figures.chain_head", |e| e.chain_head = Some("x".to_owned())),
        ("figures.admissions", |e| e.admissions.push(admission())),
        ("figures.replacement", |e| e.replacement = Some(replacement())),
        ("figures.withdrawals", |e| e.withdrawals.push(withdrawal())),
        ("figures.hindrances", |e| e.hindrances.inbox_until = Some(july(11, 10, 42))),
        ("answers.phase", |e| e.phase = Phase::Consolidating),
        ("answers.next_cutoff", |e| e.next_cutoff = july(11, 12, 0)),
        ("message.phase", |e| e.message_phase = Phase::Consolidating),
        ("message.desk_short", |e| e.desk_short.push('x')),
        ("message.elsewhere", |e| e.elsewhere.extend(AgencyCode::parse("SYT"))),
        ("rehearsal", |e| e.rehearsal = true),
        ("layout", |e| e.config.desk.layout = Layout::Party),
        ("forms.definition", |e| e.form.definition.push('x')),
        ("forms.agency", |e| e.agency.name.push('x')),
        ("registers", |e| e.register.agencies.clear()),
        ("history", |e| e.history.missing_streak.extend([(e.agency.code.clone(), 3)])),
        ("forms.span", |e| e.span = Span::week(week().next())),
        ("forms.cutoffs", |e| e.cutoffs.submit = july(11, 12, 0)),
        ("forms.day", |e| e.day = july(12, 10, 0).date_naive()),
        ("forms.reported", |e| e.reported = Some(AgencyReport::default())),
        ("answers.agency", |e| e.consolidation.agencies.rotate_left(1)),
    ];

    fn admission() -> Admission {
        let (agency, file, until, at) = (None, None, None, july(11, 12, 0));
        Admission { period: week(), agency, file, reason: "x".to_owned(), by: "y".to_owned(), at, version: 1, until, revoked: None }
    }

    fn withdrawal() -> Withdrawal {
        Withdrawal { period: week(), version: Some(1), freeze: None, reason: "x".to_owned(), by: "y".to_owned(), at: july(11, 15, 22) }
    }

    fn replacement() -> Replacement {
        let (reason, by, at) = ("x".to_owned(), "y".to_owned(), july(11, 16, 0));
        Replacement { version: 1, by_version: 2, released_at: at, reason, by, reopened_at: at, differences: Vec::new() }
    }

    #[test]
    fn each_input_changed_alone_moves_the_key() {
        let same = everything();
        assert_eq!(same.key(), everything().key());
        let mut seen = BTreeSet::from([same.key()]);
        for (what, change) in CHANGES {
            let mut other = same.clone();
            change(&mut other);
            assert!(seen.insert(other.key()), "{what}");
        }
    }

    #[test]
    fn no_part_of_the_key_goes_without_a_change() {
        let whole = everything().with(|key| serde_json::to_value(key).unwrap());
        let tried: BTreeSet<&str> = CHANGES.iter().map(|(what, _)| *what).collect();
        let first = |value: &serde_json::Value| value.get(0).cloned().unwrap_or(value.clone());
        for (name, value) in whole.as_object().unwrap() {
            let inner = first(value);
            // What stands for a whole value of the model is counted whole; the keys of our own are taken apart.
            let parts = inner.as_object().filter(|_| ["figures", "answers", "forms", "message"].contains(&name.as_str()));
            let names: Vec<String> = parts.map_or(vec![name.clone()], |parts| parts.keys().map(|part| format!("{name}.{part}")).collect());
            // Name and layout of the desk and mark of a rehearsal are one each, for all that print them.
            let shared = |name: &String| [".desk_name", ".layout", ".rehearsal"].iter().any(|end| name.ends_with(end));
            for name in names.into_iter().filter(|name| !shared(name)) {
                assert!(tried.contains(name.as_str()), "{name}: no change of it is tried");
            }
        }
    }
}
