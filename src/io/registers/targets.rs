//! The sheet `ChiTieu`.

use super::names::Names;
use super::table::{Log, Row, Table};
use super::tasks;
use crate::model::deadline::{DayInterval, DeadlineReading};
use crate::model::place::Place;
use crate::model::target::{Aggregation, Comparison, Direction, Method, Recording, Target, TargetCode};
use crate::model::target_kind::TargetKind;
use crate::model::task::{Task, Validity};
use crate::model::workbook::RawValue;
use crate::sheets::register_layout::{Choice, Column, targets as columns};
use crate::text::{deadline, format, numbers, words};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// All targets in the order of the sheet.
pub(super) fn read(table: Option<&Table<'_>>, names: &Names<'_>, tasks: &[Task], log: &mut Log) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    let mut codes: BTreeMap<TargetCode, Place> = BTreeMap::new();
    for row in table.into_iter().flat_map(Table::rows) {
        let Some(code) = tasks::code(row, &columns::CODE, "CT-001", log) else { continue };
        if let Some(first) = codes.get(&code) {
            log.twice(code.as_str(), first, row.place(&columns::CODE));
            continue;
        }
        if let Some(task) = tasks.iter().find(|t| t.code == code) {
            let other = task.place.cell.map_or(String::new(), |cell| format!(", ô {cell}"));
            let message = format!("Mã “{code}” đã dùng cho một nhiệm vụ (trang NhiemVu{other}). Đề nghị đổi mã.");
            log.mistake(row.place(&columns::CODE), message);
        }
        codes.insert(code.clone(), row.place(&columns::CODE));
        targets.push(target(row, code, names, log));
    }
    targets
}

fn target(row: Row<'_>, code: TargetCode, names: &Names<'_>, log: &mut Log) -> Target {
    let direction = row.word(&columns::DIRECTION, Choice::Direction, words::direction, log);
    let comparison = row.word(&columns::COMPARISON, Choice::Comparison, words::comparison, log);
    if let (Some(direction), Some(comparison)) = (direction, comparison)
        && contradicts(direction, comparison)
    {
        let message = format!("Phép so sánh “{}” trái với “{}”. Đề nghị kiểm tra lại.", comparison.label(), direction.label());
        log.mistake(row.place(&columns::COMPARISON), message);
    }
    let unit = row.required_text(&columns::UNIT, log);
    let direction = direction.unwrap_or(Direction::Higher);
    let goal = if row.required_text(&columns::GOAL, log).is_empty() { None } else { goal(row, &columns::GOAL, direction, &unit, log) };
    let plan_year = row.required_year(&columns::PLAN_YEAR, log).unwrap_or(2000);
    let leads = names.list(row, &columns::LEADS, &row.required_text(&columns::LEADS, log), log);
    let mut providers = names.list(row, &columns::PROVIDERS, &row.text(&columns::PROVIDERS), log);
    if providers.is_empty() {
        providers.clone_from(&leads);
    }
    let (low, high) = (row.decimal(&columns::LOW, log), row.decimal(&columns::HIGH, log));
    if let (Some(low), Some(high)) = (low, high)
        && low > high
    {
        log.mistake(row.place(&columns::LOW), "“Cận dưới hợp lý” lớn hơn “Cận trên hợp lý”. Đề nghị kiểm tra lại.");
    }
    Target {
        code,
        group: row.text(&columns::GROUP),
        name: row.required_text(&columns::NAME, log),
        document: row.required_text(&columns::DOCUMENT, log),
        unit,
        direction,
        comparison: comparison.unwrap_or(Comparison::AtLeast),
        goal: goal.as_ref().map_or(Decimal::ZERO, |(_, value)| *value),
        goal_text: goal.map_or(String::new(), |(text, _)| text),
        adjusted: None,
        plan_year,
        due: due(row, plan_year, log).unwrap_or(DayInterval { from: NaiveDate::MIN, to: NaiveDate::MIN }),
        due_text: row.text(&columns::DUE),
        goal_2030: row.text(&columns::GOAL_2030),
        frequency: row.text(&columns::FREQUENCY),
        recording: row.word(&columns::RECORDING, Choice::Recording, words::recording, log).unwrap_or(Recording::Cumulative),
        aggregation: row.word(&columns::AGGREGATION, Choice::Aggregation, words::aggregation, log).unwrap_or(Aggregation::Sum),
        numerator: row.text(&columns::NUMERATOR),
        denominator: row.text(&columns::DENOMINATOR),
        method: row.word(&columns::METHOD, Choice::Method, words::method, log).unwrap_or(Method::Missing),
        method_document: row.text(&columns::METHOD_DOCUMENT),
        leads,
        providers,
        low,
        high,
        may_fall: row.optional_word(&columns::MAY_FALL, Choice::YesNo, words::mark, log).unwrap_or(false),
        nq57_code: row.text(&columns::NQ57),
        validity: row.word(&columns::VALIDITY, Choice::Validity, words::validity, log).unwrap_or(Validity::InForce),
        note: row.text(&columns::NOTE),
        place: row.place(&columns::CODE),
    }
}

