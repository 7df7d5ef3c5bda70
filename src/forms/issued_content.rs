//! What stands in a form when it is issued, as digests that go with it and are compared when it comes back: of the cells that the
//! office fills, of those that the form comes with, and of the office's cells in each row. Values are compared, not bytes: a form
//! that was only opened and saved says the same.

use crate::model::extraction::AsIssued;
use crate::model::fields::{Access, Row};
use crate::model::report::{AgencyReport, Field, FieldId, Reading, SheetId, Table, TargetValue};
use crate::text::{normalise, sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Which cells of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cells {
    /// Those that the agency fills.
    Filled,
    /// Those that the form comes with: what the register says of each row.
    Given,
}

/// SHA-256, in hexadecimal, of everything that stands in these cells, by row and column. Neither the order of rows nor a row in
/// which nothing stands says anything; `ThongTin` is looked at apart.
pub fn digest(report: &AgencyReport, cells: Cells) -> String {
    let mut lines = BTreeSet::new();
    collect("tasks", &report.tasks, cells, &mut lines);
    collect("targets", &report.targets, cells, &mut lines);
    collect("criteria", &report.criteria, cells, &mut lines);
    collect("extra", &report.extra_tasks, cells, &mut lines);
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    sha256::of(text.as_bytes())
}

/// The cells that a form came with, against what stood in them when it was issued. Compared when somebody first asks: most reports
/// give no reason to.
#[derive(Debug, Clone)]
pub struct GivenCells<'a> {
    report: &'a AgencyReport,
    issued: Option<&'a str>,
    same: OnceLock<bool>,
}

impl<'a> GivenCells<'a> {
    /// Those of a report whose form bears this digest of them; `None` if the form bears none.
    pub fn of(report: &'a AgencyReport, issued: Option<&'a str>) -> Self {
        Self { report, issued, same: OnceLock::new() }
    }

    /// Does every one say what it said when the form was issued? Where the register says something else since, the register was
    /// changed, and the agency wrote nothing.
    pub fn are_as_issued(&self) -> bool {
        *self.same.get_or_init(|| self.issued.is_some_and(|issued| digest(self.report, Cells::Given) == issued))
    }
}

fn collect<R: Row>(sheet: &str, table: &Option<Table<R>>, cells: Cells, lines: &mut BTreeSet<String>) {
    for row in table.iter().flat_map(|table| &table.rows) {
        let key = normalise::key(&row.key().typed);
        // Separated, so that a text moved to the next column is another one.
        lines.extend(cells_said(row, cells).map(|(id, value)| format!("{sheet}\u{1f}{key}\u{1f}{id:?}\u{1f}{value}")));
    }
}

/// The cells of a row in which something is written, with what they say.
fn cells_said<R: Row>(row: &R, cells: Cells) -> impl Iterator<Item = (FieldId, Cow<'_, str>)> {
    let wanted = R::FIELDS.iter().filter(move |spec| spec.filled == (cells == Cells::Filled));
    wanted.filter_map(|spec| Some((spec.id, said(spec.access.as_ref()?, row)?)))
}

/// Hexadecimal digits that are kept of the digest of a row. Who meant to meet one by chance would have to try for longer than the
/// week lasts, and wins a row that says nothing.
const ROW_DIGITS: usize = 16;

/// The digest of the agency's cells in a row: what they say, in whichever order the form has its columns.
fn row_digest<R: Row>(row: &R) -> String {
    let lines: BTreeSet<String> = cells_said(row, Cells::Filled).map(|(id, value)| format!("{id:?}\u{1f}{value}\n")).collect();
    let mut digest = sha256::of(lines.into_iter().collect::<String>().as_bytes());
    digest.truncate(ROW_DIGITS);
    digest
}

/// Hexadecimal digits that are kept of the digest of a cell: they tell what somebody changed from what nobody did.
const CELL_DIGITS: usize = 8;

/// Stands where no cell of a row had anything in it; nothing at all stands in a form of before cells were told apart.
const NO_CELLS: &str = "-";

