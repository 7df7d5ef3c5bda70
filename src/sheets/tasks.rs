//! `Nhiệm vụ`: every task of the register exactly once, in groups by document, with both statuses and its sources.

use crate::model::agency::AgencyCode;
use crate::model::class::{ClassCounts, TaskClass};
use crate::model::consolidation::{Consolidation, TaskLine};
use crate::model::deadline::DayInterval;
use crate::model::history::Source;
use crate::model::period::Period;
use crate::model::submission::Standing;
use crate::model::task::{DeadlineKind, Status, Task};
use crate::sheets::annex::Annex;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, Leaving, STRONG, STRONG_CENTERED, aside, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Cell, Format, Sheet, Style};
use crate::sheets::submissions;
use crate::text::class;
use crate::text::{document, format};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

const COLUMNS: [Column; 28] = [
    column("TT", 5.0),
    column("Mã nhiệm vụ", 11.0),
    column("Nội dung nhiệm vụ", 46.0),
    column("Đơn vị chủ trì", 16.0),
    column("Thời hạn", 11.0),
    column("Trạng thái", 14.0),
    column("Số ngày quá/còn", 8.0),
    column("Kết quả (tóm tắt)", 37.0),
    aside("Nội dung đầy đủ", 46.0),
    aside("Các đơn vị chủ trì", 20.0),
    aside("Đơn vị phối hợp", 20.0),
    aside("Trạng thái đơn vị báo", 14.0),
    aside("Trạng thái kỳ trước", 14.0),
    aside("Tỷ lệ (%)", 7.0),
    aside("Màu", 8.0),
    aside("Ngày hoàn thành", 11.0),
    aside("Kết quả thực hiện", 46.0),
    aside("Sản phẩm/Minh chứng", 24.0),
    aside("Cập nhật lần cuối (tuần)", 9.0),
    aside("Nguồn số liệu", 40.0),
    aside("Ghi chú", 40.0),
    aside("Khối", 14.0),
    aside("Nhóm", 18.0),
    aside("Năm", 7.0),
    aside("Giai đoạn", 12.0),
    aside("Chương trình", 30.0),
    aside("Sản phẩm phải có", 26.0),
    aside("Mã trên hệ thống NQ57", 14.0),
];
/// Place of the short result.
const SHORT_RESULT: usize = 7;

/// Tasks shown under one heading.
struct Group<'a> {
    title: String,
    lines: Vec<&'a TaskLine>,
    counts: ClassCounts,
}

fn groups(consolidation: &Consolidation) -> Vec<Group<'_>> {
    let mut groups: Vec<(Option<String>, Group<'_>)> = Vec::new();
    for line in &consolidation.tasks {
        // Withdrawn tasks stand outside the totals, so they stand outside the documents' groups as well.
        let key = (line.state.class != TaskClass::Withdrawn).then(|| document::key(&line.task.document));
        let position = groups.iter().position(|(known, _)| *known == key);
        let index = position.unwrap_or_else(|| {
            let title = match key.as_deref() {
                Some("") => "Chưa ghi văn bản giao".to_owned(),
                Some(_) => format::clean(&line.task.document),
                None => "Nhiệm vụ thôi giao (không tính vào tổng số)".to_owned(),
            };
            groups.push((key, Group { title, lines: Vec::new(), counts: ClassCounts::default() }));
            groups.len() - 1
        });
        if let Some((_, group)) = groups.get_mut(index) {
            group.lines.push(line);
            group.counts.add(line.state);
        }
    }
    // Stable: documents in the order of the register, the withdrawn last.
    groups.sort_by_key(|(key, _)| key.is_none());
    groups.into_iter().map(|(_, group)| group).collect()
}

/// One line a task of the register, in groups by document.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let c = input.consolidation;
    let mut sheet = frame::open_annex(input, Annex::Tasks, "BẢNG THEO DÕI TIẾN ĐỘ NHIỆM VỤ", &COLUMNS, 3);
    let mut number = 0u32;
    for (index, group) in (1usize..).zip(groups(c)) {
        let mut cells = vec![Cell::text(format::roman(index), STRONG_CENTERED), Cell::blank(STRONG), Cell::text(group.title, STRONG)];
        cells.extend(COLUMNS.iter().skip(3).map(|_| Cell::blank(STRONG)));
        if let (true, Some(cell)) = (group.counts.total > 0, cells.get_mut(SHORT_RESULT)) {
            *cell = Cell::text(format!("Hoàn thành {}", format::ratio(group.counts.done(), group.counts.total)), STRONG);
        }
        frame::push(&mut sheet, cells);
        for line in group.lines {
            number += 1;
            frame::push(&mut sheet, row(c, number, line));
        }
    }
    frame::filter(&mut sheet);
    let total = c.task_totals.overall;
    frame::merged(
        &mut sheet,
        format!("Hoàn thành {} nhiệm vụ; mỗi nhiệm vụ của danh mục tính một lần.", format::ratio(total.done(), total.total)),
        FOOT,
    );
    frame::finish(sheet)
}

