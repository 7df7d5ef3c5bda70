//! Reading a consolidated workbook: what the desk released, and what somebody changed in it since. A row that is no row any more
//! costs itself alone; what the whole rests on costs the workbook, with its cause.

use crate::forms::desk_file;
use crate::forms::desk_report::definition::{DeskForm, TableId};
use crate::forms::desk_report::tables::{DataSheet, Line};
use crate::forms::desk_report::{first_page, pages, printed, record, tables, write};
use crate::forms::recognise::{self, KEY_FORM, KEY_VERSION};
use crate::forms::secrecy;
use crate::model::agency::AgencyCode;
use crate::model::consolidation::ExtraTask;
use crate::model::desk_report::{DeskFault, DeskRelease, DeskReport, DeskRow, Edit, NearCompletion, OfficeReport, OfficeStanding, PageRow};
use crate::model::history::{KnownCriterion, KnownTarget, KnownTask};
use crate::model::known_rows::LeadClaim;
use crate::model::late_rows::LateRows;
use crate::model::place::CellRef;
use crate::model::workbook::RawWorkbook;
use crate::text::format;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// Key of the edition in `_meta`.
pub const KEY_EDITION: &str = "ban";
/// The edition that leaves, in `_meta`; only that carries rows.
pub const RELEASED: &str = "phat-hanh";
/// Characters of a row that are quoted.
const QUOTED: usize = 80;

/// Sheets that every consolidated workbook has; no report has all of them.
pub const PAGES: [&str; 6] = ["Tổng hợp", "Theo đơn vị", "Nhiệm vụ", "Chỉ tiêu", "Quá hạn", "Vướng mắc, kiến nghị"];

/// What a workbook says as a consolidation: by what it says of itself, else by the tables in it, else by its sheets. The one that stays
/// at the desk is a wrong one. `None` if it is neither, or bears a mark of secrecy: of such a file nothing may be read but the mark.
pub fn reading(workbook: &RawWorkbook) -> Option<Result<DeskReport, DeskFault>> {
    let internal = desk_file::form_of(workbook) == Some(desk_file::INTERNAL);
    let is_one = match recognise::said_under(workbook, KEY_FORM) {
        Some(code) => code == DeskForm::current().code,
        None => PAGES.iter().all(|page| workbook.sheet(page).is_some()) || tables::find(workbook).is_some(),
    };
    // The mark goes first, whichever of the two it is: what is read as one is kept.
    let read = || if internal { Err(DeskFault::Internal) } else { read(workbook) };
    ((internal || is_one) && secrecy::marks(workbook).is_empty()).then(read)
}

/// What a consolidated workbook says, and what is not as the desk released it.
///
/// # Errors
///
/// Why it cannot be read as one.
pub fn read(workbook: &RawWorkbook) -> Result<DeskReport, DeskFault> {
    let Some(data) = tables::find(workbook) else { return Err(without_release(workbook)) };
    let version = String::new();
    let mut reading = TableReading { data, version, edits: Vec::new(), found: BTreeMap::new(), digests: Vec::new(), lost_office: None };
    let release = reading.release()?;
    reading.version.clone_from(&release.form_version);
    let standings: Vec<DeskRow<OfficeStanding>> = reading.rows(TableId::Offices, |row: &OfficeStanding| row.agency.to_string())?;
    let mut offices: Vec<OfficeReport> = Vec::with_capacity(standings.len());
    let mut places: BTreeMap<AgencyCode, usize> = BTreeMap::new();
    for standing in standings {
        places.insert(standing.row.agency.clone(), offices.len());
        offices.push(OfficeReport {
            standing,
            tasks: Vec::new(),
            targets: Vec::new(),
            criteria: Vec::new(),
            extra_tasks: Vec::new(),
            claims: Vec::new(),
            nearly_done: Vec::new(),
        });
    }
    let mut recipients = Recipients { offices: &mut offices, places: &places };
    let of_task = |row: &KnownTask| format!("{} {}", row.agency, row.task);
    let of_target = |row: &KnownTarget| format!("{} {}", row.agency, row.target);
    let of_criterion = |row: &KnownCriterion| format!("{} {}", row.agency, row.criterion);
    recipients.each(reading.rows(TableId::Tasks, of_task)?, |row| &row.agency, |office| &mut office.tasks);
    recipients.each(reading.rows(TableId::Targets, of_target)?, |row| &row.agency, |office| &mut office.targets);
    recipients.each(reading.rows(TableId::Criteria, of_criterion)?, |row| &row.agency, |office| &mut office.criteria);
    let of_extra = |row: &ExtraTask| format!("{} {} {:?}", row.agency, row.content, row.source.cell);
    recipients.each(reading.rows(TableId::ExtraTasks, of_extra)?, |row| &row.agency, |office| &mut office.extra_tasks);
    let of_claim = |row: &LeadClaim| format!("{} {} {:?}", row.agency, row.task, row.source.cell);
    recipients.each(reading.rows(TableId::Claims, of_claim)?, |row| &row.agency, |office| &mut office.claims);
    let of_nearly = |row: &NearCompletion| format!("{} {}", row.agency, row.task);
    recipients.each(reading.rows(TableId::NearCompletion, of_nearly)?, |row| &row.agency, |office| &mut office.nearly_done);
    let late = LateRows {
        tasks: reading.as_written(TableId::LateTasks, of_task)?,
        targets: reading.as_written(TableId::LateTargets, of_target)?,
        criteria: reading.as_written(TableId::LateCriteria, of_criterion)?,
    };
    let released: Vec<PageRow> = alone(reading.rows(TableId::Pages, |row: &PageRow| format!("{} {}", row.sheet, row.row))?);
    let TableReading { data, mut edits, found, digests, lost_office, .. } = reading;
    if let Some(fault) = lost_office {
        return Err(fault);
    }
    edits.extend(counts(&release, &found)?);
    if edits.is_empty() && write::whole(digests) != release.rows_digest {
        return Err(DeskFault::Exchanged);
    }
    edits.extend(pages::edits(workbook, &released));
    Ok(DeskReport {
        release,
        sheet: data.raw.name.clone(),
        offices,
        late,
        edits,
        printed: printed::figures(workbook),
        first_page: first_page::lines(workbook),
    })
}

