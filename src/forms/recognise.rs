//! Which form a workbook is, and which of its sheets is which. Five steps, best first (`src/docs/reading.md`, "Which
//! form it is"): the hidden sheet `_meta`, custom properties, defined names, headings, nothing. Each only says what it
//! found; the sheets are then found by name, and by their headings where no name fits.

use crate::forms::desk_file;
use crate::forms::form::{Form, SheetForm, SheetKind};
use crate::forms::heading::sheet_key;
use crate::forms::heading_row::{HeadingRow, heading_row};
use crate::forms::issued_content::{IssuedRow, IssuedRows};
use crate::forms::table;
use crate::model::extraction::RecognisedBy;
use crate::model::place::CellRef;
use crate::model::report::{FieldId, SheetId};
use crate::model::workbook::{RawSheet, RawValue, RawWorkbook};
use crate::text::{normalise, period as weeks};
use std::collections::{BTreeMap, BTreeSet};

/// Name of the hidden sheet of keys and values.
pub const META_SHEET: &str = "_meta";
/// Name of the hidden sheet of lists.
pub const LISTS_SHEET: &str = "_DM";
/// Name of the instruction sheet.
pub const GUIDE_SHEET: &str = "HuongDan";
/// Form code in `_meta` and the custom properties.
pub const KEY_FORM: &str = "bm_loai";
/// Form version in `_meta` and the custom properties.
pub const KEY_VERSION: &str = "bm_phien_ban";
/// Agency code in `_meta` and the custom properties.
pub const KEY_AGENCY: &str = "bm_don_vi";
/// Period, as `2025-W28`, in `_meta` and the custom properties.
pub const KEY_PERIOD: &str = "bm_ky";
/// Code of the desk that issued the form, in `_meta` and the custom properties. A form of before says nothing of it.
pub const KEY_DESK: &str = "bm_noi_cap";
/// How many rows are assigned to the agency, in `_meta`; followed by `_` and a sheet's name, how many in that sheet.
pub const KEY_ASSIGNED: &str = "bm_so_dong";
/// What stood in the cells that the agency fills when the form was issued, in `_meta`: see
/// [`issued_content`](crate::forms::issued_content).
pub const KEY_CONTENT: &str = "noi_dung_cap";
/// The same of the cells that the form comes with.
pub const KEY_GIVEN: &str = "noi_dung_giao";
/// Start of the defined names of heading rows; the sheet's name follows.
pub const HEADING_NAME: &str = "BM_TieuDe_";

/// What a workbook says of itself, and its sheets.
#[derive(Debug, Clone)]
pub struct Recognition<'a> {
    /// The step that recognised it.
    pub by: RecognisedBy,
    /// Form code; that of the definition where the file names none.
    pub form: String,
    /// Form version, if the file names one.
    pub version: Option<String>,
    /// Agency code, if the file names one.
    pub agency: Option<String>,
    /// Period as written, if the file names one.
    pub period: Option<String>,
    /// Code of the desk that issued the form, if the file says so.
    pub issued_by: Option<String>,
    /// What stood in the agency's cells when the form was issued, if the file says so.
    pub issued_content: Option<String>,
    /// What stood in the other cells then, if the file says so.
    pub issued_given: Option<String>,
    /// What stood in the agency's cells of each row then, if the file says so.
    pub issued_rows: IssuedRows,
    /// The form was made for an agency to which nothing is assigned.
    pub nothing_assigned: bool,
    /// Tables in which the form gave the agency rows when it was made.
    pub given: BTreeSet<SheetId>,
    /// The sheets of the form that the file has, in the form's order.
    pub sheets: BTreeMap<SheetId, FoundSheet<'a>>,
    /// Copies of sheets that were found, with other content: names of the sheet that is read and of its copy.
    pub copies: Vec<(&'a str, &'a str)>,
}

