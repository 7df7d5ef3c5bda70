//! The desk is told by itself, of changes alone: by a command of its own, by mail, and by a watch where the schedule stopped. And the lines by which
//! a scheduler starts the program.

use crate::desk::Desk;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Writes a configuration with these lines.
fn configure(desk: &Desk, lines: &str) {
    let text = format!("rehearsal = true\n\n[desk]\ncode = \"SKHCN\"\n\n[policy]\nsettle_seconds = 0\n\n{lines}\n");
    fs::write(desk.path("tonghop.toml"), text).unwrap();
}

fn at(time: &str) -> String {
    format!("2025-07-11T{time}:00+07:00")
}

/// A mail server that takes what it is given; the mails so far, each as it came over the wire.
fn mail_server() -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let mails = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&mails);
    thread::spawn(move || {
        for stream in listener.incoming() {
            take_mail(&stream.unwrap(), &kept);
        }
    });
    (port, mails)
}

fn take_mail(stream: &TcpStream, mails: &Mutex<Vec<String>>) {
    let (mut answer, mut lines) = (stream, BufReader::new(stream).lines());
    let mut say = |text: &str| answer.write_all(format!("{text}\r\n").as_bytes()).unwrap();
    say("220 localhost");
    while let Some(Ok(line)) = lines.next() {
        match line.split_whitespace().next().unwrap_or_default() {
            "DATA" => {
                say("354 go on");
                let mail: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                mails.lock().unwrap().push(mail.join("\n"));
                say("250 taken");
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 localhost"),
        }
    }
}

/// The first lines of what the command was given: the subjects.
fn subjects(desk: &Desk) -> Vec<String> {
    let text = fs::read_to_string(desk.path("tin.txt")).unwrap_or_default();
    text.split("=====\n").filter(|message| !message.is_empty()).map(|m| m.lines().next().unwrap().to_owned()).collect()
}

const COMMAND: &str = "command = [\"/bin/sh\", \"-c\", \"cat >> tin.txt; echo ===== >> tin.txt\"]";

#[cfg(unix)]
#[test]
fn a_week_is_told_by_its_changes_to_a_command_and_to_a_mail_server() {
    let (port, mails) = mail_server();
    let desk = Desk::new();
    let mail =
        format!("smtp = \"127.0.0.1:{port}\"\nsmtp_security = \"none\"\nfrom = \"may@tinh.vn\"\nto = [\"to@tinh.vn\", \"sep@tinh.vn\"]");
    configure(&desk, &format!("[notify]\n{COMMAND}\n{mail}"));
    assert_eq!(desk.json(&["notify", "--test", "--now", &at("09:00")], &[]).code, 0);
    desk.put("SYT/BC_SYT_T28_2025.xlsx", &desk.report("SYT", "2025-W28").bytes(), &at("09:10"));
    for time in ["09:30", "10:00", "10:30", "10:35"] {
        assert_eq!(desk.run(&at(time)).code, 0, "{time}");
    }
    // The share goes away, and comes back.
    fs::rename(desk.path("nop"), desk.path("nop-mat")).unwrap();
    let (first, second) = (desk.run_with(&at("10:50"), &["-q"]), desk.run_with(&at("10:51"), &["-q"]));
    assert_eq!((first.code, second.code), (10, 10));
    assert!(first.stderr.contains("Vấn đề:") && !second.stderr.contains("Vấn đề:"), "{}\n{}", first.stderr, second.stderr);
    let beat: serde_json::Value = serde_json::from_slice(&fs::read(desk.path("so-tiep-nhan/nhip.json")).unwrap()).unwrap();
    assert_eq!((beat["trouble_since"].as_str(), beat["next_due"].as_str()), (Some(at("10:50").as_str()), Some(at("10:52").as_str())));
    fs::rename(desk.path("nop-mat"), desk.path("nop")).unwrap();
    for time in ["10:52", "11:00", "11:01", "15:20", "15:40"] {
        assert_eq!(desk.run(&at(time)).code, 0, "{time}");
    }
    let beat: serde_json::Value = serde_json::from_slice(&fs::read(desk.path("so-tiep-nhan/nhip.json")).unwrap()).unwrap();
    assert_eq!((beat["trouble_since"].as_str(), beat["released_at"].as_str()), (None, Some(at("15:20").as_str())));
    let desk_name = "DIỄN TẬP. Sở Khoa học và Công nghệ";
    let week = "Tuần 28/2025 (07 - 13/7/2025)";
    let expected = [
        "SKHCN: tin thử của chương trình tổng hợp".to_owned(),
        format!("{desk_name}: {week}: danh sách trước hạn"),
        format!("{desk_name}: có sự cố, đề nghị xem ngay"),
        format!("{desk_name}: đã hết sự cố"),
        format!("{desk_name}: {week}: đã chốt số liệu"),
        format!("{desk_name}: {week}: đã chốt bản tổng hợp (trình ký)"),
    ];
    assert_eq!(subjects(&desk), expected);
    let text = fs::read_to_string(desk.path("tin.txt")).unwrap();
    assert!(text.contains("Bản tổng hợp: ket-qua/2025-W28/TongHop_SKHCN_T28_2025.xlsx"), "{text}");
    let mails = mails.lock().unwrap();
    assert_eq!(mails.len(), expected.len(), "each once: {mails:?}");
    assert!(mails.iter().all(|mail| mail.contains("To: to@tinh.vn, sep@tinh.vn") && mail.contains("From: may@tinh.vn")), "{mails:?}");
}

#[cfg(unix)]
#[test]
fn a_message_that_cannot_be_sent_is_due_again_and_stops_nothing() {
    let desk = Desk::new();
    // Nobody listens at this port any more.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mail = format!("smtp = \"127.0.0.1:{port}\"\nsmtp_security = \"none\"\nfrom = \"may@tinh.vn\"\nto = [\"to@tinh.vn\"]");
    configure(&desk, &format!("[notify]\n{mail}"));
    let run = desk.run(&at("11:00"));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Không báo tin được") && run.stderr.contains(&port.to_string()), "{}", run.stderr);
    assert_eq!(desk.json(&["notify", "--test", "--now", &at("11:01")], &[]).code, 13);
    configure(&desk, &format!("[notify]\n{COMMAND}"));
    assert_eq!(desk.run(&at("11:05")).code, 0);
    assert_eq!(subjects(&desk).len(), 1, "the freeze is told now: {:?}", subjects(&desk));
    // Beside a way that works, one that does not is said, and nothing is sent twice.
    configure(&desk, &format!("[notify]\n{COMMAND}\n{mail}"));
    let (released, after) = (desk.run(&at("15:20")), desk.run(&at("15:21")));
    assert!(released.stderr.contains("Không báo tin được") && !after.stderr.contains("Không báo tin được"), "{}", after.stderr);
    assert_eq!(subjects(&desk).len(), 2, "the release, once: {:?}", subjects(&desk));
    configure(&desk, "[notify]\nsmtp = \"mail\"\nevents = [\"frosen\"]");
    let run = desk.run(&at("11:10"));
    for said in ["[notify] smtp", "from (địa chỉ gửi)", "“frosen”"] {
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
    let test = desk.json(&["notify", "--test", "--now", &at("11:11")], &[]);
    assert!(test.code == 2 && test.stderr.contains("“frosen”"), "what was just written is tried: {}", test.stderr);
}

#[cfg(unix)]
#[test]
fn a_schedule_that_stopped_is_told_by_the_watch_once_and_its_end_by_the_next_run() {
    let desk = Desk::new();
    configure(&desk, &format!("[notify]\n{COMMAND}\nlist_minutes = 0"));
    let watch = |time: &str| desk.json(&["doctor", "--watch", "-q", "--now", &at(time)], &[]).code;
    assert_eq!((watch("10:01"), watch("10:07")), (0, 0), "nothing has run yet: the schedule has until five past ten and two minutes");
    assert_eq!((watch("10:08"), watch("10:09")), (2, 2));
    assert!(fs::read_to_string(desk.path("tin.txt")).unwrap().contains("Lịch chạy chưa chạy lần nào: lần đầu lẽ ra lúc 10 giờ 05"));
    assert_eq!(desk.run(&at("10:15")).code, 0);
    fs::remove_file(desk.path("tin.txt")).unwrap();
    assert_eq!(desk.run(&at("10:50")).code, 0);
    // What somebody typed too early is no trouble of the desk, and ends none.
    assert_eq!(desk.json(&["release", "--now", &at("10:50")], &[]).code, 12);
    assert!(subjects(&desk).is_empty(), "{:?}", subjects(&desk));
    assert_eq!((watch("10:51"), watch("10:53")), (0, 0));
    // The look of 10:51 did not come, nor the next two.
    assert_eq!((watch("10:54"), watch("10:55")), (2, 2));
    let told = subjects(&desk);
    assert_eq!(told, ["DIỄN TẬP. SKHCN: có sự cố, đề nghị xem ngay"]);
    let text = fs::read_to_string(desk.path("tin.txt")).unwrap();
    assert!(text.contains("lần chạy cuối bắt đầu lúc 10 giờ 50 ngày 11/7/2025, lần sau lẽ ra lúc 10 giờ 51"), "{text}");
    assert_eq!(desk.run(&at("10:57")).code, 0);
    assert_eq!(subjects(&desk).last().unwrap(), "DIỄN TẬP. Sở Khoa học và Công nghệ: đã hết sự cố");
    // At 15:25 nothing is released, because the release is made by hand alone and nobody did.
    configure(&desk, &format!("[notify]\n{COMMAND}\nlist_minutes = 0\n[schedule]\nrelease_auto_minutes = 0"));
    assert_eq!(desk.run(&at("15:23")).code, 0);
    assert_eq!((watch("15:24"), watch("15:25"), watch("15:26")), (0, 0, 0));
    let unreleased = |subject: &&String| subject.contains("chưa chốt bản tổng hợp");
    assert_eq!(subjects(&desk).iter().filter(unreleased).count(), 1, "{:?}", subjects(&desk));
}

#[cfg(unix)]
#[test]
fn a_heartbeat_that_says_nothing_good_is_told() {
    let desk = Desk::new();
    configure(&desk, &format!("[notify]\n{COMMAND}\nlist_minutes = 0"));
    let watch = |time: &str| desk.json(&["doctor", "--watch", "-q", "--now", &at(time)], &[]).code;
    assert_eq!(desk.run(&at("10:00")).code, 0);
    // A clock that was set back behind the last run would wait in silence until it has come so far again.
    assert_eq!((watch("09:58"), watch("09:40"), watch("09:41")), (0, 2, 2));
    assert!(fs::read_to_string(desk.path("tin.txt")).unwrap().contains("bây giờ là 9 giờ 40 ngày 11/7/2025, mà lần chạy cuối ghi 10 giờ"));
    assert_eq!(desk.run(&at("10:05")).code, 0);
    assert_eq!(subjects(&desk).len(), 2, "and that it is over: {:?}", subjects(&desk));
    fs::write(desk.path("so-tiep-nhan/nhip.json"), "{").unwrap();
    assert_eq!((watch("10:50"), watch("10:51")), (2, 2), "one that cannot be read");
    assert_eq!(subjects(&desk).len(), 3, "{:?}", subjects(&desk));
}

#[test]
fn lines_of_a_scheduler_are_made_by_the_calendar_and_doctor_says_when_they_no_longer_fit() {
    let desk = Desk::new();
    let doctor = |now: &str| {
        let lines = desk.json(&["doctor", "--now", now], &[]).json["lines"].clone();
        let line = lines.as_array().unwrap().iter().find(|line| line["code"] == "schedule").cloned();
        line.map(|line| (line["health"].as_str().unwrap().to_owned(), line["text"].as_str().unwrap().to_owned()))
    };
    assert_eq!(doctor(&at("09:00")), None, "this desk keeps no lines");
    desk.write_calendar(&["Làm bù|19/07/2025||||||"]);
    let made = desk.json(&["schedule", "--now", &at("09:01")], &[]);
    assert_eq!((made.code, made.json["files"].as_array().map(Vec::len)), (0, Some(8)), "{}", made.stderr);
    let cron = fs::read_to_string(desk.path("lich-chay/cron.txt")).unwrap();
    assert!(cron.contains("\n*/5 7-17 19 7 *  ") && !cron.contains(" 24 7 *"), "{cron}");
    let (health, text) = doctor(&at("09:02")).unwrap();
    assert_eq!((health.as_str(), text.contains("đến 09/01/2026")), ("good", true), "{text}");
    // A cutoff is moved to a Thursday: the lines lack its minutes.
    desk.write_calendar(&["Làm bù|19/07/2025||||||", "Đổi hạn||30/2025|24/07/2025 09:00||||CV 2|Có"]);
    let (health, text) = doctor(&at("09:03")).unwrap();
    assert!(health == "doubt" && text.contains("cron.txt, tonghop.timer, tonghop.xml"), "{text}");
    assert_eq!(desk.json(&["schedule", "--cron", "--now", &at("09:04")], &[]).code, 0);
    assert!(!doctor(&at("09:05")).unwrap().1.contains("cron.txt"), "the others still lack them");
    assert_eq!(desk.json(&["schedule", "--now", &at("09:06")], &[]).code, 0);
    assert_eq!(doctor(&at("09:07")).unwrap().0, "good");
    // They end, and there were lines before that knew no calendar.
    let later = doctor("2025-12-20T09:00:00+07:00").unwrap();
    assert!(later.0 == "doubt" && later.1.contains("chỉ làm đến 09/01/2026"), "{}", later.1);
    fs::write(desk.path("lich-chay/cron.txt"), "*/5 7-17 * * 1-5  \"tonghop\" run -q\n").unwrap();
    assert!(doctor(&at("09:08")).unwrap().1.contains("(cron.txt) không còn đúng"));
}
