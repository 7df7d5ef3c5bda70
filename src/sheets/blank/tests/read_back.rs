//! The form read back: as an officer rearranged it, without what its layout has to have, with anything typed into it.

use super::*;
use crate::forms::as_issued;
use proptest::prelude::*;

/// Inserts a row and a column, as an officer does after lifting the protection.
fn disturbed(mut workbook: RawWorkbook) -> RawWorkbook {
    for sheet in &mut workbook.sheets {
        if sheet.name == "NhiemVu" {
            let rows = std::mem::take(&mut sheet.rows);
            let move_row = |row: u32| row + u32::from(row >= 2) + u32::from(row >= 6);
            let move_cell = |(c, v): (u32, RawValue)| (c + u32::from(c >= 3), v);
            sheet.rows = rows.into_iter().map(|(r, cells)| (move_row(r), cells.into_iter().map(move_cell).collect())).collect();
            for (_, value) in sheet.rows.values_mut().flatten() {
                if *value == RawValue::Text("Trạng thái đơn vị báo".into()) {
                    *value = RawValue::Text("TÌNH TRẠNG\nTHỰC HIỆN (*)".into());
                }
            }
        }
    }
    workbook
}

#[test]
fn inserted_rows_and_columns_and_a_renamed_heading_change_nothing() {
    let form = &forms::builtin()[0];
    let plain = extract(&raw(&health()), form);
    let mut workbook = disturbed(raw(&health()));
    let other = extract(&workbook, form);
    assert_eq!(other.layout, []);
    assert_eq!(forms::fingerprint(&other.report), forms::fingerprint(&plain.report));
    let codes = |e: &crate::model::extraction::Extraction| e.report.tasks.as_ref().unwrap().rows.iter().map(|t| t.row).collect::<Vec<_>>();
    assert_ne!(codes(&other), codes(&plain), "cells are said where they now stand");
    // One step after another is taken away, and the same is still read.
    let step = |workbook: &RawWorkbook| {
        let read = extract(workbook, form);
        assert_eq!(forms::fingerprint(&read.report), forms::fingerprint(&plain.report));
        read.recognised_by
    };
    workbook.sheets.retain(|s| s.name != "_meta");
    assert_eq!(step(&workbook), RecognisedBy::Properties);
    workbook.properties.clear();
    assert_eq!(step(&workbook), RecognisedBy::Names);
    workbook.names.clear();
    assert_eq!(step(&workbook), RecognisedBy::Headings);
    for sheet in &mut workbook.sheets {
        sheet.name = match sheet.name.as_str() {
            "NhiemVu" => "Sheet1".into(),
            "ChiTieu" => "Sheet2".into(),
            "ThongTin" => "Bìa".into(),
            other => other.into(),
        };
    }
    workbook.sheets.retain(|s| s.name != "NhiemVuPhatSinh");
    let read = extract(&workbook, form);
    assert_eq!(read.layout, []);
    assert_eq!(read.report.tasks.as_ref().map(|t| (t.sheet.as_str(), t.rows.len())), Some(("Sheet1", 6)));
    assert_eq!(read.report.targets.as_ref().map(|t| (t.sheet.as_str(), t.rows.len())), Some(("Sheet2", 3)));
    assert_eq!(read.report.info.agency.text(), "SYT");
}

#[test]
fn what_the_layout_lacks_is_said() {
    let form = &forms::builtin()[0];
    let without = |name: &str| {
        let mut workbook = raw(&health());
        workbook.sheets.retain(|s| s.name != name);
        workbook.sheet_names.retain(|s| s != name);
        extract(&workbook, form).layout
    };
    let missing = |sheet: &str, present: &[&str]| LayoutIssue::SheetMissing {
        sheet: sheet.into(),
        present: present.iter().map(|s| (*s).into()).collect(),
    };
    assert_eq!(without("ThongTin"), [missing("ThongTin", &["NhiemVu", "ChiTieu", "NhiemVuPhatSinh", "HuongDan"])]);
    // The form had them: a file without is no newer version of the report, and must not replace a whole one.
    assert_eq!(without("NhiemVu"), [missing("NhiemVu", &["ThongTin", "ChiTieu", "NhiemVuPhatSinh", "HuongDan"])]);
    assert_eq!(without("ChiTieu"), [missing("ChiTieu", &["ThongTin", "NhiemVu", "NhiemVuPhatSinh", "HuongDan"])]);
    assert_eq!(without("NhiemVuPhatSinh"), []);
    let mut workbook = raw(&health());
    workbook.sheets.retain(|s| s.name != "NhiemVu" && s.name != "ChiTieu");
    assert_eq!(extract(&workbook, form).layout.len(), 2);
    workbook.sheets.retain(|s| s.name != "_meta");
    assert!(matches!(extract(&workbook, form).layout.as_slice(), [LayoutIssue::SheetMissing { sheet, .. }] if sheet == "NhiemVu"));

    let mut workbook = raw(&health());
    let tasks = workbook.sheets.iter_mut().find(|s| s.name == "NhiemVu").unwrap();
    tasks.rows.get_mut(&3).unwrap().retain(|(c, _)| *c != 5);
    assert_eq!(
        extract(&workbook, form).layout,
        [LayoutIssue::ColumnMissing { sheet: "NhiemVu".into(), column: "Trạng thái đơn vị báo".into() }]
    );
    workbook.sheets.iter_mut().find(|s| s.name == "NhiemVu").unwrap().rows.remove(&3);
    let wanted = ["Mã nhiệm vụ", "Trạng thái đơn vị báo", "Tỷ lệ hoàn thành (%)", "Kết quả thực hiện trong kỳ"].map(String::from).to_vec();
    assert_eq!(extract(&workbook, form).layout, [LayoutIssue::HeadingsMissing { sheet: "NhiemVu".into(), wanted }]);
}

