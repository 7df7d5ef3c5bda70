//! A row of `ChiTieu` as it enters the figures.

use crate::merge::accept::cells::{Cell, Rejections};
use crate::model::history::{KnownTarget, Source};
use crate::model::period::Period;
use crate::model::report::{Field, FieldId, SheetId, TargetRow, TargetValue};
use crate::model::shared_text::SharedText;
use crate::model::target::{Aggregation, Assessment, Direction, Target};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeMap;

/// The known row after this period; `None` if the row is rejected.
///
/// Numerator, denominator and result are one figure: where one of them is rejected the whole figure stays that of the
/// last release, for a new denominator under an old numerator would be a number nobody reported. So does it where the
/// row gives none and no reason either.
pub fn known(
    row: &TargetRow,
    target: &Target,
    earlier: Option<&KnownTarget>,
    rejected: &Rejections,
    period: Period,
    source: Source,
) -> Option<KnownTarget> {
    if rejected.row(SheetId::Targets, row.row) {
        return None;
    }
    let mut stale = BTreeMap::new();
    let silent = matches!(figure(row, target, rejected), FigureCell::Nothing);
    let before = earlier.and_then(|known| Some((known.assessment?, known.reason.clone())));
    let unassessed = before.filter(|(assessment, _)| silent && *assessment == Assessment::NotAssessable);
    let unassessed = unassessed.as_ref().map(|(assessment, reason)| (*assessment, reason.as_str()));
    let assessment = match rejected.cell(SheetId::Targets, row.row, FieldId::Assessment, &row.assessment) {
        Cell::Value(assessment) => Some(*assessment),
        // What could not be assessed still cannot where no figure says otherwise.
        Cell::Blank => unassessed.map(|(assessment, _)| assessment),
        Cell::Out => {
            let last = earlier.and_then(|k| k.assessment);
            mark(&mut stale, FieldId::Assessment, earlier, last.is_some());
            last
        }
    };
    let figure = match figure(row, target, rejected) {
        FigureCell::Figure(figure) => figure,
        FigureCell::Nothing if assessment == Some(Assessment::NotAssessable) => Figure::default(),
        FigureCell::Nothing | FigureCell::Out => {
            let last = earlier.map(Figure::of).unwrap_or_default();
            mark(&mut stale, FieldId::Numerator, earlier, last.numerator.is_some());
            mark(&mut stale, FieldId::Denominator, earlier, last.denominator.is_some());
            mark(&mut stale, FieldId::Value, earlier, last.value.is_some());
            last
        }
    };
    let mut text =
        |id, field: &Field<SharedText>, last: fn(&KnownTarget) -> &String| match rejected.cell(SheetId::Targets, row.row, id, field) {
            Cell::Value(text) => text.to_string(),
            Cell::Blank => String::new(),
            Cell::Out => {
                let last = earlier.map(|k| last(k).clone()).unwrap_or_default();
                mark(&mut stale, id, earlier, !last.is_empty());
                last
            }
        };
    let data_source = text(FieldId::DataSource, &row.data_source, |k| &k.data_source);
    let reason = text(FieldId::Reason, &row.reason, |k| &k.reason);
    let still = unassessed.filter(|_| reason.is_empty() && assessment == Some(Assessment::NotAssessable));
    let reason = still.map_or(reason, |(_, reason)| reason.to_owned());
    let proposed_method = text(FieldId::ProposedMethod, &row.proposed_method, |k| &k.proposed_method);
    let note = text(FieldId::Note, &row.note, |k| &k.note);
    Some(KnownTarget {
        agency: source.agency.clone(),
        target: target.code.clone(),
        numerator: figure.numerator,
        denominator: figure.denominator,
        value: figure.value,
        estimated: figure.estimated,
        data_source,
        assessment,
        reason,
        proposed_method,
        note,
        period,
        changed_in: None,
        late_in: None,
        // A figure that stays is from the cells it was from.
        added: earlier.filter(|_| stale.contains_key(&FieldId::Value)).map(|known| known.added.clone()).unwrap_or_default(),
        stale_fields: stale,
        source,
    })
}

