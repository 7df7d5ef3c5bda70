//! The zoo: one good report, spoiled in every way that offices and their programs are known to spoil one, one complaint
//! a recipe. Each recipe says which findings the report must get, at which cells, and what must be read from it; every
//! other finding, and every other value that differs from the good report's, is a failure.
//!
//! `TONGHOP_ZOO=<folder>` keeps the files.

mod codes;
mod containers;
mod dates;
mod layout;
mod letters;
mod numbers;
pub(crate) mod old_format;
mod parts;
mod workshop;

use crate::desk::{Desk, Draft};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use tonghop::forms;
use tonghop::judge::content_match;
use tonghop::model::agency::AgencyCode;
use tonghop::model::config::Limits;
use tonghop::model::inbox::Content;
use tonghop::model::register::Register;
use tonghop::model::report::{AgencyReport, Field, Reading, TargetValue};
use tonghop::model::shared_text::SharedText;
use tonghop::model::task::TaskCode;
use tonghop::reader::{self, Received};

const FRIDAY: &str = "2025-07-11T10:00:00+07:00";
const BATCH: &str = "zoo";

/// Makes the bytes of a file from the good report.
type Make = Box<dyn Fn(&Draft) -> Vec<u8> + Send + Sync>;

/// One complaint.
pub(crate) struct Recipe {
    name: &'static str,
    /// Whose complaint it is, in one line.
    complaint: &'static str,
    file_name: &'static str,
    make: Make,
    /// `CODE Sheet!Cell`, `CODE Sheet`, or `CODE` of the whole file.
    findings: Vec<&'static str>,
    /// `KH11-001.percent=62.5`; `-` is nothing written, `?` is no value; only what differs from the good report.
    values: BTreeMap<String, String>,
    /// What a message must hold.
    says: Vec<&'static str>,
}

/// A recipe whose report is as good as the good one, until told otherwise.
pub(crate) fn recipe(name: &'static str, complaint: &'static str, make: impl Fn(&Draft) -> Vec<u8> + Send + Sync + 'static) -> Recipe {
    Recipe {
        name,
        complaint,
        file_name: "BC_SYT_T28_2025.xlsx",
        make: Box::new(make),
        findings: Vec::new(),
        values: BTreeMap::new(),
        says: Vec::new(),
    }
}

impl Recipe {
    pub(crate) fn named(self, file_name: &'static str) -> Self {
        Self { file_name, ..self }
    }

    pub(crate) fn finds(self, findings: &[&'static str]) -> Self {
        Self { findings: findings.to_vec(), ..self }
    }

    pub(crate) fn reads(mut self, values: &[&str]) -> Self {
        self.values
            .extend(values.iter().map(|value| value.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned())).unwrap()));
        self
    }

    /// Without the row of a code.
    pub(crate) fn without(mut self, code: &str) -> Self {
        self.values.extend(row_of(code).iter().map(|(field, _)| (format!("{code}.{field}"), String::new())));
        self
    }

    /// With one more row that says what the first one of its sheet says.
    pub(crate) fn with_row(mut self, code: &str) -> Self {
        self.values.extend(row_of(code).iter().map(|(field, value)| (format!("{code}.{field}"), (*value).to_owned())));
        self
    }

    pub(crate) fn says(mut self, part: &'static str) -> Self {
        self.says.push(part);
        self
    }
}

fn recipes() -> Vec<Recipe> {
    let mut all = containers::recipes();
    all.extend(parts::recipes());
    all.extend(layout::recipes());
    all.extend(numbers::recipes());
    all.extend(dates::recipes());
    all.extend(letters::recipes());
    all.extend(codes::recipes());
    all
}

/// What the first row of the good report says, of tasks or of targets.
fn row_of(code: &str) -> &'static [(&'static str, &'static str)] {
    const TASK: &[(&str, &str)] = &[
        ("status", "Đang thực hiện"),
        ("percent", "40"),
        ("completed_on", "-"),
        ("expected_on", "2025-12-31"),
        ("result", "Đã triển khai theo kế hoạch"),
        ("evidence", "-"),
        ("obstacle", "-"),
        ("cause", "Chờ ý kiến thẩm định"),
    ];
    const TARGET: &[(&str, &str)] = &[
        ("value", "50"),
        ("numerator", "50"),
        ("denominator", "100"),
        ("source", "Báo cáo của phòng chuyên môn"),
        ("assessment", "NotMet"),
    ];
    if code.starts_with("CT-") { TARGET } else { TASK }
}

/// What was read from a report, field by field.
type Values = BTreeMap<String, String>;

/// What became of a report.
struct Outcome {
    findings: Vec<String>,
    messages: Vec<String>,
    usable: bool,
    values: Option<Values>,
}

