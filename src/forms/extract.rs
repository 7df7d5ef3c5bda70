//! A workbook becomes a report: every field with its cell. Never fails and judges nothing; what the layout lacks is
//! said as data.

use crate::forms::cells::{self, Slot};
use crate::forms::form::{Form, SheetForm};
use crate::forms::heading::sheet_key;
use crate::forms::heading_row::{self, HeadingRow};
use crate::forms::issued_content;
use crate::forms::letters;
use crate::forms::merged::{self, MergedAreas};
use crate::forms::own_table;
use crate::forms::recognise::{FoundSheet, Recognition, recognise};
use crate::forms::secrecy;
use crate::forms::table;
use crate::model::extraction::{Extraction, LayoutIssue, LayoutNote, OwnTable};
use crate::model::fields::{Access, Record, Row};
use crate::model::period::{Period, PeriodName};
use crate::model::place::{CellRef, Place};
use crate::model::report::{AgencyReport, Field, FieldId, Info, Manner, Reading, SheetId, StatusReading, Table};
use crate::model::task::Status;
use crate::model::workbook::{RawSheet, RawValue, RawWorkbook};
use crate::text::period as weeks;
use crate::text::words;

/// Reads a workbook against a form definition.
pub fn extract(workbook: &RawWorkbook, form: &Form) -> Extraction {
    let letters = letters::unicode(workbook);
    let workbook = letters.workbook.as_ref();
    let recognition = recognise(workbook, form);
    let mut layout = Layout { own_table: recognition.own_table().then(OwnTable::default), ..Layout::default() };
    let left = |(sheet, copy): &(&str, &str)| LayoutNote::CopyLeft { sheet: (*sheet).to_owned(), copy: (*copy).to_owned() };
    layout.notes.extend(recognition.copies.iter().map(left));
    let mut report = AgencyReport::default();
    for (id, found) in &recognition.sheets {
        let Some(sheet) = form.sheet(*id) else { continue };
        match id {
            SheetId::Info => report.info = info(found, sheet, &mut layout),
            SheetId::Tasks => report.tasks = rows(found, sheet, &mut layout),
            SheetId::Targets => report.targets = rows(found, sheet, &mut layout),
            SheetId::Criteria => report.criteria = rows(found, sheet, &mut layout),
            // Listed for the secretariat, never counted: a broken sheet of this kind must not cost a whole report.
            SheetId::ExtraTasks => report.extra_tasks = rows(found, sheet, &mut Layout::default()),
        }
    }
    report.targets.iter_mut().flat_map(|table| &mut table.rows).for_each(cells::spread_ratio);
    cells::no_one_among_fractions(report.tasks.iter_mut().flat_map(|table| &mut table.rows).map(|row| &mut row.percent));
    if let Some(own) = &layout.own_table {
        let names: Vec<&str> = recognition.sheets.values().map(|found| found.raw.name.as_str()).collect();
        report.info.period = own_table::period(&own.titles, &names);
    }
    agree_on_period(&mut report.info, recognition.period.as_deref());
    let nil = report.info.nil.value() == Some(&true);
    layout.issues.splice(0..0, missing_sheets(workbook, form, &recognition, nil));
    let extraction = Extraction {
        recognised_by: recognition.by,
        form: recognition.form,
        form_version: recognition.version,
        meta_agency: recognition.agency,
        meta_period: recognition.period,
        issued_by: recognition.issued_by,
        issued_content: recognition.issued_content,
        issued_given: recognition.issued_given,
        as_issued: issued_content::as_issued(&report, &recognition.issued_rows),
        layout: layout.issues,
        notes: layout.notes,
        own_table: layout.own_table,
        converted: letters.converted,
        doubtful: letters.doubtful,
        secrecy_marks: secrecy::marks(workbook),
        report,
    };
    if extraction.secrecy_marks.is_empty() { extraction } else { secrecy::only_the_marks(extraction, form) }
}

/// A period without its year, or written by its days, is that of the form where it names the same week.
fn agree_on_period(info: &mut Info, form: Option<&str>) {
    let Some(week) = form.and_then(Period::parse_id) else { return };
    if info.period.is_unreadable() && weeks::agrees(&info.period.typed, week) {
        info.period.reading = Reading::Value(PeriodName::Week(week));
    }
}

