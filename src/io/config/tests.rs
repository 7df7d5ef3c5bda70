//! The configuration: defaults, every key, every mistake.

use super::reading::KEYS;
use super::*;
use crate::model::agency::AgencyCode;
use crate::model::config::{LateReports, Layout};
use crate::model::cutoff::{Cadence, HolidayRule, WeekTime};
use crate::model::finding::Severity;
use crate::model::period::Period;
use crate::model::rule_policy::Weight;

use chrono::{NaiveTime, Weekday};

fn skhcn() -> Config {
    defaults(AgencyCode::parse("SKHCN").unwrap())
}

fn problems(toml: &str) -> Vec<String> {
    parse(toml, "tonghop.toml").unwrap_err()
}

#[test]
fn a_code_is_enough() {
    assert_eq!(parse("[desk]\ncode = \"SKHCN\"\n", FILE).unwrap(), skhcn());
    assert_eq!(parse("\u{feff}[desk]\r\ncode = \"skhcn\"\r\n", FILE).unwrap(), skhcn(), "as Notepad saves it");
}

#[test]
fn the_template_is_the_defaults() {
    let from = Period::parse_id("2025-W28").unwrap();
    let mut expected = skhcn();
    expected.schedule.from = Some(from);
    assert_eq!(parse(&template(&skhcn().desk, from, false), FILE).unwrap(), expected);
    let mail = template(&skhcn().desk, from, false).split_once("[notify]").map(|(_, mail)| mail.to_owned()).unwrap();
    assert!(mail.contains("# from = \"\"") && !mail.contains("2025-W28"), "the week is no sender of mail");
    assert_eq!(parse(&template(&skhcn().desk, from, true), FILE).unwrap().folders.feedback, "nop/{folder}/phan-hoi");
    let other = defaults(AgencyCode::parse("X-THACHHA").unwrap()).desk;
    assert_eq!(parse(&template(&other, from, false), FILE).unwrap().desk.code.as_str(), "X-THACHHA");
}

/// What is known of the desk when its workspace is made stands in the file as it was said, quotes and all.
#[test]
fn the_template_says_what_is_known_of_the_desk() {
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    let desk = Desk {
        name: "Văn phòng \"Tỉnh ủy\"".to_owned(),
        layout: Layout::Party,
        place: "Hà Tĩnh".to_owned(),
        heading: lines(&["TỈNH ỦY HÀ TĨNH", "VĂN PHÒNG"]),
        addressees: lines(&["Thường trực Ban Chỉ đạo"]),
        signature: lines(&["CHÁNH VĂN PHÒNG"]),
        recipients: lines(&["- Như trên;", "- Lưu Văn phòng."]),
        ..skhcn().desk
    };
    let read = parse(&template(&desk, Period::parse_id("2025-W28").unwrap(), false), FILE).unwrap();
    assert_eq!(read.desk, desk);
}

