//! A clock that jumps forward ends no week: the freeze and the release wait until it is confirmed, by itself or by a
//! person, and what was seen meanwhile counts as the next look by a clock that is right.

use crate::desk::{Desk, Run};

/// A run of the desk at a time of July, while the machine has counted so many minutes.
fn run(desk: &Desk, at: &str, boot: (&str, i64), more: &[&str]) -> Run {
    let boot = format!("{}:{}", boot.0, boot.1 * 60);
    desk.run_with(&format!("2025-07-{at}:00+07:00"), &[&["--boot", &boot], more].concat())
}

/// Frozen, released?
fn stands(desk: &Desk) -> (bool, bool) {
    let there = |name: &str| desk.path("ket-qua/2025-W28").join(format!("TongHop_SKHCN_T28_2025{name}.xlsx")).exists();
    (there("_chot-11h00"), there(""))
}

/// A desk that looked on Thursday at 10:00, when the machine had counted 100 minutes.
fn thursday() -> Desk {
    let desk = Desk::new();
    assert_eq!(run(&desk, "10T10:00", ("a", 100), &[]).code, 0);
    desk
}

const BY: [&str; 5] = ["--clock-is-right", "--reason", "đã đối chiếu giờ", "--by", "Chánh Văn phòng"];

#[test]
fn one_run_on_a_wrong_saturday_ends_no_week() {
    let desk = thursday();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-10T10:03:00+07:00");
    let saturday = run(&desk, "12T09:00", ("a", 105), &[]);
    assert_eq!((saturday.code, saturday.json["phase"].as_str()), (0, Some("collecting")), "{}", saturday.stderr);
    assert_eq!(stands(&desk), (false, false));
    for part in ["9 giờ 00 ngày 12/7/2025", "10 giờ 05 ngày 10/7/2025", "--clock-is-right"] {
        assert!(saturday.stderr.contains(part), "{part} in {}", saturday.stderr);
    }
    // Set right: what Saturday saw was there on Thursday.
    let right = run(&desk, "10T10:10", ("a", 110), &[]);
    assert_eq!((right.standing("SYT"), right.agency("SYT")["evidence"].as_str()), ("on_time", Some("scan")), "{}", right.stderr);
    assert_eq!(right.agency("SYT")["received_at"], "2025-07-10T10:10:00+07:00");
    assert!(!right.stderr.contains("clock-is-right"), "{}", right.stderr);
    assert!(desk.feedback_text("SYT").contains("thấy giữa 10:00:00 và 10:10:00"), "{}", desk.feedback_text("SYT"));
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", "2025-W28").bytes(), "2025-07-10T10:12:00+07:00");
    assert_eq!(run(&desk, "10T10:20", ("a", 120), &[]).standing("STC"), "on_time");
    assert!(desk.feedback_text("STC").contains("thấy giữa 10:10:00 và 10:20:00"), "{}", desk.feedback_text("STC"));
    assert_eq!(run(&desk, "11T11:01", ("a", 1601), &[]).json["phase"], "consolidating");
    let released = run(&desk, "11T15:20", ("a", 1860), &[]);
    assert_eq!((released.json["phase"].as_str(), released.standing("SYT")), (Some("released"), "on_time"));
    let verify = desk.json(&["verify", "--now", "2025-07-11T16:00:00+07:00"], &[]);
    assert_eq!(verify.code, 0, "{}{}", verify.json, verify.stderr);
}

#[test]
fn a_look_two_minutes_later_that_agrees_confirms_the_clock() {
    let desk = thursday();
    for (at, minutes, ended) in [("12T09:00", 105, false), ("12T09:01", 106, false), ("12T09:02", 107, true)] {
        run(&desk, at, ("a", minutes), &[]);
        assert_eq!(stands(&desk), (ended, ended), "{at}");
    }
    assert!(!desk.product_text("TongHop_SKHCN_T28_2025.xlsx").contains("chưa được xác nhận"));
}