/// What is said of the layout while the sheets are read.
#[derive(Default)]
struct Layout {
    issues: Vec<LayoutIssue>,
    notes: Vec<LayoutNote>,
    own_table: Option<OwnTable>,
}

/// `ThongTin` is always needed in a form; of the tables, those with nothing assigned are left out of a form, so a file lacks one
/// that its own form had, unless it says "Không phát sinh"; a file that tells nothing of its form lacks one if it has
/// none at all.
fn missing_sheets(workbook: &RawWorkbook, form: &Form, recognition: &Recognition<'_>, nil: bool) -> Vec<LayoutIssue> {
    let here = |id: SheetId| recognition.sheets.contains_key(&id);
    let any_table = [SheetId::Tasks, SheetId::Targets, SheetId::Criteria].into_iter().any(here);
    let mut wanted = Vec::new();
    if !here(SheetId::Info) && !recognition.own_table() {
        wanted.push(SheetId::Info);
    }
    if !nil {
        wanted.extend(recognition.given.iter().copied().filter(|id| !here(*id)));
    }
    if !any_table && !recognition.nothing_assigned && !wanted.iter().any(|id| *id != SheetId::Info) {
        wanted.push(SheetId::Tasks);
    }
    // A sheet that the file names and nobody can read was there once: what it said is missing, whatever it was.
    let named = |sheet: &SheetForm| unread_name(workbook, sheet);
    let lost = form
        .sheets
        .iter()
        .filter(|sheet| sheet.id != SheetId::ExtraTasks && named(sheet).is_some_and(|name| workbook.absent.contains(name)));
    for sheet in lost {
        if !wanted.contains(&sheet.id) {
            wanted.push(sheet.id);
        }
    }
    let shown = |name: &&String| !name.starts_with('_');
    let present = || workbook.sheet_names.iter().filter(shown).cloned().collect();
    wanted
        .into_iter()
        .filter_map(|id| form.sheet(id))
        // By the name that people see where the sheet is there and cannot be read.
        .map(|sheet| LayoutIssue::SheetMissing { sheet: named(sheet).unwrap_or(&sheet.name).clone(), present: present() })
        .collect()
}

/// The name of a sheet of the file that is called like this one and of which nothing could be read.
fn unread_name<'w>(workbook: &'w RawWorkbook, sheet: &SheetForm) -> Option<&'w String> {
    let called = |name: &&String| **name == sheet.name || sheet.is_called(&sheet_key(name));
    workbook.sheet_names.iter().filter(|name| workbook.sheet(name).is_none()).find(called)
}

/// A row of a table with the columns found.
struct RowCells<'a> {
    raw: &'a RawSheet,
    /// What stands in the row itself.
    cells: &'a [(u32, RawValue)],
    date_1904: bool,
    heading: &'a HeadingRow,
    merged: &'a MergedAreas,
    row: u32,
}

impl<'a> RowCells<'a> {
    fn slot(&self, column: Option<u32>) -> Slot<'a> {
        let Some(column) = column else { return Slot::default() };
        let cell = CellRef::new(self.row, column);
        if let Some(source) = self.merged.sources.get(&cell) {
            return at(self.raw, *source, self.date_1904);
        }
        let value = self.cells.iter().find(|(at, _)| *at == column).map(|(_, value)| value);
        Slot { cell: Some(cell), value, date_1904: self.date_1904 }
    }

    /// The status where it is an x in one of several columns.
    fn marked_status(&self) -> Field<StatusReading> {
        let marks = &self.heading.status_marks;
        let cell = |column: u32| CellRef::new(self.row, column);
        let marked: Vec<(u32, Status)> =
            marks.iter().copied().filter(|(column, _)| self.raw.get(cell(*column)).is_some_and(heading_row::is_mark)).collect();
        let typed = marked.iter().map(|(_, status)| status.label()).collect::<Vec<_>>().join("; ");
        let first = marked.first().or(marks.first()).map(|(column, _)| cell(*column));
        let reading = match marked.as_slice() {
            [] => Reading::Empty,
            [(_, status)] => Reading::Value(StatusReading { status: *status, exact: true, nearly_done: false }),
            _ => Reading::Unreadable,
        };
        Field { cell: first, typed: typed.into(), reading, manner: Manner::Plain }
    }

    fn read<R: Row>(&self, columns: &[(&Access<R>, Option<u32>)]) -> R {
        let mut row = R::at(self.row);
        for (access, column) in columns {
            match access {
                Access::Status(lens) if !self.heading.status_marks.is_empty() => *(lens.get_mut)(&mut row) = self.marked_status(),
                access => fill(&mut row, access, self.slot(*column)),
            }
        }
        row
    }
}

