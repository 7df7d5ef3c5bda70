//! The hours of the week are changed in mid-week: before the freeze the change holds, is said and makes nobody late; after
//! it the week keeps the hours it was frozen with, whatever configuration and registers say since.

use crate::desk::{Desk, Run};
use std::fs;

const W28: &str = "2025-W28";
const RELEASE: &str = "TongHop_SKHCN_T28_2025.xlsx";
const DRAFT: &str = "TongHop_SKHCN_T28_2025_du-thao.xlsx";

fn at(time: &str) -> String {
    format!("2025-07-11T{time}:00+07:00")
}

/// Writes the configuration with these lines in `[schedule]`.
fn schedule(desk: &Desk, lines: &str) {
    let text = format!("rehearsal = true\n\n[desk]\ncode = \"SKHCN\"\n\n[policy]\nsettle_seconds = 0\n\n[schedule]\n{lines}\n");
    fs::write(desk.path("tonghop.toml"), text).unwrap();
}

/// A desk that looked at 10:00.
fn desk() -> Desk {
    let desk = Desk::new();
    schedule(&desk, "");
    desk.run(&at("10:00"));
    desk
}

fn put(desk: &Desk, agency: &str, time: &str) {
    desk.put(&format!("{agency}/BC_{agency}_T28_2025.xlsx"), &desk.report(agency, W28).bytes(), &at(time));
}

/// Phase, submit cutoff, release cutoff, standings of SYT and STC.
fn told(run: &Run) -> (String, String, String, String, String) {
    let clock = |key: &str| run.json["period"][key].as_str().unwrap()[11..16].to_owned();
    let text = |value: &str| value.to_owned();
    let phase = text(run.json["phase"].as_str().unwrap());
    (phase, clock("submit_cutoff"), clock("release_cutoff"), text(run.standing("SYT")), text(run.standing("STC")))
}

fn is(phase: &str, submit: &str, release: &str, syt: &str, stc: &str) -> (String, String, String, String, String) {
    let text = str::to_owned;
    (text(phase), text(submit), text(release), text(syt), text(stc))
}

/// Run and status agree on this; gives the run.
fn both(desk: &Desk, time: &str, expected: (&str, &str, &str, &str, &str)) -> Run {
    let (phase, submit, release, syt, stc) = expected;
    let run = desk.run(&at(time));
    assert_eq!(told(&run), is(phase, submit, release, syt, stc), "{time}: {}", run.stderr);
    let status = desk.json(&["status", "--now", &at(time)], &[]);
    assert_eq!(told(&status), is(phase, submit, release, syt, stc), "status at {time}: {}", status.stderr);
    run
}

fn verified(desk: &Desk) {
    let verify = desk.json(&["verify", "--now", "2025-07-14T09:00:00+07:00"], &[]);
    assert_eq!(verify.code, 0, "{}{}", verify.json, verify.stderr);
}

/// A frozen week: SYT on time, STC late.
fn frozen() -> Desk {
    let desk = desk();
    put(&desk, "SYT", "10:20");
    desk.run(&at("10:30"));
    desk.run(&at("10:55"));
    both(&desk, "11:01", ("consolidating", "11:00", "15:30", "on_time", "missing"));
    put(&desk, "STC", "11:08");
    both(&desk, "11:10", ("consolidating", "11:00", "15:30", "on_time", "late"));
    desk
}

#[test]
fn moved_earlier_before_the_freeze_it_makes_nobody_late() {
    let desk = desk();
    put(&desk, "SYT", "10:20");
    schedule(&desk, "submit = \"Fri 10:35\"");
    let run = both(&desk, "10:30", ("collecting", "10:35", "15:30", "on_time", "missing"));
    assert!(run.stderr.contains("11 giờ 00") && run.stderr.contains("10 giờ 35"), "{}", run.stderr);
    let run = desk.run(&at("10:36"));
    assert_eq!(run.standing("STC"), "missing");
    let told = desk.feedback_text("STC");
    assert!(told.contains("nhận trước 11 giờ 00 ngày 11/7/2025 vẫn được tính đúng hạn"), "{told}");
    put(&desk, "STC", "10:40");
    both(&desk, "10:50", ("consolidating", "10:35", "15:30", "on_time", "on_time"));
    put(&desk, "X-A", "11:20");
    let run = both(&desk, "11:30", ("consolidating", "10:35", "15:30", "on_time", "on_time"));
    assert_eq!(run.standing("X-A"), "late");
    assert!(desk.product_text(DRAFT).contains("Hạn nộp tuần 28/2025 đổi từ 11 giờ 00"), "{}", desk.product_text(DRAFT));
    desk.run(&at("15:20"));
    verified(&desk);
}

