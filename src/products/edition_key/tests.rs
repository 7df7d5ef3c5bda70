//! Every input of every key, changed alone: it moves the keys of what is made from it, and no other.

use super::*;
use crate::model::agency::{Agency, AgencyCode, AgencyKind};
use crate::model::build::Build;
use crate::model::config::{Config, Layout};
use crate::model::consolidation::{Consolidation, Edition};
use crate::model::cutoff::{Cutoffs, Phase};
use crate::model::desk_rule::DeskRule;
use crate::model::filling::Filling;
use crate::model::finding::Severity;
use crate::model::hindrances::Hindrances;
use crate::model::history::History;
use crate::model::inbox::Content;
use crate::model::moment::Moment;
use crate::model::place::Place;
use crate::model::predecessor::Predecessor;
use crate::model::proposal::{ProposalLine, ProposalState};
use crate::model::register::Register;
use crate::model::replacement::Replacement;
use crate::model::report::{AgencyReport, SheetId};
use crate::model::span::Span;
use crate::model::submission::{Addressee, Admission, Submission};
use crate::model::withdrawal::Withdrawal;
use crate::sheets::blank::{self, BlankInput};
use crate::sheets::feedback::{self, FeedbackInput};
use crate::sheets::input::ProductInput;
use crate::sheets::own_figures::OwnFigures;
use crate::sheets::testing;
use crate::sheets::to_do::GroupInput;
use crate::testing::{Form, agency, config, form, july, member, week};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that decides, in one value, so that a test can change one thing at a time. The form is that of the Health Department.
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
    phase: Phase,
    next_cutoff: Moment,
    message_phase: Phase,
    desk_short: String,
    elsewhere: BTreeSet<AgencyCode>,
    rehearsal: bool,
    form: Form,
    desk: AgencyCode,
    agency: Agency,
    register: Register,
    history: History,
    form_proposals: Vec<ProposalLine>,
    span: Span,
    cutoffs: Cutoffs,
    day: NaiveDate,
    reported: Option<AgencyReport>,
}

/// Keys by the code of the office whose answer they are of; `draft` and `message` beside.
type Keys = BTreeMap<String, KeyDigest>;

impl Everything {
    fn draft(&self) -> ProductInput<'_> {
        ProductInput {
            consolidation: &self.consolidation,
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
        }
    }

    fn message(&self) -> GroupInput<'_> {
        GroupInput {
            consolidation: &self.consolidation,
            phase: self.message_phase,
            desk_short: self.desk_short.clone(),
            elsewhere: self.elsewhere.clone(),
            layout: self.config.desk.layout,
            rehearsal: self.rehearsal,
        }
    }

    fn blank(&self) -> BlankInput<'_> {
        BlankInput {
            form: &self.form,
            desk: &self.desk,
            desk_name: &self.desk_name,
            agency: &self.agency,
            register: &self.register,
            history: &self.history,
            proposals: &self.form_proposals,
            span: self.span,
            cutoffs: self.cutoffs,
            day: self.day,
            rehearsal: self.rehearsal,
            reported: self.reported.as_ref(),
        }
    }

    fn answers<T>(&self, mut f: impl FnMut(&FeedbackInput<'_>) -> T) -> BTreeMap<String, T> {
        let c = &self.consolidation;
        let of = |submission: &Submission| {
            let agency = c.agency(&submission.agency).unwrap();
            let input = FeedbackInput {
                figures: &OwnFigures::of(c, submission),
                agency,
                submission,
                phase: self.phase,
                next_cutoff: self.next_cutoff,
                rehearsal: self.rehearsal,
                desk_name: &self.desk_name,
                layout: self.config.desk.layout,
            };
            (agency.code.to_string(), f(&input))
        };
        c.submissions.iter().map(of).collect()
    }

    /// Calls `f` with all keys, as the bytes that are counted.
    fn keys(&self) -> Keys {
        let c = &self.consolidation;
        let offices: Vec<KeyDigest> = c.submissions.iter().map(|s| KeyDigest::of_submission(s).unwrap()).collect();
        let figures = KeyDigest::of_figures(c, &offices).unwrap();
        let (register, history) = self.of_form();
        let mut keys = self.answers(|input| {
            let submission = KeyDigest::of_submission(input.submission).unwrap();
            let form = (input.agency.code.as_str() == "SYT").then(|| FormKey::of(&self.blank(), &register, &history));
            AnswerKey::of(&self.build, &self.paths, (input, &submission), form).digest().unwrap()
        });
        keys.insert("draft".to_owned(), DraftKey::of(&self.build, &self.paths, &self.draft(), &figures).digest().unwrap());
        keys.insert("message".to_owned(), MessageKey::of(&self.build, &self.paths, &self.message(), &figures).digest().unwrap());
        keys
    }

    fn of_form(&self) -> (KeyDigest, KeyDigest) {
        (KeyDigest::of_register(&self.register).unwrap(), KeyDigest::of_history(&self.history).unwrap())
    }

    /// The answers themselves, as people see them.
    fn answers_seen(&self) -> BTreeMap<String, String> {
        // Beside one of them lies a form.
        let form = |input: &FeedbackInput<'_>| (input.agency.code.as_str() == "SYT").then(|| format!("{:?}", blank::book(&self.blank())));
        self.answers(|input| format!("{}\n{:?}\n{}", feedback::text(input), feedback::book(input), form(input).unwrap_or_default()))
    }

    fn part(&mut self, agency: &str) -> &mut crate::model::consolidation::PartLine {
        let parts = self.consolidation.tasks.iter_mut().flat_map(|line| &mut line.parts);
        parts.filter(|part| part.period.is_some()).find(|part| part.agency.as_str() == agency).unwrap()
    }

    fn submission(&mut self, agency: &str) -> &mut Submission {
        self.consolidation.submissions.iter_mut().find(|submission| submission.agency.as_str() == agency).unwrap()
    }
}