/// Reads a cell into its field.
fn fill<R>(row: &mut R, access: &Access<R>, slot: Slot<'_>) {
    match access {
        Access::Text(lens) => *(lens.get_mut)(row) = cells::text(slot),
        Access::Role(lens) => *(lens.get_mut)(row) = cells::role(slot),
        Access::Status(lens) => *(lens.get_mut)(row) = cells::status(slot),
        Access::Percent(lens) => *(lens.get_mut)(row) = cells::percent(slot),
        Access::Number(lens) => *(lens.get_mut)(row) = cells::number(slot),
        Access::Day(lens) => *(lens.get_mut)(row) = cells::date(slot),
        Access::Moment(lens) => *(lens.get_mut)(row) = cells::date_time(slot),
        Access::Count(lens) => *(lens.get_mut)(row) = cells::revision(slot),
        Access::Mark(lens) => *(lens.get_mut)(row) = cells::mark(slot),
        Access::Period(lens) => *(lens.get_mut)(row) = cells::period(slot),
        Access::Value(lens, unit) => *(lens.get_mut)(row) = cells::target_value(slot, unit(row).text()),
        Access::Assessment(lens) => *(lens.get_mut)(row) = cells::assessment(slot),
        Access::Criterion(lens) => *(lens.get_mut)(row) = cells::criterion_result(slot),
    }
}

fn at(raw: &RawSheet, cell: CellRef, date_1904: bool) -> Slot<'_> {
    Slot { cell: Some(cell), value: raw.get(cell), date_1904 }
}

/// A table's rows: those with a code, or with anything in a column that the agency fills.
fn rows<R: Row>(found: &FoundSheet<'_>, sheet: &SheetForm, layout: &mut Layout) -> Option<Table<R>> {
    let raw = found.raw;
    let name = || raw.name.clone();
    let Some(heading) = heading_row::heading_row(raw, sheet, found.heading_row) else {
        let wanted = sheet.columns.iter().filter(|c| c.essential).map(|c| c.heading.clone()).collect();
        layout.issues.push(LayoutIssue::HeadingsMissing { sheet: name(), wanted });
        return Some(Table { sheet: name().into(), rows: Vec::new() });
    };
    missing_columns(raw, sheet, &heading, layout);
    let key = sheet.key_field();
    let filled: Vec<u32> = sheet
        .columns
        .iter()
        .filter(|c| c.input || c.field == key)
        .filter_map(|c| heading.columns.get(&c.field).copied())
        .chain(heading.status_marks.iter().map(|(column, _)| *column))
        .collect();
    let found_rows = table::rows(raw, &heading, sheet);
    let merged = merged::merged(raw, sheet, &heading, &found_rows.kept);
    let written = |row: &u32| filled.iter().any(|c| raw.get(CellRef::new(*row, *c)).is_some_and(|v| !cells::typed(v).is_empty()));
    let (kept, idle): (Vec<u32>, Vec<u32>) = found_rows.kept.into_iter().partition(written);
    let mut skipped = [found_rows.skipped, idle].concat();
    skipped.sort_unstable();
    note_layout(raw, sheet, &heading, &kept, skipped, layout);
    let date_1904 = found.date_1904;
    let mut rows: Vec<R> = Vec::with_capacity(kept.len());
    let cells = |row: u32| raw.rows.get(&row).map_or(&[][..], Vec::as_slice);
    let column = |id: &FieldId| heading.columns.get(id).copied();
    let columns: Vec<_> = R::FIELDS.iter().filter_map(|spec| Some((spec.access.as_ref()?, column(&spec.id)))).collect();
    let of_row = |row| RowCells { raw, cells: cells(row), date_1904, heading: &heading, merged: &merged, row };
    rows.extend(kept.into_iter().map(|row| of_row(row).read(&columns)));
    layout.notes.extend(merged.notes);
    Some(Table { sheet: name().into(), rows })
}

