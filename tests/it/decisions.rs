//! What people decide: an exception taken back, the week that was meant, a release looked at before it leaves, and that it
//! was sent.

use crate::desk::Desk;
use std::fs;

const W28: &str = "2025-W28";
const BY: [&str; 4] = ["--reason", "mạng hỏng", "--by", "Nguyễn Văn A"];

fn friday(time: &str) -> String {
    format!("2025-07-11T{time}+07:00")
}

/// One office is late in week 28, which is frozen.
fn one_late() -> Desk {
    let desk = Desk::new();
    desk.run(&friday("10:50:00"));
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), &friday("11:20:00"));
    assert_eq!(desk.run(&friday("11:30:00")).standing("SYT"), "late");
    desk
}

/// A command with its words, at a moment of the Friday.
fn say(desk: &Desk, arguments: &[&str], time: &str) -> (i32, String) {
    let output = desk.command().args(arguments).args(["--now", time]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), said)
}

#[test]
fn an_exception_is_taken_back_until_the_release() {
    let desk = one_late();
    let admit = |more: &[&str], time: &str| say(&desk, &[&["admit", "SYT"], &BY[..], more].concat(), &friday(time));
    let (code, none) = admit(&["--revoke"], "11:35:00");
    assert!(code == 2 && none.contains("không có quyết định tiếp nhận muộn nào còn hiệu lực"), "{none}");
    assert_eq!(admit(&[], "11:40:00").0, 0);
    assert_eq!(desk.run(&friday("11:45:00")).standing("SYT"), "admitted");
    let (code, revoked) = admit(&["--revoke"], "11:50:00");
    assert!(code == 0 && revoked.contains("thôi tiếp nhận muộn Sở Y tế"), "{revoked}");
    assert_eq!(desk.run(&friday("11:55:00")).standing("SYT"), "late");
    // Whoever is named twice is meant once.
    let twice = |more: &[&str], time: &str| {
        let json = desk.json(&[&["admit", "SYT", "Sở Y tế", "SYT"], &BY[..], more, &["--now", &friday(time)]].concat(), &[]).json;
        (json["agencies"].as_array().map(Vec::len), json["agencies"][0]["code"].as_str().map(str::to_owned))
    };
    assert_eq!(twice(&[], "11:56:00"), (Some(1), Some("SYT".to_owned())));
    assert_eq!(twice(&["--revoke"], "11:57:00"), (Some(1), Some("SYT".to_owned())));
    assert_eq!(desk.run(&friday("15:21:00")).standing("SYT"), "late");
    assert_eq!(admit(&["--revoke"], "15:25:00").0, 12, "what left does not change");
    let (code, verified) = say(&desk, &["verify"], &friday("15:26:00"));
    assert_eq!(code, 0, "{verified}");
}

#[test]
fn an_exception_taken_back_for_a_further_version_stays_in_the_first() {
    let desk = one_late();
    let ok = |arguments: &[&str], time: &str| {
        let (code, said) = say(&desk, arguments, &friday(time));
        assert_eq!(code, 0, "{said}");
    };
    ok(&[&["admit", "SYT"], &BY[..]].concat(), "11:40:00");
    assert_eq!(desk.run(&friday("15:21:00")).standing("SYT"), "admitted");
    ok(&[&["reopen", "--period", W28], &BY[..]].concat(), "16:00:00");
    ok(&[&["admit", "SYT", "--period", W28], &BY[..]].concat(), "16:05:00");
    ok(&[&["admit", "SYT", "--revoke", "--period", W28], &BY[..]].concat(), "16:10:00");
    ok(&["release", "--period", W28], "16:20:00");
    ok(&["verify"], "16:30:00");
}

#[test]
fn a_week_without_anybody_late_names_the_week_that_has() {
    let desk = one_late();
    let (monday, admit) = ("2025-07-14T08:00:00+07:00", [&["admit", "SYT"], &BY[..]].concat());
    desk.run(&friday("15:21:00"));
    let (code, said) = say(&desk, &[&["reopen", "--period", W28], &BY[..]].concat(), monday);
    assert_eq!(code, 0, "{said}");
    let (code, said) = say(&desk, &admit, monday);
    assert!(code == 2 && said.contains("có Sở Y tế") && said.contains("thêm --period 2025-W28"), "{code} {said}");
    let (code, said) = say(&desk, &[&admit[..], &["--period", "2025-W28"]].concat(), monday);
    assert!(code == 0 && said.contains("Tuần 28/2025"), "{code} {said}");
}

