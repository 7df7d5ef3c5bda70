//! Is everything in order for the next Friday? Each question is asked of the real thing; a doubt costs a line, not the
//! run.
//!
//! One file, because each question is a few lines, and whoever asks whether something is asked looks in one place.

pub mod answer;
mod keeping;
mod known;
mod letter_template;
mod scheduler_lines;

use crate::io::failure::Failure;
use crate::io::inbox::{self as scanned, Scan, ScannedFile, Terms};
use crate::io::ledger::Ledger;
use crate::io::platform::{self, Here, System};
use crate::io::workspace::Workspace;
use crate::io::{files, run_lock, surroundings};
use crate::judge::clock_doubt;
use crate::merge::bounds;
use crate::model::config::Limits;
use crate::model::cutoff::Cadence;
use crate::model::moment::{self, Moment};
use crate::model::period::Period;
use crate::model::register::Register;
use crate::model::rhythm::Rhythm;
use crate::reader;
use crate::rules::desk;
use crate::run::receive;
use crate::run::report;
use crate::run::session::{self, Start};
use crate::run::session::{identity, schedule as hours, trouble};
use crate::text::{areas, calendar as sentences, format, official_head};
use answer::line;
pub use answer::{DoctorAnswer, Health, Line, Question};
use chrono::TimeDelta;
use std::collections::BTreeMap;

/// Below this many bytes free, a warning.
const FREE_BYTES_WARN: u64 = 1 << 30;
/// A run that holds the lock longer than this many minutes may hang.
const RUN_MINUTES_MAX: i64 = 30;
/// On the day of a cutoff a run should come within this many minutes before it.
const NEAR_CUTOFF_MINUTES: i64 = 15;
/// How many weeks ahead the calendar is looked at.
const WEEKS_AHEAD: usize = 8;

/// Asks every question; what cannot be read is an answer too, so this never fails.
pub fn doctor(workspace: &Workspace, start: &Start) -> DoctorAnswer {
    let lines = asked(workspace, start);
    DoctorAnswer::of(known::sorted_out(lines, &workspace.config.known_doubts, moment::day(start.now)))
}

fn asked(workspace: &Workspace, start: &Start) -> Vec<Line> {
    let mut answers = vec![configuration(workspace)];
    let mut register = session::read_register(workspace);
    if let (Ok(register), Ok(Some(ledger))) = (&mut register, workspace.ledger_to_read()) {
        // What cannot be had from the ledger is told by its own line.
        hours::tell(workspace, &ledger, register, start.now).ok();
    }
    answers.extend(registers(&register, start.now));
    if let (Ok(register), Ok(Some(ledger))) = (&register, workspace.ledger_to_read()) {
        let left = ledger.history_before(Period::containing(moment::day(start.now)).next()).unwrap_or_default();
        let proposed = bounds::proposed(&register.register, &left);
        answers.extend(proposed.into_iter().map(|text| line(Question::Register, Health::Good, text)));
    }
    answers.push(match session::form(Some(workspace), start.now) {
        Ok(form) => line(Question::Form, Health::Good, format!("Biểu mẫu đang dùng: {} phiên bản {}.", form.code, form.version)),
        Err(failure) => line(Question::Form, Health::Bad, failure.to_string()),
    });
    answers.push(match letter_template::look(workspace, start.now) {
        Ok(text) => line(Question::LetterTemplate, Health::Good, text),
        Err(text) => line(Question::LetterTemplate, Health::Bad, text),
    });
    answers.extend(official_head::blank(&workspace.config.desk).map(|text| line(Question::OfficialHead, Health::Doubt, text)));
    answers.extend(receipt_book(workspace));
    answers.extend(inbox(workspace, register.as_ref().ok().map(|r| &*r.register), start));
    if let Ok(register) = &register {
        answers.extend(arrival(workspace, &register.register, start));
    }
    answers.extend(folders(workspace, start));
    answers.extend(system());
    if let Ok(register) = &register {
        answers.extend(calendar(workspace, &register.register, start));
        answers.extend(scheduler_lines::look(workspace, &register.register, start).map(|looked| match looked {
            Ok(text) => line(Question::Schedule, Health::Good, text),
            Err(text) => line(Question::Schedule, Health::Doubt, text),
        }));
    }
    answers.extend(lock(workspace, start));
    answers.extend(ledger(workspace, start));
    answers.extend(keeping::look(workspace, start));
    if let Ok(register) = &register {
        answers.extend(looks_before_cutoff(workspace, &register.register, start));
    }
    answers
}

