//! Totals of tasks that belong together: by programme, block, group and year, with what the same tasks were before.
//! Every number can be counted again from the lines of the tasks.

use crate::model::agency::Block;
use crate::model::class::ClassCounts;
use crate::model::consolidation::TaskLine;
use crate::model::history::History;
use crate::model::programme::Programme;
use crate::model::task::Task;
use crate::model::total_line::{EarlierTotals, TotalLine, TotalsBy};
use crate::text::document;

/// The programmes with the keys of their documents.
pub(super) struct Memberships<'a> {
    programmes: Vec<(&'a Programme, Vec<String>)>,
}

impl<'a> Memberships<'a> {
    pub(super) fn of(programmes: &'a [Programme]) -> Self {
        let keys = |programme: &Programme| programme.documents.iter().map(|text| document::key(text)).collect();
        Self { programmes: programmes.iter().map(|programme| (programme, keys(programme))).collect() }
    }

    /// Names of the programmes that a task belongs to, in the register's order.
    pub(super) fn names_of(&self, task: &Task) -> Vec<String> {
        if self.programmes.is_empty() {
            return Vec::new();
        }
        let document = document::key(&task.document);
        let belongs = |(programme, documents): &&(&Programme, Vec<String>)| {
            let named = programme.tasks.contains(&task.code) || documents.contains(&document);
            named && programme.plan_year.is_none_or(|year| year == task.plan_year)
        };
        self.programmes.iter().filter(belongs).map(|(programme, _)| programme.name.clone()).collect()
    }
}

/// The lines in print order. A programme has one even without a task; a block, group or year where a task counts.
pub(super) fn lines(tasks: &[TaskLine], programmes: &[Programme], history: &History) -> Vec<TotalLine> {
    let mut all: Vec<TotalLine> = Vec::new();
    let line = |by, name: &str| TotalLine {
        by,
        name: name.to_owned(),
        counts: ClassCounts::default(),
        last: history.period.map(EarlierTotals::of),
        chosen: history.chosen.as_ref().map(|(period, _)| EarlierTotals::of(*period)),
    };
    all.extend(programmes.iter().map(|programme| line(TotalsBy::Programme, &programme.name)));
    all.extend(Block::ALL.map(|block| line(TotalsBy::Block, block.label())));
    for task in tasks {
        let named = |by, name: &str, all: &mut Vec<TotalLine>| {
            let at = all.iter().position(|line| line.by == by && line.name == name).unwrap_or(all.len());
            if at == all.len() {
                all.push(line(by, name));
            }
            all.get_mut(at).into_iter().for_each(|line| add(line, task, history));
        };
        for programme in &task.programmes {
            named(TotalsBy::Programme, programme, &mut all);
        }
        named(TotalsBy::Block, task.task.block.label(), &mut all);
        named(TotalsBy::Group, &task.task.group, &mut all);
        named(TotalsBy::Year, &task.task.plan_year.to_string(), &mut all);
    }
    all.retain(|line| line.counts.total > 0 || line.by == TotalsBy::Programme);
    // Stable: the register's order, but years in theirs.
    all.sort_by(|a, b| {
        let year = |line: &TotalLine| if line.by == TotalsBy::Year { line.name.clone() } else { String::new() };
        (a.by, year(a)).cmp(&(b.by, year(b)))
    });
    all
}

fn add(line: &mut TotalLine, task: &TaskLine, history: &History) {
    let before = line.counts.total;
    line.counts.add(task.state);
    // What does not count today is compared with nothing.
    if line.counts.total == before {
        return;
    }
    if let Some(last) = &mut line.last {
        last.add(task.previous_class);
    }
    if let (Some(chosen), Some((_, classes))) = (&mut line.chosen, &history.chosen) {
        chosen.add(classes.get(&task.task.code).copied());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{consolidation, register, task_code, week};
    use crate::model::class::TaskClass;
    use crate::model::consolidation::Consolidation;
    use crate::model::place::Place;
    use std::collections::BTreeMap;

    fn programme(name: &str, documents: &[&str], tasks: &[&str]) -> Programme {
        Programme {
            name: name.to_owned(),
            documents: documents.iter().map(|text| (*text).to_owned()).collect(),
            tasks: tasks.iter().map(|code| task_code(code)).collect(),
            plan_year: None,
            place: Place::file(),
        }
    }

    fn of(programmes: Vec<Programme>, history: &History) -> Consolidation {
        let mut register = register();
        register.programmes = programmes;
        register.tasks.iter_mut().take(2).for_each(|task| task.document = "11-KH/BCĐ".into());
        consolidation(&register.with_places(), history, &BTreeMap::new())
    }

    fn found<'a>(c: &'a Consolidation, by: TotalsBy, name: &str) -> &'a TotalLine {
        c.task_totals.lines.iter().find(|line| line.by == by && line.name == name).unwrap()
    }

    #[test]
    fn a_programme_is_its_documents_and_tasks_each_task_once() {
        let c = of(
            vec![
                programme("A", &["Kế hoạch số 11 - KH/BCĐ"], &["KH11-001", "KH11-003"]),
                programme("B", &[], &["KH11-002"]),
                programme("C", &["không có"], &[]),
            ],
            &History::default(),
        );
        assert_eq!(found(&c, TotalsBy::Programme, "A").counts.total, 3, "two tasks of the document, of which one is named, and another");
        assert_eq!(found(&c, TotalsBy::Programme, "B").counts.total, 1);
        assert_eq!(found(&c, TotalsBy::Programme, "C").counts.total, 0, "an empty programme is seen");
        let names: Vec<&str> = c.task_totals.lines.iter().map(|line| line.name.as_str()).take(3).collect();
        assert_eq!(names, ["A", "B", "C"]);
    }

    #[test]
    fn a_programme_of_a_year_leaves_out_the_others() {
        let year = register().tasks[0].plan_year;
        let of_year = |plan_year| Programme { plan_year: Some(plan_year), ..programme("A", &[], &["KH11-001"]) };
        assert_eq!(found(&of(vec![of_year(year)], &History::default()), TotalsBy::Programme, "A").counts.total, 1);
        assert_eq!(found(&of(vec![of_year(year + 1)], &History::default()), TotalsBy::Programme, "A").counts.total, 0);
    }

    #[test]
    fn blocks_groups_and_years_are_the_whole() {
        let c = of(Vec::new(), &History::default());
        for by in [TotalsBy::Block, TotalsBy::Group, TotalsBy::Year] {
            let of = c.task_totals.lines.iter().filter(|line| line.by == by);
            assert_eq!(of.map(|line| line.counts.total).sum::<u32>(), c.task_totals.overall.total, "{by:?}");
        }
    }

    #[test]
    fn earlier_totals_are_those_of_the_same_tasks() {
        let classes = |class| [(task_code("KH11-001"), class), (task_code("KH99-001"), TaskClass::DoneOnTime)].into();
        let history = History {
            period: Some(week().previous()),
            classes: classes(TaskClass::Overdue),
            chosen: Some((week().previous().previous(), classes(TaskClass::DoneLate))),
            ..History::default()
        };
        let c = of(vec![programme("A", &[], &["KH11-001", "KH11-002"])], &history);
        let line = found(&c, TotalsBy::Programme, "A");
        let (last, chosen) = (line.last.unwrap(), line.chosen.unwrap());
        assert_eq!((last.period, last.total, last.done, last.overdue), (week().previous(), 1, 0, 1));
        assert_eq!((chosen.period, chosen.total, chosen.done, chosen.overdue), (week().previous().previous(), 1, 1, 0));
    }
}
