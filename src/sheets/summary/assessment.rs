//! The first sentences: what is done, what presses, and from how many reports that is known.

use crate::model::consolidation::{Consolidation, Edition, TaskLine};
use crate::sheets::input::ProductInput;
use crate::sheets::overdue;
use crate::sheets::submissions;
use crate::sheets::summary::totals;
use crate::text::format;

/// Each sentence on a line of its own.
pub(super) fn lines(input: &ProductInput<'_>) -> Vec<String> {
    let c = input.consolidation;
    let mut lines = vec![format!("{} {} {}", done(input), pressing(c), coverage(c))];
    lines.extend(totals::lines(c));
    lines
}

/// `Đến 11 giờ 00 ngày 18/7/2025, đã hoàn thành 16/102 nhiệm vụ (đạt 16%), tăng 02 so với tuần 28; …`.
fn done(input: &ProductInput<'_>) -> String {
    let c = input.consolidation;
    let until = match input.edition {
        Edition::Draft => c.latest_receipt,
        Edition::Frozen | Edition::Release { .. } => Some(c.cutoffs.submit),
    };
    let until = until.map_or_else(|| "Đến nay".to_owned(), |at| format!("Đến {}", format::moment(at)));
    let (tasks, targets, before) = (c.task_totals.overall, c.target_counts, c.comparison.as_ref());
    let tasks_change = before.map_or_else(String::new, |b| change(b.tasks.done(), tasks.done(), b.period.week()));
    let targets_change = before.map_or_else(String::new, |b| change(b.targets.reached(), targets.reached(), b.period.week()));
    format!(
        "{until}, đã hoàn thành {}{}{tasks_change}; đạt và vượt {}{targets_change}.",
        share(tasks.done(), tasks.total, "nhiệm vụ"),
        unproven(c),
        share(targets.reached(), targets.total, "chỉ tiêu")
    )
}

/// `39/65 chỉ tiêu (đạt 60%)`.
fn share(part: u32, whole: u32, what: &str) -> String {
    format!("{} {what} (đạt {}%)", format::counter(part, whole), format::percent(part, whole))
}

/// ` (trong đó 05 nhiệm vụ chưa có minh chứng)`; blank if every finished task has some.
pub(in crate::sheets) fn unproven(c: &Consolidation) -> String {
    match c.tasks.iter().filter(|line| is_unproven(line)).count() {
        0 => String::new(),
        some => format!(" (trong đó {some:02} nhiệm vụ chưa có minh chứng)"),
    }
}

/// `, tăng 02 so với tuần 27`: how a count changed since the release of a week.
pub(in crate::sheets) fn change(before: u32, now: u32, week: u32) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Equal => format!(", bằng tuần {week}"),
        std::cmp::Ordering::Greater => format!(", tăng {:02} so với tuần {week}", now - before),
        std::cmp::Ordering::Less => format!(", giảm {:02} so với tuần {week}", before - now),
    }
}

/// Reported as done, with nothing that shows it.
fn is_unproven(line: &TaskLine) -> bool {
    line.state.class.is_done() && line.evidence.trim().is_empty()
}

/// `Còn 08 nhiệm vụ quá hạn, trong đó 04 mới quá hạn; 05 nhiệm vụ sắp đến hạn.`
fn pressing(c: &Consolidation) -> String {
    let n = c.task_totals.overall;
    if n.overdue == 0 {
        return format!("Không có nhiệm vụ quá hạn; {:02} nhiệm vụ sắp đến hạn.", n.due_soon);
    }
    let new = overdue::new(c).len();
    let new = if c.comparison.is_some() { format!(", trong đó {new:02} mới quá hạn") } else { String::new() };
    format!("Có {:02} nhiệm vụ quá hạn{new}; {:02} nhiệm vụ sắp đến hạn.", n.overdue, n.due_soon)
}

/// From how many reports the figures are.
fn coverage(c: &Consolidation) -> String {
    let n = submissions::standings(c);
    let used = n.updated + n.confirmed + n.unfilled_counted;
    let rest = match n.must_report.saturating_sub(used) {
        0 => String::new(),
        rest if c.comparison.is_none() => format!("; {rest:02} cơ quan, đơn vị còn lại chưa có số liệu (mục IV)"),
        rest => format!("; {rest:02} cơ quan, đơn vị còn lại lấy theo kỳ trước hoặc chưa có số liệu (mục IV)"),
    };
    format!("Số liệu tổng hợp từ báo cáo của {used:02}/{:02} cơ quan, đơn vị{rest}.", n.must_report)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::testing;

    #[test]
    fn the_first_sentences() {
        testing::with_input(|input| insta::assert_snapshot!(lines(input).join("\n")));
    }

    #[test]
    fn a_first_period_compares_nothing() {
        let mut c = testing::consolidation();
        c.comparison = None;
        testing::with_input_of(&c, |input| {
            let line = lines(input).remove(0);
            assert!(!line.contains("so với") && !line.contains("mới quá hạn") && !line.contains("kỳ trước"), "{line}");
        });
    }
}
