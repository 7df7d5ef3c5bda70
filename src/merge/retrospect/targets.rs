//! Every target over the weeks.

use super::behind;
use super::each_once::union;
use crate::model::course::{TargetCourse, TargetResult};
use crate::model::released_week::{ReleasedTarget, ReleasedWeek};
use crate::model::target::TargetCode;
use std::collections::BTreeMap;

pub(super) fn courses(weeks: &[ReleasedWeek]) -> Vec<TargetCourse> {
    let by_code: Vec<BTreeMap<&TargetCode, &ReleasedTarget>> =
        weeks.iter().map(|week| week.targets.iter().map(|target| (&target.code, target)).collect()).collect();
    union(weeks, |week| week.targets.as_slice(), |target| &target.code).into_iter().map(|target| course(&by_code, target)).collect()
}

fn course(by_code: &[BTreeMap<&TargetCode, &ReleasedTarget>], target: &ReleasedTarget) -> TargetCourse {
    let each: Vec<Option<&ReleasedTarget>> = by_code.iter().map(|targets| targets.get(&target.code).copied()).collect();
    let result = |target: &ReleasedTarget| TargetResult { class: target.class, value: target.value, passed: target.passed };
    TargetCourse {
        code: target.code.clone(),
        name: target.name.clone(),
        unit: target.unit.clone(),
        goal: target.goal.clone(),
        results: each.iter().map(|target| target.map(result)).collect(),
        rows: behind::rows(&each, result, |target| target.sources.clone()),
    }
}
