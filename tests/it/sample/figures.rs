//! The figures of the fortnight, read back from the workbooks that left.

use super::*;

/// A sheet as text, by row and column.
pub(crate) fn grid(sheet: &RawSheet) -> BTreeMap<u32, BTreeMap<u32, String>> {
    let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    for (cell, value) in sheet.cells() {
        rows.entry(cell.row).or_default().insert(cell.column, shown(value));
    }
    rows
}

/// The rows below a heading row, each by heading; only those whose first column is a number.
pub(crate) fn records(book: &RawWorkbook, sheet: &str, heading: &str) -> Vec<BTreeMap<String, String>> {
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

/// The counts that add up to a row's total, with their names in the JSON.
const PARTS: [(&str, &str); 10] = [
    ("Hoàn thành", "done"),
    ("Đang thực hiện trong hạn", "in_progress"),
    ("Chưa thực hiện trong hạn", "not_started"),
    ("Sắp đến hạn", "due_soon"),
    ("Quá hạn", "overdue"),
    ("Thường xuyên", "regular"),
    ("Chưa đến kỳ", "not_due_yet"),
    ("Tạm dừng/ Chờ điều kiện", "paused"),
    ("Chưa có hạn", "no_deadline"),
    ("Chưa có báo cáo", "no_report"),
];
/// The columns beside the paper that split one of these.
const SPLITS: [(&str, &[&str]); 3] = [
    ("Hoàn thành", &["Hoàn thành trước hạn", "Hoàn thành đúng hạn", "Hoàn thành quá hạn", "Hoàn thành chưa rõ ngày"]),
    ("Sắp đến hạn", &["Đang thực hiện sắp đến hạn", "Chưa thực hiện sắp đến hạn"]),
    ("Quá hạn", &["Đang thực hiện quá hạn", "Chưa thực hiện quá hạn"]),
];

fn adds_up(row: &BTreeMap<String, String>) {
    let sum = |headings: &[&str]| headings.iter().map(|heading| figure(row, heading)).sum::<u64>();
    assert_eq!(sum(&PARTS.map(|(heading, _)| heading)), figure(row, "Tổng số"), "{row:?}");
    for (heading, parts) in SPLITS {
        assert_eq!(sum(parts), figure(row, heading), "{row:?}");
    }
}

#[test]
fn rows_of_the_tables_add_up_to_their_totals() {
    for period in [W28, W29] {
        let book = played().consolidated(period);
        let agencies = records(&book, "Theo đơn vị", "Mã đơn vị");
        assert_eq!(agencies.len(), 40);
        let documents = records(&book, "Theo văn bản", "Văn bản giao");
        assert!(documents.len() > 5);
        agencies.iter().chain(&documents).for_each(adds_up);
        // Every column of the documents adds up to what the JSON says of the whole.
        let tasks = &played().release(period)["tasks"];
        for (heading, key) in PARTS.into_iter().chain([("Tổng số", "total")]) {
            let sum: u64 = documents.iter().map(|row| figure(row, heading)).sum();
            assert_eq!(Some(sum), tasks[key].as_u64(), "{period} {key}");
        }
    }
}

/// The text of the first page.
pub(crate) fn first_page(book: &RawWorkbook) -> String {
    grid(book.sheet("Tổng hợp").unwrap()).into_values().flat_map(BTreeMap::into_values).collect::<Vec<_>>().join("\n")
}

/// What a reader can count in the lists behind is what the first page says.
#[test]
fn figures_of_the_first_page_are_counted_again_in_the_annexes() {
    for period in [W28, W29] {
        let book = played().consolidated(period);
        let page = first_page(&book);
        let tasks = records(&book, "Nhiệm vụ", "Mã nhiệm vụ");
        // Withdrawn tasks stand in the list and outside of the totals.
        let counted: Vec<_> = tasks.iter().filter(|row| row["Trạng thái"] != "Thôi giao").collect();
        let state = |word: &str| counted.iter().filter(|row| row["Trạng thái"].starts_with(word)).count();
        let (all, done) = (counted.len(), state("Hoàn thành"));
        let (regular, not_due) = (state("Thường xuyên"), state("Chưa đến kỳ"));
        let line = format!(
            "Nhiệm vụ: {done:02}/{all} hoàn thành ({}%); {regular:02}/{all} thường xuyên; {:02}/{all} đang triển khai; {not_due:02}/{all} chưa đến kỳ.",
            (200 * done + all) / (2 * all),
            all - done - regular - not_due
        );
        assert!(page.contains(&line), "{period}: {line}\n{page}");
        assert!(page.contains(&format!("đã hoàn thành {done:02}/{all} nhiệm vụ")), "{period}: {page}");
        let unproven = counted.iter().filter(|row| row["Trạng thái"].starts_with("Hoàn thành") && row["Sản phẩm/Minh chứng"].is_empty());
        let unproven = unproven.count();
        assert_eq!(page.contains("nhiệm vụ chưa có minh chứng"), unproven > 0, "{period}: {page}");
        assert!(unproven == 0 || page.contains(&format!("(trong đó {unproven:02} nhiệm vụ chưa có minh chứng)")), "{period}: {page}");

        let overdue = records(&book, "Quá hạn", "Mã nhiệm vụ");
        let new = overdue.iter().filter(|row| row["Mới quá hạn"] == "Mới").count();
        let counted_overdue = overdue.iter().filter(|row| !row["Trạng thái"].contains("Chưa có báo cáo")).count();
        assert!(page.contains(&format!("Có {counted_overdue:02} nhiệm vụ quá hạn")), "{period}: {counted_overdue} {page}");
        if period == W29 {
            assert!(page.contains(&format!("trong đó {new:02} mới quá hạn")), "{new} {page}");
            // What late reports of the week before moved stands apart; together they are all whose class is another one.
            let moved = tasks.iter().filter(|row| row["Trạng thái kỳ trước"].is_empty() || is_other(row)).count();
            let told = |words: &str| -> usize {
                let (before, _) = page.split_once(words).unwrap_or_else(|| panic!("no “{words}”: {page}"));
                before.rsplit(' ').next().unwrap().parse().unwrap()
            };
            let own = told(" nhiệm vụ chuyển trạng thái (phụ lục");
            let late = told(" nhiệm vụ chuyển trạng thái theo báo cáo gửi muộn");
            assert!(own > 0 && late > 0 && own + late == moved, "{own} and {late} of {moved}");
        }

        let targets = records(&book, "Chỉ tiêu", "Mã chỉ tiêu");
        let reached = targets.iter().filter(|row| ["Đạt", "Vượt"].contains(&row["Đánh giá"].as_str())).count();
        assert!(page.contains(&format!("đạt và vượt {reached:02}/{} chỉ tiêu", targets.len())), "{period}: {reached} {page}");

        let reports = records(&book, "Nộp báo cáo", "Mã đơn vị");
        let must = reports.iter().filter(|row| row["Kết quả"] != "Không phải nộp").count();
        let on_time = reports.iter().filter(|row| row["Kết quả"].starts_with("Đúng hạn")).count();
        assert!(page.contains(&format!("{on_time}/{must} (")), "{period}: {on_time}/{must} {page}");
        let used = reports.iter().filter(|row| row["Đưa vào số liệu"] == "Có").count();
        assert!(page.contains(&format!("báo cáo của {used:02}/{must} cơ quan")), "{period}: {used} {page}");

        let communes = records(&book, "Tiêu chí xã", "Mã đơn vị");
        let green = communes.iter().filter(|row| row["Màu"] == "XANH").count();
        assert!(page.contains(&format!("{green}/{} (", communes.len())), "{period}: {green} {page}");
    }
}

/// Is its class of the last period another one? The list prints of an open task whether it was begun, the column of the last
/// period the class alone.
fn is_other(row: &BTreeMap<String, String>) -> bool {
    let (now, before) = (&row["Trạng thái"], &row["Trạng thái kỳ trước"]);
    let class = |text: &str| -> String {
        let text = text.split(" (").next().unwrap().to_lowercase();
        let open = ["sắp đến hạn", "quá hạn"].into_iter().find(|word| text.ends_with(word) && !text.starts_with("hoàn thành"));
        open.map_or(text.clone(), str::to_owned)
    };
    class(now) != class(before)
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
