//! `Tổng hợp`: what the range comes to, in sentences; each number is counted from a list behind.

use super::list::{RetrospectInput, column, open, said};
use super::{progress, record, sums};
use crate::model::class::TaskClass;
use crate::model::proposal::ProposalState;
use crate::model::retrospect::{AgencyRecord, CourseWeek, Progress, ProposalCourse};
use crate::sheets::class_table;
use crate::sheets::frame;
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
            frame::push(&mut sheet, vec![Cell::text(sentence, Style { size: 12, ..Style::BODY })]);
        }
    }
    frame::finish(sheet)
}

/// Headings with their sentences; a section is never blank.
pub(crate) fn sections(input: &RetrospectInput<'_>) -> [(&'static str, Vec<String>); 6] {
    [
        ("Căn cứ", basis(input)),
        ("Kết quả thực hiện nhiệm vụ", tasks(input)),
        ("Kết quả thực hiện chỉ tiêu", targets(input)),
        ("Chuyển biến, biểu dương", praise(input)),
        ("Kiến nghị, đề xuất", proposals(input)),
        ("Chấp hành chế độ báo cáo", reporting(input)),
    ]
}

fn basis(input: &RetrospectInput<'_>) -> Vec<String> {
    let r = input.retrospect;
    let weeks: Vec<_> = r.weeks.iter().map(|week| week.period).collect();
    let mut said = vec![format!("Tổng hợp từ {:02} bản đã chốt: {}.", weeks.len(), period_range::periods(&weeks))];
    if !r.missing.is_empty() {
        let missing = period_range::periods(&r.missing);
        said.push(format!("Chưa có bản đã chốt của {missing}; không đưa số liệu khác vào thay."));
    }
    if !r.before_books.is_empty() {
        said.push(format!("Sổ tiếp nhận chưa có {}.", period_range::periods(&r.before_books)));
    }
    said
}

fn tasks(input: &RetrospectInput<'_>) -> Vec<String> {
    let r = input.retrospect;
    let (Some(first), Some(last)) = (r.weeks.first(), r.weeks.last()) else { return Vec::new() };
    let mut said = vec![format!("Đến tuần {}: {}.", format::period(last.period), class_table::four_parts(&last.tasks.classes).join("; "))];
    if r.weeks.len() > 1 {
        let done = format::ratio(first.tasks.done, first.tasks.classes.total);
        said.push(format!("Tuần {}: hoàn thành {done}; quá hạn {:02}.", format::period(first.period), first.tasks.classes.overdue));
    }
    let (finished, overdue) = (r.finished().count(), r.became_overdue().count());
    let still = r.became_overdue().filter(|(task, _)| task.at_last() == Some(TaskClass::Overdue)).count();
    // Else who compares both ends would miss them: no release says that they were open.
    let by_day =
        r.finished().filter(|(task, _)| task.before.is_none() && task.classes.iter().flatten().all(|class| class.is_done())).count();
    let by_day = if by_day > 0 {
        format!(" (trong đó {by_day:02} tính theo ngày hoàn thành vì trước đó chưa có bản đã chốt)")
    } else {
        String::new()
    };
    said.push(format!(
        "Trong kỳ hoàn thành thêm {finished:02} nhiệm vụ{by_day}; {overdue:02} nhiệm vụ chuyển sang quá hạn, trong đó {still:02} đến cuối kỳ vẫn quá hạn."
    ));
    said.push(format!("Cuối kỳ còn {:02} nhiệm vụ quá hạn.", last.tasks.classes.overdue));
    said
}