fn everything() -> Everything {
    let agencies = vec![member("SYT", AgencyKind::Department)];
    let (mut consolidation, register) = (testing::consolidation(), Register { agencies, ..Register::default() });
    consolidation.submissions[0].through = Some(agency("SNV"));
    consolidation.submissions[1].in_time_at = Some(Addressee::Desk(agency("SGDDT")));
    let ended = |code, heir| Predecessor { code: agency(code), heir: agency(heir), last_day: july(9, 0, 0).date_naive(), alone: true };
    consolidation.submissions[6].versions[0].under = Some(ended("CU", "VPUB"));
    consolidation.submissions[10].versions[0].under = Some(ended("P-THANHSEN", "X-CANLOC"));
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
        phase: Phase::Collecting,
        message_phase: Phase::Collecting,
        desk_short: "Sở".to_owned(),
        elsewhere: BTreeSet::new(),
        next_cutoff: consolidation.cutoffs.submit,
        rehearsal: false,
        form: form(),
        desk: agency("SKHCN"),
        agency: register.agencies[0].clone(),
        register,
        history: History::default(),
        form_proposals: Vec::new(),
        span: Span::week(week()),
        cutoffs: consolidation.cutoffs,
        day: july(11, 10, 0).date_naive(),
        reported: None,
        consolidation,
    }
}

/// What a change moves: `draft`, `message`, the codes of offices; `answers` stands for all of them, `all` for everything.
type Moved = &'static str;