/// A sheet of the workbook taken for a sheet of the form.
#[derive(Debug, Clone, Copy)]
pub struct FoundSheet<'a> {
    /// The sheet as it was read.
    pub raw: &'a RawSheet,
    /// Row of its headings by a defined name.
    pub heading_row: Option<u32>,
    /// Does the file count its days from 1904?
    pub date_1904: bool,
}

/// Looks at a workbook.
pub fn recognise<'a>(workbook: &'a RawWorkbook, form: &Form) -> Recognition<'a> {
    let meta = meta(workbook);
    let names = heading_names(workbook);
    let raws = keyed(workbook);
    let sheets = sheets(workbook, &raws, form, &names);
    let of = |map: &BTreeMap<String, String>, key: &str| map.get(key).map(|v| normalise::display(v)).filter(|v| !v.is_empty());
    let meta_or_property = |key: &str| of(&meta, key).or_else(|| of(&workbook.properties, key));
    let by = if of(&meta, KEY_FORM).is_some() || of(&meta, KEY_VERSION).is_some() {
        RecognisedBy::Meta
    } else if [KEY_FORM, KEY_VERSION, KEY_AGENCY, KEY_PERIOD].iter().any(|key| of(&workbook.properties, key).is_some()) {
        RecognisedBy::Properties
    } else if sheets.values().any(|s| s.heading_row.is_some()) {
        RecognisedBy::Names
    } else if sheets.iter().any(|(id, found)| form.sheet(*id).is_some_and(|sheet| has_headings(found.raw, sheet))) {
        RecognisedBy::Headings
    } else {
        RecognisedBy::Nothing
    };
    let rows = |sheet: &SheetForm| of(&meta, &format!("{KEY_ASSIGNED}_{}", sheet.name).to_lowercase());
    let tables = form.sheets.iter().filter(|sheet| sheet.kind == SheetKind::Table && sheet.id != SheetId::ExtraTasks);
    let given = tables.filter(|sheet| rows(sheet).is_some_and(|rows| rows != "0")).map(|sheet| sheet.id).collect();
    Recognition {
        by,
        given,
        form: meta_or_property(KEY_FORM).unwrap_or_else(|| desk_file::form_of(workbook).map_or_else(|| form.code.clone(), str::to_owned)),
        version: meta_or_property(KEY_VERSION),
        agency: meta_or_property(KEY_AGENCY),
        period: meta_or_property(KEY_PERIOD),
        issued_by: meta_or_property(KEY_DESK),
        issued_content: of(&meta, KEY_CONTENT),
        issued_given: of(&meta, KEY_GIVEN),
        issued_rows: issued_rows(workbook, form),
        nothing_assigned: of(&meta, KEY_ASSIGNED).as_deref() == Some("0"),
        copies: copies(&raws, form, &sheets),
        sheets,
    }
}

/// Sheets named like copies of one that was found, holding something else.
fn copies<'a>(raws: &[Keyed<'a>], form: &Form, sheets: &BTreeMap<SheetId, FoundSheet<'a>>) -> Vec<(&'a str, &'a str)> {
    let of = |Keyed { raw, key }: &Keyed<'a>| {
        let original = original_of(key)?;
        let (_, found) = sheets.iter().find(|(id, _)| form.sheet(**id).is_some_and(|sheet| sheet.is_called(original)))?;
        (found.raw.name != raw.name && found.raw.rows != raw.rows).then_some((found.raw.name.as_str(), raw.name.as_str()))
    };
    raws.iter().filter_map(of).collect()
}

/// The sheet `_meta`, if the file has it.
fn meta_sheet(workbook: &RawWorkbook) -> Option<&RawSheet> {
    workbook.sheets.iter().find(|s| s.name.eq_ignore_ascii_case(META_SHEET))
}

