//! Freeze and release need only the records: the share is away, the configuration or the registers are broken, and the
//! week goes its way all the same, says so, and ends with the code of what is wrong.

use crate::desk::{Desk, Run};
use std::fs;

const RELEASE: &str = "TongHop_SKHCN_T28_2025.xlsx";
const FROZEN: &str = "TongHop_SKHCN_T28_2025_chot-11h00.xlsx";

fn at(time: &str) -> String {
    format!("2025-07-11T{time}:00+07:00")
}

/// A desk that has received one report of the week, and looked last at 10:42.
fn desk() -> Desk {
    let desk = Desk::new();
    for folder in ["SKHCN", "SYT", "STC", "X-A", "X-B"] {
        fs::create_dir_all(desk.path("nop").join(folder)).unwrap();
    }
    assert_eq!(desk.run(&at("09:40")).code, 0);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), &at("10:30"));
    assert_eq!(desk.run(&at("10:42")).standing("SYT"), "on_time");
    desk
}

/// The week from the cutoff to after the release, all of it ending with this code; a decision scans nothing, and ends with
/// the other.
fn goes_its_way(desk: &Desk, (code, decision): (i32, i32)) -> Run {
    let frozen = desk.run(&at("11:01"));
    assert_eq!((frozen.code, frozen.json["phase"].as_str()), (code, Some("consolidating")), "{}", frozen.stderr);
    assert!(desk.path("ket-qua/2025-W28").join(FROZEN).exists());
    let reason = ["--reason", "mất điện", "--by", "Chánh Văn phòng"];
    let admit = desk.json(&["admit", "STC", "--now", &at("11:30")], &reason);
    assert_eq!((admit.code, admit.json["agencies"][0]["code"].as_str()), (decision, Some("STC")), "{}", admit.stderr);
    assert_eq!(admit.json["failures"].as_array().unwrap().is_empty(), decision == 0);
    let released = desk.run(&at("15:20"));
    assert_eq!((released.code, released.json["phase"].as_str()), (code, Some("released")), "{}", released.stderr);
    assert_eq!((released.standing("SYT"), released.standing("STC")), ("on_time", "missing"));
    assert_eq!(desk.run(&at("15:31")).code, code);
    released
}

/// After the trouble: the release stays, everything agrees.
fn stands(desk: &Desk) {
    let before = desk.products();
    let run = desk.run(&at("16:00"));
    assert_eq!((run.code, run.standing("SYT")), (0, "on_time"), "{}", run.stderr);
    let (kept, after) = (|name: &String| !name.contains("du-thao"), desk.products());
    let sent = before.iter().filter(|(name, _)| kept(name) && name.contains("ket-qua"));
    for (name, bytes) in sent {
        assert_eq!(after.get(name), Some(bytes), "{name}");
    }
    let verify = desk.json(&["verify", "--now", &at("16:05")], &[]);
    assert_eq!(verify.code, 0, "{}{}", verify.json, verify.stderr);
}

#[test]
fn the_share_is_away_from_before_the_cutoff_until_after_the_release() {
    let desk = desk();
    fs::rename(desk.path("nop"), desk.path("xa")).unwrap();
    let released = goes_its_way(&desk, (10, 10));
    assert!(released.stderr.contains("10 giờ 42") && released.stderr.contains("theo sổ tiếp nhận"), "{}", released.stderr);
    assert_eq!(released.json["failures"][0]["code"], "inbox_unreachable");
    assert_eq!(released.json["files"]["seen"], 0);
    for product in [FROZEN, RELEASE] {
        let page = desk.product_text(product);
        assert!(page.contains("Tổng hợp từ báo cáo đã tiếp nhận đến 10 giờ 42"), "{product}: {page}");
    }
    assert!(!desk.path("nop").exists(), "nothing is made in place of the share");
    fs::rename(desk.path("xa"), desk.path("nop")).unwrap();
    stands(&desk);
}

#[test]
fn the_share_is_emptied() {
    let desk = desk();
    fs::rename(desk.path("nop"), desk.path("xa")).unwrap();
    fs::create_dir(desk.path("nop")).unwrap();
    let released = goes_its_way(&desk, (10, 0));
    assert_eq!(released.json["failures"][0]["code"], "inbox_shrunk");
    assert_eq!(fs::read_dir(desk.path("nop")).unwrap().count(), 0, "nothing is written into an empty mount point");
    fs::remove_dir(desk.path("nop")).unwrap();
    fs::rename(desk.path("xa"), desk.path("nop")).unwrap();
    stands(&desk);
}

