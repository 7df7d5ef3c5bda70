//! The figures of the fortnight, read back from the workbooks that left.

use super::*;

/// A sheet as text, by row and column.
fn grid(sheet: &RawSheet) -> BTreeMap<u32, BTreeMap<u32, String>> {
    let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    for (cell, value) in sheet.cells() {
        rows.entry(cell.row).or_default().insert(cell.column, shown(value));
    }
    rows
}

/// The rows below a heading row, each by heading; only those whose first column is a number.
fn records(book: &RawWorkbook, sheet: &str, heading: &str) -> Vec<BTreeMap<String, String>> {
    let grid = grid(book.sheet(sheet).unwrap_or_else(|| panic!("no sheet {sheet}")));
    let (top, headings) = grid.iter().find(|(_, row)| row.values().any(|text| text == heading)).unwrap_or_else(|| panic!("no {heading}"));
    let below = grid.range(top + 1..).map(|(_, row)| row).filter(|row| row.get(&0).is_some_and(|text| text.parse::<u32>().is_ok()));
    below.map(|row| headings.iter().map(|(c, h)| (h.clone(), row.get(c).cloned().unwrap_or_default())).collect()).collect()
}

fn figure(row: &BTreeMap<String, String>, heading: &str) -> u64 {
    row.get(heading).unwrap_or_else(|| panic!("no {heading} in {row:?}")).parse().unwrap_or_else(|e| panic!("{heading}: {e} in {row:?}"))
}

#[test]
fn every_task_of_the_register_stands_in_the_workbook_once() {
    let rows = csv::Reader::from_path(sample().join("danh-muc/NhiemVu.csv")).unwrap().into_deserialize().collect::<Result<Vec<_>, _>>();
    let registered: BTreeSet<String> = rows
        .unwrap()
        .into_iter()
        .filter(|row: &BTreeMap<String, String>| row["Tình trạng nhiệm vụ"] != "Thôi giao")
        .map(|row| row["Mã nhiệm vụ"].clone())
        .collect();
    assert_eq!(registered.len(), 102);
    for period in [W28, W29] {
        let listed = records(&played().consolidated(period), "Nhiệm vụ", "Mã nhiệm vụ");
        let codes: Vec<&String> = listed.iter().map(|row| &row["Mã nhiệm vụ"]).collect();
        let distinct: BTreeSet<String> = codes.iter().map(|c| (*c).clone()).collect();
        let twice = codes.len() - distinct.len();
        let lacking: Vec<&String> = registered.difference(&distinct).collect();
        assert!(twice == 0 && lacking.is_empty(), "{period}: {twice} twice; lacking {lacking:?}");
        let beyond: Vec<&String> = distinct.difference(&registered).collect();
        assert!(beyond.iter().all(|code| *code == "CTR25-014"), "{period}: {beyond:?}");
    }
}

/// The counts of `Theo đơn vị`, in the order in which they add up to a row's total.
const BY_AGENCY: [&str; 15] = [
    "Hoàn thành trước hạn",
    "Hoàn thành đúng hạn",
    "Hoàn thành quá hạn",
    "Hoàn thành chưa rõ ngày",
    "Đang thực hiện trong hạn",
    "Đang thực hiện sắp đến hạn",
    "Đang thực hiện quá hạn",
    "Chưa thực hiện trong hạn",
    "Chưa thực hiện sắp đến hạn",
    "Chưa thực hiện quá hạn",
    "Thường xuyên",
    "Chưa đến kỳ",
    "Tạm dừng/ Chờ điều kiện",
    "Chưa có hạn",
    "Chưa có báo cáo",
];