/// The digests of rows: `_meta` has for each row its code, `NhiemVu!9` where it stood, the digest, and those of its cells.
fn issued_rows(workbook: &RawWorkbook, form: &Form) -> IssuedRows {
    let Some(sheet) = meta_sheet(workbook) else { return BTreeMap::new() };
    let text = |row: u32, column: u32| match sheet.get(CellRef::new(row, column)) {
        Some(RawValue::Text(text)) => Some(text),
        _ => None,
    };
    let digest = |row: &u32| {
        let (name, _) = text(*row, 1)?.rsplit_once('!')?;
        let id = form.sheets.iter().find(|sheet| sheet.name == name)?.id;
        let cells = text(*row, 3).map_or("", |cells| cells.trim()).to_owned();
        Some(((id, normalise::key(text(*row, 0)?)), IssuedRow { digest: text(*row, 2)?.trim().to_owned(), cells }))
    };
    sheet.rows.keys().filter_map(digest).collect()
}

/// The keys and values of `_meta`, found by key in column A.
fn meta(workbook: &RawWorkbook) -> BTreeMap<String, String> {
    let Some(sheet) = meta_sheet(workbook) else { return BTreeMap::new() };
    let mut found = BTreeMap::new();
    for row in sheet.rows.keys() {
        if let Some(RawValue::Text(key)) = sheet.get(CellRef::new(*row, 0))
            && is_asked_for(key.trim())
            && let Some(value) = sheet.get(CellRef::new(*row, 1))
        {
            found.entry(key.trim().to_lowercase()).or_insert_with(|| crate::forms::cells::typed(value).to_string());
        }
    }
    found
}

/// May it be one of the keys? Most lines of the sheet are those of rows.
fn is_asked_for(key: &str) -> bool {
    ["bm", "no"].iter().any(|start| key.get(..2).is_some_and(|first| first.eq_ignore_ascii_case(start)))
}

/// What a workbook says of itself under a key, in `_meta` or else in its properties; `None` if it says nothing.
pub fn said_under(workbook: &RawWorkbook, key: &str) -> Option<String> {
    let is_key = |value: &RawValue| matches!(value, RawValue::Text(text) if text.trim().eq_ignore_ascii_case(key));
    let beside = |cells: &Vec<(u32, RawValue)>| {
        let (_, value) =
            cells.iter().find(|(column, _)| *column == 1).filter(|_| cells.iter().any(|(c, value)| *c == 0 && is_key(value)))?;
        Some(crate::forms::cells::typed(value).to_string())
    };
    let of_meta = meta_sheet(workbook).and_then(|sheet| sheet.rows.values().find_map(beside));
    of_meta.or_else(|| workbook.properties.get(key).cloned()).map(|text| normalise::display(&text)).filter(|text| !text.is_empty())
}

/// A defined name of a heading row: the form's sheet name, the file's sheet name, the row.
struct HeadingName<'a> {
    of: &'a str,
    sheet: String,
    row: u32,
}

fn heading_names(workbook: &RawWorkbook) -> Vec<HeadingName<'_>> {
    let mut found = Vec::new();
    for (name, target) in &workbook.names {
        if let Some(of) = name.strip_prefix(HEADING_NAME)
            && let Some((sheet, row)) = read_range(target)
        {
            found.push(HeadingName { of, sheet, row });
        }
    }
    found
}

/// Sheet and first row of `='Nhiệm vụ'!$A$8:$K$8`, or of `$'Nhiệm vụ'.$A$8:.$K$8` as LibreOffice writes it.
fn read_range(target: &str) -> Option<(String, u32)> {
    let target = target.trim().trim_start_matches('=').trim_start_matches('$');
    let (sheet, cells) = match target.strip_prefix('\'') {
        Some(rest) => {
            let end = rest.rfind('\'')?;
            (rest.get(..end)?.replace("''", "'"), rest.get(end + 1..)?)
        }
        None => {
            let end = target.find(['!', '.'])?;
            (target.get(..end)?.to_owned(), target.get(end..)?)
        }
    };
    let first = cells.trim_start_matches(['!', '.']).split(':').next()?;
    Some((sheet, CellRef::parse(first)?.row))
}

