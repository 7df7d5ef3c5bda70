//! What was reached: tasks, programmes, communes, targets, and what moved.

use crate::model::class::{Light, TargetClass, TaskClass};
use crate::model::consolidation::{Consolidation, TargetLine};
use crate::model::total_line::TotalsBy;
use crate::sheets::input::ProductInput;
use crate::sheets::letter::fields::Fields;
use crate::sheets::overdue::{self, Overdue};
use crate::sheets::summary::{assessment, moves, totals};
use crate::sheets::{class_table, criteria, frame, targets, tasks, under_way};
use crate::text::format;

/// Tasks named of each kind of change.
const MOVED: usize = 10;
/// Overdue tasks named in the text; all stand in the annex.
const LONGEST: usize = 5;
/// Characters of a cause: it is read in a sentence, or in a narrow column.
pub(super) const CAUSE_LETTERS: usize = 180;
/// Targets named in the text.
const NOTABLE: usize = 3;

pub(super) fn fields(input: &ProductInput<'_>) -> Fields {
    let c = input.consolidation;
    Fields::default()
        .group("nhiem_vu", all(c))
        .group("nam_nay", this_year(c))
        .list("chuong_trinh", programmes(c))
        .group("xa", communes(c))
        .sentences("bien_dong", &moves::lines(c, MOVED, None))
        .list("qua_han_lau_nhat", longest(c))
        .group("chi_tieu", reached(c))
        .list("chi_tieu_noi_bat", notable(c))
}

fn all(c: &Consolidation) -> Fields {
    let (n, before) = (c.task_totals.overall, c.comparison.as_ref());
    let of = |part| format::counter(part, n.total);
    let change = before.map_or_else(String::new, |b| format!(", {}", assessment::change(b.tasks.done(), n.done(), b.period.week())));
    let fields = Fields::default()
        .number("nhiem_vu", "hoan_thanh", of(n.done()))
        .number("nhiem_vu", "ty_le", percent(n.done(), n.total))
        .sentence("nhiem_vu", "thay_doi", &change)
        .sentence("nhiem_vu", "minh_chung", &assessment::unproven(c).to_string())
        .sentence("nhiem_vu", "bao_lai", &totals::taken_back(c).to_string())
        .number("nhiem_vu", "thuong_xuyen", of(n.regular))
        .number("nhiem_vu", "dang_trien_khai", of(class_table::running(&n)))
        .number("nhiem_vu", "chua_den_ky", of(n.not_due_yet));
    let fields = match n.overdue {
        0 => fields.text("qua_han", ""),
        some => fields.number("nhiem_vu", "qua_han", padded(some)),
    };
    let fields = match before {
        None => fields.text("moi_qua_han", ""),
        Some(_) => fields.number("nhiem_vu", "moi_qua_han", padded(frame::length(&overdue::new(c)))),
    };
    fields.number("nhiem_vu", "sap_den_han", padded(n.due_soon))
}

/// The plan of the year in which the period lies; blank where it has nothing.
fn this_year(c: &Consolidation) -> Fields {
    let year = c.period.year();
    let tasks = c.task_totals.by_year.iter().find(|(known, _)| *known == year).map(|(_, n)| *n);
    let targets = c.target_counts_by_year.iter().find(|(known, _)| *known == year).map(|(_, n)| *n);
    let fields = Fields::default().text("nam", &year.to_string());
    let fields = match tasks {
        Some(n) => fields
            .number("nam_nay", "nhiem_vu", format::counter(n.done(), n.total))
            .number("nam_nay", "ty_le", percent(n.done(), n.total))
            .sentence("nam_nay", "con_lai", &under_way::clause(c, year).unwrap_or_default().to_string())
            .number("nam_nay", "dang_thuc_hien", padded(under_way::of_year(c, year).under_way)),
        None => fields.text("nhiem_vu", "").text("ty_le", "").text("con_lai", "").text("dang_thuc_hien", ""),
    };
    match targets {
        Some(n) => fields.number("nam_nay", "chi_tieu", format::counter(n.reached(), n.total)).number(
            "nam_nay",
            "ty_le_chi_tieu",
            percent(n.reached(), n.total),
        ),
        None => fields.text("chi_tieu", "").text("ty_le_chi_tieu", ""),
    }
}

