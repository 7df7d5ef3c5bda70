//! What a wrong clock ended is void by itself once the file server says the same as our clock, and only then: nothing that a
//! right clock did is lost by a wrong one.

use crate::desk::{Desk, Run};
use std::fs;

const W28: &str = "2025-W28";
const FOLDER: &str = "ket-qua/2025-W28";
const OFFICES: [&str; 5] = ["VPTU", "SYT", "STC", "SKHCN", "X-A"];

fn at(time: &str) -> String {
    format!("2025-07-{time}:00+07:00")
}

/// A run while the file server says the same as our clock.
fn confirmed(desk: &Desk, time: &str) -> Run {
    desk.run_with(&at(time), &["--skew", "0"])
}

fn say(desk: &Desk, arguments: &[&str], time: &str) -> (i32, String) {
    let output = desk.command().args(arguments).args(["--now", &at(time)]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), said)
}

fn verified(desk: &Desk, time: &str) {
    let (code, said) = say(desk, &["verify"], time);
    assert!(code == 0 && !said.contains("KHÔNG"), "{said}");
}

fn names(desk: &Desk, end: &str) -> Vec<String> {
    let all = fs::read_dir(desk.path(FOLDER)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> =
        all.filter(|name| name.ends_with(end)).filter_map(|name| name.strip_prefix("TongHop_SKHCN_T28_2025").map(str::to_owned)).collect();
    names.sort();
    names
}

fn put(desk: &Desk, agency: &str, time: &str) {
    desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &desk.report(agency, W28).bytes(), &at(time));
}

/// Week 28 in which one run on Thursday had a clock that said Saturday: frozen and released with the one office that had
/// reported. The others have reported since.
fn ended_by_a_wrong_clock() -> Desk {
    let desk = Desk::new();
    put(&desk, OFFICES[0], "10T07:00");
    assert_eq!(desk.run(&at("10T07:30")).code, 0);
    assert_eq!(desk.run(&at("12T09:00")).json["phase"], "released", "nothing tells that the clock is wrong");
    for agency in &OFFICES[1..] {
        put(&desk, agency, "10T07:45");
    }
    desk
}

/// Everybody is on time, and the release is version 2.
fn ends_well(desk: &Desk) {
    assert_eq!(confirmed(desk, "11T11:01").json["phase"], "consolidating");
    let released = confirmed(desk, "11T15:21");
    assert_eq!((released.json["phase"].as_str(), released.code), (Some("released"), 0), "{}", released.stderr);
    for agency in OFFICES {
        assert_eq!(released.standing(agency), "on_time", "{agency}");
    }
    assert_eq!(names(desk, ".xlsx"), ["_chot-11h00.xlsx", "_chot-11h00_huy.xlsx", "_du-thao.xlsx", "_huy.xlsx", "_v2.xlsx"]);
    let page = desk.product_text("TongHop_SKHCN_T28_2025_v2.xlsx");
    assert!(page.contains("thay bản số 1 đã hủy lúc") && !page.contains("LẬP SAU HẠN"), "{page}");
    verified(desk, "11T15:25");
}

#[test]
fn the_week_goes_on_and_everybody_is_on_time() {
    let desk = ended_by_a_wrong_clock();
    let right = confirmed(&desk, "10T08:00");
    assert_eq!((right.json["phase"].as_str(), right.code), (Some("collecting"), 0), "{}", right.stderr);
    for part in [
        "chương trình tự hủy việc đã làm quá sớm vì đồng hồ máy chạy sai: ghi 9 giờ 00 ngày 12/7/2025, nay mới 8 giờ 00 ngày 10/7/2025, máy chủ tệp xác nhận",
        "lần chốt ghi lúc 9 giờ 00 ngày 12/7/2025 đã HỦY. Không cơ quan nào bị tính muộn",
        "Đã hủy bản số 1",
        "TongHop_SKHCN_T28_2025_huy.xlsx",
    ] {
        assert!(right.stderr.contains(part), "{part}: {}", right.stderr);
    }
    assert!(!right.stderr.contains("tonghop withdraw"), "{}", right.stderr);
    for agency in OFFICES {
        assert_eq!((right.standing(agency), right.agency(agency)["evidence"].as_str()), ("on_time", Some("scan")), "{agency}");
    }
    verified(&desk, "10T08:01");
    let (_, status) = say(&desk, &["status"], "10T08:02");
    assert!(status.contains("Bản số 1 đã hủy") && status.contains("Người quyết định: Chương trình (đồng hồ)"), "{status}");
    // Once is enough.
    let again = confirmed(&desk, "10T08:05");
    assert!(!again.stderr.contains("tự hủy") && again.json["outputs"] == serde_json::json!([]), "{} {}", again.stderr, again.json);
    ends_well(&desk);
    let internal = desk.product_text("NoiBo_SKHCN_T28_2025_v2.xlsx");
    assert!(internal.contains("Hủy bản số 1") && internal.contains("Chương trình (đồng hồ)"), "{internal}");
}

