//! `danh-muc.xlsx` understood: from raw cells to the [`Register`], or everything that is wrong with it at once.
//!
//! The register belongs to the secretariat. A mistake in a row is told with its cell and costs that row alone: what holds in its
//! place is the same row of an earlier register, where there is one. What is wrong with a whole sheet, a missing column or most
//! of the rows costs the register.

mod adjustments;
mod agencies;
mod calendar;
mod confirmations;
mod criteria;
mod desk_rules;
mod documents;
mod faults;
mod group_line;
mod names;
mod participants;
mod programmes;
pub mod proposal_book;
pub mod receipt_book;
mod remarks;
mod sheets;
mod stand_in;
mod table;
mod targets;
mod tasks;

use crate::model::register::{Register, RegisterPlaces};
pub use crate::model::register_mistake::{FILE_NAME, RegisterMistake};
use crate::model::task::TaskCode;
use crate::model::workbook::RawWorkbook;
use crate::sheets::register_layout as layout;
use faults::{Faults, SheetFaults};
use names::Names;
use sheets::Sheets;
use table::Log;

/// The sheets without whose headings there is no register. Rules of the desk are not among them: nobody waits for a rule.
const SHEETS: [&layout::SheetLayout; 10] = [
    &layout::agencies::SHEET,
    &layout::tasks::SHEET,
    &layout::targets::SHEET,
    &layout::criteria::SHEET,
    &layout::adjustments::SHEET,
    &layout::calendar::SHEET,
    &layout::participants::SHEET,
    &layout::remarks::SHEET,
    &layout::programmes::SHEET,
    &layout::confirmations::SHEET,
];

/// The sheets to read of it.
pub fn sheet_names() -> Vec<&'static str> {
    layout::REGISTER.iter().map(|sheet| sheet.name).collect()
}

/// A register, and what earlier workbooks have to do with it.
#[derive(Debug)]
pub struct RegisterReading {
    /// The register, with what is wrong in its rows.
    pub register: Register,
    /// Is this earlier workbook needed to come to the same register again, because it lent something, or says that an entry is no
    /// more? One entry for each.
    pub needed: Vec<bool>,
}

/// Understands the register by itself, or says why it cannot be used at all, by sheet and cell.
pub fn understand(workbook: &RawWorkbook) -> Result<Register, Vec<RegisterMistake>> {
    understand_with(workbook, &[]).map(|understood| understood.register)
}

/// The same where rows of earlier workbooks, the latest first, stand in for rows that cannot be used as they are written.
pub fn understand_with(workbook: &RawWorkbook, earlier: &[RawWorkbook]) -> Result<RegisterReading, Vec<RegisterMistake>> {
    let mut sheets = read(workbook)?;
    if sheets.register.mistakes.is_empty() {
        return Ok(RegisterReading { register: sheets.register, needed: vec![false; earlier.len()] });
    }
    let earlier: Vec<Option<Sheets>> = earlier.iter().map(|workbook| read(workbook).ok()).collect();
    let needed = stand_in::fill(&mut sheets, &earlier);
    Ok(RegisterReading { register: sheets.register, needed })
}

fn read(workbook: &RawWorkbook) -> Result<Sheets, Vec<RegisterMistake>> {
    let mut log = Log::default();
    let tables = SHEETS.map(|sheet| table::find(workbook, sheet, &mut log));
    let [
        agency_table,
        task_table,
        target_table,
        criterion_table,
        adjustment_table,
        calendar_table,
        participant_table,
        remark_table,
        programme_table,
        confirmation_table,
    ] = &tables;

    let (agencies, agency_rows) = agencies::read(agency_table.as_ref(), &mut log);
    let names = Names::new(&agencies, agency_table.as_ref().is_some_and(|t| t.has(&layout::agencies::CODE)));
    let mut tasks = tasks::read(task_table.as_ref(), &names, &mut log);
    let targets = targets::read(target_table.as_ref(), &names, &tasks, &mut log);
    let criteria = criteria::read(criterion_table.as_ref(), &mut log);
    // Where tasks, targets or criteria could not be read at all, that is the mistake, not each mention of one of them.
    let known_tasks = task_table.as_ref().is_some_and(|t| t.has(&layout::tasks::CODE));
    let known_targets = target_table.as_ref().is_some_and(|t| t.has(&layout::targets::CODE));
    let known_criteria = criterion_table.as_ref().is_some_and(|t| t.has(&layout::criteria::CODE));
    let adjustment_table = adjustment_table.as_ref().filter(|_| known_tasks && known_targets);
    let participant_table = participant_table.as_ref().filter(|_| known_tasks);
    let adjustments = adjustments::read(adjustment_table, &names, &tasks, &targets, &mut log);
    let calendar = calendar::read(calendar_table.as_ref(), &names, &mut log);
    participants::read(participant_table, &names, &mut tasks, &mut log);
    let remarks = remarks::read(remark_table.as_ref(), &mut log);
    let programmes = programmes::read(programme_table.as_ref().filter(|_| known_tasks), &tasks, &mut log);
    let confirmations = confirmations::read(confirmation_table.as_ref().filter(|_| known_criteria), &names, &criteria, &mut log);

    let faults = Faults::of(tables.iter().flatten(), &log);
    let about = |table: Option<&table::Table<'_>>, faults: &SheetFaults, column| {
        let rows = table.into_iter().flat_map(table::Table::rows).filter(|row| faults.has(row.index()));
        rows.map(|row| TaskCode::parse(&row.text(column))).collect()
    };
    let adjusted = about(adjustment_table, faults.sheet(&layout::adjustments::SHEET), &layout::adjustments::CODE);
    let shared = about(participant_table, faults.sheet(&layout::participants::SHEET), &layout::participants::TASK);
    let costs_all = faults.cost_the_register();
    let (mistakes, notes) = log.finish();
    if costs_all {
        return Err(mistakes);
    }
    let places = RegisterPlaces::default();
    let register = Register {
        agencies,
        tasks,
        targets,
        criteria,
        adjustments,
        calendar,
        remarks,
        programmes,
        confirmations,
        desk_rules: desk_rules::read(workbook),
        notes,
        mistakes,
        places,
    };
    Ok(Sheets { register, faults, agency_rows, adjusted, shared })
}

#[cfg(test)]
mod tests;
