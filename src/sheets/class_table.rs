//! Tasks by class, as columns: those beside `Tổng số` add up to it, and the four of `Hoàn thành` add up to theirs.

use crate::model::class::ClassCounts;
use crate::sheets::sheet::{Align, Cell, Style};
use crate::text::format;

/// Number of columns from `Tổng số` to `Tỷ lệ hoàn thành`.
pub(crate) const COLUMNS: usize = 18;

/// Heading of each column with the heading above it, where several belong together.
pub(crate) const HEADINGS: [(&str, &str); COLUMNS] = [
    ("", "Tổng số"),
    ("Hoàn thành", "Tổng"),
    ("Hoàn thành", "Trước hạn"),
    ("Hoàn thành", "Đúng hạn"),
    ("Hoàn thành", "Quá hạn"),
    ("Hoàn thành", "Chưa rõ ngày"),
    ("Đang thực hiện", "Trong hạn"),
    ("Đang thực hiện", "Sắp đến hạn"),
    ("Đang thực hiện", "Quá hạn"),
    ("Chưa thực hiện", "Trong hạn"),
    ("Chưa thực hiện", "Sắp đến hạn"),
    ("Chưa thực hiện", "Quá hạn"),
    ("", "Thường xuyên"),
    ("", "Chưa đến kỳ"),
    ("", "Tạm dừng/ Chờ điều kiện"),
    ("", "Chưa có hạn"),
    ("", "Chưa có báo cáo"),
    ("", "Tỷ lệ hoàn thành"),
];

/// The numbers of the columns before `Tỷ lệ hoàn thành`.
pub(crate) fn numbers(counts: &ClassCounts) -> [u32; COLUMNS - 1] {
    [
        counts.total,
        counts.done(),
        counts.done_early,
        counts.done_on_time,
        counts.done_late,
        counts.done_undated,
        counts.in_progress,
        counts.due_soon.saturating_sub(counts.not_started_due_soon),
        counts.overdue.saturating_sub(counts.not_started_overdue),
        counts.not_started,
        counts.not_started_due_soon,
        counts.not_started_overdue,
        counts.regular,
        counts.not_due_yet,
        counts.paused,
        counts.no_deadline,
        counts.no_report,
    ]
}

/// One row of figures.
pub(crate) fn cells(counts: &ClassCounts, style: Style) -> Vec<Cell> {
    let style = Style { align: Align::Center, ..style };
    let mut cells: Vec<Cell> = numbers(counts).into_iter().map(|number| Cell::count(number, style)).collect();
    cells.push(Cell::text(format::ratio(counts.done(), counts.total), style));
    cells
}

/// Several counts as one.
pub(crate) fn sum<'a>(all: impl IntoIterator<Item = &'a ClassCounts>) -> ClassCounts {
    all.into_iter().fold(ClassCounts::default(), |a, b| ClassCounts {
        total: a.total + b.total,
        done_early: a.done_early + b.done_early,
        done_on_time: a.done_on_time + b.done_on_time,
        done_late: a.done_late + b.done_late,
        done_undated: a.done_undated + b.done_undated,
        in_progress: a.in_progress + b.in_progress,
        due_soon: a.due_soon + b.due_soon,
        not_started: a.not_started + b.not_started,
        overdue: a.overdue + b.overdue,
        regular: a.regular + b.regular,
        not_due_yet: a.not_due_yet + b.not_due_yet,
        paused: a.paused + b.paused,
        no_deadline: a.no_deadline + b.no_deadline,
        no_report: a.no_report + b.no_report,
        not_started_due_soon: a.not_started_due_soon + b.not_started_due_soon,
        not_started_overdue: a.not_started_overdue + b.not_started_overdue,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::sheets::testing;

    /// Checks one printed row of figures: `Hoàn thành` is the sum of its four, the total that of all groups.
    pub(crate) fn adds_up(numbers: &[u32]) {
        assert_eq!(numbers[1], numbers[2..6].iter().sum::<u32>(), "Hoàn thành: {numbers:?}");
        assert_eq!(numbers[0], numbers[1] + numbers[6..].iter().sum::<u32>(), "Tổng số: {numbers:?}");
    }

    #[test]
    fn every_count_of_the_consolidation_adds_up() {
        let c = testing::consolidation();
        let totals = &c.task_totals;
        adds_up(&numbers(&totals.overall));
        for (_, counts) in &totals.by_document {
            adds_up(&numbers(counts));
        }
        for (_, counts) in &totals.by_agency {
            adds_up(&numbers(counts));
        }
        let by_document: Vec<ClassCounts> = totals.by_document.iter().map(|(_, counts)| *counts).collect();
        assert_eq!(sum(&by_document), totals.overall, "documents together are the whole");
    }
}
