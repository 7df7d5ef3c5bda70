//! Which version counts and what its standing is: late, early, moved, put back, several at once.

use super::{W28, after_a_good_week, data, files, friday, of, percent, verified};
use crate::desk::Desk;
use std::fs;

#[test]
fn a_version_proved_on_time_after_the_freeze_counts() {
    let desk = Desk::new();
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "41"), &friday("09:00:00"));
    desk.run(&friday("10:00:00"));
    // The second one is on its way at the freeze and complete afterwards; the server's time lies before the cutoff.
    let second = percent(&desk, "SYT", W28, "57");
    desk.put("SYT/b.xlsx", &second[..second.len() - 40], &friday("10:58:00"));
    let run = desk.run(&friday("11:00:00"));
    assert_eq!((files(&run, "arriving"), run.agency("SYT")["version"].as_u64()), (1, Some(1)));
    desk.put("SYT/b.xlsx", &second, &friday("10:59:00"));
    let run = desk.run(&friday("11:05:00"));
    assert_eq!(run.agency("SYT")["version"], 2, "{}", run.agency("SYT"));
    assert_eq!(run.agency("SYT")["evidence"], "server_time");
    assert_eq!(run.agency("SYT")["changed_after_cutoff"], false);
    desk.run(&friday("15:20:00"));
    verified(&desk, &friday("16:00:00"));
}

#[test]
fn an_older_version_put_back_counts_again() {
    let desk = Desk::new();
    let (first, second) = (percent(&desk, "SYT", W28, "41"), percent(&desk, "SYT", W28, "57"));
    desk.put("SYT/a.xlsx", &first, &friday("09:00:00"));
    desk.run(&friday("09:05:00"));
    desk.put("SYT/a.xlsx", &second, &friday("09:30:00"));
    desk.run(&friday("09:35:00"));
    desk.put("SYT/a.xlsx", &first, &friday("10:00:00"));
    let run = desk.run(&friday("10:05:00"));
    assert_eq!(run.agency("SYT")["version"], 3, "{}", run.agency("SYT"));
    // A mere copy of the second one elsewhere is no new version.
    desk.put("_chung/ban sao.xlsx", &second, &friday("10:10:00"));
    let run = desk.run(&friday("10:15:00"));
    assert_eq!(run.agency("SYT")["version"], 3, "{}", run.agency("SYT"));
    // After the cutoff the second one comes back: too late.
    desk.put("SYT/a.xlsx", &second, &friday("11:10:00"));
    let run = desk.run(&friday("11:15:00"));
    assert_eq!((run.agency("SYT")["version"].as_u64(), run.agency("SYT")["changed_after_cutoff"].as_bool()), (Some(3), Some(true)));
    desk.run(&friday("15:20:00"));
    verified(&desk, &friday("16:00:00"));
}

#[test]
fn a_report_of_an_agency_that_is_not_in_effect_is_not_lost() {
    for (last_day, standing) in [("30/6/2025", "exempt"), ("31/7/2025", "on_time")] {
        let desk = Desk::new();
        let report = desk.report("STC", W28).bytes();
        desk.write_register(&[("DonVi", 3, "Hiệu lực đến", last_day), ("DonVi", 3, "Đơn vị kế thừa", "SYT")]);
        desk.put("STC/BC_STC_T28_2025.xlsx", &report, &friday("09:00:00"));
        let run = desk.run(&friday("10:00:00"));
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(run.standing("STC"), standing, "last day {last_day}: {}", desk.feedback_text("STC"));
        assert!(!desk.feedback_text("STC").is_empty());
        assert_eq!(run.standing("SYT"), "missing");
    }
}

#[test]
fn a_report_seen_before_the_cutoff_in_a_wrong_folder_is_on_time_when_it_is_moved() {
    let desk = Desk::new();
    let report = desk.report("STC", W28).bytes();
    desk.put("SYT/BC_STC_T28_2025.xlsx", &report, &friday("09:00:00"));
    let run = desk.run(&friday("10:00:00"));
    assert_eq!((run.standing("SYT"), run.standing("STC")), ("returned", "missing"));
    desk.run(&friday("10:55:00"));
    fs::remove_file(desk.path("nop/SYT/BC_STC_T28_2025.xlsx")).unwrap();
    desk.put("STC/BC_STC_T28_2025.xlsx", &report, &friday("11:10:00"));
    let run = desk.run(&friday("11:15:00"));
    assert_eq!(run.standing("STC"), "on_time", "this very content was seen before the cutoff");
    assert_eq!(
        (run.agency("STC")["evidence"].as_str(), run.agency("STC")["received_at"].as_str()),
        (Some("scan"), Some(friday("10:00:00").as_str()))
    );
    desk.run(&friday("15:20:00"));
    verified(&desk, &friday("16:00:00"));
}

