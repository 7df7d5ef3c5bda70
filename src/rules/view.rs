//! A report with its rows looked up: which task, target or criterion a row speaks of, and what the agency said of it
//! before. Made once a report, so that no rule searches the registers row by row.

use crate::forms::last_said;
use crate::model::criterion::Criterion;
use crate::model::fields::Record;
use crate::model::history::{KnownCriterion, KnownTarget, KnownTask};
use crate::model::report::{CriterionRow, Field, SheetId, Table, TargetRow, TaskRow};
use crate::model::shared_text::SharedText;
use crate::model::target::{Target, TargetCode};
use crate::model::task::{DeadlineKind, Role, Status, Task, TaskCode, Validity};
use crate::rules::case::ReportCase;
use crate::text::normalise;

/// A usable report as the rules see it.
#[derive(Debug, Clone)]
pub struct ReportView<'a> {
    /// What was handed in.
    pub case: &'a ReportCase<'a>,
    /// Rows of `NhiemVu`, in the order of the file.
    pub tasks: Vec<TaskEntry<'a>>,
    /// Rows of `ChiTieu`, in the order of the file.
    pub targets: Vec<TargetEntry<'a>>,
    /// Rows of `TieuChi`, in the order of the file.
    pub criteria: Vec<CriterionEntry<'a>>,
}

/// The row of a report that a finding speaks of.
#[derive(Debug, Clone, Copy)]
pub struct RowAt<'a> {
    /// Which sheet of the form.
    pub id: SheetId,
    /// The sheet's name in the file.
    pub sheet: &'a str,
    /// Row in the sheet, from 0.
    pub row: u32,
    /// The row's code as written.
    pub about: &'a str,
}

/// A row of `NhiemVu`.
#[derive(Debug, Clone, Copy)]
pub struct TaskEntry<'a> {
    /// The row's sheet, number and code, for findings.
    pub at: RowAt<'a>,
    /// The row's cells as they were read.
    pub row: &'a TaskRow,
    /// The task of the register, if the code is one.
    pub task: Option<&'a Task>,
    /// The agency's role in it, if it has one.
    pub role: Option<Role>,
    /// What was last accepted from this agency for this task.
    pub known: Option<&'a KnownTask>,
}

/// A row of `ChiTieu`.
#[derive(Debug, Clone, Copy)]
pub struct TargetEntry<'a> {
    /// The row's sheet, number and code, for findings.
    pub at: RowAt<'a>,
    /// The row's cells as they were read.
    pub row: &'a TargetRow,
    /// The target of the register, if the code is one.
    pub target: Option<&'a Target>,
    /// What was last accepted from this agency for this target.
    pub known: Option<&'a KnownTarget>,
}

/// A row of `TieuChi`.
#[derive(Debug, Clone, Copy)]
pub struct CriterionEntry<'a> {
    /// The row's sheet, number and code, for findings.
    pub at: RowAt<'a>,
    /// The row's cells as they were read.
    pub row: &'a CriterionRow,
    /// The criterion in effect that this agency reports, if the code is one.
    pub criterion: Option<&'a Criterion>,
    /// What was last accepted from this agency for this criterion.
    pub known: Option<&'a KnownCriterion>,
}

impl<'a> ReportView<'a> {
    /// Looks up every row.
    pub fn of(case: &'a ReportCase<'a>) -> Self {
        let report = case.report;
        let in_effect = case.register.criteria_of(case.agency, case.day);
        let in_effect: Vec<(String, &Criterion)> =
            in_effect.into_iter().map(|criterion| (normalise::key(&criterion.code), criterion)).collect();
        let mut own = OwnTasks::of(case);
        Self {
            case,
            tasks: rows(&report.tasks).map(|(sheet, row)| TaskEntry::of(case, &mut own, sheet, row)).collect(),
            targets: rows(&report.targets).map(|(sheet, row)| TargetEntry::of(case, sheet, row)).collect(),
            criteria: rows(&report.criteria).map(|(sheet, row)| CriterionEntry::of(case, &in_effect, sheet, row)).collect(),
        }
    }

    /// Has the agency chosen "Không phát sinh"?
    pub fn nil(&self) -> bool {
        self.case.report.info.nil.value() == Some(&true)
    }
}

fn rows<R>(table: &Option<Table<R>>) -> impl Iterator<Item = (&str, &R)> {
    table.iter().flat_map(|table| table.rows.iter().map(|row| (table.sheet.as_str(), row)))
}

/// What stands in a code cell, readable or not.
pub fn written_code(field: &Field<SharedText>) -> &str {
    field.value().unwrap_or(&field.typed).trim()
}

/// The tasks of the agency, in the order of the register: its rows nearly always stand in the same order, and each is
/// found behind the one before, where the register knows the tasks of a whole province.
struct OwnTasks<'a> {
    tasks: Vec<(&'a Task, Role)>,
    next: usize,
}

