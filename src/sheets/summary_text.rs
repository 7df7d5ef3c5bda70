//! The sentences and figures of the first page; the sheet only places them.

use crate::model::agency::AgencyCode;
use crate::model::class::{ClassCounts, Light, TaskClass};
use crate::model::comparison::ClassChange;
use crate::model::consolidation::{Consolidation, Edition, TAKEN_BACK};
use crate::model::span::SpanName;
use crate::model::submission::{Standing, Submission};
use crate::sheets::difficulties;
use crate::sheets::frame;
use crate::sheets::overdue;
use crate::sheets::submissions::{self, Standings};
use crate::sheets::tasks;
use crate::text::class;
use crate::text::format;
use std::collections::BTreeSet;

/// A key figure: what it is, the figure, and how it changed or what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyFigure {
    pub(crate) label: &'static str,
    pub(crate) figure: String,
    pub(crate) change: String,
}

/// The six key figures of the first page.
pub(crate) fn key_figures(c: &Consolidation) -> [KeyFigure; 6] {
    let standings = submissions::standings(c);
    let tasks = c.task_totals.overall;
    let targets = c.target_counts;
    let before = c.comparison.as_ref();
    let week = before.map_or_else(String::new, |b| {
        if c.span.name == SpanName::Weeks { format!(" so với tuần {}", b.period.week()) } else { " so với kỳ trước".to_owned() }
    });
    let silent = overdue::list(c).iter().filter(|o| o.line.state.class != TaskClass::Overdue).count();
    let overdue_more = if silent > 0 { format!("thêm {silent:02} chưa có báo cáo đã qua hạn") } else { String::new() };
    let first = || "kỳ đầu tiên".to_owned();
    let communes = frame::length(&c.criteria.lines);
    let decisions = difficulties::for_decision(c);
    let undecided = match difficulties::undecided(c) {
        0 => String::new(),
        some => format!("chưa xử lý {some:02}"),
    };
    [
        KeyFigure {
            label: "Báo cáo nộp đúng hạn",
            figure: format::ratio(standings.on_time, standings.must_report),
            change: format!("chưa nộp {:02}; trả lại {:02}", standings.missing, standings.returned),
        },
        KeyFigure {
            label: "Nhiệm vụ hoàn thành",
            figure: format::ratio(tasks.done(), tasks.total),
            change: before.map_or_else(first, |b| {
                let points = format::points(format::percent(b.tasks.done(), b.tasks.total), format::percent(tasks.done(), tasks.total));
                format!("{}; {points}{week}", difference(b.tasks.done(), tasks.done()))
            }),
        },
        KeyFigure {
            label: "Nhiệm vụ quá hạn",
            figure: format::ratio(tasks.overdue, tasks.total),
            change: [before.map_or_else(String::new, |b| format!("{}{week}", difference(b.tasks.overdue, tasks.overdue))), overdue_more]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("; "),
        },
        KeyFigure {
            label: "Chỉ tiêu đạt và vượt",
            figure: format::ratio(targets.reached(), targets.total),
            change: before.map_or_else(first, |b| format!("{}{week}", difference(b.targets.reached(), targets.reached()))),
        },
        KeyFigure {
            label: "Xã, phường XANH",
            figure: if communes > 0 { format::ratio(c.criteria.count(Light::Green), communes) } else { "không có".to_owned() },
            change: if communes > 0 {
                format!(
                    "VÀNG {:02}; ĐỎ {:02}; XÁM {:02}",
                    c.criteria.count(Light::Yellow),
                    c.criteria.count(Light::Red),
                    c.criteria.count(Light::Grey)
                )
            } else {
                String::new()
            },
        },
        KeyFigure { label: "Nội dung xin ý kiến", figure: format!("{:02}", decisions.len()), change: undecided },
    ]
}

/// `+2`, `-1`, `không đổi`.
fn difference(before: u32, now: u32) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Equal => "không đổi".to_owned(),
        std::cmp::Ordering::Greater => format!("+{}", now - before),
        std::cmp::Ordering::Less => format!("-{}", before - now),
    }
}