#[test]
fn what_came_while_the_share_was_away_is_no_delay() {
    let desk = desk();
    fs::rename(desk.path("nop"), desk.path("xa")).unwrap();
    assert_eq!(desk.run(&at("11:01")).code, 10);
    fs::rename(desk.path("xa"), desk.path("nop")).unwrap();
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", "2025-W28").bytes(), &at("10:50"));
    let run = desk.run(&at("13:00"));
    assert_eq!((run.code, run.standing("STC")), (0, "on_time"), "{}", run.stderr);
    assert!(!desk.product_text("TongHop_SKHCN_T28_2025_du-thao.xlsx").contains("gián đoạn"), "the share is back");
}

#[test]
fn feedback_in_the_folders_of_the_share_waits_for_it() {
    let desk = desk();
    desk.configure("[folders]\nfeedback = \"nop/{folder}/phan-hoi\"");
    assert_eq!(desk.run(&at("10:43")).code, 0);
    fs::rename(desk.path("nop"), desk.path("xa")).unwrap();
    assert_eq!(desk.run(&at("11:01")).code, 10);
    assert!(!desk.path("nop").exists());
}

#[test]
fn a_release_by_hand_needs_no_share() {
    let desk = desk();
    fs::rename(desk.path("nop"), desk.path("xa")).unwrap();
    let released = desk.json(&["release", "--now", &at("11:05")], &[]);
    assert_eq!((released.code, released.json["phase"].as_str()), (10, Some("released")), "{}", released.stderr);
    assert_eq!(desk.json(&["release", "--now", &at("11:06")], &[]).code, 12, "the calendar refuses it once more");
}

#[test]
fn a_broken_configuration() {
    // half-saved, unreadable as text, a rule that may not be named, gone
    let spoilt: [(&str, Option<&[u8]>); 4] =
        [("half", Some(b"rehearsal = true\n[desk]\ncode = \"SK")), ("bytes", Some(b"\xff\xfe\x00")), ("rule", None), ("gone", Some(b""))];
    for (what, bytes) in spoilt {
        let desk = desk();
        let good = fs::read(desk.path("tonghop.toml")).unwrap();
        match bytes {
            Some(b"") => fs::remove_file(desk.path("tonghop.toml")).unwrap(),
            Some(bytes) => fs::write(desk.path("tonghop.toml"), bytes).unwrap(),
            None => desk.configure("[rules]\noff = [\"N12\"]"),
        }
        let released = goes_its_way(&desk, (2, 2));
        assert!(released.stderr.contains("dùng cấu hình hợp lệ từ 9 giờ 40"), "{what}: {}", released.stderr);
        assert_eq!(released.json["failures"][0]["code"], "config", "{what}");
        assert!(desk.product_text(RELEASE).contains("Lập theo cấu hình hợp lệ từ 9 giờ 40 ngày 11/7/2025."), "{what}");
        let output = desk.command().args(["status", "--now", &at("15:40")]).output().unwrap();
        // Which rules may be named is no matter of looking.
        let looks = if what == "rule" { 0 } else { 2 };
        assert_eq!(output.status.code(), Some(looks), "{what}");
        let verify = desk.json(&["verify", "--now", &at("15:41")], &[]);
        assert_eq!(verify.code, looks, "{what}: {}{}", verify.json, verify.stderr);
        let derived = verify.json["figures"].as_array().unwrap();
        assert!(derived.len() == 2 && derived.iter().all(|check| check["outcome"] == "equal"), "{what}: {}", verify.json);
        assert_eq!(verify.stderr.contains("dùng cấu hình hợp lệ từ 9 giờ 40"), looks == 2, "{what}: {}", verify.stderr);
        let doctor = desk.json(&["doctor", "--now", &at("15:42")], &[]);
        let line = doctor.json["lines"].as_array().unwrap().iter().find(|line| line["code"] == "config").unwrap();
        assert_eq!((line["health"] == "bad", doctor.code == 2), (looks == 2, looks == 2), "{what}: {line}");
        fs::write(desk.path("tonghop.toml"), good).unwrap();
        stands(&desk);
    }
}

#[test]
fn a_copy_that_the_ledger_was_not_told_of_is_not_used() {
    let desk = desk();
    let good = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    fs::write(desk.path("tonghop.toml"), "[desk").unwrap();
    fs::write(desk.path("tonghop.toml.hop-le"), format!("{good}\n# khác\n")).unwrap();
    let run = desk.run(&at("11:01"));
    assert_eq!((run.code, run.json["failures"][0]["code"].as_str()), (2, Some("config")), "{}", run.stderr);
    assert!(!desk.path("ket-qua/2025-W28").join(FROZEN).exists());
}