#[test]
fn moved_later_before_the_freeze_it_holds() {
    let desk = desk();
    schedule(&desk, "submit = \"Fri 12:00\"");
    let run = both(&desk, "10:30", ("collecting", "12:00", "15:30", "missing", "missing"));
    assert!(run.stderr.contains("đổi từ 11 giờ 00"), "{}", run.stderr);
    put(&desk, "SYT", "11:20");
    both(&desk, "11:30", ("collecting", "12:00", "15:30", "on_time", "missing"));
    desk.run(&at("11:45"));
    put(&desk, "STC", "12:08");
    both(&desk, "12:10", ("consolidating", "12:00", "15:30", "on_time", "late"));
    desk.run(&at("15:20"));
    verified(&desk);
}

#[test]
fn the_hour_of_the_release_changed_before_the_freeze_holds() {
    for (hour, before, leaves) in [("14:00", "13:49", "13:50"), ("16:30", "16:19", "16:20")] {
        let desk = desk();
        schedule(&desk, &format!("release = \"Fri {hour}\""));
        both(&desk, "11:01", ("consolidating", "11:00", hour, "missing", "missing"));
        both(&desk, before, ("consolidating", "11:00", hour, "missing", "missing"));
        both(&desk, leaves, ("released", "11:00", hour, "missing", "missing"));
        verified(&desk);
    }
}

#[test]
fn after_the_freeze_the_week_keeps_its_hours() {
    let changes = [
        "submit = \"Fri 10:00\"",
        "submit = \"Fri 14:00\"",
        "release = \"Fri 14:00\"",
        "release = \"Fri 16:30\"",
        "submit = \"Thu 16:00\"\nrelease = \"Fri 10:00\"",
        "cadence = \"monthly\"",
    ];
    for change in changes {
        let desk = frozen();
        schedule(&desk, change);
        let run = both(&desk, "11:30", ("consolidating", "11:00", "15:30", "on_time", "late"));
        assert!(
            run.stderr.contains("giữ hạn nộp 11 giờ 00") && run.stderr.contains("không áp dụng cho kỳ này"),
            "{change}: {}",
            run.stderr
        );
        assert!(!run.stderr.contains("ngày nghỉ"), "{change}: {}", run.stderr);
        let run = both(&desk, "14:30", ("consolidating", "11:00", "15:30", "on_time", "late"));
        assert_eq!(run.code, 0, "{change}");
        let admit = desk.json(&["admit", "--all-late", "--now", &at("14:31")], &["--reason", "mất điện", "--by", "A"]);
        assert_eq!((admit.code, admit.json["agencies"][0]["code"].as_str()), (0, Some("STC")), "{change}: {}", admit.stderr);
        both(&desk, "15:20", ("released", "11:00", "15:30", "on_time", "admitted"));
        assert!(!desk.product_text(RELEASE).contains("LẬP SAU HẠN"), "{change}");
        both(&desk, "15:40", ("released", "11:00", "15:30", "on_time", "admitted"));
        verified(&desk);
    }
}

#[test]
fn after_the_release_nothing_changes() {
    for change in
        ["submit = \"Fri 10:00\"\nrelease = \"Fri 14:00\"", "submit = \"Fri 17:00\"\nrelease = \"Fri 18:00\"", "cadence = \"monthly\""]
    {
        let desk = frozen();
        both(&desk, "15:20", ("released", "11:00", "15:30", "on_time", "late"));
        schedule(&desk, change);
        let before = desk.products();
        both(&desk, "15:40", ("released", "11:00", "15:30", "on_time", "late"));
        let after = desk.products();
        let left = before.iter().filter(|(name, _)| name.contains("ket-qua"));
        left.for_each(|(name, bytes)| assert_eq!(after.get(name), Some(bytes), "{change}: {name}"));
        verified(&desk);
    }
}

