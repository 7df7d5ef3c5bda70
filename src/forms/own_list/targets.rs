//! The rows of a list of targets.

use super::cells::Sheet;
use super::codes::Codes;
use super::heading_words::Field;
use super::headings::Headings;
use super::offices::Offices;
use super::origin::Origin;
use super::rows::{Meant, meant, parties, place};
use super::table::{Line, Table};
use super::title::Title;
use crate::model::found_list::{FoundTarget, ListDoubt};
use crate::model::target::{Comparison, Direction};
use crate::text::{format, numbers, words};
use rust_decimal::Decimal;

/// Targets of a list of targets.
pub(super) fn targets(
    sheet: &Sheet<'_>,
    headings: &Headings,
    title: &Title,
    offices: &mut Offices,
    codes: &mut Codes,
    doubts: &mut Vec<ListDoubt>,
) -> Vec<FoundTarget> {
    let others =
        [Field::Unit, Field::Goal, Field::Lead, Field::Doer, Field::Office, Field::Deadline, Field::Progress, Field::Document, Field::Code];
    let table = Table { sheet, headings, main: Field::Target, others: &others };
    let lines = table.lines(doubts);
    let list_year = title.plan_year.as_ref().map(|(year, _)| *year);
    let meant = meant(&table, &lines, list_year.unwrap_or(2000), doubts);
    lines.iter().map(|line| target(&table, line, &meant, title, offices, codes, doubts)).collect()
}

fn target(
    table: &Table<'_>,
    line: &Line,
    meant: &Meant,
    title: &Title,
    offices: &mut Offices,
    codes: &mut Codes,
    doubts: &mut Vec<ListDoubt>,
) -> FoundTarget {
    let one = |field: Field| table.texts(line, field).join("; ");
    let (leads, _) = parties(table, line, meant, offices, doubts);
    let Origin { group, document, of_list, plan_year, .. } = Origin::of(table, line, title);
    let code = codes.of_row(&one(Field::Code), "CT");
    let written = one(Field::Goal);
    let mut unit = one(Field::Unit);
    if unit.is_empty() && written.contains('%') {
        "%".clone_into(&mut unit);
    }
    let (comparison, goal) = goal(&written, &unit);
    if goal.is_none() || comparison.is_none() {
        let (understood, decide) = match goal {
            None => ("Không đọc được mục tiêu thành một số; để trống.", "Đề nghị ghi Mục tiêu, Phép so sánh, Chiều đánh giá."),
            Some(_) => (
                "Mục tiêu không cho biết phải đạt ít nhất hay không quá số này; để trống phép so sánh.",
                "Đề nghị chọn Phép so sánh, Chiều đánh giá.",
            ),
        };
        doubts.push(ListDoubt {
            place: place(table, line, Field::Goal),
            written: format::quote(&written),
            understood: understood.to_owned(),
            decide: decide.to_owned(),
        });
    }
    FoundTarget {
        code,
        group,
        name: line.text.clone(),
        document_of_list: of_list,
        document,
        unit,
        direction: comparison.and_then(direction),
        comparison,
        goal,
        plan_year,
        due: meant.deadline.map_or(String::new(), one),
        leads,
        note: one(Field::Note),
        place: place(table, line, table.main),
    }
}

fn direction(comparison: Comparison) -> Option<Direction> {
    match comparison {
        Comparison::AtLeast | Comparison::MoreThan => Some(Direction::Higher),
        Comparison::AtMost | Comparison::LessThan => Some(Direction::Lower),
        Comparison::Equal => None,
    }
}

/// How a goal is compared, and its number. A number alone does not say how.
fn goal(written: &str, unit: &str) -> (Option<Comparison>, Option<Decimal>) {
    const WORDS: [(&str, Comparison); 9] = [
        ("không dưới", Comparison::AtLeast),
        ("tối thiểu", Comparison::AtLeast),
        ("ít nhất", Comparison::AtLeast),
        ("đạt trên", Comparison::MoreThan),
        ("trên", Comparison::MoreThan),
        ("hơn", Comparison::MoreThan),
        ("không quá", Comparison::AtMost),
        ("tối đa", Comparison::AtMost),
        ("dưới", Comparison::LessThan),
    ];
    let lower = written.trim().to_lowercase();
    let (upwards, lower) = lower.strip_suffix("trở lên").map_or((false, lower.as_str()), |rest| (true, rest.trim()));
    let said = WORDS.iter().find_map(|(word, comparison)| lower.strip_prefix(word).map(|rest| (Some(*comparison), rest)));
    let sign = || {
        let end = lower.find(|c: char| !"<>=≥≤".contains(c))?;
        let (sign, rest) = lower.split_at(end);
        words::comparison(sign).map(|comparison| (Some(comparison), rest))
    };
    let (comparison, rest) = said.or_else(sign).unwrap_or((upwards.then_some(Comparison::AtLeast), lower));
    let rest = rest.trim();
    let number = numbers::decimal(rest.trim_end_matches('%').trim()).or_else(|| numbers::with_unit(rest, unit));
    (comparison, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_says_how_it_is_compared_or_not() {
        let found = |text: &str, unit: &str| {
            let (comparison, number) = goal(text, unit);
            (comparison.map(Comparison::label), number.map(|number| number.to_string()))
        };
        let is = |sign: &'static str, number: &str| (Some(sign), Some(number.to_owned()));
        assert_eq!(found("trên 90%", "%"), is(">", "90"));
        assert_eq!(found("≥ 70%", "%"), is("≥", "70"));
        assert_eq!(found("Tối thiểu 250 trạm", "trạm"), is("≥", "250"));
        assert_eq!(found("70% trở lên", "%"), is("≥", "70"));
        assert_eq!(found("<= 2,5", "%"), is("≤", "2.5"));
        assert_eq!(found("80%", "%"), (None, Some("80".to_owned())));
        assert_eq!(found("Hoàn thành", ""), (None, None));
    }
}