#[test]
fn rows_of_the_tables_add_up_to_their_totals() {
    for period in [W28, W29] {
        let book = played().consolidated(period);
        let agencies = records(&book, "Theo đơn vị", "Mã đơn vị");
        assert_eq!(agencies.len(), 40);
        for row in &agencies {
            let parts: u64 = BY_AGENCY.iter().map(|heading| figure(row, heading)).sum();
            let done: u64 = BY_AGENCY[..4].iter().map(|heading| figure(row, heading)).sum();
            assert_eq!((parts, done), (figure(row, "Tổng số"), figure(row, "Hoàn thành")), "{period} {row:?}");
        }
        // The first page: one row a document; every column adds up to TỔNG SỐ, and that is what the JSON says.
        let page = grid(book.sheet("Tổng hợp").unwrap());
        let (top, total) = page.iter().find(|(_, row)| row.get(&1).is_some_and(|text| text == "TỔNG SỐ")).unwrap();
        let number = |row: &BTreeMap<u32, String>, column: u32| row[&column].parse::<u64>().unwrap();
        let documents: Vec<_> = page
            .range(top + 1..)
            .map(|(_, row)| row)
            .take_while(|row| row.get(&0).is_some_and(|text| text.parse::<u32>().is_ok()))
            .collect();
        assert!(documents.len() > 5);
        for column in 2..=18 {
            let sum: u64 = documents.iter().map(|row| number(row, column)).sum();
            assert_eq!(sum, number(total, column), "{period}, column {column}");
        }
        let tasks = &played().release(period)["tasks"];
        let on_page = |columns: &[u32]| columns.iter().map(|c| number(total, *c)).sum::<u64>();
        for (columns, key) in [
            (&[2][..], "total"),
            (&[3], "done"),
            (&[4], "done_early"),
            (&[5], "done_on_time"),
            (&[6], "done_late"),
            (&[7], "done_undated"),
            (&[8], "in_progress"),
            (&[9, 12], "due_soon"),
            (&[10, 13], "overdue"),
            (&[11], "not_started"),
            (&[14], "regular"),
            (&[15], "not_due_yet"),
            (&[16], "paused"),
            (&[17], "no_deadline"),
            (&[18], "no_report"),
        ] {
            assert_eq!(Some(on_page(columns)), tasks[key].as_u64(), "{period} {key}");
        }
    }
}

#[test]
fn standings_on_paper_are_those_of_the_run() {
    for period in [W28, W29] {
        let rows = records(&played().consolidated(period), "Nộp báo cáo", "Mã đơn vị");
        let on_paper = |word: &str| rows.iter().filter(|row| row["Kết quả"].starts_with(word)).count();
        let in_json = |standing: &str| {
            let agencies = played().release(period)["agencies"].as_array().unwrap();
            agencies.iter().filter(|a| a["standing"] == standing).count()
        };
        assert_eq!(on_paper("Đúng hạn"), in_json("on_time"), "{period}");
        assert_eq!(on_paper("Nộp muộn"), in_json("late") + in_json("admitted"), "{period}");
        assert_eq!(on_paper("Chưa nộp"), in_json("missing"), "{period}");
        assert_eq!(on_paper("Trả lại") + on_paper("Đã có văn bản"), in_json("returned"), "{period}");
    }
}

#[test]
fn contradictions_between_agencies_are_on_the_desks_list() {
    let rows: Vec<String> = [W28, W29]
        .into_iter()
        .flat_map(|period| {
            grid(played().workbook(&format!("ket-qua/{period}/NoiBo_SKHCN_{}_2025.xlsx", week(period))).sheet("Lỗi, cảnh báo").unwrap())
        })
        .map(|(_, row)| row.into_values().collect::<Vec<_>>().join(" | "))
        .collect();
    let listed = |code: &str, about: &str| rows.iter().any(|row| row.contains(&format!("| {code} |")) && row.contains(about));
    assert!(listed("K02", "TB15-019"), "{rows:#?}");
    assert!(listed("K03", "KH11-004"), "{rows:#?}");
    assert!(listed("K04", "CTR25-002"), "{rows:#?}");
    assert!(listed("N24", "Hoàn thành"), "{rows:#?}");
    assert!(listed("T07", "_chung/Danh sach du hop.xlsx"), "nobody's file is the desk's to see: {rows:#?}");
}
