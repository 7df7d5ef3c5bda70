//! Offices that send their own table instead of the form: read by its headings, taken by content where it is exactly
//! that of one of their tasks, and answered with the form filled in.

use crate::desk::Desk;
use std::fs;
use tonghop::io::excel_write;
use tonghop::model::config::Limits;
use tonghop::model::moment;
use tonghop::model::place::CellRef;
use tonghop::model::workbook::RawValue;
use tonghop::sheets::sheet::{Book, Cell, Row, Sheet, Style};

const HEADINGS: &[&str] = &["TT", "Nội dung nhiệm vụ", "Thời hạn", "Tiến độ", "Kết quả thực hiện", "Khó khăn, vướng mắc"];

fn table(title: &str, rows: &[&[&str]]) -> Vec<u8> {
    let row = |cells: &[&str]| Row { height: 15.0, cells: cells.iter().map(|text| Cell::text(*text, Style::PLAIN)).collect() };
    let mut lines = vec![row(&["UBND TỈNH"]), row(&["SỞ Y TẾ"]), row(&[title]), row(HEADINGS)];
    lines.extend(rows.iter().map(|cells| row(cells)));
    let sheet = Sheet { name: "Sheet1".into(), widths: vec![20.0; HEADINGS.len()], rows: lines, ..Sheet::default() };
    let created = crate::desk::at("2025-07-11T08:00:00+07:00");
    assert_eq!(moment::day(created).to_string(), "2025-07-11");
    let book = Book { title: "Báo cáo".into(), created, properties: vec![], names: vec![], sheets: vec![sheet] };
    excel_write::to_bytes(&book).unwrap()
}

const TITLE: &str = "KẾT QUẢ THỰC HIỆN NHIỆM VỤ TUẦN 28 NĂM 2025";
const ROWS: &[&[&str]] = &[
    &["I", "Nhóm nhiệm vụ về dữ liệu"],
    &["1", "Số hoá  hồ sơ bệnh án;", "30/9/2025", "Đang triển khai", "Đã số hóa 60%", "Thiếu máy quét"],
    &["2", "Triển khai sổ sức khỏe điện tử toàn tỉnh", "15/7/2025", "Hoàn thành"],
    &["3", "Việc không ai giao", "", "Hoàn thành"],
    &["", "Tổng cộng: 3 nhiệm vụ"],
    &["", "", "", "", "Hà Tĩnh, ngày 10 tháng 7 năm 2025"],
];

#[test]
fn a_table_without_codes_is_taken_by_content_and_answered_with_the_form() {
    let desk = Desk::new();
    desk.put("SYT/Bao cao tuan.xlsx", &table(TITLE, ROWS), "2025-07-11T09:00:00+07:00");
    let run = desk.run("2025-07-11T10:00:00+07:00");
    assert_eq!(run.standing("SYT"), "on_time");
    let said = desk.feedback_text("SYT");
    for sentence in [
        "Biểu mẫu không có mã phiên bản; đã đọc theo tên cột. Bảng không có cột: Tỷ lệ hoàn thành (%).",
        "Tiêu đề \"Tiến độ\" được hiểu là cột “Trạng thái đơn vị báo”.",
        "Không có mã nhiệm vụ; nhận theo nội dung: KH11-001.",
        "nội dung gần giống KH11-002 (\"Triển khai sổ sức khỏe điện tử\")",
        "Bỏ qua 3 dòng tổng cộng, tên nhóm, ghi chú, chữ ký: dòng 5, 9, 10.",
        "tệp BC_SYT_T28_2025.xlsx ở cùng thư mục",
        "Thiếu 1 nhiệm vụ được giao: KH11-002.",
    ] {
        assert!(said.contains(sentence), "{sentence}\n{said}");
    }
    // Taken: the row of its own content; never the near one.
    let product = desk.product_text("TongHop_SKHCN_T28_2025_du-thao.xlsx");
    assert!(product.contains("Đã số hóa 60%") && product.contains("Thiếu máy quét"), "{product}");

    // The form that comes back is that of the agency, with the row filled in, and can be sent as it is.
    let form = fs::read(desk.path("phan-hoi/2025-W28/BC_SYT_T28_2025.xlsx")).unwrap();
    let book = tonghop::reader::read(&form, ".xlsx", &Limits::DEFAULT).unwrap();
    let tasks = book.sheet("NhiemVu").unwrap();
    let row = |code: &str| {
        let holds = |(_, value): &(u32, RawValue)| *value == RawValue::Text(code.into());
        tasks.rows.iter().find(|(_, cells)| cells.iter().any(holds)).map(|(row, _)| *row).unwrap()
    };
    let texts = |code: &str| -> Vec<String> {
        let texts = |value: &RawValue| if let RawValue::Text(text) = value { Some(text.to_string()) } else { None };
        (0..20).filter_map(|column| tasks.get(CellRef::new(row(code), column)).and_then(texts)).collect()
    };
    let first = texts("KH11-001");
    assert!(["Đang thực hiện", "Đã số hóa 60%", "Thiếu máy quét"].iter().all(|t| first.contains(&(*t).to_owned())), "{first:?}");
    assert!(!texts("KH11-002").contains(&"Hoàn thành".to_owned()), "a near row is not filled in");
    assert!(!said.contains("D02"), "{said}");
}

#[test]
fn whose_and_of_which_week_must_be_certain() {
    let desk = Desk::new();
    desk.put("STC/bc.xlsx", &table(TITLE, ROWS), "2025-07-11T09:00:00+07:00");
    desk.put("SYT/bc.xlsx", &table("KẾT QUẢ THỰC HIỆN NHIỆM VỤ", ROWS), "2025-07-11T09:00:00+07:00");
    desk.put("VPTU/bc.xlsx", &table("KẾT QUẢ TUẦN 27 NĂM 2025", ROWS), "2025-07-11T09:00:00+07:00");
    let run = desk.run("2025-07-11T10:00:00+07:00");
    for (agency, sentence) in [
        ("STC", "Tệp trong thư mục của Sở TC nhưng tiêu đề bảng ghi Sở Y tế."),
        ("SYT", "không ghi kỳ báo cáo ở tiêu đề"),
        ("VPTU", "Tiêu đề bảng ghi “KẾT QUẢ TUẦN 27 NĂM 2025”. Đang nhận tuần 28/2025: đề nghị sửa tuần trong tiêu đề rồi gửi lại."),
    ] {
        assert_eq!(run.standing(agency), "returned", "{agency}");
        let said = desk.feedback_text(agency);
        assert!(said.contains(sentence), "{agency}: {said}");
    }
}