#[test]
fn a_person_says_that_the_clock_is_right() {
    let desk = thursday();
    let no = desk.json(&["release", "--now", "2025-07-12T09:00:00+07:00", "--boot", "a:6300"], &[]);
    assert_eq!((no.code, no.json["failures"][0]["code"].as_str()), (12, Some("calendar")), "{}", no.stderr);
    assert!(no.stderr.contains("--clock-is-right"), "{}", no.stderr);
    let nobody = run(&desk, "12T09:00", ("a", 105), &["--clock-is-right"]);
    assert_eq!((nobody.code, stands(&desk)), (2, (false, false)), "{}", nobody.stderr);
    let yes = run(&desk, "12T09:00", ("a", 105), &BY);
    assert_eq!((yes.code, yes.json["phase"].as_str()), (0, Some("released")), "{}", yes.stderr);
    // The next run has nothing to doubt.
    assert!(!run(&desk, "12T09:01", ("a", 106), &[]).stderr.contains("clock-is-right"));
}

#[test]
fn in_doubt_the_release_leaves_at_its_cutoff_and_says_so() {
    let desk = Desk::new();
    run(&desk, "11T15:00", ("a", 300), &[]);
    assert_eq!(stands(&desk), (true, false));
    // Ten minutes ahead: by the clock 15:25, counted 15:15; then 15:40 and 15:30, once more ahead.
    assert_eq!(run(&desk, "11T15:25", ("a", 315), &[]).json["phase"], "consolidating");
    let late = run(&desk, "11T15:46", ("a", 330), &[]);
    assert_eq!(late.json["phase"], "released", "{}", late.stderr);
    assert!(desk.product_text("TongHop_SKHCN_T28_2025.xlsx").contains("Giờ của máy tổng hợp chưa được xác nhận khi lập bản này."));
}

#[test]
fn a_jump_over_the_cutoff_waits_until_both_clocks_have_passed_it() {
    let desk = Desk::new();
    run(&desk, "11T10:40", ("a", 40), &[]);
    assert_eq!(run(&desk, "11T11:10", ("a", 50), &[]).json["phase"], "collecting", "counted 10:50");
    let desk = Desk::new();
    run(&desk, "11T10:40", ("a", 40), &[]);
    assert_eq!(run(&desk, "11T11:10", ("a", 61), &[]).json["phase"], "consolidating", "counted 11:01");
}

#[test]
fn a_clock_that_is_set_back_and_a_machine_that_is_started_anew_are_no_doubt() {
    let desk = thursday();
    assert_eq!(run(&desk, "10T09:00", ("a", 160), &[]).code, 0);
    let friday = run(&desk, "11T11:01", ("b", 3), &[]);
    assert_eq!(friday.json["phase"], "consolidating", "{}", friday.stderr);
}

#[test]
fn a_period_that_a_wrong_clock_calls_past_is_not_released() {
    let desk = thursday();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-10T10:03:00+07:00");
    assert_eq!(run(&desk, "10T10:04", ("a", 104), &[]).standing("SYT"), "on_time");
    let next = run(&desk, "15T09:00", ("a", 106), &[]);
    assert_eq!(next.json["period"]["id"], "2025-W29");
    assert_eq!(stands(&desk), (false, false), "{}", next.stderr);
    assert_eq!(run(&desk, "10T10:10", ("a", 110), &[]).standing("SYT"), "on_time");
}

#[test]
fn a_release_keeps_what_it_said_when_its_clock_is_set_right() {
    let desk = Desk::new();
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", "2025-W28").bytes(), "2025-07-11T15:18:00+07:00");
    // The first look of all: nothing to compare it with.
    let monday = run(&desk, "14T15:44", ("a", 0), &[]);
    assert_eq!((monday.json["period"]["id"].as_str(), stands(&desk)), (Some("2025-W29"), (true, true)), "{}", monday.stderr);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-12T20:00:00+07:00");
    let right = run(&desk, "13T02:49", ("a", 600), &[]);
    assert_eq!((right.standing("SYT"), right.json["files"]["after_release"].as_u64()), ("missing", Some(1)), "{}", right.json);
    let line = right.agency("STC");
    assert_eq!(
        ["standing", "evidence", "received_at"].map(|key| line[key].as_str().unwrap()),
        ["on_time", "unproven", "2025-07-14T15:44:00+07:00"],
        "{}",
        right.stderr
    );
    let verify = desk.json(&["verify", "--now", "2025-07-13T03:00:00+07:00"], &[]);
    assert_eq!(verify.code, 0, "{}{}", verify.json, verify.stderr);
}
