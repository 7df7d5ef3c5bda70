//! Reading a consolidated workbook: what the desk released, and what somebody changed in it since. A row that is no row any more
//! costs itself alone; what the whole rests on costs the workbook, with its cause.

use crate::forms::desk_file;
use crate::forms::desk_report::definition::{DeskForm, TableForm, TableId};
use crate::forms::desk_report::distinct::Distinct;
use crate::forms::desk_report::tables::{DataSheet, Line};
use crate::forms::desk_report::{cell_values, first_page, pages, printed, tables, write};
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
use std::mem;

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
    let mut reading = TableReading { data, version: String::new(), found: Found::default() };
    let release = reading.release()?;
    reading.version.clone_from(&release.form_version);
    let standings: Vec<DeskRow<OfficeStanding>> = reading.rows(TableId::Offices)?;
    let mut recipients =
        Recipients { release: &release, offices: Vec::with_capacity(standings.len()), places: BTreeMap::new(), lost: Vec::new() };
    for standing in standings {
        recipients.add(standing);
    }
    for (agency, cell) in mem::take(&mut reading.found.lost_offices) {
        recipients.add_lost(&agency, cell);
    }
    recipients.each(reading.rows(TableId::Tasks)?, &reading.found, |row: &KnownTask| &row.agency, |office| &mut office.tasks);
    recipients.each(reading.rows(TableId::Targets)?, &reading.found, |row: &KnownTarget| &row.agency, |office| &mut office.targets);
    recipients.each(reading.rows(TableId::Criteria)?, &reading.found, |row: &KnownCriterion| &row.agency, |office| &mut office.criteria);
    recipients.each(reading.rows(TableId::ExtraTasks)?, &reading.found, |row: &ExtraTask| &row.agency, |office| &mut office.extra_tasks);
    recipients.each(reading.rows(TableId::Claims)?, &reading.found, |row: &LeadClaim| &row.agency, |office| &mut office.claims);
    recipients.each(
        reading.rows(TableId::NearCompletion)?,
        &reading.found,
        |row: &NearCompletion| &row.agency,
        |office| &mut office.nearly_done,
    );
    let late = LateRows {
        tasks: reading.as_written(TableId::LateTasks)?,
        targets: reading.as_written(TableId::LateTargets)?,
        criteria: reading.as_written(TableId::LateCriteria)?,
    };
    let pages: Vec<PageRow> = alone(reading.rows(TableId::Pages)?);
    let TableReading { data, found, .. } = reading;
    let Recipients { offices, lost, .. } = recipients;
    let gone = gone(&offices, &lost, &found);
    let counts = counts(&release, &found, &gone);
    let mut edits: Vec<Edit> = found.edits.into_iter().chain(gone).chain(counts).collect();
    if edits.is_empty() && write::whole(found.digests) != release.rows_digest {
        return Err(DeskFault::Exchanged);
    }
    edits.extend(pages::edits(workbook, data.raw, &pages));
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

/// The offices, and their rows as they are given out.
struct Recipients<'r> {
    release: &'r DeskRelease,
    offices: Vec<OfficeReport>,
    places: BTreeMap<AgencyCode, usize>,
    /// Offices whose own row was taken out.
    lost: Vec<AgencyCode>,
}

impl Recipients<'_> {
    fn add(&mut self, standing: DeskRow<OfficeStanding>) {
        self.places.insert(standing.row.agency.clone(), self.offices.len());
        self.offices.push(OfficeReport {
            standing,
            tasks: Vec::new(),
            targets: Vec::new(),
            criteria: Vec::new(),
            extra_tasks: Vec::new(),
            claims: Vec::new(),
            nearly_done: Vec::new(),
        });
    }

    /// An office of which the row at this cell speaks, and no row that says how it stood; nothing if there is one.
    fn add_lost(&mut self, agency: &AgencyCode, cell: CellRef) -> bool {
        let lost = !self.places.contains_key(agency);
        if lost {
            self.add(DeskRow { row: OfficeStanding::lost(agency.clone(), self.release), cell });
        }
        lost
    }

    /// Gives rows to their offices. A row that is as it was written is of an office that was there.
    fn each<R>(
        &mut self,
        rows: Vec<DeskRow<R>>,
        found: &Found,
        agency: impl Fn(&R) -> &AgencyCode,
        list: impl Fn(&mut OfficeReport) -> &mut Vec<DeskRow<R>>,
    ) {
        for placed in rows {
            let of = agency(&placed.row);
            if !found.changed.contains(&placed.cell) && self.add_lost(of, placed.cell) {
                self.lost.push(of.clone());
            }
            if let Some(office) = self.places.get(of).and_then(|place| self.offices.get_mut(*place)) {
                list(office).push(placed);
            }
        }
    }
}

