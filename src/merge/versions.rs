//! What two versions of a release say differently, value by value, for the sheet "Khác biệt" of the later one.
//!
//! Compared are the figures themselves, not their cells: the totals, how each agency stands, what the register and the
//! program say of each task, target and commune, and every field of every accepted row of every agency. Sums by
//! document or agency follow from these and are not listed again; nor is a row of which only the file changed: the file
//! of an agency stands once, under `Nộp báo cáo`.
//!
//! Order: subjects as in [`Subject`]; within one, the later version's own print order, with what is gone at the end.

use crate::forms::{Form, column_name};
use crate::judge::diff;
use crate::judge::select;
use crate::model::agency::AgencyCode;
use crate::model::class::{ClassCounts, Light, TargetClass, TargetCounts, TaskClass};
use crate::model::consolidation::{Consolidation, CriteriaLine, ExtraTask, TargetLine, TaskLine};
use crate::model::fields::{FieldSpec, KnownValue, Row};
use crate::model::history::{Aging, KnownCriterion, KnownTarget, KnownTask, Source};
use crate::model::known_rows::KnownRows;
use crate::model::period::Period;
use crate::model::place::CellRef;
use crate::model::replacement::{Difference, Subject};
use crate::model::report::{CriterionRow, ExtraTaskRow, TargetRow, TaskRow};
use crate::model::shared_text::SharedText;
use crate::model::submission::Submission;
use crate::model::task::Status;
use crate::text::{class, confirmation, format, normalise};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A version to compare.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// What the version prints.
    pub consolidation: &'a Consolidation,
    /// Rows of every agency after it.
    pub accepted: &'a BTreeMap<AgencyCode, KnownRows>,
}

/// The headings of a line's columns, each with the value as printed.
type Values<'f> = Vec<(&'f str, String)>;

/// Every value that differs; columns are called as in `form`.
pub fn differences(form: &Form, before: Side<'_>, after: Side<'_>) -> Vec<Difference> {
    let mut found = Comparison { form, cells: cells_of(form, after.consolidation), list: Vec::new() };
    totals(before.consolidation, after.consolidation, &mut found);
    submissions(before.consolidation, after.consolidation, &mut found);
    let agencies = agencies(before.consolidation, after.consolidation);
    tasks(before, after, &agencies, &mut found);
    targets(before, after, &agencies, &mut found);
    criteria(before, after, &agencies, &mut found);
    extra_tasks(before.consolidation, after.consolidation, &mut found);
    remarks(before.consolidation, after.consolidation, &mut found);
    found.list
}

/// Where each value of the counted reports stands: agency, code and column.
type Cells<'f> = BTreeMap<AgencyCode, (String, BTreeMap<(String, &'f str), CellRef>)>;

struct Comparison<'f> {
    form: &'f Form,
    cells: Cells<'f>,
    list: Vec<Difference>,
}

/// One thing that both versions may speak of.
struct Item<'a> {
    subject: Subject,
    agency: Option<&'a AgencyCode>,
    code: &'a str,
    content: &'a str,
    source: Option<&'a Source>,
    /// Fields of the row that hold an earlier value: their own cells say something else.
    stale: bool,
}

impl Comparison<'_> {
    /// Compares two lists of values; what one of them lacks is blank there.
    fn compare(&mut self, thing: &Item<'_>, before: &Values<'_>, after: &Values<'_>) {
        let value = |of: &Values<'_>, column: &str| of.iter().find(|(c, _)| *c == column).map(|(_, v)| v.clone()).unwrap_or_default();
        let gone = before.iter().filter(|(column, _)| !after.iter().any(|(c, _)| c == column));
        let columns: Vec<&str> = after.iter().chain(gone).map(|(column, _)| *column).collect();
        for column in columns {
            let (before, after) = (value(before, column), value(after, column));
            if before != after {
                let source = thing.source.map(|source| if thing.stale { source.clone() } else { self.cell(source, thing.code, column) });
                self.list.push(Difference {
                    subject: thing.subject,
                    agency: thing.agency.cloned(),
                    code: thing.code.to_owned(),
                    content: thing.content.to_owned(),
                    column: column.to_owned(),
                    before,
                    after,
                    source,
                });
            }
        }
    }

    /// The cell of the value itself, where the counted report has it; else the cell of the row's code.
    fn cell(&self, source: &Source, code: &str, column: &str) -> Source {
        let of_agency = self.cells.get(&source.agency).filter(|(sha256, _)| source.sha256 == *sha256);
        let cell = of_agency.and_then(|(_, cells)| cells.get(&(normalise::key(code), column)).copied());
        Source { cell: cell.or(source.cell), ..source.clone() }
    }
}