/// Each commented key, made active, is accepted and says what the code does without it.
#[test]
fn every_key_of_the_template_shows_its_default() {
    let keys = KEYS.iter().flat_map(|(_, keys)| *keys).collect::<Vec<_>>();
    let is_setting = |line: &str| line.split_once(" = ").is_some_and(|(key, _)| keys.contains(&&key));
    let active: String = TEMPLATE
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(setting) if is_setting(setting) => format!("{setting}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    assert_eq!(parse(&active, FILE).unwrap(), skhcn());
    let parsed = DeTable::parse(&active).unwrap();
    for (table, keys) in KEYS {
        let reading = Reading { toml: &active, file: FILE, root: parsed.get_ref(), problems: Vec::new() };
        for key in keys {
            assert!(reading.get(table, key).is_some(), "[{table}] {key} is not in the template");
        }
    }
}

#[test]
fn everything_can_be_set() {
    let toml = r#"
rehearsal = true
[desk]
code = "VPTU"
layout = "party"
heading = ["TỈNH ỦY HÀ TĨNH", "VĂN PHÒNG"]
admitters = ["Nguyễn Văn A"]
[folders]
inbox = "/srv/nop"
feedback = "/srv/nop/{folder}/phan-hoi"
[schedule]
submit = "thu 16:30"
release = "Fri 09:00"
release_auto_minutes = 0
holiday_rule = "skip"
[policy]
late_reports = "include"
settle_seconds = 0
[rules]
off = ["N30"]
[[rules.change]]
code = "n06"
severity = "note"
from = 2025-07-07
until = "2025-08-01"
reason = " Đang đổi mẫu "
[[rules.change]]
code = "D06"
off = true
reason = "Nhiễu"
[[rules.change]]
code = "N32"
trial = true
reason = "Xem trước"
[[rules.change]]
code = "n26"
thresholds = { weeks = 4, days = 14 }
reason = "Quý IV"
[[doctor.known]]
code = "inbox_folders"
contains = "SNV"
until = 2026-12-31
reason = "Nộp qua văn thư"
[[doctor.known]]
code = "system"
reason = "Máy ảo"
[limits]
cells_max = 0x1000
[lights]
agency_overdue_red = 5
"#;
    let config = parse(toml, FILE).unwrap();
    assert!(config.rehearsal);
    assert_eq!((config.desk.layout, config.desk.heading.len()), (Layout::Party, 2));
    assert!(!config.html, "what a body of the Party sends on leaves as a file of its own only where the desk says so");
    let wanted = parse(&toml.replace("[rules]\noff", "[products]\nhtml = true\n[rules]\noff"), FILE).unwrap();
    assert_eq!(wanted, Config { html: true, ..config.clone() });
    assert_eq!(config.folders.inbox, "/srv/nop");
    assert_eq!(config.schedule.submit, WeekTime { day: Weekday::Thu, time: NaiveTime::from_hms_opt(16, 30, 0).unwrap() });
    assert_eq!((config.schedule.release_auto_minutes, config.schedule.holiday_rule), (0, HolidayRule::Skip));
    assert_eq!((config.policy.late_reports, config.policy.settle_seconds), (LateReports::Include, 0));
    assert_eq!(config.rules.off, ["N30"]);
    let changes: Vec<_> = config.rules.changes.iter().map(|c| (c.code.as_str(), c.weight, c.from, c.until, c.reason.as_str())).collect();
    let day = |text: &str| text.parse().ok();
    let note = ("N06", Some(Weight::Severity(Severity::Note)), day("2025-07-07"), day("2025-08-01"), "Đang đổi mẫu");
    let (trial, set) = (Some(Weight::Severity(Severity::Trial)), [("days".to_owned(), 14), ("weeks".to_owned(), 4)]);
    let last =
        [("D06", Some(Weight::Off), None, None, "Nhiễu"), ("N32", trial, None, None, "Xem trước"), ("N26", None, None, None, "Quý IV")];
    assert_eq!(changes, [&[note][..], &last].concat());
    assert_eq!(config.rules.changes[3].thresholds, set.into());
    let known: Vec<_> = config.known_doubts.iter().map(|k| (k.code.as_str(), k.contains.as_str(), k.until, k.reason.as_str())).collect();
    assert_eq!(known, [("inbox_folders", "SNV", day("2026-12-31"), "Nộp qua văn thư"), ("system", "", None, "Máy ảo")]);
    assert_eq!((config.limits.cells_max, config.lights.agency_overdue_red), (4096, 5));
}

#[test]
fn cadences() {
    let cadence = |lines: &str| parse(&format!("[desk]\ncode = \"SKHCN\"\n[schedule]\n{lines}\n"), FILE).unwrap().schedule.cadence;
    let anchor = Period::parse_id("2025-W28").unwrap();
    for (lines, expected) in [
        ("", Cadence::Weekly),
        ("cadence = \"weekly\"\nanchor = \"\"", Cadence::Weekly),
        ("cadence = \"biweekly\"\nanchor = \"2025-W28\"", Cadence::Biweekly { anchor }),
        ("anchor = \"Tuần 28/2025\"\ncadence = \"biweekly\"", Cadence::Biweekly { anchor }),
        ("cadence = \"monthly\"", Cadence::Monthly),
        ("cadence = \"quarterly\"", Cadence::Quarterly),
        ("cadence = \"adhoc\"", Cadence::AdHoc),
    ] {
        assert_eq!(cadence(lines), expected, "{lines}");
    }
}

#[test]
fn each_mistake_names_line_and_key_and_the_way_out() {
    let table = [
        ("name = \"x\"", "dòng 2: khóa name không có trong cấu hình; “name” thuộc mục [desk]"),
        ("[shedule]", "dòng 2: khóa shedule không có trong cấu hình; có phải “schedule”?"),
        ("[schedule]\nsubmitt = \"Fri 11:00\"", "dòng 3: khóa [schedule] submitt không có trong cấu hình; có phải “submit”?"),
        ("[schedule]\nrehearsal = true", "“rehearsal” đứng ở đầu tệp, trước mọi mục"),
        ("[policy]\nzzzzzzzz = 1", "các khóa dùng được: late_reports, settle_seconds"),
        ("[schedule]\nsubmit = \"Friday 11:00\"", "dòng 3: khóa [schedule] submit ghi \"Friday 11:00\": phải có dạng \"Fri 11:00\""),
        ("[schedule]\nsubmit = \"Fri 24:00\"", "phải có dạng"),
        ("[schedule]\ncadence = \"daily\"", "chỉ nhận \"weekly\", \"biweekly\", \"monthly\", \"quarterly\", \"adhoc\""),
        ("[schedule]\ncadence = \"biweekly\"", "dòng 3: khóa [schedule] cadence ghi \"biweekly\": cần thêm khóa anchor"),
        (
            "[schedule]\ncadence = \"biweekly\"\nanchor = \"tuần trước\"",
            "dòng 4: khóa [schedule] anchor ghi \"tuần trước\": phải là một tuần",
        ),
        ("[schedule]\ncadence = \"monthly\"\nanchor = \"28/2025\"", "chỉ dùng với cadence = \"biweekly\""),
        ("[schedule]\nanchor = \"2025-W28\"", "chỉ dùng với cadence = \"biweekly\""),
        ("[schedule]\nsubmit = \"Fri 15:30\"", "submit (hạn nộp) phải trước release"),
        ("[schedule]\nholiday_rule = \"sooner\"", "chỉ nhận \"earlier\", \"later\", \"skip\""),
        ("[policy]\nsettle_seconds = -1", "dòng 3: khóa [policy] settle_seconds ghi -1: phải là số nguyên từ 0 đến 600"),
        ("[policy]\nsettle_seconds = \"10\"", "phải là số nguyên"),
        ("[policy]\nlate_reports = true", "chỉ nhận \"exclude\", \"include\""),
        ("[lights]\ntarget_yellow_percent = 101", "từ 0 đến 100"),
        ("[limits]\nrows_max = 5000000000", "từ 1 đến 1048576"),
        ("[rules]\noff = \"N30\"", "phải là danh sách chữ"),
        ("[rules]\noff = [\"30\"]", "“30” không phải mã quy tắc"),
        ("[rules]\nchange = true", "mỗi quyết định viết dưới một dòng [[rules.change]] riêng"),
        ("[[rules.change]]\ncode = \"N30\"\noff = true", "dòng 2: khóa [[rules.change]] reason: cần ghi lý do"),
        ("[[rules.change]]\ncode = \"N30\"\nreason = \"a\"", "[[rules.change]] off: ghi một trong bốn"),
        ("[[rules.change]]\ncode = \"N30\"\nreason = \"a\"\noff = true\nseverity = \"note\"", "[[rules.change]] off: ghi một trong bốn"),
        ("[[rules.change]]\ncode = \"N30\"\nreason = \"a\"\nseverity = \"error\"", "dòng 5: khóa [[rules.change]] severity: chỉ nhận"),
        ("[[rules.change]]\ncode = \"30\"\noff = true\nreason = \"a\"", "khóa [[rules.change]] code: phải là mã quy tắc"),
        ("[[rules.change]]\ncode = \"N30\"\noff = true\nreason = \"a\"\nfrom = \"11/7\"", "from: phải là ngày dạng 2025-07-11"),
        (
            "[[rules.change]]\ncode = \"N30\"\noff = true\nreason = \"a\"\nfrom = 2025-07-11\nuntil = 2025-07-10",
            "dòng 7: khóa [[rules.change]] until: không được trước from",
        ),
        (
            "[[rules.change]]\ncode = \"N30\"\ntrial = 1\noff = true\nreason = \"a\"",
            "dòng 4: khóa [[rules.change]] trial: chỉ nhận true hoặc false",
        ),
        (
            "[[rules.change]]\ncode = \"N26\"\nthresholds = { weeks = \"4\" }\nseverity = \"note\"\nreason = \"a\"",
            "ghi tên ngưỡng và số nguyên",
        ),
        ("[doctor]\nknown = \"system\"", "mỗi điều đã biết viết dưới một dòng [[doctor.known]] riêng"),
        ("[[doctor.known]]\nreason = \"a\"", "dòng 2: khóa [[doctor.known]] code: cần ghi mã"),
        ("[[doctor.known]]\ncode = \"system\"", "dòng 2: khóa [[doctor.known]] reason: cần ghi lý do"),
        ("[[doctor.known]]\ncode = \"system\"\nreason = \"a\"\ncontains = 1", "dòng 5: khóa [[doctor.known]] contains: phải là chữ"),
        ("[[doctor.known]]\ncode = \"system\"\nreason = \"a\"\nuntil = 31", "until: phải là ngày dạng"),
        ("[[doctor.known]]\ncode = \"system\"\nreason = \"a\"\nto = 2026-12-31", "khóa [[doctor.known]] to không có"),
        ("[[rules.change]]\ncode = \"N30\"\noff = true\nreason = \"a\"\nweight = 1", "khóa [[rules.change]] weight không có"),
        ("[folders]\ninbox = \"\"", "không được để trống"),
        ("[folders]\nforms = \"ket-qua\"", "mỗi khóa cần một thư mục riêng"),
        ("folders = \"nop\"", "phải viết [folders] trên một dòng riêng"),
        ("rehearsal = \"yes\"", "chỉ nhận true hoặc false"),
    ];
    for (lines, expected) in table {
        // The code stands below, so that tables of the test do not swallow it.
        let toml = format!("# đầu tệp\n{lines}\n[desk]\ncode = \"SKHCN\"\n");
        let found = problems(&toml);
        assert_eq!(found.len(), 1, "{lines}: {found:?}");
        assert!(found[0].starts_with("tonghop.toml") && found[0].contains(expected), "{lines}: {found:?}");
    }
}

#[test]
fn mistakes_are_told_together_in_the_order_of_the_file() {
    let found = problems("rehearsal = 1\n[policy]\nlate_reports = \"maybe\"\n[lights]\nred = 1\n");
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[0].contains("thiếu khóa bắt buộc [desk] code"));
    assert!(found[1].contains("dòng 1") && found[2].contains("dòng 3") && found[3].contains("dòng 5"));
    assert!(problems("[desk]\ncode = \"SỞ\"\n")[0].contains("phải là mã đơn vị"));
}

