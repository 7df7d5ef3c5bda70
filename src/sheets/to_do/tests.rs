//! Who is named because of what, in which words; to whom nothing is said.

use super::*;
use crate::model::agency::{Agency, AgencyKind, Contact};
use crate::model::config::Layout;
use crate::model::consolidation::Consolidation;
use crate::model::finding::{Finding, Severity};
use crate::model::moment;
use crate::model::predecessor::Predecessor;
use crate::model::register::Register;
use crate::model::submission::{SecretFile, Standing, Version};
use crate::model::to_do::{LateRecord, Section};
use crate::sheets::as_sent;
use crate::sheets::dump::dump;
use crate::sheets::testing;
use crate::testing::member;
use std::collections::BTreeMap;

/// A register of the offices of the fixture: the desk of the Party chases one of them, and one has somebody to call.
fn register(c: &Consolidation) -> Register {
    let office = |info: &AgencyInfo| Agency {
        name: info.name.clone(),
        short: info.short.clone(),
        supervisor: if info.code.as_str() == "SNV" { "VPTU" } else { "SKHCN" }.to_owned(),
        contact: Contact { officer: "Nguyễn Văn An".into(), phone: "0912 345 678".into(), ..Contact::default() },
        ..member(info.code.as_str(), info.kind)
    };
    let desk = Agency { short: "Sở KH&CN".into(), ..member("SKHCN", AgencyKind::Department) };
    Register { agencies: c.agencies.iter().map(office).chain([desk]).collect(), ..Register::default() }
}