fn cells_of<'f>(form: &'f Form, consolidation: &'f Consolidation) -> Cells<'f> {
    let counted = consolidation.submissions.iter().filter(|s| s.merged).filter_map(|s| s.counted_version().map(|v| (s, v)));
    let report = counted.filter_map(|(s, v)| select::report(v).map(|report| (s, v, report)));
    report.map(|(s, v, report)| (s.agency.clone(), (v.receipt.sha256.clone(), diff::cells(form, report)))).collect()
}

/// Agencies of both versions, in the later one's print order.
fn agencies(before: &Consolidation, after: &Consolidation) -> Vec<AgencyCode> {
    let gone = before.agencies.iter().filter(|a| after.agency(&a.code).is_none());
    after.agencies.iter().chain(gone).map(|a| a.code.clone()).collect()
}

fn totals(before: &Consolidation, after: &Consolidation, found: &mut Comparison<'_>) {
    for (content, old, new) in [
        ("Nhiệm vụ", task_totals(before.task_totals.overall), task_totals(after.task_totals.overall)),
        ("Chỉ tiêu", target_totals(before.target_counts), target_totals(after.target_counts)),
        ("Xã, phường", commune_totals(before), commune_totals(after)),
    ] {
        found.compare(&Item { subject: Subject::Totals, agency: None, code: "", content, source: None, stale: false }, &old, &new);
    }
}

fn task_totals(counts: ClassCounts) -> Values<'static> {
    let mut values = vec![("Tổng số", counts.total.to_string()), ("Hoàn thành", format::ratio(counts.done(), counts.total))];
    values.extend(TaskClass::ALL.into_iter().filter_map(|c| Some((class::class(c), of_class(counts, c)?.to_string()))));
    values
}

fn of_class(counts: ClassCounts, class: TaskClass) -> Option<u32> {
    Some(match class {
        TaskClass::DoneEarly => counts.done_early,
        TaskClass::DoneOnTime => counts.done_on_time,
        TaskClass::DoneLate => counts.done_late,
        TaskClass::DoneUndated => counts.done_undated,
        TaskClass::InProgress => counts.in_progress,
        TaskClass::DueSoon => counts.due_soon,
        TaskClass::NotStarted => counts.not_started,
        TaskClass::Overdue => counts.overdue,
        TaskClass::Regular => counts.regular,
        TaskClass::NotDueYet => counts.not_due_yet,
        TaskClass::Paused => counts.paused,
        TaskClass::NoDeadline => counts.no_deadline,
        TaskClass::NoReport => counts.no_report,
        // Outside the totals.
        TaskClass::Withdrawn => return None,
    })
}

fn target_totals(counts: TargetCounts) -> Values<'static> {
    let of = |class| match class {
        TargetClass::Exceeded => counts.exceeded,
        TargetClass::Met => counts.met,
        TargetClass::NotMet => counts.not_met,
        TargetClass::NotYet => counts.not_yet,
        TargetClass::NotAssessable => counts.not_assessable,
        TargetClass::NoData => counts.no_data,
    };
    let mut values = vec![("Tổng số", counts.total.to_string()), ("Đạt và vượt", format::ratio(counts.reached(), counts.total))];
    values.extend(TargetClass::ALL.into_iter().map(|class| (class.label(), of(class).to_string())));
    values
}

fn commune_totals(consolidation: &Consolidation) -> Values<'static> {
    let lights = [Light::Green, Light::Yellow, Light::Red, Light::Grey];
    lights.into_iter().map(|light| (light.label(), consolidation.criteria.count(light).to_string())).collect()
}

