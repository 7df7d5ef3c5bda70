//! What the desk decides about a rule, from when to when, and why.

use crate::desk::{Desk, Run};
use serde_json::Value as Json;

/// How many warnings SYT has.
fn count(run: &Run) -> u64 {
    run.agency("SYT")["warnings"].as_u64().unwrap()
}

/// SYT writes another deadline than the register has (N08): told in week 29, not in week 28, for which it is off.
#[test]
fn a_rule_is_off_from_its_first_day_to_its_last_and_the_log_says_why() {
    let (desk, plain) = (Desk::new(), Desk::new());
    desk.configure("[[rules.change]]\ncode = \"N08\"\noff = true\nfrom = 2025-07-07\nuntil = 2025-07-13\nreason = \"Chờ công văn 12\"");
    let mut warnings = Vec::new();
    for (week, friday) in [("28", "11"), ("29", "18")] {
        for desk in [&desk, &plain] {
            let mut report = desk.report("SYT", &format!("2025-W{week}"));
            report.set("NhiemVu", "KH11-002", "Thời hạn", "31/12/2025");
            desk.put(&format!("SYT/BC_SYT_T{week}_2025.xlsx"), &report.bytes(), &format!("2025-07-{friday}T09:00:00+07:00"));
            let run = desk.run(&format!("2025-07-{friday}T10:00:00+07:00"));
            assert_eq!(run.standing("SYT"), "on_time");
            warnings.push(count(&run));
            assert_eq!(desk.run(&format!("2025-07-{friday}T15:25:00+07:00")).code, 0);
        }
    }
    assert_eq!((warnings[0] + 1, warnings[2]), (warnings[1], warnings[3]), "{warnings:?}");
    let text = |week: &str| desk.texts(&format!("ket-qua/2025-W{week}/NoiBo_SKHCN_T{week}_2025.xlsx")).join("\n");
    let told = "N08: tắt từ 07/7/2025 đến hết 13/7/2025. Lý do: Chờ công văn 12";
    assert!(text("28").contains(told), "{}", text("28"));
    assert!(!text("29").contains("Chờ công văn 12"));
    assert_eq!(desk.json(&["verify", "--now", "2025-07-18T16:00:00+07:00"], &[]).code, 0);
    // Asked about the past, the rule also speaks of the week for which it was off.
    let asked = desk.json(&["explain", "n08", "--history", "8", "--now", "2025-07-18T16:00:00+07:00"], &[]);
    let told = |of: &Json| (of["period"].as_str().unwrap().to_owned(), of["places"].as_u64().unwrap(), of["agencies"].as_u64().unwrap());
    let weeks: Vec<_> = asked.json["history"].as_array().unwrap().iter().map(told).collect();
    assert_eq!(weeks, [("2025-W29".to_owned(), 1, 1), ("2025-W28".to_owned(), 1, 1)]);
}

/// Of another weight, in the same place.
#[test]
fn a_warning_becomes_a_note() {
    let (desk, plain) = (Desk::new(), Desk::new());
    desk.configure("[[rules.change]]\ncode = \"N08\"\nseverity = \"note\"\nreason = \"Đang rà soát\"");
    let [changed, plain] = [desk, plain].map(|desk| {
        let mut report = desk.report("SYT", "2025-W28");
        report.set("NhiemVu", "KH11-002", "Thời hạn", "31/12/2025");
        desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), "2025-07-11T09:00:00+07:00");
        let run = desk.run("2025-07-11T10:00:00+07:00");
        assert!(desk.feedback_text("SYT").contains("N08"), "{}", desk.feedback_text("SYT"));
        count(&run)
    });
    assert_eq!(changed + 1, plain);
}

