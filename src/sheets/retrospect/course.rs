//! `Diễn biến`: tasks in four parts, targets and reports, week by week; then the tasks of each programme, block, group and year.

use super::list::{RetrospectInput, column, open};
use crate::model::class::ClassCounts;
use crate::model::retrospect::{CourseLine, CourseWeek};
use crate::sheets::class_table;
use crate::sheets::frame::{self, CENTERED, FOOT, STRONG, STRONG_CENTERED};
use crate::sheets::sheet::{Cell, Sheet};
use crate::text::format;

const NAME: &str = "Diễn biến";

pub(super) fn sheet(input: &RetrospectInput<'_>) -> Sheet {
    let columns = [
        column("TT", 5.0),
        column("Tuần", 32.0),
        column("Tổng số", 8.0),
        column("Hoàn thành", 9.0),
        column("Thường xuyên", 9.0),
        column("Đang triển khai", 9.0),
        column("Trong đó quá hạn", 9.0),
        column("Chưa đến kỳ", 9.0),
        column("Tỷ lệ hoàn thành", 15.0),
        column("Chỉ tiêu đạt và vượt", 15.0),
        column("Báo cáo đúng hạn", 15.0),
    ];
    let mut sheet = open(input, NAME, "DIỄN BIẾN QUA CÁC TUẦN", &[], &columns, 2);
    group(&mut sheet, 1, "Toàn tỉnh", columns.len());
    let weeks = &input.retrospect.weeks;
    for (number, week) in (1u32..).zip(weeks) {
        let targets = format::ratio(week.targets.reached(), week.targets.total);
        let reports = format::ratio(week.reports.on_time, week.reports.must_report);
        frame::push(&mut sheet, row(number, week, &week.tasks.classes, [targets, reports]));
    }
    for (number, line) in (2usize..).zip(&input.retrospect.lines) {
        group(&mut sheet, number, &called(line), columns.len());
        let counted = weeks.iter().filter_map(|week| Some((week, line.of(week.period)?)));
        for (number, (week, counts)) in (1u32..).zip(counted) {
            frame::push(&mut sheet, row(number, week, counts, [String::new(), String::new()]));
        }
    }
    frame::filter(&mut sheet);
    let foot = "Mỗi dòng: Tổng số = Hoàn thành + Thường xuyên + Đang triển khai + Chưa đến kỳ, theo bản đã chốt của tuần đó. Dòng Toàn tỉnh \
                đếm lại được ở trang Nhiệm vụ theo tuần; báo cáo đúng hạn đếm lại được ở trang Chế độ báo cáo.";
    frame::merged(&mut sheet, foot, FOOT);
    frame::finish(sheet)
}

fn group(sheet: &mut Sheet, number: usize, name: &str, columns: usize) {
    let mut cells = vec![Cell::text(format::roman(number), STRONG_CENTERED), Cell::text(name, STRONG)];
    cells.extend((2..columns).map(|_| Cell::blank(STRONG)));
    frame::push(sheet, cells);
}

/// `Chương trình: Kế hoạch 02`.
pub(super) fn called(line: &CourseLine) -> String {
    let name = line.name.trim();
    format!("{}: {}", line.by.label(), if name.is_empty() { "chưa ghi".to_owned() } else { format::clean(name) })
}

fn row(number: u32, week: &CourseWeek, counts: &ClassCounts, last: [String; 2]) -> Vec<Cell> {
    let numbers = [counts.total, counts.done(), counts.regular, class_table::running(counts), counts.overdue, counts.not_due_yet];
    let mut cells = vec![Cell::count(number, CENTERED), Cell::text(format::period(week.period), CENTERED)];
    cells.extend(numbers.map(|number| Cell::count(number, CENTERED)));
    cells.push(Cell::text(format::ratio(counts.done(), counts.total), CENTERED));
    cells.extend(last.map(|text| Cell::text(text, CENTERED)));
    cells
}
