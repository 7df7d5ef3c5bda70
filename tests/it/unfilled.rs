//! An untouched form is no report: nobody is praised for it, and nobody is said to have sent nothing.

use crate::desk::{Desk, Run};
use crate::issued::Issued;
use std::fs;
use tonghop::model::config::Limits;
use tonghop::reader;

const OFFICES: [&str; 5] = ["SKHCN", "SYT", "STC", "X-A", "X-B"];

fn put_reports(desk: &Desk, week: u32, day: u32) {
    for office in OFFICES {
        desk.put(&file(office, week), &desk.report(office, &format!("2025-W{week}")).bytes(), &at(day, "09:00"));
    }
}

fn file(office: &str, week: u32) -> String {
    format!("{office}/BC_{office}_T{week}_2025.xlsx")
}

/// A moment of July 2025.
fn at(day: u32, time: &str) -> String {
    format!("2025-07-{day}T{time}:00+07:00")
}

/// Two weeks of good reports, both released; the third begins.
pub fn third_week() -> Desk {
    let desk = Desk::new();
    for (week, friday) in [(28, 11), (29, 18)] {
        put_reports(&desk, week, friday);
        desk.run(&at(friday, "10:00"));
        desk.run(&at(friday, "11:00"));
        assert_eq!(desk.run(&at(friday, "15:25")).json["phase"], "released");
    }
    assert_eq!(desk.json(&["forms", "--now", &at(21, "08:00")], &[]).code, 0);
    desk
}

/// The form of week 30 as it was issued.
pub fn issued(desk: &Desk, office: &str) -> Vec<u8> {
    fs::read(desk.path(&format!("mau/2025-W30/BC_{office}_T30_2025.xlsx"))).unwrap()
}

/// The same form as another program saves it.
fn saved_again(desk: &Desk, office: &str) -> Vec<u8> {
    let bytes = issued(desk, office);
    let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
    let mut saved = bytes[..end + 20].to_vec();
    saved.extend([3, 0, b'L', b'O', b'7']);
    assert_ne!(saved, bytes);
    saved
}

fn unfilled(run: &Run) -> Vec<&str> {
    let lines = run.json["agencies"].as_array().unwrap().iter();
    lines.filter(|line| line["form_unfilled"] == true).map(|line| line["code"].as_str().unwrap()).collect()
}

fn text(desk: &Desk, path: &str) -> String {
    fs::read_to_string(desk.path(path)).unwrap()
}

#[test]
fn a_week_of_untouched_forms_has_no_report_and_nobody_who_sent_nothing() {
    let desk = third_week();
    for (office, bytes) in
        OFFICES.iter().map(|office| (office, if *office < "SYT" { issued(&desk, office) } else { saved_again(&desk, office) }))
    {
        desk.put(&file(office, 30), &bytes, &at(25, "09:00"));
    }
    for time in ["10:30", "10:40"] {
        let run = desk.run(&at(25, time));
        assert_eq!(unfilled(&run), OFFICES, "{}", run.json);
        for office in OFFICES {
            assert_eq!(run.standing(office), "missing", "{office}");
        }
    }
    let message = text(&desk, "phan-hoi/2025-W30/_tin-nhan.txt");
    // Before the cutoff the hour is named, after it no hour that has passed.
    let told = "Đã gửi tệp, chưa điền số liệu: Sở Y tế, xã Thạch Hà, phường Trần Phú. Nếu tuần này không có thay đổi, đề nghị \
                ghi x vào “Không phát sinh?” và ghi “Số liệu tính đến” ở trang ThongTin, gửi lại trước 11 giờ 00.";
    assert!(message.contains(told) && message.contains("đã nhận 00/06"), "{message}");
    assert!(!message.contains("Còn chờ: Sở"), "{message}");
    // Byte by byte what was issued: the desk may have put it there, and nobody says that the office sent it.
    let lying = message.lines().find(|line| line.starts_with("Thư mục mới có biểu mẫu, chưa điền số liệu: Sở KH&CN, Sở TC. Nếu tuần này"));
    assert!(lying.is_some_and(|line| line.ends_with("ThongTin, gửi trước 11 giờ 00.")), "{message}");
    desk.run(&at(25, "11:00"));
    let message = text(&desk, "phan-hoi/2025-W30/_tin-nhan.txt");
    assert!(message.contains("ThongTin, gửi lại.\n") && message.contains("ThongTin, gửi.\n"), "{message}");
    assert!(message.contains("; báo cáo gửi sau hạn được ghi nhận là nộp muộn.") && !message.contains(" trước 11"), "{message}");
    let released = desk.run(&at(25, "15:25"));
    assert_eq!((released.json["phase"].as_str(), unfilled(&released).len()), (Some("released"), 5));
    let page: String = desk.texts("ket-qua/2025-W30/TongHop_SKHCN_T30_2025.xlsx").join("\n");
    assert!(page.contains("Có gửi tệp nhưng chưa điền (03): Sở Y tế, xã Thạch Hà, phường Trần Phú."), "{page}");
    assert!(page.contains("Mới có biểu mẫu, chưa điền (02): Sở KH&CN, Sở TC."), "{page}");
    assert!(page.contains("đã gửi tệp, chưa điền 03; mới có biểu mẫu chưa điền 02; chưa nộp 01"), "{page}");
    assert!(!page.contains("Chưa nộp: Sở"), "{page}");
    let lying = text(&desk, "phan-hoi/2025-W30/PhanHoi_STC_T30_2025.txt");
    assert!(lying.contains("CHƯA CÓ BÁO CÁO: thư mục mới có biểu mẫu đã cấp") && !lying.contains("Đã nhận tệp"), "{lying}");
    let answer = text(&desk, "phan-hoi/2025-W30/PhanHoi_SYT_T30_2025.txt");
    assert!(answer.contains("CHƯA ĐƯỢC TÍNH LÀ BÁO CÁO"), "{answer}");
    assert!(!answer.contains("Chưa nhận được"), "{answer}");
    let verified = desk.json(&["verify", "--now", &at(26, "08:00")], &[]);
    assert_eq!(verified.code, 0, "{}", verified.json);
}

