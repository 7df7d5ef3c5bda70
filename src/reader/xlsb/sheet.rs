//! One sheet part of an `.xlsb` as a stream of records: only those that hold values and what is hidden are looked at, and
//! one of an unknown kind among the cells is an unreadable cell.

use super::record::{Record, Records, cut};
use super::styles::Styles;
use crate::model::place::CellRef;
use crate::model::workbook::{Area, RawSheet, RawValue, Refusal, UNCOMPUTED};
use crate::reader::format_kind::FormatKind;
use crate::reader::grid::{Budget, Grid};
use crate::reader::number_format::NumberFormat;
use crate::reader::value::{self, Seen};
use std::io::BufRead;

/// What all sheets of a workbook share.
pub(super) struct SharedParts<'s> {
    /// What each text means, by number.
    pub(super) strings: &'s [Seen],
    /// `None` if the workbook names the part and the package does not hold it.
    pub(super) styles: Option<&'s Styles>,
    /// Do days count from 1904?
    pub(super) date_1904: bool,
    /// Excel computes every formula when it opens the workbook: a result of zero may be what a program writes for none.
    pub(super) computed_on_load: bool,
}

/// Where the reader of a sheet stands.
#[derive(Default)]
struct At {
    row: u32,
    row_hidden: bool,
    /// The column behind the last cell, which a short record does not say again.
    next_column: u32,
    /// Between the first and the last row.
    in_data: bool,
    /// Inside of records that later programs may add.
    added: bool,
}

/// Reads the records of one sheet, within what is left of the budget.
pub(super) fn read(
    part: impl BufRead,
    name: &str,
    visible: bool,
    shared: &SharedParts<'_>,
    budget: &mut Budget,
) -> Result<RawSheet, Refusal> {
    let mut grid = Grid::new(name);
    let mut at = At::default();
    let mut records = Records::new(part);
    while let Some(record) = records.next()? {
        match record.kind {
            // BrtRowHdr: the number, a style, a height, then two bytes of marks
            0x0000 => {
                at.row = record.long(0)?;
                at.next_column = 0;
                at.row_hidden = record.byte(11)? & 0x10 != 0 || record.short(8)? == 0;
            }
            // BrtColInfo: first, last, a width, a style, marks
            0x003c => {
                if record.short(16)? & 1 != 0 || record.long(8)? == 0 {
                    grid.hide_columns(record.long(0)?, record.long(4)?, budget)?;
                }
            }
            // BrtMergeCell
            0x00b0 => {
                let first = CellRef::new(record.long(0)?, record.long(8)?);
                let last = CellRef::new(record.long(4)?, record.long(12)?);
                grid.merge(Area { first, last }, budget)?;
            }
            // BrtBeginSheetData, BrtEndSheetData
            0x0091 => at.in_data = true,
            0x0092 => at.in_data = false,
            // BrtFRTBegin and BrtACBegin, with their ends
            0x0023 | 0x0025 => at.added = true,
            0x0024 | 0x0026 => at.added = false,
            // BrtEndSheet
            0x0082 => return grid.finish(visible),
            _ => cell(&record, &mut at, &mut grid, shared, budget)?,
        }
    }
    Err(cut())
}