/// What a row said when its form was issued, as digests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IssuedRow {
    /// Of its cells that the agency fills.
    pub digest: String,
    /// Of each of those in which something stood, `Status:1a2b3c4d Percent:…`; blank if the form says nothing of single cells.
    pub cells: String,
}

/// What rows said when their form was issued, by sheet and code.
pub type IssuedRows = BTreeMap<(SheetId, String), IssuedRow>;

fn cell_digest(id: FieldId, said: &str) -> String {
    let mut digest = sha256::of(format!("{id:?}\u{1f}{said}").as_bytes());
    digest.truncate(CELL_DIGITS);
    digest
}

/// The digests of the rows of a form that is issued.
pub fn row_digests(report: &AgencyReport) -> IssuedRows {
    fn issued<R: Row>(row: &R) -> IssuedRow {
        let cells: Vec<String> = cells_said(row, Cells::Filled).map(|(id, said)| format!("{id:?}:{}", cell_digest(id, &said))).collect();
        IssuedRow { digest: row_digest(row), cells: if cells.is_empty() { NO_CELLS.to_owned() } else { cells.join(" ") } }
    }
    fn of<R: Row>(table: &Option<Table<R>>) -> impl Iterator<Item = ((SheetId, String), IssuedRow)> {
        table.iter().flat_map(|table| &table.rows).map(|row| (about(row), issued(row)))
    }
    of(&report.tasks).chain(of(&report.targets)).chain(of(&report.criteria)).collect()
}

/// What nobody changed since the form was issued, by sheet and row from 0.
pub fn as_issued(report: &AgencyReport, issued: &IssuedRows) -> AsIssued {
    fn look<R: Row>(table: &Option<Table<R>>, issued: &IssuedRows, found: &mut AsIssued) {
        for row in table.iter().flat_map(|table| &table.rows) {
            let Some(issued) = issued.get(&about(row)) else { continue };
            // Cells that all say the same make a row that does; of a row without them only all of it can be known.
            let unchanged = if issued.cells.is_empty() { None } else { Some(unchanged_cells(row, &issued.cells)) };
            let all = unchanged.as_ref().map_or_else(|| issued.digest == row_digest(row), |cells| cells.len() == filled::<R>().count());
            if all {
                found.rows.insert((R::SHEET, row.row()));
            } else if let Some(cells) = unchanged {
                found.cells.insert((R::SHEET, row.row()), cells.into_iter().collect());
            }
        }
    }
    let mut found = AsIssued::default();
    if !issued.is_empty() {
        look(&report.tasks, issued, &mut found);
        look(&report.targets, issued, &mut found);
        look(&report.criteria, issued, &mut found);
    }
    found
}

/// The agency's cells of a row that say what they said when it was issued, those included in which nothing stood and stands.
fn unchanged_cells<R: Row>(row: &R, issued: &str) -> Vec<FieldId> {
    let issued: Vec<(&str, &str)> = issued.split(' ').filter_map(|cell| cell.split_once(':')).collect();
    // Many rows come without anything in them.
    let then = |id: FieldId| {
        let name = if issued.is_empty() { String::new() } else { format!("{id:?}") };
        issued.iter().find(|(issued, _)| *issued == name).map(|(_, digest)| *digest)
    };
    let unchanged = |(id, access): &(FieldId, &Access<R>)| match then(*id) {
        Some(then) => said(access, row).is_some_and(|said| cell_digest(*id, &said) == then),
        None => access.field(row).is_empty(),
    };
    let mut cells = Vec::with_capacity(R::FIELDS.len());
    cells.extend(filled::<R>().filter(unchanged).map(|(id, _)| id));
    cells
}

/// The cells of a row that the agency fills.
fn filled<R: Row>() -> impl Iterator<Item = (FieldId, &'static Access<R>)> {
    R::FIELDS.iter().filter(|spec| spec.filled).filter_map(|spec| Some((spec.id, spec.access.as_ref()?)))
}