#[test]
fn broken_registers() {
    for gone in [false, true] {
        let desk = desk();
        let good = fs::read(desk.path("danh-muc.xlsx")).unwrap();
        if gone {
            fs::remove_file(desk.path("danh-muc.xlsx")).unwrap();
        } else {
            fs::write(desk.path("danh-muc.xlsx"), &good[..good.len() / 2]).unwrap();
        }
        goes_its_way(&desk, (2, 2));
        assert!(desk.product_text(RELEASE).contains("Lập theo danh mục nhiệm vụ bản 9 giờ 40 ngày 11/7/2025."));
        fs::write(desk.path("danh-muc.xlsx"), good).unwrap();
        stands(&desk);
    }
}

#[test]
fn everything_at_once() {
    let desk = desk();
    let (config, register) = (fs::read(desk.path("tonghop.toml")).unwrap(), fs::read(desk.path("danh-muc.xlsx")).unwrap());
    fs::write(desk.path("tonghop.toml"), "[desk").unwrap();
    fs::remove_file(desk.path("danh-muc.xlsx")).unwrap();
    fs::rename(desk.path("nop"), desk.path("xa")).unwrap();
    goes_its_way(&desk, (10, 10));
    fs::write(desk.path("tonghop.toml"), config).unwrap();
    fs::write(desk.path("danh-muc.xlsx"), register).unwrap();
    fs::rename(desk.path("xa"), desk.path("nop")).unwrap();
    stands(&desk);
}

#[test]
fn a_desk_that_never_had_records_does_nothing() {
    let desk = Desk::new();
    fs::remove_dir_all(desk.path("nop")).unwrap();
    assert_eq!(desk.run(&at("11:01")).code, 10);
    let other = Desk::new();
    fs::write(other.path("tonghop.toml"), "rehearsal = true\n[desk").unwrap();
    assert_eq!(other.run(&at("11:01")).code, 2);
    for desk in [&desk, &other] {
        assert!(!desk.path("so-tiep-nhan").exists() && !desk.path("ket-qua").exists());
    }
}

#[test]
fn a_broken_template_of_the_form() {
    let templates = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/BM-01")).unwrap();
    let name = templates.map(|entry| entry.unwrap().file_name()).find(|name| name.to_string_lossy().ends_with(".toml")).unwrap();
    let spoil = |desk: &Desk| {
        fs::create_dir_all(desk.path("templates/BM-01")).unwrap();
        fs::write(desk.path("templates/BM-01").join(&name), "sheets = [").unwrap();
    };
    let desk = desk();
    // Before anything was sealed there is nothing in its place.
    spoil(&desk);
    assert_eq!(desk.run(&at("10:50")).code, 2);
    fs::remove_dir_all(desk.path("templates")).unwrap();
    assert_eq!(desk.run(&at("11:01")).code, 0);
    spoil(&desk);
    let late = desk.run(&at("11:30"));
    assert_eq!((late.code, late.standing("SYT")), (2, "on_time"), "{}", late.stderr);
    assert_eq!(desk.json(&["status", "--now", &at("11:31")], &[]).code, 2);
    let released = desk.run(&at("15:20"));
    assert_eq!((released.code, released.json["phase"].as_str()), (2, Some("released")), "{}", released.stderr);
    assert!(released.stderr.contains("dùng biểu mẫu của bản chốt hoặc bản trình ký lúc 11 giờ 01"), "{}", released.stderr);
    assert!(desk.product_text(RELEASE).contains("Lập theo biểu mẫu dùng lúc 11 giờ 01 ngày 11/7/2025."));
    fs::remove_dir_all(desk.path("templates")).unwrap();
    stands(&desk);
}

/// The share is away from before the cutoff until after the release; the file of an office lay there in time.
#[test]
fn what_was_sent_in_time_and_read_after_the_release_waits_for_a_person() {
    let desk = Desk::new();
    let friday = |time: &str| format!("2025-07-11T{time}:00+07:00");
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), &friday("09:00"));
    desk.run(&friday("10:50"));
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", "2025-W28").bytes(), &friday("10:55"));
    desk.put("X-A/BC_X-A_T28_2025.xlsx", &desk.report("X-A", "2025-W28").bytes(), &friday("11:10"));
    fs::rename(desk.path("nop"), desk.path("away")).unwrap();
    assert_eq!(desk.run(&friday("11:01")).code, 10);
    assert_eq!(desk.run(&friday("15:21")).json["phase"], "released");
    fs::rename(desk.path("away"), desk.path("nop")).unwrap();
    let back = desk.run(&friday("15:40"));
    let told = "sau đó mới tiếp nhận được, không tính muộn: Sở TC, xã Thạch Hà. Đề nghị lập bản bổ sung: “tonghop reopen --period 2025-W28";
    assert!(back.stderr.contains(told), "{}", back.stderr);
    // Of the one that came at 11:10 nobody can prove that it was late.
    for agency in ["STC", "X-A"] {
        assert!(desk.feedback_text(agency).contains("không bị tính muộn"), "{}", desk.feedback_text(agency));
    }
}