impl<'a> OwnTasks<'a> {
    fn of(case: &ReportCase<'a>) -> Self {
        Self { tasks: case.register.tasks_of(case.agency).collect(), next: 0 }
    }

    fn find(&mut self, code: &TaskCode) -> Option<(&'a Task, Role)> {
        let from_next = (self.next..self.tasks.len()).chain(0..self.next.min(self.tasks.len()));
        let found = from_next.filter_map(|at| Some((at, *self.tasks.get(at)?))).find(|(_, (task, _))| task.code == *code);
        found.map(|(at, own)| {
            self.next = at + 1;
            own
        })
    }
}

impl<'a> TaskEntry<'a> {
    fn of(case: &ReportCase<'a>, own: &mut OwnTasks<'a>, sheet: &'a str, row: &'a TaskRow) -> Self {
        let about = written_code(&row.code);
        let code = TaskCode::parse(about);
        let own = code.as_ref().and_then(|code| own.find(code));
        // Not the agency's own: perhaps another's, or one that was withdrawn.
        let other = || code.and_then(|code| case.register.task(&code));
        let task = own.map(|(task, _)| task).or_else(other);
        Self {
            at: RowAt { id: SheetId::Tasks, sheet, row: row.row, about },
            row,
            task,
            role: own.map(|(_, role)| role).or_else(|| task?.role_of(case.agency)),
            known: task.and_then(|task| case.history.task(case.agency, &task.code)),
        }
    }

    /// The task, if the agency has a role in it: rows of other tasks are refused and not looked at any further.
    pub fn assigned(&self) -> Option<(&'a Task, Role)> {
        Some((self.task?, self.role?))
    }

    /// The reported status, if it is readable.
    pub fn status(&self) -> Option<Status> {
        self.row.status.value().map(|reading| reading.status)
    }

    /// Does the agency answer for the state of this task, or of its part?
    pub fn accountable(&self) -> bool {
        matches!(self.role, Some(Role::Lead | Role::Part))
    }

    /// Is the task without end ("Thường xuyên")?
    pub fn regular(&self) -> bool {
        self.task.is_some_and(|task| task.deadline_kind == DeadlineKind::Regular)
    }

    /// Was it accepted as finished in an earlier period? Then it needs no further row (`src/docs/rows.md`, "A finished
    /// task").
    pub fn finished(&self) -> bool {
        self.known.is_some_and(|known| known.status == Some(Status::Done)) && !self.regular()
    }

    /// Does the agency have to finish it by a day, and is it at work on it: neither done, nor waiting, nor without end? Only of
    /// such tasks progress can be asked for.
    pub fn under_way(&self) -> bool {
        let dated = self.task.is_some_and(|task| task.deadline_kind == DeadlineKind::Dated && task.validity != Validity::Withdrawn);
        dated && self.accountable() && self.status() == Some(Status::InProgress)
    }

    /// The same, due within so many days or past its day.
    pub fn pressing(&self, case: &ReportCase<'_>, days: i64) -> bool {
        let to = self.task.and_then(|task| task.deadline_for(case.agency)).map(|deadline| deadline.to);
        self.under_way() && to.is_some_and(|to| (to - case.day).num_days() <= days)
    }

    /// Is every cell of the row blank, or what was last accepted?
    pub fn says_nothing_new(&self) -> bool {
        self.known.is_some_and(|known| last_said::is_repeated(self.row, Some(known)))
    }

    /// Is nothing written in any column that the agency fills?
    pub fn blank(&self) -> bool {
        let mut filled = TaskRow::FIELDS.iter().filter(|spec| spec.filled).filter_map(|spec| spec.access.as_ref());
        filled.all(|access| access.field(self.row).is_empty())
    }
}

impl<'a> TargetEntry<'a> {
    fn of(case: &ReportCase<'a>, sheet: &'a str, row: &'a TargetRow) -> Self {
        let about = written_code(&row.code);
        let target = TargetCode::parse(about).and_then(|code| case.register.target(&code));
        Self {
            at: RowAt { id: SheetId::Targets, sheet, row: row.row, about },
            row,
            target,
            known: target.and_then(|target| case.history.target(case.agency, &target.code)),
        }
    }
}

impl<'a> CriterionEntry<'a> {
    fn of(case: &ReportCase<'a>, in_effect: &[(String, &'a Criterion)], sheet: &'a str, row: &'a CriterionRow) -> Self {
        let about = written_code(&row.code);
        let wanted = normalise::key(about);
        let criterion = in_effect.iter().find(|(code, _)| *code == wanted).map(|(_, criterion)| *criterion);
        Self {
            at: RowAt { id: SheetId::Criteria, sheet, row: row.row, about },
            row,
            criterion,
            known: criterion.and_then(|criterion| case.history.criterion(case.agency, &criterion.code)),
        }
    }
}
