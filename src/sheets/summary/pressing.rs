//! What is past its deadline and what soon will be.

use crate::model::agency::Block as AgencyBlock;
use crate::model::class::TaskClass;
use crate::model::config::Layout;
use crate::model::consolidation::Consolidation;
use crate::model::task::TaskCode;
use crate::sheets::annex::{self, Annex};
use crate::sheets::frame;
use crate::sheets::input::ProductInput;
use crate::sheets::overdue::{self, Overdue};
use crate::sheets::sentence::{Figure, Sentence};
use crate::sheets::sheet::Style;
use crate::sheets::summary::block::{Block, Column, List, ListCell, ListLine};
use crate::sheets::summary::grid::{BODY_CENTERED, LAST, width};
use crate::sheets::summary::sets;
use crate::sheets::tasks;
use crate::text::format;
use std::collections::BTreeSet;

/// Lines of an entry of the list.
const LINES: u32 = 3;
/// Tasks that soon are due and named.
const SOON_NAMED: usize = 3;

/// The section with the longest overdue first, at most so many of them; those of the Party's page in the order of the blocks.
pub(super) fn blocks(input: &ProductInput<'_>, number: &str, most: usize) -> Vec<Block> {
    let c = input.consolidation;
    let (list, others): (Vec<Overdue<'_>>, Vec<Overdue<'_>>) =
        overdue::list(c).into_iter().partition(|o| o.line.state.class == TaskClass::Overdue);
    let new: BTreeSet<&TaskCode> = overdue::new(c).into_iter().collect();
    let of = |words: String, title: &str, lines: &[Overdue<'_>]| {
        Figure::count(words, title, sets::these_tasks(c, lines.iter().map(|o| &o.line.task.code)))
    };
    let count = of(format!("{:02}", list.len()), "Nhiệm vụ quá hạn", &list);
    let soon_count = format!("{:02}", c.task_totals.overall.due_soon);
    let soon_count = Figure::count(soon_count, "Nhiệm vụ sắp đến hạn", sets::of_class(c, TaskClass::DueSoon));
    let mut blocks = vec![Block::Section(match input.config.desk.layout {
        Layout::State => Sentence::from(format!("{number}. Nhiệm vụ quá hạn (")) + count + "), sắp đến hạn (" + soon_count + ")",
        Layout::Party => Sentence::from(format!("{number}. Nhiệm vụ chậm, quá hạn cần chỉ đạo (")) + count + ")",
    })];
    if list.is_empty() {
        blocks.push(Block::sentence("Không có nhiệm vụ quá hạn."));
    } else {
        let shown: Vec<&Overdue<'_>> = list.iter().take(most).collect();
        let mut lines = Vec::new();
        let mut row = 0usize;
        for (label, members) in groups(c, input.config.desk.layout, shown) {
            lines.extend(label.map(ListLine::Group));
            for entry in members {
                row += 1;
                lines.push(entry_line(c, row, entry, new.contains(&entry.line.task.code)));
            }
        }
        blocks.push(Block::List(List { columns: &COLUMNS, lines }));
    }
    let mut behind: Vec<Sentence> = Vec::new();
    if let Some(left @ [_, ..]) = list.get(most..) {
        behind.push(of(format!("{:02} nhiệm vụ quá hạn khác", left.len()), "Nhiệm vụ quá hạn khác", left).into());
    }
    if !others.is_empty() {
        let count = of(format!("{:02} nhiệm vụ", others.len()), "Nhiệm vụ đã qua thời hạn, tính vào cột khác", &others);
        behind.push(Sentence::from(count) + " đã qua thời hạn nhưng tính vào cột khác (như Chưa có báo cáo)");
    }
    if !behind.is_empty() {
        let overdue = annex::number(input, Annex::Overdue);
        blocks.push(Block::Sentence(Sentence::from("Ngoài ra ") + Sentence::joined(behind, "; ") + format!(": xem {overdue}.")));
    }
    blocks.push(Block::Sentence(soon(input)));
    blocks
}

const COLUMNS: [Column; 6] = [
    ("TT", 0, 0),
    ("Nhiệm vụ", 1, 9),
    ("Cơ quan", 10, 13),
    ("Quá hạn", 14, 15),
    ("Nguyên nhân (cơ quan nêu)", 16, 20),
    ("Dự kiến hoàn thành", 21, LAST),
];