/// How a sheet's name says that it is a sheet of the form, best first.
#[derive(Clone, Copy)]
enum Naming {
    /// The form's own name.
    Exact,
    /// A defined name points into it.
    Defined,
    /// The form's name or a synonym but for marks and spaces.
    Alike,
    /// A copy: `NhiemVu (2)`.
    Copy,
}

fn named(raw: &Keyed<'_>, sheet: &SheetForm, names: &[HeadingName<'_>], naming: Naming) -> bool {
    match naming {
        Naming::Exact => raw.raw.name == sheet.name,
        Naming::Defined => names.iter().any(|n| n.of == sheet.name && n.sheet == raw.raw.name),
        Naming::Alike => sheet.is_called(&raw.key),
        Naming::Copy => original_of(&raw.key).is_some_and(|original| sheet.is_called(original)),
    }
}

/// A sheet of the file with the key of its name.
struct Keyed<'a> {
    raw: &'a RawSheet,
    key: String,
}

fn keyed(workbook: &RawWorkbook) -> Vec<Keyed<'_>> {
    workbook.sheets.iter().map(|raw| Keyed { raw, key: sheet_key(&raw.name) }).collect()
}

impl Recognition<'_> {
    /// Is it the office's own table: no mark of a form, not even the first sheet?
    pub fn own_table(&self) -> bool {
        let table = self.sheets.keys().any(|id| matches!(id, SheetId::Tasks | SheetId::Targets | SheetId::Criteria));
        self.by == RecognisedBy::Headings && table && !self.sheets.contains_key(&SheetId::Info)
    }
}

/// Finds the form's sheets by name, and last by headings.
fn sheets<'a>(workbook: &'a RawWorkbook, raws: &[Keyed<'a>], form: &Form, names: &[HeadingName<'_>]) -> BTreeMap<SheetId, FoundSheet<'a>> {
    let mut found: BTreeMap<SheetId, FoundSheet<'a>> = BTreeMap::new();
    for naming in [Naming::Exact, Naming::Defined, Naming::Alike, Naming::Copy] {
        for sheet in &form.sheets {
            if found.contains_key(&sheet.id) {
                continue;
            }
            let free = |raw: &RawSheet| !found.values().any(|f| f.raw.name == raw.name);
            let hit = raws.iter().find(|raw| free(raw.raw) && named(raw, sheet, names, naming)).map(|raw| raw.raw);
            if let Some(raw) = hit {
                let heading_row = names.iter().find(|n| n.of == sheet.name && n.sheet == raw.name).map(|n| n.row);
                found.insert(sheet.id, FoundSheet { raw, heading_row, date_1904: workbook.date_1904 });
            }
        }
    }
    // The sheet of tasks outside the register has no code that would tell it from others: by name only.
    for sheet in form.sheets.iter().filter(|s| s.id != SheetId::ExtraTasks) {
        if !found.contains_key(&sheet.id)
            && let Some(raw) = by_headings(workbook, form, sheet, &found)
        {
            found.insert(sheet.id, FoundSheet { raw, heading_row: None, date_1904: workbook.date_1904 });
        }
    }
    found
}

/// `nhiemvu(2)` is a copy of `nhiemvu`.
fn original_of(key: &str) -> Option<&str> {
    let (original, number) = key.strip_suffix(')')?.rsplit_once('(')?;
    number.chars().all(|c| c.is_ascii_digit()).then_some(original)
}

