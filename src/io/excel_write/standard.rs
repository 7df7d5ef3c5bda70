//! The whole book by the library alone: where our rows would not go with what it wrote, and what tests hold our own file against.

use super::directory::as_on_unix;
use super::failure::WriteFailure;
use super::look::Looks;
use super::skeleton;
use super::worksheet::{self, Cells};
use crate::sheets::sheet::Book;

pub(super) fn to_bytes(book: &Book) -> Result<Vec<u8>, WriteFailure> {
    let mut looks = Looks::default();
    let mut workbook = skeleton::workbook(book, |worksheet, sheet| worksheet::write(worksheet, sheet, &mut looks, Cells::All))?;
    let mut bytes = workbook.save_to_buffer().map_err(skeleton::refused)?;
    as_on_unix(&mut bytes);
    Ok(bytes)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::{Effort, LongWriter, Packer, RestPart, UnpackedPart, Writer};
    use super::*;
    use crate::model::config::Limits;
    use crate::model::moment;
    use crate::reader;
    use crate::sheets::sheet::{Align, Area, Cell, Format, Link, Page, Row, Sheet, Style, Value, Visibility};
    use chrono::NaiveDate;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Fails where a part is missing, or one letter of it differs from what the library alone writes.
    pub(crate) fn assert_as_the_library_writes(book: &Book, what: &str) {
        assert_with(&Writer::default(), book, what);
    }

    fn assert_with(writer: &Writer, book: &Book, what: &str) {
        let ours = writer.written(book, &mut Packer::new(Effort::Lasting)).unwrap();
        let ours = ours.unwrap_or_else(|| panic!("{what}: our rows do not go with what the library wrote"));
        assert!(ours == writer.to_bytes(book).unwrap(), "{what}: what was remembered gives other bytes");
        if book.sheets[0].visibility == Visibility::Visible {
            for long in [0, 2_000, usize::MAX] {
                assert!(ours == sheet_by_sheet(writer, book, (long, what)), "{what}: sheets handed out from {long} on give other bytes");
            }
        } else {
            let mut long = LongWriter::new(Book { sheets: Vec::new(), ..book.clone() });
            assert!(book.sheets.iter().all(|sheet| long.sheet(sheet.clone()).unwrap().is_none()) && long.finish().unwrap().is_none());
        }
        let (ours, theirs) = (unpacked(&ours), unpacked(&to_bytes(book).unwrap()));
        let names = |parts: &[(String, Vec<u8>)]| parts.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&ours), names(&theirs), "{what}");
        for ((name, ours), (_, theirs)) in ours.iter().zip(&theirs) {
            let at = ours.iter().zip(theirs).position(|(a, b)| a != b).unwrap_or_else(|| ours.len().min(theirs.len()));
            let around = |part: &[u8]| {
                let piece = part.get(at.saturating_sub(120)..(at + 80).min(part.len())).unwrap_or_default();
                String::from_utf8_lossy(piece).into_owned()
            };
            assert!(ours == theirs, "{what}, {name}, letter {at}:\n{}\nin place of\n{}", around(ours), around(theirs));
        }
    }

    fn sheet_by_sheet(writer: &Writer, book: &Book, (long, what): (usize, &str)) -> Vec<u8> {
        let mut long = LongWriter::with(Book { sheets: Vec::new(), ..book.clone() }, long);
        let mut sheets: BTreeMap<usize, UnpackedPart> = book.sheets.iter().filter_map(|sheet| long.sheet(sheet.clone()).unwrap()).collect();
        let parts = long.finish().unwrap().unwrap_or_else(|| panic!("{what}: written in one go"));
        let part = |part: RestPart| match part {
            RestPart::Sheet(number) => sheets.remove(&number).unwrap(),
            RestPart::Other(part) => part,
        };
        let packed: Vec<_> = parts.into_iter().map(part).map(|part| writer.pack(part)).collect();
        super::super::file(&packed).unwrap()
    }

    fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
        reader::unpack(bytes, &Limits::OWN).unwrap()
    }

    fn style() -> impl Strategy<Value = Style> {
        let align = prop_oneof![Just(Align::General), Just(Align::Left), Just(Align::Center)];
        let format =
            prop_oneof![Just(Format::General), Just(Format::Decimal), Just(Format::Date), Just(Format::DateTime), Just(Format::Text)];
        let own = (any::<[bool; 5]>(), align, format).prop_map(|([bold, wrap, border, rule_above, unlocked], align, format)| Style {
            bold,
            wrap,
            border,
            rule_above,
            unlocked,
            align,
            format,
            ..Style::PLAIN
        });
        prop_oneof![4 => Just(Style::BODY), 3 => Just(Style::PLAIN), 2 => Just(Style::HEADING), 1 => own]
    }

    fn value() -> impl Strategy<Value = Value> {
        let texts = ["Đã hoàn thành", "=1+1", " lề ", "a\r\nb\u{b}", "_x0041_ & <b> _x005f__x0042_", "", "x\u{ffff}", "1.5", "TRUE"];
        let formula = |result: &str| Cell::formula("=IF(A1<\"b&\",\"còn\",SUM(B1:B9))", result, Style::PLAIN).value;
        let day = |days: i32| NaiveDate::from_num_days_from_ce_opt(days).unwrap();
        prop_oneof![
            3 => Just(Value::Blank),
            6 => prop::sample::select(texts.to_vec()).prop_map(|text| Value::Text(text.to_owned())),
            1 => "\\PC{0,12}".prop_filter("the library takes such a text for a piece of a rich one", |text| !text.starts_with("<r>")).prop_map(Value::Text),
            2 => (-5i32..2_000).prop_map(|number| Value::Number(f64::from(number))),
            1 => any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Value::Number),
            1 => Just(Value::Number(-0.0)),
            2 => (690_000i32..740_000).prop_map(move |days| Value::Date(day(days))),
            1 => (693_000i32..740_000, 0u32..86_400)
                .prop_map(move |(days, second)| Value::DateTime(day(days).and_hms_opt(second / 3600, second / 60 % 60, second % 60).unwrap())),
            1 => prop::sample::select(vec!["40", "TRUE", "#N/A", "còn 3 ô", "", "1e3"]).prop_map(formula),
        ]
    }

    fn row() -> impl Strategy<Value = Row> {
        let height = prop_oneof![2 => Just(0.0), 2 => Just(15.0), 3 => 0.0f64..500.0, 1 => Just(0.2)];
        (height, vec((value(), style()), 0..30))
            .prop_map(|(height, cells)| Row { height, cells: cells.into_iter().map(|(value, style)| Cell { value, style }).collect() })
    }

    fn sheet() -> impl Strategy<Value = Sheet> {
        let merges = vec((0u32..20, 0u16..6, 0u32..3, 0u16..4), 0..4);
        let links = vec((0u32..20, 0u16..12), 0..4);
        (vec(row(), 0..40), merges, links, any::<[bool; 3]>()).prop_map(|(rows, merges, links, [freeze, filter, repeated])| Sheet {
            rows,
            widths: vec![5.0, 40.0],
            // Each in rows of its own: areas that lie over each other are refused.
            merges: (0u32..)
                .zip(merges)
                .map(|(n, (row, column, down, right))| {
                    let row = n * 30 + row;
                    Area::new(row, column, row + down, column + right)
                })
                .collect(),
            links: links.into_iter().map(|(row, column)| Link { row, column, to_sheet: "Trang 1", to_row: row }).collect(),
            freeze: freeze.then_some((3, 1)),
            filter: filter.then(|| Area::new(2, 0, 9, 3)),
            repeat_rows: repeated.then_some((2, 3)),
            page: Page { columns: (freeze && filter).then_some(3), numbered: true, ..Page::default() },
            ..Sheet::default()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_book_is_written_as_by_the_library(sheets in vec(sheet(), 1..4), hidden in any::<bool>()) {
            let sheets = (1u32..).zip(sheets).map(|(n, sheet)| Sheet { name: format!("Trang {n}"), ..sheet }).collect::<Vec<_>>();
            let at = NaiveDate::from_ymd_opt(2025, 7, 11).unwrap().and_hms_opt(15, 30, 0).unwrap();
            let last = Sheet { name: "Cuối".to_owned(), ..Sheet::default() };
            let first = Sheet { visibility: if hidden { Visibility::Hidden } else { Visibility::Visible }, ..sheets[0].clone() };
            let sheets = std::iter::once(first).chain(sheets.into_iter().skip(1)).chain([last]).collect();
            let mut book = Book { title: "Thử".to_owned(), created: moment::at(at), properties: Vec::new(), names: Vec::new(), sheets };
            let writer = Writer::default();
            assert_with(&writer, &book, "a book by chance");
            // Most are of the same shape then as another one without formulas.
            for cell in book.sheets.iter_mut().flat_map(|sheet| &mut sheet.rows).flat_map(|row| &mut row.cells) {
                if matches!(cell.value, Value::Formula(_)) {
                    cell.value = Value::Text("=A1".to_owned());
                }
            }
            assert_with(&writer, &book, "a book by chance without formulas");
            for sheet in &mut book.sheets {
                sheet.rows.reverse();
                sheet.merges.pop();
                sheet.filter = sheet.filter.map(|area| Area::new(area.first_row + 1, area.first_column, area.last_row + 9, area.last_column));
            }
            assert_with(&writer, &book, "the same with its rows upside down");
        }
    }
}
