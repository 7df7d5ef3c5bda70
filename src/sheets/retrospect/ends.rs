//! `Đầu kỳ, cuối kỳ`: the first and the last release side by side, with what changed.

use super::list::{RetrospectInput, column, open};
use super::{change, course};
use crate::model::class::{ClassCounts, TargetCounts};
use crate::model::retrospect::CourseWeek;
use crate::sheets::frame::{self, CENTERED, FOOT};
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::text::format;

const NAME: &str = "Đầu kỳ, cuối kỳ";

pub(super) fn sheet(input: &RetrospectInput<'_>) -> Sheet {
    let r = input.retrospect;
    let week = |week: Option<&CourseWeek>| week.map_or_else(String::new, |week| format::period(week.period));
    let (first, last) = (r.weeks.first(), r.weeks.last());
    let of = |what: &str, week: &str| format!("{what}, tuần {week}");
    let (first_week, last_week) = (week(first), week(last));
    let columns = [
        column("TT", 5.0),
        column("Nội dung", 44.0),
        column(&of("Tổng số", &first_week), 11.0),
        column(&of("Tổng số", &last_week), 11.0),
        column(&of("Hoàn thành", &first_week), 12.0),
        column(&of("Hoàn thành", &last_week), 12.0),
        column("Thay đổi", 9.0),
        column(&of("Quá hạn", &first_week), 11.0),
        column(&of("Quá hạn", &last_week), 11.0),
        column("Thay đổi", 9.0),
    ];
    let mut sheet = open(input, NAME, "ĐẦU KỲ VÀ CUỐI KỲ", &[], &columns, 2);
    let tasks = |counts: Option<&ClassCounts>| counts.map(|n| [Some(n.total), Some(n.done()), Some(n.overdue)]);
    let targets = |counts: Option<&TargetCounts>| counts.map(|n| [Some(n.total), Some(n.reached()), None]);
    let mut number = 0u32;
    let mut put = |name: &str, first: Option<[Option<u32>; 3]>, last: Option<[Option<u32>; 3]>| {
        number += 1;
        let of = |figures: Option<[Option<u32>; 3]>, at: usize| figures.and_then(|figures| figures.get(at).copied().flatten());
        let mut cells = vec![Cell::count(number, CENTERED), Cell::text(name, Style::BODY)];
        cells.extend([change::count(of(first, 0)), change::count(of(last, 0))]);
        for at in [1, 2] {
            let (first, last) = (of(first, at), of(last, at));
            cells.extend([change::count(first), change::count(last), change::cell(first, last)]);
        }
        frame::push(&mut sheet, cells);
    };
    put("Nhiệm vụ, toàn tỉnh", tasks(first.map(|week| &week.tasks.classes)), tasks(last.map(|week| &week.tasks.classes)));
    put("Chỉ tiêu (hoàn thành: đạt và vượt)", targets(first.map(|w| &w.targets)), targets(last.map(|w| &w.targets)));
    for line in &r.lines {
        let of = |week: Option<&CourseWeek>| tasks(week.and_then(|week| line.of(week.period)));
        put(&course::called(line), of(first), of(last));
    }
    frame::filter(&mut sheet);
    let foot = "Số của hai tuần theo bản đã chốt của mỗi tuần; danh mục có thể đã thêm, bớt nhiệm vụ giữa hai tuần nên thay đổi không nhất thiết \
                bằng số nhiệm vụ mới hoàn thành.";
    frame::merged(&mut sheet, foot, FOOT);
    frame::finish(sheet)
}
