//! Which words of a report are new and enter no figure: notes, plans, reasons. They make no row younger, so without a list of
//! their own nobody would read them.

use crate::forms::last_said;
use crate::model::agency::AgencyCode;
use crate::model::fields::{Access, FieldSpec, KnownValue, Row};
use crate::model::history::History;
use crate::model::remark::Remark;
use crate::model::report::{AgencyReport, Field, FieldId, Info, Manner, SheetId, Table};
use crate::model::shared_text::SharedText;
use crate::model::target::TargetCode;
use crate::model::task::TaskCode;
use crate::text::{normalise, nothing};

/// The remarks of a report, in the order of its sheets, rows and columns.
pub fn of(report: &AgencyReport, agency: &AgencyCode, history: &History) -> Vec<Remark> {
    find(report, agency, history, Wanted::All)
}

/// Those of them beside which nothing new is said.
pub fn alone(report: &AgencyReport, agency: &AgencyCode, history: &History) -> Vec<Remark> {
    find(report, agency, history, Wanted::Alone)
}

/// Which remarks: whether a row has news is known at less cost than what its words say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    All,
    Alone,
}

fn find(report: &AgencyReport, agency: &AgencyCode, history: &History, wanted: Wanted) -> Vec<Remark> {
    let mut found = Vec::new();
    of_info(&report.info, wanted, &mut found);
    of_table(&report.tasks, |code| history.task(agency, &TaskCode::parse(code)?), wanted, &mut found);
    of_table(&report.targets, |code| history.target(agency, &TargetCode::parse(code)?), wanted, &mut found);
    let criterion = |code: &str| {
        let code = normalise::key(code);
        history.criteria.iter().find(|known| known.agency == *agency && normalise::key(&known.criterion) == code)
    };
    of_table(&report.criteria, criterion, wanted, &mut found);
    found
}

fn of_info(info: &Info, wanted: Wanted, found: &mut Vec<Remark>) {
    // A reason goes with the revision that it explains.
    for (id, field, is_alone) in [(FieldId::RevisionReason, &info.revision_reason, false), (FieldId::Note, &info.note, true)] {
        if (is_alone || wanted == Wanted::All) && says_something(field) {
            let (cell, text) = (field.cell, field.value().cloned().unwrap_or_default());
            let (sheet, sheet_name) = (SheetId::Info, info.sheet.clone());
            found.push(Remark { sheet, sheet_name, cell, about: String::new(), field: id, text, is_alone });
        }
    }
}

fn of_table<'h, R: Row>(table: &Option<Table<R>>, known: impl Fn(&str) -> Option<&'h R::Known>, wanted: Wanted, found: &mut Vec<Remark>)
where
    R::Known: 'h,
{
    let Some(table) = table else { return };
    for row in &table.rows {
        let written: Vec<_> = R::FIELDS.iter().filter_map(|spec| Some((spec, written(spec, row)?))).collect();
        if written.is_empty() {
            continue;
        }
        let about = row.key().value().unwrap_or(&row.key().typed).trim();
        let last = known(about);
        let is_alone = !last_said::brings_news(row, last);
        if !is_alone && wanted == Wanted::Alone {
            continue;
        }
        // A plan beside news is where everybody writes one; alone it may be all that an office has to say.
        let told = written.into_iter().filter(|(spec, _)| is_alone || spec.id != FieldId::NextWeek);
        for (spec, field) in told.filter(|(_, field)| says_something(field)) {
            let before = last.and_then(|last| Some((spec.known?)(last)));
            let is_old = matches!(before, Some(KnownValue::Text(before)) if normalise::is_same(before, field.text()));
            if !is_old {
                found.push(Remark {
                    sheet: R::SHEET,
                    sheet_name: table.sheet.to_string(),
                    cell: field.cell,
                    about: about.to_owned(),
                    field: spec.id,
                    text: field.value().cloned().unwrap_or_default(),
                    is_alone,
                });
            }
        }
    }
}