fn row(c: &Consolidation, number: u32, line: &TaskLine) -> Vec<Cell> {
    let task = &line.task;
    let (content, result) = (Leaving::of(&task.content), Leaving::of(&line.result));
    vec![
        Cell::count(number, CENTERED),
        Cell::text(task.code.as_str(), Style::BODY),
        content.subject(COLUMNS[2].width),
        frame::subject(&few_names(c, &task.leads), COLUMNS[3].width),
        frame::short(&deadline(task), COLUMNS[4].width),
        frame::short(&class::line(line, |agency| c.short_name(agency)), COLUMNS[5].width),
        Cell::text(days(line), CENTERED),
        result.short(COLUMNS[SHORT_RESULT].width),
        content.whole(),
        frame::whole(&names(c, &task.leads)),
        frame::whole(&names(c, &task.supports)),
        Cell::text(line.reported.map_or("", Status::label), Style::BODY),
        Cell::text(line.previous_class.map_or("", class::class), Style::BODY),
        percent_cell(line.percent),
        frame::light(line.light),
        Cell::date(line.completed_on, CENTERED),
        result.whole(),
        frame::whole(&line.evidence),
        Cell::text(line.changed_in.map_or_else(String::new, format::period), CENTERED),
        sources_cell(c, &line.sources),
        frame::whole(&notes(c, line).join("; ")),
        Cell::text(task.block.label(), Style::BODY),
        frame::whole(&task.group),
        Cell::text(task.plan_year.to_string(), CENTERED),
        frame::whole(&task.phase),
        frame::whole(&line.programmes.join("; ")),
        frame::whole(&task.output),
        Cell::text(format::clean(&task.nq57_code), Style::BODY),
    ]
}

/// A task in the words of a sentence: its content, cut where it is long.
pub(crate) fn words(line: &TaskLine) -> String {
    /// Characters of a line and a half of the first page.
    const WIDTH: f64 = 85.0;
    frame::shorten(&format::clean(&line.task.content).replace('\n', " "), WIDTH, 1).trim_end_matches('.').to_owned()
}

/// Short names; where a task is given to very many, the first and how many more.
pub(crate) fn names(consolidation: &Consolidation, agencies: &[AgencyCode]) -> String {
    first_names(consolidation, agencies, 8)
}

/// For a narrow column: two names, or one and how many more.
pub(crate) fn few_names(consolidation: &Consolidation, agencies: &[AgencyCode]) -> String {
    first_names(consolidation, agencies, if agencies.len() > 2 { 1 } else { 2 })
}

/// At most `shown` short names, and how many more.
pub(crate) fn first_names(consolidation: &Consolidation, agencies: &[AgencyCode], shown: usize) -> String {
    let names = agencies.iter().take(shown).map(|code| format::clean(&consolidation.short_name(code)));
    let head = names.collect::<Vec<_>>().join(", ");
    match agencies.len().saturating_sub(shown) {
        0 => head,
        rest => format!("{head} và {rest} đơn vị khác"),
    }
}

/// The deadline as written, with its first wording where it was extended.
pub(crate) fn deadline(task: &Task) -> String {
    let written = if task.deadline_text.trim().is_empty() {
        match (task.deadline, task.deadline_kind) {
            (Some(DayInterval { to, .. }), _) => format::date(to),
            (None, DeadlineKind::Dated | DeadlineKind::FromIssue) => "Chưa có hạn".to_owned(),
            (None, kind) => kind.label().to_owned(),
        }
    } else {
        format::clean(&task.deadline_text)
    };
    match &task.extended {
        Some(e) => format!("{written} (gia hạn lần {} từ {})", e.times, format::clean(&e.original_text)),
        None => written,
    }
}

fn days(line: &TaskLine) -> String {
    match (line.state.class, line.state.days) {
        (TaskClass::Overdue | TaskClass::DoneLate, Some(days)) => format!("Quá {}", days.abs()),
        (_, Some(days)) if line.state.past_deadline || days < 0 => format!("Quá {}", days.abs()),
        (class, Some(days)) if !class.is_done() => format!("Còn {days}"),
        _ => String::new(),
    }
}

/// A percent from 0 to 100, or blank.
pub(crate) fn percent_cell(percent: Option<Decimal>) -> Cell {
    match percent.and_then(|p| p.to_f64()) {
        Some(number) if percent.is_some_and(|p| p.is_integer()) => {
            Cell { style: Style { format: Format::Integer, ..CENTERED }, ..Cell::number(number, CENTERED) }
        }
        Some(number) => Cell { style: Style { format: Format::Decimal, ..CENTERED }, ..Cell::number(number, CENTERED) },
        None => Cell::blank(CENTERED),
    }
}

