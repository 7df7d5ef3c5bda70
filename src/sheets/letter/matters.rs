//! Who reported, what is in the way, what is asked for, what comes next.

use crate::model::agency::AgencyCode;
use crate::model::consolidation::{Consolidation, Difficulty};
use crate::model::due_counts;
use crate::model::moment;
use crate::model::proposal::ProposalLine;
use crate::sheets::input::ProductInput;
use crate::sheets::letter::annexes;
use crate::sheets::letter::fields::Fields;
use crate::sheets::letter::results::one_line;
use crate::sheets::overdue_offices::{self, OverdueOffices};
use crate::sheets::remarks::{self, About};
use crate::sheets::summary::reporting;
use crate::sheets::{difficulties, tasks};
use crate::text::{format, normalise};
use std::cmp::Reverse;

/// Obstacles that stand in the text; all stand in the workbook.
const OBSTACLES: usize = 10;
/// Characters of an obstacle: it is read in a sentence.
const OBSTACLE_LETTERS: usize = 220;
/// Offices named with the number of their overdue tasks.
const CHASED: usize = 5;

pub(super) fn fields(input: &ProductInput<'_>) -> Fields {
    let c = input.consolidation;
    let due = due_counts::of(&c.tasks, moment::day(c.cutoffs.submit));
    let remarks = |about: About| remarks::of(c).filter(|(of, _)| *of == about).map(|(_, text)| text).collect::<Vec<_>>();
    let (obstacles, more) = obstacles(c, remarks(About::Hindrance));
    let undecided = match difficulties::undecided(input).len() {
        0 => String::new(),
        some => format!("Còn {some:02} kiến nghị chưa xử lý."),
    };
    Fields::default()
        .sentences("che_do_bao_cao", &reporting::lines(c, input.edition, reporting::Named::All))
        .list("nhan_dinh", own_words(&remarks(About::Whole)))
        .list("kho_khan", obstacles)
        .sentence("", "kho_khan_khac", &more)
        .list("kien_nghi", levels(input))
        .sentence("", "kien_nghi_chua_xu_ly", &undecided)
        .list("trong_tam", own_words(&remarks(About::Coming)))
        .group(
            "den_han",
            Fields::default().number("den_han", "bay_ngay", format!("{:02}", due.days_7)).number(
                "den_han",
                "ba_muoi_ngay",
                format!("{:02}", due.days_30),
            ),
        )
        .sentence("", "don_doc", &chased(c))
}

/// Sentences of the desk: their numbers are its own, and held against nothing.
fn own_words(texts: &[String]) -> Vec<Fields> {
    texts.iter().map(|text| Fields::default().text("noi_dung", text)).collect()
}

/// Obstacles: the desk's own words first, then those of offices, each with who says so; and how many more there are.
fn obstacles(c: &Consolidation, own: Vec<String>) -> (Vec<Fields>, String) {
    let said = |text: &str, by: &str| Fields::default().text("noi_dung", text).text("co_quan", by);
    let mut list: Vec<Fields> = own.iter().map(|text| said(text.trim_end_matches('.'), "")).collect();
    // The same words stand once, whatever is proposed with them.
    let mut told: Vec<(String, Vec<AgencyCode>)> = Vec::new();
    for Difficulty { obstacle, agencies, .. } in &c.difficulties {
        let text = one_line(obstacle);
        if text.is_empty() {
            continue;
        }
        match told.iter_mut().find(|(known, _)| normalise::key(known) == normalise::key(&text)) {
            Some((_, by)) => by.extend(agencies.iter().filter(|agency| !by.contains(agency)).cloned().collect::<Vec<_>>()),
            None => told.push((text, agencies.clone())),
        }
    }
    let more = told.len().saturating_sub(OBSTACLES);
    let told = told.into_iter().take(OBSTACLES);
    list.extend(told.map(|(text, by)| said(&format::on_one_line(&text, OBSTACLE_LETTERS), &tasks::names(c, &by))));
    (list, if more > 0 { format!("Còn {more:02} nội dung khác nêu tại bảng tổng hợp kèm theo.") } else { String::new() })
}

/// What the desk puts before the leaders, by level, that of the leading levels first; in the desk's words alone.
fn levels(input: &ProductInput<'_>) -> Vec<Fields> {
    let mut levels: Vec<(String, Vec<&ProposalLine>)> = Vec::new();
    for line in annexes::chosen(input) {
        let level = format::clean(&line.level);
        match levels.iter_mut().find(|(known, _)| *known == level) {
            Some((_, lines)) => lines.push(line),
            None => levels.push((level, vec![line])),
        }
    }
    let of = |(level, lines): (String, Vec<&ProposalLine>)| {
        let items = lines.into_iter().map(|line| annexes::proposal(input.consolidation, line)).collect();
        Fields::default().text("cap", &level).list("muc", items)
    };
    levels.into_iter().map(of).collect()
}

/// Offices with most overdue tasks, by count.
fn chased(c: &Consolidation) -> String {
    let OverdueOffices { mut offices, communes, .. } = overdue_offices::of(c);
    if communes.overdue > 0 {
        offices.push(("khối xã, phường".to_owned(), communes));
    }
    // Stable: equal counts keep the print order.
    offices.sort_by_key(|(_, counts)| Reverse(counts.overdue));
    offices.into_iter().take(CHASED).map(|(name, counts)| format!("{name} ({:02})", counts.overdue)).collect::<Vec<_>>().join("; ")
}
