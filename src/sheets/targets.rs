//! `Chỉ tiêu`: each target in force with its goal, last week's and this week's result.

use crate::model::class::{TargetClass, TargetCounts};
use crate::model::consolidation::TargetLine;
use crate::model::report::TargetValue;
use crate::model::target::{Direction, Method, Target};
use crate::sheets::annex::Annex;
use crate::sheets::frame::{self, CENTERED, Column, FOOT, FOOT_FIGURE, aside, column};
use crate::sheets::input::ProductInput;
use crate::sheets::sheet::{Align, Cell, Sheet, Style};
use crate::sheets::tasks;
use crate::text::class;
use crate::text::format;
use rust_decimal::Decimal;

const COLUMNS: [Column; 27] = [
    column("TT", 5.0),
    column("Mã chỉ tiêu", 11.0),
    column("Tên chỉ tiêu", 30.0),
    column("Đơn vị tính", 9.0),
    column("Mục tiêu", 9.0),
    column("Hạn đạt", 10.0),
    column("Kỳ trước", 9.0),
    column("Kỳ này", 9.0),
    column("So mục tiêu", 12.0),
    column("Đánh giá", 11.0),
    column("Đơn vị chủ trì", 14.0),
    column("Ghi chú (tóm tắt)", 18.0),
    aside("Tên đầy đủ", 46.0),
    aside("Các đơn vị chủ trì", 20.0),
    aside("Màu", 8.0),
    aside("Phương pháp", 11.0),
    aside("Nguồn số liệu", 40.0),
    aside("Ghi chú", 46.0),
    aside("Nhóm", 18.0),
    aside("Văn bản giao", 24.0),
    aside("Năm", 7.0),
    aside("Mục tiêu đến 2030", 12.0),
    aside("Tần suất cập nhật", 10.0),
    aside("Tử số là", 26.0),
    aside("Mẫu số là", 26.0),
    aside("Văn bản phương pháp", 18.0),
    aside("Mã trên hệ thống NQ57", 14.0),
];

/// Figures are text: exact to the last digit and with the decimal comma on every machine.
const FIGURE: Style = Style { align: Align::Right, ..Style::BODY };

/// One line a target in force, in the order of the register.
pub(crate) fn sheet(input: &ProductInput<'_>) -> Sheet {
    let c = input.consolidation;
    let mut sheet = frame::open_annex(input, Annex::Targets, "BẢNG THEO DÕI CHỈ TIÊU", &COLUMNS, 3);
    for (number, line) in (1u32..).zip(&c.targets) {
        let target = &line.target;
        let notes = notes(input, line).join("; ");
        frame::push(
            &mut sheet,
            vec![
                Cell::count(number, CENTERED),
                Cell::text(target.code.as_str(), Style::BODY),
                frame::subject(&target.name, COLUMNS[2].width),
                frame::short(&target.unit, COLUMNS[3].width),
                Cell::text(goal(target), FIGURE),
                Cell::text(format::clean(&target.due_text), CENTERED),
                Cell::text(line.previous.as_deref().map_or_else(String::new, format::clean), FIGURE),
                Cell::text(result(line), FIGURE),
                Cell::text(against_goal(line), FIGURE),
                Cell::text(line.class.label(), CENTERED),
                frame::subject(&tasks::few_names(c, &target.leads), COLUMNS[10].width),
                frame::short(&notes, COLUMNS[11].width),
                frame::whole(&target.name),
                frame::whole(&tasks::names(c, &target.leads)),
                frame::light(line.light),
                Cell::text(target.method.label(), CENTERED),
                tasks::sources_cell(c, &line.sources),
                frame::whole(&notes),
                frame::whole(&target.group),
                frame::whole(&target.document),
                Cell::text(target.plan_year.to_string(), CENTERED),
                frame::whole(&target.goal_2030),
                frame::whole(&target.frequency),
                frame::whole(&target.numerator),
                frame::whole(&target.denominator),
                frame::whole(&target.method_document),
                Cell::text(format::clean(&target.nq57_code), Style::BODY),
            ],
        );
    }
    frame::filter(&mut sheet);
    frame::merged(&mut sheet, foot(&c.target_counts, &c.target_counts_by_year), FOOT_FIGURE);
    let parts: Vec<String> =
        TargetClass::ALL.iter().map(|class| format!("{} {:02}", class.label().to_lowercase(), count(&c.target_counts, *class))).collect();
    frame::merged(&mut sheet, format!("Tổng số {:02} chỉ tiêu: {}.", c.target_counts.total, parts.join("; ")), FOOT);
    frame::finish(sheet)
}

/// `39/65 chỉ tiêu đạt và vượt (60%); năm 2025: 29/45 (64%); chưa đánh giá được: 3`.
fn foot(counts: &TargetCounts, by_year: &[(i32, TargetCounts)]) -> String {
    let mut parts = vec![format!(
        "{} chỉ tiêu đạt và vượt ({}%)",
        format::counter(counts.reached(), counts.total),
        format::percent(counts.reached(), counts.total)
    )];
    parts.extend(by_year.iter().map(|(year, counts)| format!("năm {year}: {}", format::ratio(counts.reached(), counts.total))));
    parts.push(format!("chưa đánh giá được: {}", counts.not_assessable));
    parts.join("; ")
}

