//! `danh-muc.xlsx` understood: from raw cells to the [`Register`], or everything that is wrong with it at once.
//!
//! The register belongs to the secretariat. Unlike a report it is taken whole or not at all: a row left out here
//! would be a task that nobody is asked for. So every mistake of every sheet is named together, with its cell.

mod adjustments;
mod agencies;
mod calendar;
mod criteria;
mod documents;
mod mistake;
mod names;
mod participants;
pub mod proposal_book;
pub mod receipt_book;
mod remarks;
mod table;
mod targets;
mod tasks;

use crate::model::register::{Register, RegisterPlaces};
use crate::model::workbook::RawWorkbook;
use crate::sheets::register_layout as layout;
pub use mistake::{FILE_NAME, RegisterMistake, mistakes_text};
use names::Names;
use table::Log;

/// The sheets to read of it.
pub fn sheet_names() -> Vec<&'static str> {
    layout::REGISTER.iter().map(|sheet| sheet.name).collect()
}

/// Understands the register, or says everything that is wrong with it, by sheet and cell.
pub fn understand(workbook: &RawWorkbook) -> Result<Register, Vec<RegisterMistake>> {
    let mut log = Log::default();
    let [agency_table, task_table, target_table, criterion_table, adjustment_table, calendar_table, participant_table, remark_table] =
        layout::REGISTER.map(|sheet| table::find(workbook, sheet, &mut log));

    let agencies = agencies::read(agency_table.as_ref(), &mut log);
    let names = Names::new(&agencies, agency_table.as_ref().is_some_and(|t| t.has(&layout::agencies::CODE)));
    let mut tasks = tasks::read(task_table.as_ref(), &names, &mut log);
    let targets = targets::read(target_table.as_ref(), &names, &tasks, &mut log);
    let criteria = criteria::read(criterion_table.as_ref(), &mut log);
    // Where tasks or targets could not be read at all, that is the mistake, not each mention of one of them.
    let known_tasks = task_table.as_ref().is_some_and(|t| t.has(&layout::tasks::CODE));
    let known_targets = target_table.as_ref().is_some_and(|t| t.has(&layout::targets::CODE));
    let adjustment_table = adjustment_table.filter(|_| known_tasks && known_targets);
    let participant_table = participant_table.filter(|_| known_tasks);
    let adjustments = adjustments::read(adjustment_table.as_ref(), &names, &tasks, &targets, &mut log);
    let calendar = calendar::read(calendar_table.as_ref(), &names, &mut log);
    participants::read(participant_table.as_ref(), &names, &mut tasks, &mut log);
    let remarks = remarks::read(remark_table.as_ref(), &mut log);

    let (mistakes, notes) = log.finish();
    if mistakes.is_empty() {
        Ok(Register { agencies, tasks, targets, criteria, adjustments, calendar, remarks, notes, places: RegisterPlaces::default() })
    } else {
        Err(mistakes)
    }
}

#[cfg(test)]
mod tests;
