//! Proposals with their numbers, and what the desk answered: which are open, and how the others ended.
//!
//! A number belongs to the task, the level and the period for which it was given; of the same office and level the same words are
//! one proposal, and the smallest number of its tasks is its number. What the desk answered with a document is closed for these
//! words: other words for the same task get another number. The history is the task's: what was asked goes on with its number, and
//! with its answer, under the office that has the task since.

use crate::merge::rows::{Names, Rows};
use crate::model::agency::AgencyCode;
use crate::model::consolidation::{Difficulty, TaskLine};
use crate::model::history::{History, KnownTask};
use crate::model::period::Period;
use crate::model::proposal::{LastAnswer, NumberedProposal, ProposalLine, ProposalNumber, ProposalRecord, ProposalState};
use crate::model::register::Register;
use crate::model::report::FieldId;
use crate::model::task::{Role, Task, TaskCode, Validity};
use crate::model::waiting::{EndedProposal, Ending, Wait};
use crate::text::normalise;
use crate::text::nothing::says_nothing;
use std::collections::{BTreeMap, BTreeSet};

/// Office, level and words: what makes two proposals one.
type Words = (AgencyCode, String, String);

fn words(agency: &AgencyCode, level: &str, text: &str) -> Words {
    (agency.clone(), normalise::key(level), normalise::key(text))
}

/// Whose number a proposal has: one of its office's own, or the one that it got under the office that had the task before.
#[derive(Debug, Default)]
struct Homes {
    own: BTreeSet<(AgencyCode, TaskCode, String, Period)>,
    period: Option<Period>,
}

impl Homes {
    /// By everything that was recorded, in a period: what is asked since then may have no number yet.
    fn of(record: &ProposalRecord, period: Period) -> Self {
        let own = record.numbered().map(|(_, home)| (home.agency.clone(), home.task.clone(), normalise::key(&home.level), home.since));
        Self { own: own.collect(), period: Some(period) }
    }

    /// Did an office take over what it asks for a task since a period? Else it got a number of its own in that period.
    fn took_over(&self, agency: &AgencyCode, task: &TaskCode, level: &str, since: Period) -> bool {
        let is_known = self.period.is_some_and(|period| since < period);
        is_known && !self.own.contains(&(agency.clone(), task.clone(), normalise::key(level), since))
    }

    /// Is it what a number was given for that an office asks, or asked, in these words? Its own it may have revised since; so may
    /// who took over from an office that answers for the task no more.
    fn is_of(
        &self,
        home: &NumberedProposal,
        answer: Option<&LastAnswer<'_>>,
        task: Option<&Task>,
        (agency, text): (&AgencyCode, &str),
    ) -> bool {
        let words = || normalise::key(text);
        let same = || words() == normalise::key(&home.text) || answer.is_some_and(|last| words() == normalise::key(last.about));
        let alone = || task.is_none_or(|task| task.role_of(&home.agency).is_none_or(|role| role == Role::Support));
        *agency == home.agency || ((alone() || same()) && self.took_over(agency, &home.task, &home.level, home.since))
    }
}

/// What the desk closed.
#[derive(Debug, Default)]
pub struct Closures {
    words: BTreeSet<(TaskCode, Words)>,
    /// By task, level and words: closed also under the office that has the task since.
    of_task: BTreeSet<(TaskCode, String, String)>,
    homes: Homes,
}

impl Closures {
    /// By everything that was recorded, as it holds in a period. Of a task for which nothing was asked then nothing is closed.
    pub fn of(record: &ProposalRecord, period: Period) -> Self {
        let answers = record.answers();
        let mut closed = Self { homes: Homes::of(record, period), ..Self::default() };
        for (number, home) in record.numbered() {
            let Some(last) = answers.get(&number).filter(|last| last.answer.closes()) else { continue };
            let words = words(&home.agency, &home.level, last.about);
            for task in last.tasks.iter().chain([&home.task]) {
                closed.of_task.insert((task.clone(), words.1.clone(), words.2.clone()));
                closed.words.insert((task.clone(), words.clone()));
            }
        }
        closed
    }

    /// Is closed what a row asks?
    fn holds(&self, row: &KnownTask) -> bool {
        if row.proposal.is_empty() || self.words.is_empty() {
            return false;
        }
        let (words, since) = (words(&row.agency, &row.level, &row.proposal), row.waiting(FieldId::Proposal).since);
        let under_another = || {
            let closed = self.of_task.contains(&(row.task.clone(), words.1.clone(), words.2.clone()));
            closed && self.homes.took_over(&row.agency, &row.task, &row.level, since)
        };
        under_another() || self.words.contains(&(row.task.clone(), words.clone()))
    }