fn contradicts(direction: Direction, comparison: Comparison) -> bool {
    match direction {
        Direction::Higher => matches!(comparison, Comparison::AtMost | Comparison::LessThan),
        Direction::Lower => matches!(comparison, Comparison::AtLeast | Comparison::MoreThan),
        Direction::PassFail => false,
    }
}

/// A goal as people read it, and its value; none after a mistake.
pub(super) fn goal(row: Row<'_>, column: &Column, direction: Direction, unit: &str, log: &mut Log) -> Option<(String, Decimal)> {
    let text = row.text(column);
    let place = row.place(column);
    if direction == Direction::PassFail {
        if words::passed(&text) == Some(true) {
            return Some(("Đạt".to_owned(), Decimal::ONE));
        }
        log.mistake(place, format!("Mục tiêu “{}” phải là “Đạt” vì đánh giá đạt - không đạt. Đề nghị ghi Đạt.", format::quote(&text)));
        return None;
    }
    let kind = TargetKind::of_unit(unit);
    let value = match row.value(column) {
        Some(RawValue::Number(number)) => numbers::decimal_from_f64(*number),
        Some(RawValue::Percent(number)) if kind.is_percent() => numbers::percent_from_f64(*number),
        Some(RawValue::Text(text)) if kind.is_percent() => numbers::percent(text),
        Some(RawValue::Text(text)) if kind.is_whole() => numbers::count(text),
        Some(RawValue::Text(text)) => numbers::decimal(text),
        _ => None,
    };
    let Some(value) = value else {
        let message = format!("Mục tiêu “{}” không đọc được thành một số. Đề nghị nhập ô này là số.", format::quote(&text));
        log.mistake(place, message);
        return None;
    };
    if kind.is_percent() && !text.contains('%') {
        note_fraction(value, place.clone(), log);
    }
    if kind == TargetKind::Share && (value < Decimal::ZERO || value > Decimal::ONE_HUNDRED) {
        log.mistake(place, format!("Mục tiêu {}% nằm ngoài 0 - 100. Đề nghị kiểm tra lại.", format::decimal(value)));
    } else if kind.is_whole() && (value < Decimal::ZERO || !value.fract().is_zero()) {
        let (value, unit) = (format::decimal(value), format::quote(unit));
        log.note(place, format!("Mục tiêu {value} không phải số nguyên, trong khi đơn vị tính là {unit}. Đề nghị kiểm tra lại."));
    }
    Some((format::decimal(value), value))
}

/// Percentages stand from 0 to 100: one below 1 may be 90% that was typed as 0,9.
fn note_fraction(value: Decimal, place: Place, log: &mut Log) {
    if value > Decimal::ZERO && value < Decimal::ONE {
        let larger = format::decimal(value * Decimal::ONE_HUNDRED);
        log.note(place, format!("Mục tiêu được hiểu là {}%. Nếu ý là {larger}%, đề nghị nhập {larger}.", format::decimal(value)));
    }
}

/// "Hạn đạt": a date, or the words of a document that name days.
fn due(row: Row<'_>, plan_year: i32, log: &mut Log) -> Option<DayInterval> {
    if row.required_text(&columns::DUE, log).is_empty() {
        return None;
    }
    let found = match row.value(&columns::DUE) {
        Some(RawValue::DateTime(at)) => {
            if at.date().day() == 1 {
                let message =
                    format!("Hạn đạt được hiểu là đúng ngày {}. Nếu ý là cả tháng, đề nghị ghi ngày cuối tháng.", format::date(at.date()));
                log.note(row.place(&columns::DUE), message);
            }
            Some(DayInterval { from: at.date(), to: at.date() })
        }
        _ => match deadline::read(&row.text(&columns::DUE), plan_year) {
            Some(DeadlineReading::Days(days)) => Some(days),
            _ => None,
        },
    };
    if found.is_none() {
        let text = format::quote(&row.text(&columns::DUE));
        let message = format!("Không hiểu hạn đạt “{text}”. Đề nghị ghi ngày, ví dụ 31/12/2025, hoặc như Quý IV/2025.");
        log.mistake(row.place(&columns::DUE), message);
    }
    found
}