#[test]
fn a_preview_shows_what_would_leave_and_leaves_nothing() {
    let desk = one_late();
    let ledger = || fs::read(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    let before = ledger();
    let (code, said) = say(&desk, &["release", "--preview"], &friday("14:00:00"));
    assert!(code == 0 && said.contains("ket-qua/2025-W28/xem-truoc"), "{code} {said}");
    assert!(ledger() == before && !desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx").exists());
    let shown = fs::read(desk.path("ket-qua/2025-W28/xem-truoc/TongHop_SKHCN_T28_2025.xlsx")).unwrap();
    assert!(said.contains("đã chốt, đang tổng hợp") && !said.to_lowercase().contains("đã chốt bản tổng hợp"), "{said}");
    let json = desk.json(&["release", "--preview", "--now", &friday("14:00:00")], &[]).json;
    assert_eq!(json["phase"], "consolidating", "nothing left");
    assert_eq!(say(&desk, &["release"], &friday("14:00:00")).0, 0);
    assert!(fs::read(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx")).unwrap() == shown, "the same moment, the same bytes");
    assert_eq!(say(&desk, &["release", "--preview"], &friday("14:05:00")).0, 12);
}

#[test]
fn what_was_sent_is_recorded_and_told() {
    let desk = one_late();
    let sent = |more: &[&str], time: &str| {
        let to = ["sent", "--period", W28, "--number", "12/BC", "--to", "UBND tỉnh", "--by", "Trần Thị Bình"];
        say(&desk, &[&to[..], more].concat(), &friday(time))
    };
    assert_eq!(sent(&[], "12:00:00").0, 12, "nothing left yet");
    desk.run(&friday("15:21:00"));
    for at in ["15:00", "16:30", "chiều"] {
        assert_eq!(sent(&["--at", at], "16:00:00").0, 2, "{at}");
    }
    let (code, said) = sent(&["--at", "15:40"], "16:00:00");
    assert!(code == 0 && said.contains("bản số 1 gửi theo văn bản số 12/BC lúc 15 giờ 40"), "{said}");
    let (_, status) = say(&desk, &["status"], &friday("16:05:00"));
    assert!(status.contains("Đã gửi lúc 15 giờ 40 ngày 11/7/2025 (số 12/BC)."), "{status}");
    // What was sent of the first version was not sent of the second.
    for (arguments, time) in
        [(&[&["reopen", "--period", W28], &BY[..]].concat()[..], "16:10:00"), (&["release", "--period", W28], "16:20:00")]
    {
        let (code, said) = say(&desk, arguments, &friday(time));
        assert_eq!(code, 0, "{said}");
    }
    let (_, status) = say(&desk, &["status"], &friday("16:25:00"));
    assert!(
        status.contains("Bản số 2 đang có hiệu lực, chưa ghi là đã gửi; đã gửi bản số 1 lúc 15 giờ 40 ngày 11/7/2025 (số 12/BC)."),
        "{status}"
    );
    assert_eq!(sent(&["--at", "16:24"], "16:26:00").0, 0);
    let (_, status) = say(&desk, &["status"], &friday("16:27:00"));
    assert!(status.contains("Bản số 2 đang có hiệu lực. Đã gửi lúc 16 giờ 24 ngày 11/7/2025 (số 12/BC)."), "{status}");
    assert_eq!(say(&desk, &["verify"], &friday("16:06:00")).0, 0);
}

#[test]
fn a_command_waits_for_a_run_that_holds_the_lock() {
    let desk = one_late();
    let lock = fs::File::options().read(true).write(true).open(desk.path("so-tiep-nhan/run.lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(say(&desk, &["run"], &friday("11:40:00")).0, 11);
    assert_eq!(say(&desk, &["run", "--wait", "1"], &friday("11:40:00")).0, 11, "it waits no longer than it may");
    let mut waiting = desk.process(&["run", "--wait", "60", "--now", &friday("11:40:00")]).spawn().unwrap();
    assert!(waiting.try_wait().unwrap().is_none());
    drop(lock);
    assert!(waiting.wait().unwrap().success());
}
