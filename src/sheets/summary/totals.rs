//! Totals in sentences: each line of a whole whose parts add up. Lines of programmes stand here as well, each in a line.

use crate::model::consolidation::{Consolidation, TAKEN_BACK};
use crate::model::total_line::{TotalLine, TotalsBy};
use crate::sheets::annex::{self, Annex};
use crate::sheets::{class_table, criteria, under_way};
use crate::text::format;

/// Programmes with a line on the page; further ones stand in the annex.
const PROGRAMMES: usize = 4;

/// The four parts of the whole and of each programme of the register, then the years.
pub(super) fn lines(c: &Consolidation) -> Vec<String> {
    let mut lines = vec![format!("Nhiệm vụ: {}.{}", class_table::four_parts(&c.task_totals.overall), taken_back(c))];
    let programmes: Vec<&TotalLine> = c.task_totals.lines.iter().filter(|line| line.by == TotalsBy::Programme).collect();
    let line = |line: &&TotalLine| format!("{}: {}.", format::clean(&line.name), class_table::four_parts(&line.counts));
    lines.extend(programmes.iter().take(PROGRAMMES).map(line));
    if let rest @ 1.. = programmes.len().saturating_sub(PROGRAMMES) {
        lines.push(format!("{rest:02} chương trình khác: xem {}.", annex::number(c, Annex::ByProgramme)));
    }
    lines.extend(years(c));
    lines.extend(criteria::confirmed(c));
    lines
}

/// ` Trong số hoàn thành có 01 nhiệm vụ đơn vị báo lại chưa hoàn thành.`; blank if there is none.
pub(in crate::sheets) fn taken_back(c: &Consolidation) -> String {
    match c.tasks.iter().filter(|line| line.marks.iter().any(|mark| mark.starts_with(TAKEN_BACK))).count() {
        0 => String::new(),
        back => format!(" Trong số hoàn thành có {back:02} nhiệm vụ đơn vị báo lại chưa hoàn thành."),
    }
}

/// `Năm 2025: hoàn thành 35/82 nhiệm vụ (đạt 43%), còn 47 nhiệm vụ chưa hoàn thành, trong đó 46 đang thực hiện; đạt và vượt 29/45 chỉ tiêu
/// (đạt 64%). Năm 2026: 02/10 nhiệm vụ (20%).`; what is not finished is said of the period's own year alone, and other years are short, so
/// that the page stays one paper. `None` without any year.
fn years(c: &Consolidation) -> Option<String> {
    let mut years: Vec<i32> = c.task_totals.by_year.iter().map(|(year, _)| *year).collect();
    years.extend(c.target_counts_by_year.iter().map(|(year, _)| *year));
    years.sort_unstable();
    years.dedup();
    let share = |part, whole, what| format!("{} {what} (đạt {}%)", format::counter(part, whole), format::percent(part, whole));
    let of_year = |year: i32| {
        let tasks = c.task_totals.by_year.iter().find(|(y, _)| *y == year).map(|(_, n)| (n.done(), n.total));
        let targets = c.target_counts_by_year.iter().find(|(y, _)| *y == year).map(|(_, n)| (n.reached(), n.total));
        let (tasks, targets, between) = if year == c.period.year() {
            let rest = under_way::clause(c, year).map_or_else(String::new, |clause| format!(", {clause}"));
            let tasks = tasks.map(|(part, whole)| format!("hoàn thành {}{rest}", share(part, whole, "nhiệm vụ")));
            (tasks, targets.map(|(part, whole)| format!("đạt và vượt {}", share(part, whole, "chỉ tiêu"))), "; ")
        } else {
            let short = |part, whole, what| format!("{} {what} ({}%)", format::counter(part, whole), format::percent(part, whole));
            let tasks = tasks.map(|(part, whole)| short(part, whole, "nhiệm vụ"));
            (tasks, targets.map(|(part, whole)| short(part, whole, "chỉ tiêu")), ", ")
        };
        format!("Năm {year}: {}.", [tasks, targets].into_iter().flatten().collect::<Vec<_>>().join(between))
    };
    let lines: Vec<String> = years.into_iter().map(of_year).collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::testing;

    #[test]
    fn the_four_groups_are_the_whole() {
        let n = testing::consolidation().task_totals.overall;
        let line = lines(&testing::consolidation())[0].replace(&format!(" ({}%)", format::percent(n.done(), n.total)), "");
        let numbers: Vec<u32> = line.split(|c: char| !c.is_ascii_digit()).filter_map(|d| d.parse().ok()).collect();
        assert_eq!(numbers.iter().step_by(2).sum::<u32>(), n.total, "{line}");
    }
}