/// What the figures contain: who is in, who is late, returned or missing, and what was left out.
pub(crate) fn submission_lines(c: &Consolidation, edition: Edition) -> Vec<String> {
    let standings = submissions::standings(c);
    let mut lines = vec![format!("Báo cáo. {}", submissions::sum_line(&standings))];
    // The parts add up to all who must report, so that nobody is thought to have said something who did not.
    let (updated, confirmed, unfilled) = (standings.updated, standings.confirmed, standings.unfilled_counted);
    let unusable = standings.must_report - updated - confirmed - unfilled;
    let unfilled = if unfilled > 0 { format!("; biểu mẫu chưa điền {unfilled:02}") } else { String::new() };
    let late = standings.late_left_out;
    let late = if late > 0 { format!(" (trong đó nộp muộn {late:02})") } else { String::new() };
    let news = format!(
        "Có cập nhật {updated:02} cơ quan; xác nhận không thay đổi {confirmed:02}{unfilled}; chưa có báo cáo dùng được {unusable:02}{late}."
    );
    lines.push([vec![news], left_out(c, &standings, edition)].concat().join(" "));
    let who = |test: &dyn Fn(&Submission) -> bool| -> Vec<AgencyCode> {
        submissions::pairs(c).filter(|(_, s)| test(s)).map(|(agency, _)| agency.code.clone()).collect()
    };
    let absent = |s: &Submission| s.standing == Standing::Missing && !s.form_unfilled && submissions::document_only(s).is_none();
    let missing = who(&|s| absent(s) && !s.awaits_own_cutoff());
    let awaited = who(&|s| absent(s) && s.awaits_own_cutoff());
    let returned = who(&|s| s.standing == Standing::Returned);
    let documents = who(&|s| submissions::document_only(s).is_some());
    let named: Vec<String> =
        [("Chưa nộp", missing), ("Chưa đến hạn riêng", awaited), ("Trả lại", returned), ("Có văn bản, thiếu tệp số liệu", documents)]
            .into_iter()
            .filter(|(_, agencies)| !agencies.is_empty())
            .map(|(word, agencies)| format!("{word}: {}.", tasks::first_names(c, &agencies, 8)))
            .collect();
    if !named.is_empty() {
        lines.push(named.join(" "));
    }
    let lying = who(&Submission::form_lies_there);
    if !lying.is_empty() {
        lines.push(format!("Mới có biểu mẫu, chưa điền ({:02}): {}.", lying.len(), tasks::first_names(c, &lying, 8)));
    }
    let unfilled = who(&|s| s.sent_unfilled() && !s.form_lies_there());
    if !unfilled.is_empty() {
        lines.push(format!("Có gửi tệp nhưng chưa điền ({:02}): {}.", unfilled.len(), tasks::first_names(c, &unfilled, 8)));
    }
    if standings.unfilled_counted > 0 {
        let count = standings.unfilled_counted;
        lines.push(format!("{count:02} báo cáo giống biểu mẫu đã cấp, chưa điền, chưa xác nhận; kỳ này vẫn được tính."));
    }
    let unknown = who(&|s| s.standing == Standing::Unknown);
    if !unknown.is_empty() {
        lines.push(format!(
            "Chưa xác định được do sự cố của cơ quan tổng hợp, không tính là chưa báo cáo ({:02}): {}.",
            unknown.len(),
            tasks::first_names(c, &unknown, 8)
        ));
    }
    lines
}

fn left_out(c: &Consolidation, standings: &Standings, edition: Edition) -> Vec<String> {
    let mut marks = Vec::new();
    if standings.late_left_out > 0 {
        marks.push(format!("{} báo cáo nộp muộn chưa đưa vào số liệu.", standings.late_left_out));
    }
    let late_in = standings.late - standings.late_left_out;
    if late_in > 0 {
        marks.push(format!("{late_in} báo cáo nộp muộn đã đưa vào số liệu, có đánh dấu."));
    }
    if standings.admitted > 0 {
        marks.push(format!("{} báo cáo nộp muộn được tiếp nhận vào số liệu.", standings.admitted));
    }
    if standings.revised > 0 {
        marks.push(format!("{} đơn vị sửa báo cáo sau hạn, thay đổi chưa tổng hợp.", standings.revised));
    }
    if edition != Edition::Draft {
        let known = known_agencies(c);
        let absent = c.submissions.iter().filter(|s| is_absent(s));
        let (before, never): (Vec<&Submission>, Vec<&Submission>) = absent.partition(|s| known.contains(&s.agency));
        if !before.is_empty() {
            marks.push(format!("Số liệu của {} đơn vị không có báo cáo dùng được lấy theo kỳ trước.", before.len()));
        }
        if !never.is_empty() {
            marks.push(format!("Chưa có số liệu của {} đơn vị không có báo cáo dùng được.", never.len()));
        }
    }
    marks
}

