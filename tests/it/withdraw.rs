//! A release taken back before anybody took it: the version is void, its files say so in their names, the week goes on, and
//! the next release has the next number.

use crate::desk::Desk;
use std::collections::BTreeMap;
use std::fs;

const W28: &str = "2025-W28";
const FOLDER: &str = "ket-qua/2025-W28";
const BY: [&str; 4] = ["--reason", "sai số ở Sở Y tế", "--by", "Nguyễn Văn A"];

fn friday(time: &str) -> String {
    format!("2025-07-11T{time}:00+07:00")
}

fn say(desk: &Desk, arguments: &[&str], time: &str) -> (i32, String) {
    let output = desk.command().args(arguments).args(["--now", time]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), said)
}

fn ok(desk: &Desk, arguments: &[&str], time: &str) -> String {
    let (code, said) = say(desk, arguments, time);
    assert_eq!(code, 0, "{arguments:?}: {said}");
    said
}

fn withdraw(desk: &Desk, time: &str) -> String {
    ok(desk, &[&["withdraw", "--period", W28], &BY[..]].concat(), &friday(time))
}

/// Week 28: one office on time, one late; released by hand at 14:00.
fn released() -> Desk {
    let desk = Desk::new();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), &friday("09:00"));
    desk.run(&friday("10:50"));
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", W28).bytes(), &friday("11:20"));
    desk.run(&friday("11:30"));
    assert_eq!(desk.json(&["release", "--now", &friday("14:00")], &[]).json["phase"], "released");
    desk
}

/// Every file of the products of the week, by name.
fn products(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(desk.path(FOLDER))
        .unwrap()
        .map(Result::unwrap)
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect()
}

const LEFT: [&str; 4] =
    ["NoiBo_SKHCN_T28_2025.xlsx", "TongHop_SKHCN_T28_2025.json", "TongHop_SKHCN_T28_2025.xlsx", "BaoCao_SKHCN_T28_2025.docx"];

fn renamed(name: &str) -> String {
    let (stem, end) = name.rsplit_once('.').unwrap();
    format!("{stem}_huy.{end}")
}

fn verified(desk: &Desk, time: &str) -> String {
    ok(desk, &["verify"], &friday(time))
}

#[test]
fn the_week_goes_on_and_the_next_run_releases_version_2() {
    let desk = released();
    let before = products(&desk);
    let said = withdraw(&desk, "14:10");
    assert!(said.contains("Đã hủy bản số 1") && said.contains("TongHop_SKHCN_T28_2025_huy.xlsx"), "{said}");
    assert!(said.contains("Bản số 2: chương trình tự chốt bản tổng hợp từ 15 giờ 20 ngày 11/7/2025"), "{said}");
    let after = products(&desk);
    for name in LEFT {
        assert!(!after.contains_key(name) && after[&renamed(name)] == before[name], "{name} is kept under a name that says so");
    }
    let status = ok(&desk, &["status"], &friday("14:11"));
    assert!(status.contains("Bản số 1 đã hủy lúc 14 giờ 10 ngày 11/7/2025 (lý do: sai số ở Sở Y tế)"), "{status}");
    assert!(status.contains("Đã chốt, đang tổng hợp"), "{status}");
    verified(&desk, "14:12");

    // What a person decides now, and what comes now, is for the next release.
    let run = desk.run(&friday("14:15"));
    assert_eq!((run.json["phase"].as_str(), run.standing("STC"), run.code), (Some("consolidating"), "late", 0), "{}", run.stderr);
    assert!(desk.product_text("TongHop_SKHCN_T28_2025_du-thao.xlsx").contains("Dự thảo bản số 2, thay bản số 1 đã hủy lúc 14 giờ 10"));
    ok(&desk, &[&["admit", "STC"], &BY[..]].concat(), &friday("14:20"));
    let run = desk.run(&friday("15:21"));
    assert_eq!((run.json["phase"].as_str(), run.standing("STC"), run.code), (Some("released"), "admitted", 0), "{}", run.stderr);
    let paths: Vec<&str> = run.json["outputs"].as_array().unwrap().iter().map(|o| o["path"].as_str().unwrap()).collect();
    assert!(paths.contains(&"ket-qua/2025-W28/TongHop_SKHCN_T28_2025_v2.xlsx"), "{paths:?}");

    let first_page = desk.product_text("TongHop_SKHCN_T28_2025_v2.xlsx");
    assert!(first_page.contains("Bản số 2, thay bản số 1 đã hủy lúc 14 giờ 10 ngày 11/7/2025."), "{first_page}");
    assert!(first_page.contains("thay_ban_huy") && !first_page.contains("LẬP SAU HẠN") && !first_page.contains("Khác biệt"));
    assert!(!first_page.contains("Nguyễn Văn A") && !first_page.contains("sai số ở Sở Y tế"), "neither person nor reason leaves");
    let internal = desk.product_text("NoiBo_SKHCN_T28_2025_v2.xlsx");
    assert!(internal.contains("Hủy bản số 1") && internal.contains("Nguyễn Văn A"), "{internal}");
    let json: serde_json::Value = serde_json::from_slice(&products(&desk)["TongHop_SKHCN_T28_2025_v2.json"]).unwrap();
    assert_eq!((json["edition"]["version"].as_u64(), json["in_place_of"][0]["version"].as_u64()), (Some(2), Some(1)));
    for name in LEFT {
        assert!(!products(&desk).contains_key(name), "{name} is not put back");
    }
    let told = verified(&desk, "15:25");
    assert!(told.contains("Bản trình ký Tuần 28/2025 (07 - 13/7/2025) (lúc 14 giờ 00 ngày 11/7/2025), đã hủy: khớp"), "{told}");
    assert!(told.contains("Bản trình ký số 2 Tuần 28/2025 (07 - 13/7/2025) (lúc 15 giờ 21 ngày 11/7/2025): khớp"), "{told}");
}

