//! Fridays that go another way than planned, one case a test; this file holds what they share.

mod figures;
mod releases;
mod versions;
mod weeks;

use crate::desk::{Desk, Run};
use serde_json::Value as Json;
use std::fs;

pub(super) const W28: &str = "2025-W28";

pub(super) fn friday(time: &str) -> String {
    format!("2025-07-11T{time}+07:00")
}

/// `seen` is the sum of all other keys.
fn adds_up(run: &Run) {
    let files = run.json["files"].as_object().unwrap();
    let seen = files["seen"].as_u64().unwrap();
    let sum: u64 = files.iter().filter(|(k, _)| *k != "seen").map(|(_, v)| v.as_u64().unwrap()).sum();
    assert_eq!(seen, sum, "{files:?}");
}

pub(super) fn files(run: &Run, key: &str) -> u64 {
    adds_up(run);
    run.json["files"][key].as_u64().unwrap()
}

pub(super) fn standings(run: &Run) -> Vec<(String, String)> {
    let text = |v: &Json| v.as_str().unwrap().to_owned();
    run.json["agencies"].as_array().unwrap().iter().map(|a| (text(&a["code"]), text(&a["standing"]))).collect()
}

pub(super) fn verified(desk: &Desk, now: &str) {
    let output = desk.command().args(["verify", "--now", now]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
}

pub(super) fn percent(desk: &Desk, agency: &str, period: &str, value: &str) -> Vec<u8> {
    let mut draft = desk.report(agency, period);
    draft.info("Ghi chú", &format!("bản {value}"));
    let code = match agency {
        "SYT" => "KH11-001",
        "STC" => "KH11-003",
        _ => panic!("{agency}"),
    };
    draft.set("NhiemVu", code, "Tỷ lệ hoàn thành (%)", value);
    draft.bytes()
}

/// The data of a release.
pub(super) fn data(desk: &Desk, period: &str) -> Json {
    let week = period.strip_prefix("2025-W").unwrap();
    let path = desk.path(&format!("ket-qua/{period}/TongHop_SKHCN_T{week}_2025.json"));
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

pub(super) fn of<'a>(list: &'a Json, code: &str) -> &'a Json {
    list.as_array().unwrap().iter().find(|t| t["code"] == code).unwrap()
}

/// Week 28 with good reports of everybody, released; KH11-002 is finished.
pub(super) fn after_a_good_week() -> Desk {
    let desk = Desk::new();
    for agency in ["SKHCN", "SYT", "STC", "VPTU", "X-A", "X-B"] {
        let mut draft = desk.report(agency, W28);
        if agency == "SYT" {
            draft.set("NhiemVu", "KH11-002", "Trạng thái đơn vị báo", "Hoàn thành");
            draft.set("NhiemVu", "KH11-002", "Tỷ lệ hoàn thành (%)", "100");
            draft.set("NhiemVu", "KH11-002", "Ngày hoàn thành", "10/7/2025");
            draft.set("NhiemVu", "KH11-002", "Sản phẩm/Minh chứng (số, ký hiệu, ngày văn bản)", "QĐ 12/QĐ-SYT");
        }
        desk.put(&format!("{agency}/28.xlsx"), &draft.bytes(), &friday("09:00:00"));
    }
    desk.run(&friday("10:55:00"));
    desk.run(&friday("15:20:00"));
    desk
}