fn shown<T: ToString>(field: &Field<T>) -> String {
    match &field.reading {
        Reading::Value(value) => value.to_string(),
        Reading::Empty => "-".to_owned(),
        Reading::Unreadable => "?".to_owned(),
    }
}

fn debugged<T: std::fmt::Debug>(field: &Field<T>) -> String {
    match &field.reading {
        Reading::Value(value) => format!("{value:?}"),
        Reading::Empty => "-".to_owned(),
        Reading::Unreadable => "?".to_owned(),
    }
}

fn figure(field: &Field<TargetValue>) -> String {
    match &field.reading {
        Reading::Value(TargetValue::Number(number)) => number.to_string(),
        _ => debugged(field),
    }
}

/// Rows go by their code, the second of a code by `#2`; the rows themselves may stand anywhere.
fn values(report: &AgencyReport) -> Values {
    let mut all = Values::new();
    let mut put = |code: &str, fields: &[(&str, String)]| {
        let number = (1..).find(|n| !all.contains_key(&format!("{}.{}", numbered(code, *n), fields[0].0))).unwrap();
        for (name, value) in fields {
            all.insert(format!("{}.{name}", numbered(code, number)), value.clone());
        }
    };
    let info = &report.info;
    put(
        "info",
        &[
            ("agency", shown(&info.agency)),
            ("period", debugged(&info.period)),
            ("as_of", shown(&info.as_of)),
            ("revision", shown(&info.revision)),
            ("approver", shown(&info.approver)),
            ("nil", shown(&info.nil)),
        ],
    );
    for row in report.tasks.iter().flat_map(|table| &table.rows) {
        let status = match &row.status.reading {
            Reading::Value(status) => status.status.label().to_owned(),
            _ => debugged(&row.status),
        };
        put(
            &code(&row.code),
            &[
                ("status", status),
                ("percent", shown(&row.percent)),
                ("completed_on", shown(&row.completed_on)),
                ("expected_on", shown(&row.expected_on)),
                ("result", shown(&row.result)),
                ("evidence", shown(&row.evidence)),
                ("obstacle", shown(&row.obstacle)),
                ("cause", shown(&row.cause)),
            ],
        );
    }
    for row in report.targets.iter().flat_map(|table| &table.rows) {
        put(
            &code(&row.code),
            &[
                ("value", figure(&row.value)),
                ("numerator", shown(&row.numerator)),
                ("denominator", shown(&row.denominator)),
                ("source", shown(&row.data_source)),
                ("assessment", debugged(&row.assessment)),
            ],
        );
    }
    all
}

/// A code as the register has it, if it is one.
fn code(field: &Field<SharedText>) -> String {
    TaskCode::parse(&field.typed).map_or_else(|| field.typed.to_string(), |code| code.to_string())
}

fn numbered(code: &str, number: usize) -> String {
    if number == 1 { code.to_owned() } else { format!("{code}#{number}") }
}

/// What is read from a file, in this process, as the reading child and `check` do it.
fn read(bytes: &[u8], file_name: &str, register: &Register) -> Option<Values> {
    let extension = file_name.rsplit_once('.').map_or("", |(_, e)| e);
    let form = forms::current(crate::desk::at(FRIDAY).date_naive()).unwrap();
    match reader::receive(bytes, extension, &Limits::DEFAULT) {
        Ok(Received::Workbook(workbook)) => {
            let content = Arc::new(Content::Workbook(Box::new(forms::extract(&workbook, form))));
            let content = content_match::with_codes(&content, AgencyCode::parse("SYT").as_ref(), register);
            let Content::Workbook(extraction) = content.as_ref() else { return None };
            Some(values(&extraction.report))
        }
        _ => None,
    }
}

/// `check --json` on all files at once.
fn checked(desk: &Desk, paths: &[String]) -> BTreeMap<String, (Vec<String>, Vec<String>, bool)> {
    let mut arguments = vec!["check", "--agency", "SYT", "--period", "2025-W28", "--now", FRIDAY];
    arguments.extend(paths.iter().map(String::as_str));
    let run = desk.json(&arguments, &[]);
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let one = |file: &serde_json::Value| {
        let findings = file["findings"].as_array().unwrap();
        let places = findings.iter().map(|finding| {
            let place = [text(finding, "sheet"), text(finding, "cell")].join("!");
            format!("{} {}", text(finding, "code"), place.trim_matches('!')).trim().to_owned()
        });
        let messages = findings.iter().map(|finding| format!("[{}] {}", text(finding, "code"), text(finding, "message"))).collect();
        (text(file, "file"), (places.collect(), messages, file["usable"].as_bool().unwrap()))
    };
    let found: BTreeMap<_, _> = run.json["files"].as_array().unwrap_or_else(|| panic!("{}", run.stderr)).iter().map(one).collect();
    assert_eq!(found.len(), paths.len(), "{}", run.stderr);
    found
}

