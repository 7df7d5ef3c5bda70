//! The sheet `XacNhan`.

use super::names::Names;
use super::table::{Log, Table};
use crate::model::confirmation::{Confirmation, ConfirmationRow};
use crate::model::criterion::Criterion;
use crate::sheets::register_layout::confirmations as columns;
use crate::text::{format, normalise, suggest};

/// All confirmations in the order of the sheet. A row with a mistake confirms nothing: nobody is called green by a guess.
pub(super) fn read(table: Option<&Table<'_>>, names: &Names<'_>, criteria: &[Criterion], log: &mut Log) -> Vec<ConfirmationRow> {
    let mut rows = Vec::new();
    for row in table.into_iter().flat_map(Table::rows) {
        let written = row.required_text(&columns::AGENCIES, log);
        let agencies = if written.is_empty() { Vec::new() } else { names.list(row, &columns::AGENCIES, &written, log) };
        let phase = row.required_text(&columns::PHASE, log);
        let known = |criterion: &Criterion| normalise::key(&criterion.phase) == normalise::key(&phase);
        if !phase.is_empty() && !criteria.iter().any(known) {
            let hint = match suggest::nearest(&phase, criteria.iter().map(|criterion| criterion.phase.as_str())) {
                Some(near) => format!("Có phải là “{near}” không?"),
                None => "Đề nghị ghi như ở trang TieuChi.".to_owned(),
            };
            log.mistake(row.place(&columns::PHASE), format!("Không có tiêu chí nào thuộc “{}”. {hint}", format::quote(&phase)));
        }
        let state = row.required_text(&columns::STATE, log);
        let by = row.required_text(&columns::BODY, log);
        let day = row.required_date(&columns::DAY, log);
        if let Some(on) = day.filter(|_| !log.has_mistake_in(row)) {
            let document = row.text(&columns::DOCUMENT);
            rows.push(ConfirmationRow { agencies, phase, confirmation: Confirmation { state, by, on, document } });
        }
    }
    rows
}
