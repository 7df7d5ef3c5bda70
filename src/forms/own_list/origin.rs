//! Where a task or target of a list comes from: its group, the document that assigned it, the year of its plan. The row says it, else what
//! stands above the row.

use super::heading_words::Field;
use super::table::{Line, Table};
use super::title::Title;
use crate::model::period::YEARS;
use chrono::NaiveDate;

/// Where a row comes from.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// Name of its group; blank if neither the row nor a heading above it says one.
    pub(super) group: String,
    /// The document that assigned it, as written; blank if neither the row nor the title names one.
    pub(super) document: String,
    /// Is that the document of the whole list, because the row names none?
    pub(super) of_list: bool,
    /// Day of the document of the whole list; `None` for a document that the row names.
    pub(super) issued_on: Option<NaiveDate>,
    /// The first year that the row names, else that of the title.
    pub(super) plan_year: Option<i32>,
}

impl Origin {
    /// Of a row.
    pub(super) fn of(table: &Table<'_>, line: &Line, title: &Title) -> Self {
        let one = |field: Field| table.texts(line, field).join("; ");
        let (group, own) = (one(Field::Group), one(Field::Document));
        let of_list = title.document.as_ref().filter(|_| own.is_empty());
        let year = table.texts(line, Field::PlanYear).first().and_then(|text| text.parse().ok()).filter(|year| YEARS.contains(year));
        Self {
            group: if group.is_empty() { line.group.clone() } else { group },
            of_list: of_list.is_some_and(|(number, _, _)| !number.is_empty()),
            issued_on: of_list.and_then(|(_, day, _)| *day),
            document: of_list.map_or(own, |(number, _, _)| number.clone()),
            plan_year: year.or(title.plan_year.as_ref().map(|(year, _)| *year)),
        }
    }
}
