//! Proposals with their numbers, and what the desk answered: which are open, and how the others ended.
//!
//! A number belongs to the task, the level and the period for which it was given; of the same office and level the same words are
//! one proposal, and the smallest number of its tasks is its number. What the desk answered with a document is closed for these
//! words: other words for the same task get another number.

use crate::merge::rows::{Names, Rows};
use crate::model::agency::AgencyCode;
use crate::model::consolidation::{Difficulty, TaskLine};
use crate::model::history::{History, KnownTask};
use crate::model::period::Period;
use crate::model::proposal::{NumberedProposal, ProposalLine, ProposalNumber, ProposalRecord, ProposalState};
use crate::model::register::Register;
use crate::model::report::FieldId;
use crate::model::task::{TaskCode, Validity};
use crate::model::waiting::{EndedProposal, Ending, Waiting};
use crate::text::normalise;
use crate::text::nothing::says_nothing;
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};

/// Office, level and words: what makes two proposals one.
type Words = (AgencyCode, String, String);

fn words(agency: &AgencyCode, level: &str, text: &str) -> Words {
    (agency.clone(), normalise::key(level), normalise::key(text))
}

/// What the desk closed.
#[derive(Debug, Default)]
pub struct Closed {
    words: BTreeSet<Words>,
}

impl Closed {
    /// By everything that was recorded.
    pub fn of(record: &ProposalRecord) -> Self {
        let closed = record.numbered().filter_map(|(number, numbered)| {
            let (answer, about) = record.answer(number)?;
            answer.closes().then(|| words(&numbered.agency, &numbered.level, about))
        });
        Self { words: closed.collect() }
    }

    /// Takes what is closed out of a row; says whether there was something.
    pub fn settle(&self, row: &mut KnownTask) -> bool {
        let closed = !row.proposal.is_empty() && self.words.contains(&words(&row.agency, &row.level, &row.proposal));
        if closed {
            let since = row.waiting(FieldId::Proposal).since;
            let text = std::mem::take(&mut row.proposal);
            row.waiting.remove(&FieldId::Proposal);
            row.ended = Some(EndedProposal { text, level: std::mem::take(&mut row.level), since, how: Ending::Answered });
        }
        closed
    }

    /// The same of every row of a history; says in which rows.
    pub fn settle_all(&self, history: &mut History) -> Vec<String> {
        let rows = history.tasks.iter_mut().filter(|_| !self.words.is_empty());
        rows.filter_map(|row| self.settle(row).then(|| format!("{}/{}", row.agency, row.task))).collect()
    }
}

/// What is asked in the same words.
struct Asked<'a> {
    row: &'a KnownTask,
    tasks: Vec<TaskCode>,
    waiting: Waiting,
    /// Since when it is asked for each of its tasks.
    since: Vec<Period>,
}

/// Every proposal that has a number, and those of this period that get one now; in the order of the numbers.
pub fn proposals(register: &Register, rows: &Rows<'_>, lines: &[TaskLine], record: &ProposalRecord, period: Period) -> Vec<ProposalLine> {
    let asked = asked(register, rows, lines);
    let mut numbers: BTreeMap<&Words, ProposalNumber> = BTreeMap::new();
    for (number, home) in record.numbered() {
        // What was answered was answered of its words; other words are another proposal.
        let open = |(words, asked): &(&Words, &Asked<'_>)| {
            let of_task = asked.tasks.iter().zip(&asked.since).any(|(task, since)| *task == home.task && *since == home.since);
            let answered = record.answer(number).is_some_and(|(answer, about)| answer.closes() && normalise::key(about) != words.2);
            of_task && words.0 == home.agency && words.1 == normalise::key(&home.level) && !answered
        };
        if let Some((words, _)) = asked.iter().map(|(words, asked)| (words, asked)).find(open) {
            numbers.entry(words).or_insert(number);
        }
    }
    let mut known: Vec<ProposalLine> = record
        .numbered()
        .filter(|(number, _)| !numbers.values().any(|open| open == number))
        .map(|(n, home)| ended(rows.task(&home.agency, &home.task), record, n, home))
        .collect();
    let mut next = record.next_number(period.first_day().year());
    for (words, asked) in &asked {
        let number = numbers.get(words).copied().unwrap_or_else(|| {
            let given = next;
            next.ordinal += 1;
            given
        });
        known.push(open(asked, record, number));
    }
    known.sort_by_key(|line| line.number);
    known
}

