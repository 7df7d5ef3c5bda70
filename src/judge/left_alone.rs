//! Rows, and cells of rows, that an agency left as its form came with them, where something newer is known than what the form came
//! with: they say again what is known. A form that was issued before a release was made would otherwise take back what that release says, in
//! the name of an office that wrote nothing.
//!
//! ```text
//! Content (as read) + agency + Register + History → Content whose untouched rows and cells say what is known now
//! ```

use crate::forms::last_said::{self, Untouched};
use crate::model::agency::AgencyCode;
use crate::model::extraction::AsIssued;
use crate::model::fields::Row;
use crate::model::history::{History, KnownTask};
use crate::model::inbox::Content;
use crate::model::register::Register;
use crate::model::report::Table;
use crate::model::target::TargetCode;
use crate::model::task::TaskCode;
use crate::text::normalise;
use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The content with what is known now in what was left alone; the same where none holds anything older, or where nobody
/// knows whose it is. What an agency did with its form is asked of the content as it was read.
pub fn with_known(content: &Arc<Content>, agency: Option<&AgencyCode>, register: &Register, history: &History) -> Arc<Content> {
    let (Content::Workbook(extraction), Some(agency)) = (content.as_ref(), agency) else { return Arc::clone(content) };
    let left = &extraction.as_issued;
    if *left == AsIssued::default() {
        return Arc::clone(content);
    }
    let task = |code: &str| {
        let code = TaskCode::parse(code)?;
        let known = history.task(agency, &code)?;
        let status = register.task(&code).map_or(known.status, |task| known.status_under(task.deadline_kind));
        Some(if status == known.status { Cow::Borrowed(known) } else { Cow::Owned(KnownTask { status, ..known.clone() }) })
    };
    let target = |code: &str| TargetCode::parse(code).and_then(|code| history.target(agency, &code)).map(Cow::Borrowed);
    let criteria = LazyCell::new(|| -> BTreeMap<String, &str> {
        register.criteria.iter().rev().map(|criterion| (normalise::key(&criterion.code), criterion.code.as_str())).collect()
    });
    let criterion = |code: &str| history.criterion(agency, criteria.get(&normalise::key(code))?).map(Cow::Borrowed);
    let report = &extraction.report;
    if !(is_older(&report.tasks, left, task) || is_older(&report.targets, left, target) || is_older(&report.criteria, left, criterion)) {
        return Arc::clone(content);
    }
    let mut extraction = extraction.clone();
    let report = &mut extraction.report;
    say_last(&mut report.tasks, left, task);
    say_last(&mut report.targets, left, target);
    say_last(&mut report.criteria, left, criterion);
    Arc::new(Content::Workbook(extraction))
}

/// What nobody touched of a row; `None` if somebody may have written all of it.
fn untouched<'l, R: Row>(row: &R, left: &'l AsIssued) -> Option<Untouched<'l>> {
    let at = (R::SHEET, row.row());
    if left.rows.contains(&at) { Some(Untouched::Row) } else { left.cells.get(&at).map(Untouched::Cells) }
}

/// Says what nobody touched of a table something else than what is known?
fn is_older<'h, R: Row>(table: &Option<Table<R>>, left: &AsIssued, known: impl Fn(&str) -> Option<Cow<'h, R::Known>>) -> bool
where
    R::Known: Clone + 'h,
{
    let mut rows = table.iter().flat_map(|table| &table.rows).filter_map(|row| Some((row, untouched(row, left)?)));
    rows.any(|(row, untouched)| known(code(row)).is_some_and(|known| last_said::is_older(row, untouched, &known)))
}

/// Lets what nobody touched of a table say what is known.
fn say_last<'h, R: Row>(table: &mut Option<Table<R>>, left: &AsIssued, known: impl Fn(&str) -> Option<Cow<'h, R::Known>>)
where
    R::Known: Clone + 'h,
{
    for row in table.iter_mut().flat_map(|table| &mut table.rows) {
        if let Some(untouched) = untouched(row, left)
            && let Some(known) = known(code(row))
        {
            last_said::say_last(row, untouched, &known);
        }
    }
}