fn submissions(before: &Consolidation, after: &Consolidation, found: &mut Comparison<'_>) {
    for agency in agencies(before, after) {
        let (old, new) = (before.submission(&agency), after.submission(&agency));
        let name = after.agency(&agency).or(before.agency(&agency)).map_or("", |a| a.name.as_str());
        let file = new.and_then(Submission::shown_version).map(|v| Source {
            agency: agency.clone(),
            file: v.receipt.file.path.as_str().into(),
            sha256: v.receipt.sha256.as_str().into(),
            sheet: SharedText::default(),
            cell: None,
        });
        let thing =
            Item { subject: Subject::Submission, agency: Some(&agency), code: "", content: name, source: file.as_ref(), stale: false };
        found.compare(&thing, &old.map(standing).unwrap_or_default(), &new.map(standing).unwrap_or_default());
    }
}

fn standing(s: &Submission) -> Values<'static> {
    let version = s.shown_version();
    vec![
        ("Kết quả", s.standing.label().to_owned()),
        ("Thời điểm tiếp nhận", s.received_at.map(format::moment).unwrap_or_default()),
        ("Lần nộp", version.map(|v| v.number.to_string()).unwrap_or_default()),
        ("Tệp", version.map(|v| v.receipt.file.path.clone()).unwrap_or_default()),
        ("Đưa vào số liệu", if s.merged { "Có" } else { "Không" }.to_owned()),
    ]
}

/// Codes of both versions in the later one's order.
fn both<'a, K: Ord + Copy>(before: impl Iterator<Item = K> + 'a, after: impl Iterator<Item = K> + 'a) -> Vec<K> {
    let mut seen = BTreeSet::new();
    after.chain(before).filter(|code| seen.insert(*code)).collect()
}

fn tasks(before: Side<'_>, after: Side<'_>, agencies: &[AgencyCode], found: &mut Comparison<'_>) {
    let form = found.form;
    let (old_rows, new_rows) = (rows(before, |a| &a.tasks, |k| &k.task), rows(after, |a| &a.tasks, |k| &k.task));
    let (old, new) = (before.consolidation, after.consolidation);
    for code in both(old.tasks.iter().map(|l| &l.task.code), new.tasks.iter().map(|l| &l.task.code)) {
        let (line, earlier) = (new.task(code), old.task(code));
        let content = line.or(earlier).map_or("", |l| l.task.content.as_str());
        let thing = |agency, source, stale| Item { subject: Subject::Task, agency, code: code.as_str(), content, source, stale };
        let values = |line: Option<&TaskLine>, c| line.map(|l| task_line(l, c)).unwrap_or_default();
        found.compare(&thing(None, None, false), &values(earlier, old), &values(line, new));
        for agency in agencies {
            let (row, earlier) = (new_rows.get(&(agency, code)), old_rows.get(&(agency, code)));
            let values = |row: Option<&&KnownTask>| row.map(|k| known_row::<TaskRow>(form, k, k.changed_in())).unwrap_or_default();
            found.compare(
                &thing(Some(agency), row.map(|k| &k.source), row.is_some_and(|k| !k.stale_fields.is_empty())),
                &values(earlier),
                &values(row),
            );
        }
    }
}

/// What the register and the program say of a task; of one with parts, also what they make of the whole.
fn task_line(line: &TaskLine, consolidation: &Consolidation) -> Values<'static> {
    let task = &line.task;
    let deadline = match (&task.extended, task.deadline) {
        (Some(e), _) => format!("{} (gia hạn lần {} từ {})", task.deadline_text, e.times, e.original_text),
        (None, Some(days)) if task.deadline_text.trim().is_empty() => format::date(days.to),
        (None, _) => task.deadline_text.to_string(),
    };
    let mut values = vec![
        ("Nội dung nhiệm vụ", task.content.to_string()),
        ("Văn bản giao", task.document.to_string()),
        ("Đơn vị chủ trì", names(consolidation, &task.leads)),
        ("Đơn vị phối hợp", names(consolidation, &task.supports)),
        ("Thời hạn", deadline),
        ("Trạng thái hệ thống xác định", class::state(&line.state)),
        ("Màu", line.light.label().to_owned()),
        ("Ghi chú", line.marks.join("; ")),
    ];
    if task.kind.has_parts() {
        values.push(("Trạng thái đơn vị báo", line.reported.map_or("", Status::label).to_owned()));
        values.push(("Tỷ lệ (%)", decimal(line.percent)));
        values.push(("Ngày hoàn thành", day(line.completed_on)));
    }
    values
}

