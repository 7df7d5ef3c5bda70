//! Whom to call stands on the desk's own screen, and in nothing that is written; numbers of persons that offices write do not leave.

use crate::desk::Desk;
use crate::issued::Issued;
use std::fs;

#[test]
fn who_has_not_sent_is_named_with_whom_to_call() {
    let desk = crate::screen::desk_with_contacts();
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    desk.run("2025-07-11T10:30:00+07:00");
    let status = |more: &[&str]| {
        let now = ["status", "--now", "2025-07-11T10:40:00+07:00"];
        String::from_utf8(desk.command().args(now).args(more).output().unwrap().stdout).unwrap()
    };
    let text = status(&[]);
    assert!(text.contains("Liên hệ đơn vị chưa gửi hoặc cần gửi lại: Sở Y tế (Nguyễn Văn An, 0912 345 678)"), "{text}");
    assert!(!text.contains("Sở TC (Nguyễn"), "nobody is called who has sent: {text}");
    assert!(!status(&["--json"]).contains("0912 345 678"));
    // The list to call from holds it, and stays with the desk; what is pasted and what programs get do not.
    let remind = |more: &[&str]| {
        let now = ["remind", "--now", "2025-07-11T10:40:00+07:00"];
        String::from_utf8(desk.command().args(now).args(more).output().unwrap().stdout).unwrap()
    };
    let told = format!("{}{}{}", remind(&[]), remind(&["--json"]), remind(&["--agency", "SYT"]));
    assert!(told.contains("Kính gửi Sở Y tế.") && told.contains("Còn chờ: Sở KH&CN, Sở Y tế, "), "{told}");
    assert!(remind(&["--block", "cấp xã"]).starts_with("[DIỄN TẬP] Kính gửi các cơ quan, đơn vị khối Cấp xã. "));
    assert!(!told.contains("0912 345 678") && !told.contains("Nguyễn Văn An"), "{told}");
    assert!(desk.texts("noi-bo/NhacDonVi_SKHCN_T28_2025.xlsx").join("\n").contains("0912 345 678"));
    // What the desk noted in it stays when the list is made anew.
    let list = "noi-bo/NhacDonVi_SKHCN_T28_2025.xlsx";
    let mut noted = Issued::workbook(&desk, list);
    fs::write(desk.path(list), noted.set("Gọi đơn vị", "SYT", "Đã gọi", "gọi 10 giờ 45").bytes()).unwrap();
    remind(&["--agency", "STC"]);
    assert_eq!(Issued::workbook(&desk, list).shown("Gọi đơn vị", "SYT", "Đã gọi"), "gọi 10 giờ 45");
    // Before anybody has looked in a week nobody is told anything of it.
    let early = desk.json(&["remind", "--now", "2025-07-14T08:00:00+07:00"], &[]);
    assert!(early.code == 12 && early.stderr.contains("Chưa quét thư mục nộp trong Tuần 29/2025"), "{}", early.stderr);
    for time in ["11:00", "15:25"] {
        desk.run(&format!("2025-07-11T{time}:00+07:00"));
    }
    for (path, _) in desk.products() {
        let shown = if path.ends_with(".xlsx") {
            desk.texts(&path).join("\n")
        } else {
            String::from_utf8_lossy(&fs::read(desk.path(&path)).unwrap()).into_owned()
        };
        assert!(!shown.contains("0912 345 678") && !shown.contains("Nguyễn Văn An"), "{path}");
    }
}

#[test]
fn numbers_of_persons_in_what_an_office_writes_do_not_leave() {
    let desk = Desk::new();
    let mut report = desk.report("STC", "2025-W28");
    let said = "Liên hệ 0912 345 678, an.nguyen@hatinh.gov.vn, CCCD 042090001234 để phối hợp";
    for heading in ["Kết quả thực hiện trong kỳ", "Nguyên nhân chậm", "Khó khăn, vướng mắc", "Kiến nghị, đề xuất"]
    {
        report.set("NhiemVu", "KH11-003", heading, said);
    }
    report.set("NhiemVu", "KH11-003", "Cấp giải quyết", "UBND tỉnh");
    desk.put("STC/BC_STC_T28_2025.xlsx", &report.bytes(), "2025-07-11T09:00:00+07:00");
    for time in ["10:30", "11:00", "15:25"] {
        desk.run(&format!("2025-07-11T{time}:00+07:00"));
    }
    let folder = "ket-qua/2025-W28/";
    let leaving = desk.products().into_iter().filter(|(path, _)| path.starts_with(folder) && !path.contains("NoiBo"));
    let mut told = Vec::new();
    for (path, bytes) in leaving {
        let shown = match path.rsplit_once('.').unwrap().1 {
            "xlsx" => desk.texts(&path).join("\n"),
            "docx" => crate::written_report::text(&bytes),
            "html" => {
                let html = String::from_utf8(bytes).unwrap();
                format!("{}{html}", crate::page::data(&html))
            }
            _ => String::from_utf8(bytes).unwrap(),
        };
        for number in ["0912 345 678", "an.nguyen@", "042090001234"] {
            assert!(!shown.contains(number), "{number} in {path}");
        }
        told.extend(shown.contains("[đã ẩn số điện thoại]").then_some(path));
    }
    for end in ["_2025.xlsx", "_2025.json", "_2025.html", "_2025.docx", "_du-thao.xlsx", "_chot-11h00.xlsx"] {
        assert!(told.iter().any(|path| path.ends_with(end)), "{end}: {told:?}");
    }
    // The desk reads what the office wrote, and so does the office itself.
    assert!(desk.texts("kien-nghi.xlsx").join("\n").contains("0912 345 678"));
    let again = desk.command().args(["forms", "--now", "2025-07-14T08:00:00+07:00"]).output().unwrap();
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
    assert!(desk.texts("mau/2025-W29/BC_STC_T29_2025.xlsx").join("\n").contains("0912 345 678"));
}
