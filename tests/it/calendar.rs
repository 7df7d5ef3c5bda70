//! The calendar through the binary: which period a day has, its cutoffs, and who is on time, on machines in three time
//! zones. One line a case and moment; the pure tables stand beside `model/rhythm.rs` and in `sheets/rest_days.rs`.

use crate::desk::{Desk, Run};

const ZONES: [&str; 3] = ["UTC", "America/New_York", "Asia/Ho_Chi_Minh"];

/// The 30th of April and the 1st of May 2026.
const MAY: [&str; 2] = ["Nghỉ|30/04/2026|||||Ngày Chiến thắng||Có", "Nghỉ|01/05/2026|||||Quốc tế Lao động||Có"];

/// A report: agency, week of its form, what it names as its period (blank: that week), time on disk.
type Report = (&'static str, &'static str, &'static str, &'static str);

struct Case {
    what: &'static str,
    schedule: &'static str,
    calendar: Vec<&'static str>,
    /// In the order of their times; each is there from the first run at or after its time.
    reports: Vec<Report>,
    /// Moment of a run, and what it says.
    runs: Vec<(&'static str, &'static str)>,
}

fn case(
    what: &'static str,
    schedule: &'static str,
    calendar: &[&'static str],
    reports: &[Report],
    runs: &[(&'static str, &'static str)],
) -> Case {
    Case { what, schedule, calendar: calendar.to_vec(), reports: reports.to_vec(), runs: runs.to_vec() }
}

/// Period, days, phase, cutoffs, and who stands how; `~` before an agency that waits for a cutoff of its own.
fn said(run: &Run) -> String {
    let period = &run.json["period"];
    let text = |key: &str| period[key].as_str().map_or("-".to_owned(), |t| t.trim_end_matches(":00+07:00").to_owned());
    let of = |code: &str| {
        let line = run.json["agencies"].as_array().and_then(|all| all.iter().find(|a| a["code"] == code));
        line.map(|a| {
            let waits = if a["awaits_own_cutoff"] == true { "~" } else { "" };
            format!(" {waits}{code}={}", a["standing"].as_str().unwrap())
        })
    };
    let agencies: String = ["SYT", "STC", "X-A"].iter().filter_map(|code| of(code)).collect();
    let (id, from, to) = (text("id"), text("from"), text("to"));
    format!("{id} {from}..{to} {} {} {}{agencies}", run.json["phase"].as_str().unwrap(), text("submit_cutoff"), text("release_cutoff"))
}

fn instant(text: &str) -> String {
    format!("{text}:00+07:00")
}

fn cases() -> Vec<Case> {
    vec![
        case(
            "a Friday of rest: the cutoff is on Wednesday, and nobody is late before Friday without a document",
            "",
            &MAY,
            &[("SYT", "2026-W18", "", "2026-04-29T10:00"), ("STC", "2026-W18", "", "2026-04-29T11:30")],
            &[
                (
                    "2026-04-29T10:55",
                    "2026-W18 2026-04-27..2026-05-03 collecting 2026-04-29T11:00 2026-04-29T15:30 SYT=on_time STC=missing X-A=missing",
                ),
                (
                    "2026-04-29T11:40",
                    "2026-W18 2026-04-27..2026-05-03 consolidating 2026-04-29T11:00 2026-04-29T15:30 SYT=on_time STC=on_time X-A=missing",
                ),
            ],
        ),
        case(
            "the same, announced in writing: late is late",
            "",
            &[MAY[0], MAY[1], "Đổi hạn||18/2026|29/04/2026 11:00|29/04/2026 15:30|||CV 12/SKHCN|Có"],
            &[("SYT", "2026-W18", "", "2026-04-29T10:00"), ("STC", "2026-W18", "", "2026-04-29T11:30")],
            &[
                (
                    "2026-04-29T10:55",
                    "2026-W18 2026-04-27..2026-05-03 collecting 2026-04-29T11:00 2026-04-29T15:30 SYT=on_time STC=missing X-A=missing",
                ),
                (
                    "2026-04-29T11:40",
                    "2026-W18 2026-04-27..2026-05-03 consolidating 2026-04-29T11:00 2026-04-29T15:30 SYT=on_time STC=late X-A=missing",
                ),
            ],
        ),
        case(
            "week 53, which ends in the next year",
            "",
            &["Nghỉ|01/01/2027|||||Tết Dương lịch||Có"],
            &[("SYT", "2026-W53", "", "2026-12-31T10:00")],
            &[
                (
                    "2026-12-31T10:59",
                    "2026-W53 2026-12-28..2027-01-03 collecting 2026-12-31T11:00 2026-12-31T15:30 SYT=on_time STC=missing X-A=missing",
                ),
                (
                    "2027-01-03T23:59",
                    "2026-W53 2026-12-28..2027-01-03 released 2026-12-31T11:00 2026-12-31T15:30 SYT=on_time STC=missing X-A=missing",
                ),
                (
                    "2027-01-04T00:00",
                    "2027-W01 2027-01-04..2027-01-10 collecting 2027-01-08T11:00 2027-01-08T15:30 SYT=missing STC=missing X-A=missing",
                ),
            ],
        ),
        case(
            "a whole week of Tết has no report",
            "",
            &["Nghỉ|16/02/2026||||||", "Nghỉ|17/02/2026||||||", "Nghỉ|18/02/2026||||||", "Nghỉ|19/02/2026||||||", "Nghỉ|20/02/2026||||||"],
            &[],
            &[
                ("2026-02-20T12:00", "2026-W08 2026-02-16..2026-02-22 collecting - -"),
                (
                    "2026-02-23T08:00",
                    "2026-W09 2026-02-23..2026-03-01 collecting 2026-02-27T11:00 2026-02-27T15:30 SYT=missing STC=missing X-A=missing",
                ),
            ],
        ),
        case(
            "a Saturday worked for a Friday moves nothing in its own week, and takes the cutoff where it is the next working day",
            "holiday_rule = \"later\"",
            &["Làm bù|26/04/2025||||||", "Nghỉ|02/05/2025||||||", "Làm bù|03/05/2025||||||"],
            &[],
            &[
                (
                    "2025-04-25T11:00",
                    "2025-W17 2025-04-21..2025-04-27 consolidating 2025-04-25T11:00 2025-04-25T15:30 SYT=missing STC=missing",
                ),
                (
                    "2025-05-02T11:30",
                    "2025-W18 2025-04-28..2025-05-04 collecting 2025-05-03T11:00 2025-05-03T15:30 SYT=missing STC=missing",
                ),
            ],
        ),
        case(
            "one commune has until 14:00",
            "",
            &["Đổi hạn||28/2025|11/07/2025 14:00||X-A|||Có"],
            &[
                ("SYT", "2025-W28", "", "2025-07-11T10:00"),
                ("STC", "2025-W28", "", "2025-07-11T11:30"),
                ("X-A", "2025-W28", "", "2025-07-11T13:30"),
            ],
            &[
                (
                    "2025-07-11T10:55",
                    "2025-W28 2025-07-07..2025-07-13 collecting 2025-07-11T11:00 2025-07-11T15:30 SYT=on_time STC=missing ~X-A=missing",
                ),
                (
                    "2025-07-11T11:05",
                    "2025-W28 2025-07-07..2025-07-13 consolidating 2025-07-11T11:00 2025-07-11T15:30 SYT=on_time STC=missing ~X-A=missing",
                ),
                (
                    "2025-07-11T13:59",
                    "2025-W28 2025-07-07..2025-07-13 consolidating 2025-07-11T11:00 2025-07-11T15:30 SYT=on_time STC=late X-A=on_time",
                ),
                (
                    "2025-07-11T15:20",
                    "2025-W28 2025-07-07..2025-07-13 released 2025-07-11T11:00 2025-07-11T15:30 SYT=on_time STC=late X-A=on_time",
                ),
            ],
        ),
        case(
            "its group has until 14:00, and it comes too late for that",
            "",
            &["Đổi hạn||28/2025|11/07/2025 14:00||UBND các xã, phường|||Có"],
            &[("X-A", "2025-W28", "", "2025-07-11T14:01")],
            &[
                (
                    "2025-07-11T13:59",
                    "2025-W28 2025-07-07..2025-07-13 consolidating 2025-07-11T11:00 2025-07-11T15:30 SYT=missing STC=missing ~X-A=missing",
                ),
                (
                    "2025-07-11T14:02",
                    "2025-W28 2025-07-07..2025-07-13 consolidating 2025-07-11T11:00 2025-07-11T15:30 SYT=missing STC=missing X-A=late",
                ),
            ],
        ),
        case(
            "every second week: either week of the fortnight is its name",
            "cadence = \"biweekly\"\nanchor = \"2025-W28\"",
            &[],
            &[("SYT", "2025-W27", "", "2025-07-03T16:30"), ("STC", "2025-W28", "Tuần 27-28/2025", "2025-07-11T10:00")],
            &[
                (
                    "2025-07-04T12:00",
                    "2025-W28 2025-06-30..2025-07-13 collecting 2025-07-11T11:00 2025-07-11T15:30 SYT=on_time STC=missing X-A=missing",
                ),
                (
                    "2025-07-11T10:59",
                    "2025-W28 2025-06-30..2025-07-13 collecting 2025-07-11T11:00 2025-07-11T15:30 SYT=on_time STC=on_time X-A=missing",
                ),
                (
                    "2025-07-14T08:00",
                    "2025-W30 2025-07-14..2025-07-27 collecting 2025-07-25T11:00 2025-07-25T15:30 SYT=missing STC=missing X-A=missing",
                ),
            ],
        ),
        case(
            "once a month, and a report outside it on announcement",
            "cadence = \"monthly\"",
            &["Đổi hạn||28/2025|11/07/2025 11:00||||CV 3|Có"],
            &[("SYT", "2025-W28", "", "2025-07-10T08:00"), ("STC", "2025-W30", "Tháng 7/2025", "2025-07-24T16:30")],
            &[
                (
                    "2025-07-11T10:59",
                    "2025-W28 2025-06-30..2025-07-13 collecting 2025-07-11T11:00 2025-07-11T15:30 SYT=on_time STC=missing X-A=missing",
                ),
                (
                    "2025-07-25T11:00",
                    "2025-W30 2025-07-14..2025-07-27 consolidating 2025-07-25T11:00 2025-07-25T15:30 SYT=missing STC=on_time X-A=missing",
                ),
            ],
        ),
        case(
            "once a quarter: what came at its beginning is still there at its end",
            "cadence = \"quarterly\"",
            &[],
            &[("SYT", "2025-W27", "Quý III/2025", "2025-07-03T16:30")],
            &[
                (
                    "2025-07-04T12:00",
                    "2025-W39 2025-06-30..2025-09-28 collecting 2025-09-26T11:00 2025-09-26T15:30 SYT=on_time STC=missing X-A=missing",
                ),
                (
                    "2025-09-26T11:00",
                    "2025-W39 2025-06-30..2025-09-28 consolidating 2025-09-26T11:00 2025-09-26T15:30 SYT=on_time STC=missing X-A=missing",
                ),
                (
                    "2025-09-29T08:00",
                    "2025-W52 2025-09-29..2025-12-28 collecting 2025-12-26T11:00 2025-12-26T15:30 SYT=missing STC=missing X-A=missing",
                ),
            ],
        ),
        case(
            "only on announcement",
            "cadence = \"adhoc\"",
            &["Đổi hạn||28/2025|10/07/2025 16:00|11/07/2025 09:00|||CV 3|Có"],
            &[("SYT", "2025-W28", "", "2025-07-10T15:59")],
            &[
                (
                    "2025-07-10T16:00",
                    "2025-W28 2025-07-07..2025-07-13 consolidating 2025-07-10T16:00 2025-07-11T09:00 SYT=on_time STC=missing X-A=missing",
                ),
                ("2025-07-14T08:00", "2025-W29 2025-07-14..2025-07-20 collecting - -"),
            ],
        ),
    ]
}

/// Plays a case; what each run said, and every product at the end.
fn play(case: &Case, zone: &'static str) -> (Vec<String>, std::collections::BTreeMap<String, Vec<u8>>) {
    let desk = Desk::new().in_zone(zone);
    desk.write_calendar(&case.calendar);
    desk.configure(&format!("[schedule]\n{}", case.schedule));
    let mut waiting = case.reports.iter().peekable();
    let mut all = Vec::new();
    for (now, _) in &case.runs {
        while let Some((agency, week, name, time)) = waiting.next_if(|(.., time)| time <= now) {
            let mut report = desk.report(agency, week);
            if !name.is_empty() {
                report.info("Kỳ báo cáo", name);
            }
            desk.put(&format!("{agency}/BC_{agency}_{week}.xlsx"), &report.bytes(), &instant(time));
        }
        let run = desk.run(&instant(now));
        assert_eq!(run.code, 0, "{} {now}: {}", case.what, run.stderr);
        all.push(said(&run));
    }
    (all, desk.products())
}

#[test]
fn the_calendar_is_the_same_on_machines_in_three_time_zones() {
    let differing: Vec<String> = std::thread::scope(|threads| {
        let played: Vec<_> = cases().into_iter().map(|case| threads.spawn(move || differences(&case))).collect();
        played.into_iter().flat_map(|one| one.join().unwrap()).collect()
    });
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

fn differences(case: &Case) -> Vec<String> {
    let expected: Vec<&str> = case.runs.iter().map(|(_, said)| *said).collect();
    let mut first = None;
    let mut differing = Vec::new();
    for zone in ZONES {
        let (all, products) = play(case, zone);
        let different = all.iter().zip(&expected).filter(|(found, expected)| found != *expected);
        differing.extend(different.map(|(found, expected)| format!("{} ({zone})\n  {found}\n  {expected}", case.what)));
        let same = first.get_or_insert_with(|| products.clone()) == &products;
        if !same {
            differing.push(format!("{} ({zone}): other products than in {}", case.what, ZONES[0]));
        }
    }
    differing
}

#[test]
fn an_agency_with_its_own_cutoff_is_called_neither_missing_nor_late_before_it() {
    let desk = Desk::new();
    desk.write_calendar(&["Đổi hạn||28/2025|11/07/2025 14:00||X-A||CV 7|Có"]);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    desk.run("2025-07-11T10:55:00+07:00");
    desk.run("2025-07-11T11:05:00+07:00");
    let message = std::fs::read_to_string(desk.path("phan-hoi/2025-W28/_tin-nhan.txt")).unwrap();
    assert!(message.contains("Còn chờ, có hạn riêng: xã Thạch Hà (hạn riêng 14 giờ 00)."), "{message}");
    assert_eq!(message.matches("xã Thạch Hà").count(), 1, "{message}");
    assert_eq!(desk.feedback_text("X-A"), "", "nothing is said to it before its hour");
    let frozen = desk.product_text("TongHop_SKHCN_T28_2025_chot-11h00.xlsx");
    assert!(frozen.contains("Chưa đến hạn riêng (14 giờ 00)") && frozen.contains("chưa đến hạn riêng 01; chưa nộp 04"), "{frozen}");
    let status = desk.command().args(["status", "--now", "2025-07-11T11:06:00+07:00"]).output().unwrap();
    let status = String::from_utf8(status.stdout).unwrap();
    assert!(status.contains("Chưa đến hạn riêng (1): xã Thạch Hà [hạn riêng 14 giờ 00 ngày 11/7/2025]"), "{status}");
    desk.run("2025-07-11T14:00:00+07:00");
    let told = desk.feedback_text("X-A");
    assert!(told.contains("Chưa nhận được báo cáo tuần 28/2025") && told.contains("hạn nộp trước 14 giờ 00 ngày 11/7/2025"), "{told}");
    desk.put("X-A/BC_X-A_T28_2025.xlsx", &desk.report("X-A", "2025-W28").bytes(), "2025-07-11T14:03:00+07:00");
    desk.run("2025-07-11T14:05:00+07:00");
    assert!(desk.feedback_text("X-A").contains("Nộp muộn 5 phút"), "{}", desk.feedback_text("X-A"));
}

#[test]
fn the_release_does_not_wait_for_a_cutoff_of_one_agency_and_can_be_made_again() {
    let desk = Desk::new();
    desk.write_calendar(&["Đổi hạn||28/2025|11/07/2025 17:00||X-A|||Có"]);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-11T09:00:00+07:00");
    for time in ["10:55", "11:05", "15:25"] {
        desk.run(&format!("2025-07-11T{time}:00+07:00"));
    }
    let released = desk.product_text("TongHop_SKHCN_T28_2025.xlsx");
    assert!(released.contains("Chưa đến hạn riêng (17 giờ 00)"), "{released}");
    // On Saturday its hour has passed; what left on Friday still says what was known then.
    let before = desk.products();
    std::fs::remove_file(desk.path("ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx")).unwrap();
    desk.run("2025-07-12T10:00:00+07:00");
    let name = "ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx";
    assert!(desk.products().get(name) == before.get(name), "the same bytes");
    let verified = desk.command().args(["verify", "--now", "2025-07-12T10:01:00+07:00"]).output().unwrap();
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[test]
fn a_week_that_the_calendar_keeps_open_into_monday_is_admitted_to_and_released_by_its_name() {
    let desk = Desk::new();
    desk.write_calendar(&MAY);
    desk.configure("[schedule]\nholiday_rule = \"later\"\nrelease_auto_minutes = 0");
    desk.put("SYT/BC_SYT_T18_2026.xlsx", &desk.report("SYT", "2026-W18").bytes(), "2026-04-29T09:00:00+07:00");
    let out = |arguments: &[&str]| {
        let output = desk.command().args(arguments).output().unwrap();
        (output.status.code().unwrap(), format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
    };
    desk.run("2026-04-29T09:10:00+07:00");
    let (_, open) = out(&["run", "--now", "2026-05-04T10:50:00+07:00"]);
    assert!(open.contains("Tuần 18/2026 (27/4 - 03/5/2026) vẫn đang nhận báo cáo, đến trước 11 giờ 00 ngày 04/5/2026."), "{open}");
    assert!(open.contains("chuyển sang 11 giờ 00 thứ Hai 04/5/2026 (quy tắc: muộn)") && !open.contains("lập bản trình ký bù"), "{open}");
    let (code, early) = out(&["release", "--period", "18/2026", "--now", "2026-05-04T10:59:00+07:00"]);
    assert!(code == 12 && early.contains("Chưa đến hạn nộp (11 giờ 00 ngày 04/5/2026)"), "{early}");
    desk.put("STC/BC_STC_T18_2026.xlsx", &desk.report("STC", "2026-W18").bytes(), "2026-05-04T11:01:00+07:00");
    let (_, frozen) = out(&["run", "--now", "2026-05-04T11:05:00+07:00"]);
    assert!(frozen.contains("đã chốt số liệu, chưa chốt bản tổng hợp; chốt ngay: tonghop release --period 2026-W18."), "{frozen}");
    let (code, hint) = out(&["release", "--now", "2026-05-04T11:06:00+07:00"]);
    assert!(code == 12 && hint.contains("tonghop release --period 2026-W18"), "{hint}");
    let grant = ["admit", "--all-late", "--reason", "đường truyền", "--by", "A", "--now", "2026-05-04T11:07:00+07:00"];
    assert!(out(&grant).1.contains("thêm --period 2026-W18"), "{}", out(&grant).1);
    let (code, granted) = out(&[&grant[..], &["--period", "2026-W18"]].concat());
    assert!(code == 0 && granted.contains("Sở TC được tiếp nhận muộn cho Tuần 18/2026"), "{granted}");
    let (code, released) = out(&["release", "--period", "2026-W18", "--now", "2026-05-04T11:08:00+07:00"]);
    assert!(code == 0 && desk.path("ket-qua/2026-W18/TongHop_SKHCN_T18_2026.xlsx").exists(), "{released}");
    assert!(released.contains("Đã chốt số liệu và lập bản trình ký bù kỳ Tuần 18/2026"), "{released}");
    let (code, again) = out(&["release", "--period", "2026-W18", "--now", "2026-05-04T11:09:00+07:00"]);
    assert!(code == 12 && again.contains("đã chốt bản tổng hợp lúc 11 giờ 08"), "{again}");
    let status = desk.json(&["status", "--period", "2026-W18", "--now", "2026-05-04T11:10:00+07:00"], &[]);
    assert_eq!((status.standing("STC"), status.json["phase"].as_str()), ("admitted", Some("released")));
}

#[test]
fn what_rests_on_an_unconfirmed_day_is_announced_wherever_the_desk_looks() {
    let desk = Desk::new();
    desk.write_calendar(&["Nghỉ|11/07/2025|||||Ngày nghỉ dự kiến|Đề xuất|Chưa"]);
    let doubt = "Lịch tuần 28/2025 còn chưa xác nhận: 11/7/2025 (Ngày nghỉ dự kiến).";
    let moved = "Thứ Sáu 11/7/2025 là ngày nghỉ; hạn nộp tuần 28/2025 chuyển sang 11 giờ 00 thứ Năm 10/7/2025 (quy tắc: sớm).";
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), "2025-07-09T09:00:00+07:00");
    for command in ["run", "status", "doctor"] {
        let output = desk.command().args([command, "--now", "2025-07-09T10:00:00+07:00"]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains(doubt) && text.contains(moved), "{command}: {text}");
    }
    // Half a year before nobody has to do anything about it.
    let output = desk.command().args(["doctor", "--now", "2025-01-08T10:00:00+07:00"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("11/7/2025") && text.contains("Lịch 8 tuần tới: "), "{text}");
    let sheet = desk.product_text("TongHop_SKHCN_T28_2025_du-thao.xlsx");
    assert!(sheet.contains(doubt) && sheet.contains(moved), "{sheet}");
    let message = std::fs::read_to_string(desk.path("phan-hoi/2025-W28/_tin-nhan.txt")).unwrap();
    for told in [desk.feedback_text("SYT"), message] {
        assert!(told.contains(moved) && !told.contains("chưa xác nhận"), "{told}");
    }
}

#[test]
fn a_monthly_report_is_called_by_its_month() {
    let desk = Desk::new();
    // Issued elsewhere: a form that comes back with the bytes this desk issued is no report.
    let elsewhere = Desk::new();
    [&desk, &elsewhere].into_iter().for_each(|desk| desk.configure("[schedule]\ncadence = \"monthly\""));
    let output = elsewhere.command().args(["forms", "--agency", "SYT", "--now", "2025-07-01T08:00:00+07:00"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let form = std::fs::read(elsewhere.path("mau/2025-W30/BC_SYT_T30_2025.xlsx")).unwrap();
    desk.put("SYT/BC_SYT_T30_2025.xlsx", &form, "2025-07-10T09:00:00+07:00");
    let run = desk.run("2025-07-25T10:50:00+07:00");
    assert_eq!(run.json["period"]["name"], "Tháng 7/2025 (30/6 - 27/7/2025)");
    let told = desk.feedback_text_of("SYT", "2025-W30", "T30");
    assert!(told.starts_with("DIỄN TẬP - PHIẾU PHẢN HỒI BÁO CÁO THÁNG 7/2025 (30/6 - 27/7/2025)"), "{told}");
    assert!(!told.contains("T14"), "the form names its own period: {told}");
    let message = std::fs::read_to_string(desk.path("phan-hoi/2025-W30/_tin-nhan.txt")).unwrap();
    assert!(
        message.starts_with("[DIỄN TẬP] Kính gửi các cơ quan, đơn vị. Đến ") && message.contains(" báo cáo tháng 7/2025; "),
        "{message}"
    );
}
