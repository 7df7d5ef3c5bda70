//! Every number of the written report is the one that is counted again in the lists of the workbook.

use super::figures::{first_page, records};
use super::*;
use tonghop::io::word::{self, Document};

fn report(period: &str) -> Document {
    let path = played().path(&format!("ket-qua/{period}/BaoCao_SKHCN_{}_2025.docx", week(period)));
    word::read(&fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))).unwrap()
}

fn percent(part: usize, whole: usize) -> String {
    format!("{}%", (200 * part + whole) / (2 * whole))
}

/// What the lists of the workbook give under each name that the report prints.
fn counted(period: &str) -> BTreeMap<String, String> {
    let book = played().consolidated(period);
    let mut found = BTreeMap::new();
    let mut put = |name: &str, text: String| found.insert(name.to_owned(), text);
    let tasks = records(&book, "Nhiệm vụ", "Mã nhiệm vụ");
    let tasks: Vec<_> = tasks.iter().filter(|row| row["Trạng thái"] != "Thôi giao").collect();
    let state = |words: &[&str]| tasks.iter().filter(|row| words.iter().any(|word| row["Trạng thái"].starts_with(word))).count();
    let (all, done) = (tasks.len(), state(&["Hoàn thành"]));
    let (regular, not_due) = (state(&["Thường xuyên"]), state(&["Chưa đến kỳ"]));
    put("nhiem_vu.hoan_thanh", format!("{done:02}/{all:02}"));
    put("nhiem_vu.ty_le", percent(done, all));
    put("nhiem_vu.thuong_xuyen", format!("{regular:02}/{all:02}"));
    put("nhiem_vu.dang_trien_khai", format!("{:02}/{all:02}", all - done - regular - not_due));
    put("nhiem_vu.chua_den_ky", format!("{not_due:02}/{all:02}"));
    let soon = tasks.iter().filter(|row| row["Trạng thái"].contains("sắp đến hạn") || row["Trạng thái"].starts_with("Sắp đến hạn")).count();
    put("nhiem_vu.sap_den_han", format!("{soon:02}"));
    let year: Vec<_> = tasks.iter().filter(|row| row["Năm"] == "2025").collect();
    let of_year = |words: &[&str]| year.iter().filter(|row| words.iter().any(|word| row["Trạng thái"].starts_with(word))).count();
    let done = of_year(&["Hoàn thành"]);
    put("nam_nay.nhiem_vu", format!("{done:02}/{:02}", year.len()));
    put("nam_nay.ty_le", percent(done, year.len()));
    let overdue = records(&book, "Quá hạn", "Mã nhiệm vụ");
    let overdue: Vec<_> = overdue.iter().filter(|row| !row["Trạng thái"].contains("Chưa có báo cáo")).collect();
    put("nhiem_vu.qua_han", format!("{:02}", overdue.len()));
    put("nhiem_vu.moi_qua_han", format!("{:02}", overdue.iter().filter(|row| row["Mới quá hạn"] == "Mới").count()));
    for row in &overdue {
        put(&format!("qua_han.{}.so_ngay", row["Mã nhiệm vụ"]), row["Số ngày quá hạn"].clone());
    }
    let targets = records(&book, "Chỉ tiêu", "Mã chỉ tiêu");
    let reached =
        |rows: &[&BTreeMap<String, String>]| rows.iter().filter(|row| ["Đạt", "Vượt"].contains(&row["Đánh giá"].as_str())).count();
    let every: Vec<_> = targets.iter().collect();
    put("chi_tieu.dat", format!("{:02}/{:02}", reached(&every), every.len()));
    put("chi_tieu.ty_le", percent(reached(&every), every.len()));
    put("chi_tieu.chua_danh_gia", format!("{:02}", targets.iter().filter(|row| row["Đánh giá"] == "Chưa đánh giá được").count()));
    let year: Vec<_> = targets.iter().filter(|row| row["Năm"] == "2025").collect();
    put("nam_nay.chi_tieu", format!("{:02}/{:02}", reached(&year), year.len()));
    put("nam_nay.ty_le_chi_tieu", percent(reached(&year), year.len()));
    let communes = records(&book, "Tiêu chí xã", "Mã đơn vị");
    put("xa.du", format!("{:02}/{:02}", communes.iter().filter(|row| row["Màu"] == "XANH").count(), communes.len()));
    found
}

