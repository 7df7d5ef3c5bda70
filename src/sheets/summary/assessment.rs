//! The first sentences: what is done, what presses, and from how many reports that is known.

use crate::model::class::TaskClass;
use crate::model::consolidation::{Consolidation, Edition, TaskLine};
use crate::model::submission::{Standing, Submission};
use crate::sheets::counted::Counted;
use crate::sheets::input::ProductInput;
use crate::sheets::overdue;
use crate::sheets::sentence::{Figure, Sentence};
use crate::sheets::submissions;
use crate::sheets::summary::{sets, totals};
use crate::text::format;

/// Each sentence on a line of its own.
pub(super) fn lines(input: &ProductInput<'_>) -> Vec<Sentence> {
    let c = input.consolidation;
    let mut lines = vec![done(input) + " " + pressing(c) + " " + coverage(c)];
    lines.extend(totals::lines(input));
    lines
}

/// `Đến 11 giờ 00 ngày 18/7/2025, đã hoàn thành 16/102 nhiệm vụ (đạt 16%), tăng 02 so với tuần 28; …`.
fn done(input: &ProductInput<'_>) -> Sentence {
    let c = input.consolidation;
    let until = match input.edition {
        Edition::Draft => c.latest_receipt,
        Edition::Frozen | Edition::Release { .. } => Some(c.cutoffs.submit),
    };
    let until = until.map_or_else(|| "Đến nay".to_owned(), |at| format!("Đến {}", format::moment(at)));
    let (tasks, targets, before) = (c.task_totals.overall, c.target_counts, c.comparison.as_ref());
    let (moved, moved_targets) = (sets::done_otherwise(c), sets::targets_otherwise(c));
    let tasks_change = before.map(|b| changed(b.tasks.done(), tasks.done(), b.period.week(), moved)).unwrap_or_default();
    let targets_change =
        before.map(|b| changed(b.targets.reached(), targets.reached(), b.period.week(), moved_targets)).unwrap_or_default();
    let (words, of_targets) = (share(tasks.done(), tasks.total, "nhiệm vụ"), share(targets.reached(), targets.total, "chỉ tiêu"));
    let reached = Figure::share(of_targets, "Chỉ tiêu đạt và vượt", sets::reached(c), Counted::targets(c, |_| true));
    Sentence::from(format!("{until}, đã hoàn thành "))
        + Figure::share(words, "Nhiệm vụ hoàn thành", sets::done(c), sets::in_force(c))
        + unproven(c)
        + tasks_change
        + "; đạt và vượt "
        + reached
        + targets_change
        + "."
}

/// `39/65 chỉ tiêu (đạt 60%)`.
fn share(part: u32, whole: u32, what: &str) -> String {
    format!("{} {what} (đạt {}%)", format::counter(part, whole), format::percent(part, whole))
}

/// ` (trong đó 05 nhiệm vụ chưa có minh chứng)`; blank if every finished task has some.
pub(in crate::sheets) fn unproven(c: &Consolidation) -> Sentence {
    let unproven = Counted::tasks(c, is_unproven);
    match unproven.at.len() {
        0 => Sentence::default(),
        some => {
            let figure = Figure::count(format!("{some:02} nhiệm vụ"), "Nhiệm vụ hoàn thành chưa có minh chứng", unproven);
            Sentence::from(" (trong đó ") + figure + " chưa có minh chứng)"
        }
    }
}

/// `, tăng 02 so với tuần 27`, with the lines that moved behind it.
fn changed(before: u32, now: u32, week: u32, moved: Counted) -> Sentence {
    Sentence::from(", ") + Figure::about(change(before, now, week), format!("Thay đổi so với tuần {week}"), moved)
}

/// `tăng 02 so với tuần 27`: how a count changed since the release of a week.
pub(in crate::sheets) fn change(before: u32, now: u32, week: u32) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Equal => format!("bằng tuần {week}"),
        std::cmp::Ordering::Greater => format!("tăng {:02} so với tuần {week}", now - before),
        std::cmp::Ordering::Less => format!("giảm {:02} so với tuần {week}", before - now),
    }
}

/// Reported as done, with nothing that shows it.
fn is_unproven(line: &TaskLine) -> bool {
    line.state.class.is_done() && line.evidence.trim().is_empty()
}

/// `Còn 08 nhiệm vụ quá hạn, trong đó 04 mới quá hạn; 05 nhiệm vụ sắp đến hạn.`
fn pressing(c: &Consolidation) -> Sentence {
    let n = c.task_totals.overall;
    let of = |class, words: String, title: &str| Figure::count(words, title, sets::of_class(c, class));
    let soon = of(TaskClass::DueSoon, format!("{:02} nhiệm vụ sắp đến hạn", n.due_soon), "Nhiệm vụ sắp đến hạn");
    if n.overdue == 0 {
        return Sentence::from("Không có nhiệm vụ quá hạn; ") + soon + ".";
    }
    let new = Figure::count(format!("{:02} mới quá hạn", overdue::new(c).len()), "Nhiệm vụ mới quá hạn", sets::newly_overdue(c));
    let new = if c.comparison.is_some() { Sentence::from(", trong đó ") + new } else { Sentence::default() };
    let overdue = of(TaskClass::Overdue, format!("{:02} nhiệm vụ quá hạn", n.overdue), "Nhiệm vụ quá hạn");
    Sentence::from("Có ") + overdue + new + "; " + soon + "."
}

/// From how many reports the figures are.
fn coverage(c: &Consolidation) -> Sentence {
    let n = submissions::standings(c);
    let used = n.updated + n.confirmed + n.unfilled_counted;
    let must = |s: &Submission| s.standing != Standing::Exempt;
    let others =
        |words: String| Figure::count(words, "Cơ quan, đơn vị không có báo cáo dùng được", Counted::agencies(c, |s| must(s) && !s.merged));
    let rest = match n.must_report.saturating_sub(used) {
        0 => Sentence::default(),
        rest => {
            let words =
                if c.comparison.is_none() { "chưa có số liệu" } else { "lấy theo kỳ trước hoặc chưa có số liệu" };
            Sentence::from("; ") + others(format!("{rest:02} cơ quan, đơn vị")) + format!(" còn lại {words} (mục IV)")
        }
    };
    let words = format!("{used:02}/{:02} cơ quan, đơn vị", n.must_report);
    let title = "Cơ quan, đơn vị có báo cáo trong số liệu";
    let figure = Figure::share(words, title, Counted::agencies(c, |s| must(s) && s.merged), Counted::agencies(c, must));
    Sentence::from("Số liệu tổng hợp từ báo cáo của ") + figure + rest + "."
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::testing;

    fn texts(input: &ProductInput<'_>) -> Vec<String> {
        lines(input).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_first_sentences() {
        testing::with_input(|input| insta::assert_snapshot!(texts(input).join("\n")));
    }

    #[test]
    fn a_first_period_compares_nothing() {
        let mut c = testing::consolidation();
        c.comparison = None;
        testing::with_input_of(&c, |input| {
            let line = texts(input).remove(0);
            assert!(!line.contains("so với") && !line.contains("mới quá hạn") && !line.contains("kỳ trước"), "{line}");
        });
    }
}