fn entry_line(c: &Consolidation, number: usize, entry: &Overdue<'_>, new: bool) -> ListLine {
    let line = entry.line;
    let clipped = |text: &str, column: usize| {
        let (_, from, to) = COLUMNS[column];
        let text = frame::as_it_leaves(text).replace("\n- ", "; ").replace('\n', "; ");
        ListCell::text(frame::shorten(text.trim_start_matches("- "), width(from, to), LINES))
    };
    let days = if new { format!("{} ngày (mới)", entry.days) } else { format!("{} ngày", entry.days) };
    // An expected day that has passed says nothing any more.
    let expected = line.expected_on.filter(|day| *day >= crate::model::moment::day(c.cutoffs.submit)).map(format::date);
    let cells = vec![
        ListCell::centered(number.to_string()),
        clipped(&line.task.content, 1),
        clipped(&tasks::few_names(c, &overdue::agencies(line)), 2),
        ListCell::centered(days),
        clipped(&line.cause, 4),
        ListCell { text: expected.unwrap_or_default().into(), style: Style { size: 10, ..BODY_CENTERED } },
    ];
    ListLine::Entry { cells, about: sets::these_tasks(c, [&line.task.code]) }
}

/// On the page of a Party office the tasks of the Party's and the Front's bodies come first, then the government's, then the
/// communes'; otherwise all are one group without a name.
fn groups<'a, 'c>(c: &Consolidation, layout: Layout, list: Vec<&'a Overdue<'c>>) -> Vec<(Option<&'static str>, Vec<&'a Overdue<'c>>)> {
    if layout == Layout::State {
        return vec![(None, list)];
    }
    let block = |o: &Overdue<'_>| overdue::agencies(o.line).first().and_then(|code| c.agency(code)).map(|agency| agency.block);
    let of = |label, test: &dyn Fn(Option<AgencyBlock>) -> bool| {
        let members: Vec<&Overdue<'_>> = list.iter().copied().filter(|o| test(block(o))).collect();
        (!members.is_empty()).then_some((Some(label), members))
    };
    let groups = [
        of("Khối Đảng, MTTQ và các tổ chức chính trị - xã hội", &|b| {
            matches!(b, Some(AgencyBlock::Party | AgencyBlock::Front))
        }),
        of("Khối chính quyền", &|b| !matches!(b, Some(AgencyBlock::Party | AgencyBlock::Front | AgencyBlock::Commune))),
        of("Cấp xã", &|b| b == Some(AgencyBlock::Commune)),
    ];
    groups.into_iter().flatten().collect()
}

/// `Sắp đến hạn trong 07 ngày (05): “…” (Sở Y tế, còn 3 ngày); …`; blank if there is none.
fn soon(input: &ProductInput<'_>) -> Sentence {
    let (c, days) = (input.consolidation, input.config.policy.due_soon_days);
    let mut list: Vec<_> = c.tasks.iter().filter(|line| line.state.class == TaskClass::DueSoon).collect();
    list.sort_by_key(|line| line.state.days);
    if list.is_empty() {
        return Sentence::default();
    }
    let named = list.iter().take(SOON_NAMED).map(|line| {
        let left = line.state.days.map_or_else(String::new, |days| format!(", còn {days} ngày"));
        let task = Figure::about(tasks::words(line), "Nhiệm vụ", sets::these_tasks(c, [&line.task.code]));
        Sentence::from("“") + task + format!("” ({}{left})", tasks::first_names(c, &line.task.leads, 1))
    });
    let rest = match list.get(SOON_NAMED..) {
        Some(left @ [_, ..]) => {
            let rest = sets::these_tasks(c, left.iter().map(|line| &line.task.code));
            let rest = Figure::count(format!("{:02} nhiệm vụ khác", left.len()), "Nhiệm vụ sắp đến hạn khác", rest);
            Sentence::from("; ") + rest + format!(": {}", annex::number(input, Annex::Tasks))
        }
        _ => Sentence::default(),
    };
    let count = Figure::count(format!("{:02}", list.len()), "Nhiệm vụ sắp đến hạn", sets::of_class(c, TaskClass::DueSoon));
    Sentence::from(format!("Sắp đến hạn trong {days:02} ngày (")) + count + "): " + Sentence::joined(named, "; ") + rest + "."
}
