//! Cells merged down over several rows of a table. In a column that only labels the rows, such as the deadline, the value
//! holds for all of them; in a column that the agency fills nobody can know whose it is, and that is said.

use crate::forms::column::Kind;
use crate::forms::form::SheetForm;
use crate::forms::heading_row::HeadingRow;
use crate::model::extraction::LayoutNote;
use crate::model::place::CellRef;
use crate::model::workbook::{Area, RawSheet};
use std::collections::BTreeMap;

/// What merged areas mean for the rows of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MergedAreas {
    /// For each blank cell whose value stands elsewhere, where.
    pub sources: BTreeMap<CellRef, CellRef>,
    /// What was made of them.
    pub notes: Vec<LayoutNote>,
}

/// Looks at every merged area that covers several of the rows.
pub fn merged(raw: &RawSheet, sheet: &SheetForm, heading: &HeadingRow, rows: &[u32]) -> MergedAreas {
    let mut found = MergedAreas::default();
    let downwards = |area: &&Area| area.last.row > area.first.row && area.first.row >= heading.first && raw.get(area.first).is_some();
    for area in raw.merged.iter().filter(downwards) {
        let covered: Vec<u32> = rows.iter().copied().filter(|row| (area.first.row..=area.last.row).contains(row)).collect();
        let field = heading.columns.iter().find(|(_, column)| **column == area.first.column).map(|(field, _)| *field);
        let Some(column) = field.and_then(|field| sheet.column(field)).filter(|_| covered.len() > 1) else { continue };
        if column.input {
            found.notes.push(LayoutNote::MergedValues {
                id: sheet.id,
                sheet: raw.name.clone(),
                area: *area,
                field: column.field,
                column: column.heading.clone(),
                is_text: matches!(column.kind, Kind::Text | Kind::LongText),
                rows: u32::try_from(covered.len()).unwrap_or(u32::MAX),
            });
        } else if column.field != sheet.key_field() && matches!(column.kind, Kind::Text | Kind::List) {
            let own = |row: &u32| CellRef::new(*row, area.first.column);
            found.sources.extend(covered.iter().map(own).filter(|cell| *cell != area.first).map(|cell| (cell, area.first)));
            found.notes.push(LayoutNote::Filled { sheet: raw.name.clone(), area: *area });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::builtin;
    use crate::forms::heading_row::heading_row;
    use crate::forms::recognise::tests::sheet;
    use crate::model::report::{FieldId, SheetId};

    #[test]
    fn labels_hold_for_every_row_and_values_for_none() {
        let form = builtin()[0].sheet(SheetId::Tasks).unwrap();
        let mut raw = sheet(
            "NhiemVu",
            &[
                &["Mã nhiệm vụ", "Nội dung", "Thời hạn", "Trạng thái", "Kết quả thực hiện"],
                &["KH11-001", "A", "30/9/2025", "Hoàn thành", "Chung"],
                &["KH11-002", "B"],
                &["KH11-003", "C", "Quý IV"],
            ],
        );
        let down = |column, last| Area { first: CellRef::new(1, column), last: CellRef::new(last, column) };
        raw.merged = vec![down(2, 2), down(3, 3), down(4, 2), down(1, 1)];
        let heading = heading_row(&raw, form, None).unwrap();
        let found = merged(&raw, form, &heading, &[1, 2, 3]);
        assert_eq!(found.sources, BTreeMap::from([(CellRef::new(2, 2), CellRef::new(1, 2))]));
        let values: Vec<(FieldId, bool, u32)> = found
            .notes
            .iter()
            .filter_map(|note| match note {
                LayoutNote::MergedValues { field, is_text, rows, .. } => Some((*field, *is_text, *rows)),
                _ => None,
            })
            .collect();
        assert_eq!(values, [(FieldId::Status, false, 3), (FieldId::Result, true, 2)]);
        assert!(found.notes.contains(&LayoutNote::Filled { sheet: "NhiemVu".into(), area: down(2, 2) }));
        assert_eq!(merged(&raw, form, &heading, &[1]), MergedAreas::default(), "over one row of work it is no question");
    }
}