#[test]
fn numbers_of_the_written_report_are_counted_again_in_the_annexes() {
    for period in [W28, W29] {
        let (report, counted, page) = (report(period), counted(period), first_page(&played().consolidated(period)));
        let mut compared = BTreeSet::new();
        for control in report.paragraphs.iter().flat_map(|paragraph| &paragraph.controls) {
            if let Some(wanted) = counted.get(&control.name) {
                assert_eq!(&control.text, wanted, "{period} {}", control.name);
                compared.insert(control.name.clone());
            }
        }
        // Held against the first page below.
        compared.insert("nam_nay.dang_thuc_hien".to_owned());
        let expected = ["nhiem_vu.", "nam_nay.", "chi_tieu.", "xa.", "qua_han."];
        let named = |name: &str| expected.iter().any(|start| name.starts_with(start));
        // Sentences that begin with such a name are held against the first page below.
        let sentence = |name: &str| {
            ["con_lai", "xac_nhan", "thay_doi", "minh_chung", "bao_lai", "tieu_chi", "ket_qua", "ky_truoc"]
                .iter()
                .any(|part| name.contains(part))
        };
        let unproved: BTreeSet<&str> = report
            .paragraphs
            .iter()
            .flat_map(|paragraph| &paragraph.controls)
            .map(|control| control.name.as_str())
            .filter(|name| named(name) && !sentence(name) && !compared.contains(*name))
            .collect();
        assert!(unproved.is_empty(), "{period}: {unproved:?}");
        assert!(compared.len() >= 18, "{period}: {compared:?}");
        let rest = report.paragraphs.iter().find_map(|paragraph| paragraph.text.split_once(", còn ")).map_or("", |(_, rest)| rest);
        assert!(!rest.is_empty() && page.contains(rest.split('.').next().unwrap()), "{period}: {rest}");
        let control = |name: &str| report.paragraphs.iter().flat_map(|paragraph| &paragraph.controls).find(|control| control.name == name);
        let under_way = &control("nam_nay.dang_thuc_hien").unwrap().text;
        assert!(page.contains(&format!("trong đó {under_way} đang thực hiện")), "{period}: {under_way}");
        // Who reported, and what moved: the sentences of the first page.
        for part in ["cơ quan, đơn vị phải báo cáo: ", "Có cập nhật"] {
            let said = report.paragraphs.iter().find(|paragraph| paragraph.text.contains(part));
            assert!(said.is_some_and(|said| page.contains(&said.text)), "{period}: {part}\n{page}");
        }
        let due = &data_of(period)["totals"]["due"];
        for (name, key) in [("den_han.bay_ngay", "days_7"), ("den_han.ba_muoi_ngay", "days_30")] {
            let told = report.paragraphs.iter().flat_map(|paragraph| &paragraph.controls).find(|control| control.name == name);
            assert_eq!(told.map(|control| control.text.parse::<u64>().unwrap()), due[key].as_u64(), "{period} {name}");
        }
    }
}

fn data_of(period: &str) -> Json {
    let path = played().path(&format!("ket-qua/{period}/TongHop_SKHCN_{}_2025.json", week(period)));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Nothing of the machine, and no code of a task, stands in what a leader reads.
#[test]
fn the_written_report_speaks_as_the_first_page_does() {
    for period in [W28, W29] {
        for paragraph in report(period).paragraphs {
            for word in ["KH11-", "CTR25-", "TB15-", "SHA", "XANH", "phát hành", "Mã đối chiếu", "{{", "{%"] {
                assert!(!paragraph.text.contains(word), "{period} {word}: {}", paragraph.text);
            }
        }
    }
}
