//! `Quá hạn`: what is past its deadline, longest first; also what was never reported and whose deadline has passed.

use crate::model::agency::AgencyCode;
use crate::model::class::TaskClass;
use crate::model::consolidation::{Consolidation, TaskLine};
use crate::model::moment;
use crate::model::task::TaskCode;
use crate::sheets::annex::Annex;
use crate::sheets::by_document;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, FOOT_FIGURE, Leaving, aside, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::sheets::tasks;
use crate::text::class;
use std::cmp::Reverse;
use std::collections::BTreeSet;

const COLUMNS: [Column; 17] = [
    column("TT", 5.0),
    column("Mã nhiệm vụ", 11.0),
    column("Nội dung nhiệm vụ", 42.0),
    column("Đơn vị", 16.0),
    column("Thời hạn", 11.0),
    column("Số ngày quá hạn", 7.0),
    column("Trạng thái", 14.0),
    column("Nguyên nhân (tóm tắt)", 31.0),
    column("Dự kiến hoàn thành", 11.0),
    aside("Nội dung đầy đủ", 46.0),
    aside("Các đơn vị quá hạn", 30.0),
    aside("Văn bản giao", 24.0),
    aside("Bậc", 13.0),
    aside("Tỷ lệ (%)", 7.0),
    aside("Nguyên nhân", 46.0),
    aside("Mới quá hạn", 9.0),
    aside("Ghi chú", 40.0),
];

/// A task past its deadline.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Overdue<'a> {
    pub(crate) line: &'a TaskLine,
    /// Calendar days between the deadline and the cutoff's day.
    pub(crate) days: i64,
}

/// Everything past its deadline, longest first, then in the register's order.
pub(crate) fn list(consolidation: &Consolidation) -> Vec<Overdue<'_>> {
    let mut list: Vec<Overdue<'_>> =
        consolidation.tasks.iter().filter(|line| is_overdue(line)).map(|line| Overdue { line, days: days(consolidation, line) }).collect();
    // Stable: equal days keep the register's order.
    list.sort_by_key(|o| Reverse(o.days));
    list
}

/// The tasks that were not overdue in the last release and are now, by reports of the period; none in a first period.
pub(crate) fn new(consolidation: &Consolidation) -> Vec<&TaskCode> {
    let changes = consolidation.comparison.iter().flat_map(|before| &before.changes);
    changes.filter(|change| change.now == TaskClass::Overdue && change.late_in.is_none()).map(|change| &change.task).collect()
}

fn is_overdue(line: &TaskLine) -> bool {
    line.state.class == TaskClass::Overdue || (line.state.past_deadline && !line.state.class.is_done())
}

fn days(consolidation: &Consolidation, line: &TaskLine) -> i64 {
    let own = line.state.days.filter(|days| *days > 0);
    let cutoff = moment::day(consolidation.cutoffs.submit);
    let parts = line.parts.iter().filter_map(|p| p.deadline_to);
    let earliest = line.task.deadline.map(|d| d.to).into_iter().chain(parts).min();
    own.unwrap_or_else(|| earliest.map_or(0, |to| (cutoff - to).num_days().max(0)))
}

/// Who is behind: of a task with parts the agencies whose part is overdue, otherwise the leads.
pub(crate) fn agencies(line: &TaskLine) -> Vec<AgencyCode> {
    let late: Vec<AgencyCode> = class::late_parts(line).into_iter().cloned().collect();
    if late.is_empty() { line.task.leads.clone() } else { late }
}

/// The word of the column "Bậc" for so many days past the deadline.
fn tier(days: i64) -> &'static str {
    match days {
        ..=7 => "1 - 7 ngày",
        8..=30 => "8 - 30 ngày",
        _ => "trên 30 ngày",
    }
}

/// One line a task past its deadline, longest overdue first.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let c = input.consolidation;
    let mut sheet = frame::open_annex(input, Annex::Overdue, "DANH SÁCH NHIỆM VỤ QUÁ HẠN", &COLUMNS, 3);
    let list = list(c);
    let document = by_document::names(c);
    let new: BTreeSet<&TaskCode> = new(c).into_iter().collect();
    for (number, Overdue { line, days }) in (1u32..).zip(&list) {
        let (content, cause) = (Leaving::of(&line.task.content), Leaving::of(&line.cause));
        frame::push(
            &mut sheet,
            vec![
                Cell::count(number, CENTERED),
                Cell::text(line.task.code.as_str(), Style::BODY),
                content.subject(COLUMNS[2].width),
                frame::subject(&tasks::few_names(c, &agencies(line)), COLUMNS[3].width),
                frame::short(&tasks::deadline(&line.task), COLUMNS[4].width),
                // The days are whole and small; the conversion is exact.
                Cell::count(u32::try_from(*days).unwrap_or(0), CENTERED),
                frame::short(&class::line(line, |agency| c.short_name(agency)), COLUMNS[6].width),
                cause.short(COLUMNS[7].width),
                Cell::date(line.expected_on, CENTERED),
                content.whole(),
                frame::whole(&tasks::names(c, &agencies(line))),
                frame::whole(&document(&line.task.document)),
                Cell::text(tier(*days), CENTERED),
                tasks::percent_cell(line.percent),
                cause.whole(),
                Cell::text(if new.contains(&line.task.code) { "Mới" } else { "" }, CENTERED),
                frame::whole(&tasks::notes(c, line).join("; ")),
            ],
        );
    }
    frame::filter(&mut sheet);
    let count = |name: &str| list.iter().filter(|o| tier(o.days) == name).count();
    let silent = list.iter().filter(|o| o.line.state.class != TaskClass::Overdue).count();
    frame::merged(
        &mut sheet,
        format!(
            "Tổng số {:02} nhiệm vụ: 1 - 7 ngày {:02}; 8 - 30 ngày {:02}; trên 30 ngày {:02}",
            list.len(),
            count("1 - 7 ngày"),
            count("8 - 30 ngày"),
            count("trên 30 ngày"),
        ),
        FOOT_FIGURE,
    );
    if silent > 0 {
        frame::merged(
            &mut sheet,
            format!(
                "Trong đó {silent:02} nhiệm vụ đã qua thời hạn nhưng ở các bảng tổng hợp tính vào cột khác (như Chưa có báo cáo), không tính vào cột Quá hạn."
            ),
            FOOT,
        );
    }
    frame::finish(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    #[test]
    fn longest_first_with_those_never_reported() {
        let c = testing::consolidation();
        let list = list(&c);
        assert!(list.windows(2).all(|w| w[0].days >= w[1].days));
        assert!(list.iter().any(|o| o.line.state.class == TaskClass::NoReport), "a task nobody reported is past its deadline too");
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }

    #[test]
    fn tiers_have_the_bounds_of_the_list() {
        let tiers = [1, 7, 8, 30, 31].map(tier);
        assert_eq!(tiers, ["1 - 7 ngày", "1 - 7 ngày", "8 - 30 ngày", "8 - 30 ngày", "trên 30 ngày"]);
    }
}