/// The field of a key that a change is about, what it moves, the change.
type Change = (&'static str, Moved, fn(&mut Everything));

/// All figures, and no answer.
const FIGURES: Moved = "draft message";
const OF_SYT: Moved = "draft message SYT";
const WHOLE: Moved = "draft message answers";

const CHANGES: [Change; 86] = [
    ("build", WHOLE, |e| e.build.source = "0".repeat(16)),
    ("paths", WHOLE, |e| e.paths[0].push('x')),
    // What came from an office.
    ("submission", OF_SYT, |e| e.submission("SYT").due = false),
    ("submission", OF_SYT, |e| e.submission("SYT").findings.clear()),
    ("submission", "draft message STC", |e| e.submission("STC").versions[0].receipt.sha256.push('x')),
    ("submissions", "draft message STC", |e| {
        e.submission("STC").versions[0].content = std::sync::Arc::new(Content::Document { kind: "PDF".into() });
    }),
    ("submissions", OF_SYT, |e| e.submission("SYT").versions[0].filling = Filling::Confirmed),
    ("submissions", OF_SYT, |e| {
        let (code, heir) = (agency("SNV"), agency("SYT"));
        e.submission("SYT").versions[0].under = Some(Predecessor { code, heir, last_day: e.day, alone: false });
    }),
    // The figures of all.
    ("period", WHOLE, |e| e.consolidation.period = week().next()),
    ("span", WHOLE, |e| e.consolidation.span = Span::week(week().next())),
    ("cutoffs", WHOLE, |e| e.consolidation.cutoffs.release = july(11, 15, 0)),
    ("moved", WHOLE, |e| e.consolidation.moved = Some("x".to_owned())),
    ("unconfirmed", FIGURES, |e| e.consolidation.unconfirmed = Some("x".to_owned())),
    ("agencies", "draft message SXD", |e| e.consolidation.agencies[2].name.push('x')),
    ("agencies", FIGURES, |e| e.consolidation.agencies.rotate_left(1)),
    ("former", FIGURES, |e| drop(e.consolidation.former.insert(agency("KHAC"), "Khác".to_owned()))),
    ("desks", "draft message SXD", |e| e.consolidation.desks.push(agency("SXD"))),
    ("roads", FIGURES, |e| {
        e.consolidation.roads.silent.insert(agency("SNV"), agency("SYT"));
    }),
    ("tasks", FIGURES, |e| e.consolidation.tasks[0].obstacle.push('x')),
    ("tasks", FIGURES, |e| e.consolidation.tasks[0].late_in = Some(week())),
    ("tasks", FIGURES, |e| e.consolidation.tasks[0].late_in = Some(week().next())),
    ("targets", FIGURES, |e| e.consolidation.targets[0].reason.push('x')),
    ("task_totals", FIGURES, |e| e.consolidation.task_totals.overall.total += 1),
    ("target_counts", FIGURES, |e| e.consolidation.target_counts.met += 1),
    ("target_counts_by_year", FIGURES, |e| e.consolidation.target_counts_by_year.push((2031, Default::default()))),
    ("difficulties", FIGURES, |e| e.consolidation.difficulties.clear()),
    ("proposals", FIGURES, |e| e.consolidation.proposals[0].home.text.push('x')),
    ("proposals", FIGURES, |e| e.consolidation.proposals[0].answer.as_mut().unwrap().writer.clear()),
    ("extra_tasks", FIGURES, |e| e.consolidation.extra_tasks.clear()),
    ("weeks", FIGURES, |e| e.consolidation.weeks.push(e.consolidation.figures())),
    ("remarks", FIGURES, |e| e.consolidation.remarks.clear()),
    ("desk_rules", FIGURES, |e| e.consolidation.desk_rules.push(desk_rule())),
    ("findings", FIGURES, |e| e.consolidation.findings.extend(e.consolidation.submissions[0].findings.clone())),
    ("trials", FIGURES, |e| e.consolidation.trials.extend(e.consolidation.submissions[0].findings.clone())),
    ("latest_receipt", FIGURES, |e| e.consolidation.latest_receipt = None),
    ("calendar", FIGURES, |e| e.consolidation.calendar.work_days.extend([e.day])),
    // What a freeze fixed is no day.
    ("calendar", "", |e| e.consolidation.calendar.desks.extend([agency("SYT")])),
    ("calendar", FIGURES, |e| drop(e.consolidation.calendar.rest_days.insert(e.day, "Tết".to_owned()))),
    // What of the figures concerns one office.
    ("last_release", WHOLE, |e| e.consolidation.comparison.as_mut().unwrap().period = week().previous().previous()),
    ("comparison", FIGURES, |e| e.consolidation.comparison.as_mut().unwrap().changes.clear()),
    ("is_desk", OF_SYT, |e| e.consolidation.desks.push(agency("SYT"))),
    ("through", "draft message SNV SYT", |e| e.consolidation.agencies[4].short.push('x')),
    ("in_time_at", "draft message SGDDT STC", |e| e.consolidation.agencies[5].short.push('x')),
    ("heir", "draft message X-CANLOC P-THANHSEN", |e| e.consolidation.agencies[11].short.push('x')),
    ("said_before", "draft message VPUB", |e| drop(e.consolidation.former.insert(agency("CU"), "Cũ".to_owned()))),
    ("offices_before", "draft message VPUB", |e| drop(e.consolidation.former.insert(agency("CU"), "Trước".to_owned()))),
    ("missing", "draft message SYT VPUB", |e| {
        // A task of both that neither report has.
        e.consolidation.tasks.iter_mut().find(|line| line.task.code.as_str() == "KH11-008").unwrap().state.class =
            crate::model::class::TaskClass::Withdrawn;
    }),
    ("score", OF_SYT, |e| {
        let parts = e.consolidation.tasks.iter_mut().flat_map(|line| &mut line.parts);
        parts.filter(|part| part.agency.as_str() == "SYT").for_each(|part| part.changed_in = None);
    }),
    ("proposals", "draft message SXD", |e| e.consolidation.proposals[2].answer.as_mut().unwrap().text.push('x')),
    ("proposals", "draft message STC", |e| e.consolidation.proposals[1].since = week().previous().previous()),
    ("proposals", "draft message SXD", |e| e.consolidation.proposals[1].holder = agency("SXD")),
    ("proposals", "draft message STC", |e| e.consolidation.proposals[1].state = ProposalState::Gone),
    ("tasks", OF_SYT, |e| e.part("SYT").period = None),
    ("tasks", OF_SYT, |e| e.part("SYT").source.as_mut().unwrap().sha256 = "x".into()),
    ("targets", "draft message SYT", |e| e.consolidation.targets[0].sources.clear()),
    ("criteria", "draft message X-THACHHA", |e| e.consolidation.criteria.lines[0].results[0] = None),
    ("criteria", FIGURES, |e| e.consolidation.criteria.lines[0].stale = true),
    // The draft.
    ("config", "draft", |e| e.config.desk.place.push('x')),
    ("desk_name", "draft answers", |e| e.desk_name.push('x')),
    ("edition", "draft", |e| e.edition = Edition::Release { version: 2, late: false }),
    ("register_sha256", "draft", |e| e.register_sha256 = "x".to_owned()),
    ("chain_head", "draft", |e| e.chain_head = Some("x".to_owned())),
    ("admissions", "draft", |e| e.admissions.push(admission())),
    ("replacement", "draft", |e| e.replacement = Some(replacement())),
    ("withdrawals", "draft", |e| e.withdrawals.push(withdrawal())),
    ("hindrances", "draft", |e| e.hindrances.inbox_until = Some(july(11, 10, 42))),
    // The answers, the message.
    ("agency", OF_SYT, |e| e.consolidation.agencies[0].name.push('x')),
    ("phase", "answers", |e| e.phase = Phase::Consolidating),
    ("next_cutoff", "answers", |e| e.next_cutoff = july(11, 12, 0)),
    ("phase", "message", |e| e.message_phase = Phase::Consolidating),
    ("desk_short", "message", |e| e.desk_short.push('x')),
    ("elsewhere", "message", |e| e.elsewhere.extend(AgencyCode::parse("SYT"))),
    ("rehearsal", "message answers", |e| e.rehearsal = true),
    ("layout", WHOLE, |e| e.config.desk.layout = Layout::Party),
    // The form.
    ("form", "SYT", |e| e.form.definition.push('x')),
    ("definition", "SYT", |e| e.form.definition.push('y')),
    ("desk", "SYT", |e| e.desk = agency("VPTU")),
    ("agency", "SYT", |e| e.agency.name.push('x')),
    ("register", "SYT", |e| e.register.agencies.clear()),
    ("history", "SYT", |e| e.history.missing_streak.extend([(e.agency.code.clone(), 3)])),
    ("proposals", "SYT", |e| e.form_proposals.extend(e.consolidation.proposals.first().cloned())),
    ("proposals", "", |e| e.form_proposals.extend(e.consolidation.proposals.last().cloned())),
    ("span", "SYT", |e| e.span = Span::week(week().next())),
    ("cutoffs", "SYT", |e| e.cutoffs.submit = july(11, 12, 0)),
    ("day", "SYT", |e| e.day = july(12, 10, 0).date_naive()),
    ("reported", "SYT", |e| e.reported = Some(AgencyReport::default())),
];

fn admission() -> Admission {
    let (agency, file, until, at) = (None, None, None, july(11, 12, 0));
    Admission { period: week(), agency, file, reason: "x".to_owned(), by: "y".to_owned(), at, version: 1, until, revoked: None }
}

fn desk_rule() -> DeskRule {
    DeskRule {
        code: "Q01".to_owned(),
        severity: Severity::Warning,
        trial: false,
        sheet: SheetId::Tasks,
        condition: "true".to_owned(),
        message: "x".to_owned(),
        advice: String::new(),
        from: None,
        until: None,
        reason: String::new(),
        condition_at: Place::file(),
        message_at: Place::file(),
    }
}

fn withdrawal() -> Withdrawal {
    Withdrawal { period: week(), version: Some(1), freeze: None, reason: "x".to_owned(), by: "y".to_owned(), at: july(11, 15, 22) }
}

fn replacement() -> Replacement {
    let (reason, by, at) = ("x".to_owned(), "y".to_owned(), july(11, 16, 0));
    Replacement { version: 1, by_version: 2, released_at: at, reason, by, reopened_at: at, differences: Vec::new() }
}

fn moved(before: &Keys, after: &Keys) -> BTreeSet<String> {
    before.iter().filter(|(name, key)| after.get(*name) != Some(key)).map(|(name, _)| name.clone()).collect()
}

#[test]
fn each_input_changed_alone_moves_the_keys_of_what_is_made_from_it_and_no_other() {
    let same = everything();
    let keys = same.keys();
    assert_eq!(keys, everything().keys());
    assert_eq!(keys.values().collect::<BTreeSet<_>>().len(), keys.len(), "no two of them are equal");
    let offices: BTreeSet<&str> = keys.keys().map(String::as_str).filter(|name| !["draft", "message"].contains(name)).collect();
    let mut seen: BTreeSet<KeyDigest> = keys.values().cloned().collect();
    let mut wrong = Vec::new();
    for (number, (what, wanted, change)) in CHANGES.into_iter().enumerate() {
        let mut other = same.clone();
        change(&mut other);
        let after = other.keys();
        let wanted: BTreeSet<String> = wanted
            .split_whitespace()
            .flat_map(|name| if name == "answers" { offices.iter().copied().collect() } else { vec![name] })
            .map(ToOwned::to_owned)
            .collect();
        let moved = moved(&keys, &after);
        if moved != wanted {
            wrong.push(format!("{number} {what}: {moved:?} and not {wanted:?}"));
        }
        if !moved.iter().all(|name| seen.insert(after[name].clone())) {
            wrong.push(format!("{number} {what}: a key of another change"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The keys say what people see: an answer that would look different is under another key.
#[test]
fn no_answer_changes_under_its_key() {
    let same = everything();
    let (keys, seen) = (same.keys(), same.answers_seen());
    for (what, _, change) in CHANGES {
        let mut other = same.clone();
        change(&mut other);
        let (after, then) = (other.keys(), other.answers_seen());
        for (office, answer) in &seen {
            assert!(then[office] == *answer || after[office] != keys[office], "{what}: {office}");
        }
    }
}

fn fields(key: &impl Serialize) -> Vec<String> {
    serde_json::to_value(key).unwrap().as_object().unwrap().keys().cloned().collect()
}

#[test]
fn no_part_of_a_key_goes_without_a_change() {
    let e = everything();
    let (register, history) = e.of_form();
    let submission = KeyDigest::of_submission(&e.consolidation.submissions[0]).unwrap();
    let keys = [
        fields(&figures::Figures::of(&e.consolidation, &[])),
        fields(&DraftKey::of(&e.build, &e.paths, &e.draft(), &submission)),
        fields(&MessageKey::of(&e.build, &e.paths, &e.message(), &submission)),
        fields(&FormKey::of(&e.blank(), &register, &history)),
        fields(&OwnFigures::of(&e.consolidation, &e.consolidation.submissions[0])),
    ];
    let mut names: BTreeSet<String> = keys.into_iter().flatten().collect();
    e.answers(|input| {
        let key = AnswerKey::of(&e.build, &e.paths, (input, &submission), None);
        names.extend(fields(&key));
    });
    let tried: BTreeSet<&str> = CHANGES.iter().map(|(what, ..)| *what).collect();
    // `figures` stands for the fields of its own.
    let untried: Vec<&String> = names.iter().filter(|name| !tried.contains(name.as_str()) && *name != "figures").collect();
    assert_eq!(untried, Vec::<&String>::new());
}

/// What a value leaves out of what it serialises is counted beside, or decides nothing that is seen.
#[test]
fn nothing_is_left_out_that_is_not_known() {
    let sources = [
        include_str!("../../model/consolidation.rs"),
        include_str!("../../model/submission.rs"),
        include_str!("../../model/version.rs"),
        include_str!("../../model/proposal.rs"),
        include_str!("../../model/history.rs"),
        include_str!("../../model/register.rs"),
        include_str!("../../model/report.rs"),
        include_str!("../../model/extraction.rs"),
        include_str!("../../model/finding.rs"),
        include_str!("../../model/inbox.rs"),
        include_str!("../../model/roads.rs"),
        include_str!("../../model/extra_task.rs"),
        include_str!("../../model/desk_rule.rs"),
        include_str!("../../model/calendar.rs"),
    ];
    let lines: Vec<&str> = sources.iter().flat_map(|source| source.lines()).map(str::trim).collect();
    let skipped = lines.windows(2).filter(|pair| pair[0].starts_with("#[serde(skip") || pair[0].contains("serialize_with"));
    let names: Vec<&str> = skipped.map(|pair| pair[1].trim_start_matches("pub ").split(':').next().unwrap()).collect();
    let counted_beside = ["changed_in", "late_in", "calendar", "under", "content", "filling", "holder", "answer", "answered_at", "home"];
    // Found again from the lists, or from rows, findings and figures; of a history and an exception that no form and no sheet prints.
    let decides_nothing = ["places", "as_sent", "revoked", "chosen", "before_late"];
    let unknown: Vec<&&str> = names.iter().filter(|name| !counted_beside.contains(name) && !decides_nothing.contains(name)).collect();
    assert!(names.len() > 10 && unknown.is_empty(), "{unknown:?}");
}
