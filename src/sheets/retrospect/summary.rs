//! `Tổng hợp`: what the range comes to, in sentences; each number is counted from a list behind.

use super::figures::Week;
use super::list::{RetrospectInput, column, open, said};
use super::{progress, record, sets, sums};
use crate::model::class::TaskClass;
use crate::model::proposal::ProposalState;
use crate::model::retrospect::{AgencyRecord, Progress, ProposalCourse};
use crate::sheets::counted::Counted;
use crate::sheets::frame;
use crate::sheets::sentence::{Figure, Sentence};
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::text::{format, period_range};

/// Offices that are named at most.
const NAMED: usize = 5;
/// Targets of the range that are named at most.
const SUMS: usize = 5;
/// Width of the sentences.
const WIDTH: f64 = 146.0;

pub(super) fn sheet(input: &RetrospectInput<'_>) -> Sheet {
    let title = format!(
        "{}\nTỔNG HỢP KẾT QUẢ {}",
        input.retrospect.desk_name.to_uppercase(),
        period_range::called(&input.retrospect.range).to_uppercase()
    );
    let mut sheet = open(input, "Tổng hợp", &title, &[], &[column("Kết quả", WIDTH)], 0);
    for (number, (heading, sentences)) in (1usize..).zip(sections(input)) {
        frame::push(&mut sheet, vec![Cell::text(format!("{}. {heading}", format::roman(number)), frame::STRONG)]);
        for sentence in sentences {
            frame::push(&mut sheet, vec![Cell::text(sentence.to_string(), Style { size: 12, ..Style::BODY })]);
        }
    }
    frame::finish(sheet)
}

/// Headings with their sentences; a section is never blank.
pub(crate) fn sections(input: &RetrospectInput<'_>) -> [(&'static str, Vec<Sentence>); 6] {
    [
        ("Căn cứ", basis(input)),
        ("Kết quả thực hiện nhiệm vụ", tasks(input)),
        ("Kết quả thực hiện chỉ tiêu", targets(input)),
        ("Chuyển biến, biểu dương", praise(input)),
        ("Kiến nghị, đề xuất", proposals(input)),
        ("Chấp hành chế độ báo cáo", reporting(input)),
    ]
}

fn basis(input: &RetrospectInput<'_>) -> Vec<Sentence> {
    let r = input.retrospect;
    let weeks: Vec<_> = r.weeks.iter().map(|week| week.period).collect();
    let mut said = vec![format!("Tổng hợp từ {:02} bản đã chốt: {}.", weeks.len(), period_range::periods(&weeks)).into()];
    if !r.missing.is_empty() {
        let missing = period_range::periods(&r.missing);
        said.push(format!("Chưa có bản đã chốt của {missing}; không đưa số liệu khác vào thay.").into());
    }
    if !r.reopened.is_empty() {
        said.push(format!("Đang mở lại {}; số liệu lấy theo bản đã chốt.", period_range::periods(&r.reopened)).into());
    }
    if !r.before_books.is_empty() {
        said.push(format!("Sổ tiếp nhận chưa có {}.", period_range::periods(&r.before_books)).into());
    }
    said
}

