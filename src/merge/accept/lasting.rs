//! What stays until it is answered: obstacle, cause, proposal and expected day of a row. A cell that is left or made blank
//! takes nothing back; the office does with a word ("Đã giải quyết", "Rút"), or says something else.

use crate::merge::accept::cells::{Cell, Rejections};
use crate::model::history::KnownTask;
use crate::model::period::Period;
use crate::model::report::{Field, FieldId, Manner, SheetId, TaskRow};
use crate::model::shared_text::SharedText;
use crate::model::waiting::{EndedProposal, Ending, Wait};
use crate::text::normalise;
use crate::text::nothing::says_nothing;
use crate::text::open_matter;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The lasting cells of a row.
#[derive(Debug)]
pub(super) struct OpenMatters<'a> {
    /// The row of the report, whose lasting cells are looked at.
    pub(super) row: &'a TaskRow,
    /// What was known before.
    pub(super) earlier: Option<&'a KnownTask>,
    /// What the findings take out.
    pub(super) rejected: &'a Rejections,
    /// The period of the report: what is said for the first time is said since then.
    pub(super) period: Period,
    /// Since when what stays is said; filled cell by cell.
    pub(super) waiting: BTreeMap<FieldId, Wait>,
}

/// A proposal as it stands after a row.
#[derive(Debug, Default)]
pub(super) struct Proposal {
    /// What is asked; blank if nothing is open.
    pub(super) text: String,
    /// The level that is asked to decide; blank if none is named.
    pub(super) level: String,
    /// The last one that is open no more.
    pub(super) ended: Option<EndedProposal>,
    /// The cell is out, and an earlier value stands in it.
    pub(super) stale: bool,
}

/// What a cell does to the text that stands.
enum Statement<'a> {
    /// Nothing: what stands goes on standing.
    Nothing,
    /// A finding takes the cell out.
    Out,
    /// It says that it still stands.
    Again,
    /// A word that ends what stands, such as "Đã giải quyết".
    Ends(Ending),
    /// A text of its own, which takes the place of what stands.
    Text(&'a str),
}