fn code<R: Row>(row: &R) -> &str {
    row.key().value().unwrap_or(&row.key().typed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::*;
    use crate::model::criterion::CriterionResult;
    use crate::model::extraction::Extraction;
    use crate::model::fields::Record;
    use crate::model::history::KnownCriterion;
    use crate::model::report::{AgencyReport, CriterionRow, Field, FieldId, Manner, SheetId, TaskRow};
    use crate::model::task::{DeadlineKind, Status};
    use crate::testing::extraction;
    use std::collections::BTreeSet;

    /// What comes of a row of a task, left alone if `untouched`, where this is known.
    fn after(row: TaskRow, known: Option<KnownTask>, untouched: bool, change: impl FnOnce(&mut Register)) -> TaskRow {
        let mut read = extraction(report(vec![row]));
        read.as_issued.rows = if untouched { [(SheetId::Tasks, 5)].into() } else { BTreeSet::new() };
        finish(read, known, change)
    }

    /// The same of a row in which these cells alone were written.
    fn after_writing(written: &[FieldId], row: TaskRow, known: KnownTask) -> TaskRow {
        let mut read = extraction(report(vec![row]));
        let cells = TaskRow::FIELDS.iter().map(|spec| spec.id).filter(|id| !written.contains(id));
        read.as_issued.cells = [((SheetId::Tasks, 5), cells.collect())].into();
        finish(read, Some(known), |_| {})
    }

    fn finish(read: Extraction, known: Option<KnownTask>, change: impl FnOnce(&mut Register)) -> TaskRow {
        let mut register = register();
        change(&mut register);
        let mut history = History { tasks: known.into_iter().collect(), ..History::default() };
        history.sort();
        let content = Arc::new(Content::Workbook(Box::new(read)));
        let content = with_known(&content, Some(&agency("SYT")), &register, &history);
        content.extraction().unwrap().report.tasks.clone().unwrap().rows.remove(0)
    }

    fn known(status: Status, percent: &str) -> KnownTask {
        KnownTask { percent: Some(decimal(percent)), ..known_task("SYT", "KH11-001", status) }
    }

    #[test]
    fn an_untouched_row_says_what_is_known_now() {
        let mut written = row(5, "KH11-001", Status::InProgress, Some(40), "");
        written.obstacle = text("Thiếu vốn");
        let now = after(written.clone(), Some(known(Status::Done, "100")), true, |_| {});
        assert_eq!((now.status.value().unwrap().status, now.percent.value()), (Status::Done, Some(&decimal("100"))));
        assert_eq!((now.percent.typed.as_str(), now.percent.manner), ("100", Manner::LeftAlone));
        assert!(now.obstacle.is_empty(), "what is said no more is not said again");
        assert!(now.result.is_empty(), "a blank cell stays blank");
        assert_eq!(after(written.clone(), Some(known(Status::Done, "100")), false, |_| {}), written, "somebody wrote something");
        assert_eq!(after(written.clone(), None, true, |_| {}), written, "nothing is known");
        let never = TaskRow { status: Field::default(), percent: Field::default(), ..row(5, "KH11-001", Status::InProgress, None, "") };
        let now = after(never, Some(known(Status::InProgress, "40")), true, |_| {});
        assert_eq!((now.status.value().map(|reading| reading.status), now.percent.is_empty()), (Some(Status::InProgress), true));
    }

    #[test]
    fn cells_that_nobody_touched_say_what_is_known_beside_one_that_somebody_wrote() {
        let asked = KnownTask { obstacle: "Thiếu vốn".into(), proposal: "Bố trí vốn".into(), ..known(Status::InProgress, "80") };
        let written = row(5, "KH11-001", Status::InProgress, Some(40), "Đã họp");
        let now = after_writing(&[FieldId::Result], written.clone(), asked.clone());
        assert_eq!((now.percent.value(), now.result.text()), (Some(&decimal("80")), "Đã họp"));
        assert_eq!((now.obstacle.text(), now.proposal.text()), ("Thiếu vốn", "Bố trí vốn"), "the form had neither");
        let now = after_writing(&[FieldId::Note], written.clone(), asked.clone());
        assert_eq!((now.percent.value(), now.obstacle.text()), (Some(&decimal("80")), "Thiếu vốn"), "a note reports no value");
        let emptied = after_writing(&[FieldId::Obstacle], written.clone(), asked.clone());
        assert!(emptied.obstacle.is_empty(), "somebody emptied it");
        let moved = after_writing(&[FieldId::Percent], written, KnownTask { status: Some(Status::Done), ..asked.clone() });
        assert_eq!(moved.status.value().map(|read| read.status), Some(Status::InProgress), "status and percent are one statement");
        let leveled = TaskRow { level: text("Trung ương"), ..row(5, "KH11-001", Status::InProgress, Some(40), "") };
        let now = after_writing(&[FieldId::Level], leveled.clone(), asked.clone());
        assert_eq!((now.proposal.text(), now.proposal.manner), ("Bố trí vốn", Manner::LeftAlone), "the form had none to empty");
        let emptied = after_writing(&[FieldId::Proposal, FieldId::Level], leveled, asked);
        assert!(emptied.proposal.is_empty());
    }

    #[test]
    fn what_the_form_would_come_with_today_is_left_as_it_is() {
        let written = row(5, "KH11-001", Status::Regular, Some(40), "");
        let regular = |register: &mut Register| register.tasks[0].deadline_kind = DeadlineKind::Regular;
        assert_eq!(after(written.clone(), Some(known(Status::Done, "40")), true, regular), written, "a task without end is never done");
    }

    #[test]
    fn criteria_say_what_is_known_now() {
        let field = |result| Field { reading: crate::model::report::Reading::Value(result), ..Field::default() };
        let written = CriterionRow { row: 4, code: text("tc01"), result: field(CriterionResult::NotMet), ..CriterionRow::default() };
        let criteria = Some(Table { sheet: "TieuChi".into(), rows: vec![written] });
        let mut read = extraction(AgencyReport { criteria, ..AgencyReport::default() });
        read.as_issued.rows = [(SheetId::Criteria, 4)].into();
        let met = KnownCriterion { evidence: "QĐ 1".into(), ..known_criterion("P-AN", "TC01", CriterionResult::Met) };
        let mut history = History { criteria: vec![met], ..History::default() };
        history.sort();
        let content = with_known(&Arc::new(Content::Workbook(Box::new(read))), Some(&agency("P-AN")), &register(), &history);
        let row = &content.extraction().unwrap().report.criteria.as_ref().unwrap().rows[0];
        assert_eq!((row.result.value(), row.evidence.is_empty()), (Some(&CriterionResult::Met), true));
    }
}