fn configuration(workspace: &Workspace) -> Line {
    match trouble::of_configuration(workspace) {
        Some(trouble) => line(Question::Config, Health::Bad, format!("{}\n{}", trouble.failure, trouble.notice)),
        None => line(Question::Config, Health::Good, format!("Cấu hình {} đọc được.", workspace.config_file().display())),
    }
}

fn registers(register: &Result<session::RegisterInUse, Failure>, now: Moment) -> Vec<Line> {
    match register {
        Err(failure) => vec![line(Question::Register, Health::Bad, failure.to_string())],
        Ok(used) => {
            let r = &used.register;
            let counted = format!(
                "Danh mục: {} đơn vị, {} nhiệm vụ, {} chỉ tiêu, {} tiêu chí.",
                r.agencies.len(),
                r.tasks.len(),
                r.targets.len(),
                r.criteria.len()
            );
            let mut answers = vec![match &used.broken {
                None => line(Question::Register, Health::Good, counted),
                Some((failure, since)) => {
                    line(Question::Register, Health::Bad, format!("{failure}\nTạm dùng bản lúc {}.", format::moment(*since)))
                }
            }];
            let mistakes = r.mistakes.iter().map(|mistake| line(Question::Register, Health::Bad, mistake.to_string()));
            answers.extend(mistakes);
            let faults = desk::faults(&r.desk_rules, moment::day(now));
            let remarks = r.notes.iter().chain(&faults);
            answers.extend(remarks.map(|remark| line(Question::Register, Health::Doubt, format!("Danh mục: {remark}"))));
            answers
        }
    }
}

fn inbox(workspace: &Workspace, register: Option<&Register>, start: &Start) -> Vec<Line> {
    let root = workspace.inbox();
    // Within the time limit: a share that hangs must not hang the question.
    let reachable = scanned::reachable(&workspace.disk, &root, &Terms::of(&workspace.config, start.now));
    let present = match reachable.and_then(|()| surroundings::folders_below(&root)) {
        Ok(present) => present,
        Err(failure) => return vec![line(Question::Inbox, Health::Bad, failure.to_string())],
    };
    let mut answers =
        vec![line(Question::Inbox, Health::Good, format!("Thư mục nhận báo cáo {} có {} thư mục con.", root.display(), present.len()))];
    let lower: Vec<String> = present.iter().map(|p| p.to_lowercase()).collect();
    let absent = |agency: &&crate::model::agency::Agency| {
        let top = agency.folder.split('/').next().unwrap_or(&agency.folder).to_lowercase();
        agency.weekly && agency.to.is_none() && !lower.contains(&top)
    };
    let absent: Vec<&str> = register.map(|r| r.agencies.iter().filter(absent).map(|a| a.folder.as_str()).collect()).unwrap_or_default();
    if !absent.is_empty() {
        let text =
            format!("{} cơ quan chưa có thư mục nộp: {}. Đề nghị tạo thư mục và cấp quyền ghi.", absent.len(), format::list(&absent, 20));
        answers.push(line(Question::InboxFolders, Health::Doubt, text));
    }
    answers
}

