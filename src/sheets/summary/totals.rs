//! Totals in sentences: each line of a whole whose parts add up. Lines of programmes stand here as well, each in a line.

use crate::model::class::{ClassCounts, TargetClass, TaskClass};
use crate::model::consolidation::{Consolidation, TAKEN_BACK, TargetLine, TaskLine};
use crate::model::total_line::{TotalLine, TotalsBy};
use crate::sheets::annex::{self, Annex};
use crate::sheets::counted::Counted;
use crate::sheets::input::ProductInput;
use crate::sheets::sentence::{Figure, Sentence};
use crate::sheets::{class_table, criteria, under_way};
use crate::text::format;

/// Programmes with a line on the page; further ones stand in the annex.
const PROGRAMMES: usize = 4;

/// The four parts of the whole and of each programme of the register, then the years.
pub(super) fn lines(input: &ProductInput<'_>) -> Vec<Sentence> {
    let c = input.consolidation;
    let whole = four_parts(c, "Nhiệm vụ", &c.task_totals.overall, |_| true);
    let mut lines = vec![Sentence::from("Nhiệm vụ: ") + whole + "." + taken_back(c)];
    let programmes: Vec<&TotalLine> = c.task_totals.lines.iter().filter(|line| line.by == TotalsBy::Programme).collect();
    lines.extend(programmes.iter().take(PROGRAMMES).map(|programme| {
        let name = format::clean(&programme.name);
        let parts = four_parts(c, &name, &programme.counts, |line| line.programmes.contains(&programme.name));
        Sentence::from(format!("{name}: ")) + parts + "."
    }));
    if let rest @ 1.. = programmes.len().saturating_sub(PROGRAMMES) {
        lines.push(format!("{rest:02} chương trình khác: xem {}.", annex::number(input, Annex::ByProgramme)).into());
    }
    lines.extend(years(c));
    lines.extend(criteria::confirmed(c));
    lines
}

/// ` Trong số hoàn thành có 01 nhiệm vụ đơn vị báo lại chưa hoàn thành.`; blank if there is none.
pub(in crate::sheets) fn taken_back(c: &Consolidation) -> Sentence {
    let taken_back = Counted::tasks(c, |line| line.marks.iter().any(|mark| mark.starts_with(TAKEN_BACK)));
    match taken_back.at.len() {
        0 => Sentence::default(),
        back => {
            let back = Figure::count(format!("{back:02} nhiệm vụ"), "Nhiệm vụ đơn vị báo lại chưa hoàn thành", taken_back);
            Sentence::from(" Trong số hoàn thành có ") + back + " đơn vị báo lại chưa hoàn thành."
        }
    }
}

/// Four parts that are the whole, of the tasks that belong to it.
fn four_parts(c: &Consolidation, of: &str, counts: &ClassCounts, belongs: impl Fn(&TaskLine) -> bool) -> Sentence {
    let belongs = |line: &TaskLine| line.state.class != TaskClass::Withdrawn && belongs(line);
    let running = |class: TaskClass| !class.is_done() && !matches!(class, TaskClass::Regular | TaskClass::NotDueYet);
    let parts: [(&str, &dyn Fn(TaskClass) -> bool); 4] = [
        ("hoàn thành", &TaskClass::is_done),
        ("thường xuyên", &|class| class == TaskClass::Regular),
        ("đang triển khai", &running),
        ("chưa đến kỳ", &|class| class == TaskClass::NotDueYet),
    ];
    let parts = class_table::four_parts(counts).into_iter().zip(parts).map(|(words, (title, test))| {
        let part = Counted::tasks(c, |line| belongs(line) && test(line.state.class));
        Figure::share(words, format!("{of}: {title}"), part, Counted::tasks(c, belongs)).into()
    });
    Sentence::joined(parts, "; ")
}

/// `Năm 2025: hoàn thành 35/82 nhiệm vụ (đạt 43%), còn 47 nhiệm vụ chưa hoàn thành, trong đó 46 đang thực hiện; đạt và vượt 29/45 chỉ tiêu
/// (đạt 64%). Năm 2026: 02/10 nhiệm vụ (20%).`; what is not finished is said of the period's own year alone, and other years are short, so
/// that the page stays one paper. `None` without any year.
fn years(c: &Consolidation) -> Option<Sentence> {
    let mut years: Vec<i32> = c.task_totals.by_year.iter().map(|(year, _)| *year).collect();
    years.extend(c.target_counts_by_year.iter().map(|(year, _)| *year));
    years.sort_unstable();
    years.dedup();
    // Of the period's own year it is said in a sentence, of others in short.
    let share = |year: i32, part, whole, what| {
        let reached = if year == c.period.year() { "đạt " } else { "" };
        format!("{} {what} ({reached}{}%)", format::counter(part, whole), format::percent(part, whole))
    };
    let tasks = |year: i32| {
        let (_, n) = c.task_totals.by_year.iter().find(|(y, _)| *y == year)?;
        let of_year = |line: &TaskLine| line.task.plan_year == year && line.state.class != TaskClass::Withdrawn;
        let done = Counted::tasks(c, |line| of_year(line) && line.state.class.is_done());
        let title = format!("Nhiệm vụ năm {year} hoàn thành");
        Some(Figure::share(share(year, n.done(), n.total, "nhiệm vụ"), title, done, Counted::tasks(c, of_year)))
    };
    let targets = |year: i32| {
        let (_, n) = c.target_counts_by_year.iter().find(|(y, _)| *y == year)?;
        let of_year = |line: &TargetLine| line.target.plan_year == year;
        let reached = Counted::targets(c, |line| of_year(line) && matches!(line.class, TargetClass::Exceeded | TargetClass::Met));
        let title = format!("Chỉ tiêu năm {year} đạt và vượt");
        Some(Figure::share(share(year, n.reached(), n.total, "chỉ tiêu"), title, reached, Counted::targets(c, of_year)))
    };
    let of_year = |year: i32| {
        let own = year == c.period.year();
        let led = |words: &str, figure: Figure| if own { Sentence::from(words) + figure } else { figure.into() };
        let rest = under_way::clause(c, year).filter(|_| own).map_or_else(Sentence::default, |clause| Sentence::from(", ") + clause);
        let tasks = tasks(year).map(|figure| led("hoàn thành ", figure) + rest);
        let targets = targets(year).map(|figure| led("đạt và vượt ", figure));
        let parts = Sentence::joined([tasks, targets].into_iter().flatten(), if own { "; " } else { ", " });
        Sentence::from(format!("Năm {year}: ")) + parts + "."
    };
    (!years.is_empty()).then(|| Sentence::joined(years.into_iter().map(of_year), " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::testing;

    #[test]
    fn the_four_groups_are_the_whole() {
        let n = testing::consolidation().task_totals.overall;
        let line =
            testing::with_input(|input| lines(input)[0].to_string()).replace(&format!(" ({}%)", format::percent(n.done(), n.total)), "");
        let numbers: Vec<u32> = line.split(|c: char| !c.is_ascii_digit()).filter_map(|d| d.parse().ok()).collect();
        assert_eq!(numbers.iter().step_by(2).sum::<u32>(), n.total, "{line}");
    }
}