/// The one sheet whose headings are those of `sheet`. Old weeks often stay in a workbook: of several the visible one,
/// and if that leaves several, none, because choosing would be a guess.
fn by_headings<'a>(
    workbook: &'a RawWorkbook,
    form: &Form,
    sheet: &SheetForm,
    found: &BTreeMap<SheetId, FoundSheet<'a>>,
) -> Option<&'a RawSheet> {
    let fits = |raw: &&RawSheet| {
        let reserved = raw.name.starts_with('_') || raw.name == GUIDE_SHEET;
        let taken = found.values().any(|f| f.raw.name == raw.name);
        let own = || headings_with_key(raw, sheet);
        let better = |own: usize| form.sheets.iter().any(|other| other.id != sheet.id && headings_with_key(raw, other) > Some(own));
        !reserved && !taken && own().is_some_and(|n| n >= 4 && !better(n))
    };
    let all: Vec<&RawSheet> = workbook.sheets.iter().filter(fits).collect();
    let visible: Vec<&RawSheet> = all.iter().copied().filter(|s| s.visible).collect();
    match (all.as_slice(), visible.as_slice()) {
        ([one], _) | (_, [one]) => Some(one),
        // Sheets named by week: those of other weeks are old ones only if a single one is the latest.
        (_, several) => {
            let mut dated: Vec<_> = several.iter().map(|s| weeks::in_file_name(&s.name).map(|p| (p, *s))).collect::<Option<_>>()?;
            dated.sort_by_key(|(p, _)| *p);
            let (last, sheet) = dated.pop()?;
            (dated.last().is_some_and(|(p, _)| *p < last)).then_some(sheet)
        }
    }
}

/// How many headings of `sheet` a raw sheet has, if one of them tells its rows apart.
fn headings_with_key(raw: &RawSheet, sheet: &SheetForm) -> Option<usize> {
    if sheet.kind == SheetKind::Labels {
        let labels = table::labels(raw, sheet).cells;
        return labels.contains_key(&sheet.key_field()).then_some(labels.len());
    }
    let heading = heading_row(raw, sheet, None)?;
    (heading.columns.contains_key(&sheet.key_field()) || tells_tasks_by_content(sheet, &heading)).then_some(heading.columns.len())
}

/// A table of tasks without codes: what each row is about, and how it stands.
fn tells_tasks_by_content(sheet: &SheetForm, heading: &HeadingRow) -> bool {
    let status = heading.columns.contains_key(&FieldId::Status) || !heading.status_marks.is_empty();
    sheet.id == SheetId::Tasks && status && heading.columns.contains_key(&FieldId::Content)
}