/// What a row is about, as its digest is found again.
fn about<R: Row>(row: &R) -> (SheetId, String) {
    (R::SHEET, normalise::key(&row.key().typed))
}

/// What a field says: its value in one way of writing, or the words of what is no value. `None` if nothing is written.
fn said<'r, R>(access: &Access<R>, row: &'r R) -> Option<Cow<'r, str>> {
    match access {
        Access::Text(lens) => of((lens.get)(row), |text| Cow::Borrowed(text)),
        Access::Role(lens) => of((lens.get)(row), |role| role.label().into()),
        Access::Status(lens) => of((lens.get)(row), |reading| reading.status.label().into()),
        Access::Percent(lens) | Access::Number(lens) => of((lens.get)(row), |number| number.normalize().to_string().into()),
        Access::Day(lens) => of((lens.get)(row), |day| day.to_string().into()),
        Access::Moment(lens) => of((lens.get)(row), |moment| moment.to_string().into()),
        Access::Count(lens) => of((lens.get)(row), |count| count.to_string().into()),
        Access::Mark(lens) => of((lens.get)(row), |mark| mark.to_string().into()),
        Access::Period(lens) => of((lens.get)(row), |period| format!("{period:?}").into()),
        Access::Value(lens, _) => of((lens.get)(row), |value| match value {
            TargetValue::Number(number) => number.normalize().to_string().into(),
            TargetValue::Passed(passed) => passed.to_string().into(),
        }),
        Access::Assessment(lens) => of((lens.get)(row), |assessment| assessment.label().into()),
        Access::Criterion(lens) => of((lens.get)(row), |result| result.label().into()),
    }
}

