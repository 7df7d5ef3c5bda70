//! Who reported, what is in the way, what is asked for, what comes next.

use crate::model::agency::{AgencyCode, Block};
use crate::model::consolidation::{Consolidation, Difficulty};
use crate::model::due_counts;
use crate::model::moment;
use crate::model::proposal::ProposalLine;
use crate::model::register::Remark;
use crate::sheets::input::ProductInput;
use crate::sheets::letter::annexes;
use crate::sheets::letter::fields::Fields;
use crate::sheets::letter::results::one_line;
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
/// From so many tasks on an office is named.
const TASKS_LEAST: u32 = 3;

pub(super) fn fields(input: &ProductInput<'_>) -> Fields {
    let c = input.consolidation;
    let due = due_counts::of(&c.tasks, moment::day(c.cutoffs.submit));
    let (general, hindering, coming) = remarks(c);
    let (obstacles, more) = obstacles(c, hindering);
    let undecided = match difficulties::undecided(input).len() {
        0 => String::new(),
        some => format!("Còn {some:02} kiến nghị chưa xử lý."),
    };
    Fields::default()
        .sentences("che_do_bao_cao", &reporting::lines(c, input.edition, reporting::Named::All))
        .list("nhan_dinh", own_words(&general))
        .list("kho_khan", obstacles)
        .sentence("", "kho_khan_khac", &more)
        .list("kien_nghi", levels(input))
        .sentence("", "kien_nghi_chua_xu_ly", &undecided)
        .list("trong_tam", own_words(&coming))
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

/// The chief's own sentences: on the whole, on what is in the way, on what comes next.
fn remarks(c: &Consolidation) -> (Vec<String>, Vec<String>, Vec<String>) {
    let (mut general, mut hindering, mut coming) = (Vec::new(), Vec::new(), Vec::new());
    for Remark { section, text, .. } in &c.remarks {
        let section = normalise::unaccented(section).to_lowercase();
        let about = |words: [&str; 2]| words.iter().any(|word| section.contains(word));
        let list = if about(["nhan dinh", "danh gia"]) {
            &mut general
        } else if about(["kho khan", "vuong mac"]) {
            &mut hindering
        } else {
            &mut coming
        };
        list.push(format::clean(text));
    }
    (general, hindering, coming)
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

/// Offices with most overdue tasks, by count; communes are one. Nobody with few tasks is named.
fn chased(c: &Consolidation) -> String {
    let (mut offices, mut communes) = (Vec::new(), 0);
    for (code, counts) in &c.task_totals.by_agency {
        let Some(agency) = c.agency(code) else { continue };
        if agency.block == Block::Commune {
            communes += counts.overdue;
        } else if counts.total >= TASKS_LEAST && counts.overdue > 0 {
            offices.push((format::clean(&agency.short), counts.overdue));
        }
    }
    if communes > 0 {
        offices.push(("khối xã, phường".to_owned(), communes));
    }
    // Stable: equal counts keep the print order.
    offices.sort_by_key(|(_, count)| Reverse(*count));
    offices.into_iter().take(CHASED).map(|(name, count)| format!("{name} ({count:02})")).collect::<Vec<_>>().join("; ")
}
