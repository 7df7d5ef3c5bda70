//! The lists behind the text: what is overdue, what is due soon, what is asked for.

use crate::model::class::TaskClass;
use crate::model::consolidation::{Consolidation, TaskLine};
use crate::model::due_counts;
use crate::model::moment;
use crate::model::proposal::ProposalLine;
use crate::sheets::annex;
use crate::sheets::difficulties;
use crate::sheets::input::ProductInput;
use crate::sheets::letter::fields::Fields;
use crate::sheets::letter::results::{CAUSE_LETTERS, one_line};
use crate::sheets::overdue::{self, Overdue};
use crate::sheets::tasks;
use crate::text::format;
use chrono::NaiveDate;

pub(super) fn fields(input: &ProductInput<'_>) -> Fields {
    let c = input.consolidation;
    let lists = [overdue(c), due(c), proposals(input)];
    let [late, soon, asked] = numbers([!lists[0].is_empty(), !lists[1].is_empty(), !lists[2].is_empty()]);
    let [overdue, due, proposals] = lists;
    Fields::default()
        .text("kem_theo", &annex::attached_to(input))
        .text("phu_luc_qua_han", &late)
        .text("phu_luc_den_han", &soon)
        .text("phu_luc_kien_nghi", &asked)
        .list("qua_han", overdue)
        .list("den_han_bang", due)
        .list("kien_nghi_bang", proposals)
}

/// `Phụ lục I` of each list that is there, without a gap.
fn numbers(there: [bool; 3]) -> [String; 3] {
    let mut last = 0;
    there.map(|there| {
        if !there {
            return String::new();
        }
        last += 1;
        format!("Phụ lục {}", format::roman(last))
    })
}

fn overdue(c: &Consolidation) -> Vec<Fields> {
    let list = overdue::list(c).into_iter().filter(|o| o.line.state.class == TaskClass::Overdue);
    let row = |(number, Overdue { line, days }): (usize, Overdue<'_>)| {
        // An expected day that has passed says nothing any more.
        let expected = line.expected_on.filter(|day| *day >= moment::day(c.cutoffs.submit)).map(format::date);
        Fields::default()
            .text("stt", &number.to_string())
            .text("nhiem_vu", &one_line(&line.task.content))
            .text("co_quan", &tasks::names(c, &overdue::agencies(line)))
            .text("thoi_han", &one_line(&tasks::deadline(&line.task)))
            .number(&format!("qua_han.{}", line.task.code), "so_ngay", days.to_string())
            .text("nguyen_nhan", &format::on_one_line(&one_line(&line.cause), CAUSE_LETTERS))
            .text("du_kien", &expected.unwrap_or_default())
    };
    (1usize..).zip(list).map(row).collect()
}

/// Open tasks that are due within the longest horizon, those due first in front: the very tasks that are counted.
fn due(c: &Consolidation) -> Vec<Fields> {
    let today = moment::day(c.cutoffs.submit);
    let [.., farthest] = due_counts::HORIZONS;
    let mut due: Vec<(NaiveDate, &TaskLine)> = due_counts::due(&c.tasks, today, farthest).collect();
    due.sort_by_key(|(day, _)| *day);
    let row = |(number, (day, line)): (usize, (NaiveDate, &TaskLine))| {
        let left = (day - today).num_days();
        let within = due_counts::HORIZONS.into_iter().find(|days| left <= *days).map_or_else(String::new, |days| format!("{days} ngày"));
        Fields::default()
            .text("stt", &number.to_string())
            .text("nhiem_vu", &one_line(&line.task.content))
            .text("co_quan", &tasks::names(c, &line.task.leads))
            .text("thoi_han", &format::date(day))
            .number(&format!("den_han.{}", line.task.code), "con_ngay", left.to_string())
            .text("trong", &within)
    };
    (1usize..).zip(due).map(row).collect()
}

/// What the desk chose to put before the leaders, that of the levels which decide first.
pub(super) fn chosen<'a>(input: &ProductInput<'a>) -> Vec<&'a ProposalLine> {
    let (here, elsewhere): (Vec<&ProposalLine>, Vec<&ProposalLine>) =
        difficulties::for_decision(input.consolidation).into_iter().partition(|line| difficulties::leads(input, line));
    here.into_iter().chain(elsewhere).collect()
}

/// A proposal in the desk's words.
pub(super) fn proposal(c: &Consolidation, line: &ProposalLine) -> Fields {
    let advice = line.answer.as_ref().map_or("", |answer| answer.advice.as_str());
    Fields::default()
        .text("noi_dung", difficulties::wording(line).trim_end_matches('.'))
        .text("co_quan", &tasks::names(c, std::slice::from_ref(&line.agency)))
        .number(&format!("kien_nghi.{}", line.number), "tu_tuan", line.since.week().to_string())
        .text("tham_muu", &one_line(advice))
}

fn proposals(input: &ProductInput<'_>) -> Vec<Fields> {
    let row = |(number, line): (usize, &ProposalLine)| {
        let Fields(fields) = proposal(input.consolidation, line);
        let mut row = Fields::default().text("stt", &number.to_string()).text("cap", &line.level);
        row.0.extend(fields);
        row
    };
    (1usize..).zip(chosen(input)).map(row).collect()
}
