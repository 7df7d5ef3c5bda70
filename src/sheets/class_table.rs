//! Tasks by class, as columns: those on paper add up to `Tổng số`, and those beside them split some of these.

use crate::model::class::ClassCounts;
use crate::sheets::frame::{Column, aside, column};
use crate::sheets::sheet::{Align, Cell, Style};
use crate::text::format;

/// Columns on paper: the total, its parts, and the share that is done.
pub(crate) const PRINTED: [Column; 12] = [
    column("Tổng số", 7.0),
    column("Hoàn thành", 7.4),
    column("Đang thực hiện trong hạn", 7.4),
    column("Chưa thực hiện trong hạn", 7.4),
    column("Sắp đến hạn", 7.0),
    column("Quá hạn", 7.0),
    column("Thường xuyên", 7.4),
    column("Chưa đến kỳ", 7.0),
    column("Tạm dừng/ Chờ điều kiện", 7.4),
    column("Chưa có hạn", 7.0),
    column("Chưa có báo cáo", 7.0),
    column("Tỷ lệ hoàn thành", 12.0),
];

/// Columns beside the paper: `Hoàn thành`, `Sắp đến hạn` and `Quá hạn` in their parts.
pub(crate) const ASIDE: [Column; 8] = [
    aside("Hoàn thành trước hạn", 8.4),
    aside("Hoàn thành đúng hạn", 8.4),
    aside("Hoàn thành quá hạn", 8.4),
    aside("Hoàn thành chưa rõ ngày", 8.4),
    aside("Đang thực hiện sắp đến hạn", 8.4),
    aside("Chưa thực hiện sắp đến hạn", 8.4),
    aside("Đang thực hiện quá hạn", 8.4),
    aside("Chưa thực hiện quá hạn", 8.4),
];

/// What the columns are, in words below a list.
pub(crate) const FOOT: &str = "Các cột từ Hoàn thành đến Chưa có báo cáo trong một dòng cộng lại bằng Tổng số.";

/// What is under way: neither done nor regular, and its time has come.
pub(crate) fn running(n: &ClassCounts) -> u32 {
    n.total.saturating_sub(n.done() + n.regular + n.not_due_yet)
}

/// `37/102 hoàn thành (36%)`, `08/102 thường xuyên`, `45/102 đang triển khai`, `12/102 chưa đến kỳ`: four parts that are the whole.
pub(crate) fn four_parts(n: &ClassCounts) -> [String; 4] {
    let of = |part, words: &str| format!("{} {words}", format::counter(part, n.total));
    let percent = format::percent(n.done(), n.total);
    [
        of(n.done(), &format!("hoàn thành ({percent}%)")),
        of(n.regular, "thường xuyên"),
        of(running(n), "đang triển khai"),
        of(n.not_due_yet, "chưa đến kỳ"),
    ]
}

/// Number of columns of the list for programs.
pub(crate) const COLUMNS: usize = 17;

/// Heading of each column for programs, with the heading above it where several belong together.
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
];

/// The numbers of these columns.
pub(crate) fn numbers(counts: &ClassCounts) -> [u32; COLUMNS] {
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

/// The cells of [`PRINTED`].
pub(crate) fn printed(counts: &ClassCounts, style: Style) -> Vec<Cell> {
    let style = Style { align: Align::Center, ..style };
    let numbers = [
        counts.total,
        counts.done(),
        counts.in_progress,
        counts.not_started,
        counts.due_soon,
        counts.overdue,
        counts.regular,
        counts.not_due_yet,
        counts.paused,
        counts.no_deadline,
        counts.no_report,
    ];
    let mut cells: Vec<Cell> = numbers.into_iter().map(|number| Cell::count(number, style)).collect();
    cells.push(Cell::text(format::ratio(counts.done(), counts.total), style));
    cells
}

/// The cells of [`ASIDE`].
pub(crate) fn beside(counts: &ClassCounts, style: Style) -> Vec<Cell> {
    let style = Style { align: Align::Center, ..style };
    let numbers = [
        counts.done_early,
        counts.done_on_time,
        counts.done_late,
        counts.done_undated,
        counts.due_soon.saturating_sub(counts.not_started_due_soon),
        counts.not_started_due_soon,
        counts.overdue.saturating_sub(counts.not_started_overdue),
        counts.not_started_overdue,
    ];
    numbers.into_iter().map(|number| Cell::count(number, style)).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::sheets::testing;

    /// Checks one row of figures, those on paper and those beside: the parts add up to the total, and the parts of parts to
    /// theirs.
    pub(crate) fn adds_up(printed: &[u32], beside: &[u32]) {
        assert_eq!(printed[0], printed[1..].iter().sum::<u32>(), "Tổng số: {printed:?}");
        let parts = [beside[..4].iter().sum::<u32>(), beside[4] + beside[5], beside[6] + beside[7]];
        assert_eq!(parts, [printed[1], printed[4], printed[5]], "{printed:?} {beside:?}");
    }

    /// The numbers of a row of cells.
    fn shown(cells: &[Cell]) -> Vec<u32> {
        cells.iter().filter_map(testing::whole_number).collect()
    }

    /// Every row of a list that has the columns, from this one on and from that one on beside; how many were checked.
    pub(crate) fn rows_add_up(sheet: &crate::sheets::sheet::Sheet, first: usize, first_beside: usize) -> usize {
        let row = |cells: &[Cell]| (shown(&cells[first..first + 11]), shown(&cells[first_beside..first_beside + 8]));
        let rows = sheet.rows.iter().filter(|line| line.cells.len() >= first_beside + 8).map(|line| row(&line.cells));
        rows.filter(|(printed, _)| printed.len() == 11).inspect(|(printed, beside)| adds_up(printed, beside)).count()
    }

    #[test]
    fn every_count_of_the_consolidation_adds_up() {
        let c = testing::consolidation();
        let totals = &c.task_totals;
        let documents = totals.by_document.iter().map(|(_, counts)| counts);
        for counts in documents.chain(totals.by_agency.iter().map(|(_, counts)| counts)).chain([&totals.overall]) {
            adds_up(&shown(&printed(counts, Style::BODY)), &shown(&beside(counts, Style::BODY)));
            let numbers = numbers(counts);
            assert_eq!(numbers[1], numbers[2..6].iter().sum::<u32>(), "Hoàn thành: {numbers:?}");
            assert_eq!(numbers[0], numbers[1] + numbers[6..].iter().sum::<u32>(), "Tổng số: {numbers:?}");
        }
    }
}
