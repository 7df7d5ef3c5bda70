//! `.xls`: the container is walked ([`super::compound`]), then its records ([`super::biff`]), and only
//! what both find whole is given to calamine. Its values are held against the records: a cell that the records have and
//! calamine does not is unreadable, never blank.

use crate::model::config::Limits;
use crate::model::workbook::{RawSheet, RawValue, RawWorkbook, Refusal, UNCOMPUTED};
use crate::reader::biff::{self, Facts};
use crate::reader::compound::Compound;
use crate::reader::format_kind::FormatKind;
use crate::reader::grid::{Budget, Grid, UNREAD};
use crate::reader::number_format::NumberFormat;
use crate::reader::runs;
use crate::reader::value::{self, Seen};
use calamine::{Data, Range, Reader, SheetType, SheetVisible, Xls, XlsError};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Walks the container and its records, before the parser sees any of them: what is found in each sheet.
pub(super) fn preflight<'b>(bytes: &'b [u8], limits: &Limits) -> Result<(Compound<'b>, Vec<Facts>), Refusal> {
    let file = Compound::open(bytes)?;
    if file.has("EncryptedPackage") {
        return Err(Refusal::Encrypted);
    }
    let stream = match file.stream("Workbook")? {
        Some(stream) => stream,
        None => file.stream("Book")?.ok_or_else(|| Refusal::Damaged { detail: "no stream Workbook".to_owned() })?,
    };
    let facts = biff::walk(&stream, limits)?;
    Ok((file, facts))
}

/// Reads all worksheets of a file that has passed its preflight.
pub(super) fn read(file: &Compound<'_>, facts: &[Facts], limits: &Limits) -> Result<RawWorkbook, Refusal> {
    // The parser looks for the workbook anywhere: one in an object must not be taken for the report.
    let alone = file.without_inner(&["Workbook", "Book"])?;
    let mut book = Xls::new(Cursor::new(alone.as_deref().unwrap_or(file.bytes()))).map_err(|error| refusal(&error))?;
    let metadata = book.sheets_metadata().to_vec();
    let date_1904 = book.has_1904_epoch();
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::new();
    for (sheet, facts) in metadata.iter().zip(facts) {
        if sheet.typ != SheetType::WorkSheet || UNREAD.contains(&sheet.name.as_str()) {
            continue;
        }
        let range = book.worksheet_range(&sheet.name).map_err(|error| refusal(&error))?;
        let visible = sheet.visible == SheetVisible::Visible;
        sheets.push(joined(&sheet.name, visible, &range, facts, date_1904, &mut budget)?);
    }
    let mut properties = BTreeMap::new();
    if let Ok(found) = book.workbook_properties() {
        properties.extend(found.custom_properties);
    }
    Ok(RawWorkbook {
        sheets,
        sheet_names: metadata.into_iter().map(|sheet| sheet.name).collect(),
        absent: Vec::new(),
        properties,
        names: book.defined_names().to_vec(),
        date_1904,
    })
}

/// The parser's values with what the records say of them.
fn joined(
    name: &str,
    visible: bool,
    range: &Range<Data>,
    facts: &Facts,
    date_1904: bool,
    budget: &mut Budget,
) -> Result<RawSheet, Refusal> {
    let mut grid = Grid::new(name);
    for cell in &facts.filled {
        let seen = match range.get_value((cell.row, cell.column)) {
            _ if facts.uncomputed.contains(cell) => RawValue::Error(UNCOMPUTED.to_owned()).into(),
            // Nothing where the records have a cell: a kind of record that the parser does not know.
            None | Some(Data::Empty) => value::unreadable().into(),
            Some(Data::String(text)) if facts.pieces.contains_key(cell) => {
                let units: Vec<u16> = text.encode_utf16().collect();
                runs::cut_at(&units, facts.pieces.get(cell).map_or(&[][..], Vec::as_slice))
            }
            Some(value) => seen(value, facts.formats.get(cell), date_1904),
        };
        grid.show(*cell, seen, budget)?;
    }
    for row in &facts.hidden_rows {
        grid.hide_row(*row);
    }
    for (first, last) in &facts.hidden_columns {
        grid.hide_columns(*first, *last, budget)?;
    }
    for area in &facts.merged {
        grid.merge(*area, budget)?;
    }
    grid.finish(visible)
}

/// What a person sees of a value in this format; without one the parser's word counts.
fn seen(value: &Data, format: Option<&NumberFormat>, date_1904: bool) -> Seen {
    let number = |number: f64, kind: FormatKind| match format {
        Some(format) => format.seen(number, date_1904),
        None => value::number(number, kind, date_1904),
    };
    match value {
        Data::Empty => Seen::default(),
        Data::String(text) | Data::DurationIso(text) => value::text(text).into(),
        Data::Float(float) => number(*float, FormatKind::Number),
        Data::Int(whole) => number(*whole as f64, FormatKind::Number),
        Data::Bool(truth) => RawValue::Bool(*truth).into(),
        Data::DateTime(moment) => number(moment.as_f64(), if moment.is_datetime() { FormatKind::Date } else { FormatKind::Duration }),
        Data::DateTimeIso(text) => value::iso_date(text).map(RawValue::DateTime).or_else(|| value::text(text)).into(),
        Data::Error(error) => RawValue::Error(error.to_string()).into(),
    }
}

