//! What evidence added to a freeze is derived again, with what was known when it was added.

use crate::desk::Desk;
use crate::evidence::{code_in, write_book};

const W28: &str = "2025-W28";

fn friday(time: &str) -> String {
    format!("2025-07-11T{time}+07:00")
}

fn put(desk: &Desk, path: &str, agency: &str, time: &str) {
    desk.put(path, &desk.report(agency, W28).bytes(), &friday(time));
}

fn verify(desk: &Desk) -> (i32, String) {
    let output = desk.command().args(["verify", "--now", &friday("16:00:00")]).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

/// What the third answer of `verify` says after an edit of the freeze.
fn figures_after(desk: &Desk, edit: &str) -> String {
    let ledger = rusqlite::Connection::open(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    ledger.execute_batch(&format!("UPDATE freezes SET body = {edit}")).unwrap();
    verify(desk).1.split("3. Số liệu").nth(1).unwrap().to_owned()
}

#[test]
fn what_evidence_adds_to_a_freeze_is_found_again() {
    let grown = || {
        let desk = Desk::new();
        desk.run(&friday("10:55:00"));
        put(&desk, "SYT/a.xlsx", "SYT", "11:03:00");
        put(&desk, "STC/a.xlsx", "STC", "11:03:00");
        let run = desk.run(&friday("11:05:00"));
        assert_eq!((run.standing("SYT"), run.standing("STC")), ("late", "late"));
        // A row that is written later, and taken out when it has done its work; then another one.
        write_book(&desk, &["28/2025|SYT||11/7/2025 10:40|Zalo|||"]);
        assert_eq!(desk.run(&friday("11:20:00")).standing("SYT"), "on_time");
        write_book(&desk, &[]);
        assert_eq!(desk.run(&friday("11:30:00")).standing("SYT"), "on_time");
        put(&desk, "X-A/a.xlsx", "X-A", "11:31:00");
        assert_eq!(desk.run(&friday("11:40:00")).standing("X-A"), "late");
        desk
    };
    for released in [false, true] {
        let desk = grown();
        if released {
            assert_eq!(desk.run(&friday("15:20:00")).json["phase"], "released");
        }
        let (code, text) = verify(&desk);
        assert_eq!(code, 0, "{text}");
        // Nothing gives it to this office, and to that one something did.
        let added = figures_after(&desk, "json_set(body, '$.on_time.\"X-A\"', 3)");
        assert!(added.contains("bản đúng hạn được chốt X-A, số tiếp nhận: 3 → không có"), "{added}");
        let taken = figures_after(&desk, "json_remove(body, '$.on_time.\"X-A\"', '$.on_time.SYT')");
        assert!(taken.contains("bản đúng hạn được chốt SYT, số tiếp nhận: không có → 2") && !taken.contains("X-A"), "{taken}");
    }
}

#[test]
fn what_evidence_gave_it_stays_and_is_what_is_told() {
    for later in [&["28/2025|SYT||11/7/2025 11:30|Zalo|||"][..], &[]] {
        let desk = Desk::new();
        desk.run(&friday("10:55:00"));
        desk.run(&friday("11:01:00"));
        put(&desk, "SYT/a.xlsx", "SYT", "12:00:00");
        assert_eq!(desk.run(&friday("12:05:00")).standing("SYT"), "late");
        write_book(&desk, &["28/2025|SYT||11/7/2025 10:30|Zalo|||"]);
        assert_eq!(desk.run(&friday("12:30:00")).standing("SYT"), "on_time");
        write_book(&desk, later);
        for time in ["12:40:00", "15:21:00"] {
            let run = desk.run(&friday(time));
            let warned = run.stderr.contains("nội dung cũ vẫn là căn cứ của tuần đó");
            assert_eq!(warned, time == "12:40:00", "said by the run that sees it, once: {}", run.stderr);
            let line = run.agency("SYT");
            let told = ["standing", "evidence", "received_at"].map(|key| line[key].as_str().unwrap());
            assert_eq!(told, ["on_time", "clerk", "2025-07-11T10:30:00+07:00"], "{later:?} at {time}");
        }
        let answer = desk.feedback_text("SYT");
        assert!(answer.contains("10 giờ 30") && !answer.contains("11 giờ 30"), "{answer}");
        let (code, text) = verify(&desk);
        assert_eq!(code, 0, "{text}");
        let proof = desk.command().args(["verify", &code_in(&answer), "--now", &friday("16:00:00")]).output().unwrap();
        let proof = String::from_utf8(proof.stdout).unwrap();
        assert!(
            proof.contains("bổ sung sau đó theo chứng cứ: ghi bản này là bản đúng hạn") && !proof.contains("tính là sau hạn nộp"),
            "{proof}"
        );
    }
}