/// Everything that is asked, in print order of the offices, then in the register's order of tasks.
fn asked<'a>(register: &Register, rows: &Rows<'a>, lines: &[TaskLine]) -> Vec<(Words, Asked<'a>)> {
    let names = Names::of(register);
    let mut asked: Vec<(Words, Asked<'a>)> = Vec::new();
    let mut places: BTreeMap<Words, usize> = BTreeMap::new();
    for line in lines.iter().filter(|l| l.task.validity != Validity::Withdrawn && !l.state.class.is_done()) {
        for part in line.parts.iter().filter(|p| !p.state.is_some_and(|s| s.class.is_done())) {
            let Some(row) = rows.task(&part.agency, &line.task.code).filter(|row| !says_nothing(&row.proposal)) else { continue };
            let (key, waiting) = (words(&part.agency, &row.level, &row.proposal), row.waiting(FieldId::Proposal));
            match places.get(&key).and_then(|at| asked.get_mut(*at)) {
                Some((_, known)) => {
                    known.tasks.push(line.task.code.clone());
                    known.since.push(waiting.since);
                    known.waiting.since = known.waiting.since.min(waiting.since);
                    known.waiting.said_in = known.waiting.said_in.max(waiting.said_in);
                }
                None => {
                    places.insert(key.clone(), asked.len());
                    asked.push((key, Asked { row, tasks: vec![line.task.code.clone()], waiting, since: vec![waiting.since] }));
                }
            }
        }
    }
    asked.sort_by(|(a, _), (b, _)| names.key(&a.0).cmp(&names.key(&b.0)));
    asked
}

fn open(asked: &Asked<'_>, record: &ProposalRecord, number: ProposalNumber) -> ProposalLine {
    let row = asked.row;
    let home = NumberedProposal {
        agency: row.agency.clone(),
        task: row.task.clone(),
        level: row.level.clone(),
        since: row.waiting(FieldId::Proposal).since,
        text: row.proposal.clone(),
    };
    ProposalLine {
        number,
        agency: row.agency.clone(),
        tasks: asked.tasks.clone(),
        level: row.level.clone(),
        text: row.proposal.clone(),
        since: asked.waiting.since,
        said_in: asked.waiting.said_in,
        state: ProposalState::Open,
        answer: record.answer(number).map(|(answer, _)| answer.clone()),
        answered_at: record.answered_at(number),
        home,
    }
}

fn ended(row: Option<&KnownTask>, record: &ProposalRecord, number: ProposalNumber, home: &NumberedProposal) -> ProposalLine {
    let answer = record.answer(number);
    let by_office = row.and_then(|row| row.ended.as_ref()).filter(|ended| ended.since == home.since).map(|ended| ended.how);
    let state = match (answer.is_some_and(|(answer, _)| answer.closes()), by_office) {
        (true, _) | (_, Some(Ending::Answered)) => ProposalState::Answered,
        (_, Some(Ending::Solved)) => ProposalState::Solved,
        (_, Some(Ending::Withdrawn)) => ProposalState::Withdrawn,
        (false, None) => ProposalState::Gone,
    };
    ProposalLine {
        number,
        agency: home.agency.clone(),
        tasks: vec![home.task.clone()],
        level: home.level.clone(),
        text: answer.map_or(home.text.as_str(), |(_, about)| about).to_owned(),
        since: home.since,
        said_in: home.since,
        state,
        answer: answer.map(|(answer, _)| answer.clone()),
        answered_at: record.answered_at(number),
        home: home.clone(),
    }
}

/// The proposals with a number as the rows of a history know them: what stands in a form beside the row.
pub fn known(history: &History, record: &ProposalRecord) -> Vec<ProposalLine> {
    let line = |(number, home): (ProposalNumber, &NumberedProposal)| {
        let row = history.task(&home.agency, &home.task);
        let asks = |row: &&KnownTask| {
            let same = (row.waiting(FieldId::Proposal).since, normalise::key(&row.level)) == (home.since, normalise::key(&home.level));
            same && !says_nothing(&row.proposal)
        };
        let Some(row) = row.filter(asks) else { return ended(row, record, number, home) };
        let alike =
            |other: &&KnownTask| words(&other.agency, &other.level, &other.proposal) == words(&row.agency, &row.level, &row.proposal);
        let tasks = history.tasks.iter().filter(alike).map(|row| row.task.clone()).collect();
        let waiting = row.waiting(FieldId::Proposal);
        open(&Asked { row, tasks, waiting, since: Vec::new() }, record, number)
    };
    record.numbered().map(line).collect()
}

/// Gives obstacles and proposals the numbers of what is asked in them.
pub fn number(difficulties: &mut [Difficulty], proposals: &[ProposalLine]) {
    for difficulty in difficulties.iter_mut().filter(|difficulty| !difficulty.proposal.is_empty()) {
        let asks = |line: &&ProposalLine| {
            line.state == ProposalState::Open
                && difficulty.agencies.contains(&line.agency)
                && line.tasks.iter().any(|task| difficulty.tasks.contains(task))
                && normalise::key(&line.text) == normalise::key(&difficulty.proposal)
        };
        difficulty.numbers = proposals.iter().filter(asks).map(|line| line.number).collect();
    }
}