fn targets(input: &RetrospectInput<'_>) -> Vec<String> {
    let r = input.retrospect;
    let (Some(first), Some(last)) = (r.weeks.first(), r.weeks.last()) else { return Vec::new() };
    let ratio = |week: &CourseWeek| format::ratio(week.targets.reached(), week.targets.total);
    let mut said = vec![format!("Đạt và vượt: đầu kỳ {}, cuối kỳ {} chỉ tiêu.", ratio(first), ratio(last))];
    let summed: Vec<String> = r
        .sums
        .iter()
        .filter_map(|sum| {
            let notes = sums::notes(sum).join("; ");
            let notes = if notes.is_empty() { notes } else { format!(" ({notes})") };
            let (figure, unit) = (format::decimal(sum.sum?), format::clean(&sum.unit));
            let gap = if unit.starts_with('%') { "" } else { " " };
            Some(format!("{} {figure}{gap}{unit}{notes}", format::clean(&sum.name)))
        })
        .collect();
    if !summed.is_empty() {
        said.push(format!("Phát sinh trong cả kỳ: {}.", format::list(&summed, SUMS)));
    }
    said
}

fn praise(input: &RetrospectInput<'_>) -> Vec<String> {
    let r = input.retrospect;
    let mut said = Vec::new();
    let forward = |progress: &&Progress| progress.net() > 0;
    let improved: Vec<String> = r
        .progress
        .iter()
        .filter(forward)
        .take(NAMED)
        .map(|one| {
            let parts = [(one.finished, "hoàn thành thêm"), (one.relieved, "hết quá hạn"), (one.fallen, "lùi lại")];
            let parts: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{words} {n:02}")).collect();
            format!("{} ({})", progress::name(input, one), parts.join(", "))
        })
        .collect();
    if !improved.is_empty() {
        said.push(format!("Tiến bộ nhiều nhất theo số nhiệm vụ: {}.", improved.join("; ")));
    }
    let punctual: Vec<String> = names(input, record::is_punctual);
    if !punctual.is_empty() {
        said.push(format!("Báo cáo đúng hạn ở tất cả các tuần được tính (từ 02 tuần): {:02} đơn vị{}.", punctual.len(), named(&punctual)));
    }
    let early: u32 = r.records.iter().filter(|record| record.current).map(|record| record.done_early).sum();
    let by: Vec<String> = names(input, |record| record.current && record.done_early > 0);
    if early > 0 {
        said.push(format!("Hoàn thành trước hạn {early:02} phần việc của {:02} đơn vị{}.", by.len(), named(&by)));
    }
    let clear: Vec<String> = names(input, record::has_caught_up);
    if !clear.is_empty() {
        said.push(format!("Đầu kỳ có nhiệm vụ quá hạn, cuối kỳ không còn: {:02} đơn vị{}.", clear.len(), named(&clear)));
    }
    if said.is_empty() {
        said.push("Chưa ghi nhận chuyển biến giữa đầu kỳ và cuối kỳ.".to_owned());
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

fn proposals(input: &RetrospectInput<'_>) -> Vec<String> {
    let all = &input.retrospect.proposals;
    let count = |is: &dyn Fn(&ProposalCourse) -> bool| all.iter().filter(|proposal| is(proposal)).count();
    let (opened, open) = (count(&|p| p.opened), count(&|p| p.state == ProposalState::Open));
    let (answered, closed) = (count(&|p| p.state == ProposalState::Answered), count(&|p| p.closed_in.is_some()));
    vec![format!(
        "Trong kỳ có {opened:02} kiến nghị mới; {closed:02} kiến nghị kết thúc, trong đó {answered:02} đã được trả lời bằng văn bản; cuối kỳ còn {open:02} kiến nghị \
         đang chờ."
    )]
}

fn reporting(input: &RetrospectInput<'_>) -> Vec<String> {
    let records = &input.retrospect.records;
    let sum = |of: fn(&AgencyRecord) -> u32| records.iter().map(of).sum::<u32>();
    let counted = sum(|record| record.counted);
    let mut told = vec![said(
        input,
        &format!(
            "{} lượt báo cáo đúng hạn; muộn {:02}; trả lại {:02}; chưa gửi {:02}.",
            format::ratio(sum(|record| record.on_time), counted),
            sum(|record| record.late),
            sum(|record| record.returned),
            sum(|record| record.missing)
        ),
    )];
    let left_out = sum(|record| record.left_out);
    if left_out > 0 {
        told.push(format!("Không tính {left_out:02} lượt chưa kiểm tra được hoặc chưa xác minh được giờ, không phải do đơn vị."));
    }
    told
}