/// Puts a cell. Records that stand between cells and hold none are known; any other is a cell of a kind that is not
/// known: unreadable, and not passed over in silence.
fn cell(record: &Record<'_>, at: &mut At, grid: &mut Grid, shared: &SharedParts<'_>, budget: &mut Budget) -> Result<(), Refusal> {
    let (column, style, start) = match record.kind {
        // BrtCellBlank to BrtFmlaError, BrtCellRString
        0x0001..=0x000b | 0x003e => (record.long(0)?, record.long(4)?, 8),
        // BrtShortBlank to BrtShortIsst
        0x000c..=0x0012 => (at.next_column, record.long(0)?, 4),
        // BrtCellMeta, BrtValueMeta, BrtArrFmla, BrtShrFmla, BrtTable, BrtRwDescent
        0x0031 | 0x0032 | 0x01aa..=0x01ac | 0x0400 => return Ok(()),
        _ if !at.in_data || at.added => return Ok(()),
        _ => (record.long(0).ok().filter(|column| (at.next_column..COLUMNS).contains(column)).unwrap_or(at.next_column), 0, 0),
    };
    at.next_column = column.saturating_add(1);
    let style = usize::try_from(style & 0x00ff_ffff).unwrap_or(usize::MAX);
    let number = |number: f64| {
        let formats = match shared.styles {
            Some(styles) => styles.formats.as_slice(),
            None if style == 0 => &[],
            // Without its format the 1 that people see as 100% is 1%.
            None => return Err(Refusal::Damaged { detail: "the part of styles is not there".to_owned() }),
        };
        Ok(formats.get(style).unwrap_or(&NumberFormat::Faithful(FormatKind::Number)).seen(number, shared.date_1904))
    };
    let seen: Seen = match record.kind {
        0x0001 | 0x000c => return Ok(()),
        // BrtCellRk
        0x0002 | 0x000d => number(packed(record.long(start)?))?,
        // BrtCellError, BrtFmlaError
        0x0003 | 0x000b | 0x000e => value::error(record.byte(start)?).unwrap_or_else(value::unreadable).into(),
        // BrtCellBool, BrtFmlaBool
        0x0004 | 0x000a | 0x000f => match record.byte(start)? {
            0 => RawValue::Bool(false),
            1 => RawValue::Bool(true),
            _ => value::unreadable(),
        }
        .into(),
        // BrtFmlaNum: zero is also what a program writes that computes nothing
        0x0009 if shared.computed_on_load && record.real(start)? == 0.0 => RawValue::Error(UNCOMPUTED.to_owned()).into(),
        // BrtCellReal, BrtFmlaNum
        0x0005 | 0x0009 | 0x0010 => number(record.real(start)?)?,
        // BrtCellSt, BrtFmlaString
        0x0006 | 0x0008 | 0x0011 => value::text(&record.text(start)?.0).into(),
        // BrtCellIsst
        0x0007 | 0x0012 => match usize::try_from(record.long(start)?).ok().and_then(|number| shared.strings.get(number)) {
            Some(text) => text.clone(),
            None => value::unreadable().into(),
        },
        // BrtCellRString
        0x003e => shared.styles.unwrap_or(&Styles::default()).rich(record, start)?.1,
        _ => value::unreadable().into(),
    };
    grid.show(CellRef::new(at.row, column), seen, budget)?;
    if at.row_hidden {
        grid.hide_row(at.row);
    }
    Ok(())
}

/// The grid of the format.
const COLUMNS: u32 = 16_384;