    /// Takes what is closed out of a row; says whether there was something.
    pub fn settle(&self, row: &mut KnownTask) -> bool {
        let closed = self.holds(row);
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
        history.tasks.iter_mut().filter_map(|row| self.settle(row).then(|| format!("{}/{}", row.agency, row.task))).collect()
    }
}

/// What is asked in the same words.
struct Request<'a> {
    row: &'a KnownTask,
    tasks: Vec<TaskCode>,
    waiting: Wait,
    /// Since when it is asked for each of its tasks.
    since: Vec<Period>,
}

/// Every proposal that has a number, and those of this period that get one now; in the order of the numbers.
pub fn proposals(register: &Register, rows: &Rows<'_>, lines: &[TaskLine], record: &ProposalRecord, period: Period) -> Vec<ProposalLine> {
    let (answers, homes) = (record.answers(), Homes::of(record, period));
    let asked = asked(register, rows, lines, &homes);
    let mut of_task: BTreeMap<&TaskCode, Vec<usize>> = BTreeMap::new();
    for (at, (_, asked)) in asked.iter().enumerate() {
        asked.tasks.iter().for_each(|task| of_task.entry(task).or_default().push(at));
    }
    let mut numbers: BTreeMap<usize, ProposalNumber> = BTreeMap::new();
    let mut known = Vec::new();
    for (number, home) in record.numbered() {
        // What was answered was answered of its words; other words are another proposal.
        let open = |at: &usize| {
            let Some((words, asked)) = asked.get(*at) else { return false };
            let since = asked.tasks.iter().zip(&asked.since).any(|(task, since)| *task == home.task && *since == home.since);
            let answered = answers.get(&number).is_some_and(|last| last.answer.closes() && normalise::key(last.about) != words.2);
            since && words.1 == normalise::key(&home.level) && !answered
        };
        let task = register.task(&home.task);
        let rows_of = |at: usize| asked.get(at).map(|(_, asked)| asked.row);
        let goes_on = |at: &usize| {
            rows_of(*at).is_some_and(|row| homes.is_of(home, answers.get(&number), task, (&row.agency, &row.proposal))) && open(at)
        };
        let mut places: Vec<usize> = of_task.get(&home.task).into_iter().flatten().copied().filter(goes_on).collect();
        places.sort_by_key(|at| rows_of(*at).is_none_or(|row| row.agency != home.agency));
        let at = places.first().copied();
        if at.is_none_or(|at| *numbers.entry(at).or_insert(number) != number) {
            let leads = task.map_or(&[] as &[AgencyCode], |task| task.leads.as_slice());
            let of_offices = leads.iter().chain([&home.agency]).filter_map(|agency| rows.task(agency, &home.task));
            known.push(ended(of_offices, (&homes, task), answers.get(&number), (number, home)));
        }
    }
    let mut next = record.next_number(period.year());
    for (at, (_, asked)) in asked.iter().enumerate() {
        let number = numbers.get(&at).copied().unwrap_or_else(|| {
            let given = next;
            next.ordinal += 1;
            given
        });
        known.push(open(asked, answers.get(&number), number));
    }
    known.sort_by_key(|line| line.number);
    known
}

/// Everything that is asked, in print order of the offices, then in the register's order of tasks.
fn asked<'a>(register: &Register, rows: &Rows<'a>, lines: &[TaskLine], homes: &Homes) -> Vec<(Words, Request<'a>)> {
    let names = Names::of(register);
    let mut asked: Vec<(Words, Request<'a>)> = Vec::new();
    let mut places: BTreeMap<Words, usize> = BTreeMap::new();
    for line in lines.iter().filter(|l| l.task.validity != Validity::Withdrawn && !l.state.class.is_done()) {
        for part in line.parts.iter().filter(|p| !p.state.is_some_and(|s| s.class.is_done())) {
            let Some(row) = rows.task(&part.agency, &line.task.code).filter(|row| !says_nothing(&row.proposal)) else { continue };
            if part.role == Role::Support && is_of_the_lead(row, rows, line, homes) {
                continue;
            }
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
                    asked.push((key, Request { row, tasks: vec![line.task.code.clone()], waiting, since: vec![waiting.since] }));
                }
            }
        }
    }
    asked.sort_by(|(a, _), (b, _)| names.key(&a.0).cmp(&names.key(&b.0)));
    asked
}