#[test]
fn nothing_of_a_void_version_reaches_the_next_week() {
    let desk = released();
    withdraw(&desk, "14:10");
    // Another figure in the version that stays.
    let mut again = desk.report("STC", W28);
    again.set("NhiemVu", "KH11-003", "Tỷ lệ hoàn thành (%)", "90");
    desk.put("STC/BC_STC_T28_2025.xlsx", &again.bytes(), &friday("14:20"));
    desk.run(&friday("14:25"));
    ok(&desk, &[&["admit", "STC"], &BY[..]].concat(), &friday("14:30"));
    desk.run(&friday("15:21"));
    for time in ["10:55", "11:05", "15:20"] {
        desk.run(&format!("2025-07-18T{time}:00+07:00"));
    }
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(desk.path("ket-qua/2025-W29/TongHop_SKHCN_T29_2025.json")).unwrap()).unwrap();
    let task = json["tasks"].as_array().unwrap().iter().find(|t| t["code"] == "KH11-003").unwrap().clone();
    assert_eq!(task["percent"], "90", "{task}");
    assert_eq!(say(&desk, &["verify"], "2025-07-18T16:00:00+07:00").0, 0);
    // To the next week a report for the one before is what it always was.
    desk.put("X-B/BC_X-B.xlsx", &desk.report("X-B", W28).bytes(), "2025-07-21T08:00:00+07:00");
    assert_eq!(desk.run("2025-07-21T08:05:00+07:00").standing("X-B"), "returned");
}

#[test]
fn it_is_refused_once_sent_and_from_the_cutoff_on() {
    let desk = Desk::new();
    let ask = |time: &str| say(&desk, &[&["withdraw", "--period", W28], &BY[..]].concat(), &friday(time));
    desk.run(&friday("10:50"));
    let (code, said) = ask("11:00");
    assert!(code == 12 && said.contains("chưa chốt bản tổng hợp"), "{said}");
    ok(&desk, &["release"], &friday("14:00"));
    let (code, said) = say(&desk, &["withdraw", "--period", W28, "--reason", " ", "--by", "A"], &friday("14:01"));
    assert_eq!(code, 2, "{said}");
    let (code, said) = ask("15:30");
    assert!(code == 12 && said.contains("đã đến hạn tổng hợp") && said.contains("tonghop reopen --period 2025-W28"), "{said}");
    ok(&desk, &["sent", "--period", W28, "--number", "12/BC", "--at", "14:05", "--by", "Trần Thị Bình"], &friday("14:06"));
    let (code, said) = ask("14:10");
    assert!(code == 12 && said.contains("đã gửi theo văn bản số 12/BC") && said.contains("tonghop reopen"), "{said}");
    verified(&desk, "14:20");
}