fn tasks(input: &RetrospectInput<'_>) -> Vec<Sentence> {
    let r = input.retrospect;
    let Some((first, last)) = Week::ends(r) else { return Vec::new() };
    let parts = Sentence::joined(last.four_parts().map(Sentence::from), "; ");
    let mut said = vec![Sentence::from(format!("Đến tuần {}: ", last.name())) + parts + "."];
    if r.weeks.len() > 1 {
        let counts = &first.week.tasks;
        let done = first.done(format::ratio(counts.done, counts.classes.total));
        let overdue = first.overdue(format!("{:02}", counts.classes.overdue));
        said.push(Sentence::from(format!("Tuần {}: hoàn thành ", first.name())) + done + "; quá hạn " + overdue + ".");
    }
    let count = |words: &str, title: &str, part: Counted| Figure::count(format!("{:02}{words}", part.at.len()), title, part);
    let finished = sets::tasks(r, |task| task.finished_in.is_some());
    let became_overdue = sets::tasks(r, |task| task.overdue_in.is_some());
    let still = sets::tasks(r, |task| task.overdue_in.is_some() && task.at_last() == Some(TaskClass::Overdue));
    // Else who compares both ends would miss them: no release says that they were open.
    let by_day = sets::tasks(r, |task| {
        task.finished_in.is_some() && task.before.is_none() && task.classes.iter().flatten().all(|class| class.is_done())
    });
    let by_day = if by_day.at.is_empty() {
        Sentence::default()
    } else {
        let by_day = count("", "Hoàn thành trong kỳ, tính theo ngày hoàn thành", by_day);
        Sentence::from(" (trong đó ") + by_day + " tính theo ngày hoàn thành vì trước đó chưa có bản đã chốt)"
    };
    said.push(
        Sentence::from("Trong kỳ hoàn thành thêm ")
            + count(" nhiệm vụ", "Nhiệm vụ hoàn thành trong kỳ", finished)
            + by_day
            + "; "
            + count(" nhiệm vụ", "Nhiệm vụ chuyển sang quá hạn trong kỳ", became_overdue)
            + " chuyển sang quá hạn, trong đó "
            + count("", "Chuyển sang quá hạn trong kỳ, cuối kỳ vẫn quá hạn", still)
            + " đến cuối kỳ vẫn quá hạn.",
    );
    let overdue = last.overdue(format!("{:02} nhiệm vụ", last.week.tasks.classes.overdue));
    said.push(Sentence::from("Cuối kỳ còn ") + overdue + " quá hạn.");
    said
}

fn targets(input: &RetrospectInput<'_>) -> Vec<Sentence> {
    let r = input.retrospect;
    let Some((first, last)) = Week::ends(r) else { return Vec::new() };
    let ratio = |week: &Week<'_>| week.reached(format::ratio(week.week.targets.reached(), week.week.targets.total));
    let mut said = vec![Sentence::from("Đạt và vượt: đầu kỳ ") + ratio(&first) + ", cuối kỳ " + ratio(&last) + " chỉ tiêu."];
    let summed: Vec<Sentence> = r
        .sums
        .iter()
        .filter_map(|sum| {
            let notes = sums::notes(sum).join("; ");
            let notes = if notes.is_empty() { notes } else { format!(" ({notes})") };
            let (figure, unit) = (format::decimal(sum.sum?), format::clean(&sum.unit));
            let gap = if unit.starts_with('%') { "" } else { " " };
            let name = format::clean(&sum.name);
            let figure = Figure::about(format!("{figure}{gap}{unit}"), &name, sets::target(r, &sum.code));
            Some(Sentence::from(format!("{name} ")) + figure + notes)
        })
        .collect();
    if !summed.is_empty() {
        let rest = summed.len().saturating_sub(SUMS);
        let rest = if rest == 0 { String::new() } else { format!(" và {rest} mục khác") };
        said.push(Sentence::from("Phát sinh trong cả kỳ: ") + Sentence::joined(summed.into_iter().take(SUMS), ", ") + rest + ".");
    }
    said
}

fn praise(input: &RetrospectInput<'_>) -> Vec<Sentence> {
    let r = input.retrospect;
    let mut said = Vec::new();
    let forward = |progress: &&Progress| progress.net() > 0;
    let improved: Vec<Sentence> = r
        .progress
        .iter()
        .filter(forward)
        .take(NAMED)
        .map(|one| {
            let parts = [(one.finished, "hoàn thành thêm"), (one.relieved, "hết quá hạn"), (one.fallen, "lùi lại")];
            let parts: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{words} {n:02}")).collect();
            let moved = sets::tasks(r, |task| one.moves.iter().any(|moved| moved.task == task.code));
            let name = progress::name(input, one);
            let moves = Figure::about(parts.join(", "), format!("Nhiệm vụ chuyển biến của {name}"), moved);
            Sentence::from(format!("{name} (")) + moves + ")"
        })
        .collect();
    if !improved.is_empty() {
        said.push(Sentence::from("Tiến bộ nhiều nhất theo số nhiệm vụ: ") + Sentence::joined(improved, "; ") + ".");
    }
    let offices = |title: &str, is: &dyn Fn(&AgencyRecord) -> bool| {
        let part = sets::offices(r, is);
        let named = named(&names(input, is));
        (part.at.len(), Sentence::from(Figure::count(format!("{:02} đơn vị", part.at.len()), title, part)) + named + ".")
    };
    let mut praised = |lead: Sentence, title: &str, is: &dyn Fn(&AgencyRecord) -> bool| match offices(title, is) {
        (0, _) => {}
        (_, who) => said.push(lead + who),
    };
    praised(
        "Báo cáo đúng hạn ở tất cả các tuần được tính (từ 02 tuần): ".into(),
        "Đúng hạn ở tất cả các tuần được tính",
        &record::is_punctual,
    );
    let is_early = |record: &AgencyRecord| record.current && record.done_early > 0;
    let early: u32 = r.records.iter().filter(|record| is_early(record)).map(|record| record.done_early).sum();
    let early = Figure::about(format!("{early:02} phần việc"), "Hoàn thành trước hạn", sets::offices(r, is_early));
    praised(Sentence::from("Hoàn thành trước hạn ") + early + " của ", "Có phần việc hoàn thành trước hạn", &is_early);
    praised("Đầu kỳ có nhiệm vụ quá hạn, cuối kỳ không còn: ".into(), "Cuối kỳ không còn nhiệm vụ quá hạn", &record::has_caught_up);
    if said.is_empty() {
        said.push("Chưa ghi nhận chuyển biến giữa đầu kỳ và cuối kỳ.".into());
    }
    said
}