fn names(consolidation: &Consolidation, agencies: &[AgencyCode]) -> String {
    agencies.iter().map(|code| consolidation.short_name(code)).collect::<Vec<_>>().join(", ")
}

/// What is kept of a row, column by column.
fn known_row<'f, R: Row>(form: &'f Form, known: &R::Known, period: Period) -> Values<'f> {
    let mut values = kept::<R>(form, known);
    values.push((LAST_UPDATE, format::period(period)));
    values
}

fn kept<'f, R: Row>(form: &'f Form, known: &R::Known) -> Values<'f> {
    let value = |spec: &FieldSpec<R>| Some((column_name(form, R::SHEET, spec.id), shown((spec.known?)(known))));
    R::FIELDS.iter().filter_map(value).collect()
}

fn shown(value: KnownValue<'_>) -> String {
    match value {
        KnownValue::Text(text) => text.to_owned(),
        KnownValue::Number(number) => decimal(number),
        KnownValue::Day(of) => day(of),
        KnownValue::Value(value) => value.map(class::value).unwrap_or_default(),
        KnownValue::Mark(marked) => if marked { "x" } else { "" }.to_owned(),
    }
}

const LAST_UPDATE: &str = "Cập nhật lần cuối (tuần)";

fn targets(before: Side<'_>, after: Side<'_>, agencies: &[AgencyCode], found: &mut Comparison<'_>) {
    let form = found.form;
    let (old_rows, new_rows) = (rows(before, |a| &a.targets, |k| &k.target), rows(after, |a| &a.targets, |k| &k.target));
    let (old, new) = (before.consolidation, after.consolidation);
    for code in both(old.targets.iter().map(|l| &l.target.code), new.targets.iter().map(|l| &l.target.code)) {
        let (line, earlier) = (new.target(code), old.target(code));
        let content = line.or(earlier).map_or("", |l| l.target.name.as_str());
        let thing = |agency, source, stale| Item { subject: Subject::Target, agency, code: code.as_str(), content, source, stale };
        let values = |line: Option<&TargetLine>, c| line.map(|l| target_line(l, c)).unwrap_or_default();
        found.compare(&thing(None, None, false), &values(earlier, old), &values(line, new));
        for agency in agencies {
            let (row, earlier) = (new_rows.get(&(agency, code)), old_rows.get(&(agency, code)));
            let values = |row: Option<&&KnownTarget>| row.map(|k| known_row::<TargetRow>(form, k, k.changed_in())).unwrap_or_default();
            found.compare(
                &thing(Some(agency), row.map(|k| &k.source), row.is_some_and(|k| !k.stale_fields.is_empty())),
                &values(earlier),
                &values(row),
            );
        }
    }
}

fn target_line(line: &TargetLine, consolidation: &Consolidation) -> Values<'static> {
    let target = &line.target;
    let value = line.value.map(class::value).unwrap_or_default();
    vec![
        ("Tên chỉ tiêu", target.name.clone()),
        ("Mục tiêu", target.goal_text.clone()),
        ("Hạn đạt", target.due_text.clone()),
        ("Đơn vị chủ trì", names(consolidation, &target.leads)),
        ("Kỳ trước", line.previous.clone().unwrap_or_default()),
        ("Kỳ này", if line.estimated && !value.is_empty() { format!("ước {value}") } else { value }),
        ("Đánh giá", line.class.label().to_owned()),
        ("Màu", line.light.label().to_owned()),
        ("Đơn vị còn thiếu số liệu", names(consolidation, &line.missing)),
    ]
}