fn alone<R>(placed: Vec<DeskRow<R>>) -> Vec<R> {
    placed.into_iter().map(|placed| placed.row).collect()
}

fn name_of(id: TableId) -> &'static str {
    DeskForm::current().table(id).map_or("", |table| table.name.as_str())
}

/// Rows that were taken out and of which it is known whose they were.
fn gone(offices: &[OfficeReport], lost: &[AgencyCode], found: &Found) -> Vec<Edit> {
    let of_offices = lost.iter().map(|agency| Edit::OfficeGone { table: name_of(TableId::Offices).to_owned(), agency: agency.clone() });
    let mut gone: Vec<Edit> = of_offices.collect();
    for office in offices.iter().filter(|office| !found.changed.contains(&office.standing.cell)) {
        let OfficeStanding { agency, rows, .. } = &office.standing.row;
        for (table, codes) in rows {
            let here: BTreeSet<&str> = match table.as_str() {
                table if table == name_of(TableId::Tasks) => office.tasks.iter().map(|placed| placed.row.task.as_str()).collect(),
                table if table == name_of(TableId::Targets) => office.targets.iter().map(|placed| placed.row.target.as_str()).collect(),
                table if table == name_of(TableId::Criteria) => {
                    office.criteria.iter().map(|placed| placed.row.criterion.as_str()).collect()
                }
                // Of a program that says more.
                _ => continue,
            };
            let told = |code: &str| {
                let unreadable = |edit: &Edit| matches!(edit, Edit::Unreadable { table: of_table, of: Some((of, about)), .. } if of_table == table && of == agency && about == code);
                found.edits.iter().any(unreadable)
            };
            let missing = codes.iter().filter(|code| !here.contains(code.as_str()) && !told(code));
            gone.extend(missing.map(|code| Edit::RowGone { table: table.clone(), agency: agency.clone(), code: code.clone() }));
        }
    }
    gone
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

/// Tables that have more or fewer rows than they had, and more than those of which it is known which they were.
fn counts(release: &DeskRelease, found: &Found, gone: &[Edit]) -> Vec<Edit> {
    let tables: BTreeSet<&String> = release.rows.keys().chain(found.rows.keys()).collect();
    let count = |rows: &BTreeMap<String, u32>, table: &String| rows.get(table).copied().unwrap_or(0);
    let named = |table: &String| u32::try_from(gone.iter().filter(|edit| edit.table() == Some(table)).count()).unwrap_or(u32::MAX);
    let both = tables.into_iter().map(|table| (table, count(&release.rows, table), count(&found.rows, table)));
    let differs = both.filter(|(table, released, found)| released != found && *released != found.saturating_add(named(table)));
    differs.map(|(table, released, found)| Edit::Count { table: table.clone(), released, found }).collect()
}

/// The tables while they are read.
struct TableReading<'a> {
    data: DataSheet<'a>,
    /// Version of the form in which they are written; blank until the release is read.
    version: String,
    found: Found,
}

/// What is found beside the rows themselves.
#[derive(Default)]
struct Found {
    /// What is not as it was released.
    edits: Vec<Edit>,
    /// First cells of rows that were changed.
    changed: BTreeSet<CellRef>,
    /// How many rows each table has, by its name.
    rows: BTreeMap<String, u32>,
    /// Of every row.
    digests: Vec<String>,
    /// Offices whose own row is no row any more, with its first cell.
    lost_offices: Vec<(AgencyCode, CellRef)>,
}

