//! A row of `TieuChi` as it enters the figures. Results of criteria carry forward: a blank result is the last one.

use crate::merge::accept::cells::{Cell, Rejections};
use crate::model::criterion::{Criterion, CriterionResult};
use crate::model::history::{KnownCriterion, Source};
use crate::model::period::Period;
use crate::model::report::{CriterionRow, Field, FieldId, SheetId};
use crate::model::shared_text::SharedText;

/// The known row after this period; `None` if the row or its result is rejected or blank.
pub fn known(
    row: &CriterionRow,
    criterion: &Criterion,
    earlier: Option<&KnownCriterion>,
    rejected: &Rejections,
    period: Period,
    source: Source,
) -> Option<KnownCriterion> {
    if rejected.row(SheetId::Criteria, row.row) {
        return None;
    }
    let Cell::Value(result) = rejected.cell(SheetId::Criteria, row.row, FieldId::CriterionResult, &row.result) else {
        return None;
    };
    // What proves a criterion that stays met was accepted once and need not be typed again.
    let still_met = earlier.filter(|k| *result == CriterionResult::Met && k.result == CriterionResult::Met);
    let same = earlier.filter(|k| k.result == *result);
    let met_on = match rejected.cell(SheetId::Criteria, row.row, FieldId::MetOn, &row.met_on) {
        Cell::Value(day) if *result == CriterionResult::Met => Some(*day),
        Cell::Value(_) => None,
        Cell::Blank | Cell::Out => still_met.and_then(|k| k.met_on),
    };
    let text = |id, field: &Field<SharedText>, last: Option<&String>| match rejected.cell(SheetId::Criteria, row.row, id, field) {
        Cell::Value(text) => text.to_string(),
        Cell::Blank => String::new(),
        Cell::Out => last.cloned().unwrap_or_default(),
    };
    let evidence = text(FieldId::Evidence, &row.evidence, same.map(|k| &k.evidence));
    Some(KnownCriterion {
        agency: source.agency.clone(),
        criterion: criterion.code.clone(),
        result: *result,
        value: text(FieldId::CriterionValue, &row.value, same.map(|k| &k.value)),
        met_on,
        evidence: if evidence.is_empty() { still_met.map(|k| k.evidence.clone()).unwrap_or_default() } else { evidence },
        obstacle: text(FieldId::Obstacle, &row.obstacle, same.map(|k| &k.obstacle)),
        note: text(FieldId::Note, &row.note, same.map(|k| &k.note)),
        period,
        changed_in: None,
        late_in: None,
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::testing::{accepted, date, finding, known_criterion, register, text, value, week};
    use crate::model::finding::{Effect, Finding};
    use crate::model::history::History;
    use crate::model::report::{AgencyReport, Table};

    fn after(result: Option<CriterionResult>, findings: &[Finding]) -> KnownCriterion {
        let met = KnownCriterion {
            met_on: Some(date(2025, 6, 1)),
            evidence: "QĐ 1".into(),
            ..known_criterion("P-AN", "TC01", CriterionResult::Met)
        };
        let history = History { period: Some(week().previous()), criteria: vec![met], ..History::default() };
        let row = CriterionRow { row: 2, code: text("tc01"), result: result.map_or_else(Field::default, value), ..CriterionRow::default() };
        let report = AgencyReport { criteria: Some(Table { sheet: "TieuChi".into(), rows: vec![row] }), ..AgencyReport::default() };
        let mut accepted = accepted(&register(), &history, "P-AN", &report, findings);
        assert_eq!(accepted.criteria.len(), 1, "TC02 was never reported");
        accepted.criteria.remove(0)
    }

    #[test]
    fn results_carry_forward() {
        let blank = after(None, &[]);
        assert_eq!((blank.result, blank.period), (CriterionResult::Met, week().previous()));
        let rejected = after(Some(CriterionResult::NotMet), &[finding(Effect::Cell, SheetId::Criteria, 2, Some(FieldId::CriterionResult))]);
        assert_eq!((rejected.result, rejected.period), (CriterionResult::Met, week().previous()));
    }

    #[test]
    fn proof_stays_with_what_stays_met() {
        let same = after(Some(CriterionResult::Met), &[]);
        assert_eq!((same.met_on, same.evidence.as_str(), same.period), (Some(date(2025, 6, 1)), "QĐ 1", week()));
        let lost = after(Some(CriterionResult::NotMet), &[]);
        assert_eq!((lost.result, lost.met_on, lost.evidence.as_str()), (CriterionResult::NotMet, None, ""));
    }
}