/// Columns without which a table cannot be read. An office's own table needs no more than what its rows are about and how
/// they stand; what else it lacks is said with the note that it is no form.
fn missing_columns(raw: &RawSheet, sheet: &SheetForm, heading: &HeadingRow, layout: &mut Layout) {
    for repeated in &heading.repeated {
        let (heading, cells) = (repeated.written.clone(), repeated.cells.clone());
        layout.issues.push(LayoutIssue::HeadingRepeated { sheet: raw.name.clone(), heading, cells });
    }
    let has = |field: FieldId| {
        heading.columns.contains_key(&field)
            || heading.repeated.iter().any(|r| r.field == field)
            || match field {
                FieldId::Status => !heading.status_marks.is_empty(),
                // Rows without a code are taken by what they say.
                FieldId::TaskCode => heading.columns.contains_key(&FieldId::Content),
                _ => false,
            }
    };
    for column in sheet.columns.iter().filter(|c| c.essential && !has(c.field)) {
        match &mut layout.own_table {
            Some(own) if matches!(column.field, FieldId::Percent | FieldId::Result) => own.without.push(column.heading.clone()),
            _ => layout.issues.push(LayoutIssue::ColumnMissing { sheet: raw.name.clone(), column: column.heading.clone() }),
        }
    }
}

/// What was made of the layout of a table.
fn note_layout(raw: &RawSheet, sheet: &SheetForm, heading: &HeadingRow, kept: &[u32], skipped: Vec<u32>, layout: &mut Layout) {
    if let Some(own) = &mut layout.own_table {
        own.titles.extend(own_table::titles(raw, heading));
    }
    for decided in &heading.decided {
        layout.notes.push(LayoutNote::Decided {
            place: Place::cell(&raw.name, decided.cell),
            written: decided.written.clone(),
            meant: sheet.column(decided.field).map_or_else(String::new, |c| c.heading.clone()),
        });
    }
    if !skipped.is_empty() {
        layout.notes.push(LayoutNote::Skipped { sheet: raw.name.clone(), rows: skipped });
    }
    let columns = || heading.columns.values().copied();
    let linked = raw.linked.iter().copied().filter(|at| kept.contains(&at.row) && columns().any(|c| c == at.column)).collect::<Vec<_>>();
    if !linked.is_empty() {
        layout.notes.push(LayoutNote::Linked { sheet: raw.name.clone(), cells: linked });
    }
    note_disguised(raw, |at| kept.contains(&at.row) && columns().any(|c| c == at.column), layout);
    let rows = kept.iter().copied().filter(|row| raw.hidden_rows.contains(row)).collect();
    let columns = columns().filter(|column| raw.hidden_columns.contains(column)).collect();
    note_hidden(raw, rows, columns, layout);
}

fn note_disguised(raw: &RawSheet, read: impl Fn(CellRef) -> bool, layout: &mut Layout) {
    let cells: Vec<_> = raw.appearances.iter().filter(|(at, _)| read(**at)).map(|(at, appearance)| (*at, appearance.clone())).collect();
    if !cells.is_empty() {
        layout.notes.push(LayoutNote::Disguised { sheet: raw.name.clone(), cells });
    }
}

fn note_hidden(raw: &RawSheet, rows: Vec<u32>, mut columns: Vec<u32>, layout: &mut Layout) {
    if !raw.visible || !rows.is_empty() || !columns.is_empty() {
        columns.sort_unstable();
        layout.notes.push(LayoutNote::Hidden { sheet: raw.name.clone(), whole: !raw.visible, rows, columns });
    }
}