/// `Sở Y tế: SYT/BC_SYT_T28_2025.xlsx › NhiemVu!B14`.
pub(crate) fn source(consolidation: &Consolidation, source: &Source) -> String {
    let cell = source.cell.map_or_else(String::new, |cell| format!("!{cell}"));
    let (file, sheet) = (format::cleaned(&source.file), format::cleaned(&source.sheet));
    format!("{}: {file} › {sheet}{cell}", consolidation.short_name(&source.agency))
}

/// The first sources, one a line; all of them stand in `_so_lieu` and in the data file.
pub(crate) fn sources_cell(consolidation: &Consolidation, sources: &[Source]) -> Cell {
    const SHOWN: usize = 4;
    let mut lines: Vec<String> = sources.iter().take(SHOWN).map(|s| source(consolidation, s)).collect();
    if let rest @ 1.. = sources.len().saturating_sub(SHOWN) {
        lines.push(format!("và {rest} nguồn khác"));
    }
    frame::whole(&lines.join("\n"))
}

/// Marks beside a task: what its state alone does not say.
pub(crate) fn notes(consolidation: &Consolidation, line: &TaskLine) -> Vec<String> {
    // How often a deadline was extended stands beside the deadline itself.
    let marks = line.marks.iter().map(|mark| format::clean(mark)).filter(|mark| !mark.starts_with("gia hạn lần"));
    let mut notes: Vec<String> = marks.collect();
    if line.stale && !notes.iter().any(|n| n.starts_with("Số liệu kỳ trước")) {
        notes.push(stale(consolidation.period, line.last_update));
    }
    if !line.stale && !line.state.class.is_done() {
        notes.extend(confirmed(line.changed_in, line.last_update));
    }
    for (standing, word) in [(Standing::Late, "Gửi muộn"), (Standing::Admitted, "Gửi muộn, được tiếp nhận")] {
        let agencies: Vec<String> = line
            .parts
            .iter()
            .filter(|p| p.period == Some(consolidation.period))
            .filter(|p| submissions::submission(consolidation, &p.agency).is_some_and(|s| s.standing == standing && s.merged))
            .map(|p| consolidation.short_name(&p.agency))
            .collect();
        if !agencies.is_empty() && !notes.iter().any(|n| n.starts_with("Gửi muộn")) {
            notes.push(format!("{word}: {}", format::list(&agencies, 5)));
        }
    }
    if let Some(extension) = &line.task.extended
        && !extension.document.trim().is_empty()
    {
        notes.push(format!("Gia hạn theo {}", format::clean(&extension.document)));
    }
    notes
}

/// `Không đổi từ tuần 29, xác nhận tuần 33`; `None` of what is new, or was never reported.
pub(crate) fn confirmed(changed_in: Option<Period>, last_update: Option<Period>) -> Option<String> {
    let (changed, confirmed) = changed_in.zip(last_update).filter(|(changed, confirmed)| changed < confirmed)?;
    let since = if changed.year() == confirmed.year() { changed.week().to_string() } else { format::period(changed) };
    Some(format!("Không đổi từ tuần {since}, xác nhận tuần {}", confirmed.week()))
}

/// `Số liệu kỳ trước (tuần 27)`; of several agencies of which some reported now, that it is a part.
pub(crate) fn stale(now: Period, last_update: Option<Period>) -> String {
    match last_update {
        None => "Số liệu kỳ trước".to_owned(),
        Some(period) if period == now => "Một phần là số liệu kỳ trước".to_owned(),
        Some(period) => format!("Số liệu kỳ trước (tuần {})", period.week()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::sheet::Value;
    use crate::sheets::testing;

    #[test]
    fn old_figures_are_never_called_those_of_this_week() {
        let now = Period::parse_id("2025-W29").unwrap();
        assert_eq!(stale(now, Some(now.previous())), "Số liệu kỳ trước (tuần 28)");
        assert_eq!(stale(now, Some(now)), "Một phần là số liệu kỳ trước");
        assert_eq!(stale(now, None), "Số liệu kỳ trước");
    }

    #[test]
    fn every_class_and_mark() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }

    #[test]
    fn every_task_of_the_register_stands_there_exactly_once() {
        let c = testing::consolidation();
        testing::with_input(|input| {
            let sheet = sheet(input);
            for line in &c.tasks {
                let is_code = |cell: &&Cell| cell.value == Value::Text(line.task.code.to_string());
                let rows = sheet.rows.iter().filter(|row| row.cells.get(1).as_ref().is_some_and(is_code)).count();
                assert_eq!(rows, 1, "{}", line.task.code);
            }
        });
    }

    #[test]
    fn an_extension_shows_both_deadlines() {
        let c = testing::consolidation();
        let line = c.tasks.iter().find(|t| t.task.extended.is_some()).unwrap();
        assert_eq!(deadline(&line.task), "30/9/2025 (gia hạn lần 1 từ 30/6/2025)");
    }
}