fn criteria(before: Side<'_>, after: Side<'_>, agencies: &[AgencyCode], found: &mut Comparison<'_>) {
    let form = found.form;
    let (old_rows, new_rows) = (rows(before, |a| &a.criteria, |k| &k.criterion), rows(after, |a| &a.criteria, |k| &k.criterion));
    let (old, new) = (&before.consolidation.criteria, &after.consolidation.criteria);
    let codes = both(old.criteria.iter().map(|c| &c.code), new.criteria.iter().map(|c| &c.code));
    for agency in agencies {
        let line = |lines: &[CriteriaLine]| lines.iter().find(|l| &l.agency == agency).map(commune_line).unwrap_or_default();
        let whole =
            Item {
                subject: Subject::Criterion, agency: Some(agency), code: "", content: "Cả bộ tiêu chí", source: None, stale: false
            };
        found.compare(&whole, &line(&old.lines), &line(&new.lines));
        for code in &codes {
            let name = new.criteria.iter().chain(&old.criteria).find(|c| &c.code == *code).map_or("", |c| c.name.as_str());
            let (row, earlier) = (new_rows.get(&(agency, *code)), old_rows.get(&(agency, *code)));
            let values =
                |row: Option<&&KnownCriterion>| row.map(|k| known_row::<CriterionRow>(form, k, k.changed_in())).unwrap_or_default();
            let source = row.map(|k| &k.source);
            let thing = Item { subject: Subject::Criterion, agency: Some(agency), code, content: name, source, stale: false };
            found.compare(&thing, &values(earlier), &values(row));
        }
    }
}

fn commune_line(line: &CriteriaLine) -> Values<'static> {
    let (full, confirmed) = (day(line.complete_on), line.confirmed.as_ref().map(confirmation::words).unwrap_or_default());
    vec![("Số đạt", line.met.to_string()), ("Màu", line.light.label().to_owned()), ("Ngày đủ", full), ("Xác nhận", confirmed)]
}

fn extra_tasks(before: &Consolidation, after: &Consolidation, found: &mut Comparison<'_>) {
    let form = found.form;
    let keys = |c: &Consolidation| c.extra_tasks.iter().map(|t| (t.agency.clone(), t.content.clone())).collect::<Vec<_>>();
    let (old, new) = (keys(before), keys(after));
    for key in both(old.iter(), new.iter()) {
        let of = |c: &Consolidation| c.extra_tasks.iter().find(|t| (&t.agency, &t.content) == (&key.0, &key.1)).cloned();
        let (earlier, now) = (of(before), of(after));
        let values = |task: &Option<ExtraTask>| task.as_ref().map(|t| kept::<ExtraTaskRow>(form, t)).unwrap_or_default();
        let source = now.as_ref().map(|t| &t.source);
        let thing = Item { subject: Subject::ExtraTask, agency: Some(&key.0), code: "", content: &key.1, source, stale: false };
        found.compare(&thing, &values(&earlier), &values(&now));
    }
}

fn remarks(before: &Consolidation, after: &Consolidation, found: &mut Comparison<'_>) {
    let texts = |c: &Consolidation, section: &str| {
        let of = c.remarks.iter().filter(|r| r.section == section).map(|r| r.text.as_str());
        vec![("Nội dung", of.collect::<Vec<_>>().join("\n"))]
    };
    for section in both(before.remarks.iter().map(|r| r.section.as_str()), after.remarks.iter().map(|r| r.section.as_str())) {
        let thing = Item { subject: Subject::Remark, agency: None, code: "", content: section, source: None, stale: false };
        found.compare(&thing, &texts(before, section), &texts(after, section));
    }
}