/// What the parser said, as a reason for the log.
fn refusal(error: &XlsError) -> Refusal {
    match error {
        XlsError::Password => Refusal::Encrypted,
        // calamine keeps this kind of error to itself; its words are all there is.
        XlsError::Cfb(error) if error.to_string().starts_with("Codepage") => {
            Refusal::Unsafe { cause: "tệp .xls dùng bảng mã chữ lạ".to_owned() }
        }
        error => Refusal::Damaged { detail: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::CellRef;
    use crate::reader::biff::tests::{number, record, shorts, stream};
    use crate::reader::compound::tests::{compound, embedding};

    fn read_file(bytes: &[u8]) -> Result<RawWorkbook, Refusal> {
        let (file, facts) = preflight(bytes, &Limits::DEFAULT)?;
        read(&file, &facts, &Limits::DEFAULT)
    }

    fn read_sheet(records: &[Vec<u8>]) -> Result<RawSheet, Refusal> {
        read_file(&compound("Workbook", &stream(records))).map(|mut book| book.sheets.remove(0))
    }

    #[test]
    fn values_carry_their_formats_and_none_is_lost() {
        let july = chrono::NaiveDate::from_ymd_opt(2025, 7, 11).unwrap().and_hms_opt(0, 0, 0).unwrap();
        let found = read_sheet(&[
            record(0x0208, &shorts(&[2, 0, 9, 0, 0, 0, 0x20, 0])),
            number(0, 0, 0, 75.0),
            number(0, 1, 2, 0.75),
            number(0, 2, 3, 1.0),
            number(0, 3, 1, 45849.0),
            number(2, 0, 0, 1.0),
            // A formula as an older format numbers it: calamine passes over it.
            record(0x0206, &[&shorts(&[3, 0, 0])[..], &5.0f64.to_le_bytes(), &[0; 8]].concat()),
            number(4, 0, 0, 8.0),
            number(4, 1, 0, 9.0),
            record(0x00e5, &shorts(&[1, 4, 4, 0, 1])),
        ])
        .unwrap();
        let cells: Vec<_> = found.cells().map(|(cell, value)| (cell.to_string(), value.clone())).collect();
        let wanted = [
            ("A1", RawValue::Number(75.0)),
            ("B1", RawValue::Percent(0.75)),
            ("C1", RawValue::Percent(1.0)),
            ("D1", RawValue::DateTime(july)),
            ("A3", RawValue::Number(1.0)),
            ("A4", value::unreadable()),
            ("A5", RawValue::Number(8.0)),
        ];
        assert_eq!(cells, wanted.map(|(cell, value)| (cell.to_owned(), value)));
        assert_eq!(found.hidden_rows.into_iter().collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_workbook_inside_of_an_object_is_not_the_report() {
        let one = compound("Workbook", &stream(&[number(0, 0, 0, 75.0)]));
        let inner = embedding(one, "Workbook");
        // The object holds other figures.
        let other = stream(&[number(0, 0, 0, 1.0)]);
        let mut both = inner.clone();
        let start = (both.len() - 512) / 512;
        both.extend(&compound("Workbook", &other)[1536..]);
        let link = 1024 + 128 + 116;
        both[link..link + 4].copy_from_slice(&u32::try_from(start).unwrap().to_le_bytes());
        for sector in start..start + 8 {
            let next = if sector == start + 7 { 0xffff_fffe } else { u32::try_from(sector + 1).unwrap() };
            both[512 + 4 * sector..516 + 4 * sector].copy_from_slice(&next.to_le_bytes());
        }
        for file in [inner, both] {
            let found = read_file(&file).unwrap().sheets.remove(0);
            assert_eq!(found.get(CellRef::new(0, 0)), Some(&RawValue::Number(75.0)));
        }
    }

    #[test]
    fn half_arrived_files_are_damaged() {
        let whole = compound("Workbook", &stream(&[number(0, 0, 0, 75.0)]));
        let mut zeros = whole[..1536].to_vec();
        zeros.resize(whole.len(), 0);
        for bytes in [&whole[..whole.len() / 2], &zeros, &whole[..600]] {
            assert!(matches!(read_file(bytes), Err(Refusal::Damaged { .. })));
        }
    }

    #[test]
    fn passwords_are_named() {
        assert_eq!(read_file(&compound("EncryptedPackage", b"x")), Err(Refusal::Encrypted));
    }
}
