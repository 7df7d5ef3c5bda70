//! The sheet `NhanDinh`: the chief's sentences, printed as they are.

use super::calendar::no_week;
use super::table::{Log, Table};
use crate::model::register::Remark;
use crate::model::workbook::RawValue;
use crate::sheets::register_layout::remarks as columns;
use crate::text::period;

/// All remarks in the order of the sheet.
pub(super) fn read(table: Option<&Table<'_>>, log: &mut Log) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for row in table.into_iter().flat_map(Table::rows) {
        let written = row.required_text(&columns::PERIOD, log);
        let section = row.required_text(&columns::SECTION, log);
        let text = row.required_text(&columns::TEXT, log);
        if written.is_empty() {
            continue;
        }
        let found = match row.value(&columns::PERIOD) {
            Some(RawValue::Text(text)) => period::name(text),
            _ => None,
        };
        match found {
            Some(_) if log.has_mistake_in(row) => {}
            Some(period) => remarks.push(Remark { period, section, text }),
            None => log.mistake(row.place(&columns::PERIOD), no_week(&written)),
        }
    }
    remarks
}