/// The clerk's receipt book, where there is one, can be opened.
fn receipt_book(workspace: &Workspace) -> Option<Line> {
    let path = workspace.receipt_book();
    let bytes = match files::read_if_there(&workspace.disk, &path) {
        Ok(bytes) => bytes?,
        Err(failure) => return Some(line(Question::ReceiptBook, Health::Bad, failure.to_string())),
    };
    Some(match reader::read(&bytes, ".xlsx", &Limits::DEFAULT) {
        Ok(_) => line(Question::ReceiptBook, Health::Good, "Sổ tiếp nhận của văn thư (tiep-nhan.xlsx) đọc được."),
        Err(_) => line(
            Question::ReceiptBook,
            Health::Bad,
            "Không đọc được tiep-nhan.xlsx. Đề nghị mở bằng Excel, lưu lại dạng .xlsx và đóng tệp.",
        ),
    })
}

/// What a scan would leave out or stumble over: folders and files that the file system refuses, mount points, names
/// that cannot be told apart, a share whose changes show late.
fn arrival(workspace: &Workspace, register: &Register, start: &Start) -> Vec<Line> {
    let terms = Terms::of(&workspace.config, start.now);
    let Ok(scan) = scanned::scan(&workspace.disk, &workspace.inbox(), &areas::Areas::new(register), &workspace.not_inbox(register), &terms)
    else {
        // Said already, where its folders were asked for.
        return Vec::new();
    };
    let refused = scan
        .unreadable
        .iter()
        .map(|(path, cause)| line(Question::InboxFiles, Health::Doubt, format!("Thư mục nhận báo cáo: {path}: {cause}.")));
    let alike = receive::conflicts(&scan).map(|text| line(Question::InboxFiles, Health::Doubt, text));
    let seconds = workspace.config.policy.settle_seconds.max(workspace.config.policy.settle_seconds_remote);
    let slow = format!("Thư mục nhận báo cáo nằm trên ổ NFS hoặc loại ổ chưa biết: hai lần xem một tệp mới cách nhau {seconds} giây.");
    let among = among_answers(workspace, &scan).map(|text| line(Question::InboxFiles, Health::Doubt, text));
    refused.chain(alike).chain(among).chain(scan.slow.then(|| line(Question::InboxFiles, Health::Good, slow))).collect()
}

/// Files among answers of which a run cannot tell whether they are reports; where the ledger cannot be read that is said elsewhere.
fn among_answers(workspace: &Workspace, scan: &Scan) -> Option<String> {
    let ledger = workspace.ledger_to_read().ok()?;
    let (ours, known) = match &ledger {
        Some(ledger) => (receive::left_out::answer_forms(ledger).ok()?, ledger.known_files().ok()?),
        None => Default::default(),
    };
    let is_ours =
        |file: &&ScannedFile| ours.contains_key(&areas::folded(&workspace.relative(&file.real))) || known.contains_key(&file.file.path);
    let files = scan.files.iter().filter(|file| scanned::is_form_among_answers(&file.file.path) && !is_ours(file));
    receive::left_out::among_answers(&files.map(|file| file.file.path.clone()).collect::<Vec<_>>())
}

/// Rights to write, the file server's clock, room on the disk.
fn folders(workspace: &Workspace, start: &Start) -> Vec<Line> {
    let period = Period::containing(moment::day(start.now));
    let own = [
        ("biểu mẫu", workspace.forms(period)),
        ("phản hồi", workspace.messages(period)),
        ("sản phẩm", workspace.products(period)),
        ("sổ tiếp nhận", workspace.records()),
    ];
    let mut answers = Vec::new();
    for (name, path) in own {
        match surroundings::probe(&workspace.disk, &path) {
            Err(failure) => answers.push(line(Question::FolderWrite, Health::Bad, format!("Thư mục {name}: {failure}"))),
            Ok(server) => {
                let skew = server.map_or(0, |server| (server - start.now).num_seconds());
                let off = skew.abs() > clock_doubt::SECONDS_WARN && !workspace.config.rehearsal;
                let text = if off {
                    format!("Thư mục {name}: ghi được, nhưng đồng hồ máy chủ tệp lệch {skew} giây so với máy này. Đề nghị chỉnh giờ.")
                } else {
                    format!("Thư mục {name}: ghi được.")
                };
                answers.push(line(Question::FolderWrite, if off { Health::Doubt } else { Health::Good }, text));
            }
        }
        if let Some(free) = Here::free_bytes(&path).filter(|free| *free < FREE_BYTES_WARN) {
            answers.push(line(Question::FolderSpace, Health::Doubt, format!("Thư mục {name}: đĩa chỉ còn {} MB trống.", free >> 20)));
        }
    }
    answers
}