/// The programmes of the register: four parts of each are its whole.
fn programmes(c: &Consolidation) -> Vec<Fields> {
    let lines = c.task_totals.lines.iter().filter(|line| line.by == TotalsBy::Programme);
    let line = |(number, line): (usize, &crate::model::total_line::TotalLine)| {
        let (n, of) = (line.counts, format!("chuong_trinh.{number}"));
        let part = |part| format::counter(part, n.total);
        Fields::default()
            .text("ten", &line.name)
            .number(&of, "hoan_thanh", part(n.done()))
            .number(&of, "ty_le", percent(n.done(), n.total))
            .number(&of, "thuong_xuyen", part(n.regular))
            .number(&of, "dang_trien_khai", part(class_table::running(&n)))
            .number(&of, "chua_den_ky", part(n.not_due_yet))
    };
    (1usize..).zip(lines).map(line).collect()
}

fn communes(c: &Consolidation) -> Fields {
    let (communes, of_each) = (frame::length(&c.criteria.lines), frame::length(&c.criteria.criteria));
    if communes == 0 {
        return Fields::default().text("du", "").text("tieu_chi", "").text("xac_nhan", "");
    }
    Fields::default()
        .number("xa", "du", format::counter(c.criteria.count(Light::Green), communes))
        .number("xa", "tieu_chi", format::counter(of_each, of_each))
        .sentence("xa", "xac_nhan", &criteria::confirmed(c).unwrap_or_default().to_string())
}

/// What has been overdue for longest. A cause is in the office's own words, which the template has to say.
fn longest(c: &Consolidation) -> Vec<Fields> {
    let list = overdue::list(c).into_iter().filter(|o| o.line.state.class == TaskClass::Overdue);
    let entry = |Overdue { line, days }: Overdue<'_>| {
        Fields::default()
            .text("nhiem_vu", &tasks::words(line))
            .text("co_quan", &tasks::few_names(c, &overdue::agencies(line)))
            .number(&format!("qua_han.{}", line.task.code), "so_ngay", days.to_string())
            .text("nguyen_nhan", &format::on_one_line(&one_line(&line.cause), CAUSE_LETTERS))
    };
    list.take(LONGEST).map(entry).collect()
}

fn reached(c: &Consolidation) -> Fields {
    let (n, before) = (c.target_counts, c.comparison.as_ref());
    let change =
        before.map_or_else(String::new, |b| format!(", {}", assessment::change(b.targets.reached(), n.reached(), b.period.week())));
    let fields = Fields::default()
        .number("chi_tieu", "dat", format::counter(n.reached(), n.total))
        .number("chi_tieu", "ty_le", percent(n.reached(), n.total))
        .sentence("chi_tieu", "thay_doi", &change);
    match n.not_assessable {
        0 => fields.text("chua_danh_gia", ""),
        some => fields.number("chi_tieu", "chua_danh_gia", padded(some)),
    }
}

/// Targets whose result changed, those reached first.
fn notable(c: &Consolidation) -> Vec<Fields> {
    let moved = |line: &&TargetLine| line.previous.as_ref().is_some_and(|before| *before != targets::result(line) && line.value.is_some());
    let reached = |line: &&TargetLine| matches!(line.class, TargetClass::Exceeded | TargetClass::Met);
    let (mut list, others): (Vec<&TargetLine>, Vec<&TargetLine>) = c.targets.iter().filter(moved).partition(reached);
    list.extend(others);
    let entry = |line: &TargetLine| {
        let of = format!("chi_tieu.{}", line.target.code);
        let unit = format::clean(&line.target.unit);
        let measured = |result: &str| if unit == "%" { format!("{result}%") } else { format!("{result} {unit}") };
        Fields::default()
            .text("ten", &one_line(&line.target.name))
            .sentence(&of, "ket_qua", measured(&targets::result(line)).trim())
            .sentence(&of, "ky_truoc", measured(line.previous.as_deref().unwrap_or_default()).trim())
    };
    list.into_iter().take(NOTABLE).map(entry).collect()
}

/// `43%`.
fn percent(part: u32, whole: u32) -> String {
    format!("{}%", format::percent(part, whole))
}

/// `08`: counters in official sentences have two digits.
fn padded(count: u32) -> String {
    format!("{count:02}")
}

/// Somebody's words on one line, without the marks of a list.
pub(super) fn one_line(text: &str) -> String {
    let text = frame::as_it_leaves(text).replace("\n- ", "; ").replace('\n', "; ");
    text.trim_start_matches("- ").trim_end_matches(['.', ';']).to_owned()
}