#[test]
fn a_confirmation_is_a_report_and_an_untouched_form_takes_the_place_of_none() {
    let desk = third_week();
    desk.put(&file("SYT", 30), &desk.report("SYT", "2025-W30").bytes(), &at(25, "09:00"));
    let mut nil = desk.form("STC", "2025-W30");
    nil.info("Không phát sinh", "x").info("Số liệu tính đến", "24/7/2025 16:00");
    desk.put(&file("STC", 30), &nil.bytes(), &at(25, "09:00"));
    let mut signed = desk.form("X-A", "2025-W30");
    signed.info("Số liệu tính đến", "24/7/2025 16:00");
    desk.put(&file("X-A", 30), &signed.bytes(), &at(25, "09:00"));
    assert_eq!(desk.run(&at(25, "10:00")).standing("SYT"), "on_time");
    desk.put("SYT/ban-moi.xlsx", &saved_again(&desk, "SYT"), &at(25, "10:10"));
    desk.put(&file("X-B", 30), &saved_again(&desk, "X-B"), &at(25, "10:10"));
    let run = desk.run(&at(25, "10:20"));
    assert_eq!(["SYT", "STC", "X-A", "X-B"].map(|office| run.standing(office)), ["on_time", "on_time", "on_time", "missing"]);
    assert_eq!(unfilled(&run), ["X-B"]);
    assert!(run.agency("SYT")["file"].as_str().unwrap().ends_with("T30_2025.xlsx"));
    // What comes filled in time is a report like any other.
    desk.put("X-B/ban-moi.xlsx", &desk.report("X-B", "2025-W30").bytes(), &at(25, "10:40"));
    let run = desk.run(&at(25, "10:50"));
    assert_eq!((run.standing("X-B"), unfilled(&run).len()), ("on_time", 0));
}

#[test]
fn in_the_first_periods_it_is_told_and_still_counts() {
    let desk = Desk::new();
    desk.put(&file("STC", 28), &desk.form("STC", "2025-W28").bytes(), &at(11, "09:00"));
    let run = desk.run(&at(11, "10:00"));
    assert_eq!((run.standing("STC"), unfilled(&run)), ("on_time", vec!["STC"]));
    desk.run(&at(11, "11:00"));
    desk.run(&at(11, "15:25"));
    let page: String = desk.texts("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx").join("\n");
    assert!(page.contains("01 báo cáo giống biểu mẫu đã cấp, chưa điền, chưa xác nhận; kỳ này vẫn được tính."), "{page}");
    assert!(
        page.contains("Có cập nhật 00 cơ quan; xác nhận không thay đổi 00; biểu mẫu chưa điền 01; chưa có báo cáo dùng được 05."),
        "{page}"
    );
    assert!(text(&desk, "phan-hoi/2025-W28/PhanHoi_STC_T28_2025.txt").contains("T42"), "told with its code");
}

#[test]
fn a_signed_paper_beside_an_untouched_form_is_said() {
    let desk = third_week();
    desk.put(&file("STC", 30), &saved_again(&desk, "STC"), &at(25, "09:00"));
    desk.put("STC/bao cao tuan 30.pdf", b"%PDF-1.4 bao cao", &at(25, "09:05"));
    desk.run(&at(25, "09:10"));
    desk.run(&at(25, "11:00"));
    let released = desk.run(&at(25, "15:25"));
    assert_eq!(unfilled(&released), ["STC"]);
    let page: String = desk.texts("ket-qua/2025-W30/TongHop_SKHCN_T30_2025.xlsx").join("\n");
    assert!(page.contains("Đã có văn bản lúc 09:10; biểu mẫu chưa điền"), "{page}");
}