#[test]
fn a_contradicted_server_time_is_as_good_as_none() {
    // Nobody looked from 9:00 to 11:30; a folder that was moved in brings times older than the last look.
    let desk = Desk::new();
    desk.run(&friday("09:00:00"));
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "41"), &friday("08:00:00"));
    let run = desk.run(&friday("11:30:00"));
    assert_eq!((run.standing("SYT"), run.agency("SYT")["evidence"].as_str()), ("on_time", Some("unproven")));
}

#[test]
fn several_files_of_one_scan() {
    // name, "Lần nộp", percent; which percent counts, none for a tie.
    type File = (&'static str, &'static str, &'static str);
    let cases: [(&[File], Option<&str>); 5] = [
        (&[("BC.xlsx", "1", "41"), ("BC (1).xlsx", "", "52")], Some("41")),
        (&[("BC.xlsx", "", "41"), ("BC_SD1.xlsx", "", "52")], Some("52")),
        (&[("BC.xlsx", "2", "41"), ("BC_SD9.xlsx", "1", "52")], Some("41")),
        (&[("BC.xlsx", "", "41"), ("BC (1).xlsx", "", "52")], None),
        (&[("BC sửa lần 2.xlsx", "", "41"), ("BC sua lan 1.xlsx", "", "52")], Some("41")),
    ];
    for (files, wanted) in cases {
        let desk = Desk::new();
        for (name, revision, value) in files {
            let mut draft = desk.report("SYT", W28);
            if !revision.is_empty() {
                draft.info("Lần nộp", revision);
            }
            draft.set("NhiemVu", "KH11-001", "Tỷ lệ hoàn thành (%)", value);
            desk.put(&format!("SYT/{name}"), &draft.bytes(), &friday("09:00:00"));
        }
        let run = desk.run(&friday("10:00:00"));
        desk.run(&friday("15:20:00"));
        let task = of(&data(&desk, W28)["tasks"], "KH11-001").clone();
        assert_eq!(task["percent"].as_str(), wanted, "{files:?}: {}", desk.feedback_text("SYT"));
        let code = if wanted.is_some() { "T18" } else { "T17" };
        assert!(desk.feedback_text("SYT").contains(code), "{files:?}");
        assert_eq!(run.standing("SYT"), if wanted.is_some() { "on_time" } else { "returned" });
    }
    // Server time decides, weakly.
    let desk = Desk::new();
    desk.put("SYT/a.xlsx", &percent(&desk, "SYT", W28, "41"), &friday("09:30:00"));
    desk.put("SYT/b.xlsx", &percent(&desk, "SYT", W28, "52"), &friday("09:00:00"));
    assert_eq!(desk.run(&friday("10:00:00")).agency("SYT")["file"], "SYT/a.xlsx");
    assert!(desk.feedback_text("SYT").contains("căn cứ yếu"), "{}", desk.feedback_text("SYT"));
}

#[test]
fn odd_places_and_names() {
    let desk = Desk::new();
    desk.write_register(&[("DonVi", 5, "Đơn vị cấp trên", "SYT")]);
    // A child below its parent's folder, beside the parent's own; a file at the top; an unlisted folder; NFD; 0 bytes.
    desk.put("SYT/xa.xlsx", &desk.report("X-A", W28).bytes(), &friday("09:00:00"));
    desk.put("SYT/so.xlsx", &desk.report("SYT", W28).bytes(), &friday("09:00:00"));
    desk.put("tong hop.xlsx", &desk.report("SKHCN", W28).bytes(), &friday("09:00:00"));
    desk.put("Khác/vp.xlsx", &desk.report("VPTU", W28).bytes(), &friday("09:00:00"));
    desk.put("stc/bao ca\u{301}o tua\u{302}\u{300}n 28.xlsx", &desk.report("STC", W28).bytes(), &friday("09:00:00"));
    desk.put("X-B/0.xlsx", b"", &friday("09:00:00"));
    desk.put("X-B/~$0.xlsx", b"lock", &friday("09:00:00"));
    desk.put("BNC/BC_BNC_T28_2025.xlsx", &desk.report("BNC", W28).bytes(), &friday("09:00:00"));
    let run = desk.run(&friday("10:00:00"));
    for agency in ["SYT", "X-A", "SKHCN", "VPTU", "STC"] {
        assert_eq!(run.standing(agency), "on_time", "{agency}: {}", run.agency(agency));
    }
    assert_eq!((run.standing("X-B"), run.standing("BNC")), ("arriving", "exempt"));
    assert_eq!(desk.run(&friday("10:02:00")).standing("X-B"), "returned");
    assert!(desk.feedback_text("X-B").contains("T01"));
    assert!(!desk.feedback_text("BNC").is_empty(), "an exempt agency that reports is answered");
    assert_eq!((files(&run, "received"), files(&run, "arriving"), files(&run, "skipped")), (6, 1, 1));
}

#[test]
fn a_shrunk_inbox_changes_nothing_of_before_and_calls_nobody_missing() {
    let desk = after_a_good_week();
    let before = desk.products();
    for agency in ["SKHCN", "SYT", "STC", "VPTU", "X-A"] {
        fs::remove_dir_all(desk.path("nop").join(agency)).unwrap();
    }
    let run = desk.run("2025-07-18T11:00:00+07:00");
    assert_eq!(run.code, 10, "{}", run.stderr);
    assert_eq!(run.json["failures"][0]["code"], "inbox_shrunk", "{}", run.json);
    let after = desk.products();
    for (name, bytes) in before.iter().filter(|(name, _)| !name.contains("_so-tiep-nhan")) {
        assert!(after.get(name) == Some(bytes), "{name}");
    }
    assert_eq!((run.standing("SYT"), run.standing("STC")), ("unknown", "unknown"), "the week is frozen from the records");
}

#[test]
fn late_reports_are_merged_where_the_policy_says_so_and_stay_late() {
    for (policy, merged) in [("exclude", false), ("include", true)] {
        let desk = Desk::new();
        let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
        fs::write(desk.path("tonghop.toml"), format!("{config}late_reports = \"{policy}\"\n")).unwrap();
        desk.run(&friday("10:55:00"));
        desk.put("STC/a.xlsx", &percent(&desk, "STC", W28, "41"), &friday("11:01:00"));
        desk.run(&friday("11:05:00"));
        desk.run(&friday("15:20:00"));
        let now = data(&desk, W28);
        let agency = of(&now["agencies"], "STC");
        assert_eq!((agency["standing"].as_str(), agency["merged"].as_bool()), (Some("late"), Some(merged)));
        assert_eq!(of(&now["tasks"], "KH11-003")["percent"].as_str(), merged.then_some("41"));
        verified(&desk, &friday("16:00:00"));
    }
}

#[test]
fn an_exact_minute_and_a_broken_file_that_stays() {
    let desk = Desk::new();
    desk.run(&friday("10:40:00"));
    // Ten minutes unchanged, and over two runs: then it is judged; never before.
    let half = &desk.report("SYT", W28).bytes()[..2000];
    desk.put("SYT/a.xlsx", half, &friday("10:45:00"));
    let run = desk.run(&friday("10:50:00"));
    assert_eq!((files(&run, "arriving"), run.standing("SYT")), (1, "arriving"));
    let run = desk.run(&friday("10:52:00"));
    assert_eq!((files(&run, "arriving"), run.standing("SYT")), (1, "arriving"), "two runs, and not ten minutes");
    let run = desk.run(&friday("10:55:00"));
    assert_eq!((files(&run, "returned"), run.standing("SYT")), (1, "returned"));
    assert!(desk.feedback_text("SYT").contains("T02"));
    desk.put("STC/a.xlsx", half, &friday("10:46:00"));
    let run = desk.run(&friday("10:56:00"));
    assert_eq!((files(&run, "arriving"), run.standing("STC")), (1, "arriving"), "ten minutes, and one run");
    let run = desk.run(&friday("10:57:00"));
    assert_eq!((files(&run, "returned"), run.standing("STC")), (1, "returned"));
    // The very instant of the cutoff freezes, and what it sees first is late.
    desk.put("X-A/a.xlsx", &desk.report("X-A", W28).bytes(), &friday("11:00:00"));
    let run = desk.run(&friday("11:00:00"));
    assert_eq!((run.json["phase"].as_str(), run.standing("X-A")), (Some("consolidating"), "late"));
}