fn count(counts: &TargetCounts, class: TargetClass) -> u32 {
    match class {
        TargetClass::Exceeded => counts.exceeded,
        TargetClass::Met => counts.met,
        TargetClass::NotMet => counts.not_met,
        TargetClass::NotYet => counts.not_yet,
        TargetClass::NotAssessable => counts.not_assessable,
        TargetClass::NoData => counts.no_data,
    }
}

/// `> 90`: the sign and the figure, or the words of the register where they already say both.
pub(crate) fn goal(target: &Target) -> String {
    if target.direction == Direction::PassFail {
        return "Đạt".to_owned();
    }
    format!("{} {}", target.comparison.label(), format::decimal(target.goal))
}

/// This week's result, marked where it is an estimate.
pub(crate) fn result(line: &TargetLine) -> String {
    let Some(value) = line.value else { return String::new() };
    let value = class::value(value);
    if line.estimated { format!("ước {value}") } else { value }
}

/// The distance to the goal: in percentage points for percentages, otherwise in the unit with the share of the goal.
fn against_goal(line: &TargetLine) -> String {
    let Some(TargetValue::Number(value)) = line.value else { return String::new() };
    let target = &line.target;
    if target.direction == Direction::PassFail {
        return String::new();
    }
    let Some(distance) = value.checked_sub(target.goal) else { return String::new() };
    let sign = if distance > Decimal::ZERO { "+" } else { "" };
    let distance = format!("{sign}{}", format::decimal(distance));
    if target.is_percent() {
        return format!("{distance} điểm %");
    }
    match share(value, target.goal) {
        Some(share) if target.direction == Direction::Higher => format!("{distance} ({share}%)"),
        _ => distance,
    }
}

/// Whole percent of the goal, half up.
fn share(value: Decimal, goal: Decimal) -> Option<Decimal> {
    if goal <= Decimal::ZERO || value < Decimal::ZERO {
        return None;
    }
    let percent = value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(goal)?;
    Some(percent.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
}

fn notes(input: &ProductInput<'_>, line: &TargetLine) -> Vec<String> {
    let c = input.consolidation;
    let mut notes = Vec::new();
    if !line.missing.is_empty() {
        let names: Vec<String> = line.missing.iter().map(|code| c.short_name(code)).collect();
        let missing = format!("thiếu {}/{} đơn vị: {}", names.len(), line.providers, format::list(&names, 5));
        // A result without some of its parts is provisional; without any result there is nothing to call so.
        notes.push(if line.value.is_some() { format!("Tạm tính ({missing})") } else { format!("Chưa có số liệu ({missing})") });
    }
    if line.stale {
        notes.push(tasks::stale(c.period, line.last_update));
    } else {
        notes.extend(tasks::confirmed(line.changed_in, line.last_update));
    }
    for (desk, rows) in &c.roads.edited {
        let offices: Vec<String> =
            rows.targets.iter().filter(|(_, code)| *code == line.target.code).map(|(office, _)| c.short_name(office)).collect();
        if !offices.is_empty() {
            let (desk, offices) = (c.short_name(desk), format::list(&offices, 5));
            notes.push(format!("Chưa xác minh: dòng của {offices} bị sửa trong bản tổng hợp của {desk}"));
        }
    }
    if let (Some(numerator), Some(denominator)) = (line.numerator, line.denominator) {
        notes.push(format!("Tử số/mẫu số: {}/{}", format::decimal(numerator), format::decimal(denominator)));
    }
    if !line.self_assessment.trim().is_empty() && !agrees(line) {
        notes.push(format!("Đơn vị tự đánh giá: {}", format::clean(&line.self_assessment)));
    }
    if !line.reason.trim().is_empty() {
        notes.push(format!("Lý do: {}", format::clean(&line.reason)));
    }
    if let Some((original, document)) = &line.target.adjusted {
        notes.push(format!("Mục tiêu điều chỉnh từ {} theo {}", format::clean(original), format::clean(document)));
    }
    if line.target.method == Method::Missing {
        notes.push("Chưa có phương pháp đánh giá".to_owned());
    }
    notes
}

fn agrees(line: &TargetLine) -> bool {
    let own = line.self_assessment.trim();
    own == line.class.label() || (own == "Chưa đạt" && matches!(line.class, TargetClass::NotMet | TargetClass::NotYet))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::dump::dump;
    use crate::sheets::testing;

    #[test]
    fn every_class_of_target() {
        testing::with_input(|input| insta::assert_snapshot!(dump(&sheet(input))));
    }

    #[test]
    fn the_foot_reads_as_in_the_source_documents() {
        let all = TargetCounts { total: 65, exceeded: 9, met: 30, not_assessable: 3, ..TargetCounts::default() };
        let year = TargetCounts { total: 45, met: 29, ..TargetCounts::default() };
        assert_eq!(foot(&all, &[(2025, year)]), "39/65 chỉ tiêu đạt và vượt (60%); năm 2025: 29/45 (64%); chưa đánh giá được: 3");
    }

    #[test]
    fn classes_add_up_to_the_total() {
        let counts = testing::consolidation().target_counts;
        assert_eq!(TargetClass::ALL.iter().map(|class| count(&counts, *class)).sum::<u32>(), counts.total);
        assert!(TargetClass::ALL.iter().all(|class| count(&counts, *class) > 0), "the fixture has every class");
    }

    #[test]
    fn a_share_of_the_goal_is_rounded_half_up() {
        let d = |s: &str| s.parse::<Decimal>().unwrap();
        assert_eq!(share(d("225"), d("1000")), Some(d("23")));
        assert_eq!(share(d("1"), d("0")), None);
    }
}