#[test]
fn without_confirmation_it_is_said_and_nothing_is_void() {
    let desk = ended_by_a_wrong_clock();
    let before = names(&desk, "");
    for (what, more) in [
        ("no server", &[][..]),
        ("a server that says otherwise", &["--skew", "301"]),
        ("one that says Saturday", &["--skew", "176400"]),
        ("a clock that only goes on steadily", &["--boot", "a:100"]),
        ("two minutes later too", &["--boot", "a:400"]),
    ] {
        let run = desk.run_with(&at("10T08:00"), more);
        assert_eq!((run.json["phase"].as_str(), run.code), (Some("released"), 0), "{what}: {}", run.stderr);
        assert!(run.stderr.contains("“tonghop withdraw --period 2025-W28") && !run.stderr.contains("đã HỦY"), "{what}: {}", run.stderr);
        assert!(run.stderr.contains("khi máy chủ tệp xác nhận giờ hiện nay, chương trình cũng tự hủy"), "{what}: {}", run.stderr);
        assert_eq!(names(&desk, ""), before, "{what}");
    }
    let (_, status) = say(&desk, &["status"], "10T08:10");
    assert!(
        status.contains("đã chốt bản tổng hợp lúc 9 giờ 00 ngày 12/7/2025, sau giờ máy hiện nay (8 giờ 10 ngày 10/7/2025)"),
        "{status}"
    );
    assert!(status.contains("“tonghop withdraw --period 2025-W28"), "{status}");
    verified(&desk, "10T08:10");
}

#[test]
fn a_person_who_says_that_the_clock_is_right_confirms_it() {
    let desk = ended_by_a_wrong_clock();
    let words = ["--clock-is-right", "--reason", "đã đối chiếu giờ", "--by", "Chánh Văn phòng"];
    let right = desk.run_with(&at("10T08:00"), &words);
    assert_eq!(right.json["phase"], "collecting", "{}", right.stderr);
    assert!(right.stderr.contains("có người xác nhận giờ"), "{}", right.stderr);
    ends_well(&desk);
}

#[test]
fn a_clock_set_back_wrongly_undoes_nothing_that_a_right_one_did() {
    let desk = Desk::new();
    for agency in OFFICES {
        put(&desk, agency, "11T09:00");
    }
    for time in ["11T10:30", "11T11:01", "11T15:21"] {
        confirmed(&desk, time);
    }
    let before = desk.products();
    // The file server says what it always said; without one nobody says anything.
    for more in [&["--skew", "110000"][..], &[], &["--boot", "a:7000"]] {
        let back = desk.run_with(&at("10T08:40"), more);
        assert_eq!(back.json["phase"], "released", "{}", back.stderr);
        assert!(back.stderr.contains("“tonghop withdraw"), "{}", back.stderr);
    }
    for (name, bytes) in before.iter().filter(|(name, _)| name.starts_with(FOLDER)) {
        assert!(desk.products().get(name) == Some(bytes), "{name}");
    }
    verified(&desk, "11T15:40");
}

#[test]
fn after_the_submit_cutoff_the_release_alone_is_void() {
    let desk = ended_by_a_wrong_clock();
    let noon = confirmed(&desk, "11T12:00");
    assert_eq!((noon.json["phase"].as_str(), noon.code), (Some("consolidating"), 0), "{}", noon.stderr);
    assert!(noon.stderr.contains("Đã hủy bản số 1") && !noon.stderr.contains("đã HỦY"), "{}", noon.stderr);
    assert_eq!(names(&desk, ".xlsx"), ["_chot-11h00.xlsx", "_du-thao.xlsx", "_huy.xlsx"]);
    // Nobody had looked since Thursday: who is late nobody knows.
    for agency in OFFICES {
        assert_eq!(noon.standing(agency), "on_time", "{agency}");
    }
    let released = confirmed(&desk, "11T15:21");
    assert_eq!(released.json["phase"], "released");
    assert!(names(&desk, ".xlsx").contains(&"_v2.xlsx".to_owned()));
    verified(&desk, "11T15:25");
}