#[test]
fn a_further_version_is_withdrawn_and_the_one_before_is_in_force_again() {
    let desk = released();
    ok(&desk, &["sent", "--period", W28, "--number", "12/BC", "--at", "14:05", "--by", "Trần Thị Bình"], &friday("14:06"));
    ok(&desk, &[&["reopen", "--period", W28], &BY[..]].concat(), &friday("14:10"));
    ok(&desk, &["release", "--period", W28], &friday("14:20"));
    let said = withdraw(&desk, "14:30");
    assert!(said.contains("Đã hủy bản số 2") && said.contains("Bản số 1 có hiệu lực trở lại"), "{said}");
    let status = ok(&desk, &["status"], &friday("14:31"));
    assert!(status.contains("Bản số 1 đang có hiệu lực. Đã gửi lúc 14 giờ 05") && status.contains("để lập bản số 3"), "{status}");
    ok(&desk, &[&["admit", "STC", "--period", W28], &BY[..]].concat(), &friday("14:35"));
    let run = desk.run(&friday("15:21"));
    assert_eq!(run.json["phase"], "released", "only a person releases a reopened week");
    assert!(!products(&desk).keys().any(|name| name.contains("_v3")), "{:?}", products(&desk).keys());
    let said = ok(&desk, &["release", "--period", W28], &friday("15:25"));
    assert!(said.contains("Đã chốt bản số 3") && said.contains("bản số 1 được giữ nguyên"), "{said}");
    let text = desk.product_text("TongHop_SKHCN_T28_2025_v3.xlsx");
    assert!(text.contains("Bản số 3, thay thế bản số 1") && text.contains("Bản số 3, thay bản số 2 đã hủy lúc 14 giờ 30"), "{text}");
    let names = products(&desk);
    assert!(names.contains_key("TongHop_SKHCN_T28_2025.xlsx") && names.contains_key("TongHop_SKHCN_T28_2025_v2_huy.xlsx"));
    verified(&desk, "15:29");
}

#[test]
fn twice_withdrawn_is_version_3() {
    let desk = released();
    withdraw(&desk, "14:10");
    ok(&desk, &["release"], &friday("14:20"));
    withdraw(&desk, "14:30");
    ok(&desk, &["release"], &friday("14:40"));
    let text = desk.product_text("TongHop_SKHCN_T28_2025_v3.xlsx");
    assert!(text.contains("Bản số 3, thay bản số 2 đã hủy lúc 14 giờ 30"), "{text}");
    let names: Vec<String> = products(&desk).into_keys().filter(|name| name.starts_with("TongHop") && name.ends_with(".json")).collect();
    let of = |end: &str| format!("TongHop_SKHCN_T28_2025{end}.json");
    assert_eq!(names, [of("_chot-11h00"), of("_du-thao"), of("_huy"), of("_v2_huy"), of("_v3")]);
    verified(&desk, "14:50");
}

#[test]
fn a_withdrawn_file_is_put_back_under_the_name_that_says_so() {
    let desk = released();
    let before = products(&desk);
    withdraw(&desk, "14:10");
    let (old, new) = (desk.path(&format!("{FOLDER}/{}", LEFT[2])), desk.path(&format!("{FOLDER}/{}", renamed(LEFT[2]))));
    fs::remove_file(&new).unwrap();
    let (code, said) = say(&desk, &["verify"], &friday("14:11"));
    assert!(code == 1 && said.contains("_huy.xlsx: tệp không còn ở chỗ cũ"), "{said}");
    desk.run(&friday("14:15"));
    assert!(fs::read(&new).unwrap() == before[LEFT[2]] && !old.exists());
    // As it is after a command that was killed between the record and the name.
    fs::rename(&new, &old).unwrap();
    verified(&desk, "14:16");
    desk.run(&friday("14:20"));
    assert!(fs::read(&new).unwrap() == before[LEFT[2]] && !old.exists());
    verified(&desk, "14:21");
    // Whoever edited it keeps his edit, and is named.
    fs::write(&new, b"edited").unwrap();
    let (code, said) = say(&desk, &["verify"], &friday("14:22"));
    assert!(code == 1 && said.contains("_huy.xlsx: tệp đã bị sửa"), "{said}");
}

