//! What moved since the last release, task by task in words: finished ones first, then what was taken back.

use crate::model::class::{Light, TaskClass};
use crate::model::comparison::{ClassChange, Comparison};
use crate::model::config::Layout;
use crate::model::consolidation::{Consolidation, CriteriaLine};
use crate::sheets::annex::{self, Annex};
use crate::sheets::counted::Counted;
use crate::sheets::input::ProductInput;
use crate::sheets::sentence::{Figure, Sentence};
use crate::sheets::summary::block::Block;
use crate::sheets::summary::sets;
use crate::sheets::tasks;
use crate::text::format;

/// Communes named for having met every criterion.
const COMMUNES_NAMED: usize = 5;

/// The section, with at most so many tasks named of each kind.
pub(super) fn blocks(input: &ProductInput<'_>, number: &str, most: usize) -> Vec<Block> {
    let section = match input.config.desk.layout {
        Layout::State => format!("{number}. Biến động so với kỳ trước"),
        Layout::Party => format!("{number}. Chuyển biến, biểu dương"),
    };
    let c = input.consolidation;
    let lines = lines(c, most, Some(&annex::number(input, Annex::Tasks))).into_iter().map(Block::Sentence);
    std::iter::once(Block::Section(section.into())).chain(lines).collect()
}

/// Changes by kind: together all that changed. What a late report of an earlier period says is no result of this one, and
/// stands apart.
struct Kinds<'a> {
    late: Vec<&'a ClassChange>,
    done: Vec<&'a ClassChange>,
    overdue: Vec<&'a ClassChange>,
    back: Vec<&'a ClassChange>,
    others: Vec<&'a ClassChange>,
}

/// Tasks that changed by reports of this period, and by late reports of an earlier one.
pub(crate) fn moved(c: &Consolidation) -> (Counted, Counted) {
    let (late, own): (Vec<_>, Vec<_>) = c.comparison.iter().flat_map(|before| &before.changes).partition(|change| change.late_in.is_some());
    (these(c, &own), these(c, &late))
}

fn kinds(before: &Comparison) -> Kinds<'_> {
    let was_done = |change: &ClassChange| change.before.is_some_and(TaskClass::is_done);
    let (late, own): (Vec<&ClassChange>, Vec<&ClassChange>) = before.changes.iter().partition(|change| change.late_in.is_some());
    let of = |test: &dyn Fn(&ClassChange) -> bool| own.iter().copied().filter(|change| test(change)).collect::<Vec<_>>();
    let done = of(&|change| change.now.is_done() && !was_done(change));
    let overdue = of(&|change| change.now == TaskClass::Overdue);
    let back = of(&|change| !change.now.is_done() && change.now != TaskClass::Overdue && was_done(change));
    let others = of(&|change| change.now != TaskClass::Overdue && change.now.is_done() == was_done(change));
    Kinds { late, done, overdue, back, others }
}

/// A sentence a kind of change, with at most so many tasks named of each; `behind` is the annex that lists all.
pub(in crate::sheets) fn lines(c: &Consolidation, most: usize, behind: Option<&str>) -> Vec<Sentence> {
    let Some(before) = &c.comparison else {
        return vec!["Kỳ tổng hợp đầu tiên, chưa có kỳ trước để so sánh.".into()];
    };
    let week = before.period.week();
    let mut lines: Vec<Sentence> = Vec::new();
    let Kinds { late, done, overdue, back, others } = kinds(before);
    let all = before.changes.len() - late.len();
    if all == 0 {
        let own = if late.is_empty() { "" } else { " theo báo cáo của kỳ này" };
        lines.push(format!("So với tuần {week}: không có nhiệm vụ chuyển trạng thái{own}.").into());
    } else {
        let own = before.changes.iter().filter(|change| change.late_in.is_none()).collect::<Vec<_>>();
        let all = Figure::count(format!("{all:02} nhiệm vụ chuyển trạng thái"), "Nhiệm vụ chuyển trạng thái", these(c, &own));
        let parts: [(&[&ClassChange], &str); 4] = [
            (&done, "hoàn thành thêm"),
            (&overdue, "mới quá hạn"),
            (&back, "báo lại chưa hoàn thành"),
            (&others, "chuyển trạng thái khác"),
        ];
        let parts = parts.into_iter().filter(|(changes, _)| !changes.is_empty()).map(|(changes, words)| {
            Figure::count(format!("{words} {:02}", changes.len()), format::capital(words), these(c, changes)).into()
        });
        let behind = behind.map_or_else(String::new, |annex| format!(" ({annex})"));
        lines.push(Sentence::from(format!("So với tuần {week}, ")) + all + behind + ": " + Sentence::joined(parts, "; ") + ".");
        lines.extend(named(c, "Hoàn thành".into(), &done, most));
        lines.extend(named(c, "Báo lại chưa hoàn thành".into(), &back, most));
    }
    if let Some(period) = late.first().and_then(|change| change.late_in) {
        let (weeks, now) = (period.week(), c.period.week());
        let title = format!("Chuyển trạng thái theo báo cáo gửi muộn tuần {weeks}");
        let count = Figure::count(format!("{:02} nhiệm vụ", late.len()), title, these(c, &late));
        let words = format!(" chuyển trạng thái theo báo cáo gửi muộn tuần {weeks}, không phải kết quả tuần {now}");
        lines.extend(named(c, Sentence::from(count) + words, &late, most));
    }
    let is_complete = |line: &CriteriaLine| line.light == Light::Green && !line.changes.is_empty();
    let complete: Vec<_> = c.criteria.lines.iter().filter(|line| is_complete(line)).map(|line| line.agency.clone()).collect();
    if !complete.is_empty() {
        let names = tasks::first_names(c, &complete, COMMUNES_NAMED);
        let criteria = c.criteria.criteria.len();
        let words = format!("Xã, phường mới đủ {criteria}/{criteria} tiêu chí theo báo cáo");
        let count = Figure::count(format!("{:02}", complete.len()), &words, Counted::communes(c, is_complete));
        lines.push(Sentence::from(format!("- {words} (")) + count + format!("): {names}."));
    }
    lines
}