/// A rule on trial: the desk reads what it finds; the office's slip and counts are as if the rule were off.
#[test]
fn a_rule_on_trial_is_told_to_the_desk_alone() {
    let decided = |how: &str| format!("[[rules.change]]\ncode = \"N08\"\n{how}\nreason = \"Chờ công văn 12\"");
    let (desk, off) = (Desk::new(), Desk::new());
    desk.configure(&decided("trial = true"));
    off.configure(&decided("off = true"));
    let [tried, silent] = [&desk, &off].map(|desk| {
        let mut report = desk.report("SYT", "2025-W28");
        report.set("NhiemVu", "KH11-002", "Thời hạn", "31/12/2025");
        desk.put("SYT/BC_SYT_T28_2025.xlsx", &report.bytes(), "2025-07-11T09:00:00+07:00");
        let run = desk.run("2025-07-11T10:00:00+07:00");
        assert_eq!(desk.run("2025-07-11T15:25:00+07:00").code, 0);
        run
    });
    // Another configuration, another ledger: its codes of receipt are others.
    let code = |run: &Run| run.agency("SYT")["receipt_code"].as_str().unwrap().to_owned();
    let line = |run: &Run| run.agency("SYT").to_string().replace(&code(run), "");
    assert_eq!(line(&tried), line(&silent));
    assert_eq!(desk.feedback_text("SYT").replace(&code(&tried), ""), off.feedback_text("SYT").replace(&code(&silent), ""));
    let trials = tried.json["trials"].as_array().unwrap();
    let told = (trials[0]["code"].as_str(), trials[0]["places"].as_u64(), trials[0]["agencies"].as_u64());
    assert_eq!((trials.len(), told), (1, (Some("N08"), Some(1), Some(1))));
    assert_eq!(silent.json["trials"], serde_json::json!([]));
    let log = desk.texts("ket-qua/2025-W28/NoiBo_SKHCN_T28_2025.xlsx").join("\n");
    assert!(log.contains("Quy tắc đang thử nghiệm: 1 chỗ"), "{log}");
    let example = format!("{:?}", trials[0]["example"].as_str().unwrap());
    assert!(log.contains(&example), "{log}");
    assert!(log.contains("N08: thử nghiệm, không báo cơ quan. Lý do: Chờ công văn 12"), "{log}");
    let leaves = desk.texts("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx").join("\n");
    assert!(!leaves.contains("thử nghiệm"), "{leaves}");
    assert_eq!(desk.json(&["verify", "--now", "2025-07-11T16:00:00+07:00"], &[]).code, 0);
    let file = desk.path("nop/SYT/BC_SYT_T28_2025.xlsx");
    let checked = desk.json(&["check", file.to_str().unwrap(), "--agency", "SYT", "--now", "2025-07-11T16:00:00+07:00"], &[]);
    let found = checked.json["files"][0]["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "N08").unwrap().clone();
    assert_eq!(found["severity"], "trial");
}

/// Three versions have the same slip in their names (T15); an office is told of the one that counts, and so counts the trial.
#[test]
fn a_trial_counts_the_version_that_counts() {
    let desk = Desk::new();
    desk.configure("[[rules.change]]\ncode = \"T15\"\ntrial = true\nreason = \"Chờ công văn 12\"");
    let mut tried = Vec::new();
    for (hour, percent) in [("08", "40"), ("09", "41"), ("10", "42")] {
        let mut report = desk.report("SYT", "2025-W28");
        report.set("NhiemVu", "KH11-002", "Tỷ lệ hoàn thành (%)", percent);
        desk.put("SYT/BC_SYT_T27_2025.xlsx", &report.bytes(), &format!("2025-07-11T{hour}:00:00+07:00"));
        let run = desk.run(&format!("2025-07-11T{hour}:30:00+07:00"));
        assert_eq!(run.standing("SYT"), "on_time");
        tried.push((run.json["trials"][0]["code"].clone(), run.json["trials"][0]["places"].clone()));
    }
    assert_eq!(tried, vec![(Json::from("T15"), Json::from(1)); 3]);
}

/// A figure six times what it was: asked about (C09), but not while a jump begins at seven times. The weeks that were
/// released can be asked with another number, and a number that no rule takes is refused.
#[test]
fn a_threshold_holds_from_its_day_and_the_past_can_be_asked_with_another() {
    let desk = Desk::new();
    desk.configure("[[rules.change]]\ncode = \"C09\"\nthresholds = { times = 7 }\nfrom = 2025-07-21\nreason = \"Chỉ tiêu mới\"");
    let mut told = Vec::new();
    for (week, day, figure) in [("28", "11", "10"), ("29", "18", "60"), ("30", "25", "10")] {
        let mut report = desk.report("SKHCN", &format!("2025-W{week}"));
        report.set("ChiTieu", "CT-001", "Tử số", "").set("ChiTieu", "CT-001", "Mẫu số", "");
        report.set("ChiTieu", "CT-001", "Kết quả đến kỳ báo cáo", figure);
        desk.put(&format!("SKHCN/BC_SKHCN_T{week}_2025.xlsx"), &report.bytes(), &format!("2025-07-{day}T09:00:00+07:00"));
        desk.run(&format!("2025-07-{day}T10:00:00+07:00"));
        told.push(desk.feedback_text_of("SKHCN", &format!("2025-W{week}"), &format!("T{week}")).contains("C09"));
        assert_eq!(desk.run(&format!("2025-07-{day}T15:25:00+07:00")).code, 0);
    }
    assert_eq!(told, [false, true, false], "no history, six times more, six times less under the other number");
    let now = ["--now", "2025-07-25T16:00:00+07:00"];
    assert_eq!(desk.json(&["verify"], &now).code, 0);
    let places = |with: &[&str]| {
        let asked = desk.json(&["explain", "C09", "--history", "8"], &[with, &now[..]].concat());
        let weeks = asked.json["history"].as_array().unwrap().iter().map(|week| week["places"].as_u64().unwrap());
        weeks.collect::<Vec<_>>()
    };
    assert_eq!(places(&[]), [1, 1, 0]);
    assert_eq!(places(&["--with", "times=7"]), [0, 0, 0]);
    let log = desk.texts("ket-qua/2025-W30/NoiBo_SKHCN_T30_2025.xlsx").join("\n");
    assert!(log.contains("C09: ngưỡng times = 7 từ 21/7/2025. Lý do: Chỉ tiêu mới"), "{log}");
    assert_eq!(desk.json(&["explain", "C09", "--history", "8", "--with", "time=7"], &now).code, 2);
    desk.configure("[[rules.change]]\ncode = \"C09\"\nthresholds = { times = 1 }\nreason = \"Sai\"");
    let refused = desk.json(&["run"], &now);
    let told = refused.json["failures"].to_string();
    assert!(refused.code == 2 && told.contains("ngưỡng times của C09 chỉ nhận từ 2 đến 1000 (lần)"), "{told}");
}

#[test]
fn explain_prints_the_number_that_holds_and_that_of_the_program() {
    let desk = Desk::new();
    desk.configure("[[rules.change]]\ncode = \"N26\"\nthresholds = { weeks = 4 }\nfrom = 2025-07-07\nreason = \"Tổng kết quý\"");
    let said = |day: &str| {
        let now = format!("2025-07-{day}T09:00:00+07:00");
        let json = desk.json(&["explain", "N26", "--now", &now], &[]).json;
        let weeks = json["rules"][0]["thresholds"].as_array().unwrap().iter().find(|one| one["name"] == "weeks").unwrap().clone();
        let output = desk.command().args(["explain", "N26", "--now", &now]).output().unwrap();
        (weeks["in_force"].as_i64(), weeks["default"].as_i64(), String::from_utf8(output.stdout).unwrap())
    };
    let (now, default, text) = said("11");
    assert_eq!((now, default), (Some(4), Some(3)));
    assert!(text.contains("weeks = 4 tuần (mặc định 3;") && text.contains("là số mặc định của chương trình"), "{text}");
    let (before, _, text) = said("04");
    assert!(before == Some(3) && text.contains("weeks = 3 tuần (mặc định;") && !text.contains("là số mặc định của chương trình"), "{text}");
}

#[test]
fn explain_says_that_a_rule_is_off_on_trial_or_weighs_otherwise() {
    for (decided, word, told) in [
        ("off = true", "off", "hiện đang tắt"),
        ("trial = true", "trial", "hiện chạy thử"),
        ("severity = \"note\"", "note", "hiện ở mức Ghi nhận"),
    ] {
        let desk = Desk::new();
        let before = desk.json(&["explain", "N33", "--now", "2025-07-11T09:00:00+07:00"], &[]).json;
        assert_eq!(before["rules"][0]["in_force"], before["rules"][0]["severity"]);
        desk.configure(&format!("[[rules.change]]\ncode = \"N33\"\n{decided}\nfrom = 2025-07-07\nreason = \"Tổng kết quý\""));
        let now = ["explain", "N33", "--now", "2025-07-11T09:00:00+07:00"];
        assert_eq!(desk.json(&now, &[]).json["rules"][0]["in_force"], word, "{decided}");
        let text = String::from_utf8(desk.command().args(now).output().unwrap().stdout).unwrap();
        assert!(text.contains(told), "{decided}: {text}");
    }
}
