//! `Khối Đảng, MTTQ` and `Khối chính quyền`: the offices of a desk above by whom they answer to, each with where its figures come
//! from and what of it is overdue. Offices are named, never persons.

use crate::model::agency::{AgencyCode, Block};
use crate::model::class::ClassCounts;
use crate::model::consolidation::{AgencyInfo, Consolidation};
use crate::model::submission::{Standing, Submission};
use crate::model::total_line::TotalsBy;
use crate::sheets::annex::Annex;
use crate::sheets::desks_below::{self, Side};
use crate::sheets::frame::{self, CENTERED, Column, FOOT, FOOT_FIGURE, STRONG, STRONG_CENTERED, aside, column};
use crate::sheets::input::ProductInput;
use crate::sheets::overdue::{self, Overdue};
use crate::sheets::sheet::{Cell, Sheet, Style};
use crate::sheets::submissions;
use crate::sheets::summary::reporting;
use crate::sheets::tasks;
use crate::text::{format, party};
use std::collections::{BTreeMap, BTreeSet};

const COLUMNS: [Column; 13] = [
    column("TT", 5.0),
    column("Đơn vị", 27.0),
    column("Báo cáo", 15.0),
    column("Số liệu lấy theo", 19.0),
    column("Tổng số", 7.0),
    column("Hoàn thành", 7.4),
    column("Sắp đến hạn", 7.0),
    column("Quá hạn", 7.0),
    column("Chưa có báo cáo", 7.4),
    column("Tỷ lệ hoàn thành", 10.0),
    column("Nhiệm vụ quá hạn (lâu nhất trước)", 30.0),
    aside("Mã đơn vị", 18.0),
    aside("Các nhiệm vụ quá hạn", 40.0),
];

/// Overdue tasks of an office that are named on paper.
const NAMED: usize = 2;
/// The same beside it, by their codes: a cell holds no more letters.
const LISTED: usize = 1000;

fn annex(side: Side) -> Annex {
    match side {
        Side::Party => Annex::PartyBlock,
        Side::Government => Annex::GovernmentBlock,
    }
}

fn title(side: Side) -> &'static str {
    match side {
        Side::Party => "KHỐI ĐẢNG, MẶT TRẬN TỔ QUỐC VÀ CÁC TỔ CHỨC CHÍNH TRỊ - XÃ HỘI",
        Side::Government => "KHỐI CHÍNH QUYỀN, CẤP XÃ, DOANH NGHIỆP",
    }
}

/// One line an office, in groups by block; `None` where the desk has no such list.
pub(crate) fn sheet(input: &ProductInput<'_>, side: Side) -> Option<Sheet> {
    let c = input.consolidation;
    if !desks_below::has_side(input.config.desk.layout, c, side) {
        return None;
    }
    let mut sheet = frame::open_annex(input, annex(side), title(side), &COLUMNS, 2);
    let facts = Facts::of(c);
    let mut number = 0u32;
    let blocks = Block::ALL.into_iter().filter(|block| side.holds(*block));
    let groups = blocks.map(|block| (block, submissions::pairs(c).filter(|(agency, _)| agency.block == block).collect::<Vec<_>>()));
    for (index, (block, members)) in (1usize..).zip(groups.filter(|(_, members)| !members.is_empty())) {
        frame::push(&mut sheet, heading(c, index, block));
        for (agency, submission) in members {
            number += 1;
            frame::push(&mut sheet, row(input, &facts, number, agency, submission));
        }
    }
    frame::filter(&mut sheet);
    frame::merged(&mut sheet, roads(input, side, &facts), FOOT_FIGURE);
    let counted = "Dòng của đơn vị: nhiệm vụ chung được tính cho từng đơn vị chủ trì; cộng dọc không bằng tổng số. Dòng của khối: nhiệm vụ danh \
                   mục ghi của khối ấy, mỗi nhiệm vụ tính một lần.";
    frame::merged(&mut sheet, counted, FOOT);
    Some(frame::finish(sheet))
}

/// A block with the tasks that the register gives to it.
fn heading(c: &Consolidation, index: usize, block: Block) -> Vec<Cell> {
    let counts = c.task_totals.lines.iter().find(|line| line.by == TotalsBy::Block && line.name == block.label()).map(|line| line.counts);
    let numbers = counts.map(|n| [n.total, n.done(), n.due_soon, n.overdue, n.no_report]);
    let mut cells = vec![Cell::text(format::roman(index), STRONG_CENTERED), Cell::text(block.label(), STRONG), Cell::blank(STRONG)];
    cells.push(Cell::text(if counts.is_some() { "Nhiệm vụ của khối" } else { "" }, STRONG));
    match numbers {
        Some(numbers) => cells.extend(numbers.map(|number| Cell::count(number, STRONG_CENTERED))),
        None => cells.extend([(); 5].map(|()| Cell::blank(STRONG))),
    }
    cells.push(Cell::text(counts.map_or_else(String::new, |n| format::ratio(n.done(), n.total)), STRONG_CENTERED));
    cells.extend(COLUMNS.iter().skip(cells.len()).map(|_| Cell::blank(STRONG)).collect::<Vec<_>>());
    cells
}

/// What the lists say of offices, found once for all of them: a nation has thousands.
struct Facts<'a> {
    counts: BTreeMap<&'a AgencyCode, ClassCounts>,
    /// Longest first.
    overdue: BTreeMap<AgencyCode, Vec<Overdue<'a>>>,
    /// Offices of which a figure is shown, of whatever week.
    known: BTreeSet<&'a AgencyCode>,
}