fn has_headings(raw: &RawSheet, sheet: &SheetForm) -> bool {
    match sheet.kind {
        SheetKind::Labels => table::labels(raw, sheet).cells.len() >= 4,
        SheetKind::Table => heading_row(raw, sheet, None).is_some(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::forms::builtin;

    pub(crate) fn sheet(name: &str, rows: &[&[&str]]) -> RawSheet {
        let cell = |(column, text): (usize, &&str)| (u32::try_from(column).unwrap(), RawValue::Text((*text).into()));
        let rows = rows
            .iter()
            .enumerate()
            .map(|(row, cells)| (u32::try_from(row).unwrap(), cells.iter().enumerate().filter(|(_, t)| !t.is_empty()).map(cell).collect()));
        RawSheet { name: name.to_owned(), visible: true, rows: rows.collect(), ..RawSheet::default() }
    }

    fn book(sheets: Vec<RawSheet>) -> RawWorkbook {
        RawWorkbook { sheet_names: sheets.iter().map(|s| s.name.clone()).collect(), sheets, ..RawWorkbook::default() }
    }

    const TASKS: &[&[&str]] =
        &[&["Phụ lục"], &["STT", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "Thời hạn", "Trạng thái", "Tỷ lệ (%)"], &["1", "KH11-007"]];

    #[test]
    fn each_step_in_turn() {
        let form = &builtin()[0];
        let step = |workbook: &RawWorkbook| recognise(workbook, form).by;
        let mut workbook = book(vec![sheet("NhiemVu", TASKS)]);
        assert_eq!(step(&workbook), RecognisedBy::Headings);
        workbook.names.push(("BM_TieuDe_NhiemVu".into(), "='NhiemVu'!$A$2:$F$2".into()));
        assert_eq!(step(&workbook), RecognisedBy::Names);
        workbook.properties.insert("bm_phien_ban".into(), "1.0".into());
        assert_eq!(step(&workbook), RecognisedBy::Properties);
        workbook
            .sheets
            .push(sheet("_meta", &[&["bm_loai", "BM-01"], &["bm_phien_ban", "1.1"], &["bm_don_vi", "SYT"], &["bm_ky", "2025-W28"]]));
        let all = recognise(&workbook, form);
        assert_eq!((all.by, all.version.as_deref()), (RecognisedBy::Meta, Some("1.1")));
        assert_eq!((all.agency.as_deref(), all.period.as_deref(), all.form.as_str()), (Some("SYT"), Some("2025-W28"), "BM-01"));
        assert_eq!(step(&book(vec![sheet("Sheet1", &[&["Kính gửi", "Sở"]])])), RecognisedBy::Nothing);
        assert_eq!(step(&book(vec![])), RecognisedBy::Nothing);
    }

    #[test]
    fn the_sheet_is_found_by_name_by_defined_name_and_by_headings() {
        let form = &builtin()[0];
        let tasks = |workbook: &RawWorkbook| recognise(workbook, form).sheets.get(&SheetId::Tasks).map(|f| f.raw.name.clone());
        assert_eq!(tasks(&book(vec![sheet("NhiemVu (2)", TASKS), sheet("NhiemVu", TASKS)])).as_deref(), Some("NhiemVu"));
        assert_eq!(tasks(&book(vec![sheet("Nhiệm vụ", TASKS)])).as_deref(), Some("Nhiệm vụ"));
        assert_eq!(tasks(&book(vec![sheet("NhiemVu (2)", TASKS)])).as_deref(), Some("NhiemVu (2)"));
        assert_eq!(tasks(&book(vec![sheet("DM", &[&["x"]]), sheet("Sheet1", TASKS)])).as_deref(), Some("Sheet1"));
        assert_eq!(tasks(&book(vec![sheet("A", TASKS), sheet("B", TASKS)])), None, "two sheets fit: choosing would be a guess");
        assert_eq!(tasks(&book(vec![sheet("Tuần 28 2025", TASKS), sheet("Tuần 27 2025", TASKS)])).as_deref(), Some("Tuần 28 2025"));
        let mut hidden = sheet("B", TASKS);
        hidden.visible = false;
        assert_eq!(tasks(&book(vec![hidden, sheet("A", TASKS)])).as_deref(), Some("A"));
        let mut renamed = book(vec![sheet("A", TASKS), sheet("B", TASKS)]);
        renamed.names.push(("BM_TieuDe_NhiemVu".into(), "$B.$A$2:.$F$2".into()));
        assert_eq!(tasks(&renamed).as_deref(), Some("B"));
    }

    #[test]
    fn a_copy_with_other_content_is_named() {
        let form = &builtin()[0];
        let mut other = TASKS.to_vec();
        other.push(&["2", "KH11-008"]);
        let workbook =
            book(vec![sheet("NhiemVu", TASKS), sheet("NhiemVu (2)", TASKS), sheet("Nhiệm vụ (3)", &other), sheet("DM (2)", TASKS)]);
        assert_eq!(recognise(&workbook, form).copies, [("NhiemVu", "Nhiệm vụ (3)")]);
        let alone = book(vec![sheet("NhiemVu (2)", TASKS)]);
        assert_eq!(recognise(&alone, form).copies, []);
    }

    #[test]
    fn ranges_in_both_spellings() {
        assert_eq!(read_range("='Nhiệm vụ'!$A$8:$K$8"), Some(("Nhiệm vụ".into(), 7)));
        assert_eq!(read_range("NhiemVu!$A$8:$K$8"), Some(("NhiemVu".into(), 7)));
        assert_eq!(read_range("$'Nhiệm vụ'.$A$10:.$L$10"), Some(("Nhiệm vụ".into(), 9)));
        assert_eq!(read_range("='it''s'!A1"), Some(("it's".into(), 0)));
        assert_eq!(read_range("=#REF!"), None);
        assert_eq!(read_range("\"S02\""), None);
    }
}