#[test]
fn a_path_of_windows_in_double_quotes_is_told_how_to_write() {
    let desk = "[desk]\ncode = \"SKHCN\"\n";
    // A line break, a letter that is no escape, and a command.
    let told = |rest: &str| problems(&format!("{desk}{rest}")).join("\n");
    assert_eq!(
        told("[folders]\ninbox = \"D:\\nop\"\n"),
        "tonghop.toml, dòng 4: khóa [folders] inbox ghi \"D:\\nop\": đường dẫn có dấu \\ phải đặt trong dấu nháy đơn: 'D:\\nop'"
    );
    let mistaken = "tonghop.toml, dòng 4: đường dẫn có dấu \\ phải đặt trong dấu nháy đơn, ví dụ 'D:\\nop'";
    assert_eq!(told("[folders]\ninbox = \"D:\\Tổng hợp\"\n"), mistaken);
    assert!(told("[proof]\ncommand = [\"C:\\tools\\in.exe\"]\n").contains("dấu nháy đơn"));
    let config = parse(&format!("{desk}[folders]\ninbox = 'D:\\Tổng hợp\\nop'\n"), "tonghop.toml").unwrap();
    assert_eq!(config.folders.inbox, r"D:\Tổng hợp\nop");
}

#[test]
fn bad_syntax_names_its_line() {
    let found = problems("[desk]\ncode = SKHCN\n");
    assert!(found[0].starts_with("tonghop.toml, dòng 2: sai cú pháp TOML"), "{found:?}");
    assert!(!problems("[desk\ncode = \"SKHCN\"").is_empty());
    assert!(!problems("[desk]\ncode = \"A1\"\ncode = \"B1\"").is_empty(), "a key twice");
}
