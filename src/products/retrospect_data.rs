//! `GiaiDoan_….json`: what the workbook over several periods shows, for programs. Keys are only ever added.

use crate::model::agency::AgencyCode;
use crate::model::class::TaskClass;
use crate::model::course::{TargetCourse, TargetResult, TaskCourse};
use crate::model::period::Period;
use crate::model::retrospect::Retrospect;
use crate::products::kind::Kind;
use crate::products::product::{Make, Product, ProductBody, range_stem};
use crate::sheets::retrospect::RetrospectInput;
use crate::text::period_range;
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) static PRODUCT: Product = Product {
    what: "the same over several periods, for programs",
    name: |naming| format!("{}.json", range_stem("GiaiDoan", naming)),
    make: Make::Range { kind: |_| Some(Kind::Data), compose: |input| json(input).map(ProductBody::Text) },
};

#[derive(Serialize)]
struct Data<'a> {
    schema: &'static str,
    called: String,
    rehearsal: bool,
    #[serde(flatten)]
    retrospect: &'a Retrospect,
    reopened: &'a [Period],
    before_books: &'a [Period],
    names: &'a BTreeMap<AgencyCode, String>,
    tasks: Vec<Course<&'a TaskCourse, TaskWeek>>,
    targets: Vec<Course<&'a TargetCourse, TargetWeek>>,
}

/// A line with what each release that knows it says.
#[derive(Serialize)]
struct Course<L, W> {
    #[serde(flatten)]
    line: L,
    weeks: Vec<W>,
}

#[derive(Serialize)]
struct TaskWeek {
    period: Period,
    class: TaskClass,
}

#[derive(Serialize)]
struct TargetWeek {
    period: Period,
    #[serde(flatten)]
    result: TargetResult,
}

/// One line, with a line feed at its end.
fn json(input: &RetrospectInput<'_>) -> Result<String, serde_json::Error> {
    let r = input.retrospect;
    let data = Data {
        schema: "tonghop.range/1",
        called: period_range::called(&r.range),
        rehearsal: input.config.rehearsal,
        retrospect: r,
        reopened: &r.reopened,
        before_books: &r.before_books,
        names: &r.names,
        tasks: r
            .tasks
            .iter()
            .map(|line| Course { line, weeks: weeks(r, &line.classes, |period, class| TaskWeek { period, class }) })
            .collect(),
        targets: r
            .targets
            .iter()
            .map(|line| Course { line, weeks: weeks(r, &line.results, |period, result| TargetWeek { period, result }) })
            .collect(),
    };
    Ok(serde_json::to_string(&data)? + "\n")
}

/// What each release says of a line, without those that do not know it.
fn weeks<T: Copy, W>(r: &Retrospect, each: &[Option<T>], week: impl Fn(Period, T) -> W) -> Vec<W> {
    r.weeks.iter().zip(each).filter_map(|(release, said)| Some(week(release.period, (*said)?))).collect()
}