impl<'a> TableReading<'a> {
    /// The one row that says what all of it is.
    fn release(&mut self) -> Result<DeskRelease, DeskFault> {
        let Some(table) = DeskForm::current().table(TableId::Release) else { return Err(DeskFault::DataGone) };
        let name = || table.name.clone();
        let lines = self.data.lines(TableId::Release, &self.version)?;
        let line = lines.first().ok_or_else(|| DeskFault::TableGone { table: name() })?;
        let unreadable = || DeskFault::Unreadable { table: name(), cell: line.cell };
        let version = table.columns.iter().position(|column| column.field == "form_version").and_then(|at| line.texts.get(at));
        match version {
            Some(version) if is_newer(version) => return Err(DeskFault::Newer { version: version.clone().into_owned() }),
            _ => {}
        }
        let release: DeskRelease = cell_values::row(&line.texts, table).ok_or_else(unreadable)?;
        // Whose it is, of which period, and what all other rows are held against: without it nothing of the rest can be believed.
        if !line.as_written || lines.len() > 1 {
            return Err(DeskFault::ReleaseEdited { cell: line.cell });
        }
        Ok(release)
    }

    /// The rows of a table of which nothing was changed.
    fn as_written<R: DeserializeOwned + Distinct>(&mut self, id: TableId) -> Result<Vec<R>, DeskFault> {
        let rows = self.rows(id)?;
        Ok(alone(rows.into_iter().filter(|placed| !self.found.changed.contains(&placed.cell)).collect()))
    }

    /// The rows of a table, each thing once: where a row stands twice, the one that is as it was written.
    fn rows<R: DeserializeOwned + Distinct>(&mut self, id: TableId) -> Result<Vec<DeskRow<R>>, DeskFault> {
        let Some(table) = DeskForm::current().table(id) else { return Err(DeskFault::DataGone) };
        let mut lines = self.data.lines(id, &self.version)?;
        if !lines.is_empty() {
            self.found.rows.insert(table.name.clone(), u32::try_from(lines.len()).unwrap_or(u32::MAX));
        }
        lines.sort_by_key(|line| !line.as_written);
        let mut rows: Vec<DeskRow<R>> = Vec::with_capacity(lines.len());
        for line in lines {
            let row: Option<R> = cell_values::row(&line.texts, table);
            if row.is_none() || !line.as_written {
                self.note(table, id, &line, row.as_ref().map(Distinct::about));
            }
            rows.extend(row.map(|row| DeskRow { row, cell: line.cell }));
            self.found.digests.push(line.digest);
        }
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let key = |at: &usize| rows.get(*at).map(|placed| placed.row.key());
        order.sort_by(|one, other| key(one).cmp(&key(other)));
        // Of those that speak of one thing the first is the one to be kept; the sort leaves them in their order.
        let again: BTreeSet<usize> = order
            .windows(2)
            .filter_map(|pair| pair.first().zip(pair.last()))
            .filter(|(one, other)| key(one) == key(other))
            .map(|(_, at)| *at)
            .collect();
        if !again.is_empty() {
            let mut at = 0..;
            rows.retain(|_| at.next().is_none_or(|at| !again.contains(&at)));
        }
        rows.sort_by_key(|placed| placed.cell);
        Ok(rows)
    }

    /// Notes a row that is not as it was written, or is none any more.
    fn note(&mut self, table: &TableForm, id: TableId, line: &Line<'a>, about: Option<String>) {
        let Line { cell, texts, .. } = line;
        let is_row = about.is_some();
        let about = about.unwrap_or_else(|| texts.iter().take(3).map(AsRef::as_ref).collect::<Vec<_>>().join(" "));
        let about = format::on_one_line(&about, QUOTED);
        let (table, cell) = (table.name.clone(), *cell);
        self.found.changed.insert(cell);
        if !is_row
            && id == TableId::Offices
            && let Some(agency) = texts.first().and_then(|text| AgencyCode::parse(text))
        {
            // Its other rows are as good as they were.
            self.found.lost_offices.push((agency, cell));
        }
        let text = |at: usize| texts.get(at).map_or("", AsRef::as_ref);
        let coded = matches!(id, TableId::Tasks | TableId::Targets | TableId::Criteria);
        let of = AgencyCode::parse(text(0)).filter(|_| coded).map(|agency| (agency, text(1).to_owned()));
        self.found.edits.push(if is_row { Edit::Row { table, cell, about } } else { Edit::Unreadable { table, cell, about, of } });
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
