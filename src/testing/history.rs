//! Rows accepted the week before, with nothing in them but what the arguments say.

use super::{agency, task_code, week};
use crate::model::criterion::CriterionResult;
use crate::model::history::{KnownCriterion, KnownTarget, KnownTask, Source};
use crate::model::task::{Role, Status};
use std::collections::BTreeMap;

fn source(code: &str) -> Source {
    Source { agency: agency(code), file: "a.xlsx".into(), sha256: "00".into(), sheet: "NhiemVu".into(), cell: None }
}

pub(crate) fn known_task(code: &str, task: &str, status: Status) -> KnownTask {
    KnownTask {
        agency: agency(code),
        task: task_code(task),
        role: Role::Lead,
        status: Some(status),
        percent: None,
        completed_on: None,
        result: String::new(),
        evidence: String::new(),
        obstacle: String::new(),
        cause: String::new(),
        proposal: String::new(),
        level: String::new(),
        expected_on: None,
        next_week: String::new(),
        note: String::new(),
        period: week().previous(),
        changed_in: None,
        late_in: None,
        taken_back_in: None,
        waiting: BTreeMap::new(),
        ended: None,
        stale_fields: BTreeMap::new(),
        source: source(code),
    }
}

pub(crate) fn known_target(code: &str, target: &str) -> KnownTarget {
    KnownTarget {
        agency: agency(code),
        target: task_code(target),
        numerator: None,
        denominator: None,
        value: None,
        estimated: false,
        data_source: String::new(),
        assessment: None,
        reason: String::new(),
        proposed_method: String::new(),
        note: String::new(),
        period: week().previous(),
        changed_in: None,
        late_in: None,
        stale_fields: BTreeMap::new(),
        source: source(code),
        added: Vec::new(),
    }
}

pub(crate) fn known_criterion(code: &str, criterion: &str, result: CriterionResult) -> KnownCriterion {
    KnownCriterion {
        agency: agency(code),
        criterion: criterion.into(),
        result,
        value: String::new(),
        met_on: None,
        evidence: String::new(),
        obstacle: String::new(),
        note: String::new(),
        period: week().previous(),
        changed_in: None,
        late_in: None,
        source: source(code),
    }
}