#[test]
fn a_form_of_another_desk_is_told_until_somebody_writes_in_it() {
    let of_other =
        |book: &Book, own: &str| as_issued::is_untouched_form_of_other_desk(&extract(&raw(book), &forms::builtin()[0]), &code(own));
    assert_eq!(extract(&raw(&health()), &forms::builtin()[0]).issued_by.as_deref(), Some("SKHCN"));
    assert!(of_other(&health(), "VPTU"));
    assert!(!of_other(&health(), "SKHCN"), "of this desk");
    let written = |sheet: &str, row: usize, column: usize| {
        let mut book = health();
        put(&mut book, sheet, row, column, Value::Text("x".into()));
        book
    };
    assert!(!of_other(&written("NhiemVu", FIRST, column(SheetId::Tasks, FieldId::Result)), "VPTU"), "somebody reported");
    let info = forms::builtin()[0].sheet(SheetId::Info).unwrap();
    let nil = 6 + info.columns.iter().position(|label| label.field == FieldId::Nil).unwrap();
    assert!(!of_other(&written("ThongTin", nil, 1), "VPTU"), "somebody confirmed");
    // A form of before says nothing of its desk, and is judged as it always was.
    let mut before = health();
    before.properties.retain(|(key, _)| key != "bm_noi_cap");
    before
        .sheets
        .iter_mut()
        .for_each(|sheet| sheet.rows.retain(|row| row.cells.first().is_none_or(|cell| cell.value != Value::Text("bm_noi_cap".into()))));
    assert!(!of_other(&before, "VPTU"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is typed into the open cells of a task comes back as it was typed.
    #[test]
    fn what_is_typed_comes_back(
        row in 0usize..5,
        status in 0usize..7,
        percent in 0u32..=1000,
        days in 0u64..3000,
        result in "[a-zA-ZđĐàạếơự0-9 ,.;:=+@/\\-\n]{0,80}",
    ) {
        let mut book = health();
        let at = |field| column(SheetId::Tasks, field);
        let percent = f64::from(percent) / 10.0;
        let done = day(2020, 1, 1) + chrono::Days::new(days);
        put(&mut book, "NhiemVu", FIRST + row, at(FieldId::Status), Value::Text(Status::ALL[status].label().to_owned()));
        put(&mut book, "NhiemVu", FIRST + row, at(FieldId::Percent), Value::Number(percent));
        put(&mut book, "NhiemVu", FIRST + row, at(FieldId::CompletedOn), Value::Date(done));
        put(&mut book, "NhiemVu", FIRST + row, at(FieldId::Result), Value::Text(result.clone()));
        let read = extract(&raw(&book), &forms::builtin()[0]);
        let task = &read.report.tasks.as_ref().unwrap().rows[row];
        prop_assert_eq!(task.row, u32::try_from(FIRST + row).unwrap());
        prop_assert_eq!(task.status.value().map(|s| s.status), Some(Status::ALL[status]));
        prop_assert_eq!(task.completed_on.value(), Some(&done));
        prop_assert_eq!(task.result.text(), crate::text::normalise::display(&result));
        let whole = percent <= 0.0 || percent >= 1.0;
        prop_assert_eq!(task.percent.value().map(ToString::to_string).and_then(|t| t.parse::<f64>().ok()), whole.then_some(percent));
        prop_assert_eq!(read.layout, vec![]);
    }
}