impl<'a> Facts<'a> {
    fn of(c: &'a Consolidation) -> Self {
        let mut overdue: BTreeMap<AgencyCode, Vec<Overdue<'a>>> = BTreeMap::new();
        for entry in overdue::list(c) {
            overdue::agencies(entry.line).into_iter().for_each(|agency| overdue.entry(agency).or_default().push(entry));
        }
        Self { counts: c.task_totals.of_agencies(), overdue, known: reporting::known_agencies(c) }
    }
}

fn row(input: &ProductInput<'_>, facts: &Facts<'_>, number: u32, agency: &AgencyInfo, submission: &Submission) -> Vec<Cell> {
    let c = input.consolidation;
    let counts = facts.counts.get(&agency.code).copied().unwrap_or_default();
    let overdue = facts.overdue.get(&agency.code).map(Vec::as_slice).unwrap_or_default();
    let words = |o: &Overdue<'_>| format!("{} (quá {} ngày)", tasks::words(o.line), o.days);
    let mut named: Vec<String> = overdue.iter().take(NAMED).map(words).collect();
    if let rest @ 1.. = overdue.len().saturating_sub(NAMED) {
        named.push(format!("và {rest:02} nhiệm vụ khác"));
    }
    let all: Vec<String> = overdue.iter().take(LISTED).map(|o| format!("{} (quá {} ngày)", o.line.task.code, o.days)).collect();
    let numbers = [counts.total, counts.done(), counts.due_soon, counts.overdue, counts.no_report];
    let mut cells = vec![
        Cell::count(number, CENTERED),
        Cell::text(format::clean(&agency.name), Style::BODY),
        Cell::text(party::said(input.config.desk.layout, &submissions::standing(submission, c.cutoffs)), Style::BODY),
        Cell::text(road(c, facts, submission), Style::BODY),
    ];
    cells.extend(numbers.map(|number| Cell::count(number, CENTERED)));
    cells.extend([
        Cell::text(format::ratio(counts.done(), counts.total), CENTERED),
        frame::subject(&named.join(";\n"), COLUMNS[10].width),
        Cell::text(agency.code.as_str(), Style::BODY),
        frame::whole(&all.join("; ")),
    ]);
    cells
}

/// Where the figures of an office come from.
fn road(c: &Consolidation, facts: &Facts<'_>, submission: &Submission) -> String {
    match &submission.through {
        // Who reports to a desk below alone is not asked here, and its figures are those of the last period that desk handed on.
        _ if !submission.merged && submission.standing == Standing::Exempt && !facts.known.contains(&submission.agency) => {
            "Không phải gửi".to_owned()
        }
        _ if !submission.merged => "Kỳ trước, nếu có".to_owned(),
        Some(desk) => format!("Bản tổng hợp của {}", format::clean(&c.short_name(desk))),
        None if c.desks.contains(&submission.agency) => "Bản tổng hợp của chính đơn vị".to_owned(),
        None => "Báo cáo gửi trực tiếp".to_owned(),
    }
}

/// How many offices came by which road.
fn roads(input: &ProductInput<'_>, side: Side, facts: &Facts<'_>) -> String {
    let c = input.consolidation;
    let members: Vec<&Submission> = submissions::pairs(c).filter(|(agency, _)| side.holds(agency.block)).map(|(_, s)| s).collect();
    let count = |test: &dyn Fn(&Submission) -> bool| members.iter().filter(|submission| test(submission)).count();
    let through = |desk: &AgencyCode| {
        let own = |s: &Submission| s.through.as_ref() == Some(desk) || s.agency == *desk;
        format!("bản tổng hợp của {} {:02}", format::clean(&c.short_name(desk)), count(&|s| s.merged && own(s)))
    };
    let direct = count(&|s| s.merged && s.through.is_none() && !c.desks.contains(&s.agency));
    let mut parts = vec![format!("báo cáo gửi trực tiếp {direct:02}")];
    parts.extend(c.desks.iter().map(through));
    let concerned = |s: &Submission| s.standing != Standing::Exempt || facts.known.contains(&s.agency);
    parts.push(format!("kỳ trước hoặc chưa có {:02}", count(&|s| !s.merged && concerned(s))));
    format!("Số liệu của {:02} đơn vị lấy theo: {}.", count(&|s| s.merged || concerned(s)), parts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Layout;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    /// The fixture as a Party desk to which SKHCN hands on.
    fn above(test: impl FnOnce(&ProductInput<'_>)) {
        let mut config = testing::config();
        config.desk.layout = Layout::Party;
        let mut c = testing::consolidation();
        let desk = testing::agency("SKHCN");
        c.desks = vec![desk.clone()];
        let through = c.submissions.iter_mut().find(|s| s.merged && s.agency != desk).unwrap();
        through.through = Some(desk);
        testing::with_config_of(&config, &c, test);
    }

    #[test]
    fn both_lists() {
        above(|input| {
            let lists = Side::ALL.map(|side| sheet(input, side).map(|list| dump(&list)).unwrap_or_default());
            insta::assert_snapshot!(lists.join("\n"));
        });
    }

    #[test]
    fn every_office_stands_in_one_of_them() {
        above(|input| {
            let codes: Vec<String> = Side::ALL
                .into_iter()
                .filter_map(|side| sheet(input, side))
                .flat_map(|list| list.rows.into_iter().filter_map(|row| row.cells.into_iter().nth(11)))
                .filter_map(|cell| match cell.value {
                    crate::sheets::sheet::Value::Text(text) if AgencyCode::parse(&text).is_some() => Some(text),
                    _ => None,
                })
                .collect();
            assert_eq!(codes.len(), input.consolidation.agencies.len(), "{codes:?}");
        });
    }

    #[test]
    fn other_desks_have_none() {
        testing::with_input(|input| assert!(sheet(input, Side::Party).is_none() && sheet(input, Side::Government).is_none()));
    }
}