/// A numerator over a denominator as it is printed: two decimals, half up; in percent where the unit says so. `None`
/// for a denominator that is not positive.
pub fn quotient(numerator: Decimal, denominator: Decimal, percent: bool) -> Option<Decimal> {
    Some(exact_quotient(numerator, denominator, percent)?.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

/// The same, not rounded: what is held against the goal.
pub fn exact_quotient(numerator: Decimal, denominator: Decimal, percent: bool) -> Option<Decimal> {
    if denominator <= Decimal::ZERO {
        return None;
    }
    let scaled = if percent { numerator.checked_mul(Decimal::ONE_HUNDRED)? } else { numerator };
    scaled.checked_div(denominator)
}

#[derive(Debug, Clone, Default)]
struct Figure {
    numerator: Option<Decimal>,
    denominator: Option<Decimal>,
    value: Option<TargetValue>,
    estimated: bool,
}

impl Figure {
    fn of(known: &KnownTarget) -> Self {
        Self { numerator: known.numerator, denominator: known.denominator, value: known.value, estimated: known.estimated }
    }
}

/// The figure that a row gives.
enum FigureCell {
    Figure(Figure),
    Nothing,
    Out,
}

fn figure(row: &TargetRow, target: &Target, rejected: &Rejections) -> FigureCell {
    let numerator = rejected.cell(SheetId::Targets, row.row, FieldId::Numerator, &row.numerator);
    let denominator = rejected.cell(SheetId::Targets, row.row, FieldId::Denominator, &row.denominator);
    let estimated = row.estimated.value() == Some(&true);
    // Elsewhere the two columns are remarks: only a share is made of them.
    let share = target.aggregation == Aggregation::Ratio || target.is_percent();
    if share {
        match (numerator, denominator) {
            (Cell::Out, _) | (_, Cell::Out) => return FigureCell::Out,
            (Cell::Value(n), Cell::Value(d)) => {
                return match quotient(*n, *d, target.is_percent()) {
                    // C06: what is written beside them does not count.
                    Some(value) => FigureCell::Figure(Figure {
                        numerator: Some(*n),
                        denominator: Some(*d),
                        value: Some(TargetValue::Number(value)),
                        estimated,
                    }),
                    None => FigureCell::Out,
                };
            }
            _ => {}
        }
    }
    let of = |cell: Cell<'_, Decimal>| if let Cell::Value(number) = cell { Some(*number) } else { None };
    match rejected.cell(SheetId::Targets, row.row, FieldId::Value, &row.value) {
        Cell::Value(value) => match fitting(*value, target) {
            Some(value) => {
                FigureCell::Figure(Figure { numerator: of(numerator), denominator: of(denominator), value: Some(value), estimated })
            }
            None => FigureCell::Out,
        },
        Cell::Blank => FigureCell::Nothing,
        Cell::Out => FigureCell::Out,
    }
}

/// The value in the shape the target wants: Đạt or Không đạt where it is judged so, a number elsewhere. "Đếm đơn vị
/// đạt" takes both.
fn fitting(value: TargetValue, target: &Target) -> Option<TargetValue> {
    match value {
        TargetValue::Number(number) if target.direction == Direction::PassFail && target.aggregation != Aggregation::CountPassing => {
            if number == Decimal::ONE {
                Some(TargetValue::Passed(true))
            } else if number.is_zero() {
                Some(TargetValue::Passed(false))
            } else {
                None
            }
        }
        TargetValue::Passed(_) if target.direction != Direction::PassFail && target.aggregation != Aggregation::CountPassing => None,
        fitting => Some(fitting),
    }
}

fn mark(stale: &mut BTreeMap<FieldId, Period>, id: FieldId, earlier: Option<&KnownTarget>, has_value: bool) {
    if let Some(earlier) = earlier.filter(|_| has_value) {
        stale.insert(id, earlier.stale_fields.get(&id).copied().unwrap_or(earlier.period));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{accepted, decimal, finding, known_target, register, target, text, value, week};
    use crate::model::finding::{Effect, Finding};
    use crate::model::history::History;
    use crate::model::report::{AgencyReport, Table};

    fn number(text: &str) -> Option<TargetValue> {
        Some(TargetValue::Number(decimal(text)))
    }

    fn row(n: Option<&str>, d: Option<&str>, v: Option<&str>) -> TargetRow {
        let field = |t: Option<&str>| t.map_or_else(Field::default, |t| value(decimal(t)));
        TargetRow {
            row: 3,
            code: text("CT-001"),
            numerator: field(n),
            denominator: field(d),
            value: v.map_or_else(Field::default, |t| value(TargetValue::Number(decimal(t)))),
            ..TargetRow::default()
        }
    }

    fn earlier() -> KnownTarget {
        KnownTarget { numerator: Some(decimal("1")), denominator: Some(decimal("4")), value: number("25"), ..known_target("SYT", "CT-001") }
    }

    fn known_after(row: TargetRow, findings: &[Finding]) -> KnownTarget {
        let history = History { period: Some(week().previous()), targets: vec![earlier()], ..History::default() };
        let report = AgencyReport { targets: Some(Table { sheet: "ChiTieu".into(), rows: vec![row] }), ..AgencyReport::default() };
        let mut accepted = accepted(&register(), &history, "SYT", &report, findings);
        assert_eq!(accepted.targets.len(), 1);
        accepted.targets.remove(0)
    }

    #[test]
    fn the_result_is_that_of_numerator_and_denominator() {
        let known = known_after(row(Some("2"), Some("3"), Some("70")), &[]);
        assert_eq!(known.value, number("66.67"), "half up to two decimals, not what is written beside");
        assert!(known.stale_fields.is_empty());
        assert_eq!(quotient(decimal("1"), decimal("800"), true), Some(decimal("0.13")));
        assert_eq!(quotient(decimal("1"), decimal("0"), true), None);
    }

    #[test]
    fn a_rejected_part_keeps_the_whole_figure() {
        for field in [FieldId::Numerator, FieldId::Denominator] {
            let known = known_after(row(Some("9"), Some("3"), Some("70")), &[finding(Effect::Cell, SheetId::Targets, 3, Some(field))]);
            assert_eq!((known.numerator, known.denominator, known.value), (earlier().numerator, earlier().denominator, number("25")));
            assert_eq!(known.stale_fields.len(), 3);
            assert_eq!(known.period, week());
        }
        // The result is rejected, its parts are not: they say enough.
        let known =
            known_after(row(Some("3"), Some("4"), Some("700")), &[finding(Effect::Cell, SheetId::Targets, 3, Some(FieldId::Value))]);
        assert_eq!((known.value, known.stale_fields.is_empty()), (number("75"), true));
        let alone = known_after(row(None, None, Some("700")), &[finding(Effect::Cell, SheetId::Targets, 3, Some(FieldId::Value))]);
        assert_eq!(alone.value, number("25"));
    }

    #[test]
    fn a_blank_figure_is_the_last_one_unless_there_is_a_reason() {
        assert_eq!(known_after(row(None, None, None), &[]), earlier(), "nothing is written: the row came with the form");
        let sourced = TargetRow { data_source: text("Phòng Y"), ..row(None, None, None) };
        let blank = known_after(sourced, &[]);
        assert_eq!((blank.value, blank.stale_fields.contains_key(&FieldId::Value)), (number("25"), true));
        let mut reasoned = row(None, None, None);
        reasoned.assessment = value(Assessment::NotAssessable);
        reasoned.reason = text("Chưa có hướng dẫn");
        let known = known_after(reasoned, &[]);
        assert_eq!((known.value, known.reason.as_str(), known.stale_fields.is_empty()), (None, "Chưa có hướng dẫn", true));
    }

    #[test]
    fn what_could_not_be_assessed_stays_so_until_there_is_a_figure() {
        let unassessed = KnownTarget {
            assessment: Some(Assessment::NotAssessable),
            reason: "Chưa có hướng dẫn".into(),
            ..known_target("SYT", "CT-001")
        };
        let after = |row: TargetRow| {
            let history = History { period: Some(week().previous()), targets: vec![unassessed.clone()], ..History::default() };
            let report = AgencyReport { targets: Some(Table { sheet: "ChiTieu".into(), rows: vec![row] }), ..AgencyReport::default() };
            let known = accepted(&register(), &history, "SYT", &report, &[]).targets.remove(0);
            (known.assessment, known.reason, known.value)
        };
        let still = (Some(Assessment::NotAssessable), "Chưa có hướng dẫn".to_owned(), None);
        assert_eq!(after(row(None, None, None)), still, "untouched");
        assert_eq!(after(TargetRow { note: text("sẽ báo cáo sau"), ..row(None, None, None) }), still, "a note is no assessment");
        assert_eq!(after(row(Some("3"), Some("4"), None)), (None, String::new(), number("75")));
    }

    #[test]
    fn a_rejected_row_changes_nothing() {
        assert_eq!(known_after(row(Some("4"), Some("4"), None), &[finding(Effect::Row, SheetId::Targets, 3, None)]), earlier());
    }

    #[test]
    fn a_value_has_the_shape_of_its_target() {
        let pass = Target {
            direction: Direction::PassFail,
            aggregation: Aggregation::Lead,
            unit: "Đạt/Không đạt".into(),
            ..target("CT-001", &["SYT"])
        };
        assert_eq!(fitting(TargetValue::Number(Decimal::ONE), &pass), Some(TargetValue::Passed(true)));
        assert_eq!(fitting(TargetValue::Number(decimal("2")), &pass), None);
        assert_eq!(fitting(TargetValue::Passed(true), &target("CT-001", &["SYT"])), None);
    }
}
