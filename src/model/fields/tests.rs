//! No field is forgotten: neither by a row, nor by what a release keeps, nor by the list of columns.

use super::*;
use crate::model::agency::AgencyCode;
use crate::model::history::Source;
use crate::model::period::Period;
use crate::model::task::TaskCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn keys(value: &impl Serialize) -> BTreeSet<String> {
    serde_json::to_value(value).unwrap().as_object().unwrap().keys().cloned().collect()
}

/// The values of a row that no field of its table leads to.
fn unlisted<R: Record + Default + Serialize>() -> BTreeSet<String> {
    let blank = serde_json::to_value(R::default()).unwrap();
    let mut left = keys(&R::default());
    for spec in R::FIELDS {
        let Some(access) = &spec.access else { continue };
        let mut row = R::default();
        whatever!(access, lens => (lens.get_mut)(&mut row).typed = "x".into());
        assert_eq!(access.field(&row).typed(), "x", "{:?}: what is filled is not what is looked at", spec.id);
        let changed = serde_json::to_value(&row).unwrap();
        let reached: Vec<String> = left.iter().filter(|key| changed[key.as_str()] != blank[key.as_str()]).cloned().collect();
        assert_eq!(reached.len(), 1, "{:?} leads to no value, or to one that another field leads to", spec.id);
        left.remove(&reached[0]);
    }
    left
}

#[test]
fn every_value_of_a_row_stands_in_the_table_of_its_sheet() {
    let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<BTreeSet<String>>();
    assert_eq!(unlisted::<Info>(), names(&["sheet"]));
    assert_eq!(unlisted::<TaskRow>(), names(&["row"]));
    assert_eq!(unlisted::<TargetRow>(), names(&["row"]));
    assert_eq!(unlisted::<CriterionRow>(), names(&["row"]));
    assert_eq!(unlisted::<ExtraTaskRow>(), names(&["row"]));
}

/// The values of a kept row that no field of the table shows.
fn unshown<R: Record<Known: Serialize + DeserializeOwned>>(known: &R::Known) -> BTreeSet<String> {
    let whole = serde_json::to_value(known).unwrap();
    let shown = |known: &R::Known| -> Vec<String> {
        R::FIELDS.iter().filter_map(|spec| spec.known).map(|value| format!("{:?}", value(known))).collect()
    };
    let is_shown = |key: &String| {
        let others = [Value::Null, json!("x"), json!(true), json!("NotMet"), json!("not_met")];
        let mut readable = others.iter().filter(|other| **other != whole[key]).filter_map(|other| {
            let mut changed = whole.clone();
            changed[key] = other.clone();
            serde_json::from_value::<R::Known>(changed).ok()
        });
        readable.any(|changed| shown(&changed) != shown(known))
    };
    keys(known).into_iter().filter(|key| !is_shown(key)).collect()
}

#[test]
fn every_value_that_is_kept_is_shown() {
    let day = NaiveDate::from_ymd_opt(2025, 7, 1);
    let (agency, code, period) =
        (AgencyCode::parse("SYT").unwrap(), TaskCode::parse("KH11-001").unwrap(), Period::parse_id("2025-W28").unwrap());
    let source = Source { agency: agency.clone(), file: "".into(), sha256: "".into(), sheet: "".into(), cell: None };
    let number = Some(Decimal::ONE);
    let [a, b, c, d, e, f, g, h] = std::array::from_fn(|_| String::new());
    let task = KnownTask {
        agency: agency.clone(),
        task: code.clone(),
        role: Role::Lead,
        status: Some(Status::Done),
        percent: number,
        completed_on: day,
        result: a,
        evidence: b,
        obstacle: c,
        cause: d,
        proposal: e,
        level: f,
        expected_on: day,
        next_week: g,
        note: h,
        period,
        changed_in: Some(period),
        late_in: None,
        taken_back_in: None,
        waiting: Default::default(),
        ended: None,
        stale_fields: Default::default(),
        source: source.clone(),
    };
    let [a, b, c, d] = std::array::from_fn(|_| String::new());
    let target = KnownTarget {
        agency: agency.clone(),
        target: code,
        numerator: number,
        denominator: number,
        value: Some(TargetValue::Passed(true)),
        estimated: false,
        data_source: a,
        assessment: Some(Assessment::Met),
        reason: b,
        proposed_method: c,
        note: d,
        period,
        changed_in: Some(period),
        late_in: None,
        stale_fields: Default::default(),
        source: source.clone(),
        added: vec![source.clone()],
    };
    let [a, b, c, d, e] = std::array::from_fn(|_| String::new());
    let criterion = KnownCriterion {
        agency,
        criterion: a,
        result: CriterionResult::Met,
        value: b,
        met_on: day,
        evidence: c,
        obstacle: d,
        note: e,
        period,
        changed_in: Some(period),
        late_in: None,
        source,
    };
    let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<BTreeSet<String>>();
    assert_eq!(
        unshown::<TaskRow>(&task),
        names(&[
            "agency",
            "task",
            "role",
            "period",
            "changed_in",
            "late_in",
            "taken_back_in",
            "waiting",
            "ended",
            "stale_fields",
            "source"
        ])
    );
    assert_eq!(
        unshown::<TargetRow>(&target),
        names(&["agency", "target", "period", "changed_in", "late_in", "stale_fields", "source", "added"])
    );
    assert_eq!(unshown::<CriterionRow>(&criterion), names(&["agency", "criterion", "period", "changed_in", "late_in", "source"]));
}

#[test]
fn every_field_belongs_to_a_sheet() {
    // The only list of all variants that the program has is the one the reader of names complains with.
    let complaint = serde_json::from_str::<FieldId>("\"?\"").unwrap_err().to_string();
    let names: Vec<&str> = complaint.split('`').skip(3).step_by(2).collect();
    assert!(names.len() > 50 && names.contains(&"task_code"), "{complaint}");
    let sheets = [SheetId::Info, SheetId::Tasks, SheetId::Targets, SheetId::Criteria, SheetId::ExtraTasks];
    let listed: BTreeSet<FieldId> = sheets.into_iter().flat_map(of_sheet).collect();
    let homeless: Vec<&str> = names.into_iter().filter(|name| !listed.contains(&serde_json::from_value(json!(name)).unwrap())).collect();
    assert_eq!(homeless, [""; 0]);
    for sheet in sheets {
        assert!(of_sheet(sheet).contains(&key(sheet)), "{sheet:?}");
    }
}

#[test]
fn letters_and_digits_are_those_of_the_standard_library() {
    let other = ('\0'..=char::MAX).find(|c| is_letter_or_digit(*c) != c.is_alphanumeric());
    assert_eq!(other, None);
}

#[test]
fn other_punctuation_is_no_news_and_another_number_is() {
    let said = |text: &str| letters(text).collect::<String>();
    assert_eq!(said("Đã triển khai; xong (bước 2)."), said("đã triển khai xong bước 2"));
    assert_eq!(said("5."), said("5,"));
    for (one, other) in [("12,5", "125"), ("-3", "3"), ("50%", "50"), ("1/2", "12"), (">5", "5")] {
        assert_ne!(said(one), said(other));
    }
}
