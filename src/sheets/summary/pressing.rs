//! What is past its deadline and what soon will be.

use crate::model::agency::Block;
use crate::model::class::TaskClass;
use crate::model::config::Layout;
use crate::model::consolidation::Consolidation;
use crate::model::task::TaskCode;
use crate::sheets::annex::{self, Annex};
use crate::sheets::frame;
use crate::sheets::input::ProductInput;
use crate::sheets::overdue::{self, Overdue};
use crate::sheets::sheet::{Cell, Style};
use crate::sheets::summary::grid::{BODY, BODY_CENTERED, Grid, LAST, Line, TEXT, width};
use crate::sheets::tasks;
use crate::text::format;
use std::collections::BTreeSet;

/// Lines of an entry of the list.
const LINES: u32 = 3;
/// Tasks that soon are due and named.
const SOON_NAMED: usize = 3;

/// The section with the longest overdue first, at most so many of them; those of the Party's page in the order of the blocks.
pub(super) fn put(grid: &mut Grid, input: &ProductInput<'_>, number: &str, most: usize) {
    let c = input.consolidation;
    let (list, others): (Vec<Overdue<'_>>, Vec<Overdue<'_>>) =
        overdue::list(c).into_iter().partition(|o| o.line.state.class == TaskClass::Overdue);
    let new: BTreeSet<&TaskCode> = overdue::new(c).into_iter().collect();
    let due_soon = c.task_totals.overall.due_soon;
    let heading = match input.config.desk.layout {
        Layout::State => format!("{number}. Nhiệm vụ quá hạn ({:02}), sắp đến hạn ({due_soon:02})", list.len()),
        Layout::Party => format!("{number}. Nhiệm vụ chậm, quá hạn cần chỉ đạo ({:02})", list.len()),
    };
    grid.section(heading);
    if list.is_empty() {
        grid.whole("Không có nhiệm vụ quá hạn.", TEXT);
    } else {
        headings(grid);
        let shown: Vec<&Overdue<'_>> = list.iter().take(most).collect();
        let mut row = 0usize;
        for (label, members) in groups(c, input.config.desk.layout, shown) {
            if let Some(label) = label {
                grid.line(Line::new().put(0, LAST, Cell::text(label, Style { bold: true, ..BODY })).kept().entry());
            }
            for entry in members {
                row += 1;
                grid.line(entry_line(c, row, entry, new.contains(&entry.line.task.code)));
            }
        }
    }
    let mut behind = Vec::new();
    if list.len() > most {
        behind.push(format!("{:02} nhiệm vụ quá hạn khác", list.len() - most));
    }
    if !others.is_empty() {
        behind.push(format!("{:02} nhiệm vụ đã qua thời hạn nhưng tính vào cột khác (như Chưa có báo cáo)", others.len()));
    }
    if !behind.is_empty() {
        let behind = behind.join("; ");
        grid.whole(format!("Ngoài ra {behind}: xem {}.", annex::number(c, Annex::Overdue)), TEXT);
    }
    grid.whole(soon(c, input.config.policy.due_soon_days), TEXT);
}

const COLUMNS: [(&str, u16, u16); 6] = [
    ("TT", 0, 0),
    ("Nhiệm vụ", 1, 9),
    ("Cơ quan", 10, 13),
    ("Quá hạn", 14, 15),
    ("Nguyên nhân (cơ quan nêu)", 16, 20),
    ("Dự kiến hoàn thành", 21, LAST),
];

fn headings(grid: &mut Grid) {
    const HEADING: Style = Style { size: 10, ..Style::HEADING };
    let put = |line: Line, (heading, from, to): (&str, u16, u16)| line.put(from, to, Cell::text(heading, HEADING));
    grid.line(COLUMNS.into_iter().fold(Line::new().headings(), put));
}

fn entry_line(c: &Consolidation, number: usize, entry: &Overdue<'_>, new: bool) -> Line {
    let line = entry.line;
    let clipped = |text: &str, column: usize| {
        let (_, from, to) = COLUMNS[column];
        let text = format::clean(text).replace("\n- ", "; ").replace('\n', "; ");
        frame::shorten(text.trim_start_matches("- "), width(from, to), LINES)
    };
    let days = if new { format!("{} ngày (mới)", entry.days) } else { format!("{} ngày", entry.days) };
    // An expected day that has passed says nothing any more.
    let expected = line.expected_on.filter(|day| *day >= crate::model::moment::day(c.cutoffs.submit)).map(format::date);
    let texts = [
        (number.to_string(), BODY_CENTERED),
        (clipped(&line.task.content, 1), BODY),
        (clipped(&tasks::few_names(c, &overdue::agencies(line)), 2), BODY),
        (days, BODY_CENTERED),
        (clipped(&line.cause, 4), BODY),
        (expected.unwrap_or_default(), Style { size: 10, ..BODY_CENTERED }),
    ];
    let put = |at: Line, ((_, from, to), (text, style)): ((&str, u16, u16), (String, Style))| at.put(from, to, Cell::text(text, style));
    COLUMNS.into_iter().zip(texts).fold(Line::new().entry(), put)
}

/// On the page of a Party office the tasks of the Party's and the Front's bodies come first, then the government's, then the
/// communes'; otherwise all are one group without a name.
fn groups<'a, 'c>(c: &Consolidation, layout: Layout, list: Vec<&'a Overdue<'c>>) -> Vec<(Option<&'static str>, Vec<&'a Overdue<'c>>)> {
    if layout == Layout::State {
        return vec![(None, list)];
    }
    let block = |o: &Overdue<'_>| overdue::agencies(o.line).first().and_then(|code| c.agency(code)).map(|agency| agency.block);
    let of = |label, test: &dyn Fn(Option<Block>) -> bool| {
        let members: Vec<&Overdue<'_>> = list.iter().copied().filter(|o| test(block(o))).collect();
        (!members.is_empty()).then_some((Some(label), members))
    };
    let groups = [
        of("Khối Đảng, MTTQ và các tổ chức chính trị - xã hội", &|b| matches!(b, Some(Block::Party | Block::Front))),
        of("Khối chính quyền", &|b| !matches!(b, Some(Block::Party | Block::Front | Block::Commune))),
        of("Cấp xã", &|b| b == Some(Block::Commune)),
    ];
    groups.into_iter().flatten().collect()
}

/// `Sắp đến hạn trong 07 ngày (05): “…” (Sở Y tế, còn 3 ngày); …`; blank if there is none.
fn soon(c: &Consolidation, days: u32) -> String {
    let mut list: Vec<_> = c.tasks.iter().filter(|line| line.state.class == TaskClass::DueSoon).collect();
    list.sort_by_key(|line| line.state.days);
    if list.is_empty() {
        return String::new();
    }
    let named = list.iter().take(SOON_NAMED).map(|line| {
        let left = line.state.days.map_or_else(String::new, |days| format!(", còn {days} ngày"));
        format!("“{}” ({}{left})", tasks::words(line), tasks::first_names(c, &line.task.leads, 1))
    });
    let named = named.collect::<Vec<_>>().join("; ");
    let rest = match list.len().saturating_sub(SOON_NAMED) {
        0 => String::new(),
        rest => format!("; {rest:02} nhiệm vụ khác: {}", annex::number(c, Annex::Tasks)),
    };
    format!("Sắp đến hạn trong {days:02} ngày ({:02}): {named}{rest}.", list.len())
}