#[test]
fn a_ledger_written_anew_knows_what_was_withdrawn() {
    let desk = released();
    withdraw(&desk, "14:10");
    for side in ["", "-wal", "-shm"] {
        fs::remove_file(desk.path(&format!("so-tiep-nhan/ledger.sqlite{side}"))).ok();
    }
    assert_eq!(say(&desk, &["withdraw", "--period", W28, "--reason", "a", "--by", "A"], &friday("14:20")).0, 13);
    ok(&desk, &[&["recover"], &BY[..]].concat(), &friday("14:25"));
    verified(&desk, "14:26");
    let run = desk.run(&friday("15:21"));
    assert_eq!((run.code, run.json["phase"].as_str()), (0, Some("released")), "{}", run.stderr);
    let names = products(&desk);
    assert!(names.contains_key("TongHop_SKHCN_T28_2025_v2.xlsx") && !names.contains_key(LEFT[2]), "{:?}", names.keys());
    verified(&desk, "15:25");
}

#[test]
fn an_edited_or_removed_withdrawal_is_named() {
    let desk = released();
    withdraw(&desk, "14:10");
    let ledger = rusqlite::Connection::open(desk.path("so-tiep-nhan/ledger.sqlite")).unwrap();
    ledger.execute_batch("DROP TRIGGER exceptions_keep; DROP TRIGGER exceptions_stay;").unwrap();
    for (sql, named) in [
        ("UPDATE exceptions SET body = replace(body, 'sai số', 'khác')", "lần ngoại lệ số 1 đã bị sửa"),
        ("DELETE FROM exceptions", "thiếu lần ngoại lệ số 1"),
    ] {
        ledger.execute(sql, []).unwrap();
        let (code, said) = say(&desk, &["verify"], &friday("14:20"));
        assert!(code == 1 && said.contains(named), "{sql}: {said}");
    }
}

#[test]
fn where_no_run_releases_by_itself_nobody_is_told_to_wait_for_it() {
    let desk = released();
    let config = fs::read_to_string(desk.path("tonghop.toml")).unwrap();
    fs::write(desk.path("tonghop.toml"), format!("{config}\n[schedule]\nrelease_auto_minutes = 0\n")).unwrap();
    let said = withdraw(&desk, "14:10");
    assert!(
        said.contains("Bản số 2: chương trình không tự chốt bản tổng hợp") && said.contains("tonghop release --period 2025-W28"),
        "{said}"
    );
    assert_eq!(desk.run(&friday("15:25")).json["phase"], "consolidating");
}

/// Week 28 in which a run on Wednesday had a clock that said Saturday: frozen and released with one office of six. Since
/// then the clock is right, and another office has reported.
fn released_by_a_wrong_clock() -> Desk {
    let desk = Desk::new();
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), "2025-07-09T09:00:00+07:00");
    desk.run("2025-07-09T09:30:00+07:00");
    let run = desk.run("2025-07-12T09:00:00+07:00");
    assert_eq!(run.json["phase"], "released", "nothing tells that the clock is wrong");
    desk.put("STC/BC_STC_T28_2025.xlsx", &desk.report("STC", W28).bytes(), "2025-07-10T07:30:00+07:00");
    desk
}