fn info(found: &FoundSheet<'_>, sheet: &SheetForm, layout: &mut Layout) -> Info {
    let raw = found.raw;
    let labels = table::labels(raw, sheet);
    let unshown = |line: &&CellRef| raw.hidden_rows.contains(&line.row) && raw.get(**line).is_some();
    note_hidden(raw, labels.cells.values().filter(unshown).map(|cell| cell.row).collect(), Vec::new(), layout);
    note_disguised(raw, |at| labels.cells.values().any(|cell| *cell == at), layout);
    let slot = |field: FieldId| labels.cells.get(&field).map_or_else(Slot::default, |cell| at(raw, *cell, found.date_1904));
    let mut info = Info { sheet: raw.name.clone(), ..Info::default() };
    for spec in Info::FIELDS {
        if let Some(access) = &spec.access {
            fill(&mut info, access, slot(spec.id));
        }
    }
    // Who writes the words of the label beside it means what a cross means.
    if let Some(nil) = words::nil(&info.nil.typed).filter(|_| info.nil.is_unreadable()) {
        info.nil.reading = Reading::Value(nil);
    }
    info
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::builtin;
    use crate::forms::recognise::tests::sheet;

    #[test]
    fn a_sheet_that_is_named_and_not_there_is_missing() {
        let missing = |absent: &[&str]| -> Vec<String> {
            let rows: &[&[&str]] = &[&["Mã nhiệm vụ", "Trạng thái đơn vị báo", "Tỷ lệ hoàn thành (%)"], &["KH11-001", "Hoàn thành", "100"]];
            let workbook = RawWorkbook {
                sheets: vec![sheet("NhiemVu", rows)],
                sheet_names: ["NhiemVu", "ChiTieu", "NhiemVuPhatSinh"].map(str::to_owned).to_vec(),
                absent: absent.iter().map(|name| (*name).to_owned()).collect(),
                ..RawWorkbook::default()
            };
            let layout = extract(&workbook, &builtin()[0]).layout;
            layout
                .into_iter()
                .filter_map(|issue| match issue {
                    LayoutIssue::SheetMissing { sheet, present } => Some(format!("{sheet}: {}", present.join(", "))),
                    _ => None,
                })
                .collect()
        };
        assert_eq!(missing(&[]), [""; 0], "an office's own table has no sheet ThongTin");
        assert_eq!(missing(&["ChiTieu", "NhiemVuPhatSinh"]), ["ChiTieu: NhiemVu, ChiTieu, NhiemVuPhatSinh"]);
    }

    #[test]
    fn an_offices_own_table_is_read_by_its_headings() {
        let rows: &[&[&str]] = &[
            &["UBND TỈNH HÀ TĨNH", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            &["SỞ Y TẾ"],
            &["BÁO CÁO TUẦN 28 NĂM 2025"],
            &["TT", "Nội dung nhiệm vụ", "Thời hạn", "Tiến độ", "Khó khăn, vướng mắc", "Ghi chú"],
            &["I", "Nhóm nhiệm vụ về dữ liệu"],
            &["1", "Số hóa hồ sơ bệnh án", "30/9/2025", "Đang thực hiện"],
            &["2", "Triển khai sổ sức khỏe điện tử", "15/7/2025", "Hoàn thành", "Không"],
            &["", "Tổng cộng: 2 nhiệm vụ"],
        ];
        let mut table = sheet("Sheet1", rows);
        table.hidden_rows.insert(6);
        let workbook = RawWorkbook { sheet_names: vec!["Sheet1".into()], sheets: vec![table], ..RawWorkbook::default() };
        let read = extract(&workbook, &builtin()[0]);
        assert_eq!(read.layout, []);
        let own = read.own_table.unwrap();
        assert_eq!(own.without, ["Tỷ lệ hoàn thành (%)", "Kết quả thực hiện trong kỳ"]);
        assert_eq!(own.titles[2].1, "SỞ Y TẾ");
        assert_eq!(read.report.info.period.typed, "BÁO CÁO TUẦN 28 NĂM 2025");
        let table = read.report.tasks.unwrap();
        let said: Vec<(u32, bool, &str, &str)> =
            table.rows.iter().map(|r| (r.row, r.code.is_empty(), r.content.text(), r.status.typed.as_str())).collect();
        assert_eq!(said, [(5, true, "Số hóa hồ sơ bệnh án", "Đang thực hiện"), (6, true, "Triển khai sổ sức khỏe điện tử", "Hoàn thành")]);
        let kinds: Vec<&str> = read
            .notes
            .iter()
            .map(|note| match note {
                LayoutNote::Decided { meant, .. } => meant,
                LayoutNote::Skipped { rows, .. } if *rows == [4, 7] => "skipped",
                LayoutNote::Hidden { rows, .. } if *rows == [6] => "hidden",
                _ => "?",
            })
            .collect();
        assert_eq!(kinds, ["Trạng thái đơn vị báo", "skipped", "hidden"]);
    }
}