/// Gives rows to their offices. One of an office that the workbook does not list belongs to nobody; the count of offices says so.
struct Recipients<'a> {
    offices: &'a mut [OfficeReport],
    places: &'a BTreeMap<AgencyCode, usize>,
}

impl Recipients<'_> {
    fn each<R>(
        &mut self,
        rows: Vec<DeskRow<R>>,
        agency: impl Fn(&R) -> &AgencyCode,
        list: impl Fn(&mut OfficeReport) -> &mut Vec<DeskRow<R>>,
    ) {
        for placed in rows {
            if let Some(office) = self.places.get(agency(&placed.row)).and_then(|place| self.offices.get_mut(*place)) {
                list(office).push(placed);
            }
        }
    }
}

fn alone<R>(placed: Vec<DeskRow<R>>) -> Vec<R> {
    placed.into_iter().map(|placed| placed.row).collect()
}

/// Why nothing can be read where the table of the release is not found.
fn without_release(workbook: &RawWorkbook) -> DeskFault {
    let form = DeskForm::current();
    let said = |key| recognise::said_under(workbook, key);
    let version = said(KEY_VERSION);
    match &version {
        Some(version) if is_newer(version) => return DeskFault::Newer { version: version.clone() },
        _ if said(KEY_EDITION).is_some_and(|edition| edition != RELEASED) => return DeskFault::NotReleased,
        Some(version) if version == "1.0" => return DeskFault::Older { version: version.clone() },
        _ => {}
    }
    match workbook.sheets.iter().any(|sheet| sheet.name.eq_ignore_ascii_case(&form.sheet)) {
        true => DeskFault::TableGone { table: form.table(TableId::Release).map(|table| table.name.clone()).unwrap_or_default() },
        false => DeskFault::DataGone,
    }
}

/// Is it written in a way that this program does not know?
fn is_newer(version: &str) -> bool {
    let first = |version: &str| version.split('.').next().and_then(|number| number.trim().parse::<u32>().ok());
    first(version) > first(&DeskForm::current().version)
}

/// Tables that have more or fewer rows than they had. Where that is the one of the offices, nobody knows whose rows are missing.
fn counts(release: &DeskRelease, found: &BTreeMap<String, u32>) -> Result<Vec<Edit>, DeskFault> {
    let tables: BTreeSet<&String> = release.rows.keys().chain(found.keys()).collect();
    let count = |rows: &BTreeMap<String, u32>, table: &String| rows.get(table).copied().unwrap_or(0);
    let both = tables.into_iter().map(|table| (table, count(&release.rows, table), count(found, table)));
    let differs = both.filter(|(_, released, found)| released != found);
    let offices = DeskForm::current().table(TableId::Offices).map(|table| &table.name);
    differs
        .map(|(table, released, found)| match offices == Some(table) {
            true => Err(DeskFault::OfficesDiffer { released, found }),
            false => Ok(Edit::Count { table: table.clone(), released, found }),
        })
        .collect()
}