#[test]
fn before_the_submit_cutoff_the_freeze_is_void_with_the_release() {
    let desk = released_by_a_wrong_clock();
    let thursday = |time: &str| format!("2025-07-10T{time}:00+07:00");
    let told = desk.run(&thursday("08:00"));
    assert!(told.stderr.contains("“tonghop withdraw --period 2025-W28"), "{}", told.stderr);
    let said = ok(&desk, &[&["withdraw", "--period", W28], &BY[..]].concat(), &thursday("08:05"));
    assert!(said.contains("lần chốt ghi lúc 9 giờ 00 ngày 12/7/2025 đã HỦY. Không cơ quan nào bị tính muộn"), "{said}");
    assert!(said.contains("Tiếp tục nhận đến 11 giờ 00 ngày 11/7/2025") && said.contains("_chot-11h00_huy.xlsx"), "{said}");
    let (code, verified_then) = say(&desk, &["verify"], &thursday("08:06"));
    assert_eq!(code, 0, "{verified_then}");
    let run = desk.run(&thursday("08:10"));
    assert_eq!((run.json["phase"].as_str(), run.standing("STC"), run.standing("SYT")), (Some("collecting"), "on_time", "on_time"));
    assert!(!run.stderr.contains("withdraw"), "{}", run.stderr);

    // A ledger written anew knows it as well.
    for side in ["", "-wal", "-shm"] {
        fs::remove_file(desk.path(&format!("so-tiep-nhan/ledger.sqlite{side}"))).ok();
    }
    ok(&desk, &[&["recover"], &BY[..]].concat(), &thursday("08:20"));
    let (code, anew) = say(&desk, &["verify"], &thursday("08:21"));
    assert_eq!(code, 0, "{anew}");

    // The week ends as it should have.
    desk.run(&friday("10:55"));
    let run = desk.run(&friday("11:05"));
    assert_eq!((run.standing("STC"), run.code), ("on_time", 0), "{}", run.stderr);
    let run = desk.run(&friday("15:21"));
    assert_eq!((run.json["phase"].as_str(), run.code), (Some("released"), 0), "{}", run.stderr);
    let names: Vec<String> = products(&desk).into_keys().filter(|name| name.starts_with("TongHop") && name.ends_with(".xlsx")).collect();
    let of = |end: &str| format!("TongHop_SKHCN_T28_2025{end}.xlsx");
    assert_eq!(names, [of("_chot-11h00"), of("_chot-11h00_huy"), of("_du-thao"), of("_huy"), of("_v2")]);
    assert!(!desk.product_text(&of("_v2")).contains("LẬP SAU HẠN"));
    assert!(desk.product_text("NoiBo_SKHCN_T28_2025_v2.xlsx").contains("Hủy lần chốt ghi lúc 9 giờ 00 ngày 12/7/2025"));
    verified(&desk, "15:25");
}

#[test]
fn a_freeze_alone_is_void_before_the_cutoff_and_stays_from_then_on() {
    let desk = Desk::new();
    desk.run("2025-07-09T09:30:00+07:00");
    desk.run("2025-07-11T12:00:00+07:00");
    let ask = |time: &str| say(&desk, &[&["withdraw", "--period", W28], &BY[..]].concat(), time);
    let (code, said) = ask(&friday("11:00"));
    assert!(code == 12 && said.contains("chưa chốt bản tổng hợp"), "{said}");
    let (code, said) = ask("2025-07-10T08:00:00+07:00");
    assert!(code == 0 && said.contains("đã HỦY") && !said.contains("Đã hủy bản số"), "{said}");
    let status = ok(&desk, &["status"], "2025-07-10T08:01:00+07:00");
    assert!(status.contains("Lần chốt ghi lúc 12 giờ 00 ngày 11/7/2025 đã hủy") && status.contains("Đang nhận báo cáo"), "{status}");
    assert_eq!(ask("2025-07-10T08:02:00+07:00").0, 12, "nothing is left to withdraw");
}

#[test]
fn the_files_of_a_later_freeze_are_not_those_of_the_void_one() {
    let desk = Desk::new();
    desk.run("2025-07-09T09:30:00+07:00");
    desk.run("2025-07-11T12:00:00+07:00");
    ok(&desk, &[&["withdraw", "--period", W28], &BY[..]].concat(), "2025-07-10T08:00:00+07:00");
    let void = products(&desk);
    let names = |suffix: &str| ["NoiBo", "TongHop"].map(|stem| format!("{stem}_SKHCN_T28_2025_chot-11h00{suffix}.xlsx"));
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", W28).bytes(), "2025-07-10T09:00:00+07:00");
    desk.run("2025-07-10T09:05:00+07:00");
    let run = desk.run(&friday("11:05"));
    assert_eq!((run.json["phase"].as_str(), run.code), (Some("consolidating"), 0), "{}", run.stderr);
    let frozen = products(&desk);
    for (name, huy) in names("").iter().zip(&names("_huy")) {
        assert!(frozen[huy] == void[huy] && frozen[name] != void[huy], "{name}");
        fs::remove_file(desk.path(&format!("{FOLDER}/{huy}"))).unwrap();
    }
    let (code, said) = say(&desk, &["verify"], &friday("11:06"));
    assert!(code == 1 && said.contains("_huy.xlsx: tệp không còn ở chỗ cũ") && !said.contains("tệp đã bị sửa"), "{said}");
    assert_eq!(desk.run(&friday("11:10")).code, 0);
    let after = products(&desk);
    for name in names("").iter().chain(&names("_huy")) {
        assert!(after[name] == frozen[name], "{name} is what left");
    }
    verified(&desk, "11:11");
}