/// The accepted rows of a version, by agency and code.
fn rows<'a, R, C: Ord + ?Sized + 'a>(
    side: Side<'a>,
    of: impl Fn(&'a KnownRows) -> &'a Vec<R>,
    code: impl Fn(&'a R) -> &'a C,
) -> BTreeMap<(&'a AgencyCode, &'a C), &'a R> {
    side.accepted
        .iter()
        .flat_map(|(agency, accepted)| of(accepted).iter().map(move |row| (agency, row)))
        .map(|(agency, row)| ((agency, code(row)), row))
        .collect()
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(format::date).unwrap_or_default()
}

fn decimal(number: Option<Decimal>) -> String {
    number.map(format::decimal).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{accepted, agency, consolidation, register, report, row};
    use crate::model::confirmation::{Confirmation, ConfirmationRow};
    use crate::model::history::History;
    use crate::model::register::Register;
    use crate::model::report::AgencyReport;

    /// Differences between what two reports of the Health office give, each with its register.
    fn between(before: (&Register, &AgencyReport), after: (&Register, &AgencyReport)) -> Vec<Difference> {
        let history = History::default();
        let rows = |(register, report): (&Register, &AgencyReport)| {
            BTreeMap::from([(agency("SYT"), accepted(register, &history, "SYT", report, &[]))])
        };
        let (old, new) = (rows(before), rows(after));
        let (earlier, now) = (consolidation(before.0, &history, &old), consolidation(after.0, &history, &new));
        differences(
            &crate::forms::builtin()[0],
            Side { consolidation: &earlier, accepted: &old },
            Side { consolidation: &now, accepted: &new },
        )
    }

    fn shown(found: &[Difference]) -> Vec<String> {
        let line = |d: &Difference| {
            let agency = d.agency.as_ref().map_or("", AgencyCode::as_str);
            format!("{}|{agency}|{}|{}|{}|{}", d.subject.label(), d.code, d.column, d.before, d.after)
        };
        found.iter().map(line).collect()
    }

    #[test]
    fn equal_versions_do_not_differ() {
        let (register, report) = (register(), report(vec![row(5, "KH11-001", Status::Done, Some(100), "xong")]));
        assert_eq!(between((&register, &report), (&register, &report)), []);
    }

    #[test]
    fn a_row_that_changed_is_listed_field_by_field_and_what_it_does_to_the_totals() {
        let register = register();
        let before = report(vec![row(5, "KH11-001", Status::InProgress, Some(40), "đang làm")]);
        let after =
            report(vec![row(5, "KH11-001", Status::InProgress, Some(75), "đang làm"), row(6, "KH11-002", Status::Regular, None, "")]);
        let found = between((&register, &before), (&register, &after));
        let lines = shown(&found);
        assert!(lines.contains(&"Nhiệm vụ|SYT|KH11-001|Tỷ lệ hoàn thành (%)|40|75".to_owned()), "{lines:#?}");
        assert!(!lines.iter().any(|l| l.contains("|SYT|KH11-001|") && !l.contains("Tỷ lệ")), "{lines:#?}");
        assert!(lines.contains(&"Nhiệm vụ|SYT|KH11-002|Trạng thái đơn vị báo||Thường xuyên".to_owned()), "{lines:#?}");
        let cell = found.iter().find(|d| d.code == "KH11-001" && d.agency.is_some()).and_then(|d| d.source.clone()).unwrap();
        assert_eq!((cell.file.as_str(), cell.cell), ("a.xlsx", Some(CellRef::new(5, 1))), "without a better one, the cell of the code");
        let mut subjects: Vec<Subject> = found.iter().map(|d| d.subject).collect();
        let order = subjects.clone();
        subjects.sort_unstable();
        assert_eq!(subjects, order, "{lines:#?}");
    }

    #[test]
    fn a_confirmation_that_a_later_version_knows_is_listed() {
        let (before, report) = (register(), report(Vec::new()));
        let mut after = before.clone();
        let (by, document) = ("Trung tâm".to_owned(), String::new());
        let confirmation = Confirmation { state: "XANH".to_owned(), by, on: before.criteria[0].from, document };
        let phase = before.criteria[0].phase.clone();
        after.confirmations = vec![ConfirmationRow { agencies: vec![agency("P-AN")], phase, confirmation }];
        let lines = shown(&between((&before, &report), (&after, &report)));
        assert_eq!(lines, ["Tiêu chí xã|P-AN||Xác nhận||“XANH” ngày 01/01/2025 (Trung tâm)"]);
    }

    #[test]
    fn what_a_corrected_register_changes_is_nobodys_value() {
        let (before, report) = (register(), report(Vec::new()));
        let mut after = before.clone();
        after.tasks.retain(|t| t.code.as_str() != "KH11-001");
        after.tasks[0].content = "Nội dung mới".into();
        let code = after.tasks[0].code.clone();
        let found = between((&before, &report), (&after.in_force(crate::merge::testing::friday()), &report));
        let lines = shown(&found);
        let old = &before.task(&code).unwrap().content;
        assert!(lines.contains(&format!("Nhiệm vụ||{code}|Nội dung nhiệm vụ|{old}|Nội dung mới")), "{lines:#?}");
        let gone: Vec<&Difference> = found.iter().filter(|d| d.code == "KH11-001").collect();
        assert!(!gone.is_empty() && gone.iter().all(|d| d.after.is_empty() && d.agency.is_none()), "{lines:#?}");
    }
}