#[test]
fn the_calendar_of_the_registers_moves_no_frozen_week() {
    let rows: [(&[&str], &str); 4] = [
        (&["Nghỉ|11/7/2025|||||Nghỉ bù||Có"], "hạn nộp 11 giờ 00 thứ Năm"),
        (&["Đổi hạn||28/2025|11/07/2025 10:00||||CV 7|Có"], "hạn nộp 10 giờ 00"),
        (&["Đổi hạn||28/2025|11/07/2025 14:00|11/07/2025 17:00|||CV 7|Có"], "hạn tổng hợp 17 giờ 00"),
        (&["Đổi hạn||28/2025|11/07/2025 14:00||STC||CV 7|Có"], "hạn riêng khác"),
    ];
    for (rows, written) in rows {
        let desk = frozen();
        desk.write_calendar(rows);
        let run = both(&desk, "11:30", ("consolidating", "11:00", "15:30", "on_time", "late"));
        assert!(run.stderr.contains(written) && run.stderr.contains("tonghop admit"), "{rows:?}: {}", run.stderr);
        both(&desk, "15:20", ("released", "11:00", "15:30", "on_time", "late"));
        verified(&desk);
    }
}

#[test]
fn a_report_that_names_a_frozen_period_of_another_cadence_belongs_to_it() {
    // Frozen as a month, then the desk reports weekly; and the other way round in the test of the frozen week.
    let desk = Desk::new();
    schedule(&desk, "cadence = \"monthly\"");
    let friday = |time: &str| format!("2025-07-25T{time}:00+07:00");
    desk.run(&friday("10:00"));
    let month = |agency: &str| {
        let mut draft = desk.report(agency, "2025-W30");
        draft.info("Kỳ báo cáo", "Tháng 7/2025").bytes()
    };
    desk.put("SYT/a.xlsx", &month("SYT"), &friday("10:20"));
    desk.run(&friday("10:30"));
    let run = desk.run(&friday("11:01"));
    assert_eq!((run.json["phase"].as_str(), run.standing("SYT")), (Some("consolidating"), "on_time"), "{}", run.stderr);
    schedule(&desk, "");
    desk.put("STC/a.xlsx", &month("STC"), &friday("11:20"));
    let run = desk.run(&friday("11:30"));
    assert_eq!((run.standing("SYT"), run.standing("STC")), ("on_time", "late"), "{}", run.stderr);
    assert_eq!(run.json["period"]["from"], "2025-06-30", "it covers the days it was frozen with");
    assert_eq!(desk.run(&friday("15:20")).json["phase"], "released");
    verified(&desk);
    assert_eq!(desk.run("2025-08-01T10:00:00+07:00").json["period"]["from"], "2025-07-28");
}

#[test]
fn an_hour_that_was_moved_and_moved_back_is_no_change() {
    let desk = desk();
    schedule(&desk, "submit = \"Fri 10:00\"");
    desk.json(&["status", "--now", &at("10:02")], &[]);
    schedule(&desk, "");
    let run = both(&desk, "10:05", ("collecting", "11:00", "15:30", "missing", "missing"));
    assert!(!run.stderr.contains("đổi từ"), "{}", run.stderr);
    // A key that is no hour changes none.
    schedule(&desk, "release_auto_minutes = 20");
    let run = both(&desk, "10:10", ("collecting", "11:00", "15:30", "missing", "missing"));
    assert!(!run.stderr.contains("đổi từ"), "{}", run.stderr);
}