#[test]
fn a_file_that_somebody_put_under_the_old_name_is_not_renamed() {
    let desk = released();
    withdraw(&desk, "14:10");
    let (old, new) = (desk.path(&format!("{FOLDER}/{}", LEFT[2])), desk.path(&format!("{FOLDER}/{}", renamed(LEFT[2]))));
    fs::rename(&new, &old).unwrap();
    fs::write(&old, b"edited").unwrap();
    let run = desk.run(&friday("14:15"));
    assert!(run.stderr.contains(LEFT[2]) && fs::read(&old).unwrap() == b"edited" && !new.exists(), "{}", run.stderr);
    let (code, said) = say(&desk, &["verify"], &friday("14:16"));
    assert!(code == 1 && said.contains(&format!("{}: tệp đã bị sửa", LEFT[2])), "{said}");
}

#[test]
fn a_name_that_is_taken_is_told_and_nothing_is_said_to_be_renamed() {
    let desk = released();
    let folder = desk.path("ket-qua/2025-W28");
    fs::create_dir(folder.join("TongHop_SKHCN_T28_2025_huy.json")).unwrap();
    let arguments = ["withdraw", "--period", "2025-W28", "--reason", "sai số liệu", "--by", "Chánh Văn phòng"];
    let (code, said) = say(&desk, &arguments, &friday("15:02"));
    assert_eq!(code, 13, "{said}");
    assert!(said.contains("còn mang tên TongHop_SKHCN_T28_2025.json"), "{said}");
    let kept = said.lines().find(|line| line.contains("Tệp cũ giữ với tên")).unwrap();
    assert!(kept.contains("TongHop_SKHCN_T28_2025_huy.xlsx") && !kept.contains("_huy.json"), "{said}");
    // Once the name is free the next run gives it.
    fs::remove_dir(folder.join("TongHop_SKHCN_T28_2025_huy.json")).unwrap();
    say(&desk, &["run"], &friday("15:05"));
    assert!(folder.join("TongHop_SKHCN_T28_2025_huy.json").is_file());
}

#[test]
fn of_two_weeks_that_a_wrong_clock_released_each_is_named_and_taken_back_alone() {
    const W29: &str = "2025-W29";
    let desk = Desk::new();
    for week in [W28, W29] {
        let name = format!("SYT/BC_SYT_{week}.xlsx");
        desk.put(&name, &desk.report("SYT", week).bytes(), "2025-07-09T09:00:00+07:00");
    }
    desk.run("2025-07-09T09:30:00+07:00");
    desk.run("2025-07-16T09:30:00+07:00");
    assert_eq!(desk.run("2025-07-19T09:00:00+07:00").json["phase"], "released");
    let right = "2025-07-10T08:00:00+07:00";
    let told = desk.run(right);
    for week in [W28, W29] {
        assert!(told.stderr.contains(&format!("“tonghop withdraw --period {week}")), "{week}: {}", told.stderr);
    }
    let (code, said) = say(&desk, &["verify"], right);
    assert_eq!(code, 0, "{said}");
    for week in [W28, W29] {
        ok(&desk, &[&["withdraw", "--period", week], &BY[..]].concat(), "2025-07-10T08:05:00+07:00");
        let (code, said) = say(&desk, &["verify"], "2025-07-10T08:06:00+07:00");
        assert_eq!(code, 0, "{week} taken back: {said}");
    }
    assert!(!desk.run("2025-07-10T08:10:00+07:00").stderr.contains("withdraw"));
}