/// A number in four bytes: the upper part of a real one or a whole one, as it is or in hundredths.
fn packed(bits: u32) -> f64 {
    let number = if bits & 2 != 0 { f64::from(bits.cast_signed() >> 2) } else { f64::from_bits(u64::from(bits & 0xffff_fffc) << 32) };
    if bits & 1 != 0 { number / 100.0 } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Limits;
    use crate::reader::runs::Look;

    fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
        let mut written = if kind < 0x80 {
            vec![u8::try_from(kind).unwrap()]
        } else {
            vec![u8::try_from(kind & 0x7f).unwrap() | 0x80, u8::try_from(kind >> 7).unwrap()]
        };
        written.push(u8::try_from(bytes.len()).unwrap());
        written.extend(bytes);
        written
    }

    fn text(text: &str) -> Vec<u8> {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut bytes = u32::try_from(units.len() / 2).unwrap().to_le_bytes().to_vec();
        bytes.extend(units);
        bytes
    }

    fn cell(kind: u16, column: u32, style: u32, rest: &[u8]) -> Vec<u8> {
        record(kind, &[&column.to_le_bytes()[..], &style.to_le_bytes(), rest].concat())
    }

    fn read_sheet(records: &[Vec<u8>]) -> Result<RawSheet, Refusal> {
        let mut budget = Budget::new(&Limits::DEFAULT);
        let strings = ["không", "một"].map(|text| value::text(text).into());
        let formats = [FormatKind::Number, FormatKind::Percent, FormatKind::Date].map(NumberFormat::Faithful).to_vec();
        let looks = vec![Look::default(), Look { raised: true, ..Look::default() }];
        let shared = SharedParts { strings: &strings, styles: Some(&Styles { formats, looks }), date_1904: false, computed_on_load: true };
        read(records.concat().as_slice(), "T", true, &shared, &mut budget)
    }

    #[test]
    fn cells_hidden_rows_and_merges() {
        let row = |number: u32, marks: u8| record(0, &[&number.to_le_bytes()[..], &[0; 4], &[1, 0, 0, marks]].concat());
        let column = record(0x3c, &[&2u32.to_le_bytes()[..], &2u32.to_le_bytes(), &[1; 8], &[1, 0]].concat());
        let merge: Vec<u8> = [0u32, 0, 6, 7].iter().flat_map(|n| n.to_le_bytes()).collect();
        let found = read_sheet(&[
            column,
            row(0, 0),
            cell(7, 0, 0, &1u32.to_le_bytes()),
            cell(7, 1, 0, &9u32.to_le_bytes()),
            cell(5, 2, 1, &0.75f64.to_le_bytes()),
            cell(2, 3, 2, &(45849u32 << 2 | 2).to_le_bytes()),
            cell(6, 4, 0, &text("chữ")),
            cell(4, 5, 0, &[1]),
            cell(4, 6, 0, &[7]),
            cell(3, 7, 0, &[0x2a]),
            row(5, 0x10),
            cell(11, 0, 0, &[0x99]),
            record(0xb0, &merge),
            record(0x82, &[]),
        ])
        .unwrap();
        let cells: Vec<String> = found.cells().map(|(cell, value)| format!("{cell} {value:?}")).collect();
        assert_eq!(
            cells,
            [
                "A1 Text(\"một\")",
                "B1 Error(\"#KHÔNG ĐỌC ĐƯỢC\")",
                "C1 Percent(0.75)",
                "D1 DateTime(2025-07-11T00:00:00)",
                "E1 Text(\"chữ\")",
                "F1 Bool(true)",
                "G1 Error(\"#KHÔNG ĐỌC ĐƯỢC\")",
                "A6 Error(\"#KHÔNG ĐỌC ĐƯỢC\")",
            ]
        );
        assert_eq!(found.hidden_rows.into_iter().collect::<Vec<_>>(), [5]);
        assert_eq!(found.hidden_columns.into_iter().collect::<Vec<_>>(), [2]);
        assert_eq!(found.merged.len(), 1);
    }

    #[test]
    fn short_records_follow_the_cell_before_them() {
        let short = |kind: u16, style: u32, rest: &[u8]| record(kind, &[&style.to_le_bytes()[..], rest].concat());
        let note = [&[1][..], &text("261"), &1u32.to_le_bytes(), &[2, 0, 1, 0]].concat();
        let row = |number: u32, height: u8| record(0, &[&number.to_le_bytes()[..], &[0; 4], &[height, 0, 0, 0]].concat());
        let found = read_sheet(&[
            record(0x91, &[]),
            row(0, 1),
            cell(7, 2, 0, &1u32.to_le_bytes()),
            short(12, 0, &[]),
            short(13, 0, &(7u32 << 2 | 2).to_le_bytes()),
            short(14, 0, &[0x2a]),
            short(15, 0, &[1]),
            short(16, 1, &0.75f64.to_le_bytes()),
            short(17, 0, &text("chữ")),
            short(18, 0, &1u32.to_le_bytes()),
            // Of no known kind; the same inside of what later programs add.
            cell(40, 12, 0, &[]),
            record(35, &[]),
            cell(40, 13, 0, &[]),
            record(36, &[]),
            short(13, 0, &(8u32 << 2 | 2).to_le_bytes()),
            row(1, 0),
            cell(9, 0, 0, &0f64.to_le_bytes()),
            cell(9, 1, 0, &5f64.to_le_bytes()),
            cell(62, 2, 0, &note),
            record(0x92, &[]),
            record(0x82, &[]),
        ])
        .unwrap();
        let cells: Vec<String> = found.cells().map(|(cell, value)| format!("{cell} {value:?}")).collect();
        assert_eq!(
            cells,
            [
                "C1 Text(\"một\")",
                "E1 Number(7.0)",
                "F1 Error(\"#N/A\")",
                "G1 Bool(true)",
                "H1 Percent(0.75)",
                "I1 Text(\"chữ\")",
                "J1 Text(\"một\")",
                "M1 Error(\"#KHÔNG ĐỌC ĐƯỢC\")",
                "N1 Number(8.0)",
                "A2 Error(\"#CHƯA TÍNH\")",
                "B2 Number(5.0)",
                "C2 Text(\"26¹\")",
            ]
        );
        assert_eq!(found.hidden_rows.into_iter().collect::<Vec<_>>(), [1], "a row without height");
        assert_eq!(found.appearances.into_keys().map(|at| at.to_string()).collect::<Vec<_>>(), ["C2"]);
    }

    #[test]
    fn what_is_cut_short_is_damaged() {
        let whole = [record(0, &[0; 13]), cell(6, 0, 0, &text("chữ")), record(0x82, &[])].concat();
        assert!(read_sheet(std::slice::from_ref(&whole)).is_ok());
        for cut in 0..whole.len() {
            assert!(matches!(read_sheet(&[whole[..cut].to_vec()]), Err(Refusal::Damaged { .. })), "{cut}");
        }
        // A text that claims to be longer than its record.
        let lie = cell(6, 0, 0, &[0xff, 0xff, 0xff, 0x7f, 0, 0]);
        assert!(matches!(read_sheet(&[lie]), Err(Refusal::Damaged { .. })));
    }

    #[test]
    fn numbers_in_four_bytes() {
        let written = [7 << 2 | 2, 750 << 2 | 3, 0x3ff0_0000, 0x3ff0_0001, (-5i32 << 2 | 2).cast_unsigned()];
        assert_eq!(written.map(|bits| packed(bits).to_string()), ["7", "7.5", "1", "0.01", "-5"]);
    }
}