/// The field, if it is one of free words that are no news, and something is written. A level goes with its proposal, and the source of a
/// figure with the figure.
fn written<'r, R: Row>(spec: &FieldSpec<R>, row: &'r R) -> Option<&'r Field<SharedText>> {
    let is_remark = spec.filled && !spec.news && !matches!(spec.id, FieldId::Level | FieldId::DataSource);
    match &spec.access {
        Some(Access::Text(lens)) if is_remark => Some((lens.get)(row)).filter(|field| !field.is_empty()),
        _ => None,
    }
}

fn says_something(field: &Field<SharedText>) -> bool {
    !field.is_empty() && field.manner != Manner::LeftAlone && !nothing::says_nothing(field.text())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::*;
    use crate::model::history::{KnownTarget, KnownTask};
    use crate::model::report::{TargetRow, TaskRow};
    use crate::model::task::Status;

    fn known() -> History {
        let task = KnownTask { note: "Đã trao đổi".into(), ..known_task("SYT", "KH11-001", Status::InProgress) };
        let mut history = History { tasks: vec![task], ..History::default() };
        history.sort();
        history
    }

    fn said(report: &AgencyReport, history: &History) -> Vec<(FieldId, String, bool)> {
        let found = of(report, &agency("SYT"), history);
        found
            .into_iter()
            .map(|remark| (remark.field, format!("{} {}", remark.about, remark.text).trim().to_owned(), remark.is_alone))
            .collect()
    }

    fn noted(note: &str, change: impl FnOnce(&mut TaskRow)) -> AgencyReport {
        let mut written = TaskRow { note: text(note), ..row(5, "KH11-001", Status::InProgress, None, "") };
        change(&mut written);
        report(vec![written])
    }

    #[test]
    fn a_new_note_is_found_and_whether_it_stands_alone() {
        let alone = said(&noted("Chờ ý kiến Bộ", |_| {}), &known());
        assert_eq!(alone, [(FieldId::Note, "KH11-001 Chờ ý kiến Bộ".into(), true)]);
        let beside = said(&noted("Chờ ý kiến Bộ", |row| row.result = text("Đã trình")), &known());
        assert_eq!(beside, [(FieldId::Note, "KH11-001 Chờ ý kiến Bộ".into(), false)]);
        let plan = said(&noted("", |row| row.next_week = text("Họp tổ công tác")), &known());
        assert_eq!(plan, [(FieldId::NextWeek, "KH11-001 Họp tổ công tác".into(), true)]);
        let both = said(&noted("", |row| (row.next_week, row.result) = (text("Họp tổ công tác"), text("Đã trình"))), &known());
        assert_eq!(both, [], "a plan beside news");
        let first = said(&noted("Chờ ý kiến Bộ", |_| {}), &History::default());
        assert!(!first[0].2, "of a row that was never reported its status is news");
    }

    #[test]
    fn what_was_said_before_or_says_nothing_is_no_remark() {
        for note in ["", "Không", "đã trao đổi"] {
            assert_eq!(said(&noted(note, |_| {}), &known()), [], "{note}");
        }
        assert_eq!(said(&noted("Khác", |row| row.note.manner = Manner::LeftAlone), &known()), [], "its form came with it");
        assert_eq!(said(&noted("", |row| row.level = text("UBND tỉnh")), &known()), []);
    }

    #[test]
    fn the_first_sheet_and_targets_have_remarks_too() {
        let mut written = report(Vec::new());
        written.info.note = text("Đang sáp nhập phòng");
        let target = TargetRow {
            row: 4,
            code: text("CT-001"),
            note: text("Chờ số liệu"),
            reason: text("Chưa có hướng dẫn"),
            ..TargetRow::default()
        };
        written.targets = Some(Table { sheet: "ChiTieu".into(), rows: vec![target] });
        let history = History {
            targets: vec![KnownTarget { reason: "Chưa có hướng dẫn".into(), ..known_target("SYT", "CT-001") }],
            ..History::default()
        };
        assert_eq!(
            said(&written, &history),
            [(FieldId::Note, "Đang sáp nhập phòng".into(), true), (FieldId::Note, "CT-001 Chờ số liệu".into(), true)]
        );
        assert_eq!(of(&written, &agency("SYT"), &history)[1].sheet, SheetId::Targets);
    }
}