/// Does the lead ask what it took over from this office, which supports the task since? Then it is the lead's, and one.
fn is_of_the_lead(row: &KnownTask, rows: &Rows<'_>, line: &TaskLine, homes: &Homes) -> bool {
    let asked = |row: &KnownTask| (normalise::key(&row.level), normalise::key(&row.proposal), row.waiting(FieldId::Proposal).since);
    let of_lead = |lead: &KnownTask| {
        asked(lead) == asked(row) && homes.took_over(&lead.agency, &lead.task, &lead.level, lead.waiting(FieldId::Proposal).since)
    };
    line.task.leads.iter().filter_map(|lead| rows.task(lead, &line.task.code)).any(of_lead)
}

fn open(asked: &Request<'_>, answer: Option<&LastAnswer<'_>>, number: ProposalNumber) -> ProposalLine {
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
        holder: row.agency.clone(),
        tasks: asked.tasks.clone(),
        level: row.level.clone(),
        text: row.proposal.clone(),
        since: asked.waiting.since,
        said_in: asked.waiting.said_in,
        state: ProposalState::Open,
        answer: answer.map(|last| last.answer.clone()),
        answered_at: answer.map(|last| last.at),
        home,
    }
}

/// One that is open no more. `rows`: those of its task, of its office and of who may have the task since.
fn ended<'a>(
    mut rows: impl Iterator<Item = &'a KnownTask>,
    (homes, task): (&Homes, Option<&Task>),
    answer: Option<&LastAnswer<'_>>,
    (number, home): (ProposalNumber, &NumberedProposal),
) -> ProposalLine {
    let of = |row: &&KnownTask| {
        let ended = row.ended.as_ref().filter(|ended| ended.since == home.since);
        ended.is_some_and(|ended| homes.is_of(home, answer, task, (&row.agency, &ended.text)))
    };
    let row = rows.find(of);
    let by_office = row.and_then(|row| row.ended.as_ref()).map(|ended| ended.how);
    let state = match (answer.is_some_and(|last| last.answer.closes()), by_office) {
        (true, _) | (_, Some(Ending::Answered)) => ProposalState::Answered,
        (_, Some(Ending::Solved)) => ProposalState::Solved,
        (_, Some(Ending::Withdrawn)) => ProposalState::Withdrawn,
        (false, None) => ProposalState::Gone,
    };
    ProposalLine {
        number,
        agency: home.agency.clone(),
        holder: row.map_or(&home.agency, |row| &row.agency).clone(),
        tasks: vec![home.task.clone()],
        level: home.level.clone(),
        text: answer.map_or(home.text.as_str(), |last| last.about).to_owned(),
        since: home.since,
        said_in: home.since,
        state,
        answer: answer.map(|last| last.answer.clone()),
        answered_at: answer.map(|last| last.at),
        home: home.clone(),
    }
}

/// The proposals with a number as the rows of a history know them, in which rows stand under the office that has the task in a
/// period: what stands in its form beside the row.
pub fn known(register: &Register, history: &History, record: &ProposalRecord, period: Period) -> Vec<ProposalLine> {
    let (answers, homes) = (record.answers(), Homes::of(record, period));
    let mut tasks: BTreeMap<Words, Vec<TaskCode>> = BTreeMap::new();
    for row in history.tasks.iter().filter(|row| !says_nothing(&row.proposal)) {
        tasks.entry(words(&row.agency, &row.level, &row.proposal)).or_default().push(row.task.clone());
    }
    let mut numbered: BTreeSet<Words> = BTreeSet::new();
    let line = |(number, home): (ProposalNumber, &NumberedProposal)| {
        let task = register.task(&home.task);
        let leads = task.map_or(&[] as &[AgencyCode], |task| task.leads.as_slice());
        // Who has the task now comes first: the row of who had it before stays as it was.
        let rows = || leads.iter().chain([&home.agency]).filter_map(|agency| history.task(agency, &home.task));
        let asks = |row: &&KnownTask| {
            let same = (row.waiting(FieldId::Proposal).since, normalise::key(&row.level)) == (home.since, normalise::key(&home.level));
            same && !says_nothing(&row.proposal) && homes.is_of(home, answers.get(&number), task, (&row.agency, &row.proposal))
        };
        // Of what became one the first number is that of all.
        let row = rows().find(asks).filter(|row| numbered.insert(words(&row.agency, &row.level, &row.proposal)));
        let Some(row) = row else { return ended(rows(), (&homes, task), answers.get(&number), (number, home)) };
        let tasks = tasks.get(&words(&row.agency, &row.level, &row.proposal)).cloned().unwrap_or_default();
        open(&Request { row, tasks, waiting: row.waiting(FieldId::Proposal), since: Vec::new() }, answers.get(&number), number)
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
