//! `Theo chương trình`: totals by programme, block, group and year, and what changed.

use crate::model::class::ClassCounts;
use crate::model::period::Period;
use crate::model::total_line::{EarlierTotals, TotalLine, TotalsBy};
use crate::sheets::annex::Annex;
use crate::sheets::class_table;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, STRONG, STRONG_CENTERED, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::text::format;

const COLUMNS: [Column; 11] = [
    column("TT", 5.0),
    column("Chương trình, khối, nhóm, năm", 35.0),
    column("Tổng số", 8.0),
    column("Hoàn thành", 8.5),
    column("Thường xuyên", 8.5),
    column("Đang triển khai", 8.5),
    column("Trong đó quá hạn", 8.5),
    column("Chưa đến kỳ", 8.5),
    column("Kết quả", 27.0),
    column("So với kỳ trước", 16.0),
    column("So với kỳ đã chọn", 14.0),
];

/// One line a programme, block, group and year, in four parts.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let totals = &input.consolidation.task_totals;
    let title = "KẾT QUẢ THỰC HIỆN NHIỆM VỤ THEO CHƯƠNG TRÌNH, KHỐI, NHÓM, NĂM";
    let mut sheet = frame::open_annex(input, Annex::ByProgramme, title, &COLUMNS, 2);
    let parts = TotalsBy::ALL.map(|by| (by, totals.lines.iter().filter(|line| line.by == by).collect::<Vec<_>>()));
    for (number, (by, lines)) in (1usize..).zip(parts.into_iter().filter(|(_, lines)| !lines.is_empty())) {
        let mut cells = vec![Cell::text(format::roman(number), STRONG_CENTERED), Cell::text(by.label(), STRONG)];
        cells.extend(COLUMNS.iter().skip(2).map(|_| Cell::blank(STRONG)));
        frame::push(&mut sheet, cells);
        for (number, line) in (1u32..).zip(lines) {
            frame::push(&mut sheet, row(number, line));
        }
    }
    frame::filter(&mut sheet);
    for line in foot(&totals.lines, input.config.policy.compare_with) {
        frame::merged(&mut sheet, line, FOOT);
    }
    frame::finish(sheet)
}

fn row(number: u32, line: &TotalLine) -> Vec<Cell> {
    let counts = &line.counts;
    let name = match (line.by, line.name.trim()) {
        (TotalsBy::Group, "") => "Chưa ghi nhóm".to_owned(),
        (_, name) => format::clean(name),
    };
    let mut cells = vec![Cell::count(number, CENTERED), frame::subject(&name, COLUMNS[1].width)];
    let running = class_table::running(counts);
    let numbers = [counts.total, counts.done(), counts.regular, running, counts.overdue, counts.not_due_yet];
    cells.extend(numbers.map(|number| Cell::count(number, CENTERED)));
    cells.push(Cell::text(class_table::four_parts(counts).join("; "), Style::BODY));
    cells.extend([line.last, line.chosen].map(|earlier| Cell::text(earlier.map_or_else(String::new, |e| change(&e, counts)), Style::BODY)));
    cells
}

/// `hoàn thành +2; quá hạn -1; thêm 03 nhiệm vụ`, `không đổi`.
fn change(earlier: &EarlierTotals, now: &ClassCounts) -> String {
    let mut parts = Vec::new();
    for (word, before, now) in [("hoàn thành", earlier.done, now.done()), ("quá hạn", earlier.overdue, now.overdue)] {
        if before != now {
            parts.push(format!("{word} {:+}", i64::from(now) - i64::from(before)));
        }
    }
    let new = now.total.saturating_sub(earlier.total);
    if new > 0 {
        parts.push(format!("thêm {new:02} nhiệm vụ"));
    }
    if parts.is_empty() { "không đổi".to_owned() } else { parts.join("; ") }
}

fn foot(lines: &[TotalLine], compare_with: Option<Period>) -> Vec<String> {
    let mut foot = vec![
        "Mỗi dòng: Tổng số = Hoàn thành + Thường xuyên + Đang triển khai + Chưa đến kỳ. Đếm lại được ở trang Nhiệm vụ theo các cột Chương \
         trình, Khối, Nhóm, Năm và hai cột trạng thái."
            .to_owned(),
        "Một nhiệm vụ có thể thuộc nhiều chương trình hoặc không thuộc chương trình nào; cộng dọc Khối, Nhóm, Năm bằng tổng số.".to_owned(),
    ];
    let of = |earlier: Option<EarlierTotals>, what: &str| earlier.map(|e| format!("{what}: tuần {}", format::period(e.period)));
    let first = lines.first();
    let compared: Vec<String> = [
        of(first.and_then(|line| line.last), "Kỳ trước"),
        of(first.and_then(|line| line.chosen), "Kỳ đã chọn (compare_with trong tonghop.toml)"),
    ]
    .into_iter()
    .flatten()
    .collect();
    // The desk reads of which week the figures are, where it is not the one it chose.
    let chosen = first.and_then(|line| line.chosen).map(|earlier| earlier.period);
    if let Some(wanted) = compare_with.filter(|wanted| chosen != Some(*wanted)) {
        let instead = chosen.map_or_else(|| "không có kỳ nào trước đó".to_owned(), |period| format!("lấy tuần {}", format::period(period)));
        foot.push(format!("Tuần {} chọn để so sánh không phải kỳ đã chốt bản tổng hợp trước kỳ này: {instead}.", format::period(wanted)));
    }
    if !compared.is_empty() {
        foot.push(format!("{}. So sánh trên các nhiệm vụ của dòng hiện nay.", compared.join("; ")));
    }
    foot
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::class::TaskClass;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    #[test]
    fn every_line() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }

    #[test]
    fn another_week_than_the_chosen_one_is_said() {
        let lines = &testing::consolidation().task_totals.lines;
        let wanted = testing::consolidation().period.previous();
        let told = foot(lines, Some(wanted)).join(" ");
        assert!(
            told.contains("Tuần 27/2025 chọn để so sánh không phải kỳ đã chốt bản tổng hợp trước kỳ này: không có kỳ nào trước đó."),
            "{told}"
        );
        let mut with = lines.clone();
        with[0].chosen = Some(EarlierTotals::of(wanted));
        assert!(!foot(&with, Some(wanted)).join(" ").contains("chọn để so sánh không phải"));
    }

    #[test]
    fn changes_are_said_in_words() {
        let mut earlier = EarlierTotals::of(testing::consolidation().period.previous());
        for class in [TaskClass::Overdue, TaskClass::Overdue, TaskClass::DoneLate] {
            earlier.add(Some(class));
        }
        earlier.add(None);
        let now = ClassCounts { total: 4, done_late: 3, overdue: 1, ..ClassCounts::default() };
        assert_eq!(change(&earlier, &now), "hoàn thành +2; quá hạn -1; thêm 01 nhiệm vụ");
        let same = ClassCounts { total: 3, done_late: 1, overdue: 2, ..ClassCounts::default() };
        assert_eq!(change(&earlier, &same), "không đổi");
    }
}
