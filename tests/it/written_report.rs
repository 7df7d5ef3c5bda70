//! The written report: it leaves with the workbook, from the office's template; its numbers are found again in what somebody
//! edited.

use crate::desk::Desk;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

const RELEASED: &str = "ket-qua/2025-W28/BaoCao_SKHCN_T28_2025.docx";
const FROZEN: &str = "ket-qua/2025-W28/BaoCao_SKHCN_T28_2025_chot-11h00.docx";
const TWIN: &str = "ket-qua/2025-W28/BaoCao_SKHCN_T28_2025_bien-tap.docx";
const TEMPLATE: &str = "templates/bao-cao-nd30.docx";

fn friday(time: &str) -> String {
    format!("2025-07-11T{time}:00+07:00")
}

/// A week with three reports, frozen.
fn frozen() -> Desk {
    let desk = Desk::new();
    for agency in ["SYT", "STC", "X-A"] {
        desk.put(&format!("{agency}/BC_{agency}.xlsx"), &desk.report(agency, "2025-W28").bytes(), &friday("09:00"));
    }
    assert_eq!(desk.run(&friday("10:55")).code, 0);
    assert_eq!(desk.run(&friday("11:05")).code, 0);
    desk
}

/// The same week, released.
pub fn released() -> Desk {
    let desk = frozen();
    assert_eq!(desk.run(&friday("15:25")).code, 0);
    desk
}

