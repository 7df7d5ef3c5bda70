//! What offices really write into cells, through the program: read and said, or refused with both readings; never
//! another number.

use crate::desk::Desk;

const W28: &str = "2025-W28";
const RESULT: &str = "Kết quả thực hiện trong kỳ";
const FIGURE: &str = "Kết quả đến kỳ báo cáo";

#[test]
fn odd_cells_are_read_and_said() {
    let desk = Desk::new();
    let mut draft = desk.report("SYT", W28);
    draft.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", "62,5%");
    draft.set("NhiemVu", "KH11-001", RESULT, "§· hoµn thµnh dù th¶o kÕ ho¹ch");
    draft.set("NhiemVu", "KH11-002", RESULT, "§ang triÓn khai thùc hiÖn, cßn v\u{ad}íng m¾c");
    draft.set("NhiemVu", "KH11-001", "Ghi chú", "QuyÕt ®Þnh sè 12/Q§-UBND");
    draft.set("NhiemVu", "KH11-002", "Ghi chú", "quyê\u{301}t đi\u{323}nh");
    draft.set("NhiemVu", "KH11-001", "Dự kiến hoàn thành", "12/30/2025");
    draft.set("ChiTieu", "CT-002", "Tử số", "").set("ChiTieu", "CT-002", "Mẫu số", "");
    draft.set("ChiTieu", "CT-002", FIGURE, "39/65 (60%)");
    desk.put("SYT/bc.xlsx", &draft.bytes(), "2025-07-11T09:00:00+07:00");
    let run = desk.run("2025-07-11T10:00:00+07:00");
    let said = desk.feedback_text("SYT");
    for sentence in [
        "Đã chuyển mã TCVN3 sang Unicode dựng sẵn ở 3 ô",
        "\"§· hoµn thµnh dù th¶o kÕ ho¹ch\" thành \"Đã hoàn thành dự thảo kế hoạch\"",
        "Đã chuyển mã tổ hợp sang Unicode dựng sẵn ở 1 ô.",
        "Ngày 12/30/2025 có thể bị đảo ngày và tháng; đã hiểu là 30/12/2025.",
        "\"62,5%\" thành 62,5",
        "\"39/65 (60%)\" thành tử số, mẫu số",
    ] {
        assert!(said.contains(sentence), "{sentence}\n{said}");
    }
    assert!(!said.contains("D02"), "our own headings raise no doubt\n{said}");
    assert_eq!((run.agency("SYT")["rejects"].as_u64(), run.agency("SYT")["errors"].as_u64()), (Some(0), Some(0)), "{said}");
    let product = desk.product_text("TongHop_SKHCN_T28_2025_du-thao.xlsx");
    assert!(
        product.contains("Đã hoàn thành dự thảo kế hoạch") && product.contains("còn vướng mắc") && !product.contains("hoµn"),
        "the product speaks Unicode"
    );
}

#[test]
fn a_figure_that_could_be_two_is_none() {
    let desk = Desk::new();
    for (figure, code, sentence) in [
        ("99.745%", "C16", "có thể là 99745 hoặc 99 phẩy 745"),
        ("trên 90%", "C02", "\"trên 90%\" không phải số cụ thể"),
        ("50 xã", "C02", "\"50 xã\" không phải số"),
        ("-", "C02", "\"-\" không phải số"),
    ] {
        let mut draft = desk.report("SYT", W28);
        draft.set("ChiTieu", "CT-002", "Tử số", "").set("ChiTieu", "CT-002", "Mẫu số", "").set("ChiTieu", "CT-002", FIGURE, figure);
        let report = desk.path("bc.xlsx");
        std::fs::write(&report, draft.bytes()).unwrap();
        let output = desk.command().args(["check", "--agency", "SYT", "--period", W28]).arg(&report).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains(sentence) && said.contains(code), "{figure}: {said}");
        assert_eq!(output.status.code(), Some(1), "{figure}: an Error");
    }
}

/// The register writes one document in two ways: its tasks are one group and one line of the totals.
#[test]
fn one_document_written_in_two_ways_is_one_group() {
    let (desk, plain) = (Desk::new(), Desk::new());
    let documents = plain.register().tasks.iter().map(|task| task.document.to_string()).collect::<Vec<String>>();
    assert_eq!(documents[0], documents[1], "the first two tasks are of one document");
    desk.write_register(&[("NhiemVu", 2, "Văn bản giao", &format!("Số {}", documents[1]))]);
    let groups = |desk: &Desk| {
        assert_eq!(desk.run("2025-07-11T15:25:00+07:00").json["phase"], "released");
        let data = std::fs::read_to_string(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.json")).unwrap();
        let data: serde_json::Value = serde_json::from_str(&data).unwrap();
        data["totals"]["tasks_by_document"].clone()
    };
    let wanted = groups(&plain);
    assert!(wanted.as_array().is_some_and(|groups| !groups.is_empty()), "{wanted}");
    assert_eq!(groups(&desk), wanted);
    let headings = desk.product_text("TongHop_SKHCN_T28_2025.xlsx");
    assert!(!headings.contains(&format!("Số {}", documents[1])), "{headings}");
}

/// A figure "trong kỳ" is of its own week: an office that has nothing to say in the next one says nothing of it.
#[test]
fn a_figure_of_one_week_is_not_counted_again_where_nothing_happened() {
    let desk = Desk::new();
    desk.write_register(&[
        ("ChiTieu", 1, "Cách ghi số liệu", "Trong kỳ"),
        ("ChiTieu", 1, "Đơn vị tính", "hồ sơ"),
        ("ChiTieu", 1, "Mục tiêu", "120"),
        ("ChiTieu", 1, "Cận trên hợp lý", ""),
        ("ChiTieu", 1, "Đơn vị cung cấp số liệu", "SKHCN"),
    ]);
    let figure = |week: &str| {
        let data = std::fs::read_to_string(desk.path(&format!("ket-qua/2025-W{week}/TongHop_SKHCN_T{week}_2025.json"))).unwrap();
        let data: serde_json::Value = serde_json::from_str(&data).unwrap();
        let line = data["targets"].as_array().unwrap().iter().find(|line| line["code"] == "CT-001").unwrap().clone();
        (line["value"].clone(), line["class"].as_str().unwrap().to_owned())
    };
    let mut first = desk.report("SKHCN", W28);
    first.set("ChiTieu", "CT-001", "Tử số", "").set("ChiTieu", "CT-001", "Mẫu số", "").set("ChiTieu", "CT-001", FIGURE, "157");
    desk.put("SKHCN/a.xlsx", &first.bytes(), "2025-07-11T09:00:00+07:00");
    desk.run("2025-07-11T10:55:00+07:00");
    assert_eq!(desk.run("2025-07-11T15:25:00+07:00").json["phase"], "released");
    assert_eq!(figure("28"), (serde_json::json!("157"), "exceeded".to_owned()));
    let mut nil = desk.form("SKHCN", "2025-W29");
    nil.info("Không phát sinh", "x").info("Số liệu tính đến", "17/7/2025 16:00");
    desk.put("SKHCN/b.xlsx", &nil.bytes(), "2025-07-18T09:00:00+07:00");
    assert_eq!(desk.run("2025-07-18T10:55:00+07:00").standing("SKHCN"), "on_time");
    assert_eq!(desk.run("2025-07-18T15:25:00+07:00").json["phase"], "released");
    assert_eq!(figure("29"), (serde_json::Value::Null, "no_data".to_owned()));
}