impl OpenMatters<'_> {
    fn said<'f>(&self, id: FieldId, field: &'f Field<SharedText>, stands: bool) -> Statement<'f> {
        match self.rejected.cell(SheetId::Tasks, self.row.row, id, field) {
            Cell::Out => Statement::Out,
            Cell::Blank => Statement::Nothing,
            Cell::Value(text) => match open_matter::ending(text) {
                Some(ending) => Statement::Ends(ending),
                // "Không" where something stands is no word that ends it.
                None if stands && says_nothing(text) => Statement::Nothing,
                None if stands && open_matter::stands(text) => Statement::Again,
                None => Statement::Text(text),
            },
        }
    }

    /// Obstacle or cause; and is it an earlier value in place of a cell that is out?
    pub(super) fn text(&mut self, id: FieldId, field: &Field<SharedText>, of: fn(&KnownTask) -> &String) -> (String, bool) {
        let standing = self.earlier.map(|known| (of(known).as_str(), known.waiting(id))).filter(|(text, _)| !says_nothing(text));
        let said = self.said(id, field, standing.is_some());
        let is_out = matches!(said, Statement::Out);
        let (text, waiting) = match (said, standing) {
            (Statement::Text(text), Some((before, waiting))) if normalise::key(text) == normalise::key(before) => {
                (text, Some(Wait { said_in: self.period, ..waiting }))
            }
            (Statement::Text(text), _) => (text, (!says_nothing(text)).then(|| Wait::new(self.period))),
            (Statement::Again, Some((before, waiting))) => (before, Some(Wait { said_in: self.period, ..waiting })),
            (Statement::Nothing | Statement::Out, Some((before, waiting))) => (before, Some(waiting)),
            (Statement::Nothing | Statement::Out | Statement::Again, None) | (Statement::Ends(_), _) => ("", None),
        };
        self.waiting.extend(waiting.map(|waiting| (id, waiting)));
        (text.to_owned(), is_out && waiting.is_some())
    }

    /// The expected day, of a task that is not finished.
    pub(super) fn expected_on(&mut self) -> (Option<NaiveDate>, bool) {
        let id = FieldId::ExpectedOn;
        let standing = self.earlier.and_then(|known| Some((known.expected_on?, known.waiting(id))));
        let cell = self.rejected.cell(SheetId::Tasks, self.row.row, id, &self.row.expected_on);
        let (day, waiting) = match (&cell, standing) {
            (Cell::Value(day), Some((before, waiting))) if **day == before => (Some(**day), Some(Wait { said_in: self.period, ..waiting })),
            (Cell::Value(day), _) => (Some(**day), Some(Wait::new(self.period))),
            (Cell::Blank | Cell::Out, Some((before, waiting))) => (Some(before), Some(waiting)),
            (Cell::Blank | Cell::Out, None) => (None, None),
        };
        self.waiting.extend(waiting.map(|waiting| (id, waiting)));
        (day, matches!(cell, Cell::Out) && day.is_some())
    }

    /// The proposal with its level. Of the same level another text is a revision: it waits since the first one. What was answered
    /// and is said again word for word is no new proposal.
    pub(super) fn proposal(&mut self, level: String) -> Proposal {
        let id = FieldId::Proposal;
        let standing = self.earlier.filter(|known| !says_nothing(&known.proposal)).map(|known| (known, known.waiting(id)));
        let ended = self.earlier.and_then(|known| known.ended.clone());
        let said = self.said(id, &self.row.proposal, standing.is_some());
        let stale = matches!(said, Statement::Out) && standing.is_some();
        // A level goes with a proposal that its office writes: beside none, it moves none.
        let is_alone = matches!(said, Statement::Nothing | Statement::Out) || self.row.proposal.manner == Manner::LeftAlone;
        let level = match standing {
            Some((known, _)) if level.is_empty() || is_alone && !known.level.is_empty() => known.level.clone(),
            _ => level,
        };
        let since = |level: &str| match standing {
            Some((known, waiting)) if normalise::key(&known.level) == normalise::key(level) => Wait { said_in: self.period, ..waiting },
            _ => Wait::new(self.period),
        };
        let answered = |text: &str| {
            let answered = ended.as_ref().filter(|ended| ended.how == Ending::Answered);
            standing.is_none() && answered.is_some_and(|ended| normalise::key(&ended.text) == normalise::key(text))
        };
        let (text, waiting, ended) = match (said, standing) {
            (Statement::Ends(how), Some((known, waiting))) => {
                let ended = EndedProposal { text: known.proposal.clone(), level: known.level.clone(), since: waiting.since, how };
                (String::new(), None, Some(ended))
            }
            (Statement::Text(text), _) if answered(text) => (String::new(), None, ended),
            (Statement::Text(text), _) => (text.to_owned(), (!says_nothing(text)).then(|| since(&level)), ended),
            (Statement::Again, Some((known, _))) => (known.proposal.clone(), Some(since(&level)), ended),
            (Statement::Nothing | Statement::Out, Some((known, waiting))) => (known.proposal.clone(), Some(waiting), ended),
            (Statement::Nothing | Statement::Out | Statement::Again | Statement::Ends(_), None) => (String::new(), None, ended),
        };
        self.waiting.extend(waiting.map(|waiting| (id, waiting)));
        // A level goes with its proposal; one that is written for an obstacle alone stays.
        let level = if text.is_empty() && standing.is_some() { String::new() } else { level };
        Proposal { text, level, ended, stale }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{accepted, date, finding, known_task, register, report, row, text, value, week};
    use crate::model::finding::{Effect, Finding};
    use crate::model::history::History;
    use crate::model::task::Status;

    /// Asked two weeks ago.
    fn asked() -> KnownTask {
        let since = Wait::new(week().previous().previous());
        let fields = [FieldId::Obstacle, FieldId::Cause, FieldId::Proposal, FieldId::ExpectedOn];
        KnownTask {
            obstacle: "Thiếu vốn".into(),
            cause: "Chờ vốn".into(),
            proposal: "Bố trí vốn".into(),
            level: "UBND tỉnh".into(),
            expected_on: Some(date(2025, 9, 1)),
            waiting: fields.map(|field| (field, since)).into(),
            ..known_task("SYT", "KH11-001", Status::InProgress)
        }
    }

    fn after_with(earlier: KnownTask, write: impl FnOnce(&mut TaskRow), findings: &[Finding]) -> KnownTask {
        let history = History { period: Some(week().previous()), tasks: vec![earlier], ..History::default() };
        let mut written = row(5, "KH11-001", Status::InProgress, Some(60), "mới");
        write(&mut written);
        let rows = accepted(&register(), &history, "SYT", &report(vec![written]), findings);
        rows.tasks.into_iter().find(|known| known.task.as_str() == "KH11-001").expect("a row")
    }

    fn after(write: impl FnOnce(&mut TaskRow)) -> KnownTask {
        after_with(asked(), write, &[])
    }

    fn said(known: &KnownTask) -> [&str; 4] {
        [&known.obstacle, &known.cause, &known.proposal, &known.level]
    }

    #[test]
    fn silence_and_words_for_nothing_take_nothing_back() {
        let blank = after(|_| {});
        assert_eq!((said(&blank), blank.expected_on, &blank.waiting), (said(&asked()), asked().expected_on, &asked().waiting));
        assert!(blank.stale_fields.is_empty());
        let nothing = after(|row| (row.obstacle, row.proposal) = (text("Không"), text("-")));
        assert_eq!(said(&nothing), said(&asked()));
        let out = after_with(asked(), |row| row.proposal = text("#"), &[finding(Effect::Cell, SheetId::Tasks, 5, Some(FieldId::Proposal))]);
        assert_eq!((said(&out), out.stale_fields.keys().copied().collect::<Vec<_>>()), (said(&asked()), vec![FieldId::Proposal]));
    }

    #[test]
    fn the_office_takes_back_with_a_word() {
        let solved =
            after(|row| (row.obstacle, row.cause, row.proposal) = (text("Không còn"), text("đã khắc phục"), text("Đã giải quyết.")));
        assert_eq!(said(&solved), ["", "", "", ""]);
        let ended = EndedProposal {
            text: "Bố trí vốn".into(),
            level: "UBND tỉnh".into(),
            since: week().previous().previous(),
            how: Ending::Solved,
        };
        assert_eq!((solved.ended.as_ref(), solved.waiting.keys().copied().collect::<Vec<_>>()), (Some(&ended), vec![FieldId::ExpectedOn]));
        assert_eq!(after(|row| row.proposal = text("Rút")).ended.map(|ended| ended.how), Some(Ending::Withdrawn));
        // A word that ends something says nothing where nothing stands.
        let never = after_with(known_task("SYT", "KH11-001", Status::InProgress), |row| row.proposal = text("Rút"), &[]);
        assert_eq!((never.proposal.as_str(), never.ended), ("", None));
    }

    #[test]
    fn another_text_of_the_same_level_waits_since_the_first() {
        let since = |known: &KnownTask| known.waiting(FieldId::Proposal);
        let long_ago = week().previous().previous();
        let revised = after(|row| row.proposal = text("Bố trí 02 tỷ đồng"));
        assert_eq!((revised.proposal.as_str(), since(&revised)), ("Bố trí 02 tỷ đồng", Wait { since: long_ago, said_in: week() }));
        let again = after(|row| row.proposal = text("Vẫn đề nghị"));
        assert_eq!((again.proposal.as_str(), since(&again)), ("Bố trí vốn", Wait { since: long_ago, said_in: week() }));
        let alone = after(|row| row.level = text("Trung ương"));
        assert_eq!(said(&alone), said(&asked()), "a level beside no proposal speaks of none");
        assert_eq!(since(&alone), asked().waiting(FieldId::Proposal));
        let higher = after(|row| (row.proposal, row.level) = (text("Bố trí vốn"), text("Trung ương")));
        assert_eq!(since(&higher), Wait::new(week()), "of another level it is another proposal");
        // Another obstacle is another one.
        let obstacle = after(|row| row.obstacle = text("Thiếu người"));
        assert_eq!(obstacle.waiting(FieldId::Obstacle), Wait::new(week()));
    }

    #[test]
    fn what_was_answered_is_no_new_proposal_in_the_same_words() {
        let ended = EndedProposal { text: "Bố trí vốn".into(), level: "UBND tỉnh".into(), since: week(), how: Ending::Answered };
        let mut earlier = KnownTask { proposal: String::new(), ended: Some(ended), ..asked() };
        earlier.waiting.remove(&FieldId::Proposal);
        let same = after_with(earlier.clone(), |row| row.proposal = text("bố trí  vốn"), &[]);
        assert_eq!((same.proposal.as_str(), same.ended), ("", earlier.ended.clone()));
        let other = after_with(earlier, |row| row.proposal = text("Bố trí vốn năm 2026"), &[]);
        assert_eq!((other.proposal.as_str(), other.waiting(FieldId::Proposal)), ("Bố trí vốn năm 2026", Wait::new(week())));
    }

    #[test]
    fn a_new_day_is_another_expectation() {
        let later = after(|row| row.expected_on = value(date(2025, 10, 1)));
        assert_eq!((later.expected_on, later.waiting(FieldId::ExpectedOn)), (Some(date(2025, 10, 1)), Wait::new(week())));
        let same = after(|row| row.expected_on = value(date(2025, 9, 1)));
        assert_eq!(same.waiting(FieldId::ExpectedOn).since, week().previous().previous());
    }
}
