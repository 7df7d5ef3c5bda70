//! `Hoàn thành trong kỳ` and `Quá hạn phát sinh`: the tasks that were finished in the range, and those that became overdue in it.

use super::list::{Column, RetrospectInput, aside, column, names, open, week_cell};
use crate::model::class::TaskClass;
use crate::model::course::TaskCourse;
use crate::model::period::Period;
use crate::sheets::frame::{self, CENTERED, FOOT};
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::text::{class, format};

/// Width of what has to be done.
const SUBJECT: f64 = 46.0;
/// Width of names.
const NAMES: f64 = 24.0;

pub(super) fn finished(input: &RetrospectInput<'_>) -> Sheet {
    let columns = columns([column("Tuần hoàn thành", 11.0), column("Ngày hoàn thành", 12.0), column("Trạng thái", 18.0)]);
    let mut sheet = open(input, "Hoàn thành trong kỳ", "NHIỆM VỤ HOÀN THÀNH TRONG KỲ", &[], &columns, 2);
    for (number, (task, week)) in (1u32..).zip(input.retrospect.finished()) {
        let mut cells = beginning(input, number, task, week);
        cells.push(Cell::date(task.completed_on, CENTERED));
        cells.push(state(task.at_last().or_else(|| task.classes.iter().rev().find_map(|class| *class))));
        cells.push(frame::whole(&task.content));
        frame::push(&mut sheet, cells);
    }
    frame::filter(&mut sheet);
    let foot = "Tính là hoàn thành trong kỳ: cuối kỳ đã hoàn thành và ở bản đã chốt trước đó thì chưa; nhiệm vụ mới có trong danh mục tính theo ngày \
                hoàn thành. Tuần hoàn thành là tuần đầu tiên bản đã chốt ghi hoàn thành (lần sau cùng, nếu đã báo lại).";
    frame::merged(&mut sheet, foot, FOOT);
    frame::finish(sheet)
}

pub(super) fn overdue(input: &RetrospectInput<'_>) -> Sheet {
    let columns =
        columns([column("Tuần chuyển sang quá hạn", 12.0), column("Trạng thái cuối kỳ", 20.0), column("Số ngày quá hạn cuối kỳ", 10.0)]);
    let mut sheet = open(input, "Quá hạn phát sinh", "NHIỆM VỤ CHUYỂN SANG QUÁ HẠN TRONG KỲ", &[], &columns, 2);
    for (number, (task, week)) in (1u32..).zip(input.retrospect.became_overdue()) {
        let mut cells = beginning(input, number, task, week);
        let last = task.at_last();
        let days = task.days.filter(|days| last == Some(TaskClass::Overdue) && *days > 0);
        cells.push(last.map_or_else(|| Cell::text("Không còn trong danh mục", Style::BODY), |class| state(Some(class))));
        cells.push(Cell::text(days.map(|days| days.to_string()).unwrap_or_default(), CENTERED));
        cells.push(frame::whole(&task.content));
        frame::push(&mut sheet, cells);
    }
    frame::filter(&mut sheet);
    let foot = "Tính là phát sinh trong kỳ: bản đã chốt của tuần ghi quá hạn và bản đã chốt trước đó thì không. Mỗi nhiệm vụ ghi một lần, kể cả khi sau \
                đó đã hoàn thành.";
    frame::merged(&mut sheet, foot, FOOT);
    frame::finish(sheet)
}

/// The columns of a task with what moved; its whole text stands beside what is printed.
fn columns([week, then, state]: [Column; 3]) -> [Column; 9] {
    [
        column("TT", 5.0),
        column("Mã nhiệm vụ", 12.0),
        column("Nội dung", SUBJECT),
        column("Chủ trì", NAMES),
        column("Thời hạn", 14.0),
        week,
        then,
        state,
        aside("Nội dung đầy đủ", 60.0),
    ]
}

/// What [`columns`] begins with.
fn beginning(input: &RetrospectInput<'_>, number: u32, task: &TaskCourse, week: Period) -> Vec<Cell> {
    vec![
        Cell::count(number, CENTERED),
        Cell::text(task.code.as_str(), Style::BODY),
        frame::subject(&task.content, SUBJECT),
        frame::subject(&names(input, &task.leads), NAMES),
        Cell::text(format::clean(&task.deadline_text), CENTERED),
        week_cell(Some(week)),
    ]
}

/// A class in words; blank for none.
pub(super) fn state(known: Option<TaskClass>) -> Cell {
    Cell::text(known.map_or("", class::class), Style::BODY)
}