/// The tasks that changed.
fn these(c: &Consolidation, changes: &[&ClassChange]) -> Counted {
    sets::these_tasks(c, changes.iter().map(|change| &change.task))
}

/// `- Hoàn thành: “…” (Sở Y tế, trước hạn); … và 02 nhiệm vụ khác.`; `None` if there is none.
fn named(c: &Consolidation, what: Sentence, changes: &[&ClassChange], most: usize) -> Option<Sentence> {
    let shown: Vec<Sentence> = changes
        .iter()
        .filter_map(|change| Some((c.task(&change.task)?, change.now)))
        .take(most)
        .map(|(line, now)| {
            let early = if now == TaskClass::DoneEarly { ", trước hạn" } else { "" };
            let task = Figure::about(tasks::words(line), "Nhiệm vụ", sets::these_tasks(c, [&line.task.code]));
            Sentence::from("“") + task + format!("” ({}{early})", tasks::first_names(c, &line.task.leads, 1))
        })
        .collect();
    if shown.is_empty() {
        return None;
    }
    let rest = match changes.get(shown.len()..) {
        Some(left @ [_, ..]) => {
            let words = format!("{:02} nhiệm vụ khác", left.len());
            Sentence::from(" và ") + Figure::count(words, "Nhiệm vụ khác", these(c, left))
        }
        _ => Sentence::default(),
    };
    Some(Sentence::from("- ") + what + ": " + Sentence::joined(shown, "; ") + rest + ".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::task::TaskCode;
    use crate::sheets::testing;

    #[test]
    fn the_finished_are_named_in_words_and_the_kinds_add_up() {
        let mut c = testing::consolidation();
        let change = |number: usize, before, now| ClassChange {
            task: TaskCode::parse(&format!("KH11-{number:03}")).unwrap(),
            before: Some(before),
            now,
            late_in: None,
        };
        let changes = vec![
            change(1, TaskClass::DoneOnTime, TaskClass::InProgress),
            change(2, TaskClass::InProgress, TaskClass::DoneOnTime),
            change(3, TaskClass::InProgress, TaskClass::DoneEarly),
            change(4, TaskClass::InProgress, TaskClass::Overdue),
            change(5, TaskClass::DoneOnTime, TaskClass::Overdue),
            change(6, TaskClass::NotStarted, TaskClass::InProgress),
            ClassChange { late_in: Some(c.period.previous()), ..change(7, TaskClass::DueSoon, TaskClass::DoneOnTime) },
        ];
        c.comparison.as_mut().unwrap().changes = changes;
        c.tasks.iter_mut().for_each(|line| line.task.content = "Xây dựng kế hoạch chuyển đổi số".into());
        let lines: Vec<String> = lines(&c, 1, Some("phụ lục IV")).iter().map(ToString::to_string).collect();
        assert_eq!(
            lines[0],
            "So với tuần 27, 06 nhiệm vụ chuyển trạng thái (phụ lục IV): hoàn thành thêm 02; mới quá hạn 02; báo lại chưa hoàn thành \
             01; chuyển trạng thái khác 01."
        );
        assert!(lines[1].starts_with("- Hoàn thành: “") && lines[1].ends_with(" và 01 nhiệm vụ khác."), "{lines:?}");
        let late = "- 01 nhiệm vụ chuyển trạng thái theo báo cáo gửi muộn tuần 27, không phải kết quả tuần 28: “";
        assert!(lines.iter().any(|line| line.starts_with(late)), "{lines:?}");
        assert!(!lines.iter().any(|line| line.contains("KH11-")), "tasks stand in words: {lines:?}");
    }

    #[test]
    fn a_first_period_compares_nothing() {
        let mut c = testing::consolidation();
        c.comparison = None;
        assert!(lines(&c, 5, None)[0].to_string().starts_with("Kỳ tổng hợp đầu tiên"));
    }
}