fn names(input: &RetrospectInput<'_>, is: impl Fn(&AgencyRecord) -> bool) -> Vec<String> {
    let r = input.retrospect;
    r.records.iter().filter(|record| is(record)).map(|record| format::clean(&r.short_name(&record.agency))).collect()
}

/// ` (Sở A, Sở B)`; blank where they are too many to name.
fn named(names: &[String]) -> String {
    if names.len() > 2 * NAMED { String::new() } else { format!(" ({})", names.join(", ")) }
}

fn proposals(input: &RetrospectInput<'_>) -> Vec<Sentence> {
    let r = input.retrospect;
    let count = |words: &str, title: &str, is: fn(&ProposalCourse) -> bool| {
        let part = sets::proposals(r, is);
        Figure::count(format!("{:02}{words}", part.at.len()), title, part)
    };
    let said = Sentence::from("Trong kỳ có ")
        + count(" kiến nghị mới", "Kiến nghị mới trong kỳ", |p| p.opened)
        + "; "
        + count(" kiến nghị", "Kiến nghị kết thúc trong kỳ", |p| p.closed_in.is_some())
        + " kết thúc, trong đó "
        + count("", "Kiến nghị đã được trả lời bằng văn bản", |p| p.state == ProposalState::Answered)
        + " đã được trả lời bằng văn bản; cuối kỳ còn "
        + count(" kiến nghị", "Kiến nghị đang chờ cuối kỳ", |p| p.state == ProposalState::Open)
        + " đang chờ.";
    vec![said]
}

/// What offices reported of all weeks together, in the words given: a figure counts reports, its list the offices.
pub(super) fn all_reports(input: &RetrospectInput<'_>, words: impl FnOnce(u32, u32) -> String) -> Figure {
    let records = &input.retrospect.records;
    let sum = |of: fn(&AgencyRecord) -> u32| records.iter().map(of).sum::<u32>();
    let words = words(sum(|record| record.on_time), sum(|record| record.counted));
    Figure::about(words, "Lượt báo cáo đúng hạn", sets::offices(input.retrospect, |record| record.counted > 0))
}

fn reporting(input: &RetrospectInput<'_>) -> Vec<Sentence> {
    let r = input.retrospect;
    let count = |title: &str, of: fn(&AgencyRecord) -> u32| {
        let sum: u32 = r.records.iter().map(of).sum();
        Figure::about(format!("{sum:02}"), said(input, title), sets::offices(r, |record| of(record) > 0))
    };
    let on_time = all_reports(input, |on_time, counted| format!("{} lượt", format::ratio(on_time, counted)));
    let mut told = vec![
        Sentence::from(on_time)
            + " báo cáo đúng hạn; muộn "
            + count("Báo cáo muộn", |record| record.late)
            + said(input, "; trả lại ")
            + count("Báo cáo trả lại", |record| record.returned)
            + said(input, "; chưa gửi ")
            + count("Chưa gửi báo cáo", |record| record.missing)
            + ".",
    ];
    if r.records.iter().any(|record| record.left_out > 0) {
        let left_out = count("Lượt không tính", |record| record.left_out);
        told.push(Sentence::from("Không tính ") + left_out + " lượt chưa kiểm tra được hoặc chưa xác minh được giờ, không phải do đơn vị.");
    }
    told
}
