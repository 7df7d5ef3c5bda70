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
