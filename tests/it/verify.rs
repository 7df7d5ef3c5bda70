//! `verify`: agrees with an honest workspace, and names what was touched.

use crate::desk::Desk;
use std::fs;

fn released() -> Desk {
    let desk = Desk::new();
    for agency in ["SYT", "STC", "X-A"] {
        let report = desk.report(agency, "2025-W28").bytes();
        desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &report, "2025-07-11T09:00:00+07:00");
    }
    desk.put("VPTU/BC_VPTU_T28_2025.xlsx", &desk.report("VPTU", "2025-W28").bytes(), "2025-07-11T11:01:00+07:00");
    desk.run("2025-07-11T10:50:00+07:00");
    desk.run("2025-07-11T11:05:00+07:00");
    desk.run("2025-07-11T15:20:00+07:00");
    desk.run("2025-07-14T08:00:00+07:00");
    desk
}

fn verify(desk: &Desk) -> (i32, String) {
    let output = desk.command().args(["verify", "--now", "2025-07-14T09:00:00+07:00"]).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn an_honest_workspace_agrees() {
    let desk = released();
    let (code, text) = verify(&desk);
    assert_eq!((code, text.contains("KHÔNG khớp")), (0, false), "{text}");
    assert!(text.contains("Tuần 28/2025"), "{text}");
}

#[test]
fn a_touched_product_and_a_touched_original_are_named() {
    let desk = released();
    let product = desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.json");
    fs::write(&product, fs::read_to_string(&product).unwrap().replacen("SYT", "STY", 1)).unwrap();
    let (code, text) = verify(&desk);
    assert_eq!(code, 1);
    assert!(text.contains("TongHop_SKHCN_T28_2025.json: tệp đã bị sửa"), "{text}");

    let run = desk.run("2025-07-14T09:30:00+07:00");
    assert_eq!(run.code, 0);
    let sha = {
        let status = desk.json(&["status", "--now", "2025-07-14T09:31:00+07:00", "--period", "2025-W28"], &[]);
        status.agency("SYT")["sha256"].as_str().unwrap().to_owned()
    };
    let original = desk.path(&format!("so-tiep-nhan/archive/{}/{sha}", &sha[..2]));
    let mut bytes = fs::read(&original).unwrap();
    bytes.push(0);
    fs::remove_file(&original).unwrap();
    fs::write(&original, bytes).unwrap();
    let (code, text) = verify(&desk);
    assert_eq!(code, 1);
    assert!(text.contains("bản lưu của SYT/BC_SYT_T28_2025.xlsx"), "{text}");
}
