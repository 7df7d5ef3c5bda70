//! `Nhiệm vụ theo tuần`: every task with its class in each release. What the other sheets say of tasks is counted from it.

use super::list::{RetrospectInput, aside, column, names, open, short_week, week_cell};
use super::moved;
use crate::sheets::frame::{self, CENTERED, FOOT};
use crate::sheets::sheet::{Cell, Sheet, Style};

/// Width of what has to be done.
const SUBJECT: f64 = 46.0;
/// Width of names.
const NAMES: f64 = 24.0;

pub(super) fn sheet(input: &RetrospectInput<'_>) -> Sheet {
    let r = input.retrospect;
    let mut columns = vec![
        column("TT", 5.0),
        column("Mã nhiệm vụ", 12.0),
        column("Nội dung", SUBJECT),
        column("Chủ trì", NAMES),
        column("Trạng thái đầu kỳ", 18.0),
        column("Trạng thái cuối kỳ", 18.0),
        column("Tuần hoàn thành", 11.0),
        column("Tuần chuyển sang quá hạn", 11.0),
        aside("Trước kỳ", 18.0),
    ];
    columns.extend(r.weeks.iter().map(|week| aside(&short_week(week.period), 18.0)));
    let mut sheet = open(input, "Nhiệm vụ theo tuần", "TRẠNG THÁI TỪNG NHIỆM VỤ QUA CÁC TUẦN", &[], &columns, 2);
    for (number, task) in (1u32..).zip(&r.tasks) {
        let mut cells = vec![
            Cell::count(number, CENTERED),
            Cell::text(task.code.as_str(), Style::BODY),
            frame::subject(&task.content, SUBJECT),
            frame::subject(&names(input, &task.leads), NAMES),
            moved::state(task.classes.first().copied().flatten()),
            moved::state(task.at_last()),
            week_cell(task.finished_in),
            week_cell(task.overdue_in),
            moved::state(task.before),
        ];
        cells.extend(task.classes.iter().map(|class| moved::state(*class)));
        frame::push(&mut sheet, cells);
    }
    frame::filter(&mut sheet);
    frame::merged(&mut sheet, "Ô trống: tuần đó danh mục không có nhiệm vụ này. Trạng thái của từng tuần ở các cột bên phải.", FOOT);
    frame::finish(sheet)
}
