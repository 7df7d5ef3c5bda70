//! Forms and answers in the offices' folders: put there when asked for, never in the place of what an office has there, never through a
//! link, and never read as a report, by this desk or another over the same inbox.

use crate::desk::{Desk, Run};
use std::fs;
use std::path::PathBuf;

fn friday(time: &str) -> String {
    format!("2025-07-11T{time}:00+07:00")
}

fn deliver(desk: &Desk, now: &str, more: &[&str]) -> Run {
    let run = desk.json(&["deliver", "--now", &friday(now)], more);
    assert!(run.json.is_object(), "{}", run.stderr);
    run
}

fn names(run: &Run, key: &str) -> String {
    run.json[key].to_string()
}

#[test]
fn forms_and_answers_reach_the_offices_and_come_back_as_no_report() {
    let desk = Desk::new();
    let inbox = |below: &str| -> PathBuf { desk.path("nop").join(below) };
    desk.put("SYT/hong.xlsx", b"PK", &friday("09:00"));
    desk.run(&friday("10:30"));
    // Without being asked for, no folder is made.
    let first = deliver(&desk, "10:31", &[]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    assert!(names(&first, "without_folder").contains("STC") && !inbox("STC").exists(), "{}", first.json);
    assert!(inbox("SYT/BC_SYT_T28_2025.xlsx").exists() && inbox("SYT/phan-hoi/2025-W28/PhanHoi_SYT_T28_2025.txt").exists());
    let second = deliver(&desk, "10:32", &["--make-folders"]);
    assert!(names(&second, "made").contains("nop/STC") && inbox("STC/BC_STC_T28_2025.xlsx").exists(), "{}", second.json);
    assert!(second.json["unchanged"].as_u64().unwrap() >= 3, "{}", second.json);
    // Nothing of it is a report here, nor at another desk over the same inbox: in a workspace's first two periods an untouched form counts,
    // but not one that another desk put there.
    let after = desk.run(&friday("10:40"));
    assert_eq!((after.code, after.standing("STC"), after.standing("SYT")), (0, "missing", "returned"), "{}", after.json);
    assert_eq!(after.json["files"]["received"], 0, "{}", after.json);
    let office = Desk::new();
    let inbox_of = format!(
        "rehearsal = true\n\n[desk]\ncode = \"VPTU\"\n\n[folders]\ninbox = '{}'\n\n[policy]\nsettle_seconds = 0\n",
        inbox("").display()
    );
    fs::write(office.path("tonghop.toml"), inbox_of).unwrap();
    let other = office.run(&friday("10:41"));
    // Of a form that only lies there no file is named, and the office did not send it.
    let lies = |run: &Run, code: &str| {
        let office = run.agency(code);
        (run.standing(code).to_owned(), office["form_unfilled"] == true && office["file"].is_null())
    };
    let (files, code) = (&other.json["files"], other.code);
    assert_eq!((code, &files["received"], &files["returned"], &files["skipped"]), (0, &0.into(), &1.into(), &8.into()), "{}", other.json);
    for code in ["STC", "X-A", "X-B"] {
        assert_eq!(lies(&other, code), ("missing".to_owned(), true), "{code}: {}", other.json);
    }
    // What an office made of its form stays; what is ours and changed is replaced.
    let filled = desk.report("STC", "2025-W28").bytes();
    desk.put("STC/BC_STC_T28_2025.xlsx", &filled, &friday("10:42"));
    desk.put("SYT/hong.xlsx", &desk.report("SYT", "2025-W28").bytes(), &friday("10:42"));
    desk.run(&friday("10:45"));
    // As another program saves it, it is still what nobody wrote in; and the filled one counts at both desks.
    let form = fs::read(inbox("X-B/BC_X-B_T28_2025.xlsx")).unwrap();
    let end = form.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
    desk.put("X-B/BC_X-B_T28_2025_luu-lai.xlsx", &[&form[..end + 20], &[3, 0], b"LO7"].concat(), &friday("10:45"));
    let other = office.run(&friday("10:45"));
    assert_eq!(lies(&other, "STC"), ("on_time".to_owned(), false), "{}", other.json);
    assert_eq!(lies(&other, "X-B"), ("missing".to_owned(), true), "{}", other.json);
    fs::remove_file(inbox("X-B/BC_X-B_T28_2025_luu-lai.xlsx")).unwrap();
    let held = inbox("SYT/phan-hoi/2025-W28/.~lock.PhanHoi_SYT_T28_2025.xlsx#");
    fs::write(&held, ",nguoi-dung,may-1,11.07.2025 10:44,file:///x;").unwrap();
    let third = deliver(&desk, "10:46", &[]);
    assert_eq!((third.code, names(&third, "kept")), (0, "[\"nop/STC/BC_STC_T28_2025.xlsx\"]".to_owned()), "{}", third.stderr);
    assert_eq!(fs::read(inbox("STC/BC_STC_T28_2025.xlsx")).unwrap(), filled);
    let answer = || fs::read_to_string(inbox("SYT/phan-hoi/2025-W28/PhanHoi_SYT_T28_2025.txt")).unwrap();
    assert!(answer().contains("ĐÃ NHẬN, KHÔNG CẦN SỬA"), "{}", answer());
    // Somebody has the workbook open: it is said, and comes the next time.
    assert_eq!(third.json["failures"][0]["code"], "product_open", "{}", third.json);
    fs::remove_file(held).unwrap();
    let waiting = desk.json(&["doctor", "--now", &friday("10:46")], &[]).json.to_string();
    assert!(!waiting.contains("chưa ghi được vào chỗ"), "no run would put it: {waiting}");
    let fourth = deliver(&desk, "10:47", &["--feedback"]);
    assert!(names(&fourth, "written").contains("PhanHoi_SYT_T28_2025.xlsx"), "{}", fourth.json);
    // A file of the office under the name of an answer.
    fs::write(inbox("SYT/phan-hoi/2025-W28/PhanHoi_SYT_T28_2025.txt"), "ghi chú của đơn vị").unwrap();
    assert!(names(&deliver(&desk, "10:48", &["--feedback"]), "kept").contains("PhanHoi_SYT_T28_2025.txt"));
    assert_eq!(answer(), "ghi chú của đơn vị");
    // A form put among the answers is no report until the office has changed it; under the name of a form that this desk did not put
    // there nobody can tell, and it is named; any other workbook there is the office's report.
    let answers = |code: &str, name: &str| format!("{code}/phan-hoi/2025-W28/{name}");
    fs::write(desk.path("phan-hoi/2025-W28/BC_STC_T28_2025.xlsx"), desk.report("SYT", "2025-W28").bytes()).unwrap();
    assert!(names(&deliver(&desk, "10:49", &["--feedback"]), "written").contains("BC_STC"));
    desk.put(&answers("X-A", "BC_X-A_T28_2025.xlsx"), &desk.report("X-A", "2025-W28").bytes(), &friday("10:49"));
    let unread = desk.run(&friday("10:50"));
    assert_eq!((&unread.json["files"]["received"], unread.standing("X-A")), (&0.into(), "missing"), "{}", unread.json);
    assert!(unread.stderr.contains("ngoài thư mục phan-hoi") && unread.stderr.contains("BC_X-A_T28_2025"), "{}", unread.stderr);
    assert!(!unread.stderr.contains("BC_STC_T28_2025"), "{}", unread.stderr);
    let doctor = desk.json(&["doctor", "--now", &friday("10:50")], &[]).json.to_string();
    assert!(doctor.contains(&answers("X-A", "BC_X-A_T28_2025.xlsx")) && !doctor.contains(&answers("STC", "BC_STC")), "{doctor}");
    desk.put(&answers("X-A", "BC_X-A_sua.xlsx"), &desk.report("X-A", "2025-W28").bytes(), &friday("10:51"));
    desk.put(&answers("STC", "BC_STC_T28_2025.xlsx"), &filled, &friday("10:51"));
    let read = desk.run(&friday("10:52"));
    assert_eq!((&read.json["files"]["received"], read.standing("X-A")), (&2.into(), "on_time"), "{}", read.json);
    // An office that does not report is refused, whatever is asked for.
    let refused = deliver(&desk, "10:53", &["--feedback", "--agency", "BNC"]);
    assert_eq!(refused.code, 2, "{}", refused.json);
    // Below the mount point of a share that is away nothing is made.
    fs::rename(desk.path("nop"), desk.path("nop-that")).unwrap();
    fs::create_dir(desk.path("nop")).unwrap();
    let away = deliver(&desk, "10:54", &["--forms", "--make-folders"]);
    assert_eq!((away.code, fs::read_dir(desk.path("nop")).unwrap().count()), (10, 0), "{}", away.json);
}

/// Whoever can put a link into a folder of the inbox must not have us write elsewhere, whether by `deliver` or by a run.
#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let desk = Desk::new();
    let elsewhere = desk.path("noi-khac");
    fs::create_dir_all(desk.path("nop/SYT")).unwrap();
    fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, desk.path("nop/SYT/phan-hoi")).unwrap();
    desk.put("SYT/BC_SYT.xlsx", &desk.report("SYT", "2025-W28").bytes(), &friday("09:00"));
    desk.run(&friday("10:30"));
    let refused = deliver(&desk, "10:31", &["--feedback"]);
    assert_eq!((refused.code, &refused.json["failures"][0]["code"]), (13, &"product".into()), "{}", refused.json);
    assert!(refused.stderr.contains("liên kết"), "{}", refused.stderr);
    desk.configure("[folders]\nfeedback = \"nop/{folder}/phan-hoi\"");
    let run = desk.run(&friday("10:40"));
    assert_eq!((run.code, run.standing("SYT")), (13, "on_time"), "the report counts all the same: {}", run.json);
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
}