/// What the operating system gives, and what people have to do where it does not.
fn system() -> Vec<Line> {
    let (given, missing): (Vec<_>, Vec<_>) = platform::SERVICES.iter().partition(|service| Here::gives(service));
    let names = |services: &[&platform::Service]| services.iter().map(|service| service.name).collect::<Vec<_>>().join("; ");
    let text = format!("Hệ điều hành {} có: {}. Không có: {}.", Here::NAME, names(&given), names(&missing));
    let advice =
        missing.iter().filter(|service| !service.advice.is_empty()).map(|service| line(Question::System, Health::Doubt, service.advice));
    [line(Question::System, Health::Good, text)].into_iter().chain(advice).collect()
}

/// The cutoffs of the coming weeks: those that a rest day moves, and weeks without a report.
fn calendar(workspace: &Workspace, register: &Register, start: &Start) -> Vec<Line> {
    let rhythm = Rhythm { calendar: &register.calendar, schedule: &workspace.config.schedule };
    let mut answers = Vec::new();
    let mut period = Period::containing(moment::day(start.now));
    answers.extend(sentences::desks_too_late(rhythm, period).map(|text| line(Question::Calendar, Health::Doubt, text)));
    for _ in 0..WEEKS_AHEAD {
        let own = register.calendar.own.get(&period).map_or(0, BTreeMap::len);
        let unconfirmed = sentences::unconfirmed(rhythm, period);
        // A rest day that is certain moves a cutoff by the rule of the desk: good to know, nothing to do.
        let certain = if unconfirmed.is_none() && rhythm.change(period).is_none() { Health::Good } else { Health::Doubt };
        match (rhythm.cutoffs(period), sentences::moved(rhythm, period)) {
            // A week that the cadence leaves out is no news; one of rest is, and so is a row that has no effect.
            (None, _) if rhythm.reports(period) => {
                answers.push(line(Question::Calendar, certain, sentences::no_report(rhythm, period)));
            }
            (None, _) if own > 0 => {
                let week = format::period_long(period);
                answers.push(line(
                    Question::Calendar,
                    Health::Doubt,
                    format!("{week}: dòng Đổi hạn riêng không có tác dụng vì tuần này không có kỳ báo cáo."),
                ));
            }
            (None, _) => {}
            (Some(cutoffs), Some(moved)) => {
                answers.push(line(Question::Calendar, certain, moved));
                if cutoffs.release <= cutoffs.submit {
                    let week = format::span_long(&rhythm.span(period));
                    answers.push(line(
                        Question::Calendar,
                        Health::Bad,
                        format!("{week}: hạn tổng hợp không sau hạn nộp. Đề nghị sửa dòng Đổi hạn."),
                    ));
                }
            }
            (Some(cutoffs), None) if rhythm.schedule.cadence != Cadence::Weekly => {
                let span = format::span_long(&rhythm.span(period));
                answers.push(line(Question::Calendar, Health::Good, format!("{span}: hạn nộp trước {}.", format::moment(cutoffs.submit))));
            }
            (Some(_), None) => {}
        }
        if own > 0 && rhythm.cutoffs(period).is_some() {
            answers.push(line(
                Question::Calendar,
                Health::Doubt,
                format!("{}: {own} đơn vị có hạn nộp riêng.", format::span_long(&rhythm.span(period))),
            ));
        }
        answers.extend(unconfirmed.map(|text| line(Question::Calendar, Health::Doubt, text)));
        period = period.next();
    }
    let known = register.calendar.rest_days.keys().next_back().is_some_and(|last| *last >= period.first_day());
    if !known {
        answers.push(line(
            Question::Calendar,
            Health::Doubt,
            format!("Lịch nghỉ chưa có đến hết {}. Đề nghị bổ sung trang Lich.", format::period_long(period.previous())),
        ));
    }
    if answers.is_empty() {
        answers.push(line(Question::Calendar, Health::Good, format!("Lịch {WEEKS_AHEAD} tuần tới: không có hạn nào bị chuyển.")));
    }
    answers
}