#[test]
fn a_frozen_week_leaves_under_the_name_of_the_desk_that_froze_it() {
    for desk_lines in ["code = \"VPTU\"", "code = \"SKHCN\"\nname = \"Sở mới\"\nlayout = \"party\""] {
        let desk = frozen();
        let text = format!("rehearsal = true\n\n[desk]\n{desk_lines}\n\n[policy]\nsettle_seconds = 0\n");
        fs::write(desk.path("tonghop.toml"), text).unwrap();
        let run = both(&desk, "11:30", ("consolidating", "11:00", "15:30", "on_time", "late"));
        assert!(run.stderr.contains("chốt với đầu mối SKHCN") && run.stderr.contains("kỳ sau"), "{desk_lines}: {}", run.stderr);
        let differs = [
            ("VPTU", "code lúc chốt “SKHCN”, nay “VPTU”"),
            ("Sở mới", "name lúc chốt “”, nay “Sở mới”; layout lúc chốt “state”, nay “party”"),
        ];
        let differs = differs.iter().find(|(of, _)| desk_lines.contains(of)).unwrap().1;
        assert!(run.stderr.contains(&format!("ghi khác: {differs}.")), "{desk_lines}: {}", run.stderr);
        // Who has to report here is decided by the same desk.
        assert_eq!((run.standing("VPTU"), run.standing("BNC")), ("missing", "exempt"), "{desk_lines}");
        both(&desk, "15:20", ("released", "11:00", "15:30", "on_time", "late"));
        assert!(!desk.product_text(RELEASE).contains("Sở mới"), "{desk_lines}");
        let others: Vec<String> = desk.products().into_keys().filter(|name| name.contains("VPTU_T28")).collect();
        assert!(others.iter().all(|name| name.contains("phan-hoi")), "{others:?}");
        verified(&desk);
        // A second version as well.
        let reason = ["--reason", "sai số", "--by", "A"];
        assert_eq!(desk.json(&["reopen", "--period", W28, "--now", "2025-07-11T16:00:00+07:00"], &reason).code, 0);
        assert_eq!(desk.json(&["release", "--period", W28, "--now", "2025-07-11T16:05:00+07:00"], &[]).code, 0);
        assert!(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025_v2.xlsx").exists(), "{desk_lines}");
        verified(&desk);
    }
}

#[test]
fn without_the_configuration_of_the_freeze_the_release_leaves_under_the_desk_of_today() {
    const LOST: &str = "không đọc được cấu hình lúc chốt";
    let desk = frozen();
    desk.lose_from_archive(&fs::read(desk.path("tonghop.toml")).unwrap());
    schedule(&desk, "release_auto_minutes = 11");
    let status = desk.json(&["status", "--now", &at("11:20")], &[]);
    assert!(status.code == 2 && status.stderr.contains(LOST) && status.standing("STC") == "late", "{}", status.stderr);
    let reason = ["--reason", "mạng hỏng", "--by", "A"];
    assert_eq!(desk.json(&["admit", "STC", "--period", W28, "--now", &at("11:25")], &reason).code, 0);
    let run = desk.run(&at("11:30"));
    assert!(run.code == 2 && run.stderr.contains(LOST) && run.stderr.contains("SKHCN"), "{}", run.stderr);
    let run = desk.run(&at("15:20"));
    assert_eq!((run.code, run.json["phase"].as_str(), run.standing("STC")), (2, Some("released"), "admitted"), "{}", run.stderr);
    assert!(run.stderr.contains(LOST) && desk.path("ket-qua/2025-W28").join(RELEASE).exists(), "{}", run.stderr);
    // The lost copy is named; the figures of the release are derived again in spite of it.
    let verify = desk.json(&["verify", "--now", &at("16:00")], &[]);
    let outcome = |version: Option<u64>| {
        let figures = verify.json["figures"].as_array().unwrap().iter().find(|check| check["version"].as_u64() == version);
        figures.unwrap()["outcome"].as_str().unwrap().to_owned()
    };
    assert_eq!((outcome(Some(1)).as_str(), outcome(None).as_str()), ("equal", "underivable"), "{}", verify.json);
    assert_eq!(verify.json["records"]["damaged"].as_array().unwrap().len(), 1, "{}", verify.json);
}

#[test]
fn an_earlier_configuration_that_is_lost_is_told_while_it_might_spare_somebody() {
    const LOST: &str = "Không đọc được bản lưu của cấu hình dùng trước 10 giờ 30 ngày 11/7/2025";
    let desk = desk();
    desk.lose_from_archive(&fs::read(desk.path("tonghop.toml")).unwrap());
    schedule(&desk, "submit = \"Fri 10:45\"");
    let run = desk.run(&at("10:30"));
    assert!(run.stderr.contains(LOST), "{}", run.stderr);
    let status = desk.json(&["status", "--now", &at("10:35")], &[]);
    assert!(status.json["calendar"].to_string().contains("Không đọc được bản lưu"), "{}", status.json);
    let run = desk.run("2025-07-18T10:30:00+07:00");
    assert!(!run.stderr.contains("Không đọc được bản lưu"), "of another week: {}", run.stderr);
}

#[test]
fn a_desk_that_the_registers_do_not_know_keeps_no_release_back() {
    let desk = frozen();
    fs::write(desk.path("tonghop.toml"), "rehearsal = true\n\n[desk]\ncode = \"SKHCM\"\n").unwrap();
    let run = desk.run(&at("15:20"));
    assert_eq!((run.code, run.json["phase"].as_str()), (2, Some("released")), "{}", run.stderr);
    assert!(run.stderr.contains("SKHCM") && run.stderr.contains("dùng cấu hình hợp lệ từ"), "{}", run.stderr);
    assert!(desk.path("ket-qua/2025-W28").join(RELEASE).exists());
}

#[test]
fn a_clock_that_nobody_can_compare_went_ahead_and_was_set_back() {
    // On Saturday frozen and released; on the same day frozen only.
    for (begins, ahead, back) in [("10T10:00", "12T09:00", "10T10:10"), ("11T09:00", "11T11:30", "11T09:10")] {
        let desk = Desk::new();
        let run = |time: &str| desk.run(&format!("2025-07-{time}:00+07:00"));
        run(begins);
        desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), &format!("2025-07-{}:03:00+07:00", &begins[..5]));
        assert_eq!(run(ahead).standing("SYT"), "on_time");
        assert_eq!(run(back).standing("SYT"), "on_time");
        verified(&desk);
        for time in ["11T10:50", "11T11:01", "11T15:20", "11T15:40"] {
            assert_eq!(run(time).standing("SYT"), "on_time");
        }
        verified(&desk);
    }
}