fn of<'f, T>(field: &'f Field<T>, write: impl FnOnce(&'f T) -> Cow<'f, str>) -> Option<Cow<'f, str>> {
    match &field.reading {
        Reading::Value(value) => Some(write(value)),
        Reading::Empty => None,
        Reading::Unreadable => Some(format!("?{}", field.typed).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fields::Record;
    use crate::model::report::TaskRow;
    use crate::model::shared_text::SharedText;
    use rust_decimal::Decimal;

    fn text(typed: &str) -> Field<SharedText> {
        Field { typed: typed.into(), reading: Reading::Value(typed.into()), ..Field::default() }
    }

    fn task(code: &str, change: impl FnOnce(&mut TaskRow)) -> TaskRow {
        let mut row = TaskRow { code: text(code), evidence: text("12/QĐ"), ..TaskRow::default() };
        row.percent = Field { typed: "50".into(), reading: Reading::Value(Decimal::from(50)), ..Field::default() };
        change(&mut row);
        row
    }

    fn of_rows(rows: Vec<TaskRow>) -> String {
        digest(&AgencyReport { tasks: Some(Table { sheet: "NhiemVu".into(), rows }), ..AgencyReport::default() }, Cells::Filled)
    }

    #[test]
    fn values_count_and_neither_their_writing_nor_the_order_of_rows() {
        let plain = of_rows(vec![task("KH11-001", |_| {}), task("KH11-002", |_| {})]);
        let other_writing = |row: &mut TaskRow| {
            row.percent.typed = "50,0%".into();
            row.percent.reading = Reading::Value(Decimal::new(500, 1));
            row.content = text("Nội dung sửa lại");
            row.row = 40;
        };
        assert_eq!(of_rows(vec![task("kh11-002", |_| {}), task("KH11-001", other_writing), TaskRow::default()]), plain);
        let one = |change: fn(&mut TaskRow)| of_rows(vec![task("KH11-001", change), task("KH11-002", |_| {})]);
        assert_ne!(one(|row| row.percent.reading = Reading::Value(Decimal::from(51))), plain);
        assert_ne!(one(|row| row.percent.reading = Reading::Unreadable), plain);
        assert_ne!(one(|row| row.evidence = Field::default()), plain, "emptied");
        assert_ne!(one(|row| row.note = std::mem::take(&mut row.evidence)), plain, "moved to the next column");
        assert_ne!(of_rows(vec![task("KH11-001", |_| {})]), plain, "a row less");
    }

    #[test]
    fn a_row_is_as_issued_by_itself() {
        let report = |rows: Vec<TaskRow>| AgencyReport { tasks: Some(Table { sheet: "NhiemVu".into(), rows }), ..AgencyReport::default() };
        let at = |row: u32, task: TaskRow| TaskRow { row, ..task };
        let issued = row_digests(&report(vec![at(4, task("KH11-001", |_| {})), at(5, task("KH11-002", |_| {}))]));
        assert!(issued.values().all(|row| row.digest.len() == ROW_DIGITS));
        let other_writing = |row: &mut TaskRow| (row.percent.typed, row.content) = ("50,0%".into(), text("Nội dung sửa lại"));
        let changed = task("KH11-002", |row| row.percent.reading = Reading::Value(Decimal::from(51)));
        let strange = at(6, task("KH11-003", |_| {}));
        let back = report(vec![at(9, changed), at(4, task("kh11-001", other_writing)), strange]);
        let found = as_issued(&back, &issued);
        assert_eq!(found.rows, [(SheetId::Tasks, 4)].into(), "wherever the row stands now");
        let unchanged = &found.cells[&(SheetId::Tasks, 9)];
        assert_eq!(found.cells.len(), 1, "nothing is known of a strange row");
        assert!(!unchanged.contains(&FieldId::Percent), "it says something else");
        assert!(unchanged.contains(&FieldId::Evidence) && unchanged.contains(&FieldId::Obstacle), "the same, and still blank");
        assert_eq!(as_issued(&back, &BTreeMap::new()), AsIssued::default());
    }

    #[test]
    fn a_cell_that_was_emptied_or_filled_is_changed() {
        let report =
            |task: TaskRow| AgencyReport { tasks: Some(Table { sheet: "NhiemVu".into(), rows: vec![task] }), ..AgencyReport::default() };
        let changed = |change: fn(&mut TaskRow)| {
            let issued = row_digests(&report(task("KH11-001", |_| {})));
            let found = as_issued(&report(task("KH11-001", change)), &issued);
            let unchanged = &found.cells[&(SheetId::Tasks, 0)];
            let filled = TaskRow::FIELDS.iter().filter(|spec| spec.filled).map(|spec| spec.id);
            filled.filter(|id| !unchanged.contains(id)).collect::<Vec<_>>()
        };
        assert_eq!(changed(|row| row.evidence = Field::default()), [FieldId::Evidence]);
        assert_eq!(changed(|row| row.obstacle = text("Thiếu vốn")), [FieldId::Obstacle]);
        let before: IssuedRows = [((SheetId::Tasks, "kh11-001".into()), IssuedRow { digest: "0".into(), cells: String::new() })].into();
        assert_eq!(as_issued(&report(task("KH11-001", |_| {})), &before), AsIssued::default(), "a form that tells no cells apart");
        let blank = TaskRow { code: text("KH11-001"), ..TaskRow::default() };
        let issued = row_digests(&report(blank.clone()));
        let filled = TaskRow { note: text("Đang chờ"), ..blank };
        assert!(as_issued(&report(filled), &issued).cells[&(SheetId::Tasks, 0)].contains(&FieldId::Status), "blank then and now");
    }

    #[test]
    fn what_the_form_comes_with_is_apart() {
        let of = |cells, change: fn(&mut TaskRow)| {
            let tasks = Some(Table { sheet: "NhiemVu".into(), rows: vec![task("KH11-001", change)] });
            digest(&AgencyReport { tasks, ..AgencyReport::default() }, cells)
        };
        let content = |row: &mut TaskRow| row.content = text("Nội dung sửa lại");
        let evidence = |row: &mut TaskRow| row.evidence = text("13/QĐ");
        assert_ne!(of(Cells::Given, content), of(Cells::Given, |_| {}));
        assert_eq!(of(Cells::Given, evidence), of(Cells::Given, |_| {}));
        assert_eq!(of(Cells::Filled, content), of(Cells::Filled, |_| {}));
    }
}