/// Does the ledger lie on this machine's disk, and who stands in the lock?
fn lock(workspace: &Workspace, start: &Start) -> Vec<Line> {
    let mut answers = vec![match identity::check_records(workspace) {
        Ok(()) => line(Question::LedgerPlace, Health::Good, "Sổ tiếp nhận nằm trên đĩa của máy này."),
        Err(failure) => line(Question::LedgerPlace, Health::Bad, [failure.to_string(), failure.hint().unwrap_or_default()].join(" ")),
    }];
    if let Some(holder) = run_lock::holder(&workspace.disk, &workspace.records()) {
        let who = format!("tiến trình {}, từ {}", holder.pid, format::moment(holder.since));
        let minutes = (start.now - holder.since).num_minutes();
        answers.push(match run_lock::is_alive(holder.pid) {
            Some(false) => line(
                Question::Lock,
                Health::Doubt,
                format!("Lần chạy trước đã bị ngắt ({who}); lần chạy sau sẽ làm tiếp, không cần xóa tệp nào."),
            ),
            _ if minutes > RUN_MINUTES_MAX => line(
                Question::Lock,
                Health::Doubt,
                format!("Có lần chạy chưa xong sau {minutes} phút ({who}). Đề nghị xem tiến trình đó có bị treo không."),
            ),
            _ => line(Question::Lock, Health::Good, format!("Đang có lần chạy ({who}).")),
        });
    }
    answers
}

/// Did runs come close to the last submit cutoff? What proves who was on time is a look shortly before it.
fn looks_before_cutoff(workspace: &Workspace, register: &Register, start: &Start) -> Option<Line> {
    let ledger = workspace.ledger_to_read().ok()??;
    let rhythm = Rhythm { calendar: &register.calendar, schedule: &workspace.config.schedule };
    let current = rhythm.period_on(moment::day(start.now));
    let back = std::iter::successors(Some(current), |period| rhythm.previous(*period)).take(WEEKS_AHEAD);
    let cutoff = back.filter_map(|period| rhythm.cutoffs(period)).map(|c| c.submit).find(|submit| *submit <= start.now)?;
    let midnight = moment::at(moment::day(cutoff).and_time(chrono::NaiveTime::MIN));
    let before = match ledger.last_scan_between(midnight, cutoff) {
        Ok(before) => before,
        Err(failure) => return Some(line(Question::Looks, Health::Bad, failure.to_string())),
    };
    let near = before.is_some_and(|at| cutoff - at <= TimeDelta::minutes(NEAR_CUTOFF_MINUTES));
    let last = before.map_or_else(|| "không có lần quét nào".to_owned(), |at| format!("lần quét cuối lúc {}", format::clock(at)));
    let text = format!("Ngày hạn nộp gần nhất ({}), trước hạn: {last}.", format::moment(cutoff));
    Some(if near {
        line(Question::Looks, Health::Good, text)
    } else {
        let advice = format!(
            "Đề nghị đặt lịch chạy trong {NEAR_CUTOFF_MINUTES} phút trước hạn (mẫu trong thư mục lich-chay), để chứng minh được báo cáo nào đúng hạn."
        );
        line(Question::Looks, Health::Doubt, format!("{text} {advice}"))
    })
}