#[test]
fn figures_that_are_confirmed_keep_their_age() {
    let desk = third_week();
    desk.put(
        &file("SYT", 30),
        &desk.report("SYT", "2025-W30").set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "60").bytes(),
        &at(25, "09:00"),
    );
    for office in ["SKHCN", "STC", "X-A"] {
        let mut nil = desk.form(office, "2025-W30");
        nil.info("Không phát sinh", "x").info("Số liệu tính đến", "24/7/2025 16:00");
        desk.put(&file(office, 30), &nil.bytes(), &at(25, "09:00"));
    }
    let run = desk.run(&at(25, "10:00"));
    let confirmed = |code: &str| run.agency(code)["confirmed_only"].as_bool().unwrap();
    assert_eq!(["SYT", "SKHCN", "STC", "X-A", "X-B"].map(confirmed), [false, true, true, true, false]);
    desk.run(&at(25, "11:00"));
    desk.run(&at(25, "15:25"));
    let page: String = desk.texts("ket-qua/2025-W30/TongHop_SKHCN_T30_2025.xlsx").join("\n");
    assert!(page.contains("Có cập nhật 01 cơ quan; xác nhận không thay đổi 03; chưa có báo cáo dùng được 02."), "{page}");
    let data: serde_json::Value = serde_json::from_str(&text(&desk, "ket-qua/2025-W30/TongHop_SKHCN_T30_2025.json")).unwrap();
    let age = |code: &str| {
        let task = data["tasks"].as_array().unwrap().iter().find(|task| task["code"] == code).unwrap();
        (task["changed_in"].as_str().unwrap().to_owned(), task["last_update"].as_str().unwrap().to_owned())
    };
    assert_eq!(age("KH11-001"), ("2025-W30".into(), "2025-W30".into()));
    assert_eq!(age("KH11-003"), ("2025-W28".into(), "2025-W30".into()), "said in the first week, repeated, confirmed");
    let book = fs::read(desk.path("ket-qua/2025-W30/TongHop_SKHCN_T30_2025.xlsx")).unwrap();
    let book = reader::read(&book, ".xlsx", &Limits::DEFAULT).unwrap();
    for sheet in ["Nhiệm vụ", "Chỉ tiêu"] {
        let told =
            book.sheet(sheet).unwrap().cells().any(|(_, value)| format!("{value:?}").contains("Không đổi từ tuần 28, xác nhận tuần 30"));
        assert!(told, "{sheet}");
    }
    assert_eq!(desk.json(&["verify", "--now", &at(26, "08:00")], &[]).code, 0);
}

/// Nothing is open at the office: its tasks are done or not yet due. Three weeks in which it says so have no finding at all.
#[test]
fn a_quiet_week_with_nothing_open_has_no_finding() {
    let desk = Desk::new();
    let mut report = desk.report("STC", "2025-W28");
    for code in ["KH11-002", "KH11-003"] {
        report.set("NhiemVu", code, "Trạng thái đơn vị báo", "Hoàn thành").set("NhiemVu", code, "Tỷ lệ hoàn thành (%)", "100");
        report.set("NhiemVu", code, "Ngày hoàn thành", "30/6/2025").set("NhiemVu", code, "Nguyên nhân chậm", "");
        report.set("NhiemVu", code, "Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản)", "QĐ 12/QĐ-STC ngày 30/6/2025").set(
            "NhiemVu",
            code,
            "Dự kiến hoàn thành",
            "",
        );
    }
    report.set("NhiemVu", "TB15-002", "Trạng thái đơn vị báo", "Chưa đến kỳ").set("NhiemVu", "TB15-002", "Tỷ lệ hoàn thành (%)", "0");
    report.set("NhiemVu", "TB15-002", "Nguyên nhân chậm", "").set("NhiemVu", "TB15-002", "Dự kiến hoàn thành", "");
    report.set("NhiemVu", "TB15-002", "Kết quả thực hiện trong kỳ", "").info("Số, ký hiệu", "15/BC-STC");
    desk.put(&file("STC", 28), &report.bytes(), &at(11, "09:00"));
    let counts = |run: &Run| ["rejects", "errors", "warnings", "notes"].map(|key| run.agency("STC")[key].as_u64().unwrap());
    assert_eq!(counts(&desk.run(&at(11, "10:00"))), [0; 4], "{}", desk.feedback_text("STC"));
    assert_eq!(desk.run(&at(11, "15:25")).json["phase"], "released");
    for (week, friday) in [(29, 18), (30, 25)] {
        assert_eq!(desk.json(&["forms", "--now", &at(friday - 4, "08:00")], &[]).code, 0);
        let mut nil = Issued::form(&desk, "STC", week);
        nil.info("Không phát sinh", "x")
            .info("Số liệu tính đến", &format!("{}/7/2025 16:00", friday - 1))
            .info("Lãnh đạo duyệt", "Giám đốc");
        nil.info("Số, ký hiệu", "16/BC-STC");
        desk.put(&file("STC", week), &nil.bytes(), &at(friday, "09:00"));
        let run = desk.run(&at(friday, "10:00"));
        let slip = desk.feedback_text_of("STC", &format!("2025-W{week}"), &format!("T{week}"));
        assert_eq!((counts(&run), run.agency("STC")["confirmed_only"].as_bool()), ([0; 4], Some(true)), "{slip}");
        assert!(slip.contains("ĐÃ NHẬN. Đơn vị xác nhận không thay đổi"), "{slip}");
        assert_eq!(desk.run(&at(friday, "15:25")).json["phase"], "released");
    }
}