/// What is wrong with the outcome; nothing if all is as wanted.
fn faults(recipe: &Recipe, outcome: &Outcome, good: &Values) -> Vec<String> {
    let mut faults = Vec::new();
    let wanted: BTreeSet<&str> = recipe.findings.iter().copied().collect();
    let got: BTreeSet<&str> = outcome.findings.iter().map(String::as_str).collect();
    if wanted != got || outcome.findings.len() != recipe.findings.len() {
        faults.push(format!(
            "findings: wanted {:?}, got {:?}",
            recipe.findings,
            outcome.messages.iter().zip(&outcome.findings).collect::<Vec<_>>()
        ));
    }
    for part in recipe.says.iter().filter(|part| !outcome.messages.iter().any(|message| message.contains(**part))) {
        faults.push(format!("no message says {part:?}: {:?}", outcome.messages));
    }
    // A report that is returned is not read any further.
    if outcome.usable {
        let got = outcome.values.clone().unwrap_or_default();
        let keys: BTreeSet<&String> = good.keys().chain(got.keys()).collect();
        let changed = keys.into_iter().filter(|key| good.get(*key) != got.get(*key));
        let changed: Values = changed.map(|key| (key.clone(), got.get(key).cloned().unwrap_or_default())).collect();
        if changed != recipe.values {
            faults.push(format!("values: wanted {:?}, got {changed:?}", recipe.values));
        }
    } else if !recipe.values.is_empty() {
        faults.push("values: none, the report is returned".to_owned());
    }
    faults
}

/// Every file of the zoo: recipe, name of the file, bytes.
pub fn files(good: &Draft) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    recipes().iter().map(|recipe| (recipe.name, recipe.file_name, (recipe.make)(good))).collect()
}

/// Makes the files, has them checked, and reads them.
fn outcomes(desk: &Desk, good: &Draft, recipes: &[Recipe]) -> Vec<Outcome> {
    let mut files = Vec::new();
    for recipe in recipes {
        let bytes = (recipe.make)(good);
        let below = format!("{BATCH}/{}/{}", recipe.name, recipe.file_name);
        fs::create_dir_all(desk.path(&format!("{BATCH}/{}", recipe.name))).unwrap();
        fs::write(desk.path(&below), &bytes).unwrap();
        if let Some(folder) = std::env::var_os("TONGHOP_ZOO") {
            let kept = PathBuf::from(folder).join(recipe.name);
            fs::create_dir_all(&kept).unwrap();
            fs::write(kept.join(recipe.file_name), &bytes).unwrap();
        }
        files.push((below, bytes));
    }
    let paths: Vec<String> = files.iter().map(|(path, _)| path.clone()).collect();
    let (mut checked, register) = (checked(desk, &paths), desk.register());
    let outcome = |(recipe, (path, bytes)): (&Recipe, &(String, Vec<u8>))| {
        let (findings, messages, usable) = checked.remove(path).unwrap();
        let values = if usable { read(bytes, recipe.file_name, &register) } else { None };
        Outcome { findings, messages, usable, values }
    };
    recipes.iter().zip(&files).map(outcome).collect()
}

#[test]
fn every_animal_is_answered_as_its_recipe_says() {
    let desk = Desk::new();
    let good = desk.report("SYT", "2025-W28");
    let good_values = read(&good.bytes(), "good.xlsx", &desk.register()).unwrap();
    let recipes = recipes();
    let names: BTreeSet<&str> = recipes.iter().map(|recipe| recipe.name).collect();
    assert_eq!(names.len(), recipes.len(), "two recipes of one name");
    let (first, second) = recipes.split_at(recipes.len() / 2);
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(|| outcomes(&desk, &good, second));
        (outcomes(&desk, &good, first), other.join().unwrap())
    });
    let outcomes = one.iter().chain(&other);
    let failures: Vec<String> = recipes
        .iter()
        .zip(outcomes)
        .filter_map(|(recipe, outcome)| {
            let faults = faults(recipe, outcome, &good_values);
            (!faults.is_empty()).then(|| format!("{} ({})\n    {}", recipe.name, recipe.complaint, faults.join("\n    ")))
        })
        .collect();
    println!("{} recipes", recipes.len());
    assert!(failures.is_empty(), "{} of {} recipes:\n{}", failures.len(), recipes.len(), failures.join("\n"));
}