fn ledger(workspace: &Workspace, start: &Start) -> Vec<Line> {
    let ledger = match identity::check_there(workspace).and_then(|()| workspace.ledger_to_read()) {
        Ok(Some(ledger)) => ledger,
        Ok(None) => return vec![line(Question::Ledger, Health::Doubt, "Chưa có sổ tiếp nhận: chưa chạy “tonghop run” lần nào.")],
        Err(failure) => {
            let told = [Some(failure.to_string()), failure.hint()].into_iter().flatten().collect::<Vec<_>>().join("\n");
            return vec![line(Question::Ledger, Health::Bad, told)];
        }
    };
    let mut answers = vec![match ledger.verify_chain() {
        Ok(()) => line(Question::Chain, Health::Good, "Chuỗi sổ tiếp nhận khớp."),
        Err(what) => line(Question::Chain, Health::Bad, format!("Chuỗi sổ tiếp nhận không khớp: {what}")),
    }];
    // It costs nothing until the ledger is lost: then what stands after the damage is lost with it.
    answers.extend(identity::journal_damage(workspace).into_iter().map(|what| {
        let advice = "Đề nghị gõ “tonghop recover --by … --reason …” để ghi lại sổ phụ từ sổ tiếp nhận, trước khi cần đến sổ phụ.";
        line(Question::Chain, Health::Doubt, format!("{what} {advice}"))
    }));
    answers.push(match ledger.last_good_run() {
        Ok(Some(run)) => {
            let days = (start.now - run.at).num_days();
            let text = format!("Lần chạy tốt gần nhất: {}.", format::moment(run.at));
            if days >= 7 {
                line(Question::LastGoodRun, Health::Doubt, format!("{text} Đã {days} ngày: đề nghị kiểm tra lịch chạy tự động."))
            } else {
                line(Question::LastGoodRun, Health::Good, text)
            }
        }
        Ok(None) => line(Question::LastGoodRun, Health::Doubt, "Chưa có lần chạy nào kết thúc tốt."),
        Err(failure) => line(Question::LastGoodRun, Health::Bad, failure.to_string()),
    });
    answers.extend(last_attempt(&ledger));
    answers.extend(unpublished(&ledger, Period::containing(moment::day(start.now))));
    answers
}

/// A last run that did not do its work.
fn last_attempt(ledger: &Ledger) -> Option<Line> {
    let run = match ledger.last_run() {
        Ok(run) => run?,
        Err(failure) => return Some(line(Question::LastRun, Health::Bad, failure.to_string())),
    };
    let done = matches!(run.exit_code, Some(0 | 1 | 3 | 12));
    let what = report::exit_meaning(run.exit_code);
    let code = run.exit_code.map(|code| format!("mã {code}: ")).unwrap_or_default();
    (!done).then(|| {
        line(Question::LastRun, Health::Doubt, format!("Lần chạy gần nhất ({} lúc {}): {code}{what}.", run.command, format::moment(run.at)))
    })
}

/// Products that were made and could not be put in their place; those of weeks past are nobody's draft any more.
fn unpublished(ledger: &Ledger, current: Period) -> Option<Line> {
    let waiting = match ledger.unpublished_outputs() {
        Ok(waiting) => waiting,
        Err(failure) => return Some(line(Question::Unpublished, Health::Bad, failure.to_string())),
    };
    let paths: Vec<&str> = waiting.iter().filter(|output| output.period.next() >= current).map(|output| output.path.as_str()).collect();
    let text = || {
        format!(
            "{} tệp chưa ghi được vào chỗ: {}. Đề nghị đóng tệp nếu đang mở, rồi chạy “tonghop run”.",
            paths.len(),
            format::list(&paths, 10)
        )
    };
    (!paths.is_empty()).then(|| line(Question::Unpublished, Health::Doubt, text()))
}