/// Had it to report, and has no report that can be used?
fn is_absent(submission: &Submission) -> bool {
    match submission.standing {
        Standing::Missing => !submission.awaits_own_cutoff(),
        Standing::Returned | Standing::Arriving | Standing::Unknown => true,
        Standing::OnTime | Standing::Late | Standing::Admitted | Standing::Exempt => false,
    }
}

/// The agencies of which a figure is shown, of whatever week: of the others there is none to fall back to.
fn known_agencies(c: &Consolidation) -> BTreeSet<&AgencyCode> {
    let tasks = c.tasks.iter().flat_map(|line| &line.parts).filter(|part| part.period.is_some()).map(|part| &part.agency);
    let targets = c.targets.iter().flat_map(|line| &line.sources).map(|source| &source.agency);
    let criteria = c.criteria.lines.iter().filter(|line| line.results.iter().any(Option::is_some)).map(|line| &line.agency);
    tasks.chain(targets).chain(criteria).collect()
}

/// What is under way: neither done nor regular, and its time has come.
pub(crate) fn running(n: &ClassCounts) -> u32 {
    n.total.saturating_sub(n.done() + n.regular + n.not_due_yet)
}

/// `37/102 hoàn thành (36%); 08/102 thường xuyên; 45/102 đang triển khai; 12/102 chưa đến kỳ`: four parts that are the whole.
pub(crate) fn four_parts(n: &ClassCounts) -> String {
    let of = |part| format::counter(part, n.total);
    let percent = format::percent(n.done(), n.total);
    format!(
        "{} hoàn thành ({percent}%); {} thường xuyên; {} đang triển khai; {} chưa đến kỳ",
        of(n.done()),
        of(n.regular),
        of(running(n)),
        of(n.not_due_yet)
    )
}

/// The four parts of the whole, then the years.
pub(crate) fn task_lines(c: &Consolidation) -> Vec<String> {
    let back = c.tasks.iter().filter(|line| line.marks.iter().any(|mark| mark.starts_with(TAKEN_BACK))).count();
    let back = if back > 0 {
        format!(" Trong số hoàn thành có {back:02} nhiệm vụ đơn vị báo lại chưa hoàn thành.")
    } else {
        String::new()
    };
    let mut lines = vec![format!("Nhiệm vụ: {}.{back}", four_parts(&c.task_totals.overall))];
    let mut years: Vec<i32> = c.task_totals.by_year.iter().map(|(year, _)| *year).collect();
    years.extend(c.target_counts_by_year.iter().map(|(year, _)| *year));
    years.sort_unstable();
    years.dedup();
    let mut by_year = Vec::new();
    for year in years {
        let tasks = c.task_totals.by_year.iter().find(|(y, _)| *y == year);
        let targets = c.target_counts_by_year.iter().find(|(y, _)| *y == year);
        let mut parts = Vec::new();
        if let Some((_, n)) = tasks {
            parts.push(format!("hoàn thành {} nhiệm vụ", format::ratio(n.done(), n.total)));
        }
        if let Some((_, n)) = targets {
            parts.push(format!("đạt và vượt {} chỉ tiêu", format::ratio(n.reached(), n.total)));
        }
        by_year.push(format!("Năm {year}: {}.", parts.join(", ")));
    }
    if !by_year.is_empty() {
        lines.push(by_year.join(" "));
    }
    lines
}