fn with(c: &Consolidation, layout: Layout, hour: i64, f: impl FnOnce(&ToDoInput<'_>, &ToDo)) {
    let (register, desk) = (register(c), AgencyCode::parse("SKHCN").unwrap());
    let records = BTreeMap::from([(AgencyCode::parse("SGDDT").unwrap(), LateRecord { late: 3, of: 8 })]);
    let input = ToDoInput {
        consolidation: c,
        register: &register,
        records: &records,
        desk: &desk,
        desk_name: "Sở Khoa học và Công nghệ",
        layout,
        rehearsal: false,
        released: false,
        now: c.cutoffs.submit + chrono::TimeDelta::hours(hour),
        own: OwnWork { forms: true, sent: false, trouble: false },
    };
    f(&input, &of(&input));
}

const NOW: &str = "10 giờ 40 (thứ Sáu 11/7)";

#[test]
fn everything_that_is_said_in_a_week() {
    let c = testing::consolidation();
    with(&c, Layout::State, -1, |input, to_do| {
        let concern = |one: &Concern| {
            let (ours, record) = (one.chased_here, one.record.map(|record| format!(" muộn {}/{}", record.late, record.of)));
            format!("{:?} {} [{ours}{}] {}\n{}\n", one.matter, one.agency, record.unwrap_or_default(), one.cause, one.message)
        };
        let concerns: Vec<String> = to_do.concerns.iter().map(concern).collect();
        let blocks: Vec<String> = to_do.blocks.iter().filter_map(|count| to_block(&input.group(), NOW, count.block)).collect();
        let steps: Vec<String> = to_do.steps.iter().map(|step| format!("{} {}", step.menu, step.what)).collect();
        let all = [concerns.join("\n"), group_text(&input.group(), Some(NOW)), blocks.join("\n"), steps.join("\n")];
        insta::assert_snapshot!(all.join("\n---\n"));
    });
}

#[test]
fn nothing_that_is_said_needs_the_rows_as_they_were_read() {
    let said = |c: &Consolidation| {
        let mut said = String::new();
        with(c, Layout::State, -1, |input, to_do| said = format!("{to_do:?} {}", group_text(&input.group(), Some(NOW))));
        said
    };
    let mut c = testing::consolidation();
    let before = said(&c);
    let sent: Vec<_> = c.submissions.iter().map(|submission| as_sent::of(&c, submission)).collect();
    for (submission, sent) in c.submissions.iter_mut().zip(sent) {
        submission.as_sent = Some(sent);
        submission.let_go_of_rows();
    }
    assert_eq!(said(&c), before);
}

#[test]
fn who_sent_and_does_not_count_stands_first_and_our_own_trouble_is_nobodys_call() {
    let mut c = testing::consolidation();
    let of = |c: &mut Consolidation, code: &str, standing| {
        c.submissions.iter_mut().find(|s| s.agency.as_str() == code).unwrap().standing = standing;
    };
    of(&mut c, "SGDDT", Standing::Unknown);
    with(&c, Layout::State, -1, |input, to_do| {
        assert_eq!(to_do.concerns.first().map(|one| (one.agency.as_str(), one.matter.section())), Some(("SCT", Section::SentNotCounted)));
        let unknown = to_do.concerns.iter().find(|one| one.matter == Matter::Unknown).unwrap();
        assert!(unknown.message.is_empty() && unknown.cause.contains("Không nhắc đơn vị"), "{unknown:?}");
        let text = group_text(&input.group(), Some(NOW));
        assert!(text.contains("Thư mục của Sở GD&ĐT đang có sự cố phía Sở KH&CN; đơn vị không phải gửi lại."), "{text}");
        assert!(!text.contains("Sở Nội vụ"), "another desk chases it: {text}");
    });
    // What a desk below could not prove is no trouble of the office's folder.
    let desk_below = AgencyCode::parse("STC").unwrap();
    c.submissions.iter_mut().find(|s| s.agency.as_str() == "SGDDT").unwrap().through = Some(desk_below);
    with(&c, Layout::State, -1, |input, _| {
        let text = group_text(&input.group(), Some(NOW));
        assert!(text.contains("\nKết quả của Sở GD&ĐT theo bản tổng hợp của cơ quan đầu mối chưa xác minh được;"), "{text}");
        assert!(!text.contains("Thư mục của Sở GD&ĐT"), "{text}");
    });
}

#[test]
fn whoever_sent_nothing_is_called_by_urgency_and_other_desks_offices_last() {
    let mut c = testing::consolidation();
    for submission in &mut c.submissions {
        *submission = Submission::nothing(&submission.agency, c.cutoffs);
    }
    for (code, counts) in &mut c.task_totals.by_agency {
        *counts = ClassCounts { overdue: u32::from(code.as_str() == "X-CANLOC"), ..ClassCounts::default() };
    }
    with(&c, Layout::State, -1, |_, to_do| {
        let order: Vec<&str> = to_do.of(Section::NotReceived).map(|one| one.agency.as_str()).collect();
        assert_eq!((order.first(), order.get(1), order.last()), (Some(&"X-CANLOC"), Some(&"SYT"), Some(&"SNV")));
        let first = to_do.concerns.first().unwrap();
        assert!(first.message.contains("Có 01 nhiệm vụ quá hạn; đề nghị ghi nguyên nhân và dự kiến hoàn thành."), "{}", first.message);
        assert!(first.message.contains("Đề nghị gửi báo cáo trước 11 giờ 00 (thứ Sáu 11/7)."), "{}", first.message);
    });
}

#[test]
fn a_party_desk_never_says_hand_in_or_return() {
    let c = testing::consolidation();
    for hour in [-1, 1] {
        with(&c, Layout::Party, hour, |input, to_do| {
            let book = book(input, to_do, NOW, &BTreeMap::new());
            let mut said = vec![group_text(&input.group(), Some(NOW)), book.sheets.iter().map(dump).collect()];
            said.extend(to_do.concerns.iter().flat_map(|one| [one.cause.clone(), one.message.clone()]));
            said.extend(to_do.steps.iter().map(|step| step.what.clone()));
            for text in said {
                let lower = text.to_lowercase();
                assert!(!lower.contains("nộp") && !lower.contains("trả lại") && !text.contains("Cần gửi lại"), "{text}");
            }
        });
    }
}

#[test]
fn what_refuses_a_version_that_does_not_count_is_nothing_to_mend() {
    let mut c = testing::consolidation();
    let reject = c.submissions.iter().flat_map(|s| &s.findings).find(|f| f.severity == Severity::Reject).unwrap().clone();
    let submission = c.submissions.iter_mut().find(|s| s.agency.as_str() == "SYT").unwrap();
    submission.findings = vec![reject];
    assert!(submission.counted.is_some());
    with(&c, Layout::State, -1, |_, to_do| assert!(to_do.of(Section::Mend).all(|one| one.agency.as_str() != "SYT")));
}

/// The report counts, and the one thing to do is said to the office and the desk, and to nobody else, until the file is gone.
#[test]
fn who_left_a_secret_beside_a_good_report_is_told_to_take_it_out() {
    let mut c = testing::consolidation();
    let reject = c.submissions.iter().flat_map(|s| &s.findings).find(|f| f.severity == Severity::Reject).unwrap().clone();
    let told_of = |c: &mut Consolidation, lies_there: bool, is_found: bool| {
        let submission = c.submissions.iter_mut().find(|s| s.agency.as_str() == "SYT").unwrap();
        let path = "SYT/mat.xlsx".to_owned();
        let finding = Finding { code: "T23".into(), file: path.clone(), ..reject.clone() };
        submission.findings = if is_found { vec![finding] } else { Vec::new() };
        submission.secret_files = vec![SecretFile { path, lies_there }];
    };
    for is_found in [true, false] {
        told_of(&mut c, true, is_found);
        with(&c, Layout::Party, -1, |input, to_do| {
            let told: Vec<&Concern> = to_do.of(Section::TakeOut).collect();
            assert_eq!(told.iter().map(|one| one.agency.as_str()).collect::<Vec<_>>(), ["SYT"]);
            let message = &told[0].message;
            assert!(message.contains("Báo cáo không phải gửi lại.") && message.contains("lấy ngay tệp này ra khỏi thư mục"), "{message}");
            assert!(!message.contains("nộp") && !group_text(&input.group(), Some(NOW)).contains("mật"));
            assert_eq!((to_do.steps[0].menu, to_do.concerns[0].matter), (4, Matter::SecretBeside));
            assert_eq!(to_do.steps[0].what, "Báo 1 đơn vị lấy tệp có dấu mật ra khỏi thư mục báo cáo.");
        });
        with(&c, Layout::State, -1, |input, _| assert!(!message(&input.group()).contains("Sở Y tế")));
        told_of(&mut c, false, is_found);
        with(&c, Layout::Party, -1, |_, to_do| {
            assert!(to_do.concerns.iter().all(|one| one.agency.as_str() != "SYT"), "{:?}", to_do.concerns);
            assert!(to_do.steps.iter().all(|step| !step.what.contains("mật")), "{:?}", to_do.steps);
        });
    }
}

/// Whatever else there is to say of a report, the file has to go.
#[test]
fn who_is_called_because_of_something_else_is_told_of_the_secret_as_well() {
    let mut c = testing::consolidation();
    let submission = c.submissions.iter_mut().find(|s| s.agency.as_str() == "SYT").unwrap();
    (submission.standing, submission.merged) = (Standing::Late, false);
    submission.secret_files = vec![SecretFile { path: "SYT/mat.xlsx".to_owned(), lies_there: true }];
    with(&c, Layout::State, 1, |_, to_do| {
        let told = to_do.concerns.iter().find(|one| one.agency.as_str() == "SYT").unwrap();
        assert_eq!(told.matter, Matter::LateLeftOut);
        assert!(told.cause.ends_with(" Trong thư mục còn tệp có dấu chỉ độ mật."), "{}", told.cause);
        assert!(told.message.contains("lấy ngay tệp này ra khỏi thư mục"), "{}", told.message);
        assert_eq!(to_do.steps[0].what, "Báo 1 đơn vị lấy tệp có dấu mật ra khỏi thư mục báo cáo.");
    });
}

/// `_tin-nhan.txt` is the text of `remind` but for its time, that of the latest receipt: a look that finds nothing new changes nothing.
#[test]
fn the_text_on_disk_is_that_of_the_reminder_as_of_the_latest_receipt() {
    let mut c = testing::consolidation();
    for hour in [-2, -1] {
        with(&c, Layout::State, hour, |input, _| {
            let text = message(&input.group());
            assert_eq!(text, group_text(&input.group(), Some("11 giờ 20 (thứ Sáu 11/7)")));
            assert!(text.ends_with("Đã nhận sau hạn: Sở Xây dựng.\nĐề nghị gửi trước 11 giờ 00 (thứ Sáu 11/7).\n"), "{text}");
        });
    }
    // After the hour no hour is named that has passed.
    with(&c, Layout::State, 1, |input, _| {
        let text = message(&input.group());
        assert!(text.ends_with("Đã qua hạn 11 giờ 00 (thứ Sáu 11/7); báo cáo gửi sau hạn được ghi nhận là nộp muộn.\n"), "{text}");
    });
    c.latest_receipt = None;
    for submission in &mut c.submissions {
        *submission = Submission::nothing(&submission.agency, c.cutoffs);
    }
    with(&c, Layout::State, -1, |input, _| {
        let text = message(&GroupInput { rehearsal: true, ..input.group() });
        let head = "[DIỄN TẬP] Kính gửi các cơ quan, đơn vị. Sở KH&CN chưa nhận được báo cáo tuần 28/2025 nào (00/12).\nCòn chờ: ";
        assert!(text.starts_with(head) && !text.contains("Cần gửi lại"), "{text}");
    });
}

/// Each is asked for its own hour: before it, and after it.
#[test]
fn an_hour_of_its_own_stands_beside_the_name() {
    let mut c = testing::consolidation();
    let later = c.cutoffs.submit + chrono::TimeDelta::hours(3);
    for submission in &mut c.submissions {
        let of_all = Submission::nothing(&submission.agency, c.cutoffs);
        let own = submission.agency.as_str() == "SYT" || submission.agency.as_str() == "SCT";
        let unfilled = submission.agency.as_str() != "SYT";
        *submission = Submission { form_unfilled: unfilled, due: true, ..of_all };
        if own {
            submission.due = false;
            submission.cutoff.own = true;
            submission.cutoff.submit = later;
        }
    }
    with(&c, Layout::State, 1, |input, _| {
        let text = message(&input.group());
        assert!(text.contains("\nCòn chờ, có hạn riêng: Sở Y tế (hạn riêng 14 giờ 00).\n"), "{text}");
        assert!(text.contains(": Sở Công Thương (hạn riêng 14 giờ 00). Nếu tuần này") && text.contains("gửi trước hạn riêng."), "{text}");
        assert!(text.contains("ThongTin, gửi.\n") || text.contains("ThongTin, gửi lại.\n"), "{text}");
        assert_eq!((text.matches("Sở Công Thương").count(), text.contains("trước 11 giờ")), (1, false), "{text}");
    });
}

/// One whose own hour has passed is not told that it may send until the hour of the others.
#[test]
fn an_hour_of_its_own_that_has_passed_stands_beside_the_name() {
    let mut c = testing::consolidation();
    for submission in &mut c.submissions {
        *submission = Submission::nothing(&submission.agency, c.cutoffs);
        if submission.agency.as_str() == "SYT" {
            submission.due = true;
            submission.cutoff.own = true;
            submission.cutoff.submit = c.cutoffs.submit - chrono::TimeDelta::hours(2);
        }
    }
    with(&c, Layout::State, 1, |input, _| {
        let group = |phase| message(&GroupInput { phase, ..input.group() });
        let text = group(Phase::Collecting);
        assert!(text.contains("Sở Y tế (đã qua hạn riêng 9 giờ 00)") && text.contains("Đề nghị gửi trước 11 giờ 00"), "{text}");
        assert!(!group(Phase::Consolidating).contains("hạn riêng"), "it has passed for all");
    });
}

/// So is one whose joint report is awaited; its hour is not lost behind what came before.
#[test]
fn an_hour_of_its_own_stands_beside_a_joint_report_awaited() {
    let mut c = testing::consolidation();
    let submit = c.cutoffs.submit;
    let report = c.submissions.iter().find_map(Submission::counted_version).unwrap().clone();
    let code = |code: &str| AgencyCode::parse(code).unwrap();
    for submission in &mut c.submissions {
        *submission = Submission { due: true, ..Submission::nothing(&submission.agency, c.cutoffs) };
        let own = submission.agency.as_str() == "SYT";
        if own || submission.agency.as_str() == "SCT" {
            let last_day = moment::day(submit);
            let under = Predecessor { code: code("STC"), heir: submission.agency.clone(), last_day, alone: false };
            submission.versions = vec![Version { under: Some(under), ..report.clone() }];
            submission.before = vec![0];
        }
        if own {
            submission.due = false;
            submission.cutoff.own = true;
            submission.cutoff.submit = submit + chrono::TimeDelta::hours(3);
        }
    }
    with(&c, Layout::State, 1, |input, _| {
        let text = message(&input.group());
        let before = "đã có báo cáo của Sở Tài chính trước khi sáp nhập";
        for named in [format!("Sở Y tế ({before}; hạn riêng 14 giờ 00)"), format!("Sở Công Thương ({before})")] {
            assert_eq!(text.matches(&named).count(), 1, "{named}\n{text}");
        }
    });
}

#[test]
fn the_list_to_call_from() {
    let c = testing::consolidation();
    with(&c, Layout::State, -1, |input, to_do| {
        let book = book(input, to_do, NOW, &BTreeMap::new());
        let calls = dump(&book.sheets[0]);
        assert!(calls.contains("0912 345 678") && calls.contains("muộn 3/8 tuần"), "{calls}");
        assert_eq!(book.sheets.len(), 2);
    });
}

#[test]
fn the_next_step_follows_the_hour() {
    let c = testing::consolidation();
    let first = |hour, released, sent| {
        let mut step = 0;
        with(&c, Layout::State, hour, |input, _| {
            let input = ToDoInput { released, own: OwnWork { sent, ..input.own }, ..*input };
            step = of(&input).steps[0].menu;
        });
        step
    };
    assert_eq!((first(-1, false, false), first(1, false, false)), (4, 6));
    assert_eq!((first(5, true, false), first(5, true, true)), (9, if difficulties::untouched(&c).is_empty() { 2 } else { 7 }));
}
