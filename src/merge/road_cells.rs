//! Two reports of one office, cell by cell: the one that it sent here and the one that it sent to a desk below.

use crate::model::history::{KnownCriterion, KnownTarget, KnownTask, Source};
use crate::model::known_rows::KnownRows;
use crate::model::report::TargetValue;
use crate::model::roads::{CellDifference, Said};
use crate::model::task::Status;
use crate::text::{class, format};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// What a cell of a row says, in print; blank if nothing.
type Cell<R> = (&'static str, fn(&R) -> String);

const TASK: [Cell<KnownTask>; 10] = [
    ("Trạng thái", |row| row.status.map_or("", Status::label).to_owned()),
    ("Tỷ lệ hoàn thành (%)", |row| number(row.percent)),
    ("Ngày hoàn thành", |row| day(row.completed_on)),
    ("Kết quả thực hiện", |row| row.result.clone()),
    ("Sản phẩm/Minh chứng", |row| row.evidence.clone()),
    ("Khó khăn, vướng mắc", |row| row.obstacle.clone()),
    ("Nguyên nhân chậm", |row| row.cause.clone()),
    ("Kiến nghị, đề xuất", |row| row.proposal.clone()),
    ("Cấp giải quyết", |row| row.level.clone()),
    ("Dự kiến hoàn thành", |row| day(row.expected_on)),
];

const TARGET: [Cell<KnownTarget>; 3] = [
    ("Tử số", |row| number(row.numerator)),
    ("Mẫu số", |row| number(row.denominator)),
    ("Kết quả", |row| row.value.map_or_else(String::new, |value| estimate(value, row.estimated))),
];

const CRITERION: [Cell<KnownCriterion>; 2] = [("Kết quả", |row| row.result.label().to_owned()), ("Minh chứng", |row| row.evidence.clone())];

fn number(number: Option<Decimal>) -> String {
    number.map_or_else(String::new, format::decimal)
}

fn day(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, format::date)
}

fn estimate(value: TargetValue, estimated: bool) -> String {
    let value = class::value(value);
    if estimated { format!("ước {value}") } else { value }
}

/// Every cell in which the two differ, in the order of the rows. A row that only one of them has differs in what it says.
pub(super) fn differing(here: &KnownRows, there: &KnownRows) -> Vec<CellDifference> {
    let mut found = Vec::new();
    rows((&here.tasks, &there.tasks), &TASK, |row| row.task.to_string(), |row| &row.source, &mut found);
    rows((&here.targets, &there.targets), &TARGET, |row| row.target.to_string(), |row| &row.source, &mut found);
    rows((&here.criteria, &there.criteria), &CRITERION, |row| row.criterion.clone(), |row| &row.source, &mut found);
    found
}

fn rows<R>(
    (here, there): (&[R], &[R]),
    cells: &[Cell<R>],
    code: impl Fn(&R) -> String,
    source: impl Fn(&R) -> &Source,
    found: &mut Vec<CellDifference>,
) {
    let of = |rows: &'_ [R], wanted: &str| rows.iter().position(|row| code(row) == wanted);
    let mut pairs: Vec<(String, Option<&R>, Option<&R>)> = there
        .iter()
        .map(|row| {
            let code = code(row);
            let own = of(here, &code).and_then(|at| here.get(at));
            (code, own, Some(row))
        })
        .collect();
    let alone = here.iter().map(|row| (code(row), row)).filter(|(code, _)| of(there, code).is_none());
    pairs.extend(alone.map(|(code, row)| (code, Some(row), None)));
    for (code, here, there) in pairs {
        for (column, text) in cells {
            let (one, other) = (here.map_or_else(String::new, text), there.map_or_else(String::new, text));
            if one != other {
                let said = |text: String, row: Option<&R>| Said { text, source: row.map(|row| source(row).clone()) };
                found.push(CellDifference { code: code.clone(), column, here: said(one, here), there: said(other, there) });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{decimal, known_target, known_task};

    #[test]
    fn every_cell_that_differs_is_told_with_both_values_and_their_places() {
        let task = |code: &str, percent: &str| KnownTask { percent: Some(decimal(percent)), ..known_task("SYT", code, Status::InProgress) };
        let target = |value: &str| KnownTarget { value: Some(TargetValue::Number(decimal(value))), ..known_target("SYT", "CT-001") };
        let here = KnownRows {
            tasks: vec![task("KH11-001", "90"), task("KH11-002", "10")],
            targets: vec![target("12.5")],
            ..KnownRows::default()
        };
        let mut there = KnownRows {
            tasks: vec![KnownTask { obstacle: "Thiếu vốn".into(), ..task("KH11-001", "40") }],
            targets: vec![target("12.5")],
            ..KnownRows::default()
        };
        there.tasks[0].source.file = "SKHCN/khac.xlsx".into();
        let found = differing(&here, &there);
        let told: Vec<(&str, &str, &str, &str)> =
            found.iter().map(|one| (one.code.as_str(), one.column, one.here.text.as_str(), one.there.text.as_str())).collect();
        assert_eq!(
            told,
            [
                ("KH11-001", "Tỷ lệ hoàn thành (%)", "90", "40"),
                ("KH11-001", "Khó khăn, vướng mắc", "", "Thiếu vốn"),
                ("KH11-002", "Trạng thái", "Đang thực hiện", ""),
                ("KH11-002", "Tỷ lệ hoàn thành (%)", "10", ""),
            ]
        );
        assert_eq!(found[0].there.source.as_ref().map(|source| source.file.as_str()), Some("SKHCN/khac.xlsx"));
        assert_eq!((found[2].here.source.is_some(), found[2].there.source.is_none()), (true, true));
        assert_eq!(differing(&here, &here), []);
    }
}