/// Which tasks moved since the last release: the finished first, then the overdue, then what was taken back.
pub(crate) fn changes_line(c: &Consolidation) -> String {
    const SHOWN: usize = 5;
    let Some(before) = &c.comparison else {
        return "Kỳ tổng hợp đầu tiên, chưa có kỳ trước để so sánh.".to_owned();
    };
    let week = before.period.week();
    if before.changes.is_empty() {
        return format!("So với tuần {week}: không có nhiệm vụ chuyển trạng thái.");
    }
    // What a late report says is no result of this period.
    let (late, mut changes): (Vec<&ClassChange>, Vec<&ClassChange>) = before.changes.iter().partition(|change| change.late_in.is_some());
    let by_late = late.first().and_then(|change| change.late_in).map(|period| {
        let weeks = format!("tuần {}", period.week());
        let codes: Vec<&str> = late.iter().take(SHOWN).map(|change| change.task.as_str()).collect();
        let rest = if late.len() > SHOWN { ", …" } else { "" };
        format!(
            " {:02} nhiệm vụ chuyển trạng thái theo báo cáo gửi muộn {weeks}, không phải kết quả tuần {}: {}{rest}.",
            late.len(),
            c.period.week(),
            codes.join(", ")
        )
    });
    let by_late = by_late.unwrap_or_default();
    if changes.is_empty() {
        return format!("So với tuần {week}: không có nhiệm vụ chuyển trạng thái theo báo cáo của kỳ này.{by_late}");
    }
    changes.sort_by_key(|change| match (change.now, change.before) {
        (now, _) if now.is_done() => 0,
        (TaskClass::Overdue, _) => 1,
        (_, Some(before)) if before.is_done() => 2,
        _ => 3,
    });
    let shown: Vec<String> = changes
        .iter()
        .take(SHOWN)
        .map(|change| {
            let was = change.before.map_or("mới giao", class::class);
            format!("{} ({} → {})", change.task, was, class::class(change.now))
        })
        .collect();
    let rest = changes.len().saturating_sub(SHOWN);
    let rest = if rest > 0 { format!(" và {rest} nhiệm vụ khác") } else { String::new() };
    format!("So với tuần {week}, {:02} nhiệm vụ chuyển trạng thái: {}{rest}.{by_late}", changes.len(), shown.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::task::TaskCode;
    use crate::sheets::testing;

    #[test]
    fn late_reports_left_out_are_named_on_the_first_page() {
        let c = testing::consolidation();
        let lines = submission_lines(&c, Edition::Release { version: 1, late: false });
        assert!(lines[1].contains("1 báo cáo nộp muộn chưa đưa vào số liệu."), "{lines:?}");
        assert!(lines[1].contains("1 đơn vị sửa báo cáo sau hạn"), "{lines:?}");
    }

    #[test]
    fn five_moved_tasks_are_named_and_the_rest_counted() {
        let mut c = testing::consolidation();
        let change = |number: usize, now| ClassChange {
            task: TaskCode::parse(&format!("KH11-{number:03}")).unwrap(),
            before: Some(TaskClass::InProgress),
            now,
            late_in: None,
        };
        let mut changes: Vec<ClassChange> = (1..=6).map(|n| change(n, TaskClass::Overdue)).collect();
        changes.push(change(7, TaskClass::DoneOnTime));
        c.comparison.as_mut().unwrap().changes = changes;
        let line = changes_line(&c);
        assert!(
            line.starts_with("So với tuần 27, 07 nhiệm vụ chuyển trạng thái: KH11-007 (Đang thực hiện - trong hạn → Hoàn thành đúng hạn)"),
            "{line}"
        );
        assert!(line.ends_with(" và 2 nhiệm vụ khác."), "{line}");
    }

    #[test]
    fn the_four_groups_are_the_whole() {
        let n = testing::consolidation().task_totals.overall;
        let line = task_lines(&testing::consolidation())[0].replace(&format!(" ({}%)", format::percent(n.done(), n.total)), "");
        let numbers: Vec<u32> = line.split(|c: char| !c.is_ascii_digit()).filter_map(|d| d.parse().ok()).collect();
        assert_eq!(numbers.iter().step_by(2).sum::<u32>(), n.total, "{line}");
    }

    #[test]
    fn a_first_period_compares_nothing() {
        let mut c = testing::consolidation();
        c.comparison = None;
        assert_eq!(key_figures(&c)[1].change, "kỳ đầu tiên");
        assert!(changes_line(&c).starts_with("Kỳ tổng hợp đầu tiên"));
    }
}