/// Hours of before now, written before the freeze: by the configuration, or by the register without a document.
#[test]
fn an_hour_that_has_passed_when_it_is_seen_ends_no_week() {
    type Edit = fn(&Desk);
    let edits: [(Edit, &str); 4] = [
        (|desk| schedule(desk, "submit = \"Thu 10:00\"\nrelease = \"Thu 15:30\""), "hạn nộp 10 giờ 00 thứ Năm"),
        (|desk| schedule(desk, "submit = \"Fri 09:00\"\nrelease = \"Fri 10:00\""), "hạn tổng hợp 10 giờ 00"),
        (|desk| desk.write_calendar(&["Đổi hạn||28/2025|10/07/2025 10:00|10/07/2025 15:30||||Có"]), "hạn nộp 10 giờ 00 thứ Năm"),
        (|desk| desk.write_calendar(&["Nghỉ|11/7/2025|||||Nghỉ bù||Có"]), "hạn nộp 11 giờ 00 thứ Năm"),
    ];
    for (edit, written) in edits {
        let desk = desk();
        put(&desk, "SYT", "10:20");
        edit(&desk);
        for time in ["10:30", "10:55"] {
            let run = both(&desk, time, ("collecting", "11:00", "15:30", "on_time", "missing"));
            assert!(run.stderr.contains(written) && run.stderr.contains("giờ ấy đã qua"), "{written}: {}", run.stderr);
        }
        put(&desk, "STC", "10:57");
        both(&desk, "10:59", ("collecting", "11:00", "15:30", "on_time", "on_time"));
        both(&desk, "11:05", ("consolidating", "11:00", "15:30", "on_time", "on_time"));
        both(&desk, "15:20", ("released", "11:00", "15:30", "on_time", "on_time"));
        assert!(!desk.product_text(RELEASE).contains("LẬP SAU HẠN"), "{written}");
        verified(&desk);
    }
}

/// What a document had announced is only written down late; and an hour still to come holds.
#[test]
fn an_announced_hour_holds_whenever_it_is_written_down() {
    let desk = desk();
    desk.write_calendar(&["Đổi hạn||28/2025|11/07/2025 10:15|11/07/2025 14:00|||CV 7|Có"]);
    put(&desk, "SYT", "10:20");
    both(&desk, "10:30", ("consolidating", "10:15", "14:00", "late", "missing"));
    verified(&desk);
    let desk = self::desk();
    schedule(&desk, "submit = \"Fri 09:00\"\nrelease = \"Fri 09:30\"");
    both(&desk, "10:05", ("collecting", "11:00", "15:30", "missing", "missing"));
    schedule(&desk, "submit = \"Fri 10:20\"\nrelease = \"Fri 14:00\"");
    let run = both(&desk, "10:10", ("collecting", "10:20", "14:00", "missing", "missing"));
    assert!(run.stderr.contains("đổi từ 11 giờ 00") && !run.stderr.contains("giờ ấy đã qua"), "{}", run.stderr);
    both(&desk, "10:21", ("consolidating", "10:20", "14:00", "missing", "missing"));
    verified(&desk);
}