#[test]
fn nothing_is_void_once_sent_nor_from_the_release_cutoff_on_nor_what_a_person_released() {
    let desk = ended_by_a_wrong_clock();
    assert_eq!(confirmed(&desk, "11T15:30").json["phase"], "released", "the cutoff has come");
    verified(&desk, "11T15:31");

    let desk = ended_by_a_wrong_clock();
    let sent = ["sent", "--period", W28, "--number", "12/BC", "--by", "Trần Thị Bình", "--at", "09:05"];
    let (code, said) = say(&desk, &sent, "12T09:10");
    assert_eq!(code, 0, "{said}");
    let right = confirmed(&desk, "10T08:00");
    assert!(right.json["phase"] == "released" && !right.stderr.contains("tonghop withdraw"), "{}", right.stderr);

    let desk = Desk::new();
    put(&desk, OFFICES[0], "10T07:00");
    desk.run(&at("10T07:30"));
    let (code, said) = say(&desk, &["release"], "11T12:00");
    assert_eq!(code, 0, "{said}");
    let right = confirmed(&desk, "10T08:00");
    assert!(right.json["phase"] == "released" && right.stderr.contains("tonghop withdraw"), "{}", right.stderr);
    assert!(right.stderr.contains("chương trình không tự hủy") && !right.stderr.contains("cũng tự hủy"), "{}", right.stderr);
}

#[test]
fn a_person_may_release_what_a_wrong_clock_released() {
    let desk = ended_by_a_wrong_clock();
    let (code, said) = say(&desk, &["release", "--skew", "0"], "10T08:00");
    assert!(code == 12 && said.contains("Chưa đến hạn nộp"), "{said}");
    assert_eq!(names(&desk, "_huy.xlsx"), Vec::<String>::new(), "what is refused changes nothing");
    let (code, said) = say(&desk, &["release", "--skew", "0"], "11T12:00");
    assert!(code == 0 && said.contains("chương trình tự hủy"), "{said}");
    assert!(names(&desk, ".xlsx").contains(&"_v2.xlsx".to_owned()), "{said}");
    verified(&desk, "11T12:05");
}

#[test]
fn a_trial_run_makes_nothing_void() {
    let desk = ended_by_a_wrong_clock();
    let before = desk.products();
    let dry = desk.run_with(&at("10T08:00"), &["--dry-run", "--skew", "0"]);
    assert!(dry.code == 0 && dry.stderr.contains("tonghop withdraw"), "{}", dry.stderr);
    assert!(desk.products() == before);
}

#[test]
fn a_week_that_a_wrong_clock_ended_twice_is_void_twice() {
    let desk = ended_by_a_wrong_clock();
    confirmed(&desk, "10T08:00");
    assert_eq!(desk.run(&at("12T09:00")).json["phase"], "released");
    let right = confirmed(&desk, "10T09:00");
    assert!(right.stderr.contains("Đã hủy bản số 2"), "{}", right.stderr);
    assert_eq!(names(&desk, "_huy.xlsx"), ["_chot-11h00_huy.xlsx", "_huy.xlsx", "_v2_huy.xlsx"]);
    assert_eq!(names(&desk, "_huy2.xlsx"), ["_chot-11h00_huy2.xlsx"]);
    assert_eq!(confirmed(&desk, "11T11:01").json["phase"], "consolidating");
    assert_eq!(confirmed(&desk, "11T15:21").json["phase"], "released");
    assert!(names(&desk, ".xlsx").contains(&"_v3.xlsx".to_owned()));
    verified(&desk, "11T15:25");
}

#[test]
fn a_ledger_written_anew_knows_that_the_clock_made_it_void() {
    let desk = ended_by_a_wrong_clock();
    confirmed(&desk, "10T08:00");
    for side in ["", "-wal", "-shm"] {
        fs::remove_file(desk.path(&format!("so-tiep-nhan/ledger.sqlite{side}"))).ok();
    }
    let (code, said) = say(&desk, &["recover", "--reason", "mất sổ", "--by", "Chánh Văn phòng"], "10T08:20");
    assert_eq!(code, 0, "{said}");
    verified(&desk, "10T08:21");
    ends_well(&desk);
}