/// The main part of a document.
pub fn text(docx: &[u8]) -> String {
    let mut text = String::new();
    zip::ZipArchive::new(Cursor::new(docx)).unwrap().by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The document with one part changed, packed as another program would.
fn with_part(docx: &[u8], changed: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..old.len() {
        let mut part = old.by_index(place).unwrap();
        let name = part.name().unwrap().to_string();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name == changed {
            bytes = change(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        new.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        new.write_all(&bytes).unwrap();
    }
    new.finish().unwrap().into_inner()
}

/// The document with another main part.
fn with_text(docx: &[u8], text: &str) -> Vec<u8> {
    with_part(docx, "word/document.xml", |_| text.to_owned())
}

/// The document with other properties.
fn with_custom(docx: &[u8], from: &str, to: &str) -> Vec<u8> {
    with_part(docx, "docProps/custom.xml", |properties| properties.replace(from, to))
}

/// The words of the control with a name: where they begin and end in the text.
fn control(text: &str, name: &str) -> (usize, usize) {
    let tag = text.find(&format!("w:val=\"so:{name}\"")).unwrap_or_else(|| panic!("no control {name}"));
    let content = tag + text[tag..].find("<w:sdtContent>").unwrap();
    let from = content + text[content..].find("<w:t ").unwrap();
    let from = from + text[from..].find('>').unwrap() + 1;
    (from, from + text[from..].find('<').unwrap())
}

fn changed(text: &str, name: &str, to: &str) -> String {
    let (from, end) = control(text, name);
    format!("{}{to}{}", &text[..from], &text[end..])
}

/// The text without the control of a name, whose words stay.
fn loosened(text: &str, name: &str) -> String {
    let tag = text.find(&format!("w:val=\"so:{name}\"")).unwrap();
    let start = text[..tag].rfind("<w:sdt>").unwrap();
    let inner = start + text[start..].find("<w:sdtContent>").unwrap() + "<w:sdtContent>".len();
    let inner_end = inner + text[inner..].find("</w:sdtContent>").unwrap();
    let end = inner_end + text[inner_end..].find("</w:sdt>").unwrap() + "</w:sdt>".len();
    format!("{}{}{}", &text[..start], &text[inner..inner_end], &text[end..])
}

/// Changes a number of a document on disk.
pub fn change(path: &Path, name: &str, to: &str) {
    let docx = fs::read(path).unwrap();
    fs::write(path, with_text(&docx, &changed(&text(&docx), name, to))).unwrap();
}

/// Cuts a paragraph that begins so out of a document on disk.
pub fn cut(path: &Path, beginning: &str) {
    let docx = fs::read(path).unwrap();
    fs::write(path, with_text(&docx, &without(&text(&docx), beginning))).unwrap();
}

fn without(text: &str, beginning: &str) -> String {
    let at = text.find(beginning).unwrap();
    let (start, end) = (text[..at].rfind("<w:p>").unwrap(), at + text[at..].find("</w:p>").unwrap() + "</w:p>".len());
    format!("{}{}", &text[..start], &text[end..])
}

fn check(desk: &Desk, file: &str) -> (i32, serde_json::Value) {
    let path = desk.path(file);
    let done = desk.json(&["check-report", path.to_str().unwrap(), "--now", &friday("16:00")], &[]);
    (done.code, done.json)
}

fn said(desk: &Desk, file: &str) -> String {
    let path = desk.path(file);
    let output = desk.command().args(["check-report", path.to_str().unwrap(), "--now", &friday("16:00")]).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn it_leaves_with_freeze_and_release_is_put_back_and_verified() {
    let desk = released();
    let done = desk.json(&["status", "--now", &friday("15:26")], &[]);
    assert_eq!(done.code, 0);
    let (frozen, left) = (fs::read(desk.path(FROZEN)).unwrap(), fs::read(desk.path(RELEASED)).unwrap());
    assert!(text(&frozen).contains("SỐ LIỆU CHỐT lúc 11 giờ 00") && !text(&left).contains("SỐ LIỆU CHỐT"));
    assert_eq!(desk.json(&["verify", "--now", &friday("15:30")], &[]).code, 0);
    fs::remove_file(desk.path(RELEASED)).unwrap();
    let run = desk.run(&friday("15:35"));
    let outputs = run.json["outputs"].as_array().unwrap();
    assert!(outputs.iter().any(|output| output["kind"] == "report" && output["path"] == RELEASED), "{outputs:?}");
    assert_eq!(fs::read(desk.path(RELEASED)).unwrap(), left, "the very bytes");
    fs::write(desk.path(RELEASED), with_text(&left, &text(&left).replace("BÁO CÁO", "BÁO  CÁO"))).unwrap();
    let verified = desk.json(&["verify", "--now", &friday("15:40")], &[]);
    let touched: Vec<&str> = verified.json["files"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|file| file["state"] == "edited")
        .filter_map(|file| file["path"].as_str())
        .collect();
    assert_eq!((verified.code, touched), (1, vec![RELEASED]));
}

#[test]
fn a_further_version_has_its_own() {
    let desk = released();
    let by = ["--reason", "đính chính", "--by", "Nguyễn Văn A"];
    assert_eq!(desk.json(&["reopen", "--period", "2025-W28"], &[&by[..], &["--now", &friday("16:00")]].concat()).code, 0);
    assert_eq!(desk.json(&["release", "--period", "2025-W28"], &["--now", &friday("16:05")]).code, 0);
    let second = fs::read(desk.path("ket-qua/2025-W28/BaoCao_SKHCN_T28_2025_v2.docx")).unwrap();
    assert!(text(&second).contains("thay thế bản số 1"));
    assert_eq!(desk.json(&["verify", "--now", &friday("16:10")], &[]).code, 0);
    // An edited copy of the first version is held against the one in force.
    fs::write(desk.path("cu.docx"), fs::read(desk.path(RELEASED)).unwrap()).unwrap();
    assert_eq!(check(&desk, "cu.docx").1["version"], 2);
}

#[test]
fn the_same_records_give_the_same_report_at_any_number_of_threads() {
    let reports: Vec<Vec<u8>> = ["1", "8"]
        .into_iter()
        .map(|threads| {
            let desk = frozen();
            assert_eq!(desk.run_with(&friday("15:25"), &["--threads", threads]).code, 0);
            fs::read(desk.path(RELEASED)).unwrap()
        })
        .collect();
    assert_eq!(reports[0], reports[1]);
}

#[test]
fn a_twin_is_made_on_request_and_never_written_over() {
    let desk = frozen();
    let make = |time: &str| desk.json(&["edit-report", "--period", "2025-W28"], &["--now", &friday(time)]);
    let made = make("11:10");
    assert_eq!((made.code, made.json["path"].as_str(), &made.json["version"]), (0, Some(TWIN), &serde_json::Value::Null));
    assert_eq!(fs::read(desk.path(TWIN)).unwrap(), fs::read(desk.path(FROZEN)).unwrap());
    fs::write(desk.path(TWIN), b"somebody's work").unwrap();
    assert_eq!(make("11:20").code, 2);
    assert_eq!(fs::read(desk.path(TWIN)).unwrap(), b"somebody's work");
    assert_eq!(desk.run(&friday("15:25")).code, 0);
    assert_eq!(fs::read(desk.path(TWIN)).unwrap(), b"somebody's work");
    assert_eq!(desk.json(&["verify", "--now", &friday("15:30")], &[]).code, 0, "a twin is no product");
    assert_eq!(Desk::new().json(&["edit-report", "--now", &friday("10:00")], &[]).code, 2, "no ledger yet");
}

#[test]
fn a_number_that_somebody_changed_is_named_by_its_paragraph() {
    let desk = released();
    assert_eq!(desk.json(&["edit-report", "--period", "2025-W28"], &["--now", &friday("15:40")]).code, 0);
    let (code, told) = check(&desk, TWIN);
    assert_eq!((code, told["different"].as_array().unwrap().len(), told["lost"].as_array().unwrap().len()), (0, 0, 0), "{told}");
    assert!(told["equal"].as_u64().unwrap() > 30, "{told}");
    let docx = fs::read(desk.path(TWIN)).unwrap();
    let (from, to) = control(&text(&docx), "nhiem_vu.ty_le");
    let right = text(&docx)[from..to].to_owned();
    let edited = changed(&text(&docx), "nhiem_vu.ty_le", "99%").replace("đang triển khai", "còn đang triển khai");
    fs::write(desk.path(TWIN), with_text(&docx, &edited)).unwrap();
    let (code, told) = check(&desk, TWIN);
    let [line] = &told["different"].as_array().unwrap()[..] else { panic!("{told}") };
    assert_eq!((code, line["found"].as_str(), line["fixed"].as_str()), (1, Some("99%"), Some(right.as_str())));
    let paragraph = line["paragraph"].as_u64().unwrap();
    let sentence = said(&desk, TWIN);
    assert!(sentence.contains(&format!("“99%” trong đoạn {paragraph} (“1. Toàn tỉnh đã hoàn thành")), "{sentence}");
    assert!(sentence.contains(&format!("không còn khớp (báo cáo bằng văn bản: {right})")), "{sentence}");
}

#[test]
fn a_lost_control_is_looked_for_and_what_is_gone_is_said() {
    let desk = released();
    let docx = fs::read(desk.path(RELEASED)).unwrap();
    let whole = text(&docx);
    let equal = |told: &serde_json::Value| told["equal"].as_u64().unwrap();
    fs::write(desk.path("a.docx"), &docx).unwrap();
    let all = equal(&check(&desk, "a.docx").1);
    // The words stay and the control is gone, as some programs save it.
    let loose = loosened(&whole, "nhiem_vu.hoan_thanh");
    fs::write(desk.path("b.docx"), with_text(&docx, &loose)).unwrap();
    let (code, told) = check(&desk, "b.docx");
    assert_eq!((code, equal(&told)), (0, all), "{told}");
    // And then somebody types another number.
    let (from, to) = control(&whole, "nhiem_vu.hoan_thanh");
    let typed = loosened(&changed(&whole, "nhiem_vu.hoan_thanh", "99/99"), "nhiem_vu.hoan_thanh");
    fs::write(desk.path("c.docx"), with_text(&docx, &typed)).unwrap();
    let (code, told) = check(&desk, "c.docx");
    assert_eq!((code, told["different"][0]["fixed"].as_str()), (1, Some(&whole[from..to])), "{told}");
    // A paragraph that was cut out accuses nobody.
    fs::write(desk.path("d.docx"), &docx).unwrap();
    cut(&desk.path("d.docx"), "1. Toàn tỉnh đã hoàn thành");
    let (code, told) = check(&desk, "d.docx");
    assert!(code == 0 && !told["lost"].as_array().unwrap().is_empty(), "{told}");
    assert!(said(&desk, "d.docx").contains("không kiểm được"));
}

#[test]
fn what_is_no_report_of_the_desk_is_refused() {
    let desk = released();
    fs::write(desk.path("x.docx"), b"PK").unwrap();
    assert_eq!(check(&desk, "x.docx").0, 3);
    assert_eq!(check(&desk, "khong-co.docx").0, 3);
    let other = with_custom(&fs::read(desk.path(RELEASED)).unwrap(), "SKHCN", "SYT");
    fs::write(desk.path("y.docx"), other).unwrap();
    let (code, told) = check(&desk, "y.docx");
    assert!(code == 2 && told["failures"][0]["message"].as_str().unwrap().contains("báo cáo của SYT"), "{told}");
}

fn write_template(desk: &Desk, change: impl Fn(&str) -> String) {
    let own = fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(TEMPLATE)).unwrap();
    fs::create_dir_all(desk.path("templates")).unwrap();
    fs::write(desk.path(TEMPLATE), with_text(&own, &change(&text(&own)))).unwrap();
}

#[test]
fn the_office_writes_its_own_words() {
    let desk = frozen();
    write_template(&desk, |text| text.replace("TÌNH HÌNH THỰC HIỆN CHẾ ĐỘ BÁO CÁO", "VIỆC BÁO CÁO CỦA CÁC CƠ QUAN"));
    assert_eq!(desk.run(&friday("15:25")).code, 0);
    assert!(text(&fs::read(desk.path(RELEASED)).unwrap()).contains("VIỆC BÁO CÁO CỦA CÁC CƠ QUAN"));
    assert_eq!(desk.json(&["verify", "--now", &friday("15:30")], &[]).code, 0);
}

#[test]
fn a_mistaken_template_is_named_and_the_release_leaves() {
    let desk = frozen();
    write_template(&desk, |text| text.replace("{{ nhiem_vu.ty_le }}", "{{ nhiem_vu.ti_le }}"));
    let asked = desk.json(&["doctor", "--now", &friday("15:00")], &[]);
    let line = asked.json["lines"].as_array().unwrap().iter().find(|line| line["code"] == "letter_template").unwrap().clone();
    let told = line["text"].as_str().unwrap();
    assert_eq!(line["health"], "bad");
    assert!(told.contains("chỗ «{{ nhiem_vu.ti_le }}»: báo cáo không có mục “nhiem_vu.ti_le”; có phải “nhiem_vu.ty_le”?"), "{told}");
    let run = desk.run(&friday("15:25"));
    assert_eq!((run.code, run.json["failures"][0]["code"].as_str()), (2, Some("config")), "{}", run.json["failures"]);
    assert!(text(&fs::read(desk.path(RELEASED)).unwrap()).contains("Toàn tỉnh đã hoàn thành"), "by the program's own template");
    assert_eq!(desk.run(&friday("15:35")).code, 0, "it is said once");
    assert_eq!(desk.json(&["verify", "--now", &friday("15:36")], &[]).code, 0);
}

#[test]
fn what_init_writes_is_what_the_program_has() {
    let desk = Desk::new();
    assert_eq!(desk.command().args(["init", "moi"]).output().unwrap().status.code(), Some(0));
    for name in ["bao-cao-nd30.docx", "bao-cao-hd36.docx"] {
        let own = fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("templates").join(name)).unwrap();
        assert_eq!(fs::read(desk.path(&format!("moi/templates/{name}"))).unwrap(), own);
    }
    assert!(fs::read_to_string(desk.path("moi/templates/ten-trong-mau.txt")).unwrap().contains("nhiem_vu.hoan_thanh\n"));
}