/// The tables while they are read.
struct TableReading<'a> {
    data: DataSheet<'a>,
    /// Version of the form in which they are written; blank until the release is read.
    version: String,
    edits: Vec<Edit>,
    found: BTreeMap<String, u32>,
    digests: Vec<String>,
    /// An office whose row cannot be read; `None` while there is none.
    lost_office: Option<DeskFault>,
}

impl TableReading<'_> {
    /// The one row that says what all of it is.
    fn release(&mut self) -> Result<DeskRelease, DeskFault> {
        let Some(table) = DeskForm::current().table(TableId::Release) else { return Err(DeskFault::DataGone) };
        let name = || table.name.clone();
        let lines = self.data.lines(TableId::Release, &self.version)?;
        let line = lines.first().ok_or_else(|| DeskFault::TableGone { table: name() })?;
        let unreadable = || DeskFault::Unreadable { table: name(), cell: line.cell };
        let version = table.columns.iter().position(|column| column.field == "form_version").and_then(|at| line.texts.get(at));
        match version {
            Some(version) if is_newer(version) => return Err(DeskFault::Newer { version: version.clone() }),
            _ => {}
        }
        let release: DeskRelease = record::row(&line.texts, table).ok_or_else(unreadable)?;
        // Whose it is, of which period, and what all other rows are held against: without it nothing of the rest can be believed.
        if !line.as_written || lines.len() > 1 {
            return Err(DeskFault::ReleaseEdited { cell: line.cell });
        }
        Ok(release)
    }

    /// The rows of a table of which nothing was changed.
    fn as_written<R: DeserializeOwned>(&mut self, id: TableId, about: impl Fn(&R) -> String) -> Result<Vec<R>, DeskFault> {
        let rows = self.rows(id, about)?;
        let changed = |at: &CellRef| self.edits.iter().any(|edit| matches!(edit, Edit::Row { cell, .. } if cell == at));
        Ok(alone(rows.into_iter().filter(|placed| !changed(&placed.cell)).collect()))
    }

    /// The rows of a table, each thing once: where a row stands twice, the one that is as it was written.
    fn rows<R: DeserializeOwned>(&mut self, id: TableId, about: impl Fn(&R) -> String) -> Result<Vec<DeskRow<R>>, DeskFault> {
        let Some(table) = DeskForm::current().table(id) else { return Err(DeskFault::DataGone) };
        let mut lines = self.data.lines(id, &self.version)?;
        if !lines.is_empty() {
            self.found.insert(table.name.clone(), u32::try_from(lines.len()).unwrap_or(u32::MAX));
        }
        self.digests.extend(lines.iter().map(|line| line.digest.clone()));
        lines.sort_by_key(|line| !line.as_written);
        let mut seen = BTreeSet::new();
        let mut rows = Vec::with_capacity(lines.len());
        for Line { cell, texts, as_written, .. } in lines {
            let row: Option<R> = record::row(&texts, table);
            if row.is_none() && id == TableId::Offices {
                // Without it all rows of that office would be nobody's. A table that is gone is the better cause.
                self.lost_office.get_or_insert_with(|| DeskFault::Unreadable { table: table.name.clone(), cell });
            }
            let what = row.as_ref().map(&about);
            if !as_written || row.is_none() {
                let about = what.clone().unwrap_or_else(|| texts.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(" "));
                let about = format::on_one_line(&about, QUOTED);
                let table = table.name.clone();
                self.edits.push(if row.is_some() { Edit::Row { table, cell, about } } else { Edit::Unreadable { table, cell, about } });
            }
            if let (Some(row), Some(what)) = (row, what)
                && seen.insert(what)
            {
                rows.push(DeskRow { row, cell });
            }
        }
        rows.sort_by_key(|placed| placed.cell);
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workbook::{RawSheet, RawValue};

    /// A workbook with these sheets, in the first of which a text stands.
    fn workbook(sheets: &[&str], text: &str) -> RawWorkbook {
        let sheet = |name: &&str| RawSheet { name: (*name).into(), visible: true, ..RawSheet::default() };
        let mut sheets: Vec<RawSheet> = sheets.iter().map(sheet).collect();
        sheets[0].rows.insert(0, vec![(0, RawValue::Text(text.into()))]);
        RawWorkbook { sheets, ..RawWorkbook::default() }
    }

    #[test]
    fn of_a_marked_workbook_nothing_is_read_whichever_of_the_two_it_is() {
        for (sheets, fault) in [(&desk_file::INTERNAL_SHEETS[..], DeskFault::Internal), (&PAGES[..], DeskFault::DataGone)] {
            assert_eq!(reading(&workbook(sheets, "Không mật")), Some(Err(fault)));
            assert_eq!(reading(&workbook(sheets, "MẬT")), None, "{sheets:?}");
        }
    }
}
